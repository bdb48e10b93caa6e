//! The report: how the FAQ does, and what to do about it next.
//!
//! ```text
//! store            -> recorded \
//! library, engine  -> content  -> FaqReport -> text | digest | JSON | HTML
//! store, engine    -> gaps     /
//! ```
//!
//! Data and what it looks like. Nothing is decided for members here, nothing is
//! written, and no member is in it: questions come redacted from the store.

mod chart;
mod content;
mod gaps;
mod html;
mod recorded;
mod text;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use crate::content::library::Library;
use crate::engine::{Engine, EngineError};
use crate::store::{Store, StoreError, monday};

/// Over how many weeks is reported, this one included: half a year, as many as a
/// chart shows well.
pub const WEEKS: i64 = 26;

/// What a report is made from.
pub struct Sources<'a> {
    /// What members are answered from.
    pub engine: &'a Engine,
    /// The files.
    pub library: &'a Library,
    /// What was recorded; `None` where nothing was yet.
    pub store: Option<&'a Store>,
    /// The id of the server to report of; `None` for all of them and direct
    /// messages together.
    pub guild: Option<u64>,
    /// The day.
    pub today: Date,
}

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// What was recorded cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The entries cannot be read.
    #[error(transparent)]
    Engine(#[from] EngineError),
}

/// How the FAQ does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FaqReport {
    /// The day of the report.
    pub today: Date,
    /// The first day that it is about, a Monday.
    pub since: Date,
    /// The id of the server; `None` for all of them and direct messages.
    pub guild: Option<String>,
    /// How many entries and sections the FAQ has.
    pub topics: usize,
    /// Whether anything was recorded in this time.
    pub has_records: bool,
    /// All weeks together.
    pub total: Figures,
    /// Each week from the first with a record to the present one, oldest first.
    pub weeks: Vec<Week>,
    /// Entries that were shown or rated, the most shown first.
    pub entries: Vec<EntryFigures>,
    /// Entries that more often did not help than did, the worst first.
    pub unhelpful: Vec<EntryName>,
    /// How many groups of questions without a good answer there are.
    pub gaps_in_all: usize,
    /// The largest of them, the most asked first.
    pub gaps: Vec<ReportedGap>,
    /// What was to be checked by now, the longest overdue first.
    pub stale: Vec<Stale>,
    /// Entries that were not shown in this time; empty where nothing was recorded.
    pub never_shown: Vec<EntryName>,
    /// Entries that get in one another's way, the worst first.
    pub competing: Vec<Competing>,
    /// How many ways of asking were tried to find those.
    pub phrasings_tried: usize,
    /// How many ways of asking there are.
    pub phrasings: usize,
    /// Links and `related` ids that lead nowhere.
    pub dead_links: Vec<DeadLink>,
}

/// What was asked and what came of it; small talk does not count.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// How many questions there were.
    pub asked: u64,
    /// How many got an answer.
    pub answered: u64,
    /// How many got guesses to choose from.
    pub suggested: u64,
    /// How many got nothing.
    pub unanswered: u64,
    /// How many were urgent.
    pub urgent: u64,
    /// How many answers helped, as members said.
    pub helpful: u64,
    /// How many did not.
    pub not_helpful: u64,
}

/// A week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Week {
    /// Its Monday.
    pub week: Date,
    /// What there was in it.
    #[serde(flatten)]
    pub figures: Figures,
}

/// How an entry did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryFigures {
    /// Its id.
    pub id: String,
    /// Its question or heading; `None` where it is gone.
    pub title: Option<String>,
    /// How often it was the answer.
    pub shown: u64,
    /// How often it helped.
    pub helpful: u64,
    /// How often it did not.
    pub not_helpful: u64,
    /// The same by week, oldest first, without weeks that have nothing.
    pub weeks: Vec<EntryWeek>,
}

/// How an entry did in a week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryWeek {
    /// Its Monday.
    pub week: Date,
    /// How often it was the answer.
    pub shown: u64,
    /// How often it helped.
    pub helpful: u64,
    /// How often it did not.
    pub not_helpful: u64,
}

/// Questions without a good answer that ask the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportedGap {
    /// How often it was asked.
    pub asked: usize,
    /// How many wordings there are.
    pub wordings: usize,
    /// The first of them, the most asked first.
    pub questions: Vec<ReportedQuestion>,
    /// The entries that come nearest, best first.
    pub nearest: Vec<EntryName>,
}

/// A question without a good answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportedQuestion {
    /// What was asked, redacted.
    pub text: String,
    /// How often.
    pub asked: usize,
}

/// An entry or a section.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryName {
    /// Its id.
    pub id: String,
    /// Its question or heading.
    pub title: String,
}

/// What was to be checked by now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stale {
    /// The day by which.
    pub review_by: Date,
    /// The entry; `None` for all of a file that name no day of their own.
    pub entry: Option<EntryName>,
    /// The file, relative to the FAQ folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// An entry whose own ways of asking find another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Competing {
    /// The entry.
    pub entry: EntryName,
    /// The one that is found.
    pub other: EntryName,
    /// Whether the other is found first; else it comes so near that neither is
    /// surely meant.
    pub is_first: bool,
    /// The ways of asking that find it.
    pub phrasings: Vec<String>,
}

/// A link that leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeadLink {
    /// The file, relative to the FAQ folder.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl FaqReport {
    /// Makes the report. Asks the FAQ up to a thousand of its own questions, which
    /// takes seconds where it is large.
    ///
    /// # Errors
    /// When the store or the index cannot be read.
    pub fn new(sources: &Sources) -> Result<FaqReport, ReportError> {
        let today = sources.today;
        let since = monday(today).saturating_sub((WEEKS - 1).weeks());
        let names = content::names(sources.library);
        let recorded = recorded::read(sources, since, &names)?;
        let has_records = recorded.total != Figures::default() || !recorded.entries.is_empty();
        let never_shown = if has_records {
            content::never_shown(sources.library, &recorded.entries)
        } else {
            Vec::new()
        };
        let rivalry = content::competing(sources, &recorded.entries, &names)?;
        let (gaps_in_all, gaps) = gaps::largest(sources, &names)?;
        Ok(FaqReport {
            today,
            since,
            guild: sources.guild.map(|guild| guild.to_string()),
            topics: names.len(),
            has_records,
            total: recorded.total,
            weeks: recorded.weeks,
            unhelpful: content::unhelpful(&recorded.entries),
            entries: recorded.entries,
            gaps_in_all,
            gaps,
            stale: content::stale(sources.library, today, &names),
            never_shown,
            competing: rivalry.competing,
            phrasings_tried: rivalry.tried,
            phrasings: rivalry.phrasings,
            dead_links: content::dead_links(sources.library),
        })
    }

    /// As JSON, in one line.
    ///
    /// # Errors
    /// Never, as far as we know: the data has only texts, numbers and days.
    pub fn to_json(&self) -> serde_json::Result<String> {
        serde_json::to_string(self)
    }
}
