//! The report as plain text in short lines, for a terminal or a chat; and the
//! digest, a message of it.
//!
//! What members and moderators wrote comes in one line, without what would move
//! the cursor or turn the direction of writing. Marks of Markdown stay: making
//! them safe is up to whoever posts it.

use std::fmt::{self, Display, Formatter};

use jiff::ToSpan;

use super::{EntryName, FaqReport, Figures, ReportedGap, Stale};
use crate::store::monday;

/// The longest question or title that is shown, in characters: one line.
const LINE: usize = 100;

/// How many items of each list are shown; the others are counted.
const SHOWN: usize = 10;

/// How many weeks are shown, the last ones.
const WEEKS_SHOWN: usize = 8;

/// How many items of each list a digest has.
const IN_DIGEST: usize = 3;

/// A text in one line, cut where it is long.
pub fn in_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let mut line = words.join(" ");
    line.retain(|c| !turns_direction(c));
    if let Some((end, _)) = line.char_indices().nth(LINE) {
        line.truncate(end);
        line.truncate(line.trim_end().len());
        line.push('…');
    }
    line
}

/// Whether a character turns the direction in which all that follows is written.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// `1 question`, `2 questions`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    };
    format!("{count} {}", if count == 1 { noun } else { &plural })
}

/// A share in whole percent; `None` of nothing.
pub fn percent(part: u64, all: u64) -> Option<u64> {
    (all > 0).then(|| (100 * part + all / 2) / all)
}

/// What the report is of.
pub fn scope(report: &FaqReport) -> String {
    match &report.guild {
        Some(guild) => format!("server {guild}"),
        None => "all servers".to_owned(),
    }
}

struct Named<'a>(&'a EntryName);

impl Display for Named<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        write!(f, "{} [{}]", in_line(&self.0.title), self.0.id)
    }
}

/// What is due, as it is called.
pub fn due_name(stale: &Stale) -> String {
    match &stale.entry {
        Some(entry) => Named(entry).to_string(),
        None => format!("the whole file {}", in_line(&stale.file)),
    }
}

impl FaqReport {
    /// A message for the moderators' channel: what was asked in the week before
    /// the present one, the largest gaps, and what to check next. Less than 1,500
    /// characters.
    pub fn digest(&self) -> String {
        let week = monday(self.today).saturating_sub(1.week());
        let mut weeks = self.weeks.iter();
        let figures = weeks.find(|known| known.week == week);
        let figures = figures.map_or(Figures::default(), |known| known.figures);
        let mut lines = vec![
            format!("The FAQ in the week of {week}"),
            format!("{}.", capitalised(&sentence(&figures))),
        ];
        if figures.helpful + figures.not_helpful > 0 {
            let Figures {
                helpful,
                not_helpful,
                ..
            } = figures;
            lines.push(format!(
                "Of the answers, {helpful} helped and {not_helpful} did not."
            ));
        }
        if !self.gaps.is_empty() {
            lines.push(String::new());
            lines.push("Asked most without a good answer:".to_owned());
            let gaps = self.gaps.iter().take(IN_DIGEST);
            lines.extend(gaps.map(|gap| format!("- {}× {}", gap.asked, first(gap))));
        }
        if !self.stale.is_empty() {
            lines.push(String::new());
            lines.push(format!("To check again ({} in all):", self.stale.len()));
            let stale = self.stale.iter().take(IN_DIGEST);
            lines.extend(stale.map(|one| format!("- {}, due {}", due_name(one), one.review_by)));
        }
        lines.join("\n")
    }

    /// The whole report in short lines.
    pub fn to_text(&self) -> String {
        Text(self).to_string()
    }
}

fn first(gap: &ReportedGap) -> String {
    let first = gap.questions.first();
    in_line(first.map_or("", |question| question.text.as_str()))
}

fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// What was asked, in a sentence without its full stop.
fn sentence(figures: &Figures) -> String {
    let Figures {
        asked,
        answered,
        suggested,
        unanswered,
        urgent,
        ..
    } = figures;
    if *asked == 0 {
        return "nothing was asked".to_owned();
    }
    let share = percent(*answered, *asked).unwrap_or_default();
    format!(
        "{asked} asked: {answered} answered ({share}%), {suggested} with suggestions, \
         {unanswered} without an answer, {urgent} urgent"
    )
}

struct Text<'a>(&'a FaqReport);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let report = self.0;
        writeln!(f, "FAQ report of {}, {}", report.today, scope(report))?;
        if report.has_records {
            writeln!(f, "Since {}, {}", report.since, sentence(&report.total))?;
            weeks(f, report)?;
            entries(f, report)?;
        } else {
            writeln!(f, "Nothing was recorded yet.")?;
        }
        gaps(f, report)?;
        to_do(f, report)
    }
}

