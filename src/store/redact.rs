//! Takes out of a question what could tell who asked: mentions, links, mail
//! addresses, phone numbers and other codes.
//!
//! When in doubt it takes out too much. It does not recognize names or places
//! written in plain words.

#[cfg(test)]
mod tests;

use std::net::{IpAddr, SocketAddr};
use std::ops::Range;

/// Characters that are kept of a question, which is enough to understand it.
pub const MAX_CHARS: usize = 300;

/// Characters that are kept of a suggested answer: as many as the form that it
/// is written in takes.
pub const MAX_ANSWER_CHARS: usize = 4_000;

/// Characters that are read of a question: more than Discord lets anybody write.
/// It bounds the time that a forged one can take.
const MAX_READ: usize = 8_000;

/// What stands in the place of what was taken out; no word, so that nothing is
/// found by it.
const GONE: char = '…';

/// Digits that make a number long enough to be somebody's. Four are a year, a
/// dose or a time.
const LONG: usize = 5;

/// Digits that make a number long where it has a slash: fewer are a date, or a
/// blood pressure such as 120/80.
const LONG_WITH_SLASH: usize = 7;

/// The longest thing in pointed brackets that Discord writes, with room: a
/// command's name of three words and its id.
const MAX_BRACKETED: usize = 140;

/// An international account number has 15 to 34 characters, most of them digits.
const ACCOUNT_CHARS: Range<usize> = 15..35;
const ACCOUNT_DIGITS: usize = 8;

/// Ends of host names that are recognized without a path behind them. No words
/// such as `me`, `is` or `it`: many a sentence begins without a space before it.
const HOST_ENDS: &[&str] = &[
    "app", "au", "biz", "br", "ca", "ch", "cn", "com", "de", "dev", "edu", "es", "eu", "fr", "gg",
    "gov", "info", "io", "jp", "link", "nl", "net", "online", "org", "pl", "pt", "ru", "se",
    "shop", "site", "tv", "uk", "xyz",
];

/// The question without what could tell who asked, on one line, of at most
/// [`MAX_CHARS`] characters.
pub fn redact(text: &str) -> String {
    redacted(text, |c| !c.is_control(), MAX_CHARS)
}

/// A suggested answer without the same, its lines as they are, of at most
/// [`MAX_ANSWER_CHARS`] characters.
pub fn redact_answer(text: &str) -> String {
    redacted(text, |c| !c.is_control() || c == '\n', MAX_ANSWER_CHARS)
}

fn redacted(text: &str, is_visible: fn(char) -> bool, max_chars: usize) -> String {
    let visible = |c: char| if is_visible(c) { c } else { ' ' };
    let line: String = text.chars().take(MAX_READ).map(visible).collect();
    let mut text: Vec<char> = line.trim().chars().collect();
    for find in [
        brackets,
        names,
        links,
        hosts,
        network_addresses,
        accounts,
        numbers,
    ] {
        text = without(&text, &find(&text));
    }
    text = without_stray_commas(&text);
    if text.len() > max_chars {
        text.truncate(max_chars - 1);
        text.push(GONE);
    }
    text.into_iter().collect()
}

/// The text with one sign in place of each span; spans are in order and may
/// overlap.
fn without(text: &[char], spans: &[Range<usize>]) -> Vec<char> {
    let mut left = Vec::with_capacity(text.len());
    let mut from = 0;
    for span in spans {
        if span.start >= from {
            left.extend(&text[from..span.start]);
            if left.last() != Some(&GONE) {
                left.push(GONE);
            }
        }
        from = from.max(span.end);
    }
    left.extend(&text[from..]);
    left
}

/// The longest stretch around `span` of characters that are `part` of it.
fn grown(text: &[char], span: Range<usize>, part: fn(char) -> bool) -> Range<usize> {
    let before = text[..span.start].iter().rev().take_while(|c| part(**c));
    let after = text[span.end..].iter().take_while(|c| part(**c));
    span.start - before.count()..span.end + after.count()
}

