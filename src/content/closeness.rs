//! How many slips apart two words are, and which of several words comes closest to a mistyped one.
//! It knows no language and no word list: whoever asks says how many slips are too many.

/// The number of slips (a letter left out, added, replaced, or two neighbours swapped) that turn
/// one word into the other, or `None` when that takes more than `most`.
///
/// This is the optimal string alignment distance: no letter is touched twice.
pub fn slips_between(left: &[char], right: &[char], most: usize) -> Option<usize> {
    if left.len().abs_diff(right.len()) > most {
        return None;
    }
    let mut before_last: Vec<usize> = vec![0; right.len() + 1];
    let mut last: Vec<usize> = (0..=right.len()).collect();
    let mut current = before_last.clone();
    for (row, &a) in left.iter().enumerate() {
        current[0] = row + 1;
        for (column, &b) in right.iter().enumerate() {
            let replaced = last[column] + usize::from(a != b);
            let mut fewest = replaced.min(last[column + 1] + 1).min(current[column] + 1);
            let swapped = row > 0 && column > 0 && a == right[column - 1] && left[row - 1] == b;
            if swapped {
                fewest = fewest.min(before_last[column - 1] + 1);
            }
            current[column + 1] = fewest;
        }
        if current.iter().all(|&slips| slips > most) {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut current);
    }
    last.last().copied().filter(|&slips| slips <= most)
}

/// The candidate that `word` most likely stands for, for a "did you mean": at most a third of its
/// letters may be wrong.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().collect();
    let most = (letters.len() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let spelled: Vec<char> = candidate.chars().collect();
            slips_between(&letters, &spelled, most).map(|slips| (slips, candidate))
        })
        .min_by_key(|&(slips, _)| slips)
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::{closest, slips_between};

    fn slips(left: &str, right: &str) -> Option<usize> {
        let (left, right): (Vec<char>, Vec<char>) =
            (left.chars().collect(), right.chars().collect());
        slips_between(&left, &right, 2)
    }

    #[test]
    fn counts_slips() {
        assert_eq!(slips("groin", "groin"), Some(0));
        assert_eq!(slips("gorin", "groin"), Some(1));
        assert_eq!(slips("numbnes", "numbness"), Some(1));
        assert_eq!(slips("bladar", "bladder"), Some(2));
        assert_eq!(slips("calf", "chest"), None);
        assert_eq!(slips("", "ab"), Some(2));
    }

    #[test]
    fn finds_the_closest_name() {
        assert_eq!(closest("sadle", ["saddle", "pee"]), Some("saddle"));
        assert_eq!(closest("nothing", ["saddle", "pee"]), None);
    }
}
