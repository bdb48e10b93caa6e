//! Figures and failures as a person likes to read them.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::Style;
use faqbot::eval::estimate::Estimate;
use faqbot::eval::report::{EvalReport, Failure, Fault, Figures};
use faqbot::eval::run::Got;

use super::super::counted;
use super::super::markdown::printable;
use super::super::terminal::in_words;
use super::EvalSet;

/// Failures that are shown unless all are asked for: as many as one looks into
/// before running it again.
const MAX_FAILURES: usize = 20;

/// Longer lines are hard to read, however wide the terminal is.
const MAX_WIDTH: usize = 100;

/// What stands where there is no figure.
const NONE: &str = "-";

/// What figures without meaning are headed by.
const WORDS_ONLY: &str = "words only";

const TITLE: Style = Style::new().bold();

/// Prints one set with all that is known of it, or a line for each of several.
pub fn print(output: &mut dyn Write, sets: &[EvalSet], all: bool) -> io::Result<()> {
    match sets {
        [only] => print_set(output, only, all),
        several => print_sets(output, several),
    }
}

fn print_set(output: &mut dyn Write, set: &EvalSet, all: bool) -> io::Result<()> {
    let overall = &set.report.overall;
    writeln!(output, "{TITLE}{}{TITLE:#}", printable(&set.name))?;
    writeln!(
        output,
        "{}: {} with an answer here, {} without, {} urgent\n",
        counted(overall.questions, "question"),
        overall.answerable,
        overall.unanswerable,
        overall.urgent
    )?;
    print_grid(output, &figures(set))?;
    let by_kind = &set.report.by_kind;
    let by_file = &set.report.by_file;
    for (heading, groups) in [("kind", by_kind), ("file", by_file)] {
        if groups.len() > 1 {
            writeln!(output)?;
            let groups = groups.iter().map(|(name, group)| (name.clone(), group));
            print_grid(output, &lines(heading, &groups.collect::<Vec<_>>()))?;
        }
    }
    print_failures(output, &set.report.failures, all)
}

/// A line a figure, with its interval; beside it what comes of words alone.
fn figures(set: &EvalSet) -> Vec<Vec<String>> {
    let words_only = set.words_only.as_ref();
    let mut rows = vec![vec![String::new()]];
    if words_only.is_some() {
        rows[0].extend(["with meaning".into(), "95% interval".into()]);
        rows[0].extend([WORDS_ONLY.into(), "95% interval".into()]);
    } else {
        rows[0].extend([String::new(), "95% interval".into(), String::new()]);
    }
    let without = words_only.map(|report| report.overall.measures());
    for (place, measure) in set.report.overall.measures().iter().enumerate() {
        let Some(estimate) = measure.estimate else {
            continue;
        };
        let mut row = vec![measure.label.to_owned()];
        row.extend([percent(estimate), interval(estimate)]);
        match &without {
            Some(without) => match without[place].estimate {
                Some(estimate) => row.extend([percent(estimate), interval(estimate)]),
                None => row.extend([NONE.into(), NONE.into()]),
            },
            None => row.push(match estimate.count {
                Some(count) => format!("{count} of {}", estimate.of),
                None => String::new(),
            }),
        }
        rows.push(row);
    }
    rows
}

fn print_sets(output: &mut dyn Write, sets: &[EvalSet]) -> io::Result<()> {
    let mut groups: Vec<(String, &Figures)> = Vec::new();
    for set in sets {
        groups.push((set.name.clone(), &set.report.overall));
        if let Some(words_only) = &set.words_only {
            groups.push((format!("  {WORDS_ONLY}"), &words_only.overall));
        }
    }
    let mut rows = lines("set", &groups);
    let columns = shown_columns(&groups);
    let mut add_mean = |name: &str, reports: Vec<&EvalReport>| {
        let mut row = vec![name.to_owned(), String::new()];
        for (place, (_, mean)) in means(&reports).into_iter().enumerate() {
            if columns.contains(&place) {
                row.push(mean.map_or(NONE.into(), |mean| format!("{:.1}", mean * 100.0)));
            }
        }
        rows.push(row);
    };
    add_mean("mean", sets.iter().map(|set| &set.report).collect());
    let words_only = sets.iter().filter_map(|set| set.words_only.as_ref());
    let words_only: Vec<_> = words_only.collect();
    if !words_only.is_empty() {
        add_mean(&format!("  {WORDS_ONLY}"), words_only);
    }
    print_grid(output, &rows)?;
    writeln!(
        output,
        "\nIn percent. `right`, `wrong` and `offered` are of all questions with an answer here, \
         `of given`\nis how many of the answers given are right, `no answer` how many of the \
         questions without an\nanswer get one. One set alone is shown with intervals and failures."
    )
}

/// The mean of each figure over the sets that have it, each set counting the same.
pub fn means(reports: &[&EvalReport]) -> Vec<(&'static str, Option<f64>)> {
    let all: Vec<_> = reports
        .iter()
        .map(|report| report.overall.measures())
        .collect();
    let names = Figures::default().measures().map(|measure| measure.key);
    let mean = |(place, key): (usize, &'static str)| {
        let values = all.iter().filter_map(|measures| measures[place].estimate);
        let values: Vec<f64> = values.map(|estimate| estimate.value).collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (key, (!values.is_empty()).then_some(mean))
    };
    names.into_iter().enumerate().map(mean).collect()
}

