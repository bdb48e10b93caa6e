//! What counts as right, what as wrong, and which questions a figure is about.

use super::*;
use crate::engine::Ranked;

/// A question of a kind that these ids answer.
fn judged(kind: &str, accept: &[&str]) -> Judged {
    let accept = accept.iter().map(|id| ((*id).to_owned(), 1));
    Judged {
        ask: format!("{kind}?"),
        kind: kind.to_owned(),
        accept: accept.collect(),
        ..Judged::default()
    }
}

fn urgent(group: &str) -> Judged {
    Judged {
        urgent: Some(group.into()),
        ..judged("urgent", &[])
    }
}

/// What came of it, with these hits.
fn asked(outcome: Got, ids: &[&str]) -> Asked {
    let hit = |id: &&str| Ranked {
        id: (*id).to_owned(),
        score: 1.0,
        confidence: 0.5,
        features: Vec::new(),
    };
    Asked {
        ranking: ids.iter().map(hit).collect(),
        outcome,
        confidence: 0.5,
        reason: None,
    }
}

fn answer(id: &str) -> Asked {
    asked(Got::Answer(id.into()), &[id, "other"])
}

fn notice(group: &str) -> Asked {
    asked(Got::Urgent(group.into()), &["a"])
}

fn silence(ids: &[&str]) -> Asked {
    asked(Got::Unanswered(Vec::new()), ids)
}

fn faults(pairs: &[(Judged, Asked)]) -> Vec<Fault> {
    let failures = report(pairs).failures.into_iter();
    failures.map(|failure| failure.fault).collect()
}

fn report(pairs: &[(Judged, Asked)]) -> EvalReport {
    let (questions, asked): (Vec<_>, Vec<_>) = pairs.iter().cloned().unzip();
    EvalReport::new(&questions, &asked)
}

/// As `count of`, or `-`.
fn count(estimate: Option<Estimate>) -> String {
    estimate.map_or("-".into(), |estimate| {
        format!("{} of {}", estimate.count.unwrap(), estimate.of)
    })
}

#[test]
fn what_is_right_is_no_failure() {
    let choice = Got::Suggestions(vec!["a".into()]);
    let pairs = [
        (judged("k", &["a", "b"]), answer("b")),
        (judged("k", &[]), silence(&["a"])),
        (judged("k", &[]), asked(choice, &["a"])),
        (judged("k", &[]), asked(Got::SmallTalk, &[])),
        (urgent("burn"), notice("burn")),
    ];
    assert_eq!(faults(&pairs), []);
}

#[test]
fn what_is_wrong_is_named_and_the_worst_comes_first() {
    let choice = Got::Suggestions(vec!["a".into(), "b".into()]);
    let pairs = [
        (judged("k", &["a"]), asked(Got::SmallTalk, &["a"])),
        (judged("k", &["b"]), asked(choice, &["a", "b"])),
        (judged("k", &["b"]), silence(&[])),
        (judged("k", &["b"]), answer("a")),
        (judged("k", &[]), answer("a")),
        (judged("k", &["a"]), notice("burn")),
        (urgent("burn"), notice("choke")),
        (urgent("burn"), answer("a")),
    ];
    let expected = [
        Fault::UrgentMissed,
        Fault::UrgentMissed,
        Fault::FalseAlarm,
        Fault::AnsweredUnanswerable,
        Fault::AnsweredWrongly,
        Fault::RankedLower,
        Fault::RankedLower,
        Fault::NotAnswered,
    ];
    assert_eq!(faults(&pairs), expected);
    let report = report(&pairs);
    assert_eq!(report.count(Fault::RankedLower), 2);
    let failures = report.failures.iter();
    let ranks: Vec<_> = failures.map(|failure| failure.first_right).collect();
    assert_eq!(ranks[5..], [Some(2), None, Some(1)]);
}

#[test]
fn every_figure_is_about_the_questions_that_it_can_be_about() {
    let choice = Got::Unanswered(vec!["x".into(), "a".into()]);
    let figures = report(&[
        (judged("k", &["a"]), answer("a")),
        (judged("k", &["b"]), answer("a")),
        (judged("k", &["a"]), asked(choice, &["x", "a"])),
        (judged("k", &["a"]), notice("burn")),
        (judged("k", &[]), answer("a")),
        (judged("k", &[]), silence(&["a"])),
        (urgent("burn"), notice("burn")),
        (urgent("burn"), answer("a")),
    ])
    .overall;
    let Figures {
        questions,
        answerable,
        unanswerable,
        urgent,
        ..
    } = figures;
    assert_eq!((questions, answerable, unanswerable, urgent), (8, 4, 2, 2));
    assert_eq!(count(figures.success_1), "2 of 4");
    assert_eq!(count(figures.answered_rightly), "1 of 4");
    assert_eq!(count(figures.answered_wrongly), "1 of 4");
    assert_eq!(count(figures.offered), "1 of 4");
    assert_eq!(count(figures.precision), "1 of 4");
    assert_eq!(count(figures.answered_unanswerable), "1 of 2");
    assert_eq!(count(figures.urgent_found), "1 of 2");
    assert_eq!(count(figures.false_alarms), "1 of 6");
    // The ranks are 1, none, 2 and 1.
    let mean = figures.reciprocal_rank_10.unwrap();
    assert_eq!((mean.value, mean.of), (2.5 / 4.0, 4));

    let none = report(&[]).overall;
    assert_eq!(none, Figures::default());
    let quiet = report(&[(judged("k", &["a"]), answer("a"))]).overall;
    assert_eq!(count(quiet.urgent_found), "-");
    assert_eq!(count(quiet.false_alarms), "-");
}

#[test]
fn kinds_and_files_come_in_the_order_of_the_set() {
    let in_file = |file: &str, judged: Judged| Judged {
        file: file.into(),
        ..judged
    };
    let report = report(&[
        (in_file("b.toml", judged("short", &["a"])), answer("a")),
        (in_file("a.toml", judged("", &["a"])), answer("a")),
        (in_file("b.toml", judged("chat", &["a"])), answer("b")),
        (in_file("a.toml", judged("short", &["a"])), answer("b")),
    ]);
    let shown = |groups: Vec<(String, Figures)>| -> Vec<String> {
        let groups = groups.into_iter();
        groups
            .map(|(name, group)| format!("{name} {}", count(group.answered_rightly)))
            .collect()
    };
    assert_eq!(shown(report.by_kind), ["short 1 of 2", "chat 0 of 1"]);
    assert_eq!(shown(report.by_file), ["b.toml 1 of 2", "a.toml 1 of 2"]);
}
