//! Discord's limits on what a bot may send, and the project's own: no message
//! notifies anybody. Pure functions of JSON; a rule broken is a [`Refusal`].

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

/// Why Discord would not do it.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub status: u16,
    pub code: u32,
    pub message: String,
    /// The place in the body.
    path: Vec<String>,
    /// Whether the bot could have known, so that the test fails.
    pub is_fault: bool,
}

impl Refusal {
    /// One that may happen to any bot.
    pub fn new(status: u16, code: u32, message: &str) -> Self {
        let message = message.to_owned();
        Refusal {
            status,
            code,
            message,
            path: Vec::new(),
            is_fault: false,
        }
    }

    /// One that a correct bot never meets.
    pub fn fault(status: u16, code: u32, message: &str) -> Self {
        Refusal {
            is_fault: true,
            ..Refusal::new(status, code, message)
        }
    }

    /// A body that breaks a rule.
    pub fn form(path: &[&str], message: &str) -> Self {
        let path = path.iter().map(|part| (*part).to_owned()).collect();
        Refusal {
            path,
            ..Refusal::fault(400, 50035, message)
        }
    }

    pub fn innocent(self) -> Self {
        Refusal {
            is_fault: false,
            ..self
        }
    }

    /// What Discord answers.
    pub fn body(&self) -> Value {
        if self.path.is_empty() {
            return json!({"code": self.code, "message": self.message});
        }
        let mut errors = json!({
            "_errors": [{"code": "BASE_TYPE_INVALID", "message": self.message}],
        });
        for part in self.path.iter().rev() {
            errors = json!({ part: errors });
        }
        json!({"code": self.code, "message": "Invalid Form Body", "errors": errors})
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}): ", self.status, self.code)?;
        if !self.path.is_empty() {
            write!(f, "{}: ", self.path.join("."))?;
        }
        f.write_str(&self.message)
    }
}

type Checked = Result<(), Refusal>;

const MESSAGE_KEYS: &[&str] = &[
    "content",
    "embeds",
    "components",
    "allowed_mentions",
    "flags",
    "tts",
    "nonce",
    "enforce_nonce",
    "message_reference",
    "sticker_ids",
    "attachments",
    "poll",
];
const EMBED_KEYS: &[&str] = &[
    "title",
    "type",
    "description",
    "url",
    "timestamp",
    "color",
    "footer",
    "image",
    "thumbnail",
    "author",
    "fields",
    "provider",
    "video",
];

fn wrong(path: &str, message: &str) -> Checked {
    Err(Refusal::form(&path.split('.').collect::<Vec<_>>(), message))
}

fn keys(object: &Value, known: &[&str], path: &str) -> Checked {
    let unknown = object
        .as_object()
        .into_iter()
        .flatten()
        .find(|(key, _)| !known.contains(&key.as_str()));
    match unknown {
        Some((key, _)) => wrong(&format!("{path}.{key}"), "unknown key"),
        None => Ok(()),
    }
}

/// A text of so many characters at most, at least one where it is needed.
fn length(value: &Value, path: &str, needed: bool, most: usize) -> Result<usize, Refusal> {
    let count = value.as_str().map_or(0, |text| text.chars().count());
    if count > most {
        wrong(path, &format!("{count} characters, at most {most}"))?;
    }
    if needed && value.as_str().is_none_or(|text| text.trim().is_empty()) {
        wrong(path, "This field is required")?;
    }
    Ok(count)
}

fn count<'a>(value: &'a Value, path: &str, most: usize) -> Result<&'a [Value], Refusal> {
    let all = value.as_array().map_or(&[][..], Vec::as_slice);
    if all.len() > most {
        wrong(path, &format!("{} of them, at most {most}", all.len()))?;
    }
    Ok(all)
}

/// A message, an edit, or the data of a response; `needs_content` where there
/// is nothing yet that could show.
pub fn message(body: &Value, needs_content: bool) -> Checked {
    keys(body, MESSAGE_KEYS, "message")?;
    mentions(&body["allowed_mentions"])?;
    let content = length(&body["content"], "content", false, 2000)?;
    let embeds = count(&body["embeds"], "embeds", 10)?;
    let mut total = 0;
    for (place, embed) in embeds.iter().enumerate() {
        total += self::embed(embed, &format!("embeds.{place}"))?;
    }
    if total > 6000 {
        wrong(
            "embeds",
            &format!("{total} characters over all embeds, at most 6000"),
        )?;
    }
    let rows = count(&body["components"], "components", 5)?;
    let mut ids = BTreeSet::new();
    for (place, row) in rows.iter().enumerate() {
        self::row(row, &format!("components.{place}"), &mut ids)?;
    }
    if needs_content && content == 0 && embeds.is_empty() && rows.is_empty() {
        return Err(Refusal::fault(400, 50006, "Cannot send an empty message"));
    }
    Ok(())
}

