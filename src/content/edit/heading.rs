//! A heading of an article and how it is written anew: in its own form, with its
//! own marks, and so that it reads back.

use super::super::outline::{Heading, headings};
use super::EditError;

/// A heading cut into what is written around its title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Form<'a> {
    /// Such as `## `; empty for an underlined heading.
    before: &'a str,
    title: &'a str,
    /// Such as ` ##`, or the line end and the underline.
    after: &'a str,
}

impl<'a> Form<'a> {
    /// Reads the source of a heading, with or without an anchor.
    fn of(source: &'a str, has_anchor: bool) -> Form<'a> {
        let (line, mut before) = if source.starts_with('#') {
            let open = source.trim_end_matches('#');
            let is_closed =
                open.ends_with([' ', '\t']) && !open.trim_matches('#').trim().is_empty();
            let line = if is_closed { open.trim_end() } else { source };
            let text = line.trim_start_matches('#').trim_start();
            (line, line.len() - text.len())
        } else {
            let line = source.rsplit_once('\n').map_or(source, |(line, _)| line);
            (line.trim_end(), 0)
        };
        let mut end = line.len();
        if has_anchor && let Some(brace) = line.rfind("{#") {
            end = line[..brace].trim_end().len();
        }
        before = before.min(end);
        Form {
            before: &source[..before],
            title: &source[before..end],
            after: &source[line.len()..],
        }
    }

    fn written(&self, title: &str, anchor: Option<&str>) -> String {
        let Form { before, after, .. } = self;
        match anchor {
            Some(anchor) => format!("{before}{title} {{#{anchor}}}{after}"),
            None => format!("{before}{title}{after}"),
        }
    }
}

/// The source of `heading` with another title.
pub fn retitled(
    source: &str,
    heading: &Heading,
    title: &str,
    anchor: Option<&str>,
) -> Result<String, EditError> {
    let form = Form::of(source, heading.anchor.is_some());
    let marks = format!("{} ", "#".repeat(heading.level));
    let plain = Form {
        before: &marks,
        title,
        after: "",
    };
    titled(&[form, plain], heading.level, title, anchor)
}

/// The source of `heading` with another anchor.
pub fn anchored(source: &str, heading: &Heading, anchor: &str) -> String {
    let form = Form::of(source, heading.anchor.is_some());
    form.written(form.title, Some(anchor))
}

/// A new heading of level 2.
pub fn new(title: &str, anchor: &str) -> Result<String, EditError> {
    let form = Form {
        before: "## ",
        title,
        after: "",
    };
    titled(&[form], 2, title, Some(anchor))
}

/// The first of the forms in which the title reads back, with marks escaped where
/// it has to be.
fn titled(
    forms: &[Form<'_>],
    level: usize,
    title: &str,
    anchor: Option<&str>,
) -> Result<String, EditError> {
    let escaped = escaped(title);
    for form in forms {
        for text in [title, &escaped] {
            let written = form.written(text, anchor);
            let document = format!("{written}\n");
            let found = headings(&document, 0..document.len());
            if let [only] = found.as_slice()
                && only.span == (0..written.len())
                && only.level == level
                && only.title == title
                && only.anchor.as_ref().map(|anchor| anchor.value.as_str()) == anchor
            {
                return Ok(written);
            }
        }
    }
    Err(EditError::NotAHeading {
        question: title.to_owned(),
    })
}

/// The text so that Markdown reads every sign as itself.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if "\\`*_[]<>&#~|!+-=.)".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn only(source: &str) -> Heading {
        let mut found = headings(source, 0..source.len());
        assert_eq!(found.len(), 1, "{source}");
        found.remove(0)
    }

    #[test]
    fn a_heading_keeps_its_form() {
        for (source, title, anchor, expected) in [
            ("## One", "Two", None, "## Two"),
            ("##  *One* {#a} ##", "Two", Some("a"), "##  Two {#a} ##"),
            (
                "## One",
                "Is a_b_c *it*?",
                None,
                "## Is a\\_b\\_c \\*it\\*?",
            ),
            ("## One", "In a_b", None, "## In a_b"),
            ("## One", "C #", Some("c"), "## C # {#c}"),
            ("## One", "C #", None, "## C \\#"),
            ("One\n---", "Two", Some("a"), "Two {#a}\n---"),
            ("One\n---", "1. Two", None, "1\\. Two\n---"),
            ("One {#a}\n===", "---", Some("a"), "--- {#a}\n==="),
        ] {
            let written = retitled(source, &only(source), title, anchor);
            assert_eq!(written.as_deref(), Ok(expected), "{source}");
        }
    }

    #[test]
    fn an_anchor_is_written_or_replaced() {
        for (source, expected) in [
            ("## *One*", "## *One* {#new}"),
            ("## One ##", "## One {#new} ##"),
            ("## C#", "## C# {#new}"),
            ("# One {#a} #", "# One {#new} #"),
            ("One\n---", "One {#new}\n---"),
            ("One {#a}\n---", "One {#new}\n---"),
        ] {
            assert_eq!(anchored(source, &only(source), "new"), expected);
        }
    }

    #[test]
    fn a_heading_has_one_line() {
        assert_eq!(
            new("One\n\ntwo", "one"),
            Err(EditError::NotAHeading {
                question: "One\n\ntwo".into()
            })
        );
    }

    proptest! {
        #[test]
        fn any_printable_line_can_be_a_heading(text in "([ -~]|\\PC|[#{}*_`\\\\<&]){1,30}") {
            let text = text.trim();
            prop_assume!(!text.is_empty());
            prop_assert!(new(text, "anchor").is_ok(), "{}", text);
        }
    }
}
