//! Gateway events: what came in, and who deals with it.
//!
//! Each event is dealt with in a task of its own, so that a slow or broken one
//! keeps no other waiting. What cannot be understood is counted and logged by
//! name: otherwise it would be lost in silence.

use std::collections::HashSet;
use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use serenity::async_trait;
use serenity::client::{Context, RawEventHandler};
use serenity::model::event::{Event, UnknownEvent};
use tracing::{info, warn};

use crate::text::Locale;

use super::bot::Bot;
use super::guard::caught;
use super::news::News;
use super::{departures, digest, interactions, questions};

/// Events that members wait for, or that the bot cannot do without.
const EXPECTED: [&str; 4] = [
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "GUILD_CREATE",
    "READY",
];

/// Discord's number of an interaction that asks for what can be typed.
const TYPING: u64 = 4;

/// Feeds the bot.
pub struct Events {
    bot: Arc<Bot>,
    /// The shards that were connected before.
    known: Mutex<HashSet<u32>>,
}

#[async_trait]
impl RawEventHandler for Events {
    async fn raw_event(&self, context: Context, event: Event) {
        let received = Instant::now();
        let bot = Arc::clone(&self.bot);
        match event {
            Event::InteractionCreate(event) => {
                let work = interactions::handle(bot, event.interaction, received);
                self.work(Box::pin(work)).await;
            }
            Event::MessageCreate(event) => {
                let work = questions::said(bot, event.message, received);
                self.work(Box::pin(work)).await;
            }
            Event::MessageUpdate(event) => {
                let work = questions::edited(bot, event, received);
                self.work(Box::pin(work)).await;
            }
            Event::MessageDelete(event) => {
                let messages = vec![event.message_id];
                self.work(questions::deleted(bot, messages)).await;
            }
            Event::MessageDeleteBulk(event) => {
                self.work(questions::deleted(bot, event.ids)).await;
            }
            Event::Ready(event) => {
                let shard = context.shard_id.0;
                info!(shard, servers = event.ready.guilds.len(), "connected");
                if let Some(info) = event.ready.shard {
                    let present = event.ready.guilds.iter().map(|guild| guild.id.get());
                    let compared = departures::compare(Arc::clone(&bot), info, present.collect());
                    self.work(compared).await;
                }
                let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
                if !known.insert(shard) {
                    bot.metrics.reconnected();
                }
            }
            Event::Resumed(_) => {
                info!(shard = context.shard_id.0, "resumed");
                bot.metrics.reconnected();
            }
            Event::Unknown(event) => self.work(unknown(bot, event, received)).await,
            event => {
                let guild = match &event {
                    Event::GuildCreate(event) => Some(event.guild.id),
                    Event::GuildDelete(event) if !event.guild.unavailable => Some(event.guild.id),
                    _ => None,
                };
                remember(&bot, event);
                if let Some(guild) = guild {
                    self.work(departures::follow(Arc::clone(&bot), guild)).await;
                    if bot.guilds.is_in(guild) {
                        News::new(Arc::clone(&bot)).arrived(guild);
                        self.work(digest::arrived(bot, guild)).await;
                    }
                }
            }
        }
    }
}

impl Events {
    /// Feeds this bot.
    pub fn new(bot: Arc<Bot>) -> Events {
        Events {
            bot,
            known: Mutex::default(),
        }
    }

    /// Work that is finished before the bot stops. If it panics there is nobody
    /// to be told; it is in the log.
    async fn work(&self, work: impl Future<Output = ()> + Send + 'static) {
        let bot = &self.bot;
        let _in_flight = bot.metrics.in_flight();
        let work = caught(bot, bot.public_texts(None), work);
        bot.tasks.track_future(work).await;
    }
}

/// What is remembered of servers.
fn remember(bot: &Bot, event: Event) {
    match event {
        Event::GuildCreate(event) => bot.guilds.add(&event.guild),
        // A server that is only out of reach comes back.
        Event::GuildDelete(event) if !event.guild.unavailable => bot.guilds.remove(event.guild.id),
        Event::GuildUpdate(event) => bot.guilds.change(&event.guild),
        Event::GuildRoleCreate(event) => bot.guilds.add_role(&event.role),
        Event::GuildRoleUpdate(event) => bot.guilds.add_role(&event.role),
        Event::GuildRoleDelete(event) => bot.guilds.remove_role(event.guild_id, event.role_id),
        Event::ChannelCreate(event) => bot.guilds.add_channel(&event.channel),
        Event::ChannelUpdate(event) => bot.guilds.add_channel(&event.channel),
        Event::ChannelDelete(event) => {
            bot.guilds
                .remove_channel(event.channel.guild_id, event.channel.id);
        }
        Event::ThreadCreate(event) => bot.guilds.add_thread(&event.thread),
        Event::ThreadUpdate(event) => bot.guilds.add_thread(&event.thread),
        Event::ThreadListSync(event) => {
            for thread in &event.threads {
                bot.guilds.add_thread(thread);
            }
        }
        Event::ThreadDelete(event) => {
            bot.guilds
                .remove_channel(event.thread.guild_id, event.thread.id);
        }
        _ => {}
    }
}

/// Counts an event that could not be read. A member who waits for an answer is
/// told all the same.
async fn unknown(bot: Arc<Bot>, event: UnknownEvent, received: Instant) {
    bot.metrics.unknown_event(&event.kind);
    if !EXPECTED.contains(&event.kind.as_str()) {
        return;
    }
    warn!(event = %event.kind, "cannot read an event of Discord");
    if event.kind != "INTERACTION_CREATE" {
        return;
    }
    let id = event.value["id"].as_str().and_then(|id| id.parse().ok());
    if let (Some(id), Some(token)) = (id, event.value["token"].as_str()) {
        let locale = event.value["locale"].as_str().unwrap_or_default();
        let apology = bot.apology("an interaction cannot be read", Locale::of(locale).texts());
        let is_typing = event.value["type"] == TYPING;
        let apology = (!is_typing).then_some(&apology);
        interactions::apologise(&bot, id, token, apology, received).await;
    }
}
