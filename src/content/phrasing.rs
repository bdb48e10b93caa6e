//! When two phrasings of a question are the same question.
//!
//! Only spelling is compared, for the rules on duplicates and to know a title that
//! was typed; what a question means is the search's business.

/// `phrasing` with all folded that does not tell two questions apart: case,
/// punctuation and white space. Signs that do (`C++`, `50 %`) stay.
pub fn fold(phrasing: &str) -> String {
    let mut folded = String::with_capacity(phrasing.len());
    for character in phrasing.chars() {
        if is_apostrophe(character) {
            continue;
        }
        if character.is_whitespace() || is_punctuation(character) {
            if !folded.is_empty() && !folded.ends_with(' ') {
                folded.push(' ');
            }
        } else {
            folded.extend(character.to_lowercase());
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// Apostrophes vanish, so that `whats` is `what's`.
fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '’' | '‘' | 'ʼ' | '`' | '´')
}

fn is_punctuation(character: char) -> bool {
    match character {
        '+' | '#' | '%' | '&' | '$' | '=' | '<' | '>' | '@' => false,
        '¿' | '¡' | '«' | '»' | '·' | '،' | '؛' | '؟' | '।' | '॥' => true,
        // General punctuation, and that of East Asia in both widths.
        '\u{2010}'..='\u{205E}' | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' => true,
        '，' | '！' | '？' | '：' | '；' | '（' | '）' | '｡' | '､' => true,
        _ => character.is_ascii_punctuation(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_punctuation_and_spaces_do_not_count() {
        assert_eq!(
            fold("  How do I  reset my   pass-word?! "),
            "how do i reset my pass word"
        );
        assert_eq!(fold("What’s “new”…"), fold("whats new"));
        assert_eq!(fold("¿Qué es?"), "qué es");
        assert_eq!(fold("?!"), "");
    }

    #[test]
    fn signs_that_carry_meaning_count() {
        assert_ne!(fold("What is C?"), fold("What is C++?"));
        assert_ne!(fold("Is 5 enough"), fold("Is 5% enough"));
    }
}
