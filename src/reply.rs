//! From an outcome to a reply: neutral Markdown, the same for every front end.
//!
//! A front end decides how to show it: what is bold, what is a button. What a
//! reply says, and in which order, is decided here, so that neither a
//! disclaimer nor an urgent notice can be lost on the way.

use std::ops::Range;

use crate::answer::outcome::{Answer, Outcome, SmallTalk, Suggestion};
use crate::content::entry::SourceRef;
use crate::text::texts::ReplyTexts;
use crate::text::{Texts, fill};

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
    /// Where it comes from.
    pub sources: Vec<SourceRef>,
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
    pub heading: String,
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

/// The reply to an outcome, in the language of the sentences.
pub fn reply(outcome: &Outcome, texts: &Texts) -> Reply {
    let texts = &texts.reply;
    match outcome {
        Outcome::Urgent(notice) => Reply {
            tone: Tone::Urgent,
            title: Some(notice.title.clone()),
            ..Reply::plain(notice.text.trim())
        },
        Outcome::Answer(answer) => answer_reply(answer, texts),
        Outcome::Suggestions(entries) => {
            let heading = match entries.len() {
                1 => &texts.did_you_mean_one,
                _ => &texts.did_you_mean_some,
            };
            Reply {
                choices: choices(heading, entries),
                ..Reply::plain("")
            }
        }
        Outcome::SmallTalk(kind) => Reply::plain(match kind {
            SmallTalk::Greeting => &texts.greeting,
            SmallTalk::Thanks => &texts.thanks,
            SmallTalk::Goodbye => &texts.goodbye,
            SmallTalk::About => &texts.about,
            SmallTalk::Disagreement => &texts.disagreement,
        }),
        Outcome::Unanswered(nearest) => Reply {
            choices: choices(&texts.nearest, nearest),
            ..Reply::plain(&texts.unanswered)
        },
    }
}

fn answer_reply(answer: &Answer, texts: &ReplyTexts) -> Reply {
    let passage = &answer.passage;
    let reviewed = passage.reviewed.map(|date| date.to_string());
    let disclaimer = answer.disclaimer.as_ref();
    Reply {
        tone: Tone::Answer,
        title: Some(passage.title.clone()),
        best: Some(answer.best.clone()),
        sources: answer.sources(),
        reviewed: reviewed.map(|date| fill(&texts.reviewed, &[("date", &date)])),
        disclaimer: disclaimer.map(|it| it.text(&texts.disclaimer).to_owned()),
        choices: choices(&texts.related, &answer.related),
        ..Reply::plain(&passage.text)
    }
}

fn choices(heading: &str, entries: &[Suggestion]) -> Option<Choices> {
    (!entries.is_empty()).then(|| Choices {
        heading: heading.to_owned(),
        entries: entries.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::outcome::{Disclaimer, Notice};
    use crate::content::language::Language;
    use crate::content::passage::{Kind, Passage};
    use crate::text::Locale;

    fn english(outcome: &Outcome) -> Reply {
        reply(outcome, Locale::English.texts())
    }

    fn answer(sources: Vec<SourceRef>) -> Answer {
        Answer {
            passage: Passage {
                id: "a".into(),
                kind: Kind::Entry,
                part: 0,
                continues: false,
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
            disclaimer: Some(Disclaimer::Own("Ask somebody.".into())),
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
        let reply = english(&Outcome::Answer(Box::new(answer(sources.clone()))));
        assert_eq!(reply.tone, Tone::Answer);
        assert_eq!(reply.title.as_deref(), Some("Why?"));
        assert_eq!(reply.body, "Because. So there.");
        assert_eq!(reply.best, Some(0..8));
        assert_eq!(reply.sources, sources);
        assert_eq!(reply.reviewed.as_deref(), Some("Last reviewed 2026-11-22"));
        assert_eq!(reply.disclaimer.as_deref(), Some("Ask somebody."));
        let heading = reply.choices.map(|choices| choices.heading);
        assert_eq!(heading.as_deref(), Some("Related"));
    }

    #[test]
    fn what_no_moderator_wrote_is_in_the_language_of_the_reader() {
        let answer = Answer {
            disclaimer: Some(Disclaimer::BuiltIn),
            ..answer(Vec::new())
        };
        let outcome = Outcome::Answer(Box::new(answer));
        for locale in Locale::ALL {
            let texts = locale.texts();
            let reply = reply(&outcome, texts);
            assert_eq!(reply.body, "Because. So there.");
            assert_eq!(reply.disclaimer.as_ref(), Some(&texts.reply.disclaimer));
            let heading = reply.choices.map(|choices| choices.heading);
            assert_eq!(heading.as_ref(), Some(&texts.reply.related));
        }
    }

    #[test]
    fn an_answer_without_sources_comes_from_its_file() {
        let reply = english(&Outcome::Answer(Box::new(answer(Vec::new()))));
        let file = SourceRef {
            title: "Reasons (reasons.toml)".into(),
            url: None,
        };
        assert_eq!(reply.sources, [file]);
    }

    #[test]
    fn a_notice_stands_alone() {
        let notice = Notice {
            group: "fire".into(),
            title: "Get out".into(),
            text: "Call 112.\n".into(),
            number: Some("112".into()),
        };
        let expected = Reply {
            tone: Tone::Urgent,
            title: Some("Get out".into()),
            ..Reply::plain("Call 112.")
        };
        assert_eq!(english(&Outcome::Urgent(notice)), expected);
    }

    #[test]
    fn no_answer_and_small_talk_are_kind_and_short() {
        let nothing = english(&Outcome::Unanswered(Vec::new()));
        assert_eq!(nothing, Reply::plain("Sorry, I have no answer to that."));
        let thanks = english(&Outcome::SmallTalk(SmallTalk::Thanks));
        assert_eq!(thanks.body, "You're welcome!");
    }
}
