//! Did you mean: the known word that a mistyped one stands nearest to.
//!
//! For operators' files only; spelling in members' questions is the search's.

/// The candidate that `written` is most likely a slip of, if any is near: at
/// most a third of the characters differ, and at most three.
pub fn closest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let length = written.chars().count();
    let allowed = (length / 3).clamp(1, 3);
    candidates
        .into_iter()
        // Bytes differ at least as much as four times the characters do, so a
        // far longer candidate need not be measured.
        .filter(|candidate| candidate.len().abs_diff(written.len()) <= 4 * allowed)
        .map(|candidate| (strsim::osa_distance(written, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        // Of equally near ones the first by name, whatever order they came in.
        .min()
        .map(|(_, candidate)| candidate)
}

/// Names between backticks, parted by commas, as help lines list them.
pub fn listed<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<_> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_a_stranger_is_not() {
        let known = ["answer", "alternates", "id"];
        assert_eq!(closest("anwser", known), Some("answer"));
        assert_eq!(closest("Alternate", known), Some("alternates"));
        assert_eq!(closest("ids", known), Some("id"));
        assert_eq!(closest("colour", known), None);
        assert_eq!(closest("", known), None);
    }

    #[test]
    fn names_are_listed_between_backticks() {
        assert_eq!(listed(["a", "b"]), "`a`, `b`");
    }
}
