//! The engine: the one object that front ends hold.
//!
//! It turns a question into an outcome. What it answers from is a snapshot, made
//! in `open`, that can be swapped as a whole while questions are being answered.
//! It prints nothing and knows no front end.

mod calibrate;
mod explain;
mod gaps;
mod grouping;
mod look_up;
mod open;
pub(crate) mod parallel;
mod ranking;
mod threshold;
pub mod views;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;

use crate::answer::decide::{Decision, Reason, Verdict, decide, eased};
use crate::answer::outcome::{Answer, Disclaimer, Notice, Outcome, Suggestion};
use crate::answer::question::Question;
use crate::answer::urgent::UrgentDetector;
use crate::answer::{self, excerpt, small_talk};
use crate::content;
use crate::content::key::id_hash;
use crate::content::passage::Passage;
use crate::content::selection::{Overridden, Selection};
use crate::content::urgent::{Number, UrgentGroup};
use crate::search::embedding::{Embedder, ModelError};
use crate::search::index::UpdateError;
use crate::search::manifest::FileHashes;
use crate::search::searcher::{self, Hit, Hits, Searcher};
use crate::search::{self, lexicon};

pub use explain::{ExplainedHit, Explanation};
pub use gaps::Gap;
pub use look_up::{Content, Topic};
pub use open::{Folder, Reopened};
pub use ranking::Ranked;
use threshold::Threshold;

/// What an engine is made from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// The folder with the FAQ files.
    pub faq: PathBuf,
    /// The folder that the index is kept in.
    pub index: PathBuf,
    /// Which part of the folder is answered from.
    pub selection: Selection,
    /// How files are read.
    pub content: content::Config,
    /// How passages are found.
    pub search: searcher::Config,
    /// How answers are decided on.
    pub answer: answer::Config,
}

/// Why there is no engine, or no outcome.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// There is no FAQ folder: nothing is indexed, so that a disk that is not
    /// mounted takes no answers away.
    #[error("there is no FAQ folder `{}`", .0.display())]
    NoFolder(PathBuf),
    /// All files are gone at once from a folder that had some; for the same reason.
    #[error("there are no FAQ files in `{}` any more", .0.display())]
    Emptied(PathBuf),
    /// The index would be written among the files of the moderators.
    #[error("the index cannot be kept in the FAQ folder `{}`", .0.display())]
    IndexInFaq(PathBuf),
    /// The embedding table cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The index cannot be read.
    #[error("the index cannot be read: {0}")]
    Search(#[from] search::Error),
    /// The index could not be made again.
    #[error(transparent)]
    Update(#[from] UpdateError),
}

/// Answers questions from one state of the content at a time.
pub struct Engine {
    /// One for all engines that differ in what they say locally alone.
    snapshot: Arc<ArcSwap<Snapshot>>,
    local: Local,
}

/// What is said differently in one place; `None` for what the settings say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Local {
    /// The disclaimer of files without their own; empty for none.
    pub disclaimer: Option<String>,
    /// The region whose numbers urgent notices show.
    pub region: Option<String>,
}

/// One state of the content.
struct Snapshot {
    searcher: Searcher,
    /// Made once, whatever changes later.
    embedder: Option<Arc<Embedder>>,
    urgent: Vec<UrgentGroup>,
    /// Whether the file of the urgent signs had no error.
    urgent_is_sound: bool,
    detector: UrgentDetector,
    config: answer::Config,
    /// The confidence from which on a hit is an answer here.
    threshold: Threshold,
    /// The files that it was read from.
    files: FileHashes,
    /// Changes whenever a file changes.
    version: u32,
    /// What other files give in the stead of each file.
    overridden: Overridden,
    /// All topics, once somebody has asked for them.
    topics: OnceLock<Arc<[Topic]>>,
}

/// An outcome, and what is needed to explain it.
pub struct Response {
    /// What we make of the question.
    pub outcome: Outcome,
    /// How sure we are that the first hit answers: 0 to 1.
    pub confidence: f32,
    found: Option<Found>,
}

/// What was found, in the state of the content that it was found in.
struct Found {
    hits: Hits,
    decision: Decision,
    snapshot: Arc<Snapshot>,
}

impl Response {
    fn sure(outcome: Outcome) -> Self {
        Response {
            outcome,
            confidence: 1.0,
            found: None,
        }
    }

    /// Why it was decided so; `None` where nothing was searched for.
    pub fn reason(&self) -> Option<Reason> {
        Some(self.found.as_ref()?.decision.reason)
    }

