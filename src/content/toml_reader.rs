//! Reads the keys of a TOML table one by one, and notes what is wrong.
//!
//! A method takes a key and returns its value with its span, or notes a wrong
//! type and returns nothing. [`TableReader::finish`] then notes what is missing
//! and what is not known. Any file of the owner can be read with it; what the
//! keys mean is the caller's business.
//!
//! ```
//! use std::sync::Arc;
//! use faqbot::content::toml_reader::TableReader;
//! use faqbot::diagnostic::{Diagnostics, SourceFile};
//!
//! let file = Arc::new(SourceFile { path: "a.toml".into(), text: "titel = 'Hi'".into() });
//! let diagnostics = Diagnostics::new(&file);
//! let mut table = TableReader::parse(&diagnostics);
//! assert!(table.required_string("title").is_none());
//! table.finish();
//! assert_eq!(diagnostics.into_vec()[0].help, "did you mean `title`");
//! ```

use std::ops::Range;

use super::suggest::{closest, listed};
use super::toml_tree::{self, Table, Value};
use crate::diagnostic::{Diagnostics, Spanned};

// The methods for texts, numbers and dates are in `toml_values`.

/// A table whose keys are taken one by one.
///
/// A table with a syntax error in it has said enough: it still gives the values
/// that can be read, but notes nothing more.
#[derive(Debug)]
pub struct TableReader<'a> {
    diagnostics: &'a Diagnostics,
    /// What has not been taken yet.
    table: Table,
    /// Where a missing key is reported: the header of the table.
    span: Range<usize>,
    /// Every key that was asked for.
    known: Vec<String>,
    /// Required keys that are not there, each with the line to add.
    missing: Vec<(String, String)>,
}

impl<'a> TableReader<'a> {
    /// Reads the whole file of `diagnostics` and notes its syntax errors.
    pub fn parse(diagnostics: &'a Diagnostics) -> Self {
        Self::parse_part(diagnostics, 0..diagnostics.file().text.len())
    }

    /// Reads a part of the file, such as the front matter of an article;
    /// `part` must lie on character boundaries.
    pub fn parse_part(diagnostics: &'a Diagnostics, part: Range<usize>) -> Self {
        let start = part.start;
        let (table, errors) = toml_tree::parse(&diagnostics.file().text, part);
        for error in errors {
            diagnostics.error(error.code, error.span, error.message, error.help);
        }
        Self::new(diagnostics, table, start..start)
    }

    fn new(diagnostics: &'a Diagnostics, table: Table, span: Range<usize>) -> Self {
        TableReader {
            diagnostics,
            table,
            span,
            known: Vec::new(),
            missing: Vec::new(),
        }
    }

    /// Where the table begins: its `[header]` or its `{ … }`; empty for a file.
    pub fn span(&self) -> Range<usize> {
        self.span.clone()
    }

    /// Whether the table has a syntax error, so that values may be lost.
    pub fn is_broken(&self) -> bool {
        self.table.broken
    }

    /// The keys that were not taken yet, in the order of the file: for tables
    /// whose keys the owner chooses.
    pub fn keys(&self) -> Vec<Spanned<String>> {
        let mut keys: Vec<_> = self
            .table
            .values
            .iter()
            .map(|(key, _)| key.clone())
            .collect();
        keys.sort_by_key(|key| key.span.start);
        keys
    }

