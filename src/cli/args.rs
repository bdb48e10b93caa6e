//! The arguments, as clap reads them.

use std::path::{Path, PathBuf};

use clap::{Parser, Subcommand, ValueEnum};
use faqbot::config::Paths;

use super::reload::Watched;

/// Answers questions from the FAQ files that moderators write, word for word.
#[derive(Debug, Parser)]
#[command(name = "faqbot", version = env!("FAQBOT_VERSION"), disable_help_subcommand = true)]
pub struct Args {
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The settings [default: `faqbot.toml` next to the FAQ folder]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// The folder with the FAQ files [default: `faq`]
    #[arg(long, global = true, value_name = "DIR")]
    faq_dir: Option<PathBuf>,

    /// The folder for the index, which is made and mended by itself [default: `index`]
    #[arg(long, global = true, value_name = "DIR")]
    index_dir: Option<PathBuf>,
}

impl Args {
    /// Where things are.
    pub fn paths(&self) -> Paths {
        Paths {
            config: self.config.clone(),
            faq: self.faq_dir.clone(),
            index: self.index_dir.clone(),
        }
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer a question (exit code 0: answered, 1: not answered, 2: error)
    Ask(Ask),
    /// Talk to the bot in the terminal
    Chat(Chat),
    /// Run the bot on Discord, with the token in DISCORD_TOKEN
    #[cfg(feature = "discord")]
    Serve(Serve),
    /// Show every problem in the FAQ files and the settings (exit code 1: errors)
    Check(Check),
    /// Measure how good the answers are (exit code 1: below `--floor`)
    Eval(Eval),
    /// Show how the FAQ does: what was asked, what members could not find, what to
    /// do next
    Report(Report),
    /// Bring the index up to date, and say what was done
    Index(Index),
    /// List all entries and sections
    List,
    /// Show an entry or a section
    Show(Show),
    /// Print a completion script for a shell
    Completions(Completions),
}

#[derive(Debug, clap::Args)]
pub struct Ask {
    /// The question; `-` reads one a line from standard input
    #[arg(required = true, value_name = "QUESTION")]
    pub question: Vec<String>,

    /// Print a JSON object for each question
    #[arg(long)]
    pub json: bool,

    /// Say why: words, spelling, synonyms, the five best hits
    #[arg(long)]
    pub explain: bool,
}

#[derive(Debug, clap::Args)]
pub struct Chat {
    /// How changes in the FAQ folder are noticed
    #[arg(long, value_enum, default_value_t)]
    pub watch: Watched,
}

#[cfg(feature = "discord")]
#[derive(Debug, clap::Args)]
pub struct Serve {
    /// How changes in the FAQ folder are noticed
    #[arg(long, value_enum, default_value_t)]
    pub watch: Watched,

    /// The gateway connections of this process, where several processes share
    /// the work: such as `0-3`
    #[arg(long, value_name = "FIRST-LAST", requires = "total_shards")]
    pub shards: Option<String>,

    /// How many gateway connections all processes have together
    #[arg(long, value_name = "COUNT", requires = "shards")]
    pub total_shards: Option<u32>,
}

#[derive(Debug, clap::Args)]
pub struct Check {
    /// How to show the problems
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

#[derive(Debug, clap::Args)]
pub struct Report {
    /// How to show it [default: as the name of the file ends, else text]
    #[arg(long, value_enum)]
    pub format: Option<ReportFormat>,

    /// Write it into this file
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Only what was recorded in the server with this id [default: all servers and
    /// direct messages]
    #[arg(long, value_name = "ID")]
    pub guild: Option<u64>,
}

/// How a report is shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ReportFormat {
    /// Short lines
    Text,
    /// One JSON object
    Json,
    /// A page with charts, in one file
    Html,
}

impl Report {
    /// The format that is asked for, or that the file is named for.
    pub fn format(&self) -> ReportFormat {
        self.format.unwrap_or_else(|| {
            let named = self.output.as_deref().and_then(Path::extension);
            match named.and_then(|end| end.to_str()) {
                Some("html" | "htm") => ReportFormat::Html,
                Some("json") => ReportFormat::Json,
                _ => ReportFormat::Text,
            }
        })
    }
}

/// How problems are shown.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Format {
    /// For people, with the line itself
    Text,
    /// One JSON object
    Json,
    /// Annotations for a pull request on GitHub
    Github,
}

#[derive(Debug, clap::Args)]
pub struct Eval {
    /// The golden set: a file, or a folder of `.toml` files [default: `[eval] golden`
    /// of the settings, or `golden.toml` or `golden/` beside the FAQ folder]
    #[arg(long, value_name = "PATH")]
    pub golden: Option<PathBuf>,

    /// Measure with a data set in BEIR layout instead; may be given again and again
    #[arg(long, value_name = "DIR", conflicts_with = "golden")]
    pub beir: Vec<PathBuf>,

    /// Print one JSON object with every figure and every failure
    #[arg(long)]
    pub json: bool,

    /// Show all failures, not the worst only
    #[arg(long)]
    pub all: bool,

    /// Exit with 1 if S@1 is lower than this, an urgent sign is missed, or a question
    /// gets a notice or an answer that has none
    #[arg(long, value_name = "PERCENT", value_parser = percent, conflicts_with = "beir")]
    pub floor: Option<f64>,

    /// Show beside it what comes without a part
    #[arg(long, value_enum)]
    pub compare: Option<Comparison>,

    /// Ask with random typos in 30% of the longer words, the same for the same number
    #[arg(long, value_name = "SEED")]
    pub typos: Option<u64>,

    /// Write the ten best hits of each question as a TREC run
    #[arg(long, value_name = "FILE")]
    pub run: Option<PathBuf>,

    /// Write what each question gets, a JSON object a line
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,

    /// Write the features of every hit of each question, a JSON object a line: what
    /// the weights of the ranking are fitted from
    #[arg(long, value_name = "FILE")]
    pub features: Option<PathBuf>,
}

/// What to compare with.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Comparison {
    /// Words alone, without their meaning
    Lexical,
}

/// A number from 0 to 100.
fn percent(written: &str) -> Result<f64, String> {
    let number = written.trim_end_matches('%').parse();
    let number = number.ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "write a number from 0 to 100".to_owned())
}

#[derive(Debug, clap::Args)]
pub struct Index {
    /// Make it again from nothing
    #[arg(long)]
    pub rebuild: bool,
}

#[derive(Debug, clap::Args)]
pub struct Show {
    /// The id of an entry, or `file-stem#anchor` of a section
    pub id: String,
}

#[derive(Debug, clap::Args)]
pub struct Completions {
    /// The shell
    pub shell: clap_complete::Shell,
}
