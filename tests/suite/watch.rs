//! The FAQ folder is watched: every change is noticed, in either way.

use std::fs;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use faqbot::reload::watch::{Mode, Next, Watch};

use crate::support::FaqTest;

const SHOP: &str = "title = 'The shop'\n\
    [[entry]]\nid = 'hours'\nquestion = 'When is the shop open?'\nanswer = 'From ten to six.'\n";

const TEA: &str = "title = 'Tea'\n\
    [[entry]]\nid = 'brew'\nquestion = 'How long does tea brew?'\nanswer = 'Three minutes.'\n";

/// A folder that is watched, and what tells of its changes.
struct Seen {
    test: FaqTest,
    changes: Receiver<()>,
    _watch: Watch,
}

impl Seen {
    fn start(mode: Mode) -> Seen {
        let test = FaqTest::new().faq("shop.toml", SHOP).faq("tea.toml", TEA);
        let (sender, changes) = channel();
        let changed = move || {
            let _ = sender.send(());
            Next::Wait
        };
        let watch = Watch::start(&test.path("faq"), mode, changed).expect("a folder");
        Seen {
            test,
            changes,
            _watch: watch,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.test.path(name)
    }

    /// Waits until a change was noticed; at most a minute, on a busy machine.
    #[track_caller]
    fn notices(&self, what: &str) {
        let limit = Duration::from_secs(60);
        let noticed = self.changes.recv_timeout(limit);
        assert!(noticed.is_ok(), "not noticed: {what}");
    }
}

#[test]
fn every_kind_of_change_is_noticed() {
    let seen = Seen::start(Mode::Events);
    seen.test.edit("faq/tea.toml", "Three", "Four");
    seen.notices("an edit");
    seen.test.write("faq/.tea.toml.swp", TEA);
    fs::rename(seen.path("faq/.tea.toml.swp"), seen.path("faq/tea.toml")).expect("a rename");
    seen.notices("saved by renaming");
    fs::create_dir_all(seen.path("faq/articles/deep")).expect("folders");
    seen.notices("a new folder");
    seen.test
        .write("faq/articles/deep/guide.md", "# Guide\nText.\n");
    seen.notices("a file in a new folder");
    seen.test.remove("faq/shop.toml");
    seen.notices("a deletion");
    // As a deployment does that puts a whole folder in the place of another.
    fs::create_dir(seen.path("new")).expect("a folder");
    seen.test.write("new/tea.toml", TEA);
    fs::rename(seen.path("faq"), seen.path("old")).expect("a rename");
    fs::rename(seen.path("new"), seen.path("faq")).expect("a rename");
    seen.notices("another folder in its place");
    seen.test.edit("faq/tea.toml", "Three", "Four");
    seen.notices("an edit in the other folder");
}

#[test]
fn changes_are_noticed_by_looking() {
    let seen = Seen::start(Mode::Poll);
    seen.test.write("faq/more.toml", TEA);
    seen.notices("a new file");
    seen.test.remove("faq/more.toml");
    seen.notices("a deletion");
}

#[test]
fn a_watch_looks_when_it_is_told_to_and_again_until_all_is_taken_up() {
    let test = FaqTest::new().faq("tea.toml", TEA);
    let (sender, looks) = channel();
    let mut left = 3;
    let changed = move || {
        left -= 1;
        let _ = sender.send(left);
        // One of them goes wrong altogether.
        assert!(left != 0, "a fault that costs this look only");
        if left > 0 {
            Next::LookAgain
        } else {
            Next::Wait
        }
    };
    let watch = Watch::start(&test.path("faq"), Mode::Off, changed).expect("a thread");
    let limit = Duration::from_secs(60);
    watch.look();
    let seen: Vec<i32> = (0..3)
        .map_while(|_| looks.recv_timeout(limit).ok())
        .collect();
    assert_eq!(seen, [2, 1, 0]);
    watch.look();
    assert_eq!(looks.recv_timeout(limit), Ok(-1));
}
