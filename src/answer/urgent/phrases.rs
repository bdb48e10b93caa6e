//! Finds many phrases at once in a cut text, forgiving inflection and typos. It says what was found
//! where; what that means is for others to judge.

use std::collections::HashMap;
use std::ops::Range;

use super::slips::slips_between;
use super::text::{Token, is_emphasis, stem, tokens};

/// A word as the table knows it.
pub(super) type WordId = u32;

/// Which words a table takes for the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Forms {
    /// All forms of a word: `leak` and `leaking`.
    Alike,
    /// None: `want` and `wanted` tell different things.
    Apart,
}

/// The shortest word of a phrase in which one slip is forgiven: a slip in a shorter word usually
/// makes another word.
const ONE_SLIP_FROM: usize = 5;
/// The shortest word in which two slips are forgiven.
const TWO_SLIPS_FROM: usize = 9;
/// Longer runs of letters are no words that someone mistyped.
const LONGEST_WORD: usize = 24;

/// Phrases, each with what it stands for.
#[derive(Debug)]
pub(super) struct PhraseTable<Meaning> {
    forms: Forms,
    words: HashMap<String, WordId>,
    /// By their number of letters.
    spellings: [Vec<Spelling>; LONGEST_WORD + 1],
    /// The phrases by their first word.
    by_first: Vec<Vec<(Box<[WordId]>, Meaning)>>,
}

/// A word long enough to be recognised when mistyped.
#[derive(Debug)]
struct Spelling {
    letters: Vec<char>,
    /// Which letters of the alphabet occur: two words few slips apart differ in few of them, which
    /// is quick to check.
    letters_used: u32,
    id: WordId,
}

/// A phrase found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found<Meaning> {
    /// The tokens it covers; never empty.
    pub(super) tokens: Range<usize>,
    pub(super) meaning: Meaning,
}

impl<Meaning: Copy> PhraseTable<Meaning> {
    pub(super) fn new(forms: Forms) -> Self {
        Self {
            forms,
            words: HashMap::new(),
            spellings: Default::default(),
            by_first: Vec::new(),
        }
    }

    /// Adds a phrase; one without a word is never found.
    pub(super) fn insert(&mut self, phrase: &str, meaning: Meaning) {
        let ids: Vec<WordId> = tokens(phrase)
            .iter()
            .map(|token| self.intern(&token.word))
            .collect();
        if let Some((&first, rest)) = ids.split_first() {
            self.by_first[first as usize].push((rest.into(), meaning));
        }
    }

    /// The words of a cut text as the table knows them; `known_word` tells words that exist from
    /// typos.
    pub(super) fn recognise(
        &self,
        tokens: &[Token],
        known_word: &dyn Fn(&str) -> bool,
    ) -> Vec<Option<WordId>> {
        tokens
            .iter()
            .map(|token| {
                self.find(&token.word)
                    .or_else(|| self.find_mistyped(&token.word, known_word))
            })
            .collect()
    }

    /// Calls `visit` for every phrase in a cut text, from left to right, given the words that were
    /// recognised in it.
    pub(super) fn scan(
        &self,
        tokens: &[Token],
        ids: &[Option<WordId>],
        mut visit: impl FnMut(Found<Meaning>),
    ) {
        for (start, id) in ids.iter().enumerate() {
            let Some(id) = id else { continue };
            for (rest, meaning) in &self.by_first[*id as usize] {
                if let Some(end) = end_of_phrase(tokens, ids, start + 1, rest) {
                    visit(Found {
                        tokens: start..end,
                        meaning: *meaning,
                    });
                }
            }
        }
    }

    fn intern(&mut self, word: &str) -> WordId {
        let key = self.key(word);
        let id = match self.words.get(key) {
            Some(&id) => id,
            None => {
                let id = self.by_first.len() as WordId;
                self.words.insert(key.to_owned(), id);
                self.by_first.push(Vec::new());
                id
            }
        };
        let letters: Vec<char> = word.chars().collect();
        let spelled = self
            .spellings
            .get_mut(letters.len())
            .filter(|_| letters.len() >= ONE_SLIP_FROM);
        if let Some(spelled) =
            spelled.filter(|spelled| spelled.iter().all(|spelling| spelling.letters != letters))
        {
            spelled.push(Spelling {
                letters_used: letters_used(&letters),
                letters,
                id,
            });
        }
        id
    }

