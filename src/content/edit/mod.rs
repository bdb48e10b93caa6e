//! Changes to the files of moderators, from text to text: what a change does not
//! touch stays byte for byte, with comments, order, quotes, line ends and
//! indentation.
//!
//! ```text
//! Original + Change -> toml_entry | section -> splices -> new text -> kept: loads as wished?
//! ```
//!
//! Nothing is read or written on disk, and rules between files (an id that another
//! file has) are the caller's business. A change is handed out only if the
//! project's own loader reads the new text back as it was wished, with everything
//! else in the file as it was.
//!
//! ```
//! use faqbot::content::edit::{Change, Original, changed};
//!
//! let text = "title = 'Hours'\n\n[[entry]]\nid = 'open'  # do not rename\n\
//!             question = 'When are you open?'\nanswer = 'Nine to five.'\n";
//! let file = Original { path: "hours.toml", text };
//! let question = "opening times".to_owned();
//! let more = changed(&file, &Change::AddAlternate { id: "open".into(), question })?;
//! assert_eq!(
//!     more,
//!     text.replace("open?'\n", "open?'\nalternates = [\n  'opening times',\n]\n")
//! );
//! # Ok::<(), faqbot::content::edit::EditError>(())
//! ```

mod error;
mod front_questions;
mod heading;
mod kept;
mod original;
mod section;
mod toml_entry;
mod toml_list;
mod toml_related;
mod toml_text;
mod toml_view;

#[cfg(test)]
mod article_tests;
#[cfg(test)]
mod entry_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod related_tests;

pub use error::EditError;
pub use original::Original;

use super::entry::SourceRef;
use super::file_kind::FileKind;
use super::phrasing::fold;
use super::split::trim_blank_lines;
use original::Splice;
use section::ArticleFile;
use toml_entry::EntryFile;

/// What a moderator writes of an entry or a section.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// The question; of a section, the text of its heading.
    pub question: String,
    /// Other ways to ask it.
    pub alternates: Vec<String>,
    /// Questions that look alike and must not get this answer.
    pub not_for: Vec<String>,
    /// The answer, Markdown. Blank lines around it do not count.
    pub answer: String,
    /// Where its facts come from. None means those of the file; those of the file
    /// are not written again.
    pub sources: Vec<SourceRef>,
}

/// What is to become of a file. An id is that of an entry or `file-stem#anchor`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants say what their fields are")]
pub enum Change {
    /// A new entry, or a new section, at the end of the file.
    Add { id: String, draft: Draft },
    /// Another text for what is there; the id stays.
    Edit { id: String, draft: Draft },
    /// Takes it away with its own comments; `related` in this file follows.
    Remove { id: String },
    /// Another id; `related` in this file follows.
    Rename { id: String, to: String },
    /// One more way to ask.
    AddAlternate { id: String, question: String },
    /// One way to ask less; case and punctuation make no difference.
    RemoveAlternate { id: String, question: String },
}

impl Change {
    /// The id that stands in the file before, or for a new one, after the change.
    pub fn id(&self) -> &str {
        match self {
            Change::Add { id, .. }
            | Change::Edit { id, .. }
            | Change::Remove { id }
            | Change::Rename { id, .. }
            | Change::AddAlternate { id, .. }
            | Change::RemoveAlternate { id, .. } => id,
        }
    }
}

/// What stands there now; `None` where the file has no such id, has it twice, or
/// has a syntax error.
pub fn draft(file: &Original<'_>, id: &str) -> Option<Draft> {
    let text = file.plain();
    Parsed::new(file, &text).ok()?.draft(id).ok()
}

/// The text of the file, as it is to stand on disk, with the change.
pub fn changed(file: &Original<'_>, change: &Change) -> Result<String, EditError> {
    let text = file.plain();
    let parsed = Parsed::new(file, &text)?;
    let before = file.loaded().ok_or(EditError::NotEditable)?;
    let (splices, wished) = parsed.splices(change)?;
    let new = file.spliced(splices);
    let after = Original {
        path: file.path,
        text: &new,
    };
    kept::check(&before, &after, change, wished.as_ref())?;
    Ok(new)
}

/// The text with every `related` that names `from` naming `to`, or nothing in its
/// place, for a change that reaches other files; `None` where none does.
pub fn with_references(
    file: &Original<'_>,
    from: &str,
    to: Option<&str>,
) -> Result<Option<String>, EditError> {
    let text = file.plain();
    let Parsed::Entries(entries) = Parsed::new(file, &text)? else {
        // Sections name no others.
        return Ok(None);
    };
    let splices = entries.references(from, to);
    if splices.is_empty() {
        return Ok(None);
    }
    let new = file.spliced(splices);
    let after = Original {
        path: file.path,
        text: &new,
    };
    let before = file.loaded().ok_or(EditError::NotEditable)?;
    kept::check_references(&before, &after, from, to)?;
    Ok(Some(new))
}

