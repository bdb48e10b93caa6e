//! What moderators are told without having asked, in the channel that the owner
//! named for it.
//!
//! When there is something to tell is known elsewhere. Of a member nothing is told
//! but a redacted question, and a name that its owner wants taken off.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId};
use tokio::runtime::Handle;

use crate::content::file_kind::{FileKind, kind};
use crate::content::passage::Passage;
use crate::content::selection::Selection;
use crate::diagnostic::Diagnostic;
use crate::engine::EngineError;
use crate::engine::views::fingerprint;
use crate::reload::{Errors, Reloaded, Worse, is_behind};
use crate::store::redact::redact;

use super::bot::Bot;
use super::message::Message;
use super::rest::report;
use super::safe;

/// How many problems or questions are told one by one: more are not read in a
/// chat, and the log has them all.
const MAX_TOLD: usize = 8;

/// How long a message with them may be, in characters: Discord takes 2,000, and
/// what is below the last list needs some.
const MAX_LENGTH: usize = 1_600;

/// Tells moderators, from any thread.
#[derive(Clone)]
pub struct News {
    bot: Arc<Bot>,
    runtime: Handle,
}

impl News {
    pub(super) fn new(bot: Arc<Bot>) -> News {
        let runtime = Handle::current();
        News { bot, runtime }
    }

    /// What came of a reload.
    pub fn reloaded(&self, result: &Result<Option<Reloaded>, EngineError>) {
        self.bot.metrics.reloaded(result);
        // It will be read soon.
        if is_behind(result) && result.is_err() || self.bot.told.is_known(result) {
            return;
        }
        let channels = self.bot.guilds.moderators_channels();
        self.tell(channels, |reader| in_words(result, reader));
    }

    /// A server came: what was wrong in the files before is told there once.
    pub fn arrived(&self, guild: GuildId) {
        if self.bot.told.is_first(guild) {
            let channel = self.bot.guilds.moderators_channel(guild);
            self.tell(channel.map(|channel| (guild, channel)), |reader| {
                let lines = errors_in_words(reader.errors, reader);
                (!lines.is_empty()).then(|| lines.join("\n"))
            });
        }
    }

    /// Tells each of these servers what there is to tell it.
    fn tell(
        &self,
        channels: impl IntoIterator<Item = (GuildId, ChannelId)>,
        text: impl Fn(&Reader) -> Option<String>,
    ) {
        let errors = self.bot.reloader.errors();
        let news = channels.into_iter().filter_map(|(guild, channel)| {
            let text = text(&Reader::of(&self.bot, guild, &errors))?;
            Some((guild, channel, Message::text(text)))
        });
        soon(&self.bot, &self.runtime, news.collect());
    }
}

/// What was told already.
#[derive(Default)]
pub struct Told {
    /// The servers that were told what was wrong when they came.
    servers: Mutex<HashSet<GuildId>>,
    /// Why the files could not be read the last time.
    error: Mutex<Option<String>>,
}

impl Told {
    fn is_first(&self, guild: GuildId) -> bool {
        let mut servers = self.servers.lock().unwrap_or_else(PoisonError::into_inner);
        servers.insert(guild)
    }

    /// Whether the files cannot be read for the same reason as before.
    fn is_known(&self, result: &Result<Option<Reloaded>, EngineError>) -> bool {
        let error = result.as_ref().err().map(ToString::to_string);
        let mut known = self.error.lock().unwrap_or_else(PoisonError::into_inner);
        let is_known = error.is_some() && *known == error;
        *known = error;
        is_known
    }
}

/// A server that is told: only of what its members see.
struct Reader<'a> {
    /// The FAQ folder, as it stands before the paths of its files.
    folder: &'a str,
    view: &'a Selection,
    /// The errors that are errors here.
    errors: &'a [Diagnostic],
    /// Whether it is told of the golden set: it sees what the set is asked of, or
    /// looks after it.
    keeps_golden: bool,
}

