//! The FAQ that ships: its ids are fixed, its files are clean, and everything
//! in it is found by its own words.

use std::collections::BTreeSet;

use faqbot::content::{Config, FileKind, load, scan};
use snapbox::str;

use crate::support::{FaqTest, outcome};

/// Bookmarks depend on these.
const ENTRIES: [&str; 6] = [
    "what-is-sciatica",
    "how-massage-affects-nerve-pain",
    "is-massage-safe",
    "benefits-of-massage",
    "how-often",
    "can-massage-make-it-worse",
];

/// The sections of the article, in their order.
const SECTIONS: [&str; 16] = [
    "causes",
    "symptoms",
    "how-massage-helps",
    "muscle-tension",
    "circulation",
    "endorphins",
    "types-of-massage",
    "deep-tissue",
    "swedish",
    "trigger-point-therapy",
    "hot-stone",
    "self-massage-trigger-points",
    "when-to-see-a-professional",
    "benefits-of-a-professional",
    "prevention",
    "in-short",
];

/// Ids, titles and alternates of the shipped FAQ, as its files have them.
fn topics() -> Vec<(String, String, Vec<String>)> {
    let test = FaqTest::shipped();
    let (files, problems) = scan(&test.path("faq"), &Config::default());
    assert!(problems.is_empty(), "{problems:?}");
    let content = files.iter().filter(|file| file.kind != FileKind::Urgent);
    content
        .flat_map(|file| load(file).passages)
        .map(|passage| (passage.id, passage.title, passage.alternates))
        .collect()
}

#[test]
fn every_fixed_id_is_there() {
    let list = FaqTest::shipped().ran(&["list"]).text();
    for id in ENTRIES {
        assert!(list.contains(&format!(" [{id}]\n")), "no {id} in\n{list}");
    }
    let mut from = 0;
    for anchor in SECTIONS {
        let id = format!(" [massage-for-sciatica#{anchor}]\n");
        let place = list[from..].find(&id);
        from += place.unwrap_or_else(|| panic!("no {anchor}, or not in its place, in\n{list}"));
    }
}

#[test]
fn its_files_have_no_problems() {
    let ran = FaqTest::shipped().ran(&["check"]);
    assert_eq!(ran.code, Some(0), "{}", ran.text());
    // Review dates pass while nobody touches the files, so warnings may come.
    assert!(!ran.text().contains("error["), "{}", ran.text());
    let summary = "faq: 6 entries, 16 sections, 5 urgent groups; ";
    assert!(ran.text().contains(summary), "{}", ran.text());
}

#[test]
fn its_files_can_be_told_apart_by_their_titles() {
    let test = FaqTest::shipped();
    let (files, _) = scan(&test.path("faq"), &Config::default());
    let content = files.iter().filter(|file| file.kind != FileKind::Urgent);
    let titles: Vec<_> = content
        .map(|file| load(file).passages[0].context[0].clone())
        .collect();
    let different: BTreeSet<_> = titles.iter().collect();
    assert_eq!((titles.len(), different.len()), (2, 2), "{titles:?}");
}

#[test]
fn every_entry_and_section_has_5_to_16_other_ways_to_ask_for_it() {
    for (id, _, alternates) in topics() {
        assert!((5..=16).contains(&alternates.len()), "{id}");
    }
}

