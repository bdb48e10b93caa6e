//! How fast faqbot is.
//!
//! ```text
//! cargo bench              all of it, some minutes
//! cargo bench -- shipped   only what has this in its name
//! cargo bench -- --table   the table of the README, with this machine
//! cargo bench -- --live    its part about files that change
//! ```
//!
//! Next to every `ask` stands `plain`: the time of Tantivy by itself for the
//! same words. Nothing here passes or fails by time.

#![allow(
    clippy::expect_used,
    reason = "what cannot be set up cannot be measured"
)]
#![allow(clippy::print_stdout, reason = "the table is what was asked for")]

mod bank;
mod figures;
mod fixture;
mod live;
mod plain;
mod process;
mod table;

/// How many choices a person gets while typing.
const CHOICES: usize = 25;

fn main() {
    let has = |wanted: &str| std::env::args().any(|argument| argument == wanted);
    if has("--table") {
        table::print();
    } else if has("--live") {
        table::live();
    } else {
        divan::main();
    }
    fixture::clear();
}

/// Asks question after question, from the first again after the last.
fn in_turn<R>(
    bencher: divan::Bencher,
    questions: &'static [String],
    ask: impl Fn(&'static str) -> R,
) {
    let mut cycle = questions.iter().cycle();
    bencher.bench_local(|| cycle.next().map(|question| ask(question)));
}

/// The FAQ that comes with faqbot.
mod shipped {
    use faqbot::answer::question::Question;

    use super::{CHOICES, fixture, in_turn};

    #[divan::bench(sample_count = 100, sample_size = 100)]
    fn ask(bencher: divan::Bencher) {
        let fixture = fixture::shipped();
        in_turn(bencher, &fixture.questions, |question| {
            fixture.engine.ask(&Question::new(question))
        });
    }

    #[divan::bench(sample_count = 100, sample_size = 100)]
    fn complete(bencher: divan::Bencher) {
        let fixture = fixture::shipped();
        in_turn(bencher, &fixture.typed, |typed| {
            fixture.engine.complete(typed, CHOICES)
        });
    }

    #[divan::bench(sample_count = 100, sample_size = 100)]
    fn plain(bencher: divan::Bencher) {
        let fixture = fixture::shipped();
        in_turn(bencher, &fixture.questions, |question| {
            fixture.plain.ask(question)
        });
    }
}

/// Made banks.
mod made {
    use faqbot::answer::question::Question;

    use super::fixture::SIZES;
    use super::{CHOICES, fixture, in_turn};

    #[divan::bench(args = SIZES, sample_count = 100, sample_size = 32)]
    fn ask(bencher: divan::Bencher, entries: usize) {
        let fixture = fixture::made(entries);
        in_turn(bencher, &fixture.questions, |question| {
            fixture.engine.ask(&Question::new(question))
        });
    }

    #[divan::bench(args = SIZES, sample_count = 100, sample_size = 32)]
    fn complete(bencher: divan::Bencher, entries: usize) {
        let fixture = fixture::made(entries);
        in_turn(bencher, &fixture.typed, |typed| {
            fixture.engine.complete(typed, CHOICES)
        });
    }

    #[divan::bench(args = SIZES, sample_count = 100, sample_size = 32)]
    fn plain(bencher: divan::Bencher, entries: usize) {
        let fixture = fixture::made(entries);
        in_turn(bencher, &fixture.questions, |question| {
            fixture.plain.ask(question)
        });
    }
}

/// From files to an engine that answers from them.
mod indexing {
    use faqbot::answer::question::Question;

    use super::bank::Bank;
    use super::fixture::{self, Edited};
    use super::in_turn;

    #[divan::bench(args = [100_000], sample_count = 2, sample_size = 1)]
    fn from_nothing(bencher: divan::Bencher, entries: usize) {
        let options = fixture::written(&Bank::new(entries));
        bencher
            .with_inputs(|| fixture::with_new_index(&options))
            .bench_local_refs(|options| fixture::open(options));
    }

    #[divan::bench(args = [10_000], sample_count = 30, sample_size = 1)]
    fn one_edited_file(bencher: divan::Bencher, entries: usize) {
        let edited = Edited::new(entries);
        bencher
            .with_inputs(|| edited.edit())
            .bench_local_refs(|()| fixture::open(&edited.options));
    }

    #[divan::bench(args = [10_000], sample_count = 30, sample_size = 1)]
    fn open_and_ask(bencher: divan::Bencher, entries: usize) {
        let fixture = fixture::made(entries);
        in_turn(bencher, &fixture.questions, |question| {
            fixture::open(&fixture.options).ask(&Question::new(question))
        });
    }
}

/// Questions that nobody could answer, those that ask the same together.
mod gaps {
    use super::bank::Bank;
    use super::fixture;

    const KEPT: usize = 100_000;

    /// By how many different subjects they are about: a hundred ways of asking for
    /// each, or nearly all of them different.
    #[divan::bench(args = [1_000, 100_000], sample_count = 5, sample_size = 1)]
    fn group(bencher: divan::Bencher, subjects: usize) {
        let engine = &fixture::made(1_000).engine;
        let texts = Bank::new(subjects).questions(KEPT);
        let questions: Vec<(&str, usize)> = texts.iter().map(|text| (text.as_str(), 1)).collect();
        bencher.bench_local(|| engine.gaps(&questions).expect("an index").len());
    }
}

/// What an answer costs the store, and how long moderators wait for it.
mod store {
    use faqbot::store::{Asked, AskedOutcome, Config, Missed, MissedQuestion, Record, Store};
    use jiff::civil::{Date, date};
    use tempfile::TempDir;

    const TODAY: Date = date(2026, 11, 22);
    const GUILD: Option<u64> = Some(1);

    /// Fewer than may wait: none is dropped.
    const AT_ONCE: usize = 1_000;

    fn open() -> (TempDir, Store) {
        let folder = TempDir::new().expect("a folder");
        let config = Config {
            folder: folder.path().to_owned(),
            ..Config::default()
        };
        let (store, _) = Store::open(&config).expect("a store");
        (folder, store)
    }

    fn asked() -> Record {
        Record::Asked(Asked {
            guild: GUILD,
            date: TODAY,
            outcome: AskedOutcome::Answered,
            entry: Some("entry".to_owned()),
        })
    }

    fn missed(number: usize) -> Record {
        Record::Missed(MissedQuestion {
            guild: GUILD,
            date: TODAY,
            outcome: Missed::Unanswered,
            text: format!("Does it help my knee in the morning, and if so, why {number}?"),
        })
    }

    /// What the one who answers waits.
    #[divan::bench(sample_count = 10, sample_size = 100)]
    fn record(bencher: divan::Bencher) {
        let (_folder, store) = open();
        let recorder = store.recorder();
        bencher
            .with_inputs(asked)
            .bench_local_values(|record| recorder.record(record));
    }

    /// All that is done for a thousand, also behind the back of who answers.
    #[divan::bench(sample_count = 20, sample_size = 1)]
    fn keep_a_thousand(bencher: divan::Bencher) {
        let (_folder, store) = open();
        let recorder = store.recorder();
        bencher.bench_local(|| {
            for number in 0..AT_ONCE / 2 {
                recorder.record(asked());
                recorder.record(missed(number));
            }
            recorder.flush();
        });
    }

    #[divan::bench(args = [100_000], sample_count = 10, sample_size = 1)]
    fn open_questions(bencher: divan::Bencher, kept: usize) {
        let (_folder, store) = open();
        let recorder = store.recorder();
        for number in 0..kept {
            recorder.record(missed(number));
            if number % AT_ONCE == 0 {
                recorder.flush();
            }
        }
        recorder.flush();
        bencher.bench_local(|| store.missed(GUILD, TODAY).expect("what is open").len());
    }
}
