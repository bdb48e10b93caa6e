//! A TOML file of entries, and the rules for one entry by itself.
//!
//! Rules between entries, in this file or others, are in [`super::lint`].

use std::path::Path;

use super::entry::{Entry, FileInfo};
use super::file_info::{read_file_info, read_review, read_sources, read_tags};
use super::load::{Item, LoadedFile};
use super::passage::Passage;
use super::phrasing::fold;
use super::slug::{MAX_ID_CHARACTERS, is_slug, suggested_id};
use super::split::trim_blank_lines;
use super::toml_reader::TableReader;
use crate::diagnostic::{Diagnostics, LineIndex, Spanned};

/// The longest question, in characters. A member's question is seldom longer
/// than 100, and the title of a Discord embed holds 256.
pub const MAX_QUESTION_CHARACTERS: usize = 300;

/// The longest answer, in characters. A Discord embed shows at most 4,096, and
/// a notice may stand above the answer.
pub const MAX_ANSWER_CHARACTERS: usize = 4_000;

/// From this length on, in characters, an answer is a wall of text in a chat: a
/// plain Discord message holds 2,000 with title and source.
pub const LONG_ANSWER_CHARACTERS: usize = 1_800;

/// Reads the entries of a file into `loaded`.
pub fn read(loaded: &mut LoadedFile, diagnostics: &Diagnostics) {
    let mut table = TableReader::parse(diagnostics);
    let stem = Path::new(&loaded.path).file_stem().unwrap_or_default();
    let (info, review_by) = read_file_info(&mut table, &stem.to_string_lossy());
    loaded.review_by = review_by;
    let entries = table.tables("entry");
    let is_empty = entries.is_empty() && !table.is_broken();
    table.finish();
    if is_empty && diagnostics.errors() == 0 {
        diagnostics.warning(
            "empty-file",
            0..0,
            "the file has no entries",
            "add an `[[entry]]` with `id`, `question` and `answer`, or delete the file",
        );
    }

    let lines = LineIndex::new(&diagnostics.file().text);
    for entry in entries {
        let (item, entry) = read_entry(entry, &info, &lines, diagnostics);
        loaded.items.extend(item);
        if let Some(entry) = entry {
            loaded.entries += 1;
            loaded
                .passages
                .push(Passage::of_entry(entry, &info, &loaded.path));
        }
    }
}

/// Reads an entry: how others see it, if it has an id, and itself, if it has no
/// error.
fn read_entry(
    mut table: TableReader<'_>,
    info: &FileInfo,
    lines: &LineIndex,
    diagnostics: &Diagnostics,
) -> (Option<Item>, Option<Entry>) {
    let errors_before = diagnostics.errors();
    let broken = table.is_broken();
    let line = lines.line(table.span().start);

    let id = table
        .required_string("id")
        .and_then(|id| checked_id(id, &table));
    let question = table.required_string("question");
    let alternates = table.strings("alternates");
    let not_for = table.strings("not_for");
    let answer = table
        .required_string("answer")
        .map(|answer| checked_answer(answer, &table));
    let tags = read_tags(&mut table);
    let related = table.strings("related");
    let sources = read_sources(&mut table);
    let (reviewed, review_by) = read_review(&mut table);
    let phrasings: Vec<_> = question.iter().chain(&alternates).cloned().collect();
    check_phrasings(&phrasings, &not_for, &table);
    if let (None, Some(file_reviewed), Some(review_by)) = (reviewed, info.reviewed, &review_by)
        && review_by.value < file_reviewed
    {
        table.warning(
            "review-before-reviewed",
            review_by.span.clone(),
            format!(
                "`review_by` {} lies before the file's `reviewed` {file_reviewed}",
                review_by.value
            ),
            "set `review_by` to the day when it has to be checked again",
        );
    }
    table.finish();

    let item = id.clone().map(|id| Item {
        id,
        line,
        phrasings,
        related: related.clone(),
        review_by: review_by.clone(),
    });
    let sound = !broken && diagnostics.errors() == errors_before;
    let entry = match (sound, id, question, answer) {
        (true, Some(id), Some(question), Some(answer)) => Some(Entry {
            id: id.value,
            question: question.value,
            alternates: values(alternates),
            answer,
            tags,
            related: values(related),
            sources,
            reviewed,
            review_by: review_by.map(|date| date.value),
            not_for: values(not_for),
            line,
        }),
        _ => None,
    };
    (item, entry)
}

