//! The searcher: a question in, hits out.
//!
//! Candidates come from one plain BM25 query of Tantivy, which skips most of
//! the index; only they are looked at closely. See [`super::ranking`] for how.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashSet;
use tantivy::collector::TopDocs;
use tantivy::columnar::Column;
use tantivy::schema::Value;
use tantivy::{DocAddress, TantivyDocument};

use super::analyzer::Analyzer;
use super::catalogue::Catalogue;
use super::columns::term_hash;
use super::common;
use super::embedding::{Embedder, Model};
use super::index::Index;
use super::meaning::Meaning;
use super::query::{Builder, Query};
#[cfg(feature = "transformer")]
use super::ranking::feature::Feature;
use super::ranking::feature::Features;
use super::ranking::{Candidate, Judged, Likenesses, Ranker, weights};
#[cfg(feature = "transformer")]
use super::rescoring::{LOOKED_AT, Rescorer};
use super::schema::Fields;
use super::spelling::Speller;
use super::statistics::Statistics;
use super::synonyms::Synonyms;
#[cfg(feature = "transformer")]
use super::transformer::Transformer;
use super::vectors::Vector;
use super::whitening::Whitened;
use crate::content::key::id_hash;
use crate::content::language::Language;
use crate::content::passage::Passage;

/// How many candidates are looked at closely: on seven FAQ banks, twice or four
/// times as many find no more right answers.
const CANDIDATES: usize = 20;

/// How many passages that share words with the question may become candidates.
const CANDIDATES_BY_WORDS: usize = 50;

/// What likeness in meaning counts in the choice of candidates, next to 1 for the
/// words of the question: on seven FAQ banks, 93 of 100 right answers are then
/// among the candidates.
const MEANING_IN_CANDIDATES: f32 = 2.0;

/// How the search is set up.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// Which embedding table is used.
    pub model: Model,
    /// The folder of the sentence transformer that looks again at the best hits, if
    /// one is used; without the feature `transformer`, none ever is.
    pub transformer: Option<PathBuf>,
    /// Groups of words and phrases that mean the same.
    pub synonyms: Vec<Vec<String>>,
}

/// A passage that was found.
#[derive(Debug, Clone)]
pub struct Hit {
    address: DocAddress,
    id_hash: u64,
    /// How well it fits; comparable between the hits of one question only.
    pub score: f32,
    /// What speaks for it.
    pub judged: Judged,
}

/// What was found for a question, best first, each entry or section once.
#[derive(Debug, Clone, Default)]
pub struct Hits {
    /// The question as it was searched for.
    pub query: Query,
    /// The hits.
    pub hits: Vec<Hit>,
    /// See [`Query::unknown_share`].
    pub unknown_share: f32,
    /// Whether meaning was matched, not words only.
    pub with_meaning: bool,
}

impl Hit {
    /// Whether it is the entry or section with this id.
    pub fn is(&self, id: &str) -> bool {
        self.id_hash == id_hash(id)
    }
}

impl Hits {
    /// The same without the entry or section with this id.
    pub fn without(mut self, id: &str) -> Hits {
        self.hits.retain(|hit| !hit.is(id));
        self
    }
}

/// Searches one state of the index.
pub struct Searcher {
    pub(super) inner: tantivy::Searcher,
    pub(super) fields: Fields,
    /// The column of each segment.
    columns: Vec<Column<u64>>,
    /// A number for each id, of each segment.
    id_hashes: Vec<Column<u64>>,
    /// Where each passage stands, of each segment.
    pub(super) places: Vec<Column<u64>>,
    /// Made when it is first needed.
    pub(super) catalogue: OnceLock<Catalogue>,
    pub(super) statistics: Statistics,
    pub(super) analyzers: Vec<Analyzer>,
    synonyms: Synonyms,
    /// `None` where words are matched only.
    meaning: Option<Meaning>,
    /// Looks again at the best hits.
    #[cfg(feature = "transformer")]
    rescorer: Option<Rescorer>,
}

