//! What members asked for in vain and what they suggest, one at a time, with what
//! can be done about it.
//!
//! Which questions are alike is known by the engine; what is kept of them, and for
//! how long, by the store.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::ToSpan;
use serenity::model::id::GuildId;

use crate::discord::bot::{Bot, Trouble};
use crate::discord::custom_id::Action;
use crate::discord::interactions::{Asked, How, deliver};
use crate::discord::message::{Button, Message, Row};
use crate::discord::safe;
use crate::store::Resolution;

use super::pending::{Origin, Work};
use super::teach::{menu, without_entry};
use super::{NOT_IN_A_SERVER, STALE, author, editing, heard, known, note, take, today};

/// How many ways in which a question was asked are shown.
const SHOWN: usize = 5;

/// How much of a suggested answer is shown, in UTF-16 units; all of it stands in the
/// form.
const ANSWER: usize = 800;

/// "Later" is after this many days.
const LATER: i64 = 30;

const PUT_OFF: &str = "Put off: it comes back in 30 days.";
const NOT_AGAIN: &str = "Not for the FAQ: not shown again.";
const NOTHING_LEFT: &str = "Nothing is left on the list.";
const NOTHING: &str = "Nothing is open: members found what they asked for.";

/// What is done with a question that gets no entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It never comes back.
    NotForFaq,
    /// It comes back after a while.
    Later,
}

/// One thing that wants to be done.
struct Open {
    heading: String,
    ways: Vec<String>,
    origin: Origin,
}

/// Shows what is open at this place of the list, from 0.
pub async fn show(bot: &Arc<Bot>, asked: Asked, place: usize, how: How) {
    show_after(bot, asked, place, how, None).await;
}

/// The same, below what was done before.
async fn show_after(
    bot: &Arc<Bot>,
    asked: Asked,
    place: usize,
    how: How,
    done: Option<&'static str>,
) {
    let guild = match (author(bot, &asked), asked.guild) {
        (Ok(_), Some(guild)) => guild,
        (Err(why), _) => return note(bot, &asked, why).await,
        (_, None) => return note(bot, &asked, NOT_IN_A_SERVER).await,
    };
    let (bot_too, seed) = (Arc::clone(bot), asked.id.get());
    let work = async move {
        let open = open(&bot_too, guild).await?;
        // Whoever works through the list takes things out of it.
        let place = if place < open.len() { place } else { 0 };
        let mut page = page(&bot_too, guild, seed, &open, place).await;
        if let Some(done) = done {
            let below = if open.is_empty() {
                NOTHING_LEFT
            } else {
                &page.content
            };
            page.content = format!("{done}\n{below}");
        }
        Ok(page.into())
    };
    deliver(bot, &asked, how, None, work).await;
}

/// A question gets no entry.
pub async fn resolve(bot: &Arc<Bot>, asked: Asked, number: u64, answer: Answer) {
    if let Err(why) = author(bot, &asked) {
        return note(bot, &asked, why).await;
    }
    let Some(Work::Question(origin)) = known(bot, &asked, number) else {
        return note(bot, &asked, STALE).await;
    };
    let (resolution, done) = match answer {
        Answer::NotForFaq => (Resolution::NotForFaq, NOT_AGAIN),
        Answer::Later => {
            let day = today().saturating_add(LATER.days());
            (Resolution::Later(day), PUT_OFF)
        }
    };
    let place = origin.place;
    let guilds = asked.guild.map(|guild| heard(bot, guild));
    let resolved = editing(bot, move |editor| {
        for guild in guilds.unwrap_or_default() {
            let store = editor.store();
            store.resolve(guild, &origin.missed, resolution)?;
        }
        Ok(())
    });
    match resolved.await {
        Ok(Ok(())) => {
            // Only now: what cannot be written can be tried again.
            take(bot, &asked, number);
            show_after(bot, asked, place, How::Update, Some(done)).await;
        }
        Ok(Err(error)) => note(bot, &asked, &safe::literal(&error.to_string())).await,
        Err(_) => note(bot, &asked, super::NO_EDITOR).await,
    }
}

