//! Golden sets: questions that moderators wrote, with what has to come of each.
//!
//! ```toml
//! [[question]]
//! ask = "can i massage my own bad back"
//! kind = "paraphrase"                 # any word; figures are shown for each
//! accept = ["self-massage"]           # ids of the FAQ; any of them will do
//!
//! [[question]]
//! ask = "who won the match"
//! kind = "off-topic"                  # without `accept`: there is no answer
//!
//! [[question]]
//! ask = "my groin has gone numb"
//! kind = "urgent"
//! urgent = "cauda-equina"             # has to get the notice of this group
//! ```
//!
//! Only read here; what the bot makes of them is in [`super::run`].

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Judged;
use crate::content::suggest::{closest, listed};
use crate::content::toml_reader::TableReader;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned, line_and_column};
use crate::engine::{Engine, EngineError};

/// What to do where a set asks for notices and there are none.
const NO_GROUPS: &str = "there are no groups: see `urgent.toml` in the FAQ folder";

/// What golden questions may name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The ids of entries and sections.
    pub ids: Vec<String>,
    /// The ids of the groups of urgent signs.
    pub urgent: Vec<String>,
}

impl Known {
    /// What the questions about this engine's FAQ may name.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn of(engine: &Engine) -> Result<Known, EngineError> {
        let topics = engine.topics()?;
        Ok(Known {
            ids: topics.iter().map(|topic| topic.id.clone()).collect(),
            urgent: engine.urgent_groups(),
        })
    }
}

/// Why there is no golden set.
#[derive(Debug, thiserror::Error)]
pub enum GoldenError {
    /// A file or the folder cannot be read.
    #[error("cannot read `{}`: {error}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// There are no questions.
    #[error("there are no questions in `{}`", .0.display())]
    Empty(PathBuf),
    /// The files have errors.
    #[error("the golden set has errors")]
    Invalid(Vec<Diagnostic>),
}

/// Reads a file of golden questions, or all `.toml` files of a folder by name.
///
/// # Errors
/// When they cannot be read, hold no question, or have errors.
pub fn load(path: &Path, known: &Known) -> Result<Vec<Judged>, GoldenError> {
    let read_error = |path: &Path, error| GoldenError::Read {
        path: path.to_owned(),
        error,
    };
    let mut files = vec![path.to_owned()];
    if path.is_dir() {
        let entries = std::fs::read_dir(path).map_err(|error| read_error(path, error))?;
        files.clear();
        for entry in entries {
            let file = entry.map_err(|error| read_error(path, error))?.path();
            if file.extension().is_some_and(|end| end == "toml") {
                files.push(file);
            }
        }
        files.sort();
    }
    let (mut questions, mut problems) = (Vec::new(), Vec::new());
    for file in files {
        let bytes = std::fs::read(&file).map_err(|error| read_error(&file, error))?;
        let (read, wrong) = read(&file.display().to_string(), &bytes, known);
        questions.extend(read);
        problems.extend(wrong);
    }
    if !problems.is_empty() {
        return Err(GoldenError::Invalid(problems));
    }
    if questions.is_empty() {
        return Err(GoldenError::Empty(path.to_owned()));
    }
    Ok(questions)
}

/// The questions of a file, and what is wrong in it.
fn read(path: &str, bytes: &[u8], known: &Known) -> (Vec<Judged>, Vec<Diagnostic>) {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let file = Arc::new(SourceFile {
        path: path.replace('\\', "/"),
        text: text.trim_start_matches('\u{feff}').to_owned(),
    });
    let diagnostics = Diagnostics::new(&file);
    if std::str::from_utf8(bytes).is_err() {
        let place = file.text.find('\u{fffd}').unwrap_or_default();
        diagnostics.error(
            "not-utf-8",
            place..place + 1,
            "the file is not UTF-8 text",
            "save it again with the encoding UTF-8",
        );
    }
    let mut table = TableReader::parse(&diagnostics);
    let mut reader = Reader {
        diagnostics: &diagnostics,
        known,
        lines: BTreeMap::new(),
    };
    let tables = table.tables("question").into_iter();
    let questions = tables
        .filter_map(|question| reader.read(question))
        .collect();
    table.finish();
    (questions, diagnostics.into_vec())
}

