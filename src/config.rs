//! `faqbot.toml`: composes the settings of each module from the owner's file.
//!
//! Everything has a default, so the file is optional. Secrets never stand in
//! it; they come from the environment.
//!
//! ```toml
//! # The disclaimer of files that have none of their own; "" for none.
//! disclaimer = "General information, not advice. Ask a professional."
//! # Whose numbers urgent notices show: one of [regions].
//! region = "uk"
//!
//! [folders]            # relative to this file
//! faq = "faq"          # where moderators write
//! index = "index"      # disposable, made by faqbot
//! data = "data"        # what was asked and edited; keep it
//!
//! [regions.uk]         # any name; each number as a person would read it out
//! emergency = "999"
//! advice = "NHS 111"
//! crisis = "Samaritans on 116 123"
//!
//! [search]
//! # Words and phrases that mean the same here, between commas.
//! synonyms = ["knot, trigger point", "tingling, pins and needles"]
//! # Where meaning comes from: "built-in", "none" for words only, or the folder of
//! # another table in the format of model2vec, relative to this file.
//! model = "built-in"
//! # A second look at the best hits: the folder of a sentence transformer in the
//! # layout of all-MiniLM-L6-v2, relative to this file. Needs a build with
//! # `--features transformer`; without this line there is none.
//! # transformer = "models/all-MiniLM-L6-v2"
//!
//! [answer]
//! # "low" answers more often and is more often wrong, "high" the other way round.
//! caution = "normal"
//! # All between 0 and 1. The lowest confidence of an answer is set from the FAQ
//! # itself unless it is fixed here. Less will do for one or two words that an
//! # entry has all of.
//! # answer_at = 0.8
//! suggest_at = 0.15    # lowest confidence of a suggestion
//! margin = 0.2         # how much surer than of the next entry
//!
//! [eval]
//! # Questions to measure the answers with: a file, or a folder of `.toml` files,
//! # relative to this file. Without it, `golden.toml` or `golden/` beside the FAQ.
//! golden = "golden"
//! # The lowest S@1 that is good enough, in percent: below it, `faqbot eval` fails,
//! # and the running bot says which questions a change has broken. None by default.
//! floor = 90
//! # Whether such a change is kept from members until it is mended; off by default.
//! block = false
//!
//! [content]
//! max_file_kib = 1024  # larger files are left out, with an error
//!
//! [feedback]
//! # Whether the text of questions is kept that had no answer, or a bad one; never
//! # who asked, and never what is urgent. Counts are kept anyway.
//! keep_questions = true
//! days = 90              # for how long, as what members suggest
//! grace_days = 30        # when all of a server goes after the bot left it
//!
//! # Whether each edit from chat becomes a commit of the folder that the FAQ stands
//! # in, with the moderator as author, and whether it is pushed. Both off by default.
//! [git]
//! enabled = true
//! push = true
//!
//! [discord]
//! # Servers (ids) to register the commands in, for quick tries; without it, they
//! # are registered everywhere. Moderators edit the FAQ from these servers; without
//! # it, only where the bot is in no other server.
//! guilds = ["123456789012345678"]
//! # The language of what everybody sees, where a server has not set its own:
//! # en, de, es, fr or pt.
//! language = "en"
//! # Whether only the asker sees the answer to `/ask` and `/faq`.
//! private = true
//! # Where people can be asked when there is no answer; nobody is pinged.
//! ask_people = "#ask-a-human"
//! # A page about the bot or the community, for `/about`.
//! website = "https://community.example/faq"
//! # Roles, by name or id. Whoever may manage messages moderates anyway. With
//! # `moderators`, these roles edit the FAQ from chat; without, whoever manages the
//! # server.
//! moderators = ["Moderator"]
//! helpers = ["Helper"]
//! # Where moderators are told of what needs them, such as an error in a file.
//! moderators_channel = "#moderators"
//! # Whether it gets a digest every Monday at nine (UTC): what was asked, what was
//! # not found, what to check again.
//! digest = false
//! # Whether other bots and webhooks get answers.
//! answer_bots = false
//! # Questions and answers in a minute; 0 for no limit.
//! questions_per_member = 20
//! answers_per_channel = 120
//! # Channels and forums where the bot speaks up when it is sure, without having
//! # been asked. Needs `Message Content Intent` in the developer portal.
//! listen = ["#help", "questions"]
//! listen_at = 0.8        # lowest confidence there
//! solved_tags = ["solved", "answered", "resolved"]  # forum tags that end a post
//! # For operators: health and metrics over HTTP, a REST proxy that keeps
//! # Discord's rate limits for several processes, a gateway proxy.
//! monitor = "127.0.0.1:9464"
//! proxy = "http://127.0.0.1:8080"
//! gateway = "ws://127.0.0.1:8081"
//! # What servers without `folders` of their own see of the FAQ, and what is seen in
//! # direct messages; by default all that no server alone has named.
//! folders = ["shared"]
//!
//! [guilds.123456789012345678]  # a server; what is left out is as in general
//! # Folders or files of the FAQ; of one id, the entry of the later one is shown.
//! folders = ["shared", "chess-club"]
//! disclaimer = "Club rules, not the law."
//! region = "uk"
//! # language, ask_people, moderators, helpers, listen, moderators_channel: as in
//! # [discord], for this server alone.
//! ```

