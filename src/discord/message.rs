//! A message as it goes to Discord: data, and the last guard before it leaves.
//!
//! Whatever is put in, the JSON that comes out keeps every length that Discord
//! allows and can ping nobody. What a message says is decided in `present`.

use serde_json::{Map, Value, json};

use super::custom_id::Action;
use super::safe;

/// Discord's limits, in UTF-16 units where it counts so and in characters
/// otherwise; the stricter is kept.
pub(super) mod limits {
    pub const CONTENT: usize = 2_000;
    pub const TITLE: usize = 256;
    pub const DESCRIPTION: usize = 4_096;
    pub const FIELD_NAME: usize = 256;
    pub const FIELD_VALUE: usize = 1_024;
    pub const FOOTER: usize = 2_048;
    pub const EMBED_TOTAL: usize = 6_000;
    pub const ROWS: usize = 5;
    pub const BUTTONS: usize = 5;
    pub const LABEL: usize = 80;
    pub const OPTIONS: usize = 25;
    pub const OPTION: usize = 100;
    pub const PLACEHOLDER: usize = 150;
}

/// `EPHEMERAL`: only one member sees the message.
pub const EPHEMERAL: u32 = 1 << 6;

/// A message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Message {
    /// Text above the embed.
    pub content: String,
    /// The framed part, if there is one.
    pub embed: Option<Embed>,
    /// Buttons and menus, a row each.
    pub rows: Vec<Row>,
    /// A file that comes with it.
    pub file: Option<Attachment>,
}

/// A file that comes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What stands in it.
    pub bytes: Vec<u8>,
}

/// The framed part of a message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Embed {
    /// Its colour, `0xRRGGBB`.
    pub colour: u32,
    /// Its heading; Markdown.
    pub title: String,
    /// Its text; Markdown.
    pub description: String,
    /// Named pieces below the text; Markdown in the values.
    pub fields: Vec<(String, String)>,
    /// Small print; plain text.
    pub footer: String,
}

/// A row below a message.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// At most five buttons.
    Buttons(Vec<Button>),
    /// A menu to choose one from.
    Menu(Menu),
}

/// A button.
#[derive(Debug, Clone, PartialEq)]
pub struct Button {
    /// What it says.
    pub label: String,
    /// How it looks.
    pub style: Style,
    /// What it does.
    pub action: Action,
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// What most people want.
    Primary = 1,
    /// Anything else.
    Secondary = 2,
}

/// A menu to choose one from.
#[derive(Debug, Clone, PartialEq)]
pub struct Menu {
    /// What it does.
    pub action: Action,
    /// What stands in it before anything is chosen.
    pub placeholder: String,
    /// Label and value of each option.
    pub options: Vec<(String, String)>,
}

impl Button {
    /// A button that most people want.
    pub fn primary(label: &str, action: Action) -> Self {
        Button {
            label: label.to_owned(),
            style: Style::Primary,
            action,
        }
    }

    /// Any other button.
    pub fn secondary(label: &str, action: Action) -> Self {
        Button {
            style: Style::Secondary,
            ..Button::primary(label, action)
        }
    }
}

impl Message {
    /// A message of one line.
    pub fn text(content: impl Into<String>) -> Self {
        Message {
            content: content.into(),
            ..Message::default()
        }
    }

    /// The same without an embed, for channels where the bot may show none.
    pub fn without_embed(&self) -> Message {
        let Some(embed) = &self.embed else {
            return self.clone();
        };
        let mut parts = vec![self.content.clone()];
        if !embed.title.is_empty() {
            parts.push(format!("**{}**", embed.title));
        }
        // What has to be said is never cut off. Where room is short, sources give
        // way before the passage does, each as a whole.
        let footer = safe::literal(&embed.footer);
        let length =
            |parts: &[String]| -> usize { parts.iter().map(|part| safe::length(part) + 2).sum() };
        let used = length(&parts) + safe::length(&footer) + 2;
        let room = limits::CONTENT.saturating_sub(used);
        let description = fit(&embed.description, room);
        let mut room = room - safe::length(&description);
        parts.push(description);
        let lines = embed.fields.iter().flat_map(|(_, value)| value.lines());
        let mut end: Vec<&str> = Vec::new();
        for line in lines {
            if let Some(left) = room.checked_sub(safe::length(line) + 1) {
                room = left;
                end.push(line);
            }
        }
        end.push(&footer);
        parts.push(end.join("\n"));
        parts.retain(|part| !part.is_empty());
        Message {
            content: parts.join("\n\n"),
            embed: None,
            rows: self.rows.clone(),
            file: self.file.clone(),
        }
    }

