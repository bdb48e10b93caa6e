//! From text to words, for documents and questions alike.
//!
//! A word is a run of letters, digits and the marks on them, in lower case and
//! without accents. Its stem is what is searched for; a stop word has none.
//! Nothing here knows about fields or queries.

use std::ops::Range;

use tantivy::tokenizer::{
    AsciiFoldingFilter, LowerCaser, RemoveLongFilter, Stemmer, StopWordFilter, TextAnalyzer, Token,
    TokenStream, Tokenizer,
};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::content::language::Language;

/// Longer "words" are not words but links, keys or noise, in bytes.
const MAX_WORD_BYTES: usize = 60;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word as written, in lower case and without accents.
    pub surface: String,
    /// What it is searched by; `None` for a stop word.
    pub stem: Option<String>,
    /// Where it stands in the text, in bytes.
    pub span: Range<usize>,
}

/// Neighbouring words as pairs, each word by its stem, a stop word as it is; the
/// first one is paired with the beginning. They tell what kind of question it is,
/// and which word belongs to which.
pub fn pairs(words: &[Word]) -> Vec<String> {
    let form = |word: &Word| word.stem.clone().unwrap_or_else(|| word.surface.clone());
    let forms: Vec<String> = words.iter().map(form).collect();
    let before = std::iter::once("").chain(forms.iter().map(String::as_str));
    let pairs = before.zip(&forms);
    pairs.map(|(one, next)| format!("{one} {next}")).collect()
}

/// Cuts texts of one language into words.
#[derive(Clone)]
pub struct Analyzer {
    language: Language,
    surfaces: TextAnalyzer,
    stems: TextAnalyzer,
}

impl Analyzer {
    /// The analyzer of a language.
    pub fn new(language: Language) -> Self {
        let stemmer_language = tantivy_language(language);
        let tokens = || {
            TextAnalyzer::builder(WordTokenizer::default())
                .filter(RemoveLongFilter::limit(MAX_WORD_BYTES))
                .filter(LowerCaser)
        };
        // Accents are folded last: the stemmers of accented languages need
        // them, and members often leave them out.
        let stems = match StopWordFilter::new(stemmer_language) {
            Some(stop_words) => tokens()
                .filter(stop_words)
                .filter(Stemmer::new(stemmer_language))
                .filter(AsciiFoldingFilter)
                .build(),
            None => tokens()
                .filter(Stemmer::new(stemmer_language))
                .filter(AsciiFoldingFilter)
                .build(),
        };
        Analyzer {
            language,
            surfaces: tokens().filter(AsciiFoldingFilter).build(),
            stems,
        }
    }

    /// The language that it was made for.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The words of `text`, in order.
    pub fn words(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::new();
        // Neither chain adds a token, and a dropped stop word leaves a gap in
        // the positions: that is how the two are joined.
        let mut stems = self.stems.token_stream(text);
        let mut has_stem = stems.advance();
        let mut surfaces = self.surfaces.token_stream(text);
        while surfaces.advance() {
            let surface = surfaces.token_mut();
            let mut stem = None;
            if has_stem && stems.token().position == surface.position {
                stem = Some(std::mem::take(&mut stems.token_mut().text));
                has_stem = stems.advance();
            }
            words.push(Word {
                surface: std::mem::take(&mut surface.text),
                stem: stem.filter(|stem| !stem.is_empty()),
                span: surface.offset_from..surface.offset_to,
            });
        }
        words
    }

    /// The stems of `text`, in order and with repetitions.
    pub fn stems(&mut self, text: &str) -> Vec<String> {
        let mut stems = Vec::new();
        let mut stream = self.stems.token_stream(text);
        while stream.advance() {
            stems.push(std::mem::take(&mut stream.token_mut().text));
        }
        stems
    }
}

/// Cuts a text into words. Tantivy's own tokenizer cuts a word at an accent that
/// is a character of its own, as some keyboards type it, and at the virama
/// within Tamil words.
#[derive(Clone, Default)]
struct WordTokenizer {
    token: Token,
}

