//! Questions as hurried people type them: to measure what spelling costs.
//!
//! The same seed and the same text always give the same typos, whatever else is
//! asked.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::random::Random;

/// Which share of the words that can get a typo gets one.
const SHARE: f64 = 0.3;

/// Shorter words stay as they are, in letters: of three letters nothing is left to
/// know a word by.
const MIN_LETTERS: usize = 4;

/// The letters of a keyboard, row by row; each row starts a little further right
/// than the one above.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The text with one edit in about 30% of its words of four and more letters: a
/// letter left out, typed twice, swapped with the next, or a key beside it hit.
pub fn with_typos(text: &str, seed: u64) -> String {
    let mut random = Random::new(xxh3_64_with_seed(text.as_bytes(), seed));
    let mut typed = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphabetic());
        let (word, tail) = rest.split_at(end.unwrap_or(rest.len()));
        let letters: Vec<char> = word.chars().collect();
        if letters.len() >= MIN_LETTERS && random.happens(SHARE) {
            typed.extend(mistyped(letters, &mut random));
        } else {
            typed.push_str(word);
        }
        let between = tail.find(char::is_alphabetic).unwrap_or(tail.len());
        typed.push_str(&tail[..between]);
        rest = &tail[between..];
    }
    typed
}

/// A word with one edit, which always changes it.
fn mistyped(mut letters: Vec<char>, random: &mut Random) -> Vec<char> {
    let place = random.below(letters.len());
    let next = place + 1;
    match random.below(4) {
        0 if next < letters.len() && letters[place] != letters[next] => {
            letters.swap(place, next);
        }
        1 => letters.insert(place, letters[place]),
        2 => match beside(letters[place], random) {
            Some(key) => letters[place] = key,
            None => letters.insert(place, letters[place]),
        },
        _ => {
            letters.remove(place);
        }
    }
    letters
}

/// A key beside that of a letter; `None` where the letter is on none of ours.
fn beside(letter: char, random: &mut Random) -> Option<char> {
    let small = letter.to_ascii_lowercase();
    let (row, column) = (0..).zip(ROWS).find_map(|(row, keys): (usize, _)| {
        let column = keys.find(small)?;
        Some((row, column))
    })?;
    // A key touches two of the row above and two of the row below.
    let around = [
        (row, column.wrapping_sub(1)),
        (row, column + 1),
        (row.wrapping_sub(1), column),
        (row.wrapping_sub(1), column + 1),
        (row + 1, column.wrapping_sub(1)),
        (row + 1, column),
    ];
    let keys: Vec<char> = around
        .into_iter()
        .filter_map(|(row, column)| ROWS.get(row)?.chars().nth(column))
        .collect();
    let key = *keys.get(random.below(keys.len()))?;
    Some(if letter.is_uppercase() {
        key.to_ascii_uppercase()
    } else {
        key
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(text: &str) -> Vec<&str> {
        text.split(|c: char| !c.is_alphabetic()).collect()
    }

    #[test]
    fn the_same_seed_gives_the_same_typos() {
        let text = "Where can I find the opening hours of your shop in Bristol, please?";
        snapbox::assert_data_eq!(
            (1..=4)
                .map(|seed| with_typos(text, seed) + "\n")
                .collect::<String>(),
            snapbox::str![[r#"
Where can I fibd the opening hurs of your shop in Bristol, poease?
Where can I find the oening hourss of you shop in ristol, please?
Where can I find the opening hours of your shop in Bristol, please?
Where can I find the opening hours of tour shop in Bristol, please?

"#]]
        );
    }

    #[test]
    fn about_three_words_in_ten_get_one() {
        let text = "several longer words stand here ".repeat(400);
        let typed = with_typos(&text, 1);
        let pairs = words(&text).len();
        let changed = words(&text)
            .iter()
            .zip(words(&typed))
            .filter(|(one, other)| *one != other)
            .count();
        let share = changed as f64 / pairs as f64;
        // One in six "words" is the gap at an end.
        assert!((0.25..0.35).contains(&share), "{share}");
    }

    #[test]
    fn neighbours_are_keys_that_a_finger_may_slip_to() {
        let mut random = Random::new(1);
        let mut slips = |letter| {
            let slips = (0..200).filter_map(|_| beside(letter, &mut random));
            let slips: std::collections::BTreeSet<char> = slips.collect();
            slips.into_iter().collect::<String>()
        };
        assert_eq!(slips('q'), "aw");
        assert_eq!(slips('g'), "bfhtvy");
        assert_eq!(slips('M'), "JKN");
        assert_eq!(slips('p'), "lo");
        assert_eq!(slips('\u{e9}'), "");
    }

    proptest! {
        #[test]
        fn a_mistyped_word_is_one_edit_away(word in "[a-z\u{e9}\u{df}]{4,12}", seed in any::<u64>()) {
            let letters: Vec<char> = word.chars().collect();
            let typed: String = mistyped(letters, &mut Random::new(seed)).into_iter().collect();
            prop_assert_eq!(strsim::osa_distance(&word, &typed), 1);
        }

        #[test]
        fn what_is_no_word_of_four_letters_stays(text in any::<String>(), seed in any::<u64>()) {
            let kept = |text: &str| {
                let words = words(text).into_iter().filter(|word| word.chars().count() < 3);
                words.map(str::to_owned).collect::<Vec<_>>()
            };
            let typed = with_typos(&text, seed);
            prop_assert_eq!(kept(&text), kept(&typed));
            let marks = |text: &str| text.replace(char::is_alphabetic, "");
            prop_assert_eq!(marks(&text), marks(&typed));
        }
    }
}
