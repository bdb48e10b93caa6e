//! What befalls the bot: faults of Discord, events of the guild, and what no
//! client should ever see.

use std::time::Duration;

use serde_json::{Value, json};

use super::faults::Fault;
use super::gateway::{Frame, GUILDS, may_read};
use super::state::Id;
use super::world::World;
use super::{FakeDiscord, PATIENCE, Said, json, permissions};

impl FakeDiscord {
    /// The next request to a route that contains `routes`, as `callback` or
    /// `POST /channels/{channel}/messages`, fails with a status.
    pub fn fail_next(&self, routes: &str, status: u16) {
        self.fault(routes, Fault::Status(status));
    }

    /// Requests to such routes are refused for so long, from the next one on;
    /// with `global`, those to all routes but interactions.
    pub fn rate_limit(&self, routes: &str, wait: Duration, global: bool) {
        self.fault(routes, Fault::RateLimit { wait, global });
    }

    /// The next such request is never answered.
    pub fn hang_next(&self, routes: &str) {
        self.fault(routes, Fault::Hang);
    }

    /// The connection of the next such request is cut, before it takes effect
    /// or after.
    pub fn reset_next(&self, routes: &str, after_processing: bool) {
        self.fault(
            routes,
            Fault::Reset {
                after: after_processing,
            },
        );
    }

    fn fault(&self, routes: &str, fault: Fault) {
        self.shared.lock().faults.add(routes, fault);
    }

    /// Waits until a fault struck every request that one was meant for.
    pub async fn faults_struck(&self) {
        let struck = |world: &mut World| world.faults.left().is_empty().then_some(());
        let struck = self.shared.until(PATIENCE, struck).await;
        assert!(
            struck.is_some(),
            "unused: {:?}",
            self.shared.lock().faults.left()
        );
    }

    /// Tokens of all interactions so far expire.
    pub fn expire_tokens(&self) {
        self.shared
            .lock()
            .interactions
            .values_mut()
            .for_each(|one| one.expired = true);
    }

    /// The connections to the gateway break off.
    pub fn drop_gateway(&self) {
        self.unlink(|| Frame::Cut);
    }

    /// The gateway closes all connections with a code.
    pub fn close_gateway(&self, code: u16) {
        self.unlink(|| Frame::Close(code));
    }

    /// The gateway asks to reconnect.
    pub fn op7(&self) {
        let text = json!({"op": 7, "d": null}).to_string();
        self.unlink(|| Frame::Json(text.clone()));
    }

    /// The gateway ends the sessions; with `resumable` they may be resumed,
    /// without it serenity waits 5 seconds.
    pub fn op9(&self, resumable: bool) {
        let text = json!({"op": 9, "d": resumable}).to_string();
        if !resumable {
            self.shared.change(|world| {
                world
                    .sessions
                    .iter_mut()
                    .for_each(|session| session.resumable = false);
            });
        }
        self.unlink(|| Frame::Json(text.clone()));
    }

    /// Heartbeats of the connections that are there are not answered any more.
    pub fn stop_acking(&self) {
        self.shared.lock().to_all_links(|| Frame::StopAcking);
    }

    /// Says a last thing to the connections that are there: what happens from
    /// then on waits for the next ones. At one stroke, since the bot may be back
    /// at once, and its new connections are to stay.
    fn unlink(&self, last: impl Fn() -> Frame) {
        self.shared.change(|world| {
            world.to_all_links(last);
            world
                .sessions
                .iter_mut()
                .for_each(|session| session.link = None);
        });
    }

    /// Waits until the sessions were resumed or begun anew so often in all.
    pub async fn expect_resumes(&self, count: usize) {
        self.expect_sessions("resumed", count, |world| world.resumes)
            .await;
    }

    /// Waits until so many sessions were begun in all, the first one counted.
    pub async fn expect_identifies(&self, count: usize) {
        self.expect_sessions("begun", count, |world| world.identifies)
            .await;
    }

    async fn expect_sessions(&self, what: &str, count: usize, number: fn(&World) -> usize) {
        let reached = |world: &mut World| (number(world) >= count).then_some(());
        let reached = self.shared.until(2 * PATIENCE, reached).await;
        let found = number(&self.shared.lock());
        assert!(
            reached.is_some() && found == count,
            "sessions {what}: {found}, not {count}"
        );
    }

    /// Sends a dispatch as it is: `t`, `d`, and what else there is.
    pub fn sends_raw(&self, name: &str, data: &Value) {
        self.shared
            .change(|world| world.dispatch(name, data, None, 0));
    }

    /// Sends a frame that need not even be JSON.
    pub fn sends_text(&self, text: &str) {
        self.shared
            .lock()
            .to_all_links(|| Frame::Json(text.to_owned()));
    }

    /// A message as the gateway would show it, to be spoiled and sent raw.
    pub fn event_of(&self, message: &Said) -> Value {
        let world = self.shared.lock();
        json::message_event(&world, &world.messages[&message.id], true)
    }

