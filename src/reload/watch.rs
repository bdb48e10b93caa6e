//! Watching the FAQ folder: says when something in it has changed and come to
//! rest. What has changed is not its business.

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

/// Watches as long as it lives.
pub struct Watch {
    end: Sender<Signal>,
}

enum Signal {
    Event(notify::Result<notify::Event>),
    End,
}

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
        let (sender, signals) = channel();
        let watch = Watch {
            end: sender.clone(),
        };
        if mode == Mode::Off {
            return Ok(watch);
        }
        // Relative paths would go wrong where the process changes its folder.
        let folder = std::path::absolute(folder)?;
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
            signals,
            is_lost: false,
        };
        thread::Builder::new()
            .name("watch".into())
            .spawn(move || watched.run(changed))?;
        Ok(watch)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        // Where nobody listens any more, it has ended.
        let _ = self.end.send(Signal::End);
    }
}

fn watcher(mode: Mode, sender: Sender<Signal>) -> notify::Result<Box<dyn Watcher + Send>> {
    let config = notify::Config::default()
        .with_poll_interval(POLL_INTERVAL)
        .with_follow_symlinks(false);
    let told = move |event| {
        let _ = sender.send(Signal::Event(event));
    };
    Ok(match mode {
        Mode::Poll => Box::new(PollWatcher::new(told, config)?),
        Mode::Events | Mode::Off => Box::new(RecommendedWatcher::new(told, config)?),
    })
}

struct Watched {
    folder: PathBuf,
    watcher: Box<dyn Watcher + Send>,
    signals: Receiver<Signal>,
    /// Whether the folder is gone, and is to be watched again when it is back.
    is_lost: bool,
}

impl Watched {
    fn run(mut self, mut changed: impl FnMut()) {
        loop {
            // Without a limit where nothing is lost: nobody is woken for nothing.
            let signal = if self.is_lost {
                self.signals.recv_timeout(RETRY)
            } else {
                self.signals.recv().map_err(RecvTimeoutError::from)
            };
            let mut is_changed = match signal {
                Ok(Signal::Event(event)) => self.concerns(event),
                Ok(Signal::End) | Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => false,
            };
            let since = Instant::now();
            while is_changed && since.elapsed() < MAX_UNREST {
                match self.signals.recv_timeout(REST) {
                    Ok(Signal::Event(event)) => is_changed |= self.concerns(event),
                    Ok(Signal::End) => return,
                    Err(_) => break,
                }
            }
            if self.is_lost {
                let _ = self.watcher.unwatch(&self.folder);
                let again = self.watcher.watch(&self.folder, RecursiveMode::Recursive);
                // A watcher that polls takes a folder that is not there for watched.
                self.is_lost = again.is_err() || !self.folder.is_dir();
                is_changed |= !self.is_lost;
            }
            if is_changed {
                changed();
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
