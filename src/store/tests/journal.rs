//! What moderators edited: written down before it is done, there after a
//! crash, and seen by those whom it concerns.

use super::*;

/// What the journal says of an edit.
fn written(id: i64, state: EditState, new: NewEdit) -> Edit {
    Edit {
        id,
        guild: new.guild,
        at: new.at,
        who: new.who,
        action: new.action,
        entry: new.entry,
        state,
        files: new.files,
    }
}

fn of_guild(guild: u64, entry: &str) -> NewEdit {
    NewEdit {
        guild: Some(guild),
        ..edit(entry)
    }
}

fn ids(edits: Vec<Edit>) -> Vec<i64> {
    edits.into_iter().map(|edit| edit.id).collect()
}

#[test]
fn an_edit_is_begun_then_done_and_perhaps_undone() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let mut new = edit("knee");
    let second = FileEdit {
        path: "tests/golden/קובץ 🦵🏽.toml".into(),
        before_hash: u64::MAX / 2 + 1,
        after_hash: 3,
        patch: "ünïcödé '; --\r\n\u{0}\t".repeat(500),
    };
    new.files.push(second);
    let id = store.begin(&new).unwrap();
    let is = |state| Some(written(id, state, new.clone()));
    assert_eq!(store.edit(id).unwrap(), is(EditState::Begun));
    assert_eq!(
        store.begun().unwrap(),
        is(EditState::Begun).into_iter().collect::<Vec<_>>()
    );
    assert!(!store.mark_undone(id).unwrap(), "it is not done yet");
    assert!(store.finish(id).unwrap());
    assert!(!store.finish(id).unwrap(), "it is done already");
    assert!(!store.drop_begun(id).unwrap(), "it is done");
    assert_eq!(store.edit(id).unwrap(), is(EditState::Done));
    assert_eq!(store.begun().unwrap(), []);
    assert!(store.mark_undone(id).unwrap());
    assert!(!store.mark_undone(id).unwrap(), "somebody was faster");
    assert_eq!(store.edit(id).unwrap(), is(EditState::Undone));
    assert_eq!(store.edit(id + 1).unwrap(), None);
}

#[test]
fn an_edit_of_which_no_file_was_written_leaves_nothing_and_its_number_is_not_used_again() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let dropped = store.begin(&edit("knee")).unwrap();
    assert!(store.drop_begun(dropped).unwrap());
    assert_eq!(store.edit(dropped).unwrap(), None);
    let files = store.database.read(|connection| {
        connection.query_row("SELECT count(*) FROM edit_file", (), |row| {
            row.get::<_, i64>(0)
        })
    });
    assert_eq!(files.unwrap(), 0);
    assert!(store.begin(&edit("knee")).unwrap() > dropped);
}

#[test]
fn after_a_kill_the_edits_that_were_begun_are_there() {
    let (before, after) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let store = open(&before);
    let done = store.begin(&edit("knee")).unwrap();
    store.finish(done).unwrap();
    let begun = store.begin(&of_guild(GUILD, "hip")).unwrap();
    for name in names(&before) {
        fs::copy(before.path().join(&name), after.path().join(&name)).unwrap();
    }
    let store = open(&after);
    let expected = written(begun, EditState::Begun, of_guild(GUILD, "hip"));
    assert_eq!(store.begun().unwrap(), [expected]);
    assert_eq!(store.edit(done).unwrap().unwrap().state, EditState::Done);
}

#[test]
fn history_is_newest_first_and_no_server_sees_that_of_another() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let begin = |new: NewEdit| store.begin(&new).unwrap();
    let shared = [begin(edit("knee")), begin(edit("hip"))];
    let own = [begin(of_guild(1, "knee")), begin(of_guild(1, "hip"))];
    let other = begin(of_guild(2, "knee"));
    let history = |of, entry, limit| ids(store.history(of, entry, limit).unwrap());
    assert_eq!(
        history(EditsOf::Everyone, None, usize::MAX),
        [other, own[1], own[0], shared[1], shared[0]]
    );
    assert_eq!(history(EditsOf::Everyone, Some("knee"), 2), [other, own[0]]);
    assert_eq!(history(EditsOf::Shared, None, 9), [shared[1], shared[0]]);
    assert_eq!(history(EditsOf::Guild(1), None, 9), [own[1], own[0]]);
    assert_eq!(history(EditsOf::Guild(1), Some("hip"), 9), [own[1]]);
    assert_eq!(history(EditsOf::Guild(2), Some("hip"), 9), [0; 0]);
    assert_eq!(history(EditsOf::Guild(1), None, 0), [0; 0]);
}

