//! The shapes of what Discord sends: every JSON object of the fake is made
//! here, with no less than a client needs.

use std::time::Duration;

use serde_json::{Value, json};

use super::permissions;
use super::state::{Channel, Guild, Id, Interaction, Kind, Message, Role};
use super::world::World;

/// Stands in where a time is needed and none is looked at.
const LONG_AGO: &str = "2024-01-01T00:00:00.000000+00:00";
/// The largest file that an interaction may carry, in bytes.
const ATTACHMENT_LIMIT: u64 = 10 * 1024 * 1024;

/// An id as Discord writes it.
pub fn id(id: Id) -> Value {
    Value::String(id.to_string())
}

/// The moment that an id names.
fn timestamp(id: Id) -> String {
    let since = Duration::from_millis((id >> 22) + 1_420_070_400_000);
    let moment = jiff::Timestamp::UNIX_EPOCH + since;
    format!("{moment:.6}").replace('Z', "+00:00")
}

pub fn user(world: &World, who: Id) -> Value {
    let user = world.users.get(&who);
    let name = user.map_or("gone", |user| &user.name);
    json!({
        "id": id(who), "username": name, "discriminator": "0", "global_name": null,
        "avatar": null, "bot": user.is_some_and(|user| user.bot), "public_flags": 0,
    })
}

fn member(world: &World, guild: &Guild, who: Id) -> Value {
    let mut member = partial_member(guild, who);
    member["user"] = user(world, who);
    member
}

fn partial_member(guild: &Guild, who: Id) -> Value {
    let roles = guild.members.get(&who).map_or(&[][..], Vec::as_slice);
    let roles: Vec<_> = roles.iter().map(|role| id(*role)).collect();
    json!({
        "roles": roles, "deaf": false, "mute": false, "flags": 0, "nick": null,
        "avatar": null, "joined_at": LONG_AGO, "premium_since": null, "pending": false,
    })
}

pub fn role(role: &Role, position: usize) -> Value {
    json!({
        "id": id(role.id), "name": role.name, "permissions": role.permissions.to_string(),
        "position": position, "color": 0, "hoist": false, "managed": false, "mentionable": false,
        "colors": {"primary_color": 0, "secondary_color": null, "tertiary_color": null},
        "icon": null, "unicode_emoji": null, "flags": 0,
    })
}

pub fn channel(world: &World, channel: &Channel) -> Value {
    if channel.kind == Kind::Group {
        return json!({
            "id": id(channel.id), "type": 3, "name": channel.name, "last_message_id": null,
            "flags": 0, "recipients": [],
        });
    }
    if channel.kind == Kind::Direct {
        let recipient = channel
            .owner
            .expect("a direct conversation is with someone");
        return json!({
            "id": id(channel.id), "type": 1, "last_message_id": null, "flags": 0,
            "recipients": [user(world, recipient)],
        });
    }
    let mut object = json!({
        "id": id(channel.id), "type": channel.kind as u8, "name": channel.name,
        "guild_id": channel.guild.map(id), "parent_id": channel.parent.map(id),
        "position": 0, "flags": 0, "nsfw": false, "topic": null, "last_message_id": null,
        "rate_limit_per_user": 0, "permission_overwrites": [],
    });
    if channel.denied != 0 {
        object["permission_overwrites"] = json!([{
            "id": id(world.bot), "type": 1, "allow": "0", "deny": channel.denied.to_string(),
        }]);
    }
    if channel.kind == Kind::Forum {
        let tags = channel.tags.iter().map(|(tag, name)| {
            json!({
                "id": id(*tag), "name": name, "moderated": false,
                "emoji_id": null, "emoji_name": null,
            })
        });
        object["available_tags"] = tags.collect();
    }
    if channel.kind == Kind::Thread {
        object["owner_id"] = channel.owner.map(id).into();
        object["message_count"] = 0.into();
        object["member_count"] = 1.into();
        object["applied_tags"] = channel.applied.iter().map(|tag| id(*tag)).collect();
        object["thread_metadata"] = json!({
            "archived": channel.archived, "locked": channel.locked,
            "auto_archive_duration": 1440, "archive_timestamp": LONG_AGO,
        });
    }
    object
}

