//! `faqbot ask --json` and `--explain`: what programs and moderators rely on.

use serde_json::{Value, json};
use snapbox::str;

use crate::ask::{SHOP, shop};
use crate::support::{FaqTest, outcome};

fn keys(object: &Value) -> Vec<&str> {
    let object = object.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
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
{"question":"opening hours","outcome":"answer","confidence":[SURE],"answer":{"id":"opening-hours","kind":"entry","title":"When is the shop open?","text":"We are open from ten to six. On Sundays we are closed.","excerpt":"We are open from ten to six.","source":"The bicycle shop (shop.toml)","url":null,"disclaimer":"This is general information. For advice about your own situation, please see a qualified professional.","sources":[{"title":"The bicycle shop (shop.toml)","url":null}],"reviewed":null,"related":[{"id":"repairs","title":"How long does a repair take?"},{"id":"prices","title":"How much is a new saddle?"},{"id":"parking","title":"Where can I park my car?"}]},"suggestions":[],"urgent":null,"took_us":[TIME]}
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
fn an_explanation_names_words_spelling_synonyms_and_the_best_hits() {
    let test = FaqTest::shipped();
    let question = "can i have a mssage with scatica";
    let explained = test.ran(&["ask", "--explain", question]).text();
    for part in [
        "\nWhy\n",
        "\nWords searched for, and how telling each is: ",
        "\nSpelling: \"mssage\" was read as \"massage\"\n",
        "\nSpelling: \"scatica\" was read as \"sciatica\"\n",
        "\nSynonyms: \"massage\" also finds \"rub\"",
        "\nThe first has this very question.\n",
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
No entry has enough of it. An answer needs a confidence of 0.76 here.
--- exit code 1

"#]],
    );
}
