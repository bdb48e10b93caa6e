//! The report as one page that needs nothing from elsewhere: no script, no font, no
//! picture. It is well-formed XML as well, and forbids itself to load anything.
//!
//! All that people wrote goes through [`Escaped`].

use std::fmt::{self, Display, Formatter};

use super::chart::{Helpful, Weeks};
use super::text::{counted, percent, scope};
use super::{
    Competing, DeadLink, EntryFigures, EntryName, FaqReport, Figures, ReportedGap, Stale, Week,
};

const STYLE: &str = include_str!("page.css");

/// How many items of a list are seen at once; the others open at a click.
const OPEN: usize = 12;

/// How many items of a list there are at most: a page that a phone opens. All of
/// them are in the JSON.
const MOST: usize = 200;

/// A text in which nothing is markup.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                // XML has no such characters.
                c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {
                    f.write_str(" ")?;
                }
                c => write!(f, "{c}")?,
            }
        }
        Ok(())
    }
}

/// An entry by its title and id.
struct Named<'a>(&'a EntryName);

impl Display for Named<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let EntryName { id, title } = self.0;
        write!(
            f,
            "<bdi>{}</bdi> <code>{}</code>",
            Escaped(title),
            Escaped(id)
        )
    }
}

impl FaqReport {
    /// The whole report as one HTML page.
    pub fn to_html(&self) -> String {
        Page(self).to_string()
    }
}

struct Page<'a>(&'a FaqReport);

impl Display for Page<'_> {
    fn fmt(&self, f: &mut Formatter) -> fmt::Result {
        let report = self.0;
        f.write_str("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n")?;
        f.write_str(
            "<meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n",
        )?;
        writeln!(f, "<title>FAQ report of {}</title>", report.today)?;
        write!(f, "<style>\n{STYLE}</style>\n</head>\n<body>\n")?;
        let scope = scope(report);
        writeln!(f, "<h1>How the FAQ does</h1>")?;
        writeln!(
            f,
            "<p class=\"soft\">{}, {}, {}</p>",
            report.today,
            Escaped(&scope),
            counted(report.topics, "topic")
        )?;
        if report.has_records {
            headline(f, report)?;
            weeks(f, &report.weeks)?;
        } else {
            f.write_str("<p>Nothing was recorded yet.</p>\n")?;
        }
        gaps(f, report)?;
        entries(f, &report.entries)?;
        to_do(f, report)?;
        f.write_str("</body>\n</html>\n")
    }
}

fn headline(f: &mut Formatter, report: &FaqReport) -> fmt::Result {
    let Figures {
        asked,
        answered,
        unanswered,
        urgent,
        helpful,
        not_helpful,
        ..
    } = report.total;
    let share =
        |part, all| percent(part, all).map_or("–".to_owned(), |share| format!("{share}%"));
    f.write_str("<div class=\"cards\">\n")?;
    for (number, what) in [
        (asked.to_string(), "questions"),
        (share(answered, asked), "answered"),
        (share(helpful, helpful + not_helpful), "of ratings helpful"),
        (unanswered.to_string(), "without an answer"),
        (urgent.to_string(), "urgent"),
    ] {
        writeln!(
            f,
            "<div class=\"card\"><b>{number}</b><span>{what}</span></div>"
        )?;
    }
    writeln!(f, "</div>\n<p class=\"soft\">Since {}.</p>", report.since)
}

fn weeks(f: &mut Formatter, weeks: &[Week]) -> fmt::Result {
    f.write_str("<h2>Week by week</h2>\n")?;
    writeln!(f, "<div class=\"wide\">\n{}</div>", Weeks(weeks))?;
    f.write_str("<ul class=\"legend\">\n")?;
    for (class, what) in [
        ("answered", "answered"),
        ("suggested", "suggestions"),
        ("unanswered", "no answer"),
        ("urgent", "urgent"),
    ] {
        writeln!(
            f,
            "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\"><rect class=\"{class}\" \
             width=\"10\" height=\"10\"/></svg> {what}</li>"
        )?;
    }
    f.write_str("</ul>\n<details><summary>The numbers</summary>\n<div class=\"wide\"><table>\n")?;
    let columns = [
        "asked",
        "answered",
        "suggestions",
        "no answer",
        "urgent",
        "helpful",
        "not",
    ];
    f.write_str("<tr><th>week of</th>")?;
    for column in columns {
        write!(f, "<th class=\"number\">{column}</th>")?;
    }
    f.write_str("</tr>\n")?;
    for week in weeks.iter().rev() {
        let of = &week.figures;
        write!(f, "<tr><td>{}</td>", week.week)?;
        for number in [
            of.asked,
            of.answered,
            of.suggested,
            of.unanswered,
            of.urgent,
            of.helpful,
            of.not_helpful,
        ] {
            write!(f, "<td class=\"number\">{number}</td>")?;
        }
        f.write_str("</tr>\n")?;
    }
    f.write_str("</table></div></details>\n")
}

fn gaps(f: &mut Formatter, report: &FaqReport) -> fmt::Result {
    if report.gaps.is_empty() {
        return Ok(());
    }
    f.write_str("<h2>What members could not find</h2>\n")?;
    folded(f, &report.gaps, |f, gaps| {
        gaps.iter().try_for_each(|one| gap(f, one))
    })?;
    match report.gaps_in_all - report.gaps.len() {
        0 => Ok(()),
        left => writeln!(
            f,
            "<p class=\"soft\">And {}.</p>",
            counted(left, "smaller one")
        ),
    }
}

