//! `/faq-admin` as Discord knows it, and what a moderator asks for with it.
//!
//! It is in English for all: so are the files, `check` and the log.

use serde_json::{Value, json};
use serenity::model::application::{CommandDataOption, CommandDataOptionValue};

/// What the command is called.
pub const COMMAND: &str = "faq-admin";

/// The command of a message's menu that makes it a way of asking.
pub const TEACH: &str = "Teach the FAQ";

/// The command of a message's menu that makes it an entry.
pub const MAKE: &str = "Make an entry";

/// What a moderator asks for; entries are named by key or id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// A new entry with this id, in this file.
    Add(String, Option<String>),
    /// Another text.
    Edit(String),
    /// Takes an entry away.
    Remove(String),
    /// Another id.
    Rename(String, String),
    /// One more way to ask, one less, or neither.
    Alternates(String, Option<String>, Option<String>),
    /// The entry as members see it.
    Preview(String),
    /// The last edits, of an entry or of all.
    History(Option<String>),
    /// Takes an edit back, the last by default.
    Undo(Option<u64>),
    /// What is wrong in the files.
    Check,
    /// Reads the files again.
    Reload,
    /// What members asked for in vain.
    Gaps,
    /// How the FAQ does.
    Stats,
    /// The files as an archive.
    Export,
    /// Takes a name off, at its owner's wish.
    Forget(String),
}

/// An option of a subcommand.
struct Given {
    name: &'static str,
    about: &'static str,
    is_required: bool,
    kind: u8,
    completes: bool,
}

const STRING: u8 = 3;
const INTEGER: u8 = 4;

const fn entry(is_required: bool) -> Given {
    Given {
        name: "entry",
        about: "The entry or section",
        is_required,
        kind: STRING,
        completes: true,
    }
}

const fn text(name: &'static str, about: &'static str, is_required: bool) -> Given {
    Given {
        name,
        about,
        is_required,
        kind: STRING,
        completes: false,
    }
}

/// The subcommands with what each takes.
const SUBCOMMANDS: &[(&str, &str, &[Given])] = &[
    (
        "add",
        "Write a new entry",
        &[
            text("id", "Its name in the files, such as opening-hours", true),
            text("file", "The file it goes into, such as shop.toml", false),
        ],
    ),
    ("edit", "Change an entry", &[entry(true)]),
    ("remove", "Take an entry away", &[entry(true)]),
    (
        "rename",
        "Give an entry another id",
        &[entry(true), text("to", "The new id", true)],
    ),
    (
        "alternates",
        "See, add or remove ways of asking for an entry",
        &[
            entry(true),
            text("add", "A way of asking to add", false),
            text("remove", "A way of asking to remove", false),
        ],
    ),
    ("preview", "See an entry as members see it", &[entry(true)]),
    ("history", "See who changed what", &[entry(false)]),
    (
        "undo",
        "Take an edit back",
        &[Given {
            name: "edit",
            about: "Its number in the history; the last one by default",
            is_required: false,
            kind: INTEGER,
            completes: false,
        }],
    ),
    ("check", "See what is wrong in the files", &[]),
    ("reload", "Read the files again", &[]),
    ("gaps", "See what members asked for in vain", &[]),
    ("stats", "See how the FAQ does", &[]),
    ("export", "Get the files of the FAQ", &[]),
    (
        "forget",
        "Take a name off entries, as its owner wishes",
        &[text(
            "name",
            "The name as it stands among their sources",
            true,
        )],
    ),
];

/// The command with all its subcommands.
pub fn definition() -> Value {
    let subcommands = SUBCOMMANDS.iter().map(|(name, about, given)| {
        let options = given.iter().map(|given| {
            let mut option = json!({
                "type": given.kind,
                "name": given.name,
                "description": given.about,
                "required": given.is_required,
            });
            if given.completes {
                option["autocomplete"] = true.into();
            }
            option
        });
        json!({
            "type": 1,
            "name": name,
            "description": about,
            "options": options.collect::<Vec<_>>(),
        })
    });
    json!({
        "type": 1,
        "name": COMMAND,
        "description": "For moderators: keep the FAQ",
        "options": subcommands.collect::<Vec<_>>(),
    })
}

impl Task {
    /// What was asked for; `None` where it is nothing that we registered.
    pub fn of(options: &[CommandDataOption]) -> Option<Task> {
        let subcommand = options.first()?;
        let CommandDataOptionValue::SubCommand(given) = &subcommand.value else {
            return None;
        };
        let value = |name: &str| {
            let mut given = given.iter();
            given.find_map(|option| (option.name == name).then_some(&option.value))
        };
        let text = |name: &str| match value(name) {
            Some(CommandDataOptionValue::String(text)) => Some(text.trim().to_owned()),
            _ => None,
        };
        Some(match subcommand.name.as_str() {
            "add" => Task::Add(text("id")?, text("file")),
            "edit" => Task::Edit(text("entry")?),
            "remove" => Task::Remove(text("entry")?),
            "rename" => Task::Rename(text("entry")?, text("to")?),
            "alternates" => Task::Alternates(text("entry")?, text("add"), text("remove")),
            "preview" => Task::Preview(text("entry")?),
            "history" => Task::History(text("entry")),
            "undo" => Task::Undo(match value("edit") {
                Some(CommandDataOptionValue::Integer(edit)) => Some(edit.unsigned_abs()),
                _ => None,
            }),
            "check" => Task::Check,
            "reload" => Task::Reload,
            "gaps" => Task::Gaps,
            "stats" => Task::Stats,
            "export" => Task::Export,
            "forget" => Task::Forget(text("name")?),
            _ => return None,
        })
    }
}
