//! What passages mean: the vectors of a bank, and which of them are nearest.
//!
//! Vectors of passages are made when a passage is indexed, lie in the index beside
//! it, and are read when the index is opened. Vectors of single words are made
//! when a word is first needed. How much likeness counts is not decided here.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::columnar::Column;

use super::columns::Part;
use super::embedding::Embedder;
use super::query::{self, Query};
use super::ranking::Likenesses;
use super::schema::{Fields, read_word_form, word_form};
use super::vectors::{Vector, Vectors, View, unpack};
use super::whitening::{self, Whitened, Whitening};

/// How much the title of the file and the headings count in the meaning of a
/// passage, next to 1 for its phrasings together.
const CONTEXT_WEIGHT: f32 = 0.5;

/// The same for the beginning of the answer.
const ANSWER_WEIGHT: f32 = 0.7;

/// Words of an answer that count: further ones stray from the point.
const ANSWER_WORDS: usize = 200;

/// The texts of a passage.
pub struct Texts<'a> {
    /// The title and the alternates.
    pub phrasings: &'a [&'a String],
    /// The title of the file and the headings.
    pub context: &'a str,
    /// The answer, plain.
    pub answer: &'a str,
}

/// The vectors of a passage as the index keeps them: one for each phrasing, and
/// one of the whole.
pub fn vectors(texts: &Texts, embedder: &Embedder) -> Vec<u64> {
    let mut packed = Vec::new();
    let mut whole = Sum::new(embedder.dimensions());
    for (number, phrasing) in (0..).zip(texts.phrasings) {
        if let Some(vector) = Vector::towards(&embedder.embed(phrasing)) {
            packed.extend(vector.pack(Part::Phrasing(number)));
            whole.add(&vector, 1.0);
        }
    }
    // All phrasings together count as one.
    let phrasings = whole.vector();
    let mut whole = Sum::new(embedder.dimensions());
    if let Some(phrasings) = &phrasings {
        whole.add(phrasings, 1.0);
    }
    let answer = beginning(texts.answer, ANSWER_WORDS);
    for (text, weight) in [(texts.context, CONTEXT_WEIGHT), (answer, ANSWER_WEIGHT)] {
        if let Some(vector) = Vector::towards(&embedder.embed(text)) {
            whole.add(&vector, weight);
        }
    }
    packed.extend(
        whole
            .vector()
            .iter()
            .flat_map(|whole| whole.pack(Part::Whole)),
    );
    packed
}

/// The first `count` words of a text.
fn beginning(text: &str, count: usize) -> &str {
    let end = text
        .split_whitespace()
        .nth(count)
        .map(|next| next.as_ptr() as usize - text.as_ptr() as usize);
    &text[..end.unwrap_or(text.len())]
}

/// Vectors that are added up.
struct Sum(Vec<f32>);

impl Sum {
    fn new(dimensions: usize) -> Self {
        Sum(vec![0.0; dimensions])
    }

    fn add(&mut self, vector: &Vector, weight: f32) {
        for (sum, number) in self.0.iter_mut().zip(vector.numbers()) {
            *sum += number * weight;
        }
    }

    fn vector(&self) -> Option<Vector> {
        Vector::towards(&self.0)
    }
}

/// The vectors of all passages of a state of the index.
pub struct Meaning {
    embedder: Arc<Embedder>,
    /// A vector for each document, also for those that are deleted.
    wholes: Vectors,
    /// For each segment, the number of its first document.
    first_document: Vec<u32>,
    whitening: Whitening,
    /// Vectors of single words that were needed before, by the numbers of their
    /// stems.
    words: RwLock<FxHashMap<u32, Option<WordVector>>>,
}

/// What a word means.
struct WordVector {
    /// Where it points to.
    direction: Vector,
    /// How telling it is by itself, whatever the bank: the length of its vector,
    /// above 0; 1 is middling.
    length: f32,
}

