//! Taking up what has changed: the folder is read, the index brought up to date,
//! the golden set asked, and then, in one step, members are answered from it. What
//! they need not wait for is done afterwards.
//!
//! ```text
//! watch | signal | command -> reload() -> Engine (the new state) -> golden set -> swap
//!                                                           -> threshold -> errors told
//! ```
//!
//! What is worse than before takes no answers away, see `engine`. What happened
//! stands in the log and is told to whoever asked.

mod errors;
mod judge;
mod log;
pub mod watch;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use crate::content::selection::Selection;
use crate::diagnostic::{Diagnostic, SourceFile};
use crate::engine::views::{self, View, Views, fingerprint};
use crate::engine::{Engine, EngineError, Folder, Options, Reopened};
use crate::eval;
use crate::search::index::{Report, UpdateError};
use crate::search::storage::LockError;

pub use errors::Errors;
pub use judge::Worse;
use judge::{Judgement, judge};

/// Brings engines up to date with their files.
pub struct Reloader {
    views: Arc<Views>,
    eval: eval::Config,
    errors: ArcSwap<Errors>,
    /// Held while reloading: one at a time.
    state: Mutex<State>,
}

/// What is remembered from one time to the next.
#[derive(Default)]
struct State {
    /// The problems that were told, each with its file as it stood.
    told: HashMap<u64, Arc<SourceFile>>,
    /// What was told of the golden set.
    told_of_golden: HashSet<String>,
    /// What was told last of a change that is kept from members.
    told_worse: Option<Worse>,
    /// Whether another process was in the way.
    is_behind: bool,
    /// Whether members were answered as before although the files had changed.
    is_held: bool,
}

/// What came of reloading.
#[derive(Debug)]
pub struct Reloaded {
    /// What was done to the index.
    pub report: Report,
    /// How many errors there are in the files.
    pub errors: usize,
    /// What is wrong in the files, and was not told before.
    pub problems: Vec<Diagnostic>,
    /// What is wrong in the golden set, and was not told before: until it is mended
    /// nothing is asked.
    pub golden: Vec<Diagnostic>,
    /// Where the golden set shows that the answers got worse, and worse than they may
    /// be; once, also where that is kept from members.
    pub worse: Option<Worse>,
    /// The views that are answered from as before, since the change is kept from
    /// members.
    pub held: Vec<Selection>,
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

    /// The same for all engines of a FAQ folder. What is wrong in the files now is
    /// not told later: see [`Reloader::errors`].
    pub fn of(views: Arc<Views>, eval: eval::Config, known: &[Diagnostic]) -> Reloader {
        // Where there is no folder, its engine says so.
        let errors = Folder::read(views.options()).map(|folder| Errors::of(&views, &folder));
        let errors = errors.unwrap_or_default();
        let told = known.iter().chain(errors.all());
        let state = State {
            told: told
                .map(|problem| (fingerprint(problem), Arc::clone(&problem.file)))
                .collect(),
            ..State::default()
        };
        Reloader {
            views,
            eval,
            errors: ArcSwap::from_pointee(errors),
            state: Mutex::new(state),
        }
    }

    /// Writes what is wrong now to the log.
    pub fn log_errors(&self) {
        self.errors().all().into_iter().for_each(log::log_problem);
    }

    /// Every error in the files as they were last looked at, also between files.
    pub fn errors(&self) -> Arc<Errors> {
        self.errors.load_full()
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
    /// can neither be written nor made in memory. Members are answered as before
    /// then. Where this is so for some of several engines, it is in the log, and the
    /// others go on.
    pub fn reload(&self) -> Result<Option<Reloaded>, EngineError> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let result = self.take_up(&mut state);
        log::log(&result, state.is_behind, state.is_held);
        state.is_behind = is_behind(&result);
        state.is_held = match &result {
            Ok(reloaded) => reloaded.as_ref().is_some_and(|one| !one.held.is_empty()),
            Err(_) => true,
        };
        result
    }

