//! What of the question stands in a candidate, part by part.
//!
//! The column is read once; which word of it is like which word of the question
//! is known for all candidates together. What it counts is not decided here.

use rustc_hash::FxHashMap;

use super::super::columns::{Part, is_same_part, unpack};
use super::super::query::{Query, QueryWord};

/// The words of all candidates, and how like each is to the words of the
/// question.
#[derive(Debug, Default)]
pub struct Likenesses {
    /// The distinct words of the candidates.
    pub terms: Vec<u32>,
    numbers: FxHashMap<u32, u32>,
    /// For each word of the bank, the likeness to each word of the question, 0 to
    /// 1.
    rows: Vec<f32>,
    /// The length of its vector, above 0, 1 where none is known.
    lengths: Vec<f32>,
    width: usize,
}

/// A word of the bank.
#[derive(Debug, Clone, Copy)]
pub struct BankWord {
    /// The number of its stem.
    pub term: u32,
    /// How telling it is by itself.
    pub length: f32,
    /// How like the nearest word of the question is: 0 to 1.
    pub best: f32,
}

impl Likenesses {
    /// For the words of these columns: alike is what has the same stem, or what
    /// the moderators say means the same.
    pub fn new<'a>(query: &Query, columns: impl Iterator<Item = &'a [u64]>) -> Self {
        let width = query.words.len();
        let mut likenesses = Likenesses {
            width,
            ..Likenesses::default()
        };
        for &value in columns.flatten() {
            let occurrence = unpack(value);
            if matches!(occurrence.part, Part::Pairs(_)) {
                continue;
            }
            let next = likenesses.terms.len() as u32;
            likenesses
                .numbers
                .entry(occurrence.term)
                .or_insert_with(|| {
                    likenesses.terms.push(occurrence.term);
                    next
                });
        }
        likenesses.rows.resize(likenesses.terms.len() * width, 0.0);
        likenesses.lengths.resize(likenesses.terms.len(), 1.0);
        for (place, word) in query.words.iter().enumerate() {
            for alternative in &word.alternatives {
                if let [term] = alternative.terms[..]
                    && let Some(&number) = likenesses.numbers.get(&query.term_hashes[term])
                {
                    likenesses.raise(number as usize, place, alternative.weight);
                }
            }
        }
        likenesses
    }

    /// A word of the bank, by its number, and a word of the question, by its
    /// place, are at least this much alike.
    pub fn raise(&mut self, number: usize, place: usize, likeness: f32) {
        let known = &mut self.rows[number * self.width + place];
        *known = known.max(likeness);
    }

    /// Sets the length of the vector of a word of the bank.
    pub fn set_length(&mut self, number: usize, length: f32) {
        self.lengths[number] = length;
    }

    /// A word of the bank, by its number.
    pub fn word(&self, number: u32) -> BankWord {
        let number = number as usize;
        BankWord {
            term: self.terms[number],
            length: self.lengths[number],
            best: self.row(number).iter().copied().fold(0.0, f32::max),
        }
    }

    fn row(&self, number: usize) -> &[f32] {
        &self.rows[number * self.width..(number + 1) * self.width]
    }
}

/// A word in a part.
#[derive(Debug, Clone, Copy)]
pub struct Occurrence {
    /// Its number among the words of the candidates.
    pub word: u32,
    /// How often it stands there.
    pub count: f32,
}

/// What of the question stands in a part.
#[derive(Debug)]
pub struct Found {
    /// The part.
    pub part: Part,
    /// Its words.
    pub words: Vec<Occurrence>,
    /// For each word of the question, how like the nearest word is: 0 to 1.
    pub best: Vec<f32>,
    /// How often each term of the query stands in it.
    terms: Vec<(usize, f32)>,
}

/// What of the question stands in a candidate.
#[derive(Debug, Default)]
pub struct Evidence {
    /// How many words the question has.
    asked: usize,
    parts: Vec<Found>,
    /// For each phrasing, how many of its pairs are the question's, and how many
    /// it has.
    pairs: Vec<(usize, usize)>,
}

