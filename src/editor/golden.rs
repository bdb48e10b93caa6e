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
    ask: Spanned<String>,
    accept: Option<Spanned<Vec<Spanned<String>>>>,
    urgent: Option<String>,
}

impl Question {
    fn accepted(&self) -> &[Spanned<String>] {
        self.accept.as_ref().map_or(&[], |ids| ids.get_ref())
    }
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

/// The set with a question that `id` answers; `None` where it says so already. If it
/// asks the question, the id is one more that answers it.
///
/// # Errors
/// The file that cannot be read, or has a mistake.
pub fn with_question(
    config: &Config,
    question: &str,
    id: &str,
) -> std::result::Result<Option<Target>, PathBuf> {
    for file in files(config) {
        let before = text(&file).ok_or_else(|| file.clone())?;
        let known: Questions = toml::from_str(&before).map_err(|_| file.clone())?;
        let mut known = known.question.iter();
        if let Some(known) = known.find(|known| known.ask.get_ref() == question) {
            let after = accepting(&before, known, id);
            return Ok(after.and_then(|after| target(&file, before, after)));
        }
    }
    let Some(set) = set(config) else {
        return Ok(None);
    };
    let file = if is_file(set) {
        set.to_owned()
    } else {
        set.join(NEW_FILE)
    };
    let before = text(&file).ok_or_else(|| file.clone())?;
    let gap = if before.is_empty() { "" } else { "\n" };
    let is_open = !before.is_empty() && !before.ends_with('\n');
    let end = if is_open { "\n" } else { "" };
    let (ask, accept) = (toml::Value::from(question), toml::Value::from(id));
    let after = format!(
        "{before}{end}{gap}[[question]]\nask = {ask}\nkind = \"from-chat\"\naccept = [{accept}]\n"
    );
    Ok(target(&file, before, after))
}

/// A question that `id` answers too; `None` where it does already, or where a notice
/// has to come instead.
fn accepting(text: &str, question: &Question, id: &str) -> Option<String> {
    let ids = question.accepted();
    if question.urgent.is_some() || ids.iter().any(|known| known.get_ref() == id) {
        return None;
    }
    let mut written: Vec<String> = ids.iter().map(|id| text[id.span()].to_owned()).collect();
    written.push(toml::Value::from(id).to_string());
    let list = format!("[{}]", written.join(", "));
    let mut after = text.to_owned();
    match &question.accept {
        Some(ids) => after.replace_range(ids.span(), &list),
        None => after.insert_str(question.ask.span().end, &format!("\naccept = {list}")),
    }
    Some(after)
}

/// Its files that accept `id`, with `to` in its place, if it is not gone altogether;
/// and how many questions go since nothing else answers them.
pub fn with_id(config: &Config, id: &str, to: Option<&str>) -> (Vec<Target>, usize) {
    let mut dropped = 0;
    let targets = files(config).into_iter().filter_map(|file| {
        let before = text(&file)?;
        let after = match to {
            Some(to) => renamed(&before, id, to)?,
            None => {
                let (after, questions) = removed(&before, id)?;
                dropped += questions;
                after
            }
        };
        target(&file, before, after)
    });
    (targets.collect(), dropped)
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
    let accepted = set.question.iter().flat_map(Question::accepted);
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

/// `None` where nothing has to change, or where it cannot be done without harm.
fn removed(text: &str, id: &str) -> Option<(String, usize)> {
    let set: Questions = toml::from_str(text).ok()?;
    let (mut after, mut dropped) = (text.to_owned(), 0);
    // From the end, so that the places before stay as they are.
    let mut end = text.len();
    for question in set.question.iter().rev() {
        let start = start_of(text, question)?;
        let (gone, left): (Vec<_>, Vec<_>) = question
            .accepted()
            .iter()
            .partition(|accepted| accepted.get_ref() == id);
        if let (false, Some(ids)) = (gone.is_empty(), &question.accept) {
            if left.is_empty() {
                after.replace_range(start..end, "");
                dropped += 1;
            } else {
                let left: Vec<&str> = left.iter().map(|id| &text[id.span()]).collect();
                after.replace_range(ids.span(), &format!("[{}]", left.join(", ")));
            }
        }
        end = start;
    }
    let left = toml::from_str::<Questions>(&after).ok()?.question.len();
    (after != text && left + dropped == set.question.len()).then_some((after, dropped))
}

/// Where a question begins, with the comments directly above its header; `None`
/// where it has none.
fn start_of(text: &str, question: &Question) -> Option<usize> {
    let ids = question.accept.as_ref().map(Spanned::span);
    let first = ids.map_or(usize::MAX, |ids| ids.start);
    let before = &text[..first.min(question.ask.span().start)];
    let mut lines: Vec<(usize, &str)> = Vec::new();
    let mut start = 0;
    for line in before.split_inclusive('\n') {
        lines.push((start, line.trim()));
        start += line.len();
    }
    let header = lines.iter().rposition(|(_, line)| line.starts_with("[["))?;
    let comments = lines[..header].iter().rev();
    let comments = comments.take_while(|(_, line)| line.starts_with('#'));
    let above = header - comments.count();
    // What a file begins with is about the file.
    let first = if above == 0 { header } else { above };
    Some(lines[first].0)
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
