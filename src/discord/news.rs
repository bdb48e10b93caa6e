//! What moderators are told without having asked, in the channel that the owner
//! named for it.
//!
//! When there is something to tell is known elsewhere. Of a member nothing is told
//! but a redacted question, and a name that its owner wants taken off.

use std::sync::Arc;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId};
use tokio::runtime::Handle;

use crate::content::passage::Passage;
use crate::content::selection::Selection;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::EngineError;
use crate::reload::{Reloaded, Worse, is_behind};
use crate::store::redact::redact;

use super::admin;
use super::bot::Bot;
use super::message::Message;
use super::rest::report;
use super::safe;

/// How many problems or questions are told one by one: more are not read in a
/// chat, and the log has them all.
const MAX_TOLD: usize = 8;

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
        let channels = self.bot.guilds.moderators_channels().into_iter();
        let news = channels.filter_map(|(guild, channel)| {
            let text = in_words(result, &Reader::of(&self.bot, guild))?;
            Some((guild, channel, Message::text(text)))
        });
        let news: Vec<_> = news.collect();
        if !news.is_empty() {
            let bot = Arc::clone(&self.bot);
            let told = async move { tell(&bot, news).await };
            self.runtime.spawn(self.bot.tasks.track_future(told));
        }
    }
}

impl News {
    /// Tells the moderators of every server how the FAQ did in the week before.
    pub async fn digest(&self) {
        let bot = &self.bot;
        for (guild, channel) in bot.guilds.moderators_channels() {
            match admin::digest(bot, Some(guild)).await {
                Ok(digest) => tell(bot, vec![(guild, channel, Message::text(digest))]).await,
                Err(error) => tracing::warn!("cannot make the weekly digest: {error}"),
            }
        }
    }
}

/// A server that is told: only of what its members see.
struct Reader<'a> {
    /// The FAQ folder, as it stands before the paths of its files.
    folder: &'a str,
    view: &'a Selection,
    /// What is asked the golden set.
    general: &'a Selection,
}

impl Reader<'_> {
    fn of(bot: &Bot, guild: GuildId) -> Reader<'_> {
        Reader {
            folder: bot.engines.folder(),
            view: bot.config.view(Some(guild.get())),
            general: bot.config.view(None),
        }
    }

    /// Whether this is the view that the golden set is asked of.
    fn is_general(&self) -> bool {
        self.view == self.general
    }

    /// Whether a problem is in a file that is seen here.
    fn sees(&self, problem: &Diagnostic) -> bool {
        let path = problem.file.path.strip_prefix(self.folder);
        match path.and_then(|path| path.strip_prefix('/')) {
            Some(path) => self.view.sees(path),
            None => self.is_general(),
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
    tell_soon(bot, guild, text);
}

/// A member wants a name taken off the entries. Whether there is anybody to be
/// told.
pub fn take_off(bot: &Arc<Bot>, guild: Option<GuildId>, name: &str) -> bool {
    let name = safe::literal(name);
    let text = format!(
        "**A member asks for a name to be taken off the entries** that it stands on at its owner's \
         wish: {name}\n`/faq-admin forget` does it."
    );
    tell_soon(bot, guild, text)
}

fn tell_soon(bot: &Arc<Bot>, guild: Option<GuildId>, text: String) -> bool {
    let channels = channels(bot, guild).into_iter();
    let message = Message::text(text);
    let news: Vec<_> = channels
        .map(|(guild, channel)| (guild, channel, message.clone()))
        .collect();
    let has_channel = !news.is_empty();
    if has_channel {
        let bot_too = Arc::clone(bot);
        let told = async move { tell(&bot_too, news).await };
        tokio::spawn(bot.tasks.track_future(told));
    }
    has_channel
}

/// The moderators' channel of a server; without one, of those who keep what direct
/// messages are answered from.
fn channels(bot: &Bot, guild: Option<GuildId>) -> Vec<(GuildId, ChannelId)> {
    let mut channels = bot.guilds.moderators_channels();
    channels.retain(|(other, _)| match guild {
        Some(guild) => guild == *other,
        None => bot.config.keeps_shared(other.get()),
    });
    channels
}

/// Posts in moderators' channels.
async fn tell(bot: &Bot, news: Vec<(GuildId, ChannelId, Message)>) {
    for (guild, channel, message) in &news {
        // Discord drops a message that it has seen with the same number.
        let nonce = guild.get() ^ Timestamp::now().as_nanosecond() as u64;
        if let Err(error) = bot.rest.post(*channel, message, None, nonce).await {
            report("tell the moderators", &error);
        }
    }
}

/// What there is to tell a server; `None` where all is well.
fn in_words(result: &Result<Option<Reloaded>, EngineError>, reader: &Reader) -> Option<String> {
    let reloaded = match result {
        Ok(reloaded) => reloaded.as_ref()?,
        // It will be read soon.
        Err(_) if is_behind(result) => return None,
        Err(error) => {
            let error = safe::literal(&error.to_string());
            return Some(format!(
                "**The FAQ cannot be read.** I go on with the last answers: {error}."
            ));
        }
    };
    let mut lines = Vec::new();
    let errors = reloaded.problems.iter();
    let errors: Vec<&Diagnostic> = errors
        .filter(|problem| problem.severity == Severity::Error && reader.sees(problem))
        .collect();
    if !errors.is_empty() {
        lines.push(
            "**There is an error in the FAQ files.** The last good answers of these files stay \
             until it is mended:"
                .to_owned(),
        );
        lines.extend(errors.iter().take(MAX_TOLD).map(|problem| line(problem)));
        lines.extend(more(errors.len()));
    }
    if reader.is_general() && !reloaded.golden.is_empty() {
        lines.push(
            "**There is an error in the golden set.** Its questions are not asked until it is \
             mended:"
                .to_owned(),
        );
        let faults = reloaded.golden.iter();
        lines.extend(faults.take(MAX_TOLD).map(line));
        lines.extend(more(reloaded.golden.len()));
    }
    let worse = reloaded.worse.as_ref();
    if let Some(worse) = worse.filter(|_| reader.is_general()) {
        lines.push(heading(worse, reloaded.held.is_empty()));
        let broken = worse.broken.iter().take(MAX_TOLD).map(|failure| {
            let question = safe::literal(&failure.question.ask);
            format!("- {question}: {}", failure.fault.label())
        });
        lines.extend(broken);
        lines.extend(more(worse.broken.len()));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
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

fn more(all: usize) -> Option<String> {
    let more = all.saturating_sub(MAX_TOLD);
    (more > 0).then(|| format!("- and {more} more; the log has them all"))
}
