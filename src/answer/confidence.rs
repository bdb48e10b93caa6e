//! How sure we are that a hit answers: from scores to a probability.
//!
//! A raw score says little: it grows with what question and entries have in
//! common. Confidence is fitted so that of the first hits with a confidence of
//! 0.8, about eight in ten are right. What is enough in this bank is decided in
//! [`super::calibration`], and what to do in [`super::decide`].

use crate::search::ranking::feature::Feature;
use crate::search::searcher::{Hit, Hits};

/// Among how many hits the best one's share is measured.
const RIVALS: usize = 5;

/// How many points of score make a hit e times as likely as another: the fitted
/// scores are too sure of themselves.
const TEMPERATURE: f32 = 2.0;

/// At this many, [`Feature::Words`] has half of its effect.
const HALF_OF_WORDS: f32 = 0.5;

/// Weights of a logistic regression, see `models/ranking/README.md`.
struct Weights {
    bias: f32,
    share: f32,
    likeness: f32,
    meaning: f32,
    words: f32,
}

const MEANING: Weights = Weights {
    bias: -6.51,
    share: 4.67,
    likeness: 2.14,
    meaning: 2.39,
    words: 2.31,
};

/// The confidence of each of the first `count` hits: 0 to 1.
pub fn confidences(hits: &Hits, count: usize) -> Vec<f32> {
    let hits = &hits.hits;
    let best = hits.first().map_or(0.0, |hit| hit.score);
    let share_of = |hit: &Hit| ((hit.score - best) / TEMPERATURE).exp();
    let all: f32 = hits.iter().take(RIVALS).map(share_of).sum();
    let considered = hits.iter().take(count);
    considered
        .map(|hit| {
            let features = &hit.judged.features;
            let words = features[Feature::Words];
            logistic(
                MEANING.bias
                    + MEANING.share * share_of(hit) / all
                    + MEANING.likeness * features[Feature::Likeness]
                    + MEANING.meaning * features[Feature::Meaning]
                    + MEANING.words * words / (words + HALF_OF_WORDS),
            )
        })
        .collect()
}

/// The probability with these log odds.
pub fn logistic(odds: f32) -> f32 {
    1.0 / (1.0 + (-odds).exp())
}

/// The log odds of a probability.
pub fn logit(probability: f32) -> f32 {
    (probability / (1.0 - probability)).ln()
}
