//! Finds reports of urgent signs in what a member writes, before anything is searched. It tells a
//! report from a denial, a question about a sign and news of others; it neither diagnoses nor
//! writes the notice.

mod cues;
mod phrases;
mod reader;
mod reading;
mod slips;
#[cfg(test)]
mod tests;
mod text;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use self::cues::{CUES, Cue};
use self::phrases::{Forms, Found, PhraseTable};
use self::reader::read;
use self::reading::{Reading, Verdict};
use self::text::tokens;
use crate::content::urgent::{Sign, UrgentGroup};

/// How many words may stand between two parts of a sign, small words such as "in my" not counted.
const MOST_WORDS_BETWEEN: u32 = 3;
/// The same where the parts must come in order.
const MOST_WORDS_BETWEEN_ORDERED: u32 = 2;
/// How many words of any kind may stand there.
const FARTHEST: usize = 10;

/// A sign that someone reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detection {
    /// The group of the sign, by its place among those the detector was made from.
    pub group: usize,
    /// The sign as the moderator wrote it.
    pub sign: String,
    /// The person's own words.
    pub matched: String,
}

/// Finds reports of urgent signs.
#[derive(Debug)]
pub struct UrgentDetector {
    cues: PhraseTable<Cue>,
    /// The phrases of all signs, each with the number of its slot.
    phrases: PhraseTable<usize>,
    slots: usize,
    groups: Vec<Group>,
}

#[derive(Debug)]
struct Group {
    signs: Vec<Pattern>,
    unless: Vec<Pattern>,
}

/// A sign with its slots numbered.
#[derive(Debug)]
struct Pattern {
    written: String,
    slots: Vec<PatternSlot>,
    counts_when_past: bool,
}

#[derive(Debug, Clone, Copy)]
struct PatternSlot {
    slot: usize,
    follows: bool,
}

impl UrgentDetector {
    /// Prepares the signs of `groups` for searching.
    pub fn new(groups: &[UrgentGroup]) -> Self {
        let mut cues = PhraseTable::new(Forms::Apart);
        for (cue, words) in CUES {
            words
                .split('|')
                .for_each(|phrase| cues.insert(phrase, *cue));
        }
        let mut slots = SlotNumbers {
            phrases: PhraseTable::new(Forms::Alike),
            numbers: HashMap::new(),
        };
        let prepared: Vec<Group> = groups
            .iter()
            .map(|group| Group {
                signs: slots
                    .patterns(&group.signs, false)
                    .into_iter()
                    .chain(slots.patterns(&group.history, true))
                    .collect(),
                unless: slots.patterns(&group.unless, false),
            })
            .collect();
        Self {
            cues,
            slots: slots.numbers.len(),
            phrases: slots.phrases,
            groups: prepared,
        }
    }

    /// The signs that `text` reports, at most one for each group: in the order of the
    /// groups.
    ///
    /// `known_word` tells whether a word in small letters exists, so that no existing word is taken
    /// for a typo of another.
    pub fn detect(&self, text: &str, known_word: &dyn Fn(&str) -> bool) -> Vec<Detection> {
        let tokens = tokens(text);
        let mut places: Vec<Vec<Range<usize>>> = vec![Vec::new(); self.slots];
        let words = self.phrases.recognise(&tokens, &|word| {
            self.cues.find(word).is_some() || known_word(word)
        });
        self.phrases.scan(&tokens, &words, |found| {
            places[found.meaning].push(found.tokens)
        });
        if places.iter().all(Vec::is_empty) {
            return Vec::new();
        }
        let mut cues: Vec<Found<Cue>> = Vec::new();
        let words = self.cues.recognise(&tokens, &|word| {
            self.phrases.find(word).is_some() || known_word(word)
        });
        self.cues.scan(&tokens, &words, |found| cues.push(found));
        let text_read = TextRead {
            places,
            reading: read(&tokens, &cues),
        };
        self.groups
            .iter()
            .enumerate()
            .filter_map(|(place, group)| {
                let (sign, parts) = text_read.report(group, tokens.len())?;
                let start = parts.iter().map(|part| part.start).min()?;
                let end = parts.iter().map(|part| part.end).max()?;
                Some(Detection {
                    group: place,
                    sign: sign.written.clone(),
                    matched: text[tokens[start].range.start..tokens[end - 1].range.end].to_owned(),
                })
            })
            .collect()
    }
}

/// Numbers the slots while signs are prepared: signs that use the same list share its number.
struct SlotNumbers {
    phrases: PhraseTable<usize>,
    numbers: HashMap<Arc<[String]>, usize>,
}

