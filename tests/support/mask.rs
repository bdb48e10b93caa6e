//! Masks what differs from run to run, so that the rest can be compared whole.

/// What stands before a number that says nothing here, what stands behind it,
/// and its mask.
const NUMBERS: &[(&str, &str, &str)] = &[
    ("in ", " ms", "[TIME]"),
    ("\"took_us\":", "}", "[TIME]"),
    ("\"took_us\":", ",", "[TIME]"),
    (", ", " KiB", "[SIZE]"),
    ("\"confidence\":", ",", "[SURE]"),
    ("\"confidence\":", "}", "[SURE]"),
    ("(sure ", ")", "[SURE]"),
];

/// The text with such numbers and the folder of the project masked.
pub fn mask(text: &str, folder: &str) -> String {
    let mut text = text.replace(folder, "[PROJECT]");
    for (before, behind, name) in NUMBERS {
        text = mask_number(&text, before, behind, name);
    }
    text
}

fn mask_number(text: &str, before: &str, behind: &str, name: &str) -> String {
    let mut masked = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(before) {
        let (kept, tail) = rest.split_at(start + before.len());
        masked.push_str(kept);
        let digits = tail.find(|c: char| !c.is_ascii_digit() && c != '.');
        let end = digits.unwrap_or(tail.len());
        if end > 0 && tail[end..].starts_with(behind) {
            masked.push_str(name);
            rest = &tail[end..];
        } else {
            rest = tail;
        }
    }
    masked + rest
}

#[test]
fn only_numbers_in_their_places_are_masked() {
    assert_eq!(
        mask(
            r#"3 files in 27 ms at /tmp/x: 4, 51 KiB {"confidence":0.25,"took_us":9} in 5 days"#,
            "/tmp/x"
        ),
        r#"3 files in [TIME] ms at [PROJECT]: 4, [SIZE] KiB {"confidence":[SURE],"took_us":[TIME]} in 5 days"#
    );
}
