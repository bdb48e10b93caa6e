//! The commands as Discord knows them, and when it has to be told anew.
//!
//! What a command does is decided in `interactions`.

use serde_json::{Map, Value, json};
use serenity::model::id::{ApplicationId, GuildId};

use crate::text::Locale;
use crate::text::texts::{CommandTexts, NameTexts};

use super::admin::command as admin;
use super::rest::Rest;
use super::transport::RestError;

/// A command, by its English name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Name {
    /// `/ask`
    Ask,
    /// `/faq`
    Faq,
    /// `/topics`
    Topics,
    /// `/about`
    About,
    /// `/privacy`
    Privacy,
    /// `/help`
    Help,
    /// `/suggest`
    Suggest,
    /// `/forget-me`
    ForgetMe,
    /// `/faq-admin`, for moderators.
    Admin,
    /// Makes a member's message a way of asking, for moderators.
    Teach,
    /// Makes a good answer an entry, for moderators.
    Make,
    /// The command of a message's menu.
    Answer,
}

impl Name {
    const ALL: [Name; 12] = [
        Name::Ask,
        Name::Faq,
        Name::Topics,
        Name::About,
        Name::Privacy,
        Name::Help,
        Name::Suggest,
        Name::ForgetMe,
        Name::Admin,
        Name::Teach,
        Name::Make,
        Name::Answer,
    ];

    /// The command with this name, as Discord sends it.
    pub fn of(name: &str) -> Option<Name> {
        let english = &Locale::English.texts().command;
        Name::ALL
            .into_iter()
            .find(|command| command.name(english) == name)
    }

    fn name(self, texts: &CommandTexts) -> &str {
        match self {
            Name::Ask => &texts.ask.name,
            Name::Faq => &texts.faq.name,
            Name::Topics => &texts.topics.name,
            Name::About => &texts.about.name,
            Name::Privacy => &texts.privacy.name,
            Name::Help => &texts.help.name,
            Name::Suggest => &texts.suggest.name,
            Name::ForgetMe => &texts.forget_me.name,
            Name::Admin => admin::COMMAND,
            Name::Teach => admin::TEACH,
            Name::Make => admin::MAKE,
            Name::Answer => &texts.answer.name,
        }
    }
}

/// Discord's numbers for kinds of commands and options.
mod kind {
    pub const CHAT: u8 = 1;
    pub const MESSAGE: u8 = 3;
    pub const STRING: u8 = 3;
    pub const BOOLEAN: u8 = 5;
}

/// The longest question, in characters: beyond it nobody asks one question.
pub const MAX_QUESTION: u32 = 1_000;

/// The longest name on an entry, in characters, as the store keeps it.
pub const MAX_NAME: u32 = 100;

/// All commands, in every language. Where a command can be used is said of those
/// that are registered everywhere; those of one server can be used there.
pub fn definitions(everywhere: bool) -> Value {
    let mut commands = commands();
    if everywhere {
        for command in &mut commands {
            let is_for_moderators = [admin::COMMAND, admin::TEACH, admin::MAKE]
                .iter()
                .any(|name| command["name"] == *name);
            if is_for_moderators {
                command["integration_types"] = json!([0]);
                command["contexts"] = json!([0]);
                continue;
            }
            // Servers and members' own accounts; channels, direct messages with
            // the bot, and all others.
            command["integration_types"] = json!([0, 1]);
            command["contexts"] = json!([0, 1, 2]);
        }
    }
    commands.into()
}

fn commands() -> [Value; Name::ALL.len()] {
    let ask = {
        let mut question = option(kind::STRING, |texts| &texts.ask.question);
        question["required"] = true.into();
        question["max_length"] = MAX_QUESTION.into();
        let private = option(kind::BOOLEAN, |texts| &texts.ask.private);
        chat(
            |texts| (&texts.ask.name, &texts.ask.description),
            vec![question, private],
        )
    };
    let faq = {
        let mut topic = option(kind::STRING, |texts| &texts.faq.topic);
        topic["required"] = true.into();
        topic["autocomplete"] = true.into();
        topic["max_length"] = MAX_QUESTION.into();
        chat(
            |texts| (&texts.faq.name, &texts.faq.description),
            vec![topic],
        )
    };
    let plain = |pick: fn(&CommandTexts) -> &NameTexts| {
        chat(
            move |texts| (&pick(texts).name, &pick(texts).description),
            Vec::new(),
        )
    };
    let forget_me = {
        let mut name = option(kind::STRING, |texts| &texts.forget_me.own_name);
        name["max_length"] = MAX_NAME.into();
        chat(
            |texts| (&texts.forget_me.name, &texts.forget_me.description),
            vec![name],
        )
    };
    let answer = command(kind::MESSAGE, localised("name", |texts| &texts.answer.name));
    [
        ask,
        faq,
        plain(|texts| &texts.topics),
        plain(|texts| &texts.about),
        plain(|texts| &texts.privacy),
        plain(|texts| &texts.help),
        plain(|texts| &texts.suggest),
        forget_me,
        admin::definition(),
        command(kind::MESSAGE, english(admin::TEACH)),
        command(kind::MESSAGE, english(admin::MAKE)),
        answer,
    ]
}

