//! Moderators of several servers edit from chat: each finds, changes and takes away
//! what is the server's own, and nothing of another's, whatever they forge.

use std::io::{Cursor, Read};

use snapbox::str;

use crate::support::discord::{Actor, Bot, BotTest};

/// `Test Server` and `Other`, as the stand-in for Discord numbers them.
const CHESS: u64 = 1_000 << 22;
const GO: u64 = 1_001 << 22;

const BASE: &str = "title = 'All clubs'\n\
    [[entry]]\nid = 'hours'\nquestion = 'When is the club open?'\nanswer = 'At seven.'\n\
    [[entry]]\nid = 'fee'\nquestion = 'What is the fee?'\nanswer = 'Nothing at all.'\n";
const OF_CHESS: &str = "title = 'Chess'\n\
    [[entry]]\nid = 'hours'\nquestion = 'When is the club open?'\nanswer = 'At nine.'\n\
    [[entry]]\nid = 'clock'\nquestion = 'Who brings the clock?'\nanswer = 'The youngest.'\n";
const OF_GO: &str = "title = 'Go'\n\
    [[entry]]\nid = 'stones'\nquestion = 'Where are the stones?'\nanswer = 'Upstairs.'\n";

/// The servers of two clubs with a base and their own entries; `general` is set for
/// both.
fn clubs(general: &str) -> BotTest {
    BotTest::new()
        .faq("shared/base.toml", BASE)
        .faq("chess/own.toml", OF_CHESS)
        .faq("go/own.toml", OF_GO)
        .guild("Other")
        .settings(&format!(
            "{general}\n[guilds.{CHESS}]\nfolders = ['shared', 'chess']\n\
             [guilds.{GO}]\nfolders = ['shared', 'go']\n"
        ))
}

/// A moderator of the chess club, who is in the Go club too, and one of the Go club.
fn moderators(t: &Bot) -> (Actor<'_>, Actor<'_>) {
    (t.moderator("mo"), t.moderator_of("Other", "gil"))
}

fn file(t: &Bot, name: &str) -> String {
    std::fs::read_to_string(t.project().path(&format!("faq/{name}"))).expect("a file")
}

fn is_untouched(t: &Bot) -> bool {
    let files = [
        ("shared/base.toml", BASE),
        ("chess/own.toml", OF_CHESS),
        ("go/own.toml", OF_GO),
    ];
    files.iter().all(|(name, text)| file(t, name) == *text)
}

/// What gil sees of several commands.
async fn of_gil(t: &Bot, gil: &Actor<'_>, commands: &[&str]) -> String {
    let mut all = String::new();
    for command in commands {
        gil.runs(command).await;
        all += &(t.next_private("gil").await.1 + "\n");
    }
    all
}

