//! What is found for a question, and in what order.

use proptest::prelude::*;

use super::*;
use crate::search::ranking::feature::Feature;
use crate::search::testing::{entries, file, ids, in_memory, open, searcher};

fn kitchen() -> Vec<crate::content::source::FoundFile> {
    vec![
        entries(
            "kitchen.toml",
            &[
                (
                    "boil",
                    "How do I boil potatoes?",
                    "Put them into hot water.",
                ),
                ("peel", "How do I peel onions?", "Cut off both ends first."),
                (
                    "knife",
                    "Which knife is sharpest?",
                    "The ceramic one cuts best.",
                ),
            ],
        ),
        file(
            "articles/oven.md",
            "+++\ntitle = 'The oven'\n+++\n## Cleaning {#cleaning}\nUse soda.\n\n\
             ## Baking bread {#bread}\nAn hour at 200 degrees.\n",
        ),
    ]
}

#[test]
fn entries_and_sections_are_found_by_what_they_say() {
    let searcher = searcher(&kitchen());
    assert_eq!(ids(&searcher, "boiling a potato")[0], "boil");
    assert_eq!(ids(&searcher, "ceramic")[0], "knife");
    assert_eq!(ids(&searcher, "how to bake bread")[0], "oven#bread");
    assert_eq!(ids(&searcher, "oven").len(), 2);
    assert_eq!(ids(&searcher, "spaceship"), [""; 0]);
}

#[test]
fn what_is_misspelt_is_mended_and_good_english_is_not() {
    let searcher = searcher(&kitchen());
    let corrections = |question: &str| {
        let query = searcher.search(question, None).unwrap().query;
        let pairs = query.corrections.into_iter();
        pairs
            .map(|c| format!("{} {}", c.from, c.to))
            .collect::<Vec<_>>()
    };
    assert_eq!(corrections("peel onoins"), ["onoins onions"]);
    assert_eq!(corrections("boil pottatoes"), ["pottatoes potatoes"]);
    assert_eq!(corrections("potatoe"), [""; 0]);
    // "oil" and "knight" are words; "oon" is too short to tell.
    assert_eq!(corrections("oil knight oon"), [""; 0]);
}

#[test]
fn a_word_that_was_meant_to_be_a_stop_word_is_left_out() {
    let searcher = searcher(&[entries(
        "a.toml",
        &[("a", "Is that with nuts?", "These are.")],
    )]);
    let query = searcher.search("thatt nuts", None).unwrap().query;
    let words: Vec<_> = query.words.iter().map(|word| &word.surface).collect();
    assert_eq!(words, ["nuts"]);
    assert!(query.words[0].idf.is_finite());
}

#[test]
fn scraps_of_chat_are_passed_over_unless_they_may_be_the_subject() {
    let searcher = searcher(&kitchen());
    let words = |question: &str| {
        let query = searcher.search(question, None).unwrap().query;
        let words = query.words.into_iter().map(|word| word.surface);
        words.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(words("iz boil potatoes 4 u"), words("boil potatoes"));
    assert!(words("peel tv").contains("tv"));
}

#[test]
fn synonyms_find_what_the_moderators_call_otherwise() {
    let config = Config {
        synonyms: vec![vec!["potato".into(), "spud".into(), "earth apple".into()]],
        ..Config::default()
    };
    let searcher = open(&in_memory(&kitchen()), &config);
    assert_eq!(ids(&searcher, "spuds")[0], "boil");
    assert_eq!(ids(&searcher, "earth apples")[0], "boil");
    assert_eq!(ids(&searcher, "apples"), [""; 0]);
}

#[test]
fn a_question_may_lean_on_the_one_before() {
    let searcher = searcher(&kitchen());
    let hits = searcher
        .search("which is sharpest", Some("peel onions"))
        .unwrap();
    let best = searcher.passage(&hits.hits[0]).unwrap().unwrap();
    assert_eq!(best.id, "knife", "its own words count more");
    let hits = searcher.search("and then", Some("peel onions")).unwrap();
    let best = searcher.passage(&hits.hits[0]).unwrap().unwrap();
    assert_eq!(best.id, "peel");
}

#[test]
fn a_long_section_is_one_hit() {
    let long = "Yeast needs time. ".repeat(200);
    let article = format!("+++\ntitle = 'Bread'\n+++\n## Yeast {{#yeast}}\n{long}\n\n{long}\n");
    let searcher = searcher(&[file("articles/bread.md", &article)]);
    assert!(searcher.passages() > 1);
    assert_eq!(ids(&searcher, "yeast"), ["bread#yeast"]);
    assert_eq!(searcher.by_id("bread#yeast").unwrap().unwrap().part, 0);
    assert_eq!(searcher.by_id("bread#salt").unwrap(), None);
}

#[test]
fn every_language_finds_its_own() {
    let files: Vec<_> = [
        ("de", "Wie koche ich Kartoffeln?", "kartoffel kochen"),
        ("fr", "Comment cuire les pommes de terre ?", "cuisson des pommes"),
        ("ru", "\u{41a}\u{430}\u{43a} \u{432}\u{430}\u{440}\u{438}\u{442}\u{44c} \u{43a}\u{430}\u{440}\u{442}\u{43e}\u{448}\u{43a}\u{443}?", "\u{43a}\u{430}\u{440}\u{442}\u{43e}\u{448}\u{43a}\u{430}"),
    ]
    .iter()
    .map(|(code, question, _)| {
        file(
            &format!("{code}.toml"),
            &format!("title = 'T'\nlanguage = '{code}'\n[[entry]]\nid = '{code}'\nquestion = '{question}'\nanswer = 'x'\n"),
        )
    })
    .collect();
    let searcher = searcher(&files);
    assert_eq!(ids(&searcher, "kartoffel kochen")[0], "de");
    assert_eq!(ids(&searcher, "cuisson des pommes")[0], "fr");
    assert_eq!(
        ids(
            &searcher,
            "\u{43a}\u{430}\u{440}\u{442}\u{43e}\u{448}\u{43a}\u{430}"
        )[0],
        "ru"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_question(text in any::<String>(), words in "[a-zA-Z+\\-\"*:()^~\\[\\]{}\\\\/&|! ]{0,200}") {
        // Parsing is what this is about: one bank serves all cases.
        static SEARCHER: std::sync::LazyLock<Searcher> =
            std::sync::LazyLock::new(|| searcher(&kitchen()));
        for question in [&text, &words] {
            let hits = SEARCHER.search(question, Some(&words)).unwrap();
            for hit in &hits.hits {
                let Judged { features, same_words, not_for } = hit.judged;
                let shares = Feature::ALL.into_iter().filter(|&feature| feature != Feature::Words);
                for share in shares.map(|feature| features[feature]).chain([same_words, not_for]) {
                    prop_assert!((0.0..=1.0).contains(&share), "{share}");
                }
                prop_assert!(hit.score.is_finite());
            }
            let sorted = hits.hits.is_sorted_by(|a, b| a.score >= b.score);
            prop_assert!(sorted);
        }
    }
}
