//! Moderators keep the FAQ from chat with `/faq-admin`.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

#[tokio::test]
async fn an_edit_is_shown_confirmed_and_answered_from_and_undone() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin edit entry:brew").await;
            t.expect_form(
                "mo",
                str![[r#"
form: Edit brew
Question: How long does tea brew?
Answer (long): Three minutes.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]],
            )
            .await;
            mo.submits(&[
                ("Answer", "Four minutes."),
                ("Other ways of asking, one a line", "brewing time"),
            ])
            .await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
[embed #5b6ac4]
# Change brew?
```diff
 Question: How long does tea brew?
+Also: brewing time
 Answer:
-Three minutes.
+Four minutes.
```
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            assert!(!tea_file(t).contains("Four"), "nothing is written yet");
            mo.clicks("Confirm").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
`brew` is changed. Members see it now.
[Undo]
"#]],
            )
            .await;
            t.user("ann").says("#help", "<@bot> brewing time").await;
            let (_, answer) = t.next_reply("#help").await;
            assert!(answer.contains("Four minutes."), "{answer}");

            mo.runs("/faq-admin history entry:brew").await;
            let (_, history) = t.next_private("mo").await;
            for part in ["UTC, mo: edit `brew`", "-answer = \"Three minutes.\""] {
                assert!(history.contains(part), "{history}");
            }
            mo.runs("/faq-admin undo").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin undo (only mo sees this)
`brew` is as it was before edit 1. Members see it now.
[Undo]
"#]],
            )
            .await;
            assert_eq!(tea_file(t), LITTLE_TEA);
        })
        .await;
}

fn tea_file(t: &crate::support::discord::Bot) -> String {
    let path = t.project().path("faq/tea.toml");
    std::fs::read_to_string(path).expect("a file")
}

#[tokio::test]
async fn an_entry_is_added_renamed_and_removed() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin add id:milk").await;
            t.expect_form(
                "mo",
                str![[r#"
form: New entry milk
Question:
Answer (long):
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]],
            )
            .await;
            mo.submits(&[
                ("Question", "Does milk go into tea?"),
                ("Answer", "If you like."),
            ])
            .await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            t.user("ann")
                .says("#help", "<@bot> does milk go into tea")
                .await;
            let (_, answer) = t.next_reply("#help").await;
            assert!(answer.contains("If you like."), "{answer}");

            mo.runs("/faq-admin rename entry:milk to:milk-in-tea").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin rename (only mo sees this)
[embed #5b6ac4]
# Rename milk to milk-in-tea?
`milk` is called `milk-in-tea` from now on, also where other entries have it under `related`. Links to it in texts lead nowhere then: `/faq-admin check` lists them.
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            mo.runs("/faq-admin remove entry:milk-in-tea").await;
            t.next_private("mo").await;
            mo.clicks("Cancel").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin remove (only mo sees this)
Nothing was changed.
"#]],
            )
            .await;
            assert!(tea_file(t).contains("milk-in-tea"));
            mo.runs("/faq-admin remove entry:milk-in-tea").await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert_eq!(tea_file(t), LITTLE_TEA);
        })
        .await;
}

#[tokio::test]
async fn what_refers_to_an_entry_that_goes_follows_and_comes_back_with_it() {
    let milk = "title = 'Milk'\n[[entry]]\nid = 'milk'\nquestion = 'Does milk go into tea?'\n\
                answer = 'If you like.'\nrelated = ['brew']\n";
    tea()
        .faq("milk.toml", milk)
        .run(async |t| {
            let off_topic = "[[question]]\nask = 'who won the match'\n";
            let golden = format!(
                "{off_topic}\n[[question]]\nask = 'how long does tea brew'\naccept = ['brew']\n"
            );
            t.project().write("golden.toml", &golden);
            let mo = t.moderator("mo");
            mo.runs("/faq-admin remove entry:brew").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin remove (only mo sees this)
[embed #5b6ac4]
# Remove brew?
```diff
-Question: How long does tea brew?
-Answer:
-Three minutes.
```

Golden set: one question that only this answers is taken out.
-- File: tea.toml, and what refers to it in milk.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin remove (only mo sees this)
`brew` is removed. Members see it now.
[Undo]
"#]],
            )
            .await;
            let text = |name| std::fs::read_to_string(t.project().path(name)).unwrap();
            assert_eq!(
                text("faq/milk.toml"),
                milk.replace("related = ['brew']\n", "")
            );
            assert_eq!(text("golden.toml"), format!("{off_topic}\n"));
            mo.runs("/faq-admin undo").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin undo (only mo sees this)
`brew` is as it was before edit 1. Members see it now.
[Undo]
"#]],
            )
            .await;
            assert_eq!(
                (text("faq/milk.toml"), text("golden.toml")),
                (milk.into(), golden)
            );
        })
        .await;
}

