//! The arguments, as clap reads them.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};
use faqbot::config::Paths;

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
    Chat,
    /// Run the bot on Discord, with the token in DISCORD_TOKEN
    #[cfg(feature = "discord")]
    Serve(Serve),
    /// Show every problem in the FAQ files and the settings (exit code 1: errors)
    Check(Check),
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

#[cfg(feature = "discord")]
#[derive(Debug, clap::Args)]
pub struct Serve {
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
