//! What is remembered of servers: roles, and the channels that are listened to.
//!
//! Filled from gateway events and bounded by them: no members, no messages, and
//! of thousands of servers only what the settings name.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock};

use serenity::model::Permissions;
use serenity::model::channel::{ChannelType, GuildChannel};
use serenity::model::guild::{Guild, Role};
use serenity::model::id::{ChannelId, ForumTagId, GuildId, RoleId};

use crate::text::Locale;

use super::settings::Config;

/// Whoever has one of these moderates, whatever the role is called.
pub const MODERATES: Permissions = Permissions::MANAGE_MESSAGES
    .union(Permissions::MANAGE_GUILD)
    .union(Permissions::ADMINISTRATOR);

/// What is remembered of all servers.
pub struct Guilds {
    known: RwLock<HashMap<GuildId, Known>>,
    config: Config,
}

#[derive(Default)]
struct Known {
    locale: Option<Locale>,
    moderators: HashSet<RoleId>,
    helpers: HashSet<RoleId>,
    /// The channels and forums that are listened to.
    listened: HashSet<ChannelId>,
    /// The tags that mark a post as solved, of all forums.
    solved: HashSet<ForumTagId>,
    /// Threads and posts in what is listened to, and whether they are over.
    threads: HashMap<ChannelId, bool>,
}

impl Guilds {
    /// Nothing is known at first.
    pub fn new(config: &Config) -> Self {
        Guilds {
            known: RwLock::default(),
            config: config.clone(),
        }
    }

    fn read<T>(&self, look: impl FnOnce(&HashMap<GuildId, Known>) -> T) -> T {
        look(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn update(&self, guild: GuildId, change: impl FnOnce(&mut Known, &Config)) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        change(known.entry(guild).or_default(), &self.config);
    }

    /// A server came, or came back.
    pub fn add(&self, guild: &Guild) {
        let mut fresh = Known {
            locale: Some(Locale::of(&guild.preferred_locale)),
            ..Known::default()
        };
        for role in guild.roles.values() {
            fresh.add_role(role, &self.config);
        }
        if self.config.listens() {
            for channel in guild.channels.values() {
                fresh.add_channel(channel, &self.config);
            }
            for thread in &guild.threads {
                fresh.add_thread(thread);
            }
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(guild.id, fresh);
    }

    /// The bot left a server.
    pub fn remove(&self, guild: GuildId) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.remove(&guild);
    }

    /// A server chose another language.
    pub fn set_locale(&self, guild: GuildId, locale: Locale) {
        self.update(guild, |known, _| known.locale = Some(locale));
    }

    /// A role is new or changed.
    pub fn add_role(&self, role: &Role) {
        self.update(role.guild_id, |known, config| {
            known.remove_role(role.id);
            known.add_role(role, config);
        });
    }

    /// A role is gone.
    pub fn remove_role(&self, guild: GuildId, role: RoleId) {
        self.update(guild, |known, _| known.remove_role(role));
    }

    /// A channel is new or changed.
    pub fn add_channel(&self, channel: &GuildChannel) {
        if self.config.listens() {
            self.update(channel.guild_id, |known, config| {
                known.listened.remove(&channel.id);
                known.add_channel(channel, config);
            });
        }
    }

    /// A thread or post is new or changed.
    pub fn add_thread(&self, thread: &GuildChannel) {
        if self.config.listens() {
            self.update(thread.guild_id, |known, _| known.add_thread(thread));
        }
    }

    /// A channel, thread or post is gone.
    pub fn remove_channel(&self, guild: GuildId, channel: ChannelId) {
        self.update(guild, |known, _| {
            known.listened.remove(&channel);
            known.threads.remove(&channel);
        });
    }

    /// Whether messages in this channel, thread or post are listened to. A post
    /// that is solved or closed is not.
    pub fn listens_to(&self, guild: GuildId, channel: ChannelId) -> bool {
        self.read(|known| {
            known.get(&guild).is_some_and(|known| {
                known.listened.contains(&channel)
                    || known.threads.get(&channel).is_some_and(|is_over| !is_over)
            })
        })
    }

    /// Whether this is a thread or post in what is listened to.
    pub fn is_thread(&self, guild: GuildId, channel: ChannelId) -> bool {
        self.read(|known| {
            let known = known.get(&guild);
            known.is_some_and(|known| known.threads.contains_key(&channel))
        })
    }

    /// Whether a member with these roles moderates or helps.
    pub fn helps(&self, guild: GuildId, roles: &[RoleId]) -> bool {
        self.read(|known| {
            known.get(&guild).is_some_and(|known| {
                let mut roles = roles.iter();
                roles.any(|role| known.moderators.contains(role) || known.helpers.contains(role))
            })
        })
    }

    /// Whether a member with these roles moderates.
    pub fn moderates(&self, guild: GuildId, roles: &[RoleId]) -> bool {
        self.read(|known| {
            known
                .get(&guild)
                .is_some_and(|known| roles.iter().any(|role| known.moderators.contains(role)))
        })
    }

    /// The language for everybody in a server, or in a direct channel.
    pub fn locale(&self, guild: Option<GuildId>) -> Locale {
        let known = guild.and_then(|guild| self.read(|known| known.get(&guild)?.locale));
        self.for_everybody(known)
    }

    /// The language for everybody, where the server has chosen this one.
    pub fn for_everybody(&self, chosen: Option<Locale>) -> Locale {
        // English is what every server has that has never chosen.
        match chosen {
            Some(locale) if locale != Locale::default() => locale,
            _ => self.config.language,
        }
    }
}

impl Known {
    fn add_role(&mut self, role: &Role, config: &Config) {
        if names(&config.moderators, &role.name, role.id.get())
            || role.permissions.intersects(MODERATES)
        {
            self.moderators.insert(role.id);
        }
        if names(&config.helpers, &role.name, role.id.get()) {
            self.helpers.insert(role.id);
        }
    }

