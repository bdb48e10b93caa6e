//! From an outcome to a message on Discord: what is bold, what is a button, and
//! how much of it everybody sees.
//!
//! What a reply says and in which order was decided in `reply`; here nothing of
//! it may be lost. How a message is sent is not known here.

use crate::answer::outcome::{Answer, Notice, Outcome, Suggestion};
use crate::content::entry::SourceRef;
use crate::content::key::{Key, id_hash};
use crate::reply::{self, Reply};
use crate::text::{Texts, fill};

use super::custom_id::Action;
use super::message::{Button, Embed, Menu, Message, Row, limits};
use super::{cut, markdown, safe};

/// The colour of an urgent notice.
const URGENT: u32 = 0xD9_2D_20;

/// The colour of an answer.
const ANSWER: u32 = 0x2A_7F_62;

/// How much of a passage a message shows at once: about two screens of a phone.
const PIECE: usize = 1_200;

/// How much of what remains "Read more" shows at once.
const REST: usize = 3_000;

/// How much of a question is shown above its answer.
const QUESTION: usize = 300;

/// Most suggestions that get a button.
const MAX_SUGGESTIONS: usize = 3;

/// Who sees a message, and what can be done with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in a channel of a server.
    Everybody,
    /// The member and the bot, in direct messages.
    Direct,
    /// The member alone; the answer can be shared with the channel.
    Asker,
    /// The member alone, who may post the answer as a reply to this message.
    Helper(u64),
    /// The member alone, who looks closer at something that is there already.
    Reader,
}

impl Audience {
    /// Whether other members see it.
    pub fn is_public(self) -> bool {
        self == Audience::Everybody
    }

    /// Whether it is a message that can be taken away; what only one member
    /// sees, that member can hide.
    fn can_dismiss(self) -> bool {
        matches!(self, Audience::Everybody | Audience::Direct)
    }
}

/// How an outcome is shown.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The sentences, in the right language.
    pub texts: &'a Texts,
    /// Who sees it.
    pub audience: Audience,
    /// The question, where it does not stand above the answer anyway.
    pub question: Option<&'a str>,
    /// Where people can be asked; `None` if that was said before.
    pub ask_people: Option<&'a str>,
}

/// The message for an outcome.
pub fn message(outcome: &Outcome, view: &View) -> Message {
    let reply = reply::reply(outcome, view.texts);
    let mut message = match outcome {
        Outcome::Answer(answer) => piece(answer, &reply, 0, PIECE, view),
        Outcome::Urgent(notice) => urgent(notice, &reply, view),
        Outcome::Suggestions(entries) => suggestions(&reply, entries, view),
        Outcome::Unanswered(_) => unanswered(&reply, view),
        Outcome::SmallTalk(_) => Message::text(reply.body),
    };
    if let Some(question) = view.question {
        let question = quoted(question);
        message.content = if message.content.is_empty() {
            question
        } else {
            format!("{question}\n{}", message.content)
        };
    }
    message
}

/// An answer, from the byte `from` of its passage on, for whoever asked for
/// more. `None` where there is no more.
pub fn rest(answer: &Answer, from: usize, view: &View) -> Option<Message> {
    let text = &answer.passage.text;
    let is_inside = from > 0 && from < text.len() && text.is_char_boundary(from);
    is_inside.then(|| {
        let reply = reply::reply(&Outcome::Answer(Box::new(answer.clone())), view.texts);
        piece(answer, &reply, from, REST, view)
    })
}

/// The whole of a notice, for one member.
pub fn notice(notice: &Notice, texts: &Texts) -> Message {
    let view = View {
        texts,
        audience: Audience::Reader,
        question: None,
        ask_people: None,
    };
    message(&Outcome::Urgent(notice.clone()), &view)
}

/// A question as it stands above its answer.
pub fn quoted(question: &str) -> String {
    format!("> {}", safe::shortened(question, QUESTION))
}

/// The question that stands above an answer, as far as it is shown.
pub fn question_of(content: &str) -> Option<String> {
    let line = content.lines().next()?.strip_prefix("> ")?;
    Some(line.replace('\\', ""))
}

fn piece(answer: &Answer, reply: &Reply, from: usize, most: usize, view: &View) -> Message {
    let texts = view.texts;
    let piece = cut::cut(&reply.body, from, most, reply.best.clone());
    let key = answer.passage.key();
    let title = safe::shortened(reply.title.as_deref().unwrap_or_default(), limits::TITLE);
    let footer = reply.disclaimer.clone().unwrap_or_default();
    let heading = &texts.reply.source;
    let used = [&title, &piece.text, heading, &footer];
    let used: usize = used.into_iter().map(|part| safe::length(part)).sum();
    let sources = sources(reply, limits::EMBED_TOTAL.saturating_sub(used));
    let fields = (!sources.is_empty()).then(|| (heading.clone(), sources));
    // Behind the last piece, a long section goes on with its next part.
    let next = answer.passage.continues.then(|| (key.next(), 0));
    let rest = piece.rest.map(|from| (key, from)).or(next);
    let mut rows = vec![Row::Buttons(buttons(&key, rest, view))];
    if let Some(choices) = &reply.choices
        && from == 0
    {
        rows.push(entries(&texts.menu.related, &choices.entries));
    }
    Message {
        file: None,
        content: String::new(),
        embed: Some(Embed {
            colour: ANSWER,
            title,
            description: match rest {
                // A passage that just ends looks complete.
                Some(_) => format!("{}\n…", piece.text),
                None => piece.text,
            },
            fields: fields.into_iter().collect(),
            footer,
        }),
        rows,
    }
}

