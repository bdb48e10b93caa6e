//! What is remembered of servers: roles, and the channels that are listened to.
//!
//! Filled from gateway events and bounded by them: no members, no messages, and
//! of thousands of servers only what the settings name.

use std::collections::{HashMap, HashSet};
use std::sync::{PoisonError, RwLock, RwLockWriteGuard};
use std::time::Duration;

use serenity::model::Permissions;
use serenity::model::channel::GuildChannel;
use serenity::model::guild::{Guild, PartialGuild, Role};
use serenity::model::id::{ChannelId, ForumTagId, GuildId, RoleId, UserId};
use tokio::sync::Notify;

use crate::text::Locale;

use super::settings::{Config, Server};

/// Whoever has one of these moderates, whatever the role is called.
pub const MODERATES: Permissions = Permissions::MANAGE_MESSAGES
    .union(Permissions::MANAGE_GUILD)
    .union(Permissions::ADMINISTRATOR);

/// How long a post's first message waits for the post. Discord tells of both at
/// once, and of the post first; here they are dealt with side by side.
const POST_FOLLOWS: Duration = Duration::from_secs(1);

/// Whoever has one of these manages the server.
const MANAGES: Permissions = Permissions::MANAGE_GUILD.union(Permissions::ADMINISTRATOR);

/// What is remembered of all servers.
pub struct Guilds {
    known: RwLock<HashMap<GuildId, Known>>,
    /// Every server that the bot is in, also where another connection hears of it;
    /// `None` where that is not known.
    all: RwLock<Option<HashSet<GuildId>>>,
    /// Told of each new thread.
    opened: Notify,
    config: Config,
    /// The settings of servers that have none of their own.
    general: Server,
}

/// A place that is listened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A channel.
    Channel,
    /// An open thread or post, with its title.
    Thread(String),
    /// A post that is solved.
    Solved,
}

/// What the owner has named in a server.
struct Names<'a> {
    server: &'a Server,
    /// The tags that mark a post as solved.
    solved: &'a [String],
}

#[derive(Default)]
struct Known {
    locale: Option<Locale>,
    owner: Option<UserId>,
    moderators: HashSet<RoleId>,
    /// The roles that manage the server.
    managers: HashSet<RoleId>,
    /// Those that may do everything.
    administrators: HashSet<RoleId>,
    /// The roles that the owner named as moderators.
    editors: HashSet<RoleId>,
    helpers: HashSet<RoleId>,
    /// Where moderators are told of what needs them.
    moderators_channel: Option<ChannelId>,
    /// The channels and forums that are listened to, with the tags that mark a
    /// post as solved.
    listened: HashMap<ChannelId, Vec<ForumTagId>>,
    /// Open threads and posts in them; Discord allows a thousand in a server.
    threads: HashMap<ChannelId, Thread>,
}

struct Thread {
    parent: ChannelId,
    title: String,
    tags: Vec<ForumTagId>,
}

impl Guilds {
    /// Nothing is known at first.
    pub fn new(config: &Config) -> Self {
        Guilds {
            known: RwLock::default(),
            all: RwLock::default(),
            opened: Notify::new(),
            config: config.clone(),
            general: config.general(),
        }
    }

    /// The settings that hold in a server, or in direct messages.
    pub fn settings(&self, guild: Option<GuildId>) -> &Server {
        let own = guild.and_then(|guild| self.config.servers.get(&guild.get()));
        own.unwrap_or(&self.general)
    }

    /// Discord has told every server that the bot is in, and this process hears of
    /// those to come.
    pub fn list(&self, all: impl IntoIterator<Item = GuildId>) {
        *self.write_all() = Some(all.into_iter().collect());
    }

    /// Whether this is the only server that the bot is in. What is not known is not
    /// so: a server may be out of reach, or heard of by another process.
    pub fn is_only(&self, guild: GuildId) -> bool {
        let all = self.all.read().unwrap_or_else(PoisonError::into_inner);
        let all = all.as_ref();
        all.is_some_and(|all| all.len() == 1 && all.contains(&guild))
    }

