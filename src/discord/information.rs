//! `/about`, `/privacy` and `/help`.

use std::sync::Arc;

use serenity::model::id::GuildId;

use crate::text::{Texts, fill};

use super::bot::{Bot, Trouble};
use super::commands::Name;
use super::interactions::Shown;
use super::message::{Embed, Message};

/// The colour of a page about the bot itself.
const PLAIN: u32 = 0x5B_67_70;

/// The page that a command shows.
///
/// # Errors
/// When the index can no longer be read.
pub async fn page(
    bot: Arc<Bot>,
    guild: Option<GuildId>,
    name: Name,
    texts: &'static Texts,
) -> Result<Shown, Trouble> {
    let (title, description) = match name {
        Name::Privacy => {
            let days = bot.kept.days.to_string();
            let grace = bot.kept.grace_days.to_string();
            let values = [("days", &*days), ("grace", &*grace)];
            let text = fill(&texts.privacy.text, &values);
            (&texts.privacy.title, text)
        }
        Name::About => (&texts.about.title, about(&bot, guild, texts).await?),
        _ => (&texts.help.title, texts.help.text.clone()),
    };
    let message = Message {
        embed: Some(Embed {
            colour: PLAIN,
            title: title.clone(),
            description,
            ..Embed::default()
        }),
        ..Message::default()
    };
    Ok(message.into())
}

async fn about(bot: &Bot, guild: Option<GuildId>, texts: &Texts) -> Result<String, Trouble> {
    let content = bot.blocking(guild, |engine| engine.content()).await?;
    let (entries, sections) = (content.entries.to_string(), content.sections.to_string());
    let mut text = fill(
        &texts.about.text,
        &[
            ("entries", &entries),
            ("sections", &sections),
            ("version", &content.version),
        ],
    );
    if let Some(website) = &bot.config.website {
        text.push_str("\n\n");
        text.push_str(&fill(&texts.about.links, &[("url", website)]));
    }
    Ok(text)
}
