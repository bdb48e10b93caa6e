//! Edits of the tables `[alternates]` and `[not_for]` in the front matter of an
//! article; tables and front matter are made where there are none.

use std::ops::Range;

use super::super::toml_tree::{Table, Value};
use super::EditError;
use super::original::{Splice, append, cut, line_end, line_start, next_line};
use super::toml_entry::relisted_value;
use super::toml_text::{self, Quotes, short};
use super::toml_view::{Form, Pair, end_of, form, get, items, texts};

/// The names of the two tables.
const ALTERNATES: &str = "alternates";
const NOT_FOR: &str = "not_for";

/// The indentation of a question on its own line.
const INDENT: &str = "  ";

/// The front matter of an article.
pub struct FrontMatter<'a> {
    pub text: &'a str,
    /// Where the TOML stands and what it holds; `None` if there is none.
    pub toml: Option<(Range<usize>, Table)>,
}

/// The questions of a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Questions<'q> {
    pub alternates: &'q [String],
    pub not_for: &'q [String],
}

impl FrontMatter<'_> {
    /// Its keys, if it has any.
    pub fn table(&self) -> Option<&Table> {
        self.toml.as_ref().map(|(_, table)| table)
    }

    /// The alternates of the section with this anchor, and what it is not for.
    pub fn questions(&self, anchor: &str) -> (Vec<String>, Vec<String>) {
        let listed = |name| match self.named(name) {
            Some((_, table)) => texts(table, anchor),
            None => Vec::new(),
        };
        (listed(ALTERNATES), listed(NOT_FOR))
    }

    /// What to replace so that the section has these questions; `title` is that of
    /// the article, for a front matter that is still to be made.
    pub fn with(
        &self,
        anchor: &str,
        wanted: Questions<'_>,
        title: &str,
    ) -> Result<Vec<Splice>, EditError> {
        let (alternates, not_for) = self.questions(anchor);
        let tables = [
            (ALTERNATES, alternates, wanted.alternates),
            (NOT_FOR, not_for, wanted.not_for),
        ];
        let changed = tables
            .into_iter()
            .filter(|(_, present, wanted)| present != wanted);
        let changed: Vec<_> = changed.map(|(name, _, wanted)| (name, wanted)).collect();
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let Some((range, table)) = &self.toml else {
            let mut front = format!("+++\ntitle = {}\n", short(title, Quotes::Double));
            for (name, wanted) in changed {
                front.push('\n');
                front.push_str(&self.new_table(name, anchor, wanted));
            }
            return Ok(vec![Splice::insert(0, format!("{front}+++\n\n"))]);
        };
        let mut splices = Vec::new();
        let mut gone: Vec<Range<usize>> = Vec::new();
        for (name, wanted) in changed {
            match get(table, name) {
                None => {
                    let block = self.new_table(name, anchor, wanted);
                    splices.push(append(self.text, range.clone(), &block));
                }
                Some((key, value)) => match &value.value {
                    Value::Table(inner) => {
                        let form = form(self.text, key);
                        let pair = get(inner, anchor);
                        match self.lines_left_empty(key.span.end, form, inner, pair, wanted) {
                            Some(lines) => gone.push(lines),
                            None => splices.push(self.with_list(
                                (name, key.span.end, form),
                                (inner, value.span.clone()),
                                anchor,
                                wanted,
                            )),
                        }
                    }
                    _ => return Err(EditError::Form { key: name.into() }),
                },
            }
        }
        gone.sort_by_key(|lines| lines.start);
        // What only blank lines part goes as one.
        if let [first, second] = &gone[..]
            && self.text[first.end..second.start].trim().is_empty()
        {
            gone = vec![Range::clone(first).start..second.end];
        }
        let cuts = gone
            .into_iter()
            .map(|lines| cut(self.text, range.clone(), lines));
        splices.extend(cuts);
        Ok(splices)
    }

    /// What to replace so that the questions of one anchor are those of another.
    pub fn renamed(&self, anchor: &str, to: &str) -> Vec<Splice> {
        let tables = [ALTERNATES, NOT_FOR].into_iter();
        tables
            .filter_map(|name| get(self.named(name)?.1, anchor))
            .map(|(key, _)| Splice::new(key.span.clone(), toml_text::key(to)))
            .collect()
    }

    /// The table of this name with its place.
    fn named(&self, name: &str) -> Option<(&Pair, &Table)> {
        let pair = get(self.table()?, name)?;
        match &pair.1.value {
            Value::Table(table) => Some((pair, table)),
            _ => None,
        }
    }

    fn quotes(&self) -> Quotes {
        let title = self.table().and_then(|table| get(table, "title"));
        title.map_or(Quotes::Double, |(_, value)| {
            Quotes::of(&self.text[value.span.clone()])
        })
    }

    fn written(&self, questions: &[String]) -> Vec<String> {
        let quotes = self.quotes();
        let written = questions.iter().map(|question| short(question, quotes));
        written.collect()
    }

    fn new_table(&self, name: &str, anchor: &str, wanted: &[String]) -> String {
        let list = toml_text::list(&self.written(wanted), "", INDENT);
        format!("[{name}]\n{} = {list}\n", toml_text::key(anchor))
    }

    /// The lines of a table that has nothing left, with no comment in it.
    fn lines_left_empty(
        &self,
        header: usize,
        form: Form,
        table: &Table,
        pair: Option<&Pair>,
        wanted: &[String],
    ) -> Option<Range<usize>> {
        let (key, value) = pair?;
        let is_only = table.values.len() == 1 && wanted.is_empty() && form == Form::Header;
        let has_comment = self.text.get(header..key.span.start)?.contains('#');
        if !is_only || has_comment {
            return None;
        }
        let fresh = |_: &Option<String>| String::new();
        let list = relisted_value(self.text, value, items(&value.value), &[], fresh);
        let goes = list.range.start < value.span.start;
        let end = next_line(self.text, value.span.end);
        goes.then(|| line_start(self.text, header)..end)
    }

    /// The splice for the list of one anchor in a table that is there.
    fn with_list(
        &self,
        (name, name_end, form): (&str, usize, Form),
        (table, place): (&Table, Range<usize>),
        anchor: &str,
        wanted: &[String],
    ) -> Splice {
        if let Some((key, value)) = get(table, anchor) {
            if form == Form::Line && wanted.is_empty() {
                return self.without_inline(table, key.span.start, value.span.end);
            }
            let items = items(&value.value);
            let quotes = match items.first() {
                Some((place, _)) => Quotes::of(&self.text[place.clone()]),
                None => self.quotes(),
            };
            let wanted: Vec<_> = wanted.iter().cloned().map(Some).collect();
            let fresh = |text: &Option<String>| short(text.as_deref().unwrap_or_default(), quotes);
            return relisted_value(self.text, value, items, &wanted, fresh);
        }
        let key = toml_text::key(anchor);
        let questions = self.written(wanted);
        if form == Form::Line {
            let pair = format!("{key} = [{}]", questions.join(", "));
            return match end_of(table) {
                Some(end) => Splice::insert(end, format!(", {pair}")),
                None => Splice::new(place, format!("{{ {pair} }}")),
            };
        }
        let prefix = match form {
            Form::Dotted => format!("{name}."),
            _ => String::new(),
        };
        let list = toml_text::list(&questions, "", INDENT);
        let last = end_of(table).map_or(name_end, |end| end.max(name_end));
        let at = line_end(self.text, last);
        Splice::insert(at, format!("\n{prefix}{key} = {list}"))
    }

    /// Takes the pair at `start..end` out of a table between braces.
    fn without_inline(&self, table: &Table, start: usize, end: usize) -> Splice {
        let others = table.values.iter();
        let next = others
            .clone()
            .map(|(key, _)| key.span.start)
            .filter(|other| *other > start)
            .min();
        let previous = others
            .map(|(_, value)| value.span.end)
            .filter(|other| *other < end)
            .max();
        match (next, previous) {
            (Some(next), _) => Splice::delete(start..next),
            (None, Some(previous)) => Splice::delete(previous..end),
            (None, None) => Splice::delete(start..end),
        }
    }
}
