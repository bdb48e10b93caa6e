//! The JSON that `faqbot eval --json` prints: what programs may rely on.
//!
//! Keys are never renamed or removed; new ones may come. Figures are shares of 1.

use faqbot::eval::estimate::Estimate;
use faqbot::eval::report::{EvalReport, Failure, Figures};
use faqbot::eval::run::Got;
use serde_json::{Map, Value, json};

use super::super::terminal::in_words;
use super::EvalSet;

/// The object for all sets.
pub fn object(sets: &[EvalSet]) -> Value {
    let mut object = json!({ "sets": sets.iter().map(set).collect::<Value>() });
    if sets.len() > 1 {
        let reports = sets.iter().map(|set| &set.report);
        object["mean"] = means(&reports.collect::<Vec<_>>());
        let words_only = sets.iter().filter_map(|set| set.words_only.as_ref());
        let words_only: Vec<_> = words_only.collect();
        if !words_only.is_empty() {
            object["words_only_mean"] = means(&words_only);
        }
    }
    object
}

fn set(set: &EvalSet) -> Value {
    let mut object = json!({
        "name": set.name,
        "overall": figures(&set.report.overall),
        "kinds": groups(&set.report.by_kind),
        "files": groups(&set.report.by_file),
        "failures": set.report.failures.iter().map(failure).collect::<Value>(),
    });
    if let Some(words_only) = &set.words_only {
        object["words_only"] = figures(&words_only.overall);
    }
    object
}

fn groups(groups: &[(String, Figures)]) -> Value {
    let groups = groups.iter();
    let groups: Map<String, Value> = groups
        .map(|(name, group)| (name.clone(), figures(group)))
        .collect();
    groups.into()
}

fn figures(figures: &Figures) -> Value {
    let mut object = json!({
        "questions": figures.questions,
        "answerable": figures.answerable,
        "unanswerable": figures.unanswerable,
        "urgent": figures.urgent,
    });
    for measure in figures.measures() {
        object[measure.key] = measure.estimate.map_or(Value::Null, estimate);
    }
    object
}

fn estimate(estimate: Estimate) -> Value {
    let mut object = json!({
        "value": rounded(estimate.value),
        "low": rounded(estimate.low),
        "high": rounded(estimate.high),
        "of": estimate.of,
    });
    if let Some(count) = estimate.count {
        object["count"] = json!(count);
    }
    object
}

fn means(reports: &[&EvalReport]) -> Value {
    let means = super::table::means(reports).into_iter();
    let means: Map<String, Value> = means
        .map(|(key, mean)| (key.to_owned(), json!(mean.map(rounded))))
        .collect();
    means.into()
}

fn failure(failure: &Failure) -> Value {
    let (got, ids) = match &failure.got {
        Got::Urgent(group) => (Some(group), &[][..]),
        Got::Answer(id) => (Some(id), &[][..]),
        Got::Suggestions(ids) | Got::Unanswered(ids) => (None, ids.as_slice()),
        Got::SmallTalk => (None, &[][..]),
    };
    let question = &failure.question;
    json!({
        "id": question.id,
        "ask": question.ask,
        "kind": question.kind,
        "fault": failure.fault.key(),
        "accept": question.accept.keys().cloned().collect::<Value>(),
        "urgent": question.urgent,
        "outcome": failure.got.name(),
        "got": got,
        "suggestions": ids,
        "confidence": rounded(f64::from(failure.confidence)),
        "first_right": failure.first_right,
        "reason": failure.reason.map(in_words),
    })
}

/// Four digits, as trec_eval prints them: more would be noise.
pub fn rounded(number: f64) -> f64 {
    (number * 10_000.0).round() / 10_000.0
}
