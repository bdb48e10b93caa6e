//! What moderators are told without having asked, in the channel that the owner
//! named for it.
//!
//! When there is something to tell is known elsewhere; nothing of a member's is
//! told here.

use std::sync::Arc;

use jiff::Timestamp;
use serenity::model::id::{ChannelId, GuildId};
use tokio::runtime::Handle;

use crate::content::selection::Selection;
use crate::diagnostic::{Diagnostic, Severity};
use crate::engine::EngineError;
use crate::reload::{Reloaded, Worse};

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
    let worse = reloaded.worse.as_ref();
    if let Some(worse) = worse.filter(|_| reader.is_general()) {
        lines.push(heading(worse, reloaded.is_live));
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
        "These questions went right before:"
    } else {
        "Members get the answers from before until it is mended. These questions went right before:"
    };
    format!("**The last change made the answers worse** ({below}; the floor is {floor}%). {what}")
}

fn more(all: usize) -> Option<String> {
    let more = all.saturating_sub(MAX_TOLD);
    (more > 0).then(|| format!("- and {more} more; the log has them all"))
}