#[tokio::test]
async fn ways_of_asking_are_seen_added_and_removed() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin alternates entry:brew add:brewing time")
                .await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin alternates (only mo sees this)
[embed #5b6ac4]
# Another way to ask for brew?
```diff
 Question: How long does tea brew?
+Also: brewing time
 Answer:
 Three minutes.
```
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            mo.runs("/faq-admin alternates entry:brew").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin alternates (only mo sees this)
**How long does tea brew?**
- brewing time
"#]],
            )
            .await;
            mo.runs("/faq-admin alternates entry:brew remove:Brewing time?")
                .await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            mo.runs("/faq-admin preview entry:brew").await;
            let (_, shown) = t.next_private("mo").await;
            assert!(shown.contains("Three minutes."), "{shown}");
        })
        .await;
}

#[tokio::test]
async fn members_can_neither_run_it_nor_press_its_buttons_nor_send_its_forms() {
    tea()
        .run(async |t| {
            let (mo, ann) = (t.moderator("mo"), t.user("ann"));
            ann.runs("/faq-admin edit entry:brew").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /faq-admin edit (only ann sees this)
Only moderators of this server can do that: with the role that the bot's owner has named, or with the right to manage the server.
"#]],
            )
            .await;
            assert_eq!(ann.types("/faq-admin edit entry:bre").await, [""; 0]);
            mo.runs("/faq-admin remove entry:brew").await;
            let (_, shown) = t.next_private("mo").await;
            assert!(shown.contains("Confirm"), "{shown}");
            // The button of an answer, forged into that of an edit.
            ann.says("#help", "<@bot> how long does tea brew").await;
            t.next_reply("#help").await;
            for forged in ["faqbot1:confirm:1", "faqbot1:undo:1", "faqbot1:discard:1"] {
                ann.clicks_raw(forged).await;
                let (_, refused) = t.next_private("ann").await;
                assert!(refused.contains("Only moderators"), "{refused}");
            }
            assert_eq!(tea_file(t), LITTLE_TEA);
        })
        .await;
}