    fn remove_role(&mut self, role: RoleId) {
        self.moderators.remove(&role);
        self.helpers.remove(&role);
    }

    fn add_channel(&mut self, channel: &GuildChannel, config: &Config) {
        if names(&config.listen.channels, &channel.name, channel.id.get()) {
            self.listened.insert(channel.id);
        }
        if channel.kind == ChannelType::Forum {
            let solved = &config.listen.solved;
            let tags = channel.available_tags.iter();
            let tags = tags.filter(|tag| names(solved, &tag.name, tag.id.get()));
            self.solved.extend(tags.map(|tag| tag.id));
        }
    }

    fn add_thread(&mut self, thread: &GuildChannel) {
        let parent = thread.parent_id;
        if parent.is_some_and(|parent| self.listened.contains(&parent)) {
            let is_solved = thread
                .applied_tags
                .iter()
                .any(|tag| self.solved.contains(tag));
            let closed = thread.thread_metadata;
            let is_closed = closed.is_some_and(|thread| thread.archived || thread.locked);
            self.threads.insert(thread.id, is_solved || is_closed);
        }
    }
}

/// Whether a channel, role or tag is among those that the owner named: by id, or
/// by name, with or without the sign that Discord shows before it.
fn names(wanted: &[String], name: &str, id: u64) -> bool {
    wanted.iter().any(|wanted| {
        let wanted = wanted.trim_start_matches(['#', '@']);
        wanted.eq_ignore_ascii_case(name) || wanted == id.to_string()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_and_roles_are_named_as_people_see_them_or_by_id() {
        let wanted = ["#Help".to_owned(), "@helper".to_owned(), "42".to_owned()];
        assert!(names(&wanted, "help", 1));
        assert!(names(&wanted, "Helper", 2));
        assert!(names(&wanted, "anything", 42));
        assert!(!names(&wanted, "helpers", 4));
    }
}