#[tokio::test]
async fn what_is_another_servers_is_there_for_no_command() {
    clubs("")
        .run(async |t| {
            let (_, gil) = moderators(t);
            let told = of_gil(
                t,
                &gil,
                &[
                    "/faq-admin edit entry:clock",
                    "/faq-admin remove entry:clock",
                    "/faq-admin rename entry:clock to:watch",
                    "/faq-admin alternates entry:clock",
                    "/faq-admin alternates entry:clock add:clocks?",
                    "/faq-admin preview entry:clock",
                    "/faq-admin history entry:clock",
                    "/faq-admin add id:bishop file:chess/own.toml",
                    "/faq-admin add id:bishop file:chess/new.toml",
                    "/faq-admin add id:bishop file:go/../chess/own.toml",
                    "/faq-admin check",
                ],
            );
            snapbox::assert_data_eq!(
                told.await,
                str![[r#"
faqbot -> gil /faq-admin edit (only gil sees this)
Nothing was changed: there is no entry /`clock/` that you can edit.
faqbot -> gil /faq-admin remove (only gil sees this)
Nothing was changed: there is no entry /`clock/` that you can edit.
faqbot -> gil /faq-admin rename (only gil sees this)
Nothing was changed: there is no entry /`clock/` that you can edit.
faqbot -> gil /faq-admin alternates (only gil sees this)
Nothing was changed: there is no entry /`clock/` that you can edit.
faqbot -> gil /faq-admin alternates (only gil sees this)
Nothing was changed: there is no entry /`clock/` that you can edit.
faqbot -> gil /faq-admin preview (only gil sees this)
Members of this server see no entry clock.
faqbot -> gil /faq-admin history (only gil sees this)
clock was not edited from chat.
faqbot -> gil /faq-admin add (only gil sees this)
Nothing was changed: there is no file /`chess//own.toml/` that you can edit.
faqbot -> gil /faq-admin add (only gil sees this)
Nothing was changed: there is no file /`chess//new.toml/` that you can edit.
faqbot -> gil /faq-admin add (only gil sees this)
Nothing was changed: there is no file /`go//..//chess//own.toml/` that you can edit.
faqbot -> gil /faq-admin check (only gil sees this)
No problems.

"#]]
            );
            assert!(is_untouched(t));
        })
        .await;
}

#[tokio::test]
async fn an_edit_of_ones_own_is_seen_and_taken_back_there_only() {
    clubs("")
        .run(async |t| {
            let (mo, gil) = moderators(t);
            gil.runs("/faq-admin alternates entry:stones add:where do the stones lie")
                .await;
            t.expect_private("gil", str![[r#"
faqbot -> gil /faq-admin alternates (only gil sees this)
[embed #5b6ac4]
# Another way to ask for stones?
```diff
 Question: Where are the stones?
+Also: where do the stones lie
 Answer:
 Upstairs.
```
-- File: go/own.toml
[end]
[Confirm] [Cancel]
"#]]).await;
            gil.clicks("Confirm").await;
            t.next_private_edit("gil").await;
            let edited = file(t, "go/own.toml");
            assert!(edited.contains("where do the stones lie"), "{edited}");
            let mut told = String::new();
            for command in ["history", "history entry:stones", "undo", "undo edit:1"] {
                mo.runs(&format!("/faq-admin {command}")).await;
                told += &(t.next_private("mo").await.1 + "\n");
            }
            // Whoever moderates one server is a member of the other.
            let away = t.user("mo").at("Other/#lobby").forging();
            away.runs("/faq-admin undo edit:1").await;
            told += &t.next_private("mo").await.1;
            snapbox::assert_data_eq!(told, str![[r#"
faqbot -> mo /faq-admin history (only mo sees this)
Nothing was edited from chat yet.
faqbot -> mo /faq-admin history (only mo sees this)
stones was not edited from chat.
faqbot -> mo /faq-admin undo (only mo sees this)
Nothing was changed: there is no such edit to undo, or it was undone already.
faqbot -> mo /faq-admin undo (only mo sees this)
Nothing was changed: there is no such edit to undo, or it was undone already.
faqbot -> mo /faq-admin undo (only mo sees this)
Only moderators of this server can do that: with the role that the bot's owner has named, or with the right to manage the server.
"#]]);
            assert_eq!(file(t, "go/own.toml"), edited);
            gil.runs("/faq-admin undo").await;
            t.next_private("gil").await;
            assert!(is_untouched(t));
        })
        .await;
}

#[tokio::test]
async fn buttons_and_forms_of_another_server_do_nothing_there() {
    clubs("")
        .run(async |t| {
            let (mo, gil) = moderators(t);
            of_gil(t, &gil, &["/faq-admin history"]).await;
            mo.runs("/faq-admin edit entry:clock").await;
            t.next_form("mo").await;
            mo.submits(&[("Question", "?")]).await;
            t.next_private("mo").await;
            mo.runs("/faq-admin edit entry:clock").await;
            t.next_form("mo").await;
            let form = t.form_id("mo");
            mo.submits(&[("Answer", "The oldest.")]).await;
            t.next_private("mo").await;
            mo.runs("/faq-admin remove entry:clock").await;
            t.next_private("mo").await;
            let pending = t.custom_ids("#help");
            assert_eq!(pending.len(), 5, "{pending:?}");
            let mut told = String::new();
            for id in &pending {
                gil.clicks_raw(id).await;
                let shown = if id.contains("discard") {
                    t.next_private_edit("gil").await
                } else {
                    t.next_private("gil").await
                };
                told += &(shown.1 + "\n");
            }
            gil.submits_raw(&form).await;
            told += &t.next_private("gil").await.1;
            snapbox::assert_data_eq!(told, str![[r#"
faqbot -> gil [forged] (only gil sees this)
I have forgotten this change, since I was restarted or it is long ago. Nothing was changed: please begin again.
faqbot -> gil [forged] (only gil sees this)
I have forgotten this change, since I was restarted or it is long ago. Nothing was changed: please begin again.
faqbot -> gil [forged] (only gil sees this)
Nothing was changed.
faqbot -> gil [forged] (only gil sees this)
I have forgotten this change, since I was restarted or it is long ago. Nothing was changed: please begin again.
faqbot -> gil [forged] (only gil sees this)
Nothing was changed.
faqbot -> gil form [forged] (only gil sees this)
I have forgotten this change, since I was restarted or it is long ago. Nothing was changed: please begin again.
[embed #5b6ac4]
# What you wrote
```diff
Question: 
Answer:
```
[end]
"#]]);
            assert!(is_untouched(t));
            // They wait still for whom they were made for.
            mo.clicks("Cancel").await;
            t.next_private_edit("mo").await;
            mo.clicks_raw(&pending[1]).await;
            t.next_private_edit("mo").await;
            assert!(file(t, "chess/own.toml").contains("The oldest."));
            gil.clicks_raw("faqbot1:undo:1").await;
            let (_, refused) = t.next_private("gil").await;
            assert!(refused.contains("no such edit"), "{refused}");
            assert!(file(t, "chess/own.toml").contains("The oldest."));
        })
        .await;
}

#[tokio::test]
async fn what_is_picked_from_is_the_servers_and_a_forged_pick_is_refused() {
    clubs("")
        .run(async |t| {
            let (mo, gil) = moderators(t);
            let mut all = String::new();
            for (name, who) in [("mo", &mo), ("gil", &gil)] {
                for command in ["edit", "remove", "preview"] {
                    for typed in ["", "who brings the clock", "clock"] {
                        let typed = format!("/faq-admin {command} entry:{typed}");
                        let found = who.types(&typed).await.join(" | ");
                        all += &format!("{name} {typed}: {found}\n");
                    }
                }
            }
            snapbox::assert_data_eq!(
                all,
                str![[r#"
mo /faq-admin edit entry:: When is the club open? | Who brings the clock? | What is the fee?
mo /faq-admin edit entry:who brings the clock: Who brings the clock?
mo /faq-admin edit entry:clock: Who brings the clock?
mo /faq-admin remove entry:: When is the club open? | Who brings the clock? | What is the fee?
mo /faq-admin remove entry:who brings the clock: Who brings the clock?
mo /faq-admin remove entry:clock: Who brings the clock?
mo /faq-admin preview entry:: When is the club open? | Who brings the clock? | What is the fee?
mo /faq-admin preview entry:who brings the clock: Who brings the clock?
mo /faq-admin preview entry:clock: Who brings the clock?
gil /faq-admin edit entry:: Where are the stones? | When is the club open? | What is the fee?
gil /faq-admin edit entry:who brings the clock: 
gil /faq-admin edit entry:clock: 
gil /faq-admin remove entry:: Where are the stones? | When is the club open? | What is the fee?
gil /faq-admin remove entry:who brings the clock: 
gil /faq-admin remove entry:clock: 
gil /faq-admin preview entry:: Where are the stones? | When is the club open? | What is the fee?
gil /faq-admin preview entry:who brings the clock: 
gil /faq-admin preview entry:clock: 

"#]]
            );
            let picked = mo.types_for_values("/faq-admin edit entry:clock").await;
            let key = picked[0].1.as_str().expect("a key").to_owned();
            for command in ["edit", "remove", "preview"] {
                let told = of_gil(t, &gil, &[&format!("/faq-admin {command} entry:{key}")]).await;
                assert!(told.contains("no entry"), "{told}");
            }
            assert!(is_untouched(t));
        })
        .await;
}

#[tokio::test]
async fn an_export_holds_the_servers_files_and_no_other() {
    clubs("")
        .faq(
            "articles/go/ko.md",
            "# Ko rule\n\n## Taking back\n\nA stone may not come back at once.\n",
        )
        .faq(
            "articles/chess/pin.md",
            "# Pins\n\n## What a pin is\n\nA piece may not move.\n",
        )
        .run(async |t| {
            let (mo, gil) = moderators(t);
            let mut all = String::new();
            for (name, who) in [("mo", mo), ("gil", gil)] {
                who.runs("/faq-admin export").await;
                t.next_private(name).await;
                let sent = t.sent_files();
                let [(_, bytes)] = &sent[..] else {
                    panic!("{} files", sent.len());
                };
                for (path, text) in unpacked(bytes) {
                    assert_eq!(text, file(t, &path), "{path}");
                    all += &format!("{name}: {path}\n");
                }
                // Nor does anything of it stand between them.
                let text = String::from_utf8_lossy(bytes);
                assert_eq!(text.contains("Upstairs."), name == "gil");
                assert_eq!(text.contains("The youngest."), name == "mo");
            }
            snapbox::assert_data_eq!(
                all,
                str![[r#"
mo: articles/chess/pin.md
mo: chess/own.toml
gil: articles/go/ko.md
gil: go/own.toml

"#]]
            );
        })
        .await;
}

fn unpacked(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let files = (0..archive.len()).map(|place| {
        let mut file = archive.by_index(place).expect("a file");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("a text");
        let name = file.name().expect("a name").into_owned();
        (name, text)
    });
    files.collect()
}

#[tokio::test]
async fn what_is_shared_is_not_edited_from_one_server_but_may_be_replaced_there() {
    clubs("")
        .run(async |t| {
            let (_, gil) = moderators(t);
            let told = of_gil(
                t,
                &gil,
                &["/faq-admin edit entry:hours", "/faq-admin remove entry:fee"],
            );
            snapbox::assert_data_eq!(told.await, str![[r#"
faqbot -> gil /faq-admin edit (only gil sees this)
Nothing was changed: /`hours/` is for members of other servers too, and is not edited from here: add an entry /`hours/` of your own, and members of this server get that one instead.
faqbot -> gil /faq-admin remove (only gil sees this)
Nothing was changed: /`fee/` is for members of other servers too, and is not edited from here: add an entry /`fee/` of your own, and members of this server get that one instead.

"#]]);
            gil.runs("/faq-admin add id:hours").await;
            t.next_form("gil").await;
            gil.submits(&[
                ("Question", "When is the club open?"),
                ("Answer", "At noon."),
            ])
            .await;
            t.expect_private("gil", str![[r#"
faqbot -> gil form New entry hours (only gil sees this)
[embed #5b6ac4]
# Add hours?
```diff
+Question: When is the club open?
+Answer:
+At noon.
```
-- File: go/own.toml
[end]
[Confirm] [Cancel]
"#]]).await;
            gil.clicks("Confirm").await;
            t.next_private_edit("gil").await;
            let ann = t.user("ann");
            ann.says("Other/#lobby", "<@bot> when is the club open?")
                .await;
            let (_, own) = t.next_reply("Other/#lobby").await;
            assert!(own.contains("At noon."), "{own}");
            ann.says("#help", "<@bot> when is the club open?").await;
            let (_, others) = t.next_reply("#help").await;
            assert!(others.contains("At nine."), "{others}");
            assert_eq!(file(t, "shared/base.toml"), BASE);
        })
        .await;
}

#[tokio::test]
async fn a_server_that_the_owner_named_edits_what_is_shared_and_sees_that_it_is() {
    clubs(&format!("guilds = ['{CHESS}', '{GO}']"))
        .run(async |t| {
            let (mo, gil) = moderators(t);
            mo.runs("/faq-admin alternates entry:fee add:yearly membership price")
                .await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin alternates (only mo sees this)
[embed #5b6ac4]
# Another way to ask for fee?
```diff
 Question: What is the fee?
+Also: yearly membership price
 Answer:
 Nothing at all.
```

**This file is shared:** the change is seen outside this server too.
-- File: shared/base.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            t.user("ann")
                .says("Other/#lobby", "<@bot> yearly membership price")
                .await;
            let (_, answer) = t.next_reply("Other/#lobby").await;
            assert!(answer.contains("Nothing at all."), "{answer}");
            // The other server may take it back, but what is the server's own stays so.
            mo.runs("/faq-admin alternates entry:clock add:clocks?")
                .await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin alternates (only mo sees this)
[embed #5b6ac4]
# Another way to ask for clock?
```diff
 Question: Who brings the clock?
+Also: clocks?
 Answer:
 The youngest.
```
-- File: chess/own.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            gil.runs("/faq-admin undo").await;
            t.next_private("gil").await;
            assert_eq!(file(t, "shared/base.toml"), BASE);
            assert!(file(t, "chess/own.toml").contains("clocks?"));
        })
        .await;
}