#[tokio::test]
async fn with_a_role_named_the_right_to_manage_the_server_is_not_enough() {
    tea()
        .settings("moderators = ['Editor']")
        .run(async |t| {
            t.moderator("mo").runs("/faq-admin check").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin check (only mo sees this)
Only moderators of this server can do that: with the role that the bot's owner has named, or with the right to manage the server.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn of_two_moderators_the_second_keeps_the_text_and_is_told() {
    tea()
        .run(async |t| {
            let (mo, lee) = (t.moderator("mo"), t.moderator("lee"));
            mo.runs("/faq-admin edit entry:brew").await;
            lee.runs("/faq-admin edit entry:brew").await;
            t.expect_form("mo", str![[r#"
form: Edit brew
Question: How long does tea brew?
Answer (long): Three minutes.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            mo.submits(&[("Answer", "Four minutes.")]).await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            t.expect_form("lee", str![[r#"
form: Edit brew
Question: How long does tea brew?
Answer (long): Three minutes.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            lee.submits(&[("Answer", "Five minutes, *not* `four`.")])
                .await;
            t.expect_private(
                "lee",
                str![[r#"
faqbot -> lee form Edit brew (only lee sees this)
Nothing was changed: \`brew\` was changed in the meantime: look at it as it is now, and make your change again.
[embed #5b6ac4]
# What you wrote
```diff
Question: How long does tea brew?
Answer:
Five minutes, *not* `four`.
```
[end]
[Edit again]
"#]],
            )
            .await;
            assert!(tea_file(t).contains("Four minutes."));
        })
        .await;
}

#[tokio::test]
async fn what_is_wrong_is_told_and_nothing_is_written() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin add id:Not an id").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo /faq-admin add (only mo sees this)
Nothing was changed: \`Not an id\` is not an id; use lower-case letters a to z, digits and single hyphens, such as \`not-an-id\`.
"#]])
                .await;
            mo.runs("/faq-admin edit entry:nothing").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin edit (only mo sees this)
Nothing was changed: there is no entry \`nothing\` that you can edit.
"#]],
            )
            .await;
            t.project().edit("faq/tea.toml", "title = ", "titel = ");
            mo.runs("/faq-admin check").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin check (only mo sees this)
[embed #5b6ac4]
# Problems in the FAQ files
- error in faq\/tea.toml, line 2: unknown key \`titel\`. To do: did you mean \`title\`.
[end]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_form_that_is_sent_after_a_restart_loses_nothing() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin edit entry:brew").await;
            t.expect_form("mo", str![[r#"
form: Edit brew
Question: How long does tea brew?
Answer (long): Three minutes.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            t.starts_again().await;
            mo.submits(&[("Answer", "Four minutes.")]).await;
            let (_, told) = t.next_private("mo").await;
            assert!(told.contains("I have forgotten this change"), "{told}");
            assert!(told.contains("Four minutes."), "{told}");
            assert_eq!(tea_file(t), LITTLE_TEA);
        })
        .await;
}

#[tokio::test]
async fn a_moderator_whose_role_was_just_taken_confirms_nothing() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin remove entry:brew").await;
            t.next_private("mo").await;
            t.discord().takes_roles("mo");
            mo.clicks("Confirm").await;
            let (_, refused) = t.next_private("mo").await;
            assert!(refused.contains("Only moderators"), "{refused}");
            assert_eq!(tea_file(t), LITTLE_TEA);
        })
        .await;
}

#[tokio::test]
async fn the_files_come_as_an_archive() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin export").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin export (only mo sees this)
The files of the FAQ.
(file: faq.zip)
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn what_is_too_long_to_be_shown_comes_whole_as_a_file() {
    let long =
        "Tea \u{1f375}, \u{5e9}\u{5dc}\u{5d5}\u{5dd}, \"\"\" \\ ``` ~~ [x](y) # ' = {".repeat(90);
    let long = long[..long.floor_char_boundary(3_900)].trim();
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin edit entry:brew").await;
            t.expect_form("mo", str![[r#"
form: Edit brew
Question: How long does tea brew?
Answer (long): Three minutes.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            mo.submits(&[("Answer", long)]).await;
            let (_, proposal) = t.next_private("mo").await;
            assert!(
                proposal.contains("The whole is in `change.txt`."),
                "{proposal}"
            );
            assert!(proposal.contains("(file: change.txt)"), "{proposal}");
            mo.clicks("Confirm").await;
            t.expect_private_edit("mo", str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
`brew` is changed. Members see it now. There are problems in the files: see `/faq-admin check`.
[Undo]
"#]]).await;
            let file: toml::Table = tea_file(t).parse().expect("TOML");
            let answer = file["entry"][0]["answer"].as_str().expect("a text");
            assert_eq!(answer.trim(), long);
        })
        .await;
}

#[tokio::test]
async fn in_several_servers_only_those_that_the_owner_named_edit() {
    tea()
        .guild("Other")
        .run(async |t| {
            t.moderator("mo").runs("/faq-admin check").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin check (only mo sees this)
The FAQ cannot be edited from this server. The bot's owner can allow it: put the server's id into `guilds` of `[discord]` in `faqbot.toml`.
"#]],
            )
            .await;
        })
        .await;
}