struct Reader<'a> {
    diagnostics: &'a Diagnostics,
    known: &'a Known,
    /// The line of each question.
    lines: BTreeMap<String, usize>,
}

impl Reader<'_> {
    fn read(&mut self, mut table: TableReader) -> Option<Judged> {
        let ask = table.required_string("ask");
        let kind = table.string("kind");
        let accept = table.strings("accept");
        let urgent = table.string("urgent");
        for id in &accept {
            self.check("entry or section", id, &self.known.ids);
        }
        if let Some(group) = &urgent {
            self.check("group of urgent signs", group, &self.known.urgent);
        }
        if let (Some(group), [_, ..]) = (&urgent, accept.as_slice()) {
            table.error(
                "two-expectations",
                group.span.clone(),
                "an urgent question gets a notice and no answer",
                "keep `urgent` or `accept`, not both",
            );
        }
        table.finish();

        let ask = ask?;
        let file = self.diagnostics.file();
        let (line, _) = line_and_column(&file.text, ask.span.start);
        if ask.value.trim().is_empty() {
            let help = "write what a person would ask";
            self.error("empty-question", &ask, "the question is empty", help);
        } else if let Some(first) = self.lines.insert(ask.value.clone(), line) {
            let message = format!("this question stands in line {first} already");
            self.error("double-question", &ask, &message, "delete one of the two");
        }
        let accept = accept.into_iter().map(|id| (id.value, 1));
        Some(Judged {
            id: format!("{}:{line}", file.path),
            ask: ask.value,
            kind: kind.map(|kind| kind.value).unwrap_or_default(),
            file: file.path.clone(),
            accept: accept.collect(),
            urgent: urgent.map(|group| group.value),
        })
    }

    fn check(&self, what: &str, id: &Spanned<String>, known: &[String]) {
        if known.contains(&id.value) {
            return;
        }
        let known = known.iter().map(String::as_str);
        let help = match closest(&id.value, known.clone()) {
            Some(near) => format!("did you mean `{near}`"),
            None if what == "entry or section" => "`faqbot list` shows all ids".to_owned(),
            None if known.len() == 0 => NO_GROUPS.to_owned(),
            None => format!("the groups are {}", listed(known)),
        };
        let message = format!("the FAQ has no {what} `{}`", id.value);
        self.error("unknown-id", id, &message, help);
    }

    fn error(
        &self,
        code: &'static str,
        at: &Spanned<String>,
        message: &str,
        help: impl Into<String>,
    ) {
        self.diagnostics.error(code, at.span.clone(), message, help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        Known {
            ids: vec!["steep".into(), "tea#water".into()],
            urgent: vec!["burn".into()],
        }
    }

    fn lines(problems: &[Diagnostic]) -> String {
        let lines = problems.iter().map(|problem| {
            let (line, column) = problem.line_and_column();
            format!(
                "{}:{line}:{column} {}: {}; {}\n",
                problem.file.path, problem.code, problem.message, problem.help
            )
        });
        lines.collect()
    }

    #[test]
    fn a_question_has_an_answer_or_none_or_is_urgent() {
        let text = "[[question]]\nask = 'how long'\nkind = 'short'\naccept = ['steep', 'tea#water']\n\
                    [[question]]\nask = 'who won'\n\
                    [[question]]\nask = 'my hand is scalded'\nurgent = 'burn'\n";
        let (questions, problems) = read("a.toml", text.as_bytes(), &known());
        assert_eq!(lines(&problems), "");
        let judged = |line: usize, ask: &str| Judged {
            id: format!("a.toml:{line}"),
            ask: ask.into(),
            file: "a.toml".into(),
            ..Judged::default()
        };
        let accept = [("steep".to_owned(), 1), ("tea#water".to_owned(), 1)];
        let expected = [
            Judged {
                kind: "short".into(),
                accept: accept.into(),
                ..judged(2, "how long")
            },
            judged(6, "who won"),
            Judged {
                urgent: Some("burn".into()),
                ..judged(8, "my hand is scalded")
            },
        ];
        assert_eq!(questions, expected);
        let is_unanswerable = questions.iter().map(Judged::is_unanswerable);
        assert_eq!(is_unanswerable.collect::<Vec<_>>(), [false, true, false]);
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let text = "[[question]]\naks = 'how long'\naccept = ['steap', 'x']\n\
                    [[question]]\nask = 'who'\nurgent = 'sun'\naccept = 'steep'\n\
                    [[question]]\nask = 'who'\nurgent = 'burn'\naccept = ['steep']\n\
                    [[question]]\nask = ' '\n[[questions]]\nask = 'x'\n";
        let (_, problems) = read("a.toml", text.as_bytes(), &known());
        snapbox::assert_data_eq!(
            lines(&problems),
            snapbox::str![[r#"
a.toml:2:1 unknown-key: unknown key `aks`; did you mean `ask`
a.toml:3:11 unknown-id: the FAQ has no entry or section `steap`; did you mean `steep`
a.toml:3:20 unknown-id: the FAQ has no entry or section `x`; `faqbot list` shows all ids
a.toml:6:10 unknown-id: the FAQ has no group of urgent signs `sun`; the groups are `burn`
a.toml:7:10 wrong-type: `accept` must be a list of texts, and this is a text; put it between brackets: `accept = ['steep']`
a.toml:9:7 double-question: this question stands in line 5 already; delete one of the two
a.toml:10:10 two-expectations: an urgent question gets a notice and no answer; keep `urgent` or `accept`, not both
a.toml:13:7 empty-question: the question is empty; write what a person would ask
a.toml:14:3 unknown-key: unknown key `questions`; did you mean `question`

"#]]
        );
        let (_, problems) = read("a.toml", b"[[question]]\nask = 'caf\xe9'\n", &known());
        snapbox::assert_data_eq!(
            lines(&problems),
            snapbox::str![[r#"
a.toml:2:11 not-utf-8: the file is not UTF-8 text; save it again with the encoding UTF-8

"#]]
        );
    }

    #[test]
    fn a_folder_is_read_by_name_and_other_files_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            std::fs::write(folder.path().join(name), text).unwrap();
        };
        let empty = load(folder.path(), &known()).unwrap_err();
        assert!(matches!(empty, GoldenError::Empty(_)), "{empty}");
        write("b.toml", "\u{feff}[[question]]\r\nask = 'second'\r\n");
        write("a.toml", "[[question]]\nask = 'first'\n");
        write("README.md", "no questions");
        let questions = load(folder.path(), &known()).unwrap();
        let asked: Vec<_> = questions.iter().map(|judged| judged.ask.as_str()).collect();
        assert_eq!(asked, ["first", "second"]);
        write("c.toml", "[[question]]\nask = 1\n");
        let invalid = load(folder.path(), &known()).unwrap_err();
        assert!(matches!(invalid, GoldenError::Invalid(_)), "{invalid}");
        let missing = load(&folder.path().join("d.toml"), &known()).unwrap_err();
        assert!(matches!(missing, GoldenError::Read { .. }), "{missing}");
    }

    #[test]
    fn the_example_at_the_top_of_this_file_is_valid() {
        let example = include_str!("golden.rs").split("```").nth(1).unwrap();
        let example = example.trim_start_matches("toml").replace("//!", "");
        let known = Known {
            ids: vec!["self-massage".into()],
            urgent: vec!["cauda-equina".into()],
        };
        let (questions, problems) = read("a.toml", example.as_bytes(), &known);
        assert_eq!((questions.len(), lines(&problems)), (3, String::new()));
    }
}