    fn write_all(&self) -> RwLockWriteGuard<'_, Option<HashSet<GuildId>>> {
        self.all.write().unwrap_or_else(PoisonError::into_inner)
    }

    fn read<T>(&self, look: impl FnOnce(&HashMap<GuildId, Known>) -> T) -> T {
        look(&self.known.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn update(&self, guild: GuildId, change: impl FnOnce(&mut Known, &Names)) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        // A late word about a server that the bot left brings nothing back.
        if let Some(known) = known.get_mut(&guild) {
            change(known, &self.names(guild));
        }
    }

    /// What the owner has named in a server.
    fn names(&self, guild: GuildId) -> Names<'_> {
        Names {
            server: self.settings(Some(guild)),
            solved: &self.config.listen.solved,
        }
    }

    /// A server came, or came back.
    pub fn add(&self, guild: &Guild) {
        let names = self.names(guild.id);
        let mut fresh = Known {
            locale: Some(Locale::of(&guild.preferred_locale)),
            owner: Some(guild.owner_id),
            ..Known::default()
        };
        for role in guild.roles.values() {
            fresh.add_role(role, &names);
        }
        for channel in guild.channels.values() {
            fresh.add_channel(channel, &names);
        }
        if self.config.listens() {
            for thread in &guild.threads {
                fresh.add_thread(thread);
            }
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(guild.id, fresh);
        if let Some(all) = self.write_all().as_mut() {
            all.insert(guild.id);
        }
    }

    /// A server's language or owner changed, perhaps.
    pub fn change(&self, guild: &PartialGuild) {
        self.update(guild.id, |known, _| {
            known.locale = Some(Locale::of(&guild.preferred_locale));
            known.owner = Some(guild.owner_id);
        });
    }

    /// The bot left a server.
    pub fn remove(&self, guild: GuildId) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.remove(&guild);
        if let Some(all) = self.write_all().as_mut() {
            all.remove(&guild);
        }
    }

    /// Whether the bot is in a server.
    pub fn is_in(&self, guild: GuildId) -> bool {
        self.read(|known| known.contains_key(&guild))
    }

    /// A role is new or changed.
    pub fn add_role(&self, role: &Role) {
        self.update(role.guild_id, |known, names| {
            known.remove_role(role.id);
            known.add_role(role, names);
        });
    }

    /// A role is gone.
    pub fn remove_role(&self, guild: GuildId, role: RoleId) {
        self.update(guild, |known, _| known.remove_role(role));
    }

    /// A channel is new or changed.
    pub fn add_channel(&self, channel: &GuildChannel) {
        self.update(channel.guild_id, |known, names| {
            known.add_channel(channel, names);
        });
    }

    /// A thread or post is new or changed.
    pub fn add_thread(&self, thread: &GuildChannel) {
        if self.config.listens() {
            self.update(thread.guild_id, |known, _| known.add_thread(thread));
            self.opened.notify_waiters();
        }
    }

    /// A channel, thread or post is gone.
    pub fn remove_channel(&self, guild: GuildId, channel: ChannelId) {
        self.update(guild, |known, _| {
            known.remove_channel(channel);
            known.threads.remove(&channel);
            if known.moderators_channel == Some(channel) {
                known.moderators_channel = None;
            }
        });
    }

    /// The channel where a server's moderators are told of what needs them.
    pub fn moderators_channel(&self, guild: GuildId) -> Option<ChannelId> {
        self.read(|known| known.get(&guild)?.moderators_channel)
    }

    /// These channels of all servers.
    pub fn moderators_channels(&self) -> Vec<(GuildId, ChannelId)> {
        self.read(|known| {
            let known = known.iter();
            known
                .filter_map(|(guild, known)| Some((*guild, known.moderators_channel?)))
                .collect()
        })
    }

    /// What a channel, thread or post is, if it is listened to. What is archived
    /// or locked is not.
    pub fn place(&self, guild: GuildId, channel: ChannelId) -> Option<Place> {
        self.read(|known| known.get(&guild)?.place(channel))
    }

    /// The same for the post that a message opens, which may not be known yet.
    pub async fn place_of_post(&self, guild: GuildId, post: ChannelId) -> Option<Place> {
        let known = async {
            loop {
                let mut opened = std::pin::pin!(self.opened.notified());
                opened.as_mut().enable();
                if let Some(place) = self.place(guild, post) {
                    return place;
                }
                opened.await;
            }
        };
        tokio::time::timeout(POST_FOLLOWS, known).await.ok()
    }

    /// Whether somebody with these roles moderates, helps, or owns the server.
    pub fn helps(&self, guild: GuildId, member: UserId, roles: &[RoleId]) -> bool {
        self.read(|known| {
            known.get(&guild).is_some_and(|known| {
                let mut roles = roles.iter();
                known.owner == Some(member)
                    || roles
                        .any(|role| known.moderators.contains(role) || known.helpers.contains(role))
            })
        })
    }

    /// Whether a member with these roles moderates, as the owner does.
    pub fn moderates(&self, guild: GuildId, member: UserId, roles: &[RoleId]) -> bool {
        self.read(|known| {
            known.get(&guild).is_some_and(|known| {
                known.owner == Some(member)
                    || roles.iter().any(|role| known.moderators.contains(role))
            })
        })
    }

    /// Whether somebody with these roles and permissions edits the FAQ: with a role
    /// that the owner named, or where none is named, whoever manages the server.
    /// `permissions` are those that Discord tells with what was done, if it tells.
    pub fn edits(
        &self,
        guild: GuildId,
        member: UserId,
        roles: &[RoleId],
        permissions: Permissions,
    ) -> bool {
        if permissions.contains(Permissions::ADMINISTRATOR) {
            return true;
        }
        let all_manage = self.settings(Some(guild)).moderators.is_empty();
        self.read(|known| {
            known.get(&guild).is_some_and(|known| {
                let mut roles = roles.iter();
                known.owner == Some(member)
                    || (all_manage && permissions.contains(Permissions::MANAGE_GUILD))
                    || roles.any(|role| {
                        let may = if all_manage {
                            &known.managers
                        } else {
                            &known.editors
                        };
                        may.contains(role) || known.administrators.contains(role)
                    })
            })
        })
    }

    /// The language for everybody in a server, or in a direct channel.
    pub fn locale(&self, guild: Option<GuildId>) -> Locale {
        let known = guild.and_then(|guild| self.read(|known| known.get(&guild)?.locale));
        self.for_everybody(guild, known)
    }

    /// The language for everybody, where the server has chosen this one in Discord.
    pub fn for_everybody(&self, guild: Option<GuildId>, chosen: Option<Locale>) -> Locale {
        if let Some(set) = self.settings(guild).language {
            return set;
        }
        // English is what every server has that has never chosen.
        match chosen {
            Some(locale) if locale != Locale::default() => locale,
            _ => self.config.language,
        }
    }
}

