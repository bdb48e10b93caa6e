//! The weekly digest: on Mondays, moderators are told how the FAQ did in the week
//! before.
//!
//! When it is due stands here, which weeks were told in the store, and what it says
//! in the report.

use std::sync::Arc;
use std::time::Duration;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serenity::model::id::{ChannelId, GuildId};
use tokio::sync::watch;

use crate::store::monday;

use super::admin;
use super::bot::Bot;
use super::message::Message;
use super::news;

/// The hour at which a week's digest is due, UTC.
const HOUR: i8 = 9;

/// The clock is looked at again after this long at most: it may be set.
const LOOK_EVERY: Duration = Duration::from_secs(3600);

/// Tells every server when a week's digest becomes due, until the bot stops.
pub(super) async fn every_week(bot: Arc<Bot>, mut stopped: watch::Receiver<bool>) {
    let mut told = due(Timestamp::now());
    loop {
        let wait = until_next(Timestamp::now()).min(LOOK_EVERY);
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            _ = stopped.wait_for(|stop| *stop) => return,
        }
        let week = due(Timestamp::now());
        if week != told {
            told = week;
            for (guild, channel) in bot.guilds.moderators_channels() {
                tell(&bot, guild, channel, week).await;
            }
        }
    }
}

/// A server came: it is told what became due while the bot did not run.
pub(super) async fn arrived(bot: Arc<Bot>, guild: GuildId) {
    let channel = bot.guilds.moderators_channel(guild);
    if let Some(channel) = channel.filter(|_| bot.config.digest) {
        tell(&bot, guild, channel, due(Timestamp::now())).await;
    }
}

/// Tells a server this week's digest, unless it was told.
async fn tell(bot: &Arc<Bot>, guild: GuildId, channel: ChannelId, week: Date) {
    let claimed = bot.storing(move |store| store.claim_digest(guild.get(), week));
    if claimed.await != Some(true) {
        return;
    }
    let is_told = match admin::digest(bot, guild).await {
        Ok(digest) => news::tell(bot, vec![(guild, channel, Message::text(digest))]).await,
        Err(error) => {
            tracing::warn!("cannot make the weekly digest: {error}");
            false
        }
    };
    if !is_told {
        let released = bot.storing(move |store| store.release_digest(guild.get(), week));
        released.await;
    }
}

/// The Monday of the week whose digest is the last that became due.
fn due(now: Timestamp) -> Date {
    let hour = i64::from(HOUR).hours();
    let shifted = now.saturating_sub(hour).unwrap_or(now);
    monday(shifted.to_zoned(TimeZone::UTC).date())
}

/// The time until the next one becomes due.
fn until_next(now: Timestamp) -> Duration {
    let next = due(now).saturating_add(1.week()).at(HOUR, 0, 0, 0);
    let next = next.to_zoned(TimeZone::UTC).map(|next| next.timestamp());
    // Beyond the end of time nobody reads a digest.
    let wait = next.map_or(LOOK_EVERY, |next| {
        next.duration_since(now).try_into().unwrap_or(LOOK_EVERY)
    });
    wait.max(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_due_from_monday_at_nine() {
        let reckoned = |now: &str| {
            let now = now.parse().unwrap();
            (due(now).to_string(), until_next(now).as_secs() / 3600)
        };
        let week = |monday: &str, hours| (monday.to_owned(), hours);
        assert_eq!(reckoned("2026-11-22T09:00:00Z"), week("2026-11-16", 24));
        assert_eq!(reckoned("2026-11-23T08:00:00Z"), week("2026-11-16", 1));
        assert_eq!(reckoned("2026-11-23T09:00:00Z"), week("2026-11-23", 7 * 24));
        assert_eq!(reckoned("2026-11-24T09:00:00Z"), week("2026-11-23", 6 * 24));
        for end in [Timestamp::MIN, Timestamp::MAX] {
            assert!(!until_next(end).is_zero());
        }
    }
}
