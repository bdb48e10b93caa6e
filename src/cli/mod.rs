//! The command line: one file a command, and what they share.
//!
//! Commands call the library and print; they decide nothing about answers.

mod args;
mod ask;
mod chat;
mod check;
mod diagnostics;
mod index;
mod json;
mod list;
mod markdown;
mod terminal;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};
use faqbot::config::{self, ConfigError};
use faqbot::engine::{Engine, Options};
use faqbot::search::index::Report;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use args::{Args, Command};

/// Names the level of the log: `error`, `warn`, `info` (the default), `debug`.
const LOG_VARIABLE: &str = "FAQBOT_LOG";

/// What the process ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Done; for `ask`: answered.
    Success,
    /// Not answered, or problems found.
    Failure,
}

/// Runs the command of the arguments.
pub fn run() -> ExitCode {
    let args = Args::parse();
    start_log();
    match dispatch(args) {
        Ok(Exit::Success) => ExitCode::SUCCESS,
        Ok(Exit::Failure) => ExitCode::from(1),
        Err(error) if is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            // Nothing can be done where not even this can be written.
            let _ = writeln!(anstream::stderr(), "error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn dispatch(args: Args) -> anyhow::Result<Exit> {
    let paths = args.paths();
    match args.command {
        None => {
            Args::command().print_help()?;
            Ok(Exit::Success)
        }
        Some(Command::Ask(command)) => ask::run(&options(&paths)?, &command),
        Some(Command::Chat) => chat::run(&options(&paths)?),
        Some(Command::Check(command)) => check::run(&paths, &command),
        Some(Command::Index(command)) => index::run(&options(&paths)?, &command),
        Some(Command::List) => list::run(&options(&paths)?),
        Some(Command::Show(command)) => list::show(&options(&paths)?, &command),
        Some(Command::Completions(command)) => {
            let name = "faqbot";
            clap_complete::generate(command.shell, &mut Args::command(), name, &mut io::stdout());
            Ok(Exit::Success)
        }
    }
}

/// The settings; what is wrong in them is shown.
fn options(paths: &config::Paths) -> anyhow::Result<Options> {
    config::load(paths).map_err(|error| {
        if let ConfigError::Invalid { diagnostics, .. } = &error {
            let _ = diagnostics::print_text(&mut anstream::stderr(), diagnostics);
        }
        error.into()
    })
}

/// Opens the engine, with a progress bar on a terminal, and says in a line each
/// what an operator should know.
fn open(options: &Options) -> anyhow::Result<Engine> {
    let (engine, report) = with_progress(|progress| Engine::open(options, progress))?;
    require_content(options, &report)?;
    announce(&report);
    if report.errors > 0 {
        tracing::warn!(
            "{} in the FAQ files; `faqbot check` shows what to do",
            counted(report.errors, "error")
        );
    }
    Ok(engine)
}

/// A bot without content answers nothing; whoever starts it is told.
fn require_content(options: &Options, report: &Report) -> anyhow::Result<()> {
    if report.passages == 0 && !options.faq.is_dir() {
        anyhow::bail!(
            "there is no FAQ folder `{}`\nhelp: run this in the folder that holds it, or name it with `--faq-dir`",
            options.faq.display()
        );
    }
    Ok(())
}

fn announce(report: &Report) {
    if let Some(why) = &report.in_memory {
        tracing::warn!("answering from memory: {why}");
    } else if report.indexed + report.removed > 0 {
        tracing::info!(
            "index updated: {} read, {} in all, in {} ms",
            counted(report.indexed, "file"),
            counted(report.passages as usize, "passage"),
            report.took.as_millis()
        );
    }
}

/// Runs `work` with a function that it may report progress to.
fn with_progress<T, E>(
    work: impl FnOnce(&(dyn Fn(usize, usize) + Sync)) -> Result<T, E>,
) -> Result<T, E> {
    /// A bar for less than this many files would only flash by.
    const MIN_FILES: usize = 20;
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("indexing {bar:30} {pos}/{len} files") {
        bar.set_style(style);
    }
    let result = work(&|done, total| {
        if total >= MIN_FILES {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    });
    bar.finish_and_clear();
    result
}

/// `1 file`, `2 files`.
fn counted(count: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    };
    format!("{count} {}", if count == 1 { noun } else { &plural })
}

fn start_log() {
    let level = std::env::var(LOG_VARIABLE)
        .ok()
        .and_then(|level| level.parse::<LevelFilter>().ok())
        .unwrap_or(LevelFilter::INFO);
    let ansi = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    tracing_subscriber::registry()
        .with(Targets::new().with_target("faqbot", level))
        .with(
            tracing_subscriber::fmt::layer()
                .with_writer(io::stderr)
                .with_ansi(ansi)
                .with_target(false)
                .without_time(),
        )
        .init();
}

/// `faqbot list | head` is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
