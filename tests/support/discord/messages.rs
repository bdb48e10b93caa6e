//! What the bot does with messages: posts, edits, deletes, reacts. Used by the
//! routes of channels and by the answers to interactions.

use serde_json::{Value, json};

use super::permissions::{
    ADD_REACTIONS, EMBED_LINKS, READ_HISTORY, SEND_IN_THREADS, SEND_MESSAGES, VIEW_CHANNEL,
};
use super::render;
use super::rest::{Answer, Call};
use super::rules::{self, Refusal};
use super::state::{Id, Kind, Message, What};
use super::world::World;

/// The flag of a message that only one user sees.
pub const EPHEMERAL: u64 = 1 << 6;

/// What a body says of a message; what is absent stays as it is.
#[derive(Debug, Default)]
pub struct Draft {
    pub content: Option<String>,
    pub embeds: Option<Vec<Value>>,
    pub components: Option<Vec<Value>>,
    pub files: Vec<String>,
    /// Whether it lists what is attached: what it does not list goes.
    lists_files: bool,
    pub flags: u64,
    reply: Option<(Id, bool)>,
    nonce: Option<Value>,
    once: bool,
}

impl Draft {
    /// Reads a body, or the `data` of a callback, and checks it.
    ///
    /// # Errors
    ///
    /// Where it breaks a rule; `is_new` has it need something to show.
    pub fn read(world: &World, call: &Call, is_new: bool) -> Result<Self, Refusal> {
        Draft::of(world, call.body, &call.files, is_new)
    }

    pub fn of(
        world: &World,
        body: &Value,
        files: &[String],
        is_new: bool,
    ) -> Result<Self, Refusal> {
        if world.options.checks {
            rules::message(body, is_new && files.is_empty())?;
        }
        let list = |key: &str| body[key].as_array().cloned();
        let reply = &body["message_reference"];
        let target = reply["message_id"].as_str().and_then(|id| id.parse().ok());
        let strict = reply["fail_if_not_exists"].as_bool().unwrap_or(true);
        Ok(Draft {
            content: body["content"].as_str().map(str::to_owned),
            embeds: list("embeds"),
            components: list("components"),
            files: files.to_vec(),
            lists_files: body["attachments"].is_array(),
            flags: body["flags"].as_u64().unwrap_or(0),
            reply: target.map(|target| (target, strict)),
            nonce: Some(body["nonce"].clone()).filter(|nonce| !nonce.is_null()),
            once: body["enforce_nonce"] == true,
        })
    }

    /// Puts what it says into a message.
    pub fn apply(self, message: &mut Message) {
        if let Some(content) = self.content {
            message.content = content;
        }
        if let Some(embeds) = self.embeds {
            message.embeds = embeds;
        }
        if let Some(components) = self.components {
            message.components = components;
        }
        if self.lists_files {
            message.files.clear();
        }
        message.files.extend(self.files);
    }
}

/// Whether the bot sees the channel.
pub fn can_view(world: &World, channel: Id) -> Result<(), Refusal> {
    if !world.channels.contains_key(&channel) {
        return Err(Refusal::new(404, 10003, "Unknown Channel"));
    }
    if world.bot_permissions(channel) & VIEW_CHANNEL == 0 {
        return Err(Refusal::new(403, 50001, "Missing Access"));
    }
    Ok(())
}

/// Whether the bot may write in the channel.
pub fn can_send(world: &World, channel: Id) -> Result<(), Refusal> {
    let one = &world.channels[&channel];
    let needed = match one.kind {
        Kind::Thread => SEND_IN_THREADS,
        Kind::Forum => {
            return Err(Refusal::fault(
                400,
                50008,
                "Cannot send messages in a forum",
            ));
        }
        _ => SEND_MESSAGES,
    };
    if world.bot_permissions(channel) & needed == 0 {
        return Err(Refusal::new(403, 50013, "Missing Permissions"));
    }
    if one.locked {
        return Err(Refusal::new(400, 50083, "Thread is archived"));
    }
    let recipient = one.owner.filter(|_| one.kind == Kind::Direct);
    if recipient.is_some_and(|user| world.users[&user].closed) {
        return Err(Refusal::new(
            403,
            50007,
            "Cannot send messages to this user",
        ));
    }
    Ok(())
}

