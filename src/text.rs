//! Every sentence that a member can read and that no moderator wrote.
//!
//! Friendly and short; nobody is told to read the FAQ. Messages to operators
//! stand where they arise.

use crate::answer::outcome::SmallTalk;
use crate::content::entry::SourceRef;

/// The disclaimer of content that has none, unless the owner chose another.
pub const DISCLAIMER: &str = "This is general information. For advice about your own situation, \
                              please see a qualified professional.";

/// Above a list of entries, one of which may be meant.
pub fn did_you_mean(entries: usize) -> &'static str {
    if entries == 1 {
        "Did you mean this?"
    } else {
        "Did you mean one of these?"
    }
}

/// Above what to read after an answer.
pub const RELATED: &str = "Related";

/// Above the nearest topics, where there is no answer.
pub const NEAREST: &str = "The nearest topics that I know:";

/// Where there is no answer.
pub const UNANSWERED: &str = "Sorry, I have no answer to that.";

/// What stands in a notice where no emergency number is configured.
pub const LOCAL_EMERGENCY_NUMBER: &str = "your local emergency number";

/// What stands in a notice where no number for medical advice is configured.
pub const LOCAL_ADVICE_NUMBER: &str = "your local medical advice line";

/// What stands in a notice where no crisis line is configured.
pub const LOCAL_CRISIS_LINE: &str = "a local crisis line";

/// The line for a message that asks for nothing.
pub fn small_talk(kind: SmallTalk) -> &'static str {
    match kind {
        SmallTalk::Greeting => "Hello! Ask me a question, in your own words.",
        SmallTalk::Thanks => "You're welcome!",
        SmallTalk::Goodbye => "Take care!",
        SmallTalk::About => {
            "I look up answers that this community's moderators wrote. \
             Ask me a question, in your own words."
        }
    }
}

/// When a person last checked an answer.
pub fn reviewed(date: jiff::civil::Date) -> String {
    format!("Last reviewed {date}")
}

/// Where an answer comes from, Markdown.
pub fn source(source: &SourceRef) -> String {
    match &source.url {
        Some(url) => format!("Source: {} <{url}>", source.title),
        None => format!("Source: {}", source.title),
    }
}