/// The stretches of characters that are `part` of them.
fn stretches(text: &[char], part: fn(char) -> bool) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, _) in text.iter().enumerate().filter(|(_, c)| part(**c)) {
        match found.last_mut() {
            Some(last) if last.end == at => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

fn string(text: &[char]) -> String {
    text.iter().collect()
}

/// What Discord writes in pointed brackets: members, roles, channels, commands,
/// times and emoji.
fn brackets(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, _) in text.iter().enumerate().filter(|(_, c)| **c == '<') {
        let inside = &text[start + 1..];
        let begins = |c: &char| c.is_ascii_alphabetic() || "@#:/".contains(*c);
        let mut signs = inside.iter().take(MAX_BRACKETED);
        if inside.first().is_some_and(begins)
            && let Some(length) = signs.position(|c| "<>".contains(*c))
            && inside[length] == '>'
        {
            found.push(start..start + length + 2);
        }
    }
    found
}

/// Addresses of pages that begin with a scheme, to the end of the word.
fn links(text: &[char]) -> Vec<Range<usize>> {
    let words = stretches(text, |c| !c.is_whitespace()).into_iter();
    let scheme = |word: Range<usize>| {
        let mut signs = text[word.clone()].windows(3);
        let at = word.start + signs.position(|signs| signs == [':', '/', '/'])?;
        Some(grown(text, at..at, is_host_part).start..word.end)
    };
    words.filter_map(scheme).collect()
}

/// Names of hosts; with a path, to the end of the word.
fn hosts(text: &[char]) -> Vec<Range<usize>> {
    let mut found = stretches(text, is_host_part);
    found.retain_mut(|host| {
        let word = grown(text, host.clone(), |c| !c.is_whitespace());
        let after = &text[host.end..word.end];
        let is_host = is_host(&text[host.clone()], after);
        if after.first().is_some_and(|c| "/:?#".contains(*c)) {
            host.end = word.end;
        }
        is_host
    });
    found
}

fn is_host_part(c: char) -> bool {
    c.is_alphanumeric() || "-_.".contains(c)
}

/// Whether it is the name of a host, by its end or by what comes `after` it.
fn is_host(name: &[char], after: &[char]) -> bool {
    let name = string(name).to_lowercase();
    let name = name.trim_end_matches('.');
    let Some((before, end)) = name.rsplit_once('.') else {
        return false;
    };
    let has_path = match after {
        ['/', next, ..] => !next.is_whitespace(),
        [':', next, ..] => next.is_ascii_digit(),
        _ => false,
    };
    let is_word = end.chars().count() >= 2 && end.chars().all(char::is_alphabetic);
    let is_known = HOST_ENDS.contains(&end) || name.starts_with("www.");
    is_word && before.ends_with(char::is_alphanumeric) && (has_path || is_known)
}

/// Mail addresses and mentions by name, with all that hangs on them.
fn names(text: &[char]) -> Vec<Range<usize>> {
    let at = stretches(text, |c| "@＠﹫".contains(c)).into_iter();
    at.map(|at| grown(text, at, is_address_part)).collect()
}

fn is_address_part(c: char) -> bool {
    let is_sign = c.is_ascii_punctuation() && !"@._%+-".contains(c);
    !c.is_whitespace() && !is_sign && !"，。、？！；：（）「」《》“”‘’«»¿¡…".contains(c)
}

/// Addresses of computers, of both versions.
fn network_addresses(text: &[char]) -> Vec<Range<usize>> {
    let mut found = stretches(text, |c| c.is_ascii_hexdigit() || ":.".contains(c));
    found.retain(|span| {
        let is_glued = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric());
        let before = span.start.checked_sub(1).and_then(|at| text.get(at));
        let whole = string(&text[span.clone()]);
        let bare = whole.trim_matches([':', '.']);
        let is_address =
            |text: &str| text.parse::<IpAddr>().is_ok() || text.parse::<SocketAddr>().is_ok();
        !bare.is_empty()
            && !is_glued(before)
            && !is_glued(text.get(span.end))
            && [&whole, bare, whole.trim_end_matches('.')]
                .into_iter()
                .any(is_address)
    });
    found
}

