//! Examples of passages in Discord's Markdown, and what must hold of any.

use proptest::prelude::*;

use super::*;

mod dialect;

fn shows(cases: &[(&str, &str)]) {
    for (markdown, shown) in cases {
        assert_eq!(render(markdown, None), *shown, "{markdown}");
    }
}

#[test]
fn emphasis_is_written_as_discord_reads_it() {
    shows(&[
        ("*a* _b_ **c** __d__ ~~e~~", "_a_ _b_ **c** **d** ~~e~~"),
        ("***both*** x", "**_both_** x"),
        ("un*believ*able", "un*believ*able"),
        ("**a *b* c**", "**a _b_ c**"),
        ("*a **b** c*", "_a **b** c_"),
        ("*über*ä", "_über_ä"),
        (
            "~~a~~*b* x*y***z** ~~a~b~~",
            "~~a~~\u{200b}_b_ x*y*\u{200b}**z** a\\~b",
        ),
        ("`a_b` `` c`d `` *`e_f`*", "`a_b` ``c`d`` `e_f`"),
        ("**Use `a*b` now**", "**Use** `a*b` **now**"),
        ("one\ntwo  \nthree\\\nfour", "one two\nthree\nfour"),
    ]);
}

#[test]
fn what_markdown_reads_as_text_discord_does_too() {
    shows(&[
        ("2 * 3 * 4 ** 5", "2 \\* 3 \\* 4 \\*\\* 5"),
        ("||not hidden|| a_b_c", "\\|\\|not hidden\\|\\| a\\_b\\_c"),
        ("**open and `open", "\\*\\*open and \\`open"),
        ("\\# no heading", "\\# no heading"),
        ("\\- no item", "\\- no item"),
        ("-# not small", "\\-# not small"),
        ("1986\\. A good year", "1986\\. A good year"),
        ("1&#46; x", "1\\. x"),
        ("a\\\n\\> b", "a\n\\> b"),
        ("[no link] [x](y", "\\[no link\\] \\[x\\](y"),
        ("~5 mg &lt; 6 mg &amp; more", "\\~5 mg \\< 6 mg & more"),
    ]);
}

#[test]
fn blocks_are_laid_out_for_discord() {
    shows(&[
        ("# A\n\nb\n\n#### C\n\nd", "# A\nb\n\n**C**\n\nd"),
        (
            "- a\n- b\n  - c\n    more\n\nd",
            "- a\n- b\n  - c more\n\nd",
        ),
        ("3. a\n4. b\n   - c\n\n   d", "3. a\n4. b\n   - c\n   d"),
        ("- [x] done\n- [ ] open", "- ☑ done\n- ☐ open"),
        ("> a\n>\n> b\\\n> c\n\nd", "> a\n> \n> b\n> c\n\nd"),
        ("> - a\n> - b", "> - a\n> - b"),
        (
            "```rust,ignore\nfn x() {}\n\n```\ny",
            "```rust\nfn x() {}\n```\n\ny",
        ),
        ("    indented\n      code", "```\nindented\n  code\n```"),
        ("~~~\na ``` b\n~~~", "```\na ``\u{200b}` b\n```"),
        ("> ```\n> a\n> ```", "> ```\n> a\n> ```"),
        ("a\n\n---\n\nb", "a\n\n———\n\nb"),
        ("a<br>b <b>c</b> <!-- d -->", "a\nb \\<b>c\\</b>"),
        ("<!-- a\nb -->\n\nc", "c"),
        ("<div>\n*a*\n</div>", "\\<div>\n\\*a\\*\n\\</div>"),
        ("", ""),
    ]);
}

#[test]
fn a_narrow_table_is_drawn_and_a_wide_one_told() {
    shows(&[
        (
            "| Dose | When |\n|---|---|\n| 5 mg | **noon** |\n| 10 mg | |",
            "```\nDose   When\n───────────\n5 mg   noon\n10 mg\n```",
        ),
        (
            "| Medicine | Where to find out more |\n|---|---|\n| A | [the NHS page](https://nhs.example) |\n| B | |",
            "**Medicine**: Where to find out more\n**A**: [the NHS page](<https://nhs.example>)\n**B**",
        ),
        (
            "| Medicine | How much of it | How often to take it |\n|---|---|---|\n| A | 5 mg | once |",
            "**Medicine**: How much of it · How often to take it\n**A**: How much of it: 5 mg · How often to take it: once",
        ),
    ]);
}

