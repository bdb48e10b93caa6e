//! What moderators do from chat: `/faq-admin`, its forms and its buttons.
//!
//! ```text
//! command -> form -> change -> proposal, shown with Confirm -> edit -> reload
//! ```
//!
//! Who may is asked at every step, from what Discord says at that moment. What an
//! edit does is the business of [`crate::editor`].

pub mod command;
mod draft_form;
mod export;
mod forms;
pub mod gaps;
mod names;
pub mod pending;
mod show;
mod tasks;
pub mod teach;

use std::sync::Arc;

use jiff::civil::Date;
use serenity::model::Permissions;
use serenity::model::id::{GuildId, RoleId, UserId};

use crate::content::edit::Change;
use crate::content::key::Key;
use crate::content::selection::Selection;
use crate::diagnostic::Diagnostic;
use crate::editor::{Applied, Author, Editor, EditorError, Proposal};
use crate::reload::is_behind;
use crate::store::Resolution;

use super::bot::{Bot, Trouble};
use super::interactions::{Asked, How, Shown, deliver, ready};
use super::message::Message;
use super::news::News;
use super::safe;

pub use forms::{again, submitted};
use pending::{Origin, Work};
pub use tasks::{digest, run};

/// How many edits the history shows.
const HISTORY: usize = 10;

const NOT_IN_A_SERVER: &str = "This works in a server only.";
pub(super) const NOT_A_MODERATOR: &str = "Only moderators of this server can do that: with the role that the bot's owner has named, or \
     with the right to manage the server.";
const NOT_HERE: &str = "The FAQ cannot be edited from this server. The bot's owner can allow it: put the server's id \
     into `guilds` of `[discord]` in `faqbot.toml`.";
const NO_EDITOR: &str = "The FAQ cannot be edited from chat at the moment, since its history cannot be kept. The log \
     says why.";
const STALE: &str = "I have forgotten this change, since I was restarted or it is long ago. Nothing was changed: \
     please begin again.";
const CONFIRMED: &str = "This was confirmed already.";

/// The moderator behind an interaction, and what they may edit; else why not.
pub fn author(bot: &Bot, asked: &Asked) -> Result<Author, &'static str> {
    let guild = asked.guild.ok_or(NOT_IN_A_SERVER)?;
    let (member, permissions) = (asked.member, asked.permissions);
    if !asked.is_member || !bot.guilds.edits(guild, member, &asked.roles, permissions) {
        return Err(NOT_A_MODERATOR);
    }
    allowed(bot, guild, asked.name.clone())
}

/// The moderator behind a message, of whom Discord tells the roles only.
pub fn author_of(
    bot: &Bot,
    guild: GuildId,
    member: UserId,
    name: String,
    roles: &[RoleId],
) -> Result<Author, &'static str> {
    if !bot.guilds.edits(guild, member, roles, Permissions::empty()) {
        return Err(NOT_A_MODERATOR);
    }
    allowed(bot, guild, name)
}

fn allowed(bot: &Bot, guild: GuildId, name: String) -> Result<Author, &'static str> {
    if bot.editor.is_none() {
        return Err(NO_EDITOR);
    }
    let scope = bot.folders_of(guild);
    if scope.places().is_empty() {
        return Err(NOT_HERE);
    }
    let own = bot.config.division.own.get(&guild.get());
    Ok(Author {
        name,
        guild: bot.config.is_divided().then(|| guild.get()),
        own: own.cloned().unwrap_or_else(Selection::nothing),
        scope,
        view: bot.config.view(Some(guild.get())).clone(),
    })
}

