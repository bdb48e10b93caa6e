//! Looking entries up: what autocomplete offers, what free text names, and keys.

use std::cell::RefCell;

use faqbot::answer::outcome::Outcome;
use faqbot::content::key::Key;
use faqbot::content::passage::Kind;
use faqbot::engine::{Content, Engine, Topic};
use proptest::prelude::*;

use crate::support::{FaqTest, SHIPPED};

const CLUB: &str = r#"
title = "Our rowing club"

[[entry]]
id = "join"
question = "How do I join?"
alternates = ["membership form", "sign up"]
answer = "Fill in the form at the boathouse."

[[entry]]
id = "training-times-of-all-groups"
question = "When is training?"
alternates = ["training times"]
answer = "On Tuesdays at six. Bring a towel."

[[entry]]
id = "swim"
question = "Do I have to swim well?"
answer = "Yes, 300 metres in clothes."
not_for = ["do i have to dance well"]
"#;

const BOATS: &str = "+++\ntitle = 'Boats'\n[alternates]\nrepairs = ['broken oar']\n+++\n\n## Prices {#prices}\n\nNone.\n\n\
                     # Eights\n\n## Repairs {#repairs}\n\nAsk at the boathouse.\n";

fn club() -> FaqTest {
    FaqTest::new()
        .faq("club.toml", CLUB)
        .faq("articles/boats.md", BOATS)
}

fn ids(topics: &[Topic]) -> Vec<&str> {
    topics.iter().map(|topic| &*topic.id).collect()
}

fn completed(engine: &Engine, typed: &str, limit: usize) -> Vec<String> {
    let topics = engine.complete(typed, limit).expect("choices");
    topics.into_iter().map(|topic| topic.title).collect()
}

/// What a text leads to, in a word and an id or ids.
fn looked_up(engine: &Engine, text: &str) -> (&'static str, Vec<String>) {
    let offered = |entries: Vec<faqbot::answer::outcome::Suggestion>| {
        entries.into_iter().map(|entry| entry.id).collect()
    };
    match engine.look_up(text).expect("an outcome").outcome {
        Outcome::Answer(answer) => ("answer", vec![answer.passage.id]),
        Outcome::Suggestions(entries) => ("suggestions", offered(entries)),
        Outcome::Unanswered(entries) => ("unanswered", offered(entries)),
        Outcome::Urgent(notice) => ("urgent", vec![notice.group]),
        Outcome::SmallTalk(_) => ("small talk", Vec::new()),
    }
}

#[test]
fn a_section_is_found_by_its_other_names_as_an_entry_is() {
    let club = club();
    let engine = club.engine();
    assert_eq!(completed(&engine, "broken o", 5), ["Repairs"]);
    assert_eq!(
        looked_up(&engine, "Broken oar!"),
        ("answer", vec!["boats#repairs".to_owned()])
    );
    assert_eq!(
        looked_up(&engine, "membership form"),
        ("answer", vec!["join".to_owned()])
    );
}

#[test]
fn the_shipped_faq_is_completed_as_people_type() {
    let engine = FaqTest::shipped().engine();
    let safe = "Is massage safe for people with sciatica?";
    let often = "How often should I have a massage for sciatica?";
    for (typed, first) in [
        ("", "What is sciatica?"),
        ("  ?", "What is sciatica?"),
        ("massage oft", often),
        ("how oft", often),
        ("oftne massage", often),
        ("sciatca saf", safe),
        ("SAFE   scia", safe),
        ("is massage safe for people with sciatica", safe),
        ("what is scia", "What is sciatica?"),
    ] {
        assert_eq!(completed(&engine, typed, 25)[0], first, "{typed}");
    }
    let half = completed(&engine, "scia", 25);
    assert!(half.len() > 5, "{half:?}");
    assert_eq!(
        completed(&engine, "sciatca mas", 25),
        completed(&engine, "sciatica mas", 25)
    );
    assert_eq!(completed(&engine, "quarterly report", 25), [""; 0]);
}

