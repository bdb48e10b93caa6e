//! The answer follows its question: edited, deleted, dismissed.

use std::time::Duration;

use serde_json::json;
use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::TEA;

const POST: &str = "POST /channels/{channel}/messages";

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", TEA)
}

#[tokio::test]
async fn an_edited_question_changes_its_answer() {
    BotTest::shipped()
        .faq("tea.toml", TEA)
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann
                .says("#help", "<@bot> how long does green tea steep")
                .await;
            t.next_reply("#help").await;
            ann.edits(&asked, "<@bot> how hot should the water be?")
                .await;
            t.expect_edit("#help", str![[r#"
faqbot -> ann: <@faqbot> how hot should the water be?
[embed #2a7f62]
# How hot should the water be?
**For green tea, let the water cool for five minutes after it has boiled.**
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
            ann.edits(&asked, "<@bot> can my kettle play chess?").await;
            t.expect_edit("#help", str![[r#"
faqbot -> ann: <@faqbot> can my kettle play chess?
Sorry, I have no answer to that.
Other people here may know.
[Dismiss]
"#]]).await;
            ann.edits(&asked, "<@bot> i want to kill myself").await;
            t.expect_edit("#help", str![[r#"
faqbot -> ann: <@faqbot> i want to kill myself
**You are not alone, and you deserve help right now**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# You are not alone, and you deserve help right now
I am really glad you wrote this. What you are feeling matters, and you do not have to carry it on your own.
[end]
[What to do now] [Dismiss]
"#]]).await;
            ann.edits(&asked, "<@bot> thank you").await;
            t.expect_edit("#help", str![[r#"
faqbot -> ann: <@faqbot> thank you
You're welcome!
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn an_edit_that_changes_nothing_does_nothing() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let text = "<@bot> how long does green tea steep? https://tea.example";
            let asked = ann.says("#help", text).await;
            t.next_reply("#help").await;
            ann.edits(&asked, text).await;
            // A preview of the link comes as an edit, sometimes with nothing else.
            let mut event = t.event_of(&asked);
            event["embeds"] = json!([{"type": "link", "url": "https://tea.example"}]);
            t.sends_raw("MESSAGE_UPDATE", &event);
            let part = json!({
                "id": event["id"], "channel_id": event["channel_id"],
                "guild_id": event["guild_id"], "embeds": event["embeds"],
            });
            t.sends_raw("MESSAGE_UPDATE", &part);
            // The mention alone is no question either.
            ann.edits(&asked, "<@bot>").await;
            t.expect_silence("#help").await;
            assert_eq!(t.count("PATCH /channels"), 0);
        })
        .await;
}

#[tokio::test]
async fn an_edit_while_the_answer_is_on_its_way_is_not_lost() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            t.rate_limit(POST, Duration::from_millis(200), false);
            let asked = ann
                .says("#help", "<@bot> how long does green tea steep")
                .await;
            t.faults_struck().await;
            ann.edits(&asked, "<@bot> how hot should the water be?")
                .await;
            let (_, first) = t.next_reply("#help").await;
            assert!(first.contains("steep"), "{first}");
            let (_, second) = t.next_edit("#help").await;
            assert!(second.contains("let the water cool"), "{second}");
        })
        .await;
}

#[tokio::test]
async fn an_edit_heard_in_the_same_moment_is_not_lost() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            // What happens while the connection is gone comes at once.
            t.drop_gateway();
            let mut asked = Vec::new();
            for _ in 0..10 {
                let one = ann
                    .says("#help", "<@bot> how long does green tea steep")
                    .await;
                ann.edits(&one, "<@bot> how hot should the water be?").await;
                asked.push(one);
            }
            t.expect_resumes(1).await;
            t.settles().await;
            t.left();
            for message in t.bot_messages("#help") {
                assert!(message.contains("let the water cool"), "{message}");
            }
            assert_eq!(t.bot_messages("#help").len(), 10);
        })
        .await;
}

#[tokio::test]
async fn a_deleted_question_takes_its_answer_away() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann
                .says("#help", "<@bot> how long does green tea steep")
                .await;
            t.next_reply("#help").await;
            ann.deletes(&asked).await;
            t.expect_deleted("#help").await;
            let direct = ann.dm("how long does green tea steep").await;
            t.next_private("ann").await;
            ann.deletes(&direct).await;
            t.expect_private_deleted("ann").await;
        })
        .await;
}

#[tokio::test]
async fn questions_that_are_deleted_together_take_their_answers_away() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let first = ann
                .says("#help", "<@bot> how long does green tea steep")
                .await;
            t.next_reply("#help").await;
            let second = ann
                .says("#help", "<@bot> how hot should the water be")
                .await;
            t.next_reply("#help").await;
            let other = ann.says("#help", "not for the bot at all").await;
            t.moderator("mo").deletes_all(&[first, second, other]).await;
            t.expect_deleted("#help").await;
            t.expect_deleted("#help").await;
        })
        .await;
}

