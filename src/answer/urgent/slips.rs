//! How many slips apart two words are, up to a limit: members' typos in the
//! words of a sign. It knows no language and no word list.

/// The number of slips (a letter left out, added, replaced, or two neighbours swapped) that turn
/// one word into the other, or `None` when that takes more than `most`.
///
/// This is the optimal string alignment distance: no letter is touched twice.
pub(super) fn slips_between(left: &[char], right: &[char], most: usize) -> Option<usize> {
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

#[cfg(test)]
mod tests {
    use super::slips_between;

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
}
