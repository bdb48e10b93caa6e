//! Watching the FAQ folder: says when something in it has changed and come to
//! rest. What has changed is not its business.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Weak};
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

/// Watches as long as it lives.
pub struct Watch {
    /// Ends the thread when it is dropped.
    _alive: Arc<()>,
}

type Event = notify::Result<notify::Event>;

impl Watch {
    /// Calls `changed` whenever the folder has changed and come to rest, on a
    /// thread of its own and never twice at once.
    ///
    /// # Errors
    /// When the folder cannot be watched in this way.
    pub fn start(
        folder: &Path,
        mode: Mode,
        changed: impl FnMut() + Send + 'static,
    ) -> notify::Result<Watch> {
        let alive = Arc::new(());
        let watch = Watch {
            _alive: Arc::clone(&alive),
        };
        if mode == Mode::Off {
            return Ok(watch);
        }
        // Relative paths would go wrong where the process changes its folder.
        let folder = std::path::absolute(folder)?;
        let (sender, events) = channel();
        let mut watcher = watcher(mode, sender)?;
        watcher.watch(&folder, RecursiveMode::Recursive)?;
        // To notice a folder that takes the place of another. Where its parent
        // cannot be watched, that goes unnoticed.
        if let (Mode::Events, Some(parent)) = (mode, folder.parent()) {
            let _ = watcher.watch(parent, RecursiveMode::NonRecursive);
        }
        let watched = Watched {
            folder,
            watcher,
            events,
            watch: Arc::downgrade(&alive),
        };
        thread::Builder::new()
            .name("watch".into())
            .spawn(move || watched.run(changed))?;
        Ok(watch)
    }
}

fn watcher(mode: Mode, sender: Sender<Event>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = notify::Config::default()
        .with_poll_interval(POLL_INTERVAL)
        .with_follow_symlinks(false);
    Ok(match mode {
        Mode::Poll => Box::new(PollWatcher::new(sender, config)?),
        Mode::Events | Mode::Off => Box::new(RecommendedWatcher::new(sender, config)?),
    })
}

struct Watched {
    folder: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    events: Receiver<Event>,
    watch: Weak<()>,
}

impl Watched {
    fn run(mut self, mut changed: impl FnMut()) {
        let mut is_lost = false;
        loop {
            let wait = if is_lost { RETRY } else { POLL_INTERVAL };
            let mut is_changed = match self.events.recv_timeout(wait) {
                Ok(event) => self.concerns(&event, &mut is_lost),
                Err(RecvTimeoutError::Timeout) => false,
                Err(RecvTimeoutError::Disconnected) => return,
            };
            let since = Instant::now();
            while is_changed && since.elapsed() < MAX_UNREST {
                match self.events.recv_timeout(REST) {
                    Ok(event) => is_changed |= self.concerns(&event, &mut is_lost),
                    Err(_) => break,
                }
            }
            if is_lost {
                let _ = self.watcher.unwatch(&self.folder);
                let again = self.watcher.watch(&self.folder, RecursiveMode::Recursive);
                is_lost = again.is_err();
                is_changed |= !is_lost;
            }
            if self.watch.strong_count() == 0 {
                return;
            }
            if is_changed {
                changed();
            }
        }
    }

    /// Whether the event is about a change in the folder; `is_lost` is set where it
    /// is about the folder itself.
    fn concerns(&self, event: &Event, is_lost: &mut bool) -> bool {
        let Ok(event) = event else {
            // Such as a queue that ran over: something has changed.
            return true;
        };
        if matches!(event.kind, EventKind::Access(_)) {
            return false;
        }
        let mut concerns = event.need_rescan();
        for path in &event.paths {
            *is_lost |= *path == self.folder && is_about_names(event.kind);
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
