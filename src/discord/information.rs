//! `/about`, `/privacy` and `/help`.

use crate::text::{Texts, fill};

use super::bot::Bot;
use super::commands::Name;
use super::message::{Embed, Message};

/// The colour of a page about the bot itself.
const PLAIN: u32 = 0x5B_67_70;

/// The page that a command shows.
pub fn page(bot: &Bot, name: Name, texts: &Texts) -> Message {
    let (title, description) = match name {
        Name::Privacy => {
            let days = bot.days.to_string();
            let text = fill(&texts.privacy.text, &[("days", &days)]);
            (&texts.privacy.title, text)
        }
        Name::About => (&texts.about.title, about(bot, texts)),
        _ => (&texts.help.title, texts.help.text.clone()),
    };
    Message {
        embed: Some(Embed {
            colour: PLAIN,
            title: title.clone(),
            description,
            ..Embed::default()
        }),
        ..Message::default()
    }
}

fn about(bot: &Bot, texts: &Texts) -> String {
    let content = bot.engine.content();
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
    text
}
