//! Servers that the bot left: when everything of them is to be forgotten is
//! counted from the day that is kept here.
//!
//! Deleting is up to whoever tidies the store, once a day.

use std::collections::HashSet;
use std::sync::Arc;

use serenity::model::gateway::ShardInfo;
use serenity::model::id::GuildId;
use tokio::sync::Mutex;

use super::bot::Bot;

/// How far a server's id is shifted to find its shard (Discord's documentation of
/// sharding).
const SHARD_BITS: u32 = 22;

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

/// Remembers which servers something is kept of: until one is seen, the bot may
/// have left it while it was down.
pub async fn remember(bot: &Bot) {
    let mut left = bot.departures.left.lock().await;
    if let Some(kept) = bot.storing(|store| store.guilds()).await {
        left.extend(kept);
    }
}

/// Compares what is kept with the servers of a shard, of which Discord has told all
/// that the bot is in: it may have left some while it was down.
pub async fn compare(bot: Arc<Bot>, shard: ShardInfo, present: Vec<u64>) {
    let mut left = bot.departures.left.lock().await;
    let Some(kept) = bot.storing(|store| store.guilds()).await else {
        return;
    };
    let total = u64::from(shard.total.max(1));
    let ours = kept.into_iter();
    let ours = ours.filter(|guild| (guild >> SHARD_BITS) % total == u64::from(shard.id.0));
    let (here, gone): (Vec<_>, Vec<_>) = ours.partition(|guild| present.contains(guild));
    let today = jiff::Zoned::now().date();
    let back = here.clone();
    let compared = bot.storing(move |store| {
        here.iter().try_for_each(|guild| store.came_back(*guild))?;
        gone.iter().try_for_each(|guild| store.left(*guild, today))
    });
    if compared.await.is_some() {
        left.retain(|guild| !back.contains(guild));
    }
}