impl<'a> Reader<'a> {
    fn of(bot: &'a Bot, guild: GuildId, errors: &'a Errors) -> Reader<'a> {
        let view = bot.config.view(Some(guild.get()));
        Reader {
            folder: bot.engines.folder(),
            view,
            errors: errors.seen(view),
            keeps_golden: view == bot.config.view(None) || bot.config.keeps_shared(guild.get()),
        }
    }

    /// Whether a problem is in a file that is seen here.
    fn sees(&self, problem: &Diagnostic) -> bool {
        let path = problem.file.path.strip_prefix(self.folder);
        match path.and_then(|path| path.strip_prefix('/')) {
            // Everybody is warned by the same signs.
            Some(path) => kind(path) == Some(FileKind::Urgent) || self.view.sees(path),
            None => self.keeps_golden,
        }
    }
}

/// A member says that an answer is wrong or unsafe: in the server where that was,
/// else in all of them.
pub fn is_wrong(bot: &Arc<Bot>, guild: Option<GuildId>, entry: &Passage, question: Option<&str>) {
    let (title, id) = (safe::literal(&entry.title), safe::literal(&entry.id));
    let mut text = format!("**A member says that an answer is wrong or unsafe:** {title} ({id})");
    if let Some(question) = question {
        text.push_str("\nThe question was: ");
        text.push_str(&safe::literal(&redact(question)));
    }
    soon(bot, &Handle::current(), for_channels(bot, guild, text));
}

/// A member wants a name taken off the entries. Whether somebody was told.
pub async fn take_off(bot: &Bot, guild: Option<GuildId>, name: &str) -> bool {
    let name = safe::literal(name);
    let text = format!(
        "**A member asks for a name to be taken off the entries** that it stands on at its owner's \
         wish: {name}\n`/faq-admin forget` does it."
    );
    tell(bot, for_channels(bot, guild, text)).await
}

/// The same text for each of [`channels`].
fn for_channels(bot: &Bot, guild: Option<GuildId>, text: String) -> Vec<Piece> {
    let channels = channels(bot, guild).into_iter();
    let message = Message::text(text);
    channels
        .map(|(guild, channel)| (guild, channel, message.clone()))
        .collect()
}

/// The moderators' channel of a server; without one, of those who keep what direct
/// messages are answered from.
fn channels(bot: &Bot, guild: Option<GuildId>) -> Vec<(GuildId, ChannelId)> {
    if let Some(guild) = guild {
        let channel = bot.guilds.moderators_channel(guild);
        return Vec::from_iter(channel.map(|channel| (guild, channel)));
    }
    let mut channels = bot.guilds.moderators_channels();
    channels.retain(|(guild, _)| bot.config.keeps_shared(guild.get()));
    channels
}

/// What a server is told, and where.
type Piece = (GuildId, ChannelId, Message);

/// Posts in moderators' channels, and keeps nobody waiting.
fn soon(bot: &Arc<Bot>, runtime: &Handle, news: Vec<Piece>) {
    if !news.is_empty() {
        let bot_too = Arc::clone(bot);
        let told = async move {
            tell(&bot_too, news).await;
        };
        runtime.spawn(bot.tasks.track_future(told));
    }
}

/// Posts in moderators' channels. Whether it could in any.
pub(super) async fn tell(bot: &Bot, news: Vec<Piece>) -> bool {
    let mut is_told = false;
    for (guild, channel, message) in &news {
        // Discord drops a message that it has seen with the same number.
        let nonce = guild.get() ^ Timestamp::now().as_nanosecond() as u64;
        match bot.rest.post(*channel, message, None, nonce).await {
            Ok(_) => is_told = true,
            Err(error) => report("tell the moderators", &error),
        }
    }
    is_told
}

