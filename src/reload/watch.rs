//! Watching the FAQ folder: says when something in it has changed and come to
//! rest, and again where that could not be taken up yet. What has changed is not
//! its business.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::event::ModifyKind;
use notify::{EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

/// How changes are noticed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Mode {
    /// The system tells.
    #[default]
    Events,
    /// The folder is looked at again and again: for network disks, whose changes
    /// the system does not tell.
    Poll,
    /// Not at all.
    Off,
}

/// A folder is at rest when nothing has happened in it for this long. Editors
/// and `git` write faster than that.
const REST: Duration = Duration::from_millis(80);

/// A folder that never rests is looked at all the same, after this time.
const MAX_UNREST: Duration = Duration::from_secs(2);

/// How often a folder is looked at where the system tells nothing.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// How often it is tried to watch a folder again that was gone.
const RETRY: Duration = Duration::from_millis(500);

/// How soon a change is looked at again that could not be taken up: commits of
/// the index take some tenths of a second, and looking costs little.
const AGAIN: Duration = Duration::from_secs(1);

/// What is to be done after a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Wait for the next change.
    Wait,
    /// Look again in a second: the change could not be taken up.
    LookAgain,
}

/// Watches as long as it lives.
pub struct Watch {
    signals: Sender<Signal>,
}

enum Signal {
    Event(notify::Result<notify::Event>),
    Look,
    End,
}

impl Watch {
    /// Calls `changed` whenever the folder has changed and come to rest, or
    /// somebody tells to look, on a thread of its own and never twice at once.
    ///
    /// # Errors
    /// When the folder cannot be watched in this way.
    pub fn start(
        folder: &Path,
        mode: Mode,
        changed: impl FnMut() -> Next + Send + 'static,
    ) -> notify::Result<Watch> {
        let (sender, signals) = channel();
        let watch = Watch {
            signals: sender.clone(),
        };
        // Relative paths would go wrong where the process changes its folder.
        let folder = std::path::absolute(folder)?;
        let mut watcher = watcher(mode, sender)?;
        if let Some(watcher) = &mut watcher {
            watcher.watch(&folder, RecursiveMode::Recursive)?;
        }
        // To notice a folder that takes the place of another. Where its parent
        // cannot be watched, that goes unnoticed.
        if let (Mode::Events, Some(watcher), Some(parent)) = (mode, &mut watcher, folder.parent()) {
            let _ = watcher.watch(parent, RecursiveMode::NonRecursive);
        }
        let watched = Watched {
            folder,
            watcher,
            signals,
            is_lost: false,
        };
        thread::Builder::new()
            .name("watch".into())
            .spawn(move || watched.run(changed))?;
        Ok(watch)
    }

    /// Makes it look at once, as after a change.
    pub fn look(&self) {
        self.looker()();
    }

    /// The same for another thread; when the watch has ended, it does nothing.
    pub fn looker(&self) -> impl Fn() + Send + 'static {
        let signals = self.signals.clone();
        move || {
            let _ = signals.send(Signal::Look);
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Where nobody listens any more, it has ended.
        let _ = self.signals.send(Signal::End);
    }
}

type BoxedWatcher = Box<dyn Watcher + Send>;

/// What tells of events; `None` where nothing is to be watched.
fn watcher(mode: Mode, sender: Sender<Signal>) -> notify::Result<Option<BoxedWatcher>> {
    let config = notify::Config::default()
        .with_poll_interval(POLL_INTERVAL)
        .with_follow_symlinks(false);
    let told = move |event| {
        let _ = sender.send(Signal::Event(event));
    };
    Ok(match mode {
        Mode::Poll => Some(Box::new(PollWatcher::new(told, config)?)),
        Mode::Events => Some(Box::new(RecommendedWatcher::new(told, config)?)),
        Mode::Off => None,
    })
}

struct Watched {
    folder: PathBuf,
    watcher: Option<BoxedWatcher>,
    signals: Receiver<Signal>,
    /// Whether the folder is gone, and is to be watched again when it is back.
    is_lost: bool,
}

impl Watched {
    fn run(mut self, mut changed: impl FnMut() -> Next) {
        // When to look again at what could not be taken up.
        let mut due: Option<Instant> = None;
        loop {
            let until_due = due.map(|due| due.saturating_duration_since(Instant::now()));
            let until_lost = self.is_lost.then_some(RETRY);
            // Without a limit where nothing is lost or due: nobody is woken for
            // nothing.
            let signal = match until_due.into_iter().chain(until_lost).min() {
                Some(limit) => self.signals.recv_timeout(limit),
                None => self.signals.recv().map_err(RecvTimeoutError::from),
            };
            let mut is_changed = match signal {
                Ok(Signal::Event(event)) => self.concerns(event),
                Ok(Signal::Look) => true,
                Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => false,
            };
            is_changed |= due.is_some_and(|due| due <= Instant::now());
            let since = Instant::now();
            while is_changed && since.elapsed() < MAX_UNREST {
                match self.signals.recv_timeout(REST) {
                    Ok(Signal::Event(event)) => is_changed |= self.concerns(event),
                    Ok(Signal::Look) => {}
                    Ok(Signal::End) => return,
                    Err(_) => break,
                }
            }
            if let (true, Some(watcher)) = (self.is_lost, &mut self.watcher) {
                let _ = watcher.unwatch(&self.folder);
                let again = watcher.watch(&self.folder, RecursiveMode::Recursive);
                // A watcher that polls takes a folder that is not there for watched.
                self.is_lost = again.is_err() || !self.folder.is_dir();
                is_changed |= !self.is_lost;
            }
            if is_changed {
                // A panic is logged where it happens, and costs this one only.
                let next = catch_unwind(AssertUnwindSafe(&mut changed));
                due = (next.ok() == Some(Next::LookAgain)).then(|| Instant::now() + AGAIN);
            }
        }
    }

    /// Whether the event is about a change in the folder. One about the folder
    /// itself means that it has to be watched again.
    fn concerns(&mut self, event: notify::Result<notify::Event>) -> bool {
        let Ok(event) = event else {
            // Such as a queue that ran over: something has changed.
            return true;
        };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        let mut concerns = event.need_rescan();
        for path in &event.paths {
            self.is_lost |= *path == self.folder && is_about_names(event.kind);
            concerns |= path.starts_with(&self.folder);
        }
        concerns
    }
}

/// Whether something came, went or got another name.
fn is_about_names(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))
    )
}