#[cfg(feature = "discord")]
mod discord;
#[cfg(feature = "discord")]
mod guilds;
mod search;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::answer::calibration::Caution;
use crate::answer::{self, Region};
use crate::content;
use crate::content::selection::Selection;
use crate::content::toml_reader::TableReader;
use crate::diagnostic::{Diagnostic, Diagnostics, SourceFile, Spanned};
use crate::editor;
use crate::engine::Options;
use crate::eval;
use crate::store;

/// The settings of every part.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// What the engine is made from.
    pub engine: Options,
    /// Where the golden set is.
    pub eval: eval::Config,
    /// What is kept of what happened.
    pub store: store::Config,
    /// What is done with edits from chat in `git`.
    pub git: editor::GitConfig,
    /// How the bot behaves on Discord.
    #[cfg(feature = "discord")]
    pub discord: crate::discord::settings::Config,
}

/// The name of the file, next to the FAQ folder.
pub const FILE_NAME: &str = "faqbot.toml";

/// Where things are, as far as the command line says.
#[derive(Debug, Clone, Default)]
pub struct Paths {
    /// The file itself.
    pub config: Option<PathBuf>,
    /// The FAQ folder.
    pub faq: Option<PathBuf>,
    /// The index folder.
    pub index: Option<PathBuf>,
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("cannot read `{path}`: {error}")]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: io::Error,
    },
    /// The file has errors.
    #[error("`{path}` has errors")]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong in it.
        diagnostics: Vec<Diagnostic>,
        /// What could be read, with defaults for the rest: enough to check
        /// the FAQ files as well, and for nothing else.
        readable: Box<Options>,
    },
}

/// Reads the settings.
///
/// Without `paths.config`, `faqbot.toml` is looked for next to the FAQ folder,
/// and need not be there.
///
/// # Errors
/// When the file cannot be read or has errors.
pub fn load(paths: &Paths) -> Result<Settings, ConfigError> {
    let beside_faq = paths.faq.as_deref().and_then(Path::parent);
    let file = match &paths.config {
        Some(file) => file.clone(),
        None => beside_faq.unwrap_or(Path::new("")).join(FILE_NAME),
    };
    let bytes = match std::fs::read(&file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound && paths.config.is_none() => {
            Vec::new()
        }
        Err(error) => return Err(ConfigError::Read { path: file, error }),
    };
    let source = Arc::new(SourceFile {
        path: file.display().to_string(),
        text: String::from_utf8_lossy(&bytes).into_owned(),
    });
    let diagnostics = Diagnostics::new(&source);
    if let Err(error) = std::str::from_utf8(&bytes) {
        let place = error.valid_up_to();
        diagnostics.error(
            "not-utf-8",
            place..place + 1,
            "the file is not UTF-8 text",
            "save it again with the encoding UTF-8",
        );
    }
    let base = file.parent().unwrap_or(Path::new(""));
    let settings = read(&diagnostics, base, paths);
    if diagnostics.errors() > 0 {
        return Err(ConfigError::Invalid {
            path: file,
            diagnostics: diagnostics.into_vec(),
            readable: Box::new(settings.engine),
        });
    }
    Ok(settings)
}