    /// A message as the bot gets it from the gateway.
    pub fn event_for_bot(&self, message: &Said) -> Value {
        let world = self.shared.lock();
        let message = &world.messages[&message.id];
        let intents = world.sessions.first().map_or(0, |session| session.intents);
        json::message_event(&world, message, may_read(&world, message, intents))
    }

    /// Takes a permission from the bot in a channel, as `Embed Links`.
    pub fn denies(&self, channel: &str, permission: &str) {
        self.permit(channel, |denied| denied | permissions::named(permission));
    }

    /// Gives it back.
    pub fn allows(&self, channel: &str, permission: &str) {
        self.permit(channel, |denied| denied & !permissions::named(permission));
    }

    fn permit(&self, channel: &str, change: impl Fn(u64) -> u64) {
        self.shared.change(|world| {
            let id = world.channel_named(channel);
            let one = world.channels.get_mut(&id).expect("a channel");
            one.denied = change(one.denied);
            world.announce_channel(id, "UPDATE");
        });
    }

    /// A new channel that the bot is told about.
    pub fn creates_channel(&self, name: &str) {
        self.add_channel(name);
        self.shared.change(|world| {
            let id = world.channel_named(name);
            world.announce_channel(id, "CREATE");
        });
    }

    /// Deletes a channel or a thread.
    pub fn deletes_channel(&self, name: &str) {
        self.shared.change(|world| {
            let id = world.channel_named(name);
            world.announce_channel(id, "DELETE");
            world.channels.remove(&id);
        });
    }

    /// Archives a thread, and locks it if so.
    pub fn archives(&self, thread: &str, locked: bool) {
        self.shared.change(|world| {
            let id = world.channel_named(thread);
            let one = world.channels.get_mut(&id).expect("a thread");
            one.archived = true;
            one.locked = locked;
            world.announce_channel(id, "UPDATE");
        });
    }

    /// Sets the tags of a post in a forum.
    pub fn tags(&self, thread: &str, tags: &[&str]) {
        self.shared.change(|world| {
            let id = world.channel_named(thread);
            let forum = world.channels[&id].parent.expect("a post of a forum");
            let known = world.channels[&forum].tags.clone();
            let known = known
                .into_iter()
                .filter(|(_, name)| tags.contains(&name.as_str()));
            let applied = known.map(|(tag, _)| tag).collect();
            world.channels.get_mut(&id).expect("a post").applied = applied;
            world.announce_channel(id, "UPDATE");
        });
    }

    /// Sets the language of a guild, as `de`, and tells the bot if it listens.
    pub fn set_locale(&self, guild: &str, locale: &str) {
        self.shared.change(|world| {
            let id = guild_named(world, guild);
            let guild = world.guilds.get_mut(&id).expect("a guild");
            locale.clone_into(&mut guild.locale);
            let data = json::guild(&world.guilds[&id]);
            world.dispatch("GUILD_UPDATE", &data, Some(id), GUILDS);
        });
    }

    /// The codes that the bot closed its connections with, once it did so
    /// often.
    pub async fn expect_closes(&self, expected: &[u16]) {
        let reached = |world: &mut World| (world.closes.len() >= expected.len()).then_some(());
        let reached = self.shared.until(PATIENCE, reached).await;
        let found = self.shared.lock().closes.clone();
        assert!(
            reached.is_some() && found == expected,
            "closed with {found:?}"
        );
    }

    /// Discord has lost a command of the bot.
    pub fn forgets_command(&self, name: &str) {
        self.shared
            .change(|world| world.commands.retain(|(_, one)| one["name"] != name));
    }

    /// The bot is removed from a guild.
    pub fn removes_bot(&self, guild: &str) {
        self.shared.change(|world| {
            let id = guild_named(world, guild);
            world.guilds.get_mut(&id).expect("a guild").has_bot = false;
            world.dispatch(
                "GUILD_DELETE",
                &json!({"id": json::id(id)}),
                Some(id),
                GUILDS,
            );
        });
    }

    /// The bot is added to a guild.
    pub fn adds_bot(&self, guild: &str) {
        self.shared.change(|world| {
            let id = guild_named(world, guild);
            world.guilds.get_mut(&id).expect("a guild").has_bot = true;
            let data = json::guild_create(world, &world.guilds[&id]);
            world.dispatch("GUILD_CREATE", &data, Some(id), GUILDS);
        });
    }

    /// A guild is out of order for a while; [`FakeDiscord::adds_bot`] ends it.
    pub fn loses_guild(&self, guild: &str) {
        self.shared.change(|world| {
            let id = guild_named(world, guild);
            let data = json!({"id": json::id(id), "unavailable": true});
            world.dispatch("GUILD_DELETE", &data, Some(id), GUILDS);
        });
    }
}

fn guild_named(world: &World, name: &str) -> Id {
    let guild = world.guilds.values().find(|guild| guild.name == name);
    guild.unwrap_or_else(|| panic!("no guild `{name}`")).id
}
