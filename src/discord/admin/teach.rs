//! Teaching the FAQ from a talk: a member's question becomes a way of asking for an
//! entry, a good answer becomes an entry.
//!
//! What is taken from a message is redacted first: names, addresses and numbers of
//! members do not belong into the files.

use std::sync::Arc;

use serenity::model::channel::Message as Posted;
use serenity::model::id::GuildId;

use crate::content::edit::{Change, Draft};
use crate::content::entry::SourceRef;
use crate::content::key::Key;
use crate::content::slug::slug_of;
use crate::discord::bot::Bot;
use crate::discord::custom_id::Action;
use crate::discord::interactions::{Asked, How, deliver};
use crate::discord::message::{Button, Menu, Message, Row, limits};
use crate::discord::{questions, safe};
use crate::editor::{Author, EditorError};
use crate::engine::Topic;
use crate::store::redact::{redact, redact_answer};

use super::forms::{free_id, open_form};
use super::pending::{Origin, Work};
use super::{NOT_HERE, NOT_IN_A_SERVER, STALE, author, editing, known, note, refused, show, today};

/// How many words of a question make the id of its entry.
const WORDS_OF_ID: usize = 6;

/// How much of a question is taken from a message, in characters: what an entry
/// may have.
const QUESTION: usize = 300;

const URGENT: &str = "This message may report an emergency. It is not for the FAQ: please see that the member gets \
     help.";
const NO_WORDS: &str = "There is no question in this message.";
const UNREADABLE: &str = "Discord does not show me that message, since it does not mention me. Please use `Teach the \
     FAQ` in its menu instead.";

/// Makes a member's message a way of asking: offers the entries that may be meant.
pub async fn teach(bot: &Arc<Bot>, asked: Asked, message: &Posted) {
    if let Err(why) = author(bot, &asked) {
        return note(bot, &asked, why).await;
    }
    let question = match question_in(bot, asked.guild, &message.content) {
        Ok(question) => question,
        Err(why) => return note(bot, &asked, why).await,
    };
    let Some(guild) = asked.guild else {
        return note(bot, &asked, NOT_IN_A_SERVER).await;
    };
    let origin = Origin {
        question,
        ..Origin::default()
    };
    let (bot_too, seed) = (Arc::clone(bot), asked.id.get());
    let work = async move { Ok(offer(&bot_too, guild, seed, origin).await.into()) };
    deliver(bot, &asked, How::Private, None, work).await;
}

/// The question in a message, redacted; else why there is none.
fn question_in(bot: &Bot, guild: Option<GuildId>, content: &str) -> Result<String, &'static str> {
    let words = safe::words(content);
    if bot.engine_of(guild).urgent(&words).is_some() {
        return Err(URGENT);
    }
    let question = redact(&words);
    let question: String = question.split_whitespace().collect::<Vec<_>>().join(" ");
    if question.chars().any(char::is_alphanumeric) {
        Ok(question.chars().take(QUESTION).collect())
    } else {
        Err(NO_WORDS)
    }
}

/// What can be done with an open question that gets no entry.
pub fn without_entry(number: u64) -> [Button; 2] {
    [
        Button::secondary("Not for the FAQ", Action::NotForFaq(number)),
        Button::secondary("Later", Action::Later(number)),
    ]
}

/// A menu of the entries that may answer a question, and what else can be done.
async fn offer(bot: &Bot, guild: GuildId, seed: u64, origin: Origin) -> Message {
    let question = safe::literal(&origin.question);
    let is_open = !origin.missed.is_empty();
    let menu = menu(bot, guild, seed, origin).await;
    let mut buttons = vec![Button::secondary(
        "Write an entry",
        Action::Write(menu.number),
    )];
    if is_open {
        buttons.extend(without_entry(menu.number));
    } else {
        buttons.push(Button::secondary("Cancel", Action::Discard(menu.number)));
    }
    Message {
        content: format!("Which entry answers this?\n> {question}"),
        rows: vec![Row::Menu(menu.menu), Row::Buttons(buttons)],
        ..Message::default()
    }
}

/// A menu of entries, and the number of the question that it is for.
pub struct Choice {
    pub menu: Menu,
    pub number: u64,
}

/// The entries that may answer a question, nearest first.
pub async fn menu(bot: &Bot, guild: GuildId, seed: u64, origin: Origin) -> Choice {
    let question = origin.question.clone();
    let number = bot.pending.add(guild, seed, Work::Question(origin));
    let scope = bot.folders_of(guild);
    let found = bot.blocking(Some(guild), move |engine| {
        let topics = engine.topics()?;
        // Those that cannot be edited from here are left out below.
        let ranked = engine.rank(&question, topics.len().max(1))?;
        let named = ranked.iter();
        let named = named.filter_map(|hit| topics.iter().find(|topic| topic.id == hit.id).cloned());
        let edited = named.filter(|topic| scope.sees(&topic.file));
        Ok(edited.take(limits::OPTIONS).collect::<Vec<Topic>>())
    });
    let topics = found.await.unwrap_or_default();
    let options = topics
        .iter()
        .map(|topic| (topic.title.clone(), topic.key().to_string()));
    Choice {
        menu: Menu {
            action: Action::Teach(number),
            placeholder: "Add it as another way to ask …".to_owned(),
            options: options.collect(),
        },
        number,
    }
}

