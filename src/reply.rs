//! From an outcome to a reply: neutral Markdown, the same for every front end.
//!
//! A front end decides how to show it: what is bold, what is a button. What a
//! reply says, and in which order, is decided here, so that neither a
//! disclaimer nor an urgent notice can be lost on the way.

use std::ops::Range;

use crate::answer::outcome::{Answer, Outcome, Suggestion};
use crate::text;

/// What kind of reply it is, for colours and the like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Somebody may be in danger.
    Urgent,
    /// An answer.
    Answer,
    /// Anything else.
    Plain,
}

/// What is said, from top to bottom.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// What kind of reply it is.
    pub tone: Tone,
    /// The heading.
    pub title: Option<String>,
    /// The text, Markdown; of an answer the passage, word for word.
    pub body: String,
    /// The sentence of `body` that answers best, in bytes.
    pub best: Option<Range<usize>>,
    /// Where it comes from, one source a line, Markdown.
    pub sources: Vec<String>,
    /// When it was last reviewed.
    pub reviewed: Option<String>,
    /// What has to be said with it.
    pub disclaimer: Option<String>,
    /// What can be asked for next, under its heading.
    pub choices: Option<Choices>,
}

/// Entries or sections that can be asked for next.
#[derive(Debug, Clone, PartialEq)]
pub struct Choices {
    /// What they are.
    pub heading: &'static str,
    /// The entries; never empty.
    pub entries: Vec<Suggestion>,
}

impl Reply {
    fn plain(body: &str) -> Reply {
        Reply {
            tone: Tone::Plain,
            title: None,
            body: body.to_owned(),
            best: None,
            sources: Vec::new(),
            reviewed: None,
            disclaimer: None,
            choices: None,
        }
    }
}

/// The reply to an outcome.
pub fn reply(outcome: &Outcome) -> Reply {
    match outcome {
        Outcome::Urgent(notice) => Reply {
            tone: Tone::Urgent,
            title: Some(notice.title.clone()),
            ..Reply::plain(notice.text.trim())
        },
        Outcome::Answer(answer) => answer_reply(answer),
        Outcome::Suggestions(entries) => Reply {
            choices: choices(text::DID_YOU_MEAN, entries),
            ..Reply::plain("")
        },
        Outcome::SmallTalk(kind) => Reply::plain(text::small_talk(*kind)),
        Outcome::Unanswered(nearest) => Reply {
            choices: choices(text::NEAREST, nearest),
            ..Reply::plain(text::UNANSWERED)
        },
    }
}

fn answer_reply(answer: &Answer) -> Reply {
    let passage = &answer.passage;
    let sources = answer.sources();
    Reply {
        tone: Tone::Answer,
        title: Some(passage.title.clone()),
        best: Some(answer.best.clone()),
        sources: sources.iter().map(text::source).collect(),
        reviewed: passage.reviewed.map(text::reviewed),
        disclaimer: answer.disclaimer.clone(),
        choices: choices(text::RELATED, &answer.related),
        ..Reply::plain(&passage.text)
    }
}

fn choices(heading: &'static str, entries: &[Suggestion]) -> Option<Choices> {
    (!entries.is_empty()).then(|| Choices {
        heading,
        entries: entries.to_vec(),
    })
}
