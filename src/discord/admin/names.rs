//! `/faq-admin forget`: a name comes off the entries that it stands on, as its owner
//! wishes.
//!
//! What a name is, and where it is looked for, is the business of the editor.

use std::sync::Arc;

use serenity::model::id::GuildId;

use crate::discord::bot::Bot;
use crate::discord::interactions::{Asked, How, deliver};
use crate::discord::message::Message;
use crate::discord::safe;
use crate::editor::{Author, Forgotten};

use super::pending::Work;
use super::{editing, refused, reload, show, today, with_trouble};

/// How many entries are named one by one.
const MAX_NAMED: usize = 20;

/// Shows where a name stands, and asks whether it is to come off.
pub async fn ask(bot: &Arc<Bot>, asked: Asked, author: Author, name: String) {
    let wanted = name.clone();
    let work = editing(bot, move |editor| Ok(editor.named(&wanted, &author)));
    let (bot_too, guild, seed) = (Arc::clone(bot), asked.guild, asked.id.get());
    let shown = async move {
        let entries = work.await?.unwrap_or_default();
        let Some(guild) = guild else {
            return Ok(Message::text(super::NOT_IN_A_SERVER).into());
        };
        let text = question(&name, &entries);
        let number = bot_too.pending.add(guild, seed, Work::Name(name));
        Ok(show::to_confirm("Take a name off?", &text, number).into())
    };
    deliver(bot, &asked, How::Private, None, shown).await;
}

/// Takes it off.
pub async fn forget(bot: &Arc<Bot>, asked: Asked, author: Author, name: String) {
    let work = editing(bot, move |editor| {
        editor.forget_name(&name, &author, today())
    });
    let (bot_too, guild) = (Arc::clone(bot), asked.guild);
    let shown = async move {
        Ok(match work.await? {
            Err(error) => Message::text(refused(&error)).into(),
            Ok(forgotten) => Message::text(told(bot_too, guild, forgotten).await).into(),
        })
    };
    deliver(bot, &asked, How::Update, None, shown).await;
}

fn question(name: &str, entries: &[String]) -> String {
    let name = safe::literal(name);
    if entries.is_empty() {
        return format!(
            "{name} stands on no entry that you can edit. It comes out of the history of edits, \
             if it is there."
        );
    }
    let listed = entries.iter().take(MAX_NAMED);
    let listed: Vec<String> = listed.map(|id| format!("`{id}`")).collect();
    let more = match entries.len().saturating_sub(MAX_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "{name} comes off {}{more}, and out of the history of edits. This cannot be undone.",
        listed.join(", ")
    )
}

async fn told(bot: Arc<Bot>, guild: Option<GuildId>, forgotten: Forgotten) -> String {
    let mut lines = Vec::new();
    lines.push(match &forgotten.applied {
        Some(_) => "The name is taken off.".to_owned(),
        None => "The name stood on no entry.".to_owned(),
    });
    lines.push(match forgotten.in_history {
        Some(0) => "The history of edits does not say it.".to_owned(),
        Some(_) => "The history of edits says it no more.".to_owned(),
        None => "The history of edits cannot be written now, and may say it still: please ask \
                 again later."
            .to_owned(),
    });
    if !forgotten.left.is_empty() {
        let left: Vec<String> = forgotten
            .left
            .iter()
            .map(|file| safe::literal(file))
            .collect();
        lines.push(format!(
            "It still stands among the sources of a whole file: take it out there, in {}.",
            left.join(", ")
        ));
    }
    if bot.editor.as_ref().is_some_and(|editor| editor.commits()) {
        lines.push(
            "Commits made before have it still: only who keeps the repository can rewrite them."
                .to_owned(),
        );
    }
    if let Some(applied) = forgotten.applied {
        lines.push(reload(Arc::clone(&bot), guild).await);
        lines.extend(with_trouble(&bot, applied.trouble).await);
    }
    lines.join(" ")
}
