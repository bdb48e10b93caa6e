//! The golden set as edits keep it: with what moderators taught, and with the ids
//! that entries have now.
//!
//! How it is asked, and what comes of it, is the business of [`crate::eval`].

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::Spanned;

use super::Config;
use super::bank::NEW_FILE;
use super::disk::{self, Target};

/// What its files are called in the journal, before their names: no path of the FAQ
/// begins so.
const PREFIX: &str = "//golden/";

/// As much of a file as is followed here.
#[derive(Deserialize)]
struct Questions {
    #[serde(default)]
    question: Vec<Question>,
}

#[derive(Deserialize)]
struct Question {
    ask: String,
    #[serde(default)]
    accept: Vec<Spanned<String>>,
}

/// Whether this is the name of one of its files in the journal.
pub fn is_golden(path: &str) -> bool {
    path.starts_with(PREFIX)
}

/// Where a file of it is that the journal calls `path`; `None` for any other.
pub fn place(config: &Config, path: &str) -> Option<PathBuf> {
    let name = path.strip_prefix(PREFIX)?;
    // Nobody else writes the journal, but a name that leads elsewhere is none.
    let name = Path::new(name).file_name()?;
    let set = set(config)?;
    Some(if is_file(set) {
        set.to_owned()
    } else {
        set.join(name)
    })
}

/// The set with a question more; `None` where it asks it already.
pub fn with_question(config: &Config, question: &str, id: &str) -> Option<Target> {
    let set = set(config)?;
    let file = if is_file(set) {
        set.to_owned()
    } else {
        set.join(NEW_FILE)
    };
    let before = text(&file)?;
    let known = toml::from_str::<Questions>(&before).ok()?;
    if known.question.iter().any(|known| known.ask == question) {
        return None;
    }
    let gap = if before.is_empty() { "" } else { "\n" };
    let is_open = !before.is_empty() && !before.ends_with('\n');
    let end = if is_open { "\n" } else { "" };
    let (ask, accept) = (toml::Value::from(question), toml::Value::from(id));
    let after = format!(
        "{before}{end}{gap}[[question]]\nask = {ask}\nkind = \"from-chat\"\naccept = [{accept}]\n"
    );
    target(&file, before, after)
}

/// Its files that accept `id`, with `to` in its place.
pub fn with_renamed(config: &Config, id: &str, to: &str) -> Vec<Target> {
    let files = files(config).into_iter();
    files
        .filter_map(|file| {
            let before = text(&file)?;
            let after = renamed(&before, id, to)?;
            target(&file, before, after)
        })
        .collect()
}

/// Clears away what is left of edits that were cut off.
pub fn clear(config: &Config) {
    for set in &config.golden {
        if is_file(set) {
            let _ = fs::remove_file(disk::under_way(set));
        } else {
            let files = fs::read_dir(set).into_iter().flatten().flatten();
            disk::clear(files.map(|entry| entry.path()));
        }
    }
}

fn renamed(text: &str, id: &str, to: &str) -> Option<String> {
    // A file with a mistake is told of when the set is asked.
    let set: Questions = toml::from_str(text).ok()?;
    let accepted = set.question.iter().flat_map(|question| &question.accept);
    let places = accepted.filter(|accepted| accepted.get_ref() == id);
    let mut places: Vec<_> = places.map(Spanned::span).collect();
    if places.is_empty() {
        return None;
    }
    places.sort_by_key(|place| std::cmp::Reverse(place.start));
    let to = toml::Value::from(to).to_string();
    let mut renamed = text.to_owned();
    places
        .into_iter()
        .for_each(|place| renamed.replace_range(place, &to));
    Some(renamed)
}

/// Where it is: the first place that exists, else the likeliest.
fn set(config: &Config) -> Option<&Path> {
    let places = &config.golden;
    let found = places.iter().find(|place| place.exists());
    found.or(places.first()).map(PathBuf::as_path)
}

fn is_file(set: &Path) -> bool {
    set.extension() == Some(OsStr::new("toml"))
}

fn files(config: &Config) -> Vec<PathBuf> {
    let Some(set) = set(config) else {
        return Vec::new();
    };
    if is_file(set) {
        return vec![set.to_owned()];
    }
    let entries = fs::read_dir(set).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    files.retain(|file| is_file(file));
    files.sort();
    files
}

/// `None` where it cannot be read as text.
fn text(file: &Path) -> Option<String> {
    String::from_utf8(disk::read(file).ok()?).ok()
}

fn target(file: &Path, before: String, after: String) -> Option<Target> {
    let name = file.file_name()?.to_str()?;
    Some(Target {
        path: format!("{PREFIX}{name}"),
        place: disk::resolved(file),
        before,
        after,
    })
}
