//! The command line: one file a command, and what they share.
//!
//! Commands call the library and print; they decide nothing about answers.

mod args;
mod ask;
mod chat;
mod check;
mod diagnostics;
mod eval;
mod index;
mod json;
mod list;
mod markdown;
mod reload;
mod report;
#[cfg(feature = "discord")]
mod serve;
mod terminal;

use std::io::{self, BufRead, IsTerminal, Write};
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, Parser};
use faqbot::config::{self, ConfigError, Settings};
use faqbot::engine::{Engine, EngineError, Options};
use faqbot::search::index::{Progress, Report};
use faqbot::text::{Locale, Texts};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use tracing_subscriber::Layer;
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
        Some(Command::Chat(command)) => chat::run(&settings(&paths)?, &command),
        #[cfg(feature = "discord")]
        Some(Command::Serve(command)) => serve::run(settings(&paths)?, &command),
        Some(Command::Check(command)) => check::run(&paths, &command),
        Some(Command::Eval(command)) => eval::run(&settings(&paths)?, &command),
        Some(Command::Report(command)) => report::run(&settings(&paths)?, &command),
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

/// What answers are made of, in the language of the command line.
fn texts() -> &'static Texts {
    Locale::English.texts()
}

fn options(paths: &config::Paths) -> anyhow::Result<Options> {
    Ok(settings(paths)?.engine)
}

/// The settings; what is wrong in them is shown.
fn settings(paths: &config::Paths) -> anyhow::Result<Settings> {
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
    Ok(opened(options)?.0)
}

/// The same, with what there is to know of it.
fn opened(options: &Options) -> anyhow::Result<(Engine, Report)> {
    announced(|progress| Engine::open(options, progress))
}

/// Opens something, in the same way.
fn announced<T>(
    open: impl FnOnce(Progress) -> Result<(T, Report), EngineError>,
) -> anyhow::Result<(T, Report)> {
    let opened = with_progress(INDEXING, open);
    let (engine, report) = opened.map_err(explained)?;
    announce(&report);
    if report.errors > 0 {
        tracing::warn!(
            "{} in the FAQ files; `faqbot check` shows what to do",
            counted(report.errors, "error")
        );
    }
    Ok((engine, report))
}

/// An error of the engine, with what to do about it.
fn explained(error: EngineError) -> anyhow::Error {
    let help = "run this in the folder that holds it, or name it with `--faq-dir`";
    match error {
        EngineError::NoFolder(_) => anyhow::anyhow!("{error}\nhelp: {help}"),
        other => other.into(),
    }
}

fn announce(report: &Report) {
    let read = counted(report.indexed, "file");
    let passages = counted(report.passages as usize, "passage");
    let took = report.took.as_millis();
    if let Some(why) = &report.in_memory {
        tracing::warn!("answering from memory: {why}");
    } else if report.behind {
        tracing::info!("answering from the last index: another process is updating it");
    } else if let Some(why) = &report.replaced {
        tracing::warn!("index made again, {why}: {read} read, {passages}, in {took} ms");
    } else if report.indexed + report.removed > 0 {
        tracing::info!("index updated: {read} read, {passages} in all, in {took} ms");
    }
}

/// What a progress bar shows while files are indexed.
const INDEXING: &str = "indexing {bar:30} {pos}/{len} files";

/// Runs `work` with a function that it may report progress to; `shown` is what is
/// shown of it on a terminal.
fn with_progress<T, E>(
    shown: &str,
    work: impl FnOnce(&(dyn Fn(usize, usize) + Sync)) -> Result<T, E>,
) -> Result<T, E> {
    /// A bar for less than this many steps would only flash by.
    const MIN_STEPS: usize = 20;
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(shown) {
        bar.set_style(style);
    }
    let result = work(&|done, total| {
        if total >= MIN_STEPS {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        }
    });
    bar.finish_and_clear();
    result
}

/// The next line of `input`, without its end; `None` at the end of input. A line
/// that is not UTF-8 is read as well as can be, so that there is an answer for
/// each.
fn read_line(input: &mut impl BufRead) -> anyhow::Result<Option<String>> {
    let mut line = Vec::new();
    let length = input.read_until(b'\n', &mut line);
    if length.context("cannot read standard input")? == 0 {
        return Ok(None);
    }
    let line = String::from_utf8_lossy(&line);
    Ok(Some(line.trim_end_matches(['\n', '\r']).to_owned()))
}

/// `1 file`, `2 files`.
fn counted(count: usize, noun: &str) -> String {
    let plural = match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{noun}s"),
    };
    format!("{count} {}", if count == 1 { noun } else { &plural })
}

/// The date in UTC: what is due is due on a day, not at an hour.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}

fn start_log() {
    let level = std::env::var(LOG_VARIABLE)
        .ok()
        .and_then(|level| level.parse::<LevelFilter>().ok())
        .unwrap_or(LevelFilter::INFO);
    let ansi = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(ansi)
        .with_target(false)
        .without_time()
        .with_filter(Targets::new().with_target("faqbot", level));
    let registry = tracing_subscriber::registry().with(lines);
    #[cfg(feature = "discord")]
    let registry = registry.with(faqbot::discord::overheard::listener());
    registry.init();
}

/// `faqbot list | head` is no error.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .downcast_ref::<io::Error>()
        .is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
