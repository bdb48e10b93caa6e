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
use super::meaning::Nearness;
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
const UNLIKE: f32 = 0.3;

/// How many neighbouring blocks of an answer are looked at together.
const WINDOW_BLOCKS: usize = 3;

/// What is known of a candidate.
pub struct Candidate {
    /// Its column, see [`super::columns`].
    pub column: Vec<u64>,
    /// How near it is in meaning.
    pub nearness: Nearness,
}

/// A candidate as it was judged.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Judged {
    /// What speaks for it.
    pub features: Features,
    /// How like the question is to the best of its phrasings: 0 to 1.
    pub likeness: f32,
    /// The same for the best of the questions that must not get it.
    pub not_for: f32,
}

/// Computes the features of the candidates of one question.
pub struct Ranker<'a> {
    query: &'a Query,
    statistics: &'a Statistics,
    likenesses: &'a Likenesses,
    /// What each word of the question counts in questions.
    in_phrasings: Vec<f32>,
    /// What each word of the question counts anywhere.
    anywhere: Vec<f32>,
}

impl<'a> Ranker<'a> {
    /// A ranker for the candidates of one question.
    pub fn new(query: &'a Query, statistics: &'a Statistics, likenesses: &'a Likenesses) -> Self {
        let words = query.words.iter();
        let telling = words.map(|word| word.weight * word.length);
        let telling: Vec<f32> = telling.collect();
        let words = query.words.iter().zip(&telling);
        Ranker {
            in_phrasings: words
                .clone()
                .map(|(word, telling)| telling * word.phrasing_idf)
                .collect(),
            anywhere: words.map(|(word, telling)| telling * word.idf).collect(),
            query,
            statistics,
            likenesses,
        }
    }

    /// Judges a candidate.
    pub fn judge(&self, candidate: &Candidate) -> Judged {
        let evidence = Evidence::read(&candidate.column, self.query, self.likenesses);
        let mut judged = Judged {
            likeness: candidate.nearness.phrasing,
            ..Judged::default()
        };
        let features = &mut judged.features;
        features[Feature::Coverage] = evidence.coverage(self.query);
        features[Feature::Meaning] = candidate.nearness.whole;
        features[Feature::LikeWords] = self.soft_share(
            &self.in_phrasings,
            &evidence.best(|part| matches!(part, Part::Phrasing(_) | Part::Context)),
        );
        features[Feature::LikeAnswer] = self.like_answer(&evidence);
        features[Feature::Pairs] = self.pairs(&evidence);
        features[Feature::Words] = self.words(&evidence);
        for found in evidence.parts() {
            match found.part {
                Part::Phrasing(_) => {
                    let likeness = &mut features[Feature::Likeness];
                    *likeness = likeness.max(self.likeness(found));
                }
                Part::NotFor(_) => judged.not_for = judged.not_for.max(self.likeness(found)),
                _ => {}
            }
        }
        judged
    }

    /// The share of the question that is found, where `best` says how like the
    /// nearest word is to each word of the question.
    fn soft_share(&self, telling: &[f32], best: &[f32]) -> f32 {
        let like = best
            .iter()
            .map(|best| ((best - UNLIKE) / (1.0 - UNLIKE)).max(0.0));
        let found: f32 = telling
            .iter()
            .zip(like)
            .map(|(telling, like)| telling * like)
            .sum();
        share(found, telling.iter().sum())
    }

    fn like_answer(&self, evidence: &Evidence) -> f32 {
        let blocks: Vec<&Found> = evidence
            .parts()
            .filter(|found| matches!(found.part, Part::Answer(_)))
            .collect();
        let mut best_share = 0.0_f32;
        for window in windows(&blocks) {
            let mut best = vec![0.0; self.query.words.len()];
            for found in window {
                evidence::raise(&mut best, &found.best);
            }
            best_share = best_share.max(self.soft_share(&self.anywhere, &best));
        }
        best_share
    }

    /// The Dice coefficient of the question and a phrasing, over words of like
    /// meaning.
    fn likeness(&self, phrasing: &Found) -> f32 {
        let question: f32 = self.in_phrasings.iter().sum();
        let found = self.in_phrasings.iter().zip(&phrasing.best);
        let found: f32 = found.map(|(telling, best)| telling * best).sum();
        let (mut own, mut own_found) = (0.0, 0.0);
        for occurrence in &phrasing.words {
            let word = self.likenesses.word(occurrence.word);
            let telling = word.length * self.statistics.phrasing_idf(word.term);
            own += telling;
            own_found += telling * word.best;
        }
        share(found + own_found, question + own)
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
        let answer = |part: Part| matches!(part, Part::Answer(_));
        let context = |part: Part| matches!(part, Part::Context);
        let together = [
            (
                evidence.counts(self.query, phrasings),
                lengths.all_phrasings,
                true,
            ),
            (evidence.counts(self.query, answer), lengths.answer, false),
            (evidence.counts(self.query, context), lengths.context, false),
        ];
        let together = together
            .iter()
            .map(|((counts, length), average, in_phrasings)| {
                self.bm25(counts, *length, *average, *in_phrasings)
            });
        let each = evidence.parts().filter(|found| phrasings(found.part));
        let best = each
            .map(|found| {
                let (counts, length) = evidence.counts(self.query, |part| part == found.part);
                self.bm25(&counts, length, lengths.phrasing, true)
            })
            .fold(0.0, f32::max);
        BM25_WEIGHT * (together.sum::<f32>() + best)
    }

    fn bm25(&self, counts: &[f32], length: f32, average: f32, in_phrasings: bool) -> f32 {
        let norm = K1 * (1.0 - B + B * length / average);
        let words = self.query.words.iter().zip(counts);
        words
            .map(|(word, count)| {
                let idf = if in_phrasings {
                    word.phrasing_idf
                } else {
                    word.idf
                };
                word.weight * idf * count * (K1 + 1.0) / (count + norm)
            })
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

/// Neighbouring blocks, a window every two blocks.
fn windows<'a, 'b>(blocks: &'a [&'b Found]) -> impl Iterator<Item = &'a [&'b Found]> {
    let starts = (0..blocks.len()).step_by(WINDOW_BLOCKS - 1);
    starts.map(move |start| &blocks[start..(start + WINDOW_BLOCKS).min(blocks.len())])
}
