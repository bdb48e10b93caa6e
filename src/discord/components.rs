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

use crate::answer::outcome::Outcome;
use crate::content::key::Key;
use crate::store::{Verdict, Why};
use crate::text::fill;

use super::admin::gaps::{self, Answer};
use super::admin::{self, teach};
use super::bot::{Bot, Once, Trouble};
use super::custom_id::{Action, CustomIdError};
use super::guilds::MODERATES;
use super::interactions::{Asked, How, Shown, deliver, ready};
use super::message::Message;
use super::metrics::Way;
use super::present::{self, Audience, View};
use super::rest::{FirstResponse, report};
use super::{feedback, safe, topics};

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
        Action::Helpful(key) => feedback::rate(bot, &asked, message, key, Verdict::Helpful).await,
        Action::NotHelpful(key) => {
            let message = feedback::ask_why(message, key, texts);
            deliver(bot, &asked, How::Private, None, ready(message)).await;
        }
        Action::Why(key) => match chosen.and_then(|name| Why::of(name)) {
            Some(why) => {
                feedback::rate(bot, &asked, message, key, Verdict::NotHelpful(Some(why))).await
            }
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
        Action::Pick(key) => pick(bot, &asked, message, None, key).await,
        Action::PickFor(target, key) => pick(bot, &asked, message, Some(target), key).await,
        Action::Dismiss => dismiss(bot, &asked, message).await,
        Action::Notice(group) => match bot.engine_of(asked.guild).notice(group) {
            Some(notice) => {
                let message = present::notice(&notice, texts);
                deliver(bot, &asked, How::Private, None, ready(message)).await;
            }
            None => note(bot, &asked, &texts.note.gone).await,
        },
        Action::Files(page) => {
            let work = topics::files(Arc::clone(bot), asked.guild, texts, page);
            deliver(bot, &asked, How::Update, None, work).await;
        }
        Action::File => match chosen.and_then(|file| file.parse().ok()) {
            Some(file) => {
                let work = topics::entries(Arc::clone(bot), asked.guild, texts, file, 0);
                deliver(bot, &asked, How::Update, None, work).await;
            }
            None => note(bot, &asked, &texts.note.unknown_button).await,
        },
        Action::Draft(_) => note(bot, &asked, &texts.note.unknown_button).await,
        Action::Confirm(number) => admin::confirmed(bot, asked, number).await,
        Action::Discard(number) => admin::discarded(bot, asked, number).await,
        Action::Undo(edit) => admin::undone(bot, asked, edit).await,
        Action::Teach(number) => match chosen.and_then(|key| key.parse().ok()) {
            Some(key) => teach::chosen(bot, asked, number, key).await,
            None => note(bot, &asked, &texts.note.unknown_button).await,
        },
        Action::Write(number) => teach::write(bot, asked, number).await,
        Action::Again(number) => admin::again(bot, asked, number).await,
        Action::NotForFaq(number) => gaps::resolve(bot, asked, number, Answer::NotForFaq).await,
        Action::Later(number) => gaps::resolve(bot, asked, number, Answer::Later).await,
        Action::Gaps(place) => gaps::show(bot, asked, place, How::Update).await,
        // No button of ours: the id of a form.
        Action::Suggest => note(bot, &asked, &texts.note.unknown_button).await,
        Action::Topics(file, page) => {
            let work = topics::entries(Arc::clone(bot), asked.guild, texts, file, page);
            deliver(bot, &asked, How::Update, None, work).await;
        }
    }
}

/// A line for the member alone.
async fn note(bot: &Arc<Bot>, asked: &Asked, text: &str) {
    deliver(bot, asked, How::Private, None, ready(Message::text(text))).await;
}

