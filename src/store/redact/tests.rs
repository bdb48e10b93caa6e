//! What is taken out of a question, and what stays in it.

use super::*;
use proptest::prelude::*;

#[track_caller]
fn gives(pairs: &[(&str, &str)]) {
    for (text, expected) in pairs {
        assert_eq!(redact(text), *expected, "of {text:?}");
    }
}

#[test]
fn mentions_and_mail_addresses_are_taken_out() {
    gives(&[
        ("<@123456789012345678> does it hurt?", "… does it hurt?"),
        (
            "<@!1> <@&2> <#3> </faq edit:4> <:knot:5> <t:6:R> why?",
            "… … … … … … why?",
        ),
        ("ask @ann_b about it", "ask … about it"),
        ("thanks @Zoë-Ann, is L5 ok?", "thanks …, is L5 ok?"),
        ("mail ann.b+x@mail.example.org!", "mail …!"),
        ("(ann＠example.org) or ann@ example.org", "(…) or … …"),
        ("at 5 @ home", "at 5 … home"),
        (
            "is pain < 3 and > 2 fine <3 ?",
            "is pain < 3 and > 2 fine <3 ?",
        ),
    ]);
}

#[test]
fn links_are_taken_out_however_they_are_written() {
    gives(&[
        ("see https://x.example/a?b=c#d please", "see … please"),
        ("[this](http://ann.example/me) helps?", "[this](… helps?"),
        ("www.ann.example or discord.gg/abc", "… or …"),
        ("I am on ann-b.com.", "I am on …"),
        ("ANN.DE, and t.me/ann and ann.london:8080", "…, and … and …"),
        ("ftp://user:secret@host/x", "…"),
        (
            "my knee hurts.what now, e.g. and/or ice?",
            "my knee hurts.what now, e.g. and/or ice?",
        ),
    ]);
}

#[test]
fn phone_numbers_are_taken_out_in_many_spellings() {
    for number in [
        "07700900123",
        "+44 7700 900123",
        "+44 (0) 7700-900-123",
        "0044.7700.900.123",
        "(555) 123-4567",
        "0151/234 567 8",
        "0 7 7 0 0 9",
        "0770\u{a0}0900\u{2011}123",
        "07700\u{200b}900123",
        "**07700** 900123",
        "0770\n0900\n123",
        "٠٧٧٠٠٩٠٠١٢٣",
        "０７７００９００１２３",
        "0️⃣7️⃣7️⃣0️⃣0️⃣9️⃣",
    ] {
        let left = redact(&format!("call {number} now"));
        assert!(
            !left.contains(char::is_numeric),
            "{left:?} is left of {number:?}"
        );
        assert!(
            left.starts_with("call ") && left.ends_with(" now"),
            "{left:?}"
        );
    }
}

#[test]
fn what_is_left_reads_well() {
    gives(&[
        ("call +44 20 7946 0958 now", "call … now"),
        ("call +(44) 20 7946 0958 or (555) 123-4567", "call … or …"),
        ("who invented the bicycle, ?", "who invented the bicycle?"),
        ("1, .5 or 2, what?", "1, .5 or 2, what?"),
    ]);
}

#[test]
fn codes_and_addresses_of_computers_are_taken_out() {
    gives(&[
        ("DE89 3704 0044 0532 0130 00 is mine", "… is mine"),
        ("GB29NWBK60161331926819, ok?", "…, ok?"),
        ("gb29 nwbk 6016 1331 9268 19 what now", "… what now"),
        ("passport AB1234567-X here", "passport … here"),
        (
            "ping 1.1.1.1, 1.1.1.1:80, ::1 or fe80::a:b.",
            "ping …, …, … or …",
        ),
        ("id 550e8400-e29b-41d4-a716-446655440000", "id …"),
    ]);
}

#[test]
fn words_and_short_numbers_stay() {
    let all = [
        "Is L5 or S1 to blame? T12-L1, C5/C6: no.",
        "30 minutes, 3 times a week, 10-15 reps in 2026. 20 in 2027?",
        "blood pressure 120/80, pain 7/10, at 10:30, 2.5 kg, 10 mg B12 1000",
        "note:: add: a+b = c; vitamin D3 500 iu #1 $5 50%",
        "Was hilft gegen Rückenschmerzen? ما هو؟ 腰が痛い 🦵🏽 נקודת",
    ];
    gives(&all.map(|text| (text, text)));
}

#[test]
fn a_long_question_is_cut_after_it_was_redacted() {
    let text = format!("{} 07700900123 and more", "ä".repeat(290));
    let expected = format!("{} … and mo…", "ä".repeat(290));
    assert_eq!(redact(&text), expected);
    assert_eq!(redact(&"😀".repeat(100_000)).chars().count(), MAX_CHARS);
    for giant in ["a@b.c/1:", "<@", "1-", "x.de:", "DE89 "] {
        assert!(redact(&giant.repeat(1_000_000)).chars().count() <= MAX_CHARS);
    }
    assert_eq!(redact(" \u{0} a\r\nb \t"), "a  b");
}

/// Text full of what is looked for.
fn messy() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[0-9]{1,6}",
        "[a-zA-Zé]{1,5}",
        "[-@.:/<>#+() _,]{1,2}",
        Just("https://".to_owned()),
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_mention_and_no_long_number_is_ever_left(text in messy()) {
        let left: Vec<char> = redact(&text).chars().collect();
        prop_assert!(left.len() <= MAX_CHARS);
        prop_assert!(!left.contains(&'@'));
        let numbers = stretches(&left, char::is_numeric);
        prop_assert!(numbers.iter().all(|number| number.len() < LONG));
        prop_assert!(!string(&left).contains("://"));
    }

    #[test]
    fn nothing_is_left_of_an_address(name in "[a-z.+_-]{1,12}", host in "[a-z]{2,9}\\.[a-z]{2,6}") {
        let mail = format!("write to {name}@{host} today");
        prop_assert_eq!(redact(&mail), "write to … today");
        let page = format!("look at https://{host}/{name} today");
        prop_assert_eq!(redact(&page), "look at … today");
    }

    #[test]
    fn nothing_is_left_of_a_phone_number(groups in prop::collection::vec("[0-9]{1,4}", 7..9), sign in "[ -.]|\\) | - ") {
        let text = format!("call {} now", groups.join(&sign));
        prop_assert_eq!(redact(&text), "call … now");
    }

    #[test]
    fn ordinary_text_is_unchanged(
        words in prop::collection::vec("\\p{L}{1,9}|[a-z]{1,9}[,.!?]|[A-Z][0-9]{1,2}", 1..20),
        number in "[0-9]{1,4}",
    ) {
        let text = format!("{} {number} times", words.join(" "));
        prop_assert_eq!(redact(&text), text);
    }
}
