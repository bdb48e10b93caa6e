//! How fast the bot is on Discord, from a question sent to the answer received.
//!
//! ```text
//! cargo bench --bench discord              all of it, about ten minutes
//! cargo bench --bench discord -- --quick   under a minute, and less sure
//! ```
//!
//! This process is Discord and its members; the bot is a process of its own, as
//! an owner starts it. In turns with it stands the floor: a bare serenity bot
//! that says the same one word to everything. Nothing here passes or fails by
//! time.

#![allow(
    clippy::expect_used,
    reason = "what cannot be set up cannot be measured"
)]
#![allow(clippy::print_stdout, reason = "the table is what was asked for")]
#![allow(clippy::print_stderr, reason = "to tell how far it is")]

#[path = "../figures.rs"]
mod figures;
mod floor;
mod load;
mod report;
mod subject;
#[path = "../../support/mod.rs"]
#[allow(
    dead_code,
    unused_imports,
    reason = "tests use other parts than benchmarks"
)]
mod support;

use std::time::Duration;

/// How long everything is measured.
pub struct Plan {
    /// Questions a second, and for how long.
    pub rates: [(u32, Duration); 4],
    /// For how long one rate is tried on the way to the highest.
    pub trial: Duration,
    /// How many questions are asked before memory is looked at, in turn.
    pub questions: [usize; 2],
}

const WHOLE: Plan = Plan {
    rates: [
        (1, Duration::from_secs(20)),
        (100, Duration::from_secs(10)),
        (500, Duration::from_secs(10)),
        (1_000, Duration::from_secs(10)),
    ],
    trial: Duration::from_secs(3),
    questions: [20_000, 80_000],
};

const QUICK: Plan = Plan {
    rates: [
        (1, Duration::from_secs(2)),
        (100, Duration::from_secs(2)),
        (500, Duration::from_secs(1)),
        (1_000, Duration::from_secs(1)),
    ],
    trial: Duration::from_millis(500),
    questions: [2_000, 8_000],
};

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let mut arguments = std::env::args().skip(1);
    if let Some(port) = arguments.find_map(|one| floor::port(&one)) {
        return runtime.block_on(floor::run(port));
    }
    let is_quick = std::env::args().any(|argument| argument == "--quick");
    runtime.block_on(report::print(if is_quick { &QUICK } else { &WHOLE }));
}