/// Nobody is to be notified, whatever the text says.
fn mentions(allowed: &Value) -> Checked {
    let empty = |key: &str| allowed[key].as_array().is_none_or(Vec::is_empty);
    let parses_nothing = allowed["parse"].as_array().is_some_and(Vec::is_empty);
    if !parses_nothing || !empty("users") || !empty("roles") || allowed["replied_user"] == true {
        wrong(
            "allowed_mentions",
            "a message may not notify anybody: `parse` has to be empty",
        )?;
    }
    Ok(())
}

/// The characters of the embed that count.
fn embed(embed: &Value, path: &str) -> Result<usize, Refusal> {
    let at = |name: &str| format!("{path}.{name}");
    keys(embed, EMBED_KEYS, path)?;
    let mut total = length(&embed["title"], &at("title"), false, 256)?;
    total += length(&embed["description"], &at("description"), false, 4096)?;
    total += length(&embed["footer"]["text"], &at("footer.text"), false, 2048)?;
    total += length(&embed["author"]["name"], &at("author.name"), false, 256)?;
    for (place, field) in count(&embed["fields"], &at("fields"), 25)?
        .iter()
        .enumerate()
    {
        let at = |name: &str| format!("{path}.fields.{place}.{name}");
        total += length(&field["name"], &at("name"), true, 256)?;
        total += length(&field["value"], &at("value"), true, 1024)?;
    }
    if total == 0 && embed["image"].is_null() && embed["thumbnail"].is_null() {
        wrong(path, "an embed that shows nothing")?;
    }
    for link in [&embed["url"], &embed["author"]["url"]] {
        web_address(link, &at("url"))?;
    }
    Ok(total)
}

fn web_address(link: &Value, path: &str) -> Checked {
    let is_one = |text: &str| text.starts_with("https://") || text.starts_with("http://");
    if link.as_str().is_some_and(|text| !is_one(text)) {
        wrong(path, "Not a well formed URL.")?;
    }
    Ok(())
}

/// A row of up to five buttons, or of one menu.
fn row(row: &Value, path: &str, ids: &mut BTreeSet<String>) -> Checked {
    let parts = count(&row["components"], path, 5)?;
    if row["type"] != 1 || parts.is_empty() {
        wrong(path, "not a row of components")?;
    }
    for (place, part) in parts.iter().enumerate() {
        let path = format!("{path}.components.{place}");
        let kind = part["type"].as_u64().unwrap_or(0);
        if kind == 2 {
            button(part, &path)?;
        } else if (3..=8).contains(&kind) {
            menu(part, &path)?;
            if parts.len() > 1 {
                wrong(&path, "a menu takes a whole row")?;
            }
        } else {
            wrong(
                &path,
                &format!("a component of type {kind} in a row of a message"),
            )?;
        }
        custom_id(part, &path, ids)?;
    }
    Ok(())
}

/// Every component that answers has an id of its own.
fn custom_id(part: &Value, path: &str, ids: &mut BTreeSet<String>) -> Checked {
    let path = format!("{path}.custom_id");
    if part["type"] == 2 && part["style"] == 5 {
        return Ok(());
    }
    length(&part["custom_id"], &path, true, 100)?;
    let id = part["custom_id"].as_str().unwrap_or_default();
    if !ids.insert(id.to_owned()) {
        wrong(&path, "Component custom id cannot be duplicated")?;
    }
    Ok(())
}

fn button(button: &Value, path: &str) -> Checked {
    length(
        &button["label"],
        &format!("{path}.label"),
        button["emoji"].is_null(),
        80,
    )?;
    match button["style"].as_u64() {
        Some(1..=4) if button["url"].is_null() => Ok(()),
        Some(5) if button["url"].is_string() && button["custom_id"].is_null() => {
            length(&button["url"], &format!("{path}.url"), true, 512)?;
            web_address(&button["url"], &format!("{path}.url"))
        }
        _ => wrong(path, "a button has an id, or with style 5 an address"),
    }
}

fn menu(menu: &Value, path: &str) -> Checked {
    length(
        &menu["placeholder"],
        &format!("{path}.placeholder"),
        false,
        150,
    )?;
    if menu["type"] != 3 {
        return Ok(());
    }
    let options = count(&menu["options"], &format!("{path}.options"), 25)?;
    if options.is_empty() {
        wrong(&format!("{path}.options"), "a menu without options")?;
    }
    let mut values = BTreeSet::new();
    for (place, option) in options.iter().enumerate() {
        let at = |name: &str| format!("{path}.options.{place}.{name}");
        length(&option["label"], &at("label"), true, 100)?;
        length(&option["value"], &at("value"), true, 100)?;
        length(&option["description"], &at("description"), false, 100)?;
        if !values.insert(option["value"].as_str()) {
            wrong(&at("value"), "The specified option value is already used")?;
        }
    }
    Ok(())
}