/// Shows an answer, or the rest of it, to whoever clicked.
async fn read(bot: &Arc<Bot>, asked: &Asked, question: Option<String>, key: Key, from: usize) {
    let (audience, how) = if asked.is_direct {
        (Audience::Direct, How::Public)
    } else {
        (Audience::Reader, How::Private)
    };
    let (bot_too, guild, texts) = (Arc::clone(bot), asked.guild, asked.texts);
    let work = async move {
        let view = View {
            texts,
            audience,
            question: None,
            ask_people: None,
        };
        let Some(answer) = bot_too.find(guild, question, key).await? else {
            return Ok(Message::text(&texts.note.gone).into());
        };
        if from > 0 {
            let rest = present::rest(&answer, from, &view);
            return Ok(rest
                .unwrap_or_else(|| Message::text(&texts.note.gone))
                .into());
        }
        Ok(Shown::of(Outcome::Answer(Box::new(answer)), &view))
    };
    deliver(bot, asked, how, Some(Way::Button), work).await;
}

/// An entry that was meant: the asker gets it in place of the suggestions, others
/// for themselves.
async fn pick(bot: &Arc<Bot>, asked: &Asked, message: &Posted, target: Option<u64>, key: Key) {
    let audience = match message.flags {
        _ if asked.is_direct => Audience::Direct,
        Some(flags) if flags.contains(MessageFlags::EPHEMERAL) => match target {
            Some(message) => Audience::Helper(message),
            None => Audience::Asker,
        },
        _ if asker(bot, message) == Some(asked.member) => Audience::Everybody,
        _ => return read(bot, asked, question(message), key, 0).await,
    };
    let texts = match audience {
        Audience::Everybody => asked.public_texts,
        _ => asked.texts,
    };
    let (bot_too, asked_too, id) = (Arc::clone(bot), asked.clone(), message.id);
    let asker = asker(bot, message).unwrap_or(asked.member);
    let quoted = present::question_of(&message.content);
    let question = question(message);
    let work = async move {
        let (bot, asked) = (bot_too, asked_too);
        let Some(answer) = bot.find(asked.guild, question, key).await? else {
            return Ok(Message::text(&texts.note.gone).into());
        };
        if asked.is_direct {
            bot.conversations.goes_on(asked.channel, &answer);
        }
        bot.conversations.answered(id, asker, Some(key));
        let outcome = Outcome::Answer(Box::new(answer));
        if audience.is_public() {
            bot.conversations
                .listening
                .gave(asked.channel, id, &outcome);
        }
        let view = View {
            texts,
            audience,
            question: quoted.as_deref(),
            ask_people: None,
        };
        Ok(Shown::of(outcome, &view))
    };
    deliver(bot, asked, How::Update, Some(Way::Button), work).await;
}

/// Posts a private answer for everybody, with the question, once.
async fn share(bot: &Arc<Bot>, asked: &Asked, message: &Posted, key: Key) {
    if is_over_limit(bot, asked).await {
        return;
    }
    let id = message.id.get();
    if !bot.is_first(asked.member, id, Once::Share) {
        return note(bot, asked, &asked.texts.note.posted).await;
    }
    let (bot_too, asked_too) = (Arc::clone(bot), asked.clone());
    let quoted = present::question_of(&message.content);
    let question = question(message);
    let work = async move {
        let Some(mut shown) = shared(&bot_too, &asked_too, question, key).await? else {
            return Ok(Message::text(&asked_too.texts.note.gone).into());
        };
        if let Some(question) = quoted {
            let question = safe::literal(&question);
            let texts = asked_too.public_texts;
            shown.message.content = fill(&texts.note.asked, &[("question", &question)]);
        }
        Ok(shown)
    };
    if !deliver(bot, asked, How::Public, None, work).await {
        bot.forget_first(asked.member, id, Once::Share);
    }
}

/// Whether the member posts too much; if so, the member has been told.
async fn is_over_limit(bot: &Arc<Bot>, asked: &Asked) -> bool {
    let limited = bot.limit(asked.member, asked.channel, "", asked.texts);
    let is_limited = limited.is_some();
    if let Some(limited) = limited {
        deliver(bot, asked, How::Private, None, ready(limited)).await;
    }
    is_limited
}

