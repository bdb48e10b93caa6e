//! "Helpful" and "Not helpful": asks why, and keeps what a member thinks, once.
//!
//! Never who thinks it; what is kept and for how long is known in the store.

use std::sync::Arc;

use serenity::model::application::MessageInteractionMetadata;
use serenity::model::channel::Message as Posted;
use serenity::model::id::MessageId;
use xxhash_rust::xxh3::xxh3_64;

use crate::answer::outcome::Answer;
use crate::content::key::Key;
use crate::store::{Feedback, Verdict, Why};
use crate::text::Texts;

use super::bot::{Bot, Once};
use super::components::question;
use super::custom_id::Action;
use super::interactions::{Asked, How, deliver};
use super::message::{Menu, Message, Row};
use super::metrics;
use super::{news, present};

/// Asks why an answer did not help.
pub fn ask_why(message: &Posted, key: Key, texts: &Texts) -> Message {
    let why = &texts.why;
    let quoted = question(message).map(|question| present::quoted(&question) + "\n");
    Message {
        file: None,
        content: quoted.unwrap_or_default() + &why.question,
        embed: None,
        rows: vec![Row::Menu(Menu {
            action: Action::Why(key),
            placeholder: texts.menu.why.clone(),
            options: Why::ALL
                .iter()
                .map(|reason| (label(*reason, texts), reason.name().to_owned()))
                .collect(),
        })],
    }
}

fn label(reason: Why, texts: &Texts) -> String {
    let why = &texts.why;
    let label = match reason {
        Why::NotMyQuestion => &why.not_my_question,
        Why::Outdated => &why.outdated,
        Why::WrongOrUnsafe => &why.wrong_or_unsafe,
        Why::HardToRead => &why.hard_to_read,
    };
    label.clone()
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
pub async fn rate(bot: &Arc<Bot>, asked: &Asked, message: &Posted, key: Key, verdict: Verdict) {
    let rated = match verdict {
        Verdict::Helpful => message.id,
        Verdict::NotHelpful(_) => led_here(message),
    };
    let question = match verdict {
        Verdict::Helpful => None,
        Verdict::NotHelpful(_) => present::question_of(&message.content),
    };
    let (bot_too, asked_too) = (Arc::clone(bot), asked.clone());
    let work = async move {
        let (bot, asked) = (bot_too, asked_too);
        let texts = asked.texts;
        let Some(answer) = bot.find(asked.guild, None, key).await? else {
            return Ok(Message::text(&texts.note.gone).into());
        };
        if !bot.is_first(asked.member, rated.get(), Once::Rate) {
            return Ok(Message::text(&texts.note.feedback_again).into());
        }
        bot.metrics.feedback(counted(verdict));
        let question =
            question.filter(|question| bot.engine_of(asked.guild).urgent(question).is_none());
        if verdict == Verdict::NotHelpful(Some(Why::WrongOrUnsafe)) {
            warn(&bot, &asked, &answer, question.as_deref());
        }
        if let Some(recorder) = &bot.recorder {
            recorder.record(Feedback {
                entry: answer.passage.id,
                guild: asked.home().map(|guild| guild.get()),
                verdict,
                question,
                date: jiff::Zoned::now().date(),
            });
        }
        let thanks = match verdict {
            Verdict::Helpful => &texts.note.feedback_thanks,
            Verdict::NotHelpful(_) => &texts.why.thanks,
        };
        Ok(Message::text(thanks).into())
    };
    deliver(bot, asked, How::Private, None, work).await;
}

/// Tells moderators of an answer that may do harm; of the same entry and member
/// once a day.
fn warn(bot: &Arc<Bot>, asked: &Asked, answer: &Answer, question: Option<&str>) {
    let id = &answer.passage.id;
    if !bot.is_first(asked.member, xxh3_64(id.as_bytes()), Once::Warn) {
        return;
    }
    // What was asked in direct messages is not shown to a server.
    let question = question.filter(|_| bot.kept.keep_questions && asked.home().is_some());
    news::is_wrong(bot, asked.home(), &answer.passage, question);
}