/// An entry's own words have to bring its answer, not only a suggestion.
#[test]
fn every_entry_answers_its_question_and_each_of_its_alternates() {
    let mut questions = Vec::new();
    let mut ids = Vec::new();
    for (id, title, alternates) in topics() {
        if ENTRIES.contains(&id.as_str()) {
            for phrasing in [title].into_iter().chain(alternates) {
                questions.push(phrasing);
                ids.push(id.clone());
            }
        }
    }
    assert!(questions.len() >= 6 * 6, "{questions:?}");
    let mut lost = Vec::new();
    let objects = FaqTest::shipped().ask_all(&questions);
    for ((question, id), object) in questions.iter().zip(&ids).zip(&objects) {
        if outcome(object) != ("answer", Some(id)) {
            lost.push(format!("{question} -> {:?}, not {id}", outcome(object)));
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

/// Some headings ask what an entry asks as well ("Benefits of …"), so for a
/// section it is enough to be the first suggestion.
#[test]
fn every_section_is_found_by_its_heading() {
    let topics = topics();
    let sections: Vec<_> = topics.iter().filter(|(id, ..)| id.contains('#')).collect();
    let ids: BTreeSet<_> = sections.iter().map(|(id, ..)| id.as_str()).collect();
    for anchor in SECTIONS {
        let id = format!("massage-for-sciatica#{anchor}");
        assert!(ids.contains(id.as_str()), "{id}");
    }
    let headings: Vec<_> = sections.iter().map(|(_, title, _)| title).collect();
    let mut lost = Vec::new();
    for ((id, heading, _), object) in sections.iter().zip(FaqTest::shipped().ask_all(&headings)) {
        let (kind, found) = outcome(&object);
        if !["answer", "suggestions"].contains(&kind) || found != Some(id) {
            lost.push(format!("{heading} -> {:?}, not {id}", outcome(&object)));
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

/// For some wordings it is a suggestion; whether massage is safe comes first for
/// none of them.
#[test]
fn who_asks_when_to_see_a_doctor_is_led_to_the_section_on_it() {
    let section = "massage-for-sciatica#when-to-see-a-professional";
    let questions = [
        "when should i see a doctor",
        "should i see a doctor about my sciatica",
        "when should i go to the doctor",
        "when should i see a gp",
        "do i need to see a doctor",
        "should i see my gp",
        "should i go to the gp",
    ];
    let objects = FaqTest::shipped().ask_all(&questions);
    for (question, object) in questions.iter().zip(&objects) {
        assert_eq!(outcome(object), ("answer", Some(section)), "{question}");
    }
    let before = "should i ask my doctor before a massage for sciatica";
    let object = FaqTest::shipped().ask(before);
    assert_eq!(outcome(&object), ("answer", Some("is-massage-safe")));
}

#[test]
fn who_disagrees_or_asks_about_the_bot_gets_no_health_answer() {
    let texts = ["thats wrong", "no that is wrong", "wrong", "who made you"];
    for object in FaqTest::shipped().ask_all(&texts) {
        assert_eq!(outcome(&object), ("small_talk", None), "{object}");
    }
}

#[test]
fn every_answer_carries_the_disclaimer_a_source_and_its_review_date() {
    let test = FaqTest::shipped();
    let titles: Vec<_> = topics().into_iter().map(|(_, title, _)| title).collect();
    let mut answers = 0;
    for object in test.ask_all(&titles) {
        let answer = &object["answer"];
        if answer.is_null() {
            continue;
        }
        answers += 1;
        let disclaimer = answer["disclaimer"].as_str().expect("a disclaimer");
        for part in ["general information", "not medical advice", "doctor"] {
            assert!(disclaimer.contains(part), "{answer}");
        }
        let source = answer["source"].as_str().expect("a source");
        assert!(!source.is_empty(), "{answer}");
        assert!(answer["reviewed"].is_string(), "{answer}");
    }
    assert!(answers >= ENTRIES.len());
}

#[test]
fn its_signs_settings_and_synonyms_are_at_work() {
    let test = FaqTest::shipped();
    // "masseuse" stands nowhere in the FAQ; it is a synonym of the therapist.
    let object = &test
        .ran(&["ask", "--json", "--explain", "what does a masseuse add"])
        .json_lines()[0];
    let synonyms = object["explain"]["synonyms"].as_array().expect("a list");
    assert!(
        synonyms.iter().any(|pair| pair["from"] == "masseuse"),
        "{object}"
    );
    assert_eq!(
        outcome(object).1,
        Some("massage-for-sciatica#benefits-of-a-professional")
    );
}

#[test]
fn an_entry_can_be_read_without_asking() {
    let test = FaqTest::shipped();
    test.ran(&["index"]);
    test.run(
        &["show", "massage-for-sciatica#hot-stone"],
        str![[r#"
Hot stone massage

**Hot stone massage uses smooth heated stones on parts of the body.** The warmth
of a hot stone massage can relax muscles, improve circulation and lower stress.
Hot stone massage combines well with other massage methods, so you do not have
to choose only one.

Source: Low back pain and sciatica in over 16s: assessment and management (NICE
guideline NG59) <https://www.nice.org.uk/guidance/ng59>
Source: Sciatica (NHS) <https://www.nhs.uk/conditions/sciatica/>
Source: Sciatica Pain Relief Massage: Benefits Explained (BCI Health Team)
Last reviewed 2026-11-22

This is general information, not medical advice. See a doctor, physiotherapist
or qualified massage therapist about your own situation.

"#]],
    );
}
