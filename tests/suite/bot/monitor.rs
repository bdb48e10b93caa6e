//! What the bot tells whoever watches it: `/healthz`, `/readyz`, `/metrics`.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new()
        .faq("tea.toml", LITTLE_TEA)
        .settings(r#"monitor = "127.0.0.1:0""#)
}

#[tokio::test]
async fn every_way_of_asking_is_counted_with_what_came_of_it() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does tea brew?").await;
            let (answer, _) = t.next_reply("#help").await;
            ann.replies_to(&answer, "how often should i drink it?")
                .await;
            t.next_reply("#help").await;
            ann.dm("how long does tea brew?").await;
            t.next_private("ann").await;
            ann.runs("/ask question:what is the meaning of life").await;
            t.next_private("ann").await;
            ann.runs("/faq topic:how often should I drink tea").await;
            t.next_private("ann").await;
            t.user("bob").clicks_on(&answer, "Show me privately").await;
            t.next_private("bob").await;
            t.user("bob").clicks_on(&answer, "Helpful").await;
            t.next_private("bob").await;
            let said = t.user("bob").says("#help", "how long does tea brew").await;
            t.user("hal").uses("Answer from the FAQ", &said).await;
            t.next_private("hal").await;
            // What is answered is counted a moment after it was sent.
            t.settles().await;
            let counted = [
                t.metrics("faqbot_answers").await,
                t.metrics("faqbot_response_seconds_count").await,
                t.metrics("faqbot_feedback").await,
                t.metrics("faqbot_entries").await,
                t.metrics("faqbot_ready").await,
                t.metrics("faqbot_in_flight").await,
            ];
            snapbox::assert_data_eq!(
                counted.join("\n"),
                str![[r#"
faqbot_answers_total{way="mention",outcome="answer"} 1
faqbot_answers_total{way="dm",outcome="answer"} 1
faqbot_answers_total{way="reply",outcome="answer"} 1
faqbot_answers_total{way="ask",outcome="unanswered"} 1
faqbot_answers_total{way="faq",outcome="answer"} 1
faqbot_answers_total{way="message_command",outcome="answer"} 1
faqbot_answers_total{way="button",outcome="answer"} 1
faqbot_response_seconds_count{way="mention"} 1
faqbot_response_seconds_count{way="dm"} 1
faqbot_response_seconds_count{way="reply"} 1
faqbot_response_seconds_count{way="ask"} 1
faqbot_response_seconds_count{way="faq"} 1
faqbot_response_seconds_count{way="message_command"} 1
faqbot_response_seconds_count{way="button"} 1
faqbot_feedback_total{verdict="helpful"} 1
faqbot_entries 2
faqbot_ready 1

"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn the_times_of_answers_and_the_content_have_names_that_last() {
    tea()
        .run(async |t| {
            t.user("ann")
                .runs("/ask question:how long does tea brew")
                .await;
            t.next_private("ann").await;
            let (status, body) = t.watches("/metrics").await;
            assert_eq!(status, 200);
            let comments = body.lines().filter(|line| line.starts_with("# HELP"));
            let comments: Vec<_> = comments.collect();
            snapbox::assert_data_eq!(
                comments.join("\n"),
                str![[r#"
# HELP faqbot_answers Responses to questions, by what we made of them and how they were asked.
# HELP faqbot_response_seconds From an event received to its response sent.
# HELP faqbot_unknown_events Gateway events that were not understood.
# HELP faqbot_malformed_events Gateway payloads that could not be read at all.
# HELP faqbot_reconnects Connections of shards to the gateway after their first.
# HELP faqbot_rest_errors Requests to Discord that failed.
# HELP faqbot_rest_rate_limits Times that Discord asked to wait (429).
# HELP faqbot_rest_retries Requests to Discord that were sent again.
# HELP faqbot_limited Questions refused because a member or a channel had asked too many.
# HELP faqbot_duplicates Events that came again and were dropped.
# HELP faqbot_panics Handlers that panicked, which is a bug.
# HELP faqbot_feedback What members said of answers.
# HELP faqbot_reloads Times that changed FAQ files were taken up, or were not.
# HELP faqbot_content_errors Errors in the FAQ files; their last good answers stay.
# HELP faqbot_queue_length Messages that wait for Discord's rate.
# HELP faqbot_in_flight Events that are being handled.
# HELP faqbot_build The running program.
# HELP faqbot_ready Whether every shard is connected and content is loaded.
# HELP faqbot_entries Entries that answers come from.
# HELP faqbot_sections Sections of articles that answers come from.
# HELP faqbot_shards_expected Shards that this process is to run.
# HELP faqbot_shard_connected Whether the shard receives events.
# HELP faqbot_shard_latency_seconds From a heartbeat to its acknowledgement.
# HELP faqbot_content The content that answers come from.
"#]]
            );
            assert!(body.ends_with("# EOF\n"), "{body}");
            let version = t.metrics("faqbot_content_info").await;
            assert!(version.contains("version=\""), "{version}");
            assert!(!version.contains("version=\"\""), "{version}");
        })
        .await;
}

#[tokio::test]
async fn a_watcher_is_told_whether_the_bot_is_ready_and_why_not() {
    tea()
        .run(async |t| {
            t.expect_ready(200, "ready").await;
            assert_eq!(t.watches("/healthz").await, (200, "ok".to_owned()));
            assert_eq!(t.watches("/else").await, (404, "not found".to_owned()));
            t.shuts_gateway(true);
            t.drop_gateway();
            t.expect_ready(503, "connected shards: 0 of 1").await;
            assert_eq!(t.watches("/healthz").await, (200, "ok".to_owned()));
            t.shuts_gateway(false);
            t.expect_ready(200, "ready").await;
        })
        .await;
}

#[tokio::test]
async fn an_address_that_is_taken_ends_the_start_with_a_reason() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let ended = BotTest::new()
        .faq("tea.toml", LITTLE_TEA)
        .settings(&format!("monitor = \"{address}\""))
        .run_to_its_end()
        .await;
    assert_eq!(ended.code, Some(2));
    let error = ended.log.lines().filter(|line| !line.contains("INFO"));
    let error: Vec<_> = error.collect();
    let error = error.join("\n").replace(&address, "ADDRESS");
    snapbox::assert_data_eq!(
        error,
        str![
            "error: cannot serve health and metrics on `ADDRESS`: Address already in use (os error 98)"
        ]
    );
}
