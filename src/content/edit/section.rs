//! Edits of an article: its sections, cut as the loader cuts them.
//!
//! How a heading is written is in [`super::heading`]; other ways to ask for a
//! section stand in the front matter, see [`super::front_questions`].

use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use super::super::article::{Block, blocks};
use super::super::entry::{FileInfo, SourceRef};
use super::super::front_matter;
use super::super::outline::{Heading, headings};
use super::super::slug::{is_anchor, slug};
use super::super::split::trim_blank_lines;
use super::front_questions::{FrontMatter, Questions};
use super::original::{Splice, append, cut, line_start, next_line};
use super::toml_view::{self, parse};
use super::{Draft, EditError, heading};
use crate::diagnostic::{Diagnostics, SourceFile};

/// An article whose front matter has no syntax error.
pub struct ArticleFile<'a> {
    text: &'a str,
    /// What the ids of its sections begin with.
    stem: String,
    front: FrontMatter<'a>,
    /// Its title as readers see it.
    title: String,
    /// The Markdown below the front matter.
    body: Range<usize>,
    headings: Vec<Heading>,
}

/// A section of the article.
pub struct Section<'t> {
    anchor: String,
    block: Block<'t>,
    /// The title of the first section below it, if there is one.
    first_below: Option<String>,
}

impl<'a> ArticleFile<'a> {
    pub fn parse(path: &str, text: &'a str) -> Result<ArticleFile<'a>, EditError> {
        let stem = Path::new(path).file_stem().unwrap_or_default();
        let stem = stem.to_string_lossy().into_owned();
        let diagnostics = Diagnostics::new(&Arc::new(SourceFile {
            path: path.to_owned(),
            text: text.to_owned(),
        }));
        let Some(parts) = front_matter::cut(&diagnostics) else {
            let problems = diagnostics.into_vec();
            let line = problems
                .first()
                .map_or(1, |problem| problem.line_and_column().0);
            return Err(EditError::Syntax { line });
        };
        let toml = match parts.front_matter {
            Some(range) => Some((range.clone(), parse(text, range)?)),
            None => None,
        };
        let front = FrontMatter { text, toml };
        let headings = headings(text, parts.body.clone());
        let own_title = front
            .table()
            .and_then(|table| toml_view::text(table, "title"));
        let title = match (own_title, headings.first()) {
            (Some(title), _) if !title.trim().is_empty() => title.to_owned(),
            (_, Some(first)) if first.level == 1 => first.title.clone(),
            _ => stem.clone(),
        };
        Ok(ArticleFile {
            text,
            stem,
            front,
            title,
            body: parts.body,
            headings,
        })
    }

    /// The section with this id, if there is exactly one and it has a text.
    pub fn section(&self, id: &str) -> Result<Section<'_>, EditError> {
        let unknown = || EditError::Unknown { id: id.to_owned() };
        let anchor = self.anchor(id).map_err(|_| unknown())?;
        let mut blocks = self.blocks().into_iter().peekable();
        let mut found = None;
        while let Some(block) = blocks.next() {
            if anchor_of(&block) != anchor {
                continue;
            }
            if found.is_some() {
                return Err(EditError::Ambiguous { id: id.to_owned() });
            }
            let level = |block: &Block<'_>| block.heading.map(|heading| heading.level);
            let is_below =
                |next: &&Block<'_>| block.heading.is_some() && level(next) > level(&block);
            let first_below = blocks
                .peek()
                .filter(is_below)
                .map(|next| next.title.clone());
            found = Some(Section {
                anchor: anchor.to_owned(),
                block,
                first_below,
            });
        }
        let with_text = found.filter(|section| !section.block.is_blank(self.text));
        with_text.ok_or_else(unknown)
    }

    /// Whether a heading has the anchor of this id, be there a text below or not.
    pub fn has_anchor(&self, id: &str) -> bool {
        let is_same = |anchor| self.blocks().iter().any(|block| anchor_of(block) == anchor);
        self.anchor(id).is_ok_and(is_same)
    }

    pub fn draft(&self, section: Section<'_>) -> Draft {
        let (alternates, not_for) = self.front.questions(&section.anchor);
        Draft {
            alternates,
            not_for,
            answer: self.text[self.solid(&section.block)].to_owned(),
            question: section.block.title,
            sources: self.sources(),
        }
    }

    /// The sources of the article.
    pub fn sources(&self) -> Vec<SourceRef> {
        self.front
            .table()
            .map(toml_view::sources)
            .unwrap_or_default()
    }

