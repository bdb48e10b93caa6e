//! The rules that look across files, and at the date of today.
//!
//! Rules about a file by itself are applied when it is loaded, and are not
//! repeated here.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use jiff::civil::Date;

use super::links::dead_links;
use super::load::{Item, LoadedFile};
use super::phrasing::fold;
use super::suggest::closest;
use crate::diagnostic::{Diagnostic, Severity, Spanned};

/// How many ids are compared in all to find what was meant by unknown ones.
/// Beyond it they are reported without a suggestion, so that a large FAQ with
/// many broken links is still checked at once.
const MAX_COMPARISONS: usize = 1_000_000;

/// The code of a link in an answer that leads nowhere.
pub const DEAD_LINK: &str = "dead-link";

/// The code of an id in `related` that names nothing.
pub const UNKNOWN_RELATED: &str = "unknown-related";

/// The problems between files, in the order of the files and of their text.
/// `today` is the day on which a review is due or not.
pub fn lint<'a>(files: impl IntoIterator<Item = &'a LoadedFile>, today: Date) -> Vec<Diagnostic> {
    let files: Vec<&LoadedFile> = files.into_iter().collect();
    let mut lint = Lint {
        files: &files,
        diagnostics: Vec::new(),
    };
    let ids = lint.duplicate_ids();
    lint.colliding_questions();
    lint.related(&ids);
    lint.links(&ids);
    lint.reviews(today);
    let mut diagnostics = lint.diagnostics;
    diagnostics.sort_by_key(|(file, diagnostic)| (*file, diagnostic.span.start));
    diagnostics
        .into_iter()
        .map(|(_, diagnostic)| diagnostic)
        .collect()
}

/// An item and the number of its file.
type Place<'a> = (usize, &'a Item);

struct Lint<'a> {
    files: &'a [&'a LoadedFile],
    /// Each with the number of its file.
    diagnostics: Vec<(usize, Diagnostic)>,
}

impl<'a> Lint<'a> {
    /// Notes ids that are given twice; returns where each id is defined.
    fn duplicate_ids(&mut self) -> HashMap<&'a str, Place<'a>> {
        let mut ids: HashMap<&str, Place<'_>> = HashMap::new();
        // Two articles of one name clash in many sections; once is enough.
        let mut twins = HashSet::new();
        for (number, item) in self.items() {
            let id = item.id.value.as_str();
            let Some(first) = ids.get(id) else {
                ids.insert(id, (number, item));
                continue;
            };
            if id.contains('#') {
                if twins.insert((first.0, number)) {
                    let message = format!(
                        "`{}` has the same file name and sections of the same names, \
                         such as `{id}`",
                        self.files[first.0].path
                    );
                    let help = "rename one of the two files";
                    self.add(
                        Severity::Error,
                        "duplicate-article",
                        number,
                        0..0,
                        message,
                        help,
                    );
                }
            } else {
                let message = format!("the id `{id}` is already that of {}", self.place(first));
                let help = "give this entry another id, or delete one of the two";
                let span = item.id.span.clone();
                self.add(Severity::Error, "duplicate-id", number, span, message, help);
            }
        }
        ids
    }

    /// Notes phrasings that two entries or sections share.
    fn colliding_questions(&mut self) {
        let mut owners: HashMap<String, (Place<'_>, &str)> = HashMap::new();
        for (number, item) in self.items() {
            for phrasing in &item.phrasings {
                let folded = fold(&phrasing.value);
                if folded.is_empty() {
                    continue;
                }
                let Some(((first_number, first), written)) = owners.get(&folded).copied() else {
                    owners.insert(folded, ((number, item), &phrasing.value));
                    continue;
                };
                // Within one of them it is a duplicate alternate, and was noted.
                if std::ptr::eq(first, item) {
                    continue;
                }
                let message = format!(
                    "`{}` of {} asks the same: `{written}`",
                    first.id.value,
                    self.place(&(first_number, first))
                );
                let help = "delete one of the two, or word them so that they differ";
                let span = phrasing.span.clone();
                self.add(
                    Severity::Error,
                    "colliding-question",
                    number,
                    span,
                    message,
                    help,
                );
            }
        }
    }

    /// Notes ids in `related` that lead nowhere or back.
    fn related(&mut self, ids: &HashMap<&'a str, Place<'a>>) {
        let mut comparisons = 0;
        for (number, item) in self.items() {
            for related in &item.related {
                let id = related.value.as_str();
                if id == item.id.value {
                    let message = "the entry is related to itself";
                    self.add(
                        Severity::Warning,
                        "self-related",
                        number,
                        related.span.clone(),
                        message,
                        "delete this id",
                    );
                } else if !ids.contains_key(id) {
                    comparisons += ids.len();
                    let near = if comparisons <= MAX_COMPARISONS {
                        closest(id, ids.keys().copied())
                    } else {
                        None
                    };
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`"),
                        None => "write the id of an entry, or `file-name#anchor` of a section, \
                                 or delete it"
                            .to_owned(),
                    };
                    let message = format!("there is no entry or section `{id}`");
                    let span = related.span.clone();
                    self.add(
                        Severity::Error,
                        UNKNOWN_RELATED,
                        number,
                        span,
                        message,
                        help,
                    );
                }
            }
        }
    }

