//! A file as it stands on disk, and how pieces of it are replaced.
//!
//! Every edit is a list of [`Splice`]s on the text as the loader sees it, without
//! byte order mark and with `\n` at line ends. They are put into the text as it
//! stands on disk, so whatever no splice covers stays byte for byte.

use std::ops::Range;

use super::super::file_kind::{FileKind, kind};
use super::super::file_text::content;
use super::super::load::{LoadedFile, load};
use super::super::source::FoundFile;

/// A file to edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Original<'a> {
    /// Relative to the FAQ folder, with `/`.
    pub path: &'a str,
    /// The whole file as it stands on disk, with byte order mark and line ends.
    pub text: &'a str,
}

impl Original<'_> {
    /// What has to stand in it, by its path.
    pub(super) fn kind(&self) -> Option<FileKind> {
        kind(self.path)
    }

    /// The text as the loader sees it.
    pub(super) fn plain(&self) -> String {
        let text = self.text.strip_prefix(BYTE_ORDER_MARK);
        text.unwrap_or(self.text).replace("\r\n", "\n")
    }

    /// The file as the loader reads it.
    pub(super) fn loaded(&self) -> Option<LoadedFile> {
        Some(load(&FoundFile {
            path: self.path.to_owned(),
            kind: self.kind()?,
            content: content(self.path.to_owned(), self.text.as_bytes()),
            // Nothing here asks whether the file has changed.
            hash: 0,
            overridden: Default::default(),
        }))
    }

    /// The text on disk with the splices, whose new lines end as most lines of
    /// the file do.
    pub(super) fn spliced(&self, mut splices: Vec<Splice>) -> String {
        splices.sort_by_key(|splice| (splice.range.start, splice.range.end));
        let places = Places::of(self.text);
        let mut result = String::with_capacity(self.text.len() + 256);
        let mut done = 0;
        for Splice { range, text } in splices {
            let range = places.on_disk(range.start)..places.on_disk(range.end);
            debug_assert!(done <= range.start, "two splices of one place");
            result.push_str(self.text.get(done..range.start).unwrap_or_default());
            if places.windows {
                result.push_str(&text.replace('\n', "\r\n"));
            } else {
                result.push_str(&text);
            }
            done = range.end;
        }
        result.push_str(self.text.get(done..).unwrap_or_default());
        result
    }
}

/// What some editors put before the first character of a file.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Puts `text` into the place of `range`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    pub range: Range<usize>,
    pub text: String,
}

impl Splice {
    pub fn new(range: Range<usize>, text: impl Into<String>) -> Splice {
        let text = text.into();
        Splice { range, text }
    }

    pub fn insert(at: usize, text: impl Into<String>) -> Splice {
        Splice::new(at..at, text)
    }

    pub fn delete(range: Range<usize>) -> Splice {
        Splice::new(range, "")
    }
}

/// Where on disk the places of the loader's text are.
struct Places {
    /// How long the byte order mark is, in bytes.
    start: usize,
    /// The ends of lines that have two bytes on disk, in the loader's text.
    long_ends: Vec<usize>,
    /// Whether most lines end in two bytes.
    windows: bool,
}

impl Places {
    fn of(on_disk: &str) -> Places {
        let text = on_disk.strip_prefix(BYTE_ORDER_MARK).unwrap_or(on_disk);
        let found = text.match_indices("\r\n").enumerate();
        let long_ends: Vec<_> = found.map(|(before, (place, _))| place - before).collect();
        let windows = 2 * long_ends.len() > text.matches('\n').count();
        Places {
            start: on_disk.len() - text.len(),
            long_ends,
            windows,
        }
    }

    fn on_disk(&self, place: usize) -> usize {
        self.start + place + self.long_ends.partition_point(|end| *end < place)
    }
}

/// Where the line begins that `at` stands in.
pub fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

/// Where the line ends that `at` stands in, before its line end.
pub fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// Where the line after that of `at` begins.
pub fn next_line(text: &str, at: usize) -> usize {
    (line_end(text, at) + 1).min(text.len())
}

