//! What there is on the fake Discord: guilds, members, channels, messages,
//! interactions, and what the bot made visible. Data only; [`super::world`]
//! holds it together.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde_json::Value;

/// A snowflake.
pub type Id = u64;

/// Somebody who can write: a person, a bot or a webhook.
#[derive(Clone, Debug)]
pub struct User {
    pub id: Id,
    pub name: String,
    pub bot: bool,
    /// Takes no direct messages.
    pub closed: bool,
}

/// A role of a guild.
#[derive(Clone, Debug)]
pub struct Role {
    pub id: Id,
    pub name: String,
    pub permissions: u64,
}

/// A guild. The bot may be absent from it.
#[derive(Clone, Debug)]
pub struct Guild {
    pub id: Id,
    pub name: String,
    /// The language of the server.
    pub locale: String,
    pub owner: Id,
    pub roles: Vec<Role>,
    /// The roles of each member.
    pub members: BTreeMap<Id, Vec<Id>>,
    pub has_bot: bool,
}

/// The kinds of channels that are modelled, with Discord's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text = 0,
    Direct = 1,
    /// A conversation between people, without the bot.
    Group = 3,
    Thread = 11,
    Forum = 15,
}

/// A channel, a thread, a forum or a direct conversation.
#[derive(Clone, Debug)]
pub struct Channel {
    pub id: Id,
    pub guild: Option<Id>,
    pub name: String,
    pub kind: Kind,
    pub parent: Option<Id>,
    /// Who opened the thread, or the other side of a direct conversation.
    pub owner: Option<Id>,
    pub tags: Vec<(Id, String)>,
    pub applied: Vec<Id>,
    /// What the bot may not do here.
    pub denied: u64,
    pub archived: bool,
    pub locked: bool,
}

/// A message as it stands. Embeds and components stay as Discord writes them.
#[derive(Clone, Debug)]
pub struct Message {
    pub id: Id,
    pub channel: Id,
    pub author: Id,
    pub content: String,
    pub embeds: Vec<Value>,
    pub components: Vec<Value>,
    pub files: Vec<String>,
    /// The message that this one replies to.
    pub replies_to: Option<Id>,
    /// Whether the reply notifies whom it replies to.
    pub pings: bool,
    pub only_for: Option<Id>,
    /// The interaction that it answers.
    pub interaction: Option<Id>,
    /// "is thinking": a deferred reply that is not there yet.
    pub thinking: bool,
    pub webhook: bool,
    pub edited: bool,
    pub nonce: Option<Value>,
}

/// How far the answer to an interaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answered {
    Not,
    WithMessage,
    Deferred,
    /// The message with the component was or will be updated.
    InPlace,
    WithChoices,
    WithModal,
}

/// What a user did for the bot to answer.
#[derive(Clone, Debug)]
pub struct Interaction {
    pub id: Id,
    pub token: String,
    /// Discord's number: 2 command, 3 component, 4 autocomplete, 5 modal.
    pub kind: u8,
    pub user: Id,
    pub channel: Id,
    pub guild: Option<Id>,
    pub made: Instant,
    pub expired: bool,
    pub answered: Answered,
    /// The reply, or the message with the component.
    pub original: Option<Id>,
    /// The message whose button or menu was used.
    pub source: Option<Id>,
    /// What the user did, for people.
    pub what: String,
    pub choices: Vec<(String, Value)>,
    pub seen: bool,
}

/// Something that became visible by the bot, until the test looks at it.
#[derive(Clone, Debug)]
pub struct Seen {
    pub what: What,
    pub channel: Id,
    pub only_for: Option<Id>,
    pub message: Id,
    /// The message or the interaction that it answers.
    pub answers: Option<Id>,
    pub at: Instant,
    /// How it looks.
    pub text: String,
}

/// What happened to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    New,
    Edited,
    Deleted,
    Modal,
    Reaction,
}

/// A form that a user has before them.
#[derive(Clone, Debug)]
pub struct Modal {
    pub user: Id,
    pub channel: Id,
    pub guild: Option<Id>,
    pub source: Option<Id>,
    pub data: Value,
}

/// A request of the bot.
#[derive(Clone, Debug)]
pub struct Request {
    /// Method and path, ids as names: `POST /channels/{channel}/messages`.
    pub route: String,
    /// The path as it came.
    pub path: String,
    pub body: Value,
    /// The status that it was answered with; 0 while it is not.
    pub status: u16,
}

/// How strict and how talkative the fake is.
#[derive(Clone, Debug)]
pub struct Options {
    pub token: String,
    /// Rules, schema, history for tests.
    pub checks: bool,
    pub heartbeat: Duration,
    /// How long an interaction waits for its first response.
    pub patience: Duration,
    pub shards: u64,
    pub zlib: bool,
    /// Whether messages come without their list of mentions.
    pub bare_mentions: bool,
    /// Whether a message whose embeds were taken from it still shows its
    /// components; else it is refused as empty. Which one Discord does is not
    /// written down.
    pub bare_components: bool,
    /// Whether the bot has no privileged intents.
    pub disallow_intents: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            token: "fake-token.of-the-test.bot".to_owned(),
            checks: true,
            heartbeat: Duration::from_millis(41_250),
            patience: Duration::from_secs(3),
            shards: 1,
            zlib: false,
            bare_mentions: false,
            bare_components: false,
            disallow_intents: false,
        }
    }
}