/// An answer as everybody is to see it, unless it is gone.
async fn shared(
    bot: &Bot,
    asked: &Asked,
    question: Option<String>,
    key: Key,
) -> Result<Option<Shown>, Trouble> {
    let view = View {
        texts: asked.public_texts,
        audience: Audience::Everybody,
        question: None,
        ask_people: None,
    };
    let answer = bot.find(asked.guild, question, key).await?;
    Ok(answer.map(|answer| Shown::of(Outcome::Answer(Box::new(answer)), &view)))
}

/// Posts an answer that a helper has read as a reply to the member's message.
async fn post(bot: &Arc<Bot>, asked: &Asked, message: &Posted, target: u64, key: Key) {
    let target = match target {
        0 => return note(bot, asked, &asked.texts.note.unknown_button).await,
        target => MessageId::new(target),
    };
    if is_over_limit(bot, asked).await {
        return;
    }
    let (bot_too, asked_too, once) = (Arc::clone(bot), asked.clone(), message.id.get());
    let question = question(message);
    let work = async move {
        let (bot, asked) = (bot_too, asked_too);
        let note = &asked.texts.note;
        let Some(shown) = shared(&bot, &asked, question, key).await? else {
            return Ok(Message::text(&note.gone).into());
        };
        if !bot.is_first(asked.member, once, Once::Post) {
            return Ok(Message::text(&note.posted).into());
        }
        let nonce = asked.id.get();
        let posted = bot
            .rest
            .post(asked.channel, &shown.message, Some(target), nonce);
        match posted.await {
            Ok(_) => {
                if let Some(outcome) = &shown.outcome {
                    let memory = &bot.conversations.listening;
                    memory.gave(asked.channel, target, outcome);
                }
                Ok(Message::text(&note.posted).into())
            }
            Err(error) => {
                // The helper may try again.
                bot.forget_first(asked.member, once, Once::Post);
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
fn asker(bot: &Bot, message: &Posted) -> Option<UserId> {
    if let Some(question) = &message.referenced_message {
        return Some(question.author.id);
    }
    match message.interaction_metadata.as_deref() {
        Some(MessageInteractionMetadata::Command(command)) => Some(command.user.id),
        Some(MessageInteractionMetadata::Component(component)) => Some(component.user.id),
        Some(MessageInteractionMetadata::ModalSubmit(modal)) => Some(modal.user.id),
        _ => bot
            .conversations
            .answer(message.id)
            .map(|answer| answer.asker),
    }
}

/// Takes a message away, for its asker and for moderators.
async fn dismiss(bot: &Arc<Bot>, asked: &Asked, message: &Posted) {
    let moderates = asked.permissions.intersects(MODERATES)
        || asked
            .guild
            .is_some_and(|guild| bot.guilds.moderates(guild, asked.member, &asked.roles));
    if !asked.is_direct && !moderates && asker(bot, message) != Some(asked.member) {
        return note(bot, asked, &asked.texts.note.not_yours).await;
    }
    let reference = message.message_reference.as_ref();
    if let Some(question) = reference.and_then(|question| question.message_id) {
        // An edit of the question does not bring the answer back.
        bot.conversations.forget(question);
    }
    let end = (asked.received + super::interactions::FIRST_RESPONSE).into();
    let later = FirstResponse::UpdateLater;
    if let Err(error) = bot.rest.respond(asked.id, &asked.token, later, end).await {
        report("acknowledge a dismissal", &error);
    }
    let is_response = message.interaction_metadata.is_some();
    let result = if is_response {
        bot.rest.delete_response(asked.app, &asked.token).await
    } else {
        bot.rest.delete(message.channel_id, message.id).await
    };
    if let Err(error) = result {
        report("take an answer away", &error);
    }
}

/// The question that a message of the bot answers, if it can still be seen.
pub fn question(message: &Posted) -> Option<String> {
    let question = present::question_of(&message.content).or_else(|| {
        let question = message.referenced_message.as_ref()?;
        Some(safe::words(&question.content))
    });
    question.filter(|question| !question.is_empty())
}
