//! Edits of a TOML file of entries.
//!
//! Only entries below an `[[entry]]` line are edited; how a text or a list is
//! written is the business of [`super::toml_text`] and [`super::toml_list`].

use std::ops::Range;

use super::super::entry::SourceRef;
use super::super::toml_tree::{Table, Value};
use super::original::{Splice, append, cut, line_end, line_start, next_line};
use super::toml_list::relisted_value;
use super::toml_text::{self, Quotes, restyled, short};
use super::toml_view::{Form, end, end_of, form, get, items, parse, source_items, text, texts};
use super::{Draft, EditError, toml_view};
use crate::diagnostic::Spanned;

/// The keys of an entry in their usual order: a new one goes behind the nearest
/// of those before it.
const ORDER: [&str; 10] = [
    "id",
    "question",
    "alternates",
    "answer",
    "related",
    "tags",
    "sources",
    "reviewed",
    "review_by",
    "not_for",
];

/// The indentation of an item on its own line where the file shows no other.
const INDENT: &str = "  ";

/// A TOML file of entries without syntax errors.
pub struct EntryFile<'a> {
    pub(super) text: &'a str,
    root: Table,
}

/// An entry of the file.
#[derive(Clone, Copy)]
pub struct Entry<'t> {
    /// Its line `[[entry]]`.
    header: &'t Spanned<Value>,
    pub(super) table: &'t Table,
}

impl<'a> EntryFile<'a> {
    pub fn parse(text: &'a str) -> Result<EntryFile<'a>, EditError> {
        let root = parse(text, 0..text.len())?;
        Ok(EntryFile { text, root })
    }

    /// The entry with this id, if there is exactly one.
    pub fn entry(&self, id: &str) -> Result<Entry<'_>, EditError> {
        let mut found = self
            .entries()
            .filter(|entry| text(entry.table, "id") == Some(id));
        let id = id.to_owned();
        match (found.next(), found.next()) {
            (Some(entry), None) => Ok(entry),
            (None, _) => Err(EditError::Unknown { id }),
            (Some(_), Some(_)) => Err(EditError::Ambiguous { id }),
        }
    }

    pub fn draft(&self, entry: Entry<'_>) -> Draft {
        let string = |key| text(entry.table, key).unwrap_or_default().to_owned();
        let own = toml_view::sources(entry.table);
        Draft {
            question: string("question"),
            alternates: texts(entry.table, "alternates"),
            not_for: texts(entry.table, "not_for"),
            answer: super::trim_blank_lines(&string("answer")).to_owned(),
            sources: if own.is_empty() { self.sources() } else { own },
        }
    }

    /// The sources of the file.
    pub fn sources(&self) -> Vec<SourceRef> {
        toml_view::sources(&self.root)
    }

    /// A new entry at the end.
    pub fn added(&self, id: &str, draft: &Draft) -> Result<Vec<Splice>, EditError> {
        if let Some((key, _)) = get(&self.root, "entry")
            && form(self.text, key) != Form::Header
        {
            return Err(EditError::Form {
                key: "entry".to_owned(),
            });
        }
        let quotes = self.quotes();
        let indent = self.item_indent();
        let texts = |texts: &[String]| -> Vec<String> {
            texts.iter().map(|text| short(text, quotes)).collect()
        };
        let line = |key: &str, items: Vec<String>| match items.is_empty() {
            true => String::new(),
            false => format!("{key} = {}\n", toml_text::list(&items, "", &indent)),
        };
        let own = match draft.sources == self.sources() {
            true => &[],
            false => draft.sources.as_slice(),
        };
        let sources = own.iter().map(|source| toml_text::source(source, quotes));
        let block = [
            "[[entry]]\n".to_owned(),
            format!("id = {}\n", short(id, quotes)),
            format!("question = {}\n", short(&draft.question, quotes)),
            line("alternates", texts(&draft.alternates)),
            format!("answer = {}\n", toml_text::long(&draft.answer, quotes)),
            line("sources", sources.collect()),
            line("not_for", texts(&draft.not_for)),
        ];
        let block = block.concat();
        Ok(vec![append(self.text, 0..self.text.len(), &block)])
    }