    /// A new section at the end.
    pub fn added(&self, id: &str, draft: &Draft) -> Result<Vec<Splice>, EditError> {
        let anchor = self.new_anchor(id)?;
        self.check_sources(draft)?;
        self.check_body(draft)?;
        let heading = heading::new(&draft.question, anchor)?;
        let block = format!("{heading}\n\n{}\n", draft.answer);
        let mut splices = self.with_questions(anchor, draft)?;
        splices.push(append(self.text, 0..self.text.len(), &block));
        Ok(splices)
    }

    /// The section with what differs in the draft.
    pub fn edited(&self, section: Section<'_>, draft: &Draft) -> Result<Vec<Splice>, EditError> {
        self.check_sources(draft)?;
        let Section { anchor, block, .. } = &section;
        let mut splices = self.with_questions(anchor, draft)?;
        if draft.question != block.title {
            let Some(present) = block.heading else {
                return Err(EditError::NoHeading);
            };
            // The id stays, whatever the heading says.
            let is_implied = present.anchor.is_none() && slug(&draft.question) == *anchor;
            let written = (!is_implied).then_some(anchor.as_str());
            let source = &self.text[present.span.clone()];
            let heading = heading::retitled(source, present, &draft.question, written)?;
            splices.push(Splice::new(present.span.clone(), heading));
        }
        let solid = self.solid(block);
        if draft.answer != self.text[solid.clone()] {
            self.check_body(draft)?;
            splices.push(Splice::new(solid, draft.answer.as_str()));
        }
        Ok(splices)
    }

    /// Takes heading, text and questions of the section away.
    pub fn removed(&self, section: Section<'_>) -> Result<Vec<Splice>, EditError> {
        if let Some(first) = section.first_below {
            return Err(EditError::SectionsBelow { first });
        }
        let mut splices = self.front.without(&section.anchor);
        let start = line_start(self.text, section.block.span.start);
        let end = next_line(self.text, self.solid(&section.block).end);
        splices.push(cut(self.text, 0..self.text.len(), start..end));
        Ok(splices)
    }

    /// The section with another anchor; its questions follow.
    pub fn renamed(&self, section: Section<'_>, to: &str) -> Result<Vec<Splice>, EditError> {
        let to = self.new_anchor(to)?;
        let Some(heading) = section.block.heading else {
            return Err(EditError::NoHeading);
        };
        let source = &self.text[heading.span.clone()];
        let written = heading::anchored(source, heading, to);
        let mut splices = self.front.renamed(&section.anchor, to);
        splices.push(Splice::new(heading.span.clone(), written));
        Ok(splices)
    }

    /// The anchor that an id of this article names.
    fn anchor<'i>(&self, id: &'i str) -> Result<&'i str, EditError> {
        let rest = id.strip_prefix(self.stem.as_str());
        rest.and_then(|rest| rest.strip_prefix('#'))
            .ok_or_else(|| EditError::OtherArticle {
                id: id.to_owned(),
                stem: self.stem.clone(),
            })
    }

    /// As [`ArticleFile::anchor`], if a section may be called so.
    fn new_anchor<'i>(&self, id: &'i str) -> Result<&'i str, EditError> {
        let anchor = self.anchor(id)?;
        match is_anchor(anchor) {
            true => Ok(anchor),
            false => Err(EditError::BadAnchor {
                anchor: anchor.to_owned(),
            }),
        }
    }

    fn blocks(&self) -> Vec<Block<'_>> {
        let info = FileInfo {
            title: self.title.clone(),
            ..FileInfo::default()
        };
        blocks(self.text, self.body.clone(), &self.headings, &info)
    }

    /// Where the text of a block stands, without blank lines around it.
    fn solid(&self, block: &Block<'_>) -> Range<usize> {
        let source = &self.text[block.body.clone()];
        let end = block.body.start + source.trim_end().len();
        end - trim_blank_lines(source).len()..end
    }

    fn with_questions(&self, anchor: &str, draft: &Draft) -> Result<Vec<Splice>, EditError> {
        let wanted = Questions {
            alternates: &draft.alternates,
            not_for: &draft.not_for,
        };
        self.front.with(anchor, wanted, &self.title)
    }

    fn check_sources(&self, draft: &Draft) -> Result<(), EditError> {
        match draft.sources == self.sources() {
            true => Ok(()),
            false => Err(EditError::SourcesOfArticle),
        }
    }

    /// Refuses a text that would be cut at a heading of its own.
    fn check_body(&self, draft: &Draft) -> Result<(), EditError> {
        let inner = headings(&draft.answer, 0..draft.answer.len());
        match inner.into_iter().next() {
            None => Ok(()),
            Some(heading) => Err(EditError::HeadingInText {
                heading: heading.title,
            }),
        }
    }
}

/// The anchor of a block, written or implied.
fn anchor_of(block: &Block<'_>) -> String {
    let written = block.heading.and_then(|heading| heading.anchor.as_ref());
    written.map_or_else(|| slug(&block.title), |anchor| anchor.value.clone())
}
