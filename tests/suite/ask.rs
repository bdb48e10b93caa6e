//! `faqbot ask` on a terminal and for programs: what is printed, and with
//! which exit code it ends.

use serde_json::{Value, json};
use snapbox::str;

use crate::support::{FaqTest, faqbot, outcome};

/// A small FAQ of its own, for what the shipped one does not show.
const SHOP: &str = r#"
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

fn shop() -> FaqTest {
    FaqTest::new().faq("shop.toml", SHOP)
}

fn keys(object: &Value) -> Vec<&str> {
    let object = object.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
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
 INFO index updated: 2 files read, 23 passages in all, in [TIME] ms

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
fn every_outcome_has_exactly_the_documented_keys() {
    let test = FaqTest::shipped().faq("shop.toml", SHOP);
    for (question, outcome) in [
        ("my groin is numb", "urgent"),
        ("is massage safe for sciatica", "answer"),
        ("how do i cancel", "suggestions"),
        ("who painted the mona lisa", "unanswered"),
        ("thanks!", "small_talk"),
    ] {
        let object = test.ask(question);
        assert_eq!(object["outcome"], outcome, "{question}");
        assert_eq!(object["question"], question);
        assert_eq!(
            keys(&object),
            [
                "question",
                "outcome",
                "confidence",
                "answer",
                "suggestions",
                "urgent",
                "took_us"
            ]
        );
        let confidence = object["confidence"].as_f64().expect("a number");
        assert!((0.0..=1.0).contains(&confidence), "{question}");
        assert!(object["took_us"].is_u64(), "{question}");
        assert_eq!(object["answer"].is_object(), outcome == "answer");
        assert_eq!(object["urgent"].is_object(), outcome == "urgent");
        for suggestion in object["suggestions"].as_array().expect("a list") {
            assert_eq!(keys(suggestion), ["id", "title", "confidence"]);
        }
    }
}

#[test]
fn the_parts_of_the_json_object_are_whole() {
    let test = shop();
    test.run(&["ask", "--json", "opening hours"], str![[r#"
{"question":"opening hours","outcome":"answer","confidence":[SURE],"answer":{"id":"opening-hours","kind":"entry","title":"When is the shop open?","text":"We are open from ten to six. On Sundays we are closed.","excerpt":"We are open from ten to six.","source":"The bicycle shop (shop.toml)","url":null,"disclaimer":"This is general information. For advice about your own situation, please see a qualified professional.","sources":[{"title":"The bicycle shop (shop.toml)","url":null}],"reviewed":null,"related":[{"id":"repairs","title":"How long does a repair take?","confidence":[SURE]},{"id":"prices","title":"How much is a new saddle?","confidence":[SURE]},{"id":"parking","title":"Where can I park my car?","confidence":[SURE]}]},"suggestions":[],"urgent":null,"took_us":[TIME]}
--- stderr
 INFO index updated: 1 file read, 7 passages in all, in [TIME] ms

"#]])
        .run(&["ask", "--json", "what do penguins eat"], str![[r#"
{"question":"what do penguins eat","outcome":"unanswered","confidence":[SURE],"answer":null,"suggestions":[],"urgent":null,"took_us":[TIME]}
--- exit code 1

"#]]);

    let urgent = FaqTest::shipped().ask("my groin is numb");
    assert_eq!(keys(&urgent["urgent"]), ["group", "notice"]);
    let answer = &FaqTest::shipped().ask("is massage safe for sciatica")["answer"];
    assert_eq!(
        keys(answer)[..8],
        [
            "id",
            "kind",
            "title",
            "text",
            "excerpt",
            "source",
            "url",
            "disclaimer"
        ]
    );
    assert_eq!(answer["kind"], "entry");
    assert_eq!(answer["url"], "https://www.nice.org.uk/guidance/ng59");
    let section = &FaqTest::shipped().ask("common symptoms of sciatica")["answer"];
    assert_eq!(section["kind"], "section");
}

#[test]
fn a_line_of_input_gives_a_line_of_output_whatever_it_holds() {
    let test = shop();
    let input =
        b"opening hours\r\n\n   \nhow long\xff does a repair take\nbye\nWHEN is the SHOP open???";
    let ran = test.ran_with_input(&["ask", "--json", "-"], input);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let answers = ran.json_lines();
    let questions: Vec<_> = answers.iter().map(|answer| &answer["question"]).collect();
    assert_eq!(
        questions,
        [
            "opening hours",
            "",
            "   ",
            "how long\u{FFFD} does a repair take",
            "bye",
            "WHEN is the SHOP open???"
        ]
    );
    assert_eq!(outcome(&answers[0]), ("answer", Some("opening-hours")));
    assert_eq!(outcome(&answers[1]), ("unanswered", None));
    assert_eq!(outcome(&answers[2]), ("unanswered", None));
    assert_eq!(outcome(&answers[3]).1, Some("repairs"));
    assert_eq!(outcome(&answers[4]), ("small_talk", None));
    assert_eq!(outcome(&answers[5]), ("answer", Some("opening-hours")));
}

#[test]
fn no_input_gives_no_output() {
    let test = shop();
    test.ran(&["index"]);
    test.run(&["ask", "--json", "-"], str![]);
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
Did you mean one of these?
  1. What are the benefits of massage for sciatica? [benefits-of-massage]
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
fn an_explanation_names_words_spelling_synonyms_and_the_best_hits() {
    let test = FaqTest::shipped();
    let question = "can i have a mssage with scatica";
    let explained = test.ran(&["ask", "--explain", question]).text();
    for part in [
        "\nWhy\n",
        "\nWords searched for, and how telling each is: ",
        "\nSpelling: \"mssage\" was read as \"massage\"\n",
        "\nSpelling: \"scatica\" was read as \"sciatica\"\n",
        "\nSynonym: \"massage\" also finds \"rub\"\n",
        "\nThe first is sure enough, and well ahead of the next.\n",
        "\n1. Is massage safe for people with sciatica? [is-massage-safe]: confidence",
        "\n5. ",
    ] {
        assert!(explained.contains(part), "no {part:?} in\n{explained}");
    }
    assert!(!explained.contains("\n6. "), "{explained}");
    let plain = test.ran(&["ask", question]).text();
    assert!(explained.starts_with(&plain), "first the answer itself");

    let object = &test
        .ran(&["ask", "--json", "--explain", question])
        .json_lines()[0];
    let explain = &object["explain"];
    assert_eq!(
        explain["corrections"],
        json!([
            { "from": "mssage", "to": "massage" },
            { "from": "scatica", "to": "sciatica" },
        ])
    );
    let hits = explain["hits"].as_array().expect("a list");
    assert_eq!(hits.len(), 5);
    assert_eq!(hits[0]["id"], "is-massage-safe");
    assert_eq!(keys(&hits[0])[..4], ["id", "title", "score", "confidence"]);
    assert!(hits[0]["score"].as_f64() >= hits[1]["score"].as_f64());
}

#[test]
fn an_explanation_says_when_nothing_was_searched_for() {
    let test = shop();
    test.ran(&["index"]);
    test.run(
        &["ask", "--explain", "thank you"],
        str![[r#"
You're welcome!

Why
This was no question to search for.

"#]],
    )
    .run(
        &["ask", "--explain", "???"],
        str![[r#"
Sorry, I have no answer to that.

Why
No word of it can be searched for.
No entry has a telling word of it.
--- exit code 1

"#]],
    );
}

#[test]
fn an_answer_is_the_files_own_text_word_for_word() {
    let test = FaqTest::new().faq(
        "words.toml",
        "title = 'Words'\n\
         [[entry]]\n\
         id = 'words'\n\
         question = 'How do I write a word?'\n\
         answer = '''\n\
         First *think*, and  then   write.\n\
         \n\
         - Ümläüts, “quotes”, 😀 and <b>tags</b> stay\n\
         - so does `code  with  spaces`\n\
         \n\
         A word is written letter by letter!'''\n",
    );
    let answer = &test.ask("how do i write a word")["answer"];
    let text = answer["text"].as_str().expect("a text");
    assert_eq!(
        text,
        "First *think*, and  then   write.\n\n- Ümläüts, “quotes”, 😀 and <b>tags</b> stay\n\
         - so does `code  with  spaces`\n\nA word is written letter by letter!"
    );
    let excerpt = answer["excerpt"].as_str().expect("an excerpt");
    assert!(!excerpt.is_empty() && text.contains(excerpt), "{excerpt}");
}

#[test]
fn the_sentence_that_answers_best_is_marked() {
    let test = shop();
    let sunday = &test.ask("is the shop closed on sundays")["answer"];
    assert_eq!(sunday["excerpt"], "On Sundays we are closed.");
    let printed = test.ran(&["ask", "is the shop closed on sundays"]).text();
    assert!(
        printed.contains("**On Sundays we are closed.**"),
        "{printed}"
    );
}

/// The disclaimers of an entry in a file with one and in a file without,
/// under these settings.
fn disclaimers(settings: &str) -> [Value; 2] {
    let file = |head: &str, id: &str, word: &str| {
        format!(
            "title = 'T'\n{head}\n[[entry]]\nid = '{id}'\nquestion = 'What is a {word}?'\n\
             answer = 'A {word} is a tool.'\n"
        )
    };
    let test = FaqTest::new()
        .faq(
            "own.toml",
            &file("disclaimer = 'Ask a smith.'", "own", "hammer"),
        )
        .faq("none.toml", &file("", "none", "chisel"))
        .settings(settings);
    ["what is a hammer", "what is a chisel"].map(|question| {
        let object = test.ask(question);
        assert_eq!(object["outcome"], "answer", "{object}");
        object["answer"]["disclaimer"].clone()
    })
}

#[test]
fn a_disclaimer_is_the_files_own_else_the_configured_else_the_built_in_one() {
    let built_in = "This is general information. For advice about your own situation, \
                    please see a qualified professional.";
    assert_eq!(disclaimers(""), ["Ask a smith.", built_in]);
    assert_eq!(
        disclaimers("disclaimer = 'Ask someone.'"),
        ["Ask a smith.", "Ask someone."]
    );
}

#[test]
fn the_disclaimer_of_a_file_cannot_be_switched_off() {
    assert_eq!(
        disclaimers("disclaimer = ''"),
        [json!("Ask a smith."), Value::Null]
    );
}

#[test]
fn at_most_three_related_entries_are_offered() {
    let object = shop().ask("opening hours");
    let related = object["answer"]["related"].as_array().expect("a list");
    let ids: Vec<_> = related.iter().map(|entry| &entry["id"]).collect();
    assert_eq!(ids, ["repairs", "prices", "parking"]);
}

#[test]
fn a_question_that_an_entry_is_not_for_does_not_get_it() {
    let test = shop();
    let saddle = test.ask("how much is a saddle");
    assert_eq!(outcome(&saddle), ("answer", Some("prices")));
    let horse = test.ask("how much is a horse saddle?");
    assert_eq!(outcome(&horse), ("unanswered", None));

    let shipped = FaqTest::shipped();
    for question in [
        "is massage safe in pregnancy",
        "what are the benefits of a massage chair",
        "can running make sciatica worse",
    ] {
        assert_eq!(shipped.ask(question)["answer"], Value::Null, "{question}");
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
