//! Why a question got its outcome, in numbers and words.
//!
//! What is made of it on paper is up to the front end.

use super::Snapshot;
use crate::answer::decide::{Decision, Reason};
use crate::search;
use crate::search::searcher::Hits;

/// Why a question got its outcome.
#[derive(Debug, Default)]
pub struct Explanation {
    /// The words searched for, and how telling each is.
    pub words: Vec<(String, f32)>,
    /// Spelling that was mended: from, to.
    pub corrections: Vec<(String, String)>,
    /// Words that have synonyms, and what they find too.
    pub synonyms: Vec<(String, Vec<String>)>,
    /// The best hits.
    pub hits: Vec<ExplainedHit>,
    /// The confidence that the first hit needs to be the answer: that of the FAQ,
    /// or less for a look-up and for what goes on from the answer before.
    pub threshold: f32,
    /// Why it was decided so; `None` where nothing was searched for.
    pub reason: Option<Reason>,
}

/// A hit with all that speaks for it.
#[derive(Debug)]
pub struct ExplainedHit {
    /// Its id.
    pub id: String,
    /// Its question or heading.
    pub title: String,
    /// Its score.
    pub score: f32,
    /// How sure we are of it: 0 to 1.
    pub confidence: f32,
    /// What speaks for it, by name.
    pub features: Vec<(&'static str, f32)>,
}

/// How many hits an explanation shows.
const EXPLAINED_HITS: usize = 5;

impl Snapshot {
    /// Why a question got this decision.
    pub(super) fn explain(&self, hits: &Hits, decision: &Decision) -> search::Result<Explanation> {
        let query = &hits.query;
        let mut explained = Vec::new();
        for (hit, &confidence) in hits
            .hits
            .iter()
            .zip(&decision.confidences)
            .take(EXPLAINED_HITS)
        {
            let Some(passage) = self.searcher.passage(hit)? else {
                continue;
            };
            explained.push(ExplainedHit {
                id: passage.id,
                title: passage.title,
                score: hit.score,
                confidence,
                features: (hit
                    .judged
                    .features
                    .shares(self.searcher.weights())
                    .into_iter())
                .map(|(feature, share)| (feature.label(), share))
                .collect(),
            });
        }
        let words = query.words.iter();
        let corrections = query.corrections.iter();
        let synonyms = query.expansions.chunk_by(|one, next| one.from == next.from);
        Ok(Explanation {
            words: words.map(|word| (word.surface.clone(), word.idf)).collect(),
            corrections: corrections
                .map(|correction| (correction.from.clone(), correction.to.clone()))
                .collect(),
            synonyms: synonyms
                .map(|also| {
                    let finds = also.iter().map(|synonym| synonym.to.clone());
                    (also[0].from.clone(), finds.collect())
                })
                .collect(),
            hits: explained,
            threshold: decision.needed,
            reason: Some(decision.reason),
        })
    }
}
