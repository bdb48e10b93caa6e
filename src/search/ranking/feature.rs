//! The features of a candidate: what each is called, and what it counts.
//!
//! How they are computed is in [`super`].

use std::ops::{Index, IndexMut};

/// What speaks for a candidate. All are 0 or more, and all but
/// [`Feature::Words`] at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// The share of the question, by telling words, for which the passage has a
    /// word of like meaning; one of the answer counts a little less.
    Coverage,
    /// How alike question and best phrasing are, word by word and both ways: a
    /// Dice coefficient over words of like meaning.
    Likeness,
    /// How near question and passage are in meaning, each as a whole, but for what
    /// all passages of the bank share.
    Meaning,
    /// The same, each read as a whole by a sentence transformer, where one is used:
    /// then it counts instead of [`Feature::Meaning`].
    Sentences,
    /// How alike question and best phrasing are in pairs of neighbouring words.
    Pairs,
    /// BM25 over all phrasings, the best phrasing, the answer and the titles: a
    /// twentieth of the sum.
    Words,
}

impl Feature {
    /// All features, in the order of [`Features`].
    pub const ALL: [Feature; 6] = [
        Feature::Coverage,
        Feature::Likeness,
        Feature::Meaning,
        Feature::Sentences,
        Feature::Pairs,
        Feature::Words,
    ];

    /// The name that the weights are fitted by.
    pub fn name(self) -> &'static str {
        match self {
            Feature::Coverage => "coverage",
            Feature::Likeness => "likeness",
            Feature::Meaning => "meaning",
            Feature::Sentences => "sentences",
            Feature::Pairs => "pairs",
            Feature::Words => "words",
        }
    }

    /// The feature in words.
    pub fn label(self) -> &'static str {
        match self {
            Feature::Coverage => "how much of the question it has, in like words",
            Feature::Likeness => "likeness to its best phrasing, word by word",
            Feature::Meaning => "likeness in meaning as a whole",
            Feature::Sentences => "likeness in meaning, read as sentences",
            Feature::Pairs => "the same pairs of words",
            Feature::Words => "the same words, the rarer the better",
        }
    }
}

/// A number for each feature: the features of a candidate, or their weights.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Features([f32; Feature::ALL.len()]);

impl Features {
    /// Numbers in the order of [`Feature::ALL`].
    pub const fn new(numbers: [f32; Feature::ALL.len()]) -> Self {
        Features(numbers)
    }

    /// Each feature by name.
    pub fn named(&self) -> [(&'static str, f32); Feature::ALL.len()] {
        Feature::ALL.map(|feature| (feature.name(), self[feature]))
    }

    /// What each feature adds to the score.
    pub fn shares(&self, weights: &Features) -> [(Feature, f32); Feature::ALL.len()] {
        Feature::ALL.map(|feature| (feature, self[feature] * weights[feature]))
    }

    /// The score: a weighted sum, without a scale of its own.
    pub fn score(&self, weights: &Features) -> f32 {
        self.shares(weights).iter().map(|(_, share)| share).sum()
    }
}

impl Index<Feature> for Features {
    type Output = f32;

    fn index(&self, feature: Feature) -> &f32 {
        &self.0[feature as usize]
    }
}

impl IndexMut<Feature> for Features {
    fn index_mut(&mut self, feature: Feature) -> &mut f32 {
        &mut self.0[feature as usize]
    }
}