impl Evidence {
    /// Reads a column.
    pub fn read(column: &[u64], query: &Query, likenesses: &Likenesses) -> Evidence {
        let mut evidence = Evidence {
            asked: query.words.len(),
            ..Evidence::default()
        };
        // The values of a part stand together.
        for values in column.chunk_by(|&one, &next| is_same_part(one, next)) {
            let part = unpack(values[0]).part;
            if let Part::Pairs(_) = part {
                let shared = values
                    .iter()
                    .filter(|&&value| query.pairs.contains(&unpack(value).term));
                evidence.pairs.push((shared.count(), values.len()));
                continue;
            }
            let mut found = Found {
                part,
                words: Vec::with_capacity(values.len()),
                best: vec![0.0; query.words.len()],
                terms: Vec::new(),
            };
            for &value in values {
                let occurrence = unpack(value);
                let Some(&word) = likenesses.numbers.get(&occurrence.term) else {
                    continue;
                };
                let count = f32::from(occurrence.count);
                raise(&mut found.best, likenesses.row(word as usize));
                found.words.push(Occurrence { word, count });
                let hashes = &query.term_hashes;
                if let Some(term) = hashes.iter().position(|&hash| hash == occurrence.term) {
                    found.terms.push((term, count));
                }
            }
            for (best, word) in found.best.iter_mut().zip(&query.words) {
                *best = best.max(frequency(word, &found.terms).min(1.0));
            }
            evidence.parts.push(found);
        }
        evidence
    }

    /// The parts, but for the pairs.
    pub fn parts(&self) -> impl Iterator<Item = &Found> {
        self.parts.iter()
    }

    /// For each phrasing, how many of its pairs are the question's, and how many
    /// it has.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        self.pairs.iter().copied()
    }

    /// How like the nearest word of some parts is to each word of the question.
    pub fn best(&self, is_wanted: impl Fn(Part) -> bool) -> Vec<f32> {
        let mut best = vec![0.0; self.asked];
        for found in self.parts.iter().filter(|found| is_wanted(found.part)) {
            raise(&mut best, &found.best);
        }
        best
    }

    /// How often each word of the question, or what stands for it, is in some
    /// parts together, and how many words those have.
    pub fn counts(&self, query: &Query, is_wanted: impl Fn(Part) -> bool) -> (Vec<f32>, f32) {
        let mut terms: Vec<(usize, f32)> = Vec::new();
        let mut length = 0.0;
        for found in self.parts.iter().filter(|found| is_wanted(found.part)) {
            length += found.words.iter().map(|word| word.count).sum::<f32>();
            for &(term, count) in &found.terms {
                match terms.iter_mut().find(|known| known.0 == term) {
                    Some(known) => known.1 += count,
                    None => terms.push((term, count)),
                }
            }
        }
        let words = query.words.iter();
        (words.map(|word| frequency(word, &terms)).collect(), length)
    }

    /// The share of the question, by telling words, that stands anywhere in it:
    /// 0 to 1.
    pub fn coverage(&self, query: &Query) -> f32 {
        let searched = self
            .parts
            .iter()
            .filter(|found| !matches!(found.part, Part::NotFor(_)));
        let mut has = vec![false; query.term_hashes.len()];
        for (term, _) in searched.flat_map(|found| &found.terms) {
            has[*term] = true;
        }
        query.coverage(|word| word.idf, |term| has[term])
    }
}

/// Raises each number to the one beside it, where that is higher.
pub fn raise(numbers: &mut [f32], others: &[f32]) {
    for (number, other) in numbers.iter_mut().zip(others) {
        *number = number.max(*other);
    }
}

/// How often a word, or what stands for it, was found; less for synonyms.
fn frequency(word: &QueryWord, found: &[(usize, f32)]) -> f32 {
    let count = |term: usize| {
        let found = found.iter().find(|found| found.0 == term);
        found.map_or(0.0, |found| found.1)
    };
    let mut best = 0.0_f32;
    for alternative in &word.alternatives {
        let counts = alternative.terms.iter().map(|&term| count(term));
        let all = counts.fold(f32::INFINITY, f32::min);
        best = best.max(alternative.weight * all);
    }
    best
}
