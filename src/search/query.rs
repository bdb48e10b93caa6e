//! A question as a query: its words, mended and widened, with their weights.
//!
//! A query is built from the analyzer's own words. What a person typed never
//! reaches Tantivy's query parser, so nothing typed can be a syntax error.

use rustc_hash::FxHashSet;
use tantivy::Term;
use tantivy::query::{BooleanQuery, Occur, TermQuery};
use tantivy::schema::IndexRecordOption;

use super::analyzer::{Analyzer, Word, pairs};
use super::columns::term_hash;
use super::schema::Fields;
use super::spelling::{Correction, Speller};
use super::statistics::Statistics;
use super::synonyms::{Expansion, Synonyms};

/// Most words of a question that are searched for: the most telling ones. It
/// bounds the work that a message of any length can cause.
const MAX_WORDS: usize = 32;

/// Most words of a question that are looked at at all.
const MAX_WORDS_READ: usize = 1_000;

/// Most words of a question whose spelling is looked at: each takes a walk through
/// the words of the bank.
const MAX_SPELLINGS: usize = 16;

/// An unknown word that is shorter is a scrap of chat, in characters.
const MIN_UNKNOWN_CHARS: usize = 3;

/// With this many known words, scraps are passed over.
const ENOUGH_WITHOUT_SCRAPS: usize = 2;

/// What a synonym counts, next to 1 for the word itself.
const SYNONYM_WEIGHT: f32 = 0.8;

/// What a word of the conversation before counts, next to 1 for a word of the
/// question itself.
pub(super) const CONTEXT_WEIGHT: f32 = 0.4;

/// From this many passages on, candidates are found by rarer words alone; in
/// smaller banks that would save no time worth having.
const LARGE_BANK: u64 = 5_000;

/// A word that stands in fewer than one in eight passages (`ln 8`).
const RARE_WORD_IDF: f32 = 2.08;

/// With this many rarer words, candidates are found without the common ones.
const ENOUGH_RARE_WORDS: usize = 3;

/// A word of the question and all that may stand for it.
#[derive(Debug, Clone)]
pub struct QueryWord {
    /// The word as searched for, after correction.
    pub surface: String,
    /// 1 for a word of the question, less for one of the conversation before.
    pub weight: f32,
    /// How telling it is, see [`Statistics::idf`].
    pub idf: f32,
    /// How telling it is by itself, whatever the bank: 1 is middling.
    pub length: f32,
    /// Whether it makes a question rather than say what it is about, see
    /// [`super::common`].
    pub is_common: bool,
    /// What may stand for it; the word itself comes first.
    pub alternatives: Vec<Alternative>,
}

/// One or several stems that together stand for a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// Numbers of `Query::terms`, all of which have to be there.
    pub terms: Vec<usize>,
    /// What it counts, above 0 and at most 1.
    pub weight: f32,
}

/// A question, ready to be searched for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// The question itself, spelling mended.
    pub text: String,
    /// Its words, without stop words and repetitions.
    pub words: Vec<QueryWord>,
    /// Its pairs of neighbouring words, see [`super::analyzer::pairs`], each once.
    pub pairs: Vec<u32>,
    /// The distinct stems that the words refer to.
    terms: Vec<String>,
    /// The hash of each of them, see [`term_hash`].
    pub term_hashes: Vec<u32>,
    /// What was taken for a spelling mistake.
    pub corrections: Vec<Correction>,
    /// Synonyms that were put in.
    pub expansions: Vec<Expansion>,
}

/// What a query is built with.
pub struct Builder<'a> {
    /// One analyzer for each language of the bank.
    pub analyzers: Vec<Analyzer>,
    /// The speller of the bank.
    pub speller: Speller<'a>,
    /// The statistics of the bank.
    pub statistics: &'a Statistics,
    /// The moderators' synonyms.
    pub synonyms: &'a Synonyms,
    /// The terms of a passage that is taken for not being there.
    pub hidden: Option<&'a FxHashSet<u32>>,
}