fn read(diagnostics: &Diagnostics, base: &Path, paths: &Paths) -> Settings {
    let mut table = TableReader::parse(diagnostics);
    let mut folders = table.table("folders");
    let mut folder = |key: &str, given: &Option<PathBuf>| {
        let configured = folders.as_mut().and_then(|folders| folders.string(key));
        let configured = configured.map(|folder| folder.value);
        given
            .clone()
            .unwrap_or_else(|| base.join(configured.unwrap_or_else(|| key.to_owned())))
    };
    let (faq, index) = (folder("faq", &paths.faq), folder("index", &paths.index));
    let data = folder("data", &None);
    if let Some(folders) = folders {
        folders.finish();
    }
    let engine = Options {
        faq,
        index,
        selection: Selection::default(),
        content: table
            .table("content")
            .map(|content| read_content(content, diagnostics))
            .unwrap_or_default(),
        search: table
            .table("search")
            .map(|search| search::read(search, diagnostics, base))
            .unwrap_or_default(),
        answer: read_answer(&mut table, diagnostics),
    };
    #[cfg(feature = "discord")]
    let (engine, discord) = {
        let read = |table| discord::read(table, diagnostics);
        let (mut discord, general) = table.table("discord").map(read).unwrap_or_default();
        let from = (&*engine.faq, &engine.answer);
        let servers = table.table("guilds");
        guilds::read(servers, &general, &mut discord, from, diagnostics);
        let selection = discord.division.general.clone();
        (
            Options {
                selection,
                ..engine
            },
            discord,
        )
    };
    let settings = Settings {
        git: table.table("git").map(read_git).unwrap_or_default(),
        engine,
        eval: table
            .table("eval")
            .map(|eval| read_eval(eval, base, diagnostics))
            .unwrap_or_default(),
        store: read_feedback(table.table("feedback"), data, diagnostics),
        #[cfg(feature = "discord")]
        discord,
    };
    // Without the Discord front end its settings are left alone.
    #[cfg(not(feature = "discord"))]
    drop((table.table("discord"), table.table("guilds")));
    table.finish();
    settings
}

fn read_feedback(
    table: Option<TableReader>,
    folder: PathBuf,
    diagnostics: &Diagnostics,
) -> store::Config {
    /// Ten years.
    const MAX_DAYS: i64 = 3_650;
    let mut config = store::Config {
        folder,
        ..store::Config::default()
    };
    let Some(mut table) = table else {
        return config;
    };
    if let Some(keep) = table.boolean("keep_questions") {
        config.keep_questions = keep.value;
    }
    for (key, least, kept) in [
        ("days", 1, &mut config.days),
        ("grace_days", 0, &mut config.grace_days),
    ] {
        let Some(days) = table.integer(key) else {
            continue;
        };
        match u32::try_from(days.value) {
            Ok(number) if (least..=MAX_DAYS).contains(&days.value) => *kept = number,
            _ => {
                let range = format!("between {least} and {MAX_DAYS}");
                out_of_range(diagnostics, days.span, range);
            }
        }
    }
    table.finish();
    config
}