impl Known {
    fn add_role(&mut self, role: &Role, wanted: &Names) {
        let is_named = names(&wanted.server.moderators, &role.name, role.id.get());
        if is_named {
            self.editors.insert(role.id);
        }
        if role.permissions.intersects(MANAGES) {
            self.managers.insert(role.id);
        }
        if role.permissions.administrator() {
            self.administrators.insert(role.id);
        }
        if is_named || role.permissions.intersects(MODERATES) {
            self.moderators.insert(role.id);
        }
        if names(&wanted.server.helpers, &role.name, role.id.get()) {
            self.helpers.insert(role.id);
        }
    }

    fn remove_role(&mut self, role: RoleId) {
        self.moderators.remove(&role);
        self.editors.remove(&role);
        self.managers.remove(&role);
        self.administrators.remove(&role);
        self.helpers.remove(&role);
    }

    fn add_channel(&mut self, channel: &GuildChannel, wanted: &Names) {
        let told = wanted.server.moderators_channel.as_slice();
        if names(told, &channel.name, channel.id.get()) {
            self.moderators_channel = Some(channel.id);
        } else if self.moderators_channel == Some(channel.id) {
            self.moderators_channel = None;
        }
        if !names(&wanted.server.listen, &channel.name, channel.id.get()) {
            return self.remove_channel(channel.id);
        }
        let tags = channel.available_tags.iter();
        let solved = tags.filter(|tag| names(wanted.solved, &tag.name, tag.id.get()));
        let solved = solved.map(|tag| tag.id).collect();
        self.listened.insert(channel.id, solved);
    }

    fn remove_channel(&mut self, channel: ChannelId) {
        if self.listened.remove(&channel).is_some() {
            self.threads.retain(|_, thread| thread.parent != channel);
        }
    }

    fn add_thread(&mut self, thread: &GuildChannel) {
        let closed = thread.thread_metadata;
        let is_closed = closed.is_some_and(|thread| thread.archived || thread.locked);
        match thread.parent_id {
            Some(parent) if !is_closed && self.listened.contains_key(&parent) => {
                let open = Thread {
                    parent,
                    title: thread.name.clone(),
                    tags: thread.applied_tags.clone(),
                };
                self.threads.insert(thread.id, open);
            }
            _ => drop(self.threads.remove(&thread.id)),
        }
    }

    fn place(&self, channel: ChannelId) -> Option<Place> {
        if self.listened.contains_key(&channel) {
            return Some(Place::Channel);
        }
        let thread = self.threads.get(&channel)?;
        let solved = self.listened.get(&thread.parent)?;
        Some(if thread.tags.iter().any(|tag| solved.contains(tag)) {
            Place::Solved
        } else {
            Place::Thread(thread.title.clone())
        })
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