impl Builder<'_> {
    /// The query for `text`; `context` is the question asked before, if this
    /// one may lean on it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn build(&mut self, text: &str, context: Option<&str>) -> tantivy::Result<Query> {
        let mut query = Query::default();
        self.add_words(&mut query, text, 1.0)?;
        query.text = self.mended(text, &query.corrections);
        query.pairs = self.pairs(&query.text);
        if let Some(context) = context {
            self.add_words(&mut query, context, CONTEXT_WEIGHT)?;
        }
        let hashes = &query.term_hashes;
        for word in &mut query.words {
            word.idf = lowest(word, hashes, |term| match self.hidden {
                Some(hidden) if hidden.contains(&term) => self.statistics.idf_of_one_fewer(term),
                _ => self.statistics.idf(term),
            });
        }
        let by_telling = |word: &QueryWord| word.weight * word.idf;
        query
            .words
            .sort_by(|a, b| by_telling(b).total_cmp(&by_telling(a)));
        query.words.truncate(MAX_WORDS);
        Ok(query)
    }

    fn add_words(&mut self, query: &mut Query, text: &str, weight: f32) -> tantivy::Result<()> {
        let mut stems = Vec::new();
        let mut positions = Vec::new();
        for (surface, word_stems) in self.stems_by_word(text, &mut query.corrections)? {
            // The place of each word, or of its first mention, among the
            // query's words: synonyms refer to it.
            let terms: Vec<usize> = word_stems.iter().map(|stem| query.term(stem)).collect();
            positions.push(query.position_of(&terms).unwrap_or_else(|| {
                query.words.push(QueryWord {
                    surface,
                    weight,
                    idf: 0.0,
                    length: 1.0,
                    is_common: word_stems
                        .iter()
                        .all(|stem| self.statistics.is_common(term_hash(stem))),
                    alternatives: terms
                        .into_iter()
                        .map(|term| Alternative {
                            terms: vec![term],
                            weight: 1.0,
                        })
                        .collect(),
                });
                query.words.len() - 1
            }));
            stems.push(word_stems);
        }
        for expansion in self.synonyms.expand(&stems) {
            let terms: Vec<usize> = expansion
                .stems
                .iter()
                .map(|stem| query.term(stem))
                .collect();
            for place in expansion.range.clone() {
                query.words[positions[place]]
                    .alternatives
                    .push(Alternative {
                        terms: terms.clone(),
                        weight: SYNONYM_WEIGHT,
                    });
            }
            query.expansions.push(expansion);
        }
        Ok(())
    }

    /// The text with its spelling mended.
    fn mended(&mut self, text: &str, corrections: &[Correction]) -> String {
        let Some(analyzer) = self
            .analyzers
            .first_mut()
            .filter(|_| !corrections.is_empty())
        else {
            return text.to_owned();
        };
        let mut mended = String::with_capacity(text.len());
        let mut rest = 0;
        for word in analyzer.words(text) {
            let mut corrections = corrections.iter();
            if let Some(correction) = corrections.find(|correction| correction.from == word.surface)
            {
                mended.push_str(&text[rest..word.span.start]);
                mended.push_str(&correction.to);
                rest = word.span.end;
            }
        }
        mended.push_str(&text[rest..]);
        mended
    }

    /// The pairs of words of a text in the language that it is likeliest in.
    fn pairs(&mut self, text: &str) -> Vec<u32> {
        let analyzers = self.analyzers.iter_mut();
        let by_language: Vec<Vec<Word>> = analyzers.map(|analyzer| analyzer.words(text)).collect();
        let words = likeliest(&by_language).or(by_language.first());
        let words = words.map_or(&[][..], |words| &words[..words.len().min(MAX_WORDS_READ)]);
        let mut pairs: Vec<u32> = pairs(words).iter().map(|pair| term_hash(pair)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The words of a text that are searched for, each with its stem in every
    /// language of the bank, spelling mended.
    fn stems_by_word(
        &mut self,
        text: &str,
        corrections: &mut Vec<Correction>,
    ) -> tantivy::Result<Vec<(String, Vec<String>)>> {
        let by_language: Vec<Vec<Word>> = self
            .analyzers
            .iter_mut()
            .map(|analyzer| analyzer.words(text))
            .collect();
        let Some(first) = by_language.first() else {
            return Ok(Vec::new());
        };
        let likely = likeliest(&by_language);
        let mut words = Vec::new();
        let mut looked_up = 0;
        for (position, word) in first.iter().enumerate().take(MAX_WORDS_READ) {
            let mut surface = word.surface.clone();
            // The same tokenizer cuts every language, so positions agree. A
            // stop word of the likeliest language is one, whatever it means in
            // the others.
            let is_stop_word = likely
                .and_then(|words| words.get(position))
                .is_some_and(|word| word.stem.is_none());
            let stems = by_language.iter().filter_map(|words| words.get(position));
            let mut stems: Vec<String> = stems
                .filter(|_| !is_stop_word)
                .filter_map(|word| word.stem.clone())
                .collect();
            if stems.is_empty() {
                continue;
            }
            let has = |stem: &String| self.statistics.has(term_hash(stem));
            if !stems.iter().any(has) {
                looked_up += 1;
                if looked_up <= MAX_SPELLINGS
                    && let Some(mended) = self.speller.correct(&surface)?
                {
                    let analyzers = self.analyzers.iter_mut();
                    stems = analyzers.flat_map(|a| a.stems(&mended)).collect();
                    let correction = Correction {
                        from: std::mem::replace(&mut surface, mended.clone()),
                        to: mended,
                    };
                    if !corrections.contains(&correction) {
                        corrections.push(correction);
                    }
                }
            }
            stems.dedup();
            // The word that was meant may be a stop word, and a common word
            // that the bank lacks, such as "hi", says nothing about it.
            let says_nothing = |stem: &String| {
                let term = term_hash(stem);
                self.statistics.is_common(term) && !self.statistics.has(term)
            };
            if !stems.iter().all(says_nothing) {
                words.push((surface, stems));
            }
        }
        // "iz massage safe 4 sciatica" is about massage and sciatica, but "is ai
        // safe" is about something that the bank lacks.
        let is_known = |(_, stems): &(String, Vec<String>)| {
            let mut terms = stems.iter().map(|stem| term_hash(stem));
            terms.any(|term| self.statistics.has(term))
        };
        if words.iter().filter(|word| is_known(word)).count() >= ENOUGH_WITHOUT_SCRAPS {
            words.retain(|word| is_known(word) || word.0.chars().count() >= MIN_UNKNOWN_CHARS);
        }
        Ok(words)
    }
}

/// The words of a question in the language that it is most likely asked in: the
/// one with most stop words in it; `None` where there is nothing to go by.
fn likeliest(by_language: &[Vec<Word>]) -> Option<&Vec<Word>> {
    let stop_words = |words: &Vec<Word>| words.iter().filter(|word| word.stem.is_none()).count();
    let most = by_language.iter().map(stop_words).max()?;
    let mut likely = by_language.iter().filter(|words| stop_words(words) == most);
    let first = likely.next();
    first.filter(|_| most > 0 && likely.next().is_none())
}

/// A word that the bank lacks tells as little as the most common word that
/// may stand for it.
fn lowest(word: &QueryWord, hashes: &[u32], idf: impl Fn(u32) -> f32) -> f32 {
    let alternatives = word.alternatives.iter();
    let rarest_of = |alternative: &Alternative| {
        let idfs = alternative.terms.iter().map(|&term| idf(hashes[term]));
        idfs.fold(0.0, f32::max)
    };
    alternatives.map(rarest_of).fold(f32::INFINITY, f32::min)
}

impl Query {
    /// The number of a stem, which is added where it is new.
    fn term(&mut self, stem: &str) -> usize {
        if let Some(known) = self.terms.iter().position(|term| term == stem) {
            return known;
        }
        self.terms.push(stem.to_owned());
        self.term_hashes.push(term_hash(stem));
        self.terms.len() - 1
    }

    fn position_of(&self, terms: &[usize]) -> Option<usize> {
        self.words.iter().position(|word| {
            let own = word.alternatives.iter().take(terms.len());
            own.flat_map(|alternative| &alternative.terms).eq(terms)
        })
    }

    /// What Tantivy runs to find candidates: any of the stems, anywhere.
    ///
    /// In a large bank, common words are left out where enough rarer ones are
    /// there: they cost the most and tell the least. In ranking they count.
    pub(super) fn to_tantivy(&self, fields: &Fields, statistics: &Statistics) -> BooleanQuery {
        let mut sought: Vec<&QueryWord> = Vec::new();
        if statistics.passages() >= LARGE_BANK {
            let words = self.words.iter();
            sought.extend(
                words.filter(|word| word.idf >= RARE_WORD_IDF && self.is_known(word, statistics)),
            );
        }
        if sought.len() < ENOUGH_RARE_WORDS {
            sought = self.words.iter().collect();
        }
        let wanted: std::collections::BTreeSet<usize> = sought
            .into_iter()
            .flat_map(|word| &word.alternatives)
            .flat_map(|alternative| alternative.terms.iter().copied())
            .collect();
        let clause = |term: usize| {
            let term = Term::from_field_text(fields.body, &self.terms[term]);
            let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
            (
                Occur::Should,
                Box::new(query) as Box<dyn tantivy::query::Query>,
            )
        };
        BooleanQuery::new(wanted.into_iter().map(clause).collect())
    }

    /// Whether the bank has a word, or something that stands for it.
    fn is_known(&self, word: &QueryWord, statistics: &Statistics) -> bool {
        word.alternatives.iter().any(|alternative| {
            let mut terms = alternative.terms.iter();
            terms.all(|&term| statistics.has(self.term_hashes[term]))
        })
    }

    /// How much of the question is words that the bank does not have, by telling
    /// words: 0 to 1.
    pub fn unknown_share(&self, statistics: &Statistics) -> f32 {
        let (mut unknown, mut all) = (0.0, 0.0);
        for word in &self.words {
            let weight = word.weight * word.idf;
            all += weight;
            if !self.is_known(word, statistics) {
                unknown += weight;
            }
        }
        if all > 0.0 { unknown / all } else { 0.0 }
    }

    /// How much of the question a set of words covers, each word weighed by
    /// `weigh`: 0 to 1. `has` says whether a term, by its number in
    /// [`Query::term_hashes`], is in the set.
    pub fn coverage(&self, weigh: impl Fn(&QueryWord) -> f32, has: impl Fn(usize) -> bool) -> f32 {
        let (mut covered, mut all) = (0.0, 0.0);
        for word in &self.words {
            let best = word
                .alternatives
                .iter()
                .filter(|alternative| alternative.terms.iter().all(|&term| has(term)))
                .map(|alternative| alternative.weight)
                .fold(0.0, f32::max);
            covered += word.weight * weigh(word) * best;
            all += word.weight * weigh(word);
        }
        if all > 0.0 { covered / all } else { 0.0 }
    }
}
