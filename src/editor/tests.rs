//! Edits from chat as stories: what is written, what is refused, what is undone.
//! What goes wrong meanwhile is in `fault_tests`.

use std::fs;
use std::path::Path;

use jiff::civil::date;
use tempfile::TempDir;

use super::*;
use crate::content::entry::SourceRef;
use crate::store;

pub const HOURS: &str = "# Opening hours; ask Kim before changing.\ntitle = 'The shop'\n\n\
    [[entry]]\nid = 'hours' # printed on posters\nquestion = 'When is the shop open?'\n\
    answer = 'From ten to six.'\n\n\
    [[entry]]\nid = 'repairs'\nquestion = 'How long does a repair take?'\nanswer = 'Two days.'\n\
    related = ['hours']\n";

pub const TEA: &str = "title = 'Tea'\n[[entry]]\nid = 'brew'\nquestion = 'How long does tea brew?'\n\
    answer = 'Three minutes.'\nrelated = ['hours']\n";

pub const TODAY: Date = date(2026, 11, 22);

pub struct Shop {
    pub folder: TempDir,
    pub store: Arc<Store>,
}

impl Shop {
    pub fn new() -> Shop {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("faq/chess")).unwrap();
        fs::write(folder.path().join("faq/shop.toml"), HOURS).unwrap();
        fs::write(folder.path().join("faq/tea.toml"), TEA).unwrap();
        let config = store::Config {
            folder: folder.path().join("data"),
            ..store::Config::default()
        };
        let store = Arc::new(Store::open(&config).unwrap().0);
        Shop { folder, store }
    }

    pub fn config(&self) -> Config {
        Config {
            faq: self.path("faq"),
            views: vec![Selection::default()],
            golden: vec![self.path("golden.toml"), self.path("golden")],
            ..Config::default()
        }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn editor(&self) -> Editor {
        self.recovered().0
    }

    pub fn recovered(&self) -> (Editor, Vec<Recovered>) {
        Editor::open(self.config(), Arc::clone(&self.store)).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path("faq").join(name)).unwrap()
    }

    /// All files of the FAQ folder.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.path("faq"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

pub fn kim() -> Author {
    Author {
        name: "Kim".into(),
        guild: None,
        own: Selection::nothing(),
        scope: Selection::default(),
        view: Selection::default(),
    }
}

pub fn answer(editor: &Editor, id: &str, text: &str) -> Change {
    let mut draft = editor.find(id, &kim()).unwrap().draft;
    draft.answer = text.into();
    Change::Edit {
        id: id.into(),
        draft,
    }
}

pub fn make(editor: &Editor, change: Change) -> Result<Applied> {
    let proposal = editor.propose(change, None, None, &kim(), TODAY)?;
    editor.apply(&proposal, &kim(), TODAY)
}

#[test]
fn an_edit_is_written_with_its_comments_and_undone_also_after_a_restart() {
    let shop = Shop::new();
    let editor = shop.editor();
    let change = answer(&editor, "hours", "From nine to five.");
    let proposal = editor.propose(change, None, None, &kim(), TODAY).unwrap();
    assert_eq!(proposal.before.as_ref().unwrap().answer, "From ten to six.");
    assert_eq!(
        proposal.after.as_ref().unwrap().answer,
        "From nine to five."
    );
    assert_eq!(shop.text("shop.toml"), HOURS, "nothing is written yet");

    let applied = editor.apply(&proposal, &kim(), TODAY).unwrap();
    assert_eq!(applied.trouble, None);
    let expected = HOURS.replace("From ten to six.", "From nine to five.");
    assert_eq!(shop.text("shop.toml"), expected);
    assert_eq!(shop.names(), ["chess", "shop.toml", "tea.toml"]);
    let history = editor.history(Some("hours"), &kim(), 10).unwrap();
    assert_eq!(
        (history[0].who.as_str(), history[0].action.as_str()),
        ("Kim", "edit")
    );
    assert!(
        history[0].files[0]
            .patch
            .contains("-answer = 'From ten to six.'")
    );

    let editor = shop.editor();
    editor.undo(applied.edit, &kim(), TODAY).unwrap();
    assert_eq!(shop.text("shop.toml"), HOURS);
    let again = editor.undo(applied.edit, &kim(), TODAY).unwrap_err();
    assert!(matches!(again, EditorError::NothingToUndo), "{again}");
    let actions: Vec<_> = editor.history(None, &kim(), 10).unwrap();
    let actions: Vec<_> = actions.iter().map(|edit| edit.action.as_str()).collect();
    assert_eq!(actions, ["undo", "edit"]);
}

