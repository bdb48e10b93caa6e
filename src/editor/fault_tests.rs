//! Edits from chat when something goes wrong: two at once, a full disk, a history
//! that cannot be kept, a crash. Each leaves every file whole, and says what is.

use std::fs;
use std::thread;

use super::tests::{HOURS, Shop, TEA, TODAY, answer, kim, make};
use super::*;

#[test]
fn of_two_moderators_the_second_is_told_and_loses_nothing_of_the_first() {
    let shop = Shop::new();
    let editor = shop.editor();
    let seen = editor.find("hours", &kim()).unwrap().version;
    let of = |text: &str| answer(&editor, "hours", text);
    let (kims, lees) = (of("From nine to five."), of("On request."));
    let kims = editor
        .propose(kims, None, Some(seen), &kim(), TODAY)
        .unwrap();
    let lees_first = editor
        .propose(lees.clone(), None, Some(seen), &kim(), TODAY)
        .unwrap();
    editor.apply(&kims, &kim(), TODAY).unwrap();
    for refused in [
        editor.apply(&lees_first, &kim(), TODAY).unwrap_err(),
        editor
            .propose(lees, None, Some(seen), &kim(), TODAY)
            .unwrap_err(),
    ] {
        assert!(matches!(refused, EditorError::Changed(_)), "{refused}");
    }
    // Another entry of the file is no obstacle.
    let repairs = editor.find("repairs", &kim()).unwrap().version;
    let change = answer(&editor, "repairs", "A week.");
    let proposal = editor
        .propose(change, None, Some(repairs), &kim(), TODAY)
        .unwrap();
    make(&editor, answer(&editor, "hours", "Always.")).unwrap();
    editor.apply(&proposal, &kim(), TODAY).unwrap();
    let text = shop.text("shop.toml");
    assert!(
        text.contains("A week.") && text.contains("Always."),
        "{text}"
    );
}

#[test]
fn after_a_crash_at_any_step_every_file_is_whole() {
    // What stands on disk when the process dies: the new texts, the journal, and
    // this many files renamed.
    for (in_journal, renamed, expected) in [
        (false, 0, None),
        (true, 0, Some(Recovered::Dropped("rename hours".into()))),
        (true, 1, Some(Recovered::Finished("rename hours".into()))),
        (true, 2, Some(Recovered::Finished("rename hours".into()))),
    ] {
        let shop = Shop::new();
        let after = |text: &str| text.replace("'hours'", "'opening-hours'");
        let config = shop.config();
        let targets = [("shop.toml", HOURS), ("tea.toml", TEA)].map(|(path, text)| Target {
            path: path.into(),
            place: bank::place(&config, path),
            before: text.into(),
            after: after(text),
        });
        disk::prepare(&targets).unwrap();
        if in_journal {
            let files = targets.iter().map(|target| FileEdit {
                path: target.path.clone(),
                before_hash: hash(target.before.as_bytes()),
                after_hash: hash(target.after.as_bytes()),
                patch: String::new(),
            });
            let edit = NewEdit {
                guild: None,
                at: Timestamp::UNIX_EPOCH,
                who: "Kim".into(),
                action: "rename".into(),
                entry: "hours".into(),
                files: files.collect(),
            };
            shop.store.begin(&edit).unwrap();
        }
        for target in &targets[..renamed] {
            fs::rename(target.under_way(), &target.place).unwrap();
        }
        let (_, recovered) = shop.recovered();
        assert_eq!(recovered, Vec::from_iter(expected));
        let texts = (shop.text("shop.toml"), shop.text("tea.toml"));
        let whole = if renamed == 0 {
            (HOURS.into(), TEA.into())
        } else {
            (after(HOURS), after(TEA))
        };
        assert_eq!(texts, whole, "{in_journal} {renamed}");
        assert_eq!(shop.names(), ["chess", "shop.toml", "tea.toml"]);
        assert!(shop.store.begun().unwrap().is_empty());
    }
}

#[test]
fn a_file_that_cannot_be_written_leaves_all_as_it_was() {
    let shop = Shop::new();
    let editor = shop.editor();
    // A folder stands where the new text of the second file would be written.
    fs::create_dir(shop.path("faq/.tea.toml.faqbot-new")).unwrap();
    let (id, to) = ("hours".to_owned(), "opening-hours".to_owned());
    let refused = make(&editor, Change::Rename { id, to }).unwrap_err();
    assert!(
        matches!(&refused, EditorError::Disk { path, .. } if path == "tea.toml"),
        "{refused}"
    );
    assert_eq!(
        (shop.text("shop.toml"), shop.text("tea.toml")),
        (HOURS.into(), TEA.into())
    );
    assert!(editor.history(None, &kim(), 10).unwrap().is_empty());
    assert!(!shop.path("faq/.shop.toml.faqbot-new").exists());
}

/// Where the system has a file that is always full: what is written to the new text
/// of `file` goes there.
#[cfg(target_os = "linux")]
fn fill_the_disk_for(shop: &Shop, file: &str) {
    std::os::unix::fs::symlink("/dev/full", shop.path(file)).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_refuses_an_edit_at_every_step_and_changes_nothing() {
    for full in ["faq/.shop.toml", "faq/.tea.toml", ".golden.toml"] {
        let shop = Shop::new();
        let golden = "[[question]]\nask = 'open'\naccept = ['hours']\n";
        fs::write(shop.path("golden.toml"), golden).unwrap();
        let editor = shop.editor();
        fill_the_disk_for(&shop, &format!("{full}.faqbot-new"));
        let rename = || {
            let (id, to) = ("hours".to_owned(), "opening-hours".to_owned());
            make(&editor, Change::Rename { id, to })
        };
        let refused = rename().unwrap_err().to_string();
        assert!(refused.contains("No space left on device"), "{refused}");
        assert_eq!(
            (shop.text("shop.toml"), shop.text("tea.toml")),
            (HOURS.into(), TEA.into())
        );
        assert_eq!(
            fs::read_to_string(shop.path("golden.toml")).unwrap(),
            golden
        );
        assert_eq!(shop.names(), ["chess", "shop.toml", "tea.toml"]);
        assert!(editor.history(None, &kim(), 10).unwrap().is_empty());
        // With room again, it is made.
        rename().unwrap();
    }
}

#[test]
fn of_editors_in_several_processes_none_undoes_what_another_did() {
    let shop = Shop::new();
    // Each has its own locks, as a process of its own has.
    let editors = [shop.editor(), shop.editor(), shop.editor()];
    let made: Vec<String> = thread::scope(|scope| {
        let threads: Vec<_> = (0..editors.len())
            .map(|number| {
                let editor = &editors[number];
                scope.spawn(move || {
                    let questions = (0..8).map(|turn| format!("way {turn} of editor {number}"));
                    let made = questions.filter(|question| {
                        let (id, question) = ("hours".to_owned(), question.clone());
                        make(editor, Change::AddAlternate { id, question }).is_ok()
                    });
                    made.collect::<Vec<_>>()
                })
            })
            .collect();
        let made = threads.into_iter().map(|thread| thread.join().unwrap());
        made.flatten().collect()
    });
    let draft = shop.editor().find("hours", &kim());
    let mut kept = draft.unwrap().draft.alternates;
    let mut made = made;
    kept.sort();
    made.sort();
    assert_eq!(kept, made);
    assert!(!made.is_empty());
}