/// A name that is the same for all.
fn english(name: &str) -> Map<String, Value> {
    let mut keys = Map::new();
    keys.insert("name".into(), name.into());
    keys
}

type Pick<'a> = fn(&'a CommandTexts) -> &'a NameTexts;

fn chat(
    pick: impl Fn(&'static CommandTexts) -> (&'static str, &'static str),
    options: Vec<Value>,
) -> Value {
    let mut keys = localised("name", |texts| pick(texts).0);
    keys.extend(localised("description", |texts| pick(texts).1));
    keys.insert("options".into(), options.into());
    command(kind::CHAT, keys)
}

fn option(kind: u8, pick: Pick<'static>) -> Value {
    let mut keys = localised("name", |texts| &pick(texts).name);
    keys.extend(localised("description", |texts| &pick(texts).description));
    keys.insert("type".into(), kind.into());
    Value::Object(keys)
}

fn command(kind: u8, mut keys: Map<String, Value>) -> Value {
    keys.insert("type".into(), kind.into());
    Value::Object(keys)
}

/// A key in English, with its other languages beside it.
fn localised(
    key: &str,
    pick: impl Fn(&'static CommandTexts) -> &'static str,
) -> Map<String, Value> {
    let mut others = Map::new();
    for locale in Locale::ALL {
        if locale == Locale::English {
            continue;
        }
        for code in locale.discord_codes() {
            others.insert((*code).to_owned(), pick(&locale.texts().command).into());
        }
    }
    let english = pick(&Locale::English.texts().command);
    let mut keys = Map::new();
    keys.insert(key.to_owned(), english.into());
    keys.insert(format!("{key}_localizations"), Value::Object(others));
    keys
}

/// Registers the commands where Discord has others; returns whether it had.
///
/// # Errors
/// See [`RestError`].
pub async fn register(
    rest: &Rest,
    app: ApplicationId,
    guild: Option<GuildId>,
) -> Result<bool, RestError> {
    let wanted = definitions(guild.is_none());
    // Where Discord does not say what it has, it is told anyway.
    let registered = rest.commands(app, guild).await.unwrap_or_default();
    if is_same(&wanted, &registered) {
        return Ok(false);
    }
    rest.set_commands(app, guild, &wanted).await?;
    Ok(true)
}

/// Whether Discord has what we want. It adds keys of its own, leaves out what
/// is empty, and keeps no order of commands.
fn is_same(wanted: &Value, registered: &Value) -> bool {
    let (Some(wanted), Some(registered)) = (wanted.as_array(), registered.as_array()) else {
        return false;
    };
    wanted.len() == registered.len()
        && wanted.iter().all(|command| {
            let mut registered = registered.iter();
            registered
                .any(|other| command["name"] == other["name"] && contains(Some(other), command))
        })
}

fn contains(registered: Option<&Value>, wanted: &Value) -> bool {
    let registered = registered.unwrap_or(&Value::Null);
    match (wanted, registered) {
        (Value::Object(wanted), Value::Object(registered)) => wanted
            .iter()
            .all(|(key, value)| contains(registered.get(key), value)),
        (Value::Array(wanted), Value::Array(registered)) => {
            wanted.len() == registered.len()
                && wanted
                    .iter()
                    .zip(registered)
                    .all(|(wanted, registered)| contains(Some(registered), wanted))
        }
        (Value::Array(wanted), Value::Null) => wanted.is_empty(),
        (wanted, registered) => wanted == registered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_discord_adds_makes_no_difference_and_what_it_lacks_does() {
        let wanted = definitions(true);
        let mut registered = wanted.clone();
        for command in registered.as_array_mut().unwrap() {
            command["id"] = "1".into();
            command["version"] = "2".into();
        }
        registered.as_array_mut().unwrap().reverse();
        assert!(is_same(&wanted, &registered));

        let mut renamed = registered.clone();
        let faq = renamed.as_array_mut().unwrap().iter_mut();
        let faq = faq.into_iter().find(|command| command["name"] == "faq");
        faq.unwrap()["description_localizations"]["de"] = "anders".into();
        assert!(!is_same(&wanted, &renamed));
        let mut fewer = registered.clone();
        fewer.as_array_mut().unwrap().pop();
        assert!(!is_same(&wanted, &fewer));
        let mut shorter = registered;
        for command in shorter.as_array_mut().unwrap() {
            if command["name"] == "ask" {
                command["options"].as_array_mut().unwrap().pop();
            }
        }
        assert!(!is_same(&wanted, &shorter));
        assert!(!is_same(&wanted, &json!({"message": "no"})));
    }

    #[test]
    fn every_command_is_known_by_its_english_name() {
        for command in definitions(true).as_array().unwrap() {
            assert!(Name::of(command["name"].as_str().unwrap()).is_some());
        }
        assert_eq!(Name::of("dance"), None);
    }
}
