//! Which questions ask the same: by their words and by what they mean.
//!
//! Questions are compared with one another, not with the entries. The most asked
//! ones lead: each other question joins the leader that it is most like, or leads
//! a group of its own. So that the time stays short whatever was asked, a question
//! is compared with the first leaders, and beyond them only with leaders that
//! share one of its most telling words.
//!
//! ```text
//! texts -> folded -> distinct -> words -> shapes -> leaders -> groups
//! ```

use rustc_hash::FxHashMap;

use super::parallel::{in_parallel, in_parallel_with};
use crate::content::language::Language;
use crate::content::phrasing::fold;
use crate::search::analyzer::Analyzer;
use crate::search::columns::term_hash;
use crate::search::common;
use crate::search::embedding::Embedder;
use crate::search::vectors::Vector;

/// The lowest cosine of two questions that mean the same. Of the pairs of golden
/// questions that are as near, seven in ten have the same answer, and the others
/// are about the same subject.
const SAME_MEANING: f32 = 0.7;

/// Below this cosine no words are compared: those that share half of their telling
/// words mean something alike.
const OTHER_MEANING: f32 = 0.5;

/// The lowest share of their telling words that questions which ask the same have
/// in common, of all telling words of both.
const SAME_WORDS: f32 = 0.5;

/// What a word that makes questions counts, next to 1: as in a small bank.
const COMMON_WEIGHT: f32 = 0.3;

/// Leaders that every question is compared with: all that most servers have.
const FIRST_LEADERS: usize = 128;

/// Further leaders that are looked up by a word, and by how many words.
const LEADERS_OF_A_WORD: usize = 32;
const WORDS_LOOKED_UP: usize = 3;

/// How many questions look for their leaders at once.
const AT_ONCE: usize = 2_048;

/// The numbers of the questions, those that ask the same together. Each question
/// comes with how often it was asked; in a group the most asked come first, and
/// first among the groups is the one that was asked most.
///
/// The order in which questions are given decides only between equal ones.
pub fn grouped(questions: &[(&str, usize)], embedder: Option<&Embedder>) -> Vec<Vec<usize>> {
    let folded = in_parallel(questions, |(text, _)| fold(text));
    let distinct = distinct(questions, &folded);
    let texts: Vec<&str> = distinct.iter().map(|one| one.folded).collect();
    let shapes = shapes(&texts, embedder);
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for members in led(&shapes, AT_ONCE) {
        let asked = members.iter().map(|&one| distinct[one].asked).sum();
        let numbers = members.iter().flat_map(|&one| &distinct[one].questions);
        groups.push((asked, numbers.copied().collect()));
    }
    // Stable: of equals, the one whose leader comes first.
    groups.sort_by_key(|(asked, _)| std::cmp::Reverse(*asked));
    groups.into_iter().map(|(_, numbers)| numbers).collect()
}

/// Questions of the same words.
struct Distinct<'a> {
    folded: &'a str,
    asked: usize,
    /// Their numbers, the most asked first.
    questions: Vec<usize>,
}

/// The distinct questions, the most asked first.
fn distinct<'a>(questions: &[(&str, usize)], folded: &'a [String]) -> Vec<Distinct<'a>> {
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    let mut distinct: Vec<Distinct> = Vec::new();
    for (number, (folded, (_, times))) in folded.iter().zip(questions).enumerate() {
        let place = *places.entry(folded).or_insert(distinct.len());
        if place == distinct.len() {
            distinct.push(Distinct {
                folded,
                asked: 0,
                questions: Vec::new(),
            });
        }
        distinct[place].asked += times;
        distinct[place].questions.push(number);
    }
    for one in &mut distinct {
        let key = |&number: &usize| {
            let (text, times) = questions[number];
            (std::cmp::Reverse(times), text, number)
        };
        one.questions.sort_unstable_by_key(key);
    }
    // Of those asked equally often, the shortest says best what a group is about.
    let order = |one: &Distinct| (std::cmp::Reverse(one.asked), one.folded.len());
    distinct.sort_unstable_by(|a, b| (order(a), a.folded).cmp(&(order(b), b.folded)));
    distinct
}

