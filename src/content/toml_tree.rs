//! From TOML text to a tree of values that know where they stand.
//!
//! A slip in one `[[table]]` must not hide the others: where a text does not
//! parse, each of its `[[tables]]` is parsed on its own, and only those that
//! hold a slip are marked as broken. What the keys mean is not known here.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml::value::Datetime;

use super::toml_syntax::{SyntaxError, explain};
use crate::diagnostic::{LineIndex, Spanned};

/// How many slips of one table are reported. The first few are real; after a
/// lost quote the rest is an echo of it.
const MAX_ERRORS_PER_TABLE: usize = 5;

/// A value of any type.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    String(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Datetime(Datetime),
    Array(Vec<Spanned<Value>>),
    Table(Table),
}

impl Value {
    /// What it is called in messages.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::String(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Boolean(_) => "a yes or no",
            Value::Datetime(_) => "a date",
            Value::Array(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

/// A table: the root, `[name]`, one `[[name]]`, or `{ … }`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Keys and values, in no special order.
    pub values: Vec<(Spanned<String>, Spanned<Value>)>,
    /// Whether it, or what it could not be told from, has a syntax error: then
    /// values may be lost or mangled.
    pub broken: bool,
}

/// Parses the part `range` of `text`; spans count from the start of `text`.
/// Errors come in the order of the text.
pub fn parse(text: &str, range: Range<usize>) -> (Table, Vec<SyntaxError>) {
    let (table, errors) = parse_piece(text, range.clone());
    if errors.is_empty() {
        return (table, errors);
    }
    let mut merged = Table::default();
    let mut found = Vec::new();
    for piece in pieces(text, range, &array_names(&table)) {
        let (table, errors) = parse_piece(text, piece.range);
        found.extend(errors);
        match piece.name {
            None => merged = table,
            Some(name) => merge(&mut merged, table, name),
        }
    }
    // Two pieces that are sound alone can still clash with each other, as
    // `entry = 1` and `[[entry]]` do; only the whole shows that.
    if found.is_empty() {
        return (table, errors);
    }
    (merged, found)
}

/// A part of a text that is parsed by itself.
struct Piece<'a> {
    range: Range<usize>,
    /// The first name in its `[[header]]`; `None` above the first header.
    name: Option<&'a str>,
}

/// The names of the lists of tables that could be read.
fn array_names(table: &Table) -> Vec<&str> {
    let is_list = |value: &Value| match value {
        Value::Array(elements) => elements
            .iter()
            .any(|element| matches!(element.value, Value::Table(_))),
        _ => false,
    };
    table
        .values
        .iter()
        .filter(|(_, value)| is_list(&value.value))
        .map(|(key, _)| key.value.as_str())
        .collect()
}

/// The part `range` of `text` cut before every line that looks like a
/// `[[header]]` of one of `names`: others may be lines of an answer. Without
/// names all count, since what is lost may be above them.
fn pieces<'a>(text: &'a str, range: Range<usize>, names: &[&str]) -> Vec<Piece<'a>> {
    let mut pieces = Vec::new();
    let mut start = range.start;
    let mut name = None;
    let mut line_start = range.start;
    for line in text[range.clone()].split_inclusive('\n') {
        if let Some(next_name) = array_header(line)
            && (names.is_empty() || names.contains(&next_name))
        {
            pieces.push(Piece {
                range: start..line_start,
                name,
            });
            start = line_start;
            name = Some(next_name);
        }
        line_start += line.len();
    }
    pieces.push(Piece {
        range: start..range.end,
        name,
    });
    pieces
}

/// The first name in a line that is `[[name]]`, or an attempt at it that lacks a
/// bracket.
fn array_header(line: &str) -> Option<&str> {
    let line = line.split('#').next().unwrap_or_default().trim();
    let names = line.strip_prefix("[[")?.trim_end_matches(']').trim();
    let is_bare = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = names.split('.').next()?;
    (!name.is_empty() && names.chars().all(is_bare)).then_some(name)
}

