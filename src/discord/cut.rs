//! Cuts a passage into pieces that fit into a message: between blocks, else
//! sentences, else words. It loses nothing, and every piece is whole Markdown.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::markdown::{Block, Content, Inline, Kind, blocks, render_part};
use super::safe::length;
use crate::answer::excerpt::sentences;

/// The least room for which every piece fits, in UTF-16 code units: quotes,
/// bullets and fences need some of it. A smaller limit is taken for this one.
pub const LEAST_CHARACTERS: usize = 150;

/// What cannot be cut takes at most this part of a piece: its marks and those of
/// its line need the other.
const LARGEST_WHOLE: usize = 2;

/// A piece of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// The piece in Discord's Markdown; empty only where nothing is left.
    pub text: String,
    /// Where the next piece begins, in bytes of the passage; `None` after the
    /// last one.
    pub rest: Option<usize>,
}

/// Where a passage may be cut, best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Grade {
    Block,
    Sentence,
    Word,
    /// A word within an emphasis or code.
    MarkedWord,
    Grapheme,
    Character,
}

/// The piece of a passage that begins at byte `from`, with the sentence in the
/// bytes of `best` in bold, and no longer than `max_characters` UTF-16 code
/// units.
///
/// `from` is 0, the start of a sentence, or the `rest` of the piece before,
/// which was cut with the same limit. The piece ends with a block where one ends
/// in its last half, else with a sentence, else with a word; only what is too
/// long for a piece of its own is cut anywhere else.
pub fn cut(markdown: &str, from: usize, max_characters: usize, best: Option<Range<usize>>) -> Cut {
    let max = max_characters.max(LEAST_CHARACTERS);
    let blocks = blocks(markdown, best.as_ref(), max / LARGEST_WHOLE);
    let rest = render_part(&blocks, &(from..usize::MAX));
    if length(&rest) <= max {
        let text = rest;
        return Cut { text, rest: None };
    }
    let places = places(markdown, &blocks, from);
    let render = |to: usize| render_part(&blocks, &(from..to));
    let fits = |text: &str| !text.is_empty() && length(text) <= max;
    let grades = [
        Grade::Block,
        Grade::Sentence,
        Grade::Word,
        Grade::MarkedWord,
        Grade::Grapheme,
        Grade::Character,
    ];
    for grade in grades {
        let places: Vec<usize> = places
            .iter()
            .filter(|place| place.1 <= grade)
            .map(|place| place.0)
            .collect();
        // Longer parts are hardly ever shorter, so this finds one of the last.
        let first_too_long = places.partition_point(|place| length(&render(*place)) <= max);
        let found = places[..first_too_long].last().copied();
        let text = found.map(render).unwrap_or_default();
        let is_enough = grade > Grade::Block || length(&text) >= max / 2;
        if let Some(to) = found.filter(|_| fits(&text) && is_enough) {
            let rest = has_text(&blocks, to).then_some(to);
            return Cut { text, rest };
        }
    }
    // Nothing fits, which no known passage does; the first character is taken.
    let to = places.first().map_or(markdown.len(), |place| place.0);
    Cut {
        text: render(to),
        rest: has_text(&blocks, to).then_some(to),
    }
}

fn has_text(blocks: &[Block], from: usize) -> bool {
    !render_part(blocks, &(from..usize::MAX)).is_empty()
}

/// Where the passage may be cut after `from`, in order, once each.
fn places(markdown: &str, blocks: &[Block], from: usize) -> Vec<(usize, Grade)> {
    let sentences = sentences(markdown);
    let mut places = Vec::new();
    let mut is_headed = false;
    for block in blocks {
        let (Some(first), Some(last)) = (block.inlines.first(), block.inlines.last()) else {
            continue;
        };
        // A heading stays with what it heads, if it can.
        let beginning = if is_headed { Grade::Word } else { Grade::Block };
        is_headed = matches!(block.kind, Kind::Heading(_));
        if matches!(block.kind, Kind::Text | Kind::Heading(_)) {
            let within = sentences
                .iter()
                .map(|sentence| sentence.start)
                .filter(|start| {
                    first.at < *start && *start <= last.at + last.text().map_or(0, str::len)
                });
            places.extend(within.map(|start| (start, Grade::Sentence)));
        }
        let is_code = matches!(block.kind, Kind::Code(_));
        let mut before: Option<(char, &Inline)> = None;
        for inline in &block.inlines {
            let grade = match before {
                None => beginning,
                Some(_) if is_code => Grade::Sentence,
                Some((character, last)) => word_grade(character, last.style & inline.style != 0),
            };
            places.push((inline.at, grade));
            let last = match &inline.content {
                Content::Text(text) => text.chars().next_back(),
                Content::LineEnd => Some(' '),
                // What follows at once belongs to it.
                Content::Code(_) | Content::Address(_) | Content::Link(..) => Some('.'),
            };
            before = last.map(|last| (last, inline));
            let Some(text) = inline.text().filter(|_| inline.is_divisible) else {
                continue;
            };
            let is_marked = inline.style != 0 || !matches!(inline.content, Content::Text(_));
            let mut last = None;
            for (offset, grapheme) in text.grapheme_indices(true) {
                let at = inline.at + offset;
                match last {
                    Some('\n') if is_code => places.push((at, Grade::Sentence)),
                    Some(last) => places.push((at, word_grade(last, is_marked))),
                    None => {}
                }
                let inside = grapheme.char_indices().skip(1);
                places.extend(inside.map(|(inside, _)| (at + inside, Grade::Character)));
                last = grapheme.chars().next_back();
            }
        }
    }
    places.retain(|place| place.0 > from);
    places.sort_unstable();
    places.dedup_by_key(|place| place.0);
    places
}

/// What a place after `before` is, in text that is marked or not.
fn word_grade(before: char, is_marked: bool) -> Grade {
    match (before.is_whitespace(), is_marked) {
        (true, false) => Grade::Word,
        (true, true) => Grade::MarkedWord,
        (false, _) => Grade::Grapheme,
    }
}

#[cfg(test)]
mod tests;
