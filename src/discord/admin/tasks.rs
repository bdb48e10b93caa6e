//! The subcommands of `/faq-admin`, one by one.

use std::sync::Arc;

use serenity::model::application::CommandInteraction;
use serenity::model::id::GuildId;

use crate::answer::outcome::Outcome;
use crate::content::edit::{Change, Draft};
use crate::discord::bot::{Bot, Trouble};
use crate::discord::interactions::{Asked, How, Shown, deliver};
use crate::discord::message::{Attachment, Message};
use crate::discord::present::{Audience, View};
use crate::discord::safe;
use crate::editor::{Author, EditorError};
use crate::report::{FaqReport, Sources};

use super::command::Task;
use super::export::{MAX_BYTES, archive};
use super::forms::open_form;
use super::pending::{Origin, Work};
use super::{
    HISTORY, NO_EDITOR, author, editing, gaps, id_of, names, note, refused, reload, said, show,
    today, undo, waiting,
};

/// How much is said of files that cannot be read, in characters.
const MAX_MISSING: usize = 500;

/// Stands below the figures of the week.
const WHOLE_REPORT: &str = "The page has all of it: by week and by entry, what nobody asked for, what \
     is alike, what is due for review, and links that lead nowhere.";

/// Does what `/faq-admin` asks for.
pub async fn run(bot: &Arc<Bot>, asked: Asked, command: &CommandInteraction) {
    let author = match author(bot, &asked) {
        Ok(author) => author,
        Err(why) => return note(bot, &asked, why).await,
    };
    let Some(task) = Task::of(&command.data.options) else {
        return note(bot, &asked, &asked.texts.note.unknown_button).await;
    };
    match task {
        Task::Add(id, file) => add(bot, asked, author, id, file).await,
        Task::Edit(entry) => edit(bot, asked, author, entry).await,
        Task::Remove(entry) => {
            let change = |id| Change::Remove { id };
            propose_for(bot, asked, author, entry, change).await;
        }
        Task::Rename(entry, to) => {
            let change = |id| Change::Rename { id, to };
            propose_for(bot, asked, author, entry, change).await;
        }
        Task::Alternates(entry, add, remove) => {
            alternates(bot, asked, author, entry, add, remove).await;
        }
        Task::Preview(entry) => preview(bot, asked, entry).await,
        Task::History(entry) => history(bot, asked, author, entry).await,
        Task::Undo(edit) => undo(bot, asked, author, edit).await,
        Task::Check => {
            let work = editing(bot, move |editor| {
                Ok(editor.check(&author.view, &author.scope, today()))
            });
            let shown = async move {
                let found = work.await?;
                Ok(said(found, |found| show::checked(&found)))
            };
            deliver(bot, &asked, How::Private, None, shown).await;
        }
        Task::Gaps => gaps::show(bot, asked, 0, How::Private).await,
        Task::Stats => stats(bot, asked).await,
        Task::Forget(name) => names::ask(bot, asked, author, name).await,
        Task::Export => export(bot, asked, author).await,
        Task::Reload => {
            let work = reload(Arc::clone(bot), asked.guild);
            let shown = async move { Ok(Message::text(work.await).into()) };
            deliver(bot, &asked, How::Private, None, shown).await;
        }
    }
}

async fn add(bot: &Arc<Bot>, asked: Asked, author: Author, id: String, file: Option<String>) {
    let (wanted, place) = (id.clone(), file.clone());
    // Nobody should write a text for an id that cannot be.
    let checked = editing(bot, move |editor| {
        editor.check_new(&wanted, place.as_deref(), &author, today())
    });
    match checked.await {
        Ok(Ok(())) => {
            let work = Work::New(id, file, Origin::default());
            open_form(bot, &asked, work, &Draft::default()).await;
        }
        Ok(Err(error)) => note(bot, &asked, &refused(&error)).await,
        Err(_) => note(bot, &asked, NO_EDITOR).await,
    }
}

async fn edit(bot: &Arc<Bot>, asked: Asked, author: Author, entry: String) {
    let id = id_of(bot, asked.guild, entry).await;
    let named = id.clone();
    let found = editing(bot, move |editor| editor.find(&named, &author));
    match found.await {
        Ok(Ok(found)) => {
            let work = Work::Edit(id, found.version);
            open_form(bot, &asked, work, &found.draft).await;
        }
        Ok(Err(error)) => note(bot, &asked, &refused(&error)).await,
        Err(_) => note(bot, &asked, NO_EDITOR).await,
    }
}

async fn alternates(
    bot: &Arc<Bot>,
    asked: Asked,
    author: Author,
    entry: String,
    add: Option<String>,
    remove: Option<String>,
) {
    match (add, remove) {
        (Some(question), _) => {
            let change = |id| Change::AddAlternate { id, question };
            propose_for(bot, asked, author, entry, change).await;
        }
        (None, Some(question)) => {
            let change = |id| Change::RemoveAlternate { id, question };
            propose_for(bot, asked, author, entry, change).await;
        }
        (None, None) => {
            let id = id_of(bot, asked.guild, entry).await;
            let work = editing(bot, move |editor| editor.find(&id, &author));
            let shown = async move {
                Ok(said(work.await?, |found| {
                    let lines = found.draft.alternates.iter();
                    let lines: Vec<String> = lines
                        .map(|line| format!("- {}", safe::literal(line)))
                        .collect();
                    let question = safe::literal(&found.draft.question);
                    Message::text(format!("**{question}**\n{}", lines.join("\n")))
                }))
            };
            deliver(bot, &asked, How::Private, None, shown).await;
        }
    }
}

