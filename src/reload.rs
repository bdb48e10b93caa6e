//! Taking up what has changed: the folder is read, the index brought up to date,
//! the golden set asked, and then, in one step, members are answered from it.
//!
//! ```text
//! watch | signal | command -> reload() -> Engine (the new state) -> golden set -> swap
//! ```
//!
//! What is worse than before takes no answers away, see `engine`. Nothing is
//! printed: what happened is told to whoever asked.

pub mod watch;

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::content::key::id_hash;
use crate::diagnostic::Diagnostic;
use crate::engine::{Engine, EngineError, Options};
use crate::eval::golden::{GoldenError, Known};
use crate::eval::report::{EvalReport, Failure};
use crate::eval::run::ask_all;
use crate::eval::{self, golden};
use crate::search::index::Report;

/// Brings an engine up to date with its files.
pub struct Reloader {
    engine: Arc<Engine>,
    options: Options,
    eval: eval::Config,
    /// What was told the last time. Held while reloading: one at a time.
    told: Mutex<HashSet<u64>>,
}

/// What came of reloading.
#[derive(Debug)]
pub struct Reloaded {
    /// What was done to the index.
    pub report: Report,
    /// What is wrong in the files, and was not told before.
    pub problems: Vec<Diagnostic>,
    /// Where the golden set shows that the answers got worse than they may be.
    pub worse: Option<Worse>,
    /// Whether members are answered from it; if not, from the state before.
    pub is_live: bool,
}

/// Answers that are not good enough any more.
#[derive(Debug)]
pub struct Worse {
    /// What is below the floor, each in a few words.
    pub below: Vec<String>,
    /// The floor of S@1, in percent.
    pub floor: f64,
    /// The questions that went right before.
    pub broken: Vec<Failure>,
}

impl Reloader {
    /// Brings `engine` up to date, which was opened with these options, and with
    /// these problems in its files.
    pub fn new(
        engine: Arc<Engine>,
        options: Options,
        eval: eval::Config,
        known: &[Diagnostic],
    ) -> Reloader {
        Reloader {
            engine,
            options,
            eval,
            told: Mutex::new(known.iter().map(fingerprint).collect()),
        }
    }

    /// The FAQ folder.
    pub fn folder(&self) -> &Path {
        &self.options.faq
    }

    /// Takes up what has changed in the files; `None` where nothing has. Questions
    /// are answered all the while.
    ///
    /// # Errors
    /// When the folder is gone or empty, or the index can neither be written nor
    /// made in memory. Members are answered as before then.
    pub fn reload(&self) -> Result<Option<Reloaded>, EngineError> {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let Some((engine, mut report)) = self.engine.reopened(&self.options)? else {
            return Ok(None);
        };
        let mut found = std::mem::take(&mut report.diagnostics);
        let worse = match self.judge(&engine)? {
            Judgement::Fine => None,
            Judgement::Worse(worse) => Some(worse),
            Judgement::Faulty(faults) => {
                found.extend(faults);
                None
            }
        };
        let is_live = worse.is_none() || !self.eval.block;
        if is_live {
            self.engine.replace(engine);
        }
        // Only some files are read again each time, whether they have changed or not.
        let current = found.iter().map(fingerprint).collect();
        found.retain(|problem| !told.contains(&fingerprint(problem)));
        *told = current;
        Ok(Some(Reloaded {
            report,
            problems: found,
            worse,
            is_live,
        }))
    }

    /// Asks the golden set, where there is one and a floor to hold.
    fn judge(&self, engine: &Engine) -> Result<Judgement, EngineError> {
        let places = self.eval.places(&self.options.faq);
        let (Some(floor), Some(path)) = (
            self.eval.floor,
            places.into_iter().find(|path| path.exists()),
        ) else {
            return Ok(Judgement::Fine);
        };
        let after = match evaluated(engine, &path)? {
            Ok(report) => report,
            Err(GoldenError::Invalid(problems)) => return Ok(Judgement::Faulty(problems)),
            Err(error) => {
                tracing::warn!("{error}");
                return Ok(Judgement::Fine);
            }
        };
        let below = after.below(floor);
        if below.is_empty() {
            return Ok(Judgement::Fine);
        }
        let before = evaluated(&self.engine, &path)?;
        let failed: HashSet<String> = before
            .map(|report| report.failures)
            .unwrap_or_default()
            .into_iter()
            .map(|failure| failure.question.ask)
            .collect();
        let broken = after.failures.into_iter();
        Ok(Judgement::Worse(Worse {
            below,
            floor,
            broken: broken
                .filter(|failure| !failed.contains(&failure.question.ask))
                .collect(),
        }))
    }
}

enum Judgement {
    Fine,
    Worse(Worse),
    /// The golden set itself has errors, such as an id that is gone.
    Faulty(Vec<Diagnostic>),
}

/// How an engine answers the golden set at `path`.
fn evaluated(engine: &Engine, path: &Path) -> Result<Result<EvalReport, GoldenError>, EngineError> {
    let questions = match golden::load(path, &Known::of(engine)?) {
        Ok(questions) => questions,
        Err(error) => return Ok(Err(error)),
    };
    let texts: Vec<&str> = questions.iter().map(|judged| judged.ask.as_str()).collect();
    let asked = ask_all(engine, &texts, &|_, _| {})?;
    Ok(Ok(EvalReport::new(&questions, &asked)))
}

/// Another number for every problem and every text of its file.
fn fingerprint(problem: &Diagnostic) -> u64 {
    let Diagnostic { code, message, .. } = problem;
    let file = &problem.file;
    id_hash(&format!("{}\0{code}\0{message}\0{}", file.path, file.text))
}
