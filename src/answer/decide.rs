//! The decision: answer, suggest, or say that we have none.

use super::Config;
use super::confidence::confidences;
use crate::search::searcher::Hits;

/// Most entries that are suggested.
pub const MAX_SUGGESTIONS: usize = 3;

/// What to do with the hits of a question; hits are named by their place.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What to do.
    pub verdict: Verdict,
    /// How sure we are of the first hit: 0 to 1.
    pub confidence: f32,
    /// Why, in words.
    pub reason: Reason,
    /// The confidence of each of the first hits.
    pub confidences: Vec<f32>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Give this hit as the answer.
    Answer(usize),
    /// Offer these hits.
    Suggest(Vec<usize>),
    /// Say that there is no answer; these hits are the nearest topics.
    Nothing(Vec<usize>),
}

/// Why it was decided so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No word of the question can be searched for, or none is in the bank.
    NoWordFound,
    /// The best hit is sure enough and ahead of the next.
    Sure,
    /// The best hit is not sure enough.
    NotSure,
    /// The best hits are too near each other.
    TooNear,
    /// The question is one that the best hit is not for.
    NotFor,
}

/// How many hits are looked at.
const CONSIDERED: usize = 10;

/// A question is taken for one that a passage is not for when it is as like to
/// it as this, and no less like than to the passage's own phrasings.
const NOT_FOR_LIKENESS: f32 = 0.6;

/// Decides what to do with the hits of a question.
pub fn decide(hits: &Hits, config: &Config) -> Decision {
    let confidences = confidences(hits, CONSIDERED);
    let excluded = |number: usize| {
        let features = &hits.hits[number].features;
        features.not_for >= NOT_FOR_LIKENESS && features.not_for >= features.likeness
    };
    // A hit that shares no telling word is no hit.
    let usable: Vec<usize> = (0..confidences.len())
        .filter(|&number| hits.hits[number].features.coverage > 0.0 && !excluded(number))
        .collect();
    let near: Vec<usize> = usable
        .iter()
        .copied()
        .filter(|&number| confidences[number] >= config.suggest_at)
        .take(MAX_SUGGESTIONS)
        .collect();
    let best_is_excluded = !confidences.is_empty() && excluded(0);
    let (verdict, confidence, reason) = match usable.as_slice() {
        [] => (
            Verdict::Nothing(Vec::new()),
            0.0,
            if best_is_excluded {
                Reason::NotFor
            } else {
                Reason::NoWordFound
            },
        ),
        [best, rest @ ..] => {
            let confidence = confidences[*best];
            let next = rest.first().map_or(0.0, |&next| confidences[next]);
            let sure = confidence >= config.answer_at;
            if sure && !best_is_excluded && confidence - next >= config.margin {
                (Verdict::Answer(*best), confidence, Reason::Sure)
            } else {
                let reason = match (best_is_excluded, sure) {
                    (true, _) => Reason::NotFor,
                    (false, true) => Reason::TooNear,
                    (false, false) => Reason::NotSure,
                };
                let verdict = if near.is_empty() || best_is_excluded {
                    Verdict::Nothing(near)
                } else {
                    Verdict::Suggest(near)
                };
                (verdict, confidence, reason)
            }
        }
    };
    Decision {
        verdict,
        confidence,
        reason,
        confidences,
    }
}