impl Meaning {
    /// Reads the vectors of an index, whose passages have so many phrasings in all.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn read(
        searcher: &tantivy::Searcher,
        embedder: Arc<Embedder>,
        phrasings: u64,
    ) -> tantivy::Result<Meaning> {
        let dimensions = embedder.dimensions();
        let mut meaning = Meaning {
            embedder,
            wholes: Vectors::new(dimensions),
            first_document: Vec::new(),
            whitening: Whitening::default(),
            words: RwLock::default(),
        };
        let mut whitening = whitening::Builder::new(dimensions, phrasings);
        let mut packed = Vec::new();
        for segment in searcher.segment_readers() {
            let column: Column<u64> = segment.fast_fields().u64("vectors")?;
            meaning.first_document.push(meaning.wholes.len() as u32);
            for document in 0..segment.max_doc() {
                packed.clear();
                if !segment.is_deleted(document) {
                    let range = column.index.value_row_ids(document);
                    packed.resize(range.len(), 0);
                    column.values.get_range(u64::from(range.start), &mut packed);
                }
                meaning.add(&packed, &mut whitening);
            }
        }
        meaning.whitening = whitening.build();
        Ok(meaning)
    }

    /// Adds the vectors of a document, which has none where it is deleted.
    fn add(&mut self, packed: &[u64], whitening: &mut whitening::Builder) {
        let document = self.wholes.len();
        unpack(packed, |part, vector| match part {
            Part::Phrasing(_) => whitening.add(vector),
            Part::Whole if self.wholes.len() == document => self.wholes.push(vector),
            _ => {}
        });
        if self.wholes.len() == document {
            self.wholes.push_zero();
        }
    }

    /// The number by which this knows a document.
    pub fn document(&self, address: tantivy::DocAddress) -> u32 {
        self.first_document[address.segment_ord as usize] + address.doc_id
    }

    /// The address of a document, by its number.
    pub fn address(&self, document: u32) -> tantivy::DocAddress {
        let segment = self
            .first_document
            .partition_point(|&first| first <= document)
            - 1;
        tantivy::DocAddress {
            segment_ord: segment as u32,
            doc_id: document - self.first_document[segment],
        }
    }

    /// The vector of a question; `None` where no piece of it is known. It leans a
    /// little on the one before, if there is one.
    pub fn question(&self, text: &str, before: Option<&str>) -> Option<Vector> {
        let own = Vector::towards(&self.embedder.embed(text));
        let Some(before) = before.and_then(|text| Vector::towards(&self.embedder.embed(text)))
        else {
            return own;
        };
        let mut sum = Sum::new(self.embedder.dimensions());
        if let Some(own) = &own {
            sum.add(own, 1.0);
        }
        sum.add(&before, query::CONTEXT_WEIGHT);
        sum.vector()
    }

    /// How near a document is, but for what all passages share.
    pub fn distinct(&self, document: u32, question: &Whitened) -> f32 {
        self.wholes.get(document as usize).map_or(0.0, |whole| {
            let whole: Vec<f32> = whole.numbers().collect();
            self.whitening.cosine(question, &whole)
        })
    }

    /// A question for [`Meaning::distinct`].
    pub fn whiten(&self, question: &Vector) -> Whitened {
        self.whitening
            .whiten(&question.numbers().collect::<Vec<f32>>())
    }

    /// How near a document as a whole is to a question: 0 to 1.
    pub fn cosine(&self, document: u32, question: View) -> f32 {
        let whole = self.wholes.get(document as usize);
        whole.map_or(0.0, |whole| whole.cosine(question))
    }

    /// The `count` documents that are nearest to a question as a whole, nearest
    /// first, each with its cosine.
    pub fn nearest(&self, question: View, count: usize) -> Vec<(f32, u32)> {
        let mut nearest: Vec<(f32, u32)> = Vec::with_capacity(count + 1);
        for (document, cosine) in (0..).zip(self.wholes.cosines(question)) {
            let is_near =
                nearest.len() < count || nearest.last().is_some_and(|last| cosine > last.0);
            if is_near && cosine > 0.0 {
                let place = nearest.partition_point(|other| other.0 >= cosine);
                nearest.insert(place, (cosine, document));
                nearest.truncate(count);
            }
        }
        nearest
    }

    /// Compares the words of a question with those of its candidates.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn compare(
        &self,
        query: &mut Query,
        likenesses: &mut Likenesses,
        searcher: &tantivy::Searcher,
        fields: &Fields,
    ) -> tantivy::Result<()> {
        let words = query.words.iter_mut();
        let asked: Vec<Option<WordVector>> = words
            .map(|word| {
                let vector = word_vector(&self.embedder, &word.surface);
                word.length = vector.as_ref().map_or(1.0, |vector| vector.length);
                vector
            })
            .collect();
        let terms = std::mem::take(&mut likenesses.terms);
        self.words(&terms, searcher, fields, |number, vector| {
            likenesses.set_length(number, vector.length);
            for (place, word) in asked.iter().enumerate() {
                if let Some(word) = word {
                    let likeness = word.direction.cosine(&vector.direction);
                    likenesses.raise(number, place, likeness);
                }
            }
        })?;
        likenesses.terms = terms;
        Ok(())
    }

    /// Calls `each` with the number of every one of these words of the bank and
    /// its vector, if it has one.
    fn words(
        &self,
        terms: &[u32],
        searcher: &tantivy::Searcher,
        fields: &Fields,
        mut each: impl FnMut(usize, &WordVector),
    ) -> tantivy::Result<()> {
        // A panic while it was locked leaves a map that is whole: nothing but
        // insertions happens under the lock.
        let known = self.words.read().unwrap_or_else(PoisonError::into_inner);
        let mut missing = Vec::new();
        for (number, term) in terms.iter().enumerate() {
            match known.get(term) {
                Some(Some(vector)) => each(number, vector),
                Some(None) => {}
                None => missing.push(number),
            }
        }
        drop(known);
        if missing.is_empty() {
            return Ok(());
        }
        let mut found = Vec::with_capacity(missing.len());
        for number in missing {
            let surface = surface_of(terms[number], searcher, fields)?;
            let vector = surface.and_then(|surface| word_vector(&self.embedder, &surface));
            if let Some(vector) = &vector {
                each(number, vector);
            }
            found.push((terms[number], vector));
        }
        let mut known = self.words.write().unwrap_or_else(PoisonError::into_inner);
        known.extend(found);
        Ok(())
    }
}

fn word_vector(embedder: &Embedder, surface: &str) -> Option<WordVector> {
    let numbers = embedder.embed(surface);
    let length = numbers.iter().map(|x| x * x).sum::<f32>().sqrt();
    Some(WordVector {
        direction: Vector::towards(&numbers)?,
        length,
    })
}

/// The first word by alphabet with this stem: the shortest form, most often.
fn surface_of(
    term: u32,
    searcher: &tantivy::Searcher,
    fields: &Fields,
) -> tantivy::Result<Option<String>> {
    let from = word_form(term, "");
    let mut first: Option<String> = None;
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(fields.word_forms)?;
        let mut forms = inverted.terms().range().ge(from.as_bytes()).into_stream()?;
        if !forms.advance() {
            continue;
        }
        let form = std::str::from_utf8(forms.key())
            .ok()
            .and_then(read_word_form);
        if let Some((found, surface)) = form
            && found == term
            && first.as_deref().is_none_or(|first| surface < first)
        {
            first = Some(surface.to_owned());
        }
    }
    Ok(first)
}
