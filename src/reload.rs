//! Taking up what has changed: the folder is read, the index brought up to date,
//! the golden set asked, and then, in one step, members are answered from it.
//!
//! ```text
//! watch | signal | command -> reload() -> Engine (the new state) -> golden set -> swap
//! ```
//!
//! What is worse than before takes no answers away, see `engine`. What happened
//! stands in the log and is told to whoever asked.

mod log;
pub mod watch;

use std::collections::HashSet;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::engine::views::{self, View, Views, fingerprint};
use crate::engine::{Engine, EngineError, Folder, Options, Reopened};
use crate::eval::golden::{GoldenError, Known};
use crate::eval::report::{EvalReport, Failure};
use crate::eval::run::ask_all;
use crate::eval::{self, golden};
use crate::search::index::{Report, UpdateError};
use crate::search::storage::LockError;

/// Brings engines up to date with their files.
pub struct Reloader {
    views: Arc<Views>,
    eval: eval::Config,
    /// Held while reloading: one at a time.
    state: Mutex<State>,
}

/// What is remembered from one time to the next.
#[derive(Default)]
struct State {
    /// The problems that were told the last time.
    told: HashSet<u64>,
    /// Whether another process was in the way.
    is_behind: bool,
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

/// Whether there is something that was not taken up since another process is
/// writing the index: it is worth trying again soon.
pub fn is_behind(result: &Result<Option<Reloaded>, EngineError>) -> bool {
    match result {
        Ok(reloaded) => reloaded.as_ref().is_some_and(|one| one.report.behind),
        Err(error) => matches!(
            error,
            EngineError::Update(UpdateError::Lock(LockError::Busy))
        ),
    }
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
        let views = Arc::new(Views::one(engine, options));
        Reloader::of(views, eval, known)
    }

    /// The same for all engines of a FAQ folder.
    pub fn of(views: Arc<Views>, eval: eval::Config, known: &[Diagnostic]) -> Reloader {
        let state = State {
            told: known.iter().map(fingerprint).collect(),
            ..State::default()
        };
        Reloader {
            views,
            eval,
            state: Mutex::new(state),
        }
    }

    /// The FAQ folder.
    pub fn folder(&self) -> &Path {
        &self.views.options().faq
    }

    /// Takes up what has changed in the files; `None` where nothing has. Questions
    /// are answered all the while. The golden set is asked of the general engine.
    /// What came of it is in the log. Does not wait for another process that is
    /// writing the index: see [`is_behind`].
    ///
    /// # Errors
    /// When the folder is gone or empty, another process is writing the index, or it
    /// can neither be written nor made in memory. Members are answered as before then. Where this is so for
    /// some of several engines, it is in the log, and the others go on.
    pub fn reload(&self) -> Result<Option<Reloaded>, EngineError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = self.take_up(&mut state);
        log::log(&result, state.is_behind);
        state.is_behind = is_behind(&result);
        result
    }

    fn take_up(&self, state: &mut State) -> Result<Option<Reloaded>, EngineError> {
        let (mut report, fresh) = self.reopened()?;
        if fresh.is_empty() && report.behind {
            return Err(UpdateError::from(LockError::Busy).into());
        }
        if fresh.is_empty() {
            return Ok(None);
        }
        let mut found = std::mem::take(&mut report.diagnostics);
        let general = self.views.general();
        let general = fresh
            .iter()
            .find(|fresh| Arc::ptr_eq(&fresh.view.engine, general));
        let worse = match general {
            Some(general) => match self.judge(&general.engine)? {
                Judgement::Fine => None,
                Judgement::Worse(worse) => Some(worse),
                Judgement::Faulty(faults) => {
                    found.extend(faults);
                    None
                }
            },
            None => None,
        };
        let is_live = worse.is_none() || !self.eval.block;
        if is_live {
            for Fresh { view, engine } in fresh {
                view.engine.replace(engine);
            }
        }
        // Only some files are read again each time, whether they have changed or not.
        let current = found.iter().map(fingerprint).collect();
        found.retain(|problem| !state.told.contains(&fingerprint(problem)));
        state.told = current;
        Ok(Some(Reloaded {
            report,
            problems: found,
            worse,
            is_live,
        }))
    }

    /// The engines that something has changed for, made anew, and the report of all.
    fn reopened(&self) -> Result<(Report, Vec<Fresh<'_>>), EngineError> {
        // Read once, so that all are of the same state.
        let folder = Folder::read(self.views.options())?;
        let (mut reports, mut reopened) = (Vec::new(), Vec::new());
        let mut failed = None;
        for view in self.views.all() {
            match view.engine.reopened(&folder, &view.options) {
                Ok(Reopened { engine, report }) => {
                    reports.push(report);
                    reopened.extend(engine.map(|engine| Fresh { view, engine }));
                }
                Err(error) => {
                    if let Some(earlier) = failed.replace(error) {
                        tracing::error!("{earlier}");
                    }
                }
            }
        }
        match failed {
            Some(error) if reopened.is_empty() => return Err(error),
            Some(error) => tracing::error!("some servers are answered as before: {error}"),
            None => {}
        }
        Ok((views::merged(reports), reopened))
    }

    /// Asks the golden set, where there is one and a floor to hold.
    fn judge(&self, engine: &Engine) -> Result<Judgement, EngineError> {
        let places = self.eval.places(self.folder());
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
        let before = evaluated(self.views.general(), &path)?;
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

/// A view, and the engine that is to answer in it from now on.
struct Fresh<'a> {
    view: &'a View,
    engine: Engine,
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