fn read_content(mut table: TableReader, diagnostics: &Diagnostics) -> content::Config {
    /// One GiB: enough for any FAQ, and no overflow.
    const MAX_KIB: i64 = 1024 * 1024;
    let mut config = content::Config::default();
    if let Some(kib) = table.integer("max_file_kib") {
        if (1..=MAX_KIB).contains(&kib.value) {
            config.max_file_bytes = kib.value.unsigned_abs() * 1024;
        } else {
            out_of_range(diagnostics, kib.span, format!("between 1 and {MAX_KIB}"));
        }
    }
    table.finish();
    config
}

fn read_git(mut table: TableReader) -> editor::GitConfig {
    let enabled = table.boolean("enabled");
    let push = table.boolean("push");
    table.finish();
    editor::GitConfig {
        enabled: enabled.is_some_and(|enabled| enabled.value),
        push: push.is_some_and(|push| push.value),
    }
}

fn read_eval(mut table: TableReader, base: &Path, diagnostics: &Diagnostics) -> eval::Config {
    let golden = table.string("golden");
    let mut config = eval::Config {
        golden: golden.map(|golden| base.join(golden.value)),
        ..eval::Config::default()
    };
    match table.float("floor") {
        Some(percent) if (0.0..=100.0).contains(&percent.value) => {
            config.floor = Some(percent.value);
        }
        Some(percent) => out_of_range(diagnostics, percent.span, "between 0 and 100".into()),
        None => {}
    }
    if let Some(block) = table.boolean("block") {
        config.block = block.value;
    }
    table.finish();
    config
}

fn out_of_range(diagnostics: &Diagnostics, span: Range<usize>, range: String) {
    let message = "this number is out of range";
    diagnostics.error(
        "out-of-range",
        span,
        message,
        format!("write a number {range}"),
    );
}

fn read_answer(table: &mut TableReader, diagnostics: &Diagnostics) -> answer::Config {
    let mut config = answer::Config {
        disclaimer: table.string("disclaimer").map(|text| text.value),
        ..answer::Config::default()
    };
    if let Some(mut answer) = table.table("answer") {
        if let Some(Spanned { value: name, span }) = answer.string("caution") {
            match Caution::NAMES.iter().find(|(known, _)| *known == name) {
                Some((_, caution)) => config.caution = *caution,
                None => diagnostics.error(
                    "unknown-caution",
                    span,
                    format!("there is no caution `{name}`"),
                    "write \"low\", \"normal\" or \"high\"",
                ),
            }
        }
        let mut answer_at = f32::NAN;
        for (key, value) in [
            ("answer_at", &mut answer_at),
            ("suggest_at", &mut config.suggest_at),
            ("margin", &mut config.margin),
        ] {
            match answer.float(key) {
                Some(share) if (0.0..=1.0).contains(&share.value) => *value = share.value as f32,
                Some(share) => out_of_range(diagnostics, share.span, "between 0 and 1".into()),
                None => {}
            }
        }
        config.answer_at = Some(answer_at).filter(|given| !given.is_nan());
        answer.finish();
    }
    if let Some(mut regions) = table.table("regions") {
        config.regions = read_regions(&mut regions);
        regions.finish();
    }
    if let Some(name) = table.string("region") {
        known_region(&name, &config, diagnostics);
        config.region = Some(name.value);
    }
    config
}

/// Notes a region that has no numbers.
fn known_region(name: &Spanned<String>, config: &answer::Config, diagnostics: &Diagnostics) {
    let Spanned { value: name, span } = name;
    if !config.regions.contains_key(name) {
        diagnostics.error(
            "unknown-region",
            span.clone(),
            format!("there is no region `{name}`"),
            format!("add `[regions.{name}]` with its numbers"),
        );
    }
}

fn read_regions(table: &mut TableReader) -> BTreeMap<String, Region> {
    let mut regions = BTreeMap::new();
    for Spanned { value: name, .. } in table.keys() {
        if let Some(mut region) = table.table(&name) {
            let mut number = |key| region.string(key).map(|number| number.value);
            let numbers = Region {
                emergency: number("emergency"),
                advice: number("advice"),
                crisis: number("crisis"),
            };
            region.finish();
            regions.insert(name, numbers);
        }
    }
    regions
}