/// What a question is compared by.
struct Shape {
    /// What it means; `None` where no word of it is known.
    meaning: Option<Vector>,
    /// Its telling words by number, in order of the numbers, each with its weight.
    words: Vec<(u32, f32)>,
}

impl Shape {
    /// Whether two ask the same, and if so how much they are alike: 0 to 1.
    fn likeness(&self, other: &Shape) -> Option<f32> {
        if let (Some(one), Some(other)) = (&self.meaning, &other.meaning) {
            let meaning = one.cosine(other);
            if meaning >= SAME_MEANING {
                return Some(meaning);
            }
            if meaning < OTHER_MEANING {
                return None;
            }
        }
        let words = self.shared_words(other);
        (words >= SAME_WORDS).then_some(words)
    }

    /// How much of all the words of both they share, by weight: 0 to 1.
    fn shared_words(&self, other: &Shape) -> f32 {
        let (mut one, mut two) = (self.words.as_slice(), other.words.as_slice());
        let (mut shared, mut all) = (0.0, 0.0);
        while let (Some(a), Some(b)) = (one.first(), two.first()) {
            if a.0 <= b.0 {
                one = &one[1..];
                all += a.1;
            }
            if b.0 <= a.0 {
                two = &two[1..];
                if a.0 == b.0 {
                    shared += b.1;
                } else {
                    all += b.1;
                }
            }
        }
        all += one.iter().chain(two).map(|word| word.1).sum::<f32>();
        if all > 0.0 { shared / all } else { 0.0 }
    }

    /// Its most telling words.
    fn rarest(&self) -> impl Iterator<Item = u32> {
        let mut words = self.words.clone();
        words.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        words.into_iter().take(WORDS_LOOKED_UP).map(|word| word.0)
    }
}

/// A word as it was written.
struct Word {
    /// The number of its stem; `None` for a word that tells nothing.
    stem: Option<u32>,
    /// Whether it makes questions rather than says what they are about.
    is_common: bool,
    /// What it means, the longer the more telling.
    vector: Vec<f32>,
}

/// The shapes of distinct folded texts, in order.
fn shapes(texts: &[&str], embedder: Option<&Embedder>) -> Vec<Shape> {
    let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
    let mut written: Vec<&str> = Vec::new();
    let sentences: Vec<Vec<usize>> = texts
        .iter()
        .map(|text| {
            let words = text.split(' ').filter(|word| !word.is_empty());
            let numbered = words.map(|word| {
                *numbers.entry(word).or_insert_with(|| {
                    written.push(word);
                    written.len() - 1
                })
            });
            numbered.collect()
        })
        .collect();
    let words = words(&written, embedder);
    let rarity = rarity(&sentences, &words);
    in_parallel(&sentences, |sentence| shape(sentence, &words, &rarity))
}

/// What there is to know of words.
fn words(written: &[&str], embedder: Option<&Embedder>) -> Vec<Word> {
    let mut english = Analyzer::new(Language::English);
    let common = common::stems(&mut english);
    let found = in_parallel_with(
        written,
        || english.clone(),
        |analyzer, word| {
            let stem = analyzer.stems(word).into_iter().next();
            let vector = embedder.map(|embedder| embedder.embed(word));
            (stem, vector.unwrap_or_default())
        },
    );
    let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
    let known = found.into_iter().map(|(stem, vector)| Word {
        is_common: (stem.as_ref()).is_some_and(|stem| common.contains(&term_hash(stem))),
        stem: stem.map(|stem| {
            let next = numbers.len() as u32;
            *numbers.entry(stem).or_insert(next)
        }),
        vector,
    });
    known.collect()
}

/// How rare each word is among the questions: 1 for one that a single question
/// has, less for others.
fn rarity(sentences: &[Vec<usize>], words: &[Word]) -> Vec<f32> {
    // Words of one stem are one word; those that tell nothing count as they stand.
    let own = |word: usize| match words[word].stem {
        Some(stem) => stem as usize,
        None => words.len() + word,
    };
    let mut questions = vec![0_u32; 2 * words.len()];
    let mut last = vec![usize::MAX; 2 * words.len()];
    for (number, sentence) in sentences.iter().enumerate() {
        for &word in sentence {
            let own = own(word);
            if last[own] != number {
                last[own] = number;
                questions[own] += 1;
            }
        }
    }
    let all = sentences.len() as f32;
    let rarity = |word| (1.0 + all / questions[own(word)].max(1) as f32).ln() / (1.0 + all).ln();
    (0..words.len()).map(rarity).collect()
}

