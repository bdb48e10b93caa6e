//! What members say of an answer: how it is kept and read back.
//!
//! Who said it is never known here, and a question is redacted on its way in.

use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::types::Type;
use rusqlite::{Connection, Row, Transaction, named_params};

use super::redact::redact;

/// What a member said of one answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// The id of the entry that was shown.
    pub entry: String,
    /// The id of the server; `None` in a direct message.
    pub guild: Option<u64>,
    /// What was said.
    pub verdict: Verdict,
    /// What the member had asked, if it is still known. Kept, redacted, where
    /// the answer did not help, and only if questions are to be kept.
    pub question: Option<String>,
    /// The day.
    pub date: Date,
}

/// Whether an answer helped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It did.
    Helpful,
    /// It did not, and perhaps the member said why.
    NotHelpful(Option<Why>),
}

/// Why an answer did not help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// It answers something else.
    NotMyQuestion,
    /// It was right once.
    Outdated,
    /// It is wrong, or following it could do harm.
    WrongOrUnsafe,
    /// It is hard to read.
    HardToRead,
}

impl Why {
    /// Every reason.
    pub const ALL: [Why; 4] = [
        Why::NotMyQuestion,
        Why::Outdated,
        Why::WrongOrUnsafe,
        Why::HardToRead,
    ];

    /// The reason with this name.
    pub fn of(name: &str) -> Option<Why> {
        Why::ALL.into_iter().find(|why| why.name() == name)
    }

    /// Its name in the file, which must not change.
    pub fn name(self) -> &'static str {
        match self {
            Why::NotMyQuestion => "not-my-question",
            Why::Outdated => "outdated",
            Why::WrongOrUnsafe => "wrong-or-unsafe",
            Why::HardToRead => "hard-to-read",
        }
    }
}

/// How often an entry helped, and did not, over all time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The id of the entry.
    pub entry: String,
    /// How often it helped.
    pub helpful: u64,
    /// How often it did not.
    pub not_helpful: u64,
}

/// Counts what was said; keeps it whole if the answer did not help.
pub(super) fn insert(
    transaction: &Transaction<'_>,
    feedback: &Feedback,
    keep_question: bool,
) -> rusqlite::Result<()> {
    let Feedback { entry, date, .. } = feedback;
    let guild = guild_number(feedback.guild);
    let helped = feedback.verdict == Verdict::Helpful;
    transaction
        .prepare_cached(
            "INSERT INTO rating (entry, guild, week, helpful, not_helpful)
             VALUES (:entry, :guild, :week, :helpful, :not_helpful)
             ON CONFLICT DO UPDATE SET
                 helpful = helpful + excluded.helpful,
                 not_helpful = not_helpful + excluded.not_helpful",
        )?
        .execute(named_params! {
            ":entry": entry,
            ":guild": guild,
            ":week": monday(*date).to_string(),
            ":helpful": i64::from(helped),
            ":not_helpful": i64::from(!helped),
        })?;
    let Verdict::NotHelpful(why) = feedback.verdict else {
        return Ok(());
    };
    let question = feedback.question.as_deref().filter(|_| keep_question);
    transaction
        .prepare_cached(
            "INSERT INTO not_helpful (entry, guild, date, why, question)
             VALUES (:entry, :guild, :date, :why, :question)",
        )?
        .execute(named_params! {
            ":entry": entry,
            ":guild": guild,
            ":date": date.to_string(),
            ":why": why.map(Why::name),
            ":question": question.map(redact),
        })?;
    Ok(())
}

/// How often each entry helped in a server, by entry.
pub(super) fn counts(connection: &Connection, guild: Option<u64>) -> rusqlite::Result<Vec<Counts>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, sum(helpful), sum(not_helpful) FROM rating
         WHERE guild = ?1 GROUP BY entry ORDER BY entry",
    )?;
    let rows = statement.query_map([guild_number(guild)], |row| {
        Ok(Counts {
            entry: row.get(0)?,
            helpful: row.get::<_, i64>(1)?.cast_unsigned(),
            not_helpful: row.get::<_, i64>(2)?.cast_unsigned(),
        })
    })?;
    rows.collect()
}

/// The answers of a server that did not help, oldest first.
pub(super) fn not_helpful(
    connection: &Connection,
    guild: Option<u64>,
) -> rusqlite::Result<Vec<Feedback>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, date, why, question FROM not_helpful WHERE guild = ?1 ORDER BY date, id",
    )?;
    let rows = statement.query_map([guild_number(guild)], |row| {
        Ok(Feedback {
            entry: row.get(0)?,
            guild,
            verdict: Verdict::NotHelpful(why(row, 2)?),
            question: row.get(3)?,
            date: date(row, 1)?,
        })
    })?;
    rows.collect()
}

/// Deletes what was kept whole before `first`, and where `keep_questions` is
/// off every question. The counts stay. Returns how many were deleted.
pub(super) fn purge(
    transaction: &Transaction<'_>,
    first: Date,
    keep_questions: bool,
) -> rusqlite::Result<usize> {
    if !keep_questions {
        transaction.execute(
            "UPDATE not_helpful SET question = NULL WHERE question IS NOT NULL",
            (),
        )?;
    }
    transaction.execute(
        "DELETE FROM not_helpful WHERE date < ?1",
        [first.to_string()],
    )
}

/// Deletes everything of a server.
pub(super) fn forget_guild(transaction: &Transaction<'_>, guild: u64) -> rusqlite::Result<()> {
    let guild = guild_number(Some(guild));
    transaction.execute("DELETE FROM rating WHERE guild = ?1", [guild])?;
    transaction.execute("DELETE FROM not_helpful WHERE guild = ?1", [guild])?;
    Ok(())
}

/// SQLite's numbers are signed; every id still has one of its own.
fn guild_number(guild: Option<u64>) -> i64 {
    guild.unwrap_or(0).cast_signed()
}

fn monday(date: Date) -> Date {
    let since = date.weekday().to_monday_zero_offset();
    date.saturating_sub(since.days())
}

fn date(row: &Row<'_>, column: usize) -> rusqlite::Result<Date> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    })
}

/// A reason that this version does not know counts as none.
fn why(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Why>> {
    let name: Option<String> = row.get(column)?;
    let known = |why: &Why| Some(why.name()) == name.as_deref();
    Ok(Why::ALL.into_iter().find(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_is_named_by_its_monday() {
        let monday_of = |day: i8| monday(date(2026, 11, day));
        assert_eq!(monday_of(15), date(2026, 11, 9));
        assert_eq!(monday_of(16), date(2026, 11, 16));
        assert_eq!(monday_of(22), date(2026, 11, 16));
        assert_eq!(monday(Date::MIN), Date::MIN);
    }
}
