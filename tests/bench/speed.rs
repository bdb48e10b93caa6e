//! How fast faqbot is.
//!
//! ```text
//! cargo bench              all of it, some minutes
//! cargo bench -- shipped   only what has this in its name
//! cargo bench -- --table   the table of the README, with this machine
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
mod plain;
mod process;
mod table;

/// How many choices a person gets while typing.
const CHOICES: usize = 25;

fn main() {
    if std::env::args().any(|argument| argument == "--table") {
        table::print();
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