impl Tokenizer for WordTokenizer {
    type TokenStream<'a> = Words<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words<'a> {
        self.token.reset();
        Words {
            text,
            next: 0,
            token: &mut self.token,
        }
    }
}

struct Words<'a> {
    text: &'a str,
    /// Where the rest of the text begins, in bytes.
    next: usize,
    token: &'a mut Token,
}

impl TokenStream for Words<'_> {
    fn advance(&mut self) -> bool {
        let rest = &self.text[self.next..];
        let Some(start) = rest.find(char::is_alphanumeric) else {
            return false;
        };
        let word = &rest[start..];
        let is_outside = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
        let word = &word[..word.find(is_outside).unwrap_or(word.len())];
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = self.next + start;
        self.token.offset_to = self.token.offset_from + word.len();
        self.token.text.clear();
        if word.is_ascii() {
            self.token.text.push_str(word);
        } else {
            // A letter and its mark become one character, as the stemmers know
            // them.
            self.token.text.extend(word.nfc());
        }
        self.next = self.token.offset_to;
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

fn tantivy_language(language: Language) -> tantivy::tokenizer::Language {
    use tantivy::tokenizer::Language as Tantivy;
    match language {
        Language::Arabic => Tantivy::Arabic,
        Language::Danish => Tantivy::Danish,
        Language::German => Tantivy::German,
        Language::Greek => Tantivy::Greek,
        Language::English => Tantivy::English,
        Language::Spanish => Tantivy::Spanish,
        Language::Finnish => Tantivy::Finnish,
        Language::French => Tantivy::French,
        Language::Hungarian => Tantivy::Hungarian,
        Language::Italian => Tantivy::Italian,
        Language::Dutch => Tantivy::Dutch,
        Language::Norwegian => Tantivy::Norwegian,
        Language::Portuguese => Tantivy::Portuguese,
        Language::Romanian => Tantivy::Romanian,
        Language::Russian => Tantivy::Russian,
        Language::Swedish => Tantivy::Swedish,
        Language::Tamil => Tantivy::Tamil,
        Language::Turkish => Tantivy::Turkish,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(language: Language, text: &str) -> Vec<String> {
        Analyzer::new(language).stems(text)
    }

    #[test]
    fn english_words_lose_their_endings_and_stop_words_go() {
        assert_eq!(
            stems(
                Language::English,
                "Is the massaging of nerves_and muscles SAFE?"
            ),
            ["massag", "nerv", "muscl", "safe"]
        );
    }

    #[test]
    fn a_stop_word_keeps_its_place_among_the_words() {
        let words = Analyzer::new(Language::English).words("Is it sore?");
        assert_eq!(words.len(), 3);
        assert_eq!(words[0].surface, "is");
        assert_eq!(words[0].stem, None);
        assert_eq!(words[2].stem.as_deref(), Some("sore"));
        assert_eq!(words[2].span, 6..10);
    }

    #[test]
    fn accents_do_not_matter() {
        assert_eq!(
            stems(Language::French, "café fermé"),
            stems(Language::French, "CAFE ferme")
        );
        assert_eq!(
            Analyzer::new(Language::German).words("Füße")[0].surface,
            "fusse"
        );
    }

    #[test]
    fn a_mark_of_its_own_does_not_cut_a_word() {
        assert_eq!(
            stems(Language::French, "pe\u{301}pins"),
            stems(Language::French, "p\u{e9}pins")
        );
        assert_eq!(Analyzer::new(Language::Tamil).words("கேள்வி").len(), 1);
    }

    #[test]
    fn every_language_stems_without_a_panic() {
        for &language in Language::ALL {
            let text = "Häufige Fragen: ¿qué? вопросы ερωτήσεις கேள்வி سؤال 👋🏽 İı";
            assert!(!stems(language, text).is_empty(), "{language}");
        }
    }
}
