//! Writes the blocks of a passage as Discord's Markdown, whole or in part.
//!
//! Discord's dialect is not CommonMark: see what `Line` escapes, and how marks
//! are chosen here.

use std::ops::Range;

use super::passage::{Block, Content, EMPHASIS, Inline, Kind, STRIKE, STRONG, words};
use crate::discord::address;
use crate::discord::safe::{Addresses, Line, ZERO_WIDTH_SPACE, visible, without_pings};

const QUOTE: &str = "> ";
const FENCE: &str = "```";

/// What stands in `part` of the passage (in bytes). A block that is cut is whole
/// again: a fence is opened and closed, marks end and go on.
pub(super) fn write(blocks: &[Block], part: &Range<usize>) -> String {
    let mut output = String::new();
    let mut last: Option<&Block> = None;
    for block in blocks {
        let inlines: Vec<Inline> = block
            .inlines
            .iter()
            .filter_map(|inline| inline.within(part))
            .collect();
        if visible(&words(&inlines)).trim().is_empty() {
            continue;
        }
        if let Some(last) = last {
            end_block(&mut output, last, block);
        }
        let begins =
            block.inlines.first().map(|first| first.at) == inlines.first().map(|first| first.at);
        write_block(&mut output, block, &inlines, begins);
        last = Some(block);
    }
    without_pings(&output)
}

/// What stands between two blocks.
fn end_block(output: &mut String, last: &Block, next: &Block) {
    output.push('\n');
    let is_close = last.list.is_some() && last.list == next.list
        || last.kind == Kind::Row && next.kind == Kind::Row
        || matches!(last.kind, Kind::Heading(_));
    if is_close {
        return;
    }
    if last.quote.is_some() && last.quote == next.quote {
        output.push_str(QUOTE);
    }
    output.push('\n');
}

fn write_block(output: &mut String, block: &Block, inlines: &[Inline], begins: bool) {
    let quote = if block.quote.is_some() { QUOTE } else { "" };
    output.push_str(quote);
    let bullet_width = block.bullet.len();
    output.push_str(&" ".repeat(block.indent));
    if begins {
        output.push_str(&block.bullet);
    } else {
        output.push_str(&" ".repeat(bullet_width));
    }
    if let Kind::Code(language) = &block.kind {
        write_code_block(output, quote, language, &words(inlines));
        return;
    }
    if let Kind::Heading(level) = block.kind {
        output.push_str(&"#".repeat(level));
        output.push(' ');
    }
    let mut writer = Writer {
        output,
        new_line: format!("\n{quote}{}", " ".repeat(block.indent + bullet_width)),
        line: Line::Start,
        addresses: Addresses::Apart,
    };
    writer.inlines(inlines);
    let written = writer.output.trim_end().len();
    output.truncate(written);
}

/// Code is not indented: Discord would show the spaces.
fn write_code_block(output: &mut String, quote: &str, language: &str, code: &str) {
    output.push_str(FENCE);
    output.push_str(language);
    let code = visible(code);
    let code = code.trim_end().trim_start_matches(['\n', '\r']);
    for line in apart(code, FENCE.len()).lines() {
        output.push('\n');
        output.push_str(quote);
        output.push_str(line);
    }
    output.push('\n');
    output.push_str(quote);
    output.push_str(FENCE);
}

/// The code with no run of `longest` or more backticks.
fn apart(code: &str, longest: usize) -> String {
    let mut run = 0;
    let mut parted = String::with_capacity(code.len());
    for character in code.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        if run == longest {
            parted.push(ZERO_WIDTH_SPACE);
            run = 1;
        }
        parted.push(character);
    }
    parted
}

/// Code within a line of text. Discord knows one or two backticks around it.
fn inline_code(code: &str) -> String {
    let code = visible(code).replace(['\n', '\t'], " ");
    let code = code.trim();
    let has_run = |length: usize| {
        code.split(|character| character != '`')
            .any(|run| run.len() == length)
    };
    if !code.contains('`') {
        format!("`{code}`")
    } else if !has_run(2) && !code.contains(FENCE) {
        let before = if code.starts_with('`') { " " } else { "" };
        let after = if code.ends_with('`') { " " } else { "" };
        format!("``{before}{code}{after}``")
    } else {
        format!("`` {} ``", apart(code, 2))
    }
}

struct Writer<'a> {
    output: &'a mut String,
    new_line: String,
    line: Line,
    addresses: Addresses,
}

