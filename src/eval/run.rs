//! Asks all questions, on all cores at once.
//!
//! What is right is not known here: that is compared in [`super::report`].

use std::sync::atomic::{AtomicUsize, Ordering};

use crate::answer::decide::Reason;
use crate::answer::outcome::{Outcome, Suggestion};
use crate::answer::question::Question;
use crate::engine::parallel::try_in_parallel;
use crate::engine::{Engine, EngineError, Options, Ranked};
use crate::search::embedding::Model;

/// What the bot made of a question, in short.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// All that was found, best first, whatever the outcome.
    pub ranking: Vec<Ranked>,
    /// What people would have got.
    pub outcome: Got,
    /// How sure the bot is of the first hit: 0 to 1.
    pub confidence: f32,
    /// Why it was decided so; `None` where nothing was searched for.
    pub reason: Option<Reason>,
}

/// What people would have got: an [`Outcome`] as ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Got {
    /// The notice of this group.
    Urgent(String),
    /// This entry or section as the answer.
    Answer(String),
    /// These to choose from.
    Suggestions(Vec<String>),
    /// A friendly word.
    SmallTalk,
    /// No answer; these as the nearest topics.
    Unanswered(Vec<String>),
}

impl Got {
    /// The name that programs know the outcome by.
    pub fn name(&self) -> &'static str {
        match self {
            Got::Urgent(_) => "urgent",
            Got::Answer(_) => "answer",
            Got::Suggestions(_) => "suggestions",
            Got::SmallTalk => "small_talk",
            Got::Unanswered(_) => "unanswered",
        }
    }
}

impl From<Outcome> for Got {
    fn from(outcome: Outcome) -> Got {
        let ids = |entries: Vec<Suggestion>| entries.into_iter().map(|entry| entry.id).collect();
        match outcome {
            Outcome::Urgent(notice) => Got::Urgent(notice.group),
            Outcome::Answer(answer) => Got::Answer(answer.passage.id),
            Outcome::Suggestions(entries) => Got::Suggestions(ids(entries)),
            Outcome::SmallTalk(_) => Got::SmallTalk,
            Outcome::Unanswered(entries) => Got::Unanswered(ids(entries)),
        }
    }
}

impl Asked {
    /// The ids that were found, best first.
    pub fn ids(&self) -> Vec<&str> {
        self.ranking.iter().map(|hit| hit.id.as_str()).collect()
    }
}

/// The same with meaning switched off: to see what it is worth.
pub fn without_meaning(options: &Options) -> Options {
    let mut options = options.clone();
    options.search.model = Model::None;
    options.search.transformer = None;
    options
}

/// Asks `texts`; what comes back is in their order. `progress` is told how many are
/// done, of how many, from any thread.
///
/// # Errors
/// When the index can no longer be read.
pub fn ask_all(
    engine: &Engine,
    texts: &[&str],
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Vec<Asked>, EngineError> {
    let done = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    try_in_parallel(texts, threads, |text| {
        let asked = ask(engine, text)?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, texts.len());
        Ok(asked)
    })
}

fn ask(engine: &Engine, text: &str) -> Result<Asked, EngineError> {
    let response = engine.ask(&Question::new(text))?;
    Ok(Asked {
        ranking: engine.rank(text, usize::MAX)?,
        confidence: response.confidence,
        reason: response.reason(),
        outcome: response.outcome.into(),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Mutex;

    use super::*;
    use crate::content::passage::Passage;
    use crate::eval::beir;

    /// Twenty entries about colours.
    fn bank() -> Vec<Passage> {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            std::fs::create_dir_all(folder.path().join("qrels")).unwrap();
            std::fs::write(folder.path().join(name), text).unwrap();
        };
        let document = |number| {
            format!("{{\"_id\": \"d{number}\", \"title\": \"What is colour c{number}x?\"}}\n")
        };
        write("corpus.jsonl", &(0..20).map(document).collect::<String>());
        write("queries.jsonl", "");
        write("qrels/test.tsv", "");
        beir::load(folder.path()).unwrap().passages
    }

    #[test]
    fn what_comes_back_is_in_the_order_of_the_questions_and_progress_is_told() {
        let engine = Engine::of_passages(&bank(), &Options::default()).unwrap();
        let texts: Vec<String> = (0..200)
            .map(|number| format!("what is colour c{}x", number % 20))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let told = Mutex::new(BTreeSet::new());
        let asked = ask_all(&engine, &texts, &|done, of| {
            told.lock().unwrap().insert((done, of));
        })
        .unwrap();
        let first: Vec<&str> = asked.iter().map(|asked| asked.ids()[0]).collect();
        let expected: Vec<String> = (0..200).map(|number| format!("d{}", number % 20)).collect();
        assert_eq!(first, expected);
        let all: BTreeSet<_> = (1..=200).map(|done| (done, 200)).collect();
        assert_eq!(told.into_inner().unwrap(), all);
        assert!(ask_all(&engine, &[], &|_, _| {}).unwrap().is_empty());
    }

    #[test]
    fn without_meaning_nothing_else_changes() {
        let mut options = Options::default();
        options.answer.answer_at = Some(0.9);
        options.search.synonyms = vec![vec!["a".into(), "b".into()]];
        options.search.transformer = Some("model".into());
        let without = without_meaning(&options);
        assert_eq!(without.search.model, Model::None);
        assert_eq!(without.search.transformer, None);
        options.search.model = Model::None;
        options.search.transformer = None;
        assert_eq!(without, options);
    }
}
