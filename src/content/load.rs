//! From one file as it was read to its passages and its problems.
//!
//! Pure: it reads nothing from disk and knows no other file, so a file that has
//! not changed need not be loaded again. Rules across files are in
//! `lint`.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::passage::{Kind, Passage};
use super::source::{FileContent, FileKind, FoundFile};
use super::{article, faq_file};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};

/// What one file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedFile {
    /// The file that it stands in, relative to the FAQ folder, with `/`.
    pub path: String,
    /// The text that spans refer to; `None` if there is nothing to refer to.
    pub file: Option<Arc<SourceFile>>,
    /// What can be searched and shown: all but what has an error.
    pub passages: Vec<Passage>,
    /// How many entries gave a passage.
    pub entries: usize,
    /// How many sections gave passages.
    pub sections: usize,
    /// The problems of this file by itself.
    pub diagnostics: Vec<Diagnostic>,
    /// Its entries and sections, with the marks that rules across files need;
    /// those with an error as well, since links to them are no mistake.
    pub items: Vec<Item>,
    /// When the file as a whole is due to be checked again.
    pub review_by: Option<Spanned<Date>>,
}

/// An entry or a section as other files see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its id; the span is where the id or the heading stands.
    pub id: Spanned<String>,
    /// The line where it begins, from 1.
    pub line: usize,
    /// The question and its alternates; of a section, whose heading need not be
    /// its own, the alternates alone.
    pub phrasings: Vec<Spanned<String>>,
    /// Ids that it refers to.
    pub related: Vec<Spanned<String>>,
    /// Its own date, if it has one.
    pub review_by: Option<Spanned<Date>>,
}

impl LoadedFile {
    /// A file with nothing in it.
    fn empty(path: &str) -> Self {
        LoadedFile {
            path: path.to_owned(),
            file: None,
            passages: Vec::new(),
            entries: 0,
            sections: 0,
            diagnostics: Vec::new(),
            items: Vec::new(),
            review_by: None,
        }
    }

    /// Forgets the entries and sections that another file gives in its stead.
    fn give_way(&mut self, ids: &BTreeSet<String>) {
        if ids.is_empty() {
            return;
        }
        for passage in &self.passages {
            if passage.part == 0 && ids.contains(&passage.id) {
                match passage.kind {
                    Kind::Entry => self.entries -= 1,
                    Kind::Section => self.sections -= 1,
                }
            }
        }
        self.passages.retain(|passage| !ids.contains(&passage.id));
        self.items.retain(|item| !ids.contains(&item.id.value));
    }
}

