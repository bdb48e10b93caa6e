//! Settings of the Discord front end, as `[discord]` in the owner's file.
//!
//! Only the values and their defaults; the file is read by `crate::config`. The
//! token is not among them: it comes from the environment.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::num::NonZeroU32;

use crate::content::selection::{Division, Selection};
use crate::engine::Local;
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
    /// Whether the moderators' channels get a digest every Monday.
    pub digest: bool,
    /// How many questions a member may ask in a minute; `None` for any number.
    pub per_member: Option<NonZeroU32>,
    /// How many questions are answered in a channel in a minute.
    pub per_channel: Option<NonZeroU32>,
    /// What servers have set for themselves, by their ids.
    pub servers: BTreeMap<u64, Server>,
    /// Who sees which part of the FAQ.
    pub division: Division,
}

/// What a server has set for itself, with the general settings for the rest.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// What its members read that others do not.
    pub local: Local,
    /// The language of messages that everybody sees, if the server has set it here;
    /// else it is the one set in Discord.
    pub language: Option<Locale>,
    /// See [`Config::ask_people`].
    pub ask_people: Option<String>,
    /// See [`Config::moderators`].
    pub moderators: Vec<String>,
    /// See [`Config::moderators_channel`].
    pub moderators_channel: Option<String>,
    /// See [`Config::helpers`].
    pub helpers: Vec<String>,
    /// See [`Listen::channels`].
    pub listen: Vec<String>,
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
            digest: false,
            listen: Listen {
                channels: Vec::new(),
                answer_at: LISTEN_AT,
                solved: vec!["solved".into(), "answered".into(), "resolved".into()],
            },
            per_member: Some(PER_MEMBER),
            per_channel: Some(PER_CHANNEL),
            servers: BTreeMap::new(),
            division: Division::default(),
        }
    }
}

impl Config {
    /// Whether anything is listened to, in any server.
    pub fn listens(&self) -> bool {
        let mut servers = self.servers.values();
        !self.listen.channels.is_empty() || servers.any(|server| !server.listen.is_empty())
    }

    /// What holds in a server that has set nothing for itself, and in direct
    /// messages.
    pub fn general(&self) -> Server {
        Server {
            local: Local::default(),
            language: None,
            ask_people: self.ask_people.clone(),
            moderators: self.moderators.clone(),
            moderators_channel: self.moderators_channel.clone(),
            helpers: self.helpers.clone(),
            listen: self.listen.channels.clone(),
        }
    }

    /// What the members of a server see of the FAQ; without one, what everybody
    /// sees in direct messages.
    pub fn view(&self, server: Option<u64>) -> &Selection {
        let view = server.and_then(|server| self.division.views.get(&server));
        view.unwrap_or(&self.division.general)
    }

    /// Whether any server has anything of its own.
    pub fn is_divided(&self) -> bool {
        !self.servers.is_empty() || self.division != Division::default()
    }

    /// Whether the moderators of a server look after what is nobody's own: what is
    /// shared, and what comes in direct messages.
    pub fn keeps_shared(&self, server: u64) -> bool {
        self.guilds.contains(&server) || !self.is_divided()
    }

    /// What the moderators of a server may edit: what nobody else sees; in a server
    /// of [`Config::guilds`] all that they see. Where no server has anything of its
    /// own, there is nothing to keep apart, and the `only` server that the bot is
    /// in may edit everything as well.
    pub fn editable(&self, server: u64, is_only: bool) -> Selection {
        if self.guilds.contains(&server) || (is_only && !self.is_divided()) {
            return self.view(Some(server)).clone();
        }
        let own = self.division.own.get(&server);
        own.cloned().unwrap_or_else(Selection::nothing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(guilds: &[u64], named: &[(u64, &[&str])]) -> Config {
        let named = named.iter().map(|(who, places)| {
            let places = places.iter().map(|place| (*place).to_owned());
            (*who, places.collect())
        });
        Config {
            guilds: guilds.to_vec(),
            division: Division::new(&[], &named.collect()),
            ..Config::default()
        }
    }

    #[test]
    fn moderators_edit_what_is_their_servers_own() {
        let clubs = with(&[], &[(1, &["shared", "chess"]), (2, &["shared", "go"])]);
        for is_only in [true, false] {
            let editable = clubs.editable(1, is_only);
            assert!(editable.sees("chess/a.toml"));
            assert!(!editable.sees("shared/a.toml") && !editable.sees("go/a.toml"));
            assert_eq!(clubs.editable(3, is_only), Selection::nothing());
        }
    }

    #[test]
    fn the_base_is_edited_from_the_servers_of_the_owner() {
        let clubs = with(
            &[1, 3],
            &[(1, &["shared", "chess"]), (2, &["shared", "go"])],
        );
        let editable = clubs.editable(1, false);
        assert!(editable.sees("chess/a.toml") && editable.sees("shared/a.toml"));
        assert!(!editable.sees("go/a.toml"));
        let editable = clubs.editable(3, false);
        assert!(editable.sees("shared/a.toml") && !editable.sees("chess/a.toml"));
    }

    #[test]
    fn without_servers_of_their_own_settings_the_only_server_edits_everything() {
        let one = with(&[], &[]);
        assert_eq!(one.editable(1, true), Selection::default());
        assert_eq!(one.editable(1, false), Selection::nothing());
        assert_eq!(with(&[1], &[]).editable(1, false), Selection::default());
    }
}