impl SlotNumbers {
    fn patterns(&mut self, signs: &[Sign], counts_when_past: bool) -> Vec<Pattern> {
        signs
            .iter()
            .map(|sign| Pattern {
                written: sign.written.clone(),
                slots: sign
                    .slots
                    .iter()
                    .map(|slot| PatternSlot {
                        slot: self.number(&slot.phrases),
                        follows: slot.follows,
                    })
                    .collect(),
                counts_when_past,
            })
            .collect()
    }

    fn number(&mut self, phrases: &Arc<[String]>) -> usize {
        let next = self.numbers.len();
        *self.numbers.entry(Arc::clone(phrases)).or_insert_with(|| {
            phrases
                .iter()
                .for_each(|phrase| self.phrases.insert(phrase, next));
            next
        })
    }
}

/// A text with the places of all slots found in it.
struct TextRead {
    /// By slot, from left to right.
    places: Vec<Vec<Range<usize>>>,
    reading: Reading,
}

impl TextRead {
    /// The first sign of a group that is reported, and where its parts stand.
    fn report<'a>(
        &self,
        group: &'a Group,
        words: usize,
    ) -> Option<(&'a Pattern, Vec<Range<usize>>)> {
        let mut masked: Vec<bool> = Vec::new();
        for pattern in &group.unless {
            self.each_match(pattern, &mut |parts| {
                masked.resize(words, false);
                parts
                    .iter()
                    .for_each(|part| masked[part.clone()].fill(true));
                false
            });
        }
        group.signs.iter().find_map(|pattern| {
            let mut reported = None;
            self.each_match(pattern, &mut |parts| {
                let is_masked = parts
                    .iter()
                    .cloned()
                    .flatten()
                    .any(|word| masked.get(word) == Some(&true));
                let counts = match self.reading.judge(parts) {
                    Verdict::Present => true,
                    Verdict::Past => pattern.counts_when_past,
                    Verdict::NotReported => false,
                };
                if counts && !is_masked {
                    reported = Some(parts.to_vec());
                }
                reported.is_some()
            });
            reported.map(|parts| (pattern, parts))
        })
    }

    /// Calls `visit` with the parts of every occurrence of a pattern until it returns true.
    fn each_match(&self, pattern: &Pattern, visit: &mut dyn FnMut(&[Range<usize>]) -> bool) {
        if pattern
            .slots
            .iter()
            .any(|slot| self.places[slot.slot].is_empty())
        {
            return;
        }
        let Some((first, rest)) = pattern.slots.split_first() else {
            return;
        };
        let mut parts = Vec::with_capacity(pattern.slots.len());
        for place in &self.places[first.slot] {
            parts.push(place.clone());
            if self.complete(rest, &mut parts, visit) {
                return;
            }
            parts.clear();
        }
    }

    /// Places the remaining slots near those already placed; true when `visit` has seen enough.
    fn complete(
        &self,
        rest: &[PatternSlot],
        parts: &mut Vec<Range<usize>>,
        visit: &mut dyn FnMut(&[Range<usize>]) -> bool,
    ) -> bool {
        let Some((next, rest)) = rest.split_first() else {
            return visit(parts);
        };
        let (Some(start), Some(end)) = (
            parts.iter().map(|part| part.start).min(),
            parts.iter().map(|part| part.end).max(),
        ) else {
            return false;
        };
        let places = &self.places[next.slot];
        let from = places.partition_point(|place| place.start + FARTHEST < start);
        for place in &places[from..] {
            if place.start > end + FARTHEST {
                break;
            }
            let overlaps = parts
                .iter()
                .any(|part| part.start < place.end && place.start < part.end);
            let follows = parts.last().is_none_or(|before| before.end <= place.start);
            if overlaps
                || next.follows && !follows
                || !self.is_near(start..end, place, next.follows)
            {
                continue;
            }
            parts.push(place.clone());
            if self.complete(rest, parts, visit) {
                return true;
            }
            parts.pop();
        }
        false
    }

    fn is_near(&self, placed: Range<usize>, place: &Range<usize>, ordered: bool) -> bool {
        let most = if ordered {
            MOST_WORDS_BETWEEN_ORDERED
        } else {
            MOST_WORDS_BETWEEN
        };
        let (left, right) = if place.start >= placed.end {
            (placed.end - 1, place.start)
        } else if placed.start >= place.end {
            (place.end - 1, placed.start)
        } else {
            return true;
        };
        self.reading.same_sentence(left, right) && self.reading.weight_between(left, right) <= most
    }
}