#[test]
fn every_title_of_the_shipped_faq_leads_to_its_entry_however_it_is_written() {
    let engine = FaqTest::shipped().engine();
    let topics = engine.topics().expect("topics");
    for topic in topics.iter() {
        assert_eq!(
            ids(&engine.complete(&topic.title, 1).expect("a choice")),
            [&*topic.id]
        );
        let shouted = topic
            .title
            .to_uppercase()
            .replace(' ', "  ")
            .replace('?', " !");
        for text in [&topic.id, &topic.title, &shouted, &topic.key().to_string()] {
            let expected = ("answer", vec![topic.id.clone()]);
            assert_eq!(looked_up(&engine, text), expected, "{text}");
        }
    }
}

#[test]
fn a_club_is_browsed_entries_first() {
    let engine = club().engine();
    assert_eq!(
        completed(&engine, "", 25),
        [
            "How do I join?",
            "When is training?",
            "Do I have to swim well?",
            "Prices",
            "Repairs"
        ]
    );
    assert_eq!(
        completed(&engine, "", 2),
        ["How do I join?", "When is training?"]
    );
    let repairs = engine.complete("repa", 5).expect("choices").remove(0);
    assert_eq!(
        repairs,
        Topic {
            id: "boats#repairs".into(),
            title: "Repairs".into(),
            kind: Kind::Section,
            context: vec!["Boats".into(), "Eights".into()],
            file: "articles/boats.md".into(),
        }
    );
}

#[test]
fn a_text_that_names_an_entry_is_not_searched_for() {
    let engine = club().engine();
    for (text, expected) in [
        ("join", ("answer", vec!["join"])),
        (" Sign-up!", ("answer", vec!["join"])),
        ("boats#prices", ("answer", vec!["boats#prices"])),
        ("PRICES", ("answer", vec!["boats#prices"])),
        ("swim", ("answer", vec!["swim"])),
        ("hello", ("small talk", vec![])),
        ("who won the match", ("unanswered", vec![])),
        ("", ("unanswered", vec![])),
        ("???", ("unanswered", vec![])),
    ] {
        let expected = (
            expected.0,
            expected.1.into_iter().map(String::from).collect(),
        );
        assert_eq!(looked_up(&engine, text), expected, "{text}");
    }
}

#[test]
fn half_a_word_leads_to_what_it_may_become() {
    let engine = club().engine();
    let offered = ("suggestions", vec!["boats#repairs".to_owned()]);
    assert_eq!(looked_up(&engine, "rep"), offered);
}

#[test]
fn a_question_about_something_else_leads_nowhere() {
    let engine = FaqTest::shipped().engine();
    for text in [
        "where do i park",
        "best pizza in town",
        "what's the best laptop for gaming",
        "how do i reset my password",
        "why is the sky blue",
        "price",
        "preg",
    ] {
        assert_eq!(looked_up(&engine, text), ("unanswered", vec![]), "{text}");
    }
}

#[test]
fn a_heading_that_sections_share_leads_to_all_of_them() {
    let test = club().faq(
        "articles/trips.md",
        "+++\ntitle = 'Trips'\n+++\n\n## Prices {#prices}\n\nTen euros.\n",
    );
    let both = (
        "suggestions",
        vec!["boats#prices".into(), "trips#prices".into()],
    );
    assert_eq!(looked_up(&test.engine(), "prices"), both);
}

#[test]
fn what_an_entry_is_not_for_does_not_lead_to_it() {
    let engine = club().engine();
    assert_eq!(
        looked_up(&engine, "do i have to dance well").0,
        "unanswered"
    );
}

#[test]
fn an_urgent_sign_comes_before_a_title() {
    let test = FaqTest::shipped().faq(
        "signs.toml",
        "title = 'Signs'\n[[entry]]\nid = 'signs'\n\
         question = 'I cannot feel my legs and I wet myself'\nanswer = 'Hm.'\n",
    );
    let engine = test.engine();
    assert_eq!(
        looked_up(&engine, "i cannot feel my legs and i wet myself").0,
        "urgent"
    );
}

