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
[embed #5b6ac4]
# What you wrote
```diff
Question: How long does tea brew?
Also: brewing time
Answer:
Three minutes.

```
[end]
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
