//! Buttons and menus: what each does, and who may.
//!
//! A custom id is only a wish. Whose message it was and who moderates is taken
//! from what Discord says, never from the id.

use std::sync::Arc;

use serenity::model::application::{
    ComponentInteraction, ComponentInteractionDataKind, MessageInteractionMetadata,
};
use serenity::model::channel::{Message as Posted, MessageFlags};
use serenity::model::id::{MessageId, UserId};

use crate::answer::outcome::{Answer, Outcome};
use crate::content::key::Key;
use crate::store::{Feedback, Verdict, Why};
use crate::text::{Texts, fill};

use super::bot::{Bot, Trouble};
use super::custom_id::{Action, CustomIdError};
use super::guilds::MODERATES;
use super::interactions::{Asked, How, Shown, deliver, ready};
use super::message::{Menu, Message, Row};
use super::metrics::{self, Way};
use super::present::{self, Audience, View};
use super::rest::{FirstResponse, report};
use super::{safe, topics};

/// Does what a button or menu says.
pub async fn handle(bot: &Arc<Bot>, asked: Asked, component: ComponentInteraction) {
    let texts = asked.texts;
    let action = match component.data.custom_id.parse() {
        Ok(action) => action,
        Err(CustomIdError::Stale) => return note(bot, &asked, &texts.note.stale).await,
        Err(CustomIdError::Foreign) => return note(bot, &asked, &texts.note.unknown_button).await,
    };
    let chosen = match &component.data.kind {
        ComponentInteractionDataKind::StringSelect { values } => values.first(),
        _ => None,
    };
    let message = &component.message;
    match action {
        Action::Helpful(key) => rate(bot, &asked, message, key, Verdict::Helpful).await,
        Action::NotHelpful(key) => {
            let message = ask_why(message, key, texts);
            deliver(bot, &asked, How::Private, None, ready(message)).await;
        }
        Action::Why(key) => match chosen.and_then(|name| why(name)) {
            Some(why) => rate(bot, &asked, message, key, Verdict::NotHelpful(Some(why))).await,
            None => note(bot, &asked, &texts.note.unknown_button).await,
        },
        Action::Show(key) => read(bot, &asked, question(message), key, 0).await,
        Action::More(key, from) => read(bot, &asked, question(message), key, from).await,
        Action::Entries => match chosen.and_then(|key| key.parse().ok()) {
            Some(key) => read(bot, &asked, None, key, 0).await,
            None => note(bot, &asked, &texts.note.unknown_button).await,
        },
        Action::Share(key) => share(bot, &asked, message, key).await,
        Action::Post(target, key) => post(bot, &asked, message, target, key).await,
        Action::Pick(key) => pick(bot, &asked, message, key).await,
        Action::Dismiss => dismiss(bot, &asked, message).await,
        Action::Notice(group) => match bot.engine.notice(&group) {
            Some(notice) => {
                let message = present::notice(&notice, texts);
                deliver(bot, &asked, How::Private, None, ready(message)).await;
            }
            None => note(bot, &asked, &texts.note.gone).await,
        },
        Action::Files(page) => {
            let work = topics::files(Arc::clone(bot), texts, page);
            deliver(bot, &asked, How::Update, None, work).await;
        }
        Action::File => match chosen.and_then(|file| file.parse().ok()) {
            Some(file) => {
                let work = topics::entries(Arc::clone(bot), texts, file, 0);
                deliver(bot, &asked, How::Update, None, work).await;
            }
            None => note(bot, &asked, &texts.note.unknown_button).await,
        },
        Action::Topics(file, page) => {
            let work = topics::entries(Arc::clone(bot), texts, file, page);
            deliver(bot, &asked, How::Update, None, work).await;
        }
    }
}

/// A line for the member alone.
async fn note(bot: &Arc<Bot>, asked: &Asked, text: &str) {
    deliver(bot, asked, How::Private, None, ready(Message::text(text))).await;
}

/// The answer with this key, marked for the question if there is one; tells the
/// member if there is no such answer any more.
async fn find(bot: &Arc<Bot>, asked: &Asked, question: Option<String>, key: Key) -> Option<Answer> {
    let found = bot.blocking(move |engine| match question {
        Some(question) => engine.by_key_for(&key, &question),
        None => engine.by_key(&key),
    });
    let found = found.await;
    match found {
        Ok(Some(answer)) => return Some(answer),
        Ok(None) => note(bot, asked, &asked.texts.note.gone).await,
        Err(trouble) => {
            let apology = bot.apology(&trouble.to_string(), asked.texts);
            deliver(bot, asked, How::Private, None, ready(apology)).await;
        }
    }
    None
}

