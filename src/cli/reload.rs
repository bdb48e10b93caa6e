//! Keeping an engine up to date while it answers.

use std::sync::Arc;

use clap::ValueEnum;
use faqbot::config::Settings;
use faqbot::engine::EngineError;
use faqbot::engine::views::Views;
use faqbot::reload::watch::{Mode, Next, Watch};
use faqbot::reload::{Reloaded, Reloader, is_behind};
use faqbot::search::index::Report;

/// How changes in the FAQ folder are noticed.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Watched {
    /// The system tells
    #[default]
    Events,
    /// Look every half second: for network disks
    Poll,
    /// Not at all
    Off,
}

impl From<Watched> for Mode {
    fn from(watched: Watched) -> Mode {
        match watched {
            Watched::Events => Mode::Events,
            Watched::Poll => Mode::Poll,
            Watched::Off => Mode::Off,
        }
    }
}

/// What brings these engines up to date, which were opened with this report.
pub fn reloader(settings: &Settings, views: &Arc<Views>, report: &Report) -> Arc<Reloader> {
    let known = &report.diagnostics;
    let reloader = Reloader::of(Arc::clone(views), settings.eval.clone(), known);
    Arc::new(reloader)
}

/// Takes up every change as long as the watch lives, also what changed between
/// reading and watching; `told` hears of each. Where another process is writing the
/// index, this goes on until the change is taken up.
pub fn watch(
    reloader: &Arc<Reloader>,
    watched: Watched,
    told: impl FnMut(&Result<Option<Reloaded>, EngineError>) + Send + Clone + 'static,
) -> Option<Watch> {
    let start = |mode| {
        let (reloader, mut told) = (Arc::clone(reloader), told.clone());
        let folder = reloader.folder().to_owned();
        Watch::start(&folder, mode, move || {
            let result = reloader.reload();
            let is_behind = is_behind(&result);
            if !(is_behind && result.is_err()) {
                told(&result);
            }
            if is_behind {
                Next::LookAgain
            } else {
                Next::Wait
            }
        })
    };
    let mode = watched.into();
    let mut started = start(mode);
    if let (Err(error), Mode::Events) = (&started, mode) {
        tracing::warn!("looking at the FAQ folder every half second, since {error}");
        started = start(Mode::Poll);
    }
    match started {
        Ok(watch) => {
            watch.look();
            Some(watch)
        }
        Err(error) => {
            tracing::warn!("changes of the FAQ folder are not noticed: {error}");
            None
        }
    }
}
