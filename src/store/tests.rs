//! The store as its users see it: what is kept, for how long, and what is not.
//! What moderators work through is in `queue`, what they edited in `journal`,
//! what is counted and forgotten by server in `servers`, what goes wrong in
//! `faults`.

mod faults;
mod journal;
mod queue;
mod servers;

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::{Date, date};
use tempfile::TempDir;

use super::*;

const TODAY: Date = date(2026, 11, 22);
const GUILD: u64 = 1_234_567_890_123_456_789;

fn config(folder: &Path) -> Config {
    Config {
        folder: folder.to_owned(),
        ..Config::default()
    }
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("faqbot.sqlite")
}

/// Opens a store in which nothing is damaged.
fn open(folder: &TempDir) -> Store {
    let (store, moved) = Store::open(&config(folder.path())).unwrap();
    assert_eq!(moved, None);
    store
}

fn helpful(entry: &str) -> Feedback {
    Feedback {
        entry: entry.into(),
        guild: Some(GUILD),
        verdict: Verdict::Helpful,
        question: None,
        date: TODAY,
    }
}

fn not_helpful(entry: &str, why: Option<Why>, question: &str) -> Feedback {
    Feedback {
        verdict: Verdict::NotHelpful(why),
        question: Some(question.into()),
        ..helpful(entry)
    }
}

fn counts(entry: &str, helpful: u64, not_helpful: u64) -> Counts {
    Counts {
        entry: entry.into(),
        helpful,
        not_helpful,
    }
}

/// Keeps records and waits until they are kept.
fn keep(store: &Store, records: impl IntoIterator<Item = impl Into<Record>>) {
    let recorder = store.recorder();
    for record in records {
        recorder.record(record);
    }
    recorder.flush();
}

fn asked(outcome: AskedOutcome, entry: Option<&str>) -> Asked {
    Asked {
        guild: Some(GUILD),
        date: TODAY,
        outcome,
        entry: entry.map(str::to_owned),
    }
}

fn missed(text: &str) -> MissedQuestion {
    MissedQuestion {
        guild: Some(GUILD),
        date: TODAY,
        outcome: Missed::Unanswered,
        text: text.into(),
    }
}

fn suggestion(question: &str) -> NewSuggestion {
    NewSuggestion {
        guild: Some(GUILD),
        date: TODAY,
        question: question.into(),
        answer: None,
        name: None,
    }
}

/// An edit of one file in the files that all share.
fn edit(entry: &str) -> NewEdit {
    NewEdit {
        guild: None,
        at: "2026-11-22T08:30:00.123456789Z".parse().unwrap(),
        who: "Zoë #1".into(),
        action: "edit".into(),
        entry: entry.into(),
        files: vec![FileEdit {
            path: "faq/knee.toml".into(),
            before_hash: 0,
            after_hash: u64::MAX,
            patch: "@@ -1 +1 @@\n-ice\n+heat\n".into(),
        }],
    }
}

/// The texts that are open to moderators, oldest first.
fn open_texts(store: &Store, guild: Option<u64>, today: Date) -> Vec<String> {
    let missed = store.missed(guild, today).unwrap();
    missed.into_iter().map(|question| question.text).collect()
}

/// The id of the open question with this text.
#[track_caller]
fn id_of(store: &Store, text: &str) -> i64 {
    let mut missed = store.missed(Some(GUILD), Date::MAX).unwrap();
    missed.retain(|question| question.text == text);
    missed.first().expect("an open question").id
}

fn names(folder: &TempDir) -> Vec<String> {
    let files = fs::read_dir(folder.path()).unwrap();
    let mut names: Vec<_> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn what_helped_is_counted_and_what_did_not_is_kept_without_who_asked() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let asked = "<@42> is L5 ok? call 07700 900123";
    let whys = [
        None,
        Some(Why::NotMyQuestion),
        Some(Why::Outdated),
        Some(Why::WrongOrUnsafe),
    ];
    keep(&store, [helpful("heat"), helpful("heat"), helpful("ice")]);
    keep(&store, whys.map(|why| not_helpful("heat", why, asked)));
    keep(
        &store,
        [not_helpful(
            "ice",
            Some(Why::HardToRead),
            "ünïcödé 🦵🏽 שלום '; --",
        )],
    );

    let kept = |why| not_helpful("heat", why, "… is L5 ok? call …");
    let mut expected = whys.map(kept).to_vec();
    expected.push(not_helpful(
        "ice",
        Some(Why::HardToRead),
        "ünïcödé 🦵🏽 שלום '; --",
    ));
    assert_eq!(store.feedback(Some(GUILD)).unwrap(), expected);
    let expected = [counts("heat", 2, 4), counts("ice", 1, 1)];
    assert_eq!(store.counts(Some(GUILD)).unwrap(), expected);
    assert_eq!(store.recorder().dropped(), 0);
}

