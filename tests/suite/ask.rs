//! `faqbot ask` on a terminal and for programs: what is printed, and with
//! which exit code it ends.

use serde_json::Value;
use snapbox::str;

use crate::support::{FaqTest, faqbot, outcome};

/// A small FAQ of its own, for what the shipped one does not show.
pub const SHOP: &str = r#"
title = "The bicycle shop"

[[entry]]
id = "opening-hours"
question = "When is the shop open?"
alternates = ["opening hours", "what time do you close"]
answer = "We are open from ten to six. On Sundays we are closed."
related = ["repairs", "prices", "parking", "bicycle-rental"]

[[entry]]
id = "repairs"
question = "How long does a repair take?"
answer = "Most repairs take two days."

[[entry]]
id = "prices"
question = "How much is a new saddle?"
answer = "Saddles cost from 20 to 90 euros."
not_for = ["how much is a horse saddle"]

[[entry]]
id = "parking"
question = "Where can I park my car?"
answer = "Behind the house."

[[entry]]
id = "bicycle-rental"
question = "Can I rent a bicycle?"
answer = "Yes, by the hour or by the day."

[[entry]]
id = "cancel-lesson"
question = "How do I cancel a lesson?"
answer = "Call us before we begin."

[[entry]]
id = "cancel-tour"
question = "How do I cancel a tour?"
answer = "Until the evening before, on our page."
"#;

pub fn shop() -> FaqTest {
    FaqTest::new().faq("shop.toml", SHOP)
}

