//! From one file as it was read to its passages and its problems.
//!
//! Pure: it reads nothing from disk and knows no other file, so a file that has
//! not changed need not be loaded again. Rules across files are in
//! [`super::lint`].

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::passage::Passage;
use super::source::{FileContent, FileKind, FoundFile};
use super::{article, faq_file};
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};

/// What one file holds.
#[derive(Debug, Clone)]
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
    /// The question and its alternates; none for a section.
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
    loaded.file = Some(Arc::clone(file));
    loaded.diagnostics = diagnostics.into_vec();
    loaded
}

/// The passages of all files. Where two items have the same id, which
/// [`lint`](super::lint()) reports, the first one stays.
pub fn passages(files: &[LoadedFile]) -> Vec<Passage> {
    let mut ids = HashSet::new();
    let mut passages = Vec::new();
    for file in files {
        let mut keep = true;
        for passage in &file.passages {
            // The parts of a section follow each other and share its fate.
            if passage.part == 0 {
                keep = ids.insert(passage.id.as_str());
            }
            if keep {
                passages.push(passage.clone());
            }
        }
    }
    passages
}
