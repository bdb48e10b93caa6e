//! How well a candidate fits a question: features, and one score from them.
//!
//! Every feature is a number that can be told in words, and the score is their
//! weighted sum: a further feature, such as likeness of meaning, is one more
//! field and one more weight. Finding the candidates is not done here, and
//! whether the best is good enough is decided elsewhere.

use super::columns::{Part, is_same_part, unpack};
use super::query::{Query, QueryWord};
use super::statistics::{AverageLengths, Statistics};

/// BM25's saturation: how soon more of the same word stops counting.
const K1: f32 = 1.2;

/// BM25's length normalisation: 0 none, 1 full.
const B: f32 = 0.75;

/// What speaks for a candidate, or against it. All are 0 or more.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Features {
    /// BM25 over all phrasings as one text.
    pub phrasings_bm25: f32,
    /// BM25 over the answer.
    pub answer_bm25: f32,
    /// BM25 over titles, headings and tags.
    pub context_bm25: f32,
    /// The share of the question, by telling words, found anywhere: 0 to 1.
    pub coverage: f32,
    /// How alike question and best phrasing are, both ways: the Dice
    /// coefficient over telling words, 0 to 1.
    pub likeness: f32,
    /// The same for the best of the questions that must not get this passage.
    pub not_for: f32,
}

/// What each feature counts: fitted by a listwise softmax over the candidates of
/// 6,679 answerable questions to seven FAQ banks written by others. Fitted on
/// six banks and judged on the seventh, in turn, the first hit is right for
/// 61.0 of 100 questions; four fields of BM25 with equal weights get 59.5.
/// `not_for` excludes a passage instead, so it has no weight.
const WEIGHTS: Features = Features {
    phrasings_bm25: 0.15,
    answer_bm25: 0.15,
    context_bm25: 0.50,
    coverage: 3.82,
    likeness: 6.96,
    not_for: 0.0,
};

impl Features {
    /// The features with their names for people.
    pub fn named(&self) -> [(&'static str, f32); 6] {
        [
            ("words in question and alternates", self.phrasings_bm25),
            ("words in the answer", self.answer_bm25),
            ("words in titles and headings", self.context_bm25),
            ("share of the question found", self.coverage),
            ("likeness to the best phrasing", self.likeness),
            ("likeness to a question it is not for", self.not_for),
        ]
    }

    /// The score: a weighted sum, without a scale of its own.
    pub fn score(&self) -> f32 {
        let weights = WEIGHTS.named();
        let features = self.named();
        let products = features.iter().zip(weights);
        products
            .map(|((_, feature), (_, weight))| feature * weight)
            .sum()
    }
}

/// Computes features; its buffers are used again for every candidate.
pub struct Ranker<'a> {
    query: &'a Query,
    statistics: &'a Statistics,
    lengths: AverageLengths,
    /// For each low byte of a term hash, whether any term of the query has it:
    /// most words of a passage are dismissed by it.
    low_bytes: [bool; 256],
    parts: Vec<PartEvidence>,
    found: Vec<Found>,
    /// How often each term of the query stands in the phrasings.
    in_phrasings: Vec<f32>,
    /// Whether each term of the query stands anywhere.
    anywhere: Vec<bool>,
    found_in_phrasings: Vec<Found>,
}

/// A term of the query in a part.
#[derive(Debug, Clone, Copy)]
struct Found {
    term: usize,
    count: f32,
}

/// What a part says about the question.
#[derive(Debug)]
struct PartEvidence {
    part: Part,
    /// Words in it.
    length: f32,
    /// Its words: a range of the column.
    words: std::ops::Range<usize>,
    /// The terms found in it: a range of the ranker's `found`.
    found: std::ops::Range<usize>,
}

impl<'a> Ranker<'a> {
    /// A ranker for the candidates of one question.
    pub fn new(query: &'a Query, statistics: &'a Statistics) -> Self {
        let mut low_bytes = [false; 256];
        for hash in &query.term_hashes {
            low_bytes[(hash & 0xff) as usize] = true;
        }
        Ranker {
            query,
            statistics,
            lengths: statistics.average_lengths(),
            low_bytes,
            parts: Vec::new(),
            found: Vec::new(),
            in_phrasings: Vec::new(),
            anywhere: Vec::new(),
            found_in_phrasings: Vec::new(),
        }
    }