/// What there is to tell a server; `None` where all is well.
fn in_words(result: &Result<Option<Reloaded>, EngineError>, reader: &Reader) -> Option<String> {
    let reloaded = match result {
        Ok(reloaded) => reloaded.as_ref()?,
        Err(error) => {
            let error = safe::literal(&error.to_string());
            return Some(format!(
                "**The FAQ cannot be read.** I go on with the last answers: {error}."
            ));
        }
    };
    let mut lines = errors_in_words(&reloaded.problems, reader);
    if reader.keeps_golden && !reloaded.golden.is_empty() {
        lines.push(
            "**There is an error in the golden set.** Its questions cannot be asked until it is \
             mended:"
                .to_owned(),
        );
        list(&mut lines, reloaded.golden.iter().map(line));
    }
    let worse = reloaded.worse.as_ref();
    if let Some(worse) = worse.filter(|_| reader.keeps_golden) {
        lines.push(heading(worse, reloaded.held.is_empty()));
        let broken = worse.broken.iter().map(|failure| {
            let question = safe::literal(&failure.question.ask);
            format!("- {question}: {}", failure.fault.label())
        });
        list(&mut lines, broken);
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The errors that a server sees; nothing where there are none.
fn errors_in_words(problems: &[Diagnostic], reader: &Reader) -> Vec<String> {
    let seen: HashSet<u64> = reader.errors.iter().map(fingerprint).collect();
    let errors: Vec<&Diagnostic> = problems
        .iter()
        .filter(|problem| problem.is_error() && reader.sees(problem))
        .filter(|problem| seen.contains(&fingerprint(problem)))
        .collect();
    if errors.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![
        "**There is an error in the FAQ files.** No answer is lost: what cannot be read as it \
         stands goes on as it was, until it is mended:"
            .to_owned(),
    ];
    list(&mut lines, errors.into_iter().map(line));
    lines
}

fn line(problem: &Diagnostic) -> String {
    let (line, column) = problem.line_and_column();
    let path = safe::literal(&problem.file.path);
    let message = safe::literal(&problem.message);
    let help = safe::literal(&problem.help);
    format!("- {path}, line {line}, column {column}: {message}. To do: {help}.")
}

fn heading(worse: &Worse, is_live: bool) -> String {
    let below = worse.below.join(", ");
    let floor = worse.floor;
    let what = if is_live {
        "These questions went better before:"
    } else {
        "Members get the answers from before until it is mended. These questions went better \
         before:"
    };
    format!("**The last change made the answers worse** ({below}; the floor is {floor}%). {what}")
}

/// Adds the first of these items, as many as fit, and how many more there are.
fn list(lines: &mut Vec<String>, items: impl ExactSizeIterator<Item = String>) {
    let mut length: usize = lines.iter().map(|line| line.chars().count() + 1).sum();
    let mut more = items.len();
    for item in items.take(MAX_TOLD) {
        length += item.chars().count() + 1;
        if length > MAX_LENGTH {
            break;
        }
        lines.push(item);
        more -= 1;
    }
    if more > 0 {
        lines.push(format!("- and {more} more: the log has them all"));
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn of_long_lists_as_much_is_told_as_fits_into_a_message() {
        let told = |count: usize, length: usize| {
            let mut lines = vec!["**There is an error.**".to_owned()];
            list(&mut lines, vec!["x".repeat(length); count].into_iter());
            assert!(lines.join("\n").chars().count() < 2_000);
            (lines.len() - 1, lines.pop().unwrap_or_default())
        };
        assert_eq!(told(2, 9), (2, "x".repeat(9)));
        let more = |count| format!("- and {count} more: the log has them all");
        assert_eq!(told(20, 9), (9, more(12)));
        assert_eq!(told(5, 700), (3, more(3)));
        assert_eq!(told(1, 5_000), (1, more(1)));
    }

    #[test]
    fn the_same_trouble_with_the_files_is_told_once() {
        let told = Told::default();
        let gone = || Err(EngineError::NoFolder(PathBuf::from("faq")));
        assert!(!told.is_known(&gone()));
        assert!(told.is_known(&gone()));
        assert!(!told.is_known(&Err(EngineError::Emptied(PathBuf::from("faq")))));
        assert!(!told.is_known(&Ok(None)), "mended");
        assert!(!told.is_known(&gone()));
    }
}
