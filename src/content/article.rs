//! An article: Markdown, cut at its headings into sections.
//!
//! The front matter is found by [`super::front_matter`], the headings by
//! [`super::outline`]; long sections are cut by [`super::split`]. What is right
//! and wrong in them is in [`super::article_rules`].

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use super::article_rules::{check_file_name, check_outline, checked_anchor, fits};
use super::entry::{FileInfo, Section};
use super::file_info::read_file_info;
use super::front_matter;
use super::load::{Item, LoadedFile};
use super::outline::{Heading, headings};
use super::passage::Passage;
use super::section_questions::SectionQuestions;
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
    let (info, mut questions) = match parts.front_matter {
        Some(range) => {
            let mut table = TableReader::parse_part(diagnostics, range);
            let (info, review_by) = read_file_info(&mut table, fallback_title);
            loaded.review_by = review_by;
            let questions = SectionQuestions::read(&mut table);
            table.finish();
            (info, Some(questions))
        }
        None => {
            let info = FileInfo {
                title: fallback_title.to_owned(),
                ..FileInfo::default()
            };
            (info, None)
        }
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
        let span = block.span.clone();
        let mut section = section(block, anchor, text, &lines);
        let errors_before = diagnostics.errors();
        let title = Spanned::new(section.title.clone(), span.clone());
        let taken = questions
            .as_mut()
            .map(|all| all.take(&section.anchor, &title));
        let (phrasings, not_for) = taken.unwrap_or_default();
        let sound = diagnostics.errors() == errors_before;
        section.alternates = values(&phrasings);
        section.not_for = values(&not_for);
        let id = format!("{stem}#{}", section.anchor);
        loaded.items.push(Item {
            id: Spanned::new(id.clone(), span.clone()),
            line,
            phrasings,
            related: Vec::new(),
            review_by: None,
        });
        let passages = Passage::of_section(&id, &section, &info, &loaded.path);
        if fits(&passages, span, diagnostics) && sound {
            loaded.sections += 1;
            loaded.passages.extend(passages);
        }
    }
    if let Some(questions) = questions {
        questions.finish(anchors.keys().map(String::as_str));
    }
}

fn values(questions: &[Spanned<String>]) -> Vec<String> {
    questions.iter().map(|one| one.value.clone()).collect()
}

/// The section that a block with text makes.
fn section(block: Block<'_>, anchor: String, text: &str, lines: &LineIndex) -> Section {
    let source = &text[block.body.clone()];
    let body = trim_blank_lines(source);
    // Both end at the same word, so the difference is what was cut in front.
    let body_start = block.body.start + source.trim_end().len() - body.len();
    Section {
        anchor,
        title: block.title,
        path: block.path,
        alternates: Vec::new(),
        not_for: Vec::new(),
        body: body.to_owned(),
        line: lines.line(block.span.start),
        body_line: lines.line(body_start),
    }
}

/// A heading with what stands below it, or the text above the first heading.
pub struct Block<'a> {
    pub heading: Option<&'a Heading>,
    pub title: String,
    /// The headings above it, outermost first.
    pub path: Vec<String>,
    /// The heading, or the first word of a text that has none.
    pub span: Range<usize>,
    /// What stands below the heading, up to the next.
    pub body: Range<usize>,
}

impl Block<'_> {
    /// Whether nothing stands below the heading.
    pub fn is_blank(&self, text: &str) -> bool {
        text[self.body.clone()].trim().is_empty()
    }
}

