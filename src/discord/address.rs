//! Addresses: which of them may be links, and which labels could pass a link
//! off as another. It writes no Markdown.

use unicode_normalization::UnicodeNormalization;

use super::safe::{calls_all, visible};

/// A web address, written so that nothing in it can end the link or be hidden.
/// None where it is not one of the web.
pub(super) fn web_address(address: &str) -> Option<String> {
    let rest = after_scheme(address)?;
    if authority(rest).is_empty() {
        return None;
    }
    let mut written = String::with_capacity(address.len());
    let mut buffer = [0; 4];
    for (place, character) in address.char_indices() {
        let character_text = character.encode_utf8(&mut buffer);
        let is_unsafe = character.is_whitespace()
            || visible(character_text).is_empty()
            || matches!(
                character,
                '<' | '>' | '"' | '\\' | '`' | '{' | '}' | '|' | '^'
            )
            || character == '@' && calls_all(&address[place + 1..]);
        if is_unsafe {
            written.push_str(&percent_encoded(character_text));
        } else {
            written.push(character);
        }
    }
    Some(written)
}

/// Whether the address leads to where its first look says.
pub(super) fn is_plain(address: &str) -> bool {
    let authority = authority(after_scheme(address).unwrap_or_default()).to_ascii_lowercase();
    authority.is_ascii() && !authority.contains(['@', '%']) && !authority.contains("xn--")
}

/// Whether a reader could take a label for an address, or not see all of it, or
/// Discord not know where it ends.
pub(super) fn is_dubious(label: &str) -> bool {
    // Discord does not read escaped brackets in a label as text.
    if visible(label) != label || label.contains(['[', ']']) {
        return true;
    }
    let folded: String = label
        .nfkc()
        .map(|character| match character {
            '。' | '｡' | '․' => '.',
            other => other,
        })
        .collect();
    let folded = folded.to_lowercase();
    folded.contains("://")
        || folded.contains("http:")
        || folded.contains("https:")
        || folded.split_whitespace().any(has_domain)
}

fn has_domain(word: &str) -> bool {
    // Marks that combine with a dot would hide it.
    let word: String = word
        .chars()
        .filter(|character| character.is_alphanumeric() || matches!(character, '.' | '/' | '@'))
        .collect();
    word.split(['@', '/']).any(|host| {
        let labels: Vec<&str> = host.trim_matches('.').split('.').collect();
        let is_number = |label: &&str| label.chars().all(|character| character.is_ascii_digit());
        let is_internet_number = labels.len() == 4 && labels.iter().all(is_number);
        let is_name = labels
            .windows(2)
            .any(|pair| pair[1].chars().count() >= 2 && pair[1].starts_with(char::is_alphabetic));
        is_internet_number || is_name
    })
}

/// Whether both are the same to a reader: `a.example` and `https://a.example/`.
pub(super) fn is_same(label: &str, address: &str) -> bool {
    let short = |text: &str| {
        let rest = after_scheme(text).unwrap_or(text);
        rest.trim_end_matches('/').to_owned()
    };
    short(label) == short(address)
}

/// The first address of the web in a text, as the bytes that belong to it.
pub(super) fn find(text: &str) -> Option<std::ops::Range<usize>> {
    let mut searched = 0;
    while let Some(colon) = text[searched..].find("://") {
        let colon = searched + colon;
        searched = colon + 3;
        let Some(scheme) = ["https", "http"].iter().find(|scheme| {
            let start = colon.saturating_sub(scheme.len());
            text.get(start..colon)
                .is_some_and(|written| written.eq_ignore_ascii_case(scheme))
        }) else {
            continue;
        };
        let start = colon - scheme.len();
        let length = text[start..]
            .find(|character: char| character.is_whitespace() || "<>\"`".contains(character))
            .unwrap_or(text.len() - start);
        let end = start + without_punctuation(&text[start..start + length]).len();
        if end > colon + 3 {
            return Some(start..end);
        }
    }
    None
}

/// The address without what ends the sentence around it.
fn without_punctuation(mut address: &str) -> &str {
    loop {
        let shorter = address.trim_end_matches(|character: char| {
            ".,:;!?'*_~|]}…“”’»".contains(character) || visible(&character.to_string()).is_empty()
        });
        let opened = shorter.matches('(').count();
        let closed = shorter.matches(')').count();
        let shorter = match shorter.strip_suffix(')') {
            Some(inner) if closed > opened => inner,
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

fn after_scheme(address: &str) -> Option<&str> {
    let (scheme, rest) = address.split_once("://")?;
    (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(rest)
}

fn authority(rest: &str) -> &str {
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    &rest[..end]
}

fn percent_encoded(character: &str) -> String {
    character
        .bytes()
        .map(|byte| format!("%{byte:02X}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        let cases = [
            ("https://a.example/b?c#d", Some("https://a.example/b?c#d")),
            ("HTTP://a.example", Some("HTTP://a.example")),
            ("https://a.example/b c>", Some("https://a.example/b%20c%3E")),
            (
                "https://a.example/\u{202e}x",
                Some("https://a.example/%E2%80%AEx"),
            ),
            (
                "https://a.example/@everyone",
                Some("https://a.example/%40everyone"),
            ),
            ("https:///x", None),
            ("javascript:alert(1)", None),
            ("discord://-/x", None),
            ("data:text/html,x", None),
            ("other.md", None),
        ];
        for (address, written) in cases {
            assert_eq!(web_address(address).as_deref(), written, "{address}");
        }
    }

    #[test]
    fn a_label_that_could_mislead_is_known() {
        for label in [
            "https://bank.example",
            "bank.example",
            "go to Bank.Example/login now",
            "bank．example",
            "bank。example",
            "bank.\u{301}example",
            "bаnk.example",
            "ba\u{200b}nk",
            "\u{202e}elpmaxe",
            "me@bank.example",
            "bank.example@evil",
            "192.168.0.1",
            "(bank.example)",
            "bank.example.",
            "a](https",
        ] {
            assert!(is_dubious(label), "{label}");
        }
        for label in [
            "the NHS page",
            "e.g. this",
            "3.5 mg",
            "Yes. No.",
            "and/or",
            "👩‍👩‍👧",
            "Ünï",
            "",
        ] {
            assert!(!is_dubious(label), "{label}");
        }
    }

    #[test]
    fn the_punctuation_after_an_address_is_no_part_of_it() {
        let cases = [
            ("see https://a.example.", Some("https://a.example")),
            ("(https://a.example/b_(c))", Some("https://a.example/b_(c)")),
            ("xhttps://a.example/b, c", Some("https://a.example/b")),
            ("ftp://a http://", None),
        ];
        for (text, address) in cases {
            assert_eq!(find(text).map(|range| &text[range]), address, "{text}");
        }
    }
}
