//! The column of a passage: which words stand in which of its parts.
//!
//! Ranking looks at a few dozen candidates word by word. The column holds what
//! it needs, next to the postings and in the same commit, so that no text has
//! to be cut into words again. A value is one distinct word of one part:
//!
//! ```text
//! bits 63..48   how often it stands there, at most 65,535
//! bits 47..32   which part (see `Part`)
//! bits 31..0    the word: a hash of its stem
//! ```
//!
//! A hash, not a term ordinal, because it survives merges and joins segments.
//! In a bank of 100,000 distinct words, a word of a question meets a false
//! friend with a chance of 1 in 43,000.

use std::collections::BTreeMap;

/// A part of a passage that is matched on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The title of the file, the headings above, the tags.
    Context,
    /// The answer.
    Answer,
    /// The question or heading (0) and the alternates (from 1).
    Phrasing(u16),
    /// A question that must not get this passage.
    NotFor(u16),
    /// The pairs of neighbouring words of a phrasing.
    Pairs(u16),
    /// The passage as a whole.
    Whole,
}

/// Most phrasings of one kind that a passage can have; further ones are still
/// found by the words that they share with the others.
pub const MAX_PHRASINGS: usize = 1 << NUMBER_BITS;

const NUMBER_BITS: u32 = 13;

impl Part {
    /// The part as 16 bits: which kind, and which of them.
    pub fn code(self) -> u16 {
        let (kind, number) = match self {
            Part::Context => (0, 0),
            Part::Answer => (1, 0),
            Part::Phrasing(number) => (2, number),
            Part::NotFor(number) => (3, number),
            Part::Pairs(number) => (4, number),
            Part::Whole => (5, 0),
        };
        kind << NUMBER_BITS | number
    }

    /// The part with this code.
    pub fn from_code(code: u16) -> Part {
        let number = code & (MAX_PHRASINGS as u16 - 1);
        match code >> NUMBER_BITS {
            0 => Part::Context,
            1 => Part::Answer,
            2 => Part::Phrasing(number),
            3 => Part::NotFor(number),
            4 => Part::Pairs(number),
            _ => Part::Whole,
        }
    }
}

/// A distinct word of a part, as it stands in the column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Where.
    pub part: Part,
    /// How often, from 1.
    pub count: u16,
    /// The word, see [`term_hash`].
    pub term: u32,
}

/// The number by which the column knows a stem.
pub fn term_hash(stem: &str) -> u32 {
    // The low half of a good 64-bit hash is a good 32-bit hash.
    xxhash_rust::xxh3::xxh3_64(stem.as_bytes()) as u32
}

/// The values of one part with these stems, each distinct stem once.
pub fn pack<'a>(part: Part, stems: impl IntoIterator<Item = &'a String>) -> Vec<u64> {
    let mut counts: BTreeMap<u32, u16> = BTreeMap::new();
    for stem in stems {
        let count = counts.entry(term_hash(stem)).or_default();
        *count = count.saturating_add(1);
    }
    counts
        .into_iter()
        .map(|(term, count)| {
            u64::from(count) << 48 | u64::from(part.code()) << 32 | u64::from(term)
        })
        .collect()
}

/// Whether two values are words of the same part.
pub fn is_same_part(one: u64, other: u64) -> bool {
    (one ^ other) & 0xffff_0000_0000 == 0
}

/// The occurrence that a value stands for.
pub fn unpack(value: u64) -> Occurrence {
    Occurrence {
        count: (value >> 48) as u16,
        part: Part::from_code((value >> 32) as u16),
        term: value as u32,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_part() -> impl Strategy<Value = Part> {
        let number = 0..MAX_PHRASINGS as u16;
        prop_oneof![
            Just(Part::Context),
            Just(Part::Whole),
            Just(Part::Answer),
            number.clone().prop_map(Part::Phrasing),
            number.clone().prop_map(Part::NotFor),
            number.prop_map(Part::Pairs),
        ]
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked(part in any_part(), stem in "[a-z]{1,9}", count in 1_usize..9) {
            let values = pack(part, &vec![stem.clone(); count]);
            let expected = Occurrence { part, count: count as u16, term: term_hash(&stem) };
            prop_assert_eq!(values.into_iter().map(unpack).collect::<Vec<_>>(), [expected]);
        }
    }
}