    /// Notes links in answers that lead to no answer.
    fn links(&mut self, ids: &HashMap<&'a str, Place<'a>>) {
        for link in dead_links(self.files, |id| ids.contains_key(id)) {
            let message = format!("the link `{}` leads nowhere", link.target);
            self.add(
                Severity::Warning,
                DEAD_LINK,
                link.file,
                link.span,
                message,
                "write `#id` of an entry, or `file.md#anchor` of a section, or delete the link",
            );
        }
    }

    /// Notes what should have been checked again by now.
    fn reviews(&mut self, today: Date) {
        let help = "check that it still holds, then set `reviewed` and `review_by` anew";
        for (number, file) in self.files.iter().enumerate() {
            if let Some(due) = overdue(&file.review_by, today) {
                let message = format!("the file was to be checked by {}", due.value);
                let span = due.span.clone();
                self.add(
                    Severity::Warning,
                    "review-overdue",
                    number,
                    span,
                    message,
                    help,
                );
            }
        }
        for (number, item) in self.items() {
            if let Some(due) = overdue(&item.review_by, today) {
                let message = format!("`{}` was to be checked by {}", item.id.value, due.value);
                let span = due.span.clone();
                self.add(
                    Severity::Warning,
                    "review-overdue",
                    number,
                    span,
                    message,
                    help,
                );
            }
        }
    }

    /// All items with the numbers of their files.
    fn items(&self) -> impl Iterator<Item = Place<'a>> + use<'a> {
        let files = self.files;
        files
            .iter()
            .enumerate()
            .flat_map(|(number, file)| file.items.iter().map(move |item| (number, item)))
    }

    /// `file:line` of an item, as editors and terminals link it.
    fn place(&self, (number, item): &Place<'_>) -> String {
        let file = &self.files[*number];
        let path = file
            .file
            .as_ref()
            .map_or(file.path.as_str(), |source| source.path.as_str());
        format!("`{path}:{}`", item.line)
    }

    fn add(
        &mut self,
        severity: Severity,
        code: &'static str,
        number: usize,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        // A file with items has a text; one without has nothing to be noted.
        if let Some(file) = &self.files[number].file {
            let diagnostic = Diagnostic::new(severity, code, file, span, message, help);
            self.diagnostics.push((number, diagnostic));
        }
    }
}

