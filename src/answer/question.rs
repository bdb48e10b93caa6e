//! What a person asked, and in which context.

/// A question as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    text: String,
    previous: Option<Previous>,
}

/// The answer that a question was asked after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Previous {
    /// The id of its entry or section.
    pub id: String,
    /// Its question or heading: the best summary of what the talk is about.
    pub title: String,
}

impl Question {
    /// A question without context. Any text will do.
    pub fn new(text: impl Into<String>) -> Self {
        Question {
            text: text.into(),
            previous: None,
        }
    }

    /// The same question, asked after an answer.
    pub fn after(mut self, previous: Previous) -> Self {
        self.previous = Some(previous);
        self
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was answered before.
    pub fn previous(&self) -> Option<&Previous> {
        self.previous.as_ref()
    }
}
