//! The Markdown of a passage as Discord shows it well: word for word, with no
//! mention, hidden address or mark in it that its author did not write.
//!
//! What Discord does not know is shown as something that it does: a table as
//! lines, a picture as a link. Cutting is in [`super::cut`].

use std::ops::Range;

mod passage;
mod reader;
mod table;
mod writer;

pub(super) use passage::{Block, Content, Inline, Kind};

/// A whole passage in Discord's Markdown. The sentence in the bytes of `best` is
/// bold, unless it cannot be marked without breaking a mark around it.
pub fn render(markdown: &str, best: Option<Range<usize>>) -> String {
    let blocks = reader::read(markdown, best.as_ref(), usize::MAX);
    writer::write(&blocks, &(0..usize::MAX))
}

/// The blocks of a passage, for cutting. What cannot be cut is at most `longest`
/// bytes long.
pub(super) fn blocks(markdown: &str, best: Option<&Range<usize>>, longest: usize) -> Vec<Block> {
    reader::read(markdown, best, longest)
}

/// What stands in `part` of the passage, in Discord's Markdown.
pub(super) fn render_part(blocks: &[Block], part: &Range<usize>) -> String {
    writer::write(blocks, part)
}

#[cfg(test)]
mod tests;
