//! `faqbot chat`, with what is typed piped in: what was said before counts.

use snapbox::str;

use crate::support::FaqTest;

const SHOP: &str = r#"
title = "The bicycle shop"

[[entry]]
id = "opening-hours"
question = "When is the shop open?"
answer = "From ten to six."
related = ["repairs"]

[[entry]]
id = "repairs"
question = "How long does a repair take?"
answer = "Two days."
"#;

/// What the bot says, a reply an element: from one empty prompt to the next.
fn replies(test: &FaqTest, lines: &str) -> Vec<String> {
    let ran = test.ran_with_input(&["chat"], lines.as_bytes());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = ran.text();
    text.split("\n\n\n")
        .map(|reply| reply.trim().to_owned())
        .collect()
}

fn shipped() -> FaqTest {
    let test = FaqTest::shipped();
    test.ran(&["index"]);
    test
}

#[test]
fn a_talk_from_greeting_to_goodbye() {
    let test = FaqTest::new().faq("shop.toml", SHOP);
    test.ran(&["index"]);
    let typed = b"hello\nwhen are you open?\n\n1\nwho painted the mona lisa\nthx\nexit\nunread\n";
    test.ran_with_input(&["chat"], typed).is(str![[r#"
Ask me a question, or type the number of a suggestion. Ctrl-D or `exit` ends.


Hello! Ask me a question, in your own words.


When is the shop open?

**From ten to six.**

Source: The bicycle shop (shop.toml)

This is general information. For advice about your own situation, please see a
qualified professional.

Related
  1. How long does a repair take? [repairs]



How long does a repair take?

**Two days.**

Source: The bicycle shop (shop.toml)

This is general information. For advice about your own situation, please see a
qualified professional.


Sorry, I have no answer to that.


You're welcome!


"#]]);
}

#[test]
fn a_follow_up_is_understood_in_the_light_of_the_answer_before() {
    let test = shipped();
    let alone = replies(&test, "how often?\n");
    let after = replies(&test, "is massage safe for sciatica\nhow often?\n");
    assert!(
        after[2].starts_with("How often should I have a massage for sciatica?\n"),
        "{after:#?}"
    );
    assert_eq!(alone.len(), 2, "{alone:#?}");

    let test = FaqTest::new().faq(
        "shop.toml",
        r#"title = "Shop"
[[entry]]
id = "repair-time"
question = "How long does a repair take?"
answer = "A week."
[[entry]]
id = "repair-cost"
question = "How much does a repair cost?"
answer = "Ten euros."
[[entry]]
id = "delivery-cost"
question = "How much does delivery cost?"
answer = "Nothing."
"#,
    );
    let after = replies(
        &test,
        "how long does a repair take\nand how much does it cost?\n",
    );
    assert!(after[2].contains("Ten euros."), "{after:#?}");
}

#[test]
fn a_question_that_stands_by_itself_is_not_bent_by_the_one_before() {
    let replies = replies(
        &shipped(),
        "how often should i get a massage\nwhat is sciatica\nwho painted the mona lisa\n",
    );
    assert!(
        replies[2].starts_with("What is sciatica?\n"),
        "{replies:#?}"
    );
    assert!(
        replies[3].starts_with("Sorry, I have no answer to that."),
        "{replies:#?}"
    );
}

#[test]
fn a_number_picks_what_was_offered_last() {
    let test = shipped();
    let offered = replies(&test, "pain\n2\n");
    let second = offered[1]
        .lines()
        .find_map(|line| line.trim().strip_prefix("2. "))
        .and_then(|line| line.split(" [").next())
        .unwrap_or_else(|| panic!("no second suggestion in {offered:#?}"));
    assert!(offered[2].starts_with(second), "{offered:#?}");
}

#[test]
fn a_number_that_was_not_offered_is_a_question_like_any_other() {
    for number in ["9", "0", "-1", "99999999999999999999"] {
        let replies = replies(
            &shipped(),
            &format!("is massage safe for sciatica\n{number}\n"),
        );
        assert_eq!(replies.len(), 3, "{replies:#?}");
        assert!(!replies[2].contains("sciatica?\n"), "{replies:#?}");
    }
}

#[test]
fn urgent_signs_interrupt_a_talk() {
    let replies = replies(
        &shipped(),
        "how often should i get a massage\nmy groin is numb\n1\n",
    );
    assert!(
        replies[2].starts_with("Please get medical help now\n"),
        "{replies:#?}"
    );
    // And nothing that was offered before can be picked any more.
    assert!(!replies[3].contains("Source:"), "{replies:#?}");
}

#[test]
fn every_goodbye_and_the_end_of_input_end_it() {
    let test = shipped();
    for goodbye in ["exit", "quit", "  exit  ", ":q"] {
        let replies = replies(&test, &format!("{goodbye}\nwhat is sciatica\n"));
        assert_eq!(replies.len(), 1, "{goodbye}: {replies:#?}");
    }
    assert_eq!(replies(&test, "").len(), 1);
}

#[test]
fn bytes_that_are_no_text_do_not_end_a_talk() {
    let test = shipped();
    let ran = test.ran_with_input(&["chat"], b"is massage \xff\xfe safe for sciatica\nhi\n");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.text().contains("Hello! Ask me a question"),
        "{}",
        ran.text()
    );
}

/// Types into `faqbot chat` on a terminal: waits for a text, then sends keys, step
/// by step. `script` gives the terminal, `timeout` ends what hangs.
#[cfg(target_os = "linux")]
fn typed(test: &FaqTest, steps: &[(&str, &str)]) -> String {
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};

    let command = format!("{} chat", env!("CARGO_BIN_EXE_faqbot"));
    let mut child = Command::new("timeout")
        .args(["60", "script", "-qec", &command, "/dev/null"])
        .current_dir(test.path(""))
        .env("TERM", "xterm")
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("`timeout` and `script` run");
    let mut keys = child.stdin.take().expect("a pipe");
    let mut screen = child.stdout.take().expect("a pipe");
    let mut shown = Vec::new();
    let mut seen = 0;
    for (awaited, sent) in steps {
        loop {
            let fresh = String::from_utf8_lossy(&shown[seen..]).into_owned();
            if fresh.contains(awaited) {
                seen = shown.len();
                break;
            }
            let mut byte = [0];
            let read = screen.read(&mut byte).expect("the screen");
            assert!(read > 0, "no `{awaited}` in {fresh:?}");
            shown.push(byte[0]);
        }
        keys.write_all(sent.as_bytes()).expect("the keys");
    }
    drop(keys);
    screen.read_to_end(&mut shown).expect("the rest");
    child.wait().expect("the end");
    String::from_utf8_lossy(&shown).into_owned()
}

#[test]
#[cfg(target_os = "linux")]
fn on_a_terminal_lines_can_be_edited_and_called_back() {
    const UP: &str = "\u{1b}[A";
    const LEFT: &str = "\u{1b}[D";
    let corrected = format!("tanks{}h\r", LEFT.repeat(4));
    let shown = typed(
        &shipped(),
        &[
            ("> ", "thanks\r"),
            ("welcome!", ""),
            ("> ", &format!("{UP}\r")),
            ("welcome!", ""),
            ("> ", &corrected),
            ("welcome!", ""),
            ("> ", "symptoms\r"),
            // In bold, as on a terminal only.
            ("\u{1b}[1mSymptoms of sciatica", ""),
            ("> ", "exit\r"),
        ],
    );
    assert_eq!(shown.matches("welcome!").count(), 3, "{shown:?}");
}