    fn take_up(&self, state: &mut State) -> Result<Option<Reloaded>, EngineError> {
        // Read once, so that all views are of the same state.
        let folder = Folder::read(self.views.options())?;
        let (mut report, fresh) = self.reopened(&folder)?;
        if fresh.is_empty() && report.behind {
            return Err(UpdateError::from(LockError::Busy).into());
        }
        if fresh.is_empty() {
            state.told_worse = None;
            return Ok(None);
        }
        let general = self.views.general();
        let mut all = fresh.iter();
        let change = all.find(|fresh| Arc::ptr_eq(&fresh.view.engine, general));
        let judgement = change
            .map(|fresh| judge(&self.eval, self.folder(), general, &fresh.engine))
            .transpose()?;
        // A change of files that the golden set is not asked about goes on.
        let held_files = match (&judgement, change) {
            (Some(Judgement { worse: Some(_), .. }), Some(fresh)) if self.eval.block => {
                fresh.engine.differing_files(general)
            }
            _ => BTreeSet::new(),
        };
        let had_signs = !general.urgent_groups().is_empty();
        let mut held = Vec::new();
        for Fresh { view, engine } in fresh {
            if engine
                .differing_files(&view.engine)
                .is_disjoint(&held_files)
            {
                view.engine.replace(engine);
            } else {
                held.push(view.options.selection.clone());
            }
        }
        if had_signs && general.urgent_groups().is_empty() {
            tracing::warn!("emergencies are not noticed any more: there is no file of their signs");
        }
        // After the swap: members need not wait for it.
        for view in self.views.all() {
            if let Err(error) = view.engine.calibrate() {
                tracing::error!("the threshold is that of before: {error}");
            }
        }
        let errors = Errors::of(&self.views, &folder);
        let mut problems: Vec<_> = errors.all().into_iter().cloned().collect();
        let count = problems.len();
        problems.append(&mut report.diagnostics);
        self.errors.store(Arc::new(errors));
        let (golden, worse) = state.news_of(judgement, !held.is_empty());
        Ok(Some(Reloaded {
            report,
            errors: count,
            problems: state.news(problems, &folder),
            golden,
            worse,
            held,
        }))
    }

    /// The engines that something has changed for, made anew, and the report of all.
    fn reopened(&self, folder: &Folder) -> Result<(Report, Vec<Fresh<'_>>), EngineError> {
        let (mut reports, mut reopened) = (Vec::new(), Vec::new());
        let mut failed = None;
        for view in self.views.all() {
            match view.engine.reopened(folder, &view.options) {
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
}

/// A view, and the engine that is to answer in it from now on.
struct Fresh<'a> {
    view: &'a View,
    engine: Engine,
}

impl State {
    /// Those of the problems that were not told, of which files or views are read
    /// again where nothing about them has changed.
    fn news(&mut self, mut problems: Vec<Diagnostic>, folder: &Folder) -> Vec<Diagnostic> {
        self.told.retain(|_, file| folder.holds(file));
        problems.retain(|problem| {
            let file = Arc::clone(&problem.file);
            self.told.insert(fingerprint(problem), file).is_none()
        });
        problems
    }

    /// What was not told of the golden set, where it was asked.
    fn news_of(
        &mut self,
        judgement: Option<Judgement>,
        is_held: bool,
    ) -> (Vec<Diagnostic>, Option<Worse>) {
        let told_before = self.told_worse.take();
        let Some(Judgement { worse, mut faults }) = judgement else {
            return (Vec::new(), None);
        };
        // Not with its file: what is learnt from members is added to it.
        let known = std::mem::take(&mut self.told_of_golden);
        faults.retain(|fault| {
            let key = format!("{}\0{}", fault.code, fault.message);
            self.told_of_golden.insert(key.clone());
            !known.contains(&key)
        });
        // What is live is what the next change is compared with.
        self.told_worse = worse.clone().filter(|_| is_held);
        let is_news = |worse: &Worse| told_before.is_none_or(|told| !worse.is_like(&told));
        (faults, worse.filter(is_news))
    }
}
