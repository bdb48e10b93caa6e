//! The values that a key can have: texts, numbers and dates.
//!
//! These are the methods of [`TableReader`] for one key; tables and what happens
//! at the end of a table are in [`super::toml_reader`].

use std::str::FromStr;

use jiff::civil::Date;

use super::suggest::{closest, listed};
use super::toml_reader::TableReader;
use super::toml_syntax::DATE_HELP;
use super::toml_tree::Value;
use crate::diagnostic::Spanned;

impl TableReader<'_> {
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
        self.require(key, format!("add a line `{key} = \"…\"`"));
        self.string(key)
    }

    /// A list of texts; nothing if the key is not there. What is no text in the
    /// list is noted and left out.
    pub fn strings(&mut self, key: &str) -> Vec<Spanned<String>> {
        match self.take(key) {
            Some(value) => self.texts(key, value),
            None => Vec::new(),
        }
    }

    /// The lists of texts under all keys that were not taken yet, in no special
    /// order: for tables whose keys the owner chooses.
    pub fn all_strings(&mut self) -> Vec<(Spanned<String>, Vec<Spanned<String>>)> {
        let values = self.take_all();
        let lists = values.into_iter().map(|(key, value)| {
            let texts = self.texts(&key.value, value);
            (key, texts)
        });
        lists.collect()
    }

    /// The texts in a value that is to be a list of them.
    fn texts(&self, key: &str, Spanned { value, span }: Spanned<Value>) -> Vec<Spanned<String>> {
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
}

#[cfg(test)]
mod tests {
    use super::super::testing::reader_problems as problems;
    use super::*;

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
                 write `h = [{ … }]` with braces around each, or `[[h]]` with two brackets above each",
                "9:5 error wrong-type: `j` must be a text, and this is a list; \
                 write one text: `j = \"…\"`",
                "10:6 error wrong-type: `k` must hold tables only, and this is a whole number; \
                 write `k = [{ … }]` with braces around each, or `[[k]]` with two brackets above each",
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
}
