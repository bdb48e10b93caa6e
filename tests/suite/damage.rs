//! A missing, damaged, foreign or older index is made again by itself, with
//! one line in the log.

use std::fs;
use std::path::Path;

use crate::support::{FaqTest, copy_folder, files_below, outcome};

const QUESTION: &str = "is massage safe for sciatica";

/// A project whose index is up to date.
fn indexed() -> FaqTest {
    let test = FaqTest::shipped();
    assert_eq!(test.ran(&["index"]).code, Some(0));
    test
}

/// Asks, and returns the log.
#[track_caller]
fn log_of_an_answer(test: &FaqTest, what: &str) -> String {
    let ran = test.ran(&["ask", "--json", QUESTION]);
    assert_eq!(ran.code, Some(0), "{what}: {}", ran.stderr);
    let object = &ran.json_lines()[0];
    assert_eq!(
        outcome(object),
        ("answer", Some("is-massage-safe")),
        "{what}"
    );
    ran.stderr
}

/// Asks twice: the index is made again with one line that a person can read,
/// and then it is good.
#[track_caller]
fn is_made_again(test: &FaqTest, what: &str) -> String {
    let log = log_of_an_answer(test, what);
    assert_eq!(log.lines().count(), 1, "{what}: {log}");
    assert!(log.len() < 250, "{what}: {log}");
    assert_eq!(log_of_an_answer(test, what), "", "{what}, the second time");
    log
}

#[test]
fn a_missing_index_is_made() {
    is_made_again(&FaqTest::shipped(), "missing");
    let test = indexed();
    fs::remove_dir_all(test.path("index")).expect("deleted");
    is_made_again(&test, "deleted");
}

#[test]
fn a_corrupt_index_is_made_again() {
    let test = indexed();
    test.write("index/v4/meta.json", "not JSON");
    is_made_again(&test, "garbage");
}

#[test]
fn an_index_of_something_else_is_made_again() {
    // A Tantivy index, but not one of ours.
    let test = FaqTest::shipped();
    let folder = test.path("index/v4");
    fs::create_dir_all(&folder).expect("a folder");
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("body", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(&folder, schema.build()).expect("an index");
    is_made_again(&test, "another schema");

    let test = FaqTest::shipped();
    test.write("index/v4", "a file where the folder should be");
    is_made_again(&test, "a file");
}

#[test]
fn an_index_of_an_older_format_is_made_again_and_cleared_away() {
    let test = FaqTest::shipped();
    test.write("index/v0/meta.json", "{}");
    test.write("index/keep.txt", "not ours");
    is_made_again(&test, "older");
    assert!(!test.path("index/v0").exists());
    assert!(test.path("index/keep.txt").exists());
}

#[test]
fn an_index_with_the_number_of_another_format_inside_is_made_again() {
    let test = indexed();
    test.edit("index/v4/meta.json", "\\\"format\\\":4", "\\\"format\\\":0");
    is_made_again(&test, "format 0");
}

/// Damages one file in every way; an answer comes after each.
fn damage(pristine: &Path, name: &Path) {
    let good = fs::read(pristine.join(name)).expect("a file of the index");
    let middle = good.len() / 2;
    let flipped = |place: usize| {
        let mut bytes = good.clone();
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 0x40;
        }
        Some(bytes)
    };
    for (how, bytes) in [
        ("emptied", Some(Vec::new())),
        ("cut in half", Some(good[..middle].to_vec())),
        (
            "one byte short",
            Some(good[..good.len().saturating_sub(1)].to_vec()),
        ),
        ("flipped at the start", flipped(0)),
        ("flipped in the middle", flipped(middle)),
        ("flipped at the end", flipped(good.len().saturating_sub(1))),
        ("overwritten", Some(vec![b'x'; good.len().max(9)])),
        ("deleted", None),
    ] {
        let what = format!("{} {how}", name.display());
        let test = FaqTest::shipped();
        copy_folder(pristine, &test.path("index"));
        match bytes {
            Some(bytes) => fs::write(test.path("index").join(name), bytes).expect("damaged"),
            None => fs::remove_file(test.path("index").join(name)).expect("deleted"),
        }
        let log = log_of_an_answer(&test, &what);
        assert!(!log.contains("answering from memory"), "{what}: {log}");
        assert_eq!(
            log_of_an_answer(&test, &what),
            "",
            "{what}, the second time"
        );
    }
}

#[test]
fn whatever_happens_to_a_file_of_the_index_there_is_an_answer() {
    let pristine = indexed();
    let folder = pristine.path("index");
    let files = files_below(&folder);
    assert!(files.len() > 6, "{files:?}");
    for file in files {
        damage(&folder, file.strip_prefix(&folder).expect("inside"));
    }
}

/// Its checksums do not cover the list of segments.
#[test]
fn a_damaged_list_of_segments_is_noticed() {
    let test = indexed();
    let list = fs::read_to_string(test.path("index/v4/meta.json")).expect("the list");
    let id = list.split("\"segment_id\": \"").nth(1).expect("a segment");
    let other = if id.starts_with('a') { "b" } else { "a" };
    test.edit(
        "index/v4/meta.json",
        &id[..8],
        &format!("{other}{}", &id[1..8]),
    );
    log_of_an_answer(&test, "another segment");
    assert_eq!(log_of_an_answer(&test, "the second time"), "");

    for (count, what) in [("21", "too few"), ("23", "too many"), ("0", "none")] {
        let test = indexed();
        let wrong = format!("\"max_doc\": {count}");
        test.edit("index/v4/meta.json", "\"max_doc\": 22", &wrong);
        log_of_an_answer(&test, what);
    }
}

#[test]
fn a_file_between_the_files_of_the_index_does_not_matter() {
    let test = indexed();
    test.write("index/v4/stranger.tmp", "?");
    test.write("index/stranger/file", "?");
    assert_eq!(log_of_an_answer(&test, "strangers"), "");
}
