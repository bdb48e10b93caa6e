//! What a person asked, and in which context.

/// A question as it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    text: String,
    previous: Option<String>,
}

impl Question {
    /// A question without context. Any text will do.
    pub fn new(text: impl Into<String>) -> Self {
        Question {
            text: text.into(),
            previous: None,
        }
    }

    /// The same question, asked after another one, or below an answer: its
    /// title is the best summary of what the talk is about.
    pub fn after(mut self, previous: impl Into<String>) -> Self {
        self.previous = Some(previous.into());
        self
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was asked before.
    pub fn previous(&self) -> Option<&str> {
        self.previous.as_deref()
    }
}
