//! Edits of the tables `[alternates]` and `[not_for]` in the front matter of an
//! article; tables and front matter are made where there are none.

use std::ops::Range;

use super::super::toml_tree::{Table, Value};
use super::EditError;
use super::original::{Splice, append, cut, line_end, line_start, next_line};
use super::toml_list::{key_line, relisted_value};
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
        let mut gone = Vec::new();
        for (name, wanted) in changed {
            let Some((key, value)) = get(table, name) else {
                let block = self.new_table(name, anchor, wanted);
                splices.push(append(self.text, range.clone(), &block));
                continue;
            };
            let Value::Table(inner) = &value.value else {
                return Err(EditError::Form { key: name.into() });
            };
            let place = Place {
                name,
                name_end: key.span.end,
                form: form(self.text, key),
                span: value.span.clone(),
                table: inner,
            };
            match get(inner, anchor) {
                None => splices.push(self.with_pair(&place, anchor, wanted)),
                Some(pair) => {
                    let list = self.with_list(&place, pair, wanted);
                    let goes = list.range.start < pair.1.span.start;
                    match self.lines_left_empty(&place, pair).filter(|_| goes) {
                        Some(lines) => gone.push(lines),
                        None => splices.push(list),
                    }
                }
            }
        }
        splices.extend(self.cuts(range, gone));
        Ok(splices)
    }

    /// What to replace so that nothing is said of the section.
    pub fn without(&self, anchor: &str) -> Vec<Splice> {
        let mut splices = Vec::new();
        let mut gone = Vec::new();
        for name in [ALTERNATES, NOT_FOR] {
            let Some(((key, value), table)) = self.named(name) else {
                continue;
            };
            let place = Place {
                name,
                name_end: key.span.end,
                form: form(self.text, key),
                span: value.span.clone(),
                table,
            };
            let Some(pair) = get(table, anchor) else {
                continue;
            };
            match self.lines_left_empty(&place, pair) {
                Some(lines) => gone.push(lines),
                None if place.form == Form::Line => splices.push(without_inline(table, pair)),
                None => splices.push(Splice::delete(key_line(self.text, &pair.1))),
            }
        }
        if let Some((range, _)) = &self.toml {
            splices.extend(self.cuts(range, gone));
        }
        splices
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

    /// The lines of a table that has only this pair and no comment above it.
    fn lines_left_empty(&self, place: &Place<'_>, (key, value): &Pair) -> Option<Range<usize>> {
        let is_only = place.table.values.len() == 1 && place.form == Form::Header;
        let above = self.text.get(place.name_end..key.span.start)?;
        let start = line_start(self.text, place.name_end);
        let end = next_line(self.text, value.span.end);
        (is_only && !above.contains('#')).then_some(start..end)
    }

    /// Takes tables away; those that only blank lines part go as one.
    fn cuts(&self, within: &Range<usize>, mut gone: Vec<Range<usize>>) -> Vec<Splice> {
        gone.sort_by_key(|lines| lines.start);
        if let [first, second] = &gone[..]
            && self.text[first.end..second.start].trim().is_empty()
        {
            let (start, end) = (first.start, second.end);
            gone.truncate(1);
            gone[0] = start..end;
        }
        let cuts = gone.into_iter();
        cuts.map(|lines| cut(self.text, within.clone(), lines))
            .collect()
    }

    /// The splice for a list that is there.
    fn with_list(&self, place: &Place<'_>, pair: &Pair, wanted: &[String]) -> Splice {
        let value = &pair.1;
        if place.form == Form::Line && wanted.is_empty() {
            return without_inline(place.table, pair);
        }
        let items = items(&value.value);
        let quotes = match items.first() {
            Some((place, _)) => Quotes::of(&self.text[place.clone()]),
            None => self.quotes(),
        };
        let wanted: Vec<_> = wanted.iter().cloned().map(Some).collect();
        let fresh = |text: &Option<String>| short(text.as_deref().unwrap_or_default(), quotes);
        relisted_value(self.text, value, items, &wanted, fresh)
    }

    /// The splice for a list that is still to be made.
    fn with_pair(&self, place: &Place<'_>, anchor: &str, wanted: &[String]) -> Splice {
        let key = toml_text::key(anchor);
        let questions = self.written(wanted);
        if place.form == Form::Line {
            let pair = format!("{key} = [{}]", questions.join(", "));
            return match end_of(place.table) {
                Some(end) => Splice::insert(end, format!(", {pair}")),
                None => Splice::new(place.span.clone(), format!("{{ {pair} }}")),
            };
        }
        let prefix = match place.form {
            Form::Dotted => format!("{}.", place.name),
            _ => String::new(),
        };
        let list = toml_text::list(&questions, "", INDENT);
        let last = end_of(place.table).map_or(place.name_end, |end| end.max(place.name_end));
        let at = line_end(self.text, last);
        Splice::insert(at, format!("\n{prefix}{key} = {list}"))
    }
}

/// A table of questions in the front matter.
struct Place<'t> {
    name: &'static str,
    /// Where its name ends.
    name_end: usize,
    form: Form,
    span: Range<usize>,
    table: &'t Table,
}

/// Takes a pair out of a table between braces.
fn without_inline(table: &Table, (key, value): &Pair) -> Splice {
    let (start, end) = (key.span.start, value.span.end);
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