impl Writer<'_> {
    fn inlines(&mut self, inlines: &[Inline]) {
        let pieces = spaces_apart(inlines);
        let styles = styles(&pieces);
        let mut open: Vec<(u8, &str)> = Vec::new();
        for (number, (piece, style)) in pieces.iter().zip(&styles).enumerate() {
            let mut has_closed = false;
            while open.iter().any(|(mark, _)| style & mark == 0)
                && let Some((_, sign)) = open.pop()
            {
                self.output.push_str(sign);
                has_closed = true;
            }
            // A mark that begins with a space would be none.
            let missing = [STRONG, EMPHASIS, STRIKE].into_iter().filter(|mark| {
                !is_space(piece) && style & mark != 0 && open.iter().all(|(other, _)| other != mark)
            });
            let length = |mark: u8| {
                styles[number..]
                    .iter()
                    .take_while(|style| *style & mark != 0)
                    .count()
            };
            let mut missing: Vec<u8> = missing.collect();
            missing.sort_by_key(|mark| std::cmp::Reverse(length(*mark)));
            for mark in missing {
                let sign = self.sign(mark, pieces.get(number + length(mark)));
                // Some marks beside each other would be read as others.
                if has_closed && (self.output.ends_with(&sign[..1]) || self.output.ends_with('~')) {
                    self.output.push(ZERO_WIDTH_SPACE);
                }
                has_closed = false;
                self.output.push_str(sign);
                open.push((mark, sign));
            }
            self.piece(piece, *style);
        }
        for (_, sign) in open.into_iter().rev() {
            self.output.push_str(sign);
        }
    }

    /// The sign that opens and closes a mark before `next`.
    fn sign(&self, mark: u8, next: Option<&Inline>) -> &'static str {
        // Between letters, Discord does not read the underscore as a mark.
        let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
        let after = next
            .and_then(Inline::text)
            .and_then(|text| text.chars().next());
        match mark {
            STRONG => "**",
            STRIKE => "~~",
            _ if self.output.ends_with(is_word)
                || after.is_some_and(|after| after.is_ascii_alphanumeric()) =>
            {
                "*"
            }
            _ => "_",
        }
    }

    fn piece(&mut self, piece: &Inline, style: u8) {
        match &piece.content {
            Content::Text(text) => {
                for character in visible(text).chars() {
                    let character = if character.is_control() {
                        ' '
                    } else {
                        character
                    };
                    self.line.push(self.output, character, self.addresses);
                }
                return;
            }
            Content::Code(code) => self.output.push_str(&inline_code(code)),
            Content::Address(address) => self.address(address),
            Content::Link(label, address) => self.link(label, address, style),
            Content::LineEnd => {
                let written = self.output.trim_end().len();
                self.output.truncate(written);
                self.output.push_str(&self.new_line);
                self.line = Line::Start;
                return;
            }
        }
        self.line = Line::Within;
    }

    /// An address without a preview.
    fn address(&mut self, address: &str) {
        self.output.push('<');
        self.output.push_str(address);
        self.output.push('>');
    }

    fn link(&mut self, label: &[Inline], address: &str, style: u8) {
        let shown = words(label);
        let label: Vec<Inline> = label
            .iter()
            .map(|inline| Inline {
                style: inline.style & !style,
                ..inline.clone()
            })
            .collect();
        let before = std::mem::replace(&mut self.addresses, Addresses::Text);
        if address::is_dubious(&shown) || !address::is_plain(address) {
            self.inlines(&label);
            self.output.push_str(" (");
            self.address(address);
            self.output.push(')');
        } else {
            self.output.push('[');
            self.line = Line::Within;
            self.inlines(&label);
            self.output.push_str("](");
            // A round bracket would end it.
            self.address(&address.replace('(', "%28").replace(')', "%29"));
            self.output.push(')');
        }
        self.addresses = before;
    }
}

/// The pieces with the spaces at their ends as pieces of their own.
fn spaces_apart(inlines: &[Inline]) -> Vec<Inline> {
    let mut pieces = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let Content::Text(text) = &inline.content else {
            pieces.push(inline.clone());
            continue;
        };
        let start = text.len() - text.trim_start().len();
        let end = text.trim_end().len().max(start);
        for piece in [&text[..start], &text[start..end], &text[end..]] {
            // What cannot be seen must not stand between two marks.
            if !visible(piece).is_empty() {
                pieces.push(Inline::whole(
                    inline.at,
                    Content::Text(piece.to_owned()),
                    inline.style,
                ));
            }
        }
    }
    // Spaces at the start of a line would be read as a place in a list.
    let text = pieces.iter().position(|piece| !is_space(piece));
    pieces.split_off(text.unwrap_or(pieces.len()))
}

fn is_space(piece: &Inline) -> bool {
    match &piece.content {
        Content::Text(text) => text.trim().is_empty(),
        Content::LineEnd => true,
        _ => false,
    }
}

/// The marks of each piece. Those of spaces are on both sides too, so that no
/// mark begins or ends with one.
fn styles(pieces: &[Inline]) -> Vec<u8> {
    let mut styles: Vec<u8> = pieces.iter().map(style).collect();
    for number in 0..pieces.len() {
        if is_space(&pieces[number]) {
            let before = number.checked_sub(1).map_or(0, |before| styles[before]);
            let after = pieces[number..].iter().position(|piece| !is_space(piece));
            let after = after.map_or(0, |after| styles[number + after]);
            styles[number] &= before & after;
        }
    }
    styles
}

/// The marks that a piece can stand in: none whose sign it contains itself,
/// where it cannot be escaped.
fn style(piece: &Inline) -> u8 {
    let verbatim = match &piece.content {
        Content::Code(text) | Content::Address(text) | Content::Link(_, text) => text.as_str(),
        Content::Text(_) | Content::LineEnd => "",
    };
    let mut style = piece.style;
    if verbatim.contains('*') {
        style &= !(STRONG | EMPHASIS);
    }
    if verbatim.contains('_') {
        style &= !EMPHASIS;
    }
    // Discord ends a struck text even where the sign is escaped.
    if verbatim.contains('~') || piece.text().is_some_and(|text| text.contains('~')) {
        style &= !STRIKE;
    }
    style
}
