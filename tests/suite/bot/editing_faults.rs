//! Moderators at work when what their edits are kept in is locked, or is not to be
//! written: nothing is lost, they are told why, and members are answered.

use rusqlite::Connection;
use snapbox::str;

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

fn tea_file(t: &Bot) -> String {
    std::fs::read_to_string(t.project().path("faq/tea.toml")).expect("a file")
}

fn store(t: &Bot) -> Connection {
    Connection::open(t.project().path("data/faqbot.sqlite")).expect("a database")
}

async fn is_answered(t: &Bot) {
    let ann = t.user("ann");
    ann.says("#help", "<@bot> how long does tea brew?").await;
    let (_, answer) = t.next_reply("#help").await;
    assert!(answer.contains("Three minutes"), "{answer}");
}

#[tokio::test]
async fn while_another_program_locks_the_history_nothing_is_changed_and_the_text_is_shown_again() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin alternates entry:brew add:brewing time")
                .await;
            t.next_private("mo").await;
            let other = store(t);
            other.execute_batch("BEGIN EXCLUSIVE").expect("a lock");
            mo.clicks("Confirm").await;
            t.expect_private_edit("mo", str![[r#"
faqbot -> mo /faq-admin alternates (only mo sees this)
Nothing was changed: the history cannot be kept: \`data\/faqbot.sqlite\` is locked by another program: stop that one and try again.
"#]]).await;
            assert_eq!(tea_file(t), LITTLE_TEA);
            is_answered(t).await;
            drop(other);
            mo.runs("/faq-admin alternates entry:brew add:brewing time")
                .await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert!(tea_file(t).contains("brewing time"));
        })
        .await;
}

#[tokio::test]
async fn with_a_history_of_a_newer_version_nothing_is_edited_and_it_stays_as_it_is() {
    tea()
        .run(async |t| {
            assert_eq!(t.stops().await, Some(0));
            let newer = store(t);
            newer
                .pragma_update(None, "user_version", 1_000)
                .expect("a number");
            drop(newer);
            t.starts_again().await;
            t.expect_log("newer").await;
            t.moderator("mo").runs("/faq-admin edit entry:brew").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo /faq-admin edit (only mo sees this)
The FAQ cannot be edited from chat at the moment, since its history cannot be kept. The log says why.
"#]]).await;
            is_answered(t).await;
            let version = store(t).pragma_query_value(None, "user_version", |row| row.get(0));
            assert_eq!(version, Ok(1_000));
        })
        .await;
}

#[tokio::test]
async fn a_text_that_was_refused_is_edited_again() {
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
            mo.submits(&[("Answer", "Four `minutes`."), ("Question", "?")])
                .await;
            t.expect_private("mo", str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
Nothing was changed: the question has no words; write the question as a member asks it, or delete it.
[embed #5b6ac4]
# What you wrote
```diff
Question: ?
Answer:
Four `minutes`.
```
[end]
[Edit again]
"#]]).await;
            // Meanwhile somebody else edits the entry in its file.
            t.project()
                .edit("faq/tea.toml", "Three minutes.", "Two minutes.");
            mo.clicks("Edit again").await;
            t.expect_form("mo", str![[r#"
form: Edit brew
Question: ?
Answer (long): Four `minutes`.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            mo.submits(&[("Question", "How long does tea brew?")]).await;
            let (_, proposal) = t.next_private("mo").await;
            assert!(
                proposal.contains("-Two minutes.\n+Four `minutes`."),
                "{proposal}"
            );
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert!(tea_file(t).contains("Four `minutes`."));
        })
        .await;
}

#[tokio::test]
async fn a_form_that_was_closed_leaves_the_buttons_as_they_were() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let said = ann.says("#help", "<@bot> who invented the bicycle?").await;
            t.next_reply("#help").await;
            let mo = t.moderator("mo");
            mo.uses("Teach the FAQ", &said).await;
            t.next_private("mo").await;
            // Discord says nothing of a form that is closed.
            for _ in 0..2 {
                mo.clicks("Write an entry").await;
                t.expect_form("mo", str![[r#"
form: New entry who-invented-the-bicycle
Question: who invented the bicycle?
Answer (long):
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            }
        })
        .await;
}

#[tokio::test]
async fn a_form_that_is_sent_and_confirmed_after_a_quarter_of_an_hour_counts() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin edit entry:brew").await;
            t.next_form("mo").await;
            // Discord takes an answer to an interaction for 15 minutes.
            t.expire_tokens();
            mo.submits(&[("Answer", "Four minutes.")]).await;
            t.next_private("mo").await;
            t.expire_tokens();
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert!(tea_file(t).contains("Four minutes."));
        })
        .await;
}