/// Shows an answer, or the rest of it, to whoever clicked.
async fn read(bot: &Arc<Bot>, asked: &Asked, question: Option<String>, key: Key, from: usize) {
    let Some(answer) = find(bot, asked, question, key).await else {
        return;
    };
    let view = View {
        texts: asked.texts,
        audience: if asked.is_direct {
            Audience::Direct
        } else {
            Audience::Reader
        },
        question: None,
        ask_people: None,
    };
    let outcome = Outcome::Answer(Box::new(answer));
    let message = match &outcome {
        Outcome::Answer(answer) if from > 0 => present::rest(answer, from, &view),
        outcome => Some(present::message(outcome, &view)),
    };
    match message {
        Some(message) => {
            let shown = Shown {
                message,
                outcome: Some(outcome),
            };
            let how = if asked.is_direct {
                How::Public
            } else {
                How::Private
            };
            let work = async move { Ok(shown) };
            deliver(bot, asked, how, Some(Way::Button), work).await;
        }
        None => note(bot, asked, &asked.texts.note.gone).await,
    }
}

/// An entry that was meant: the asker gets it in place of the suggestions, others
/// for themselves.
async fn pick(bot: &Arc<Bot>, asked: &Asked, message: &Posted, key: Key) {
    let audience = match message.flags {
        _ if asked.is_direct => Audience::Direct,
        Some(flags) if flags.contains(MessageFlags::EPHEMERAL) => Audience::Asker,
        _ if asker(message) == Some(asked.member) => Audience::Everybody,
        _ => return read(bot, asked, question(message), key, 0).await,
    };
    let Some(answer) = find(bot, asked, question(message), key).await else {
        return;
    };
    let texts = match audience {
        Audience::Everybody => asked.public_texts,
        _ => asked.texts,
    };
    if asked.is_direct {
        bot.conversations.goes_on(asked.channel, &answer);
    }
    let outcome = Outcome::Answer(Box::new(answer));
    let question = present::question_of(&message.content);
    let view = View {
        texts,
        audience,
        question: question.as_deref(),
        ask_people: None,
    };
    let shown = Shown {
        message: present::message(&outcome, &view),
        outcome: Some(outcome),
    };
    let work = async move { Ok(shown) };
    deliver(bot, asked, How::Update, Some(Way::Button), work).await;
}

/// Posts a private answer for everybody, with the question.
async fn share(bot: &Arc<Bot>, asked: &Asked, message: &Posted, key: Key) {
    let Some(shown) = shared(bot, asked, message, key, true).await else {
        return;
    };
    if !bot.is_first(asked.member, message.id.get(), "share") {
        return note(bot, asked, &asked.texts.note.posted).await;
    }
    deliver(bot, asked, How::Public, None, async move { Ok(shown) }).await;
}

/// An answer as everybody is to see it, unless it is gone or asked for too
/// often; then the member has been told.
async fn shared(
    bot: &Arc<Bot>,
    asked: &Asked,
    message: &Posted,
    key: Key,
    with_question: bool,
) -> Option<Shown> {
    if let Some(limited) = bot.limit(asked.member, asked.channel, "", asked.texts) {
        deliver(bot, asked, How::Private, None, ready(limited)).await;
        return None;
    }
    let answer = find(bot, asked, question(message), key).await?;
    let texts = asked.public_texts;
    let view = View {
        texts,
        audience: Audience::Everybody,
        question: None,
        ask_people: None,
    };
    let outcome = Outcome::Answer(Box::new(answer));
    let mut shown = present::message(&outcome, &view);
    if with_question && let Some(question) = present::question_of(&message.content) {
        let question = safe::literal(&question);
        shown.content = fill(&texts.note.asked, &[("question", &question)]);
    }
    Some(Shown {
        message: shown,
        outcome: Some(outcome),
    })
}

/// Posts an answer that a helper has read as a reply to the member's message.
async fn post(bot: &Arc<Bot>, asked: &Asked, message: &Posted, target: u64, key: Key) {
    let target = match target {
        0 => return note(bot, asked, &asked.texts.note.unknown_button).await,
        target => MessageId::new(target),
    };
    let Some(shown) = shared(bot, asked, message, key, false).await else {
        return;
    };
    let (bot_too, asked_too, once) = (Arc::clone(bot), asked.clone(), message.id.get());
    let work = async move {
        let (bot, asked) = (bot_too, asked_too);
        let note = &asked.texts.note;
        if !bot.is_first(asked.member, once, "post") {
            return Ok(Message::text(&note.posted).into());
        }
        let nonce = asked.id.get();
        let posted = bot
            .rest
            .post(asked.channel, &shown.message, Some(target), nonce);
        match posted.await {
            Ok(_) => {
                if let Some(outcome) = &shown.outcome {
                    let memory = bot.conversations.listening();
                    memory.gave(asked.channel, target, outcome);
                }
                Ok(Message::text(&note.posted).into())
            }
            Err(error) => {
                // The helper may try again.
                bot.forget_first(asked.member, once, "post");
                let told = match error.status() {
                    // The only part of the form that can become wrong is the
                    // message that it replies to.
                    Some(400) => &note.message_gone,
                    Some(401..=499) => &note.cannot_post,
                    _ => return Err(Trouble::Rest(error)),
                };
                report("post an answer", &error);
                Ok(Message::text(told).into())
            }
        }
    };
    deliver(bot, asked, How::Private, None, work).await;
}

