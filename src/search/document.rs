//! A passage as a document of the index.
//!
//! Words are cut by our `Analyzer` and handed to Tantivy with a space between
//! them, so that a document and a question can never be cut in different ways.

use std::collections::BTreeSet;

use tantivy::TantivyDocument;

use super::analyzer::{Analyzer, Word, pairs};
use super::catalogue;
use super::columns::{self, MAX_PHRASINGS, Part, term_hash};
use super::embedding::Embedder;
use super::meaning;
use super::schema::{Fields, Totals, is_correctable, phrasing_hash, word_form};
use crate::content::key::id_hash;
use crate::content::passage::Passage;
use crate::content::plain::plain_text;

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
    embedder: Option<&Embedder>,
) -> Result<(TantivyDocument, Totals), serde_json::Error> {
    let mut words = Words::default();
    let phrasings: Vec<&String> = std::iter::once(&passage.title)
        .chain(&passage.alternates)
        .take(MAX_PHRASINGS)
        .collect();
    for (number, phrasing) in phrasings.iter().enumerate() {
        words.read_phrasing(number as u16, phrasing, analyzer);
    }
    for (number, question) in passage.not_for.iter().take(MAX_PHRASINGS).enumerate() {
        // What a passage is not for must not help to find it.
        let stems = analyzer.stems(question);
        words.parts.push((Part::NotFor(number as u16), stems));
    }
    let context: Vec<String> = (passage.context.iter().chain(&passage.tags).cloned()).collect();
    let context = context.join("\n");
    let stems = words.read(analyzer.words(&context));
    words.parts.push((Part::Context, stems));
    let answer = plain_text(&passage.text);
    let stems = words.read(analyzer.words(&answer));
    words.parts.push((Part::Answer, stems));

    let mut document = TantivyDocument::default();
    let mut totals = Totals {
        passages: 1,
        phrasings: phrasings.len() as u64,
        ..Totals::default()
    };
    let mut body = Vec::new();
    for (part, stems) in &words.parts {
        for value in columns::pack(*part, stems) {
            document.add_u64(fields.column, value);
        }
        let count = stems.len() as u64;
        match part {
            Part::Phrasing(_) => totals.phrasing_words += count,
            Part::Answer => totals.answer_words += count,
            Part::Context => totals.context_words += count,
            Part::NotFor(_) | Part::Pairs(_) | Part::Whole => continue,
        }
        body.extend(stems.iter().cloned());
    }
    if let Some(embedder) = embedder {
        let texts = meaning::Texts {
            phrasings: &phrasings,
            context: &context,
            answer: &answer,
        };
        for value in meaning::vectors(&texts, embedder) {
            document.add_u64(fields.vectors, value);
        }
    }
    document.add_text(fields.body, body.join(" "));
    document.add_text(fields.surfaces, joined(words.surfaces));
    document.add_text(fields.title_words, joined(words.in_title));
    document.add_text(fields.alternate_words, joined(words.in_alternates));
    document.add_text(fields.word_forms, joined(words.forms));
    for hash in words.phrasing_hashes {
        document.add_u64(fields.phrasing_hash, hash);
    }
    document.add_u64(fields.place, catalogue::place(passage));
    document.add_text(fields.id, &passage.id);
    document.add_u64(fields.id_hash, id_hash(&passage.id));
    document.add_text(fields.file, file);
    document.add_text(fields.passage, serde_json::to_string(passage)?);
    Ok((document, totals))
}

/// The words of a passage.
#[derive(Default)]
struct Words {
    /// The stems of each part.
    parts: Vec<(Part, Vec<String>)>,
    /// The distinct words that spelling is corrected to.
    surfaces: BTreeSet<String>,
    in_title: BTreeSet<String>,
    in_alternates: BTreeSet<String>,
    /// See [`word_form`].
    forms: BTreeSet<String>,
    phrasing_hashes: BTreeSet<u64>,
}

impl Words {
    fn read_phrasing(&mut self, number: u16, text: &str, analyzer: &mut Analyzer) {
        let words = analyzer.words(text);
        let known = if number == 0 {
            &mut self.in_title
        } else {
            &mut self.in_alternates
        };
        known.extend(words.iter().map(|word| word.surface.clone()));
        self.phrasing_hashes.insert(phrasing_hash(text));
        self.parts.push((Part::Pairs(number), pairs(&words)));
        let stems = self.read(words);
        self.parts.push((Part::Phrasing(number), stems));
    }

    /// The stems of words, which are taken note of.
    fn read(&mut self, words: Vec<Word>) -> Vec<String> {
        let mut stems = Vec::new();
        for word in words {
            if let Some(stem) = word.stem {
                self.forms
                    .insert(word_form(term_hash(&stem), &word.surface));
                stems.push(stem);
            }
            if is_correctable(&word.surface) {
                self.surfaces.insert(word.surface);
            }
        }
        stems
    }
}

/// As one text, in which Tantivy finds the words again: none has a space.
fn joined(words: BTreeSet<String>) -> String {
    let words: Vec<String> = words.into_iter().collect();
    words.join(" ")
}