fn gap(f: &mut Formatter, gap: &ReportedGap) -> fmt::Result {
    let mut questions = gap.questions.iter();
    let first = questions.next().map_or("", |first| first.text.as_str());
    let (asked, first) = (gap.asked, Escaped(first));
    write!(f, "<div class=\"gap\"><b>{asked}×</b><bdi>{first}</bdi>")?;
    if gap.wordings > 1 {
        f.write_str("<ul>")?;
        for question in questions {
            write!(f, "<li><bdi>{}</bdi></li>", Escaped(&question.text))?;
        }
        match gap.wordings.saturating_sub(gap.questions.len()) {
            0 => {}
            left => write!(f, "<li class=\"soft\">and {left} more</li>")?,
        }
        f.write_str("</ul>")?;
    }
    if let Some((first, others)) = gap.nearest.split_first() {
        write!(f, "<p class=\"soft\">Nearest: {}", Named(first))?;
        for other in others {
            write!(f, "; {}", Named(other))?;
        }
        f.write_str("</p>")?;
    }
    f.write_str("</div>\n")
}

fn entries(f: &mut Formatter, entries: &[EntryFigures]) -> fmt::Result {
    if entries.is_empty() {
        return Ok(());
    }
    f.write_str("<h2>Entries</h2>\n<div class=\"wide\"><table>\n")?;
    f.write_str("<tr><th>entry</th><th class=\"number\">shown</th><th>helpful</th></tr>\n")?;
    for entry in entries.iter().take(MOST) {
        f.write_str("<tr><td>")?;
        match &entry.title {
            Some(title) => write!(f, "<bdi>{}</bdi>", Escaped(title))?,
            None => f.write_str("<span class=\"soft\">gone</span>")?,
        }
        let bar = Helpful {
            helpful: entry.helpful,
            not_helpful: entry.not_helpful,
        };
        let (id, shown) = (Escaped(&entry.id), entry.shown);
        writeln!(
            f,
            " <code>{id}</code></td><td class=\"number\">{shown}</td><td>{bar}</td></tr>"
        )?;
    }
    f.write_str("</table></div>\n")?;
    left_out(f, entries.len())
}

fn to_do(f: &mut Formatter, report: &FaqReport) -> fmt::Result {
    list(f, "To check again", &report.stale, stale)?;
    let entry = |f: &mut Formatter, entry: &EntryName| writeln!(f, "<li>{}</li>", Named(entry));
    list(
        f,
        "More often did not help than did",
        &report.unhelpful,
        entry,
    )?;
    list(f, "Leads nowhere", &report.dead_links, dead_link)?;
    list(f, "Entries in one another's way", &report.competing, pair)?;
    if report.phrasings_tried < report.phrasings {
        let (tried, all) = (report.phrasings_tried, report.phrasings);
        writeln!(
            f,
            "<p class=\"soft\">{tried} of {all} ways of asking were tried.</p>"
        )?;
    }
    let title = format!("Not shown since {}", report.since);
    list(f, &title, &report.never_shown, entry)
}

fn stale(f: &mut Formatter, stale: &Stale) -> fmt::Result {
    let (due, file, line) = (stale.review_by, Escaped(&stale.file), stale.line);
    match &stale.entry {
        Some(entry) => writeln!(
            f,
            "<li>{} <span class=\"soft\">due {due}, {file}:{line}</span></li>",
            Named(entry)
        ),
        None => writeln!(
            f,
            "<li>The whole file {file} <span class=\"soft\">due {due}</span></li>"
        ),
    }
}

fn dead_link(f: &mut Formatter, link: &DeadLink) -> fmt::Result {
    let (message, help) = (Escaped(&link.message), Escaped(&link.help));
    let (file, line) = (Escaped(&link.file), link.line);
    writeln!(
        f,
        "<li><bdi>{message}</bdi>: {help} <span class=\"soft\">{file}:{line}</span></li>"
    )
}

fn pair(f: &mut Formatter, pair: &Competing) -> fmt::Result {
    let how = if pair.is_first {
        "finds first"
    } else {
        "nearly finds"
    };
    let phrasing = pair.phrasings.first().map_or("", String::as_str);
    write!(f, "<li>“<bdi>{}</bdi>”", Escaped(phrasing))?;
    match pair.phrasings.len() {
        0 | 1 => {}
        several => write!(f, " and {} more", several - 1)?,
    }
    let (id, other) = (Escaped(&pair.entry.id), Named(&pair.other));
    writeln!(f, " of <code>{id}</code> {how} {other}</li>")
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
    let count = items.len();
    writeln!(
        f,
        "<h2>{} <span class=\"soft\">{count}</span></h2>",
        Escaped(title)
    )?;
    folded(f, items, |f, items| {
        f.write_str("<ul class=\"todo\">\n")?;
        for one in items {
            item(f, one)?;
        }
        f.write_str("</ul>\n")
    })
}

/// Items of which the first are seen and the others open at a click.
fn folded<T>(
    f: &mut Formatter,
    items: &[T],
    shown: impl Fn(&mut Formatter, &[T]) -> fmt::Result,
) -> fmt::Result {
    let items_shown = &items[..items.len().min(MOST)];
    let (open, others) = items_shown.split_at(items_shown.len().min(OPEN));
    shown(f, open)?;
    if !others.is_empty() {
        let count = others.len();
        writeln!(f, "<details><summary>{count} more</summary>")?;
        shown(f, others)?;
        f.write_str("</details>\n")?;
    }
    left_out(f, items.len())
}

fn left_out(f: &mut Formatter, items: usize) -> fmt::Result {
    match items.saturating_sub(MOST) {
        0 => Ok(()),
        left => writeln!(
            f,
            "<p class=\"soft\">And {left} that are not shown here.</p>"
        ),
    }
}
