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
            choices: choices(text::did_you_mean(entries.len()), entries),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::outcome::{Notice, SmallTalk};
    use crate::content::entry::SourceRef;
    use crate::content::language::Language;
    use crate::content::passage::{Kind, Passage};

    fn answer(sources: Vec<SourceRef>) -> Answer {
        Answer {
            passage: Passage {
                id: "a".into(),
                kind: Kind::Entry,
                part: 0,
                title: "Why?".into(),
                alternates: Vec::new(),
                not_for: Vec::new(),
                context: vec!["Reasons".into()],
                text: "Because. So there.".into(),
                language: Language::English,
                tags: Vec::new(),
                related: Vec::new(),
                sources,
                disclaimer: None,
                reviewed: Some(jiff::civil::date(2026, 11, 22)),
                file: "reasons.toml".into(),
                line: 1,
            },
            best: 0..8,
            disclaimer: Some("Ask somebody.".into()),
            related: vec![Suggestion {
                id: "b".into(),
                title: "Really?".into(),
                confidence: 0.5,
            }],
        }
    }

    #[test]
    fn an_answer_shows_all_that_belongs_to_it() {
        let sources = vec![
            SourceRef {
                title: "A book".into(),
                url: None,
            },
            SourceRef {
                title: "A page".into(),
                url: Some("https://a.example/".into()),
            },
        ];
        let reply = reply(&Outcome::Answer(Box::new(answer(sources))));
        assert_eq!(reply.tone, Tone::Answer);
        assert_eq!(reply.title.as_deref(), Some("Why?"));
        assert_eq!(reply.body, "Because. So there.");
        assert_eq!(reply.best, Some(0..8));
        assert_eq!(
            reply.sources,
            ["Source: A book", "Source: A page <https://a.example/>"]
        );
        assert_eq!(reply.reviewed.as_deref(), Some("Last reviewed 2026-11-22"));
        assert_eq!(reply.disclaimer.as_deref(), Some("Ask somebody."));
        assert_eq!(
            reply.choices.map(|choices| choices.heading),
            Some(text::RELATED)
        );
    }

    #[test]
    fn an_answer_without_sources_comes_from_its_file() {
        let reply = reply(&Outcome::Answer(Box::new(answer(Vec::new()))));
        assert_eq!(reply.sources, ["Source: Reasons (reasons.toml)"]);
    }

    #[test]
    fn a_notice_stands_alone() {
        let notice = Notice {
            group: "fire".into(),
            title: "Get out".into(),
            text: "Call 112.\n".into(),
        };
        let expected = Reply {
            tone: Tone::Urgent,
            title: Some("Get out".into()),
            ..Reply::plain("Call 112.")
        };
        assert_eq!(reply(&Outcome::Urgent(notice)), expected);
    }

    #[test]
    fn no_answer_and_small_talk_are_kind_and_short() {
        let nothing = reply(&Outcome::Unanswered(Vec::new()));
        assert_eq!(nothing, Reply::plain("Sorry, I have no answer to that."));
        let thanks = reply(&Outcome::SmallTalk(SmallTalk::Thanks));
        assert_eq!(thanks.body, "You're welcome!");
    }
}
