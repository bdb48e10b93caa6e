//! Text of members and files as Discord shows it: as it is written, with no
//! sign, mention or address in it that Discord would act on.
//!
//! Markdown of passages is not read here.

use unicode_segmentation::UnicodeSegmentation;

/// What stands for what was left out.
const ELLIPSIS: char = '…';

/// Shown as nothing; keeps apart what Discord would read together.
pub(super) const ZERO_WIDTH_SPACE: char = '\u{200b}';

/// What every member who can see a channel is called by.
const PINGS: [&str; 2] = ["everyone", "here"];

/// The length by which Discord measures, in UTF-16 code units: never less than
/// its length in code points, which some limits count.
pub fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// What a member's text says in words: without mentions, custom emojis and
/// timestamps, which Discord writes as numbers in angle brackets.
pub fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        match after.split_once('>') {
            Some((inside, behind)) if is_markup(inside) => {
                words.push(' ');
                rest = behind;
            }
            _ => {
                words.push('<');
                rest = after;
            }
        }
    }
    words.push_str(rest);
    words.trim().to_owned()
}

/// Whether this stands in angle brackets for something that Discord shows in
/// its place: `@123`, `#123`, `:name:123`, `t:123:R`, `/name:123`.
fn is_markup(inside: &str) -> bool {
    let kinds = ["@", "#", ":", "a:", "t:", "/", "id:"];
    let begins = kinds.iter().any(|kind| inside.starts_with(kind));
    begins && !inside.contains(['<', '\n']) && inside.contains(|c: char| c.is_ascii_digit())
}

/// A plain text on one line, for where Discord reads Markdown: every sign is
/// escaped, mentions, timestamps, commands and emojis are text, and what cannot
/// be seen is dropped. Addresses stay visible and are no links.
pub fn literal(text: &str) -> String {
    let mut literal = String::with_capacity(text.len());
    let mut line = Line::Start;
    let text = one_line(text);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let next = characters.peek();
        let begins_emoji =
            character == ':' && next.is_some_and(|next| !next.is_whitespace() && *next != '/');
        if begins_emoji {
            literal.push('\\');
        }
        line.push(&mut literal, character, Addresses::Text);
    }
    without_pings(&literal)
}

/// A plain text of at most `max` (1 or more) UTF-16 code units for where Discord
/// reads no Markdown: buttons, menus, choices, footers. On one line, cut at the
/// end of a word, and never empty.
pub fn label(text: &str, max: usize) -> String {
    shorten(&one_line(text), max, str::to_owned)
}

/// [`literal`] text of at most `max` (1 or more) UTF-16 code units, cut at the
/// end of a word, never empty: the title of an embed.
pub fn shortened(text: &str, max: usize) -> String {
    shorten(&one_line(text), max, literal)
}

fn shorten(text: &str, max: usize, show: impl Fn(&str) -> String) -> String {
    if !text.is_empty() {
        let whole = show(text);
        if length(&whole) <= max {
            return whole;
        }
    }
    // What is shown is never shorter than what it shows.
    let mut room = max;
    let ends: Vec<usize> = text
        .grapheme_indices(true)
        .map_while(|(start, grapheme)| {
            room = room.checked_sub(length(grapheme))?;
            Some(start + grapheme.len())
        })
        .collect();
    let shown = |end: usize| show(text[..end].trim_end()) + &ELLIPSIS.to_string();
    let Some(end) = ends.into_iter().rfind(|end| length(&shown(*end)) <= max) else {
        return ELLIPSIS.to_string();
    };
    let at_word_end = text[end..].starts_with(char::is_whitespace);
    let word_end = text[..end].rfind(char::is_whitespace);
    match word_end {
        // A long word is rather cut than left out.
        Some(word_end) if !at_word_end && word_end >= end / 2 => shown(word_end),
        _ => shown(end),
    }
}

fn one_line(text: &str) -> String {
    // Spaces may meet where something between them was dropped.
    let visible = visible(text);
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text without what cannot be seen and could mislead: control characters
/// apart from line ends and tabs, overridden directions, characters of no
/// width. Joiners stay where scripts and emojis need them.
pub(super) fn visible(text: &str) -> String {
    let mut visible = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    let mut last = ' ';
    while let Some(character) = characters.next() {
        let next = characters.peek().copied().unwrap_or(' ');
        let stays = match character {
            '\n' | '\t' => true,
            '\r' if next == '\n' => false,
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                // Other ends of lines still part words.
                visible.push(' ');
                last = ' ';
                false
            }
            '\u{200c}' | '\u{200d}' => is_joined(last) && is_joined(next),
            // The flags of England, Scotland and Wales.
            '\u{e0020}'..='\u{e007f}' => matches!(last, '\u{1f3f4}' | '\u{e0020}'..='\u{e007f}'),
            _ => !is_hidden(character),
        };
        if stays {
            visible.push(character);
            last = character;
        }
    }
    visible
}

fn is_joined(character: char) -> bool {
    !character.is_ascii()
        && !character.is_whitespace()
        && !is_hidden(character)
        && !matches!(character, '\u{200c}' | '\u{200d}')
}

/// Whether a character cannot be seen, whatever stands around it.
fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{34f}'
                | '\u{61c}'
                | '\u{115f}'
                | '\u{1160}'
                | '\u{17b4}'
                | '\u{17b5}'
                | '\u{180b}'..='\u{180e}'
                | '\u{200b}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{2800}'
                | '\u{3164}'
                | '\u{feff}'
                | '\u{ffa0}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

/// Whether an address in a text is a link in Discord.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Addresses {
    /// It was taken out of the text before.
    Apart,
    /// It is text like any other.
    Text,
}

/// Where in a line of Discord's Markdown a writer stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// Where a heading, a quote or an item of a list could begin.
    Start,
    /// After digits at the start, which a full stop would make a number.
    Number,
    /// Anywhere else.
    Within,
}

impl Line {
    /// Appends a character so that Discord shows it as it is.
    pub(super) fn push(&mut self, output: &mut String, character: char, addresses: Addresses) {
        let is_sign = match character {
            '\\' | '`' | '*' | '_' | '~' | '|' | '[' | ']' | '<' => true,
            '#' | '-' | '+' | '>' => *self == Line::Start,
            '.' | ')' => *self == Line::Number,
            // Addresses and invitations are links only where it is bare.
            '/' => addresses == Addresses::Text,
            _ => false,
        };
        if is_sign {
            output.push('\\');
        }
        output.push(character);
        *self = match (*self, character) {
            (Line::Start | Line::Number, '0'..='9') => Line::Number,
            (Line::Start, ' ') => Line::Start,
            _ => Line::Within,
        };
    }
}

/// The text with nothing in it by which Discord would call members. The
/// backslash of an escaped sign is not enough: calls are looked for before
/// Markdown is read.
pub(super) fn without_pings(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (place, character) in text.char_indices() {
        safe.push(character);
        if character != '@' {
            continue;
        }
        if calls_all(&text[place + 1..]) || text[..place].ends_with('<') {
            safe.push(ZERO_WIDTH_SPACE);
        }
    }
    safe
}

/// Whether what stands after an at sign makes it a call to all.
pub(super) fn calls_all(after: &str) -> bool {
    PINGS.iter().any(|ping| {
        after
            .get(..ping.len())
            .is_some_and(|name| name.eq_ignore_ascii_case(ping))
    })
}

#[cfg(test)]
mod tests;