#[test]
fn a_link_shows_where_it_leads_unless_its_label_is_plain_words() {
    shows(&[
        (
            "[the NHS page](https://nhs.example/a)",
            "[the NHS page](<https://nhs.example/a>)",
        ),
        (
            "[a *b*](http://c.example/d_(e))",
            "[a _b_](<http://c.example/d_%28e%29>)",
        ),
        (
            "[x][r]\n\n[r]: https://a.example",
            "[x](<https://a.example>)",
        ),
        ("https://a.example/b_c.", "<https://a.example/b_c>."),
        ("<https://a.example>", "<https://a.example>"),
        (
            "[https://a.example](https://a.example/)",
            "<https://a.example/>",
        ),
        ("[](https://a.example)", "<https://a.example>"),
        (
            "[https://bank.example](https://evil.example)",
            "https:\\/\\/bank.example (<https://evil.example>)",
        ),
        (
            "[bank.example](https://evil.example)",
            "bank.example (<https://evil.example>)",
        ),
        (
            "[ba\u{200b}nk](https://evil.example)",
            "bank (<https://evil.example>)",
        ),
        (
            "[bank\u{202e}x](https://evil.example)",
            "bankx (<https://evil.example>)",
        ),
        (
            "[log in](https://bank.example@evil.example)",
            "log in (<https://bank.example@evil.example>)",
        ),
        (
            "[log in](https://bаnk.example)",
            "log in (<https://bаnk.example>)",
        ),
        ("[run](javascript:x)", "run (javascript:x)"),
        (
            "[write](mailto:a@b.example) <c@d.example>",
            "write (a@b.example) c@d.example",
        ),
        ("[above](#top) [there](other.md)", "above there"),
        (
            "![A cat](https://a.example/c.png)",
            "[A cat](<https://a.example/c.png>)",
        ),
        (
            "[![A cat](https://a.example/c.png)](https://b.example)",
            "[A cat](<https://b.example>)",
        ),
        (
            "[a\\]b\\[c](https://a.example)",
            "a\\]b\\[c (<https://a.example>)",
        ),
        (
            "**see https://a.example/b*c now**",
            "**see** <https://a.example/b*c> **now**",
        ),
    ]);
}

#[test]
fn nobody_is_called() {
    shows(&[
        (
            "@everyone @here @&#101;veryone",
            "@\u{200b}everyone @\u{200b}here @\u{200b}everyone",
        ),
        (
            "\\<@1> \\<@&2> \\<#3>",
            "\\<@\u{200b}1> \\<@\u{200b}&2> \\<#3>",
        ),
        (
            "\\</ask:1> \\<t:1:R> \\<a:b:1>",
            "\\</ask:1> \\<t:1:R> \\<a:b:1>",
        ),
        ("a@everywhere.example", "a@everywhere.example"),
    ]);
}

#[test]
fn the_best_sentence_is_bold_where_that_is_sound() {
    for (markdown, best, shown) in [
        ("One. Two. Three.", "Two.", "One. **Two.** Three."),
        ("*One.* Two.", "*One.*", "**_One._** Two."),
        ("One. **Two.**", "**Two.**", "One. **Two.**"),
        (
            "One **big** thing. Two.",
            "One **big** thing.",
            "**One big thing.** Two.",
        ),
        ("- One. Two.\n- Three.", "Two.", "- One. **Two.**\n- Three."),
        ("Run `a b`. Two.", "Run `a b`.", "**Run `a b`.** Two."),
        (
            "See [it](https://a.example). Two.",
            "See [it](https://a.example).",
            "**See [it](<https://a.example>).** Two.",
        ),
        (
            "**One. Two.** Three.",
            "Two.** Three.",
            "**One. Two.** Three.",
        ),
        ("*One. Two.*", "Two.", "_One. **Two.**_"),
        (
            "[One. Two](https://a.example) x",
            "Two](https://a.example) x",
            "[One. Two](<https://a.example>) x",
        ),
        ("One\ntwo. Three.", "One\ntwo.", "**One two.** Three."),
        ("```\nx\n```", "```\nx\n```", "```\nx\n```"),
        ("x*a*b", "b", "x*a*\u{200b}**b**"),
    ] {
        let start = markdown.find(best).unwrap();
        assert_eq!(
            render(markdown, Some(start..start + best.len())),
            shown,
            "{markdown}"
        );
    }
}

