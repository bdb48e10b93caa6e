//! The detector made from the shipped `faq/urgent.toml`, and what the tables ask of it.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::answer::urgent::{Detection, UrgentDetector};
use crate::content::urgent::{Number, Sign, UrgentGroup, WordLists, check_notice, check_phrase};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    words: BTreeMap<String, Vec<String>>,
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    id: String,
    title: String,
    notice: String,
    number: String,
    withhold_answer: bool,
    signs: Vec<String>,
    #[serde(default)]
    history: Vec<String>,
    #[serde(default)]
    unless: Vec<String>,
}

pub(super) static GROUPS: LazyLock<Vec<UrgentGroup>> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/faq/urgent.toml");
    let file: File = toml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut lists = WordLists::default();
    for (name, phrases) in file.words {
        phrases.iter().for_each(|phrase| assert!(check_phrase(phrase).is_ok(), "{name}: {phrase}"));
        lists.insert(&name, phrases);
    }
    let signs = |patterns: Vec<String>| -> Vec<Sign> {
        patterns.iter().map(|pattern| Sign::parse(pattern, &lists).unwrap_or_else(|error| panic!("{pattern}: {error:?}"))).collect()
    };
    file.group
        .into_iter()
        .map(|group| {
            check_notice(&group.notice).unwrap();
            UrgentGroup {
                id: group.id,
                title: group.title,
                notice: group.notice,
                number: Number::parse(&group.number).unwrap(),
                withhold_answer: group.withhold_answer,
                signs: signs(group.signs),
                history: signs(group.history),
                unless: signs(group.unless),
            }
        })
        .collect()
});

static DETECTOR: LazyLock<UrgentDetector> = LazyLock::new(|| UrgentDetector::new(&GROUPS));

/// The words of an ordinary English dictionary, where the system has one.
static DICTIONARY: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let words = std::fs::read_to_string("/usr/share/dict/words").unwrap_or_default();
    words.lines().map(|word| word.to_lowercase().replace('\'', "")).collect()
});

pub(super) fn detect(text: &str) -> Vec<Detection> {
    DETECTOR.detect(text, &|word| DICTIONARY.contains(word))
}

/// The ids of the groups a text sets off.
pub(super) fn alarms_on(text: &str) -> Vec<&'static str> {
    detect(text).iter().map(|detection| GROUPS[detection.group].id.as_str()).collect()
}

/// Every sentence sets off the group, and perhaps others.
#[track_caller]
pub(super) fn assert_reports(group: &str, sentences: &[&str]) {
    let missed: Vec<_> = sentences.iter().filter(|sentence| !alarms_on(sentence).contains(&group)).collect();
    assert!(missed.is_empty(), "no `{group}` alarm on {} of {}: {missed:#?}", missed.len(), sentences.len());
}

/// No sentence sets anything off.
#[track_caller]
pub(super) fn assert_quiet(sentences: &[&str]) {
    let alarms: Vec<_> = sentences
        .iter()
        .flat_map(|sentence| detect(sentence).into_iter().map(move |alarm| (sentence, alarm.sign, alarm.matched)))
        .collect();
    assert!(alarms.is_empty(), "{} alarms on {} sentences: {alarms:#?}", alarms.len(), sentences.len());
}