#[test]
fn an_edit_is_undone_although_other_lines_have_changed_since() {
    let shop = Shop::new();
    let editor = shop.editor();
    let first = make(&editor, answer(&editor, "hours", "From nine to five.")).unwrap();
    make(&editor, answer(&editor, "repairs", "A week.")).unwrap();
    editor.undo(first.edit, &kim(), TODAY).unwrap();
    assert_eq!(
        shop.text("shop.toml"),
        HOURS.replace("Two days.", "A week.")
    );

    let second = make(&editor, answer(&editor, "hours", "Never.")).unwrap();
    make(&editor, answer(&editor, "hours", "Always.")).unwrap();
    let refused = editor.undo(second.edit, &kim(), TODAY).unwrap_err();
    assert!(matches!(refused, EditorError::NotUndoable(_)), "{refused}");
}

#[test]
fn what_is_removed_comes_back_with_its_comments() {
    let shop = Shop::new();
    let editor = shop.editor();
    let id = "brew".to_owned();
    let removed = make(&editor, Change::Remove { id }).unwrap();
    assert!(!shop.text("tea.toml").contains("brew"));
    editor.undo(removed.edit, &kim(), TODAY).unwrap();
    assert_eq!(shop.text("tea.toml"), TEA);
}

#[test]
fn a_rename_is_followed_in_every_file_and_undone_in_every_file() {
    let shop = Shop::new();
    let editor = shop.editor();
    let (id, to) = ("hours".to_owned(), "opening-hours".to_owned());
    let renamed = make(&editor, Change::Rename { id, to }).unwrap();
    let new = |text: &str| text.replace("'hours'", "'opening-hours'");
    assert_eq!(shop.text("shop.toml"), new(HOURS));
    assert_eq!(shop.text("tea.toml"), new(TEA));
    editor.undo(renamed.edit, &kim(), TODAY).unwrap();
    assert_eq!(
        (shop.text("shop.toml"), shop.text("tea.toml")),
        (HOURS.into(), TEA.into())
    );
}

#[test]
fn what_would_break_the_faq_is_refused_before_anything_is_written() {
    let shop = Shop::new();
    let editor = shop.editor();
    let draft = Draft {
        question: "What is new?".into(),
        answer: "This.".into(),
        ..Draft::default()
    };
    for (change, expected) in [
        (
            Change::Add {
                id: "brew".into(),
                draft: draft.clone(),
            },
            "there is an entry `brew` already: choose another id",
        ),
        (
            Change::Remove { id: "none".into() },
            "there is no entry `none` that you can edit",
        ),
        (
            Change::Rename {
                id: "brew".into(),
                to: "hours".into(),
            },
            "there is an entry `hours` already: choose another id",
        ),
    ] {
        let refused = editor
            .propose(change, None, None, &kim(), TODAY)
            .unwrap_err();
        assert_eq!(refused.to_string(), expected);
    }
    assert!(
        editor
            .propose(
                Change::Add {
                    id: "Bad Id!".into(),
                    draft
                },
                None,
                None,
                &kim(),
                TODAY
            )
            .is_err()
    );
    assert_eq!(
        (shop.text("shop.toml"), shop.text("tea.toml")),
        (HOURS.into(), TEA.into())
    );
}