/// A change was confirmed.
pub async fn confirmed(bot: &Arc<Bot>, asked: Asked, number: u64) {
    let author = match author(bot, &asked) {
        Ok(author) => author,
        Err(why) => return note(bot, &asked, why).await,
    };
    let work = asked
        .guild
        .and_then(|guild| bot.pending.confirm(guild, number));
    let (proposal, origin) = match work {
        Some(Work::Change(proposal, origin)) => (proposal, origin),
        Some(Work::Name(name)) => return names::forget(bot, asked, author, name).await,
        Some(Work::Done) => return note(bot, &asked, CONFIRMED).await,
        _ => return note(bot, &asked, STALE).await,
    };
    let what = match &proposal.change {
        Change::Rename { id, to } => format!("`{id}` is now called `{to}`."),
        Change::Remove { id } => format!("`{id}` is removed."),
        change => format!("`{}` is changed.", change.id()),
    };
    let (bot_too, asked_too, guild) = (Arc::clone(bot), asked.clone(), asked.guild);
    let heard = asked.guild.map(|guild| heard(bot, guild));
    let heard = heard.unwrap_or_default();
    let change = proposal.change.clone();
    let form_of = (change, proposal.file.clone(), origin.clone());
    let work = editing(bot, move |editor| {
        let applied = editor.apply(&proposal, &author, today())?;
        // The edit is made, whatever becomes of this.
        for guild in heard {
            let store = editor.store();
            if let Err(error) = store.resolve(guild, &origin.missed, Resolution::Added) {
                tracing::warn!("an answered question stays in the list: {error}");
            }
        }
        Ok(applied)
    });
    let shown = async move {
        Ok(match work.await? {
            Ok(applied) => told(bot_too, guild, &what, applied).await.into(),
            Err(error) => forms::refused_change(&bot_too, &asked_too, &error, form_of).into(),
        })
    };
    deliver(bot, &asked, How::Update, None, shown).await;
}

/// A change was not confirmed.
pub async fn discarded(bot: &Arc<Bot>, asked: Asked, number: u64) {
    if let Err(why) = author(bot, &asked) {
        return note(bot, &asked, why).await;
    }
    if let Some(Work::Done) = known(bot, &asked, number) {
        return note(bot, &asked, CONFIRMED).await;
    }
    take(bot, &asked, number);
    let message = Message::text("Nothing was changed.");
    deliver(bot, &asked, How::Update, None, ready(message)).await;
}

/// The button that takes an edit back.
pub async fn undone(bot: &Arc<Bot>, asked: Asked, edit: u64) {
    match author(bot, &asked) {
        Ok(author) => undo(bot, asked, author, Some(edit)).await,
        Err(why) => note(bot, &asked, why).await,
    }
}