    /// The entry with what differs in the draft.
    pub fn edited(&self, entry: Entry<'_>, draft: &Draft) -> Result<Vec<Splice>, EditError> {
        self.must_have_lines(entry)?;
        let present = self.draft(entry);
        let mut splices = Vec::new();
        if draft.question != present.question {
            splices.push(self.with_text(entry, "question", &draft.question)?);
        }
        if draft.answer != present.answer {
            splices.push(self.with_text(entry, "answer", &draft.answer)?);
        }
        let quotes = self.quotes();
        if draft.alternates != present.alternates {
            splices.push(self.with_texts(entry, "alternates", &draft.alternates)?);
        }
        if draft.sources != present.sources {
            // An entry with the sources of the file needs none of its own.
            let is_own = draft.sources != self.sources();
            let wanted = if is_own { &draft.sources[..] } else { &[] };
            let wanted: Vec<_> = wanted.iter().cloned().map(Some).collect();
            let fresh = |source: &Option<SourceRef>| {
                let source = source.as_ref();
                source.map_or_else(String::new, |source| toml_text::source(source, quotes))
            };
            splices.push(self.with_list(entry, "sources", source_items, &wanted, fresh)?);
        }
        if draft.not_for != present.not_for {
            splices.push(self.with_texts(entry, "not_for", &draft.not_for)?);
        }
        Ok(splices)
    }

    /// Without the entry, and what refers to it.
    pub fn removed(&self, entry: Entry<'_>, id: &str) -> Result<Vec<Splice>, EditError> {
        let gone = self.lines(entry)?;
        let mut splices = self.references(id, None);
        splices.retain(|splice| {
            splice.range.end <= gone.range.start || gone.range.end <= splice.range.start
        });
        splices.push(gone);
        Ok(splices)
    }

    /// Takes the entry away, with the comments in it, directly above it, and
    /// directly below it if the next entry does not follow at once.
    fn lines(&self, entry: Entry<'_>) -> Result<Splice, EditError> {
        self.must_have_lines(entry)?;
        let above = self
            .root
            .values
            .iter()
            .flat_map(|(_, value)| ends(value))
            .filter(|end| *end <= entry.header.span.start)
            .max();
        let floor = above.map_or(0, |end| next_line(self.text, end));
        let header = line_start(self.text, entry.header.span.start);
        let mut start = header;
        while start > floor {
            let line = line_start(self.text, start - 1);
            if line < floor || !is_comment(self.text, line) {
                break;
            }
            start = line;
        }
        // What a file begins with is about the file.
        if start == 0 {
            start = header;
        }
        let mut end = next_line(self.text, self.end(entry));
        let mut below = end;
        while below < self.text.len() && is_comment(self.text, below) {
            below = next_line(self.text, below);
        }
        let is_parted = self.text[below..line_end(self.text, below)]
            .trim()
            .is_empty();
        if is_parted {
            end = below;
        }
        Ok(cut(self.text, 0..self.text.len(), start..end))
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let found = get(&self.root, "entry").map(|(_, value)| &value.value);
        let elements = match found {
            Some(Value::Array(elements)) => elements.as_slice(),
            _ => &[],
        };
        elements.iter().filter_map(|header| match &header.value {
            Value::Table(table) => Some(Entry { header, table }),
            _ => None,
        })
    }