/// Posts as the bot.
pub fn post(world: &mut World, channel: Id, mut draft: Draft) -> Answer {
    can_send(world, channel)?;
    if draft.flags & EPHEMERAL != 0 {
        return Err(Refusal::fault(
            400,
            50035,
            "only a reply to an interaction is private",
        ));
    }
    let nonce = draft.nonce.as_ref().filter(|_| draft.once);
    let nonce = nonce.map(|nonce| (channel, nonce.to_string()));
    let first = nonce.as_ref().and_then(|nonce| world.nonces.get(nonce));
    if let Some(first) = first.and_then(|first| world.messages.get(first)) {
        return Ok((200, super::json::message(world, first)));
    }
    if world.bot_permissions(channel) & EMBED_LINKS == 0 && draft.embeds.is_some() {
        draft.embeds = None;
        let is_empty = draft.content.as_deref().is_none_or(str::is_empty);
        let shows_rest = world.options.bare_components && draft.components.is_some();
        if is_empty && draft.files.is_empty() && !shows_rest {
            return Err(Refusal::new(400, 50006, "Cannot send an empty message"));
        }
    }
    let mut message = world.new_message(channel, world.bot, "");
    if let Some((target, strict)) = draft.reply {
        if world.bot_permissions(channel) & READ_HISTORY == 0 {
            let text = "Cannot reply without permission to read message history";
            return Err(Refusal::new(400, 160_002, text));
        }
        let exists = world
            .messages
            .get(&target)
            .is_some_and(|one| one.channel == channel);
        if !exists && strict {
            let text = "Unknown message";
            return Err(Refusal::form(&["message_reference"], text).innocent());
        }
        message.replies_to = exists.then_some(target);
    }
    message.nonce = draft.nonce.take();
    if let Some(nonce) = nonce {
        world.keep_nonce(nonce, message.id);
    }
    draft.apply(&mut message);
    let json = publish(world, message);
    Ok((200, json))
}

/// Shows a new message of the bot to all who may see it.
pub fn publish(world: &mut World, message: Message) -> Value {
    world.keep(message.clone());
    world.show(What::New, &message, None);
    world.dispatch_message("MESSAGE_CREATE", &message);
    super::json::message(world, &message)
}

/// The message, if it is there to be found by its id.
pub fn find(world: &World, channel: Id, message: Id) -> Result<&Message, Refusal> {
    let found = world.messages.get(&message);
    found
        .filter(|one| one.channel == channel && one.only_for.is_none())
        .ok_or_else(|| Refusal::new(404, 10008, "Unknown Message"))
}

/// Whether the bot wrote the message.
pub fn is_own(world: &World, channel: Id, message: Id) -> Result<(), Refusal> {
    if find(world, channel, message)?.author != world.bot {
        let text = "Cannot edit a message authored by another user";
        return Err(Refusal::fault(403, 50005, text));
    }
    Ok(())
}

/// Changes a message of the bot. One that was only announced appears.
pub fn edit(world: &mut World, message: Id, draft: Draft) -> Answer {
    let Some(mut changed) = world.messages.get(&message).cloned() else {
        return Err(Refusal::new(404, 10008, "Unknown Message"));
    };
    let appears = changed.thinking;
    draft.apply(&mut changed);
    changed.thinking = false;
    changed.edited = !appears;
    if changed.content.is_empty()
        && changed.embeds.is_empty()
        && changed.components.is_empty()
        && changed.files.is_empty()
    {
        return Err(Refusal::fault(400, 50006, "Cannot send an empty message"));
    }
    world.keep(changed.clone());
    let what = if appears { What::New } else { What::Edited };
    world.show(what, &changed, None);
    world.dispatch_message("MESSAGE_UPDATE", &changed);
    Ok((200, super::json::message(world, &changed)))
}

/// Removes a message, whoever wrote it; the bot learns of it.
pub fn delete(world: &mut World, message: Id) {
    let Some(gone) = world.messages.remove(&message) else {
        return;
    };
    if gone.author == world.bot && !gone.thinking {
        world.show(What::Deleted, &gone, None);
    }
    announce_deleted(world, &gone);
}

/// Tells the bot that a message is gone.
pub fn announce_deleted(world: &mut World, gone: &Message) {
    if gone.only_for.is_some() || world.bot_permissions(gone.channel) & VIEW_CHANNEL == 0 {
        return;
    }
    let guild = world
        .channels
        .get(&gone.channel)
        .and_then(|channel| channel.guild);
    let data = super::json::deleted(gone, guild);
    let intent = match guild {
        Some(_) => super::gateway::GUILD_MESSAGES,
        None => super::gateway::DIRECT_MESSAGES,
    };
    world.dispatch("MESSAGE_DELETE", &data, guild, intent);
}

/// Adds a reaction of the bot.
pub fn react(world: &mut World, channel: Id, message: Id, emoji: &str) -> Answer {
    let found = find(world, channel, message)?.clone();
    if world.bot_permissions(channel) & (ADD_REACTIONS | READ_HISTORY)
        != ADD_REACTIONS | READ_HISTORY
    {
        return Err(Refusal::new(403, 50013, "Missing Permissions"));
    }
    let text = format!("faqbot reacts with {}", render::unescaped(emoji));
    world.show(What::Reaction, &found, Some(text));
    Ok((204, json!(null)))
}