/// Cuts the part `body` of `text` at its headings.
pub fn blocks<'a>(
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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::entry::SourceRef;
    use super::super::language::Language;
    use super::super::passage::Kind;
    use super::super::testing::{article, body_problems, loaded, problems};
    use super::*;

    /// Id, part, title, context, text and line of each passage.
    fn passages(body: &str) -> Vec<(String, usize, String, String, String, usize)> {
        article(body)
            .passages
            .into_iter()
            .map(|passage| {
                (
                    passage.id,
                    passage.part,
                    passage.title,
                    passage.context.join(" > "),
                    passage.text,
                    passage.line,
                )
            })
            .collect()
    }

    #[test]
    fn an_article_is_cut_at_its_headings() {
        let body = "\nHello.\n\n# Guide {#top}\n\n## First *steps*\n\n  One.\n\n  Two.\n\n\
                    ### Details {#more}\nThree.\n\nSecond\n------\nFour.\n";
        let expected = [
            ("guide#guide", 0, "Guide", "Guide", "Hello.", 5),
            (
                "guide#first-steps",
                0,
                "First steps",
                "Guide",
                "  One.\n\n  Two.",
                9,
            ),
            (
                "guide#more",
                0,
                "Details",
                "Guide > First steps",
                "Three.",
                15,
            ),
            ("guide#second", 0, "Second", "Guide", "Four.", 18),
        ]
        .map(|(id, part, title, context, text, line)| {
            let owned = str::to_owned;
            (
                owned(id),
                part,
                owned(title),
                owned(context),
                owned(text),
                line,
            )
        });
        assert_eq!(passages(body), expected);
        assert!(body_problems(body).is_empty());
    }

    #[test]
    fn a_section_has_all_that_the_front_matter_says() {
        let text = "+++\ntitle = 'Guide'\nlanguage = 'de'\ntags = ['t']\ndisclaimer = 'D'\n\
                    sources = [{ title = 'S' }]\nreviewed = 2026-01-02\nreview_by = 2026-02-03\n\
                    +++\n## Eins\nText.\n";
        let file = loaded("articles/sub/guide.md", text);
        assert!(file.diagnostics.is_empty());
        assert_eq!(file.review_by.map(|due| due.value), Some(date(2026, 2, 3)));
        assert_eq!((file.entries, file.sections), (0, 1));
        assert_eq!(
            file.passages,
            [Passage {
                id: "guide#eins".into(),
                kind: Kind::Section,
                part: 0,
                continues: false,
                title: "Eins".into(),
                alternates: vec![],
                not_for: vec![],
                context: vec!["Guide".into()],
                text: "Text.".into(),
                language: Language::German,
                tags: vec!["t".into()],
                related: vec![],
                sources: vec![SourceRef {
                    title: "S".into(),
                    url: None,
                }],
                disclaimer: Some("D".into()),
                reviewed: Some(date(2026, 1, 2)),
                file: "articles/sub/guide.md".into(),
                line: 10,
            }]
        );
    }

    #[test]
    fn the_parts_of_a_long_section_share_its_id() {
        let paragraph = "word ".repeat(200);
        let body = format!("## Long\n\n{paragraph}\n\n{paragraph}\n");
        let found: Vec<_> = passages(&body)
            .into_iter()
            .map(|(id, part, .., line)| (id, part, line))
            .collect();
        assert_eq!(
            found,
            [("guide#long".into(), 0, 4), ("guide#long".into(), 1, 8)]
        );
        assert_eq!(article(&body).sections, 1);
    }

    #[test]
    fn an_article_without_front_matter_is_called_by_its_heading_or_file() {
        let context = |text| loaded("articles/a.md", text).passages[0].context.clone();
        assert_eq!(context("# Title\nText.\n"), ["Title"]);
        assert_eq!(context("Text.\n"), ["a"]);
    }

    #[test]
    fn a_mistake_in_the_front_matter_is_found_at_its_place() {
        assert_eq!(
            problems(
                "articles/a.md",
                "+++\ntitle = 'T'\ntgas = []\n+++\n## One\nText.\n"
            ),
            ["3:1 error unknown-key: unknown key `tgas`; did you mean `tags`"]
        );
        assert_eq!(
            problems("articles/a.md", "+++\n+++\n## One\nText.\n"),
            ["2:1 error missing-key: `title` is missing; add a line `title = \"…\"`"]
        );
    }

    #[test]
    fn an_article_without_text_is_noted() {
        assert_eq!(
            body_problems("\n"),
            ["1:1 warning empty-file: the article has no text; \
                 write headings such as `## Opening hours` with text below, or delete the file"]
        );
    }
}