fn weeks(f: &mut Formatter, report: &FaqReport) -> fmt::Result {
    writeln!(
        f,
        "\nweek        asked  answered  suggested  unanswered  urgent  helpful  not"
    )?;
    let before = report.weeks.len().saturating_sub(WEEKS_SHOWN);
    for week in &report.weeks[before..] {
        let Figures {
            asked,
            answered,
            suggested,
            unanswered,
            urgent,
            helpful,
            not_helpful,
        } = week.figures;
        writeln!(
            f,
            "{}  {asked:>5}  {answered:>8}  {suggested:>9}  {unanswered:>10}  {urgent:>6}  \
             {helpful:>7}  {not_helpful:>3}",
            week.week
        )?;
    }
    Ok(())
}

fn entries(f: &mut Formatter, report: &FaqReport) -> fmt::Result {
    if report.entries.is_empty() {
        return Ok(());
    }
    writeln!(f, "\nshown  helpful  not  entry")?;
    for entry in report.entries.iter().take(SHOWN) {
        let title = entry.title.as_deref().unwrap_or("(gone)");
        writeln!(
            f,
            "{:>5}  {:>7}  {:>3}  {} [{}]",
            entry.shown,
            entry.helpful,
            entry.not_helpful,
            in_line(title),
            entry.id
        )?;
    }
    more(f, report.entries.len(), "entry")
}

fn gaps(f: &mut Formatter, report: &FaqReport) -> fmt::Result {
    if report.gaps.is_empty() {
        return Ok(());
    }
    writeln!(f, "\nMembers could not find")?;
    for gap in report.gaps.iter().take(SHOWN) {
        writeln!(f, "{:>3}× {}", gap.asked, first(gap))?;
        for question in gap.questions.iter().skip(1).take(2) {
            writeln!(f, "     also: {}", in_line(&question.text))?;
        }
        if let Some(nearest) = gap.nearest.first() {
            writeln!(f, "     nearest: {}", Named(nearest))?;
        }
    }
    more(f, report.gaps_in_all, "question")
}

fn to_do(f: &mut Formatter, report: &FaqReport) -> fmt::Result {
    list(f, "To check again", &report.stale, |f, stale| {
        write!(f, "- due {}: {}", stale.review_by, due_name(stale))?;
        match &stale.entry {
            Some(_) => writeln!(f, " ({}:{})", in_line(&stale.file), stale.line),
            None => writeln!(f),
        }
    })?;
    list(
        f,
        "More often did not help than did",
        &report.unhelpful,
        |f, entry| writeln!(f, "- {}", Named(entry)),
    )?;
    list(f, "Leads nowhere", &report.dead_links, |f, link| {
        writeln!(
            f,
            "- {}:{}: {}",
            in_line(&link.file),
            link.line,
            in_line(&link.message)
        )
    })?;
    list(
        f,
        "Get in one another's way",
        &report.competing,
        |f, pair| {
            let how = if pair.is_first {
                "finds first"
            } else {
                "nearly finds"
            };
            let phrasing = pair.phrasings.first().map_or("", String::as_str);
            writeln!(f, "- \"{}\" of [{}]", in_line(phrasing), pair.entry.id)?;
            writeln!(f, "  {how} {}", Named(&pair.other))
        },
    )?;
    if report.phrasings_tried < report.phrasings {
        let (tried, all) = (report.phrasings_tried, report.phrasings);
        writeln!(f, "  ({tried} of {all} ways of asking were tried)")?;
    }
    let title = format!("Not shown since {}", report.since);
    list(f, &title, &report.never_shown, |f, entry| {
        writeln!(f, "- {}", Named(entry))
    })
}

/// A list with its title, where there is anything in it.
fn list<T>(
    f: &mut Formatter,
    title: &str,
    items: &[T],
    item: impl Fn(&mut Formatter, &T) -> fmt::Result,
) -> fmt::Result {
    if items.is_empty() {
        return Ok(());
    }
    writeln!(f, "\n{title}")?;
    for one in items.iter().take(SHOWN) {
        item(f, one)?;
    }
    more(f, items.len(), "other")
}

/// Says how many were left out.
fn more(f: &mut Formatter, all: usize, noun: &str) -> fmt::Result {
    match all.saturating_sub(SHOWN) {
        0 => Ok(()),
        left if noun == "other" => writeln!(f, "  and {}", counted(left, noun)),
        left => writeln!(f, "  and {} more", counted(left, noun)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_shown_in_one_line_that_is_not_too_long() {
        assert_eq!(in_line("a\n\n b\u{1b}[31m\u{202E}c "), "a b [31mc");
        let long = "word ".repeat(50);
        let expected = format!("{}…", "word ".repeat(20).trim_end());
        assert_eq!(in_line(&long), expected);
    }

    #[test]
    fn a_share_is_rounded_and_there_is_none_of_nothing() {
        assert_eq!(percent(2, 3), Some(67));
        assert_eq!(percent(0, 3), Some(0));
        assert_eq!(percent(0, 0), None);
    }

    proptest! {
        #[test]
        fn no_text_moves_the_cursor_or_fills_the_screen(text in any::<String>()) {
            let line = in_line(&text);
            prop_assert!(!line.chars().any(|c| c.is_control() || turns_direction(c)));
            prop_assert!(line.chars().count() <= LINE + 1);
        }
    }
}
