//! Requests to Discord that fail: limits, errors, time-outs, connections that
//! break before and after the effect. Everything is answered, and once.

use std::time::Duration;

use snapbox::str;

use crate::support::discord::{BotTest, FakeDiscord};
use crate::support::tea::LITTLE_TEA;

const POST: &str = "POST /channels/{channel}/messages";
const EDIT: &str = "PATCH /channels/{channel}/messages/{message}";
const DELETE: &str = "DELETE /channels/{channel}/messages/{message}";
const MONITOR: &str = r#"monitor = "127.0.0.1:0""#;

/// A fault of Discord.
type Strike = fn(&FakeDiscord);

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA).settings(MONITOR)
}

#[tokio::test]
async fn a_limit_of_a_channel_is_waited_for_and_the_answer_comes_once() {
    tea()
        .run(async |t| {
            t.rate_limit(POST, Duration::from_secs(1), false);
            t.user("ann").says("#help", "<@bot> how long does tea brew?").await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann: <@faqbot> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
            snapbox::assert_data_eq!(t.metrics("faqbot_rest").await, str![[r#"
faqbot_rest_errors_total{route="message",kind="rate_limited"} 1
faqbot_rest_rate_limits_total 1
faqbot_rest_retries_total 1
"#]]);
        })
        .await;
}

#[tokio::test]
async fn a_limit_of_the_whole_bot_does_not_hold_up_interactions() {
    tea()
        .run(async |t| {
            t.rate_limit(POST, Duration::from_secs(1), true);
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does tea brew?").await;
            t.faults_struck().await;
            ann.runs("/ask question:how often should I drink tea").await;
            t.next_private("ann").await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn errors_and_broken_connections_are_tried_again_and_leave_one_answer() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let strikes: [Strike; 4] = [
                |t| t.fail_next(POST, 500),
                |t| t.fail_next(POST, 502),
                |t| t.reset_next(POST, false),
                |t| t.reset_next(POST, true),
            ];
            for strike in strikes {
                strike(t);
                ann.says("#help", "<@bot> how long does tea brew?").await;
                t.faults_struck().await;
                t.next_reply("#help").await;
                t.expect_silence("#help").await;
            }
            let strikes: [Strike; 5] = [
                |t| t.fail_next("callback", 500),
                |t| t.fail_next("callback", 503),
                |t| t.reset_next("callback", false),
                |t| t.reset_next("callback", true),
                |t| t.hang_next("callback"),
            ];
            for strike in strikes {
                strike(t);
                ann.runs("/ask question:how often should I drink tea").await;
                t.faults_struck().await;
                t.next_private("ann").await;
                t.expect_private_silence("ann").await;
            }
            // On a machine that pauses, a first response may take too long once more,
            // and be sent again.
            snapbox::assert_data_eq!(
                t.metrics("faqbot_rest").await,
                str![[r#"
faqbot_rest_errors_total{route="interaction",kind="timeout"} [..]
faqbot_rest_errors_total{route="interaction",kind="connection"} 2
faqbot_rest_errors_total{route="interaction",kind="server"} 2
faqbot_rest_errors_total{route="interaction",kind="other"} [..]
faqbot_rest_errors_total{route="message",kind="connection"} 2
faqbot_rest_errors_total{route="message",kind="server"} 2
faqbot_rest_retries_total [..]
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn an_edit_and_a_deletion_survive_broken_connections() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann.says("#help", "<@bot> how long does tea brew?").await;
            t.next_reply("#help").await;
            for after in [false, true] {
                t.reset_next(EDIT, after);
            }
            ann.edits(&asked, "<@bot> how often should I drink tea?")
                .await;
            let (_, first) = t.next_edit("#help").await;
            // Sent again after it had taken effect: the same once more.
            let (_, again) = t.next_edit("#help").await;
            assert_eq!(first, again);
            for after in [false, true] {
                t.reset_next(DELETE, after);
            }
            ann.deletes(&asked).await;
            t.expect_deleted("#help").await;
            t.faults_struck().await;
        })
        .await;
}

#[tokio::test]
async fn a_request_that_hangs_is_given_up_and_sent_again() {
    tea()
        .run(async |t| {
            t.hang_next(POST);
            t.user("ann")
                .says("#help", "<@bot> how long does tea brew?")
                .await;
            t.next_reply("#help").await;
            t.expect_silence("#help").await;
            snapbox::assert_data_eq!(
                t.metrics("faqbot_rest").await,
                str![[r#"
faqbot_rest_errors_total{route="message",kind="timeout"} 1
faqbot_rest_retries_total 1
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn where_the_bot_may_not_write_it_is_silent_and_others_are_answered() {
    tea()
        .run(async |t| {
            t.denies("#general", "Send Messages");
            t.user("ann")
                .says("#general", "<@bot> how long does tea brew?")
                .await;
            t.expect_silence("#general").await;
            assert_eq!(t.count(POST), 1);
            t.user("bob")
                .says("#help", "<@bot> how long does tea brew?")
                .await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_question_that_is_deleted_meanwhile_gets_no_answer() {
    tea()
        .run(async |t| {
            t.rate_limit(POST, Duration::from_secs(1), false);
            let ann = t.user("ann");
            let asked = ann.says("#help", "<@bot> how long does tea brew?").await;
            t.faults_struck().await;
            ann.deletes(&asked).await;
            t.requested(POST, 2).await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn an_answer_that_a_moderator_removed_stays_removed() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann.says("#help", "<@bot> how long does tea brew?").await;
            let (answer, _) = t.next_reply("#help").await;
            t.user("mo").deletes(&answer).await;
            ann.edits(&asked, "<@bot> how often should I drink tea?")
                .await;
            t.expect_silence("#help").await;
            ann.deletes(&asked).await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn an_expired_interaction_harms_nobody() {
    tea()
        .run(async |t| {
            t.rate_limit("callback", Duration::from_millis(500), false);
            t.user("ann")
                .runs("/ask question:how long does tea brew")
                .await;
            t.faults_struck().await;
            t.expire_tokens();
            t.requested("callback", 2).await;
            t.expect_unacknowledged(1).await;
            t.user("ann")
                .runs("/ask question:how long does tea brew")
                .await;
            t.next_private("ann").await;
            t.expect_log("Unknown interaction").await;
        })
        .await;
}

#[tokio::test]
async fn an_answer_that_discord_does_not_take_ends_in_an_apology() {
    tea()
        .run(async |t| {
            t.fail_next("callback", 400);
            t.user("ann")
                .runs("/ask question:how long does tea brew")
                .await;
            let (_, text) = t.next_private("ann").await;
            let id = text
                .trim_end()
                .rsplit(' ')
                .next()
                .expect("an id")
                .to_owned();
            let line = t.expect_log(&id).await;
            let masked = |text: &str| text.replace(&id, "ID");
            snapbox::assert_data_eq!(
                format!("{}\n{}", masked(&text), masked(&line)),
                str![[r#"
faqbot -> ann /ask (only ann sees this)
Sorry, something went wrong. If it happens again, please tell a moderator: ID
ERROR cannot answer: Discord answered 400, code 0: Internal Server Error incident=ID
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn a_slow_channel_defers_the_response_to_whoever_posts_there() {
    tea()
        .run(async |t| {
            let said = t.user("ann").says("#help", "how long does tea brew?").await;
            t.user("hal").uses("Answer from the FAQ", &said).await;
            t.next_private("hal").await;
            t.rate_limit(POST, Duration::from_secs(2), false);
            t.user("hal").clicks("Post as a reply").await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann: how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
            t.expect_private("hal", str![[r#"
faqbot -> hal [Post as a reply] (only hal sees this)
Done, the answer is posted.
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn what_took_longer_than_a_token_lives_is_done_and_nobody_is_harmed() {
    tea()
        .run(async |t| {
            let hal = t.user("hal");
            let said = t.user("ann").says("#help", "how long does tea brew?").await;
            hal.uses("Answer from the FAQ", &said).await;
            t.next_private("hal").await;
            t.rate_limit(POST, Duration::from_secs(2), false);
            hal.clicks("Post as a reply").await;
            t.requested("callback", 2).await;
            t.expire_tokens();
            t.next_reply("#help").await;
            t.expect_log("Invalid Webhook Token").await;
            hal.uses("Answer from the FAQ", &said).await;
            t.next_private("hal").await;
        })
        .await;
}

#[tokio::test]
async fn five_hundred_at_once_are_all_answered_and_each_once() {
    tea()
        .settings("questions_per_member = 0\nanswers_per_channel = 0")
        .run(async |t| {
            let (ann, help) = t.ids("ann", "#help");
            t.user("ann")
                .runs("/ask question:how long does tea brew private:false")
                .await;
            let (shown, _) = t.next_reply("#help").await;
            let mut expected = Vec::new();
            for number in 0..500 {
                expected.push(match number % 3 {
                    0 => t.inject_message(ann, help, "<@bot> how long does tea brew?"),
                    1 => t.inject_command(ann, help, "/ask question:how often should I drink tea"),
                    _ => t.user("ann").clicks_on(&shown, "Show me privately").await,
                });
            }
            let mut answered = t.expect_answers(500).await;
            expected.sort_unstable();
            answered.sort_unstable();
            assert_eq!(answered, expected);
            assert_eq!(t.unacknowledged(), 0);
        })
        .await;
}
