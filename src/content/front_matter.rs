//! The head of an article: TOML between two lines of `+++`.
//!
//! Only where it is; what stands in it is read by [`super::file_info`].

use std::ops::Range;

use crate::diagnostic::Diagnostics;

/// The line above and below the front matter.
const FENCE: &str = "+++";

/// What an article must begin with, shown to those whose article does not.
const TEMPLATE_HELP: &str =
    "begin the file with a line `+++`, a line `title = \"…\"` and another line `+++`";

/// An article cut in two: byte ranges of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The TOML between the fences; `None` if there is none.
    pub front_matter: Option<Range<usize>>,
    /// The Markdown below.
    pub body: Range<usize>,
}

/// Cuts an article in two, and notes what is wrong with its fences. `None` if
/// it cannot be told where the front matter ends.
pub fn cut(diagnostics: &Diagnostics) -> Option<Parts> {
    let text = diagnostics.file().text.as_str();
    let blank = text.len() - text.trim_start().len();
    let first_line = text[blank..].lines().next().unwrap_or_default();
    if first_line.trim_end() != FENCE {
        let help = if first_line.trim_end() == "---" {
            "write `+++` in place of `---`, and `title = \"…\"` in place of `title: …`"
        } else {
            TEMPLATE_HELP
        };
        diagnostics.error(
            "missing-front-matter",
            blank..blank + first_line.len(),
            "the article has no front matter",
            help,
        );
        return Some(Parts {
            front_matter: None,
            body: 0..text.len(),
        });
    }
    let start = text[blank..]
        .find('\n')
        .map_or(text.len(), |newline| blank + newline + 1);
    let mut line_start = start;
    for line in text[start..].split_inclusive('\n') {
        let line_end = line_start + line.len();
        if line.trim_end() == FENCE {
            return Some(Parts {
                front_matter: Some(start..line_start),
                body: line_end..text.len(),
            });
        }
        line_start = line_end;
    }
    diagnostics.error(
        "unclosed-front-matter",
        blank..blank + FENCE.len(),
        "the front matter that begins here is not closed",
        "write a line `+++` after its last key",
    );
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::testing::lines;
    use super::*;
    use crate::diagnostic::SourceFile;

    /// The front matter and the body of an article, and its problems.
    fn cut_text(text: &str) -> (Option<(Option<&str>, &str)>, Vec<String>) {
        let file = Arc::new(SourceFile {
            path: "a.md".into(),
            text: text.into(),
        });
        let diagnostics = Diagnostics::new(&file);
        let parts = cut(&diagnostics).map(|parts| {
            let front_matter = parts.front_matter.map(|range| &text[range]);
            (front_matter, &text[parts.body])
        });
        (parts, lines(&diagnostics.into_vec()))
    }

    #[test]
    fn an_article_is_cut_below_its_second_fence() {
        assert_eq!(
            cut_text("\n+++\ntitle = 'T'\n+++ \nText\n+++\n"),
            (Some((Some("title = 'T'\n"), "Text\n+++\n")), vec![])
        );
        assert_eq!(cut_text("+++\n+++"), (Some((Some(""), "")), vec![]));
    }

    #[test]
    fn an_article_without_front_matter_is_all_body() {
        assert_eq!(
            cut_text("# Hello\n"),
            (
                Some((None, "# Hello\n")),
                vec![
                    "1:1 error missing-front-matter: the article has no front matter; begin the \
                     file with a line `+++`, a line `title = \"…\"` and another line `+++`"
                        .into()
                ]
            )
        );
        assert_eq!(cut_text("").0, Some((None, "")));
    }

    #[test]
    fn the_front_matter_of_other_tools_is_explained() {
        assert_eq!(
            cut_text("---\ntitle: T\n---\n").1,
            [
                "1:1 error missing-front-matter: the article has no front matter; write `+++` in \
                 place of `---`, and `title = \"…\"` in place of `title: …`"
            ]
        );
    }

    #[test]
    fn front_matter_without_end_leaves_nothing() {
        assert_eq!(
            cut_text("+++\ntitle = 'T'\n# Hello\n"),
            (
                None,
                vec![
                    "1:1 error unclosed-front-matter: the front matter that begins here is not \
                     closed; write a line `+++` after its last key"
                        .into()
                ]
            )
        );
    }
}