    /// A table inside this one: `[key]` or `key = { … }`.
    pub fn table(&mut self, key: &str) -> Option<TableReader<'a>> {
        let Spanned { value, span } = self.take(key)?;
        match value {
            Value::Table(table) => Some(TableReader::new(self.diagnostics, table, span)),
            other => {
                let help = format!("write `[{key}]` on a line of its own, and its keys below");
                self.wrong_type(key, "a table", &other, span, help)
            }
        }
    }

    /// A list of tables: `[[key]]` again and again, or `key = [{ … }, …]`.
    pub fn tables(&mut self, key: &str) -> Vec<TableReader<'a>> {
        let Some(Spanned { value, span }) = self.take(key) else {
            return Vec::new();
        };
        let help = format!(
            "write `{key} = [{{ … }}]` with braces around each, \
             or `[[{key}]]` with two brackets above each"
        );
        let elements = match value {
            Value::Array(elements) => elements,
            other => {
                self.wrong_type::<()>(key, "a list of tables", &other, span, help);
                return Vec::new();
            }
        };
        let mut tables = Vec::with_capacity(elements.len());
        for Spanned { value, span } in elements {
            match value {
                Value::Table(table) => {
                    tables.push(TableReader::new(self.diagnostics, table, span));
                }
                other => {
                    let message = format!(
                        "`{key}` must hold tables only, and this is {}",
                        other.type_name()
                    );
                    self.error("wrong-type", span, message, help.as_str());
                }
            }
        }
        tables
    }

    /// Notes an error about a value of this table, unless a syntax error may
    /// have mangled it.
    pub fn error(
        &self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if !self.table.broken {
            self.diagnostics.error(code, span, message, help);
        }
    }

    /// Notes a warning about a value of this table, as [`TableReader::error`]
    /// does.
    pub fn warning(
        &self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        if !self.table.broken {
            self.diagnostics.warning(code, span, message, help);
        }
    }

    /// Notes the keys that nothing asked for and the required ones that are not
    /// there. Where one looks like the other, only the unknown one is noted.
    pub fn finish(mut self) {
        for (Spanned { value: key, span }, _) in self.take_all() {
            let near = closest(&key, self.known.iter().map(String::as_str)).map(str::to_owned);
            let help = match &near {
                Some(near) => format!("did you mean `{near}`"),
                None if self.known.is_empty() => "delete it".to_owned(),
                None => format!(
                    "the keys here are {}",
                    listed(self.known.iter().map(String::as_str))
                ),
            };
            self.missing
                .retain(|(missing, _)| Some(missing) != near.as_ref());
            self.error("unknown-key", span, format!("unknown key `{key}`"), help);
        }
        for (key, help) in std::mem::take(&mut self.missing) {
            self.error(
                "missing-key",
                self.span(),
                format!("`{key}` is missing"),
                help,
            );
        }
    }

    /// Has [`TableReader::finish`] note that the key is missing, if it is, with
    /// this help; to be called before the key is read.
    pub fn require(&mut self, key: &str, help: String) {
        if !self.table.values.iter().any(|(name, _)| name.value == key) {
            self.missing.push((key.to_owned(), help));
        }
    }

    /// The value of a key, which is known from now on.
    pub(super) fn take(&mut self, key: &str) -> Option<Spanned<Value>> {
        if !self.known.iter().any(|known| known == key) {
            self.known.push(key.to_owned());
        }
        let position = self
            .table
            .values
            .iter()
            .position(|(name, _)| name.value == key)?;
        Some(self.table.values.swap_remove(position).1)
    }

    /// All that was not taken yet.
    pub(super) fn take_all(&mut self) -> Vec<(Spanned<String>, Spanned<Value>)> {
        std::mem::take(&mut self.table.values)
    }

    /// The text of a value as it stands in the file, one line of it.
    pub(super) fn written(&self, span: &Range<usize>) -> String {
        let text = &self.diagnostics.file().text;
        let written = text.get(span.clone()).unwrap_or_default();
        written.lines().next().unwrap_or_default().to_owned()
    }

    /// Notes that a value has not the type that its key wants.
    pub(super) fn wrong_type<T>(
        &self,
        key: &str,
        expected: &str,
        found: &Value,
        span: Range<usize>,
        help: impl Into<String>,
    ) -> Option<T> {
        let message = format!(
            "`{key}` must be {expected}, and this is {}",
            found.type_name()
        );
        self.error("wrong-type", span, message, help);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::reader_problems as problems;

    #[test]
    fn tables_stand_inside_tables() {
        let text = "[b]\nx = 'of b'\n[[c]]\nx = 'first'\n[[c]]\nx = 'second'\n";
        let found = problems(text, |table| {
            let mut b = table.table("b").unwrap();
            assert_eq!(b.span(), 0..3);
            assert_eq!(b.string("x").unwrap().value, "of b");
            b.finish();
            let values: Vec<_> = table
                .tables("c")
                .into_iter()
                .map(|mut c| c.string("x").unwrap().value)
                .collect();
            assert_eq!(values, ["first", "second"]);
            assert!(table.table("d").is_none());
            assert!(table.tables("e").is_empty());
        });
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn the_keys_of_a_free_table_come_in_the_order_of_the_file() {
        let found = problems("z = 'last'\na = 'first'\n", |table| {
            let keys: Vec<_> = table.keys().into_iter().map(|key| key.value).collect();
            assert_eq!(keys, ["z", "a"]);
            for key in keys {
                assert!(table.string(&key).is_some());
            }
        });
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn unknown_and_missing_keys_are_noted_at_the_end() {
        let found = problems("anwser = 'x'\ncolour = 'red'\n", |table| {
            assert!(table.required_string("id").is_none());
            assert!(table.required_string("answer").is_none());
        });
        assert_eq!(
            found,
            [
                "1:1 error unknown-key: unknown key `anwser`; did you mean `answer`",
                "1:1 error missing-key: `id` is missing; add a line `id = \"…\"`",
                "2:1 error unknown-key: unknown key `colour`; the keys here are `id`, `answer`",
            ]
        );
    }

    #[test]
    fn a_table_with_a_syntax_error_has_said_enough() {
        let found = problems("id = 5\nanswer = x\ncolour = 'red'\n", |table| {
            assert!(table.is_broken());
            assert!(table.required_string("id").is_none());
            table.error("any", 0..1, "never noted", "never noted");
        });
        assert_eq!(
            found,
            ["2:10 error toml-syntax: the text `x` has no quotes; put it between quotes: `\"x\"`"]
        );
    }
}
