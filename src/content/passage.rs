//! A passage: the unit that is searched and shown.
//!
//! An entry is one passage; a section is one, or several where it is long.
//! A passage carries all that an answer shows, so that nothing has to be
//! looked up in the files again.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::entry::{Entry, FileInfo, Section, SourceRef};
use super::language::Language;
use super::split::{split, trim_blank_lines};

/// What a passage was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An `[[entry]]` of a TOML file.
    Entry,
    /// A section of an article.
    Section,
}

/// A piece of content that can be the answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// The entry's id, or `file-stem#anchor`; parts of a section share it.
    pub id: String,
    /// What it was made from.
    pub kind: Kind,
    /// Which part of a long section it is, from 0.
    pub part: usize,
    /// Whether the section goes on in another part.
    pub continues: bool,
    /// The question of an entry, the heading of a section.
    pub title: String,
    /// Other ways to ask for it.
    pub alternates: Vec<String>,
    /// Questions that must not get it.
    pub not_for: Vec<String>,
    /// The title of the file and the headings above, outermost first.
    pub context: Vec<String>,
    /// The answer, Markdown, word for word.
    pub text: String,
    /// The language that it is written in.
    pub language: Language,
    /// Words to group by, the file's first.
    pub tags: Vec<String>,
    /// Ids to offer next.
    pub related: Vec<String>,
    /// Where its facts come from.
    pub sources: Vec<SourceRef>,
    /// The file's own disclaimer.
    pub disclaimer: Option<String>,
    /// When a person last checked it.
    pub reviewed: Option<Date>,
    /// The file that it stands in, relative to the FAQ folder, with `/`.
    pub file: String,
    /// The line where it begins, from 1.
    pub line: usize,
}

impl Passage {
    /// The passage of an entry of the file at `path` (relative to the FAQ
    /// folder).
    pub fn of_entry(entry: Entry, info: &FileInfo, path: &str) -> Passage {
        let mut tags = info.tags.clone();
        tags.extend(
            entry
                .tags
                .into_iter()
                .filter(|tag| !info.tags.contains(tag)),
        );
        let sources = if entry.sources.is_empty() {
            info.sources.clone()
        } else {
            entry.sources
        };
        Passage {
            id: entry.id,
            kind: Kind::Entry,
            part: 0,
            continues: false,
            title: entry.question,
            alternates: entry.alternates,
            not_for: entry.not_for,
            context: vec![info.title.clone()],
            text: entry.answer,
            language: info.language,
            tags,
            related: entry.related,
            sources,
            disclaimer: info.disclaimer.clone(),
            reviewed: entry.reviewed.or(info.reviewed),
            file: path.to_owned(),
            line: entry.line,
        }
    }

    /// The passages of a section with the given id: one, or several where its
    /// body is long. Their texts one after another are the body. As the title,
    /// the alternates ask for the section as a whole, so all parts have them and
    /// the body decides between the parts.
    pub fn of_section(id: &str, section: &Section, info: &FileInfo, path: &str) -> Vec<Passage> {
        let mut context = vec![info.title.clone()];
        // An article may repeat its title as its first heading; once is enough.
        let repeated = section.path.first() == Some(&info.title);
        context.extend(section.path.iter().skip(usize::from(repeated)).cloned());

        let mut line = section.body_line;
        let ranges = split(&section.body);
        let parts = ranges.len();
        let mut passages = Vec::new();
        for (part, range) in ranges.into_iter().enumerate() {
            let text = &section.body[range];
            passages.push(Passage {
                id: id.to_owned(),
                kind: Kind::Section,
                part,
                continues: part + 1 < parts,
                title: section.title.clone(),
                alternates: section.alternates.clone(),
                not_for: section.not_for.clone(),
                context: context.clone(),
                text: trim_blank_lines(text).to_owned(),
                language: info.language,
                tags: info.tags.clone(),
                related: Vec::new(),
                sources: info.sources.clone(),
                disclaimer: info.disclaimer.clone(),
                reviewed: info.reviewed,
                file: path.to_owned(),
                line: if part == 0 { section.line } else { line },
            });
            line += text.matches('\n').count();
        }
        passages
    }
}
