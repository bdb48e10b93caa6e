//! The keys that say something about a whole file, TOML or article alike.
//!
//! They are read at the top of a TOML file and in the front matter of an
//! article; entries have some of them too.

use jiff::civil::Date;

use super::entry::{FileInfo, SourceRef};
use super::language::Language;
use super::suggest::listed;
use super::toml_reader::TableReader;
use crate::diagnostic::Spanned;

/// Reads what a file says about all that is in it, and when it is due again.
/// The title is `fallback_title` where the file has none. With a syntax error
/// only the language counts.
pub fn read_file_info(
    table: &mut TableReader<'_>,
    fallback_title: &str,
) -> (FileInfo, Option<Spanned<Date>>) {
    let title = table
        .required_string("title")
        .and_then(|title| non_blank(title, "title", table));
    let language = table.string("language").and_then(|code| {
        let language = Language::from_code(&code.value);
        if language.is_none() {
            let message = format!("`{}` is not a language that can be searched", code.value);
            let codes = Language::ALL.iter().map(|language| language.code());
            let help = format!("write one of {}", listed(codes));
            table.error("bad-language", code.span, message, help);
        }
        language
    });
    let disclaimer = table
        .string("disclaimer")
        .and_then(|disclaimer| non_blank(disclaimer, "disclaimer", table));
    let tags = read_tags(table);
    let sources = read_sources(table);
    let (reviewed, review_by) = read_review(table);
    if table.is_broken() {
        // A lost quote may have cut a text short or swallowed the next key: the
        // configured disclaimer is better than half of the file's own.
        let info = FileInfo {
            title: fallback_title.to_owned(),
            language: language.unwrap_or_default(),
            ..FileInfo::default()
        };
        return (info, None);
    }
    let info = FileInfo {
        title: title.unwrap_or_else(|| fallback_title.to_owned()),
        language: language.unwrap_or_default(),
        tags,
        disclaimer,
        sources,
        reviewed,
        review_by: review_by.as_ref().map(|date| date.value),
    };
    (info, review_by)
}

/// The words to group by.
pub fn read_tags(table: &mut TableReader<'_>) -> Vec<String> {
    table
        .strings("tags")
        .into_iter()
        .filter_map(|tag| non_blank(tag, "tags", table))
        .collect()
}

/// Where facts come from.
pub fn read_sources(table: &mut TableReader<'_>) -> Vec<SourceRef> {
    let mut sources = Vec::new();
    for mut source in table.tables("sources") {
        let title = source
            .required_string("title")
            .and_then(|title| non_blank(title, "title", &source));
        let url = source.string("url").and_then(|url| {
            if is_web_address(&url.value) {
                return Some(url.value);
            }
            let message = format!("`{}` is not a web address", url.value);
            let help = "write it with `https://` at the start and without spaces";
            source.error("bad-url", url.span, message, help);
            None
        });
        source.finish();
        if let Some(title) = title {
            sources.push(SourceRef { title, url });
        }
    }
    sources
}

/// When it was checked and when it is due, with a warning if due comes first.
pub fn read_review(table: &mut TableReader<'_>) -> (Option<Date>, Option<Spanned<Date>>) {
    let reviewed = table.date("reviewed").map(|date| date.value);
    let review_by = table.date("review_by");
    if let (Some(reviewed), Some(review_by)) = (reviewed, &review_by)
        && review_by.value < reviewed
    {
        table.warning(
            "review-before-reviewed",
            review_by.span.clone(),
            format!(
                "`review_by` {} lies before `reviewed` {reviewed}",
                review_by.value
            ),
            "set `review_by` to the day when it has to be checked again",
        );
    }
    (reviewed, review_by)
}

/// The text, or an error if there is nothing in it.
fn non_blank(text: Spanned<String>, key: &str, table: &TableReader<'_>) -> Option<String> {
    if text.value.trim().is_empty() {
        let message = format!("`{key}` has no text");
        table.error(
            "empty-text",
            text.span,
            message,
            "write the text, or delete it",
        );
        return None;
    }
    Some(text.value)
}

fn is_web_address(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with(['/', '?', '#'])
            && !url.contains(|c: char| c.is_whitespace() || c.is_control())
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::{loaded, problems};
    use super::*;

    const ENTRY: &str = "[[entry]]\nid = 'a'\nquestion = 'Why?'\nanswer = 'So.'\n";

    /// The problems of a file with these lines below its title.
    fn head_problems(lines: &str) -> Vec<String> {
        problems("a.toml", &format!("title = 'T'\n{lines}\n{ENTRY}"))
    }

    #[test]
    fn a_language_is_one_that_can_be_searched() {
        assert_eq!(
            head_problems("language = 'tlh'"),
            [
                "2:12 error bad-language: `tlh` is not a language that can be searched; write one \
                 of `ar`, `da`, `de`, `el`, `en`, `es`, `fi`, `fr`, `hu`, `it`, `nl`, `no`, `pt`, \
                 `ro`, `ru`, `sv`, `ta`, `tr`"
            ]
        );
    }

    #[test]
    fn an_address_is_one_of_the_web() {
        for url in [
            "ftp://x.org",
            "x.org",
            "https://",
            "https:///x",
            "https://x .org",
        ] {
            assert_eq!(
                head_problems(&format!("sources = [{{ title = 'S', url = '{url}' }}]")),
                [format!(
                    "2:33 error bad-url: `{url}` is not a web address; \
                     write it with `https://` at the start and without spaces"
                )]
            );
        }
        assert!(
            head_problems("sources = [{ title = 'S', url = 'http://x.org/a?b#c' }]").is_empty()
        );
    }

    #[test]
    fn half_a_disclaimer_is_never_shown() {
        let head = "title = 'T'\ndisclaimer = 'Don't rely on it'\nlanguage = 'de'\n";
        let file = loaded("hours.toml", &format!("{head}{ENTRY}"));
        let passage = &file.passages[0];
        assert_eq!(file.diagnostics.len(), 1);
        assert_eq!(passage.disclaimer, None);
        assert_eq!(passage.context, ["hours"]);
        assert_eq!(passage.language, Language::German);
    }

    #[test]
    fn a_source_has_a_title() {
        assert_eq!(
            head_problems("sources = [{ url = 'https://x.org', name = 'S' }]"),
            [
                "2:12 error missing-key: `title` is missing; add a line `title = \"…\"`",
                "2:37 error unknown-key: unknown key `name`; the keys here are `title`, `url`",
            ]
        );
    }

    #[test]
    fn a_text_that_is_given_has_words() {
        let help = "write the text, or delete it";
        assert_eq!(
            head_problems("disclaimer = ''\ntags = ['a', ' ']"),
            [
                format!("2:14 error empty-text: `disclaimer` has no text; {help}"),
                format!("3:14 error empty-text: `tags` has no text; {help}"),
            ]
        );
    }

    #[test]
    fn a_review_is_due_after_the_last_one() {
        assert_eq!(
            head_problems("reviewed = 2026-11-22\nreview_by = 2026-11-21"),
            [
                "3:13 warning review-before-reviewed: `review_by` 2026-11-21 lies before \
                 `reviewed` 2026-11-22; \
                 set `review_by` to the day when it has to be checked again"
            ]
        );
        assert_eq!(
            problems(
                "a.toml",
                &format!("title = 'T'\nreviewed = 2026-11-22\n{ENTRY}review_by = 2026-11-21\n")
            ),
            [
                "7:13 warning review-before-reviewed: `review_by` 2026-11-21 lies before the \
                 file's `reviewed` 2026-11-22; \
                 set `review_by` to the day when it has to be checked again"
            ]
        );
    }
}
