//! Data sets in BEIR layout: a bank of entries, questions, and which entry answers
//! which.
//!
//! ```text
//! corpus.jsonl     {"_id", "title", "text", "metadata": {"alternates", "context"}}
//! queries.jsonl    {"_id", "text"}
//! qrels/test.tsv   query-id  corpus-id  score
//! ```
//!
//! A query without a score above 0 has no answer in the bank. Nothing is left out
//! or cut; where the set comes from is not our business.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::Judged;
use crate::content::language::Language;
use crate::content::passage::{Kind, Passage};

/// A data set.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DataSet {
    /// The name of its folder.
    pub name: String,
    /// The bank.
    pub passages: Vec<Passage>,
    /// The questions, in the order of the file.
    pub questions: Vec<Judged>,
    /// How many judgements name a query or a document that the set does not have.
    /// Such a document counts as right and cannot be found.
    pub dangling: usize,
}

/// Why a data set cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum DataSetError {
    /// A file cannot be read.
    #[error("cannot read `{}`: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// A line is not as it has to be.
    #[error("{}:{line}: {message}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        message: String,
    },
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "_id")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
    metadata: Option<Metadata>,
}

/// The keys that mean something here; data sets have others.
#[derive(Deserialize, Default)]
struct Metadata {
    #[serde(default)]
    alternates: Vec<String>,
    context: Option<Context>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "`context` must be a text or a list of texts")]
enum Context {
    One(String),
    Many(Vec<String>),
}

#[derive(Deserialize)]
struct Query {
    #[serde(rename = "_id")]
    id: String,
    text: String,
}

/// Reads the data set in a folder.
///
/// # Errors
/// When a file is missing or has a line that is not as it has to be.
pub fn load(folder: &Path) -> Result<DataSet, DataSetError> {
    let corpus = TextFile::read(folder.join("corpus.jsonl"))?;
    let queries = TextFile::read(folder.join("queries.jsonl"))?;
    let qrels = TextFile::read(folder.join("qrels/test.tsv"))?;

    let mut passages = Vec::new();
    let mut known = BTreeSet::new();
    for (line, text) in corpus.lines() {
        let document: Document = corpus.json(line, text)?;
        if !known.insert(document.id.clone()) {
            return Err(corpus.error(line, twice("document", &document.id)));
        }
        passages.push(passage(document, line));
    }

    let mut questions = Vec::new();
    let mut places = BTreeMap::new();
    for (line, text) in queries.lines() {
        let query: Query = queries.json(line, text)?;
        if places.insert(query.id.clone(), questions.len()).is_some() {
            return Err(queries.error(line, twice("query", &query.id)));
        }
        questions.push(Judged {
            id: query.id,
            ask: query.text,
            ..Judged::default()
        });
    }

    let mut dangling = 0;
    for (line, text) in qrels.lines() {
        let Some((query, document, score)) = judgement(&qrels, line, text)? else {
            continue;
        };
        let place = places.get(query);
        dangling += usize::from(place.is_none() || !known.contains(document));
        if let (Some(&place), Ok(score @ 1..)) = (place, u32::try_from(score)) {
            questions[place].accept.insert(document.to_owned(), score);
        }
    }
    // `sets/small/` and `.` have a name too.
    let canonical = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = canonical.file_name().unwrap_or(folder.as_os_str());
    Ok(DataSet {
        name: name.to_string_lossy().into_owned(),
        passages,
        questions,
        dangling,
    })
}

/// The query, the document and the score of a line; `None` for the header.
fn judgement<'a>(
    file: &TextFile,
    line: usize,
    text: &'a str,
) -> Result<Option<(&'a str, &'a str, i64)>, DataSetError> {
    let columns: Vec<&str> = text.split('\t').collect();
    let &[query, document, score] = columns.as_slice() else {
        let message = format!(
            "a judgement has three columns between tabs (query, document, score), and this has {}",
            columns.len()
        );
        return Err(file.error(line, message));
    };
    match score.trim().parse() {
        Ok(score) => Ok(Some((query, document, score))),
        Err(_) if line == 1 => Ok(None),
        Err(_) => {
            let message = format!("the score `{score}` is not a whole number");
            Err(file.error(line, message))
        }
    }
}