/// Adds the tables `name` of a later piece. What else a piece seems to hold
/// comes from a broken header.
fn merge(whole: &mut Table, piece: Table, name: &str) {
    for (key, value) in piece.values {
        if key.value != name {
            continue;
        }
        let known = whole
            .values
            .iter_mut()
            .find(|(known, _)| known.value == name);
        match (known.map(|(_, value)| &mut value.value), value.value) {
            (Some(Value::Array(elements)), Value::Array(more)) => elements.extend(more),
            (Some(_), _) => {}
            (None, value_alone) => {
                let value = Spanned::new(value_alone, value.span);
                whole.values.push((key, value));
            }
        }
    }
}

/// Parses a piece by itself; its tables are broken if it has any error.
fn parse_piece(text: &str, range: Range<usize>) -> (Table, Vec<SyntaxError>) {
    let (parsed, errors) = DeTable::parse_recoverable(&text[range.clone()]);
    let mut converter = Converter {
        offset: range.start,
        broken: !errors.is_empty(),
        arrays: Vec::new(),
        numbers: Vec::new(),
    };
    let table = converter.table(parsed.get_ref());
    if errors.is_empty() && converter.numbers.is_empty() {
        return (table, Vec::new());
    }
    let mut errors: Vec<_> = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or_default();
            (
                span.start + range.start..span.end + range.start,
                error.message(),
            )
        })
        .collect();
    errors.sort_by_key(|(span, _)| span.start);
    // What stands below a header that is given twice is not a second mistake.
    let is_duplicate = |message: &str| message.starts_with("duplicate key");
    let in_header = |span: &Range<usize>| text.as_bytes()[..span.start].ends_with(b"[");
    if errors
        .iter()
        .any(|(span, message)| is_duplicate(message) && in_header(span))
    {
        errors.retain(|(span, message)| !is_duplicate(message) || in_header(span));
    }
    // An array that is never closed swallows what follows it, and each line of
    // that looks wrong: the one true error is where the array begins.
    // A number that does not parse is noted by the parser as well.
    let mut found = match errors.is_empty() {
        true => converter.numbers,
        false => Vec::new(),
    };
    if errors
        .iter()
        .any(|(_, message)| message.starts_with("unclosed array,"))
        && let Some(opened) = array_up_to(text, range.end, &converter.arrays)
    {
        errors.retain(|(span, _)| span.start < opened);
        found.push(SyntaxError::unclosed_array(opened));
    }
    let lines = LineIndex::new(&text[range.clone()]);
    errors.dedup_by_key(|(span, _)| lines.line(span.start - range.start));
    errors.truncate(MAX_ERRORS_PER_TABLE);
    found.extend(
        errors
            .into_iter()
            .map(|(span, message)| explain(text, range.clone(), span, message)),
    );
    found.sort_by_key(|error| error.span.start);
    found.truncate(MAX_ERRORS_PER_TABLE);
    (table, found)
}

/// Copies the parser's tree into ours, moving spans by `offset`.
struct Converter {
    offset: usize,
    broken: bool,
    /// Arrays in values, outermost first: where they begin and end.
    arrays: Vec<Range<usize>>,
    numbers: Vec<SyntaxError>,
}

impl Converter {
    fn table(&mut self, table: &DeTable<'_>) -> Table {
        let values = table
            .iter()
            .map(|(key, value)| {
                let name = Spanned::new(key.get_ref().to_string(), self.moved(key.span()));
                (name, self.value(value))
            })
            .collect();
        Table {
            values,
            broken: self.broken,
        }
    }

    fn value(&mut self, value: &toml::Spanned<DeValue<'_>>) -> Spanned<Value> {
        let span = self.moved(value.span());
        let value = match value.get_ref() {
            DeValue::String(text) => Value::String(text.to_string()),
            DeValue::Integer(integer) => {
                match i64::from_str_radix(integer.as_str(), integer.radix()) {
                    Ok(integer) => Value::Integer(integer),
                    Err(_) => {
                        self.numbers.push(SyntaxError::number(span.clone()));
                        Value::Integer(0)
                    }
                }
            }
            DeValue::Float(float) => match float.as_str().parse() {
                Ok(float) => Value::Float(float),
                Err(_) => {
                    self.numbers.push(SyntaxError::number(span.clone()));
                    Value::Float(0.0)
                }
            },
            DeValue::Boolean(boolean) => Value::Boolean(*boolean),
            DeValue::Datetime(datetime) => Value::Datetime(*datetime),
            DeValue::Array(array) => {
                if self.broken {
                    self.arrays.push(span.clone());
                }
                Value::Array(array.iter().map(|element| self.value(element)).collect())
            }
            DeValue::Table(table) => Value::Table(self.table(table)),
        };
        Spanned::new(value, span)
    }