/// A guild without what is in it.
pub fn guild(guild: &Guild) -> Value {
    let roles = guild.roles.iter().enumerate();
    let roles: Vec<_> = roles.map(|(place, one)| role(one, place)).collect();
    json!({
        "id": id(guild.id), "name": guild.name, "owner_id": id(guild.owner), "icon": null,
        "splash": null, "discovery_splash": null, "afk_channel_id": null, "afk_timeout": 300,
        "roles": roles, "emojis": [], "stickers": [], "features": [],
        "verification_level": 0, "default_message_notifications": 0,
        "explicit_content_filter": 0, "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0,
        "premium_progress_bar_enabled": false, "preferred_locale": guild.locale,
        "system_channel_id": null, "system_channel_flags": 0, "rules_channel_id": null,
        "public_updates_channel_id": null, "application_id": null, "vanity_url_code": null,
        "description": null, "banner": null,
    })
}

/// The guild as it comes when the bot enters it.
pub fn guild_create(world: &World, which: &Guild) -> Value {
    let here = |kind: &dyn Fn(Kind) -> bool| -> Vec<Value> {
        let all = world.channels.values();
        all.filter(|one| one.guild == Some(which.id) && kind(one.kind))
            .map(|one| channel(world, one))
            .collect()
    };
    let members: Vec<_> = which
        .members
        .keys()
        .map(|who| member(world, which, *who))
        .collect();
    let mut object = guild(which);
    object["joined_at"] = LONG_AGO.into();
    object["large"] = false.into();
    object["unavailable"] = false.into();
    object["member_count"] = members.len().into();
    object["members"] = members.into();
    object["channels"] = here(&|kind| kind != Kind::Thread).into();
    object["threads"] = here(&|kind| kind == Kind::Thread).into();
    for empty in [
        "presences",
        "voice_states",
        "stage_instances",
        "guild_scheduled_events",
    ] {
        object[empty] = json!([]);
    }
    object["soundboard_sounds"] = json!([]);
    object
}

/// The guild in the bot's list of guilds.
pub fn guild_info(world: &World, which: &Guild) -> Value {
    json!({
        "id": id(which.id), "name": which.name, "icon": null, "owner": false, "features": [],
        "permissions": world.member_permissions(which.id, world.bot).to_string(),
    })
}

/// A message as REST and interactions show it: with its text.
pub fn message(world: &World, message: &Message) -> Value {
    let mut object = json!({
        "id": id(message.id), "channel_id": id(message.channel),
        "author": user(world, message.author), "content": message.content,
        "timestamp": timestamp(message.id), "edited_timestamp": null, "tts": false,
        "mention_everyone": false, "mentions": mentions(world, message), "mention_roles": [],
        "attachments": [], "embeds": embeds(message), "components": message.components,
        "pinned": false, "type": 0, "flags": 0,
    });
    if message.edited {
        object["edited_timestamp"] = timestamp(message.id + (1_000 << 22)).into();
    }
    if message.webhook {
        object["webhook_id"] = id(message.author);
        object["author"]["bot"] = true.into();
    }
    if let Some(nonce) = &message.nonce {
        object["nonce"] = nonce.clone();
    }
    let flags = u64::from(message.only_for.is_some()) << 6 | u64::from(message.thinking) << 7;
    object["flags"] = flags.into();
    if let Some(target) = message.replies_to {
        let guild = world
            .channels
            .get(&message.channel)
            .and_then(|channel| channel.guild);
        object["type"] = 19.into();
        object["message_reference"] = json!({
            "type": 0, "message_id": id(target), "channel_id": id(message.channel),
            "guild_id": guild.map(id),
        });
        let target = world.messages.get(&target);
        object["referenced_message"] = target.map_or(Value::Null, |target| {
            let mut object = self::message(world, target);
            // Discord shows one step, not the whole conversation.
            if let Some(map) = object.as_object_mut() {
                map.remove("referenced_message");
            }
            object
        });
    }
    if let Some(interaction) = message
        .interaction
        .and_then(|id| world.interactions.get(&id))
    {
        object["type"] = 20.into();
        if message.author == world.bot {
            object["application_id"] = id(world.bot);
            object["webhook_id"] = id(world.bot);
        }
        object["interaction_metadata"] = json!({
            "id": id(interaction.id), "type": interaction.kind,
            "user": user(world, interaction.user), "authorizing_integration_owners": {},
            "original_response_message_id": null,
            "interacted_message_id": id(interaction.source.unwrap_or(message.id)),
        });
        // A form was opened by a command.
        if interaction.kind == 5 {
            object["interaction_metadata"]["triggering_interaction_metadata"] = json!({
                "id": id(interaction.id), "type": 2, "user": user(world, interaction.user),
                "authorizing_integration_owners": {}, "original_response_message_id": null,
            });
        }
    }
    object
}

