//! Why a change to a file is refused, in words for operators and moderators.

/// Why a change was not made; plain enough to be shown to a moderator.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what the fields are")]
pub enum EditError {
    /// TOML that does not parse, or front matter without end.
    #[error("the file has an error at line {line}: mend it first")]
    Syntax { line: usize },
    /// By its path it holds neither entries nor sections.
    #[error("this file holds neither entries nor sections")]
    NotEditable,
    /// No such entry or section.
    #[error("there is no `{id}` in this file")]
    Unknown { id: String },
    /// An id that is to be new is not.
    #[error("`{id}` is already in this file: choose another id")]
    Exists { id: String },
    /// Two entries or sections of one id.
    #[error("`{id}` stands more than once in this file: mend that first")]
    Ambiguous { id: String },
    /// A section cannot have this id in this article.
    #[error("`{id}` is no id of this article: its sections begin with `{stem}#`")]
    OtherArticle { id: String, stem: String },
    /// A section cannot be called so.
    #[error("`{anchor}` cannot name a section: use lower-case letters, digits and hyphens")]
    BadAnchor { anchor: String },
    /// A character that nobody sees and some programs drop.
    #[error("{field} has the control character U+{code:04X}: delete it")]
    ControlCharacter { field: &'static str, code: u32 },
    /// An answer without words.
    #[error("the answer is empty: write it, or remove the entry")]
    NoAnswer,
    /// A section has no sources of its own.
    #[error("the sources belong to the whole article: change them in the file")]
    SourcesOfArticle,
    /// The text above the first heading has the title of the article.
    #[error("this text has no heading of its own: change the title of the article in the file")]
    NoHeading,
    /// Deeper headings would change their parent.
    #[error("the section has others below it, first `{first}`: remove those before it")]
    SectionsBelow { first: String },
    /// The text of a section would begin another.
    #[error(
        "the text has a heading, `{heading}`, that would begin a section of its own: \
         leave it out, or write it in bold"
    )]
    HeadingInText { heading: String },
    /// A heading that Markdown reads otherwise in every form.
    #[error("`{question}` cannot be a heading: write it in one line, in other words")]
    NotAHeading { question: String },
    /// A form of TOML that is not rewritten.
    #[error("`{key}` is written in a form that only an editor can change: edit the file by hand")]
    Form { key: String },
    /// The alternate is there, perhaps with other case and punctuation.
    #[error("it is already asked for as `{question}`")]
    AlreadyAsked { question: String },
    /// The alternate is not there.
    #[error("`{question}` is not one of its other ways of asking")]
    NotAsked { question: String },
    /// The loader finds an error in the new text.
    #[error("{message}; {help}")]
    Faulty { message: String, help: String },
    /// The new text would read otherwise, or change its neighbours.
    #[error(
        "the file would not read back as wished, and is left as it was: \
         if the text opens a code block, a comment or a quote, close it there"
    )]
    NotKept,
}
