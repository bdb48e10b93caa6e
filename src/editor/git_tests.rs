//! Edits as commits. They need a `git` on the machine.

use super::tests::{Shop, TODAY, answer, kim};
use super::*;

/// What `git` says in the FAQ folder.
fn git_in(shop: &Shop, arguments: &[&str]) -> String {
    let mut git = std::process::Command::new("git");
    let output = git.arg("-C").arg(shop.path("faq")).args(arguments).output();
    String::from_utf8(output.unwrap().stdout).unwrap()
}

#[test]
fn an_edit_is_a_commit_of_the_moderator_and_a_failed_push_loses_nothing() {
    let shop = Shop::new();
    // The golden set lies beside the repository, and is not committed.
    let git = |arguments: &[&str]| git_in(&shop, arguments);
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&[
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@x",
        "commit",
        "-q",
        "-m",
        "start",
    ]);
    let mut config = shop.config();
    config.git = GitConfig {
        enabled: true,
        push: true,
    };
    let editor = Editor::open(config, Arc::clone(&shop.store)).unwrap().0;
    let change = answer(&editor, "hours", "Never.");
    let mut proposal = editor.propose(change, None, None, &kim(), TODAY).unwrap();
    proposal.golden = Some("are you ever open".to_owned());
    let applied = editor.apply(&proposal, &kim(), TODAY).unwrap();
    assert_eq!(applied.trouble, None);
    assert!(editor.push().unwrap().starts_with("`git` refused: "));
    assert!(shop.text("shop.toml").contains("Never."));
    assert_eq!(git(&["log", "-1", "--format=%an %s"]), "Kim edit hours\n");
    assert_eq!(git(&["status", "--porcelain", "."]), "");
}

#[cfg(unix)]
#[test]
fn a_new_file_is_committed_also_where_the_folder_is_a_link() {
    let shop = Shop::new();
    let git = |arguments: &[&str]| git_in(&shop, arguments);
    git(&["init", "--quiet"]);
    std::os::unix::fs::symlink(shop.path("faq"), shop.path("link")).unwrap();
    let mut config = shop.config();
    config.faq = shop.path("link");
    config.git.enabled = true;
    let editor = Editor::open(config, Arc::clone(&shop.store)).unwrap().0;
    let change = Change::Add {
        id: "clubs".into(),
        draft: Draft {
            question: "Are there clubs?".into(),
            answer: "Two.".into(),
            ..Draft::default()
        },
    };
    let proposal = editor
        .propose(change, Some("chess/clubs.toml"), None, &kim(), TODAY)
        .unwrap();
    let applied = editor.apply(&proposal, &kim(), TODAY).unwrap();
    assert_eq!(applied.trouble, None);
    assert_eq!(
        git(&["show", "--format=%s", "--name-only"]),
        "add clubs\n\nchess/clubs.toml\n"
    );
}
