//! What happened, in `faqbot.sqlite` in the data folder: what was asked and what
//! members said of answers, what they could not find, and what was edited.
//!
//! It knows entries and servers by their ids, and members not at all: the only
//! names are those of moderators on their edits, and those that members wish to
//! see on what they suggested. It knows nothing of Discord, of the FAQ or of the
//! clock: days are given to it.
//!
//! | to change                                | look at          |
//! |------------------------------------------|------------------|
//! | what is taken out of a question          | [`redact`]       |
//! | what is kept of feedback                 | `feedback.rs`    |
//! | what is kept of what nobody could answer | `unanswered.rs`  |
//! | what members suggest                     | `suggestions.rs` |
//! | what moderators decide of these          | `resolution.rs`  |
//! | what is counted, by week                 | `usage.rs`       |
//! | the journal of edits                     | `history.rs`     |
//! | which digests were told                  | `digest.rs`      |
//! | when everything of a server goes         | `guilds.rs`      |
//! | how records wait, and which are lost     | `recorder.rs`    |
//! | the tables                               | `schema.rs`      |
//! | what happens to a damaged file           | `database.rs`    |

mod database;
mod digest;
mod error;
mod feedback;
mod guilds;
mod history;
mod recorder;
pub mod redact;
mod resolution;
mod schema;
mod suggestions;
#[cfg(test)]
mod tests;
mod unanswered;
mod usage;

use std::path::PathBuf;
use std::sync::Arc;

use jiff::SignedDuration;
use jiff::civil::Date;

use database::Database;
use recorder::Writer;

pub use database::Moved;
pub use error::StoreError;
pub use feedback::{Counts, Feedback, Verdict, WeekCounts, Why};
pub use history::{Edit, EditState, EditsOf, FileEdit, NewEdit};
pub use recorder::{Record, Recorder};
pub use resolution::Resolution;
pub use schema::monday;
pub use suggestions::{NewSuggestion, Suggestion};
pub use unanswered::{Missed, MissedQuestion, UnansweredQuestion};
pub use usage::{Asked, AskedOutcome, EntryUsage, WeekUsage};

/// Where the store is and what it may keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The data folder; made when missing. `data` by default.
    pub folder: PathBuf,
    /// Whether the text of unanswered and badly rated questions is kept. On by
    /// default.
    pub keep_questions: bool,
    /// For how many days these, and what members suggest, are kept; 90 by
    /// default.
    pub days: u32,
    /// For how many days everything of a server is still kept after the bot left
    /// it; 30 by default.
    pub grace_days: u32,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            folder: "data".into(),
            keep_questions: true,
            days: 90,
            grace_days: 30,
        }
    }
}

/// The open store. All but [`Recorder::record`] may wait for the disk.
///
/// When it is dropped, what was recorded before is written first.
#[derive(Debug)]
pub struct Store {
    config: Config,
    database: Arc<Database>,
    writer: Writer,
}

impl Store {
    /// Opens the store; makes it where there is none. A damaged file is moved
    /// aside, which the second value reports.
    ///
    /// # Errors
    /// When the folder or the file cannot be used, is locked by another
    /// program, or is of a newer version. Nothing has been changed then.
    pub fn open(config: &Config) -> Result<(Store, Option<Moved>), StoreError> {
        let (database, moved) = Database::open(&config.folder)?;
        let database = Arc::new(database);
        let writer = Writer::start(Arc::clone(&database), config.keep_questions)?;
        let store = Store {
            config: config.clone(),
            database,
            writer,
        };
        Ok((store, moved))
    }

    /// Opens the store of a bot that may be running, to read it; `None` where
    /// nothing was recorded yet. Nothing can be written to it: what is recorded
    /// is dropped.
    ///
    /// # Errors
    /// When the file cannot be read, or is of another version.
    pub fn open_to_read(config: &Config) -> Result<Option<Store>, StoreError> {
        let Some(database) = Database::open_to_read(&config.folder)? else {
            return Ok(None);
        };
        let database = Arc::new(database);
        let writer = Writer::start(Arc::clone(&database), config.keep_questions)?;
        Ok(Some(Store {
            config: config.clone(),
            database,
            writer,
        }))
    }

    /// A handle that takes records; as many as are wanted.
    pub fn recorder(&self) -> Recorder {
        self.writer.recorder()
    }

    /// How often each entry helped in a server, or with `None` in direct
    /// messages; ordered by entry.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn counts(&self, guild: Option<u64>) -> Result<Vec<Counts>, StoreError> {
        self.database
            .read(|connection| feedback::counts(connection, guild))
    }

    /// The same by week; ordered by week, oldest first, then by entry.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn week_counts(&self, guild: Option<u64>) -> Result<Vec<WeekCounts>, StoreError> {
        self.database
            .read(|connection| feedback::week_counts(connection, guild))
    }

    /// The answers that did not help in a server, or with `None` in direct
    /// messages; oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn feedback(&self, guild: Option<u64>) -> Result<Vec<Feedback>, StoreError> {
        self.database
            .read(|connection| feedback::not_helpful(connection, guild))
    }

    /// Deletes unanswered and badly rated questions and suggestions that are
    /// older than the configured days, and returns how many. Where questions are
    /// no longer to be kept, all their texts go. Counts stay, since nobody's
    /// words are in them, and so does the history of edits.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn purge(&self, today: Date) -> Result<usize, StoreError> {
        let kept = SignedDuration::from_hours(24 * i64::from(self.config.days));
        let first = today.saturating_sub(kept);
        let keep = self.config.keep_questions;
        let deleted = self.database.write(|transaction| {
            let badly_rated = feedback::purge(transaction, first, keep)?;
            let unanswered = unanswered::purge(transaction, first, keep)?;
            let suggested = suggestions::purge(transaction, first)?;
            Ok(badly_rated + unanswered + suggested)
        })?;
        self.database.empty_log()?;
        Ok(deleted)
    }
}
