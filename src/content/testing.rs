//! What the tests of this module share: files made from text, and problems as
//! lines that a test can compare whole.

use std::sync::Arc;

use super::load::{LoadedFile, load};
use super::source::{FileContent, FileKind, FoundFile};
use super::toml_reader::TableReader;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile};

/// A file as the scan finds it; its kind goes by its extension.
pub fn found(path: &str, text: &str) -> FoundFile {
    FoundFile {
        path: path.to_owned(),
        kind: if path.ends_with(".md") {
            FileKind::Article
        } else {
            FileKind::Faq
        },
        content: FileContent::Text(Arc::new(SourceFile {
            path: format!("faq/{path}"),
            text: text.to_owned(),
        })),
        hash: 0,
        overridden: Default::default(),
    }
}

/// A loaded file.
pub fn loaded(path: &str, text: &str) -> LoadedFile {
    load(&found(path, text))
}

/// The problems of a file by itself, as [`lines`].
pub fn problems(path: &str, text: &str) -> Vec<String> {
    lines(&loaded(path, text).diagnostics)
}

/// Reads a file with `read`; the problems that it and `finish` note.
pub fn reader_problems(text: &str, read: impl FnOnce(&mut TableReader<'_>)) -> Vec<String> {
    let file = Arc::new(SourceFile {
        path: "a.toml".into(),
        text: text.into(),
    });
    let diagnostics = Diagnostics::new(&file);
    let mut table = TableReader::parse(&diagnostics);
    read(&mut table);
    table.finish();
    lines(&diagnostics.into_vec())
}

/// Each as `line:column severity code: message; help`.
pub fn lines(diagnostics: &[Diagnostic]) -> Vec<String> {
    diagnostics
        .iter()
        .map(|diagnostic| {
            let (line, column) = diagnostic.line_and_column();
            let Diagnostic {
                severity,
                code,
                message,
                help,
                ..
            } = diagnostic;
            format!("{line}:{column} {severity} {code}: {message}; {help}")
        })
        .collect()
}

/// An article with this text below its front matter, from line 4 on.
pub fn article(body: &str) -> LoadedFile {
    loaded(
        "articles/guide.md",
        &format!("+++\ntitle = 'Guide'\n+++\n{body}"),
    )
}

/// The problems of [`article`].
pub fn body_problems(body: &str) -> Vec<String> {
    lines(&article(body).diagnostics)
}
