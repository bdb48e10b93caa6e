//! `/suggest`: an entry that a member misses, for moderators to look at. And
//! `/forget-me`, which takes off a name that was put on one.
//!
//! Who suggests is not kept. A name is what its owner typed, and nothing else.

use std::sync::Arc;

use serenity::model::application::ModalInteraction;
use serenity::model::id::GuildId;
use xxhash_rust::xxh3::xxh3_64;

use crate::answer::outcome::Outcome;
use crate::store::NewSuggestion;
use crate::text::fill;

use super::bot::{Bot, Once};
use super::commands::{MAX_NAME, MAX_QUESTION};
use super::custom_id::Action;
use super::form::{Field, Form, MAX_VALUE, filled};
use super::interactions::{Asked, FIRST_RESPONSE, How, Shown, deliver, ready};
use super::message::Message;
use super::news;
use super::present::{Audience, View};
use super::rest::{FirstResponse, report};

/// Shows the form, unless the member has to wait or nothing can be kept: nobody
/// is to write in vain.
pub async fn ask(bot: &Arc<Bot>, asked: &Asked) {
    let texts = &asked.texts.suggest;
    if bot.store.is_none() {
        return note(bot, asked, &texts.not_kept).await;
    }
    if let Some(limited) = bot.limit(asked.member, asked.channel, "", asked.texts) {
        deliver(bot, asked, How::Private, None, ready(limited)).await;
        return;
    }
    let field = |name, label: &str| Field {
        name,
        label: label.to_owned(),
        value: String::new(),
        hint: String::new(),
        is_long: false,
        is_required: false,
        max: MAX_QUESTION as usize,
    };
    let form = Form {
        action: Action::Suggest,
        title: texts.title.clone(),
        fields: vec![
            Field {
                is_required: true,
                is_long: true,
                ..field("question", &texts.question)
            },
            Field {
                is_long: true,
                max: MAX_VALUE,
                ..field("answer", &texts.answer)
            },
            Field {
                hint: texts.name_hint.clone(),
                max: MAX_NAME as usize,
                ..field("name", &texts.name)
            },
        ],
    };
    let end = (asked.received + FIRST_RESPONSE).into();
    let response = FirstResponse::Form(&form);
    if let Err(error) = bot
        .rest
        .respond(asked.id, &asked.token, response, end)
        .await
    {
        report("show a form", &error);
    }
}

/// A form came back.
pub async fn submitted(bot: &Arc<Bot>, asked: Asked, modal: &ModalInteraction) {
    let texts = asked.texts;
    let Some(question) = given(modal, "question") else {
        return note(bot, &asked, &texts.note.no_text).await;
    };
    let answer = given(modal, "answer");
    // Who is in need gets help, and nothing of it is kept.
    let urgent = bot.engine_of(asked.guild).urgent(&question);
    let urgent = urgent.or_else(|| bot.engine_of(asked.guild).urgent(answer.as_deref()?));
    if let Some(notice) = urgent {
        let view = View {
            texts,
            audience: Audience::Asker,
            question: None,
            ask_people: None,
        };
        let shown = Shown::of(Outcome::Urgent(notice), &view);
        let work = async move { Ok(shown) };
        deliver(bot, &asked, How::Private, None, work).await;
        return;
    }
    if let Some(limited) = bot.limit(asked.member, asked.channel, "", texts) {
        deliver(bot, &asked, How::Private, None, ready(limited)).await;
        return;
    }
    let suggestion = NewSuggestion {
        guild: asked.home().map(|guild| guild.get()),
        date: jiff::Zoned::now().date(),
        question,
        answer,
        name: given(modal, "name"),
    };
    let bot_too = Arc::clone(bot);
    let work = async move {
        let is_kept = bot_too
            .storing(move |store| store.suggest(&suggestion))
            .await;
        let told = match is_kept {
            Some(_) => &texts.suggest.thanks,
            None => &texts.suggest.not_kept,
        };
        Ok(Message::text(told).into())
    };
    deliver(bot, &asked, How::Private, None, work).await;
}

/// Takes a name off what is suggested, and has moderators take it off entries.
/// Without a name it says what there is to forget.
pub async fn forget_me(bot: &Arc<Bot>, asked: &Asked, name: String) {
    let texts = &asked.texts.forget_me;
    if name.trim().is_empty() {
        return note(bot, asked, &texts.nothing).await;
    }
    if let Some(limited) = bot.limit(asked.member, asked.channel, "", asked.texts) {
        deliver(bot, asked, How::Private, None, ready(limited)).await;
        return;
    }
    let (bot_too, asked_too) = (Arc::clone(bot), asked.clone());
    let work = async move {
        let (bot, asked) = (bot_too, asked_too);
        let (wanted, home) = (name.clone(), asked.home().map(GuildId::get));
        let forgotten = bot.storing(move |store| store.forget_name(home, &wanted));
        let Some(count) = forgotten.await else {
            return Ok(Message::text(&texts.failed).into());
        };
        let count = count.to_string();
        let mut told = fill(&texts.done, &[("count", &count)]);
        told.push(' ');
        // They are told of the same name once.
        let hash = xxh3_64(name.as_bytes());
        let is_first = bot.is_first(asked.member, hash, Once::Forget);
        if !is_first || news::take_off(&bot, asked.home(), &name).await {
            told.push_str(&texts.moderators_told);
        } else {
            bot.forget_first(asked.member, hash, Once::Forget);
            told.push_str(&texts.tell_moderators);
        }
        Ok(Message::text(told).into())
    };
    deliver(bot, asked, How::Private, None, work).await;
}

/// What was filled in, without the space around it; `None` where that is nothing.
fn given(modal: &ModalInteraction, name: &str) -> Option<String> {
    let given = filled(modal, name).trim().to_owned();
    (!given.is_empty()).then_some(given)
}

/// A line for the member alone.
async fn note(bot: &Arc<Bot>, asked: &Asked, text: &str) {
    deliver(bot, asked, How::Private, None, ready(Message::text(text))).await;
}
