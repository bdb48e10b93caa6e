//! What an answer carries: the file's own words, the best sentence, the
//! disclaimer, what to read next; and who does not get it.

use serde_json::{Value, json};

use crate::ask::shop;
use crate::support::{FaqTest, outcome};

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