    /// The features of the passage with this column.
    pub fn features(&mut self, column: &[u64]) -> Features {
        self.read(column);
        let mut features = Features::default();
        let terms = self.query.term_hashes.len();
        let mut phrasings = std::mem::take(&mut self.in_phrasings);
        phrasings.clear();
        phrasings.resize(terms, 0.0);
        let mut anywhere = std::mem::take(&mut self.anywhere);
        anywhere.clear();
        anywhere.resize(terms, false);
        let mut phrasings_length = 0.0;
        for evidence in &self.parts {
            let found = &self.found[evidence.found.clone()];
            if !matches!(evidence.part, Part::NotFor(_)) {
                for found in found {
                    anywhere[found.term] = true;
                }
            }
            match evidence.part {
                Part::Answer => {
                    features.answer_bm25 =
                        self.bm25(found, evidence.length, self.lengths.answer, |word| word.idf);
                }
                Part::Context => {
                    features.context_bm25 =
                        self.bm25(found, evidence.length, self.lengths.context, |word| {
                            word.idf
                        });
                }
                Part::Phrasing(_) => {
                    features.likeness = features
                        .likeness
                        .max(self.likeness(found, &column[evidence.words.clone()]));
                    phrasings_length += evidence.length;
                    for found in found {
                        phrasings[found.term] += found.count;
                    }
                }
                Part::NotFor(_) => {
                    features.not_for = features
                        .not_for
                        .max(self.likeness(found, &column[evidence.words.clone()]));
                }
            }
        }
        self.found_in_phrasings.clear();
        self.found_in_phrasings.extend(
            (phrasings.iter().enumerate())
                .filter(|(_, count)| **count > 0.0)
                .map(|(term, &count)| Found { term, count }),
        );
        features.phrasings_bm25 = self.bm25(
            &self.found_in_phrasings,
            phrasings_length,
            self.lengths.all_phrasings,
            |word| word.phrasing_idf,
        );
        features.coverage = self.query.coverage(|word| word.idf, |term| anywhere[term]);
        self.in_phrasings = phrasings;
        self.anywhere = anywhere;
        features
    }

    /// Sorts the values of a column into parts.
    fn read(&mut self, column: &[u64]) {
        self.parts.clear();
        self.found.clear();
        let hashes = &self.query.term_hashes;
        let mut start = 0;
        // The values of a part stand together.
        for words in column.chunk_by(|&one, &next| is_same_part(one, next)) {
            let first_found = self.found.len();
            let mut length = 0;
            for &value in words {
                let occurrence = unpack(value);
                length += u32::from(occurrence.count);
                if self.low_bytes[(occurrence.term & 0xff) as usize]
                    && let Some(term) = hashes.iter().position(|&hash| hash == occurrence.term)
                {
                    self.found.push(Found {
                        term,
                        count: f32::from(occurrence.count),
                    });
                }
            }
            self.parts.push(PartEvidence {
                part: unpack(words[0]).part,
                length: length as f32,
                words: start..start + words.len(),
                found: first_found..self.found.len(),
            });
            start += words.len();
        }
    }

    fn bm25(&self, found: &[Found], length: f32, average: f32, idf: fn(&QueryWord) -> f32) -> f32 {
        if found.is_empty() {
            return 0.0;
        }
        let norm = K1 * (1.0 - B + B * length / average);
        let words = self.query.words.iter();
        words
            .map(|word| {
                let count = frequency(word, found);
                word.weight * idf(word) * count * (K1 + 1.0) / (count + norm)
            })
            .sum()
    }

    /// The Dice coefficient of the question and a phrasing of these words.
    fn likeness(&self, found: &[Found], phrasing: &[u64]) -> f32 {
        if found.is_empty() {
            return 0.0;
        }
        let words = phrasing.iter().map(|&value| unpack(value).term);
        let phrasing_idf: f32 = words.map(|term| self.statistics.phrasing_idf(term)).sum();
        let (mut shared, mut question_idf) = (0.0, 0.0);
        for word in &self.query.words {
            let idf = word.weight * word.phrasing_idf;
            shared += idf * frequency(word, found).min(1.0);
            question_idf += idf;
        }
        (2.0 * shared / (question_idf + phrasing_idf).max(f32::MIN_POSITIVE)).min(1.0)
    }
}

/// How often a word, or what stands for it, was found; less for synonyms.
fn frequency(word: &QueryWord, found: &[Found]) -> f32 {
    let count = |term: usize| {
        let found = found.iter().find(|found| found.term == term);
        found.map_or(0.0, |found| found.count)
    };
    let mut best = 0.0_f32;
    for alternative in &word.alternatives {
        let counts = alternative.terms.iter().map(|&term| count(term));
        let all = counts.fold(f32::INFINITY, f32::min);
        best = best.max(alternative.weight * all);
    }
    best
}
