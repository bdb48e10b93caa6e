//! The threshold of a bank, set from the bank itself.
//!
//! How high confidence gets by chance differs from bank to bank: where many
//! entries are alike, a question without an answer finds something like it. So
//! the bank is asked its own phrasings, each with its own entry hidden: what
//! confidence comes out is what a question without an answer gets here. Who asks
//! is in the engine; nothing here searches.

use serde::{Deserialize, Serialize};

use super::confidence::{logistic, logit};

/// How careful the bot is: how many of the questions without an answer may get
/// one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Caution {
    /// Answers more often, and is more often wrong.
    Low,
    /// As it should be for most.
    #[default]
    Normal,
    /// Answers only where there is next to no doubt.
    High,
}

impl Caution {
    /// The names in the settings, and what they stand for.
    pub const NAMES: [(&'static str, Caution); 3] = [
        ("low", Caution::Low),
        ("normal", Caution::Normal),
        ("high", Caution::High),
    ];

    /// The share of phrasings, their entry hidden, that stay without an answer.
    fn share_kept_back(self) -> f32 {
        match self {
            Caution::Low => 0.8,
            Caution::Normal => 0.9,
            Caution::High => 0.96,
        }
    }

    /// The threshold of a bank that nothing is known of. The normal one answers
    /// one in twenty questions that have no answer, on banks that it was not
    /// fitted on.
    fn usual(self) -> f32 {
        match self {
            Caution::Low => 0.65,
            Caution::Normal => 0.76,
            Caution::High => 0.88,
        }
    }
}

/// How many phrasings weigh as much as the usual threshold. A bank knows itself
/// poorly: entries that say the same answer each other's phrasings, and in a small
/// one, what is hidden is unlike all the rest.
const USUAL_WEIGHT: f32 = 600.0;

/// Confidence is never nearer to 0 or 1 than this.
const LEAST: f32 = 0.001;

/// What confidence a bank's own phrasings get, each with its own entry hidden.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// In ascending order, each 0 to 1.
    by_chance: Vec<f32>,
}

impl Calibration {
    /// From the confidences of phrasings whose entry was hidden, in any order.
    pub fn new(mut by_chance: Vec<f32>) -> Self {
        by_chance.sort_by(f32::total_cmp);
        Calibration { by_chance }
    }

    /// The confidence from which on a hit is an answer: between 0 and 1.
    pub fn threshold(&self, caution: Caution) -> f32 {
        let count = self.by_chance.len() as f32;
        let usual = logit(caution.usual());
        let own = quantile(&self.by_chance, caution.share_kept_back());
        let own = own.map_or(usual, |own| logit(own.clamp(LEAST, 1.0 - LEAST)));
        // In odds, where a step means the same everywhere.
        logistic((count * own + USUAL_WEIGHT * usual) / (count + USUAL_WEIGHT))
    }
}

/// The value that a share of sorted values does not exceed, between two of them
/// in a straight line; `None` where there is none.
fn quantile(sorted: &[f32], share: f32) -> Option<f32> {
    let place = share * (sorted.len().checked_sub(1)?) as f32;
    let below = sorted[place as usize];
    let above = sorted.get(place as usize + 1).copied().unwrap_or(below);
    Some(below + (above - below) * place.fract())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn thresholds(by_chance: Vec<f32>) -> [f32; 3] {
        let calibration = Calibration::new(by_chance);
        Caution::NAMES.map(|(_, caution)| calibration.threshold(caution))
    }

    #[test]
    fn a_bank_that_says_nothing_about_itself_gets_the_usual_threshold() {
        let usual = thresholds(Vec::new());
        for (found, (_, caution)) in usual.iter().zip(Caution::NAMES) {
            assert!((found - caution.usual()).abs() < 1e-6);
        }
    }

    #[test]
    fn a_bank_of_entries_that_are_alike_gets_a_higher_threshold() {
        let normal = |by_chance| thresholds(by_chance)[1];
        let (alike, apart) = (normal(vec![0.95; 250]), normal(vec![0.3; 250]));
        assert!(alike > 0.8 && apart < 0.7, "{alike} {apart}");
        let tiny = normal(vec![0.3; 10]);
        assert!(
            (0.74..0.76).contains(&tiny),
            "ten phrasings say little: {tiny}"
        );
    }

    #[test]
    fn a_quantile_lies_between_its_neighbours() {
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(quantile(&[0.2], 0.9), Some(0.2));
        assert_eq!(quantile(&[0.0, 1.0], 0.25), Some(0.25));
    }

    proptest! {
        #[test]
        fn more_caution_is_never_a_lower_threshold(by_chance in proptest::collection::vec(0.0_f32..=1.0, 0..300)) {
            let [low, normal, high] = thresholds(by_chance);
            prop_assert!(low <= normal && normal <= high);
            prop_assert!(low > 0.0 && high < 1.0);
        }
    }
}
