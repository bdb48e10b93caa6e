//! The golden set follows the edits.

use std::fs;

use super::tests::*;
use super::*;

#[test]
fn an_accepted_question_is_kept_in_the_golden_set() {
    let shop = Shop::new();
    let editor = shop.editor();
    let question = "are you \"open\" on sundays".to_owned();
    let id = "hours".to_owned();
    let change = Change::AddAlternate {
        id,
        question: question.clone(),
    };
    let mut proposal = editor.propose(change, None, None, &kim(), TODAY).unwrap();
    proposal.golden = Some(question);
    let applied = editor.apply(&proposal, &kim(), TODAY).unwrap();
    let golden = fs::read_to_string(shop.path("golden.toml")).unwrap();
    assert_eq!(
        golden,
        "[[question]]\nask = 'are you \"open\" on sundays'\nkind = \"from-chat\"\naccept = [\"hours\"]\n"
    );
    editor.undo(applied.edit, &kim(), TODAY).unwrap();
    assert!(!shop.path("golden.toml").exists());
    assert_eq!(shop.text("shop.toml"), HOURS);
}

#[test]
fn what_a_removed_entry_alone_answered_leaves_the_golden_set_and_comes_back() {
    let shop = Shop::new();
    let golden = "# Asked in spring.\n[[question]]\nask = 'tea time'\naccept = ['brew', \"hours\"] # two\n\n\
        # Of Ann.\n[[question]]\nask = 'open today'\naccept = [ 'hours' ]\n\n\
        # Not ours.\n[[question]]\nask = 'who won'\n";
    fs::write(shop.path("golden.toml"), golden).unwrap();
    let text = || fs::read_to_string(shop.path("golden.toml")).unwrap();
    let editor = shop.editor();
    let id = "hours".to_owned();
    let proposal = editor.propose(Change::Remove { id }, None, None, &kim(), TODAY);
    let proposal = proposal.unwrap();
    assert_eq!(proposal.dropped, 1);
    let applied = editor.apply(&proposal, &kim(), TODAY).unwrap();
    assert_eq!(
        text(),
        "# Asked in spring.\n[[question]]\nask = 'tea time'\naccept = ['brew'] # two\n\n\
        # Not ours.\n[[question]]\nask = 'who won'\n"
    );
    editor.undo(applied.edit, &kim(), TODAY).unwrap();
    assert_eq!(text(), golden);
}

#[test]
fn a_rename_is_followed_in_the_golden_set_unless_another_file_has_the_id_still() {
    let shop = Shop::new();
    fs::create_dir(shop.path("golden")).unwrap();
    let golden = "# Asked every spring.\n[[question]]\nask = 'open today'\naccept = ['brew', \"hours\"] # one\n";
    fs::write(shop.path("golden/own.toml"), golden).unwrap();
    fs::write(
        shop.path("golden/other.toml"),
        "[[question]]\nask = 'hours'\n",
    )
    .unwrap();
    let text = || fs::read_to_string(shop.path("golden/own.toml")).unwrap();
    let editor = shop.editor();
    let rename = || {
        let (id, to) = ("hours".to_owned(), "opening-hours".to_owned());
        make(&editor, Change::Rename { id, to }).unwrap()
    };
    let applied = rename();
    assert_eq!(text(), golden.replace("\"hours\"", "\"opening-hours\""));
    editor.undo(applied.edit, &kim(), TODAY).unwrap();
    assert_eq!(text(), golden);
}
