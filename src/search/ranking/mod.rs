//! How well candidates fit a question: features, and one score from them.
//!
//! Every feature is a number that can be told in words, and the score is their
//! weighted sum. Words that mean the same are matched softly: a word counts as
//! found as far as the nearest word of the passage is like it. Finding the
//! candidates is not done here, and whether the best is good enough is decided
//! elsewhere.

mod evidence;
pub mod feature;
pub mod weights;

use super::columns::Part;
use super::query::Query;
use super::statistics::Statistics;
pub use evidence::Likenesses;
use evidence::{Evidence, Found};
use feature::{Feature, Features};

/// BM25's saturation: how soon more of the same word stops counting.
const K1: f32 = 1.2;

/// BM25's length normalisation: 0 none, 1 full.
const B: f32 = 0.75;

/// What each of the four BM25 scores counts in their sum.
const BM25_WEIGHT: f32 = 0.05;

/// Words that are less alike than this have nothing to do with each other.
const UNLIKE: f32 = 0.2;

/// What a word counts that stands in the answer rather than in a title.
const IN_ANSWER: f32 = 0.9;

/// What is known of a candidate.
pub struct Candidate {
    /// Its column, see [`super::columns`].
    pub column: Vec<u64>,
    /// See [`Feature::Meaning`].
    pub meaning: f32,
}

/// A candidate as it was judged.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Judged {
    /// What speaks for it.
    pub features: Features,
    /// The share of the question, by telling words, that stands in it, or what
    /// the moderators say means the same: 0 to 1.
    pub same_words: f32,
    /// How like the question is to the best of those that must not get it: 0 to
    /// 1, as [`Feature::Likeness`].
    pub not_for: f32,
}

/// Computes the features of the candidates of one question.
pub struct Ranker<'a> {
    query: &'a Query,
    statistics: &'a Statistics,
    likenesses: &'a Likenesses,
    /// How telling each word of the question is.
    telling: Vec<f32>,
    /// How telling all of them are together.
    all_telling: f32,
}

impl<'a> Ranker<'a> {
    /// A ranker for the candidates of one question.
    pub fn new(query: &'a Query, statistics: &'a Statistics, likenesses: &'a Likenesses) -> Self {
        let words = query.words.iter();
        let telling: Vec<f32> = words
            .map(|word| word.weight * word.length * word.idf)
            .collect();
        Ranker {
            all_telling: telling.iter().sum(),
            telling,
            query,
            statistics,
            likenesses,
        }
    }

    /// Judges a candidate.
    pub fn judge(&self, candidate: &Candidate) -> Judged {
        let evidence = Evidence::read(&candidate.column, self.query, self.likenesses);
        let is_title = |part: Part| matches!(part, Part::Phrasing(_) | Part::Context);
        let in_titles = evidence.best(is_title);
        let mut anywhere = evidence.best(|part| part == Part::Answer);
        anywhere.iter_mut().for_each(|best| *best *= IN_ANSWER);
        evidence::raise(&mut anywhere, &in_titles);

        let mut judged = Judged {
            same_words: evidence.coverage(self.query),
            ..Judged::default()
        };
        let features = &mut judged.features;
        features[Feature::Coverage] = self.coverage(&anywhere);
        features[Feature::Meaning] = candidate.meaning;
        features[Feature::Pairs] = self.pairs(&evidence);
        features[Feature::Words] = self.words(&evidence);
        for found in evidence.parts() {
            match found.part {
                Part::Phrasing(_) => {
                    let likeness = &mut features[Feature::Likeness];
                    // A word that this phrasing lacks may stand in another one.
                    *likeness = likeness.max(self.likeness(found, &in_titles));
                }
                Part::NotFor(_) => {
                    judged.not_for = judged.not_for.max(self.likeness(found, &found.best))
                }
                _ => {}
            }
        }
        judged
    }

    /// The share of the question that is found, where `best` says how like the
    /// nearest word is to each word of the question.
    fn coverage(&self, best: &[f32]) -> f32 {
        let like = best
            .iter()
            .map(|best| ((best - UNLIKE) / (1.0 - UNLIKE)).max(0.0));
        let found = self
            .telling
            .iter()
            .zip(like)
            .map(|(telling, like)| telling * like);
        share(found.sum(), self.all_telling)
    }

    /// The Dice coefficient of the question and a phrasing, over words of like
    /// meaning; `best` says how like the nearest word is to each word of the
    /// question.
    fn likeness(&self, phrasing: &Found, best: &[f32]) -> f32 {
        let found = self.telling.iter().zip(best);
        let found: f32 = found.map(|(telling, best)| telling * best).sum();
        let (mut own, mut own_found) = (0.0, 0.0);
        for occurrence in &phrasing.words {
            let word = self.likenesses.word(occurrence.word);
            let telling = word.length * self.statistics.idf(word.term);
            own += telling;
            own_found += telling * word.best;
        }
        share(found + own_found, self.all_telling + own)
    }

    /// The Dice coefficient of the question and the best phrasing, over pairs of
    /// words.
    fn pairs(&self, evidence: &Evidence) -> f32 {
        let asked = self.query.pairs.len() as f32;
        let pairs = evidence.pairs();
        pairs
            .map(|(found, all)| share(2.0 * found as f32, asked + all as f32))
            .fold(0.0, f32::max)
    }

    fn words(&self, evidence: &Evidence) -> f32 {
        let lengths = self.statistics.average_lengths();
        let phrasings = |part: Part| matches!(part, Part::Phrasing(_));
        let answer = |part: Part| part == Part::Answer;
        let context = |part: Part| part == Part::Context;
        let together = [
            (
                evidence.counts(self.query, phrasings),
                lengths.all_phrasings,
            ),
            (evidence.counts(self.query, answer), lengths.answer),
            (evidence.counts(self.query, context), lengths.context),
        ];
        let together = together.iter();
        let together =
            together.map(|((counts, length), average)| self.bm25(counts, *length, *average));
        let each = evidence.parts().filter(|found| phrasings(found.part));
        let best = each
            .map(|found| {
                let (counts, length) = evidence.counts(self.query, |part| part == found.part);
                self.bm25(&counts, length, lengths.phrasing)
            })
            .fold(0.0, f32::max);
        BM25_WEIGHT * (together.sum::<f32>() + best)
    }

    fn bm25(&self, counts: &[f32], length: f32, average: f32) -> f32 {
        let norm = K1 * (1.0 - B + B * length / average);
        let words = self.query.words.iter().zip(counts);
        words
            .map(|(word, count)| word.weight * word.idf * count * (K1 + 1.0) / (count + norm))
            .sum()
    }
}

/// `part` of `all`, 0 where there is nothing: 0 to 1.
fn share(part: f32, all: f32) -> f32 {
    if all > 0.0 {
        (part / all).min(1.0)
    } else {
        0.0
    }
}
