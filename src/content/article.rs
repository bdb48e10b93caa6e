//! An article: Markdown, cut at its headings into sections.
//!
//! The front matter is found by [`super::front_matter`], the headings by
//! [`super::outline`]; long sections are cut by [`super::split`].

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use super::entry::{FileInfo, Section};
use super::faq_file::MAX_ANSWER_CHARACTERS;
use super::file_info::read_file_info;
use super::front_matter;
use super::load::{Item, LoadedFile};
use super::outline::{Heading, headings};
use super::passage::Passage;
use super::slug::{MAX_ID_CHARACTERS, is_anchor, slug};
use super::split::trim_blank_lines;
use super::toml_reader::TableReader;
use crate::diagnostic::{Diagnostics, LineIndex, Spanned};

/// Reads the sections of an article into `loaded`.
pub fn read(loaded: &mut LoadedFile, diagnostics: &Diagnostics) {
    let Some(parts) = front_matter::cut(diagnostics) else {
        return;
    };
    let text = diagnostics.file().text.as_str();
    let stem = Path::new(&loaded.path).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy().into_owned();
    check_file_name(&stem, diagnostics);

    let headings = headings(text, parts.body.clone());
    let fallback_title = match headings.first() {
        Some(heading) if heading.level == 1 => heading.title.as_str(),
        _ => stem.as_str(),
    };
    let info = match parts.front_matter {
        Some(range) => {
            let mut table = TableReader::parse_part(diagnostics, range);
            let (info, review_by) = read_file_info(&mut table, fallback_title);
            loaded.review_by = review_by;
            table.finish();
            info
        }
        None => FileInfo {
            title: fallback_title.to_owned(),
            ..FileInfo::default()
        },
    };

    let lines = LineIndex::new(text);
    let blocks = blocks(text, parts.body, &headings, &info);
    if blocks
        .iter()
        .all(|block| block.heading.is_none() && block.is_blank(text))
    {
        diagnostics.warning(
            "empty-file",
            0..0,
            "the article has no text",
            "write headings such as `## Opening hours` with text below, or delete the file",
        );
    }
    check_outline(text, &blocks, diagnostics);
    let mut anchors = HashMap::new();
    for block in blocks {
        let line = lines.line(block.span.start);
        let Some(anchor) = checked_anchor(&block, &stem, line, &mut anchors, diagnostics) else {
            continue;
        };
        if block.is_blank(text) {
            continue;
        }
        let body = trim_blank_lines(&text[block.body.clone()]);
        // `body` ends where the text of the block does, so its start is known.
        let body_start = block.body.start + text[block.body.clone()].trim_end().len() - body.len();
        let section = Section {
            anchor,
            title: block.title,
            path: block.path,
            body: body.to_owned(),
            line,
            body_line: lines.line(body_start),
        };
        let id = format!("{stem}#{}", section.anchor);
        loaded.items.push(Item {
            id: Spanned::new(id.clone(), block.span.clone()),
            line,
            phrasings: Vec::new(),
            related: Vec::new(),
            review_by: None,
        });
        let passages = Passage::of_section(&id, &section, &info, &loaded.path);
        if fits(&passages, block.span, diagnostics) {
            loaded.sections += 1;
            loaded.passages.extend(passages);
        }
    }
}

/// A heading with what stands below it, or the text above the first heading.
struct Block<'a> {
    heading: Option<&'a Heading>,
    title: String,
    /// The headings above it, outermost first.
    path: Vec<String>,
    /// The heading, or the first word of a text that has none.
    span: Range<usize>,
    /// What stands below the heading, up to the next.
    body: Range<usize>,
}

impl Block<'_> {
    fn is_blank(&self, text: &str) -> bool {
        text[self.body.clone()].trim().is_empty()
    }
}

/// Cuts the part `body` of `text` at its headings.
fn blocks<'a>(
    text: &str,
    body: Range<usize>,
    headings: &'a [Heading],
    info: &FileInfo,
) -> Vec<Block<'a>> {
    let mut blocks = Vec::with_capacity(headings.len() + 1);
    let end = headings
        .first()
        .map_or(body.end, |heading| heading.span.start);
    let introduction = &text[body.start..end];
    if headings.is_empty() || !introduction.trim().is_empty() {
        let start = body.start + introduction.len() - introduction.trim_start().len();
        let first_line = introduction.trim_start().lines().next().unwrap_or_default();
        blocks.push(Block {
            heading: None,
            title: info.title.clone(),
            path: Vec::new(),
            span: start..start + first_line.len(),
            body: body.start..end,
        });
    }
    let mut above: Vec<&Heading> = Vec::new();
    for (index, heading) in headings.iter().enumerate() {
        while above
            .last()
            .is_some_and(|upper| upper.level >= heading.level)
        {
            above.pop();
        }
        let end = headings
            .get(index + 1)
            .map_or(body.end, |next| next.span.start);
        blocks.push(Block {
            heading: Some(heading),
            title: heading.title.clone(),
            path: above.iter().map(|upper| upper.title.clone()).collect(),
            span: heading.span.clone(),
            body: heading.span.end..end,
        });
        above.push(heading);
    }
    blocks
}

