//! Examples of passages in pieces, and what must hold of any.

use proptest::prelude::*;

use super::*;
use crate::discord::markdown::render;

fn pieces(markdown: &str, max: usize) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut from = Some(0);
    while let Some(start) = from {
        let cut = cut(markdown, start, max, None);
        assert!(cut.rest.is_none_or(|rest| rest > start));
        pieces.push(cut.text);
        from = cut.rest;
    }
    pieces
}

#[test]
fn what_fits_is_one_piece() {
    let markdown = "One. *Two.*\n\n- a\n- b";
    assert_eq!(
        cut(markdown, 0, 150, Some(0..4)),
        Cut {
            text: render(markdown, Some(0..4)),
            rest: None
        }
    );
}

#[test]
fn a_piece_ends_with_a_block_in_its_last_half() {
    let first = "word ".repeat(18) + "end.";
    let second = "Short one. ".repeat(7) + "End.";
    let pieces = pieces(&format!("{first}\n\n{second}"), 150);
    assert_eq!(pieces, [first, second]);
}

#[test]
fn a_heading_stays_with_what_it_heads() {
    let first = "word ".repeat(20) + "end.";
    let second = "## A heading\n".to_owned() + "word ".repeat(10).trim_end();
    let pieces = pieces(&format!("{first}\n\n{second}"), 150);
    assert_eq!(pieces, [first, second]);
}

#[test]
fn a_piece_ends_with_a_sentence_where_no_block_does() {
    let sentence = "This sentence is of some forty characters";
    let markdown = format!("{sentence}. {sentence}. {sentence}. {sentence}.");
    assert_eq!(
        pieces(&markdown, 150),
        [
            format!("{sentence}. {sentence}. {sentence}."),
            format!("{sentence}.")
        ]
    );
}

#[test]
fn a_long_sentence_ends_with_a_word_and_never_within_a_mark() {
    let words = "word ".repeat(27);
    for (marked, shown) in [
        ("*some marked words here*", "_some marked words here_"),
        ("`some code with spaces`", "`some code with spaces`"),
        (
            "[a few words](https://a.example)",
            "[a few words](<https://a.example>)",
        ),
    ] {
        assert_eq!(
            pieces(&format!("{words}{marked} and more"), 150),
            [words.trim_end().to_owned(), format!("{shown} and more")]
        );
    }
}

#[test]
fn a_fence_is_closed_and_opened_again() {
    let piece = |lines: usize| format!("```sh\n{}```", "echo some words\n".repeat(lines));
    assert_eq!(pieces(&piece(12), 150), [piece(8), piece(4)]);
}

#[test]
fn a_list_goes_on_with_its_numbers() {
    let item = "an item of some forty letters, or a few more";
    let markdown = format!("1. {item}\n2. {item}\n3. {item}\n4. {item}");
    assert_eq!(
        pieces(&markdown, 150),
        [
            format!("1. {item}\n2. {item}\n3. {item}"),
            format!("4. {item}")
        ]
    );
}

#[test]
fn marks_that_are_longer_than_a_piece_go_on_in_the_next() {
    let words = |count| format!("**{}**", "word ".repeat(count).trim_end());
    assert_eq!(pieces(&words(40), 150), [words(29), words(11)]);
}

#[test]
fn a_word_that_is_longer_than_a_piece_is_cut_between_graphemes() {
    let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}";
    assert_eq!(
        pieces(&family.repeat(20), 150),
        [family.repeat(18), family.repeat(2)]
    );
}

#[test]
fn reading_can_begin_with_any_sentence() {
    assert_eq!(
        cut("One. Two. Three.", 5, 150, Some(5..9)).text,
        "**Two.** Three."
    );
}

/// Passages with all that makes cutting hard.
fn passages() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-z]{1,12}[ .,!\n]",
        1 => "[a-z ]{60,300}",
        1 => "[a-z]{100,300}",
        1 => "(\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}){1,40}",
        1 => "e\u{301}{1,200}",
        1 => "[\u{5d0}-\u{5ea} .]{1,80}",
        1 => "[*_~|`#<>+.()\\[\\]!\\\\@:-]{1,30}",
        1 => Just("\n\n".to_owned()),
        1 => Just("\n- ".to_owned()),
        1 => Just("\n> ".to_owned()),
        1 => Just("\n12. ".to_owned()),
        1 => Just("\n\n```rust\n".to_owned()),
        1 => Just("\n\n| a | b |\n|---|---|\n| c | d |\n\n".to_owned()),
        1 => "\\[[a-z ]{1,80}\\]\\(https://[a-z/]{3,90}\\)",
        1 => "https://[a-z/_()]{3,150}",
        1 => "`[a-z`\n ]{1,150}`",
        1 => "\\*\\*[a-z ]{1,150}\\*\\*",
    ];
    proptest::collection::vec(part, 0..20).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_piece_fits_and_has_text(markdown in prop_oneof![passages(), any::<String>()], max in 150_usize..400) {
        for piece in pieces(&markdown, max) {
            prop_assert!(length(&piece) <= max, "{} of {}: {}", length(&piece), max, piece);
        }
    }

    #[test]
    fn the_pieces_say_all_once(text in "([a-z]{1,9}[ .!*_`\n]){0,120}", max in 150_usize..250) {
        let letters = |text: &str| -> String { text.chars().filter(|c| c.is_alphabetic()).collect() };
        let all = pieces(&text, max);
        // A fence's language is said again in each piece.
        if !text.contains("```") {
            prop_assert_eq!(letters(&all.concat()), letters(&text));
        }
        prop_assert!(all.len() == 1 || all.iter().all(|piece| !piece.is_empty()));
    }

    #[test]
    fn the_pieces_say_what_the_whole_says(markdown in passages(), max in 200_usize..400) {
        let emojis = |text: &str| text.matches('\u{1f468}').count();
        prop_assert_eq!(emojis(&pieces(&markdown, max).concat()), emojis(&render(&markdown, None)));
    }
}