#[test]
fn a_server_edits_its_own_files_only() {
    let shop = Shop::new();
    let editor = shop.editor();
    let scope = Selection::new(vec!["chess".into()], Vec::new());
    let club = Author {
        name: "Lee".into(),
        guild: Some(7),
        own: scope.clone(),
        scope: scope.clone(),
        view: scope.clone(),
    };
    let base = Author {
        guild: Some(1),
        scope: Selection::without(vec!["chess".into()]),
        ..kim()
    };
    let hidden = editor.find("hours", &club);
    assert!(matches!(hidden, Err(EditorError::Unknown(_))));
    let reader = Author {
        view: Selection::default(),
        ..club.clone()
    };
    let shared = editor.find("hours", &reader);
    assert!(matches!(shared, Err(EditorError::Shared(_))));
    assert_eq!(editor.files(&scope), [""; 0]);
    let refused = editor.propose(answer(&editor, "hours", "Never."), None, None, &club, TODAY);
    assert!(matches!(refused, Err(EditorError::Unknown(_))));
    let draft = Draft {
        question: "When do we play chess?".into(),
        answer: "On Fridays.".into(),
        ..Draft::default()
    };
    let add = |id: &str| Change::Add {
        id: id.into(),
        draft: draft.clone(),
    };
    let elsewhere = editor.propose(add("chess"), Some("shop.toml"), None, &club, TODAY);
    assert!(matches!(elsewhere, Err(EditorError::NoFile(_))));
    for path in [
        "chess/../shop.toml",
        "chess/../new.toml",
        "chess/.hidden.toml",
        "chess//a.toml",
    ] {
        let refused = editor.propose(add("chess"), Some(path), None, &club, TODAY);
        assert!(matches!(refused, Err(EditorError::NoFile(_))), "{path}");
    }
    for path in [
        "../out.toml",
        "/tmp/out.toml",
        "./urgent.toml",
        "urgent.toml",
        "notes.txt",
    ] {
        let refused = editor.propose(add("chess"), Some(path), None, &kim(), TODAY);
        assert!(matches!(refused, Err(EditorError::NoFile(_))), "{path}");
    }
    let proposal = editor
        .propose(add("chess"), None, None, &club, TODAY)
        .unwrap();
    let applied = editor.apply(&proposal, &club, TODAY).unwrap();
    assert!(
        shop.text("chess/from-chat.toml")
            .starts_with("title = \"From chat\"\n")
    );
    assert!(editor.history(None, &base, 10).unwrap().is_empty());
    let not_theirs = editor.undo(applied.edit, &base, TODAY).unwrap_err();
    assert!(
        matches!(not_theirs, EditorError::NothingToUndo),
        "{not_theirs}"
    );
    editor.undo(applied.edit, &club, TODAY).unwrap();
    assert!(!shop.path("faq/chess/from-chat.toml").exists());
}

#[test]
fn a_link_stays_a_link() {
    #[cfg(unix)]
    {
        let shop = Shop::new();
        let faq = shop.path("faq");
        fs::rename(faq.join("tea.toml"), faq.join("chess/.tea")).unwrap();
        std::os::unix::fs::symlink(Path::new("chess/.tea"), faq.join("tea.toml")).unwrap();
        let editor = shop.editor();
        make(&editor, answer(&editor, "brew", "Four minutes.")).unwrap();
        assert!(faq.join("tea.toml").is_symlink());
        assert!(shop.text("chess/.tea").contains("Four minutes."));
    }
}