/// Whoever asked for a message of the bot: the author of what it replies to, or
/// the member whose command it answers.
fn asker(message: &Posted) -> Option<UserId> {
    if let Some(question) = &message.referenced_message {
        return Some(question.author.id);
    }
    match message.interaction_metadata.as_deref()? {
        MessageInteractionMetadata::Command(command) => Some(command.user.id),
        MessageInteractionMetadata::Component(component) => Some(component.user.id),
        MessageInteractionMetadata::ModalSubmit(modal) => Some(modal.user.id),
        _ => None,
    }
}

/// Takes a message away, for its asker and for moderators.
async fn dismiss(bot: &Arc<Bot>, asked: &Asked, message: &Posted) {
    let moderates = asked.permissions.intersects(MODERATES)
        || asked
            .guild
            .is_some_and(|guild| bot.guilds.moderates(guild, &asked.roles));
    if !asked.is_direct && !moderates && asker(message) != Some(asked.member) {
        return note(bot, asked, &asked.texts.note.not_yours).await;
    }
    bot.conversations.dismissed(message);
    let end = (asked.received + super::interactions::FIRST_RESPONSE).into();
    let later = FirstResponse::UpdateLater;
    if let Err(error) = bot.rest.respond(asked.id, &asked.token, later, end).await {
        report("acknowledge a dismissal", &error);
    }
    let is_response = message.interaction_metadata.is_some();
    let result = if is_response {
        bot.rest.delete_response(bot.app, &asked.token).await
    } else {
        bot.rest.delete(message.channel_id, message.id).await
    };
    if let Err(error) = result {
        report("take an answer away", &error);
    }
}

/// The question that a message of the bot answers, if it can still be seen.
fn question(message: &Posted) -> Option<String> {
    let question = present::question_of(&message.content).or_else(|| {
        let question = message.referenced_message.as_ref()?;
        Some(safe::words(&question.content))
    });
    question.filter(|question| !question.is_empty())
}

/// Asks why an answer did not help.
fn ask_why(message: &Posted, key: Key, texts: &Texts) -> Message {
    let why = &texts.why;
    let options = [
        (&why.not_my_question, "not-my-question"),
        (&why.outdated, "outdated"),
        (&why.wrong_or_unsafe, "wrong-or-unsafe"),
        (&why.hard_to_read, "hard-to-read"),
    ];
    let quoted = question(message).map(|question| present::quoted(&question) + "\n");
    Message {
        content: quoted.unwrap_or_default() + &why.question,
        embed: None,
        rows: vec![Row::Menu(Menu {
            action: Action::Why(key),
            placeholder: texts.menu.why.clone(),
            options: options
                .iter()
                .map(|(label, name)| ((*label).clone(), (*name).to_owned()))
                .collect(),
        })],
    }
}

fn why(name: &str) -> Option<Why> {
    Some(match name {
        "not-my-question" => Why::NotMyQuestion,
        "outdated" => Why::Outdated,
        "wrong-or-unsafe" => Why::WrongOrUnsafe,
        "hard-to-read" => Why::HardToRead,
        _ => return None,
    })
}

fn counted(verdict: Verdict) -> metrics::Verdict {
    match verdict {
        Verdict::Helpful => metrics::Verdict::Helpful,
        Verdict::NotHelpful(None) => metrics::Verdict::NotHelpful,
        Verdict::NotHelpful(Some(Why::NotMyQuestion)) => metrics::Verdict::NotMyQuestion,
        Verdict::NotHelpful(Some(Why::Outdated)) => metrics::Verdict::Outdated,
        Verdict::NotHelpful(Some(Why::WrongOrUnsafe)) => metrics::Verdict::WrongOrUnsafe,
        Verdict::NotHelpful(Some(Why::HardToRead)) => metrics::Verdict::HardToRead,
    }
}

/// The message whose button led to this one. A member who is asked for the
/// reason again and again still rates one answer.
fn led_here(message: &Posted) -> MessageId {
    match message.interaction_metadata.as_deref() {
        Some(MessageInteractionMetadata::Component(component)) => component.interacted_message_id,
        _ => message.id,
    }
}

/// Keeps what a member thinks of an answer, once.
async fn rate(bot: &Arc<Bot>, asked: &Asked, message: &Posted, key: Key, verdict: Verdict) {
    let note_texts = &asked.texts.note;
    let Some(answer) = find(bot, asked, None, key).await else {
        return;
    };
    let rated = match verdict {
        Verdict::Helpful => message.id,
        Verdict::NotHelpful(_) => led_here(message),
    };
    if !bot.is_first(asked.member, rated.get(), "rate") {
        return note(bot, asked, &note_texts.feedback_again).await;
    }
    let question = match verdict {
        Verdict::Helpful => None,
        Verdict::NotHelpful(_) => present::question_of(&message.content),
    };
    bot.metrics.feedback(counted(verdict));
    if let Some(recorder) = &bot.recorder {
        recorder.record(Feedback {
            entry: answer.passage.id,
            guild: asked.guild.map(|guild| guild.get()),
            verdict,
            question,
            date: jiff::Zoned::now().date(),
        });
    }
    let thanks = match verdict {
        Verdict::Helpful => &note_texts.feedback_thanks,
        Verdict::NotHelpful(_) => &asked.texts.why.thanks,
    };
    note(bot, asked, thanks).await;
}
