//! The golden set follows the edits, also where servers see different parts of the FAQ.

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

#[test]
fn a_question_that_the_set_asks_already_is_answered_by_one_more() {
    let shop = Shop::new();
    let golden = "[[question]]\nask = 'open today'\naccept = ['brew'] # one\n\n\
        [[question]]\nask = 'who won' # none\n\n\
        [[question]]\nask = 'numb'\nurgent = 'cauda-equina'\n";
    fs::write(shop.path("golden.toml"), golden).unwrap();
    let editor = shop.editor();
    let taught = |question: &str, alternate: &str| {
        let change = Change::AddAlternate {
            id: "hours".to_owned(),
            question: alternate.to_owned(),
        };
        let mut proposal = editor
            .propose(change, None, None, &kim(), TODAY)
            .expect("a new way of asking");
        proposal.golden = Some(question.to_owned());
        editor.apply(&proposal, &kim(), TODAY).unwrap().trouble
    };
    for (question, alternate) in [("open today", "a b"), ("who won", "c d"), ("numb", "e f")] {
        assert_eq!(taught(question, alternate), None);
    }
    assert_eq!(
        fs::read_to_string(shop.path("golden.toml")).unwrap(),
        golden
            .replace("['brew']", "['brew', \"hours\"]")
            .replace("'who won'", "'who won'\naccept = [\"hours\"]")
    );
    fs::write(shop.path("golden.toml"), "[[question]\n").unwrap();
    let trouble = taught("open today", "g h").expect("it is told");
    assert!(trouble.contains("`golden.toml`"), "{trouble}");
    assert!(shop.text("shop.toml").contains("g h"));
}

/// A base, and a club that has its own opening hours.
fn club() -> (Shop, Editor) {
    let shop = Shop::new();
    fs::create_dir(shop.path("faq/base")).unwrap();
    for name in ["shop.toml", "tea.toml"] {
        fs::rename(
            shop.path("faq").join(name),
            shop.path("faq/base").join(name),
        )
        .unwrap();
    }
    let own = "title = 'Chess'\n[[entry]]\nid = 'hours'\nquestion = 'When is the club open?'\nanswer = 'At nine.'\n";
    fs::write(shop.path("faq/chess/own.toml"), own).unwrap();
    let view = Selection::new(vec!["base".into(), "chess".into()], Vec::new());
    let config = Config {
        views: vec![Selection::without(vec!["chess".into()]), view],
        ..shop.config()
    };
    let editor = Editor::open(config, Arc::clone(&shop.store)).unwrap().0;
    (shop, editor)
}

#[test]
fn what_all_see_is_followed_although_a_club_has_an_entry_of_that_name() {
    let (shop, editor) = club();
    let golden = "[[question]]\nask = 'open today'\naccept = ['hours']\n";
    fs::write(shop.path("golden.toml"), golden).unwrap();
    let general = Selection::without(vec!["chess".into()]);
    let keeper = Author {
        scope: general.clone(),
        view: general,
        ..kim()
    };
    let (id, to) = ("hours".to_owned(), "opening".to_owned());
    let proposal = editor.propose(Change::Rename { id, to }, None, None, &keeper, TODAY);
    editor.apply(&proposal.unwrap(), &keeper, TODAY).unwrap();
    let text = fs::read_to_string(shop.path("golden.toml")).unwrap();
    assert_eq!(text, golden.replace("'hours'", "\"opening\""));
    assert!(shop.text("base/tea.toml").contains("related = ['opening']"));
    assert!(shop.text("chess/own.toml").contains("id = 'hours'"));
}

#[test]
fn of_a_clash_in_another_server_nothing_is_told_but_that_it_is_there() {
    let (shop, editor) = club();
    let general = Selection::without(vec!["chess".into()]);
    let keeper = Author {
        scope: general.clone(),
        view: general.clone(),
        ..kim()
    };
    let change = Change::AddAlternate {
        id: "repairs".to_owned(),
        question: "When is the club open?".to_owned(),
    };
    let refused = editor.propose(change, None, None, &keeper, TODAY);
    assert_eq!(
        refused.map(drop).unwrap_err().to_string(),
        "it clashes with an entry that members of another server get; word it so that it \
         differs, or take another id"
    );
    // As a pull may bring it.
    let clashing = shop
        .text("base/tea.toml")
        .replace("How long does tea brew?", "When is the club open?");
    fs::write(shop.path("faq/base/tea.toml"), clashing).unwrap();
    assert_eq!(editor.check(&general, &general, TODAY), []);
}
