//! What refers to an entry: `related` of the entries of a file, when an id changes or
//! goes.

use super::super::toml_tree::Value;
use super::original::Splice;
use super::toml_entry::{Entry, EntryFile};
use super::toml_list::{key_line, relisted_value};
use super::toml_text::restyled;
use super::toml_view::{get, items};
use crate::diagnostic::Spanned;

impl EntryFile<'_> {
    /// The entry with another id, and what refers to it with that.
    pub fn renamed(&self, entry: Entry<'_>, id: &str, to: &str) -> Vec<Splice> {
        let mut splices = self.references(id, Some(to));
        if let Some((_, value)) = get(entry.table, "id") {
            let written = &self.text[value.span.clone()];
            splices.push(Splice::new(
                value.span.clone(),
                restyled(written, to, false),
            ));
        }
        splices
    }

    /// Every `related` that names `from` naming `to`, or nothing in its place.
    pub fn references(&self, from: &str, to: Option<&str>) -> Vec<Splice> {
        let lists = self.entries();
        let lists = lists.filter_map(|entry| get(entry.table, "related"));
        let Some(to) = to else {
            return lists
                .filter_map(|(_, value)| self.unreferenced(value, from))
                .collect();
        };
        lists
            .flat_map(|(_, value)| items(&value.value))
            .filter(|(_, id)| id.as_deref() == Some(from))
            .map(|(place, _)| {
                let written = restyled(&self.text[place.clone()], to, false);
                Splice::new(place, written)
            })
            .collect()
    }

    /// A list without `id`, if it is there. The last one takes the line with it,
    /// unless more than the list stands there.
    fn unreferenced(&self, value: &Spanned<Value>, id: &str) -> Option<Splice> {
        let items = items(&value.value);
        let ids = items.iter().map(|(_, id)| id.clone());
        let left: Vec<_> = ids.filter(|other| other.as_deref() != Some(id)).collect();
        if left.len() == items.len() {
            return None;
        }
        let line = key_line(self.text, value);
        let written = self.text[line.clone()].trim();
        let is_alone = written.starts_with("related") && !written.contains('#');
        if left.is_empty() && is_alone && written.ends_with(']') {
            return Some(Splice::delete(line));
        }
        // All that is left stands there already.
        Some(relisted_value(self.text, value, items, &left, |_| {
            String::new()
        }))
    }
}
