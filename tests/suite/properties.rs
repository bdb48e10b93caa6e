//! What must hold for any input: any text as a question, any bytes as a file.

use std::cell::RefCell;

use faqbot::answer::outcome::Outcome;
use faqbot::answer::question::{Previous, Question};
use faqbot::engine::Engine;
use faqbot::reply::reply;
use faqbot::text::Locale;
use proptest::prelude::*;

use crate::support::FaqTest;

/// Text as people type it, with all that Unicode and a query language have.
fn any_question() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        r"\PC{0,200}",
        // Words of the FAQ among signs that a query parser would take for its
        // own.
        r#"((is|massage|safe|sciatica|body|id|AND|OR|NOT|TO|\*|\+|-|"|'|\(|\)|\[|\]|\{|\}|:|\^|~|/|\\|\?|é|ß|😀|\u{200d}|\u{301}) ?){0,30}"#,
        // One long word.
        r"[a-zà-ž]{300,3000}",
        // Words that are nearly those of the FAQ.
        r"(mas{1,3}ag?e|sci?att?ica|how offten|symp.oms|trigg?er p.int) ?[a-z]{0,4}",
    ]
}

thread_local! {
    static SHIPPED: (FaqTest, Engine) = {
        let test = FaqTest::shipped();
        let engine = test.engine();
        (test, engine)
    };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_question_with_an_outcome(text in any_question(), previous in any_question()) {
        SHIPPED.with(|(_, engine)| {
            for question in [
                Question::new(&*text),
                Question::new(&*text).after(Previous {
                    id: previous.clone(),
                    title: previous.clone(),
                }),
            ] {
                let response = engine.ask(&question).expect("an outcome");
                prop_assert!((0.0..=1.0).contains(&response.confidence));
                response.explain().expect("an explanation");
                let reply = reply(&response.outcome, Locale::English.texts());
                prop_assert!(!reply.body.is_empty() || reply.choices.is_some());
                match response.outcome {
                    Outcome::Answer(answer) => {
                        let text = &answer.passage.text;
                        prop_assert!(!text[answer.best.clone()].trim().is_empty());
                        prop_assert!(answer.disclaimer.is_some());
                        prop_assert!(answer.related.len() <= 3);
                        prop_assert_eq!(reply.body, text.clone());
                    }
                    Outcome::Suggestions(entries) => {
                        prop_assert!((1..=3).contains(&entries.len()));
                    }
                    Outcome::Unanswered(nearest) => prop_assert!(nearest.len() <= 3),
                    Outcome::Urgent(_) | Outcome::SmallTalk(_) => {}
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn a_sign_is_seen_whatever_stands_around_it(before in r"[\PC&&[^\pL\pN]]{0,20}", after in r"[\PC&&[^\pL\pN]]{0,20}") {
        SHIPPED.with(|(_, engine)| {
            let text = format!("{before} suicidal {after}");
            let outcome = engine.ask(&Question::new(&*text)).expect("an outcome").outcome;
            prop_assert!(matches!(outcome, Outcome::Urgent(_)), "{}", text);
            Ok(())
        })?;
    }
}

/// A project with a good file, kept from case to case so that the index is
/// updated and not always made anew.
fn with_a_good_file() -> FaqTest {
    FaqTest::new().faq(
        "good.toml",
        "title = 'Good'\n[[entry]]\nid = 'good'\nquestion = 'What is a wheelbarrow?'\n\
         answer = 'A cart with one wheel.'\n",
    )
}

thread_local! {
    static GOOD: RefCell<FaqTest> = RefCell::new(with_a_good_file());
}

/// Bytes that may be anything, often something that looks like a file.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..400),
        r#"(title = 'T'\n|\[\[entry\]\]\n|\[words\]\n|\[\[group\]\]\n|id = 'good'\n|id = 'x[a-z]'\n|question = '[A-Z?\n]{0,9}'\n|answer = "[^"]{0,9}"\n|signs = \["[{}. a-z]{0,9}"\]\n|\+\+\+\n|#{1,7} [a-z]{0,5}\n|[\[\]='"\\]{1,3}){0,30}"#
            .prop_map(String::into_bytes),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_in_a_file_take_the_other_answers_away(
        entries in any_bytes(),
        article in any_bytes(),
        urgent in any_bytes(),
    ) {
        GOOD.with_borrow(|test| {
            test.write("faq/any.toml", &entries);
            test.write("faq/articles/any.md", &article);
            test.write("faq/urgent.toml", &urgent);
            let engine = test.engine();
            let question = Question::new("what is a wheelbarrow");
            match engine.ask(&question).expect("an outcome").outcome {
                Outcome::Answer(answer) => {
                    // An entry of the same id may have come with the bytes.
                    prop_assert_eq!(&answer.passage.file, "good.toml");
                }
                other => prop_assert!(false, "{:?}", other),
            }
            Ok(())
        })?;
    }
}
