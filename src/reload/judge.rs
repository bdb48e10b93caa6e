//! Asks the golden set before a change goes live: whether it makes the answers
//! worse than they are, and than they may be.
//!
//! What is done about it is decided elsewhere.

use std::path::Path;

use crate::diagnostic::Diagnostic;
use crate::engine::{Engine, EngineError};
use crate::eval::golden::{GoldenError, Known};
use crate::eval::report::{EvalReport, Failure, Fault};
use crate::eval::run::ask_all;
use crate::eval::{Config, Judged, golden};

/// What the golden set says of a change.
#[derive(Default)]
pub(super) struct Judgement {
    /// How the answers got worse, if they are below the floor and worse than before.
    pub(super) worse: Option<Worse>,
    /// The errors of the golden set itself, such as an id that is gone.
    pub(super) faults: Vec<Diagnostic>,
}

/// Answers that got worse, and are not good enough.
#[derive(Debug, Clone)]
pub struct Worse {
    /// What is below the floor, each in a few words.
    pub below: Vec<String>,
    /// The floor of S@1, in percent.
    pub floor: f64,
    /// The questions that went better before.
    pub broken: Vec<Failure>,
}

impl Worse {
    /// Whether there is nothing to tell of this that was not told of `other`.
    pub(super) fn is_like(&self, other: &Worse) -> bool {
        let asks = |worse: &Worse| -> Vec<String> {
            let broken = worse.broken.iter();
            broken.map(|failure| failure.question.ask.clone()).collect()
        };
        self.below == other.below && asks(self) == asks(other)
    }
}

/// Compares what members are answered from with what is to come, by the golden set
/// of this FAQ folder, where there is one and a floor to hold. What a question needs
/// and the change takes away is not found any more, like any other wrong answer.
pub(super) fn judge(
    config: &Config,
    folder: &Path,
    before: &Engine,
    after: &Engine,
) -> Result<Judgement, EngineError> {
    let mut places = config.places(folder).into_iter();
    let (Some(floor), Some(path)) = (config.floor, places.find(|path| path.exists())) else {
        return Ok(Judgement::default());
    };
    let mut known = Known::of(after)?;
    let (questions, faults) = match golden::load(&path, &known) {
        Err(GoldenError::Invalid(faults)) => {
            let earlier = Known::of(before)?;
            known.ids.extend(earlier.ids);
            known.urgent.extend(earlier.urgent);
            (golden::load(&path, &known), faults)
        }
        loaded => (loaded, Vec::new()),
    };
    let mut judgement = Judgement {
        worse: None,
        faults,
    };
    let questions = match questions {
        Ok(questions) => questions,
        Err(GoldenError::Invalid(_)) => return Ok(judgement),
        Err(error) => {
            tracing::warn!("{error}");
            return Ok(judgement);
        }
    };
    after.calibrate()?;
    let after = evaluated(after, &questions)?;
    let below = after.below(floor);
    if below.is_empty() {
        return Ok(judgement);
    }
    let before = evaluated(before, &questions)?;
    if !is_lower(&before, &after) {
        return Ok(judgement);
    }
    let went_better = |failure: &Failure| {
        let mut earlier = before.failures.iter();
        let earlier = earlier.find(|earlier| earlier.question == failure.question);
        earlier.is_none_or(|earlier| failure.fault < earlier.fault)
    };
    judgement.worse = Some(Worse {
        below,
        floor,
        broken: after.failures.into_iter().filter(went_better).collect(),
    });
    Ok(judgement)
}

fn evaluated(engine: &Engine, questions: &[Judged]) -> Result<EvalReport, EngineError> {
    let texts: Vec<&str> = questions.iter().map(|judged| judged.ask.as_str()).collect();
    let asked = ask_all(engine, &texts, &|_, _| {})?;
    Ok(EvalReport::new(questions, &asked))
}

/// Whether what a floor holds up has come down: S@1 is lower, or more does harm.
fn is_lower(before: &EvalReport, after: &EvalReport) -> bool {
    let success = |report: &EvalReport| report.overall.success_1.map(|success| success.value);
    let harm = |report: &EvalReport| -> usize {
        let faults = [
            Fault::UrgentMissed,
            Fault::FalseAlarm,
            Fault::AnsweredUnanswerable,
        ];
        faults.into_iter().map(|fault| report.count(fault)).sum()
    };
    success(after) < success(before) || harm(after) > harm(before)
}
