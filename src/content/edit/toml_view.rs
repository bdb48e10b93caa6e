//! What an edit asks of a TOML table: values, where they stand, and in which of
//! TOML's forms.
//!
//! Values of a wrong type read as missing; the loader has noted them.

use std::ops::Range;

use super::super::entry::SourceRef;
use super::super::toml_tree::{self, Table, Value};
use super::EditError;
use crate::diagnostic::{LineIndex, Spanned};

/// A value with its key.
pub type Pair = (Spanned<String>, Spanned<Value>);

/// How a table or a list of tables is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `key = …`
    Line,
    /// `[key]` or `[[key]]`
    Header,
    /// `key.inner = …`
    Dotted,
}

/// Parses a part of the text, unless it has a syntax error.
pub fn parse(text: &str, part: Range<usize>) -> Result<Table, EditError> {
    let (table, errors) = toml_tree::parse(text, part);
    match errors.first() {
        None => Ok(table),
        Some(error) => Err(EditError::Syntax {
            line: LineIndex::new(text).line(error.span.start),
        }),
    }
}

/// The value of a key.
pub fn get<'t>(table: &'t Table, key: &str) -> Option<&'t Pair> {
    table.values.iter().find(|(name, _)| name.value == key)
}

/// The text of a key.
pub fn text<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    match &get(table, key)?.1.value {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// The items of a list with their places; `None` for what is no text.
pub fn items(value: &Value) -> Vec<(Range<usize>, Option<String>)> {
    let Value::Array(elements) = value else {
        return Vec::new();
    };
    let item = |element: &Spanned<Value>| match &element.value {
        Value::String(text) => (element.span.clone(), Some(text.clone())),
        _ => (element.span.clone(), None),
    };
    elements.iter().map(item).collect()
}

/// The texts in a list.
pub fn texts(table: &Table, key: &str) -> Vec<String> {
    let found = get(table, key).map(|(_, value)| items(&value.value));
    let items = found.unwrap_or_default().into_iter();
    items.filter_map(|(_, text)| text).collect()
}

/// The sources in a list with their places; `None` for what is none.
pub fn source_items(value: &Value) -> Vec<(Range<usize>, Option<SourceRef>)> {
    let Value::Array(elements) = value else {
        return Vec::new();
    };
    let source = |element: &Spanned<Value>| {
        let source = match &element.value {
            Value::Table(table) => text(table, "title").map(|title| SourceRef {
                title: title.to_owned(),
                url: text(table, "url").map(str::to_owned),
            }),
            _ => None,
        };
        (element.span.clone(), source)
    };
    elements.iter().map(source).collect()
}

/// The sources that a table names.
pub fn sources(table: &Table) -> Vec<SourceRef> {
    let found = get(table, "sources").map(|(_, value)| source_items(&value.value));
    let items = found.unwrap_or_default().into_iter();
    items.filter_map(|(_, source)| source).collect()
}

/// How the value of this key is written.
pub fn form(text: &str, key: &Spanned<String>) -> Form {
    let behind = text.get(key.span.end..).unwrap_or_default();
    match behind.trim_start().chars().next() {
        Some('=') => Form::Line,
        Some('.') => Form::Dotted,
        _ => Form::Header,
    }
}

/// Where the last of a value ends, be it in tables below headers of their own.
pub fn end(value: &Spanned<Value>) -> usize {
    let inner = match &value.value {
        Value::Array(elements) => elements.iter().map(end).max(),
        Value::Table(table) => end_of(table),
        _ => None,
    };
    inner.unwrap_or_default().max(value.span.end)
}

/// Where the last value of a table ends.
pub fn end_of(table: &Table) -> Option<usize> {
    table.values.iter().map(|(_, value)| end(value)).max()
}
