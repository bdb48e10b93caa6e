//! What goes wrong with the file: every fault is a clear message, nothing that
//! was kept is lost, and nobody waits.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::*;

fn refusal(folder: &Path) -> StoreError {
    Store::open(&config(folder)).unwrap_err()
}

/// The file and its log as they are.
fn contents(folder: &TempDir) -> Vec<(String, Vec<u8>)> {
    let mut names = names(folder);
    names.retain(|name| name.starts_with("faqbot.sqlite") && !name.contains("corrupt"));
    names.retain(|name| !name.ends_with("-shm"));
    let read = |name: String| {
        let bytes = fs::read(folder.path().join(&name)).unwrap();
        (name, bytes)
    };
    names.into_iter().map(read).collect()
}

/// A file as a kill leaves it, with what was kept still in its log.
fn killed() -> TempDir {
    let (before, after) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let store = open(&before);
    keep(&store, [helpful("heat"), not_helpful("heat", None, "why?")]);
    for name in names(&before) {
        fs::copy(before.path().join(&name), after.path().join(&name)).unwrap();
    }
    after
}

/// The store that is opened in place of what lies in `folder`, which is moved
/// aside as it is.
#[track_caller]
fn begins_anew(folder: &TempDir) {
    let before = contents(folder);
    let (store, moved) = Store::open(&config(folder.path())).unwrap();
    let moved = moved.expect("a damaged file");
    assert_eq!(moved.from, file(folder));
    let name = moved.to.file_name().unwrap().to_str().unwrap();
    assert!(name.starts_with("faqbot.sqlite.corrupt-2"), "{name}");
    for (old, bytes) in before {
        let part = old.strip_prefix("faqbot.sqlite").unwrap();
        let now = folder.path().join(format!("{name}{part}"));
        assert_eq!(fs::read(now).unwrap(), bytes, "{old}");
    }
    assert_eq!(store.counts(Some(GUILD)).unwrap(), []);
    keep(&store, [helpful("heat")]);
    drop(store);
    let store = open(folder);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 1, 0)]);
}

#[test]
fn what_is_no_database_is_moved_aside() {
    let folder = TempDir::new().unwrap();
    fs::write(
        file(&folder),
        "no database, but long enough to be one ".repeat(99),
    )
    .unwrap();
    begins_anew(&folder);
    // Twice within a second: the first is not overwritten.
    fs::write(file(&folder), "nor is this").unwrap();
    begins_anew(&folder);
    let corrupt = names(&folder);
    let corrupt = corrupt.iter().filter(|name| name.contains("corrupt"));
    assert_eq!(corrupt.count(), 2);
}

#[test]
fn a_database_with_a_broken_page_is_moved_aside_whole() {
    let folder = TempDir::new().unwrap();
    keep(
        &open(&folder),
        (0..200).map(|_| not_helpful("heat", None, "why? what?")),
    );
    let mut bytes = fs::read(file(&folder)).unwrap();
    for byte in bytes.iter_mut().skip(4096) {
        *byte = !*byte;
    }
    fs::write(file(&folder), bytes).unwrap();
    begins_anew(&folder);
}

#[test]
fn a_database_that_was_cut_short_is_moved_aside_with_its_log() {
    let folder = TempDir::new().unwrap();
    keep(
        &open(&folder),
        (0..200).map(|_| not_helpful("heat", None, "why? what?")),
    );
    let bytes = fs::read(file(&folder)).unwrap();
    fs::write(file(&folder), &bytes[..bytes.len() / 2]).unwrap();
    begins_anew(&folder);

    let folder = killed();
    fs::write(file(&folder), "").unwrap();
    begins_anew(&folder);
}

#[test]
fn of_several_that_find_a_damaged_file_one_moves_it_aside() {
    let folder = TempDir::new().unwrap();
    fs::write(file(&folder), "no database").unwrap();
    let moved = std::thread::scope(|scope| {
        let open = || {
            let (store, moved) = Store::open(&config(folder.path())).unwrap();
            keep(&store, [helpful("heat")]);
            moved
        };
        let threads = [(); 4].map(|()| scope.spawn(open));
        threads.map(|thread| thread.join().unwrap())
    });
    assert_eq!(moved.iter().flatten().count(), 1);
    let store = open(&folder);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 4, 0)]);
}

#[test]
fn the_operator_is_told_where_a_damaged_file_is() {
    let moved = Moved {
        from: "data/faqbot.sqlite".into(),
        to: "data/faqbot.sqlite.corrupt-2026-11-22T08-30-00Z".into(),
    };
    assert_eq!(
        moved.to_string(),
        "`data/faqbot.sqlite` was damaged: it is kept as \
         `data/faqbot.sqlite.corrupt-2026-11-22T08-30-00Z`, and a new one was started"
    );
}