fn shape(sentence: &[usize], words: &[Word], rarity: &[f32]) -> Shape {
    let mut sum = Vec::new();
    let mut telling = Vec::new();
    for &number in sentence {
        let word = &words[number];
        sum.resize(word.vector.len(), 0.0);
        for (sum, x) in sum.iter_mut().zip(&word.vector) {
            *sum += x * rarity[number];
        }
        let weight = if word.is_common { COMMON_WEIGHT } else { 1.0 };
        telling.extend(word.stem.map(|stem| (stem, weight * rarity[number])));
    }
    telling.sort_unstable_by_key(|word| word.0);
    telling.dedup_by_key(|word| word.0);
    Shape {
        meaning: Vector::towards(&sum),
        words: telling,
    }
}

/// The groups of shapes; the leader is the first of its group. So many shapes at once
/// look for theirs: that decides how long it takes, and nothing else.
fn led(shapes: &[Shape], at_once: usize) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut next = 0;
    while next < shapes.len() && groups.len() < FIRST_LEADERS {
        match best(&shapes[next], shapes, &groups, 0..groups.len()) {
            Some((group, _)) => groups[group].push(next),
            None => groups.push(vec![next]),
        }
        next += 1;
    }
    let first = 0..groups.len();
    let mut leaders = Leaders::default();
    while next < shapes.len() {
        let batch = &shapes[next..shapes.len().min(next + at_once)];
        // Who led before is known: each looks through these without the others.
        let known = groups.len();
        let found = in_parallel(batch, |shape| {
            let found = best(shape, shapes, &groups, first.clone());
            let near = || best(shape, shapes, &groups, leaders.near(shape, 0).into_iter());
            (found.is_some(), found.or_else(near))
        });
        for (shape, (is_first, found)) in batch.iter().zip(found) {
            let since = if is_first {
                Vec::new()
            } else {
                leaders.near(shape, known)
            };
            let since = best(shape, shapes, &groups, since.into_iter());
            match more_alike(found, since) {
                Some((group, _)) => groups[group].push(next),
                None => {
                    leaders.add(shape, groups.len());
                    groups.push(vec![next]);
                }
            }
            next += 1;
        }
    }
    groups
}

/// Leaders beyond the first, by their most telling words.
#[derive(Default)]
struct Leaders {
    /// Their groups, in ascending order.
    by_word: FxHashMap<u32, Vec<usize>>,
}

impl Leaders {
    fn add(&mut self, shape: &Shape, group: usize) {
        for word in shape.rarest() {
            let leaders = self.by_word.entry(word).or_default();
            if leaders.len() < LEADERS_OF_A_WORD {
                leaders.push(group);
            }
        }
    }

    /// Those from group `from` on that share a telling word, in ascending order.
    fn near(&self, shape: &Shape, from: usize) -> Vec<usize> {
        let mut near = Vec::new();
        for word in shape.rarest() {
            let leaders = self.by_word.get(&word).map_or(&[][..], Vec::as_slice);
            near.extend(&leaders[leaders.partition_point(|&group| group < from)..]);
        }
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// The one whose leader is more alike; of equals, the first.
fn more_alike(one: Option<(usize, f32)>, other: Option<(usize, f32)>) -> Option<(usize, f32)> {
    match (one, other) {
        (Some(one), Some(other)) if other.1 > one.1 => Some(other),
        (one, other) => one.or(other),
    }
}

/// The group among `candidates` whose leader is most like `shape`, and how much it
/// is; of equals, the first.
fn best(
    shape: &Shape,
    shapes: &[Shape],
    groups: &[Vec<usize>],
    candidates: impl Iterator<Item = usize>,
) -> Option<(usize, f32)> {
    let mut best: Option<(usize, f32)> = None;
    for group in candidates {
        if let Some(likeness) = shape.likeness(&shapes[groups[group][0]])
            && best.is_none_or(|(_, most)| likeness > most)
        {
            best = Some((group, likeness));
        }
    }
    best
}

#[cfg(test)]
#[path = "grouping/tests.rs"]
mod tests;