#[test]
fn a_name_comes_off_every_entry_and_out_of_the_history() {
    let shop = Shop::new();
    let editor = shop.editor();
    let name = |title: &str| SourceRef {
        title: title.to_owned(),
        url: None,
    };
    for id in ["hours", "brew"] {
        let mut draft = editor.find(id, &kim()).unwrap().draft;
        draft.sources = vec![name("Ada O'Neil"), name("The poster")];
        let id = id.to_owned();
        make(&editor, Change::Edit { id, draft }).unwrap();
    }
    let kept = || {
        let edits = editor.history(None, &kim(), 10).unwrap().into_iter();
        let files = edits.flat_map(|edit| edit.files);
        files.map(|file| file.patch).collect::<String>()
    };
    assert!(kept().contains("O'Neil"));
    assert_eq!(editor.named("Ada O'Neil", &kim()), ["hours", "brew"]);

    let forgotten = editor.forget_name("Ada O'Neil", &kim(), TODAY).unwrap();
    let edit = forgotten.applied.as_ref().unwrap().edit;
    assert_eq!((forgotten.in_history, forgotten.left), (Some(4), vec![]));
    for file in ["shop.toml", "tea.toml"] {
        let text = shop.text(file);
        assert!(
            text.contains("The poster") && !text.contains("O'Neil"),
            "{text}"
        );
    }
    assert!(!kept().contains("O'Neil"), "{}", kept());
    let undone = editor.undo(edit, &kim(), TODAY).unwrap_err();
    assert!(matches!(undone, EditorError::NothingToUndo), "{undone}");

    // Asked for again, there is nothing left to do.
    let again = editor.forget_name("Ada O'Neil", &kim(), TODAY).unwrap();
    assert_eq!((again.applied, again.in_history), (None, Some(0)));
}

#[test]
fn a_name_among_the_sources_of_a_whole_file_is_pointed_to() {
    let shop = Shop::new();
    let text = format!("sources = [{{ title = \"Ada\" }}]\n{TEA}");
    fs::write(shop.path("faq/tea.toml"), text).unwrap();
    let editor = shop.editor();
    let forgotten = editor.forget_name("Ada", &kim(), TODAY).unwrap();
    assert_eq!(forgotten.left, ["tea.toml"]);
}

#[test]
fn of_two_files_with_an_id_the_one_that_members_see_is_edited() {
    let shop = Shop::new();
    let own = "title = 'Chess'\n[[entry]]\nid = 'hours'\nquestion = 'When is the club open?'\n\
               answer = 'Chess from seven.'\n";
    fs::write(shop.path("faq/chess/own.toml"), own).unwrap();
    fs::remove_file(shop.path("faq/tea.toml")).unwrap();
    let club = Selection::new(vec!["shop.toml".into(), "chess".into()], Vec::new());
    let mut config = shop.config();
    config.views = vec![club.clone()];
    let editor = Editor::open(config, Arc::clone(&shop.store)).unwrap().0;
    let lee = Author {
        guild: Some(7),
        own: Selection::new(vec!["chess".into()], Vec::new()),
        scope: club,
        ..kim()
    };
    let found = editor.find("hours", &lee).unwrap();
    assert_eq!(
        (found.file.as_str(), found.draft.answer.as_str()),
        ("chess/own.toml", "Chess from seven.")
    );
    let change = Change::AddAlternate {
        id: "hours".into(),
        question: "club evening".into(),
    };
    let proposal = editor.propose(change, None, None, &lee, TODAY).unwrap();
    editor.apply(&proposal, &lee, TODAY).unwrap();
    assert!(shop.text("chess/own.toml").contains("club evening"));
    assert_eq!(shop.text("shop.toml"), HOURS);
    // What it takes the place of stays as it is, also where others name it.
    let (id, to) = ("hours".to_owned(), "evening".to_owned());
    let proposal = editor
        .propose(Change::Rename { id, to }, None, None, &lee, TODAY)
        .unwrap();
    editor.apply(&proposal, &lee, TODAY).unwrap();
    assert_eq!(shop.text("shop.toml"), HOURS);

    // The server's own edits go with it, those of the base stay.
    let change = answer(&editor, "repairs", "A week.");
    let shared = editor.propose(change, None, None, &lee, TODAY).unwrap();
    editor.apply(&shared, &lee, TODAY).unwrap();
    shop.store.forget_guild(7).unwrap();
    let left = editor.history(None, &lee, 9).unwrap();
    let left: Vec<_> = left.iter().map(|edit| edit.entry.as_str()).collect();
    assert_eq!(left, ["repairs"]);
}
