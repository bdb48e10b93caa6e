//! Examples of text made safe, and what must hold of any text.

use proptest::prelude::*;

use super::*;

/// Characters that Discord or a reader could stumble over.
const TRICKY: &str = "[a-c0-9 *_~|`#>\\-+.()\\[\\]<@!&:/\\\\\n\u{200b}\u{200d}\u{202e}\u{e9}\u{5d0}\u{301}\u{1f600}]";

#[test]
fn members_text_is_shown_as_it_is_written() {
    for (text, shown) in [
        ("How do I reset my password?", "How do I reset my password?"),
        (
            "**bold** __x__ ~~y~~",
            "\\*\\*bold\\*\\* \\_\\_x\\_\\_ \\~\\~y\\~\\~",
        ),
        ("||spoiler|| `code`", "\\|\\|spoiler\\|\\| \\`code\\`"),
        ("# heading", "\\# heading"),
        ("-# small", "\\-# small"),
        ("> quote", "\\> quote"),
        ("- item well-known", "\\- item well-known"),
        ("1. first 1. second", "1\\. first 1. second"),
        ("one\r\ntwo\n\n three", "one two three"),
        ("one\rtwo\u{2028}three", "one two three"),
        ("@everyone @here", "@\u{200b}everyone @\u{200b}here"),
        ("@\u{200b}everyone", "@\u{200b}everyone"),
        ("ann@mail.example", "ann@mail.example"),
        (
            "<@123> <@&4> <#5>",
            "\\<@\u{200b}123> \\<@\u{200b}&4> \\<#5>",
        ),
        ("<t:1> </ask:2>", "\\<t\\:1> \\<\\/ask\\:2>"),
        ("<:cat:1> :cat: Note: 5", "\\<\\:cat\\:1> \\:cat: Note: 5"),
        ("[a](https://b.example)", "\\[a\\](https:\\/\\/b.example)"),
        ("discord.gg/abc", "discord.gg\\/abc"),
        ("a\u{202e}b\u{200b}c\u{7}d", "abcd"),
        (
            "👩\u{200d}👧 שלום می\u{200c}خواهم",
            "👩\u{200d}👧 שלום می\u{200c}خواهم",
        ),
        ("a\u{200d}b", "ab"),
        (
            "\u{1f3f4}\u{e0067}\u{e007f} a\u{e0067}",
            "\u{1f3f4}\u{e0067}\u{e007f} a",
        ),
    ] {
        assert_eq!(literal(text), shown, "{text}");
    }
}

#[test]
fn a_label_is_cut_at_the_end_of_a_word() {
    for (text, max, shown) in [
        ("Reset password", 80, "Reset password"),
        ("Reset my password", 12, "Reset my…"),
        ("Reset my password", 9, "Reset my…"),
        ("Donaudampfschifffahrt", 6, "Donau…"),
        ("  *a*\n b ", 80, "*a* b"),
        ("😀😀😀", 5, "😀😀…"),
        ("", 80, "…"),
        ("\u{3164}\u{200b}", 80, "…"),
        ("ab", 1, "…"),
    ] {
        assert_eq!(label(text, max), shown, "{text}");
    }
}

#[test]
fn a_title_is_never_cut_within_an_escape() {
    assert_eq!(shortened("a *b* c", 256), "a \\*b\\* c");
    assert_eq!(shortened("a_b_c_d", 6), "a\\_b…");
    assert_eq!(shortened("****", 2), "…");
}

/// What Discord would take for a mention, a command, a time or a link.
fn acts(text: &str) -> bool {
    let unescaped = |sign: &str| {
        text.match_indices(sign).any(|(place, _)| {
            let backslashes = text[..place]
                .chars()
                .rev()
                .take_while(|character| *character == '\\')
                .count();
            backslashes % 2 == 0
        })
    };
    let lower = text.to_lowercase();
    lower.contains("@everyone")
        || lower.contains("@here")
        || text.contains("<@1")
        || text.contains("<@&1")
        || ["<", "[", "]", "*", "_", "`", "|", "~", "://"]
            .into_iter()
            .any(unescaped)
}

#[test]
fn what_discord_shows_in_place_of_numbers_is_no_word() {
    for (text, expected) in [
        ("<@1> how <@!2>often <@&3>", "how  often"),
        (
            "see <#4> <:tea:5> <a:tea:6> <t:7:R> </ask me:8> <id:guide9>",
            "see",
        ),
        ("is 1 < 2 or <b> > 3?", "is 1 < 2 or <b> > 3?"),
        ("<@<@1>>", "<@ >"),
        (
            "<https://a.example/1> <@nobody>",
            "<https://a.example/1> <@nobody>",
        ),
    ] {
        assert_eq!(
            words(text).split_whitespace().collect::<Vec<_>>(),
            expected.split_whitespace().collect::<Vec<_>>(),
            "{text}"
        );
    }
}

proptest! {
    #[test]
    fn words_are_those_of_the_text(text in any::<String>()) {
        let words = words(&text);
        prop_assert!(words.len() <= text.len());
        prop_assert!(text.contains('<') || words == text.trim());
    }

    #[test]
    fn nothing_that_a_member_writes_acts(
        text in proptest::collection::vec(
            prop_oneof![
                TRICKY.prop_map(String::from),
                Just("@everyone".to_owned()),
                Just("<@1>".to_owned()),
                Just("https://a.example".to_owned()),
                any::<String>(),
            ],
            0..12,
        )
    ) {
        let text = text.concat();
        let shown = literal(&text);
        prop_assert!(!acts(&shown), "{}", shown);
        prop_assert!(!shown.contains('\n'));
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(words(&shown), words(&visible(&text)));
    }

    #[test]
    fn what_is_shortened_fits_and_is_never_empty(text in any::<String>(), max in 1_usize..100) {
        for shown in [label(&text, max), shortened(&text, max)] {
            prop_assert!(length(&shown) <= max, "{}", shown);
            prop_assert!(!shown.trim().is_empty());
        }
        prop_assert!(!acts(&shortened(&text, max)));
    }

    #[test]
    fn what_is_visible_stays_visible(text in any::<String>()) {
        let once = visible(&text);
        prop_assert_eq!(visible(&once), once.clone());
    }
}
