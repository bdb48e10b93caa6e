//! A TOML file of entries: which keys there are, and what becomes of them.
//!
//! What is right and wrong in an entry by itself is in [`super::entry_rules`];
//! rules between entries, in this file or others, are in `lint`.

use std::path::Path;

use super::entry::{Entry, FileInfo};
use super::entry_rules::{check_phrasings, checked_answer, checked_id};
use super::file_info::{read_file_info, read_review, read_sources, read_tags};
use super::load::{Item, LoadedFile};
use super::passage::Passage;
use super::toml_reader::TableReader;
use crate::diagnostic::{Diagnostics, LineIndex, Spanned};

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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::entry::SourceRef;
    use super::super::language::Language;
    use super::super::passage::Kind;
    use super::super::testing::{loaded, problems};
    use super::*;

    #[test]
    fn a_full_entry_becomes_a_passage() {
        let text = r#"
title = "Opening hours"
language = "en-GB"
tags = ["visit"]
disclaimer = "Times can change."
sources = [{ title = "Door", url = "https://example.org/door" }]
reviewed = 2026-01-02
review_by = "2027-01-02"

[[entry]]
id = "when-open"
question = "When are you open?"
alternates = ["opening times"]
answer = """

**Nine** to five.
  Not on Sundays.

"""
tags = ["visit", "time"]
related = ["where"]
sources = [{ title = "Sign" }]
reviewed = 2026-02-03
review_by = 2026-12-03
not_for = ["When do you open the new shop?"]

[[entry]]
id = "where"
question = "Where are you?"
answer = "Here."
"#;
        let file = loaded("topics/hours.toml", text);
        assert!(file.diagnostics.is_empty(), "{:?}", file.diagnostics);
        assert_eq!((file.entries, file.sections), (2, 0));
        assert_eq!(file.review_by.map(|due| due.value), Some(date(2027, 1, 2)));
        let when = Passage {
            id: "when-open".into(),
            kind: Kind::Entry,
            part: 0,
            continues: false,
            title: "When are you open?".into(),
            alternates: vec!["opening times".into()],
            not_for: vec!["When do you open the new shop?".into()],
            context: vec!["Opening hours".into()],
            text: "**Nine** to five.\n  Not on Sundays.".into(),
            language: Language::English,
            tags: vec!["visit".into(), "time".into()],
            related: vec!["where".into()],
            sources: vec![SourceRef {
                title: "Sign".into(),
                url: None,
            }],
            disclaimer: Some("Times can change.".into()),
            reviewed: Some(date(2026, 2, 3)),
            file: "topics/hours.toml".into(),
            line: 10,
        };
        let here = Passage {
            id: "where".into(),
            title: "Where are you?".into(),
            alternates: vec![],
            not_for: vec![],
            text: "Here.".into(),
            tags: vec!["visit".into()],
            related: vec![],
            sources: vec![SourceRef {
                title: "Door".into(),
                url: Some("https://example.org/door".into()),
            }],
            reviewed: Some(date(2026, 1, 2)),
            line: 27,
            ..when.clone()
        };
        assert_eq!(file.passages, [when, here]);
    }

    #[test]
    fn an_entry_with_an_error_is_left_out_and_the_rest_stays() {
        let text = "title = 'T'\n\
                    [[entry]]\nid = 'a'\nquestion = 'One?'\nanswer = 'Yes.'\n\
                    [[entry]]\nid = 'b'\nquestion = 'Two?'\nnot_for = 'x'\nanswer = 'No.'\n\
                    [[entry]]\nid = 'c'\nquestion = 'Three?'\nanswer = 'Yes.\n\
                    [[entry]]\nid = 'd'\nquestion = 'Four?'\nanswer = 'Yes.'\n";
        let file = loaded("a.toml", text);
        let passages: Vec<_> = file.passages.iter().map(|passage| &passage.id).collect();
        assert_eq!(passages, ["a", "d"]);
        // Links to what is only left out are no second mistake.
        let items: Vec<_> = file.items.iter().map(|item| &item.id.value).collect();
        assert_eq!(items, ["a", "b", "c", "d"]);
        assert_eq!(file.entries, 2);
        assert_eq!(file.diagnostics.len(), 2);
    }

    #[test]
    fn a_file_without_title_is_called_by_its_name() {
        let file = loaded(
            "hours.toml",
            "[[entry]]\nid='a'\nquestion='Why?'\nanswer='So.'\n",
        );
        assert_eq!(file.passages[0].context, ["hours"]);
        assert_eq!(
            problems("hours.toml", "title = ' '"),
            ["1:9 error empty-text: `title` has no text; write the text, or delete it"]
        );
    }

    #[test]
    fn a_file_without_entries_is_noted() {
        assert_eq!(
            problems("a.toml", "title = 'T'\n"),
            ["1:1 warning empty-file: the file has no entries; \
                 add an `[[entry]]` with `id`, `question` and `answer`, or delete the file"]
        );
    }

    #[test]
    fn keys_that_are_missing_or_unknown() {
        assert_eq!(
            problems("a.toml", "titel = 'T'\n[[entry]]\nid = 'a'\nnotfor = []\n"),
            [
                "1:1 error unknown-key: unknown key `titel`; did you mean `title`",
                "2:1 error missing-key: `question` is missing; add a line `question = \"…\"`",
                "2:1 error missing-key: `answer` is missing; add a line `answer = \"…\"`",
                "4:1 error unknown-key: unknown key `notfor`; did you mean `not_for`",
            ]
        );
    }

    #[test]
    fn windows_line_ends_make_no_difference_even_if_they_were_kept() {
        let text = "title = 'T'\r\n[[entry]]\r\nid='a'\r\nquestion='Why?'\r\nanswer='So.'\r\n";
        let file = loaded("a.toml", text);
        assert!(file.diagnostics.is_empty());
        assert_eq!(file.passages[0].text, "So.");
    }
}
