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
use std::str::FromStr;

use jiff::civil::Date;

use super::suggest::{closest, listed};
use super::toml_syntax::DATE_HELP;
use super::toml_tree::{self, Table, Value};
use crate::diagnostic::{Diagnostics, Spanned};

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

    /// A text.
    pub fn string(&mut self, key: &str) -> Option<Spanned<String>> {
        let Spanned { value, span } = self.take(key)?;
        match value {
            Value::String(text) => Some(Spanned::new(text, span)),
            other => {
                let written = self.written(&span);
                let help = match other {
                    Value::Array(_) => format!("write one text: `{key} = \"…\"`"),
                    Value::Table(_) => format!("write `{key} = \"…\"`"),
                    _ => format!("put it between quotes: `{key} = \"{written}\"`"),
                };
                self.wrong_type(key, "a text", &other, span, help)
            }
        }
    }

    /// A text that has to be there; it may be empty.
    pub fn required_string(&mut self, key: &str) -> Option<Spanned<String>> {
        let there = self
            .table
            .values
            .iter()
            .any(|(known, _)| known.value == key);
        if !there {
            self.missing
                .push((key.to_owned(), format!("add a line `{key} = \"…\"`")));
        }
        self.string(key)
    }

    /// A list of texts; nothing if the key is not there. What is no text in the
    /// list is noted and left out.
    pub fn strings(&mut self, key: &str) -> Vec<Spanned<String>> {
        let Some(Spanned { value, span }) = self.take(key) else {
            return Vec::new();
        };
        let elements = match value {
            Value::Array(elements) => elements,
            other => {
                let written = self.written(&span);
                let help = format!("put it between brackets: `{key} = [{written}]`");
                self.wrong_type::<()>(key, "a list of texts", &other, span, help);
                return Vec::new();
            }
        };
        let mut texts = Vec::with_capacity(elements.len());
        for Spanned { value, span } in elements {
            match value {
                Value::String(text) => texts.push(Spanned::new(text, span)),
                other => {
                    let message = format!(
                        "`{key}` must hold texts only, and this is {}",
                        other.type_name()
                    );
                    let help = format!("put it between quotes: `\"{}\"`", self.written(&span));
                    self.error("wrong-type", span, message, help);
                }
            }
        }
        texts
    }

    /// A date: `2026-11-22`, with or without quotes.
    pub fn date(&mut self, key: &str) -> Option<Spanned<Date>> {
        let Spanned { value, span } = self.take(key)?;
        let written = self.written(&span);
        let date = match &value {
            Value::Datetime(datetime) if datetime.time.is_none() => {
                datetime.date.and_then(|date| {
                    let year = i16::try_from(date.year).ok()?;
                    let month = i8::try_from(date.month).ok()?;
                    Date::new(year, month, i8::try_from(date.day).ok()?).ok()
                })
            }
            // Ten characters, so that no time can stand behind the date.
            Value::String(text) if text.len() == 10 => Date::from_str(text).ok(),
            Value::Datetime(_) | Value::String(_) => None,
            other => return self.wrong_type(key, "a date", other, span, DATE_HELP),
        };
        if date.is_none() {
            let written = written.trim_matches(['"', '\'']);
            self.error(
                "bad-date",
                span.clone(),
                format!("`{written}` is not a date"),
                DATE_HELP,
            );
        }
        date.map(|date| Spanned::new(date, span))
    }

    /// A whole number.
    pub fn integer(&mut self, key: &str) -> Option<Spanned<i64>> {
        let Spanned { value, span } = self.take(key)?;
        match value {
            Value::Integer(integer) => Some(Spanned::new(integer, span)),
            other => {
                let help = format!("write digits without quotes, such as `{key} = 10`");
                self.wrong_type(key, "a whole number", &other, span, help)
            }
        }
    }

    /// A number, whole or not.
    pub fn float(&mut self, key: &str) -> Option<Spanned<f64>> {
        let Spanned { value, span } = self.take(key)?;
        match value {
            Value::Float(float) => Some(Spanned::new(float, span)),
            Value::Integer(integer) => Some(Spanned::new(integer as f64, span)),
            other => {
                let help = format!("write a number without quotes, such as `{key} = 0.5`");
                self.wrong_type(key, "a number", &other, span, help)
            }
        }
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &str) -> Option<Spanned<bool>> {
        let Spanned { value, span } = self.take(key)?;
        match value {
            Value::Boolean(boolean) => Some(Spanned::new(boolean, span)),
            other => {
                let help = format!("write `{key} = true` or `{key} = false`");
                self.wrong_type(key, "`true` or `false`", &other, span, help)
            }
        }
    }

    /// A text that is one of `choices`.
    pub fn one_of(&mut self, key: &str, choices: &[&'static str]) -> Option<Spanned<&'static str>> {
        let Spanned { value, span } = self.string(key)?;
        if let Some(choice) = choices.iter().find(|choice| **choice == value) {
            return Some(Spanned::new(choice, span));
        }
        let message = format!("`{value}` is not a value of `{key}`");
        let help = match closest(&value, choices.iter().copied()) {
            Some(near) => format!("did you mean `{near}`"),
            None => format!("write one of {}", listed(choices.iter().copied())),
        };
        self.error("bad-value", span, message, help);
        None
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
        let help = format!("write `[[{key}]]` with two brackets above each");
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
        for (Spanned { value: key, span }, _) in std::mem::take(&mut self.table.values) {
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

    fn take(&mut self, key: &str) -> Option<Spanned<Value>> {
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

    /// The text of a value as it stands in the file, one line of it.
    fn written(&self, span: &Range<usize>) -> String {
        let text = &self.diagnostics.file().text;
        let written = text.get(span.clone()).unwrap_or_default();
        written.lines().next().unwrap_or_default().to_owned()
    }

    fn wrong_type<T>(
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
    use std::sync::Arc;

    use super::super::testing::lines;
    use super::*;
    use crate::diagnostic::SourceFile;

    /// Reads a file with `read`; the problems that it and `finish` note.
    fn problems(text: &str, read: impl FnOnce(&mut TableReader<'_>)) -> Vec<String> {
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

    #[test]
    fn values_come_with_their_places() {
        let text = "a = 'x'\nb = ['y']\nc = 1\nd = 2\ne = true\nf = 2026-11-22\ng = '2026-11-22'\n";
        let found = problems(text, |table| {
            assert_eq!(table.string("a"), Some(Spanned::new("x".into(), 4..7)));
            assert_eq!(table.strings("b"), [Spanned::new("y".to_owned(), 13..16)]);
            assert_eq!(table.integer("c"), Some(Spanned::new(1, 22..23)));
            assert_eq!(table.float("d"), Some(Spanned::new(2.0, 28..29)));
            assert_eq!(table.boolean("e"), Some(Spanned::new(true, 34..38)));
            let date = jiff::civil::date(2026, 11, 22);
            assert_eq!(table.date("f"), Some(Spanned::new(date, 43..53)));
            assert_eq!(table.date("g"), Some(Spanned::new(date, 58..70)));
        });
        assert!(found.is_empty(), "{found:?}");
    }

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
    fn a_wrong_type_says_what_was_found_and_what_to_write() {
        let text = "a = 5\nb = 'x'\nc = [1]\nd = 0.5\ne = 'yes'\nf = 1\ng = 'x'\nh = { i = 1 }\n\
                    j = ['x']\nk = [1]\nl = 'x'\n";
        let found = problems(text, |table| {
            assert!(table.string("a").is_none());
            assert!(table.strings("b").is_empty());
            assert!(table.strings("c").is_empty());
            assert!(table.integer("d").is_none());
            assert!(table.boolean("e").is_none());
            assert!(table.date("f").is_none());
            assert!(table.table("g").is_none());
            assert!(table.tables("h").is_empty());
            assert!(table.string("j").is_none());
            assert!(table.tables("k").is_empty());
            assert!(table.float("l").is_none());
        });
        assert_eq!(
            found,
            [
                "1:5 error wrong-type: `a` must be a text, and this is a whole number; \
                 put it between quotes: `a = \"5\"`",
                "2:5 error wrong-type: `b` must be a list of texts, and this is a text; \
                 put it between brackets: `b = ['x']`",
                "3:6 error wrong-type: `c` must hold texts only, and this is a whole number; \
                 put it between quotes: `\"1\"`",
                "4:5 error wrong-type: `d` must be a whole number, and this is a number; \
                 write digits without quotes, such as `d = 10`",
                "5:5 error wrong-type: `e` must be `true` or `false`, and this is a text; \
                 write `e = true` or `e = false`",
                "6:5 error wrong-type: `f` must be a date, and this is a whole number; \
                 write year, month and day, such as `2026-11-22`",
                "7:5 error wrong-type: `g` must be a table, and this is a text; \
                 write `[g]` on a line of its own, and its keys below",
                "8:5 error wrong-type: `h` must be a list of tables, and this is a table; \
                 write `[[h]]` with two brackets above each",
                "9:5 error wrong-type: `j` must be a text, and this is a list; \
                 write one text: `j = \"…\"`",
                "10:6 error wrong-type: `k` must hold tables only, and this is a whole number; \
                 write `[[k]]` with two brackets above each",
                "11:5 error wrong-type: `l` must be a number, and this is a text; \
                 write a number without quotes, such as `l = 0.5`",
            ]
        );
    }

    #[test]
    fn a_text_that_is_no_date() {
        let found = problems("a = '22 Nov'\nb = 2026-11-22T10:00:00\n", |table| {
            assert!(table.date("a").is_none());
            assert!(table.date("b").is_none());
        });
        assert_eq!(
            found,
            [
                "1:5 error bad-date: `22 Nov` is not a date; \
                 write year, month and day, such as `2026-11-22`",
                "2:5 error bad-date: `2026-11-22T10:00:00` is not a date; \
                 write year, month and day, such as `2026-11-22`",
            ]
        );
    }

    #[test]
    fn a_choice_is_one_of_its_values() {
        let found = problems("a = 'uk'\nb = 'ukk'\nc = 'mars'\n", |table| {
            let choices = ["uk", "us"];
            assert_eq!(table.one_of("a", &choices).unwrap().value, "uk");
            assert!(table.one_of("b", &choices).is_none());
            assert!(table.one_of("c", &choices).is_none());
        });
        assert_eq!(
            found,
            [
                "2:5 error bad-value: `ukk` is not a value of `b`; did you mean `uk`",
                "3:5 error bad-value: `mars` is not a value of `c`; write one of `uk`, `us`",
            ]
        );
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
                "1:1 error missing-key: `id` is missing; add a line `id = \"…\"`",
                "1:1 error unknown-key: unknown key `anwser`; did you mean `answer`",
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