    /// Why the question got this outcome.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn explain(&self) -> Result<Explanation, EngineError> {
        Ok(match &self.found {
            Some(found) => found.snapshot.explain(&found.hits, &found.decision)?,
            None => Explanation::default(),
        })
    }
}

/// Most entries that are offered after an answer.
const MAX_RELATED: usize = 3;

// What stands in a notice where no number is configured. It is English like the
// signs that notices answer to, whatever language a member reads.
const LOCAL_EMERGENCY_NUMBER: &str = "your local emergency number";
const LOCAL_ADVICE_NUMBER: &str = "your local medical advice line";
const LOCAL_CRISIS_LINE: &str = "a local crisis line";

impl Engine {
    /// Answers from now on as `other` does. Questions that are being answered are
    /// answered from the state before.
    pub fn replace(&self, other: Engine) {
        self.snapshot.store(other.snapshot.load_full());
    }

    /// Finds the threshold of what is answered from, where that is still to be done
    /// after a change.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn calibrate(&self) -> Result<(), EngineError> {
        let snapshot = self.snapshot.load_full();
        let Snapshot {
            threshold,
            searcher,
            config,
            ..
        } = &*snapshot;
        Ok(threshold.settle(searcher, config)?)
    }

    /// The paths, relative to the FAQ folder, of the files that differ from those
    /// that `other` answers from.
    pub fn differing_files(&self, other: &Engine) -> BTreeSet<String> {
        let (ours, theirs) = (self.snapshot.load(), other.snapshot.load());
        let ours: BTreeSet<_> = ours.files.iter().collect();
        let theirs: BTreeSet<_> = theirs.files.iter().collect();
        let differing = ours.symmetric_difference(&theirs);
        differing.map(|(path, _)| (*path).clone()).collect()
    }

    /// An engine that answers as this one does, now and after every
    /// [`Engine::replace`], and says this in its place.
    #[must_use]
    pub fn localised(&self, local: Local) -> Engine {
        Engine {
            snapshot: Arc::clone(&self.snapshot),
            local,
        }
    }

    /// What we make of a question. Any text will do.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn ask(&self, question: &Question) -> Result<Response, EngineError> {
        let snapshot = self.snapshot.load_full();
        Ok(snapshot.ask(question, &self.local)?)
    }

    /// What to tell somebody who reports an urgent sign; `None` where there is
    /// none.
    pub fn urgent(&self, text: &str) -> Option<Notice> {
        self.snapshot.load().urgent(text, &self.local)
    }

    /// The notice of the urgent group whose id has this number, see
    /// [`id_hash`], if there is one.
    pub fn notice(&self, group: u64) -> Option<Notice> {
        let snapshot = self.snapshot.load();
        let mut groups = snapshot.urgent.iter();
        let group = groups.find(|known| id_hash(&known.id) == group)?;
        Some(snapshot.notice(group, &self.local))
    }
}

impl Snapshot {
    fn ask(self: &Arc<Self>, question: &Question, local: &Local) -> search::Result<Response> {
        // Urgent signs come first, on every path.
        if let Some(notice) = self.urgent(question.text(), local) {
            return Ok(Response::sure(Outcome::Urgent(notice)));
        }
        if let Some(kind) = small_talk::recognise(question.text()) {
            return Ok(Response::sure(Outcome::SmallTalk(kind)));
        }
        let hits = self.searcher.search(question.text(), None)?;
        let decision = decide(&hits, self.threshold.get(), &self.config);
        let mut found = (hits, decision);
        // A question that does not stand by itself may lean on the one before.
        if let Some(previous) = question.previous()
            && !self.answers_anew(&found.0, &found.1, &previous.id)
        {
            let hits = self
                .searcher
                .search(question.text(), Some(&previous.title))?
                // Whoever asks on wants to hear something else.
                .without(&previous.id);
            let decision = decide(&hits, eased(self.threshold.get()), &self.config);
            let says_something = !matches!(decision.verdict, Verdict::Nothing(_));
            if says_something && decision.confidence > found.1.confidence {
                found = (hits, decision);
            }
        }
        let (hits, decision) = found;
        Ok(Response {
            outcome: self.outcome(&hits, &decision, local)?,
            confidence: decision.confidence,
            found: Some(Found {
                hits,
                decision,
                snapshot: Arc::clone(self),
            }),
        })
    }

    /// What to tell somebody whose text reports an urgent sign.
    fn urgent(&self, text: &str, local: &Local) -> Option<Notice> {
        let detections = self.detector.detect(text, &lexicon::is_english);
        let first = detections.into_iter().next()?;
        Some(self.notice(&self.urgent[first.group], local))
    }