/// The places of the figures that any of the groups has.
fn shown_columns(groups: &[(String, &Figures)]) -> BTreeSet<usize> {
    let measures = groups.iter().flat_map(|(_, group)| {
        let measures = group.measures().into_iter().enumerate();
        measures.filter_map(|(place, measure)| measure.estimate.map(|_| place))
    });
    measures.collect()
}

/// A line a group, a column a figure that any of them has.
fn lines(heading: &str, groups: &[(String, &Figures)]) -> Vec<Vec<String>> {
    let columns = shown_columns(groups);
    let mut head = vec![heading.to_owned(), "questions".to_owned()];
    let measures = Figures::default().measures();
    head.extend(
        columns
            .iter()
            .map(|&place| measures[place].short.to_owned()),
    );
    let mut rows = vec![head];
    for (name, group) in groups {
        let mut row = vec![name.clone(), group.questions.to_string()];
        let measures = group.measures();
        row.extend(columns.iter().map(|&place| {
            let estimate = measures[place].estimate;
            estimate.map_or(NONE.to_owned(), |estimate| {
                format!("{:.1}", estimate.value * 100.0)
            })
        }));
        rows.push(row);
    }
    rows
}

fn percent(estimate: Estimate) -> String {
    format!("{:.1}%", estimate.value * 100.0)
}

fn interval(estimate: Estimate) -> String {
    format!(
        "{:.1} to {:.1}",
        estimate.low * 100.0,
        estimate.high * 100.0
    )
}

/// Prints rows with the first column to the left and the others to the right; the
/// first row is the head.
fn print_grid(output: &mut dyn Write, rows: &[Vec<String>]) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let cells = |column: usize| rows.iter().filter_map(move |row| row.get(column));
    let width = |column| {
        cells(column)
            .map(|cell| textwrap::core::display_width(cell))
            .max()
    };
    let widths: Vec<usize> = (0..columns)
        .map(|column| width(column).unwrap_or(0))
        .collect();
    for (number, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            let gap = " ".repeat(widths[column] - textwrap::core::display_width(cell));
            if column == 0 {
                line += &format!("{cell}{gap}");
            } else {
                line += &format!("  {gap}{cell}");
            }
        }
        let line = printable(line.trim_end());
        if number == 0 {
            writeln!(output, "{TITLE}{line}{TITLE:#}")?;
        } else {
            writeln!(output, "{line}")?;
        }
    }
    Ok(())
}

fn print_failures(output: &mut dyn Write, failures: &[Failure], all: bool) -> io::Result<()> {
    let shown = if all { failures.len() } else { MAX_FAILURES };
    let mut last = None;
    for failure in failures.iter().take(shown) {
        if last != Some(failure.fault) {
            let count = failures.iter().filter(|other| other.fault == failure.fault);
            let heading = format!("{} ({})", failure.fault.label(), count.count());
            writeln!(output, "\n{TITLE}{heading}{TITLE:#}")?;
            last = Some(failure.fault);
        }
        print_failure(output, failure)?;
    }
    if failures.len() > shown {
        writeln!(
            output,
            "\n... and {} more; `--all` shows them",
            failures.len() - shown
        )?;
    }
    Ok(())
}

fn print_failure(output: &mut dyn Write, failure: &Failure) -> io::Result<()> {
    let question = &failure.question;
    let kind = if question.kind.is_empty() {
        String::new()
    } else {
        format!(", {}", question.kind)
    };
    let ask = format!("- \"{}\" ({}{kind})", question.ask, question.id);
    print_wrapped(output, &ask, "")?;
    let got = match &failure.got {
        Got::Urgent(group) => format!("got the notice `{group}`"),
        Got::Answer(id) => format!("got `{id}` (sure {:.2})", failure.confidence),
        Got::SmallTalk => "was taken for small talk".to_owned(),
        Got::Suggestions(ids) => {
            format!(
                "got a choice of {} (sure {:.2})",
                listed(ids),
                failure.confidence
            )
        }
        Got::Unanswered(_) => format!("got no answer (sure {:.2})", failure.confidence),
    };
    let wanted = match (&question.urgent, failure.fault) {
        (Some(group), _) => format!("; wanted the notice `{group}`"),
        (None, Fault::NotAnswered) => String::new(),
        (None, _) if question.is_answerable() => {
            let ids: Vec<String> = question.accept.keys().cloned().collect();
            let rank = match failure.first_right {
                Some(rank) => format!("which is number {rank}"),
                None => "which was not found".to_owned(),
            };
            format!("; wanted {}, {rank}", listed(&ids))
        }
        (None, _) => String::new(),
    };
    let why = failure.reason.map_or("", in_words);
    let text = format!("{got}{wanted}. {why}");
    print_wrapped(output, text.trim_end(), "    ")
}

/// Prints a text with its lines indented, all but the first by four spaces.
fn print_wrapped(output: &mut dyn Write, text: &str, indent: &str) -> io::Result<()> {
    let options = textwrap::Options::new(textwrap::termwidth().min(MAX_WIDTH))
        .initial_indent(indent)
        .subsequent_indent("    ")
        .break_words(false);
    writeln!(output, "{}", textwrap::fill(&printable(text), options))
}

/// Ids in words, at most three.
fn listed(ids: &[String]) -> String {
    /// More make a line too long to read.
    const MAX_LISTED: usize = 3;
    let shown = ids.iter().take(MAX_LISTED).map(|id| format!("`{id}`"));
    let mut shown: Vec<String> = shown.collect();
    if ids.len() > MAX_LISTED {
        shown.push(format!("{} more", ids.len() - MAX_LISTED));
    }
    shown.join(", ")
}
