//! `/topics`: all entries and sections, by file, a page at a time.
//!
//! A list is one message that is turned like a page; the answers come from
//! `components`.

use std::sync::Arc;

use serenity::model::id::GuildId;

use crate::engine::{Engine, Topic};
use crate::text::{Texts, fill};

use super::bot::{Bot, Trouble};
use super::custom_id::Action;
use super::interactions::Shown;
use super::message::{Button, Menu, Message, Row, limits};

/// The list of files, or of all topics where there is only one file.
pub async fn files(
    bot: Arc<Bot>,
    guild: Option<GuildId>,
    texts: &'static Texts,
    page: usize,
) -> Result<Shown, Trouble> {
    let topics = bot.blocking(guild, Engine::topics).await?;
    let files = by_file(&topics);
    if let [only] = files[..] {
        return Ok(list(only, 0, texts, page).into());
    }
    let options = files.iter().enumerate();
    let options: Vec<_> = options
        .map(|(number, file)| {
            let title = format!("{} ({})", title(file), file.len());
            (title, number.to_string())
        })
        .collect();
    let pages = Pages::of(options.len(), page);
    let mut message = paged(&options, &pages, texts, Action::Files);
    if let Some(Row::Menu(menu)) = message.rows.first_mut() {
        menu.action = Action::File;
        menu.placeholder.clone_from(&texts.menu.files);
    }
    Ok(message.into())
}

/// The topics of the file with this number.
pub async fn entries(
    bot: Arc<Bot>,
    guild: Option<GuildId>,
    texts: &'static Texts,
    file: usize,
    page: usize,
) -> Result<Shown, Trouble> {
    let topics = bot.blocking(guild, Engine::topics).await?;
    let files = by_file(&topics);
    Ok(match files.get(file) {
        Some(found) => {
            let mut message = list(found, file, texts, page);
            if files.len() > 1 {
                let back =
                    Button::secondary(&texts.menu.files, Action::Files(file / limits::OPTIONS));
                match message.rows.last_mut() {
                    Some(Row::Buttons(buttons)) => buttons.push(back),
                    _ => message.rows.push(Row::Buttons(vec![back])),
                }
            }
            message.into()
        }
        // The files changed since the menu was made.
        None => Message::text(&texts.note.gone).into(),
    })
}

/// The topics of each file; never an empty one.
fn by_file(topics: &[Topic]) -> Vec<&[Topic]> {
    topics.chunk_by(|a, b| a.file == b.file).collect()
}

/// The title of the file that these topics stand in.
fn title(file: &[Topic]) -> &str {
    let first = file.first();
    let title = first.map(|topic| topic.context.first().unwrap_or(&topic.file));
    title.map_or("", String::as_str)
}

fn list(file: &[Topic], number: usize, texts: &Texts, page: usize) -> Message {
    let options: Vec<_> = file
        .iter()
        .map(|topic| (topic.title.clone(), topic.key().to_string()))
        .collect();
    let pages = Pages::of(options.len(), page);
    let mut message = paged(&options, &pages, texts, |page| Action::Topics(number, page));
    let title = super::safe::literal(title(file));
    message.content = format!("**{title}**\n{}", message.content)
        .trim_end()
        .to_owned();
    message
}

/// Where a page stands among the others.
struct Pages {
    page: usize,
    count: usize,
}

impl Pages {
    /// A page that there is, whatever was asked for.
    fn of(options: usize, page: usize) -> Self {
        let count = options.div_ceil(limits::OPTIONS).max(1);
        Pages {
            page: page.min(count - 1),
            count,
        }
    }
}

/// One page of a menu, with buttons to turn it where there are more.
fn paged(
    options: &[(String, String)],
    pages: &Pages,
    texts: &Texts,
    turn: impl Fn(usize) -> Action,
) -> Message {
    if options.is_empty() {
        return Message::text(&texts.note.no_topics);
    }
    let &Pages { page, count } = pages;
    let shown = options
        .chunks(limits::OPTIONS)
        .nth(page)
        .unwrap_or_default();
    let mut rows = vec![Row::Menu(Menu {
        action: Action::Entries,
        placeholder: texts.menu.topics.clone(),
        options: shown.to_vec(),
    })];
    let mut buttons = Vec::new();
    if page > 0 {
        buttons.push(Button::secondary(&texts.button.previous, turn(page - 1)));
    }
    if page + 1 < count {
        buttons.push(Button::secondary(&texts.button.next, turn(page + 1)));
    }
    let mut content = String::new();
    if !buttons.is_empty() {
        rows.push(Row::Buttons(buttons));
        let numbers = [
            ("page", (page + 1).to_string()),
            ("pages", count.to_string()),
        ];
        let numbers = numbers
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        content = fill(&texts.note.page, &numbers);
    }
    Message {
        file: None,
        content,
        embed: None,
        rows,
    }
}
