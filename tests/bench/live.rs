//! How fast a saved file is answered from, and what its taking up costs those who
//! ask meanwhile.

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use faqbot::answer::question::Question;
use faqbot::engine::Engine;
use faqbot::eval;
use faqbot::reload::Reloader;
use faqbot::reload::watch::{Mode, Next, Watch};

use super::fixture::{self, Edited};

/// How often a file is saved.
const SAVES: usize = 30;

/// How often it is looked whether the answers are live.
const LOOK_EVERY: Duration = Duration::from_millis(1);

/// From a file saved to its answers live, with a bank of this many entries.
pub fn saves(entries: usize) -> Vec<Duration> {
    let edited = Edited::new(entries);
    let (engine, reloader) = opened(&edited);
    let (sender, reloaded) = channel();
    let folder = edited.options.faq.clone();
    let changed = move || {
        if reloader.reload().expect("a folder").is_some() {
            // Nobody listens any more after the last.
            let _ = sender.send(());
        }
        Next::Wait
    };
    let watch = Watch::start(&folder, Mode::Events, changed).expect("a folder that is watched");
    let answer = || {
        let answer = engine.show(fixture::EDITED).expect("an index");
        answer.expect("an entry that is edited").passage.text
    };
    let save = |_| {
        let before = answer();
        let start = Instant::now();
        edited.edit();
        while answer() == before {
            thread::sleep(LOOK_EVERY);
        }
        let took = start.elapsed();
        // What is looked at after the swap is not to hold up the next.
        reloaded.recv().expect("a watch that lives");
        took
    };
    let times = (0..SAVES).map(save).collect();
    drop(watch);
    times
}

/// Questions while nothing changes, and while one change after another is taken up.
pub fn questions(entries: usize) -> [Vec<Duration>; 2] {
    let edited = Edited::new(entries);
    let (engine, reloader) = opened(&edited);
    let questions = &fixture::made(entries).questions;
    let ask = || -> Vec<Duration> {
        let asked = questions.iter().map(|question| {
            let start = Instant::now();
            black_box(engine.ask(&Question::new(question)).expect("an index"));
            start.elapsed()
        });
        asked.collect()
    };
    let at_rest = ask();
    let is_done = AtomicBool::new(false);
    let busy = thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Ordering::Relaxed) {
                edited.edit();
                reloader.reload().expect("a folder");
            }
        });
        let busy = ask();
        is_done.store(true, Ordering::Relaxed);
        busy
    });
    [at_rest, busy]
}

fn opened(edited: &Edited) -> (Arc<Engine>, Reloader) {
    let engine = Arc::new(fixture::open(&edited.options));
    let options = edited.options.clone();
    let reloader = Reloader::new(Arc::clone(&engine), options, eval::Config::default(), &[]);
    (engine, reloader)
}
