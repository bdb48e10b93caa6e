//! A Discord of our own, on real sockets: state first, REST and gateway are
//! projections of it. It answers a bot as Discord would, and holds what the
//! bot did against Discord's rules.
//!
//! [`BotTest`] runs the real binary against it and tells a story;
//! [`FakeDiscord`] is the same without a process, for benchmarks and soaks.
//!
//! ```ignore
//! BotTest::new().faq("account.toml", ACCOUNT).run(async |t| {
//!     t.user("ann").says("#help", "<@bot> how can i reset my pw??").await;
//!     t.expect_reply("#help", str![[...]]).await;
//!     t.user("ann").clicks("Not helpful").await;
//!     t.moderator("mo").runs("/unanswered list").await;
//! }).await;
//! ```
//!
//! The people of the story are in [`actor`], what it expects in [`expect`],
//! what befalls the bot in [`trouble`], what has to hold at the end in
//! [`bot_test`].
//!
//! It is no model of everything: a route that it does not have fails the test.

mod actions;
mod actor;
mod bot;
mod bot_test;
mod editing;
mod expect;
mod faults;
mod forging;
mod gateway;
mod interactions;
mod json;
mod kept;
mod messages;
mod outage;
mod permissions;
mod process;
mod renamed;
mod render;
mod rest;
mod rules;
#[cfg(test)]
mod rules_tests;
mod schema;
mod server;
mod state;
mod trouble;
mod typed;
mod world;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

use actions::{Doing, Writing};
use server::Shared;
use state::{Answered, Kind};
use typed::Typist;
use world::World;

pub use actor::{Actor, Said};
pub use bot::Bot;
pub use bot_test::{BotTest, Ended};
pub use state::{Id, Options, Request, Seen, What};

/// How long a test waits for what has to come. Only a test that fails waits
/// so long.
const PATIENCE: Duration = Duration::from_secs(10);

/// A Discord on a port of its own, gone when dropped.
pub struct FakeDiscord {
    shared: Arc<Shared>,
    port: u16,
    accepting: JoinHandle<()>,
}

impl Drop for FakeDiscord {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl FakeDiscord {
    /// Starts one with the usual world: the guild "Test Server" with the
    /// channels `#help` and `#general` and the forum `forum`; the members ann
    /// and bob, the moderator mo, the helper hal, and the bot robot.
    pub async fn start(options: Options) -> Self {
        let (shared, port, accepting) = server::listen(options).await;
        shared.change(|world| {
            let guild = world.add_guild("Test Server");
            for name in ["help", "general"] {
                world.add_channel(Some(guild), name, Kind::Text);
            }
            for (name, roles) in [
                ("ann", &[][..]),
                ("bob", &[]),
                ("mo", &["Moderator"]),
                ("hal", &["Helper"]),
            ] {
                let user = world.add_user(name, false);
                world.join(guild, user, roles);
            }
            let robot = world.add_user("robot", true);
            world.join(guild, robot, &[]);
        });
        let fake = FakeDiscord {
            shared,
            port,
            accepting,
        };
        fake.add_forum("forum", &["solved", "question"]);
        fake
    }

    /// The port of REST (`http://127.0.0.1:PORT`) and of the gateway
    /// (`ws://127.0.0.1:PORT/gateway`).
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The token that the bot has to show.
    pub fn token(&self) -> String {
        self.shared.lock().options.token.clone()
    }

    /// The part of `faqbot.toml` that leads the bot here.
    pub fn settings(&self) -> String {
        let port = self.port;
        format!(
            "[discord]\nproxy = \"http://127.0.0.1:{port}\"\n\
             gateway = \"ws://127.0.0.1:{port}/gateway\"\n"
        )
    }

    /// A channel in a guild: `#name`, or `Other/#name`.
    pub fn add_channel(&self, name: &str) {
        self.add(name, Kind::Text);
    }

    /// A forum with tags.
    pub fn add_forum(&self, name: &str, tags: &[&str]) {
        self.shared.change(|world| {
            let tags: Vec<_> = tags
                .iter()
                .map(|tag| (world.next_id(), (*tag).to_owned()))
                .collect();
            let forum = add(world, name, Kind::Forum);
            world.channels.get_mut(&forum).expect("just made").tags = tags;
        });
    }

    fn add(&self, name: &str, kind: Kind) {
        self.shared.change(|world| add(world, name, kind));
    }

