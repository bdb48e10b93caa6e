//! The table of the README: what was measured, what was aimed at, and on which
//! machine, as Markdown.

use std::hint::black_box;
use std::time::{Duration, Instant};

use faqbot::answer::question::Question;
use faqbot::engine::Options;

use super::bank::Bank;
use super::figures::{duration, machine, megabytes, percentile, thousands};
use super::fixture::{self, Edited, Fixture, SIZES};
use super::{live, process};

/// How often every question is asked.
const ROUNDS: usize = 3;

/// How often a process is started, and a file edited.
const STARTS: usize = 20;

/// How often the largest bank is indexed.
const INDEXINGS: usize = 3;

/// Measures everything and prints the table.
pub fn print() {
    println!("| what | median | 99 of 100 within | aim | plain query | ratio |");
    println!("|---|---:|---:|---:|---:|---:|");
    ask("ask, shipped FAQ", fixture::shipped(), "200 µs");
    for (entries, aim) in SIZES.into_iter().zip(["", "3 times plain", "5 ms"]) {
        let what = format!("ask, {} entries", thousands(entries));
        ask(&what, fixture::made(entries), aim);
    }
    complete("complete, shipped FAQ", fixture::shipped(), "");
    for (entries, aim) in SIZES.into_iter().zip(["", "1 ms", "20 ms"]) {
        let what = format!("complete, {} entries", thousands(entries));
        complete(&what, fixture::made(entries), aim);
    }
    starts("ask, whole process, shipped FAQ", fixture::shipped());
    starts("ask, whole process, 10,000 entries", fixture::made(10_000));
    row("open an index of 10,000 entries, ask", &mut opening(), "");
    row(
        "index one edited file among 10,000 entries",
        &mut edits(),
        "150 ms",
    );
    row(
        "index 100,000 entries from nothing",
        &mut from_nothing(),
        "15 s",
    );
    live();
    memory("memory of ask, shipped FAQ", fixture::shipped(), "40 MB");
    memory("memory of ask, 10,000 entries", fixture::made(10_000), "");
    println!();
    println!("{}", machine());
}

/// What keeping the files up to date costs.
pub fn live() {
    for (entries, aim) in [(1_000, "300 ms"), (10_000, "1 s")] {
        let what = format!("saved file live, {} entries", thousands(entries));
        row(&what, &mut live::saves(entries), aim);
    }
    let [mut at_rest, mut busy] = live::questions(10_000);
    row("ask, 10,000 entries, nothing changes", &mut at_rest, "");
    row(
        "ask, 10,000 entries, one change after another",
        &mut busy,
        "2 times that",
    );
}

/// Questions to the engine and to the yardstick, in turns, so that a busy
/// machine slows both down.
fn ask(what: &str, fixture: &Fixture, aim: &str) {
    let engine = |question: &str| {
        let response = fixture.engine.ask(&Question::new(question));
        response.expect("the index can be read");
    };
    let plain = |question: &str| {
        let hits = fixture.plain.ask(question);
        black_box(hits.expect("the yardstick can be read"));
    };
    // The first round only warms up.
    let (mut asked, mut compared) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (one, other) = (
            timed(&fixture.questions, &engine),
            timed(&fixture.questions, &plain),
        );
        if round > 0 {
            asked.extend(one);
            compared.extend(other);
        }
    }
    let (median, plain) = (percentile(&mut asked, 50), percentile(&mut compared, 50));
    println!(
        "| {what} | {} | {} | {aim} | {} | {:.1} |",
        duration(median),
        duration(percentile(&mut asked, 99)),
        duration(plain),
        median.as_secs_f64() / plain.as_secs_f64(),
    );
}

/// Texts as far as they were typed.
fn complete(what: &str, fixture: &Fixture, aim: &str) {
    let engine = |typed: &str| {
        let choices = fixture.engine.complete(typed, super::CHOICES);
        black_box(choices.expect("the index can be read"));
    };
    // The first round only warms up.
    let rounds = (0..=ROUNDS).map(|_| timed(&fixture.typed, &engine));
    let mut times: Vec<Duration> = rounds.skip(1).flatten().collect();
    row(what, &mut times, aim);
}

fn timed(questions: &[String], ask: &dyn Fn(&str)) -> Vec<Duration> {
    let took = |question: &String| {
        let start = Instant::now();
        ask(question);
        start.elapsed()
    };
    questions.iter().map(took).collect()
}

fn starts(what: &str, fixture: &Fixture) {
    // The first start only warms up.
    let questions = fixture.questions.iter().cycle().take(STARTS + 1);
    let start = |question: &String| process::ask(&fixture.options, question);
    let mut times: Vec<Duration> = questions
        .map(|question| start(question).expect("faqbot can be started"))
        .skip(1)
        .collect();
    row(what, &mut times, "50 ms");
}

fn opening() -> Vec<Duration> {
    let fixture = fixture::made(10_000);
    timed(&fixture.questions[..STARTS], &|question| {
        let engine = fixture::open(&fixture.options);
        let response = engine.ask(&Question::new(question));
        response.expect("the index can be read");
    })
}

fn edits() -> Vec<Duration> {
    let edited = Edited::new(10_000);
    let edit = |_| {
        edited.edit();
        indexed(&edited.options)
    };
    (0..STARTS).map(edit).collect()
}

fn from_nothing() -> Vec<Duration> {
    let options = fixture::written(&Bank::new(100_000));
    let index = |_| indexed(&fixture::with_new_index(&options));
    (0..INDEXINGS).map(index).collect()
}

fn indexed(options: &Options) -> Duration {
    let start = Instant::now();
    black_box(fixture::open(options));
    start.elapsed()
}

fn row(what: &str, times: &mut [Duration], aim: &str) {
    let (median, slow) = (percentile(times, 50), percentile(times, 99));
    println!(
        "| {what} | {} | {} | {aim} | | |",
        duration(median),
        duration(slow)
    );
}

fn memory(what: &str, fixture: &Fixture, aim: &str) {
    let peak = process::peak_memory(&fixture.options, &fixture.questions);
    let peak = match peak.expect("faqbot can be started") {
        Some(bytes) => megabytes(bytes),
        None => "not known here".to_owned(),
    };
    println!("| {what} | {peak} | | {aim} | | |");
}