    fn moved(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.offset..span.end + self.offset
    }
}

/// Where the first array begins that reaches to `end`.
fn array_up_to(text: &str, end: usize, arrays: &[Range<usize>]) -> Option<usize> {
    arrays
        .iter()
        .find(|array| {
            let after = text.get(array.end..end).unwrap_or_default();
            !array.is_empty() && after.trim().is_empty()
        })
        .map(|array| array.start)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse_all(text: &str) -> (Table, Vec<SyntaxError>) {
        parse(text, 0..text.len())
    }

    /// The `id` of each `[[entry]]`, and whether the entry is broken.
    fn ids(table: &Table) -> Vec<(String, bool)> {
        let value = |table: &Table, name: &str| {
            let found = table.values.iter().find(|(key, _)| key.value == name);
            found.map(|(_, value)| value.value.clone())
        };
        let Some(Value::Array(entries)) = value(table, "entry") else {
            return Vec::new();
        };
        entries
            .into_iter()
            .map(|entry| {
                let Value::Table(entry) = entry.value else {
                    panic!("an entry is a table");
                };
                let id = match value(&entry, "id") {
                    Some(Value::String(id)) => id,
                    _ => String::new(),
                };
                (id, entry.broken)
            })
            .collect()
    }

    #[test]
    fn spans_count_from_the_start_of_the_whole_text() {
        let text = "xx a = 'ö' xx";
        let (table, errors) = parse(text, 3..text.len() - 3);
        assert_eq!(errors, []);
        assert_eq!(
            table.values,
            [(
                Spanned::new("a".to_owned(), 3..4),
                Spanned::new(Value::String("ö".to_owned()), 7..11)
            )]
        );
    }

    #[test]
    fn a_slip_in_one_table_leaves_the_others_sound() {
        let text = "[[entry]]\nid = 'a'\n[[entry]]\nid = 'b'\nanswer = '''\noops\n\
                    [[entry]]\nid = 'c'\n";
        let (table, errors) = parse_all(text);
        assert_eq!(errors.len(), 1);
        assert_eq!(&text[errors[0].span.clone()], "'''");
        assert_eq!(
            ids(&table),
            [("a".into(), false), ("b".into(), true), ("c".into(), false)]
        );
    }

    #[test]
    fn a_slip_at_the_top_leaves_the_tables_below_sound() {
        let (table, errors) = parse_all("tags = ['x',\n\n[[entry]]\nid = 'a'\n");
        assert!(table.broken);
        assert_eq!(errors.len(), 1);
        assert_eq!(ids(&table), [("a".into(), false)]);
    }

    #[test]
    fn brackets_in_an_answer_are_no_header() {
        let text = "[[entry]]\nid = 'a'\nanswer = '''\n[[Other page]]\n[[Page]]\n'''\n\
                    [[entry]]\nid = b\n";
        let (table, errors) = parse_all(text);
        assert_eq!(errors.len(), 1);
        assert_eq!(ids(&table), [("a".into(), false), ("b".into(), true)]);
    }

    #[test]
    fn what_clashes_only_as_a_whole_is_an_error_too() {
        let (_, errors) = parse_all("entry = 3\n[[entry]]\nid = 'x'\n");
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].code, "duplicate-key");
    }

    #[test]
    fn the_echo_of_a_mistake_is_cut_short() {
        let (_, errors) = parse_all(&"oops\n".repeat(100));
        assert_eq!(errors.len(), MAX_ERRORS_PER_TABLE);
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_with_spans_inside_it(
            text in r#"([a-z=\[\]{}'"\\\n\r ,.#0-9é“-]|\[\[entry\]\]|"""|'''){0,200}"#
        ) {
            let (_, errors) = parse_all(&text);
            for error in errors {
                prop_assert!(text.get(error.span.clone()).is_some(), "{:?}", error);
            }
        }
    }
}
