//! How often it was asked and with what outcome, and how often each entry was
//! the answer: counts by server and week, never by member.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rusqlite::Transaction;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};

use super::schema::{guild_number, monday, parsed};
use super::{Store, StoreError};

/// What became of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AskedOutcome {
    /// It was answered.
    Answered,
    /// There were guesses to choose from.
    Suggested,
    /// There was no answer.
    Unanswered,
    /// It was urgent: help was named.
    Urgent,
    /// It was a greeting, thanks and the like.
    SmallTalk,
}

impl AskedOutcome {
    /// Every outcome.
    pub const ALL: [AskedOutcome; 5] = [
        AskedOutcome::Answered,
        AskedOutcome::Suggested,
        AskedOutcome::Unanswered,
        AskedOutcome::Urgent,
        AskedOutcome::SmallTalk,
    ];

    /// Its name in the file, which must not change.
    pub fn name(self) -> &'static str {
        match self {
            AskedOutcome::Answered => "answered",
            AskedOutcome::Suggested => "suggested",
            AskedOutcome::Unanswered => "unanswered",
            AskedOutcome::Urgent => "urgent",
            AskedOutcome::SmallTalk => "small-talk",
        }
    }
}

impl FromSql for AskedOutcome {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        let mut all = AskedOutcome::ALL.into_iter();
        let found = all.find(|outcome| outcome.name() == name);
        found.ok_or(FromSqlError::InvalidType)
    }
}

/// That something was asked; not what, and not by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The id of the server; `None` in a direct message.
    pub guild: Option<u64>,
    /// The day, of which only the week is kept.
    pub date: Date,
    /// What became of it.
    pub outcome: AskedOutcome,
    /// The id of the entry that was shown as the answer, if one was.
    pub entry: Option<String>,
}

/// How much was asked in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeekUsage {
    /// The week's Monday.
    pub week: Date,
    /// How many questions were answered.
    pub answered: u64,
    /// To how many there were guesses to choose from.
    pub suggested: u64,
    /// To how many there was no answer.
    pub unanswered: u64,
    /// How many were urgent.
    pub urgent: u64,
    /// How much was small talk.
    pub small_talk: u64,
}

impl WeekUsage {
    /// How much was asked in all.
    pub fn asked(&self) -> u64 {
        self.answered + self.suggested + self.unanswered + self.urgent + self.small_talk
    }

    fn none_in(week: Date) -> Self {
        WeekUsage {
            week,
            answered: 0,
            suggested: 0,
            unanswered: 0,
            urgent: 0,
            small_talk: 0,
        }
    }

    fn times(&mut self, outcome: AskedOutcome) -> &mut u64 {
        match outcome {
            AskedOutcome::Answered => &mut self.answered,
            AskedOutcome::Suggested => &mut self.suggested,
            AskedOutcome::Unanswered => &mut self.unanswered,
            AskedOutcome::Urgent => &mut self.urgent,
            AskedOutcome::SmallTalk => &mut self.small_talk,
        }
    }
}

/// How often an entry was the answer in one week.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryUsage {
    /// The id of the entry.
    pub entry: String,
    /// The week's Monday.
    pub week: Date,
    /// How often it was shown.
    pub times: u64,
}

impl Store {
    /// How much was asked in a server, or with `None` in direct messages, in
    /// each week in which anything was; oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn usage(&self, guild: Option<u64>) -> Result<Vec<WeekUsage>, StoreError> {
        self.database.read(|connection| {
            let mut statement = connection
                .prepare_cached("SELECT week, outcome, times FROM usage WHERE guild = ?1")?;
            let mut rows = statement.query([guild_number(guild)])?;
            let mut weeks = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let week = parsed(row, 0)?;
                let usage = weeks.entry(week).or_insert(WeekUsage::none_in(week));
                *usage.times(row.get(1)?) = row.get::<_, i64>(2)?.cast_unsigned();
            }
            Ok(weeks.into_values().collect())
        })
    }

    /// How often each entry was the answer in a server, or with `None` in
    /// direct messages; by entry, then by week, oldest first.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn shown(&self, guild: Option<u64>) -> Result<Vec<EntryUsage>, StoreError> {
        self.database.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT entry, week, times FROM shown WHERE guild = ?1 ORDER BY entry, week",
            )?;
            let rows = statement.query_map([guild_number(guild)], |row| {
                Ok(EntryUsage {
                    entry: row.get(0)?,
                    week: parsed(row, 1)?,
                    times: row.get::<_, i64>(2)?.cast_unsigned(),
                })
            })?;
            rows.collect()
        })
    }
}

/// Counts it.
pub(super) fn insert(transaction: &Transaction<'_>, asked: &Asked) -> rusqlite::Result<()> {
    let guild = guild_number(asked.guild);
    let week = monday(asked.date).to_string();
    transaction
        .prepare_cached(
            "INSERT INTO usage (guild, week, outcome, times) VALUES (?1, ?2, ?3, 1)
             ON CONFLICT DO UPDATE SET times = times + 1",
        )?
        .execute((guild, &week, asked.outcome.name()))?;
    if let Some(entry) = &asked.entry {
        transaction
            .prepare_cached(
                "INSERT INTO shown (guild, entry, week, times) VALUES (?1, ?2, ?3, 1)
                 ON CONFLICT DO UPDATE SET times = times + 1",
            )?
            .execute((guild, entry, &week))?;
    }
    Ok(())
}