#[test]
fn a_key_leads_to_its_entry_until_it_is_gone() {
    let test = club();
    let engine = test.engine();
    let topics = engine.topics().expect("topics");
    for topic in topics.iter() {
        let answer = engine
            .by_key(&topic.key())
            .expect("readable")
            .expect("an answer");
        assert_eq!(
            (&answer.passage.id, answer.passage.key()),
            (&topic.id, topic.key())
        );
        assert_eq!(Some(answer), engine.show(&topic.id).expect("readable"));
        assert!(topic.key().to_string().len() <= 27);
    }
    let join = Key::new("join", 0);
    assert_eq!(
        engine.by_key(&Key { part: 1, ..join }).expect("readable"),
        None
    );
    test.edit("faq/club.toml", "id = \"join\"", "id = \"enter\"");
    assert_eq!(test.engine().by_key(&join).expect("readable"), None);
}

#[test]
fn a_part_of_a_long_section_has_a_key_of_its_own() {
    let long = "Dry the oars well. ".repeat(200);
    let article =
        format!("+++\ntitle = 'Oars'\n+++\n\n## Care {{#care}}\n\n{long}\n\nOil {long}\n");
    let engine = FaqTest::new().faq("articles/oars.md", &article).engine();
    let key = Key::new("oars#care", 1);
    let answer = engine.by_key(&key).expect("readable").expect("a part");
    assert_eq!((&*answer.passage.id, answer.passage.part), ("oars#care", 1));
    assert_eq!(looked_up(&engine, &key.to_string()).0, "answer");
    assert_eq!(engine.content().expect("readable").sections, 1);
}

#[test]
fn the_version_changes_with_any_file_and_only_then() {
    let test = club();
    let first = test.engine().content().expect("readable");
    let Content {
        version,
        entries,
        sections,
        urgent_groups,
    } = &first;
    assert_eq!((version.len(), *entries, *sections), (8, 3, 2));
    assert_eq!(*urgent_groups, 0);
    assert_eq!(test.engine().content().expect("readable"), first);
    let mut versions = vec![first.version];
    test.edit("faq/club.toml", "Tuesdays", "Fridays");
    versions.push(test.engine().content().expect("readable").version);
    let urgent = std::fs::read_to_string(format!("{SHIPPED}/faq/urgent.toml")).expect("signs");
    test.write("faq/urgent.toml", urgent);
    let guarded = test.engine().content().expect("readable");
    assert_eq!(guarded.urgent_groups, 5);
    versions.push(guarded.version);
    test.remove("faq/articles/boats.md");
    let last = test.engine().content().expect("readable");
    assert_eq!((last.entries, last.sections), (3, 0));
    versions.push(last.version);
    versions.sort();
    versions.dedup();
    assert_eq!(versions.len(), 4, "{versions:?}");
}

thread_local! {
    static CLUB_ENGINE: RefCell<Option<(FaqTest, Engine)>> = const { RefCell::new(None) };
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_completed_and_looked_up(
        text in prop_oneof![
            any::<String>(),
            "((how|do|i|join|traning|swim|prices?|boat|300|é|😀|\\*|\") ?){0,20}",
            "[a-z]{0,3}",
        ],
        limit in 0_usize..6,
    ) {
        CLUB_ENGINE.with_borrow_mut(|made| {
            let (_, engine) = made.get_or_insert_with(|| {
                let test = club();
                let engine = test.engine();
                (test, engine)
            });
            let topics = engine.complete(&text, limit).expect("choices");
            prop_assert!(topics.len() <= limit);
            let mut keys: Vec<_> = topics.iter().map(Topic::key).collect();
            keys.sort();
            keys.dedup();
            prop_assert_eq!(keys.len(), topics.len(), "each once");
            let response = engine.look_up(&text).expect("an outcome");
            if let Outcome::Suggestions(entries) = response.outcome {
                prop_assert!((1..=3).contains(&entries.len()));
            }
            Ok(())
        })?;
    }
}
