//! Looking entries up: by key, by title, by what was typed so far, and all of
//! them.
//!
//! For front ends that let a person pick an entry instead of asking. What a
//! question gets is decided in the engine itself.

use std::sync::Arc;

use super::{Engine, EngineError, Local, Response, Snapshot};
use crate::answer::decide::Reason;
use crate::answer::outcome::{Answer, Outcome, Suggestion};
use crate::answer::question::Question;
use crate::content::key::Key;
use crate::content::passage::{Kind, Passage};
use crate::search;

/// Most entries that are offered where free text names none of them.
const MAX_OFFERED: usize = 3;

/// An entry or a section, for lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Its id.
    pub id: String,
    /// Its question or heading.
    pub title: String,
    /// What it was made from.
    pub kind: Kind,
    /// The title of its file and the headings above, outermost first.
    pub context: Vec<String>,
    /// The file that it stands in, relative to the FAQ folder.
    pub file: String,
}

impl Topic {
    /// Its key.
    pub fn key(&self) -> Key {
        Key::new(&self.id, 0)
    }
}

impl From<Passage> for Topic {
    fn from(passage: Passage) -> Topic {
        Topic {
            id: passage.id,
            title: passage.title,
            kind: passage.kind,
            context: passage.context,
            file: passage.file,
        }
    }
}

/// What an engine answers from, in short.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// Eight hexadecimal digits that change whenever a file changes.
    pub version: String,
    /// How many entries there are.
    pub entries: usize,
    /// How many sections of articles there are.
    pub sections: usize,
    /// How many groups of urgent signs there are.
    pub urgent_groups: usize,
}

impl Engine {
    /// The answer that the entry or section with this id gives, if there is
    /// one.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn show(&self, id: &str) -> Result<Option<Answer>, EngineError> {
        let snapshot = self.snapshot.load();
        Ok(snapshot.shown(snapshot.searcher.by_id(id)?, &self.local)?)
    }

    /// The answer that the entry or the part of a section with this key gives;
    /// `None` where it is gone, or where the key is not of one alone.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn by_key(&self, key: &Key) -> Result<Option<Answer>, EngineError> {
        let snapshot = self.snapshot.load();
        Ok(snapshot.shown(snapshot.searcher.by_key(key)?, &self.local)?)
    }

    /// The same, with the sentence marked that best answers this question.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn by_key_for(&self, key: &Key, question: &str) -> Result<Option<Answer>, EngineError> {
        let snapshot = self.snapshot.load();
        let Some(passage) = snapshot.searcher.by_key(key)? else {
            return Ok(None);
        };
        let asked = search::searcher::Hits {
            query: snapshot.searcher.search(question, None)?.query,
            ..Default::default()
        };
        Ok(Some(snapshot.answer(passage, &asked, &[], &self.local)?))
    }

    /// What `typed` may become, likeliest first, at most `limit`, each entry and
    /// section once: by its title, then by its alternates, then by its text.
    /// Where nothing is typed yet, the first entries.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn complete(&self, typed: &str, limit: usize) -> Result<Vec<Topic>, EngineError> {
        let searcher = &self.snapshot.load().searcher;
        let passages = if typed.contains(char::is_alphanumeric) {
            searcher.complete(typed, limit)?
        } else {
            searcher.beginning(limit)?
        };
        Ok(passages.into_iter().map(Topic::from).collect())
    }

    /// What we make of a text that names an entry or asks a question: the entry
    /// with this key, id, title or alternate, else what [`Engine::ask`] says, else
    /// what the text may become. Urgent signs come first.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn look_up(&self, text: &str) -> Result<Response, EngineError> {
        let snapshot = self.snapshot.load_full();
        if let Some(notice) = snapshot.urgent(text, &self.local) {
            return Ok(Response::sure(Outcome::Urgent(notice)));
        }
        if let Some(outcome) = snapshot.named(text.trim(), &self.local)? {
            return Ok(Response::sure(outcome));
        }
        let mut response = snapshot.ask(&Question::new(text), &self.local)?;
        if response.has_nothing_near() {
            let passages = snapshot.searcher.complete(text, MAX_OFFERED)?;
            if !passages.is_empty() {
                response.outcome = Outcome::Suggestions(offered(passages, 0.0));
            }
        }
        Ok(response)
    }

    /// All entries and sections, by file and place. Read at the first call; the
    /// others take no time.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn topics(&self) -> Result<Arc<[Topic]>, EngineError> {
        let snapshot = self.snapshot.load();
        if let Some(topics) = snapshot.topics.get() {
            return Ok(Arc::clone(topics));
        }
        let mut passages = snapshot.searcher.all()?;
        passages.sort_by(|a, b| (&a.file, a.line, a.part).cmp(&(&b.file, b.line, b.part)));
        let firsts = passages.into_iter().filter(|passage| passage.part == 0);
        let topics = firsts.map(Topic::from).collect();
        Ok(Arc::clone(snapshot.topics.get_or_init(|| topics)))
    }

    /// The ids of the groups of urgent signs, in the order of the file.
    pub fn urgent_groups(&self) -> Vec<String> {
        let snapshot = self.snapshot.load();
        let groups = snapshot.urgent.iter();
        groups.map(|group| group.id.clone()).collect()
    }

    /// What it answers from, in short. The first call takes some milliseconds where
    /// there is much; the others take none.
    ///
    /// # Errors
    /// When the index can no longer be read.
    pub fn content(&self) -> Result<Content, EngineError> {
        let snapshot = self.snapshot.load();
        let catalogue = snapshot.searcher.catalogue()?;
        Ok(Content {
            version: format!("{:08x}", snapshot.version),
            entries: catalogue.entries(),
            sections: catalogue.len() - catalogue.entries(),
            urgent_groups: snapshot.urgent.len(),
        })
    }
}

impl Response {
    /// Whether there is no answer and nothing to offer; not where the nearest entry
    /// says itself that it is not for this question.
    fn has_nothing_near(&self) -> bool {
        matches!(&self.outcome, Outcome::Unanswered(near) if near.is_empty())
            && self.reason() != Some(Reason::NotFor)
    }
}

impl Snapshot {
    fn shown(&self, passage: Option<Passage>, local: &Local) -> search::Result<Option<Answer>> {
        let nothing = search::searcher::Hits::default();
        let answer = passage.map(|passage| self.answer(passage, &nothing, &[], local));
        answer.transpose()
    }

    /// The entry that a text names, or those that it names alike.
    fn named(&self, text: &str, local: &Local) -> search::Result<Option<Outcome>> {
        let mut named = None;
        if let Ok(key) = text.parse() {
            named = self.searcher.by_key(&key)?;
        }
        if named.is_none() {
            named = self.searcher.by_id(text)?;
        }
        if named.is_none() {
            let mut alike = self.searcher.by_phrasing(text)?;
            if alike.len() > 1 {
                alike.truncate(MAX_OFFERED);
                return Ok(Some(Outcome::Suggestions(offered(alike, 1.0))));
            }
            named = alike.pop();
        }
        let answer = self.shown(named, local)?;
        Ok(answer.map(|answer| Outcome::Answer(Box::new(answer))))
    }
}

fn offered(passages: Vec<Passage>, confidence: f32) -> Vec<Suggestion> {
    let suggestions = passages.into_iter().map(|passage| Suggestion {
        id: passage.id,
        title: passage.title,
        confidence,
    });
    suggestions.collect()
}
