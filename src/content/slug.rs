//! The names by which content is linked: entry ids and section anchors.

/// The longest id, in characters. A Discord button carries at most 100 (its
/// `custom_id`), and what the button does has to stand beside the id.
pub const MAX_ID_CHARACTERS: usize = 80;

/// Whether `id` may name an entry: letters a to z, digits and single hyphens
/// between them.
pub fn is_slug(id: &str) -> bool {
    id.split('-').all(|word| {
        !word.is_empty()
            && word
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
    })
}

/// Whether `anchor` may name a section: any letters but capitals, digits,
/// hyphens and underscores.
pub fn is_anchor(anchor: &str) -> bool {
    !anchor.is_empty()
        && anchor
            .chars()
            .all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_'))
}

/// The anchor of a heading that names none: its letters and digits in lower
/// case, all else a hyphen. Empty if it has neither letters nor digits.
pub fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let words: Vec<_> = lower
        .split(|c: char| !c.is_alphanumeric() || c.is_uppercase())
        .filter(|word| !word.is_empty())
        .collect();
    words.join("-")
}

/// An id made of the first `words` words of a question, as [`is_slug`] takes it;
/// `None` if nothing is left.
pub fn slug_of(question: &str, words: usize) -> Option<String> {
    let first: Vec<&str> = question.split_whitespace().take(words).collect();
    let id = suggested_id(&first.join(" "))?;
    let short: String = id.chars().take(MAX_ID_CHARACTERS).collect();
    Some(short.trim_end_matches('-').to_owned())
}

/// The nearest to `written` that [`is_slug`] takes; `None` if nothing is left.
pub fn suggested_id(written: &str) -> Option<String> {
    let plain: String = written
        .chars()
        .map(|c| {
            if c.is_alphanumeric() && !c.is_ascii() {
                '-'
            } else {
                c
            }
        })
        .collect();
    let id: String = slug(&plain).chars().take(MAX_ID_CHARACTERS).collect();
    let id = id.trim_end_matches('-');
    is_slug(id).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_is_lower_case_words_with_single_hyphens() {
        assert!(is_slug("reset-password-2"));
        for bad in ["", "-", "a--b", "-a", "a-", "A", "a b", "a_b", "ü"] {
            assert!(!is_slug(bad), "{bad}");
        }
    }

    #[test]
    fn an_anchor_may_be_of_any_script() {
        assert!(is_anchor("größe_2"));
        for bad in ["", "A", "a b", "a.b"] {
            assert!(!is_anchor(bad), "{bad}");
        }
    }

    #[test]
    fn a_heading_becomes_an_anchor() {
        assert_eq!(slug("What's  new, in 2026?"), "what-s-new-in-2026");
        assert_eq!(slug("Größe & Gewicht"), "größe-gewicht");
        assert_eq!(slug("…"), "");
    }

    #[test]
    fn an_id_is_suggested_where_letters_are_left() {
        assert_eq!(
            suggested_id("Reset Password!").as_deref(),
            Some("reset-password")
        );
        assert_eq!(suggested_id("größe").as_deref(), Some("gr-e"));
        assert_eq!(suggested_id("…"), None);
    }

    proptest! {
        #[test]
        fn every_slug_is_an_anchor_or_empty(title in ".*") {
            let slug = slug(&title);
            prop_assert!(slug.is_empty() || is_anchor(&slug), "{}", slug);
        }
    }
}
