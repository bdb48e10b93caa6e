//! TOML syntax errors in words for people who do not write programs.
//!
//! The parser says what it expected; this says what was most likely meant.

use std::ops::Range;

/// A place that does not parse, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// The diagnostic's code: `toml-syntax`, `bad-date` or `duplicate-key`.
    pub code: &'static str,
    pub span: Range<usize>,
    pub message: String,
    pub help: String,
}

/// What to do about a date that is none.
pub const DATE_HELP: &str = "write year, month and day, such as `2026-11-22`";

impl SyntaxError {
    fn new(span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Self {
        SyntaxError {
            code: "toml-syntax",
            span,
            message: message.into(),
            help: help.into(),
        }
    }

    fn date(span: Range<usize>, written: &str) -> Self {
        SyntaxError {
            code: "bad-date",
            ..SyntaxError::new(span, format!("`{written}` is not a date"), DATE_HELP)
        }
    }

    /// A list that begins at `start` and has no end.
    pub fn unclosed_array(start: usize) -> Self {
        SyntaxError::new(
            start..start + 1,
            "the list that begins here is not closed",
            "write `]` after its last value",
        )
    }

    /// A number at `span` that does not fit.
    pub fn number(span: Range<usize>) -> Self {
        SyntaxError::new(span, "this number is too large", "write a smaller number")
    }
}

/// Explains the parser's `message` about `span`, found while it parsed `piece`
/// of `text`; all three count from the start of `text`.
pub fn explain(text: &str, piece: Range<usize>, span: Range<usize>, message: &str) -> SyntaxError {
    let span = text.floor_char_boundary(span.start)..text.ceil_char_boundary(span.end);
    let line_start = text[..span.start]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let line_end = text[span.start..]
        .find('\n')
        .map_or(text.len(), |newline| span.start + newline);
    let line = &text[line_start..line_end];
    // The word around the error: up to the next space or comma on both sides.
    // A space may be of several bytes.
    let word_start = text[line_start..span.start]
        .char_indices()
        .rfind(|(_, character)| is_word_end(*character))
        .map_or(line_start, |(gap, space)| {
            line_start + gap + space.len_utf8()
        });
    let word_end = text[span.start..line_end]
        .find(is_word_end)
        .map_or(line_end, |gap| span.start + gap);
    let word = &text[word_start..word_end];

    if looks_like_date(word) {
        return SyntaxError::date(word_start..word_end, word);
    }
    let starts = |prefix: &str| message.starts_with(prefix);
    if starts("duplicate key") {
        return duplicate_key(text, span, line);
    }
    if starts("invalid multi-line") {
        return unclosed_text(text, piece, span);
    }
    if starts("string values must be quoted") {
        return unquoted_text(text, span);
    }
    let before = text[..span.start].chars().next_back();
    let (message, help) = if starts("invalid basic string, expected `\"`") {
        (
            "the text is not closed on this line",
            "write `\"` at its end, or `\"\"\"` on both ends of a text of several lines",
        )
    } else if starts("invalid literal string") {
        (
            "the text is not closed on this line",
            "write `'` at its end",
        )
    } else if starts("invalid basic string") {
        return forbidden_character(span);
    } else if starts("unexpected key or value") && before == Some('\'') {
        (
            "the text between `'` ends here, and something follows",
            "put the text between `\"`, then it may hold a `'`",
        )
    } else if starts("unexpected key or value") {
        (
            "something follows the value",
            "write `\\\"` for a quote inside a text, and each key on a line of its own",
        )
    } else if starts("key with no value") || starts("invalid unquoted key") {
        (
            "this line is not of the form `key = value`",
            "write a key, `=` and a value; if this is a part of an answer, the `\"\"\"` that \
             closes \
             the answer stands too early",
        )
    } else if starts("missing escaped value") {
        (
            "a single `\\` stands inside a text",
            "write `\\\\`, or put the text between `'` or `'''`",
        )
    } else if starts("missing comma between array") {
        (
            "a comma is missing",
            "write a comma between the values of a list",
        )
    } else if starts("unclosed array table") {
        (
            "the brackets are not closed",
            "write two brackets on both sides, such as `[[entry]]`",
        )
    } else if starts("unclosed table") {
        ("the bracket is not closed", "write `]` after the name")
    } else if starts("unclosed inline table") {
        (
            "the brace is not closed",
            "write `}` after its last value, on the same line",
        )
    } else if starts("cannot recurse") {
        (
            "there are too many brackets inside each other",
            "delete most of them",
        )
    } else if starts("invalid boolean") {
        (
            "this is not a value",
            "write `true` or `false` in lower case, or put a text between quotes",
        )
    } else {
        return SyntaxError::new(
            span,
            message,
            "check the quotes, brackets and commas on this line",
        );
    };
    SyntaxError::new(span, message, help)
}

fn is_word_end(character: char) -> bool {
    character.is_whitespace() || matches!(character, ',' | '=' | '[' | ']' | '"' | '\'')
}

/// Whether `word` was meant as a date: three numbers with one kind of sign
/// between them.
fn looks_like_date(word: &str) -> bool {
    ['-', '.', '/'].into_iter().any(|sign| {
        let parts: Vec<_> = word.split(sign).collect();
        parts.len() == 3
            && parts
                .iter()
                .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn duplicate_key(text: &str, span: Range<usize>, line: &str) -> SyntaxError {
    let key = text[span.clone()].to_owned();
    let help = if line.trim_start().starts_with('[') {
        format!("write it with two brackets, `[[{key}]]`, each time")
    } else {
        "keep one of them".to_owned()
    };
    SyntaxError {
        code: "duplicate-key",
        ..SyntaxError::new(span, format!("`{key}` is given twice"), help)
    }
}

/// The parser notes at the end of the piece that a text is not closed; what is
/// wanted is its beginning.
fn unclosed_text(text: &str, piece: Range<usize>, span: Range<usize>) -> SyntaxError {
    let before = &text[piece.start..span.start];
    let opened = before.rfind("\"\"\"").max(before.rfind("'''"));
    let (Some(opened), true) = (opened, text[span.start..piece.end].trim().is_empty()) else {
        return forbidden_character(span);
    };
    let quotes = piece.start + opened..piece.start + opened + 3;
    let mark = &text[quotes.clone()];
    SyntaxError::new(
        quotes.clone(),
        "the text that begins here is not closed",
        format!("write `{mark}` on a line of its own after the text"),
    )
}

fn forbidden_character(span: Range<usize>) -> SyntaxError {
    SyntaxError::new(
        span,
        "this invisible character may not stand in a text",
        "delete it",
    )
}

fn unquoted_text(text: &str, span: Range<usize>) -> SyntaxError {
    let written = text[span.clone()].trim();
    if written.is_empty() {
        return SyntaxError::new(
            span,
            "there is no value after `=`",
            "write the value, a text between quotes",
        );
    }
    if written.starts_with(['“', '”', '„', '«', '‘', '’']) {
        return SyntaxError::new(
            span.clone(),
            format!("the quotes of {written} are not straight"),
            "write straight quotes, `\"`, around the text",
        );
    }
    let help = format!("put it between quotes: `\"{written}\"`");
    SyntaxError::new(
        span.clone(),
        format!("the text `{written}` has no quotes"),
        help,
    )
}

#[cfg(test)]
mod tests {
    use super::super::testing::problems;

    /// The one problem of a file whose second line is `line`.
    fn problem(line: &str) -> String {
        let found = problems("a.toml", &format!("title = 'T'\n{line}\n"));
        assert_eq!(found.len(), 1, "{found:?}");
        found.concat()
    }

    #[test]
    fn a_space_of_several_bytes_is_a_space() {
        for text in [
            "answer = \"\u{a0}\0\"\n",
            "answer =\u{a0}\u{2003}2026-1\n",
            "a = \u{3000}x",
        ] {
            let file = std::sync::Arc::new(crate::diagnostic::SourceFile {
                path: "a.toml".into(),
                text: text.into(),
            });
            let diagnostics = crate::diagnostic::Diagnostics::new(&file);
            crate::content::toml_reader::TableReader::parse(&diagnostics).finish();
            assert!(diagnostics.errors() > 0, "{text:?}");
        }
    }

    #[test]
    fn a_text_without_quotes() {
        assert_eq!(
            problem("disclaimer = Ask a doctor"),
            "2:14 error toml-syntax: the text `Ask a doctor` has no quotes; \
             put it between quotes: `\"Ask a doctor\"`"
        );
        assert_eq!(
            problem("disclaimer = “Ask”"),
            "2:14 error toml-syntax: the quotes of “Ask” are not straight; \
             write straight quotes, `\"`, around the text"
        );
        assert_eq!(
            problem("disclaimer ="),
            "2:13 error toml-syntax: there is no value after `=`; \
             write the value, a text between quotes"
        );
    }

    #[test]
    fn a_text_that_does_not_end_where_it_should() {
        assert_eq!(
            problem("disclaimer = \"Ask"),
            "2:18 error toml-syntax: the text is not closed on this line; write `\"` at its end, \
             or `\"\"\"` on both ends of a text of several lines"
        );
        assert_eq!(
            problem("disclaimer = 'Ask"),
            "2:18 error toml-syntax: the text is not closed on this line; write `'` at its end"
        );
        assert_eq!(
            problem("disclaimer = '''\nAsk\n"),
            "2:14 error toml-syntax: the text that begins here is not closed; \
             write `'''` on a line of its own after the text"
        );
        assert_eq!(
            problem("disclaimer = \"say \"hi\"\""),
            "2:20 error toml-syntax: something follows the value; write `\\\"` for a quote inside \
             a text, and each key on a line of its own"
        );
        assert_eq!(
            problem("disclaimer = 'it's'"),
            "2:18 error toml-syntax: the text between `'` ends here, and something follows; \
             put the text between `\"`, then it may hold a `'`"
        );
    }

    #[test]
    fn a_text_with_signs_that_it_may_not_hold() {
        assert_eq!(
            problem("disclaimer = \"C:\\path\""),
            "2:18 error toml-syntax: a single `\\` stands inside a text; \
             write `\\\\`, or put the text between `'` or `'''`"
        );
        let message = "this invisible character may not stand in a text; delete it";
        assert_eq!(
            problem("disclaimer = \"\u{1}\""),
            format!("2:15 error toml-syntax: {message}")
        );
        assert_eq!(
            problem("disclaimer = '''a\n\u{1}b'''"),
            format!("3:1 error toml-syntax: {message}")
        );
    }

    #[test]
    fn a_line_that_is_no_key_and_value() {
        let explained = "this line is not of the form `key = value`; write a key, `=` and a value; \
                         if this is a part of an answer, the `\"\"\"` that closes the \
                         answer stands \
                         too early";
        assert_eq!(
            problem("Ask a doctor."),
            format!("2:5 error toml-syntax: {explained}")
        );
        assert_eq!(
            problem("disclaimer: 'Ask'"),
            format!("2:11 error toml-syntax: {explained}")
        );
    }

    #[test]
    fn a_list_or_table_that_is_not_closed() {
        assert_eq!(
            problem("tags = ['a' 'b']"),
            "2:13 error toml-syntax: a comma is missing; write a comma between the values of a list"
        );
        assert_eq!(
            problem("tags = ['a',\nlanguage = 'en'"),
            "2:8 error toml-syntax: the list that begins here is not closed; \
             write `]` after its last value"
        );
        assert_eq!(
            problem("entry = { id = 'a'"),
            "2:19 error toml-syntax: the brace is not closed; \
             write `}` after its last value, on the same line"
        );
        assert_eq!(
            problem("[[entry]\nid = 'a'"),
            "2:9 error toml-syntax: the brackets are not closed; \
             write two brackets on both sides, such as `[[entry]]`"
        );
        assert_eq!(
            problem("[entry\nid = 'a'"),
            "2:7 error toml-syntax: the bracket is not closed; write `]` after the name"
        );
    }

    #[test]
    fn brackets_without_end() {
        assert_eq!(
            problem(&format!("tags = {}", "[".repeat(100))),
            "2:88 error toml-syntax: there are too many brackets inside each other; \
             delete most of them"
        );
    }

    #[test]
    fn values_of_no_type() {
        assert_eq!(
            problem("tags = True"),
            "2:8 error toml-syntax: this is not a value; \
             write `true` or `false` in lower case, or put a text between quotes"
        );
    }

    #[test]
    fn a_date_as_people_write_it() {
        for date in ["2026-13-45", "2026-2-3", "22.11.2026", "11/22/2026"] {
            assert_eq!(
                problem(&format!("reviewed = {date}")),
                format!(
                    "2:12 error bad-date: `{date}` is not a date; \
                     write year, month and day, such as `2026-11-22`"
                )
            );
        }
    }

    #[test]
    fn a_key_that_is_given_twice() {
        assert_eq!(
            problem("title = 'U'"),
            "2:1 error duplicate-key: `title` is given twice; keep one of them"
        );
        assert_eq!(
            problem("[entry]\nid = 'a'\n[entry]\nid = 'b'"),
            "4:2 error duplicate-key: `entry` is given twice; \
             write it with two brackets, `[[entry]]`, each time"
        );
    }
}