#[test]
fn servers_and_direct_messages_are_kept_apart() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let said_in = |guild| Feedback {
        guild,
        ..not_helpful("heat", None, "why?")
    };
    for guild in [None, Some(1), Some(u64::MAX)] {
        keep(&store, [said_in(guild)]);
    }
    for guild in [None, Some(1), Some(u64::MAX)] {
        assert_eq!(store.feedback(guild).unwrap(), [said_in(guild)]);
        assert_eq!(store.counts(guild).unwrap(), [counts("heat", 0, 1)]);
    }
}

#[test]
fn a_server_is_forgotten_with_what_was_just_recorded() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let other = Feedback {
        guild: None,
        ..not_helpful("heat", None, "why?")
    };
    keep(&store, [other.clone()]);
    store.recorder().record(helpful("heat"));
    store
        .recorder()
        .record(not_helpful("heat", None, "unforgettable"));
    store.forget_guild(GUILD).unwrap();
    assert_eq!(store.feedback(Some(GUILD)).unwrap(), []);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), []);
    assert_eq!(store.feedback(None).unwrap(), [other]);
    assert!(!bytes(&folder).contains("unforgettable"));
}

/// All that is on the disk.
fn bytes(folder: &TempDir) -> String {
    let files = names(folder)
        .into_iter()
        .map(|name| folder.path().join(name));
    let texts = files.map(|file| String::from_utf8_lossy(&fs::read(file).unwrap()).into_owned());
    texts.collect()
}

#[test]
fn old_questions_are_purged_and_their_counts_stay() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let asked_on = |date, question: &str| Feedback {
        date,
        ..not_helpful("heat", None, question)
    };
    let young = asked_on(date(2026, 8, 24), "young enough");
    keep(
        &store,
        [asked_on(date(2026, 8, 23), "too old"), young.clone()],
    );
    assert!(bytes(&folder).contains("too old"));
    assert_eq!(store.purge(TODAY).unwrap(), 1);
    assert_eq!(store.purge(TODAY).unwrap(), 0);
    assert_eq!(store.feedback(Some(GUILD)).unwrap(), [young]);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 0, 2)]);
    assert!(!bytes(&folder).contains("too old"));
}

#[test]
fn any_number_of_days_can_be_configured() {
    for (days, left) in [(0, 0), (u32::MAX, 1)] {
        let folder = TempDir::new().unwrap();
        let (store, _) = Store::open(&Config {
            days,
            ..config(folder.path())
        })
        .unwrap();
        keep(&store, [not_helpful("heat", None, "why?")]);
        store.purge(date(2026, 11, 23)).unwrap();
        assert_eq!(store.feedback(Some(GUILD)).unwrap().len(), left);
    }
}

#[test]
fn switched_off_no_question_is_kept_and_those_kept_before_are_purged() {
    let folder = TempDir::new().unwrap();
    keep(
        &open(&folder),
        [not_helpful("heat", Some(Why::Outdated), "before")],
    );
    let off = Config {
        keep_questions: false,
        ..config(folder.path())
    };
    let (store, _) = Store::open(&off).unwrap();
    keep(&store, [not_helpful("heat", None, "after")]);
    assert!(!bytes(&folder).contains("after"));
    assert_eq!(store.purge(TODAY).unwrap(), 0);
    assert!(!bytes(&folder).contains("before"));
    let without = |why| Feedback {
        question: None,
        ..not_helpful("heat", why, "")
    };
    let expected = [without(Some(Why::Outdated)), without(None)];
    assert_eq!(store.feedback(Some(GUILD)).unwrap(), expected);
}

#[test]
fn what_was_recorded_before_the_end_is_there_after_it() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let recorder = store.recorder();
    for _ in 0..500 {
        recorder.record(helpful("heat"));
    }
    drop(store);
    recorder.record(helpful("too late"));
    recorder.flush();
    assert_eq!(recorder.dropped(), 1);
    assert_eq!(names(&folder), [".opening", "faqbot.sqlite"]);
    assert_eq!(
        open(&folder).counts(Some(GUILD)).unwrap(),
        [counts("heat", 500, 0)]
    );
}
