//! The detector on small signs of a community's own, where the shipped file would hide what is
//! tested.

use crate::answer::urgent::{Detection, UrgentDetector};
use crate::content::urgent::{Number, Sign, UrgentGroup, WordLists};

fn group(id: &str, signs: &[&str], history: &[&str], unless: &[&str]) -> UrgentGroup {
    let mut lists = WordLists::default();
    lists.insert("gas", ["gas".to_owned(), "rotten eggs".to_owned()]);
    lists.insert("smell", ["smell".to_owned(), "stink".to_owned()]);
    let parse = |patterns: &[&str]| {
        patterns
            .iter()
            .map(|pattern| Sign::parse(pattern, &lists).unwrap())
            .collect()
    };
    UrgentGroup {
        id: id.to_owned(),
        title: String::new(),
        notice: String::new(),
        number: Number::Emergency,
        signs: parse(signs),
        history: parse(history),
        unless: parse(unless),
    }
}

fn detect(groups: &[UrgentGroup], text: &str) -> Vec<(usize, String)> {
    UrgentDetector::new(groups)
        .detect(text, &|_| false)
        .into_iter()
        .map(|Detection { group, matched, .. }| (group, matched))
        .collect()
}

#[test]
fn a_sign_is_found_in_any_order_and_in_the_persons_words() {
    let groups = [group("gas", &["{smell} {gas}"], &[], &["gas station"])];
    let cases = [
        (
            "It really SMELLS like rotten   eggs here!",
            Some("SMELLS like rotten   eggs"),
        ),
        ("gas, i can smell it", Some("gas, i can smell")),
        (
            "the smell of cooking when i come home from work and turn the gas on",
            None,
        ),
        ("what a smell. gas is expensive", None),
        ("the gas station has a smell", None),
        (
            "the gas station is closed but i smell gas",
            Some("smell gas"),
        ),
        ("no smell of gas", None),
    ];
    for (text, expected) in cases {
        let expected: Vec<_> = expected
            .into_iter()
            .map(|matched| (0, matched.to_owned()))
            .collect();
        assert_eq!(detect(&groups, text), expected, "{text}");
    }
}

#[test]
fn dots_ask_for_an_order() {
    let groups = [group("gas", &["{smell} ... {gas}"], &[], &[])];
    assert_eq!(detect(&groups, "i smell some gas").len(), 1);
    assert_eq!(detect(&groups, "gas has a smell").len(), 0);
}

#[test]
fn groups_come_in_their_order_and_each_once() {
    let groups = [
        group("gas", &["{smell} {gas}"], &[], &[]),
        group("fire", &["fire"], &[], &[]),
        group("threat", &["bomb"], &[], &[]),
    ];
    let found = detect(&groups, "a bomb, a fire, a fire, and i smell gas");
    assert_eq!(
        found.iter().map(|(group, _)| *group).collect::<Vec<_>>(),
        [0, 1, 2]
    );
}

#[test]
fn only_history_counts_when_it_is_past() {
    let groups = [group("gas", &["{smell} {gas}"], &["gas leak"], &[])];
    assert_eq!(detect(&groups, "i had a smell of gas years ago").len(), 0);
    assert_eq!(detect(&groups, "i had a gas leak years ago").len(), 1);
}

#[test]
fn without_groups_nothing_is_found() {
    assert!(detect(&[], "i cant breathe").is_empty());
}