fn values(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

fn checked_id(id: Spanned<String>, table: &TableReader<'_>) -> Option<Spanned<String>> {
    let length = id.value.chars().count();
    let message = if !is_slug(&id.value) {
        format!("`{}` is not an id", id.value)
    } else if length > MAX_ID_CHARACTERS {
        format!("the id has {length} characters, at most {MAX_ID_CHARACTERS} are allowed")
    } else {
        return Some(id);
    };
    let rule = "lower-case letters a to z, digits and single hyphens";
    let help = match suggested_id(&id.value) {
        Some(suggestion) if suggestion != id.value => format!("use {rule}, such as `{suggestion}`"),
        _ => format!("use {rule}, such as `reset-password`"),
    };
    table.error("bad-id", id.span, message, help);
    None
}

/// The answer without blank lines around it; its faults are noted.
fn checked_answer(answer: Spanned<String>, table: &TableReader<'_>) -> String {
    let text = trim_blank_lines(&answer.value);
    let length = text.chars().count();
    if length == 0 {
        table.error(
            "empty-answer",
            answer.span,
            "the answer is empty",
            "write the answer, or delete the entry",
        );
    } else if length > MAX_ANSWER_CHARACTERS {
        table.error(
            "over-long-answer",
            answer.span,
            format!(
                "the answer has {length} characters, at most {MAX_ANSWER_CHARACTERS} are allowed"
            ),
            "cut it into several entries, or make it an article with headings",
        );
    } else if length > LONG_ANSWER_CHARACTERS {
        table.warning(
            "long-answer",
            answer.span,
            format!("the answer has {length} characters, more than {LONG_ANSWER_CHARACTERS} are hard to read in a chat"),
            "cut it into several entries, or make it an article with headings",
        );
    }
    text.to_owned()
}

/// Checks the phrasings of one entry, the question first, and what must not
/// get its answer.
fn check_phrasings(
    phrasings: &[Spanned<String>],
    not_for: &[Spanned<String>],
    table: &TableReader<'_>,
) {
    for phrasing in phrasings.iter().chain(not_for) {
        let length = phrasing.value.chars().count();
        if fold(&phrasing.value).is_empty() {
            table.error(
                "empty-question",
                phrasing.span.clone(),
                "the question has no words",
                "write the question as a member asks it, or delete it",
            );
        } else if length > MAX_QUESTION_CHARACTERS {
            table.error(
                "over-long-question",
                phrasing.span.clone(),
                format!("the question has {length} characters, at most {MAX_QUESTION_CHARACTERS} are allowed"),
                "write it as a member would ask it, and put the details into the answer",
            );
        }
    }
    let folded: Vec<_> = phrasings
        .iter()
        .map(|phrasing| fold(&phrasing.value))
        .collect();
    for (index, phrasing) in phrasings.iter().enumerate() {
        let earlier = folded[..index]
            .iter()
            .position(|earlier| *earlier == folded[index]);
        if let Some(earlier) = earlier
            && !folded[index].is_empty()
        {
            table.warning(
                "duplicate-alternate",
                phrasing.span.clone(),
                format!(
                    "this is the same question as `{}`",
                    phrasings[earlier].value
                ),
                "delete it; case and punctuation make no difference",
            );
        }
    }
    for excluded in not_for {
        let excluded_folded = fold(&excluded.value);
        let own = folded
            .iter()
            .position(|phrasing| *phrasing == excluded_folded);
        if let Some(own) = own
            && !excluded_folded.is_empty()
        {
            table.error(
                "contradicting-not-for",
                excluded.span.clone(),
                format!(
                    "`not_for` names the entry's own question `{}`",
                    phrasings[own].value
                ),
                "delete it from `not_for`, or from the questions of the entry",
            );
        }
    }
}
