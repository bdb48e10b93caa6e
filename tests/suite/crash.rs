//! The crash test: whatever moment indexing is killed at, the next question is
//! answered from the old or from the new state, never from a part of one.
//!
//! The moments are random, spread over the length of a run that nobody
//! disturbs; `FAQBOT_TEST_SEED` repeats those of a failure.

use std::fs::{self, File};
use std::hash::{BuildHasher, RandomState};
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{FaqTest, copy_folder, faqbot, files_below};

const FILES: usize = 40;
const ENTRIES_PER_FILE: usize = 15;
const KILLS: u32 = 40;

/// Words to make questions of; each entry has its own pair.
const NOUNS: [&str; 24] = [
    "anchor", "basket", "candle", "dragon", "engine", "falcon", "garden", "hammer", "island",
    "jacket", "kettle", "ladder", "magnet", "needle", "orchid", "pillow", "quartz", "ribbon",
    "saddle", "tunnel", "umbrella", "violin", "walnut", "zipper",
];

/// Where the random moments come from: splitmix64.
struct Moments {
    state: u64,
}

impl Moments {
    fn new() -> Self {
        let given = std::env::var("FAQBOT_TEST_SEED").ok();
        let seed = given
            .and_then(|seed| seed.parse().ok())
            .unwrap_or_else(|| RandomState::new().hash_one("crash"));
        eprintln!("FAQBOT_TEST_SEED={seed}");
        Moments { state: seed }
    }

    /// A share of a whole: 0 to 1.
    fn share(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
    }
}

/// The two nouns of an entry.
fn nouns(number: usize) -> (&'static str, &'static str) {
    let first = number % NOUNS.len();
    let second = (first + 1 + number / NOUNS.len()) % NOUNS.len();
    (NOUNS[first], NOUNS[second])
}

fn question(number: usize) -> String {
    let (first, second) = nouns(number);
    format!("Where is the {first} beside the {second} {number}?")
}

/// Writes the whole bank; every answer names its version.
fn write_bank(test: &FaqTest, version: u32) {
    for file in 0..FILES {
        let mut text = format!("title = 'File {file}'\n");
        for number in file * ENTRIES_PER_FILE..(file + 1) * ENTRIES_PER_FILE {
            let (first, second) = nouns(number);
            text += &format!(
                "[[entry]]\nid = 'e{number}'\nquestion = '{}'\nanswer = 'Version {version}: the \
                 {first} is in room {number}, where the {second} was.'\n",
                question(number)
            );
        }
        test.write(&format!("faq/file-{file}.toml"), text);
    }
}

/// Some questions of every part of the bank.
fn sample() -> Vec<usize> {
    (0..FILES * ENTRIES_PER_FILE).step_by(71).collect()
}

/// The versions of the answers in `objects`; each has to be the right answer.
#[track_caller]
fn versions(objects: &[Value]) -> Vec<&str> {
    let sample = sample();
    assert_eq!(objects.len(), sample.len());
    let mut versions = Vec::new();
    for (number, object) in sample.iter().zip(objects) {
        assert_eq!(object["answer"]["id"], format!("e{number}"), "{object}");
        let text = object["answer"]["text"].as_str().expect("a text");
        versions.push(text.split(':').next().unwrap_or_default());
    }
    versions.dedup();
    versions
}

