//! The file itself: opened, checked, and moved aside when it is damaged.
//!
//! ```text
//! data/faqbot.sqlite                               and its -wal and -shm
//! data/faqbot.sqlite.corrupt-2026-11-22T08-30-00Z  never deleted by us
//! data/.opening                                    held while somebody opens
//! ```
//!
//! Which tables it has stands in `schema`.

use std::cmp::Ordering;
use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, Transaction, TransactionBehavior};

use super::error::StoreError;
use super::schema;

const FILE_NAME: &str = "faqbot.sqlite";
const LOCK_NAME: &str = ".opening";

/// What the file consists of. Moved in this order: if we die between, no new
/// file finds the old one's log.
const PARTS: [&str; 3] = ["-wal", "-shm", ""];

/// How long to wait for another process that writes. Our own transactions take
/// milliseconds, so whoever holds the file longer is not one of us.
const BUSY_TIMEOUT: Duration = Duration::from_secs(1);

/// After a power cut the last records may be missing; the file stays whole.
const SYNCHRONOUS: &str = "NORMAL";

/// A damaged file, kept under another name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its name before, now that of a new and empty file.
    pub from: PathBuf,
    /// Its name now.
    pub to: PathBuf,
}

impl fmt::Display for Moved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from.display(), self.to.display());
        write!(
            f,
            "`{from}` was damaged: it is kept as `{to}`, and a new one was started"
        )
    }
}

/// An open file whose tables are of this version.
#[derive(Debug)]
pub(super) struct Database {
    path: PathBuf,
    connection: Mutex<Connection>,
}

impl Database {
    /// Opens the file in `folder`; makes both where they are missing.
    pub(super) fn open(folder: &Path) -> Result<(Self, Option<Moved>), StoreError> {
        let unusable = |error| StoreError::Folder {
            folder: folder.to_owned(),
            error,
        };
        fs::create_dir_all(folder).map_err(unusable)?;
        // One process at a time: else the second would move the new file of the
        // first aside. The system lets go of the lock if we die.
        let opening = File::create(folder.join(LOCK_NAME)).map_err(unusable)?;
        opening.lock().map_err(unusable)?;

        let path = folder.join(FILE_NAME);
        let (connection, moved) = match connect(&path) {
            Err(StoreError::Damaged { .. }) => {
                let moved = move_aside(&path).map_err(|error| StoreError::NotMoved {
                    path: path.clone(),
                    error,
                })?;
                (connect(&path)?, Some(moved))
            }
            opened => (opened?, None),
        };
        let connection = Mutex::new(connection);
        Ok((Database { path, connection }, moved))
    }

    /// Opens the file in `folder` so that nothing can be written; `None` where
    /// there is none.
    pub(super) fn open_to_read(folder: &Path) -> Result<Option<Self>, StoreError> {
        let path = folder.join(FILE_NAME);
        if !path.exists() {
            return Ok(None);
        }
        let fault = |error| StoreError::of(&path, error);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(fault)?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
        let (found, known) = (schema::version(&connection).map_err(fault)?, schema::NEWEST);
        match found.cmp(&known) {
            Ordering::Less => Err(StoreError::Older { path }),
            Ordering::Greater => Err(StoreError::Newer { path, found, known }),
            Ordering::Equal => {
                let connection = Mutex::new(connection);
                Ok(Some(Database { path, connection }))
            }
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Connection> {
        // A panic while it was held rolled its transaction back.
        let connection = self.connection.lock();
        connection.unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads.
    pub(super) fn read<T>(
        &self,
        reading: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        reading(&self.lock()).map_err(|error| StoreError::of(&self.path, error))
    }

    /// Writes all of it, or nothing.
    pub(super) fn write<T>(
        &self,
        writing: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        written(&mut self.lock(), writing).map_err(|error| StoreError::of(&self.path, error))
    }

    /// Writes as [`Database::write`] does; what was written is on the disk when
    /// it returns, and a power cut cannot take it back.
    pub(super) fn write_through<T>(
        &self,
        writing: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, StoreError> {
        let write = |connection: &mut Connection| {
            connection.pragma_update(None, "synchronous", "FULL")?;
            let written = written(connection, writing);
            // Cannot fail outside a transaction; slower records would be all.
            connection.pragma_update(None, "synchronous", SYNCHRONOUS)?;
            written
        };
        write(&mut self.lock()).map_err(|error| StoreError::of(&self.path, error))
    }

    /// Empties the write-ahead log, where what was deleted could still be read.
    ///
    /// Another process that reads just now may keep it from being emptied; its
    /// next turn comes with the next purge.
    pub(super) fn empty_log(&self) -> Result<(), StoreError> {
        self.read(|connection| {
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_| Ok(()))
        })
    }
}

fn written<T>(
    connection: &mut Connection,
    writing: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    // From the start a writer: one that becomes it halfway is turned away at
    // once, without waiting for the other.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let value = writing(&transaction)?;
    transaction.commit()?;
    Ok(value)
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    if is_log_without_file(path) {
        let path = path.to_owned();
        return Err(StoreError::Damaged { path });
    }
    let fault = |error| StoreError::of(path, error);
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_with_flags(path, flags).map_err(fault)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(fault)?;
    // Until it is known to be whole and ours, nothing of it may change: closing
    // would otherwise carry the log into the file.
    let keep_log = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
    connection.set_db_config(keep_log, true).map_err(fault)?;

    let found = schema::version(&connection).map_err(fault)?;
    if found > schema::NEWEST {
        return Err(StoreError::Newer {
            path: path.to_owned(),
            found,
            known: schema::NEWEST,
        });
    }
    if !is_whole(&connection).map_err(fault)? {
        let path = path.to_owned();
        return Err(StoreError::Damaged { path });
    }
    connection.set_db_config(keep_log, false).map_err(fault)?;
    prepare(&mut connection).map_err(fault)?;
    Ok(connection)
}

fn is_whole(connection: &Connection) -> rusqlite::Result<bool> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", (), |row| row.get(0))?;
    Ok(said == "ok")
}

fn prepare(connection: &mut Connection) -> rusqlite::Result<()> {
    // Readers and the writer do not wait for each other. Answers with the mode
    // that it is: where there can be no log, the old mode does as well.
    connection.query_row("PRAGMA journal_mode = WAL", (), |_| Ok(()))?;
    connection.pragma_update(None, "synchronous", SYNCHRONOUS)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What is deleted is overwritten.
    connection.query_row("PRAGMA secure_delete = ON", (), |_| Ok(()))?;
    schema::migrate(connection)
}

/// Whether only the log is left: SQLite would delete it without a word.
fn is_log_without_file(path: &Path) -> bool {
    let is_empty = |path: &Path| fs::metadata(path).map_or(true, |file| file.len() == 0);
    is_empty(path) && !is_empty(&beside(path, "-wal"))
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(end);
    PathBuf::from(name)
}

fn move_aside(path: &Path) -> io::Result<Moved> {
    let now = Timestamp::now().strftime("%Y-%m-%dT%H-%M-%SZ");
    let mut to = beside(path, &format!(".corrupt-{now}"));
    let mut number = 1;
    while PARTS.iter().any(|part| beside(&to, part).exists()) {
        number += 1;
        to = beside(path, &format!(".corrupt-{now}-{number}"));
    }
    for part in PARTS {
        match fs::rename(beside(path, part), beside(&to, part)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(Moved {
        from: path.to_owned(),
        to,
    })
}