async fn preview(bot: &Arc<Bot>, asked: Asked, entry: String) {
    let id = id_of(bot, asked.guild, entry).await;
    let (bot_too, texts, guild) = (Arc::clone(bot), asked.public_texts, asked.guild);
    let shown = async move {
        let named = id.clone();
        let answer = bot_too
            .blocking(guild, move |engine| engine.show(&named))
            .await?;
        let Some(answer) = answer else {
            let id = safe::literal(&id);
            return Ok(Message::text(format!("Members of this server see no entry {id}.")).into());
        };
        let view = View {
            texts,
            audience: Audience::Reader,
            question: None,
            ask_people: None,
        };
        Ok(Shown::of(Outcome::Answer(Box::new(answer)), &view))
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}

async fn history(bot: &Arc<Bot>, asked: Asked, author: Author, entry: Option<String>) {
    let entry = match entry {
        Some(entry) => Some(id_of(bot, asked.guild, entry).await),
        None => None,
    };
    let wanted = entry.clone();
    let work = editing(bot, move |editor| {
        editor.history(wanted.as_deref(), &author, HISTORY)
    });
    let shown = async move {
        Ok(said(work.await?, |edits| {
            show::history(&edits, entry.as_deref())
        }))
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}

/// The files that the moderator may edit, as an archive.
async fn export(bot: &Arc<Bot>, asked: Asked, author: Author) {
    let work = editing(bot, move |editor| {
        let exported = editor.export(&author.scope);
        let archived = archive(&exported.files).map_err(|error| EditorError::Disk {
            path: "faq.zip".to_owned(),
            error,
        })?;
        Ok((archived, exported.missing))
    });
    let shown = async move {
        Ok(said(work.await?, |(bytes, missing)| {
            if bytes.len() > MAX_BYTES {
                return Message::text("The files are too large for a message.");
            }
            Message {
                file: Some(Attachment {
                    name: "faq.zip".to_owned(),
                    bytes,
                }),
                ..Message::text(match missing.as_slice() {
                    [] => "The files of the FAQ.".to_owned(),
                    missing => format!(
                        "The files of the FAQ, without those that cannot be read: {}",
                        safe::shortened(&missing.join(", "), MAX_MISSING)
                    ),
                })
            }
        }))
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}

/// How the FAQ does: the week in a few lines, and the whole report as a page.
async fn stats(bot: &Arc<Bot>, asked: Asked) {
    let work = report(bot, asked.guild);
    let shown = async move {
        let report = work.await?;
        let text = format!("{}\n{WHOLE_REPORT}", in_short(&report));
        let page = Attachment {
            name: "faq-report.html".to_owned(),
            bytes: report.to_html().into_bytes(),
        };
        Ok(Message {
            file: Some(page).filter(|page| page.bytes.len() <= MAX_BYTES),
            ..Message::text(text)
        }
        .into())
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}

/// The week before, what members did not find, and what wants to be looked at, of
/// the part of the FAQ that a server sees.
pub async fn digest(bot: &Arc<Bot>, guild: GuildId) -> Result<String, Trouble> {
    Ok(in_short(&report(bot, Some(guild)).await?))
}

/// Questions of members stand in it.
fn in_short(report: &FaqReport) -> String {
    lines_literal(&report.digest())
}

fn report(
    bot: &Arc<Bot>,
    guild: Option<GuildId>,
) -> impl Future<Output = Result<FaqReport, Trouble>> + Send + use<> {
    let (editor, engine) = (bot.editor.clone(), bot.engine_of(guild));
    let view = bot.config.view(guild.map(GuildId::get)).clone();
    async move {
        let Some(editor) = editor else {
            return Err(Trouble::NoEditor);
        };
        let made = tokio::task::spawn_blocking(move || {
            FaqReport::new(&Sources {
                engine: &engine,
                library: &editor.library(&view, today()),
                store: Some(editor.store()),
                guild: guild.map(GuildId::get),
                today: today(),
            })
        });
        match made.await {
            Ok(report) => Ok(report?),
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }
}

/// A text as it is, line by line.
fn lines_literal(text: &str) -> String {
    let lines = text.lines().map(|line| match line.strip_prefix("- ") {
        Some(item) => format!("- {}", safe::literal(item)),
        None => safe::literal(line),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Proposes a change of the entry that was named.
async fn propose_for(
    bot: &Arc<Bot>,
    asked: Asked,
    author: Author,
    entry: String,
    change: impl FnOnce(String) -> Change,
) {
    let change = change(id_of(bot, asked.guild, entry).await);
    let work = editing(bot, move |editor| {
        let version = Some(editor.find(change.id(), &author)?.version);
        editor.propose(change, None, version, &author, today())
    });
    let (bot_too, asked_too) = (Arc::clone(bot), asked.clone());
    let shown = async move {
        Ok(said(work.await?, |proposal| {
            waiting(&bot_too, &asked_too, proposal, Origin::default())
        }))
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}
