//! What can go wrong with the file, in words for the operator.
//!
//! Every fault is a value: whoever stores decides whether to go on without.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why nothing could be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The folder is not there and cannot be made, or cannot be written.
    #[error("cannot write the data folder `{folder}`: {error}")]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file was made by a version of faqbot that came after this one.
    #[error(
        "`{path}` was written by a newer faqbot (its format is {found}, this one knows up to \
         {known}) and was not touched: run that version again, or move the file away to start anew"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: usize,
        /// The newest version that can be read.
        known: usize,
    },
    /// The file was made by a version of faqbot that came before this one, and is
    /// only to be read.
    #[error(
        "`{path}` was written by an older faqbot: start the bot once, and it is brought up to date"
    )]
    Older {
        /// The file.
        path: PathBuf,
    },
    /// Another program holds the file.
    #[error("`{path}` is locked by another program: stop that one and try again")]
    Locked {
        /// The file.
        path: PathBuf,
    },
    /// The file may not be read or written.
    #[error("`{path}` cannot be written: see who may write the file and its folder")]
    ReadOnly {
        /// The file.
        path: PathBuf,
    },
    /// The disk is full.
    #[error("cannot write `{path}`: the disk is full")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The file is no database, or a broken one.
    #[error("`{path}` is damaged: the next start of `faqbot serve` moves it aside for a new one")]
    Damaged {
        /// The file.
        path: PathBuf,
    },
    /// The damaged file cannot be moved aside.
    #[error("`{path}` is damaged and cannot be moved aside: {error}")]
    NotMoved {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The thread that writes cannot be started.
    #[error("cannot start a thread to write `{path}`: {error}")]
    Thread {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// Anything else that SQLite says.
    #[error("cannot use `{path}`: {error}")]
    Other {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        error: rusqlite::Error,
    },
}

impl StoreError {
    /// What SQLite said of the file at `path`.
    pub(super) fn of(path: &Path, error: rusqlite::Error) -> Self {
        let path = path.to_owned();
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                StoreError::Locked { path }
            }
            Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => {
                StoreError::ReadOnly { path }
            }
            Some(ErrorCode::DiskFull) => StoreError::Full { path },
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                StoreError::Damaged { path }
            }
            _ => StoreError::Other { path, error },
        }
    }
}
