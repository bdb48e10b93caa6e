//! Writing files whole or not at all: under another name first, then renamed.
//!
//! ```text
//! prepare  .hours.toml.faqbot-new written and flushed, for every file
//! commit   every file still as it was? then rename, and flush the folders
//! ```
//!
//! One process at a time writes into a folder. What stands in the files is not known
//! here.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::xxh3_64;

use crate::content::edit::{self, Draft, Original};

use super::{EditorError, Result};

/// What the names of files under way end with. They begin with a dot, so that no
/// scan of the folder takes them for files of the FAQ.
const NEW: &str = ".faqbot-new";

/// A file, before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Its name in the journal: relative to the FAQ folder.
    pub path: String,
    /// Where it is, links followed.
    pub place: PathBuf,
    /// What stands in it; nothing where it is not there.
    pub before: String,
    /// What will stand in it; nothing where it goes.
    pub after: String,
}

impl Target {
    /// The text of an entry afterwards.
    pub fn draft(&self, id: &str) -> Option<Draft> {
        let file = Original {
            path: &self.path,
            text: &self.after,
        };
        edit::draft(&file, id)
    }

    /// Its new text, under way.
    pub fn under_way(&self) -> PathBuf {
        under_way(&self.place)
    }
}

/// The name of the new text of a file, under way.
pub fn under_way(place: &Path) -> PathBuf {
    let name = place.file_name().unwrap_or_default().to_string_lossy();
    place.with_file_name(format!(".{name}{NEW}"))
}

/// Deletes those of these files that are under way.
pub fn clear(files: impl Iterator<Item = PathBuf>) {
    let is_under_way = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with('.') && name.ends_with(NEW)
    };
    for file in files.filter(is_under_way) {
        let _ = fs::remove_file(file);
    }
}

/// Keeps other processes from writing into a folder, as long as it is held. Where
/// the system cannot lock one, each process is on its own.
pub fn lock(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Another number for every text; 0 is that of a file that is not there or empty.
pub fn hash(bytes: &[u8]) -> u64 {
    if bytes.is_empty() { 0 } else { xxh3_64(bytes) }
}

/// Writes the new texts beside the files; where one cannot be written, none is.
pub fn prepare(targets: &[Target]) -> Result<()> {
    for target in targets {
        if let Err(error) = write_beside(target) {
            discard(targets);
            return Err(cannot(target, error));
        }
    }
    Ok(())
}

/// Takes the new texts away again.
pub fn discard(targets: &[Target]) {
    for target in targets {
        let _ = fs::remove_file(target.under_way());
    }
}

/// Puts the new texts in the place of the old ones, if none has changed since it
/// was read. Where one cannot be, those before it are put back.
pub fn commit(targets: &[Target]) -> Result<()> {
    for target in targets {
        if read(&target.place).map_err(|error| cannot(target, error))? != target.before.as_bytes() {
            discard(targets);
            return Err(EditorError::Changed(target.path.clone()));
        }
    }
    for (number, target) in targets.iter().enumerate() {
        if let Err(error) = put(target) {
            for done in &targets[..number] {
                put_back(done);
            }
            discard(targets);
            return Err(cannot(target, error));
        }
    }
    for target in targets {
        // Best effort: some file systems cannot flush a folder.
        if let Some(folder) = target.place.parent() {
            let _ = File::open(folder).and_then(|folder| folder.sync_all());
        }
    }
    Ok(())
}

/// A path with links followed, also of what is not there yet.
pub fn resolved(path: &Path) -> PathBuf {
    if let Ok(real) = fs::canonicalize(path) {
        return real;
    }
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) if folder.as_os_str().is_empty() => {
            fs::canonicalize(".").unwrap_or_default().join(name)
        }
        (Some(folder), Some(name)) => resolved(folder).join(name),
        _ => path.to_owned(),
    }
}

/// The bytes of a file; none where it is not there.
pub fn read(place: &Path) -> io::Result<Vec<u8>> {
    match fs::read(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

fn write_beside(target: &Target) -> io::Result<()> {
    let beside = target.under_way();
    if let Some(folder) = beside.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = File::create(&beside)?;
    file.write_all(target.after.as_bytes())?;
    if let Ok(metadata) = fs::metadata(&target.place) {
        if metadata.permissions().readonly() {
            let message = "the file is read-only";
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, message));
        }
        file.set_permissions(metadata.permissions())?;
    }
    file.sync_all()
}

/// An empty file goes; any other is renamed into its place.
fn put(target: &Target) -> io::Result<()> {
    if target.after.is_empty() {
        fs::remove_file(&target.place)?;
        // What is left of it here is cleared away at the next start.
        let _ = fs::remove_file(target.under_way());
        return Ok(());
    }
    fs::rename(target.under_way(), &target.place)
}

fn put_back(target: &Target) {
    let back = Target {
        before: target.after.clone(),
        after: target.before.clone(),
        ..target.clone()
    };
    if let Err(error) = write_beside(&back).and_then(|()| put(&back)) {
        tracing::error!("cannot put `{}` back: {error}", target.path);
    }
}

fn cannot(target: &Target, error: io::Error) -> EditorError {
    let path = target.path.clone();
    EditorError::Disk { path, error }
}