/// A file that can be edited.
enum Parsed<'a> {
    Entries(EntryFile<'a>),
    Article(ArticleFile<'a>),
}

impl<'a> Parsed<'a> {
    /// `text` is that of `file` as the loader sees it.
    fn new(file: &Original<'_>, text: &'a str) -> Result<Parsed<'a>, EditError> {
        match file.kind() {
            Some(FileKind::Faq) => EntryFile::parse(text).map(Parsed::Entries),
            Some(FileKind::Article) => ArticleFile::parse(file.path, text).map(Parsed::Article),
            Some(FileKind::Urgent) | None => Err(EditError::NotEditable),
        }
    }

    fn draft(&self, id: &str) -> Result<Draft, EditError> {
        match self {
            Parsed::Entries(entries) => Ok(entries.draft(entries.entry(id)?)),
            Parsed::Article(article) => Ok(article.draft(article.section(id)?)),
        }
    }

    /// Where the file gives its sources to an entry without its own.
    fn sources(&self) -> Vec<SourceRef> {
        match self {
            Parsed::Entries(entries) => entries.sources(),
            Parsed::Article(article) => article.sources(),
        }
    }

    /// What to replace, and how the entry is to read back, if it is still there.
    fn splices(&self, change: &Change) -> Result<(Vec<Splice>, Option<Draft>), EditError> {
        let id = change.id();
        let present = match change {
            Change::Add { .. } => Draft::default(),
            _ => self.draft(id)?,
        };
        let wished = match change {
            Change::Remove { .. } => return Ok((self.removed(id)?, None)),
            Change::Rename { to, .. } => {
                if to == id {
                    return Ok((Vec::new(), Some(present)));
                }
                self.must_be_free(to)?;
                return Ok((self.renamed(id, to)?, Some(present)));
            }
            Change::Add { draft, .. } | Change::Edit { draft, .. } => {
                let is_section = matches!(self, Parsed::Article(_));
                let mut wished = tidied(draft.clone(), is_section);
                if wished.sources.is_empty() {
                    wished.sources = self.sources();
                }
                wished
            }
            Change::AddAlternate { question, .. } => with_alternate(&present, question)?,
            Change::RemoveAlternate { question, .. } => without_alternate(&present, question)?,
        };
        check_characters(&present, &wished)?;
        let is_new = matches!(change, Change::Add { .. }) || wished.answer != present.answer;
        if is_new && wished.answer.is_empty() {
            return Err(EditError::NoAnswer);
        }
        let splices = match (self, change) {
            (_, Change::Add { .. }) => {
                self.must_be_free(id)?;
                self.added(id, &wished)?
            }
            (Parsed::Entries(entries), _) => entries.edited(entries.entry(id)?, &wished)?,
            (Parsed::Article(article), _) => article.edited(article.section(id)?, &wished)?,
        };
        Ok((splices, Some(wished)))
    }

    fn added(&self, id: &str, wished: &Draft) -> Result<Vec<Splice>, EditError> {
        match self {
            Parsed::Entries(entries) => entries.added(id, wished),
            Parsed::Article(article) => article.added(id, wished),
        }
    }

    fn removed(&self, id: &str) -> Result<Vec<Splice>, EditError> {
        match self {
            Parsed::Entries(entries) => entries.removed(entries.entry(id)?, id),
            Parsed::Article(article) => article.removed(article.section(id)?),
        }
    }

    fn renamed(&self, id: &str, to: &str) -> Result<Vec<Splice>, EditError> {
        match self {
            Parsed::Entries(entries) => Ok(entries.renamed(entries.entry(id)?, id, to)),
            Parsed::Article(article) => article.renamed(article.section(id)?, to),
        }
    }

    fn must_be_free(&self, id: &str) -> Result<(), EditError> {
        let is_there = match self {
            Parsed::Entries(entries) => {
                !matches!(entries.entry(id), Err(EditError::Unknown { .. }))
            }
            Parsed::Article(article) => article.has_anchor(id),
        };
        match is_there {
            true => Err(EditError::Exists { id: id.to_owned() }),
            false => Ok(()),
        }
    }
}

/// The draft as the loader would give it back: without blank lines around the
/// answer and with `\n` at line ends.
fn tidied(mut draft: Draft, is_section: bool) -> Draft {
    let answer = draft.answer.replace("\r\n", "\n");
    draft.answer = trim_blank_lines(&answer).to_owned();
    if is_section {
        draft.question = draft.question.trim().to_owned();
    }
    draft
}

fn with_alternate(present: &Draft, question: &str) -> Result<Draft, EditError> {
    let folded = fold(question);
    let mut known = std::iter::once(&present.question).chain(&present.alternates);
    if let Some(known) = known.find(|known| fold(known) == folded) {
        let question = known.clone();
        return Err(EditError::AlreadyAsked { question });
    }
    let mut wished = present.clone();
    wished.alternates.push(question.to_owned());
    Ok(wished)
}

fn without_alternate(present: &Draft, question: &str) -> Result<Draft, EditError> {
    let folded = fold(question);
    let exact = |known: &String| known == question;
    let alike = |known: &String| fold(known) == folded;
    let alternates = &present.alternates;
    let place = alternates.iter().position(exact);
    let Some(place) = place.or_else(|| alternates.iter().position(alike)) else {
        let question = question.to_owned();
        return Err(EditError::NotAsked { question });
    };
    let mut wished = present.clone();
    wished.alternates.remove(place);
    Ok(wished)
}

/// Refuses control characters in what is new.
fn check_characters(present: &Draft, wished: &Draft) -> Result<(), EditError> {
    let new = |field, text: &str, present: &[String]| match present.iter().any(|old| old == text) {
        true => Ok(()),
        false => match text
            .chars()
            .find(|c| c.is_control() && !"\t\n".contains(*c))
        {
            None => Ok(()),
            Some(c) => Err(EditError::ControlCharacter {
                field,
                code: u32::from(c),
            }),
        },
    };
    let one = std::slice::from_ref;
    new("the question", &wished.question, one(&present.question))?;
    for text in &wished.alternates {
        new("an alternate", text, &present.alternates)?;
    }
    for text in &wished.not_for {
        new("a text of `not_for`", text, &present.not_for)?;
    }
    new("the answer", &wished.answer, one(&present.answer))?;
    for source in &wished.sources {
        if !present.sources.contains(source) {
            new("a source", &source.title, &[])?;
            new("a source", source.url.as_deref().unwrap_or_default(), &[])?;
        }
    }
    Ok(())
}