/// Account numbers that begin with a country and two digits, in one piece or in
/// groups.
fn accounts(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let groups = stretches(text, |c| c.is_ascii_alphanumeric());
    let mut next = 0;
    for (index, first) in groups.iter().enumerate() {
        let is_digit = |c: &char| c.is_ascii_digit();
        let begins = matches!(
            text[first.clone()],
            [a, b, c, d, ..]
                if a.is_alphabetic() && b.is_alphabetic() && is_digit(&c) && is_digit(&d)
        );
        if index < next || !begins {
            continue;
        }
        let (mut chars, mut digits, mut end) = (0, 0, first.end);
        for (number, group) in groups[index..].iter().enumerate() {
            let signs = &text[group.clone()];
            let is_next = number == 0 || group.start == end + 1;
            // Only the second, the bank, is of letters alone.
            let fits = signs.iter().any(is_digit) || (number == 1 && signs.len() == 4);
            if !is_next || !fits || chars + signs.len() >= ACCOUNT_CHARS.end {
                break;
            }
            chars += signs.len();
            digits += signs.iter().filter(|c| is_digit(c)).count();
            end = group.end;
            next = index + number + 1;
        }
        if ACCOUNT_CHARS.contains(&chars) && digits >= ACCOUNT_DIGITS {
            found.push(first.start..end);
        }
    }
    found
}

/// Long numbers, however they are grouped, with the letters that hang on them.
///
/// Groups of digits are one number where only signs and spaces stand between
/// them, and no sentence ends.
fn numbers(text: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut number: Vec<Range<usize>> = Vec::new();
    let mut close = |number: &mut Vec<Range<usize>>| {
        if let (Some(first), Some(last)) = (number.first(), number.last())
            && is_long(text, number)
        {
            let hangs_on = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            found.push(with_prefix(
                text,
                grown(text, first.start..last.end, hangs_on),
            ));
        }
        number.clear();
    };
    for group in stretches(text, char::is_numeric) {
        if let Some(last) = number.last()
            && !is_joined(&text[last.end..group.start])
        {
            close(&mut number);
        }
        let before = group.start.checked_sub(1).and_then(|at| text.get(at));
        // A letter with one or two digits is a name: L5, B12.
        let is_name = group.len() <= 2 && before.is_some_and(|c| c.is_alphabetic());
        if !is_name {
            number.push(group);
        }
    }
    close(&mut number);
    found
}

/// A number with the signs before it that belong to it: `+44`, `(0151) 23`.
fn with_prefix(text: &[char], number: Range<usize>) -> Range<usize> {
    let mut start = number.start;
    while let Some(before) = start.checked_sub(1)
        && (text[before] == '+' || (text[before] == '(' && text[number.clone()].contains(&')')))
    {
        start = before;
    }
    start..number.end
}

/// The text without a comma that nothing follows in its sentence: a mention stood
/// there.
fn without_stray_commas(text: &[char]) -> Vec<char> {
    let is_stray = |at: usize| {
        let after = &text[at + 1..];
        let spaces = after.iter().take_while(|c| **c == ' ').count();
        spaces > 0 && after.get(spaces).is_some_and(|c| "?!".contains(*c))
    };
    let mut left = Vec::with_capacity(text.len());
    let mut skips = false;
    for (at, c) in text.iter().enumerate() {
        skips = (*c == ',' && is_stray(at)) || (skips && *c == ' ');
        if !skips {
            left.push(*c);
        }
    }
    left
}

fn is_joined(between: &[char]) -> bool {
    let ends = |pair: &[char]| ",.;:!?".contains(pair[0]) && pair[1].is_whitespace();
    !between.iter().any(|c| c.is_alphabetic()) && !between.windows(2).any(ends)
}

fn is_long(text: &[char], groups: &[Range<usize>]) -> bool {
    let digits: usize = groups.iter().map(Range::len).sum();
    let has_slash = groups
        .windows(2)
        .any(|pair| text[pair[0].end..pair[1].start].contains(&'/'));
    let long = if has_slash { LONG_WITH_SLASH } else { LONG };
    digits >= long || groups.iter().any(|group| group.len() >= LONG)
}
