//! How a text is written in TOML: between one or three quotes of either kind.
//!
//! Each function writes what reads back exactly; which style a place had before
//! is kept where the text allows it.

use std::fmt::Write as _;

use super::super::entry::SourceRef;
use super::super::split::trim_blank_lines;

/// The quotes around a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    /// `"…"`: with escapes.
    Double,
    /// `'…'`: every character stands for itself.
    Single,
}

/// Around a text of several lines.
const LONG_DOUBLE: &str = "\"\"\"";
const LONG_SINGLE: &str = "'''";

impl Quotes {
    /// Those around a value; double ones around what is no text.
    pub fn of(written: &str) -> Quotes {
        match written.starts_with('\'') {
            true => Quotes::Single,
            false => Quotes::Double,
        }
    }
}

/// A text in one line, between these quotes if it can be.
pub fn short(text: &str, quotes: Quotes) -> String {
    let is_plain = !text.contains('\'') && !text.chars().any(|c| c.is_control() && c != '\t');
    match quotes {
        Quotes::Single if is_plain => format!("'{text}'"),
        _ => format!("\"{}\"", escaped(text, false, true)),
    }
}

/// An answer on lines of its own, between these quotes if it can be. Blank lines
/// around it do not count.
pub fn long(text: &str, quotes: Quotes) -> String {
    between(text, quotes, "\n", "\n")
}

/// `text` in the style of the value `written`. Where `is_answer`, blank lines
/// around it do not count, and it may get lines of its own.
pub fn restyled(written: &str, text: &str, is_answer: bool) -> String {
    let quotes = Quotes::of(written);
    let is_long = written.starts_with(LONG_DOUBLE) || written.starts_with(LONG_SINGLE);
    if !is_long {
        return match is_answer && text.contains('\n') {
            true => long(text, quotes),
            false => short(text, quotes),
        };
    }
    let inner = written.get(3..written.len().saturating_sub(3));
    let inner = inner.unwrap_or_default();
    let joins_lines = quotes == Quotes::Double && inner.starts_with("\\\n");
    let mut before = if joins_lines && !text.starts_with(char::is_whitespace) {
        "\\\n"
    } else if joins_lines || !is_answer {
        "\n"
    } else {
        let kept = inner.trim_end().len() - trim_blank_lines(inner).len();
        &inner[..kept]
    };
    if !is_answer && !inner.starts_with('\n') && !text.starts_with('\n') && !joins_lines {
        before = "";
    }
    let mut after = "";
    if is_answer {
        let solid = inner.trim_end();
        let slashes = solid.len() - solid.trim_end_matches('\\').len();
        let joined = usize::from(quotes == Quotes::Double && slashes % 2 == 1);
        after = &inner[solid.len() - joined..];
    }
    between(text, quotes, before, after)
}

/// A text between three quotes, with what stands before and after it.
fn between(text: &str, quotes: Quotes, before: &str, after: &str) -> String {
    let ends_early = text.contains(LONG_SINGLE) || (after.is_empty() && text.ends_with('\''));
    let has_control = text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\t' | '\n'));
    match quotes {
        Quotes::Single if !ends_early && !has_control => format!("'''{before}{text}{after}'''"),
        _ => format!(
            "\"\"\"{before}{}{after}\"\"\"",
            escaped(text, true, after.is_empty())
        ),
    }
}

/// The text with escapes, for one line or for several; `is_last` if quotes follow
/// at once.
fn escaped(text: &str, is_long: bool, is_last: bool) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut quotes = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends = is_last && characters.peek().is_none();
        match character {
            // Three in a row would end the text.
            '"' if is_long && quotes < 2 && !ends => {
                quotes += 1;
                escaped.push('"');
                continue;
            }
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' if is_long => escaped.push('\n'),
            '\t' if is_long => escaped.push('\t'),
            '\n' => escaped.push_str("\\n"),
            '\t' => escaped.push_str("\\t"),
            '\r' => escaped.push_str("\\r"),
            control if control.is_control() => {
                // Writing to a String cannot fail.
                let _ = write!(escaped, "\\u{:04X}", u32::from(control));
            }
            other => escaped.push(other),
        }
        quotes = 0;
    }
    escaped
}

