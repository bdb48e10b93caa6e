//! Keeping an engine up to date while it answers, and saying in the log what came
//! of it.

use std::sync::Arc;

use clap::ValueEnum;
use faqbot::config::Settings;
use faqbot::diagnostic::{Diagnostic, Severity};
use faqbot::engine::EngineError;
use faqbot::engine::views::Views;
use faqbot::reload::watch::{Mode, Watch};
use faqbot::reload::{Reloaded, Reloader, Worse};
use faqbot::search::index::Report;

use super::counted;

/// How changes in the FAQ folder are noticed.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Watched {
    /// The system tells
    #[default]
    Events,
    /// Look every half second: for network disks
    Poll,
    /// Not at all
    Off,
}

impl From<Watched> for Mode {
    fn from(watched: Watched) -> Mode {
        match watched {
            Watched::Events => Mode::Events,
            Watched::Poll => Mode::Poll,
            Watched::Off => Mode::Off,
        }
    }
}

/// What brings these engines up to date, which were opened with this report.
pub fn reloader(settings: &Settings, views: &Arc<Views>, report: &Report) -> Arc<Reloader> {
    let known = &report.diagnostics;
    let reloader = Reloader::of(Arc::clone(views), settings.eval.clone(), known);
    Arc::new(reloader)
}

/// Takes up every change as long as the watch lives; `told` hears of each.
pub fn watch(
    reloader: &Arc<Reloader>,
    watched: Watched,
    mut told: impl FnMut(&Result<Option<Reloaded>, EngineError>) + Send + Clone + 'static,
) -> Option<Watch> {
    let start = |mode| {
        let (reloader, mut told) = (Arc::clone(reloader), told.clone());
        let folder = reloader.folder().to_owned();
        Watch::start(&folder, mode, move || told(&reloader.reload()))
    };
    let mode = watched.into();
    let mut started = start(mode);
    if let (Err(error), Mode::Events) = (&started, mode) {
        tracing::warn!("looking at the FAQ folder every half second, since {error}");
        started = start(Mode::Poll);
    }
    match started {
        Ok(watch) => {
            // What changed between reading and watching.
            told(&reloader.reload());
            Some(watch)
        }
        Err(error) => {
            tracing::warn!("changes of the FAQ folder are not noticed: {error}");
            None
        }
    }
}

/// Writes to the log what came of a reload.
pub fn log(result: &Result<Option<Reloaded>, EngineError>) {
    let reloaded = match result {
        Ok(Some(reloaded)) => reloaded,
        Ok(None) => return,
        Err(error) => return tracing::error!("still answering as before: {error}"),
    };
    for problem in &reloaded.problems {
        log_problem(problem);
    }
    if let Some(worse) = &reloaded.worse {
        log_worse(worse);
    }
    let report = &reloaded.report;
    if !reloaded.is_live {
        tracing::error!("still answering as before, until the answers are good enough again");
    } else {
        tracing::info!(
            "taken up: {} read, {} removed, {} in all",
            counted(report.indexed, "file"),
            counted(report.removed, "file"),
            counted(report.passages as usize, "passage"),
        );
    }
}

fn log_problem(problem: &Diagnostic) {
    let (line, column) = problem.line_and_column();
    let Diagnostic {
        file,
        code,
        message,
        help,
        ..
    } = problem;
    let path = &file.path;
    match problem.severity {
        Severity::Error => tracing::error!("{path}:{line}:{column}: {message} [{code}]; {help}"),
        Severity::Warning => tracing::warn!("{path}:{line}:{column}: {message} [{code}]; {help}"),
    }
}

fn log_worse(worse: &Worse) {
    let Worse { below, floor, .. } = worse;
    tracing::warn!("below the floor of {floor}%: {}", below.join(", "));
    for failure in &worse.broken {
        let question = &failure.question;
        tracing::warn!(
            "{}: `{}`: {}",
            question.id,
            question.ask,
            failure.fault.label()
        );
    }
}