    /// The JSON of it, to send or to replace an earlier one with.
    pub fn body(&self) -> Map<String, Value> {
        // Inserted, not written as one literal, which would copy every part.
        let mut body = Map::new();
        let content = fit(&self.content, limits::CONTENT);
        body.insert("content".into(), content.into());
        let embeds: Vec<Value> = self.embed.iter().map(Embed::json).collect();
        body.insert("embeds".into(), embeds.into());
        // An empty list takes the buttons of an earlier message away.
        let rows = self.rows.iter().filter_map(Row::json);
        let rows: Vec<Value> = rows.take(limits::ROWS).collect();
        body.insert("components".into(), rows.into());
        // An id is text to Discord, also the number of a part of the upload. An empty
        // list takes the file of an earlier message away.
        let files = self.file.iter();
        let files: Vec<Value> = files
            .map(|file| json!({"id": "0", "filename": file.name}))
            .collect();
        body.insert("attachments".into(), files.into());
        let nobody = json!({"parse": [], "replied_user": false});
        body.insert("allowed_mentions".into(), nobody);
        body
    }

    /// The same, for one member's eyes only if `private`.
    pub fn response(&self, private: bool) -> Map<String, Value> {
        let mut body = self.body();
        if private {
            body.insert("flags".into(), EPHEMERAL.into());
        }
        body
    }
}

/// A text of at most `most` UTF-16 units. What is made here fits already; this
/// is for what somebody made too long elsewhere.
fn fit(text: &str, most: usize) -> String {
    if safe::length(text) <= most {
        return text.to_owned();
    }
    let mut room = most.saturating_sub(1);
    let fits = |character: &char| {
        let fits = character.len_utf16() <= room;
        room = room.saturating_sub(character.len_utf16());
        fits
    };
    let mut cut: String = text.chars().take_while(fits).collect();
    if most > 0 {
        cut.push('…');
    }
    cut
}

impl Embed {
    fn json(&self) -> Value {
        let mut embed = Map::new();
        // Whatever stands last gives way first, but for the small print.
        let footer = fit(&self.footer, limits::FOOTER);
        let title = fit(&self.title, limits::TITLE);
        let mut room = limits::EMBED_TOTAL - safe::length(&footer) - safe::length(&title);
        let mut take = |text: &str, most: usize| {
            let text = fit(text, most.min(room));
            room -= safe::length(&text);
            text
        };
        embed.insert("color".into(), self.colour.into());
        if !title.is_empty() {
            embed.insert("title".into(), title.into());
        }
        let description = take(&self.description, limits::DESCRIPTION);
        if !description.is_empty() {
            embed.insert("description".into(), description.into());
        }
        let mut fields = Vec::new();
        for (name, value) in &self.fields {
            let name = take(name, limits::FIELD_NAME);
            let value = take(value, limits::FIELD_VALUE);
            if !name.is_empty() && !value.is_empty() {
                fields.push(json!({"name": name, "value": value}));
            }
        }
        if !fields.is_empty() {
            embed.insert("fields".into(), fields.into());
        }
        if !footer.is_empty() {
            embed.insert("footer".into(), json!({"text": footer}));
        }
        Value::Object(embed)
    }
}

impl Row {
    /// `None` for a row with nothing in it, which Discord refuses.
    fn json(&self) -> Option<Value> {
        let components: Vec<Value> = match self {
            Row::Buttons(buttons) => buttons.iter().take(limits::BUTTONS).map(button).collect(),
            Row::Menu(menu) if menu.options.is_empty() => return None,
            Row::Menu(found) => vec![menu(found)],
        };
        (!components.is_empty()).then(|| {
            let mut row = Map::new();
            row.insert("type".into(), 1.into());
            row.insert("components".into(), components.into());
            row.into()
        })
    }
}

fn button(button: &Button) -> Value {
    json!({
        "type": 2,
        "style": button.style as u8,
        "label": safe::label(&button.label, limits::LABEL),
        "custom_id": button.action.to_string(),
    })
}

fn menu(menu: &Menu) -> Value {
    let options =
        menu.options.iter().take(limits::OPTIONS).map(
            |(label, value)| json!({"label": safe::label(label, limits::OPTION), "value": value}),
        );
    json!({
        "type": 3,
        "custom_id": menu.action.to_string(),
        "placeholder": safe::label(&menu.placeholder, limits::PLACEHOLDER),
        "options": options.collect::<Vec<_>>(),
    })
}
