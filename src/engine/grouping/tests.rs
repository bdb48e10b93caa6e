//! Groups of questions: which are joined, and what holds for any.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::search::embedding::Model;

fn built_in() -> Embedder {
    Embedder::load(&Model::BuiltIn).unwrap().unwrap()
}

/// The groups as texts.
fn texts<'a>(questions: &[(&'a str, usize)], embedder: Option<&Embedder>) -> Vec<Vec<&'a str>> {
    let text = |number: usize| questions[number].0;
    let groups = grouped(questions, embedder).into_iter();
    groups
        .map(|group| group.into_iter().map(text).collect())
        .collect()
}

const QUESTIONS: [(&str, usize); 8] = [
    ("Can I use a heating pad?", 2),
    ("how much does a session cost", 3),
    ("can i use a HEATING pad", 4),
    ("is it ok to use a heating pad", 1),
    ("what does one session cost?", 1),
    ("which pillow is good", 1),
    ("Which pillow is best for sleeping?", 1),
    ("???", 1),
];

#[test]
fn questions_that_ask_the_same_are_together_and_the_most_asked_come_first() {
    assert_eq!(
        texts(&QUESTIONS, Some(&built_in())),
        [
            vec![
                "can i use a HEATING pad",
                "Can I use a heating pad?",
                "is it ok to use a heating pad",
            ],
            vec![
                "how much does a session cost",
                "what does one session cost?"
            ],
            vec!["which pillow is good", "Which pillow is best for sleeping?"],
            vec!["???"],
        ]
    );
}

#[test]
fn without_an_embedding_table_the_words_decide() {
    let groups = texts(&QUESTIONS, None);
    assert!(groups[0].contains(&"is it ok to use a heating pad"));
    assert!(groups.contains(&vec!["???"]));
    let lone = [("feline", 1), ("cat", 1), ("cats", 1)];
    assert_eq!(texts(&lone, None), [vec!["cat", "cats"], vec!["feline"]]);
}

#[test]
fn no_questions_make_no_groups() {
    assert_eq!(grouped(&[], None), [[0; 0]; 0]);
    assert_eq!(grouped(&[("", 0)], None), [[0]]);
}

#[test]
fn beyond_the_first_leaders_questions_find_theirs_by_a_word() {
    let written: Vec<String> = (0..4 * FIRST_LEADERS)
        .flat_map(|number| {
            [
                format!("q{number}a q{number}b q{number}c"),
                format!("q{number}a q{number}b q{number}c again"),
            ]
        })
        .collect();
    let questions: Vec<(&str, usize)> = written.iter().map(|text| (text.as_str(), 1)).collect();
    let groups = grouped(&questions, None);
    assert_eq!(groups.len(), 4 * FIRST_LEADERS);
    assert!(groups.iter().all(|group| group[0] / 2 == group[1] / 2));
}

/// Questions of a few words, so that many are alike.
fn any_questions() -> impl Strategy<Value = Vec<(String, usize)>> {
    let word = "(heat|ice|how|often|pad|massage|knee|Ünder|\\?|,| )";
    let text = proptest::string::string_regex(&format!("({word} ?){{0,6}}")).unwrap();
    proptest::collection::vec((text, 0_usize..5), 0..40)
}

#[test]
fn how_many_look_for_their_leaders_at_once_makes_no_difference() {
    // Every pair of telling words twice, next to another word: far more leaders than
    // the first, and many that share a word.
    let texts: Vec<String> = (0..1_600)
        .map(|number| format!("a{} b{} c{}", number % 40, number / 40 % 20, number % 7))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let shapes = shapes(&texts, None);
    let one_by_one = led(&shapes, 1);
    assert!(one_by_one.len() > 2 * FIRST_LEADERS);
    assert!(one_by_one.len() < texts.len() * 3 / 4);
    for at_once in [7, 300, AT_ONCE] {
        assert_eq!(led(&shapes, at_once), one_by_one);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_question_is_in_exactly_one_group(questions in any_questions(), with_meaning: bool) {
        let embedder = with_meaning.then(built_in);
        let given: Vec<(&str, usize)> = questions.iter().map(|(text, times)| (text.as_str(), *times)).collect();
        let groups = grouped(&given, embedder.as_ref());
        let mut numbers: Vec<usize> = groups.iter().flatten().copied().collect();
        numbers.sort_unstable();
        prop_assert_eq!(numbers, (0..given.len()).collect::<Vec<_>>());
        let asked = |group: &Vec<usize>| group.iter().map(|&number| given[number].1).sum::<usize>();
        prop_assert!(groups.iter().map(asked).is_sorted_by(|a, b| a >= b));
        // The same words are in the same group.
        for (number, (text, _)) in given.iter().enumerate() {
            let group = groups.iter().find(|group| group.contains(&number)).unwrap();
            for (other, (same, _)) in given.iter().enumerate() {
                prop_assert!(fold(same) != fold(text) || group.contains(&other));
            }
        }
    }

    #[test]
    fn the_order_in_which_questions_come_does_not_matter(
        (questions, mixed) in any_questions()
            .prop_flat_map(|questions| (Just(questions.clone()), Just(questions).prop_shuffle()))
    ) {
        let embedder = built_in();
        let groups = |questions: &[(String, usize)]| -> Vec<BTreeSet<(String, usize)>> {
            let given: Vec<(&str, usize)> = questions.iter().map(|(text, times)| (text.as_str(), *times)).collect();
            let groups = grouped(&given, Some(&embedder)).into_iter();
            groups.map(|group| group.into_iter().map(|number| questions[number].clone()).collect()).collect()
        };
        prop_assert_eq!(groups(&questions), groups(&mixed));
    }
}