/// Discord adds to each embed what kind of embed it is.
fn embeds(message: &Message) -> Value {
    let embeds = message.embeds.iter().map(|embed| {
        let mut embed = embed.clone();
        embed["type"] = "rich".into();
        embed
    });
    embeds.collect()
}

/// Who is mentioned in the text, and by a reply that pings.
fn mentions(world: &World, message: &Message) -> Value {
    if world.options.bare_mentions {
        return json!([]);
    }
    mentioned(world, message)
        .into_iter()
        .map(|who| user(world, who))
        .collect()
}

/// The users whom a message mentions.
pub fn mentioned(world: &World, message: &Message) -> Vec<Id> {
    let mut all = Vec::new();
    for part in message.content.split("<@").skip(1) {
        let digits = part.trim_start_matches('!').split('>').next();
        let who = digits.and_then(|digits| digits.parse().ok());
        all.extend(who.filter(|who| world.users.contains_key(who)));
    }
    let target = message.replies_to.and_then(|id| world.messages.get(&id));
    all.extend(target.filter(|_| message.pings).map(|target| target.author));
    all.dedup();
    all
}

/// A message as the gateway shows it: its guild, its author's membership, and
/// its text only where the bot may read it.
pub fn message_event(world: &World, message: &Message, may_read: bool) -> Value {
    let mut object = self::message(world, message);
    let guild = world
        .channels
        .get(&message.channel)
        .and_then(|channel| channel.guild);
    if let Some(guild) = guild.and_then(|id| world.guilds.get(&id)) {
        object["guild_id"] = id(guild.id);
        if !message.webhook {
            object["member"] = partial_member(guild, message.author);
        }
    }
    if !may_read {
        object["content"] = "".into();
        for list in ["embeds", "components", "attachments"] {
            object[list] = json!([]);
        }
    }
    // What it replies to is shown only as far as it may be read on its own.
    if object["referenced_message"].is_object() {
        let target = message.replies_to.and_then(|id| world.messages.get(&id));
        let intents = world.sessions.first().map_or(0, |session| session.intents);
        if target.is_some_and(|target| !super::gateway::may_read(world, target, intents)) {
            object["referenced_message"]["content"] = "".into();
        }
    }
    object
}