/// A key: bare if it can be, else between quotes.
pub fn key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    match !name.is_empty() && name.chars().all(is_bare) {
        true => name.to_owned(),
        false => short(name, Quotes::Double),
    }
}

/// A source between braces.
pub fn source(source: &SourceRef, quotes: Quotes) -> String {
    let title = short(&source.title, quotes);
    match &source.url {
        Some(url) => format!("{{ title = {title}, url = {} }}", short(url, quotes)),
        None => format!("{{ title = {title} }}"),
    }
}

/// A list with one item on each line below `indent`, and no more.
pub fn list(items: &[String], indent: &str, item_indent: &str) -> String {
    let mut list = "[\n".to_owned();
    for item in items {
        list.push_str(&format!("{indent}{item_indent}{item},\n"));
    }
    list + indent + "]"
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_keeps_its_quotes_where_it_can() {
        for (written, text, expected) in [
            ("\"a\"", "b \"c\" \\", r#""b \"c\" \\""#),
            ("'a'", "b \"c\" \\", r#"'b "c" \'"#),
            ("'a'", "it's", "\"it's\""),
            ("\"a\"", "b\nc", "\"\"\"\nb\nc\n\"\"\""),
            ("'a'", "b\nc", "'''\nb\nc\n'''"),
            ("'''a'''", "b'", "\"\"\"b'\"\"\""),
            ("'''\na\n'''", "b'", "'''\nb'\n'''"),
            ("'''\n\n  a\n  '''", "b", "'''\n\nb\n  '''"),
            ("'''\na\n'''", "b'''", "\"\"\"\nb'''\n\"\"\""),
            ("\"\"\"a\"\"\"", "b\"", "\"\"\"b\\\"\"\"\""),
            (
                "\"\"\"\na\n\"\"\"",
                "\"\"\"\" \\",
                "\"\"\"\n\"\"\\\"\" \\\\\n\"\"\"",
            ),
            ("\"\"\"\\\n  a\\\n  \"\"\"", "b", "\"\"\"\\\nb\\\n  \"\"\""),
            ("\"\"\"\\\n  a\"\"\"", " b", "\"\"\"\n b\"\"\""),
            ("5", "b", "\"b\""),
        ] {
            assert_eq!(restyled(written, text, true), expected, "{written}");
        }
    }

    /// What a value reads as.
    fn read(written: &str) -> String {
        let table: toml::Table = toml::from_str(&format!("a = {written}")).unwrap();
        table["a"].as_str().unwrap().to_owned()
    }

    proptest! {
        #[test]
        fn every_text_reads_back(
            text in "(\"|'|\\\\|\n|\t|[ -~]|\\PC|\\pC){0,20}",
            old in "(\"|'|\\\\|\n|a| ){0,6}",
        ) {
            for quotes in [Quotes::Double, Quotes::Single] {
                prop_assert_eq!(read(&short(&text, quotes)), text.clone());
                let answer = trim_blank_lines(&text);
                prop_assert_eq!(read(&long(answer, quotes)), format!("{answer}\n"));
                for written in [short(&old, quotes), long(&old, quotes), between(&old, quotes, "", "")] {
                    prop_assert_eq!(read(&restyled(&written, &text, false)), text.clone());
                    let answered = read(&restyled(&written, answer, true));
                    prop_assert_eq!(trim_blank_lines(&answered), answer);
                }
            }
        }

        #[test]
        fn every_key_reads_back(name in "(\"|'|\\\\|\\.|\n|[ -~]|\\PC){0,9}") {
            let table: toml::Table = toml::from_str(&format!("{} = 1", key(&name))).unwrap();
            prop_assert!(table.contains_key(&name));
        }
    }
}
