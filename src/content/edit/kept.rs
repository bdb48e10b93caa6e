//! What every change has to keep: the new text loads without new errors, the entry
//! reads back as wished, and everything else in the file reads as before.
//!
//! Whatever goes wrong in writing is found here, so that nothing is handed out
//! that would take an answer away.

use std::collections::HashMap;

use jiff::civil::Date;

use super::super::load::{Item, LoadedFile};
use super::super::passage::Passage;
use super::{Change, Draft, EditError, Original, Parsed};
use crate::diagnostic::{Diagnostic, Spanned};

/// Checks a file after a change; `wished` is how the entry is to read back, `None`
/// if it is to be gone.
pub fn check(
    before: &LoadedFile,
    after: &Original<'_>,
    change: &Change,
    wished: Option<&Draft>,
) -> Result<(), EditError> {
    let loaded = after.loaded().ok_or(EditError::NotKept)?;
    let text = after.plain();
    let parsed = Parsed::new(after, &text).map_err(|_| EditError::NotKept)?;
    no_new_errors(before, &loaded)?;

    let old = change.id();
    let new = match change {
        Change::Rename { to, .. } => to,
        _ => old,
    };
    let found = parsed.draft(new);
    let reads_back = match wished {
        Some(wished) => found.as_ref() == Ok(wished),
        None => matches!(found, Err(EditError::Unknown { .. })),
    };
    if !reads_back {
        return Err(EditError::NotKept);
    }
    // Headings below a heading have its text above them.
    let old_title = before.passages.iter().find(|passage| passage.id == old);
    let has_new_title = match (old_title, wished) {
        (Some(passage), Some(wished)) => passage.title != wished.question,
        _ => false,
    };
    let is_sound = loaded.passages.iter().any(|passage| passage.id == new);
    let was_sound = old_title.is_some() || matches!(change, Change::Add { .. });
    if wished.is_some() && was_sound && !is_sound {
        return Err(EditError::NotKept);
    }
    let view = |file: &LoadedFile, own: &str| View::of(file, own, has_new_title);
    let mut expected = view(before, old);
    expected.rename(new);
    expected.refer(old, wished.map(|_| new));
    let found = view(&loaded, new);
    match expected.others == found.others
        && expected.items == found.items
        && expected.review_by == found.review_by
        && expected.own_agrees(&found)
    {
        true => Ok(()),
        false => Err(EditError::NotKept),
    }
}

/// Checks a file in which what refers to `from` refers to `to` now.
pub fn check_references(
    before: &LoadedFile,
    after: &Original<'_>,
    from: &str,
    to: Option<&str>,
) -> Result<(), EditError> {
    let loaded = after.loaded().ok_or(EditError::NotKept)?;
    no_new_errors(before, &loaded)?;
    let mut expected = View::of(before, "", false);
    expected.refer(from, to);
    match expected == View::of(&loaded, "", false) {
        true => Ok(()),
        false => Err(EditError::NotKept),
    }
}

/// Refuses a text that has more errors of a kind than before.
fn no_new_errors(before: &LoadedFile, after: &LoadedFile) -> Result<(), EditError> {
    let errors = |file: &LoadedFile| -> Vec<Diagnostic> {
        let all = file.diagnostics.iter().cloned();
        all.filter(|diagnostic| diagnostic.is_error()).collect()
    };
    let before = errors(before);
    let mut known: HashMap<_, usize> = HashMap::new();
    for error in &before {
        *known.entry(error.code).or_default() += 1;
    }
    let after = errors(after);
    let mut found: HashMap<_, usize> = HashMap::new();
    for error in &after {
        *found.entry(error.code).or_default() += 1;
    }
    let is_more = |code| found.get(code) > known.get(code);
    let is_new = |error: &&Diagnostic| {
        is_more(error.code) && before.iter().all(|known| known.message != error.message)
    };
    let new = after.iter().find(is_new);
    match new.or_else(|| after.iter().find(|error| is_more(error.code))) {
        None => Ok(()),
        Some(error) => Err(EditError::Faulty {
            message: error.message.clone(),
            help: error.help.clone(),
        }),
    }
}

/// A file as it reads, without the lines where its entries stand, and one entry
/// apart from the others.
#[derive(PartialEq)]
struct View {
    /// The passage of the entry, without what a draft holds.
    own: Vec<Passage>,
    own_items: Vec<ItemView>,
    others: Vec<Passage>,
    items: Vec<ItemView>,
    review_by: Option<Date>,
}

/// An item without its place.
#[derive(PartialEq)]
struct ItemView {
    id: String,
    phrasings: Vec<String>,
    related: Vec<String>,
    review_by: Option<Date>,
}

impl ItemView {
    fn of(item: &Item) -> ItemView {
        let values = |texts: &[Spanned<String>]| -> Vec<String> {
            texts.iter().map(|text| text.value.clone()).collect()
        };
        ItemView {
            id: item.id.value.clone(),
            phrasings: values(&item.phrasings),
            related: values(&item.related),
            review_by: item.review_by.as_ref().map(|due| due.value),
        }
    }
}

