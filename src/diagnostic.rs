//! What is wrong in a file that an owner or a moderator wrote: data only.
//!
//! A diagnostic says how bad it is, which rule found it, where it is and what
//! to do. Printing is the front end's business; so is deciding whether to stop.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// How bad a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth mending, but nothing is left out because of it.
    Warning,
    /// Something in the file is left out until it is mended.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// A file as it was read, kept so that a diagnostic can show the line.
#[derive(Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as shown to people: relative to the project, with `/`.
    pub path: String,
    /// The whole text, without a byte order mark and with `\n` at line ends;
    /// bytes that are not UTF-8 are replaced by U+FFFD.
    pub text: String,
}

/// A value, and the bytes of its file where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spanned<T> {
    /// What was read.
    pub value: T,
    /// Where it stands: bytes of the file's text.
    pub span: Range<usize>,
}

impl<T> Spanned<T> {
    /// `value`, which stands at `span`.
    pub fn new(value: T, span: Range<usize>) -> Self {
        Spanned { value, span }
    }
}

/// One problem in one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// The rule that found it, a fixed slug such as `duplicate-id`.
    pub code: &'static str,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it: lower case, no full stop.
    pub help: String,
    /// The file that it is in.
    pub file: Arc<SourceFile>,
    /// Where it is: bytes of `file.text`, always within it and on character
    /// boundaries.
    pub span: Range<usize>,
}

impl Diagnostic {
    /// Whether it is an error, and no warning.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// A problem in `file` at `span`; a span that lies outside the text, or
    /// inside a character, is moved to the nearest place that does not.
    pub fn new(
        severity: Severity,
        code: &'static str,
        file: &Arc<SourceFile>,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let start = file.text.floor_char_boundary(span.start);
        let end = file.text.ceil_char_boundary(span.end.max(start));
        Diagnostic {
            severity,
            code,
            message: message.into(),
            help: help.into(),
            file: Arc::clone(file),
            span: start..end,
        }
    }

    /// The place where the problem begins, both counted from 1; the column is
    /// in characters, as editors count it.
    pub fn line_and_column(&self) -> (usize, usize) {
        line_and_column(&self.file.text, self.span.start)
    }
}

/// How many of `diagnostics` are as bad as this.
pub fn count(diagnostics: &[Diagnostic], severity: Severity) -> usize {
    let of_it = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity == severity);
    of_it.count()
}

/// Collects the problems of one file while it is read.
///
/// It is shared by everything that reads a part of the file, so it is added to
/// through `&self`.
#[derive(Debug)]
pub struct Diagnostics {
    file: Arc<SourceFile>,
    found: RefCell<Vec<Diagnostic>>,
    errors: Cell<usize>,
}

impl Diagnostics {
    /// No problems yet, in `file`.
    pub fn new(file: &Arc<SourceFile>) -> Self {
        Diagnostics {
            file: Arc::clone(file),
            found: RefCell::default(),
            errors: Cell::new(0),
        }
    }

    /// The file that is read.
    pub fn file(&self) -> &Arc<SourceFile> {
        &self.file
    }

    /// Adds an error.
    pub fn error(
        &self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.errors.set(self.errors.get() + 1);
        self.add(Severity::Error, code, span, message, help);
    }

    /// Adds a warning.
    pub fn warning(
        &self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        self.add(Severity::Warning, code, span, message, help);
    }

    /// How many errors there are so far; a reader that compares it before and
    /// after a part knows whether that part is sound.
    pub fn errors(&self) -> usize {
        self.errors.get()
    }

    /// All that was added, in the order of the text.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        let mut found = self.found.into_inner();
        found.sort_by_key(|diagnostic| diagnostic.span.start);
        found
    }

    fn add(
        &self,
        severity: Severity,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let diagnostic = Diagnostic::new(severity, code, &self.file, span, message, help);
        self.found.borrow_mut().push(diagnostic);
    }
}

/// The lines of a text, for many questions after the line of a byte.
#[derive(Debug)]
pub struct LineIndex {
    newlines: Vec<usize>,
}

impl LineIndex {
    /// Reads `text` once.
    pub fn new(text: &str) -> Self {
        let newlines = text.match_indices('\n').map(|(byte, _)| byte).collect();
        LineIndex { newlines }
    }

    /// The line of a byte, from 1; a byte past the end is in the last line.
    pub fn line(&self, byte: usize) -> usize {
        self.newlines.partition_point(|&newline| newline < byte) + 1
    }
}

/// The line and the column (in characters) of a byte of `text`, counted from 1.
/// A byte past the end counts as the end.
pub fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(byte)];
    let line = before.matches('\n').count() + 1;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> Arc<SourceFile> {
        Arc::new(SourceFile {
            path: "faq/a.toml".into(),
            text: text.into(),
        })
    }

    #[test]
    fn columns_are_counted_in_characters() {
        let diagnostic = Diagnostic::new(
            Severity::Error,
            "example",
            &file("one\ntwö x"),
            9..10,
            "m",
            "h",
        );
        assert_eq!(diagnostic.line_and_column(), (2, 5));
    }

    #[test]
    fn the_problems_of_a_file_come_in_the_order_of_the_text() {
        let diagnostics = Diagnostics::new(&file("one two"));
        diagnostics.error("later", 4..7, "m", "h");
        diagnostics.warning("earlier", 0..3, "m", "h");

        assert_eq!(diagnostics.errors(), 1);
        let codes: Vec<_> = diagnostics.into_vec().iter().map(|d| d.code).collect();
        assert_eq!(codes, ["earlier", "later"]);
    }

    #[test]
    fn a_line_index_agrees_with_counting() {
        let text = "one\n\nthree\n";
        let lines = LineIndex::new(text);
        for byte in 0..=text.len() {
            assert_eq!(lines.line(byte), line_and_column(text, byte).0);
        }
    }

    #[test]
    fn a_span_outside_the_text_is_moved_into_it() {
        let diagnostic = Diagnostic::new(Severity::Warning, "example", &file("ö"), 1..99, "m", "h");
        assert_eq!(diagnostic.span, 0..2);
        assert_eq!(diagnostic.line_and_column(), (1, 1));
    }
}