    /// The word itself or a form of it.
    pub(super) fn find(&self, word: &str) -> Option<WordId> {
        self.words.get(self.key(word)).copied()
    }

    fn key<'word>(&self, word: &'word str) -> &'word str {
        match self.forms {
            Forms::Alike => stem(word),
            Forms::Apart => word,
        }
    }

    fn find_mistyped(&self, word: &str, known_word: &dyn Fn(&str) -> bool) -> Option<WordId> {
        if !(ONE_SLIP_FROM..=LONGEST_WORD).contains(&word.chars().count()) || known_word(word) {
            return None;
        }
        let letters: Vec<char> = word.chars().collect();
        let used = letters_used(&letters);
        let about_as_long = letters.len() - 2..(letters.len() + 3).min(self.spellings.len());
        self.spellings[about_as_long]
            .iter()
            .flatten()
            .filter_map(|spelling| {
                let most = if spelling.letters.len() >= TWO_SLIPS_FROM {
                    2
                } else {
                    1
                };
                // One slip changes at most one letter into another: two bits.
                if (spelling.letters_used ^ used).count_ones() as usize > 2 * most {
                    return None;
                }
                slips_between(&letters, &spelling.letters, most).map(|slips| (slips, spelling.id))
            })
            .min_by_key(|&(slips, _)| slips)
            .map(|(_, id)| id)
    }
}

/// Where a phrase ends whose remaining words are `rest`. One emphasis may stand before each:
/// "without even trying".
fn end_of_phrase(
    tokens: &[Token],
    ids: &[Option<WordId>],
    mut at: usize,
    rest: &[WordId],
) -> Option<usize> {
    for &wanted in rest {
        let found = |at: usize| ids.get(at).copied().flatten() == Some(wanted);
        if !found(at) {
            let emphasised =
                tokens.get(at).is_some_and(|token| is_emphasis(&token.word)) && found(at + 1);
            at += usize::from(emphasised);
            if !emphasised {
                return None;
            }
        }
        at += 1;
    }
    Some(at)
}

fn letters_used(letters: &[char]) -> u32 {
    letters.iter().fold(0, |used, &letter| {
        used | 1 << (u32::from(letter) % u32::BITS)
    })
}

#[cfg(test)]
mod tests {
    use super::{Forms, Found, PhraseTable};
    use crate::answer::urgent::text::tokens;

    #[test]
    fn finds_phrases_in_any_form_and_forgives_slips() {
        let mut table = PhraseTable::new(Forms::Alike);
        for (meaning, phrase) in [
            "pins and needles",
            "can't feel",
            "bladder",
            "incontinence",
            "numb",
        ]
        .into_iter()
        .enumerate()
        {
            table.insert(phrase, meaning);
        }
        let known = |word: &str| matches!(word, "ladder" | "leg");
        let cases = [
            ("pins and needels", vec![(0..3, 0)]),
            ("Cannot feel", vec![(0..2, 1)]),
            ("my blader and my bladdder", vec![(1..2, 2), (4..5, 2)]),
            ("ladder", vec![]),
            ("incontenance", vec![(0..1, 3)]),
            ("numbness nimb", vec![(0..1, 4)]),
            ("pins and", vec![]),
            ("cant even feel", vec![(0..3, 1)]),
        ];
        for (text, expected) in cases {
            let tokens = tokens(text);
            let ids = table.recognise(&tokens, &known);
            let mut found = Vec::new();
            table.scan(&tokens, &ids, |Found { tokens, meaning }| {
                found.push((tokens, meaning))
            });
            assert_eq!(found, expected, "{text}");
        }
    }
}
