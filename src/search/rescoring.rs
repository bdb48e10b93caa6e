//! The second look at the best hits, with a sentence transformer.
//!
//! The best hits of the ranking get one more feature,
//! [`Sentences`](super::ranking::feature::Feature::Sentences), and
//! other weights. Which hits there are is not changed here.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use tantivy::DocAddress;

use super::query::CONTEXT_WEIGHT;
use super::transformer::{Transformer, TransformerError};
use super::vectors::Vector;
use crate::content::passage::Passage;
use crate::content::plain::plain_text;

/// How many hits are looked at again: on seven FAQ banks, up to four times as many
/// find no more right answers.
pub const LOOKED_AT: usize = 5;

/// How much the phrasings of a passage together count in its vector, next to 1 for
/// title and answer read as one text.
const PHRASINGS_WEIGHT: f32 = 0.4;

/// Words of titles and answer that are read: further ones cost as much time as these
/// and find no more right answers.
const WORDS_READ: usize = 24;

/// Most phrasings of a passage that are read: each takes as long as a question.
const MAX_PHRASINGS: usize = 32;

/// Most passages whose vectors are kept: at 384 numbers some 10 MB.
const MAX_KEPT: usize = 20_000;

/// Looks again at the best hits of one state of the index.
pub struct Rescorer {
    transformer: Arc<Transformer>,
    /// The vectors of passages that were among the best hits of a question; `None`
    /// for a passage without a word that is known.
    kept: RwLock<FxHashMap<DocAddress, Option<Vector>>>,
    is_broken: AtomicBool,
}

impl Rescorer {
    /// With a transformer that may serve others as well.
    pub fn new(transformer: Arc<Transformer>) -> Rescorer {
        Rescorer {
            transformer,
            kept: RwLock::default(),
            is_broken: AtomicBool::new(false),
        }
    }

    /// See [`Transformer::fingerprint`].
    pub fn fingerprint(&self) -> u64 {
        self.transformer.fingerprint()
    }

    /// Whether it still looks: a transformer that failed once is not asked again.
    pub fn works(&self) -> bool {
        !self.is_broken.load(Ordering::Relaxed)
    }

    /// How near each of these passages is to a question: 0 to 1. `read` fetches a
    /// passage, `before` is the question that this one may lean on. `None` where the
    /// transformer fails, which is logged once.
    ///
    /// # Errors
    /// When a passage cannot be read.
    pub fn nearness(
        &self,
        text: &str,
        before: Option<&str>,
        addresses: &[DocAddress],
        read: impl Fn(DocAddress) -> super::Result<Option<Passage>>,
    ) -> super::Result<Option<Vec<f32>>> {
        if !self.works() {
            return Ok(None);
        }
        // A panic while it was locked leaves a map that is whole: nothing but
        // insertions and emptying happens under the lock.
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let mut vectors: Vec<Option<Option<Vector>>> = (addresses.iter())
            .map(|address| kept.get(address).cloned())
            .collect();
        drop(kept);
        let mut missing = Vec::new();
        for (place, vector) in vectors.iter().enumerate() {
            if vector.is_none() {
                missing.push((place, read(addresses[place])?));
            }
        }
        let look = || -> Result<Vec<f32>, TransformerError> {
            let question = self.question(text, before)?;
            for (place, passage) in missing {
                let vector = match passage {
                    Some(passage) => self.passage(&passage)?,
                    None => None,
                };
                let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
                if kept.len() >= MAX_KEPT {
                    kept.clear();
                }
                kept.insert(addresses[place], vector.clone());
                vectors[place] = Some(vector);
            }
            let near = |vector: Option<&Vector>| {
                let both = question.as_ref().zip(vector);
                both.map_or(0.0, |(question, vector)| question.cosine(vector))
            };
            let vectors = vectors.iter();
            Ok(vectors
                .map(|vector| near(vector.as_ref().and_then(Option::as_ref)))
                .collect())
        };
        match look() {
            Ok(nearness) => Ok(Some(nearness)),
            Err(error) => {
                if !self.is_broken.swap(true, Ordering::Relaxed) {
                    tracing::error!(
                        "the sentence transformer fails and is left alone from now on: {error}"
                    );
                }
                Ok(None)
            }
        }
    }

    /// The vector of a question, which leans a little on the one before.
    fn question(
        &self,
        text: &str,
        before: Option<&str>,
    ) -> Result<Option<Vector>, TransformerError> {
        let texts: Vec<&str> = std::iter::once(text).chain(before).collect();
        let vectors = self.transformer.embed(&texts)?;
        let weights = [1.0, CONTEXT_WEIGHT];
        Ok(sum(vectors.iter().map(Vec::as_slice).zip(weights)))
    }

