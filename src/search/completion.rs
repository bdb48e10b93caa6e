//! Completion: what a person may be about to type.
//!
//! Every word typed has to begin a word of the title, else of the alternates,
//! else of the whole text; the last word may be half typed, and the order of words
//! is free. A word that begins none is taken for a typing mistake. The words are
//! those of the index's own dictionaries: nothing is kept beside them. How free
//! text is answered is not decided here.

use std::cmp::Reverse;

use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use super::catalogue::Catalogue;
use super::columns::term_hash;
use super::lexicon;
use super::schema::is_correctable;
use super::searcher::Searcher;
use super::spelling::{MIN_CHARS_FOR_TWO_EDITS, edits_allowed};
use crate::content::passage::Passage;

/// Most words that are looked at: a title has few, and each costs a walk.
const MAX_WORDS: usize = 16;

/// A word that others follow is taken for the beginning of a longer one from this
/// length on, in characters; so is any word for one of the text below the title.
const MIN_BEGINNING_CHARS: usize = 3;

/// The beginning of a word is mended from this length on, in characters: fewer are
/// nearly the beginning of too many words.
const MIN_MENDED_BEGINNING_CHARS: usize = 5;

/// Where nothing has all words, the share of them that must be there, by telling
/// words.
const MIN_SHARE: f32 = 0.5;

/// Where a word was found, the best place last; 0 is nowhere. The two low bits say
/// how well.
const PLACE: u8 = 0b1100;
const CONTENT: u8 = 0b0100;
const ALTERNATES: u8 = 0b1000;
const TITLE: u8 = 0b1100;

/// How well a word of the index fits the one typed.
const MENDED: u8 = 1;
const BEGINNING: u8 = 2;
const WHOLE: u8 = 3;

/// A word as far as it was typed.
struct Typed {
    text: String,
    /// In characters.
    length: usize,
    /// Whether something was typed after it.
    is_finished: bool,
    /// Whether it says what the text is about: a stop word and a word that makes a
    /// question do not.
    is_telling: bool,
}

impl Typed {
    fn may_be_beginning(&self) -> bool {
        !self.is_finished || self.length >= MIN_BEGINNING_CHARS
    }
}

/// For each entry and section, where a word was found in it and how well.
type Found = Vec<u8>;

impl Searcher {
    /// The first passages of the entries and sections that `typed` may become,
    /// likeliest first; none where no word was typed.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn complete(&self, typed: &str, limit: usize) -> super::Result<Vec<Passage>> {
        let words = self.typed(typed);
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let numbers = Completer {
            searcher: self,
            catalogue: self.catalogue()?,
            words,
            limit,
        }
        .complete()?;
        self.firsts(numbers)
    }

    /// The first passages of the first entries and sections, in the order of the
    /// catalogue.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn beginning(&self, limit: usize) -> super::Result<Vec<Passage>> {
        self.firsts(0..self.catalogue()?.len().min(limit))
    }

    fn firsts(&self, numbers: impl IntoIterator<Item = usize>) -> super::Result<Vec<Passage>> {
        let catalogue = self.catalogue()?;
        let mut passages = Vec::new();
        for number in numbers {
            passages.extend(self.stored(catalogue.first(number))?);
        }
        Ok(passages)
    }

    fn typed(&self, text: &str) -> Vec<Typed> {
        let mut typed: Vec<Typed> = Vec::new();
        for word in self.surfaces(text) {
            let is_finished = word.span.end < text.len();
            match typed.iter().position(|known| known.text == word.surface) {
                Some(known) => typed[known].is_finished &= is_finished,
                None if typed.len() == MAX_WORDS => break,
                None => typed.push(Typed {
                    length: word.surface.chars().count(),
                    is_telling: word
                        .stem
                        .is_some_and(|stem| !self.statistics.is_common(term_hash(&stem))),
                    text: word.surface,
                    is_finished,
                }),
            }
        }
        typed
    }
}

