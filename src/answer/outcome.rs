//! What we make of a question.

use std::ops::Range;

use crate::content::entry::SourceRef;
use crate::content::key::Key;
use crate::content::passage::Passage;

/// What we make of a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// It reports an urgent sign: the notice, and nothing that could reassure.
    Urgent(Notice),
    /// This passage answers it.
    Answer(Box<Answer>),
    /// One of these may be meant, likeliest first; never empty.
    Suggestions(Vec<Suggestion>),
    /// It is no question.
    SmallTalk(SmallTalk),
    /// We have no answer. These topics are the nearest, if there are any.
    Unanswered(Vec<Suggestion>),
}

/// What to tell somebody who reports an urgent sign. No text of the FAQ goes with
/// it: none of it was written for such a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The id of the group that the sign belongs to.
    pub group: String,
    /// A heading.
    pub title: String,
    /// What to do, Markdown, with the numbers of the region.
    pub text: String,
    /// The number of its group, if the region has one: for a front end that has
    /// room for one line only.
    pub number: Option<String>,
}

/// A passage with all that has to be shown with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The passage, word for word.
    pub passage: Passage,
    /// The sentence of `passage.text` that answers best, in bytes.
    pub best: Range<usize>,
    /// The disclaimer; `None` only where the owner switched it off for content
    /// that has none of its own.
    pub disclaimer: Option<Disclaimer>,
    /// What to read next, at most three.
    pub related: Vec<Suggestion>,
}

impl Answer {
    /// Where the answer comes from: never empty, since content that names no
    /// source comes from its own file.
    pub fn sources(&self) -> Vec<SourceRef> {
        let Passage {
            sources,
            context,
            title,
            file,
            ..
        } = &self.passage;
        if !sources.is_empty() {
            return sources.clone();
        }
        let topic = context.first().unwrap_or(title);
        vec![SourceRef {
            title: format!("{topic} ({file})"),
            url: None,
        }]
    }
}

/// What has to be said with an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Disclaimer {
    /// The built-in one, in the language of whoever reads it.
    BuiltIn,
    /// The one that the file or the settings have, Markdown.
    Own(String),
}

impl Disclaimer {
    /// Its text, given that of the built-in one.
    pub fn text<'a>(&'a self, built_in: &'a str) -> &'a str {
        match self {
            Disclaimer::BuiltIn => built_in,
            Disclaimer::Own(text) => text,
        }
    }
}

/// An entry or section that may be of use.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion {
    /// Its id.
    pub id: String,
    /// Its question or heading.
    pub title: String,
    /// How sure we are that it is meant: 0 to 1.
    pub confidence: f32,
}

impl Suggestion {
    /// The key of the entry, or of the first part of the section.
    pub fn key(&self) -> Key {
        Key::new(&self.id, 0)
    }
}

/// What people say to a bot that is no question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SmallTalk {
    /// "hi"
    Greeting,
    /// "thank you"
    Thanks,
    /// "bye"
    Goodbye,
    /// "what can you do"
    About,
    /// "that's wrong"
    Disagreement,
}