/// The frame around an interaction's `data`.
pub fn interaction(world: &World, one: &Interaction, data: Value, locale: &str) -> Value {
    let channel_object = world
        .channels
        .get(&one.channel)
        .map(|it| channel(world, it));
    let mut object = json!({
        "id": id(one.id), "application_id": id(world.bot), "type": one.kind,
        "token": one.token, "version": 1, "channel_id": id(one.channel),
        "channel": channel_object, "locale": locale, "entitlements": [],
        "attachment_size_limit": ATTACHMENT_LIMIT, "data": data,
    });
    let with_bot = one
        .guild
        .and_then(|id| world.guilds.get(&id))
        .filter(|guild| guild.has_bot);
    object["authorizing_integration_owners"] = match with_bot {
        Some(guild) => json!({"0": id(guild.id)}),
        None => json!({"1": id(one.user)}),
    };
    let may = match with_bot {
        Some(_) => world.bot_permissions(one.channel),
        None => permissions::DIRECT,
    };
    object["app_permissions"] = may.to_string().into();
    if let Some(guild) = one.guild.and_then(|id| world.guilds.get(&id)) {
        let mut member = member(world, guild, one.user);
        let may = world.member_permissions(guild.id, one.user);
        member["permissions"] = may.to_string().into();
        object["member"] = member;
        object["guild_id"] = id(guild.id);
        object["guild_locale"] = guild.locale.as_str().into();
        object["guild"] = json!({"id": id(guild.id), "locale": guild.locale, "features": []});
        object["context"] = 0.into();
    } else {
        object["user"] = user(world, one.user);
        let direct = world.channels.get(&one.channel);
        let with_bot = direct.is_some_and(|channel| channel.owner == Some(one.user));
        object["context"] = if with_bot { 1.into() } else { 2.into() };
        if with_bot {
            object["authorizing_integration_owners"]["0"] = "0".into();
        }
    }
    object
}

/// The answer to a callback that asked for one.
pub fn callback(world: &World, one: &Interaction, kind: u64, reply: Option<&Message>) -> Value {
    let mut object = json!({
        "interaction": {"id": id(one.id), "type": one.kind},
        "resource": {"type": kind},
    });
    if let Some(reply) = reply {
        object["interaction"]["response_message_id"] = id(reply.id);
        object["resource"]["message"] = message(world, reply);
    }
    object
}

/// A registered command: what the bot sent, with what Discord adds.
pub fn command(world: &World, guild: Option<Id>, own: Id, sent: &Value) -> Value {
    let mut object = json!({"id": id(own), "application_id": id(world.bot), "version": id(own)});
    for (key, value) in sent.as_object().into_iter().flatten() {
        object[key] = value.clone();
    }
    for (key, usual) in [
        ("type", json!(1)),
        ("options", json!([])),
        ("description", json!("")),
    ] {
        if object[key].is_null() {
            object[key] = usual;
        }
    }
    if object["default_member_permissions"].is_u64() {
        object["default_member_permissions"] =
            object["default_member_permissions"].to_string().into();
    }
    if let Some(guild) = guild {
        object["guild_id"] = id(guild);
    }
    object
}

pub fn application(world: &World) -> Value {
    json!({
        "id": id(world.bot), "name": "faqbot", "icon": null, "description": "", "flags": 0,
        "bot_public": true, "bot_require_code_grant": false, "verify_key": "00", "team": null,
        "owner": user(world, *world.users.keys().next().expect("the bot itself")),
        "approximate_guild_count": world.guilds.len(),
    })
}

pub fn gateway(world: &World) -> Value {
    json!({
        "url": format!("ws://127.0.0.1:{}/gateway", world.port), "shards": world.options.shards,
        "session_start_limit": {
            "total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 16,
        },
    })
}

pub fn ready(world: &World, session: &str, shard: (u64, u64), guilds: &[Id]) -> Value {
    let guilds: Vec<_> = guilds
        .iter()
        .map(|guild| json!({"id": id(*guild), "unavailable": true}))
        .collect();
    json!({
        "v": 10, "user": user(world, world.bot), "guilds": guilds, "session_id": session,
        "resume_gateway_url": format!("ws://127.0.0.1:{}/gateway", world.port),
        "shard": [shard.0, shard.1], "application": {"id": id(world.bot), "flags": 0},
        "private_channels": [], "relationships": [],
    })
}

/// What the bot learns of a message that is gone.
pub fn deleted(gone: &Message, guild: Option<Id>) -> Value {
    let mut object = json!({"id": id(gone.id), "channel_id": id(gone.channel)});
    if let Some(guild) = guild {
        object["guild_id"] = id(guild);
    }
    object
}
