//! The world that the fake Discord shows, held together: ids, names, who may
//! do what, and how much is remembered. It knows nothing of JSON shapes
//! ([`super::json`]) nor of sockets.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::faults::Faults;
use super::gateway::Session;
use super::outage::Spoil;
use super::permissions;
use super::render;
use super::state::{
    Channel, Guild, Id, Interaction, Kind, Message, Modal, Options, Request, Role, Seen, User, What,
};

/// The first moment that an id can name, in milliseconds since 1970.
const DISCORD_EPOCH: u64 = 1_420_070_400_000;
/// Messages, interactions and requests that are kept: far more than a test
/// makes, few enough for a soak of hours.
const KEPT: usize = 20_000;

/// Everything.
pub struct World {
    pub options: Options,
    pub port: u16,
    pub bot: Id,
    pub users: BTreeMap<Id, User>,
    pub guilds: BTreeMap<Id, Guild>,
    pub channels: BTreeMap<Id, Channel>,
    pub messages: BTreeMap<Id, Message>,
    /// Which message of the bot has a nonce that may not come again.
    pub nonces: BTreeMap<(Id, String), Id>,
    pub interactions: BTreeMap<Id, Interaction>,
    /// Registered commands, with the guild of those that are of one.
    pub commands: Vec<(Option<Id>, Value)>,
    pub modals: Vec<Modal>,
    /// The files that the bot sent last, with their bytes.
    pub sent_files: Vec<(String, Vec<u8>)>,
    pub sessions: Vec<Session>,
    pub faults: Faults,
    pub requests: VecDeque<Request>,
    pub requests_made: usize,
    pub in_flight: usize,
    pub violations: Vec<String>,
    pub seen: Vec<Seen>,
    pub watcher: Option<tokio::sync::mpsc::UnboundedSender<Seen>>,
    /// Texts of members, which no log may hold.
    pub said: Vec<String>,
    pub identifies: usize,
    pub resumes: usize,
    /// Events to spoil, by name.
    pub spoiled: Vec<(String, Spoil)>,
    pub gateway_is_shut: bool,
    pub gateway_refusals: usize,
    /// The codes that the bot closed its connections with.
    pub closes: Vec<u16>,
    last_id: Id,
}

impl World {
    pub fn new(options: Options, port: u16) -> Self {
        let mut world = World {
            options,
            port,
            bot: 0,
            users: BTreeMap::new(),
            guilds: BTreeMap::new(),
            channels: BTreeMap::new(),
            messages: BTreeMap::new(),
            nonces: BTreeMap::new(),
            interactions: BTreeMap::new(),
            commands: Vec::new(),
            modals: Vec::new(),
            sent_files: Vec::new(),
            sessions: Vec::new(),
            faults: Faults::default(),
            requests: VecDeque::new(),
            requests_made: 0,
            in_flight: 0,
            violations: Vec::new(),
            seen: Vec::new(),
            watcher: None,
            said: Vec::new(),
            identifies: 0,
            resumes: 0,
            spoiled: Vec::new(),
            gateway_is_shut: false,
            gateway_refusals: 0,
            closes: Vec::new(),
            last_id: 0,
        };
        world.bot = world.add_user("faqbot", true);
        world
    }

    /// A new id, of this moment and later than all before.
    pub fn next_id(&mut self) -> Id {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = now.map_or(0, |since| since.as_millis() as u64);
        self.last_id = ((now - DISCORD_EPOCH) << 22).max(self.last_id + 1);
        self.last_id
    }

    pub fn add_user(&mut self, name: &str, bot: bool) -> Id {
        let id = self.next_id();
        let name = name.to_owned();
        let closed = false;
        self.users.insert(
            id,
            User {
                id,
                name,
                bot,
                closed,
            },
        );
        id
    }

    /// A guild with the roles `Moderator` and `Helper`. The ids of guilds count
    /// up, so that they fall on shards in turn.
    pub fn add_guild(&mut self, name: &str) -> Id {
        let id = (1_000 + self.guilds.len() as u64) << 22;
        let owner = self.add_user(&format!("owner of {name}"), false);
        let everyone = (id, "@everyone", permissions::EVERYONE);
        let moderator = (self.next_id(), "Moderator", permissions::MODERATOR);
        let helper = (self.next_id(), "Helper", 0);
        let roles = [everyone, moderator, helper].map(|(id, name, permissions)| Role {
            id,
            name: name.to_owned(),
            permissions,
        });
        let members = BTreeMap::from([(owner, Vec::new()), (self.bot, Vec::new())]);
        let guild = Guild {
            id,
            name: name.to_owned(),
            locale: "en-US".to_owned(),
            owner,
            roles: roles.to_vec(),
            members,
            has_bot: true,
        };
        self.guilds.insert(id, guild);
        id
    }

    pub fn add_channel(&mut self, guild: Option<Id>, name: &str, kind: Kind) -> Id {
        let id = self.next_id();
        let channel = Channel {
            id,
            guild,
            name: name.to_owned(),
            kind,
            parent: None,
            owner: None,
            tags: Vec::new(),
            applied: Vec::new(),
            denied: 0,
            archived: false,
            locked: false,
        };
        self.channels.insert(id, channel);
        id
    }

    /// Makes the user a member, with roles by name.
    pub fn join(&mut self, guild: Id, user: Id, roles: &[&str]) {
        let guild = self.guilds.get_mut(&guild).expect("a guild");
        let ids: Vec<_> = roles
            .iter()
            .map(|name| {
                let role = guild.roles.iter().find(|role| role.name == *name);
                role.unwrap_or_else(|| panic!("no role `{name}`")).id
            })
            .collect();
        guild.members.entry(user).or_default().extend(ids);
    }

