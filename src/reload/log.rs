//! Writes to the log what came of a reload, whoever asked for it.
//!
//! Never what members ask: of a golden question, which may be one of theirs, only
//! its place is named.

use super::{Reloaded, Worse, is_behind};
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::EngineError;

/// How many golden questions are logged one by one: `faqbot eval` shows them all.
const MAX_LOGGED: usize = 20;

/// Logs it; `was_behind` is whether the last one was behind as well.
pub(super) fn log(
    result: &Result<Option<Reloaded>, EngineError>,
    was_behind: bool,
    was_held: bool,
) {
    let is_behind = is_behind(result);
    if is_behind && !was_behind {
        tracing::info!("not all is taken up yet: another process is writing the index");
    }
    let reloaded = match result {
        Ok(Some(reloaded)) => reloaded,
        Ok(None) if was_held && !was_behind => {
            return tracing::info!("the files are as they were: answering from them again");
        }
        Ok(None) => return,
        Err(_) if is_behind => return,
        Err(error) => return tracing::error!("still answering as before: {error}"),
    };
    for problem in &reloaded.problems {
        log_problem(problem);
    }
    for fault in reloaded.golden.iter().take(MAX_LOGGED) {
        log_problem(fault);
    }
    log_more(reloaded.golden.len());
    if !reloaded.golden.is_empty() {
        tracing::warn!("the golden set cannot be asked like this: mend it");
    }
    if let Some(worse) = &reloaded.worse {
        log_worse(worse);
    }
    let report = &reloaded.report;
    if !reloaded.held.is_empty() {
        tracing::error!("still answering as before, until the answers are good enough again");
    } else {
        let (read, removed) = (report.indexed, report.removed);
        let passages = report.passages;
        tracing::info!(
            "taken up: {read} file{} read, {removed} file{} removed, {passages} passage{} in all",
            plural(read as u64),
            plural(removed as u64),
            plural(passages),
        );
    }
}

/// Logs a problem in a file.
pub(super) fn log_problem(problem: &Diagnostic) {
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
    for failure in worse.broken.iter().take(MAX_LOGGED) {
        tracing::warn!("{}: {}", failure.question.id, failure.fault.label());
    }
    log_more(worse.broken.len());
}

fn log_more(all: usize) {
    if all > MAX_LOGGED {
        tracing::warn!("and {} more: see `faqbot eval`", all - MAX_LOGGED);
    }
}

fn plural(count: u64) -> &'static str {
    if count == 1 { "" } else { "s" }
}