/// Notes headings that skip a level, and those with nothing below.
fn check_outline(text: &str, blocks: &[Block<'_>], diagnostics: &Diagnostics) {
    let mut previous = 1;
    for (index, block) in blocks.iter().enumerate() {
        let Some(heading) = block.heading else {
            continue;
        };
        if heading.level > previous + 1 {
            diagnostics.warning(
                "heading-jump",
                heading.span.clone(),
                format!(
                    "a heading of level {} below one of level {previous}",
                    heading.level
                ),
                format!("begin it with `{}`", "#".repeat(previous + 1)),
            );
        }
        previous = heading.level;
        let next = blocks.get(index + 1).and_then(|next| next.heading);
        let has_sub_sections = next.is_some_and(|next| next.level > heading.level);
        if block.is_blank(text) && !has_sub_sections {
            diagnostics.warning(
                "empty-section",
                heading.span.clone(),
                "there is no text below this heading",
                "write the text, or delete the heading",
            );
        }
    }
}

/// The anchor of a block, if it can have one; `anchors` knows those of the
/// blocks before it with their lines.
fn checked_anchor(
    block: &Block<'_>,
    stem: &str,
    line: usize,
    anchors: &mut HashMap<String, usize>,
    diagnostics: &Diagnostics,
) -> Option<String> {
    let explicit = block.heading.and_then(|heading| heading.anchor.as_ref());
    let span = explicit.map_or(&block.span, |anchor| &anchor.span).clone();
    if block.title.is_empty() {
        diagnostics.error(
            "empty-heading",
            block.span.clone(),
            "the heading has no text",
            "write the heading, or delete its `#` marks",
        );
        return None;
    }
    let anchor = match explicit {
        Some(anchor) => anchor.value.clone(),
        None => slug(&block.title),
    };
    let suggestion = match slug(&anchor) {
        suggestion if suggestion.is_empty() => "opening-hours".to_owned(),
        suggestion => suggestion,
    };
    if !is_anchor(&anchor) {
        let message = match explicit {
            Some(_) => format!("`{anchor}` is not an anchor"),
            None => "the heading has no letters or digits to name the section by".to_owned(),
        };
        let help = format!(
            "write lower-case letters, digits and hyphens at the end of the heading, such as \
             `{{#{suggestion}}}`"
        );
        diagnostics.error("bad-anchor", span, message, help);
        return None;
    }
    let length = stem.chars().count() + 1 + anchor.chars().count();
    if length > MAX_ID_CHARACTERS {
        diagnostics.error(
            "bad-anchor",
            span,
            format!("the id `{stem}#{anchor}` has {length} characters, at most {MAX_ID_CHARACTERS} are allowed"),
            "write a short anchor at the end of the heading, such as `{#opening-hours}`",
        );
        return None;
    }
    if let Some(first) = anchors.get(&anchor) {
        diagnostics.error(
            "duplicate-anchor",
            span,
            format!("the anchor `{anchor}` is already that of line {first}"),
            format!("write another at the end of this heading, such as `{{#{anchor}-2}}`"),
        );
        return None;
    }
    anchors.insert(anchor.clone(), line);
    Some(anchor)
}

/// Whether each passage can be shown; what cannot is noted at the heading.
fn fits(passages: &[Passage], heading: Range<usize>, diagnostics: &Diagnostics) -> bool {
    let longest = passages
        .iter()
        .map(|passage| passage.text.chars().count())
        .max();
    let longest = longest.unwrap_or_default();
    if longest <= MAX_ANSWER_CHARACTERS {
        return true;
    }
    diagnostics.error(
        "over-long-answer",
        heading,
        format!("this section has {longest} characters that cannot be cut, at most {MAX_ANSWER_CHARACTERS} are allowed"),
        "cut the code block, table or paragraph below it in two",
    );
    false
}

/// The name of the file begins every id of its sections.
fn check_file_name(stem: &str, diagnostics: &Diagnostics) {
    if is_anchor(stem) {
        return;
    }
    let help = match slug(stem) {
        name if name.is_empty() => "rename it, to such as `opening-hours.md`".to_owned(),
        name => format!("rename it to `{name}.md`"),
    };
    diagnostics.warning(
        "bad-file-name",
        0..0,
        format!("`{stem}` begins the ids of all sections and is hard to type"),
        help,
    );
}
