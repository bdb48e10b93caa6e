//! Looking up: the passage that has just this id, key or title.
//!
//! No searching: what is not found so is not found.

use std::collections::BTreeSet;

use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Term};

use super::analyzer::Word;
use super::catalogue::{self, Catalogue};
use super::schema::{folded, phrasing_hash};
use super::searcher::Searcher;
use crate::content::key::Key;
use crate::content::passage::Passage;

/// Most passages that are read for one title: a heading that more sections share
/// names none of them.
const MAX_READ: usize = 1_000;

impl Searcher {
    /// The entry or section with this id; of a long section the first part.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn by_id(&self, id: &str) -> super::Result<Option<Passage>> {
        let term = Term::from_field_text(self.fields.id, id);
        Ok(self.with_term(term, 0)?.into_iter().next())
    }

    /// The passage with this key; `None` where there is none, or where ids share
    /// it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn by_key(&self, key: &Key) -> super::Result<Option<Passage>> {
        let term = Term::from_field_u64(self.fields.id_hash, key.hash);
        let mut found = self.with_term(term, key.part)?.into_iter();
        let first = found.next();
        let is_shared = found.any(|other| first.as_ref().is_some_and(|first| first.id != other.id));
        Ok(first.filter(|_| !is_shared))
    }

    /// The entries and sections whose title is `text`, whatever its case, accents,
    /// spaces and punctuation; where there are none, those with such an alternate.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn by_phrasing(&self, text: &str) -> super::Result<Vec<Passage>> {
        let wanted = folded(&self.surfaces(text));
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let is_same = |phrasing: &str| folded(&self.surfaces(phrasing)) == wanted;
        let term = Term::from_field_u64(self.fields.phrasing_hash, phrasing_hash(&wanted));
        let mut found = self.with_term(term, 0)?;
        found.retain(|passage| {
            is_same(&passage.title) || passage.alternates.iter().any(|other| is_same(other))
        });
        if found.iter().any(|passage| is_same(&passage.title)) {
            found.retain(|passage| is_same(&passage.title));
        }
        let mut known = BTreeSet::new();
        found.retain(|passage| known.insert(passage.id.clone()));
        Ok(found)
    }

    /// The words of a text as written, by which titles are compared.
    pub(super) fn surfaces(&self, text: &str) -> Vec<Word> {
        // Only stems differ between languages.
        let analyzer = self.analyzers.first().cloned();
        analyzer.map_or_else(Vec::new, |mut analyzer| analyzer.words(text))
    }

    /// The places of all entries and sections.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn catalogue(&self) -> super::Result<&Catalogue> {
        if let Some(catalogue) = self.catalogue.get() {
            return Ok(catalogue);
        }
        let read = Catalogue::read(&self.inner, &self.fields)?;
        Ok(self.catalogue.get_or_init(|| read))
    }

    /// The passages that have this term and are this part, by file and line.
    fn with_term(&self, term: Term, part: u32) -> super::Result<Vec<Passage>> {
        let query = TermQuery::new(term, IndexRecordOption::Basic);
        let found = self.inner.search(&query, &DocSetCollector)?;
        let is_part = |address: &DocAddress| {
            let places = &self.places[address.segment_ord as usize];
            places.first(address.doc_id).map(catalogue::part) == Some(part)
        };
        let mut addresses: Vec<DocAddress> = found.into_iter().filter(is_part).collect();
        addresses.sort_unstable();
        addresses.truncate(MAX_READ);
        let mut passages = Vec::new();
        for address in addresses {
            passages.extend(self.stored(address)?);
        }
        passages.sort_by(|a, b| (&a.file, a.line).cmp(&(&b.file, b.line)));
        Ok(passages)
    }
}

#[cfg(test)]
mod tests {
    use crate::content::key::Key;
    use crate::search::testing::{entries, file, searcher};

    #[test]
    fn a_title_is_the_same_however_it_is_written() {
        let searcher = searcher(&[
            entries("a.toml", &[("cafe", "Où est le café ?", "Là.")]),
            file(
                "b.toml",
                "title = 'B'\n[[entry]]\nid = 'tea'\nquestion = 'Is there tea?'\n\
                 alternates = ['ou est le cafe', 'tea-time']\nanswer = 'Yes.'\n",
            ),
        ]);
        let named = |text: &str| {
            let passages = searcher.by_phrasing(text).unwrap();
            passages
                .into_iter()
                .map(|passage| passage.id)
                .collect::<Vec<_>>()
        };
        assert_eq!(
            named("ou est  LE CAFE"),
            ["cafe"],
            "a title before an alternate"
        );
        assert_eq!(named("(Tea) time!"), ["tea"]);
        assert_eq!(named("tea"), [""; 0]);
        assert_eq!(named("?"), [""; 0]);
    }

    #[test]
    fn an_id_in_two_files_is_that_of_the_first() {
        let searcher = searcher(&[
            entries("a.toml", &[("same", "One?", "1")]),
            entries("b.toml", &[("same", "Two?", "2")]),
        ]);
        let key = Key::new("same", 0);
        let first = searcher.by_id("same").unwrap().unwrap();
        assert_eq!(first.file, "a.toml");
        assert_eq!(searcher.by_key(&key).unwrap(), Some(first));
        assert_eq!(searcher.by_key(&Key { part: 1, ..key }).unwrap(), None);
        assert_eq!(searcher.by_key(&Key::new("other", 0)).unwrap(), None);
        assert_eq!(searcher.catalogue().unwrap().len(), 1);
    }
}
