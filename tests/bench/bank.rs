//! Made banks: FAQ files of any size, the same every time, with words as
//! unevenly spread as in a real language.
//!
//! The words are made up, so none is a stop word: every word of a question is
//! searched for, which is the harder case. What is measured with a bank is not
//! decided here.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, iter};

/// How many words the language has. A bank of 1,000 entries meets a quarter of
/// them, one of 100,000 nearly all.
const VOCABULARY: usize = 80_000;

/// The most common words are shorter than the others.
const SHORT_WORDS: usize = 5_000;

/// Words that an entry is about: its phrasings and its answer share them.
const TOPIC_WORDS: usize = 8;

/// Of 100 words of a phrasing, how many come from the topic.
const TOPIC_IN_PHRASING: u64 = 60;

/// Of 100 words of an answer, how many come from the topic.
const TOPIC_IN_ANSWER: u64 = 35;

/// Ways to ask for an entry next to its question.
const ALTERNATES: usize = 5;

/// How many entries stand in a file: about 100 KiB.
const ENTRIES_PER_FILE: usize = 100;

/// How many entries stand in the file that is edited again and again.
const EDITED_ENTRIES: usize = 10;

/// Of 100 words of a phrasing, how many a question leaves out: with the words
/// from elsewhere, 6.5 remain on average.
const LEFT_OUT: u64 = 30;

/// How many words from elsewhere a question has for 100 of its own.
const FROM_ELSEWHERE: u64 = 9;

/// Of 100 questions, how many have a spelling mistake.
const MISSPELT: u64 = 10;

/// A small random number generator (SplitMix64): good enough here, and its
/// numbers never change with a version of a crate.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which has to be above 0.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    fn between(&mut self, low: usize, high: usize) -> usize {
        low + self.below(high - low + 1)
    }

    /// True `percent` times out of 100.
    fn chance(&mut self, percent: u64) -> bool {
        self.next() % 100 < percent
    }

    /// A number from 0 to below 1.
    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Made-up words, the most common first, drawn by Zipf's law.
struct Language {
    words: Vec<String>,
    /// Of each word, the frequencies of it and of all before it.
    cumulated: Vec<f64>,
}

