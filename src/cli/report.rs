//! `faqbot report`: how the FAQ does, from what was recorded and from its files.

use std::fs;
use std::io::Write;

use anyhow::Context;
use faqbot::config::Settings;
use faqbot::content::library::Library;
use faqbot::content::selection::Selection;
use faqbot::engine::views::view_of;
use faqbot::report::{FaqReport, Sources};
use faqbot::store::Store;

use super::args::{Report, ReportFormat};
use super::{Exit, today};

/// Runs the command.
pub fn run(settings: &Settings, command: &Report) -> anyhow::Result<Exit> {
    // A server is told of what its members see.
    let options = &view_of(&settings.engine, view(settings, command.guild));
    let engine = super::open(options)?;
    let today = today();
    let store = Store::open_to_read(&settings.store)?;
    let report = FaqReport::new(&Sources {
        engine: &engine,
        library: &Library::load_seen(&options.faq, &options.content, &options.selection, today),
        store: store.as_ref(),
        guild: command.guild,
        today,
    })?;
    let text = match command.format() {
        ReportFormat::Text => report.to_text(),
        ReportFormat::Json => report.to_json()? + "\n",
        ReportFormat::Html => report.to_html(),
    };
    match &command.output {
        Some(path) => {
            fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        None => anstream::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(Exit::Success)
}

#[cfg(feature = "discord")]
fn view(settings: &Settings, guild: Option<u64>) -> &Selection {
    settings.discord.view(guild)
}

/// Without the Discord front end there are no servers.
#[cfg(not(feature = "discord"))]
fn view(settings: &Settings, _: Option<u64>) -> &Selection {
    &settings.engine.selection
}