    /// The vector of a passage: of its titles and the beginning of its answer as one
    /// text, and of all its phrasings together.
    fn passage(&self, passage: &Passage) -> Result<Option<Vector>, TransformerError> {
        let answer = plain_text(&passage.text);
        let titles = passage.context.iter().chain([&passage.title]);
        let whole: Vec<String> = titles.map(|title| format!("{title}.")).collect();
        let whole = format!("{} {answer}", whole.join(" "));
        let whole: Vec<&str> = whole.split_whitespace().take(WORDS_READ).collect();
        let whole = whole.join(" ");
        let phrasings = std::iter::once(&passage.title).chain(&passage.alternates);
        let mut texts: Vec<&str> = phrasings.take(MAX_PHRASINGS).map(String::as_str).collect();
        // Without an answer there is nothing to read but the phrasings.
        if !answer.is_empty() {
            texts.push(&whole);
        }
        let vectors = self.transformer.embed(&texts)?;
        let (phrasings, whole) = match vectors.split_last() {
            Some((whole, phrasings)) if !answer.is_empty() => (phrasings, Some(whole)),
            _ => (&vectors[..], None),
        };
        // All phrasings together count as one.
        let phrasings = sum(phrasings.iter().map(|vector| (vector.as_slice(), 1.0)));
        let phrasings: Option<Vec<f32>> = phrasings.map(|vector| vector.numbers().collect());
        let phrasings = phrasings.iter().map(|all| (&all[..], PHRASINGS_WEIGHT));
        Ok(sum(phrasings.chain(whole.map(|whole| (&whole[..], 1.0)))))
    }
}

/// The direction of a weighted sum; `None` where it has none.
fn sum<'a>(vectors: impl Iterator<Item = (&'a [f32], f32)>) -> Option<Vector> {
    let mut sum: Vec<f32> = Vec::new();
    for (vector, weight) in vectors {
        sum.resize(vector.len(), 0.0);
        for (sum, number) in sum.iter_mut().zip(vector) {
            *sum += weight * number;
        }
    }
    Vector::towards(&sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::index::Index;
    use crate::search::ranking::feature::Feature;
    use crate::search::ranking::weights;
    use crate::search::searcher::{Config, Searcher};
    use crate::search::testing::{entries, ids, in_memory, open};
    use crate::search::transformer::testing;

    fn tiny() -> Transformer {
        let folder = tempfile::tempdir().unwrap();
        testing::write(folder.path());
        Transformer::load(folder.path()).unwrap()
    }

    fn bank() -> Index {
        in_memory(&[entries(
            "tea.toml",
            &[
                ("tea", "How long does tea brew?", "Three minutes."),
                ("coffee", "How long does coffee brew?", ""),
                ("knife", "Which knife is the sharpest?", "The hot one."),
                ("egg", "How do I boil an egg?", "In hot tea."),
                ("pot", "Which pot is for tea?", "The blue one."),
                ("cup", "Which cup is for tea?", "The green one."),
                ("spoon", "Which spoon is for tea?", "The small one."),
            ],
        )])
    }

    fn searcher(index: &Index, transformer: Option<Transformer>) -> Searcher {
        open(index, &Config::default()).with_transformer(transformer.map(Arc::new))
    }

    #[test]
    fn the_transformer_looks_at_the_best_hits_and_the_others_stay_behind() {
        let index = bank();
        let plain = searcher(&index, None);
        let first = plain.search("tea", None).unwrap().hits.into_iter();
        let first: Vec<String> = first
            .map(|hit| plain.passage(&hit).unwrap().unwrap().id)
            .collect();
        let searcher = searcher(&index, Some(tiny()));
        let hits = searcher.search("tea", None).unwrap().hits;
        assert_eq!(hits.len(), first.len());
        let (looked_at, others) = hits.split_at(LOOKED_AT);
        assert!(hits.is_sorted_by(|a, b| a.score >= b.score));
        for hit in looked_at {
            assert!(first[..LOOKED_AT].iter().any(|id| hit.is(id)));
            assert_eq!(hit.score, hit.judged.features.score(searcher.weights()));
        }
        for (hit, id) in others.iter().zip(&first[LOOKED_AT..]) {
            assert!(hit.is(id), "{id}");
            assert_eq!(hit.judged.features[Feature::Sentences], 0.0);
        }
    }

    #[test]
    fn the_transformer_says_the_same_when_it_is_asked_again() {
        let index = bank();
        let searcher = searcher(&index, Some(tiny()));
        let scores = || {
            let hits = searcher.search("how is tea", Some("boil an egg")).unwrap();
            let hits = hits.hits.iter();
            hits.map(|hit| hit.score.to_bits()).collect::<Vec<u32>>()
        };
        assert_eq!(scores(), scores());
    }

    #[test]
    fn a_transformer_that_fails_leaves_the_answer_as_it_was() {
        let index = bank();
        let question = "how long does the tea and the coffee brew in the pot for the egg?";
        let expected = ids(&searcher(&index, None), question);
        let searcher = searcher(&index, Some(tiny().failing()));
        assert_eq!(*searcher.weights(), weights::SENTENCES);
        assert_eq!(ids(&searcher, question), expected);
        assert_eq!(*searcher.weights(), weights::MEANING);
        assert_eq!(
            ids(&searcher, "tea"),
            ids(&self::searcher(&index, None), "tea")
        );
    }
}