/// The letters of a text, whatever stands around them.
fn letters(text: &str) -> String {
    text.chars()
        .filter(|character| character.is_alphabetic())
        .collect()
}

proptest! {
    #[test]
    fn any_text_is_rendered(
        markdown in prop_oneof![
            any::<String>(),
            "(<div>|<!-- |-->|<br>|\\[x\\]|\\[a\\]: b|!\\[|&amp;|\r\n|\n|\t|> |- |1\\) |    |```|\\||---|\u{e9}|a|\\\\){0,30}",
        ],
        best in (0_usize..50, 0_usize..50),
    ) {
        let best = best.0.min(best.1)..best.0.max(best.1);
        let _ = render(&markdown, Some(best.clone()));
        let _ = crate::discord::cut::cut(&markdown, best.start, best.end, Some(best));
    }

    #[test]
    fn no_word_is_lost(markdown in "[a-e *_~|`#>+.()!\\\\\n\u{e9}\u{5d0}\u{1f600}-]{0,120}") {
        let shown = render(&markdown, None);
        // The language of code is no word of it, nor are cells outside a table.
        let may_lose = markdown.contains("```") || markdown.contains("~~~");
        let may_be_table = markdown.contains('|') && markdown.contains('-');
        if !may_lose && !may_be_table {
            prop_assert_eq!(letters(&shown), letters(&markdown), "{}", shown);
        }
    }

    #[test]
    fn no_mention_comes_through(
        parts in proptest::collection::vec(
            prop_oneof![
                "[a-c *_~|`#>\n\\[\\]()<&@!-]{0,8}",
                Just("@everyone".to_owned()),
                Just("<@1>".to_owned()),
                Just("<#1>".to_owned()),
                Just("<t:1>".to_owned()),
                Just("[x](https://a.example/@here)".to_owned()),
            ],
            0..10,
        )
    ) {
        let shown = render(&parts.concat(), None);
        prop_assert!(!shown.contains("@everyone") && !shown.contains("@here"), "{}", shown);
        prop_assert!(!shown.contains("<@1>"), "{}", shown);
        if !shown.contains('`') {
            for sign in ["<#1", "<t:1"] {
                for (place, _) in shown.match_indices(sign) {
                    prop_assert!(shown[..place].ends_with('\\'), "{}", shown);
                }
            }
        }
    }

    #[test]
    fn discord_marks_what_the_author_marked(
        markdown in prop_oneof![
            "[a-c *_~\n\u{e9}.-]{0,40}",
            "([a-c]{1,2}( |\\*|\\*\\*|_|~~| \\*| \\*\\*|\\* |\\*\\* |\\*\\*\\*)){0,16}",
        ],
        best in (0_usize..40, 0_usize..40),
    ) {
        let best = best.0.min(best.1)..best.0.max(best.1);
        let blocks = blocks(&markdown, Some(&best), usize::MAX);
        prop_assume!(blocks.iter().all(|block| !matches!(block.kind, Kind::Code(_))));
        let meant: Vec<(char, u8)> = blocks
            .iter()
            .flat_map(|block| &block.inlines)
            .flat_map(|inline| {
                let text = inline.text().unwrap_or_default();
                // A struck text with a tilde in it is not shown as struck.
                let style = inline.style & if text.contains('~') { !passage::STRIKE } else { !0 };
                text.chars().map(move |letter| (letter, style)).collect::<Vec<_>>()
            })
            .filter(|(letter, _)| letter.is_alphabetic())
            .collect();
        let shown = render(&markdown, Some(best));
        let read: Vec<(char, u8)> = shown.lines().flat_map(dialect::read).collect();
        prop_assert_eq!(read, meant, "{}", shown);
    }

    #[test]
    fn brackets_are_balanced(markdown in "[a-c *_~\\[\\]()<>!:/.\n\\\\-]{0,60}") {
        let shown = render(&markdown, None);
        let mut depth = 0_i32;
        let mut escaped = false;
        // Code is as it is written.
        let has_code = shown.contains("```");
        for character in shown.chars() {
            match character {
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            prop_assert!(has_code || (0..=1).contains(&depth), "{}", shown);
        }
        prop_assert!(has_code || depth == 0, "{}", shown);
    }
}
