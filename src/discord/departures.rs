//! Servers that the bot left: when everything of them is to be forgotten is
//! counted from the day that is kept here.
//!
//! Deleting is up to whoever tidies the store, once a day.

use std::collections::HashSet;
use std::sync::Arc;

use serenity::model::id::GuildId;
use tokio::sync::Mutex;

use super::bot::Bot;

/// The servers that the store calls left, so that it need not be asked when
/// thousands of servers come at the start.
#[derive(Default)]
pub struct Departures {
    left: Mutex<HashSet<u64>>,
}

/// The bot came to a server or left it. Which of the two is looked up in turn:
/// events that follow each other may be dealt with in any order.
pub async fn follow(bot: Arc<Bot>, guild: GuildId) {
    let mut left = bot.departures.left.lock().await;
    let is_in = bot.guilds.is_in(guild);
    let guild = guild.get();
    if is_in && left.contains(&guild) {
        if bot
            .storing(move |store| store.came_back(guild))
            .await
            .is_some()
        {
            left.remove(&guild);
        }
    } else if !is_in {
        left.insert(guild);
        let today = jiff::Zoned::now().date();
        bot.storing(move |store| store.left(guild, today)).await;
    }
}

/// Compares what is kept with the servers that the bot is in: it may have left
/// some while it was down. `complete` is every server, where Discord told all of
/// them.
pub async fn compare(bot: &Bot, complete: Option<&[u64]>) {
    let mut left = bot.departures.left.lock().await;
    let Some(kept) = bot.storing(|store| store.guilds()).await else {
        return;
    };
    // Until a server is seen, it may be one that was left.
    left.extend(kept.iter().copied());
    let Some(complete) = complete else { return };
    let (here, gone): (Vec<_>, Vec<_>) =
        kept.into_iter().partition(|guild| complete.contains(guild));
    let today = jiff::Zoned::now().date();
    let compared = bot.storing(move |store| {
        here.iter().try_for_each(|guild| store.came_back(*guild))?;
        gone.iter().try_for_each(|guild| store.left(*guild, today))
    });
    if compared.await.is_some() {
        left.retain(|guild| !complete.contains(guild));
    }
}
