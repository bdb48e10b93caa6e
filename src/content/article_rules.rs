//! What is right and wrong in an article: its name, its headings, their anchors
//! and the length of what stands below.
//!
//! Where the headings are is [`super::outline`]'s business; rules between
//! articles are in `lint`.

use std::collections::HashMap;
use std::ops::Range;

use super::article::Block;
use super::entry_rules::MAX_ANSWER_CHARACTERS;
use super::passage::Passage;
use super::slug::{MAX_ID_CHARACTERS, is_anchor, slug};
use crate::diagnostic::Diagnostics;

/// Notes headings that skip a level, and those with nothing below.
pub fn check_outline(text: &str, blocks: &[Block<'_>], diagnostics: &Diagnostics) {
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
pub fn checked_anchor(
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
    if explicit.is_none() && block.title.contains("{#") {
        diagnostics.error(
            "bad-anchor",
            span,
            "the anchor is not closed, or does not stand at the end of the heading",
            "write it last, between `{#` and `}`, such as `{#opening-hours}`",
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
            format!(
                "the id `{stem}#{anchor}` has {length} characters, \
                 at most {MAX_ID_CHARACTERS} are allowed"
            ),
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
pub fn fits(passages: &[Passage], heading: Range<usize>, diagnostics: &Diagnostics) -> bool {
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
        format!(
            "this section has {longest} characters that cannot be cut, \
             at most {MAX_ANSWER_CHARACTERS} are allowed"
        ),
        "cut the code block, table or paragraph below it in two",
    );
    false
}

/// The name of the file begins every id of its sections.
pub fn check_file_name(stem: &str, diagnostics: &Diagnostics) {
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

#[cfg(test)]
mod tests {
    use super::super::testing::{article, body_problems, problems};

    #[test]
    fn a_heading_without_text_needs_sections_below() {
        let body = "# A\n## B\nText.\n## C\n# D\nText.\n";
        assert_eq!(
            body_problems(body),
            [
                "7:1 warning empty-section: there is no text below this heading; \
                 write the text, or delete the heading"
            ]
        );
        let file = article(body);
        let ids: Vec<_> = file.passages.iter().map(|passage| &passage.id).collect();
        assert_eq!(ids, ["guide#b", "guide#d"]);
    }

    #[test]
    fn a_heading_that_skips_a_level() {
        assert_eq!(
            body_problems("## A\nText.\n#### B\nText.\n"),
            [
                "6:1 warning heading-jump: a heading of level 4 below one of level 2; \
                 begin it with `###`"
            ]
        );
    }

    #[test]
    fn a_heading_has_words() {
        assert_eq!(
            body_problems("## {#a}\nText.\n"),
            ["4:1 error empty-heading: the heading has no text; \
                 write the heading, or delete its `#` marks"]
        );
    }

    #[test]
    fn an_anchor_is_lower_case_without_spaces() {
        let help =
            "write lower-case letters, digits and hyphens at the end of the heading, such as";
        for (heading, column, message, anchor) in [
            ("## A {#}", 8, "`` is not an anchor", "opening-hours"),
            ("## A {#b c}", 8, "`b c` is not an anchor", "b-c"),
            ("## A {#Up}", 8, "`Up` is not an anchor", "up"),
            (
                "## ?!",
                1,
                "the heading has no letters or digits to name the section by",
                "opening-hours",
            ),
        ] {
            assert_eq!(
                body_problems(&format!("{heading}\nText.\n")),
                [format!(
                    "4:{column} error bad-anchor: {message}; {help} `{{#{anchor}}}`"
                )]
            );
        }
        assert_eq!(
            body_problems(&format!("## {}\nText.\n", "a".repeat(75))),
            [format!(
                "4:1 error bad-anchor: the id `guide#{}` has 81 characters, at most 80 are \
                 allowed; \
                 write a short anchor at the end of the heading, such as `{{#opening-hours}}`",
                "a".repeat(75)
            )]
        );
    }

    #[test]
    fn an_anchor_is_given_once_in_an_article() {
        let body = "## A\nOne.\n## B {#a}\nTwo.\n";
        assert_eq!(
            body_problems(body),
            [
                "6:8 error duplicate-anchor: the anchor `a` is already that of line 4; \
                 write another at the end of this heading, such as `{#a-2}`"
            ]
        );
        assert_eq!(article(body).sections, 1);
    }

    #[test]
    fn a_block_that_cannot_be_cut_must_fit() {
        let body = format!("## A\n```\n{}\n```\n", "x".repeat(4000));
        assert_eq!(
            body_problems(&body),
            [
                "4:1 error over-long-answer: this section has 4008 characters that cannot be cut, \
                 at most 4000 are allowed; cut the code block, table or paragraph below it in two"
            ]
        );
        assert_eq!(article(&body).passages, []);
    }

    #[test]
    fn a_file_name_that_is_hard_to_type() {
        assert_eq!(
            problems(
                "articles/My Guide.md",
                "+++\ntitle = 'T'\n+++\n## A\nText.\n"
            ),
            [
                "1:1 warning bad-file-name: `My Guide` begins the ids of all sections and is hard \
                 to type; rename it to `my-guide.md`"
            ]
        );
    }
}
