//! What members say of an answer: how it is kept and read back.
//!
//! Who said it is never known here, and a question is redacted on its way in.

use jiff::civil::Date;
use rusqlite::{Connection, Row, Transaction, named_params};

use super::redact::redact;
use super::resolution::Resolution;
use super::schema::{guild_number, monday, parsed};
use super::unanswered;

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

/// How often an entry helped, and did not; over all time where no week is
/// named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counts {
    /// The id of the entry.
    pub entry: String,
    /// How often it helped.
    pub helpful: u64,
    /// How often it did not.
    pub not_helpful: u64,
}

/// How often an entry helped, and did not, in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekCounts {
    /// The week's Monday.
    pub week: Date,
    /// The entry and how often.
    pub counts: Counts,
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
    let question = question.map(redact);
    let hash = question.as_deref().and_then(unanswered::hash);
    // It says something of its answer all the same.
    let declined = unanswered::is_declined(transaction, guild, hash)?;
    transaction
        .prepare_cached(
            "INSERT INTO not_helpful (entry, guild, date, why, question, hash, resolved)
             VALUES (:entry, :guild, :date, :why, :question, :hash, :resolved)",
        )?
        .execute(named_params! {
            ":entry": entry,
            ":guild": guild,
            ":date": date.to_string(),
            ":why": why.map(Why::name),
            ":question": question,
            ":hash": hash,
            ":resolved": declined.then(|| Resolution::NotForFaq.name()),
        })?;
    Ok(())
}

/// How often each entry helped in a server, by entry.
pub(super) fn counts(connection: &Connection, guild: Option<u64>) -> rusqlite::Result<Vec<Counts>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, sum(helpful), sum(not_helpful) FROM rating
         WHERE guild = ?1 GROUP BY entry ORDER BY entry",
    )?;
    let rows = statement.query_map([guild_number(guild)], counts_of)?;
    rows.collect()
}

/// How often each entry helped in a server, by week and entry.
pub(super) fn week_counts(
    connection: &Connection,
    guild: Option<u64>,
) -> rusqlite::Result<Vec<WeekCounts>> {
    let mut statement = connection.prepare_cached(
        "SELECT entry, helpful, not_helpful, week FROM rating
         WHERE guild = ?1 ORDER BY week, entry",
    )?;
    let rows = statement.query_map([guild_number(guild)], |row| {
        Ok(WeekCounts {
            week: parsed(row, 3)?,
            counts: counts_of(row)?,
        })
    })?;
    rows.collect()
}

fn counts_of(row: &Row<'_>) -> rusqlite::Result<Counts> {
    Ok(Counts {
        entry: row.get(0)?,
        helpful: row.get::<_, i64>(1)?.cast_unsigned(),
        not_helpful: row.get::<_, i64>(2)?.cast_unsigned(),
    })
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
            date: parsed(row, 1)?,
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
            "UPDATE not_helpful SET question = NULL, hash = NULL WHERE question IS NOT NULL",
            (),
        )?;
    }
    transaction.execute(
        "DELETE FROM not_helpful WHERE date < ?1",
        [first.to_string()],
    )
}

/// Gives the questions that a version without hashes kept theirs.
pub(super) fn add_hashes(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut kept =
        transaction.prepare("SELECT id, question FROM not_helpful WHERE question IS NOT NULL")?;
    let mut update = transaction.prepare("UPDATE not_helpful SET hash = ?2 WHERE id = ?1")?;
    let kept = kept.query_map((), |row| Ok((row.get(0)?, row.get(1)?)))?;
    // Read first: rows that change while they are read may come twice.
    for (id, question) in kept.collect::<rusqlite::Result<Vec<(i64, String)>>>()? {
        update.execute((id, unanswered::hash(&question)))?;
    }
    Ok(())
}

/// A reason that this version does not know counts as none.
fn why(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Why>> {
    let name: Option<String> = row.get(column)?;
    let known = |why: &Why| Some(why.name()) == name.as_deref();
    Ok(Why::ALL.into_iter().find(known))
}