    /// A further guild, with the channel `#lobby` and all people of the first.
    /// Guilds are on shards in turn.
    pub fn add_guild(&self, name: &str, has_bot: bool) {
        self.shared.change(|world| {
            let people: Vec<_> = world.users.keys().copied().collect();
            let guild = world.add_guild(name);
            for user in people {
                world.join(guild, user, &[]);
            }
            world.add_channel(Some(guild), "lobby", Kind::Text);
            world.guilds.get_mut(&guild).expect("just made").has_bot = has_bot;
        });
    }

    /// Somebody, who becomes a member if they are not.
    pub fn user(&self, name: &str) -> Actor<'_> {
        Actor::new(&self.shared, name)
    }

    /// Waits for so many sessions with a connection.
    ///
    /// # Panics
    ///
    /// If they do not come in `limit`.
    pub async fn ready(&self, sessions: usize, limit: Duration) {
        let connected = |world: &mut World| {
            let linked = world
                .sessions
                .iter()
                .filter(|session| session.link.is_some());
            (linked.count() >= sessions).then_some(())
        };
        let ready = self.shared.until(limit, connected).await;
        ready.unwrap_or_else(|| panic!("the bot did not connect {sessions} times"));
    }

    /// The id behind a name, to be looked up once: of a user, and of a channel.
    pub fn ids(&self, user: &str, channel: &str) -> (Id, Id) {
        let mut world = self.shared.lock();
        (world.user_named(user), world.channel_named(channel))
    }

    /// Writes a message at once; [`Seen::answers`] of the reply is its id.
    pub fn inject_message(&self, user: Id, channel: Id, text: &str) -> Id {
        self.shared
            .lock()
            .say(user, channel, text, &Writing::default())
    }

    /// Runs a slash command at once; [`Seen::answers`] of the reply is its id.
    pub fn inject_command(&self, user: Id, channel: Id, text: &str) -> Id {
        let mut world = self.shared.lock();
        let who = Typist {
            user,
            channel,
            forges: false,
        };
        let (data, what) = typed::command(&world, who, text, false);
        let locale = "en-US".to_owned();
        world.interact(Doing {
            user,
            channel,
            kind: 2,
            data,
            source: None,
            what,
            locale,
        })
    }

    /// All that the bot makes visible from now on, with the moment.
    pub fn watch(&self) -> UnboundedReceiver<Seen> {
        let (watcher, seen) = unbounded_channel();
        self.shared.lock().watcher = Some(watcher);
        seen
    }

    /// Waits until so many requests to routes that contain a text were
    /// answered, in all.
    ///
    /// # Panics
    ///
    /// If they do not come.
    pub async fn requested(&self, routes: &str, count: usize) {
        let reached = |world: &mut World| {
            let requests = world.requests.iter();
            let answered = requests.filter(|one| one.status != 0 && one.route.contains(routes));
            (answered.count() >= count).then_some(())
        };
        let reached = self.shared.until(PATIENCE, reached).await;
        assert!(
            reached.is_some(),
            "fewer than {count} requests to `{routes}` came"
        );
    }

    /// The commands that the bot registered, one a line: `/name description`.
    pub fn command_list(&self) -> Vec<String> {
        let world = self.shared.lock();
        let text = |command: &serde_json::Value, key: &str| {
            command[key].as_str().unwrap_or_default().to_owned()
        };
        let line = |command| format!("{} {}", text(command, "name"), text(command, "description"));
        let commands = world.commands.iter();
        commands
            .map(|(_, command)| line(command).trim_end().to_owned())
            .collect()
    }

    /// How many requests came so far.
    pub fn requests_made(&self) -> usize {
        self.shared.lock().requests_made
    }

    /// Interactions that got no first response.
    pub fn unacknowledged(&self) -> usize {
        let world = self.shared.lock();
        let waiting = |one: &&state::Interaction| one.answered == Answered::Not;
        world.interactions.values().filter(waiting).count()
    }

    /// The rules that the bot broke so far; they are forgotten then.
    pub fn violations(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.lock().violations)
    }
}

fn add(world: &mut World, name: &str, kind: Kind) -> Id {
    let (guild, name) = match name.split_once("/#") {
        Some((guild, name)) => (Some(guild), name),
        None => (None, name.trim_start_matches('#')),
    };
    let mut guilds = world.guilds.values();
    let found = guilds.find(|one| guild.is_none_or(|name| one.name == name));
    let guild = found.expect("a guild").id;
    world.add_channel(Some(guild), name, kind)
}
