//! The fields of the index, and a passage as a document.
//!
//! Words are cut by our `Analyzer` and handed to Tantivy with a space between
//! them, so that a document and a question can never be cut in different ways.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};

use super::analyzer::{Analyzer, Word};
use super::catalogue;
use super::columns::{self, MAX_PHRASINGS, Part};
use crate::content::key::id_hash;
use crate::content::passage::Passage;
use crate::content::plain::plain_text;

/// Changes whenever an index made by older code must be made again: the
/// fields, the analyzer, the column or the stored passage.
pub const FORMAT: u32 = 2;

/// Shorter words are never corrected, nor corrected to, in characters.
pub const MIN_CORRECTED_CHARS: usize = 4;

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Every stem of the passage: what candidates are found by.
    pub body: Field,
    /// The distinct stems of the phrasings: how common a word is in questions.
    pub phrasing_terms: Field,
    /// The distinct words as written: what spelling is corrected to.
    pub surfaces: Field,
    /// The passage's id.
    pub id: Field,
    /// The file that it came from, to delete it by.
    pub file: Field,
    /// A hash of the id, to tell hits of the same section by and to find it by.
    pub id_hash: Field,
    /// The distinct words of the title as written, with how many they are.
    pub title_words: Field,
    /// The distinct words of the alternates as written.
    pub alternate_words: Field,
    /// A hash of the title and of each alternate, see [`folded`].
    pub phrasing_hash: Field,
    /// Where the passage stands in its file, see [`catalogue::place`].
    pub place: Field,
    /// The column, see [`columns`].
    pub column: Field,
    /// The passage itself, as JSON.
    pub passage: Field,
}

/// The schema and its fields.
pub fn schema() -> (Schema, Fields) {
    let terms = |tokenizer, record, with_norms| {
        TextOptions::default().set_indexing_options(
            TextFieldIndexing::default()
                .set_tokenizer(tokenizer)
                .set_fieldnorms(with_norms)
                .set_index_option(record),
        )
    };
    let mut builder = Schema::builder();
    let fields = Fields {
        body: builder.add_text_field(
            "body",
            terms("whitespace", IndexRecordOption::WithFreqs, true),
        ),
        phrasing_terms: builder.add_text_field(
            "phrasing_terms",
            terms("whitespace", IndexRecordOption::Basic, false),
        ),
        surfaces: builder.add_text_field(
            "surfaces",
            terms("whitespace", IndexRecordOption::Basic, false),
        ),
        id: builder.add_text_field("id", terms("raw", IndexRecordOption::Basic, false)),
        file: builder.add_text_field("file", terms("raw", IndexRecordOption::Basic, false)),
        id_hash: builder.add_u64_field("id_hash", NumericOptions::from(FAST | INDEXED)),
        title_words: builder.add_text_field(
            "title_words",
            terms("whitespace", IndexRecordOption::Basic, true),
        ),
        alternate_words: builder.add_text_field(
            "alternate_words",
            terms("whitespace", IndexRecordOption::Basic, false),
        ),
        phrasing_hash: builder.add_u64_field("phrasing_hash", NumericOptions::from(INDEXED)),
        place: builder.add_u64_field("place", NumericOptions::from(FAST)),
        column: builder.add_u64_field("column", NumericOptions::from(FAST)),
        passage: builder.add_text_field("passage", STORED),
    };
    (builder.build(), fields)
}

/// How many words the parts of a passage have; summed over the bank, they give
/// the average lengths that BM25 compares with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Totals {
    /// Passages.
    pub passages: u64,
    /// Words in all phrasings.
    pub phrasing_words: u64,
    /// Words in all answers.
    pub answer_words: u64,
    /// Words in all contexts.
    pub context_words: u64,
}

impl std::ops::AddAssign for Totals {
    fn add_assign(&mut self, other: Totals) {
        self.passages += other.passages;
        self.phrasing_words += other.phrasing_words;
        self.answer_words += other.answer_words;
        self.context_words += other.context_words;
    }
}