#[test]
fn a_file_of_a_newer_version_is_refused_and_not_touched() {
    let folder = killed();
    let newer = Connection::open(file(&folder)).unwrap();
    newer
        .execute_batch("PRAGMA user_version = 7; CREATE TABLE later (x)")
        .unwrap();
    let killed = TempDir::new().unwrap();
    for name in names(&folder) {
        fs::copy(folder.path().join(&name), killed.path().join(&name)).unwrap();
    }
    drop(newer);
    for folder in [folder, killed] {
        let before = contents(&folder);
        let expected = format!(
            "`{}` was written by a newer faqbot (its format is 7, this one knows up to 3) and was \
             not touched: run that version again, or move the file away to start anew",
            file(&folder).display()
        );
        assert_eq!(refusal(folder.path()).to_string(), expected);
        let mut after = contents(&folder);
        // SQLite may leave an empty log where there was none.
        after.retain(|(name, bytes)| !(name.ends_with("-wal") && bytes.is_empty()));
        assert!(before == after, "it was touched");
    }
}

#[test]
fn a_file_of_the_first_version_is_taken_over_with_all_that_is_in_it() {
    let folder = TempDir::new().unwrap();
    let old = Connection::open(file(&folder)).unwrap();
    old.execute_batch(schema::FIRST_RELEASED).unwrap();
    old.execute_batch(&format!(
        "PRAGMA user_version = 1;
         INSERT INTO rating VALUES ('heat', {GUILD}, '2026-11-16', 2, 2);
         INSERT INTO not_helpful (entry, guild, date, why, question) VALUES
             ('heat', {GUILD}, '2026-11-22', 'outdated', 'Who wins the cup?'),
             ('heat', {GUILD}, '2026-11-22', NULL, NULL);"
    ))
    .unwrap();
    drop(old);
    let store = open(&folder);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 2, 2)]);
    let without = Feedback {
        question: None,
        ..not_helpful("heat", None, "")
    };
    let kept = not_helpful("heat", Some(Why::Outdated), "Who wins the cup?");
    assert_eq!(store.feedback(Some(GUILD)).unwrap(), [kept, without]);
    // It is open now, and known again when it is asked in other signs.
    keep(&store, [missed("who wins the cup")]);
    let ids = [id_of(&store, "who wins the cup")];
    let resolved = store.resolve(Some(GUILD), &ids, Resolution::NotForFaq);
    assert_eq!(resolved.unwrap(), 2);
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), [""; 0]);
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = TempDir::new().unwrap();
    let taken = folder.path().join("data");
    fs::write(&taken, "a file").unwrap();
    let expected = format!("cannot write the data folder `{}`: ", taken.display());
    for path in [&taken, &taken.join("below")] {
        let error = refusal(path);
        assert!(matches!(error, StoreError::Folder { .. }), "{error}");
    }
    let error = refusal(&taken).to_string();
    assert!(error.starts_with(&expected), "{error}");
}

#[test]
fn a_file_that_cannot_be_opened_is_an_error() {
    let folder = TempDir::new().unwrap();
    fs::create_dir(file(&folder)).unwrap();
    let expected = format!(
        "`{}` cannot be written: see who may write the file and its folder",
        file(&folder).display()
    );
    assert_eq!(refusal(folder.path()).to_string(), expected);
}

#[test]
fn a_file_that_may_not_be_written_costs_records_and_can_be_read() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, [helpful("heat")]);
    store
        .database
        .lock()
        .pragma_update(None, "query_only", true)
        .unwrap();
    keep(&store, [helpful("heat")]);
    assert_eq!(store.recorder().dropped(), 1);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 1, 0)]);
    let error = store.forget_guild(GUILD).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly { .. }), "{error}");
}

#[test]
fn after_a_kill_everything_that_was_kept_is_there() {
    let store = open(&killed());
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 1, 1)]);
    assert_eq!(store.feedback(Some(GUILD)).unwrap().len(), 1);
}

#[test]
fn several_stores_and_threads_write_to_one_file() {
    let folder = TempDir::new().unwrap();
    let stores = [open(&folder), open(&folder)];
    std::thread::scope(|scope| {
        for store in stores.iter().chain(&stores) {
            scope.spawn(|| keep(store, (0..100).map(|_| helpful("heat"))));
        }
    });
    for store in &stores {
        assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 400, 0)]);
        assert_eq!(store.recorder().dropped(), 0);
    }
}

#[test]
fn a_giant_question_is_kept_short() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(
        &store,
        [not_helpful("heat", None, &"why? 😀\n\u{0}".repeat(100_000))],
    );
    let kept = store.feedback(Some(GUILD)).unwrap();
    let question = kept[0].question.as_deref().unwrap();
    assert_eq!(question.chars().count(), redact::MAX_CHARS);
}

