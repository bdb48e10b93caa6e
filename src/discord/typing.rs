//! What can be picked while somebody types the name of an entry.

use std::sync::Arc;

use serenity::model::application::CommandInteraction;

use crate::engine::Engine;

use super::bot::Bot;
use super::commands::Name;
use super::interactions::{Asked, DEFER_AFTER, FIRST_RESPONSE, apologise};
use super::message::limits;
use super::rest::{FirstResponse, report};
use super::{admin, safe};

/// Choices while somebody types.
pub async fn complete(bot: &Arc<Bot>, asked: &Asked, command: &CommandInteraction) {
    // Members need not see what moderators pick from.
    if Name::of(&command.data.name) == Some(Name::Admin) && admin::author(bot, asked).is_err() {
        return apologise(bot, asked.id, &asked.token, None, asked.received).await;
    }
    let typed = command.data.autocomplete();
    let typed = typed
        .map(|option| option.value.to_owned())
        .unwrap_or_default();
    let work = move |engine: &Engine| engine.complete(&typed, limits::OPTIONS);
    let found = bot.blocking(asked.guild, work);
    let late = asked.received + DEFER_AFTER;
    let topics = match tokio::time::timeout_at(late.into(), found).await {
        Ok(Ok(topics)) => topics,
        Ok(Err(error)) => {
            tracing::error!("cannot complete: {error}");
            Vec::new()
        }
        // Typing cannot be deferred; the next letter may have more luck.
        Err(_) => Vec::new(),
    };
    let choices = topics.iter().map(|topic| {
        let name = safe::label(&topic.title, limits::OPTION);
        (name, topic.key().to_string())
    });
    let response = FirstResponse::Choices(choices.collect());
    let end = (asked.received + FIRST_RESPONSE).into();
    if let Err(error) = bot
        .rest
        .respond(asked.id, &asked.token, response, end)
        .await
    {
        report("complete", &error);
    }
}