/// An entry was chosen for a question.
pub async fn chosen(bot: &Arc<Bot>, asked: Asked, number: u64, key: Key) {
    let author = match author(bot, &asked) {
        Ok(author) => author,
        Err(why) => return note(bot, &asked, why).await,
    };
    let Some(Work::Question(origin)) = known(bot, &asked, number) else {
        return note(bot, &asked, STALE).await;
    };
    let id = super::id_of(bot, asked.guild, key.to_string()).await;
    let (bot_too, asked_too) = (Arc::clone(bot), asked.clone());
    let work = async move {
        let guild = asked_too.guild;
        let proposed = propose(&bot_too, &author, id, origin.clone()).await?;
        Ok(match (proposed, guild) {
            (Ok(proposal), Some(_)) => super::waiting(&bot_too, &asked_too, proposal, origin),
            (Ok(_), None) => Message::text(NOT_IN_A_SERVER),
            (Err(error), Some(guild)) => {
                // What else can be done with the question stays.
                let mut offer = offer(&bot_too, guild, asked_too.id.get(), origin).await;
                offer.content = format!("{}\n{}", refused(&error), offer.content);
                offer
            }
            (Err(error), None) => Message::text(refused(&error)),
        }
        .into())
    };
    deliver(bot, &asked, How::Update, None, work).await;
}

/// A question as one more way to ask for an entry.
fn propose(
    bot: &Arc<Bot>,
    author: &Author,
    id: String,
    origin: Origin,
) -> impl Future<Output = super::Edited<crate::editor::Proposal>> + Send + use<> {
    let author = author.clone();
    editing(bot, move |editor| {
        let question = origin.question;
        let version = Some(editor.find(&id, &author)?.version);
        let change = Change::AddAlternate { id, question };
        editor.propose(change, None, version, &author, today())
    })
}

/// A form for an entry that answers a question.
pub async fn write(bot: &Arc<Bot>, asked: Asked, number: u64) {
    if let Err(why) = author(bot, &asked) {
        return note(bot, &asked, why).await;
    }
    // The form may be closed again without a word: the question is kept.
    let Some(Work::Question(origin)) = known(bot, &asked, number) else {
        return note(bot, &asked, STALE).await;
    };
    let name = origin.name.iter().cloned();
    let draft = Draft {
        question: origin.question.clone(),
        answer: origin.answer.clone(),
        sources: name.map(|title| SourceRef { title, url: None }).collect(),
        ..Draft::default()
    };
    form(bot, &asked, draft, origin).await;
}

/// Makes somebody's good answer an entry: its question is what it replies to.
pub async fn make(bot: &Arc<Bot>, asked: Asked, message: &Posted) {
    if let Err(why) = author(bot, &asked) {
        return note(bot, &asked, why).await;
    }
    let asked_for = message.referenced_message.as_ref();
    let question = asked_for.map(|question| question_in(bot, asked.guild, &question.content));
    let question = match question {
        Some(Ok(question)) => question,
        Some(Err(why)) if why == URGENT => return note(bot, &asked, why).await,
        _ => String::new(),
    };
    let draft = Draft {
        answer: redact_answer(&safe::words(&message.content)),
        question: question.clone(),
        ..Draft::default()
    };
    let origin = Origin {
        question,
        ..Origin::default()
    };
    form(bot, &asked, draft, origin).await;
}

async fn form(bot: &Arc<Bot>, asked: &Asked, draft: Draft, origin: Origin) {
    let id = match slug_of(&draft.question, WORDS_OF_ID) {
        Some(id) => id,
        None => format!("entry-{}", asked.id),
    };
    let Ok(author) = author(bot, asked) else {
        return note(bot, asked, NOT_HERE).await;
    };
    match editing(bot, move |editor| Ok(free_id(editor, &id, &author))).await {
        Ok(Ok(id)) => open_form(bot, asked, Work::New(id, None, origin), &draft).await,
        Ok(Err(error)) => note(bot, asked, &refused(&error)).await,
        Err(_) => note(bot, asked, super::NO_EDITOR).await,
    }
}

/// The entry in `use how-often`, as moderators write it to the bot in reply to a
/// question.
pub fn used(text: &str) -> Option<&str> {
    let (verb, id) = text.split_once(char::is_whitespace)?;
    let id = id.trim().trim_matches('`');
    (verb.eq_ignore_ascii_case("use") && !id.is_empty() && !id.contains(char::is_whitespace))
        .then_some(id)
}

/// A moderator replied `use how-often` to a question: what to say to it, with the
/// buttons that confirm. `None` where it was no moderator: then it is a question
/// like any other.
pub async fn by_reply(
    bot: &Arc<Bot>,
    said: &questions::Asked,
    author: Author,
    id: &str,
    content: &str,
) -> Message {
    let question = match question_in(bot, said.guild, content) {
        Ok(question) => question,
        Err(_) if content.is_empty() => return Message::text(UNREADABLE),
        Err(why) => return Message::text(why),
    };
    let Some(guild) = said.guild else {
        return Message::text(NOT_HERE);
    };
    let origin = Origin {
        question,
        ..Origin::default()
    };
    match propose(bot, &author, id.to_owned(), origin.clone()).await {
        Ok(Ok(mut proposal)) => {
            proposal.golden = super::golden(bot, &proposal, &origin.question);
            let work = Work::Change(Box::new(proposal.clone()), origin);
            let number = bot.pending.add(guild, said.message.get(), work);
            show::proposal(&proposal, super::is_shared(bot, guild, &proposal), number)
        }
        Ok(Err(error)) => Message::text(refused(&error)),
        Err(_) => Message::text(refused(&EditorError::Unknown(id.to_owned()))),
    }
}