    /// The quotes of the file, as its last question has them.
    fn quotes(&self) -> Quotes {
        let question = |entry: Entry<'_>| {
            let (_, value) = get(entry.table, "question")?;
            Some(Quotes::of(&self.text[value.span.clone()]))
        };
        let questions = self.entries().filter_map(question);
        questions.last().unwrap_or(Quotes::Double)
    }

    /// The indentation of an item of a list, as the first list of several lines
    /// has it.
    fn item_indent(&self) -> String {
        let first_item = |entry: Entry<'_>| {
            let (name, value) = get(entry.table, "alternates")?;
            let (place, _) = items(&value.value).into_iter().next()?;
            let lead = |at: usize| &self.text[line_start(self.text, at)..at];
            let indent = lead(place.start).strip_prefix(lead(name.span.start))?;
            indent.trim().is_empty().then(|| indent.to_owned())
        };
        let found = self.entries().find_map(first_item);
        found.unwrap_or_else(|| INDENT.to_owned())
    }

    fn end(&self, entry: Entry<'_>) -> usize {
        end_of(entry.table).map_or(entry.header.span.end, |end| end.max(entry.header.span.end))
    }

    fn must_have_lines(&self, entry: Entry<'_>) -> Result<(), EditError> {
        match self.text[entry.header.span.clone()].starts_with('[') {
            true => Ok(()),
            false => Err(EditError::Form {
                key: "entry".to_owned(),
            }),
        }
    }

    fn with_text(&self, entry: Entry<'_>, key: &str, text: &str) -> Result<Splice, EditError> {
        let is_answer = key == "answer";
        match self.line(entry, key)? {
            Some(value) => {
                let written = &self.text[value.span.clone()];
                let written = restyled(written, text, is_answer);
                Ok(Splice::new(value.span.clone(), written))
            }
            None if is_answer => {
                let written = toml_text::long(text, self.quotes());
                Ok(self.new_line(entry, key, |_| written))
            }
            None => {
                let written = short(text, self.quotes());
                Ok(self.new_line(entry, key, |_| written))
            }
        }
    }

    fn with_texts(
        &self,
        entry: Entry<'_>,
        key: &str,
        texts: &[String],
    ) -> Result<Splice, EditError> {
        let present = get(entry.table, key).map(|(_, value)| items(&value.value));
        let first = present.and_then(|items| items.into_iter().next());
        let quotes = match first {
            Some((place, _)) => Quotes::of(&self.text[place]),
            None => self.quotes(),
        };
        let wanted: Vec<_> = texts.iter().cloned().map(Some).collect();
        let fresh = |text: &Option<String>| short(text.as_deref().unwrap_or_default(), quotes);
        self.with_list(entry, key, items, &wanted, fresh)
    }

    fn with_list<T: PartialEq>(
        &self,
        entry: Entry<'_>,
        key: &str,
        items: impl Fn(&Value) -> Vec<(Range<usize>, T)>,
        wanted: &[T],
        fresh: impl Fn(&T) -> String,
    ) -> Result<Splice, EditError> {
        let Some(value) = self.line(entry, key)? else {
            let written: Vec<_> = wanted.iter().map(fresh).collect();
            let list = |indent: &str| toml_text::list(&written, indent, &self.item_indent());
            return Ok(self.new_line(entry, key, list));
        };
        Ok(relisted_value(
            self.text,
            value,
            items(&value.value),
            wanted,
            fresh,
        ))
    }

    /// The value of `key = …`, if there is one.
    fn line<'t>(
        &self,
        entry: Entry<'t>,
        key: &str,
    ) -> Result<Option<&'t Spanned<Value>>, EditError> {
        match get(entry.table, key) {
            None => Ok(None),
            Some((name, value)) if form(self.text, name) == Form::Line => Ok(Some(value)),
            Some(_) => Err(EditError::Form {
                key: key.to_owned(),
            }),
        }
    }

    /// A line for a key that the entry has not; `value` is given the indentation.
    fn new_line(&self, entry: Entry<'_>, key: &str, value: impl FnOnce(&str) -> String) -> Splice {
        let place = ORDER.iter().position(|known| *known == key);
        let before = &ORDER[..place.unwrap_or(ORDER.len())];
        let neighbour = before.iter().rev().find_map(|key| {
            let (name, value) = get(entry.table, key)?;
            (form(self.text, name) == Form::Line).then_some((name.span.start, value.span.end))
        });
        let header = &entry.header.span;
        let (start, end) = neighbour.unwrap_or((header.start, header.end));
        let line = &self.text[line_start(self.text, start)..start];
        let indent: String = line.chars().take_while(|c| c.is_whitespace()).collect();
        let written = format!("\n{indent}{key} = {}", value(&indent));
        Splice::insert(line_end(self.text, end), written)
    }
}

fn is_comment(text: &str, line: usize) -> bool {
    text[line..]
        .trim_start_matches([' ', '\t'])
        .starts_with('#')
}

/// Where a value ends and, of a list of tables, each of its tables.
fn ends(value: &Spanned<Value>) -> Vec<usize> {
    match &value.value {
        Value::Array(elements) => elements.iter().map(end).collect(),
        _ => vec![end(value)],
    }
}