    /// The user of this name; a stranger becomes a member of the first guild.
    pub fn user_named(&mut self, name: &str) -> Id {
        if let Some(user) = self.users.values().find(|user| user.name == name) {
            return user.id;
        }
        let id = self.add_user(name, false);
        if let Some(guild) = self.guilds.keys().next().copied() {
            self.join(guild, id, &[]);
        }
        id
    }

    /// The channel or the thread of this name: `#help`, or `Other/#help` in
    /// another guild than the first that has it.
    pub fn channel_named(&self, name: &str) -> Id {
        let (guild, name) = match name.split_once("/#") {
            Some((guild, name)) => (Some(guild), name),
            None => (None, name.trim_start_matches('#')),
        };
        let found = self.channels.values().find(|channel| {
            let home = channel.guild.and_then(|id| self.guilds.get(&id));
            channel.name == name && guild.is_none_or(|name| home.is_some_and(|g| g.name == name))
        });
        found.unwrap_or_else(|| panic!("no channel `{name}`")).id
    }

    /// The direct conversation with a user.
    pub fn direct_channel(&mut self, user: Id) -> Id {
        let is_it =
            |channel: &&Channel| channel.kind == Kind::Direct && channel.owner == Some(user);
        if let Some(channel) = self.channels.values().find(is_it) {
            return channel.id;
        }
        let name = format!("direct messages with {}", self.users[&user].name);
        let id = self.add_channel(None, &name, Kind::Direct);
        let channel = self.channels.get_mut(&id).expect("just made");
        channel.owner = Some(user);
        id
    }

    /// What the bot may do in a channel.
    pub fn bot_permissions(&self, channel: Id) -> u64 {
        let Some(channel) = self.channels.get(&channel) else {
            return 0;
        };
        let Some(guild) = channel.guild.and_then(|id| self.guilds.get(&id)) else {
            return permissions::DIRECT;
        };
        if !guild.has_bot {
            return 0;
        }
        let parent = channel.parent.and_then(|id| self.channels.get(&id));
        let denied = channel.denied | parent.map_or(0, |parent| parent.denied);
        self.member_permissions(guild.id, self.bot) & !denied
    }

    /// What a member may do in a guild.
    pub fn member_permissions(&self, guild: Id, user: Id) -> u64 {
        let Some(guild) = self.guilds.get(&guild) else {
            return permissions::DIRECT;
        };
        if guild.owner == user {
            return permissions::ALL;
        }
        let own = guild.members.get(&user).map_or(&[][..], Vec::as_slice);
        let has = |role: &&Role| role.id == guild.id || own.contains(&role.id);
        guild
            .roles
            .iter()
            .filter(has)
            .fold(0, |all, role| all | role.permissions)
    }

    /// A message of this text that nothing else is known of.
    pub fn new_message(&mut self, channel: Id, author: Id, content: &str) -> Message {
        Message {
            id: self.next_id(),
            channel,
            author,
            content: content.to_owned(),
            embeds: Vec::new(),
            components: Vec::new(),
            files: Vec::new(),
            replies_to: None,
            pings: false,
            only_for: None,
            interaction: None,
            thinking: false,
            webhook: false,
            edited: false,
            nonce: None,
        }
    }

    /// Keeps a message, and forgets the oldest of very many.
    pub fn keep(&mut self, message: Message) {
        self.messages.insert(message.id, message);
        if self.messages.len() > KEPT {
            self.messages.pop_first();
        }
    }

    /// Remembers a nonce of a channel. Those of the bot count up.
    pub fn keep_nonce(&mut self, nonce: (Id, String), message: Id) {
        self.nonces.insert(nonce, message);
        if self.nonces.len() > KEPT {
            self.nonces.pop_first();
        }
    }

    pub fn keep_interaction(&mut self, interaction: Interaction) {
        self.interactions.insert(interaction.id, interaction);
        if self.interactions.len() > KEPT {
            self.interactions.pop_first();
        }
    }

    /// Notes a request; its number finds it again.
    pub fn keep_request(&mut self, request: Request) -> usize {
        self.requests.push_back(request);
        self.requests_made += 1;
        if self.requests.len() > KEPT {
            self.requests.pop_front();
        }
        self.requests_made - 1
    }

    pub fn request_ended(&mut self, number: usize, status: u16) {
        let first = self.requests_made - self.requests.len();
        if let Some(request) = number
            .checked_sub(first)
            .and_then(|at| self.requests.get_mut(at))
        {
            request.status = status;
        }
    }

    /// Notes what became visible, for the test or for the watcher; how the
    /// message looks, unless there is another text to show.
    pub fn show(&mut self, what: What, message: &Message, text: Option<String>) {
        let checks = self.options.checks;
        let text = text.or_else(|| checks.then(|| render::message(self, message)));
        let seen = Seen {
            what,
            channel: message.channel,
            only_for: message.only_for,
            message: message.id,
            answers: message.interaction.or(message.replies_to),
            at: Instant::now(),
            text: text.unwrap_or_default(),
        };
        if let Some(watcher) = &self.watcher {
            // Whoever watched may have gone.
            let _ = watcher.send(seen.clone());
        }
        if self.options.checks {
            self.seen.push(seen);
        }
    }

    /// Notes that the bot broke a rule.
    pub fn violation(&mut self, text: impl Into<String>) {
        if self.options.checks {
            self.violations.push(text.into());
        }
    }
}