/// Asks a sample; returns the answers and the log.
#[track_caller]
fn ask(test: &FaqTest) -> (Vec<Value>, String) {
    let questions: Vec<_> = sample().iter().map(|number| question(*number)).collect();
    let input = questions.join("\n") + "\n";
    let ran = test.ran_with_input(&["ask", "--json", "-"], input.as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    (ran.json_lines(), ran.stderr)
}

fn start(test: &FaqTest, arguments: &[&str]) -> Child {
    faqbot(&test.path(""))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("faqbot starts")
}

/// How long a run takes when nobody disturbs it.
fn undisturbed(test: &FaqTest, arguments: &[&str]) -> Duration {
    let begin = Instant::now();
    let end = start(test, arguments).wait().expect("it ends");
    assert!(end.success());
    begin.elapsed()
}

/// Starts faqbot and kills it after this time. The moment is what is tested:
/// nothing is waited for here.
fn kill_after(test: &FaqTest, arguments: &[&str], time: Duration) {
    let mut child = start(test, arguments);
    thread::sleep(time);
    child.kill().expect("SIGKILL, or it had ended");
    child.wait().expect("it is gone");
}

/// The moment of each kill: one at random in each of `KILLS` equal parts of a
/// run, and a little behind its end.
fn moments(length: Duration) -> Vec<Duration> {
    let mut random = Moments::new();
    (0..KILLS)
        .map(|part| length.mul_f64(1.1 * (f64::from(part) + random.share()) / f64::from(KILLS)))
        .collect()
}

#[test]
fn a_rebuild_that_is_killed_leaves_the_committed_index() {
    let test = FaqTest::new();
    write_bank(&test, 1);
    assert_eq!(test.ran(&["index"]).code, Some(0));
    let length = undisturbed(&test, &["index", "--rebuild"]);
    for moment in moments(length) {
        kill_after(&test, &["index", "--rebuild"], moment);
        // The files are as they were, so the old state and the new are both
        // up to date: anything in the log would mean that neither was there.
        let (objects, log) = ask(&test);
        assert_eq!(log, "", "killed after {moment:?}");
        assert_eq!(versions(&objects), ["Version 1"]);
    }
}

#[test]
fn an_update_that_is_killed_leaves_the_old_state_or_the_new_one() {
    let test = FaqTest::new();
    write_bank(&test, 1);
    assert_eq!(test.ran(&["index"]).code, Some(0));
    write_bank(&test, 2);
    let length = undisturbed(&test, &["index"]);
    let (mut old, mut new) = (0, 0);
    for (version, moment) in (3..).zip(moments(length)) {
        write_bank(&test, version);
        kill_after(&test, &["index"], moment);

        // As long as somebody else has the lock, questions see what was
        // committed: all of one version.
        let lock = File::open(test.path("index/.lock")).expect("the lock file");
        lock.lock().expect("the dead process has let go");
        let (objects, log) = ask(&test);
        assert!(!log.contains("WARN"), "killed after {moment:?}: {log}");
        let seen = versions(&objects);
        if seen == [format!("Version {version}")] {
            new += 1;
        } else {
            let before = format!("Version {}", version - 1);
            assert_eq!(seen, [before], "killed after {moment:?}: {log}");
            old += 1;
        }
        // Not only closed: a process that another test has just forked may
        // have a copy of the handle until it becomes another program.
        lock.unlock().expect("unlocked");

        // Then the next question brings it up to date.
        let (objects, log) = ask(&test);
        assert!(!log.contains("WARN"), "killed after {moment:?}: {log}");
        assert_eq!(
            versions(&objects),
            [format!("Version {version}")],
            "killed after {moment:?}: {log}"
        );
    }
    eprintln!("{old} times the old state, {new} times the new one");
    assert!(old > 0, "every kill came too late to test anything");
}

#[test]
fn the_first_index_that_is_killed_is_made_by_the_next_question() {
    let test = FaqTest::new();
    write_bank(&test, 1);
    let length = undisturbed(&test, &["index"]);
    for moment in moments(length).into_iter().step_by(4) {
        fs::remove_dir_all(test.path("index")).expect("deleted");
        kill_after(&test, &["index"], moment);
        let (objects, log) = ask(&test);
        assert!(
            !log.contains("from memory"),
            "killed after {moment:?}: {log}"
        );
        assert_eq!(versions(&objects), ["Version 1"]);
        assert_eq!(ask(&test).1, "", "then it is there");
    }
}

/// One of those moments, made to order: the files of an update are there, but
/// it was killed before the commit that names them.
#[test]
fn what_a_killed_update_left_behind_is_in_nobodys_way() {
    let test = FaqTest::new();
    write_bank(&test, 1);
    assert_eq!(test.ran(&["index"]).code, Some(0));
    test.edit("faq/file-0.toml", "Version 1", "Version 2");

    let finished = FaqTest::new();
    copy_folder(&test.path(""), &finished.path(""));
    assert_eq!(finished.ran(&["index"]).code, Some(0));
    for file in files_below(&finished.path("index/v4")) {
        let name = file.file_name().expect("a name");
        if name != "meta.json" {
            fs::copy(&file, test.path("index/v4").join(name)).expect("left behind");
        }
    }

    let ran = test.ran(&["index"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let object = test.ask(&question(0));
    let text = object["answer"]["text"].as_str().expect("a text");
    assert!(text.starts_with("Version 2: "), "{object}");
}

#[test]
fn killed_runs_leave_no_growing_heap_of_files() {
    let test = FaqTest::new();
    write_bank(&test, 1);
    let length = undisturbed(&test, &["index"]);
    for moment in moments(length).into_iter().step_by(8) {
        kill_after(&test, &["index", "--rebuild"], moment);
    }
    assert_eq!(test.ran(&["index", "--rebuild"]).code, Some(0));
    let files = files_below(&test.path("index/v4"));
    // Up to four segments of seven files, and Tantivy's own four.
    assert!(files.len() <= 4 * 7 + 4, "{files:#?}");
}