impl Language {
    fn new() -> Self {
        /// Mandelbrot's shift of the ranks: the first few words of a language
        /// are not as much more common as 1 / rank would have them.
        const SHIFT: f64 = 2.7;
        let mut random = Random(1);
        let mut known = HashSet::new();
        let mut words = Vec::with_capacity(VOCABULARY);
        while words.len() < VOCABULARY {
            let syllables = if words.len() < SHORT_WORDS { 2 } else { 3 };
            let word: String = (0..syllables).map(|_| syllable(&mut random)).collect();
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        let frequencies = (1..=VOCABULARY).map(|rank| 1.0 / (rank as f64 + SHIFT));
        let cumulated = frequencies
            .scan(0.0, |sum, frequency| {
                *sum += frequency;
                Some(*sum)
            })
            .collect();
        Language { words, cumulated }
    }

    fn word(&self, random: &mut Random) -> &str {
        let all = self.cumulated.last().copied().unwrap_or_default();
        let drawn = random.fraction() * all;
        let rank = self.cumulated.partition_point(|&sum| sum <= drawn);
        &self.words[rank.min(self.words.len() - 1)]
    }
}

fn syllable(random: &mut Random) -> String {
    const ONSETS: [&str; 20] = [
        "b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "br", "kl", "pr",
        "st", "tr", "sh",
    ];
    const VOWELS: [&str; 6] = ["a", "e", "i", "o", "u", "ai"];
    const CODAS: [&str; 8] = ["", "", "", "n", "r", "l", "m", "k"];
    let mut pick = |from: &[&'static str]| from[random.below(from.len())];
    [pick(&ONSETS), pick(&VOWELS), pick(&CODAS)].concat()
}

/// One question with its answer.
pub struct Entry {
    id: String,
    phrasings: Vec<String>,
    answer: String,
    tags: Vec<String>,
}

impl Entry {
    fn new(id: String, language: &Language, random: &mut Random) -> Self {
        let topic: Vec<&str> = iter::repeat_with(|| language.word(random))
            .take(TOPIC_WORDS)
            .collect();
        let mut text = |words: usize, from_topic: u64| -> Vec<&str> {
            let mut words_drawn = Vec::with_capacity(words);
            for _ in 0..words {
                words_drawn.push(if random.chance(from_topic) {
                    topic[random.below(TOPIC_WORDS)]
                } else {
                    language.word(random)
                });
            }
            words_drawn
        };
        let mut lengths = Random(topic.iter().map(|word| word.len() as u64).sum());
        let phrasings = (0..=ALTERNATES)
            .map(|_| text(lengths.between(5, 12), TOPIC_IN_PHRASING).join(" "))
            .collect();
        let answer_words = text(lengths.between(30, 90), TOPIC_IN_ANSWER);
        let sentences: Vec<String> = answer_words.chunks(12).map(|s| s.join(" ")).collect();
        Entry {
            id,
            phrasings,
            answer: format!("{}.", sentences.join(". ")),
            tags: topic[..2].iter().map(|&word| word.to_owned()).collect(),
        }
    }

    /// Everything that a member may find it by, as one text.
    pub fn text(&self) -> String {
        format!("{} {}", self.phrasings.join(" "), self.answer)
    }

    fn write(&self, toml: &mut String) {
        let list = |texts: &[String]| format!("[\"{}\"]", texts.join("\", \""));
        let _ = write!(
            toml,
            "[[entry]]\nid = \"{}\"\nquestion = \"{}?\"\nalternates = {}\n\
             answer = \"\"\"\n{}\n\"\"\"\ntags = {}\n\n",
            self.id,
            self.phrasings[0],
            list(&self.phrasings[1..]),
            self.answer,
            list(&self.tags),
        );
    }
}

/// A bank of entries.
pub struct Bank {
    language: Language,
    /// The entries.
    pub entries: Vec<Entry>,
}

impl Bank {
    /// A bank of this many entries; a larger one begins with the same ones.
    pub fn new(entries: usize) -> Self {
        let language = Language::new();
        let mut random = Random(2);
        let entries = (0..entries)
            .map(|number| Entry::new(format!("entry-{number}"), &language, &mut random))
            .collect();
        Bank { language, entries }
    }

    /// Writes the bank as FAQ files into `folder`, which must be there.
    pub fn write(&self, folder: &Path) {
        for (number, entries) in self.entries.chunks(ENTRIES_PER_FILE).enumerate() {
            let path = folder.join(format!("made-{number:04}.toml"));
            let toml = file(&format!("Made {number}"), entries);
            fs::write(path, toml).expect("the temporary folder can be written");
        }
    }

    /// A further file of ten entries; each edition has other words in it.
    pub fn edited_file(&self, edition: u64) -> String {
        let mut random = Random(edition << 32 | 3);
        let entries: Vec<Entry> = (0..EDITED_ENTRIES)
            .map(|number| Entry::new(format!("edited-{number}"), &self.language, &mut random))
            .collect();
        file("Edited", &entries)
    }

    /// Questions that members might ask: a phrasing of an entry, with words
    /// left out, swapped, taken from elsewhere and misspelt.
    pub fn questions(&self, count: usize) -> Vec<String> {
        let mut random = Random(4);
        (0..count).map(|_| self.question(&mut random)).collect()
    }

    fn question(&self, random: &mut Random) -> String {
        let phrasings = &self.entries[random.below(self.entries.len())].phrasings;
        let phrasing = &phrasings[random.below(phrasings.len())];
        let mut words = Vec::new();
        for word in phrasing.split(' ') {
            if !random.chance(LEFT_OUT) {
                words.push(word.to_owned());
            }
            if random.chance(FROM_ELSEWHERE) {
                words.push(self.language.word(random).to_owned());
            }
        }
        if words.is_empty() {
            words.push(self.language.word(random).to_owned());
        }
        if random.chance(50) {
            let place = random.below(words.len());
            let next = (place + 1) % words.len();
            words.swap(place, next);
        }
        if random.chance(MISSPELT) {
            let place = random.below(words.len());
            words[place] = misspelt(&words[place], random);
        }
        words.join(" ")
    }
}

/// A word with two letters swapped.
fn misspelt(word: &str, random: &mut Random) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let place = random.between(1, letters.len() - 2);
    letters.swap(place, place + 1);
    letters.into_iter().collect()
}

fn file(title: &str, entries: &[Entry]) -> String {
    let mut toml = format!("title = \"{title}\"\ntags = [\"made\"]\n\n");
    entries.iter().for_each(|entry| entry.write(&mut toml));
    toml
}
