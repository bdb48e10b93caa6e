//! The forms in which moderators write entries: opened, filled in, and opened again
//! with the same text where it was refused.
//!
//! What stands in a form is in [`super::draft_form`]; what becomes of it is shown
//! and confirmed in [`super`].

use std::sync::Arc;

use serenity::model::application::ModalInteraction;

use crate::content::edit::{Change, Draft};
use crate::discord::bot::Bot;
use crate::discord::custom_id::Action;
use crate::discord::interactions::{Asked, FIRST_RESPONSE, How, deliver, ready};
use crate::discord::message::{Button, Message, Row};
use crate::discord::rest::{FirstResponse, report};
use crate::editor::{Author, Editor, EditorError};

use super::pending::{Origin, Work};
use super::{
    NO_EDITOR, NOT_IN_A_SERVER, STALE, author, draft_form, editing, note, refused, show, take,
    today, waiting,
};

/// How many entries whose questions begin alike get an id by themselves: more are
/// not told apart by a number.
const MAX_ALIKE: usize = 50;

const TOO_LONG: &str = "A part of this entry is too long for a form of Discord (4,000 characters). Please edit it in \
     its file.";

/// Shows a form, and remembers what it is for.
pub async fn open_form(bot: &Arc<Bot>, asked: &Asked, work: Work, draft: &Draft) {
    let Some(guild) = asked.guild else {
        return note(bot, asked, NOT_IN_A_SERVER).await;
    };
    let title = match &work {
        Work::New(id, ..) => format!("New entry {id}"),
        Work::Edit(id, _) => format!("Edit {id}"),
        _ => return note(bot, asked, STALE).await,
    };
    let number = bot.pending.add(guild, asked.id.get(), work);
    let Some(form) = draft_form::form(&title, Action::Draft(number), draft) else {
        return note(bot, asked, TOO_LONG).await;
    };
    let end = (asked.received + FIRST_RESPONSE).into();
    let response = FirstResponse::Form(&form);
    let sent = bot.rest.respond(asked.id, &asked.token, response, end);
    if let Err(error) = sent.await {
        report("show a form", &error);
    }
}

/// A form was filled in.
pub async fn submitted(bot: &Arc<Bot>, asked: Asked, number: u64, modal: &ModalInteraction) {
    let author = match author(bot, &asked) {
        Ok(author) => author,
        Err(why) => return note(bot, &asked, why).await,
    };
    let draft = draft_form::draft(modal);
    let work = take(bot, &asked, number);
    let (change, file, version, origin) = match work.clone() {
        Some(Work::New(id, file, origin)) => {
            let draft = draft.clone();
            (Change::Add { id, draft }, file, None, origin)
        }
        Some(Work::Edit(id, version)) => {
            let draft = draft.clone();
            let change = Change::Edit { id, draft };
            (change, None, Some(version), Origin::default())
        }
        _ => {
            let message = show::typed(STALE, &draft_form::in_lines(Some(&draft)));
            deliver(bot, &asked, How::Private, None, ready(message)).await;
            return;
        }
    };
    let proposed = editing(bot, move |editor| {
        let propose =
            |change: Change| editor.propose(change, file.as_deref(), version, &author, today());
        match (propose(change.clone()), change) {
            (Err(EditorError::Taken(_)), Change::Add { id, draft }) => {
                let id = free_id(editor, &id, &author);
                propose(Change::Add { id, draft })
            }
            (proposed, _) => proposed,
        }
    });
    let (bot_too, asked_too) = (Arc::clone(bot), asked.clone());
    let shown = async move {
        Ok(match (proposed.await?, work) {
            (Ok(proposal), _) => waiting(&bot_too, &asked_too, proposal, origin).into(),
            (Err(error), Some(work)) => {
                kept(&bot_too, &asked_too, &refused(&error), work, draft).into()
            }
            (Err(error), None) => Message::text(refused(&error)).into(),
        })
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}

/// The form again, with the text that was refused.
pub async fn again(bot: &Arc<Bot>, asked: Asked, number: u64) {
    let author = match author(bot, &asked) {
        Ok(author) => author,
        Err(why) => return note(bot, &asked, why).await,
    };
    let Some(Work::Again(work, draft)) = super::known(bot, &asked, number) else {
        return note(bot, &asked, STALE).await;
    };
    let work = match *work {
        // Whoever was told that somebody was faster writes on what stands there now.
        Work::Edit(id, _) => {
            let found = editing(bot, move |editor| {
                let found = editor.find(&id, &author)?;
                Ok(Work::Edit(id, found.version))
            });
            match found.await {
                Ok(Ok(work)) => work,
                Ok(Err(error)) => return note(bot, &asked, &refused(&error)).await,
                Err(_) => return note(bot, &asked, NO_EDITOR).await,
            }
        }
        // Nobody can choose another id in the form.
        Work::New(id, file, origin) => {
            let found = editing(bot, move |editor| {
                let free = editor.check_new(&id, file.as_deref(), &author, today());
                let id = match free {
                    Err(EditorError::Taken(_)) => free_id(editor, &id, &author),
                    _ => id,
                };
                Ok(Work::New(id, file, origin))
            });
            match found.await {
                Ok(Ok(work)) => work,
                Ok(Err(error)) => return note(bot, &asked, &refused(&error)).await,
                Err(_) => return note(bot, &asked, NO_EDITOR).await,
            }
        }
        work => work,
    };
    open_form(bot, &asked, work, &draft).await;
}

/// This id, or the first of `id-2`, `id-3` … that no entry seen here has.
pub fn free_id(editor: &Editor, id: &str, author: &Author) -> String {
    let is_free = |id: &String| matches!(editor.find(id, author), Err(EditorError::Unknown(_)));
    let others = (2..=MAX_ALIKE).map(|number| format!("{id}-{number}"));
    let mut ids = std::iter::once(id.to_owned()).chain(others);
    ids.find(is_free).unwrap_or_else(|| id.to_owned())
}

/// Why a change was not made after all, with its text where somebody wrote one.
pub fn refused_change(
    bot: &Bot,
    asked: &Asked,
    error: &EditorError,
    (change, file, origin): (Change, String, Origin),
) -> Message {
    let why = match error {
        EditorError::Taken(id) => format!(
            "Nothing was changed: there is an entry `{id}` by now. Press Edit again, and yours gets \
             another id."
        ),
        error => refused(error),
    };
    match change {
        Change::Add { id, draft } => {
            kept(bot, asked, &why, Work::New(id, Some(file), origin), draft)
        }
        Change::Edit { id, draft } => kept(bot, asked, &why, Work::Edit(id, 0), draft),
        _ => Message::text(why),
    }
}

/// What went wrong, with the text that was typed: nobody has to write it twice.
fn kept(bot: &Bot, asked: &Asked, why: &str, work: Work, draft: Draft) -> Message {
    let mut message = show::typed(why, &draft_form::in_lines(Some(&draft)));
    if let Some(guild) = asked.guild {
        let work = Work::Again(Box::new(work), draft);
        let number = bot.pending.add(guild, asked.id.get(), work);
        let again = Button::primary("Edit again", Action::Again(number));
        message.rows = vec![Row::Buttons(vec![again])];
    }
    message
}
