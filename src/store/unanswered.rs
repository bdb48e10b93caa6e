//! Questions that members could not get answered, for moderators to see.
//!
//! Who asked is never known here, and a question is redacted on its way in.
//! The badly rated ones stay with the feedback that they came with, and are
//! read from there.

use jiff::civil::Date;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, Transaction, named_params};
use unicode_normalization::UnicodeNormalization;
use xxhash_rust::xxh3::xxh3_64;

use super::redact::redact;
use super::resolution::Table;
use super::schema::{guild_number, parsed};
use super::{Store, StoreError};

/// Why a question is still open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Missed {
    /// There was no answer.
    Unanswered,
    /// There were only guesses to choose from.
    Suggested,
    /// There was one, and it did not help.
    NotHelpful,
}

impl Missed {
    /// Every outcome.
    pub const ALL: [Missed; 3] = [Missed::Unanswered, Missed::Suggested, Missed::NotHelpful];

    /// Its name in the file, which must not change.
    pub fn name(self) -> &'static str {
        match self {
            Missed::Unanswered => "unanswered",
            Missed::Suggested => "suggested",
            Missed::NotHelpful => "not-helpful",
        }
    }
}

impl FromSql for Missed {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        let mut all = Missed::ALL.into_iter();
        let found = all.find(|missed| missed.name() == name);
        found.ok_or(FromSqlError::InvalidType)
    }
}

/// A question without a good answer, as it happens. One that was rated badly
/// is to come as [`Feedback`](super::Feedback) instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissedQuestion {
    /// The id of the server; `None` in a direct message.
    pub guild: Option<u64>,
    /// The day.
    pub date: Date,
    /// What the member got instead.
    pub outcome: Missed,
    /// What the member asked, as written: it is redacted on its way in, and
    /// kept only if questions are to be kept.
    pub text: String,
}

/// A question that is open to moderators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnansweredQuestion {
    /// What [`Store::resolve`] knows it by; unlike that of any other question
    /// or suggestion.
    pub id: i64,
    /// The id of the server; `None` of a direct message.
    pub guild: Option<u64>,
    /// The day on which it was asked.
    pub date: Date,
    /// Why it is open.
    pub outcome: Missed,
    /// What was asked, redacted.
    pub text: String,
}

/// What is open in both tables. Each half comes in order from its index.
pub(super) const OPEN: &str = "
    SELECT 0, id, date, outcome, question FROM unanswered
    WHERE guild = :guild AND resolved IS NULL AND ifnull(later, '') <= :today
    UNION ALL
    SELECT 1, id, date, :not_helpful, question FROM not_helpful
    WHERE guild = :guild AND resolved IS NULL AND ifnull(later, '') <= :today
        AND question IS NOT NULL
    ORDER BY date, id, 1
";

impl Store {
    /// The questions of a server, or with `None` of direct messages, that had
    /// no good answer and that nobody has resolved; those put off to a day
    /// after `today` are left out. Oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn missed(
        &self,
        guild: Option<u64>,
        today: Date,
    ) -> Result<Vec<UnansweredQuestion>, StoreError> {
        self.database
            .read(|connection| open(connection, guild, today))
    }
}

/// Keeps a question, unless moderators said that it is not for the FAQ, or
/// nothing that could be read is left of it.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    missed: &MissedQuestion,
) -> rusqlite::Result<()> {
    let guild = guild_number(missed.guild);
    let question = redact(&missed.text);
    let hash = hash(&question);
    if hash.is_none() || is_declined(transaction, guild, hash)? {
        return Ok(());
    }
    transaction
        .prepare_cached(
            "INSERT INTO unanswered (guild, date, outcome, question, hash)
             VALUES (:guild, :date, :outcome, :question, :hash)",
        )?
        .execute(named_params! {
            ":guild": guild,
            ":date": missed.date.to_string(),
            ":outcome": missed.outcome.name(),
            ":question": question,
            ":hash": hash,
        })?;
    Ok(())
}

fn open(
    connection: &Connection,
    guild: Option<u64>,
    today: Date,
) -> rusqlite::Result<Vec<UnansweredQuestion>> {
    let mut statement = connection.prepare_cached(OPEN)?;
    let parameters = named_params! {
        ":guild": guild_number(guild),
        ":today": today.to_string(),
        ":not_helpful": Missed::NotHelpful.name(),
    };
    let rows = statement.query_map(parameters, |row| {
        let table = match row.get(0)? {
            0 => Table::Unanswered,
            _ => Table::NotHelpful,
        };
        Ok(UnansweredQuestion {
            id: table.id(row.get(1)?),
            guild,
            date: parsed(row, 2)?,
            outcome: row.get(3)?,
            text: row.get(4)?,
        })
    })?;
    rows.collect()
}

/// Deletes what was asked before `first`, and everything where `keep_questions`
/// is off. Returns how many were deleted.
pub(super) fn purge(
    transaction: &Transaction<'_>,
    first: Date,
    keep_questions: bool,
) -> rusqlite::Result<usize> {
    transaction.execute(
        "DELETE FROM unanswered WHERE date < ?1 OR NOT ?2",
        (first.to_string(), keep_questions),
    )
}

/// Whether moderators of the server said that it is not for the FAQ.
pub(super) fn is_declined(
    transaction: &Transaction<'_>,
    guild: i64,
    hash: Option<i64>,
) -> rusqlite::Result<bool> {
    transaction
        .prepare_cached("SELECT 1 FROM declined WHERE guild = ?1 AND hash = ?2")?
        .exists((guild, hash))
}

/// By what a redacted question is known again: alike for texts that differ in
/// case, signs and spaces only. `None` where there is no word.
///
/// It tells nobody what was asked; but who guesses the words can see that they
/// were. That is why it is made of what is left after redaction, and outlasts
/// the question only where moderators said that it is not for the FAQ.
pub(super) fn hash(redacted: &str) -> Option<i64> {
    let plain: String = redacted.nfkc().flat_map(char::to_lowercase).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let text = words.join(" ");
    (!text.is_empty()).then(|| xxh3_64(text.as_bytes()).cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_known_again_however_it_is_typed() {
        let known = hash("Does my knee need ice?");
        for text in [
            "does my KNEE need ice",
            " Does… my knee, need ｉｃｅ?!",
            "does\nmy knee need ice",
        ] {
            assert_eq!(hash(text), known, "{text}");
        }
        assert_ne!(hash("does my knee need heat?"), known);
        assert_ne!(hash("does myknee need ice"), known);
        assert_eq!(hash("… ?! 🦵🏽"), None);
    }

    #[test]
    fn the_names_and_hashes_in_the_file_stay_as_they_are() {
        let names = Missed::ALL.map(Missed::name);
        assert_eq!(names, ["unanswered", "suggested", "not-helpful"]);
        assert_eq!(hash("Ice?"), Some(xxh3_64(b"ice").cast_signed()));
    }
}
