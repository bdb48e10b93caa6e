//! The English words that are spelt right, whether or not the bank has them.
//!
//! A word in this list is never "corrected" to a word of the bank. The list is
//! searched where it lies in the binary: nothing is built at start.

/// Sorted, one word a line, four letters or more; see `models/README.md`.
const WORDS: &str = include_str!("../../models/english-words.txt");

/// Whether `word`, in lower case, is an English word of four letters or more.
pub fn is_english(word: &str) -> bool {
    let text = WORDS.as_bytes();
    let (mut low, mut high) = (0, text.len());
    // Bisect by bytes; each probe is moved back to the start of its line.
    while low < high {
        let probe = low + (high - low) / 2;
        let start = text[low..probe]
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(low, |newline| low + newline + 1);
        let end = text[start..]
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(text.len(), |newline| start + newline);
        match text[start..end].cmp(word.as_bytes()) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = (end + 1).min(high),
            std::cmp::Ordering::Greater => high = start,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_list_is_found() {
        assert!(WORDS.lines().is_sorted());
        assert!(WORDS.lines().all(is_english));
    }

    #[test]
    fn what_is_not_in_the_list_is_not_found() {
        for word in ["", "a", "mssage", "zzzz", "aaaa", "massage\n", "übung"] {
            assert!(!is_english(word), "{word}");
        }
    }
}