fn passage(document: Document, line: usize) -> Passage {
    let metadata = document.metadata.unwrap_or_default();
    Passage {
        id: document.id,
        kind: Kind::Entry,
        part: 0,
        continues: false,
        title: document.title,
        alternates: metadata.alternates,
        not_for: Vec::new(),
        context: match metadata.context {
            Some(Context::One(context)) => vec![context],
            Some(Context::Many(contexts)) => contexts,
            None => Vec::new(),
        },
        text: document.text,
        language: Language::default(),
        tags: Vec::new(),
        related: Vec::new(),
        sources: Vec::new(),
        disclaimer: None,
        reviewed: None,
        file: "corpus.jsonl".to_owned(),
        line,
    }
}

fn twice(what: &str, id: &str) -> String {
    format!("there is a {what} `{id}` already")
}

/// A file of one record a line.
struct TextFile {
    path: PathBuf,
    text: String,
}

impl TextFile {
    fn read(path: PathBuf) -> Result<Self, DataSetError> {
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(TextFile { path, text }),
            Err(error) => Err(DataSetError::Read { path, error }),
        }
    }

    /// The lines that say something, with their numbers.
    fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let text = self.text.trim_start_matches('\u{feff}');
        let lines = (1..).zip(text.lines());
        lines.filter(|(_, line)| !line.trim().is_empty())
    }

    fn json<T: DeserializeOwned>(&self, line: usize, text: &str) -> Result<T, DataSetError> {
        serde_json::from_str(text).map_err(|error| {
            let told = error.to_string();
            // The line that serde counts is always the first.
            let end = told.rfind(" at line ").unwrap_or(told.len());
            self.error(
                line,
                format!("{} (column {})", &told[..end], error.column()),
            )
        })
    }

    fn error(&self, line: usize, message: String) -> DataSetError {
        DataSetError::Line {
            path: self.path.clone(),
            line,
            message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CORPUS: &str = r#"{"_id": "p 1", "title": "How?", "text": "So.", "metadata": {"alternates": ["how so"], "context": "Page", "lang": 5}}
{"_id": "p2", "title": "Why?", "metadata": {"context": ["Page", "Heading"]}}

{"_id": "p3", "text": "Because.", "metadata": null}
"#;
    const QUERIES: &str =
        "\u{feff}{\"_id\": \"q1\", \"text\": \"how\"}\r\n{\"_id\": \"q2\", \"text\": \"what\"}\r\n";
    const QRELS: &str = "query-id\tcorpus-id\tscore\nq1\tp 1\t2\nq1\tp2\t1\nq2\tp3\t0\n";

    /// Reads a data set of these files, in a folder called `set`.
    fn read(corpus: &str, queries: &str, qrels: &str) -> Result<DataSet, String> {
        let folder = tempfile::tempdir().unwrap();
        let set = folder.path().join("set");
        std::fs::create_dir_all(set.join("qrels")).unwrap();
        std::fs::write(set.join("corpus.jsonl"), corpus).unwrap();
        std::fs::write(set.join("queries.jsonl"), queries).unwrap();
        std::fs::write(set.join("qrels/test.tsv"), qrels).unwrap();
        load(&set).map_err(|error| {
            let error = error.to_string();
            error.replace(&format!("{}/", set.display()), "")
        })
    }

    #[test]
    fn a_set_becomes_passages_and_judged_questions() {
        let set = read(CORPUS, QUERIES, QRELS).unwrap();
        assert_eq!((set.name.as_str(), set.dangling), ("set", 0));
        let passages = set.passages.iter().map(|passage| {
            (
                passage.id.as_str(),
                passage.title.as_str(),
                passage.text.as_str(),
                passage.alternates.join("|"),
                passage.context.join("|"),
                passage.line,
            )
        });
        assert_eq!(
            passages.collect::<Vec<_>>(),
            [
                ("p 1", "How?", "So.", "how so".into(), "Page".into(), 1),
                ("p2", "Why?", "", String::new(), "Page|Heading".into(), 2),
                ("p3", "", "Because.", String::new(), String::new(), 4),
            ]
        );
        let accept = [("p 1".to_owned(), 2), ("p2".to_owned(), 1)];
        let judged = |id: &str, ask: &str| Judged {
            id: id.into(),
            ask: ask.into(),
            ..Judged::default()
        };
        let how = Judged {
            accept: accept.into(),
            ..judged("q1", "how")
        };
        assert_eq!(set.questions, [how, judged("q2", "what")]);
        assert!(set.questions[0].is_answerable());
        assert!(set.questions[1].is_unanswerable());
    }

    #[test]
    fn judgements_of_what_is_not_there_are_counted() {
        let qrels = format!("{QRELS}q9\tp2\t1\nq2\tp9\t1\n");
        let set = read(CORPUS, QUERIES, &qrels).unwrap();
        assert_eq!(set.dangling, 2);
        assert!(set.questions[1].accept.contains_key("p9"));
    }

    #[test]
    fn a_file_of_judgements_may_do_without_its_header() {
        let set = read(CORPUS, QUERIES, "q2\tp3\t1\n").unwrap();
        assert!(set.questions[1].is_answerable());
    }

    #[test]
    fn what_is_wrong_is_said_with_file_and_line() {
        let problem = |corpus: &str, queries: &str, qrels: &str| {
            read(corpus, queries, qrels).unwrap_err() + "\n"
        };
        let problems = [
            problem("{\"_id\": \"a\"}\n{\"_id\": \n", QUERIES, QRELS),
            problem("{\"title\": \"a\"}\n", QUERIES, QRELS),
            problem("{\"_id\": \"a\"}\n{\"_id\": \"a\"}\n", QUERIES, QRELS),
            problem(
                "{\"_id\": \"a\", \"metadata\": {\"context\": 5}}\n",
                QUERIES,
                QRELS,
            ),
            problem(
                "{\"_id\": \"a\", \"metadata\": {\"alternates\": \"x\"}}\n",
                QUERIES,
                QRELS,
            ),
            problem(CORPUS, "{\"_id\": \"q\"}\n", QRELS),
            problem(CORPUS, "{\"_id\": 7, \"text\": \"x\"}\n", QRELS),
            problem(CORPUS, &QUERIES.repeat(2).replace('\u{feff}', ""), QRELS),
            problem(CORPUS, QUERIES, "h\th\th\nq1 p2 1\n"),
            problem(CORPUS, QUERIES, "h\th\th\nq1\tp2\tyes\n"),
        ];
        snapbox::assert_data_eq!(
            problems.concat(),
            snapbox::str![[r#"
corpus.jsonl:2: EOF while parsing a value (column 8)
corpus.jsonl:1: missing field `_id` (column 14)
corpus.jsonl:2: there is a document `a` already
corpus.jsonl:1: `context` must be a text or a list of texts (column 39)
corpus.jsonl:1: invalid type: string "x", expected a sequence (column 43)
queries.jsonl:1: missing field `text` (column 12)
queries.jsonl:1: invalid type: integer `7`, expected a string (column 9)
queries.jsonl:3: there is a query `q1` already
qrels/test.tsv:2: a judgement has three columns between tabs (query, document, score), and this has 1
qrels/test.tsv:2: the score `yes` is not a whole number

"#]]
        );
        let missing = load(Path::new("/nowhere")).unwrap_err().to_string();
        let said = "cannot read `/nowhere/corpus.jsonl`: ";
        assert!(missing.starts_with(said), "{missing}");
    }
}
