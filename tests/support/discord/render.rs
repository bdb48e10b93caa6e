//! How a message looks, as text: what a person sees, with names for ids, so
//! that a test can compare it whole.

use serde_json::Value;

use super::state::{Id, Message, User};
use super::world::World;

/// The longest part of a message that is shown where it is replied to.
const QUOTED: usize = 60;

/// A message from its first line, who to whom, to its last row of buttons.
pub fn message(world: &World, message: &Message) -> String {
    let mut lines = vec![first_line(world, message)];
    if !message.content.is_empty() {
        lines.push(message.content.clone());
    }
    for embed in &message.embeds {
        lines.extend(self::embed(embed));
    }
    lines.extend(message.files.iter().map(|file| format!("(file: {file})")));
    lines.extend(message.components.iter().map(row));
    named(world, &lines.join("\n"))
}

fn name(world: &World, user: Id) -> &str {
    world
        .users
        .get(&user)
        .map_or("somebody", |user: &User| &user.name)
}

fn first_line(world: &World, message: &Message) -> String {
    let mut line = name(world, message.author).to_owned();
    if let Some(one) = message
        .interaction
        .and_then(|id| world.interactions.get(&id))
    {
        line += &format!(" -> {} {}", name(world, one.user), one.what);
    } else if let Some(target) = message.replies_to {
        line += &match world.messages.get(&target) {
            Some(target) => {
                let quote: String = target.content.chars().take(QUOTED).collect();
                let rest = if quote.len() < target.content.len() {
                    "…"
                } else {
                    ""
                };
                let quote = quote.replace('\n', " ");
                format!(" -> {}: {quote}{rest}", name(world, target.author))
            }
            None => " -> a message that is gone".to_owned(),
        };
    }
    if let Some(user) = message.only_for {
        line += &format!(" (only {} sees this)", name(world, user));
    }
    line
}

fn embed(embed: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut lines = vec![match embed["color"].as_u64() {
        Some(color) => format!("[embed #{color:06x}]"),
        None => "[embed]".to_owned(),
    }];
    if embed["author"]["name"].is_string() {
        lines.push(format!("by: {}", text(&embed["author"]["name"])));
    }
    if embed["title"].is_string() {
        let link = match embed["url"].as_str() {
            Some(url) => format!(" ({url})"),
            None => String::new(),
        };
        lines.push(format!("# {}{link}", text(&embed["title"])));
    }
    if embed["description"].is_string() {
        lines.push(text(&embed["description"]));
    }
    for field in embed["fields"].as_array().into_iter().flatten() {
        let inline = if field["inline"] == true {
            " (inline)"
        } else {
            ""
        };
        lines.push(format!("## {}{inline}", text(&field["name"])));
        lines.push(text(&field["value"]));
    }
    for picture in ["image", "thumbnail"] {
        if embed[picture].is_object() {
            lines.push(format!("({picture}: {})", text(&embed[picture]["url"])));
        }
    }
    if embed["footer"].is_object() {
        lines.push(format!("-- {}", text(&embed["footer"]["text"])));
    }
    lines.push("[end]".to_owned());
    lines
}

fn row(row: &Value) -> String {
    let parts = row["components"].as_array().into_iter().flatten();
    parts.map(component).collect::<Vec<_>>().join(" ")
}

fn component(part: &Value) -> String {
    let off = if part["disabled"] == true {
        " (off)"
    } else {
        ""
    };
    if part["type"] == 2 {
        let link = part["url"]
            .as_str()
            .map(|url| format!("({url})"))
            .unwrap_or_default();
        return format!("[{}{off}]{link}", label(part));
    }
    let options = part["options"].as_array().into_iter().flatten();
    let options = options.map(|option| {
        let detail = option["description"].as_str();
        let detail = detail.map(|text| format!(": {text}")).unwrap_or_default();
        format!(
            " | {}{detail}",
            option["label"].as_str().unwrap_or_default()
        )
    });
    let placeholder = part["placeholder"].as_str().unwrap_or("choose");
    format!("(menu: {placeholder}{off}{})", options.collect::<String>())
}

/// What a button says.
pub fn label(button: &Value) -> String {
    let parts = [button["emoji"]["name"].as_str(), button["label"].as_str()];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    parts.join(" ")
}

/// A form.
pub fn modal(world: &World, data: &Value) -> String {
    let mut lines = vec![format!(
        "form: {}",
        data["title"].as_str().unwrap_or_default()
    )];
    for row in data["components"].as_array().into_iter().flatten() {
        let input = &row["components"][0];
        let long = if input["style"] == 2 { " (long)" } else { "" };
        let must = if input["required"] == false {
            " (optional)"
        } else {
            ""
        };
        let label = input["label"].as_str().unwrap_or_default();
        let value = input["value"].as_str().unwrap_or_default();
        let hint = input["placeholder"].as_str();
        let hint = hint.map(|hint| format!(" ({hint})")).unwrap_or_default();
        lines.push(
            format!("{label}{long}{must}: {value}{hint}")
                .trim_end()
                .to_owned(),
        );
    }
    named(world, &lines.join("\n"))
}

/// The text with names for ids, and masks for moments: what a client shows.
fn named(world: &World, text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(start);
        let end = tail
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (digits, tail) = tail.split_at(end);
        shown.push_str(before);
        rest = tail;
        shown.push_str(&match name_of(world, digits, &shown) {
            Some(name) => name,
            None => digits.to_owned(),
        });
    }
    shown + rest
}

/// The name of what has this id; `before` tells a moment by what stands there.
fn name_of(world: &World, digits: &str, before: &str) -> Option<String> {
    if before.ends_with("<t:") {
        return Some("[TIME]".to_owned());
    }
    // No id is shorter: they count milliseconds since 2015.
    if digits.len() < 10 {
        return None;
    }
    let id: Id = digits.parse().ok()?;
    let role = || {
        let roles = world.guilds.values().flat_map(|guild| &guild.roles);
        roles
            .into_iter()
            .find(|role| role.id == id)
            .map(|role| role.name.clone())
    };
    let known = world.users.get(&id).map(|user| user.name.clone());
    let known = known.or_else(|| world.guilds.get(&id).map(|guild| guild.name.clone()));
    let known = known.or_else(|| world.channels.get(&id).map(|channel| channel.name.clone()));
    let known = known.or_else(role);
    let is_command = || {
        let mut commands = world.commands.iter();
        commands.any(|(_, command)| command["id"].as_str() == Some(digits))
    };
    known
        .or_else(|| {
            world
                .messages
                .contains_key(&id)
                .then(|| "[MESSAGE]".to_owned())
        })
        .or_else(|| is_command().then(|| "[COMMAND]".to_owned()))
        // A message that has been deleted.
        .or_else(|| (digits.len() >= 18).then(|| "[ID]".to_owned()))
}

/// A part of a path without its percent signs.
pub fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let pair: Vec<u8> = rest.by_ref().take(2).collect();
        let pair = String::from_utf8_lossy(&pair).into_owned();
        bytes.push(u8::from_str_radix(&pair, 16).unwrap_or(b'?'));
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