#[tokio::test]
async fn nothing_stays_of_a_question_that_is_deleted_before_its_answer() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            t.rate_limit(POST, Duration::from_millis(200), false);
            let asked = ann
                .says("#help", "<@bot> how long does green tea steep")
                .await;
            t.faults_struck().await;
            ann.deletes(&asked).await;
            t.settles().await;
            t.left();
            assert_eq!(t.bot_messages("#help"), [""; 0]);
            // The same when both are heard in one moment.
            t.drop_gateway();
            for _ in 0..10 {
                let one = ann
                    .says("#help", "<@bot> how long does green tea steep")
                    .await;
                ann.deletes(&one).await;
            }
            t.expect_resumes(1).await;
            t.settles().await;
            t.left();
            assert_eq!(t.bot_messages("#help"), [""; 0]);
        })
        .await;
}

#[tokio::test]
async fn the_asker_and_moderators_dismiss_an_answer_and_others_do_not() {
    tea()
        .settings(r#"moderators = ["Helper"]"#)
        .run(async |t| {
            let ann = t.user("ann");
            let not_yours = str![[r#"
faqbot -> bob [Dismiss] (only bob sees this)
Only the person who asked, or a moderator, can do that.
"#]];
            ann.says("#help", "<@bot> how long does green tea steep")
                .await;
            t.next_reply("#help").await;
            t.user("bob").clicks("Dismiss").await;
            t.expect_private("bob", not_yours).await;
            ann.clicks("Dismiss").await;
            t.expect_deleted("#help").await;
            // May manage messages.
            ann.says("#help", "<@bot> how long does green tea steep")
                .await;
            t.next_reply("#help").await;
            t.moderator("mo").clicks("Dismiss").await;
            t.expect_deleted("#help").await;
            // Has a role that the settings name.
            ann.says("#help", "<@bot> how long does green tea steep")
                .await;
            t.next_reply("#help").await;
            t.user("hal").clicks("Dismiss").await;
            t.expect_deleted("#help").await;
            ann.dm("how long does green tea steep").await;
            t.next_private("ann").await;
            ann.clicks("Dismiss").await;
            t.expect_private_deleted("ann").await;
        })
        .await;
}

#[tokio::test]
async fn answers_to_commands_are_dismissed_by_who_gave_them() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:how long does green tea steep private:false")
                .await;
            t.next_reply("#help").await;
            t.user("bob").clicks("Dismiss").await;
            t.next_private("bob").await;
            ann.clicks("Dismiss").await;
            t.expect_deleted("#help").await;
            ann.runs("/ask question:how long does green tea steep")
                .await;
            t.next_private("ann").await;
            ann.clicks("Share").await;
            t.next_reply("#help").await;
            t.user("bob").clicks("Dismiss").await;
            t.next_private("bob").await;
            ann.clicks("Dismiss").await;
            t.expect_deleted("#help").await;
        })
        .await;
}

#[tokio::test]
async fn what_was_taken_away_does_not_come_back_with_an_edit() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann
                .says("#help", "<@bot> how long does green tea steep")
                .await;
            t.next_reply("#help").await;
            ann.clicks("Dismiss").await;
            t.expect_deleted("#help").await;
            ann.edits(&asked, "<@bot> how hot should the water be?")
                .await;
            t.expect_silence("#help").await;
            let asked = ann
                .says("#help", "<@bot> how long does green tea steep")
                .await;
            let (answer, _) = t.next_reply("#help").await;
            t.moderator("mo").deletes(&answer).await;
            ann.edits(&asked, "<@bot> how hot should the water be?")
                .await;
            t.expect_silence("#help").await;
            ann.edits(&asked, "<@bot> how do i store tea leaves?").await;
            ann.deletes(&asked).await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn an_urgent_edit_is_answered_over_the_limit() {
    BotTest::shipped()
        .settings("questions_per_member = 1")
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann.says("#help", "<@bot> what is sciatica?").await;
            t.next_reply("#help").await;
            ann.edits(&asked, "<@bot> how often should i have a massage?")
                .await;
            t.expect_silence("#help").await;
            ann.edits(&asked, "<@bot> i want to kill myself").await;
            let (_, notice) = t.next_edit("#help").await;
            assert!(notice.contains("You are not alone"), "{notice}");
        })
        .await;
}
