//! The detector made from the shipped `faq/urgent.toml`, and what the tables ask of it.

use std::path::Path;
use std::sync::LazyLock;

use crate::answer::urgent::{Detection, UrgentDetector};
use crate::content::source::{Config, FileKind, scan};
use crate::content::urgent::UrgentGroup;
use crate::content::urgent_file;
use crate::search::lexicon::is_english;

pub(super) static GROUPS: LazyLock<Vec<UrgentGroup>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("faq");
    let (files, _) = scan(&folder, &Config::default());
    let file = files
        .iter()
        .find(|file| file.kind == FileKind::Urgent)
        .unwrap();
    let (groups, problems) = urgent_file::load(file);
    assert_eq!(problems, []);
    groups
});

static DETECTOR: LazyLock<UrgentDetector> = LazyLock::new(|| UrgentDetector::new(&GROUPS));

pub(super) fn detect(text: &str) -> Vec<Detection> {
    DETECTOR.detect(text, &is_english)
}

/// The ids of the groups a text sets off.
pub(super) fn alarms_on(text: &str) -> Vec<&'static str> {
    detect(text)
        .iter()
        .map(|detection| GROUPS[detection.group].id.as_str())
        .collect()
}

/// Every sentence sets off the group, and perhaps others.
#[track_caller]
pub(super) fn assert_reports(group: &str, sentences: &[&str]) {
    let missed: Vec<_> = sentences
        .iter()
        .filter(|sentence| !alarms_on(sentence).contains(&group))
        .collect();
    assert!(
        missed.is_empty(),
        "no `{group}` alarm on {} of {}: {missed:#?}",
        missed.len(),
        sentences.len()
    );
}

/// No sentence sets anything off.
#[track_caller]
pub(super) fn assert_quiet(sentences: &[&str]) {
    let alarms: Vec<_> = sentences
        .iter()
        .flat_map(|sentence| {
            detect(sentence)
                .into_iter()
                .map(move |alarm| (sentence, alarm.sign, alarm.matched))
        })
        .collect();
    assert!(
        alarms.is_empty(),
        "{} alarms on {} sentences: {alarms:#?}",
        alarms.len(),
        sentences.len()
    );
}