impl Searcher {
    /// Opens the last commit of `index`, which was made with this embedder.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn open(
        index: &Index,
        config: &Config,
        embedder: Option<&Arc<Embedder>>,
    ) -> super::Result<Searcher> {
        let inner = index.reader.searcher();
        let column = |name: &str| -> tantivy::Result<Vec<Column<u64>>> {
            let segments = inner.segment_readers().iter();
            segments
                .map(|segment| segment.fast_fields().u64(name))
                .collect()
        };
        let mut languages = index.manifest.languages();
        if languages.is_empty() {
            languages.insert(Language::default());
        }
        let mut analyzers: Vec<Analyzer> = languages.into_iter().map(Analyzer::new).collect();
        let english = analyzers
            .iter_mut()
            .find(|analyzer| analyzer.language() == Language::English);
        let common = english.map(common::stems).unwrap_or_default();
        let totals = index.manifest.totals();
        let meaning =
            embedder.map(|embedder| Meaning::read(&inner, Arc::clone(embedder), totals.phrasings));
        Ok(Searcher {
            meaning: meaning.transpose()?,
            #[cfg(feature = "transformer")]
            rescorer: None,
            columns: column("column")?,
            id_hashes: column("id_hash")?,
            places: column("place")?,
            catalogue: OnceLock::new(),
            statistics: Statistics::read(&inner, &index.fields, totals, common)?,
            synonyms: Synonyms::new(&config.synonyms, &mut analyzers),
            analyzers,
            fields: index.fields,
            inner,
        })
    }

    /// The same, with a sentence transformer that looks again at the best hits, if
    /// there is one.
    #[cfg(feature = "transformer")]
    #[must_use]
    pub fn with_transformer(self, transformer: Option<Arc<Transformer>>) -> Searcher {
        Searcher {
            rescorer: transformer.map(Rescorer::new),
            ..self
        }
    }

    /// The fingerprint of the sentence transformer, where one is used.
    pub fn transformer(&self) -> Option<u64> {
        #[cfg(feature = "transformer")]
        return self.rescorer.as_ref().map(Rescorer::fingerprint);
        #[cfg(not(feature = "transformer"))]
        None
    }

    /// How many passages there are.
    pub fn passages(&self) -> u64 {
        self.inner.num_docs()
    }

    /// Finds passages for `text`; `context` is the question asked before, if
    /// this one may lean on it.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search(&self, text: &str, context: Option<&str>) -> super::Result<Hits> {
        self.run(text, context, None)
    }

    /// Finds passages for `text` as if this entry or section were not there.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn search_without(&self, text: &str, hidden: &Passage) -> super::Result<Hits> {
        let mut terms = FxHashSet::default();
        let known = self
            .analyzers
            .iter()
            .find(|a| a.language() == hidden.language);
        if let Some(mut analyzer) = known.cloned() {
            let titles = std::iter::once(&hidden.title).chain(&hidden.alternates);
            let texts = titles.chain(&hidden.context).chain([&hidden.text]);
            terms.extend(
                texts
                    .flat_map(|text| analyzer.stems(text))
                    .map(|stem| term_hash(&stem)),
            );
        }
        Ok(self.run(text, None, Some(&terms))?.without(&hidden.id))
    }

    /// Finds passages; the words of a question count as if the passage with the
    /// terms `hidden` were not there.
    fn run(
        &self,
        text: &str,
        context: Option<&str>,
        hidden: Option<&FxHashSet<u32>>,
    ) -> super::Result<Hits> {
        let mut builder = Builder {
            hidden,
            analyzers: self.analyzers.clone(),
            speller: Speller::new(&self.inner, &self.fields, self.knows_english()),
            statistics: &self.statistics,
            synonyms: &self.synonyms,
        };
        let mut query = builder.build(text, context)?;
        if query.words.is_empty() {
            return Ok(Hits::default());
        }
        let question = self
            .meaning
            .as_ref()
            .and_then(|meaning| meaning.question(&query.text, context));
        let addresses = self.candidates(&query, question.as_ref())?;
        let whitened = (self.meaning.as_ref().zip(question.as_ref()))
            .map(|(meaning, question)| meaning.whiten(question));
        let candidates: Vec<Candidate> = addresses
            .iter()
            .map(|&address| self.candidate(address, whitened.as_ref()))
            .collect();
        let columns = candidates.iter().map(|candidate| &candidate.column[..]);
        let mut likenesses = Likenesses::new(&query, columns);
        if let Some(meaning) = &self.meaning {
            meaning.compare(&mut query, &mut likenesses, &self.inner, &self.fields)?;
        }
        let ranker = Ranker::new(&query, &self.statistics, &likenesses);
        let weights = self.first_weights();
        let mut hits: Vec<Hit> = (addresses.into_iter().zip(&candidates))
            .map(|(address, candidate)| {
                let judged = ranker.judge(candidate);
                let id_hashes = &self.id_hashes[address.segment_ord as usize];
                Hit {
                    address,
                    id_hash: id_hashes.first(address.doc_id).unwrap_or_default(),
                    score: judged.features.score(weights),
                    judged,
                }
            })
            .collect();
        // Equal scores keep the order of the index, so that the same question
        // gets the same answer every time.
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.address.cmp(&b.address)));
        let mut seen = Vec::with_capacity(hits.len());
        hits.retain(|hit| {
            let is_new = !seen.contains(&hit.id_hash);
            seen.push(hit.id_hash);
            is_new
        });
        #[cfg(feature = "transformer")]
        self.look_again(&query.text, context, &mut hits)?;
        Ok(Hits {
            unknown_share: query.unknown_share(&self.statistics),
            with_meaning: self.meaning.is_some(),
            query,
            hits,
        })
    }

    /// Looks again at the best hits; all stay as they are where there is no sentence
    /// transformer, or none that works.
    #[cfg(feature = "transformer")]
    fn look_again(&self, text: &str, context: Option<&str>, hits: &mut [Hit]) -> super::Result<()> {
        let Some(rescorer) = &self.rescorer else {
            return Ok(());
        };
        let best = hits.iter().take(LOOKED_AT);
        let addresses: Vec<DocAddress> = best.map(|hit| hit.address).collect();
        let read = |address| self.stored(address);
        if let Some(nearness) = rescorer.nearness(text, context, &addresses, read)? {
            for (hit, nearness) in hits.iter_mut().zip(nearness) {
                hit.judged.features[Feature::Sentences] = nearness;
            }
            for hit in hits.iter_mut() {
                hit.score = hit.judged.features.score(&weights::SENTENCES);
            }
            let looked_at = hits.len().min(LOOKED_AT);
            hits[..looked_at].sort_by(|a, b| b.score.total_cmp(&a.score));
            // The others stay behind, in their order.
            let mut most = f32::INFINITY;
            for hit in hits {
                most = most.min(hit.score);
                hit.score = most;
            }
        }
        Ok(())
    }

    /// What each feature counts.
    pub fn weights(&self) -> &'static Features {
        #[cfg(feature = "transformer")]
        if self.rescorer.as_ref().is_some_and(Rescorer::works) {
            return &weights::SENTENCES;
        }
        self.first_weights()
    }

    /// What each feature counts before anything is looked at again.
    fn first_weights(&self) -> &'static Features {
        if self.meaning.is_some() {
            &weights::MEANING
        } else {
            &weights::WORDS
        }
    }

    /// The passages worth a closer look: the best by words and by meaning
    /// together.
    fn candidates(
        &self,
        query: &Query,
        question: Option<&Vector>,
    ) -> tantivy::Result<Vec<DocAddress>> {
        let by_words = self.inner.search(
            &query.to_tantivy(&self.fields, &self.statistics),
            &TopDocs::with_limit(CANDIDATES_BY_WORDS).order_by_score(),
        )?;
        let best = by_words.first().map_or(1.0, |&(score, _)| score);
        let mut found: Vec<(f32, DocAddress)> = (by_words.into_iter())
            .map(|(score, address)| (score / best, address))
            .collect();
        if let (Some(meaning), Some(question)) = (&self.meaning, question) {
            for (score, address) in &mut found {
                let cosine = meaning.cosine(meaning.document(*address), question.view());
                *score += MEANING_IN_CANDIDATES * cosine;
            }
            for (cosine, document) in meaning.nearest(question.view(), CANDIDATES) {
                let address = meaning.address(document);
                if found.iter().all(|known| known.1 != address) {
                    found.push((MEANING_IN_CANDIDATES * cosine, address));
                }
            }
        }
        found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        found.truncate(CANDIDATES);
        Ok(found.into_iter().map(|(_, address)| address).collect())
    }

    fn candidate(&self, address: DocAddress, question: Option<&Whitened>) -> Candidate {
        let column = &self.columns[address.segment_ord as usize];
        let range = column.index.value_row_ids(address.doc_id);
        let mut words = vec![0; range.len()];
        column.values.get_range(u64::from(range.start), &mut words);
        let likeness = |meaning: &Meaning| {
            let document = meaning.document(address);
            question.map_or(0.0, |question| meaning.distinct(document, question))
        };
        Candidate {
            column: words,
            meaning: self.meaning.as_ref().map_or(0.0, likeness),
        }
    }

    /// The passage of a hit; `None` where what is stored cannot be read.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn passage(&self, hit: &Hit) -> super::Result<Option<Passage>> {
        self.stored(hit.address)
    }

    /// All passages, in no order.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn all(&self) -> super::Result<Vec<Passage>> {
        let mut passages = Vec::new();
        for (segment_ord, segment) in (0..).zip(self.inner.segment_readers()) {
            for doc_id in segment.doc_ids_alive() {
                passages.extend(self.stored(DocAddress {
                    segment_ord,
                    doc_id,
                })?);
            }
        }
        Ok(passages)
    }

    /// At most `count` passages from all over the index, always the same ones.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn sample(&self, count: usize) -> super::Result<Vec<Passage>> {
        let step = (self.passages() as usize).div_ceil(count.max(1)).max(1);
        let segments = (0..).zip(self.inner.segment_readers());
        let addresses = segments.flat_map(|(segment_ord, segment)| {
            let documents = segment.doc_ids_alive();
            documents.map(move |doc_id| DocAddress {
                segment_ord,
                doc_id,
            })
        });
        let mut passages = Vec::new();
        for address in addresses.step_by(step) {
            passages.extend(self.stored(address)?);
        }
        Ok(passages)
    }

    /// Whether any of the bank is in English.
    pub(super) fn knows_english(&self) -> bool {
        let mut analyzers = self.analyzers.iter();
        analyzers.any(|analyzer| analyzer.language() == Language::English)
    }

    pub(super) fn stored(&self, address: DocAddress) -> super::Result<Option<Passage>> {
        let document: TantivyDocument = self.inner.doc(address)?;
        let json = document
            .get_first(self.fields.passage)
            .and_then(|value| value.as_str());
        Ok(json.and_then(|json| serde_json::from_str(json).ok()))
    }

    /// How much of the question each of these texts covers, 0 to 1.
    pub fn coverage(
        &self,
        query: &Query,
        language: Language,
        texts: &mut dyn Iterator<Item = &str>,
    ) -> Vec<f32> {
        let known = self.analyzers.iter().find(|a| a.language() == language);
        let mut analyzer = known.cloned().unwrap_or_else(|| Analyzer::new(language));
        texts
            .map(|text| {
                let stems = analyzer.stems(text);
                let hashes: Vec<u32> = stems.iter().map(|stem| term_hash(stem)).collect();
                // Within one passage a common word of the bank tells as well
                // where the answer stands.
                query.coverage(
                    |word| word.idf + 1.0,
                    |term| hashes.contains(&query.term_hashes[term]),
                )
            })
            .collect()
    }
}

#[cfg(test)]
#[path = "searcher_tests.rs"]
mod tests;
