//! How common each word is in the bank: what tells a telling word from a
//! common one.
//!
//! Read from the term dictionaries once when an index is opened.

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::columns::term_hash;
use super::common;
use super::schema::{Fields, Totals};

/// How common a word is. Ranking asks for every word of a candidate's phrasings, so
/// the logarithm is taken once, not there.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    /// In how many passages it stands.
    frequency: u32,
    idf: f32,
}

/// Word frequencies and average lengths of a bank.
#[derive(Debug, Default)]
pub struct Statistics {
    words: FxHashMap<u32, Known>,
    /// Words that count less, whatever their frequency, see [`common`].
    common: FxHashSet<u32>,
    totals: Totals,
}

impl Statistics {
    /// Reads the frequencies of all words; those in `common` count less.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn read(
        searcher: &tantivy::Searcher,
        fields: &Fields,
        totals: Totals,
        common: FxHashSet<u32>,
    ) -> tantivy::Result<Self> {
        let mut distinct = 0;
        for segment in searcher.segment_readers() {
            distinct += segment.inverted_index(fields.body)?.terms().num_terms();
        }
        let mut statistics = Statistics {
            words: FxHashMap::with_capacity_and_hasher(distinct, FxBuildHasher),
            common,
            totals,
        };
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(fields.body)?;
            let mut terms = inverted.terms().stream()?;
            while terms.advance() {
                let Ok(stem) = std::str::from_utf8(terms.key()) else {
                    continue;
                };
                let known = statistics.words.entry(term_hash(stem)).or_default();
                known.frequency += terms.value().doc_freq;
            }
        }
        let mut words = std::mem::take(&mut statistics.words);
        for (&term, known) in &mut words {
            known.idf = statistics.idf_of(term, known.frequency);
        }
        statistics.words = words;
        Ok(statistics)
    }

    /// How many passages there are.
    pub fn passages(&self) -> u64 {
        self.totals.passages
    }

    /// Whether the bank has this word at all.
    pub fn has(&self, term: u32) -> bool {
        self.words.contains_key(&term)
    }

    /// How telling a word is, by the passages that have it: from 0 for a word
    /// in all of them to ln(2 N + 2) for one in none.
    pub fn idf(&self, term: u32) -> f32 {
        let known = self.words.get(&term);
        known.map_or_else(|| self.idf_of(term, 0), |known| known.idf)
    }

    /// The same if one of the passages that have it did not exist.
    pub fn idf_of_one_fewer(&self, term: u32) -> f32 {
        let frequency = self.words.get(&term).map_or(0, |known| known.frequency);
        self.idf_of(term, frequency.saturating_sub(1))
    }

    /// Whether this word makes a question rather than say what it is about.
    pub fn is_common(&self, term: u32) -> bool {
        self.common.contains(&term)
    }

    fn idf_of(&self, term: u32, frequency: u32) -> f32 {
        let weight = if self.is_common(term) {
            common::weight(self.totals.passages)
        } else {
            1.0
        };
        weight * idf(frequency, self.totals.passages)
    }

    /// Average words of all phrasings of a passage, of an answer and of a
    /// context; at least 1.
    pub fn average_lengths(&self) -> AverageLengths {
        let average = |words: u64, count: u64| (words as f32 / count.max(1) as f32).max(1.0);
        let Totals {
            passages,
            phrasings,
            phrasing_words,
            answer_words,
            context_words,
        } = self.totals;
        AverageLengths {
            phrasing: average(phrasing_words, phrasings),
            all_phrasings: average(phrasing_words, passages),
            answer: average(answer_words, passages),
            context: average(context_words, passages),
        }
    }
}

/// See [`Statistics::average_lengths`].
#[derive(Debug, Clone, Copy)]
pub struct AverageLengths {
    /// Words in a phrasing.
    pub phrasing: f32,
    /// Words in all phrasings of a passage together.
    pub all_phrasings: f32,
    /// Words in an answer.
    pub answer: f32,
    /// Words in a context.
    pub context: f32,
}

/// The inverse document frequency of BM25, as Lucene and Tantivy compute it:
/// `ln(1 + (N - n + 0.5) / (n + 0.5))`.
fn idf(frequency: u32, passages: u64) -> f32 {
    // Passages that were deleted still count in the dictionaries until their
    // segment is merged, so n may exceed N for a while.
    let n = (frequency as f32).min(passages as f32);
    (1.0 + (passages as f32 - n + 0.5) / (n + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_words_tell_more_than_common_ones() {
        assert!(idf(0, 20) > idf(1, 20));
        assert!(idf(1, 20) > idf(20, 20));
        assert!(idf(20, 20) > 0.0);
        assert_eq!(idf(30, 20), idf(20, 20));
        assert!((idf(0, 20) - 42_f32.ln()).abs() < 1e-6);
    }
}
