//! What moderators write, as data: entries, sections and what they share.
//!
//! Reading the files is the business of `faq_file` and
//! `article`; these types know nothing of TOML or Markdown.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::language::Language;

/// Where the facts of an answer come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRef {
    /// The name of the source as a reader knows it.
    pub title: String,
    /// Its address, `http://` or `https://`.
    pub url: Option<String>,
}

/// What a file says about all that is in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FileInfo {
    /// The topic of the file, shown above its answers.
    pub title: String,
    /// The language that it is written in.
    pub language: Language,
    /// Words to group by; they are searched as well.
    pub tags: Vec<String>,
    /// The file's own disclaimer; `None` means the configured one.
    pub disclaimer: Option<String>,
    /// Sources of every answer that names none of its own.
    pub sources: Vec<SourceRef>,
    /// When a person last checked the content.
    pub reviewed: Option<Date>,
    /// When it is due to be checked again.
    pub review_by: Option<Date>,
}

/// One question with its answer: an `[[entry]]` of a TOML file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// A slug, unique in the whole library.
    pub id: String,
    /// The question as the moderators put it.
    pub question: String,
    /// Other ways in which members ask it.
    pub alternates: Vec<String>,
    /// The answer, Markdown, shown word for word.
    pub answer: String,
    /// Words to group by, next to the file's.
    pub tags: Vec<String>,
    /// Ids of entries or sections to offer next.
    pub related: Vec<String>,
    /// Sources of this answer; empty means the file's.
    pub sources: Vec<SourceRef>,
    /// When a person last checked it; `None` means the file's date.
    pub reviewed: Option<Date>,
    /// When it is due again; `None` means the file's date.
    pub review_by: Option<Date>,
    /// Questions that look alike and must not get this answer.
    pub not_for: Vec<String>,
    /// The line in the file where it begins, from 1.
    pub line: usize,
}

/// One part of an article, from its heading to the next heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The anchor of its heading, unique in the article.
    pub anchor: String,
    /// The text of its heading.
    pub title: String,
    /// The headings above it, outermost first, without its own.
    pub path: Vec<String>,
    /// Other ways in which members ask for it.
    pub alternates: Vec<String>,
    /// Questions that look like it and must not get it.
    pub not_for: Vec<String>,
    /// What stands under the heading, Markdown, word for word.
    pub body: String,
    /// The line in the file where its heading stands, from 1.
    pub line: usize,
    /// The line in the file where its body begins, from 1.
    pub body_line: usize,
}
