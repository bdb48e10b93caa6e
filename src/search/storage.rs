//! The index folder on disk: who may write, and what can be trusted.
//!
//! ```text
//! index/.lock   held while somebody writes; readers never wait for it
//! index/v4/     a Tantivy index of format 4, and a note of what was learnt from it
//! ```
//!
//! Every format has a folder of its own, so that an index of older code is
//! never mistaken for ours, and nothing is deleted that we did not make. What
//! is written into the index is not decided here.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tantivy::IndexReader;

use super::index::reader;
use super::manifest::Manifest;
use super::schema::{FORMAT, schema};

/// The file of what is noted beside the index.
const NOTE: &str = "calibration.json";

/// The index folder.
#[derive(Debug, Clone)]
pub struct Storage {
    folder: PathBuf,
}

/// Held by the one process that writes; let go when dropped, or by the system
/// when the process dies.
#[derive(Debug)]
pub struct WriteLock {
    _file: File,
}

/// Why there is no lock.
#[derive(Debug, thiserror::Error)]
pub enum LockError {
    /// Somebody else writes just now.
    #[error("another process is writing the index")]
    Busy,
    /// The folder cannot be written.
    #[error("cannot write the index folder `{folder}`: {error}")]
    Io {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        error: io::Error,
    },
}

/// What was last committed.
pub struct Committed {
    pub(super) index: tantivy::Index,
    pub(super) reader: IndexReader,
    pub(super) manifest: Manifest,
}

/// Why the folder holds no index that can be read.
#[derive(Debug)]
pub enum Unusable {
    /// There is none yet.
    Missing,
    /// There is one of another format, but none of ours.
    OtherFormat,
    /// There is one, and this was wrong with it.
    Damaged(String),
}

impl Storage {
    /// The index in `folder`, which need not exist.
    pub fn new(folder: &Path) -> Self {
        Storage {
            folder: folder.to_owned(),
        }
    }

    fn current(&self) -> PathBuf {
        self.folder.join(format!("v{FORMAT}"))
    }

    /// Opens what was last committed, after checking every byte of it against
    /// its checksum.
    ///
    /// # Errors
    /// Says why nothing can be read; the index has to be made again.
    pub fn read(&self) -> Result<Committed, Unusable> {
        let list = self.current().join("meta.json");
        loop {
            let before = fs::read(&list).ok();
            let outcome = self.read_once();
            // A commit in the meantime clears away the files of the one before:
            // that is no damage, and the new one can be read.
            if outcome.is_ok() || fs::read(&list).ok() == before {
                return outcome;
            }
        }
    }

    fn read_once(&self) -> Result<Committed, Unusable> {
        let folder = self.current();
        if !folder.join("meta.json").exists() {
            let other = self.other_formats().is_some_and(|found| !found.is_empty());
            return Err(match (folder.exists(), other) {
                (true, _) => Unusable::Damaged("it was never finished".into()),
                (false, true) => Unusable::OtherFormat,
                (false, false) => Unusable::Missing,
            });
        }
        let damaged = |error: tantivy::TantivyError| {
            tracing::debug!(%error, "the index is damaged");
            Unusable::Damaged("its files were damaged".into())
        };
        let index = tantivy::Index::open_in_dir(&folder).map_err(damaged)?;
        let foreign = || Unusable::Damaged("it was not an index of this version".into());
        if index.schema() != schema().0 {
            return Err(foreign());
        }
        let unfinished = || Unusable::Damaged("it was never finished".into());
        let manifest = Manifest::of(&index).ok_or_else(unfinished)?;
        let reader = reader(&index).map_err(damaged)?;
        // The list of segments has no checksum; what it adds up to is known.
        let is_complete = reader.searcher().num_docs() == manifest.totals().passages;
        if is_complete && index.validate_checksum().map_err(damaged)?.is_empty() {
            Ok(Committed {
                index,
                reader,
                manifest,
            })
        } else {
            Err(Unusable::Damaged("its files were damaged".into()))
        }
    }

    /// Takes the lock, creating the folder where it is missing. Never waits.
    ///
    /// # Errors
    /// When another process holds it, or the folder cannot be written.
    pub fn lock(&self) -> Result<WriteLock, LockError> {
        let io = |error| LockError::Io {
            folder: self.folder.clone(),
            error,
        };
        fs::create_dir_all(&self.folder).map_err(io)?;
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(self.folder.join(".lock"))
            .map_err(io)?;
        match file.try_lock() {
            Ok(()) => Ok(WriteLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(LockError::Busy),
            Err(TryLockError::Error(error)) => Err(io(error)),
        }
    }

    /// Makes an empty index in the place of an unusable one.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(&self, _lock: &WriteLock) -> tantivy::Result<tantivy::Index> {
        let folder = self.current();
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => fs::remove_file(&folder)?,
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        fs::create_dir_all(&folder)?;
        tantivy::Index::create_in_dir(&folder, schema().0)
    }

    /// Removes the folders of other formats, once ours is committed. What
    /// cannot be removed only takes up room.
    pub fn remove_other_formats(&self, _lock: &WriteLock) {
        for folder in self.other_formats().unwrap_or_default() {
            if let Err(error) = fs::remove_dir_all(&folder) {
                tracing::debug!(folder = %folder.display(), %error, "an old index stays");
            }
        }
    }

    /// Folders named `v` and a number that is not our format.
    fn other_formats(&self) -> Option<Vec<PathBuf>> {
        let current = self.current();
        let is_format = |path: &Path| {
            let name = path.file_name().and_then(|name| name.to_str());
            let digits = name.and_then(|name| name.strip_prefix('v'));
            digits.is_some_and(|digits| digits.parse::<u32>().is_ok())
        };
        let entries = fs::read_dir(&self.folder).ok()?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        Some(
            paths
                .filter(|path| path.is_dir() && is_format(path) && *path != current)
                .collect(),
        )
    }

    /// What was last noted beside the index.
    pub fn note(&self) -> Option<String> {
        fs::read_to_string(self.current().join(NOTE)).ok()
    }

    /// Notes something beside the index, whole or not at all.
    pub fn take_note(&self, note: &str) {
        // Two processes may note the same at the same time.
        let unfinished = self
            .current()
            .join(format!("{NOTE}.{}", std::process::id()));
        let written = fs::write(&unfinished, note)
            .and_then(|()| fs::rename(&unfinished, self.current().join(NOTE)));
        if let Err(error) = written {
            tracing::debug!(%error, "nothing can be noted beside the index");
            let _ = fs::remove_file(&unfinished);
        }
    }

    /// The size of all files of the index, in bytes.
    pub fn size(&self) -> u64 {
        let Ok(entries) = fs::read_dir(self.current()) else {
            return 0;
        };
        entries
            .filter_map(|entry| entry.ok()?.metadata().ok())
            .map(|metadata| metadata.len())
            .sum()
    }
}
