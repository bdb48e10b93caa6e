//! Banks for tests: files in, an index in memory or on disk out.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use super::embedding::{Embedder, Model};
use super::index::{Index, UpdateError};
use super::searcher::{Config, Searcher};
use crate::content::source::FoundFile;
use crate::content::testing::found;

/// A file of the FAQ folder.
pub fn file(path: &str, text: &str) -> FoundFile {
    FoundFile {
        hash: xxhash_rust::xxh3::xxh3_128(text.as_bytes()),
        ..found(path, text)
    }
}

/// A file of entries, each with an id, a question and an answer.
pub fn entries(path: &str, entries: &[(&str, &str, &str)]) -> FoundFile {
    let mut text = "title = \"Test\"\n".to_owned();
    for (id, question, answer) in entries {
        text += &format!("[[entry]]\nid = '{id}'\nquestion = '{question}'\nanswer = '{answer}'\n");
    }
    file(path, &text)
}

/// The built-in embedding table, loaded once for all tests.
pub fn embedder() -> Arc<Embedder> {
    static EMBEDDER: LazyLock<Arc<Embedder>> =
        LazyLock::new(|| Arc::new(Embedder::load(&Model::BuiltIn).unwrap().unwrap()));
    Arc::clone(&EMBEDDER)
}

/// A searcher of an index of this module.
pub fn open(index: &Index, config: &Config) -> Searcher {
    Searcher::open(index, config, Some(&embedder())).unwrap()
}

/// An index that is gone with the test.
pub fn in_memory(files: &[FoundFile]) -> Index {
    Index::in_memory(files, Some(&embedder()), "a test".into(), &|_, _| {}).unwrap()
}

/// A searcher over files.
pub fn searcher(files: &[FoundFile]) -> Searcher {
    open(&in_memory(files), &Config::default())
}

/// The index in a folder, brought up to date.
pub fn on_disk(folder: &Path, files: &[FoundFile]) -> Index {
    Index::open(folder, files, Some(&embedder()), &|_, _| {}).unwrap()
}

/// The index in a folder, made again.
pub fn rebuilt(folder: &Path, files: &[FoundFile]) -> Result<Index, UpdateError> {
    Index::rebuild(folder, files, Some(&embedder()), &|_, _| {})
}

/// The ids that a searcher finds by a word that they have, best first; what is only
/// alike in meaning is left out.
pub fn ids(searcher: &Searcher, question: &str) -> Vec<String> {
    let hits = searcher.search(question, None).unwrap();
    let by_words = hits.hits.iter().filter(|hit| hit.judged.same_words > 0.0);
    let passages = by_words.map(|hit| searcher.passage(hit).unwrap());
    passages.map(|passage| passage.unwrap().id).collect()
}
