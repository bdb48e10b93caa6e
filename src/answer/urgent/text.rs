//! Cuts a text, a member's message or a moderator's phrase alike, into plain comparable words. It
//! knows spelling and punctuation only: no list of words, no meaning.

use std::ops::Range;

/// How the writer paused before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pause {
    /// Not at all.
    None,
    /// A comma, a bracket, a dash, a new line: the sentence goes on.
    Comma,
    /// A new sentence or paragraph.
    Sentence,
}

/// One word of a text.
#[derive(Debug, Clone)]
pub(super) struct Token {
    /// The word in small letters, without accents and apostrophes; `can not` and `cannot` are
    /// `cant`.
    pub(super) word: String,
    /// Where it stands in the text, in bytes.
    pub(super) range: Range<usize>,
    /// The pause before it.
    pub(super) pause: Pause,
}

/// The words of a text. Links are passed over: their words are not the member's.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::with_capacity(text.len() / 5);
    let mut pause = Pause::Sentence;
    let mut letters = text.char_indices().peekable();
    while let Some(&(start, letter)) = letters.peek() {
        if !letter.is_alphanumeric() {
            let mut run = 0;
            while letters.next_if(|&(_, next)| next == letter).is_some() {
                run += 1;
            }
            pause = pause.max(pause_of(
                letter,
                run,
                &text[start + letter.len_utf8() * run..],
            ));
            continue;
        }
        let mut word = String::new();
        let mut end = start;
        while let Some((at, next)) = letters.next_if(|&(_, next)| belongs_to_word(next)) {
            push_folded(&mut word, next);
            if next.is_alphanumeric() {
                end = at + next.len_utf8();
            }
        }
        if text[end..].starts_with("://") {
            while letters
                .next_if(|&(_, next)| !next.is_whitespace())
                .is_some()
            {}
            continue;
        }
        if word.is_empty() {
            continue;
        }
        match tokens
            .last_mut()
            .filter(|_| pause == Pause::None)
            .filter(|last| word == "not" && is_auxiliary(&last.word))
        {
            Some(last) => {
                contract(&mut last.word);
                last.range.end = end;
            }
            None => {
                if word == "cannot" {
                    word.truncate("can".len());
                    contract(&mut word);
                }
                tokens.push(Token {
                    word,
                    range: start..end,
                    pause,
                });
            }
        }
        pause = Pause::None;
    }
    tokens
}

/// What a run of one mark that is no letter says about the flow of the sentence; `rest` is the text
/// after it.
fn pause_of(mark: char, run: usize, rest: &str) -> Pause {
    match mark {
        // "3.5" is a number, and "numb... down there" a hesitation.
        '.' if run == 1 && rest.starts_with(|next: char| next.is_ascii_digit()) => Pause::None,
        '.' if run > 1 => Pause::Comma,
        '.' | '!' | '?' | '。' | '！' | '？' | '؟' => Pause::Sentence,
        '\n' if run > 1 => Pause::Sentence,
        ',' | ';' | ':' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '—' | '–' | '…' | '|'
        | '\n' | '•' => Pause::Comma,
        '-' if rest.starts_with(char::is_whitespace) => Pause::Comma,
        _ => Pause::None,
    }
}

/// Letters, digits, and what people type or paste inside a word without meaning to end it.
fn belongs_to_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_apostrophe(letter) || is_invisible(letter)
}

fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

/// Combining accents, zero-width characters, soft hyphens and variation selectors.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{300}'..='\u{36f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{ad}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}'
    )
}

/// Adds a letter in its plain small form. A letter typed three times or more ("numbbbb") is kept
/// twice.
fn push_folded(word: &mut String, letter: char) {
    if letter.is_ascii_alphanumeric() {
        push_unless_stretched(word, letter.to_ascii_lowercase());
        return;
    }
    if is_apostrophe(letter) || is_invisible(letter) {
        return;
    }
    // Full-width letters, as some keyboards type them, stand in the order of ASCII.
    let narrow = u32::from(letter)
        .checked_sub(0xfee0)
        .filter(|code| (0x21..0x7f).contains(code))
        .and_then(char::from_u32);
    for small in narrow.unwrap_or(letter).to_lowercase() {
        if is_invisible(small) {
            continue;
        }
        match without_accent(small) {
            Some(plain) => plain
                .chars()
                .for_each(|plain| push_unless_stretched(word, plain)),
            None => push_unless_stretched(word, small),
        }
    }
}

fn push_unless_stretched(word: &mut String, letter: char) {
    let mut before = word.chars().rev();
    if before.next() == Some(letter) && before.next() == Some(letter) && letter.is_alphabetic() {
        return;
    }
    word.push(letter);
}

fn without_accent(letter: char) -> Option<&'static str> {
    Some(match letter {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        _ => return None,
    })
}

