//! What people do on Discord, told to the bot over the gateway: they write,
//! change and delete messages, open threads, and use what the bot offers.

use std::time::Instant;

use serde_json::{Value, json};

use super::gateway::{GUILD_MESSAGES, GUILDS};
use super::json;
use super::messages;
use super::state::{Answered, Id, Interaction, Kind, Message};
use super::world::World;

/// A message as somebody begins to write it.
#[derive(Clone, Debug, Default)]
pub struct Writing {
    pub replies_to: Option<Id>,
    pub pings: bool,
    pub webhook: bool,
}

/// What somebody does for the bot to answer.
#[derive(Clone, Debug)]
pub struct Doing {
    pub user: Id,
    pub channel: Id,
    /// Discord's number of the kind of interaction.
    pub kind: u8,
    pub data: Value,
    /// The message whose component was used.
    pub source: Option<Id>,
    /// For people: `/ask`, `[Helpful]`.
    pub what: String,
    pub locale: String,
}

impl World {
    /// Writes a message. `<@name>` and `<#name>` become mentions.
    pub fn say(&mut self, user: Id, channel: Id, text: &str, how: &Writing) -> Id {
        let mut message = self.new_message(channel, user, &self.with_mentions(text));
        message.replies_to = how.replies_to;
        message.pings = how.pings;
        message.webhook = how.webhook;
        self.publish(message)
    }

    fn publish(&mut self, message: Message) -> Id {
        if self.options.checks {
            self.said.push(message.content.clone());
        }
        self.keep(message.clone());
        self.dispatch_message("MESSAGE_CREATE", &message);
        message.id
    }

    fn with_mentions(&self, text: &str) -> String {
        let mut text = text.replace("<@bot>", &format!("<@{}>", self.bot));
        if !text.contains('<') {
            return text;
        }
        for user in self.users.values() {
            text = text.replace(&format!("<@{}>", user.name), &format!("<@{}>", user.id));
        }
        for channel in self.channels.values() {
            text = text.replace(
                &format!("<#{}>", channel.name),
                &format!("<#{}>", channel.id),
            );
        }
        for role in self.guilds.values().flat_map(|guild| &guild.roles) {
            text = text.replace(&format!("<@&{}>", role.name), &format!("<@&{}>", role.id));
        }
        text
    }

    /// Changes the text of a message.
    pub fn edit(&mut self, message: Id, text: &str) {
        let text = self.with_mentions(text);
        if self.options.checks {
            self.said.push(text.clone());
        }
        let kept = self.messages.get_mut(&message).expect("a message to edit");
        kept.content = text;
        kept.edited = true;
        let message = kept.clone();
        self.dispatch_message("MESSAGE_UPDATE", &message);
    }

    /// Deletes a message of anybody, unseen by [`World::show`].
    pub fn remove(&mut self, message: Id) {
        let gone = self.messages.remove(&message).expect("a message to delete");
        messages::announce_deleted(self, &gone);
    }

    /// Opens a post in a forum; the post and its first message share an id.
    pub fn post(&mut self, user: Id, forum: Id, title: &str, text: &str, tags: &[&str]) -> Id {
        let thread = self.open_thread(user, forum, title, tags);
        let mut message = self.new_message(thread, user, &self.with_mentions(text));
        message.id = thread;
        self.publish(message)
    }

    /// Opens a thread below a channel or a forum.
    pub fn open_thread(&mut self, user: Id, parent: Id, title: &str, tags: &[&str]) -> Id {
        let above = self.channels[&parent].clone();
        let thread = self.add_channel(above.guild, title, Kind::Thread);
        let channel = self.channels.get_mut(&thread).expect("just made");
        channel.parent = Some(parent);
        channel.owner = Some(user);
        let applied = tags.iter().map(|tag| {
            let known = above.tags.iter().find(|(_, name)| name == tag);
            known
                .unwrap_or_else(|| panic!("the forum has no tag `{tag}`"))
                .0
        });
        channel.applied = applied.collect();
        let mut data = json::channel(self, &self.channels[&thread]);
        data["newly_created"] = true.into();
        self.dispatch("THREAD_CREATE", &data, above.guild, GUILDS);
        thread
    }

    /// Tells the bot how a channel is now.
    pub fn announce_channel(&mut self, channel: Id, event: &str) {
        let one = &self.channels[&channel];
        let guild = one.guild;
        let data = json::channel(self, one);
        let kind = if one.kind == Kind::Thread {
            "THREAD"
        } else {
            "CHANNEL"
        };
        self.dispatch(&format!("{kind}_{event}"), &data, guild, GUILDS);
    }

    /// Deletes several messages at once, as moderators do.
    pub fn remove_all(&mut self, all: &[Id]) {
        let gone: Vec<_> = all
            .iter()
            .filter_map(|id| self.messages.remove(id))
            .collect();
        let Some(first) = gone.first() else { return };
        let guild = self.channels[&first.channel].guild;
        let ids: Vec<_> = gone.iter().map(|message| json::id(message.id)).collect();
        let data = json!({
            "ids": ids, "channel_id": json::id(first.channel), "guild_id": guild.map(json::id),
        });
        self.dispatch("MESSAGE_DELETE_BULK", &data, guild, GUILD_MESSAGES);
    }

    /// Sends an interaction; its id finds the answer.
    pub fn interact(&mut self, doing: Doing) -> Id {
        let id = self.next_id();
        let one = Interaction {
            id,
            token: format!("interaction-{id}"),
            kind: doing.kind,
            user: doing.user,
            channel: doing.channel,
            guild: self.channels[&doing.channel].guild,
            made: Instant::now(),
            expired: false,
            answered: Answered::Not,
            original: doing.source,
            source: doing.source,
            what: doing.what,
            choices: Vec::new(),
            seen: false,
        };
        let mut data = json::interaction(self, &one, doing.data, &doing.locale);
        if let Some(source) = doing.source.and_then(|id| self.messages.get(&id)) {
            data["message"] = json::message(self, source);
        }
        let guild = one.guild;
        self.keep_interaction(one);
        self.dispatch("INTERACTION_CREATE", &data, guild, 0);
        id
    }
}