fn overdue(date: &Option<Spanned<Date>>, today: Date) -> Option<&Spanned<Date>> {
    date.as_ref().filter(|due| due.value < today)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::testing::loaded;
    use super::*;

    /// The problems between files of the given paths and texts, with the path
    /// before each.
    fn problems(files: &[(&str, &str)]) -> Vec<String> {
        let files: Vec<_> = files
            .iter()
            .map(|(path, text)| loaded(path, text))
            .collect();
        for file in &files {
            assert!(file.diagnostics.is_empty(), "{:?}", file.diagnostics);
        }
        lint(&files, date(2026, 11, 22))
            .iter()
            .map(|found| {
                let (line, column) = found.line_and_column();
                let (path, severity, code) = (&found.file.path, found.severity, found.code);
                let (message, help) = (&found.message, &found.help);
                format!("{path}:{line}:{column}: {severity} {code}: {message}; {help}")
            })
            .collect()
    }

    fn entry(id: &str, question: &str, more: &str) -> String {
        format!("[[entry]]\nid = '{id}'\nquestion = '{question}'\nanswer = 'So.'\n{more}\n")
    }

    fn file(entries: &[String]) -> String {
        format!("title = 'T'\n{}", entries.concat())
    }

    #[test]
    fn files_without_clashes_have_no_problems() {
        let a = file(&[entry(
            "a",
            "A?",
            "related = ['b', 'guide#one']\nnot_for = ['B?']",
        )]);
        let b = file(&[entry("b", "B?", "review_by = 2026-11-22")]);
        let guide = "+++\ntitle = 'G'\n+++\n## One\nText.\n## Two\nText.\n";
        assert!(
            problems(&[("a.toml", &a), ("articles/guide.md", guide), ("b.toml", &b)]).is_empty()
        );
    }

    #[test]
    fn an_id_is_given_once_in_all_files() {
        let a = file(&[entry("x", "A?", ""), entry("x", "B?", "")]);
        let b = file(&[entry("x", "C?", "")]);
        let rest = "error duplicate-id: the id `x` is already that of `faq/a.toml:2`; \
                    give this entry another id, or delete one of the two";
        assert_eq!(
            problems(&[("a.toml", &a), ("b.toml", &b)]),
            [
                format!("faq/a.toml:8:6: {rest}"),
                format!("faq/b.toml:3:6: {rest}"),
            ]
        );
    }

    #[test]
    fn two_articles_of_one_name_are_reported_once() {
        let guide = "+++\ntitle = 'G'\n+++\n## One\nText.\n## Two\nText.\n";
        let other = "+++\ntitle = 'G'\n+++\n## Three\nText.\n";
        assert_eq!(
            problems(&[
                ("articles/a/guide.md", guide),
                ("articles/b/guide.md", guide),
                ("articles/c/guide.md", other),
            ]),
            [
                "faq/articles/b/guide.md:1:1: error duplicate-article: `articles/a/guide.md` has \
                 the same file name and sections of the same names, such as `guide#one`; \
                 rename one of the two files"
            ]
        );
    }

    #[test]
    fn a_question_belongs_to_one_entry() {
        let a = file(&[entry("a", "How do I pay?", "")]);
        let b = file(&[entry("b", "Paying?", "alternates = ['how do I  pay']")]);
        assert_eq!(
            problems(&[("a.toml", &a), ("b.toml", &b)]),
            [
                "faq/b.toml:6:15: error colliding-question: `a` of `faq/a.toml:2` asks the same: \
                 `How do I pay?`; delete one of the two, or word them so that they differ"
            ]
        );
    }

    #[test]
    fn a_section_and_an_entry_are_not_asked_for_alike() {
        let a = file(&[entry("pay", "How do I pay?", "")]);
        let guide = "+++\ntitle = 'T'\n[alternates]\ncash = ['How do I pay']\n+++\n## Cash\nYes.\n";
        assert_eq!(
            problems(&[("a.toml", &a), ("articles/guide.md", guide)]),
            [
                "faq/articles/guide.md:4:9: error colliding-question: `pay` of `faq/a.toml:2` asks \
                 the same: `How do I pay?`; delete one of the two, or word them so that they differ"
            ]
        );
    }

    #[test]
    fn related_ids_lead_somewhere_else() {
        let a = file(&[
            entry(
                "reset-password",
                "A?",
                "related = ['reset-password', 'two-factr']",
            ),
            entry("two-factor", "B?", "related = ['weather']"),
        ]);
        assert_eq!(
            problems(&[("a.toml", &a)]),
            [
                "faq/a.toml:6:12: warning self-related: the entry is related to itself; \
                 delete this id",
                "faq/a.toml:6:30: error unknown-related: there is no entry or section \
                 `two-factr`; did you mean `two-factor`",
                "faq/a.toml:11:12: error unknown-related: there is no entry or section `weather`; \
                 write the id of an entry, or `file-name#anchor` of a section, or delete it",
            ]
        );
    }

    #[test]
    fn what_is_due_is_noted_from_the_next_day_on() {
        let a = format!(
            "review_by = 2026-11-21\n{}",
            file(&[
                entry("a", "A?", "review_by = 2026-11-21"),
                entry("b", "B?", "review_by = 2026-11-22"),
            ])
        );
        let help = "check that it still holds, then set `reviewed` and `review_by` anew";
        assert_eq!(
            problems(&[("a.toml", &a)]),
            [
                format!(
                    "faq/a.toml:1:13: warning review-overdue: the file was to be checked by \
                     2026-11-21; {help}"
                ),
                format!(
                    "faq/a.toml:7:13: warning review-overdue: `a` was to be checked by \
                     2026-11-21; {help}"
                ),
            ]
        );
    }
}