/// Loads a file. One that could not be read has its problem as the only
/// diagnostic; the urgent file is empty here, it has a reader of its own.
pub fn load(found: &FoundFile) -> LoadedFile {
    let mut loaded = LoadedFile::empty(&found.path);
    let file = match &found.content {
        FileContent::Text(file) => file,
        FileContent::Unusable(diagnostic) => {
            loaded.diagnostics.push(diagnostic.clone());
            return loaded;
        }
    };
    let diagnostics = Diagnostics::new(file);
    match found.kind {
        FileKind::Faq => faq_file::read(&mut loaded, &diagnostics),
        FileKind::Article => article::read(&mut loaded, &diagnostics),
        FileKind::Urgent => {}
    }
    loaded.give_way(&found.overridden);
    loaded.file = Some(Arc::clone(file));
    loaded.diagnostics = diagnostics.into_vec();
    loaded
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use jiff::civil::date;
    use proptest::prelude::*;
    use proptest::string::string_regex;

    use super::super::lint;
    use super::super::source::{Config, scan};
    use super::super::testing::{found, lines, loaded};
    use super::*;

    #[test]
    fn a_file_that_cannot_be_used_has_that_as_its_only_problem() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.toml"), b"title = '\xFF'").unwrap();
        let (files, _) = scan(folder.path(), &Config::default());
        let loaded = load(&files[0]);
        assert_eq!(
            lines(&loaded.diagnostics),
            ["1:10 error not-utf-8: this character is not UTF-8; \
                 save the file with the encoding UTF-8"]
        );
        assert_eq!(loaded.passages, []);
    }

    #[test]
    fn the_urgent_file_is_left_to_its_own_reader() {
        let mut urgent = found("urgent.toml", "[anything]\n");
        urgent.kind = FileKind::Urgent;
        let loaded = load(&urgent);
        assert_eq!((loaded.passages, loaded.diagnostics), (vec![], vec![]));
    }

    /// A file that grew by mistake, or on purpose, must not hang the bot: work
    /// that is not linear would show here as minutes.
    #[test]
    fn a_hundred_thousand_entries_load() {
        let mut text = "title = 'T'\n".to_owned();
        for number in 0..100_000 {
            write!(
                text,
                "[[entry]]\nid = 'e{number}'\nquestion = 'Q {number}'\nanswer = 'A'\n"
            )
            .unwrap();
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.toml"), text).unwrap();
        let config = Config {
            max_file_bytes: 64 * 1024 * 1024,
        };

        let (files, _) = scan(folder.path(), &config);
        let files: Vec<_> = files.iter().map(load).collect();
        assert_eq!(files[0].passages.len(), 100_000);
        assert_eq!(files[0].diagnostics, []);
        assert_eq!(lint(&files, date(2026, 11, 22)), []);
    }

    /// Texts that a parser may choke on, as large as a file may be: work that
    /// is not linear would show here as minutes.
    #[test]
    fn a_hostile_file_gives_no_entry() {
        for piece in [">", "\r", "[[entry\n"] {
            let text = piece.repeat(1024 * 1024 / piece.len());
            let article = format!("+++\ntitle = 'T'\n+++\n{text}");
            for file in [loaded("a.toml", &text), loaded("articles/a.md", &article)] {
                assert_eq!(file.entries, 0, "{piece:?}");
            }
        }
    }

    /// Text in which the words of both formats are likely.
    fn any_text() -> impl Strategy<Value = String> {
        let words = [
            r"\[\[entry\]\]\n|\[\[entry|id = |question = |answer = |title = |tags = \[|\]",
            r#""""|'''|"x"|'Y z'|a|é|\\|= |sources = \{ url = |review_by = 2026-11-22"#,
            r"\n|\r\n|\u{FEFF}|\+\+\+\n|## |#### |\{#|\}|- |```\n",
        ];
        let words = format!("({})", words.join("|"));
        let pattern = |pattern: String| string_regex(&pattern).unwrap();
        prop_oneof![
            pattern(format!("{words}{{0,80}}")),
            pattern(format!(
                "title = 'T'\n(\\[\\[entry\\]\\]\n{words}{{0,20}}){{0,6}}"
            )),
            pattern(format!(
                "\\+\\+\\+\ntitle = 'T'\n\\+\\+\\+\n{words}{{0,80}}"
            )),
            any::<Vec<u8>>().prop_map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn any_text_loads_with_problems_inside_it(text in any_text()) {
            let files = [loaded("a.toml", &text), loaded("articles/a.md", &text)];
            let mut diagnostics = lint(&files, date(2026, 11, 22));
            for file in &files {
                diagnostics.extend(file.diagnostics.iter().cloned());
                for item in &file.items {
                    prop_assert!(text.get(item.id.span.clone()).is_some());
                }
                let last_line = text.matches('\n').count() + 1;
                for passage in &file.passages {
                    prop_assert!((1..=last_line).contains(&passage.line));
                    prop_assert!(!passage.text.trim().is_empty());
                }
            }
            for diagnostic in diagnostics {
                let span = diagnostic.span.clone();
                prop_assert!(text.get(span).is_some(), "{:?}", diagnostic);
            }
        }

        /// The passages of a section one after another are its body.
        #[test]
        fn nothing_of_a_section_is_lost_or_doubled(
            body in r"([a-z]{1,9}|\. |\n\n|\n\* |\n> |é){200,600}"
        ) {
            let text = format!("+++\ntitle = 'T'\n+++\n## One\n{body}");
            let file = loaded("articles/a.md", &text);
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            let passages: String = file.passages.iter().map(|part| part.text.as_str()).collect();
            prop_assert_eq!(solid(&passages), solid(&body));
        }
    }
}