/// Puts a block of whole lines behind all that stands in `within`, with a blank
/// line between.
pub fn append(text: &str, within: Range<usize>, block: &str) -> Splice {
    let solid = text[within.clone()].trim_end();
    if solid.is_empty() {
        return Splice::insert(within.start, block);
    }
    let end = within.start + solid.len();
    let at = next_line(text, end).min(within.end);
    match text[..at].ends_with('\n') {
        true => Splice::insert(at, format!("\n{block}")),
        false => Splice::insert(at, format!("\n\n{block}")),
    }
}

/// Takes whole lines away, and with them the blank lines that parted them from
/// their neighbours in `within`.
pub fn cut(text: &str, within: Range<usize>, lines: Range<usize>) -> Splice {
    let before = &text[within.start..lines.start];
    let after = &text[lines.end..within.end];
    let solid_end = match before.trim_end() {
        "" => within.start,
        solid => next_line(text, within.start + solid.len()).min(lines.start),
    };
    if after.trim().is_empty() {
        return Splice::delete(solid_end..lines.end);
    }
    let parted = solid_end < lines.start || lines.start == within.start;
    let blank = after.len() - after.trim_start().len();
    let blank_end = line_start(text, lines.end + blank).max(lines.end);
    let end = if parted { blank_end } else { lines.end };
    Splice::delete(lines.start..end)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spliced(text: &str, splices: Vec<Splice>) -> String {
        let path = "a.toml";
        Original { path, text }.spliced(splices)
    }

    #[test]
    fn marks_and_line_ends_stay_and_new_lines_are_as_the_others() {
        let text = "\u{FEFF}one\r\ntwo\nthree\r\nfour\r\n";
        let splices = vec![Splice::insert(14, "new\n"), Splice::new(4..7, "2\n2")];
        assert_eq!(
            spliced(text, splices),
            "\u{FEFF}one\r\n2\r\n2\nthree\r\nnew\r\nfour\r\n"
        );
    }

    #[test]
    fn a_block_goes_behind_the_last_line_and_comes_away_again() {
        for (text, expected) in [
            ("", "b\n"),
            ("a", "a\n\nb\n"),
            ("a\n", "a\n\nb\n"),
            ("a\n\n\n", "a\n\nb\n\n\n"),
        ] {
            let added = spliced(text, vec![append(text, 0..text.len(), "b\n")]);
            assert_eq!(added, expected);
            let at = added.find('b').unwrap();
            let away = spliced(&added, vec![cut(&added, 0..added.len(), at..at + 2)]);
            assert_eq!(away.trim_end(), text.trim_end());
        }
    }

    #[test]
    fn neighbours_stay_as_far_apart_as_they_were() {
        for (text, expected) in [
            ("a\nb\n\nc\n", "a\n\nc\n"),
            ("a\n\nb\nc\n", "a\n\nc\n"),
            ("a\n\n\nb\n\nc\n", "a\n\n\nc\n"),
            ("b\n\nc\n", "c\n"),
        ] {
            let at = text.find('b').unwrap();
            let cut = cut(text, 0..text.len(), at..at + 2);
            assert_eq!(spliced(text, vec![cut]), expected);
        }
    }

    proptest! {
        #[test]
        fn what_no_splice_covers_stays(text in "\u{FEFF}?([a\u{e9}]|\r|\n|\r\n){0,40}") {
            let path = "a.toml";
            let plain = Original { path, text: &text }.plain();
            prop_assert_eq!(spliced(&text, vec![]), text.clone());
            for (at, _) in plain.char_indices() {
                let inserted = spliced(&text, vec![Splice::insert(at, "X")]);
                prop_assert_eq!(inserted.replacen('X', "", 1), text.clone());
                let inserted = Original { path, text: &inserted }.plain();
                prop_assert_eq!(inserted.find('X'), Some(at));
            }
        }
    }
}
