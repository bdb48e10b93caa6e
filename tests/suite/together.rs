//! Several processes at once: each answers, none waits, none takes the index
//! of another away.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::support::{FaqTest, outcome};

const QUESTION: &str = "is massage safe for sciatica";

/// What a reader may log while another process writes.
const HARMLESS: [&str; 2] = [
    " INFO index updated: ",
    " INFO answering from the last index: another process is updating it",
];

/// Asks; returns what is wrong with the answer or with the log.
fn complaint(test: &FaqTest) -> Option<String> {
    let ran = test.ran(&["ask", "--json", QUESTION]);
    let is_harmless = |line: &str| HARMLESS.iter().any(|start| line.starts_with(start));
    if ran.code != Some(0) || !ran.stderr.lines().all(is_harmless) {
        return Some(format!("{:?} {}", ran.code, ran.stderr));
    }
    let object = &ran.json_lines()[0];
    let is_right = outcome(object) == ("answer", Some("is-massage-safe"));
    (!is_right).then(|| object.to_string())
}

#[test]
fn readers_are_not_disturbed_by_one_rebuild_after_another() {
    let test = FaqTest::shipped();
    assert_eq!(test.ran(&["index"]).code, Some(0));
    let done = AtomicBool::new(false);
    let complaints: Vec<_> = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                let ran = test.ran(&["index", "--rebuild"]);
                assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            }
        });
        let complaints = (0..60).filter_map(|_| complaint(&test)).collect();
        done.store(true, Ordering::Relaxed);
        writer.join().expect("every rebuild succeeds");
        complaints
    });
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn readers_are_not_disturbed_by_edits() {
    let test = FaqTest::shipped();
    assert_eq!(test.ran(&["index"]).code, Some(0));
    let done = AtomicBool::new(false);
    let complaints: Vec<_> = thread::scope(|scope| {
        let writer = scope.spawn(|| {
            let mut number = 0;
            while !done.load(Ordering::Relaxed) {
                number += 1;
                test.write(
                    "draft.toml",
                    format!(
                        "title = 'More'\n[[entry]]\nid = 'more'\nquestion = 'How many edits?'\n\
                         answer = '{number}.'\n"
                    ),
                );
                // In one step, as editors do, so that nobody reads half a file.
                fs::rename(test.path("draft.toml"), test.path("faq/more.toml")).expect("moved");
                // It may find that a reader is already at it.
                test.ran(&["index"]);
            }
        });
        let complaints = (0..60).filter_map(|_| complaint(&test)).collect();
        done.store(true, Ordering::Relaxed);
        writer.join().expect("every edit was written");
        complaints
    });
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn many_processes_that_start_without_an_index_all_answer() {
    let test = FaqTest::shipped();
    thread::scope(|scope| {
        let starts: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| test.ran(&["ask", "--json", QUESTION])))
            .collect();
        for start in starts {
            let ran = start.join().expect("it ran");
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            let object = &ran.json_lines()[0];
            assert_eq!(outcome(object), ("answer", Some("is-massage-safe")));
            // Those that come too late for the lock answer from memory.
            assert!(ran.stderr.lines().count() <= 1, "{}", ran.stderr);
        }
    });
    assert_eq!(complaint(&test), None);
}
