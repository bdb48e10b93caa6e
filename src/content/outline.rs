//! Where the headings of an article are, by a Markdown parser: a `#` in a code
//! block is no heading, and an underlined line is one.
//!
//! Headings inside quotes and lists do not divide an article. What the headings
//! mean is [`super::article`]'s business.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::diagnostic::Spanned;

/// The extensions of Markdown that moderators may use.
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS
}

/// A heading that divides the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// From 1, the outermost, to 6.
    pub level: usize,
    /// Its text without marks and without the anchor.
    pub title: String,
    /// What stands in `{#…}` at its end, right or wrong.
    pub anchor: Option<Spanned<String>>,
    /// The heading with its marks, without the end of the line.
    pub span: Range<usize>,
}

/// The headings in the part `body` of `text`, in order; spans count from the
/// start of `text`.
pub fn headings(text: &str, body: Range<usize>) -> Vec<Heading> {
    let offset = body.start;
    let parser = Parser::new_ext(&text[body], markdown_options()).into_offset_iter();
    let mut headings = Vec::new();
    let mut current: Option<Heading> = None;
    // How many blocks and spans are open; a heading at 0 divides the article.
    let mut depth = 0_usize;
    for (event, range) in parser {
        match event {
            Event::Start(Tag::Heading { level, .. }) if depth == 0 => {
                let range = range.start + offset..range.end + offset;
                let source = text[range.clone()].trim_end();
                current = Some(Heading {
                    level: level as usize,
                    title: String::new(),
                    anchor: anchor(source, range.start),
                    span: range.start..range.start + source.len(),
                });
                depth += 1;
            }
            Event::End(TagEnd::Heading(_)) if depth == 1 => {
                depth = 0;
                headings.extend(current.take().map(finished));
            }
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut current {
                    heading.title.push_str(&words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut current {
                    heading.title.push(' ');
                }
            }
            _ => {}
        }
    }
    headings
}

/// Cuts the anchor off the title.
fn finished(mut heading: Heading) -> Heading {
    if heading.anchor.is_some()
        && let Some(brace) = heading.title.rfind("{#")
    {
        heading.title.truncate(brace);
    }
    heading.title = heading.title.trim().to_owned();
    heading
}

/// The name in `{#name}` at the end of a heading's source, which begins at the
/// byte `start` of the file.
fn anchor(source: &str, start: usize) -> Option<Spanned<String>> {
    let line = if source.starts_with('#') {
        source.trim_end_matches('#').trim_end()
    } else {
        // The last line of an underlined heading is the underline.
        source.rsplit_once('\n')?.0.trim_end()
    };
    let inner = line.strip_suffix('}')?;
    let name = inner.rfind("{#")? + 2;
    Some(Spanned::new(
        inner[name..].to_owned(),
        start + name..start + inner.len(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Level, title, anchor and source of each heading.
    fn outline(text: &str) -> Vec<(usize, String, Option<String>, &str)> {
        headings(text, 0..text.len())
            .into_iter()
            .map(|heading| {
                let anchor = heading.anchor.map(|anchor| {
                    assert_eq!(text[anchor.span], anchor.value);
                    anchor.value
                });
                (heading.level, heading.title, anchor, &text[heading.span])
            })
            .collect()
    }

    #[test]
    fn both_forms_of_headings_count() {
        assert_eq!(
            outline("# One #\ntext\n\nTwo\nlines\n===\n\n### *Th*`re`e\n"),
            [
                (1, "One".into(), None, "# One #"),
                (1, "Two lines".into(), None, "Two\nlines\n==="),
                (3, "Three".into(), None, "### *Th*`re`e"),
            ]
        );
    }

    #[test]
    fn what_only_looks_like_a_heading_does_not_count() {
        let text = "```\n# code\n```\n\n    # code\n\n> # quoted\n\n- # listed\n\n\
                    #hash\n\n<!--\n# no\n-->\n";
        assert_eq!(outline(text), []);
    }

    #[test]
    fn an_anchor_is_taken_from_the_end_of_a_heading() {
        assert_eq!(
            outline(
                "## One {#a} ##\n\nTwo {#b}\n---\n\n## {#c} three\n\n## {#}\n\n## Five {#D e}\n"
            ),
            [
                (2, "One".into(), Some("a".into()), "## One {#a} ##"),
                (2, "Two".into(), Some("b".into()), "Two {#b}\n---"),
                (2, "{#c} three".into(), None, "## {#c} three"),
                (2, "".into(), Some("".into()), "## {#}"),
                (2, "Five".into(), Some("D e".into()), "## Five {#D e}"),
            ]
        );
    }

    #[test]
    fn spans_count_from_the_start_of_the_file() {
        let text = "+++\n+++\n## One {#a}\n";
        let found = headings(text, 8..text.len());
        assert_eq!(&text[found[0].span.clone()], "## One {#a}");
        assert_eq!(found[0].anchor, Some(Spanned::new("a".into(), 17..18)));
    }
}
