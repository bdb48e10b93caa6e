//! Slash commands as people type them, `/ask question:how private:true`, and
//! the menu of a message: read with the commands that the bot registered, and
//! refused where Discord's own client would not send them.

use serde_json::{Map, Value, json};

use super::json;
use super::permissions::ADMINISTRATOR;
use super::state::Id;
use super::world::World;

/// Who types, and where.
#[derive(Clone, Copy, Debug)]
pub struct Typist {
    pub user: Id,
    pub channel: Id,
    /// Sends also what the client would not offer.
    pub forges: bool,
}

/// The `data` of a slash command, and its name. With `completes` the last
/// option is the one being typed.
pub fn command(world: &World, who: Typist, text: &str, completes: bool) -> (Value, String) {
    let text = text.trim_start_matches('/');
    let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
    let command = registered(world, who, 1, name);
    let mut resolved = Map::new();
    let mut shown = format!("/{name}");
    let options = options(world, command, rest, completes, &mut shown, &mut resolved);
    let data = json!({
        "id": command["id"], "name": name, "type": 1, "options": options, "resolved": resolved,
        "guild_id": command["guild_id"],
    });
    (without_nulls(data), shown)
}

/// The `data` of a command in the menu of a message.
pub fn message_command(world: &World, who: Typist, name: &str, message: Id) -> Value {
    let command = registered(world, who, 3, name);
    let target = world
        .messages
        .get(&message)
        .expect("a message to use it on");
    json!({
        "id": command["id"], "name": name, "type": 3, "target_id": json::id(message),
        "resolved": {"messages": {message.to_string(): json::message(world, target)}},
    })
}

fn without_nulls(mut data: Value) -> Value {
    if let Some(map) = data.as_object_mut() {
        map.retain(|_, value| !value.is_null());
    }
    data
}

/// The command of this kind and name, if the client would show it.
fn registered<'a>(world: &'a World, who: Typist, kind: u8, name: &str) -> &'a Value {
    let guild = world.channels[&who.channel].guild;
    let found = world.commands.iter().find(|(of, command)| {
        command["type"] == kind && command["name"] == name && (of.is_none() || *of == guild)
    });
    let Some((_, command)) = found else {
        let all: Vec<_> = world
            .commands
            .iter()
            .map(|(_, one)| one["name"].to_string())
            .collect();
        panic!(
            "the bot registered no command `{name}`, only {}",
            all.join(", ")
        );
    };
    if !who.forges
        && let Some(reason) = hidden(world, who, command)
    {
        panic!(
            "Discord does not show `{name}` to {}: {reason}",
            world.users[&who.user].name
        );
    }
    command
}

fn hidden(world: &World, who: Typist, command: &Value) -> Option<&'static str> {
    let channel = &world.channels[&who.channel];
    let holds = |key: &str, number: u64| {
        command[key]
            .as_array()
            .is_none_or(|all| all.iter().any(|one| *one == number))
    };
    let context = match (channel.guild, channel.owner) {
        (Some(_), _) => 0,
        (None, owner) if owner == Some(who.user) => 1,
        _ => 2,
    };
    if !holds("contexts", context) {
        return Some("it is not for this place");
    }
    let guild = channel.guild.and_then(|id| world.guilds.get(&id));
    if guild.is_some_and(|guild| !guild.has_bot)
        && (command["integration_types"].is_null() || !holds("integration_types", 1))
    {
        return Some("it cannot be installed personally");
    }
    let needed = command["default_member_permissions"].as_str();
    let needed = needed.and_then(|text| text.parse::<u64>().ok());
    if let (Some(guild), Some(needed)) = (guild, needed) {
        let has = world.member_permissions(guild.id, who.user);
        let is_allowed = needed != 0 && has & needed == needed;
        if !is_allowed && has & ADMINISTRATOR == 0 {
            return Some("it needs permissions");
        }
    }
    None
}