#[test]
fn a_full_queue_drops_records_without_waiting() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let recorder = store.recorder();
    // The thread takes one batch and then waits for this.
    let held = store.database.lock();
    for _ in 0..10_000 {
        recorder.record(helpful("heat"));
    }
    let dropped = recorder.dropped();
    assert!((5_000..10_000).contains(&dropped), "{dropped}");
    drop(held);
    recorder.flush();
    assert_eq!(recorder.dropped(), dropped);
    let kept = counts("heat", 10_000 - dropped, 0);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [kept]);
}

#[test]
fn a_full_disk_costs_records_and_nothing_else() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, [helpful("heat")]);
    let limit = |pages: i64| {
        let set = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let sql = format!("PRAGMA max_page_count = {pages}");
        store.database.lock().query_row(&sql, (), set).unwrap();
    };
    limit(1);
    let long = "why? ".repeat(60);
    keep(&store, (0..100).map(|_| not_helpful("heat", None, &long)));
    let dropped = store.recorder().dropped();
    assert!(dropped > 0);
    limit(1_000_000);
    keep(&store, [helpful("heat")]);
    let kept = counts("heat", 2, 100 - dropped);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [kept]);
}

#[test]
fn a_file_locked_by_another_program_costs_records_while_it_is() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let other = Connection::open(file(&folder)).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    keep(&store, [helpful("heat")]);
    assert_eq!(store.recorder().dropped(), 1);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), []);
    let expected = format!(
        "`{}` is locked by another program: stop that one and try again",
        file(&folder).display()
    );
    assert_eq!(store.purge(TODAY).unwrap_err().to_string(), expected);
    other.execute_batch("COMMIT").unwrap();
    keep(&store, [helpful("heat")]);
    assert_eq!(store.counts(Some(GUILD)).unwrap(), [counts("heat", 1, 0)]);
}

#[test]
fn what_cannot_be_written_down_is_an_error_and_whoever_asks_does_not_hang() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, [missed("ice?")]);
    let id = store.begin(&edit("knee")).unwrap();
    let question = id_of(&store, "ice?");
    let other = Connection::open(file(&folder)).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let began = Instant::now();
    let refused = [
        store.begin(&edit("hip")).err(),
        store.finish(id).err(),
        store.suggest(&suggestion("heat?")).err(),
        store
            .resolve(Some(GUILD), &[question], Resolution::Added)
            .err(),
        store.left(GUILD, TODAY).err(),
    ];
    let calls = u32::try_from(refused.len()).unwrap();
    for error in refused {
        assert!(
            matches!(error, Some(StoreError::Locked { .. })),
            "{error:?}"
        );
    }
    // Far more than it takes, and far less than a hang.
    assert!(began.elapsed() < Duration::from_secs(10) * calls);
    // Reading goes on meanwhile.
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), ["ice?"]);
    other.execute_batch("COMMIT").unwrap();
    assert!(store.finish(id).unwrap());
    assert_eq!(store.begun().unwrap(), []);
    assert_eq!(store.suggestions(Some(GUILD), TODAY).unwrap(), []);
}

#[test]
fn a_file_that_is_locked_when_it_is_opened_is_an_error() {
    let folder = TempDir::new().unwrap();
    let other = Connection::open(file(&folder)).unwrap();
    other
        .execute_batch("BEGIN EXCLUSIVE; CREATE TABLE other (x)")
        .unwrap();
    let error = refusal(folder.path());
    assert!(matches!(error, StoreError::Locked { .. }), "{error}");
    other.execute_batch("COMMIT").unwrap();
    open(&folder);
}

#[test]
fn a_store_that_is_only_read_is_left_as_it_is() {
    let folder = TempDir::new().unwrap();
    let config = config(folder.path());
    assert!(Store::open_to_read(&config).unwrap().is_none());
    assert_eq!(names(&folder), [""; 0]);

    let store = open(&folder);
    keep(&store, [helpful("heat")]);
    let reader = Store::open_to_read(&config).unwrap().unwrap();
    let expected = [counts("heat", 1, 0)];
    assert_eq!(reader.counts(Some(GUILD)).unwrap(), expected);
    keep(&reader, [helpful("heat")]);
    assert_eq!(reader.counts(Some(GUILD)).unwrap(), expected);
}

#[test]
fn a_store_of_another_version_is_not_read() {
    for (version, message) in [(1, "an older faqbot"), (99, "a newer faqbot")] {
        let folder = TempDir::new().unwrap();
        drop(open(&folder));
        let path = folder.path().join("faqbot.sqlite");
        let connection = rusqlite::Connection::open(&path).unwrap();
        connection
            .pragma_update(None, "user_version", version)
            .unwrap();
        drop(connection);
        let error = Store::open_to_read(&config(folder.path())).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
    }
}
