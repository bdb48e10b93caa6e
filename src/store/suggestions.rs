//! Entries that members suggest, until moderators have looked at them.
//!
//! Who suggested one is not known, unless they wish their name to stand on it.

use jiff::civil::Date;
use rusqlite::{Transaction, named_params};

use super::redact::{redact, redact_answer};
use super::resolution::Table;
use super::schema::{guild_number, parsed};
use super::{Store, StoreError};

/// Characters that are kept of a name: more than Discord lets one have.
const MAX_NAME_CHARS: usize = 100;

/// What a member suggests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSuggestion {
    /// The id of the server; `None` in a direct message.
    pub guild: Option<u64>,
    /// The day.
    pub date: Date,
    /// The question, as written: it is redacted on its way in.
    pub question: String,
    /// The answer, if the member knows one; it is redacted as well, and keeps
    /// its lines.
    pub answer: Option<String>,
    /// The name to put on the entry; only at its owner's wish.
    pub name: Option<String>,
}

/// A suggestion that is open to moderators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What [`Store::resolve`] knows it by.
    pub id: i64,
    /// The id of the server; `None` of a direct message.
    pub guild: Option<u64>,
    /// The day on which it was made.
    pub date: Date,
    /// The question, redacted.
    pub question: String,
    /// The answer, redacted.
    pub answer: Option<String>,
    /// The name to put on the entry, if that is wished.
    pub name: Option<String>,
}

impl Store {
    /// Keeps a suggestion, on the disk when this returns: its author is told
    /// whether it was. Kept also where questions are not: it was handed in.
    /// Returns its id.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn suggest(&self, new: &NewSuggestion) -> Result<i64, StoreError> {
        let name = new.name.as_deref().map(name_as_kept);
        self.database.write_through(|transaction| {
            transaction.execute(
                "INSERT INTO suggestion (guild, date, question, answer, name)
                 VALUES (:guild, :date, :question, :answer, :name)",
                named_params! {
                    ":guild": guild_number(new.guild),
                    ":date": new.date.to_string(),
                    ":question": redact(&new.question),
                    ":answer": new.answer.as_deref().map(redact_answer),
                    ":name": name.filter(|name| !name.is_empty()),
                },
            )?;
            Ok(Table::Suggestion.id(transaction.last_insert_rowid()))
        })
    }

    /// The suggestions of a server, or with `None` of direct messages, that
    /// nobody has resolved; those put off to a day after `today` are left out.
    /// Oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn suggestions(
        &self,
        guild: Option<u64>,
        today: Date,
    ) -> Result<Vec<Suggestion>, StoreError> {
        self.database.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT id, date, question, answer, name FROM suggestion
                 WHERE guild = ?1 AND resolved IS NULL AND ifnull(later, '') <= ?2
                 ORDER BY date, id",
            )?;
            let parameters = (guild_number(guild), today.to_string());
            let rows = statement.query_map(parameters, |row| {
                Ok(Suggestion {
                    id: Table::Suggestion.id(row.get(0)?),
                    guild,
                    date: parsed(row, 1)?,
                    question: row.get(2)?,
                    answer: row.get(3)?,
                    name: row.get(4)?,
                })
            })?;
            rows.collect()
        })
    }

    /// Takes a name off all suggestions of a server, or with `None` of direct
    /// messages, at its owner's request. A namesake's goes with it. Returns off how
    /// many.
    ///
    /// Moderators' names in the history of edits stay. A name that already
    /// stands on an entry is taken out by an edit of its file, and then out of the
    /// history by [`Store::rewrite_patches`].
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_name(&self, guild: Option<u64>, name: &str) -> Result<usize, StoreError> {
        let name = name_as_kept(name);
        let forgotten = self.database.write(|transaction| {
            transaction.execute(
                "UPDATE suggestion SET name = NULL WHERE name = ?1 AND guild = ?2",
                (name, guild_number(guild)),
            )
        })?;
        self.database.empty_log()?;
        Ok(forgotten)
    }
}

/// On one line, without spaces around it, and not too long.
fn name_as_kept(name: &str) -> String {
    let words: Vec<_> = name
        .split(|c: char| c.is_whitespace() || c.is_control())
        .collect();
    let words: Vec<_> = words.into_iter().filter(|word| !word.is_empty()).collect();
    words.join(" ").chars().take(MAX_NAME_CHARS).collect()
}

/// Deletes what was suggested before `first`, with the name on it. Returns how
/// many were deleted.
pub(super) fn purge(transaction: &Transaction<'_>, first: Date) -> rusqlite::Result<usize> {
    transaction.execute(
        "DELETE FROM suggestion WHERE date < ?1",
        [first.to_string()],
    )
}
