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
/// The title is `fallback_title` where the file has none.
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