impl View {
    fn of(file: &LoadedFile, own_id: &str, any_context: bool) -> View {
        let mut own = Vec::new();
        let mut others = Vec::new();
        for passage in &file.passages {
            let mut passage = passage.clone();
            passage.line = 0;
            if any_context {
                passage.context.clear();
            }
            if passage.id != own_id {
                others.push(passage);
            } else if passage.part == 0 {
                passage.title.clear();
                passage.text.clear();
                passage.alternates.clear();
                passage.not_for.clear();
                passage.sources.clear();
                own.push(passage);
            }
        }
        let items = file.items.iter().map(ItemView::of);
        let (mut own_items, items): (Vec<_>, Vec<_>) = items.partition(|item| item.id == own_id);
        for item in &mut own_items {
            item.phrasings.clear();
        }
        View {
            own,
            own_items,
            others,
            items,
            review_by: file.review_by.as_ref().map(|due| due.value),
        }
    }

    /// What it is if the entry is called so.
    fn rename(&mut self, to: &str) {
        for passage in &mut self.own {
            passage.id = to.to_owned();
        }
        for item in &mut self.own_items {
            item.id = to.to_owned();
        }
    }

    /// What it is if whatever refers to `from` refers to `to`; to nothing if `None`.
    fn refer(&mut self, from: &str, to: Option<&str>) {
        let items = self.own_items.iter_mut().chain(&mut self.items);
        let passages = self.own.iter_mut().chain(&mut self.others);
        let related = items.map(|item| &mut item.related);
        for related in related.chain(passages.map(|passage| &mut passage.related)) {
            related.retain_mut(|id| {
                if id != from {
                    return true;
                }
                if let Some(to) = to {
                    to.clone_into(id);
                }
                to.is_some()
            });
        }
    }

    /// Whether what no draft holds is the same. An entry that had an error, is new
    /// or gone has nothing to compare.
    fn own_agrees(&self, after: &View) -> bool {
        let agree = self.own.is_empty() || after.own.is_empty() || self.own == after.own;
        let is_one = self.own_items.is_empty() || after.own_items.is_empty();
        agree && (is_one || self.own_items == after.own_items)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{changed, draft};
    use super::*;

    /// An entry that is left out for its question, and one with an unknown key.
    const FAULTY: &str = "title = 'T'\n[[entry]]\nid = 'a'\nquestion = '?'\nanswer = 'A'\n\
                          [[entry]]\nid = 'b'\nquestion = 'Q'\nanswer = 'B'\nnotfor = []\n";

    fn original(text: &str) -> Original<'_> {
        let path = "a.toml";
        Original { path, text }
    }

    fn asked(text: &str, id: &str, question: &str) -> Result<String, EditError> {
        let mut draft = draft(&original(text), id).unwrap();
        draft.question = question.to_owned();
        let id = id.to_owned();
        changed(&original(text), &Change::Edit { id, draft })
    }

    #[test]
    fn an_entry_with_an_error_can_be_mended() {
        assert_eq!(
            asked(FAULTY, "a", "Why?"),
            Ok(FAULTY.replace("'?'", "'Why?'"))
        );
    }

    #[test]
    fn errors_that_were_there_are_no_obstacle_and_new_ones_are() {
        let changed = asked(FAULTY, "b", "How?").unwrap();
        assert_eq!(changed, FAULTY.replace("'Q'", "'How?'"));
        assert!(matches!(
            asked(FAULTY, "b", "!"),
            Err(EditError::Faulty { message, .. }) if message == "the question has no words"
        ));
    }

    /// What the loader sees of `text` against what it is to be.
    fn checked(before: &str, after: &str, change: &Change) -> Result<(), EditError> {
        let wished = draft(&original(after), change.id());
        let before = original(before).loaded().unwrap();
        check(&before, &original(after), change, wished.as_ref())
    }

    #[test]
    fn whatever_else_changes_is_found() {
        let text = "title = 'T'\nreview_by = 2027-01-01\n\
                    [[entry]]\nid = 'a'\nquestion = 'Q'\nanswer = 'A'\ntags = ['t']\n\
                    review_by = 2026-02-02\n\
                    [[entry]]\nid = 'b'\nquestion = 'R'\nanswer = 'B'\nrelated = ['a']\n";
        let id = "a".to_owned();
        let edit = Change::Edit {
            id,
            draft: Draft::default(),
        };
        assert_eq!(checked(text, &text.replace("'A'", "'C'"), &edit), Ok(()));
        for (from, to) in [
            ("title = 'T'", "title = 'U'"),
            ("2027", "2028"),
            ("['t']", "['u']"),
            ("2026-02-02", "2026-02-03"),
            ("'R'", "'S'"),
            ("'B'", "'C'"),
            ("['a']", "[]"),
            ("id = 'b'", "id = 'c'"),
        ] {
            let result = checked(text, &text.replace(from, to), &edit);
            assert_eq!(result, Err(EditError::NotKept), "{from}");
        }
    }
}