/// All that is open: what members suggest, then what they asked for in vain, the
/// most asked first.
async fn open(bot: &Arc<Bot>, guild: GuildId) -> Result<Vec<Open>, Trouble> {
    let guilds = heard(bot, guild);
    let read = editing(bot, move |editor| {
        let store = editor.store();
        // What was asked a moment ago is in the list too.
        store.recorder().flush();
        let (mut suggestions, mut missed) = (Vec::new(), Vec::new());
        for guild in guilds {
            suggestions.extend(store.suggestions(guild, today())?);
            missed.extend(store.missed(guild, today())?);
        }
        Ok((suggestions, missed))
    });
    let (suggestions, missed) = match read.await? {
        Ok(read) => read,
        Err(error) => {
            tracing::warn!("cannot read what is open: {error}");
            return Err(Trouble::NoEditor);
        }
    };
    let mut open: Vec<Open> = suggestions
        .into_iter()
        .map(|suggestion| Open {
            heading: match &suggestion.name {
                Some(name) => format!("Suggested by {}", safe::literal(name)),
                None => "Suggested by a member".to_owned(),
            },
            ways: vec![suggestion.question.clone()],
            origin: Origin {
                question: suggestion.question,
                answer: suggestion.answer.unwrap_or_default(),
                name: suggestion.name,
                missed: vec![suggestion.id],
                place: 0,
            },
        })
        .collect();
    let mut asked: HashMap<String, Vec<i64>> = HashMap::new();
    for question in missed {
        asked.entry(question.text).or_default().push(question.id);
    }
    let mut asked: Vec<(String, Vec<i64>)> = asked.into_iter().collect();
    asked.sort();
    let grouped = bot.blocking(Some(guild), move |engine| {
        let questions: Vec<(&str, usize)> = asked
            .iter()
            .map(|(text, ids)| (text.as_str(), ids.len()))
            .collect();
        let gaps = engine.gaps(&questions)?.into_iter();
        Ok(gaps
            .map(|gap| {
                let members = gap.questions.iter().map(|&number| &asked[number]);
                Open {
                    heading: match gap.asked {
                        1 => "Asked once".to_owned(),
                        times => format!("Asked {times} times"),
                    },
                    ways: members
                        .clone()
                        .take(SHOWN)
                        .map(|(text, _)| text.clone())
                        .collect(),
                    origin: Origin {
                        question: asked[gap.questions[0]].0.clone(),
                        answer: String::new(),
                        name: None,
                        missed: members.flat_map(|(_, ids)| ids).copied().collect(),
                        place: 0,
                    },
                }
            })
            .collect::<Vec<Open>>())
    });
    open.extend(grouped.await?);
    Ok(open)
}

async fn page(bot: &Bot, guild: GuildId, seed: u64, open: &[Open], place: usize) -> Message {
    let Some(shown) = open.get(place) else {
        return Message::text(NOTHING);
    };
    let origin = Origin {
        place,
        ..shown.origin.clone()
    };
    let choice = menu(bot, guild, seed, origin).await;
    let number = choice.number;
    let ways = shown.ways.iter();
    let mut lines: Vec<String> = ways
        .map(|way| format!("> {}", safe::literal(way)))
        .collect();
    lines.insert(
        0,
        format!("**{}** ({} of {})", shown.heading, place + 1, open.len()),
    );
    let answer = &shown.origin.answer;
    if !answer.is_empty() {
        let answer = safe::shortened(answer, ANSWER);
        lines.push(format!("with the answer\n> {answer}"));
    }
    let mut buttons = vec![Button::primary("Write an entry", Action::Write(number))];
    buttons.extend(without_entry(number));
    if open.len() > 1 {
        let next = (place + 1) % open.len();
        buttons.push(Button::secondary("Next", Action::Gaps(next)));
    }
    Message {
        content: lines.join("\n"),
        rows: vec![Row::Menu(choice.menu), Row::Buttons(buttons)],
        ..Message::default()
    }
}