/// The options of a command, after its name or that of a subcommand.
fn options(
    world: &World,
    described: &Value,
    text: &str,
    completes: bool,
    shown: &mut String,
    resolved: &mut Map<String, Value>,
) -> Value {
    let all = described["options"]
        .as_array()
        .map_or(&[][..], Vec::as_slice);
    let is_group = all
        .iter()
        .any(|option| option["type"] == 1 || option["type"] == 2);
    if is_group {
        let (name, rest) = text.split_once(' ').unwrap_or((text, ""));
        let Some(below) = all.iter().find(|option| option["name"] == name) else {
            panic!("`{shown}` has no subcommand `{name}`");
        };
        *shown += &format!(" {name}");
        let options = options(world, below, rest, completes, shown, resolved);
        return json!([{"name": name, "type": below["type"], "options": options}]);
    }
    let given = split(all, text, shown);
    for option in all
        .iter()
        .filter(|option| option["required"] == true && !completes)
    {
        let name = option["name"].as_str().unwrap_or_default();
        assert!(
            given.iter().any(|(given, _)| given["name"] == name),
            "`{shown}` needs `{name}`"
        );
    }
    let last = given.len().saturating_sub(1);
    let values = given.iter().enumerate().map(|(place, (option, text))| {
        let mut given = json!({"name": option["name"], "type": option["type"]});
        if completes && place == last {
            assert!(
                option["autocomplete"] == true,
                "`{}` does not complete",
                option["name"]
            );
            given["focused"] = true.into();
            given["value"] = (*text).into();
        } else {
            given["value"] = value(world, option, text, resolved);
        }
        given
    });
    values.collect()
}

/// The options in a text, each with what stands behind its name and colon.
fn split<'a>(all: &'a [Value], text: &'a str, shown: &str) -> Vec<(&'a Value, &'a str)> {
    let mut starts: Vec<(usize, usize, &Value)> = Vec::new();
    for option in all {
        let name = format!("{}:", option["name"].as_str().unwrap_or_default());
        let mut places = text.match_indices(&name);
        let first = places.find(|(at, _)| *at == 0 || text[..*at].ends_with(' '));
        starts.extend(first.map(|(at, _)| (at, at + name.len(), option)));
    }
    starts.sort_by_key(|(at, _, _)| *at);
    let before = starts.first().map_or(text, |(at, _, _)| &text[..*at]);
    assert!(
        before.trim().is_empty(),
        "`{shown}` has no option in `{before}`"
    );
    let ends = starts
        .iter()
        .skip(1)
        .map(|(at, _, _)| *at)
        .chain([text.len()]);
    let parts = starts.iter().zip(ends);
    parts
        .map(|((_, from, option), to)| (*option, text[*from..to].trim()))
        .collect()
}

/// A value of the option's type, within the limits that the client holds.
fn value(world: &World, option: &Value, text: &str, resolved: &mut Map<String, Value>) -> Value {
    let name = option["name"].as_str().unwrap_or_default();
    if let Some(choices) = option["choices"]
        .as_array()
        .filter(|choices| !choices.is_empty())
    {
        let chosen = choices.iter().find(|choice| choice["name"] == text);
        return chosen.unwrap_or_else(|| panic!("`{name}` has no choice `{text}`"))["value"]
            .clone();
    }
    let mut resolve = |folder: &str, id: Id, object: Value| {
        let folder = resolved.entry(folder).or_insert_with(|| json!({}));
        folder[id.to_string()] = object;
        json::id(id)
    };
    match option["type"].as_u64() {
        Some(3) => {
            let length = text.chars().count() as u64;
            let within = |key: &str, usual| option[key].as_u64().unwrap_or(usual);
            assert!(
                length >= within("min_length", 0),
                "`{name}`: too short for the client"
            );
            assert!(
                length <= within("max_length", 6000),
                "`{name}`: too long for the client"
            );
            text.into()
        }
        Some(4) => {
            let number: i64 = text
                .parse()
                .unwrap_or_else(|_| panic!("`{name}`: a number"));
            let most = option["max_value"].as_i64().unwrap_or(i64::MAX);
            let least = option["min_value"].as_i64().unwrap_or(i64::MIN);
            assert!(
                (least..=most).contains(&number),
                "`{name}`: out of the client's range"
            );
            number.into()
        }
        Some(5) => (text == "true").into(),
        Some(6) => {
            let wanted = text.trim_start_matches('@');
            let user = world.users.values().find(|user| user.name == wanted);
            let id = user.unwrap_or_else(|| panic!("no user `{text}`")).id;
            resolve("users", id, json::user(world, id))
        }
        Some(7) => {
            let id = world.channel_named(text);
            let mut object = json::channel(world, &world.channels[&id]);
            object["permissions"] = "0".into();
            resolve("channels", id, object)
        }
        Some(8) => {
            let mut roles = world.guilds.values().flat_map(|guild| &guild.roles);
            let role = roles.find(|role| role.name == text.trim_start_matches('@'));
            let role = role.unwrap_or_else(|| panic!("no role `{text}`"));
            resolve("roles", role.id, json::role(role, 1))
        }
        Some(10) => text
            .parse::<f64>()
            .unwrap_or_else(|_| panic!("`{name}`: a number"))
            .into(),
        kind => panic!("`{name}`: options of type {kind:?} are not modelled"),
    }
}
