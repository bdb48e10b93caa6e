//! `faqbot index`: brings the index up to date and says what was done.

use std::io::Write;

use faqbot::engine::{Engine, Options};
use faqbot::search::storage::Storage;

use super::args::Index;
use super::{Exit, counted};

/// Runs the command.
pub fn run(options: &Options, command: &Index) -> anyhow::Result<Exit> {
    let opened = super::with_progress(super::INDEXING, |progress| {
        if command.rebuild {
            Engine::rebuild(options, progress)
        } else {
            Engine::open(options, progress)
        }
    });
    let (_, report) = opened.map_err(super::explained)?;
    if let Some(why) = &report.in_memory {
        anyhow::bail!("{why}");
    }
    if report.behind {
        anyhow::bail!("another process is writing the index; try again when it has finished");
    }
    let mut output = anstream::stdout();
    if let Some(why) = &report.replaced {
        writeln!(output, "made again: {why}")?;
    }
    writeln!(
        output,
        "{} read, {} removed, in {} ms",
        counted(report.indexed, "file"),
        counted(report.removed, "file"),
        report.took.as_millis()
    )?;
    writeln!(
        output,
        "{} in `{}`, {} KiB",
        counted(report.passages as usize, "passage"),
        options.index.display(),
        Storage::new(&options.index).size().div_ceil(1024)
    )?;
    if report.errors > 0 {
        writeln!(
            output,
            "{} in the FAQ files; `faqbot check` shows what to do",
            counted(report.errors, "error")
        )?;
        return Ok(Exit::Failure);
    }
    Ok(Exit::Success)
}