/// The choices of an autocomplete.
pub fn choices(data: &Value) -> Checked {
    for (place, choice) in count(&data["choices"], "choices", 25)?.iter().enumerate() {
        length(&choice["name"], &format!("choices.{place}.name"), true, 100)?;
        if choice["value"].is_string() {
            length(
                &choice["value"],
                &format!("choices.{place}.value"),
                true,
                100,
            )?;
        }
    }
    Ok(())
}

/// A form.
pub fn modal(data: &Value) -> Checked {
    length(&data["title"], "title", true, 45)?;
    length(&data["custom_id"], "custom_id", true, 100)?;
    let rows = count(&data["components"], "components", 5)?;
    if rows.is_empty() {
        wrong("components", "a form without inputs")?;
    }
    let mut ids = BTreeSet::new();
    for (place, row) in rows.iter().enumerate() {
        let path = format!("components.{place}");
        let parts = count(&row["components"], &path, 1)?;
        let [input] = parts else {
            return wrong(&path, "a row of a form has one input");
        };
        if input["type"] != 4 {
            wrong(&path, "a form has text inputs")?;
        }
        custom_id(input, &path, &mut ids)?;
        length(&input["label"], &format!("{path}.label"), true, 45)?;
        length(
            &input["placeholder"],
            &format!("{path}.placeholder"),
            false,
            100,
        )?;
        length(&input["value"], &format!("{path}.value"), false, 4000)?;
        let most = input["max_length"].as_u64().unwrap_or(4000);
        let given = length(&input["value"], &format!("{path}.value"), false, 4000)?;
        if !(1..=4000).contains(&most) || given as u64 > most {
            wrong(
                &format!("{path}.max_length"),
                "1 to 4000, and not less than `value` has",
            )?;
        }
    }
    Ok(())
}

/// All commands of one place.
pub fn commands(body: &Value) -> Checked {
    let Some(all) = body.as_array() else {
        return wrong("commands", "not a list");
    };
    let mut names = BTreeSet::new();
    for (place, command) in all.iter().enumerate() {
        let path = place.to_string();
        let kind = command["type"].as_u64().unwrap_or(1);
        let description = format!("{path}.description");
        if !names.insert((kind, command["name"].as_str())) {
            wrong(&path, "Application command names must be unique")?;
        }
        if kind == 1 {
            command_name(&command["name"], &path)?;
            length(&command["description"], &description, true, 100)?;
            options(&command["options"], &path)?;
        } else {
            length(&command["name"], &format!("{path}.name"), true, 32)?;
            if command["description"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
            {
                wrong(
                    &description,
                    "Context menu commands cannot have description",
                )?;
            }
        }
        if characters(command) > 8000 {
            wrong(&path, "a command has 8000 characters at most")?;
        }
    }
    for (kind, most) in [(1, 100), (2, 15), (3, 15)] {
        if names.iter().filter(|(of, _)| *of == kind).count() > most {
            wrong("commands", &format!("at most {most} of type {kind}"))?;
        }
    }
    Ok(())
}

/// Names, descriptions and values of a command and its options, which have one
/// limit together.
fn characters(part: &Value) -> usize {
    let own = ["name", "description", "value"]
        .iter()
        .filter_map(|key| part[key].as_str());
    let own: usize = own.map(|text| text.chars().count()).sum();
    let parts = ["options", "choices"]
        .iter()
        .filter_map(|key| part[key].as_array());
    own + parts.flatten().map(characters).sum::<usize>()
}

fn command_name(name: &Value, path: &str) -> Checked {
    let path = format!("{path}.name");
    length(name, &path, true, 32)?;
    let is_sign = |c: char| c == '-' || c == '_' || c.is_alphanumeric() && !c.is_uppercase();
    if !name.as_str().is_some_and(|name| name.chars().all(is_sign)) {
        wrong(&path, "lower case letters, digits, `-` and `_` only")?;
    }
    Ok(())
}

fn options(all: &Value, path: &str) -> Checked {
    let mut names = BTreeSet::new();
    let mut is_optional = false;
    for (place, option) in count(all, &format!("{path}.options"), 25)?
        .iter()
        .enumerate()
    {
        let path = format!("{path}.options.{place}");
        command_name(&option["name"], &path)?;
        length(
            &option["description"],
            &format!("{path}.description"),
            true,
            100,
        )?;
        if !names.insert(option["name"].as_str()) {
            wrong(&path, "Option names must be unique")?;
        }
        if option["type"] == 1 || option["type"] == 2 {
            options(&option["options"], &path)?;
            continue;
        }
        if option["required"] == true && is_optional {
            wrong(
                &path,
                "Required options must be placed before non-required options",
            )?;
        }
        is_optional |= option["required"] != true;
        let choices = count(&option["choices"], &format!("{path}.choices"), 25)?;
        if !choices.is_empty() && option["autocomplete"] == true {
            wrong(&path, "choices and autocomplete exclude one another")?;
        }
        for (place, choice) in choices.iter().enumerate() {
            length(
                &choice["name"],
                &format!("{path}.choices.{place}.name"),
                true,
                100,
            )?;
        }
    }
    Ok(())
}