struct Completer<'a> {
    searcher: &'a Searcher,
    catalogue: &'a Catalogue,
    words: Vec<Typed>,
    limit: usize,
}

impl Completer<'_> {
    /// The numbers of what was found, likeliest first.
    fn complete(&self) -> super::Result<Vec<usize>> {
        let mut found = vec![vec![0; self.catalogue.len()]; self.words.len()];
        // What is found in titles comes first, so that the other places need not
        // be looked at where titles are enough.
        for place in [TITLE, ALTERNATES, CONTENT] {
            for (word, found) in self.words.iter().zip(&mut found) {
                self.look_for(word, place, found)?;
            }
            let numbers = self.with_all_words(&found)?;
            if numbers.len() == self.limit {
                return Ok(numbers);
            }
        }
        for (word, found) in self.words.iter().zip(&mut found) {
            if found.iter().all(|&level| level == 0) {
                self.look_for_mended(word, found)?;
            }
        }
        let numbers = self.with_all_words(&found)?;
        if numbers.is_empty() {
            return Ok(self.with_most_words(&found));
        }
        Ok(numbers)
    }

    fn field(&self, place: u8) -> Field {
        let fields = &self.searcher.fields;
        match place {
            TITLE => fields.title_words,
            ALTERNATES => fields.alternate_words,
            _ => fields.surfaces,
        }
    }

    fn look_for(&self, word: &Typed, place: u8, found: &mut Found) -> tantivy::Result<()> {
        if place == CONTENT && !is_correctable(&word.text) {
            // Short words and numbers are kept whole, among the stems.
            self.walk(self.searcher.fields.body, word, false, place, found)?;
        }
        if place == CONTENT && word.length < MIN_BEGINNING_CHARS {
            return Ok(());
        }
        let may_be_beginning = word.may_be_beginning();
        self.walk(self.field(place), word, may_be_beginning, place, found)
    }

    /// Walks through the words of a field that are this one or begin with it.
    fn walk(
        &self,
        field: Field,
        word: &Typed,
        may_be_beginning: bool,
        place: u8,
        found: &mut Found,
    ) -> tantivy::Result<()> {
        let text = word.text.as_bytes();
        for (segment_ord, segment) in self.searcher.inner.segment_readers().iter().enumerate() {
            let inverted = segment.inverted_index(field)?;
            let mut terms = inverted.terms().range().ge(text).into_stream()?;
            while terms.advance() && terms.key().starts_with(text) {
                let is_whole = terms.key() == text;
                if !is_whole && !may_be_beginning {
                    break;
                }
                let documents = inverted
                    .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                let likeness = if is_whole { WHOLE } else { BEGINNING };
                self.mark(segment_ord, documents, place | likeness, found);
            }
        }
        Ok(())
    }

    /// Walks through the words that are nearly this one, or nearly begin with it.
    fn look_for_mended(&self, word: &Typed, found: &mut Found) -> tantivy::Result<()> {
        let is_right = self.searcher.knows_english() && lexicon::is_english(&word.text);
        let is_scant = !word.is_finished && word.length < MIN_MENDED_BEGINNING_CHARS;
        if !is_correctable(&word.text) || is_right || is_scant {
            return Ok(());
        }
        let mended = if word.is_finished {
            FuzzyTermQuery::new
        } else {
            FuzzyTermQuery::new_prefix
        };
        // Few people mistype the first letter, and of a short word little else
        // is left to go by.
        let first = word.text.chars().next().map(String::from);
        let first = first.filter(|_| word.length < MIN_CHARS_FOR_TWO_EDITS);
        let first = first.unwrap_or_default();
        for place in [TITLE, ALTERNATES, CONTENT] {
            let field = self.field(place);
            let term = Term::from_field_text(field, &word.text);
            let automaton = mended(term, edits_allowed(&word.text), true).automaton()?;
            for (segment_ord, segment) in self.searcher.inner.segment_readers().iter().enumerate() {
                let inverted = segment.inverted_index(field)?;
                let mut terms = inverted.terms().search(&automaton).into_stream()?;
                while terms.advance() {
                    if terms.key().starts_with(first.as_bytes()) {
                        let documents = inverted
                            .read_postings_from_terminfo(terms.value(), IndexRecordOption::Basic)?;
                        self.mark(segment_ord, documents, place | MENDED, found);
                    }
                }
            }
        }
        Ok(())
    }

    fn mark(&self, segment_ord: usize, mut documents: impl DocSet, level: u8, found: &mut Found) {
        let numbers = self.catalogue.numbers(segment_ord);
        while documents.doc() != TERMINATED {
            let number = numbers[documents.doc() as usize];
            if let Some(known) = found.get_mut(number as usize) {
                *known = level.max(*known);
            }
            documents.advance();
        }
    }

    /// What has every word: by the worst place of a word, then titles that were
    /// typed to the end, then by how well words fit, then in order.
    fn with_all_words(&self, found: &[Found]) -> tantivy::Result<Vec<usize>> {
        let mut worst = vec![PLACE; self.catalogue.len()];
        let mut likeness = vec![0; self.catalogue.len()];
        for found in found {
            for ((worst, likeness), level) in worst.iter_mut().zip(&mut likeness).zip(found) {
                *worst = (*worst).min(level & PLACE);
                *likeness += level & !PLACE;
            }
        }
        let all_whole = WHOLE * self.words.len() as u8;
        let mut title_lengths = Vec::new();
        for segment in self.searcher.inner.segment_readers() {
            title_lengths.push(segment.get_fieldnorms_reader(self.searcher.fields.title_words)?);
        }
        let is_title = |number: usize| {
            let first = self.catalogue.first(number);
            let lengths = &title_lengths[first.segment_ord as usize];
            lengths.fieldnorm(first.doc_id) as usize == self.words.len()
        };
        let candidates = (0..self.catalogue.len()).filter(|&number| worst[number] > 0);
        let keys = candidates.map(|number| {
            let (worst, likeness) = (worst[number], likeness[number]);
            let is_title = worst == TITLE && likeness == all_whole && is_title(number);
            (Reverse((worst, is_title, likeness)), number)
        });
        let best = self.best(keys.collect());
        Ok(best.into_iter().map(|(_, number)| number).collect())
    }

    /// What has the words that tell most, where nothing has all of them; of those
    /// with the same words, by where they were found.
    fn with_most_words(&self, found: &[Found]) -> Vec<usize> {
        let mut shares = vec![0.0_f32; self.catalogue.len()];
        let mut fits = vec![0; self.catalogue.len()];
        let mut total = 0.0;
        for (word, found) in self.words.iter().zip(found) {
            let count = found.iter().filter(|level| **level > 0).count();
            // Nor is a scrap of chat, such as "ok".
            let is_scrap = count == 0 && word.length < MIN_BEGINNING_CHARS;
            if !word.is_telling || is_scrap {
                continue;
            }
            let weight = (1.0 + self.catalogue.len() as f32 / count.max(1) as f32).ln();
            total += weight;
            for ((share, fit), level) in shares.iter_mut().zip(&mut fits).zip(found) {
                *share += if *level > 0 { weight } else { 0.0 };
                *fit += level;
            }
        }
        let enough = |number: &usize| shares[*number] > 0.0 && shares[*number] >= MIN_SHARE * total;
        let candidates = (0..self.catalogue.len()).filter(enough);
        // Shares are 0 or more: their bits are in the same order.
        let keys =
            candidates.map(|number| (Reverse((shares[number].to_bits(), fits[number])), number));
        let best = self.best(keys.collect());
        best.into_iter().map(|(_, number)| number).collect()
    }

    /// The first of these, in order.
    fn best<K: Ord>(&self, mut keys: Vec<K>) -> Vec<K> {
        if keys.len() > self.limit {
            keys.select_nth_unstable(self.limit);
            keys.truncate(self.limit);
        }
        keys.sort_unstable();
        keys
    }
}

#[cfg(test)]
#[path = "completion_tests.rs"]
mod tests;
