//! After a crash: edits that were begun are brought to an end, forwards or
//! backwards, so that no file is left half done.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use crate::store::{Edit, FileEdit, Store};

use super::bank::place;
use super::disk::{self, hash, under_way};
use super::{Config, Result, git, golden};

/// What became of an edit that was cut off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovered {
    /// It was all written, or could be finished.
    Finished(String),
    /// Nothing of it was written; it is forgotten.
    Dropped(String),
    /// A file is neither as before nor as after: somebody else wrote it since.
    Unclear(String),
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Recovered::Finished(edit) => {
                write!(f, "the edit `{edit}` was cut off, and is finished")
            }
            Recovered::Dropped(edit) => {
                write!(f, "the edit `{edit}` was cut off before a file was written")
            }
            Recovered::Unclear(edit) => write!(
                f,
                "the edit `{edit}` was cut off, and its files were changed since: look at them"
            ),
        }
    }
}

/// Brings every edit that was begun to an end, and clears away what is left of
/// edits that were not.
pub fn recover(config: &Config, store: &Store) -> Result<Vec<Recovered>> {
    // Another process may be in the middle of one.
    let _alone = disk::lock(&config.faq);
    let mut recovered = Vec::new();
    for edit in store.begun()? {
        let outcome = finish(config, &edit);
        match outcome {
            Recovered::Dropped(_) => store.drop_begun(edit.id)?,
            Recovered::Finished(_) | Recovered::Unclear(_) => store.finish(edit.id)?,
        };
        if let Recovered::Finished(name) = &outcome {
            let files: Vec<_> = edit
                .files
                .iter()
                .map(|file| place(config, &file.path))
                .collect();
            let files = files.iter().map(PathBuf::as_path).collect();
            // It may be committed already; what goes wrong is in the log.
            git::commit(config, files, name, &edit.who);
        }
        recovered.push(outcome);
    }
    clear(&config.faq);
    golden::clear(config);
    Ok(recovered)
}

/// Where a file stands.
#[derive(PartialEq, Eq)]
enum Stands {
    Before,
    After,
    Elsewhere,
}

fn finish(config: &Config, edit: &Edit) -> Recovered {
    let name = format!("{} {}", edit.action, edit.entry);
    let stands: Vec<Stands> = edit.files.iter().map(|file| stands(config, file)).collect();
    if !stands.contains(&Stands::After) {
        return Recovered::Dropped(name);
    }
    if stands.contains(&Stands::Elsewhere) {
        return Recovered::Unclear(name);
    }
    for (file, stands) in edit.files.iter().zip(&stands) {
        let is_done = match stands {
            Stands::After => true,
            Stands::Before => roll_forward(config, file),
            Stands::Elsewhere => false,
        };
        if !is_done {
            return Recovered::Unclear(name);
        }
    }
    Recovered::Finished(name)
}

fn stands(config: &Config, file: &FileEdit) -> Stands {
    match disk::read(&place(config, &file.path)).map(|bytes| hash(&bytes)) {
        Ok(now) if now == file.after_hash => Stands::After,
        Ok(now) if now == file.before_hash => Stands::Before,
        _ => Stands::Elsewhere,
    }
}

/// The new text lies beside the file, or follows from the patch.
fn roll_forward(config: &Config, file: &FileEdit) -> bool {
    let place = place(config, &file.path);
    let beside = under_way(&place);
    if file.after_hash == 0 {
        return fs::remove_file(&place).is_ok();
    }
    let is_whole = fs::read(&beside).is_ok_and(|bytes| hash(&bytes) == file.after_hash);
    is_whole && fs::rename(&beside, &place).is_ok()
}

/// Deletes new texts that never got to their places.
fn clear(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let is_folder = |path: &PathBuf| path.is_dir() && !path.is_symlink();
    let paths = entries.flatten().map(|entry| entry.path());
    let (folders, files): (Vec<_>, Vec<_>) = paths.partition(is_folder);
    disk::clear(files.into_iter());
    folders.iter().for_each(|folder| clear(folder));
}