    /// Whether the question stands by itself and asks for something else than
    /// was answered before.
    fn answers_anew(&self, hits: &Hits, decision: &Decision, previous: &str) -> bool {
        match decision.verdict {
            Verdict::Answer(number) => !hits.hits[number].is(previous),
            _ => false,
        }
    }

    fn outcome(&self, hits: &Hits, decision: &Decision, local: &Local) -> search::Result<Outcome> {
        Ok(match &decision.verdict {
            Verdict::Answer(number) => match self.searcher.passage(&hits.hits[*number])? {
                Some(passage) => {
                    let answer = self.answer(passage, hits, &decision.confidences, local)?;
                    Outcome::Answer(Box::new(answer))
                }
                None => Outcome::Unanswered(Vec::new()),
            },
            Verdict::Suggest(numbers) => {
                let suggestions = self.suggestions(hits, numbers, decision)?;
                if suggestions.is_empty() {
                    Outcome::Unanswered(suggestions)
                } else {
                    Outcome::Suggestions(suggestions)
                }
            }
            Verdict::Nothing(numbers) => {
                Outcome::Unanswered(self.suggestions(hits, numbers, decision)?)
            }
        })
    }

    fn suggestions(
        &self,
        hits: &Hits,
        numbers: &[usize],
        decision: &Decision,
    ) -> search::Result<Vec<Suggestion>> {
        let mut suggestions = Vec::new();
        for &number in numbers {
            let hit = &hits.hits[number];
            suggestions.extend(self.suggestion(hit, decision.confidences[number])?);
        }
        Ok(suggestions)
    }

    fn suggestion(&self, hit: &Hit, confidence: f32) -> search::Result<Option<Suggestion>> {
        let passage = self.searcher.passage(hit)?;
        Ok(passage.map(|passage| Suggestion {
            id: passage.id,
            title: passage.title,
            confidence,
        }))
    }

    /// A passage with all that has to be shown with it. What it is related to
    /// comes from its file, then from the other hits that may be meant.
    fn answer(
        &self,
        passage: Passage,
        hits: &Hits,
        confidences: &[f32],
        local: &Local,
    ) -> search::Result<Answer> {
        let mut related: Vec<Suggestion> = Vec::new();
        for id in &passage.related {
            if related.len() < MAX_RELATED
                && let Some(other) = self.searcher.by_id(id)?
            {
                related.push(Suggestion {
                    id: other.id,
                    title: other.title,
                    confidence: 1.0,
                });
            }
        }
        for (hit, &confidence) in hits.hits.iter().zip(confidences) {
            if related.len() >= MAX_RELATED || confidence < self.config.suggest_at {
                break;
            }
            if let Some(other) = self.suggestion(hit, confidence)?
                && other.id != passage.id
                && related.iter().all(|known| known.id != other.id)
            {
                related.push(other);
            }
        }
        let sentences = excerpt::sentences(&passage.text);
        let mut texts = sentences.iter().map(|range| &passage.text[range.clone()]);
        let coverages = self
            .searcher
            .coverage(&hits.query, passage.language, &mut texts);
        let configured = local.disclaimer.as_deref();
        let configured = configured.or(self.config.disclaimer.as_deref());
        let disclaimer = match (&passage.disclaimer, configured) {
            (Some(own), _) => Some(Disclaimer::Own(own.clone())),
            (None, Some("")) => None,
            (None, Some(configured)) => Some(Disclaimer::Own(configured.to_owned())),
            (None, None) => Some(Disclaimer::BuiltIn),
        };
        Ok(Answer {
            best: excerpt::best(&passage.text, &sentences, &coverages),
            passage,
            disclaimer,
            related,
        })
    }

    fn notice(&self, group: &UrgentGroup, local: &Local) -> Notice {
        let numbers = self.config.numbers(local.region.as_deref());
        let (number, local) = match group.number {
            Number::Emergency => (numbers.emergency.clone(), LOCAL_EMERGENCY_NUMBER),
            Number::Advice => (numbers.advice, LOCAL_ADVICE_NUMBER),
            Number::Crisis => (numbers.crisis, LOCAL_CRISIS_LINE),
        };
        let emergency = numbers.emergency.as_deref();
        let emergency = emergency.unwrap_or(LOCAL_EMERGENCY_NUMBER);
        let text = group.notice_for(number.as_deref().unwrap_or(local), emergency);
        Notice {
            group: group.id.clone(),
            title: group.title.clone(),
            text,
            number,
        }
    }
}