fn is_auxiliary(word: &str) -> bool {
    matches!(
        word,
        "can"
            | "could"
            | "do"
            | "does"
            | "did"
            | "is"
            | "are"
            | "was"
            | "were"
            | "has"
            | "have"
            | "had"
            | "will"
            | "would"
            | "should"
    )
}

/// Turns `do` into `dont`, as people write it.
fn contract(auxiliary: &mut String) {
    match auxiliary.as_str() {
        "will" => *auxiliary = "wont".to_owned(),
        "can" => auxiliary.push('t'),
        _ => auxiliary.push_str("nt"),
    }
}

/// Whether a word only lends weight to the next, so that a phrase is the same with it or without
/// it.
pub(super) fn is_emphasis(word: &str) -> bool {
    matches!(
        word,
        "even"
            | "really"
            | "just"
            | "actually"
            | "ever"
            | "all"
            | "literally"
            | "totally"
            | "completely"
            | "properly"
            | "fully"
            | "quite"
            | "still"
            | "suddenly"
            | "honestly"
            | "fucking"
            | "bloody"
    )
}

/// The part of a word that its forms share: `leak` of `leaking`, `leaks` and `leaked`.
///
/// It is cruder than a stemmer for search has to be, because only words of the same short lists are
/// ever compared.
pub(super) fn stem(word: &str) -> &str {
    const SHORTEST: usize = 3;
    let cut = |suffix: &str| {
        word.strip_suffix(suffix)
            .filter(|rest| rest.len() >= SHORTEST && rest.contains(['a', 'e', 'i', 'o', 'u', 'y']))
    };
    if !word.is_ascii() || word.len() <= SHORTEST {
        return word;
    }
    if let Some(rest) = cut("ness") {
        return rest;
    }
    if let Some(rest) = cut("ing").or_else(|| cut("ed").filter(|rest| !rest.ends_with('e'))) {
        return without_final_e(without_doubled_letter(rest));
    }
    let singular = ["ches", "shes", "xes", "sses"]
        .iter()
        .find(|ending| word.ends_with(**ending))
        .and_then(|_| cut("es"))
        .or_else(|| cut("s").filter(|rest| !rest.ends_with(['s', 'u', 'i'])))
        .unwrap_or(word);
    without_final_e(singular)
}

/// `stop` of `stopp`; `kill` and `pass` keep both letters.
fn without_doubled_letter(stem: &str) -> &str {
    let letters = stem.as_bytes();
    match letters {
        [.., before, last] if before == last && !b"aeioulsz".contains(last) => {
            &stem[..stem.len() - 1]
        }
        _ => stem,
    }
}

/// `breath` of `breathe`; `pee` stays.
fn without_final_e(word: &str) -> &str {
    match word.strip_suffix('e') {
        Some(rest) if rest.len() >= 3 && !rest.ends_with('e') => rest,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::{Pause, stem, tokens};

    fn words(text: &str) -> Vec<String> {
        tokens(text)
            .into_iter()
            .map(|token| match token.pause {
                Pause::None => token.word,
                Pause::Comma => format!(", {}", token.word),
                Pause::Sentence => format!(". {}", token.word),
            })
            .collect()
    }

    #[test]
    fn cuts_texts_as_people_type_them() {
        let cases = [
            ("I can't, cannot, CAN NOT", ". i|cant|, cant|, cant"),
            ("don’t do not won't will not", ". dont|dont|wont|wont"),
            ("numb... down\nthere", ". numb|, down|, there"),
            ("3.5 kg.Then", ". 3|5|kg|. then"),
            ("Ça fait très mal", ". ca|fait|tres|mal"),
            ("nu\u{200b}mb gro\u{ad}in 😭pee", ". numb|groin|pee"),
            ("push-ups - and then", ". push|ups|, and|then"),
            ("see https://example.org/cauda-equina ok", ". see|ok"),
            ("cannnnt 100000", ". cannt|100000"),
            ("ｎｕｍｂ Straße", ". numb|strasse"),
            ("'tis the lads'", ". tis|the|lads"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(words(text).join("|"), expected, "{text}");
        }
    }

    #[test]
    fn forms_of_a_word_share_a_stem() {
        for forms in [
            &["leak", "leaks", "leaking", "leaked"][..],
            &["numb", "numbness"],
            &["pee", "pees", "peeing"],
            &["breathe", "breath", "breathing", "breathes"],
            &["lose", "losing", "loses"],
            &["stop", "stopped", "stopping"],
            &["kill", "killing", "killed"],
            &["chill", "chills"],
            &["bleed", "bleeding", "bleeds"],
        ] {
            for form in forms {
                assert_eq!(stem(form), stem(forms[0]), "{form}");
            }
        }
        assert_ne!(stem("weed"), stem("wee"));
        assert_ne!(stem("number"), stem("numb"));
    }
}
