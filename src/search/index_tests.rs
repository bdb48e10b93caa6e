//! The index on disk: changes, locks, damage.

use std::fs;

use super::*;
use crate::search::schema::FORMAT;
use crate::search::searcher::{Config, Searcher};
use crate::search::testing::{entries, file, ids, on_disk, rebuilt};
use crate::search::writer::MAX_SEGMENTS;

fn bank(number: usize) -> FoundFile {
    let path = format!("f{number}.toml");
    let id = format!("e{number}");
    entries(&path, &[(&id, &format!("word{number}x"), "answer")])
}

fn finds(index: &Index, question: &str) -> bool {
    let searcher = open(index, &Config::default());
    !ids(&searcher, question).is_empty()
}

#[test]
fn only_what_changed_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = vec![bank(0), bank(1), bank(2)];
    assert_eq!(on_disk(folder.path(), &files).report.indexed, 3);
    assert_eq!(on_disk(folder.path(), &files).report.indexed, 0);

    files[1] = entries("f1.toml", &[("e1", "another", "answer")]);
    files.remove(0);
    let index = on_disk(folder.path(), &files);
    assert_eq!((index.report.indexed, index.report.removed), (1, 1));
    assert_eq!(index.report.passages, 2);
    assert!(finds(&index, "another") && finds(&index, "word2x"));
    assert!(!finds(&index, "word0x") && !finds(&index, "word1x"));
}

#[test]
fn many_edits_do_not_make_many_segments() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..12 {
        let text =
            format!("title = 'T'\n[[entry]]\nid = 'a'\nquestion = 'q{round}z'\nanswer = 'a'\n");
        let index = on_disk(folder.path(), &[bank(1), file("a.toml", &text)]);
        let segments = index.reader.searcher().segment_readers().len();
        assert!(segments <= MAX_SEGMENTS, "{segments}");
        assert!(finds(&index, &format!("q{round}z")) && finds(&index, "word1x"));
        assert_eq!(index.report.passages, 2);
    }
}

#[test]
fn a_file_that_broke_keeps_its_last_good_answers() {
    let folder = tempfile::tempdir().unwrap();
    on_disk(folder.path(), &[bank(0), bank(1)]);
    let index = on_disk(folder.path(), &[file("f0.toml", "title = [[["), bank(1)]);
    assert!(finds(&index, "word0x") && finds(&index, "word1x"));
    assert!(index.report.errors > 0);
    // It is not read again, but it is not forgotten that it is broken.
    let index = on_disk(folder.path(), &[file("f0.toml", "title = [[["), bank(1)]);
    assert_eq!(index.report.indexed, 0);
    assert!(index.report.errors > 0);
}

#[test]
fn while_somebody_writes_the_last_state_is_read() {
    let folder = tempfile::tempdir().unwrap();
    on_disk(folder.path(), &[bank(0)]);
    let lock = Storage::new(folder.path()).lock().unwrap();
    let index = on_disk(folder.path(), &[bank(0), bank(1)]);
    assert!(index.report.behind && index.report.in_memory.is_none());
    assert!(finds(&index, "word0x") && !finds(&index, "word1x"));
    assert!(matches!(
        rebuilt(folder.path(), &[bank(0)]),
        Err(UpdateError::Lock(LockError::Busy))
    ));
    drop(lock);
    assert!(finds(
        &on_disk(folder.path(), &[bank(0), bank(1)]),
        "word1x"
    ));
}

#[test]
fn without_an_index_and_without_the_lock_memory_serves() {
    let folder = tempfile::tempdir().unwrap();
    let _lock = Storage::new(folder.path()).lock().unwrap();
    let index = on_disk(folder.path(), &[bank(0)]);
    let why = index.report.in_memory.as_deref();
    assert_eq!(why, Some("another process is writing the index"));
    assert!(finds(&index, "word0x"));
}

#[test]
fn a_folder_that_cannot_be_made_is_no_reason_to_be_silent() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("taken");
    fs::write(&place, "a file").unwrap();
    let index = on_disk(&place.join("index"), &[bank(0)]);
    assert!(
        index
            .report
            .in_memory
            .is_some_and(|why| why.contains("cannot write the index folder"))
    );
}

#[test]
fn whatever_happens_to_a_file_of_the_index_it_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let files = [bank(0), bank(1)];
    on_disk(folder.path(), &files);
    let current = folder.path().join(format!("v{FORMAT}"));
    let names: Vec<_> = fs::read_dir(&current)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    for name in names {
        for damage in ["truncate", "flip", "delete"] {
            let path = current.join(&name);
            let Ok(mut bytes) = fs::read(&path) else {
                continue;
            };
            match damage {
                "truncate" => fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
                "flip" if !bytes.is_empty() => {
                    let middle = bytes.len() / 2;
                    bytes[middle] ^= 0x55;
                    fs::write(&path, &bytes).unwrap();
                }
                _ => fs::remove_file(&path).unwrap(),
            }
            let index = on_disk(folder.path(), &files);
            assert!(finds(&index, "word0x"), "{damage} {name:?}");
            assert!(index.report.in_memory.is_none(), "{damage} {name:?}");
        }
    }
}

#[test]
fn an_index_of_another_format_is_replaced_and_strangers_files_stay() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("v0")).unwrap();
    fs::write(folder.path().join("v0/meta.json"), "{}").unwrap();
    fs::write(folder.path().join("notes.txt"), "mine").unwrap();
    on_disk(folder.path(), &[bank(0)]);
    assert!(!folder.path().join("v0").exists());
    assert!(folder.path().join("notes.txt").exists());
}
