//! Edits from chat that something comes between: another program that writes the same
//! file, a process that is killed, a file that cannot be written. Nothing is lost, the
//! moderator is told, and members are answered.

use std::fs;

use rusqlite::Connection;
use snapbox::str;

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

fn tea_file(t: &Bot) -> String {
    fs::read_to_string(t.project().path("faq/tea.toml")).expect("a file")
}

/// What ann is told about a question.
async fn answer(t: &Bot, question: &str) -> String {
    let ann = t.user("ann");
    ann.says("#help", &format!("<@bot> {question}")).await;
    t.next_reply("#help").await.1
}

/// A change of `brew` that waits for its confirmation.
async fn proposes(t: &Bot, text: &str) {
    let mo = t.moderator("mo");
    mo.runs("/faq-admin edit entry:brew").await;
    t.next_form("mo").await;
    mo.submits(&[("Answer", text)]).await;
    t.next_private("mo").await;
}

#[tokio::test]
async fn what_another_program_wrote_since_is_kept_and_so_is_the_moderators_text() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            proposes(t, "Four minutes.").await;
            t.project()
                .edit("faq/tea.toml", "Three minutes.", "Two minutes.");
            mo.clicks("Confirm").await;
            t.expect_private_edit("mo", str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
Nothing was changed: \`brew\` was changed in the meantime: look at it as it is now, and make your change again.
[embed #5b6ac4]
# What you wrote
```diff
Question: How long does tea brew?
Answer:
Four minutes.
```
[end]
[Edit again]
"#]]).await;
            assert_eq!(tea_file(t), LITTLE_TEA.replace("Three", "Two"));
            mo.clicks("Edit again").await;
            t.next_form("mo").await;
            assert_eq!(t.form_text("mo", "Answer"), "Four minutes.");
            mo.submits(&[("Answer", "Two to four minutes.")]).await;
            t.expect_private("mo", str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
[embed #5b6ac4]
# Change brew?
```diff
 Question: How long does tea brew?
 Answer:
-Two minutes.
+Two to four minutes.
```
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]]).await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            let merged = LITTLE_TEA.replace("Three minutes.", "Two to four minutes.");
            assert_eq!(tea_file(t), merged);
            let shown = answer(t, "how long does tea brew?").await;
            assert!(shown.contains("Two to four minutes."), "{shown}");
        })
        .await;
}

#[tokio::test]
async fn what_another_program_wrote_elsewhere_in_the_file_is_no_obstacle() {
    tea()
        .run(async |t| {
            proposes(t, "Four minutes.").await;
            t.project().edit(
                "faq/tea.toml",
                "title = \"Tea\"\n",
                "# By Ann.\ntitle = \"Tea\"\n",
            );
            t.project()
                .edit("faq/tea.toml", "Twice a day.", "Once a day.");
            t.moderator("mo").clicks("Confirm").await;
            t.next_private_edit("mo").await;
            let both = LITTLE_TEA
                .replace("title", "# By Ann.\ntitle")
                .replace("Twice", "Once")
                .replace("Three", "Four");
            assert_eq!(tea_file(t), both);
        })
        .await;
}

#[tokio::test]
async fn of_an_entry_that_is_gone_since_the_text_is_shown() {
    tea()
        .run(async |t| {
            proposes(t, "Four minutes.").await;
            let (first, _) = LITTLE_TEA.split_once("[[entry]]").expect("an entry");
            let (_, second) = LITTLE_TEA.rsplit_once("[[entry]]").expect("an entry");
            let left = format!("{first}[[entry]]{second}");
            t.project().write("faq/tea.toml", &left);
            let mo = t.moderator("mo");
            mo.clicks("Confirm").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
Nothing was changed: there is no entry \`brew\` that you can edit.
[embed #5b6ac4]
# What you wrote
```diff
Question: How long does tea brew?
Answer:
Four minutes.
```
[end]
[Edit again]
"#]],
            )
            .await;
            mo.clicks("Edit again").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo [Edit again] (only mo sees this)
Nothing was changed: there is no entry \`brew\` that you can edit.
"#]],
            )
            .await;
            assert_eq!(tea_file(t), left);
        })
        .await;
}

#[tokio::test]
async fn a_bot_that_is_killed_before_a_change_is_confirmed_has_changed_nothing() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            proposes(t, "Four minutes.").await;
            t.is_killed().await;
            t.starts_again().await;
            mo.clicks("Confirm").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo [Confirm] (only mo sees this)
I have forgotten this change, since I was restarted or it is long ago. Nothing was changed: please begin again.
"#]]).await;
            assert_eq!(tea_file(t), LITTLE_TEA);
            mo.runs("/faq-admin history").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo /faq-admin history (only mo sees this)
Nothing was edited from chat yet.
"#]]).await;
        })
        .await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_bot_that_is_killed_while_it_writes_has_changed_nothing() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            proposes(t, "Four minutes.").await;
            // A pipe that nobody reads: the bot stands still where it writes the new text.
            let beside = t.project().path("faq/.tea.toml.faqbot-new");
            let made = std::process::Command::new("mkfifo").arg(&beside).status();
            assert!(made.is_ok_and(|status| status.success()));
            let before = t.count("/callback");
            mo.clicks("Confirm").await;
            // It asks for more time, as it is not done.
            t.requested("/callback", before + 1).await;
            let shown = answer(t, "how long does tea brew?").await;
            assert!(shown.contains("Three minutes."), "{shown}");
            t.is_killed().await;
            t.starts_again().await;
            assert!(!beside.exists(), "what was left is cleared away");
            assert_eq!(tea_file(t), LITTLE_TEA);
            mo.runs("/faq-admin history").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin history (only mo sees this)
Nothing was edited from chat yet.
"#]],
            )
            .await;
            proposes(t, "Five minutes.").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert_eq!(tea_file(t), LITTLE_TEA.replace("Three", "Five"));
        })
        .await;
}

#[tokio::test]
async fn a_bot_that_is_killed_after_an_edit_has_it_in_the_file_and_in_the_history() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            proposes(t, "Four minutes.").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            t.is_killed().await;
            // As it stands when the process dies before it has noted that it is done.
            let journal = Connection::open(t.project().path("data/faqbot.sqlite"));
            let begun = journal.and_then(|journal| {
                let begun = journal.execute("UPDATE edit SET state = 'begun'", []);
                begun.and_then(|edits| journal.close().map_err(|(_, error)| error).map(|()| edits))
            });
            assert_eq!(begun, Ok(1));
            t.starts_again().await;
            t.expect_log("the edit `edit brew` was cut off, and is finished")
                .await;
            let shown = answer(t, "how long does tea brew?").await;
            assert!(shown.contains("Four minutes."), "{shown}");
            mo.runs("/faq-admin history").await;
            let (_, told) = t.next_private("mo").await;
            assert!(told.contains("UTC, mo: edit `brew`"), "{told}");
            // The button of before works still.
            mo.clicks("Undo").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo [Undo] (only mo sees this)
`brew` is as it was before edit 1. Members see it now.
[Undo]
"#]],
            )
            .await;
            assert_eq!(tea_file(t), LITTLE_TEA);
        })
        .await;
}

#[tokio::test]
async fn a_file_that_may_not_be_written_stays_and_the_moderator_is_told() {
    tea()
        .run(async |t| {
            let path = t.project().path("faq/tea.toml");
            let before = fs::metadata(&path).expect("a file").permissions();
            let mut read_only = before.clone();
            read_only.set_readonly(true);
            fs::set_permissions(&path, read_only).expect("a file");
            let mo = t.moderator("mo");
            proposes(t, "Four minutes.").await;
            mo.clicks("Confirm").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
Nothing was changed: cannot write \`tea.toml\`: the file is read-only.
[embed #5b6ac4]
# What you wrote
```diff
Question: How long does tea brew?
Answer:
Four minutes.
```
[end]
[Edit again]
"#]],
            )
            .await;
            assert_eq!(tea_file(t), LITTLE_TEA);
            let shown = answer(t, "how long does tea brew?").await;
            assert!(shown.contains("Three minutes."), "{shown}");
            fs::set_permissions(&path, before).expect("a file");
            mo.clicks("Edit again").await;
            t.next_form("mo").await;
            mo.submits(&[]).await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert_eq!(tea_file(t), LITTLE_TEA.replace("Three", "Four"));
        })
        .await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn on_a_full_disk_nothing_is_changed_and_the_moderator_is_told() {
    tea()
        .run(async |t| {
            let beside = t.project().path("faq/.tea.toml.faqbot-new");
            std::os::unix::fs::symlink("/dev/full", beside).expect("a link");
            let mo = t.moderator("mo");
            mo.runs("/faq-admin remove entry:brew").await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin remove (only mo sees this)
Nothing was changed: cannot write \`tea.toml\`: No space left on device (os error 28).
"#]],
            )
            .await;
            assert_eq!(tea_file(t), LITTLE_TEA);
            let shown = answer(t, "how long does tea brew?").await;
            assert!(shown.contains("Three minutes."), "{shown}");
        })
        .await;
}