/// The sources and the date of the review, a line each: as many as there is room
/// for in `room` UTF-16 units, since half a link is none.
fn sources(reply: &Reply, room: usize) -> String {
    let mut room = room.min(limits::FIELD_VALUE);
    let mut fits = |line: &String| {
        let left = room.checked_sub(safe::length(line) + 1);
        room = left.unwrap_or(room);
        left.is_some()
    };
    let reviewed = reply.reviewed.clone().filter(&mut fits);
    let mut lines: Vec<String> = reply.sources.iter().map(source).collect();
    lines.retain(fits);
    lines.extend(reviewed);
    lines.join("\n")
}

/// A source as a line of Markdown.
fn source(source: &SourceRef) -> String {
    let title = safe::literal(&source.title);
    match &source.url {
        Some(url) => markdown::render(&format!("[{title}](<{url}>)"), None),
        None => title,
    }
}

fn buttons(key: &Key, rest: Option<(Key, usize)>, view: &View) -> Vec<Button> {
    let label = &view.texts.button;
    let mut buttons = vec![
        Button::secondary(&label.helpful, Action::Helpful(*key)),
        Button::secondary(&label.not_helpful, Action::NotHelpful(*key)),
    ];
    if let Some((key, from)) = rest {
        buttons.push(Button::primary(&label.read_more, Action::More(key, from)));
    }
    match view.audience {
        Audience::Everybody => {
            buttons.push(Button::secondary(&label.show_privately, Action::Show(*key)));
        }
        Audience::Asker => buttons.push(Button::secondary(&label.share, Action::Share(*key))),
        Audience::Helper(message) => {
            let action = Action::Post(message, *key);
            buttons.push(Button::primary(&label.post_as_reply, action));
        }
        Audience::Direct | Audience::Reader => {}
    }
    dismiss(&mut buttons, view);
    buttons
}

fn dismiss(buttons: &mut Vec<Button>, view: &View) {
    if view.audience.can_dismiss() {
        let label = &view.texts.button.dismiss;
        buttons.push(Button::secondary(label, Action::Dismiss));
    }
}

fn entries(placeholder: &str, entries: &[Suggestion]) -> Row {
    let options = entries.iter();
    Row::Menu(Menu {
        action: Action::Entries,
        placeholder: placeholder.to_owned(),
        options: options
            .map(|entry| (entry.title.clone(), entry.key().to_string()))
            .collect(),
    })
}

/// The number stands in the text as well as in the frame: some members have
/// frames switched off. In public only the beginning is shown; the rest is
/// nobody else's business.
fn urgent(notice: &Notice, reply: &Reply, view: &View) -> Message {
    let texts = view.texts;
    let title = safe::shortened(&notice.title, limits::TITLE);
    let call = match &notice.number {
        Some(number) => fill(&texts.note.urgent_call, &[("number", number)]),
        None => texts.note.urgent_call_local.clone(),
    };
    let mut buttons = Vec::new();
    let description = if view.audience.is_public() {
        let action = Action::Notice(id_hash(&notice.group));
        buttons.push(Button::primary(&texts.button.urgent_more, action));
        first_block(&reply.body)
    } else {
        cut::cut(&reply.body, 0, REST, None).text
    };
    dismiss(&mut buttons, view);
    Message {
        file: None,
        content: format!("**{title}**\n{call}"),
        embed: Some(Embed {
            colour: URGENT,
            title,
            description,
            ..Embed::default()
        }),
        rows: vec![Row::Buttons(buttons)],
    }
}

/// The first paragraph of a text, as Discord shows it.
fn first_block(markdown: &str) -> String {
    let first = markdown.split("\n\n").next().unwrap_or_default();
    cut::cut(first, 0, REST, None).text
}

fn suggestions(reply: &Reply, entries: &[Suggestion], view: &View) -> Message {
    let heading = reply
        .choices
        .as_ref()
        .map(|choices| choices.heading.clone());
    let buttons = entries.iter().take(MAX_SUGGESTIONS).map(|entry| {
        let action = match view.audience {
            Audience::Helper(message) => Action::PickFor(message, entry.key()),
            _ => Action::Pick(entry.key()),
        };
        Row::Buttons(vec![Button::primary(&entry.title, action)])
    });
    let mut rows: Vec<Row> = buttons.collect();
    let mut buttons = Vec::new();
    dismiss(&mut buttons, view);
    rows.push(Row::Buttons(buttons));
    Message {
        file: None,
        content: heading.unwrap_or_default(),
        embed: None,
        rows,
    }
}

fn unanswered(reply: &Reply, view: &View) -> Message {
    let texts = view.texts;
    let mut lines = vec![reply.body.clone()];
    lines.extend(view.ask_people.map(str::to_owned));
    let mut rows = Vec::new();
    if let Some(choices) = &reply.choices {
        lines.push(choices.heading.clone());
        rows.push(entries(&texts.menu.nearest, &choices.entries));
    }
    let mut buttons = Vec::new();
    dismiss(&mut buttons, view);
    rows.push(Row::Buttons(buttons));
    Message {
        file: None,
        content: lines.join("\n"),
        embed: None,
        rows,
    }
}

#[cfg(test)]
mod tests;
