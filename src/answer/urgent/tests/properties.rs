//! What holds for any text.

use proptest::prelude::*;

use super::shipped::{alarms_on, detect};

const REPORTS: &[&str] = &[
    "i cant pee since this morning",
    "numb down there",
    "my calf is hot and swollen",
    "My dad is having chest pain!",
    "i had cancer",
    "i don't want to live anymore",
    "lost controll of my blader",
];

proptest! {
    #[test]
    fn any_text_is_read_without_harm(text in any::<String>()) {
        for detection in detect(&text) {
            prop_assert!(text.contains(&detection.matched));
        }
    }

    #[test]
    fn words_of_signs_in_any_order_are_read_without_harm(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "numb", "groin", "cant", "not", "pee", "no", "my", "i", "cat", "but", "what is",
                "?", ",", "\n", "had", "years ago", "or",
                "chest", "pain", "wife", "cancer", "no feeling", "'", "\u{200b}", "😭", ".",
            ]),
            0..60,
        ),
    ) {
        let text = words.join(" ");
        for detection in detect(&text) {
            prop_assert!(text.contains(&detection.matched));
        }
    }

    #[test]
    fn letter_case_does_not_matter(
        report in prop::sample::select(REPORTS),
        capitals in prop::collection::vec(any::<bool>(), 64),
    ) {
        let shouted: String = report
            .chars()
            .zip(capitals)
            .map(|(letter, capital)| if capital { letter.to_ascii_uppercase() } else { letter })
            .collect();
        prop_assert_eq!(alarms_on(&shouted), alarms_on(report));
        prop_assert!(!alarms_on(report).is_empty());
    }

    #[test]
    fn a_greeting_hides_nothing(report in prop::sample::select(REPORTS)) {
        prop_assert_eq!(alarms_on(&format!("hi all, {report}")), alarms_on(report));
    }
}

#[test]
fn invisible_letters_hide_nothing() {
    assert_eq!(alarms_on("i c\u{200b}ant p\u{ad}ee 😭😭"), ["cauda-equina"]);
    assert_eq!(alarms_on("**my gröin** is\nnúmb"), ["cauda-equina"]);
}