async fn undo(bot: &Arc<Bot>, asked: Asked, author: Author, edit: Option<u64>) {
    let work = editing(bot, move |editor| {
        let edit = match edit {
            Some(edit) => i64::try_from(edit).unwrap_or(i64::MAX),
            None => editor.last(&author)?,
        };
        let undone = editor.undo(edit, &author, today())?;
        let what = format!("`{}` is as it was before edit {edit}.", undone.entry);
        Ok((undone, what))
    });
    let bot_too = Arc::clone(bot);
    let guild = asked.guild;
    let shown = async move {
        Ok(match work.await? {
            Ok((undone, what)) => told(bot_too, guild, &what, undone).await.into(),
            Err(error) => Message::text(refused(&error)).into(),
        })
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}

/// A change as it is shown while it waits for its confirmation.
fn waiting(bot: &Bot, asked: &Asked, mut proposal: Proposal, origin: Origin) -> Message {
    let Some(guild) = asked.guild else {
        return Message::text(NOT_IN_A_SERVER);
    };
    // What is taught stays right: the golden set asks it from now on.
    proposal.golden = golden(bot, &proposal, &origin.question);
    let work = Work::Change(Box::new(proposal.clone()), origin);
    let number = bot.pending.add(guild, asked.id.get(), work);
    show::proposal(&proposal, is_shared(bot, guild, &proposal), number)
}

/// Whether a change is seen outside the server, though others are kept apart from it.
fn is_shared(bot: &Bot, guild: GuildId, proposal: &Proposal) -> bool {
    let own = bot.config.division.own.get(&guild.get());
    let is_own = own.is_some_and(|own| own.sees(&proposal.file));
    bot.config.is_divided() && !is_own
}

/// The question that the golden set asks from now on. It is about what all see: what
/// a server has for itself does not stand in it.
fn golden(bot: &Bot, proposal: &Proposal, question: &str) -> Option<String> {
    let is_for_all = bot.config.view(None).sees(&proposal.file);
    (is_for_all && !question.is_empty()).then(|| question.to_owned())
}

/// The servers whose questions a moderator works through: direct messages count to
/// those who keep what all see.
fn heard(bot: &Bot, guild: GuildId) -> Vec<Option<u64>> {
    let direct = bot.config.keeps_shared(guild.get()).then_some(None);
    [Some(guild.get())].into_iter().chain(direct).collect()
}

/// What a moderator has under way, if it is still known.
fn known(bot: &Bot, asked: &Asked, number: u64) -> Option<Work> {
    bot.pending.get(asked.guild?, number)
}

/// The same, and forgets it.
fn take(bot: &Bot, asked: &Asked, number: u64) -> Option<Work> {
    bot.pending.take(asked.guild?, number)
}

/// Says what became of an edit, after members see it.
async fn told(bot: Arc<Bot>, guild: Option<GuildId>, what: &str, applied: Applied) -> Message {
    let mut lines = vec![what.to_owned(), reload(Arc::clone(&bot), guild).await];
    lines.extend(with_trouble(&bot, applied.trouble).await);
    show::done(&lines.join(" "), applied.edit)
}

/// Pushes what is committed, last, since another machine may be slow; and what went
/// wrong after the files were written.
async fn with_trouble(bot: &Arc<Bot>, trouble: Option<String>) -> Option<String> {
    let pushed = editing(bot, |editor| Ok(editor.push())).await;
    let trouble = trouble.or(pushed.ok().and_then(Result::ok).flatten())?;
    let trouble = safe::literal(&trouble);
    Some(format!("The file is written, but {trouble}."))
}

/// Takes up what stands in the files; in words for moderators of this server.
async fn reload(bot: Arc<Bot>, guild: Option<GuildId>) -> String {
    let reloader = Arc::clone(&bot.reloader);
    let reloaded = tokio::task::spawn_blocking(move || reloader.reload()).await;
    let result = match reloaded {
        Ok(result) => result,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    };
    // Told as any other reload: each server hears of what it sees.
    News::new(Arc::clone(&bot)).reloaded(&result);
    let view = bot.config.view(guild.map(GuildId::get));
    match &result {
        Ok(Some(reloaded)) if reloaded.held.contains(view) => {
            "Members still get the answers from before: with this, the answers to the golden set \
             are not good enough."
                .into()
        }
        _ if is_behind(&result) => {
            "Members see it as soon as another process has written the index; if that takes long, \
             see `/faq-admin reload`."
                .into()
        }
        Ok(_) => {
            // Whoever watches the folder may have been faster: the files say it.
            let scope = guild.map_or_else(Selection::nothing, |guild| bot.folders_of(guild));
            let problems = {
                let view = view.clone();
                editing(&bot, move |editor| Ok(editor.check(&view, &scope, today())))
            };
            let problems = problems.await.ok().and_then(Result::ok).unwrap_or_default();
            if problems.iter().any(Diagnostic::is_error) {
                "There are errors in the files: of a file with one, members get the last good \
                 answers. See `/faq-admin check`."
                    .into()
            } else if problems.is_empty() {
                "Members see it now.".into()
            } else {
                "Members see it now. There are problems in the files: see `/faq-admin check`."
                    .into()
            }
        }
        Err(error) => {
            let error = safe::literal(&error.to_string());
            format!("Members still get the answers from before: {error}.")
        }
    }
}

/// The id of an entry that was picked from the list or typed.
async fn id_of(bot: &Bot, guild: Option<GuildId>, entry: String) -> String {
    let Ok(key) = entry.parse::<Key>() else {
        return entry;
    };
    let found = bot.blocking(guild, move |engine| engine.by_key(&key)).await;
    let found = found.ok().flatten();
    found.map_or(entry, |answer| answer.passage.id)
}

type Edited<T> = Result<Result<T, EditorError>, Trouble>;

/// Runs something that reads or writes the files.
fn editing<T, W>(bot: &Arc<Bot>, work: W) -> impl Future<Output = Edited<T>> + Send + use<T, W>
where
    T: Send + 'static,
    W: FnOnce(&Editor) -> Result<T, EditorError> + Send + 'static,
{
    let editor = bot.editor.clone();
    async move {
        let Some(editor) = editor else {
            return Err(Trouble::NoEditor);
        };
        match tokio::task::spawn_blocking(move || work(&editor)).await {
            Ok(result) => Ok(result),
            // A panic is the business of whoever guards the handler.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

fn said<T>(result: Result<T, EditorError>, show: impl FnOnce(T) -> Message) -> Shown {
    match result {
        Ok(value) => show(value).into(),
        Err(error) => Message::text(refused(&error)).into(),
    }
}

fn refused(error: &EditorError) -> String {
    format!(
        "Nothing was changed: {}.",
        safe::literal(&error.to_string())
    )
}

/// A line for the member alone.
async fn note(bot: &Arc<Bot>, asked: &Asked, text: &str) {
    deliver(bot, asked, How::Private, None, ready(Message::text(text))).await;
}

/// The date in UTC: a review is due on a day, not at an hour.
fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}
