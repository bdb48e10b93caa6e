//! The fields of the index.
//!
//! What of a passage goes into which field is decided in `document`.

use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};

use crate::content::phrasing::fold;

/// Changes whenever an index made by older code must be made again: the
/// fields, the analyzer, the column, the vectors or the stored passage.
pub const FORMAT: u32 = 4;

/// Shorter words are never corrected, nor corrected to, in characters.
pub const MIN_CORRECTED_CHARS: usize = 4;

/// The fields of a document.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Every stem of the passage: what candidates are found by.
    pub body: Field,
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
    /// A hash of the title and of each alternate, see [`phrasing_hash`].
    pub phrasing_hash: Field,
    /// Words as written by their stems, see [`word_form`].
    pub word_forms: Field,
    /// Where the passage stands in its file, see [`super::catalogue::place`].
    pub place: Field,
    /// The column, see [`super::columns`].
    pub column: Field,
    /// What the passage means, see [`super::vectors`].
    pub vectors: Field,
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
        word_forms: builder.add_text_field(
            "word_forms",
            terms("whitespace", IndexRecordOption::Basic, false),
        ),
        place: builder.add_u64_field("place", NumericOptions::from(FAST)),
        column: builder.add_u64_field("column", NumericOptions::from(FAST)),
        vectors: builder.add_u64_field("vectors", NumericOptions::from(FAST)),
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
    /// Their phrasings.
    pub phrasings: u64,
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
        self.phrasings += other.phrasings;
        self.phrasing_words += other.phrasing_words;
        self.answer_words += other.answer_words;
        self.context_words += other.context_words;
    }
}

/// The number by which the index knows a title or an alternate, whatever its case,
/// spaces and punctuation.
pub fn phrasing_hash(phrasing: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(fold(phrasing).as_bytes())
}

/// Whether spelling is corrected from and to words such as this.
pub fn is_correctable(surface: &str) -> bool {
    surface.chars().count() >= MIN_CORRECTED_CHARS && surface.chars().all(char::is_alphabetic)
}

/// A word as written, behind the number of its stem: the dictionary of the field
/// leads from the one to the other.
pub fn word_form(term: u32, surface: &str) -> String {
    format!("{term:08x}{surface}")
}

/// The number of the stem and the word of a [`word_form`].
pub fn read_word_form(form: &str) -> Option<(u32, &str)> {
    let (term, surface) = form.split_at_checked(8)?;
    Some((u32::from_str_radix(term, 16).ok()?, surface))
}