#[test]
fn the_first_question_gets_the_answer_a_person_hopes_for() {
    FaqTest::shipped().run(
        &["ask", "is massage safe for sciatica"],
        str![[r#"
Is massage safe for people with sciatica?

**Massage is usually safe for people with sciatica, but talk first to a doctor
or a qualified massage therapist who knows your situation.** They can adapt the
massage technique so that it helps your sciatica and does not make it worse.

In the NICE guideline on low back pain and sciatica (NG59), massage is offered
for low back pain with sciatica only as part of a package that includes
exercise.

Go to an emergency department or call your local emergency number now if you
have numbness around the genitals or back passage, new trouble peeing or lost
bowel control.

Source: Low back pain and sciatica in over 16s: assessment and management (NICE
guideline NG59) <https://www.nice.org.uk/guidance/ng59>
Source: Sciatica (NHS) <https://www.nhs.uk/conditions/sciatica/>
Source: Sciatica Pain Relief Massage: Benefits Explained (BCI Health Team)
Last reviewed 2026-11-22

This is general information, not medical advice. See a doctor, physiotherapist
or qualified massage therapist about your own situation.

Related
  1. Can some massage techniques make sciatica worse? [can-massage-make-it-worse]
  2. When to see a professional about sciatica [massage-for-sciatica#when-to-see-a-professional]
  3. Benefits of a professional massage therapist [massage-for-sciatica#benefits-of-a-professional]
--- stderr
 INFO index updated: 2 files read, 22 passages in all, in [TIME] ms

"#]],
    );
}

#[test]
fn the_words_of_a_question_need_no_quotes() {
    let test = shop();
    let quoted = test.ran(&["ask", "when is the shop open"]).text();
    let bare = test.ran(&["ask", "when", "is", "the", "shop", "open"]);
    assert_eq!(bare.text(), quoted);
    assert_eq!(bare.code, Some(0));
}

#[test]
fn what_is_not_answered_says_so_and_ends_with_1() {
    shop()
        .run(
            &["ask", "opening hours"],
            str![[r#"
When is the shop open?

**We are open from ten to six.** On Sundays we are closed.

Source: The bicycle shop (shop.toml)

This is general information. For advice about your own situation, please see a
qualified professional.

Related
  1. How long does a repair take? [repairs]
  2. How much is a new saddle? [prices]
  3. Where can I park my car? [parking]
--- stderr
 INFO index updated: 1 file read, 7 passages in all, in [TIME] ms

"#]],
        )
        .run(
            &["ask", "who painted the mona lisa"],
            str![[r#"
Sorry, I have no answer to that.
--- exit code 1

"#]],
        )
        .run(
            &["ask", "how do i cancel"],
            str![[r#"
Did you mean one of these?
  1. How do I cancel a lesson? [cancel-lesson]
  2. How do I cancel a tour? [cancel-tour]
--- exit code 1

"#]],
        );
}

#[test]
fn a_question_that_was_never_asked_is_an_error() {
    shop().run(
        &["ask"],
        str![[r#"
--- stderr
error: the following required arguments were not provided:
  <QUESTION>...

Usage: faqbot ask <QUESTION>...

For more information, try '--help'.
--- exit code 2

"#]],
    );
}

/// Both entries fit the question equally well, whatever else their words are
/// used for.
#[test]
fn a_question_that_fits_two_entries_offers_both() {
    let entry = |id: &str, what: &str| {
        format!("[[entry]]\nid = '{id}'\nquestion = 'How do I cancel a {what}?'\nanswer = 'So.'\n")
    };
    let test = shop().faq(
        "cancel.toml",
        &format!(
            "title = 'C'\n{}{}",
            entry("cancel-repair", "repair"),
            entry("cancel-booking", "booking")
        ),
    );
    let shop = SHOP.split("[[entry]]\nid = \"cancel").next();
    test.write("faq/shop.toml", shop.unwrap_or_default());
    let object = test.ask("how do i cancel");
    assert_eq!(object["outcome"], "suggestions", "{object}");
}

#[test]
fn two_typing_errors_do_not_keep_the_answer_away() {
    let answer = FaqTest::shipped().ask("can i have a mssage with scatica");
    assert_eq!(outcome(&answer), ("answer", Some("is-massage-safe")));
}

#[test]
fn what_the_faq_knows_nothing_about_gets_no_answer() {
    let questions = [
        "who painted the mona lisa",
        "haha",
        "!!!",
        "my cat will not eat",
        "",
        "🙂",
        "asdf qwertz",
    ];
    for (question, object) in questions.iter().zip(FaqTest::shipped().ask_all(&questions)) {
        assert_eq!(object["outcome"], "unanswered", "{question}");
        assert_eq!(object["answer"], Value::Null, "{question}");
    }
}

/// A word in common, or the number of a step in a list, is not what somebody
/// asked for.
#[test]
fn a_word_in_common_is_no_answer() {
    let questions = ["is it ok to work out", "1"];
    let objects = FaqTest::shipped().ask_all(&questions);
    let answered: Vec<_> = questions
        .iter()
        .zip(&objects)
        .filter(|(_, object)| !object["answer"].is_null())
        .map(|(question, object)| format!("{question} -> {}", object["answer"]["id"]))
        .collect();
    assert!(answered.is_empty(), "{answered:#?}");
}

#[test]
fn a_single_word_is_enough() {
    let test = FaqTest::shipped();
    assert_eq!(
        outcome(&test.ask("symptoms")),
        ("answer", Some("massage-for-sciatica#symptoms"))
    );
    // Two sections are about knots, so both may be offered.
    let knots = test.ask("knots?");
    let (kind, id) = outcome(&knots);
    assert!(["answer", "suggestions"].contains(&kind), "{knots}");
    assert_eq!(id, Some("massage-for-sciatica#trigger-point-therapy"));
}

#[test]
fn small_talk_gets_a_short_friendly_line() {
    let test = FaqTest::shipped();
    test.ran(&["index"]);
    test.run(
        &["ask", "hi"],
        str![[r#"
Hello! Ask me a question, in your own words.

"#]],
    )
    .run(
        &["ask", "Thanks so much!"],
        str![[r#"
You're welcome!

"#]],
    )
    .run(
        &["ask", "good night everyone"],
        str![[r#"
Sorry, I have no answer to that.
--- exit code 1

"#]],
    )
    .run(
        &["ask", "what can you do?"],
        str![[r#"
I look up answers that this community's moderators wrote. Ask me a question, in
your own words.

"#]],
    );
}

#[test]
fn a_greeting_before_a_question_costs_nothing() {
    let test = FaqTest::shipped();
    for question in [
        "hi, is massage safe for sciatica?",
        "hello! is massage safe for sciatica? thanks",
    ] {
        let object = test.ask(question);
        assert_eq!(
            outcome(&object),
            ("answer", Some("is-massage-safe")),
            "{object}"
        );
    }
}

#[test]
fn there_is_colour_on_a_terminal_only() {
    let test = shop();
    let ran = test.ran(&["ask", "opening hours"]);
    assert!(!ran.stdout.contains(&0x1b), "{}", ran.text());
    assert!(!ran.stderr.contains('\u{1b}'), "{}", ran.stderr);

    let mut forced = faqbot(&test.path(""));
    forced
        .args(["ask", "opening hours"])
        .env("CLICOLOR_FORCE", "1");
    let forced = test.ran_command(forced);
    assert!(forced.stdout.contains(&0x1b), "{}", forced.text());

    let mut plain = faqbot(&test.path(""));
    plain.args(["ask", "opening hours"]).env("NO_COLOR", "1");
    let plain = test.ran_command(plain);
    assert!(!plain.stdout.contains(&0x1b), "{}", plain.text());
}
