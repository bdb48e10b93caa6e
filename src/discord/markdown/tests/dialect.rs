//! Emphasis as Discord reads it, and not as CommonMark does: a model to hold
//! what is written against. It knows no blocks, links or code.

use crate::discord::markdown::passage::{EMPHASIS, STRIKE, STRONG};

/// Stands for an underline, which no passage has.
pub(super) const UNDERLINE: u8 = 8;

/// Each letter of a line with the marks that Discord shows it in.
pub(super) fn read(line: &str) -> Vec<(char, u8)> {
    let mut letters = Vec::new();
    let line: Vec<char> = line.chars().collect();
    read_within(&line, 0, &mut letters);
    letters
}

fn read_within(text: &[char], style: u8, letters: &mut Vec<(char, u8)>) {
    let mut place = 0;
    while let Some(character) = text.get(place) {
        let rest = &text[place..];
        if let Some(length) = pair(rest).filter(|_| rest[1].is_ascii_punctuation()) {
            place += length;
            continue;
        }
        // Of the marks that may begin here, the longest does.
        let marks = [
            (marked(rest, &['*', '*'], any), 2, STRONG),
            (marked(rest, &['*'], starred), 1, EMPHASIS),
            (marked(rest, &['_', '_'], any), 2, UNDERLINE),
            (marked(rest, &['_'], underscored), 1, EMPHASIS),
            (struck(rest), 2, STRIKE),
        ];
        let longest = marks.into_iter().max_by_key(|(length, ..)| *length);
        if let Some((Some(length), sign, mark)) = longest {
            read_within(&rest[sign..length - sign], style | mark, letters);
            place += length;
            continue;
        }
        if character.is_alphabetic() {
            letters.push((*character, style));
        }
        place += 1;
    }
}

/// The length of what the sign marks, with both signs, where its content is made
/// of what `next` takes and at least one of that.
fn marked(text: &[char], sign: &[char], next: fn(&[char]) -> Option<usize>) -> Option<usize> {
    if !text.starts_with(sign) || sign == ['*'] && text.get(1).is_none_or(|c| c.is_whitespace()) {
        return None;
    }
    let mut place = sign.len();
    place += next(&text[place..])?;
    loop {
        let rest = &text[place..];
        if rest.starts_with(sign) {
            let after = rest.get(sign.len());
            let ends = match sign {
                ['_'] => after.is_none_or(|c| !c.is_ascii_alphanumeric() && *c != '_'),
                _ => after != sign.first(),
            };
            if ends {
                return Some(place + sign.len());
            }
        }
        place += next(rest)?;
    }
}

fn struck(text: &[char]) -> Option<usize> {
    let end = text.windows(2).skip(3).position(|two| two == ['~', '~'])? + 3;
    (text.starts_with(&['~', '~']) && text.get(end + 2) != Some(&'_')).then_some(end + 2)
}

fn pair(text: &[char]) -> Option<usize> {
    (text.first() == Some(&'\\') && text.len() > 1).then_some(2)
}

fn any(text: &[char]) -> Option<usize> {
    pair(text).or((*text.first()? != '\\').then_some(1))
}

fn underscored(text: &[char]) -> Option<usize> {
    if text.starts_with(&['_', '_']) {
        return Some(2);
    }
    any(text).filter(|_| text[0] != '_')
}

fn starred(text: &[char]) -> Option<usize> {
    if text.starts_with(&['*', '*']) {
        return Some(2);
    }
    let spaces = text.iter().take_while(|c| c.is_whitespace()).count();
    let rest = &text[spaces..];
    if spaces > 0 && rest.starts_with(&['*', '*']) {
        return Some(spaces + 2);
    }
    any(rest)
        .filter(|_| rest[0] != '*')
        .map(|length| spaces + length)
}

#[test]
fn discord_reads_what_its_client_shows() {
    let show = |line: &str| -> String {
        let styled = read(line).into_iter();
        styled
            .map(|(letter, style)| format!("{letter}{style}"))
            .collect()
    };
    for (line, shown) in [
        ("*a* **b** ***c***", "a1b2c3"),
        ("__a__ _b_ ~~c~~", "a8b1c4"),
        ("\\*a\\* * b *", "a0b0"),
        ("_a_b _c", "a0b0c0"),
        ("**a *b* c**", "a2b3c2"),
        ("*a **b** c*", "a1b3c1"),
    ] {
        assert_eq!(show(line), shown, "{line}");
    }
}