/// The document of a passage of `file`, and what it adds to the totals.
///
/// # Errors
/// When the passage cannot be written as JSON, which no passage that was read
/// from a file can cause.
pub fn document(
    fields: &Fields,
    file: &str,
    passage: &Passage,
    analyzer: &mut Analyzer,
) -> Result<(TantivyDocument, Totals), serde_json::Error> {
    let mut parts: Vec<(Part, Vec<String>)> = Vec::new();
    let mut surfaces = BTreeSet::new();
    let (mut title_words, mut alternate_words) = (BTreeSet::new(), BTreeSet::new());
    let mut phrasing_hashes = BTreeSet::new();
    let mut stems_of = |part: Part, text: &str| {
        let mut stems = Vec::new();
        let words = analyzer.words(text);
        if let Part::Phrasing(number) = part {
            let known = if number == 0 {
                &mut title_words
            } else {
                &mut alternate_words
            };
            known.extend(words.iter().map(|word| word.surface.clone()));
            phrasing_hashes.insert(phrasing_hash(&folded(&words)));
        }
        for word in words {
            if part_is_searched(part) && is_correctable(&word.surface) {
                surfaces.insert(word.surface);
            }
            stems.extend(word.stem);
        }
        stems
    };

    let phrasings = std::iter::once(&passage.title).chain(&passage.alternates);
    for (number, phrasing) in phrasings.take(MAX_PHRASINGS).enumerate() {
        let part = Part::Phrasing(number as u16);
        parts.push((part, stems_of(part, phrasing)));
    }
    for (number, question) in passage.not_for.iter().take(MAX_PHRASINGS).enumerate() {
        let part = Part::NotFor(number as u16);
        parts.push((part, stems_of(part, question)));
    }
    let mut context = Vec::new();
    for text in passage.context.iter().chain(&passage.tags) {
        context.extend(stems_of(Part::Context, text));
    }
    parts.push((Part::Context, context));
    let answer = plain_text(&passage.text);
    parts.push((Part::Answer, stems_of(Part::Answer, &answer)));

    let mut document = TantivyDocument::default();
    let mut totals = Totals {
        passages: 1,
        ..Totals::default()
    };
    let mut phrasing_terms = BTreeSet::new();
    let mut body = Vec::new();
    for (part, stems) in &parts {
        for value in columns::pack(*part, stems) {
            document.add_u64(fields.column, value);
        }
        match part {
            Part::Phrasing(_) => {
                totals.phrasing_words += stems.len() as u64;
                phrasing_terms.extend(stems.iter().cloned());
            }
            Part::Answer => totals.answer_words += stems.len() as u64,
            Part::Context => totals.context_words += stems.len() as u64,
            Part::NotFor(_) => {}
        }
        if part_is_searched(*part) {
            body.extend(stems.iter().cloned());
        }
    }
    document.add_text(fields.body, body.join(" "));
    document.add_text(fields.phrasing_terms, joined(phrasing_terms));
    document.add_text(fields.surfaces, joined(surfaces));
    document.add_text(fields.title_words, joined(title_words));
    document.add_text(fields.alternate_words, joined(alternate_words));
    for hash in phrasing_hashes {
        document.add_u64(fields.phrasing_hash, hash);
    }
    document.add_u64(fields.place, catalogue::place(passage));
    document.add_text(fields.id, &passage.id);
    document.add_u64(fields.id_hash, id_hash(&passage.id));
    document.add_text(fields.file, file);
    document.add_text(fields.passage, serde_json::to_string(passage)?);
    Ok((document, totals))
}

/// A text of these words whatever its case, accents, spaces and punctuation.
pub fn folded(words: &[Word]) -> String {
    let surfaces: Vec<&str> = words.iter().map(|word| word.surface.as_str()).collect();
    surfaces.join(" ")
}

/// The number by which the index knows a folded phrasing.
pub fn phrasing_hash(folded: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(folded.as_bytes())
}

/// What a passage is not for must not help to find it.
fn part_is_searched(part: Part) -> bool {
    !matches!(part, Part::NotFor(_))
}

/// Whether spelling is corrected from and to words such as this.
pub fn is_correctable(surface: &str) -> bool {
    surface.chars().count() >= MIN_CORRECTED_CHARS && surface.chars().all(char::is_alphabetic)
}

/// As one text, in which Tantivy finds the words again: none has a space.
fn joined(words: BTreeSet<String>) -> String {
    let words: Vec<String> = words.into_iter().collect();
    words.join(" ")
}
