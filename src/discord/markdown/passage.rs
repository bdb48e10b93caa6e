//! A passage taken apart: its blocks as Discord knows them, and what each line
//! of text is made of. It knows where in the passage everything stands, and
//! writes nothing.

use std::ops::Range;

use crate::discord::address;

/// Emphasis of a text; several may be set.
pub(super) const EMPHASIS: u8 = 1;
pub(super) const STRONG: u8 = 2;
pub(super) const STRIKE: u8 = 4;

/// A stretch of a passage with nothing but text in it.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::discord) struct Block {
    pub kind: Kind,
    /// Where the quote around it begins; Discord knows one level.
    pub quote: Option<usize>,
    /// Where the outermost list around it begins.
    pub list: Option<usize>,
    /// How far it stands to the right, in columns.
    pub indent: usize,
    /// What stands before it in a list.
    pub bullet: String,
    pub inlines: Vec<Inline>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) enum Kind {
    Text,
    /// Level 1 to 3; Discord knows no others.
    Heading(usize),
    /// Text as it is, with the name of its language.
    Code(String),
    /// A row of a table that is too wide to be drawn.
    Row,
}

/// A piece of running text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) struct Inline {
    /// Where in the passage it begins.
    pub at: usize,
    pub content: Content,
    pub style: u8,
    /// Whether it may be cut, each of its bytes standing one after `at`.
    pub is_divisible: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discord) enum Content {
    Text(String),
    Code(String),
    /// An address that stands for itself, as written by `address`.
    Address(String),
    /// A label and what it leads to, as written by `address`.
    Link(Vec<Inline>, String),
    LineEnd,
}

impl Inline {
    /// A piece that stands in the passage as one.
    pub fn whole(at: usize, content: Content, style: u8) -> Inline {
        Inline {
            at,
            content,
            style,
            is_divisible: false,
        }
    }

    /// A text as it stands in the passage.
    pub fn divisible(at: usize, text: &str, style: u8) -> Inline {
        Inline {
            at,
            content: Content::Text(text.to_owned()),
            style,
            is_divisible: true,
        }
    }

    /// The text, where it is text or code.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) | Content::Code(text) => Some(text),
            _ => None,
        }
    }

    /// What of it stands in a part of the passage, if anything does.
    pub fn within(&self, part: &Range<usize>) -> Option<Inline> {
        let Some(text) = self.text().filter(|_| self.is_divisible) else {
            return part.contains(&self.at).then(|| self.clone());
        };
        let inside = |place: usize| text.floor_char_boundary(place.saturating_sub(self.at));
        let slice = &text[inside(part.start)..inside(part.end)];
        if slice.is_empty() {
            return None;
        }
        let content = match self.content {
            Content::Code(_) => Content::Code(slice.to_owned()),
            _ => Content::Text(slice.to_owned()),
        };
        Some(Inline {
            at: self.at.max(part.start),
            content,
            ..*self
        })
    }
}

/// The words of running text, without marks.
pub(super) fn words(inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match &inline.content {
            Content::Text(text) | Content::Code(text) | Content::Address(text) => text.clone(),
            Content::Link(label, _) => words(label),
            Content::LineEnd => " ".to_owned(),
        })
        .collect()
}

/// Adds a piece to running text; texts that belong together become one.
pub(super) fn push(inlines: &mut Vec<Inline>, inline: Inline) {
    if let Some(last) = inlines.last_mut()
        && last.is_divisible
        && inline.is_divisible
        && last.style == inline.style
        && let (Content::Text(before), Content::Text(after)) = (&mut last.content, &inline.content)
        && last.at + before.len() == inline.at
    {
        before.push_str(after);
        return;
    }
    inlines.push(inline);
}

/// Running text with its addresses set apart, but for those that are longer than
/// `longest` bytes.
pub(super) fn with_addresses(inlines: Vec<Inline>, longest: usize) -> Vec<Inline> {
    let mut apart = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let Content::Text(text) = &inline.content else {
            apart.push(inline);
            continue;
        };
        if !inline.is_divisible {
            apart.push(inline);
            continue;
        }
        let mut rest = text.as_str();
        let mut at = inline.at;
        while let Some(range) = address::find(rest) {
            let written = address::web_address(&rest[range.clone()]);
            let end = range.end;
            match written.filter(|written| written.len() <= longest) {
                Some(written) => {
                    if range.start > 0 {
                        apart.push(Inline::divisible(at, &rest[..range.start], inline.style));
                    }
                    let address = Content::Address(written);
                    apart.push(Inline::whole(at + range.start, address, inline.style));
                }
                None => apart.push(Inline::divisible(at, &rest[..end], inline.style)),
            }
            at += end;
            rest = &rest[end..];
        }
        if !rest.is_empty() {
            apart.push(Inline::divisible(at, rest, inline.style));
        }
    }
    apart
}