#[test]
fn history_is_not_purged_and_goes_with_its_server() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let shared = store.begin(&edit("knee")).unwrap();
    store.begin(&of_guild(GUILD, "of the server")).unwrap();
    store.purge(Date::MAX).unwrap();
    assert_eq!(store.begun().unwrap().len(), 2);
    store.forget_guild(GUILD).unwrap();
    assert_eq!(ids(store.begun().unwrap()), [shared]);
    assert!(!bytes(&folder).contains("of the server"));
}

#[test]
fn what_was_begun_is_on_the_disk_and_records_are_as_quick_as_before() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let synchronous = || {
        let ask = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
        let read =
            |connection: &rusqlite::Connection| connection.query_row("PRAGMA synchronous", (), ask);
        store.database.read(read).unwrap()
    };
    let (normal, full) = (1, 2);
    assert_eq!(synchronous(), normal);
    let during = store.database.write_through(|transaction| {
        transaction.query_row("PRAGMA synchronous", (), |row| row.get::<_, i64>(0))
    });
    assert_eq!(during.unwrap(), full);
    assert_eq!(synchronous(), normal);
    let failed = store
        .database
        .write_through(|transaction| transaction.execute("no such thing", ()));
    assert!(failed.is_err());
    assert_eq!(synchronous(), normal);
}

#[test]
fn the_names_of_states_in_the_file_stay_as_they_are() {
    let names = [EditState::Begun, EditState::Done, EditState::Undone].map(EditState::name);
    assert_eq!(names, ["begun", "done", "undone"]);
}

#[test]
fn an_edit_that_cannot_be_written_down_is_refused_and_leaves_nothing() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let id = store.begin(&edit("knee")).unwrap();
    let set = |name: &str, value: i64| {
        let sql = format!("PRAGMA {name} = {value}");
        store.database.lock().execute_batch(&sql).unwrap();
    };
    let mut giant = edit("hip");
    giant.files[0].patch = "+ice\n".repeat(100_000);
    set("max_page_count", 1);
    let error = store.begin(&giant).unwrap_err();
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    set("max_page_count", 1_000_000);
    set("query_only", 1);
    for error in [store.begin(&giant).err(), store.finish(id).err()] {
        assert!(
            matches!(error, Some(StoreError::ReadOnly { .. })),
            "{error:?}"
        );
    }
    set("query_only", 0);
    assert_eq!(ids(store.begun().unwrap()), [id]);
    assert!(store.begin(&giant).unwrap() > id);
}

#[test]
fn a_name_that_was_taken_off_an_entry_is_taken_out_of_the_history_too() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let by = |name: &str| {
        let mut new = edit("knee");
        new.files[0].patch = format!("+by = \"{name}\"\n+answer = \"Ice.\"\n");
        new
    };
    let [ann, bob, begun] =
        ["Ann Unforgettable", "Bob", "Ann begun"].map(|name| store.begin(&by(name)).unwrap());
    for id in [ann, bob] {
        store.finish(id).unwrap();
    }
    let without = |_: &str, patch: &str| {
        let lines = patch.lines().filter(|line| !line.contains("Ann"));
        patch.contains("Ann").then(|| lines.collect::<String>())
    };
    assert_eq!(store.rewrite_patches(without).unwrap(), 1);
    let patch = |id| store.edit(id).unwrap().unwrap().files.remove(0).patch;
    assert_eq!(patch(ann), "+answer = \"Ice.\"");
    assert_eq!(patch(bob), by("Bob").files[0].patch);
    assert_eq!(patch(begun), by("Ann begun").files[0].patch);
    assert!(!bytes(&folder).contains("Ann Unforgettable"));
    store.finish(begun).unwrap();
    assert_eq!(store.rewrite_patches(without).unwrap(), 1);
}
