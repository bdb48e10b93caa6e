//! The ranking itself, and an engine over passages that no FAQ folder holds: for
//! measuring how good the answers are.
//!
//! What people get is decided in the engine; nothing is here.

use std::sync::Arc;

use super::calibrate::{calibrate, most_threads};
use super::open::{Parts, Urgent};
use super::threshold::Threshold;
use super::{Engine, EngineError, Options};
use crate::answer::confidence::confidences;
use crate::content::passage::Passage;
use crate::search::embedding::Embedder;
use crate::search::index::Index;
use crate::search::searcher::Searcher;

/// An entry or a section that was found, and how well it fits.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its id.
    pub id: String,
    /// Its score; comparable between the hits of one question only.
    pub score: f32,
    /// How sure we are of it: 0 to 1.
    pub confidence: f32,
    /// What speaks for it, by name.
    pub features: Vec<(&'static str, f32)>,
}

impl Engine {
    /// An engine over these passages, in memory and without urgent signs. Their ids
    /// may be any texts; nothing of them is cut. Of `options` it takes how to search
    /// and how to decide, and no folder.
    ///
    /// # Errors
    /// When the embedding table cannot be used or the index cannot be made.
    pub fn of_passages(passages: &[Passage], options: &Options) -> Result<Engine, EngineError> {
        let embedder = Embedder::load(&options.search.model)?.map(Arc::new);
        let index = Index::of_passages(passages, embedder.as_deref())?;
        let searcher = Searcher::open(&index, &options.search, embedder.as_ref())?;
        #[cfg(feature = "transformer")]
        let searcher = searcher.with_transformer(super::open::transformer(&options.search)?);
        let calibration = calibrate(&searcher, most_threads())?;
        Ok(Engine::new(Parts {
            overridden: Default::default(),
            threshold: Threshold::new(&calibration, &options.answer),
            searcher,
            embedder,
            urgent: Urgent::default(),
            files: index.files(&[]),
            config: &options.answer,
        }))
    }

    /// The entries and sections that fit a text, best first, at most `count` and no
    /// more than are ever looked at closely. It searches also where
    /// [`Engine::ask`] would not: for urgent signs and small talk.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn rank(&self, text: &str, count: usize) -> Result<Vec<Ranked>, EngineError> {
        let snapshot = self.snapshot.load();
        let searcher = &snapshot.searcher;
        let hits = searcher.search(text, None)?;
        let confidences = confidences(&hits, count);
        let mut ranked = Vec::with_capacity(confidences.len());
        for (hit, confidence) in hits.hits.iter().zip(confidences) {
            if let Some(passage) = searcher.passage(hit)? {
                ranked.push(Ranked {
                    id: passage.id,
                    score: hit.score,
                    confidence,
                    features: hit.judged.features.named().to_vec(),
                });
            }
        }
        Ok(ranked)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::language::Language;
    use crate::content::passage::Kind;

    fn passage(id: &str, title: &str, text: &str) -> Passage {
        Passage {
            id: id.into(),
            kind: Kind::Entry,
            part: 0,
            continues: false,
            title: title.into(),
            alternates: Vec::new(),
            not_for: Vec::new(),
            context: Vec::new(),
            text: text.into(),
            language: Language::default(),
            tags: Vec::new(),
            related: Vec::new(),
            sources: Vec::new(),
            disclaimer: None,
            reviewed: None,
            file: String::new(),
            line: 1,
        }
    }

    fn engine() -> Engine {
        let long = format!("{} zebra", "filler ".repeat(20_000));
        let passages = [
            passage("Doc 1/\u{e9}", "How do I boil an egg?", "Ten minutes."),
            passage("hello", "Hello, how are you?", "Fine."),
            passage("long", "A long text", &long),
        ];
        Engine::of_passages(&passages, &Options::default()).unwrap()
    }

    fn ids(text: &str, count: usize) -> Vec<String> {
        let ranked = engine().rank(text, count).unwrap();
        ranked.into_iter().map(|ranked| ranked.id).collect()
    }

    #[test]
    fn passages_keep_their_ids_and_the_whole_of_their_text() {
        assert_eq!(ids("boil an egg", 10)[0], "Doc 1/\u{e9}");
        assert_eq!(ids("zebra", 10)[0], "long");
        let shown = engine().show("Doc 1/\u{e9}").unwrap().unwrap();
        assert_eq!(shown.passage.text, "Ten minutes.");
    }

    #[test]
    fn small_talk_is_ranked_like_any_text_and_no_more_than_asked_for_comes() {
        assert_eq!(ids("hello, how are you", 1), ["hello"]);
        assert_eq!(ids("egg", 0), [""; 0]);
    }

    #[test]
    fn a_hit_is_told_with_its_score_confidence_and_features() {
        let ranked = engine().rank("how do i boil an egg", 10).unwrap();
        assert!((0.0..=1.0).contains(&ranked[0].confidence));
        assert!(!ranked[0].features.is_empty());
        for pair in ranked.windows(2) {
            assert!(pair[0].score >= pair[1].score);
        }
    }
}
