//! Names that stand on entries at their owners' wish, and how they come off: out of
//! the files by an edit, and out of what the history has kept of them.
//!
//! Such a name is a source without an address. Names of moderators in the history
//! are another matter, and stay.

use jiff::civil::Date;

use crate::content::edit::{self, Change, EditError, Original};
use crate::content::passage::{Kind, Passage};

use super::bank::Bank;
use super::{Applied, Author, Editor, Result};

/// What taking a name off is called in the history. It is not undone.
pub(super) const ACTION: &str = "forget-name";

/// What the history says in place of a name.
const TAKEN_OFF: &str = "(a name that was taken off)";

/// What became of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgotten {
    /// The edit that took it off; `None` where no entry had it.
    pub applied: Option<Applied>,
    /// How many files of edits in the history said it; `None` where the history
    /// cannot be written, and may say it still.
    pub in_history: Option<usize>,
    /// The files that still say it, where no entry by itself does.
    pub left: Vec<String>,
}

impl Editor {
    /// The entries that a name stands on, of those that this author may edit.
    pub fn named(&self, name: &str, author: &Author) -> Vec<String> {
        let bank = Bank::read(&self.config);
        let entries = bank.loaded(&author.scope);
        let entries = entries.flat_map(|file| &file.passages);
        let named = entries.filter(|entry| has_name(entry, name));
        named.map(|entry| entry.id.clone()).collect()
    }

    /// Takes a name off all entries that this author may edit, and out of the
    /// history of their files.
    ///
    /// # Errors
    /// When the files cannot be written.
    pub fn forget_name(&self, name: &str, author: &Author, today: Date) -> Result<Forgotten> {
        let _alone = self.alone();
        let bank = Bank::read(&self.config);
        let (mut targets, mut entries) = (Vec::new(), Vec::new());
        for file in bank.loaded(&author.scope) {
            let named = file.passages.iter().filter(|entry| has_name(entry, name));
            let ids: Vec<&str> = named.map(|entry| entry.id.as_str()).collect();
            if !ids.is_empty() {
                let without = |original: &Original<'_>| without(original, &ids, name);
                let target = bank.target(&file.path, without)?;
                // A name of the whole file is none of its entries'.
                if target.before != target.after {
                    targets.push(target);
                    entries.extend(ids);
                }
            }
        }
        bank.check(&targets, author, today)?;
        let applied = match entries.first() {
            Some(first) => Some(self.write(&targets, ACTION, first, author)?),
            None => None,
        };
        let rewritten = self.store.rewrite_patches(|path, patch| {
            let is_theirs = author.scope.sees(path);
            is_theirs.then(|| forgotten(patch, name)).flatten()
        });
        if let Err(error) = &rewritten {
            tracing::warn!("a name stays in the history of edits: {error}");
        }
        let bank = Bank::read(&self.config);
        let files = bank.export(&author.scope).files.into_iter();
        let left = files.filter_map(|(path, bytes)| {
            let text = String::from_utf8_lossy(&bytes);
            forgotten(&text, name).map(|_| path)
        });
        Ok(Forgotten {
            applied,
            in_history: rewritten.ok(),
            left: left.collect(),
        })
    }
}

fn has_name(entry: &Passage, name: &str) -> bool {
    let mut sources = entry.sources.iter();
    entry.kind == Kind::Entry && sources.any(|source| source.url.is_none() && source.title == name)
}

/// A file with these entries without a name.
fn without(
    original: &Original<'_>,
    ids: &[&str],
    name: &str,
) -> std::result::Result<String, EditError> {
    let mut text = original.text.to_owned();
    for id in ids {
        let file = Original {
            path: original.path,
            text: &text,
        };
        let Some(mut draft) = edit::draft(&file, id) else {
            continue;
        };
        draft
            .sources
            .retain(|source| source.url.is_some() || source.title != name);
        let id = (*id).to_owned();
        text = edit::changed(&file, &Change::Edit { id, draft })?;
    }
    Ok(text)
}

/// A text with something else in place of a name where it is a source; `None` where
/// it is none.
fn forgotten(text: &str, name: &str) -> Option<String> {
    let written = [
        toml::Value::from(name).to_string(),
        format!("'{name}'"),
        format!("\"{name}\""),
    ];
    let says =
        |line: &str| line.contains("title") && written.iter().any(|name| line.contains(name));
    if !text.lines().any(says) {
        return None;
    }
    let lines = text.split_inclusive('\n').map(|line| {
        if !says(line) {
            return line.to_owned();
        }
        let instead = format!("\"{TAKEN_OFF}\"");
        written
            .iter()
            .fold(line.to_owned(), |line, name| line.replace(name, &instead))
    });
    Some(lines.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_source_is_a_name_that_is_forgotten() {
        let patch =
            "+sources = [{ title = 'Kim O''Hara' }, { title = \"Ada\" }]\n-Ada says \"Ada\"\n";
        assert_eq!(
            forgotten(patch, "Ada").unwrap(),
            patch.replacen("\"Ada\"", "\"(a name that was taken off)\"", 1)
        );
        assert_eq!(forgotten(patch, "Bob"), None);
    }
}
