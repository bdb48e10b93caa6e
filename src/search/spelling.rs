//! Spelling: a word that nobody knows becomes the nearest word of the bank.
//!
//! Words that the bank knows, or that are good English, are left alone. A
//! question is corrected, never a passage. The measure is optimal string
//! alignment: an insertion, a deletion, a change or a swap of neighbours is one
//! edit.

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;

use super::lexicon;
use super::schema::{Fields, is_correctable};

/// From this length on a word may be two edits away, in characters.
pub(super) const MIN_CHARS_FOR_TWO_EDITS: usize = 8;

/// A word that was taken for another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// As the member wrote it, in lower case.
    pub from: String,
    /// The word of the bank.
    pub to: String,
}

/// Corrects words to those of one index.
#[derive(Clone, Copy)]
pub struct Speller<'a> {
    searcher: &'a tantivy::Searcher,
    fields: &'a Fields,
    /// Whether English words are left alone.
    knows_english: bool,
}

impl<'a> Speller<'a> {
    /// A speller for the words in an index.
    pub fn new(
        searcher: &'a tantivy::Searcher,
        fields: &'a Fields,
        knows_english: bool,
    ) -> Speller<'a> {
        Speller {
            searcher,
            fields,
            knows_english,
        }
    }

    /// The word of the bank that `surface` was meant to be, where it is
    /// neither in the bank nor an English word, and something is near enough.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn correct(&self, surface: &str) -> tantivy::Result<Option<String>> {
        if !is_correctable(surface)
            || (self.knows_english && lexicon::is_english(surface))
            || self.is_in_bank(surface)?
        {
            return Ok(None);
        }
        self.nearest(surface, edits_allowed(surface))
    }

    fn is_in_bank(&self, surface: &str) -> tantivy::Result<bool> {
        let term = Term::from_field_text(self.fields.surfaces, surface);
        Ok(self.searcher.doc_freq(&term)? > 0)
    }

    /// The nearest word within `edits`; of several the one with the same first
    /// letter, then the more common one, then the first by alphabet.
    fn nearest(&self, surface: &str, edits: u8) -> tantivy::Result<Option<String>> {
        let term = Term::from_field_text(self.fields.surfaces, surface);
        let fuzzy = FuzzyTermQuery::new(term, edits, true);
        let mut best: Option<(Rank, String)> = None;
        for segment in self.searcher.segment_readers() {
            let inverted = segment.inverted_index(self.fields.surfaces)?;
            let mut matches = inverted.terms().search(fuzzy.automaton()?).into_stream()?;
            while matches.advance() {
                let Ok(candidate) = std::str::from_utf8(matches.key()) else {
                    continue;
                };
                let rank = Rank {
                    edits: strsim::osa_distance(surface, candidate),
                    other_first_letter: surface.chars().next() != candidate.chars().next(),
                    rarity: u32::MAX - matches.value().doc_freq,
                };
                let candidate = (rank, candidate.to_owned());
                if best.as_ref().is_none_or(|best| candidate < *best) {
                    best = Some(candidate);
                }
            }
        }
        Ok(best.map(|(_, word)| word))
    }
}

/// How many edits a word may be away from what was meant.
pub(super) fn edits_allowed(surface: &str) -> u8 {
    if surface.chars().count() >= MIN_CHARS_FOR_TWO_EDITS {
        2
    } else {
        1
    }
}

/// How far a word is from the one typed: less is nearer, by fields in order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    edits: usize,
    other_first_letter: bool,
    rarity: u32,
}
