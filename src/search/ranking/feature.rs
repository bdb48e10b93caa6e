//! The features of a candidate: what each is called, and what it counts.
//!
//! How they are computed is in [`super`].

use std::ops::{Index, IndexMut};

/// What speaks for a candidate. All are 0 or more, and all but
/// [`Feature::Words`] at most 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feature {
    /// The share of the question, by telling words, found anywhere.
    Coverage,
    /// How near question and passage as a whole are in meaning.
    Meaning,
    /// The share of the question for which the phrasings, titles or headings have
    /// a word of like meaning.
    LikeWords,
    /// How alike question and best phrasing are, word by word and both ways: a
    /// Dice coefficient over words of like meaning.
    Likeness,
    /// The share of the question for which the best passage of the answer has a
    /// word of like meaning.
    LikeAnswer,
    /// How alike question and best phrasing are in pairs of neighbouring words.
    Pairs,
    /// BM25 over phrasings, best phrasing, answer and titles, a twentieth of the
    /// sum.
    Words,
}

impl Feature {
    /// All features, in the order of [`Features`].
    pub const ALL: [Feature; 7] = [
        Feature::Coverage,
        Feature::Meaning,
        Feature::LikeWords,
        Feature::Likeness,
        Feature::LikeAnswer,
        Feature::Pairs,
        Feature::Words,
    ];

    /// The feature in words.
    pub fn label(self) -> &'static str {
        match self {
            Feature::Coverage => "share of the question found",
            Feature::Meaning => "likeness in meaning as a whole",
            Feature::LikeWords => "words of like meaning in question or title",
            Feature::Likeness => "likeness to the best phrasing, word by word",
            Feature::LikeAnswer => "words of like meaning in the answer",
            Feature::Pairs => "pairs of words in the best phrasing",
            Feature::Words => "the same words",
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

    /// What each feature adds to the score.
    pub fn shares(&self, weights: &Features) -> impl Iterator<Item = (Feature, f32)> {
        let numbers = self.0.into_iter().zip(weights.0);
        let products = numbers.map(|(number, weight)| number * weight);
        Feature::ALL.into_iter().zip(products)
    }

    /// The score: a weighted sum, without a scale of its own.
    pub fn score(&self, weights: &Features) -> f32 {
        self.shares(weights).map(|(_, share)| share).sum()
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
