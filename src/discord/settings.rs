//! Settings of the Discord front end, as `[discord]` in the owner's file.
//!
//! Only the values and their defaults; the file is read by `crate::config`. The
//! token is not among them: it comes from the environment.

use std::net::SocketAddr;
use std::num::NonZeroU32;

use crate::text::Locale;

/// How the bot behaves on Discord.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// Servers that the commands are registered in, instead of everywhere.
    pub guilds: Vec<u64>,
    /// The address of a REST proxy that keeps Discord's rate limits for several
    /// processes; with it, the bot keeps none itself.
    pub proxy: Option<String>,
    /// The address of a gateway proxy, instead of Discord's own.
    pub gateway: Option<String>,
    /// Where `/healthz`, `/readyz` and `/metrics` are served, if anywhere.
    pub monitor: Option<SocketAddr>,
    /// The language of messages that everybody sees, where the server does not
    /// tell its own.
    pub language: Locale,
    /// Whether only the asker sees what a slash command answers.
    pub private: bool,
    /// A channel or role where people can be asked, named in words.
    pub ask_people: Option<String>,
    /// A page about this bot or its community.
    pub website: Option<String>,
    /// Roles whose members moderate, by name or id; whoever may manage messages
    /// does anyway.
    pub moderators: Vec<String>,
    /// The channel where moderators are told of what needs them, by name or id.
    pub moderators_channel: Option<String>,
    /// Roles whose members help, by name or id.
    pub helpers: Vec<String>,
    /// Whether other bots and webhooks get answers.
    pub answer_bots: bool,
    /// When to speak up without having been asked.
    pub listen: Listen,
    /// How many questions a member may ask in a minute; `None` for any number.
    pub per_member: Option<NonZeroU32>,
    /// How many questions are answered in a channel in a minute.
    pub per_channel: Option<NonZeroU32>,
}

/// When to speak up without having been asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Listen {
    /// The channels and forums, by name or id; none by default.
    pub channels: Vec<String>,
    /// The lowest confidence of an answer that nobody asked the bot for.
    pub answer_at: f32,
    /// Names of forum tags that mark a post as solved.
    pub solved: Vec<String>,
}

/// A member reads slower than this; a script does not.
const PER_MEMBER: NonZeroU32 = NonZeroU32::new(20).unwrap();

/// A channel with more answers than one in half a second can be read by nobody.
const PER_CHANNEL: NonZeroU32 = NonZeroU32::new(120).unwrap();

/// Higher than the confidence of an answer that somebody asked for: an answer
/// that nobody wanted has to be right.
const LISTEN_AT: f32 = 0.8;

impl Default for Config {
    fn default() -> Self {
        Config {
            guilds: Vec::new(),
            proxy: None,
            gateway: None,
            monitor: None,
            language: Locale::default(),
            private: true,
            ask_people: None,
            website: None,
            moderators: Vec::new(),
            moderators_channel: None,
            helpers: Vec::new(),
            answer_bots: false,
            listen: Listen {
                channels: Vec::new(),
                answer_at: LISTEN_AT,
                solved: vec!["solved".into(), "answered".into(), "resolved".into()],
            },
            per_member: Some(PER_MEMBER),
            per_channel: Some(PER_CHANNEL),
        }
    }
}

impl Config {
    /// Whether anything is listened to.
    pub fn listens(&self) -> bool {
        !self.listen.channels.is_empty()
    }
}
