//! What the gateway does to bots: lost connections, sessions that end, events
//! that come twice, spoiled or not at all. Questions are answered all the same,
//! and once.

use std::time::Duration;

use serde_json::json;
use snapbox::str;

use crate::support::discord::{BotTest, FakeDiscord};

const TEA: &str = r#"
title = "Tea"

[[entry]]
id = "brew"
question = "How long does tea brew?"
answer = "Three minutes."
"#;

const ASKED: &str = "<@bot> how long does tea brew?";
const RUN: &str = "/ask question:how long does tea brew";

fn tea() -> BotTest {
    BotTest::new()
        .faq("tea.toml", TEA)
        .settings(r#"monitor = "127.0.0.1:0""#)
}

#[tokio::test]
async fn what_was_asked_while_the_connection_was_lost_is_answered_afterwards() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let ways: [fn(&FakeDiscord); 4] = [
                |t| t.drop_gateway(),
                |t| t.close_gateway(4000),
                |t| t.op7(),
                |t| t.op9(true),
            ];
            for (count, way) in ways.iter().enumerate() {
                // Nobody else runs before somebody waits: all of it happens
                // while the bot is away.
                way(t);
                ann.says("#help", ASKED).await;
                ann.runs(RUN).await;
                assert_eq!(
                    ann.types("/faq topic:tea").await,
                    ["How long does tea brew?"]
                );
                t.expect_resumes(count + 1).await;
                t.next_reply("#help").await;
                t.next_private("ann").await;
            }
            t.expect_silence("#help").await;
            snapbox::assert_data_eq!(
                t.metrics("reconnects").await,
                str!["faqbot_reconnects_total 4"]
            );
        })
        .await;
}

#[tokio::test]
async fn events_that_come_twice_are_answered_once() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", ASKED).await;
            ann.runs(RUN).await;
            t.next_reply("#help").await;
            let (shown, _) = t.next_private("ann").await;
            ann.clicks_on(&shown, "Helpful").await;
            t.next_private("ann").await;
            t.repeats_events(5);
            t.expect_silence("#help").await;
            t.expect_private_silence("ann").await;
            assert_eq!(t.count("callback"), 2);
            snapbox::assert_data_eq!(
                t.metrics("duplicates").await,
                str!["faqbot_duplicates_total 3"]
            );
        })
        .await;
}

#[tokio::test]
async fn a_session_that_ended_is_begun_anew() {
    tea()
        .run(async |t| {
            t.op9(false);
            t.expect_identifies(2).await;
            t.expect_ready(200, "ready").await;
            t.user("ann").says("#help", ASKED).await;
            t.next_reply("#help").await;
            snapbox::assert_data_eq!(
                t.metrics("reconnects").await,
                str!["faqbot_reconnects_total 1"]
            );
        })
        .await;
}

#[tokio::test]
async fn a_gateway_that_answers_no_heartbeats_is_left() {
    tea()
        .heartbeat(Duration::from_millis(500))
        .run(async |t| {
            t.stop_acking();
            t.expect_identifies(2).await;
            t.expect_ready(200, "ready").await;
            t.user("ann").says("#help", ASKED).await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_gateway_that_takes_no_connections_is_tried_until_it_does() {
    tea()
        .run(async |t| {
            t.shuts_gateway(true);
            t.drop_gateway();
            t.expect_log("cannot connect to Discord's gateway, trying again")
                .await;
            let (status, reason) = t.watches("/readyz").await;
            assert_eq!((status, &*reason), (503, "connected shards: 0 of 1"));
            assert_eq!(t.watches("/healthz").await, (200, "ok".to_owned()));
            t.shuts_gateway(false);
            // Serenity gives a session up that it cannot resume at once. What was
            // asked meanwhile never reaches the bot: Discord itself tells members
            // that the application did not respond.
            t.expect_identifies(2).await;
            t.expect_ready(200, "ready").await;
            t.user("ann").says("#help", ASKED).await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn the_bot_can_be_stopped_while_the_gateway_is_lost() {
    tea()
        .run(async |t| {
            t.shuts_gateway(true);
            t.drop_gateway();
            t.gateway_refused(1).await;
            assert_eq!(t.stops().await, Some(0));
        })
        .await;
}

#[tokio::test]
async fn compressed_events_are_read() {
    tea()
        .zlib()
        .run(async |t| {
            t.user("ann").says("#help", ASKED).await;
            t.next_reply("#help").await;
            t.drop_gateway();
            t.user("ann").runs(RUN).await;
            t.expect_resumes(1).await;
            t.next_private("ann").await;
        })
        .await;
}

#[tokio::test]
async fn events_that_cannot_be_read_are_counted_and_named() {
    tea()
        .run(async |t| {
            t.sends_raw("TEA_TIME", &json!({"cups": 2}));
            t.sends_raw("MESSAGE_CREATE", &json!({"content": "secret tea"}));
            t.sends_raw("READY", &json!({}));
            t.sends_raw("GUILD_CREATE", &json!({"id": 3}));
            t.sends_raw("INTERACTION_CREATE", &json!("nothing at all"));
            t.sends_text("{ secret tea");
            t.sends_text(r#"{"op":0,"t":"MESSAGE_CREATE","d":{"content":"secret tea"}}"#);
            t.sends_text(r#"{"op":77,"d":"secret tea"}"#);
            t.sends_text("[]");
            // Those that come after are answered.
            t.user("ann").says("#help", ASKED).await;
            t.next_reply("#help").await;
            t.settles().await;
            let log = t.log();
            assert!(!log.contains("secret"), "{log}");
            let mut warnings: Vec<_> = log.lines().filter(|line| line.contains("WARN")).collect();
            warnings.sort_unstable();
            snapbox::assert_data_eq!(
                warnings.join("\n"),
                str![[r#"
 WARN cannot read an event of Discord event=GUILD_CREATE
 WARN cannot read an event of Discord event=INTERACTION_CREATE
 WARN cannot read an event of Discord event=MESSAGE_CREATE
 WARN cannot read an event of Discord event=READY
 WARN cannot read what Discord's gateway sent
 WARN cannot read what Discord's gateway sent
 WARN cannot read what Discord's gateway sent
 WARN cannot read what Discord's gateway sent
"#]]
            );
            let counted = t.metrics("unknown_events").await + "\n" + &t.metrics("malformed").await;
            snapbox::assert_data_eq!(
                counted,
                str![[r#"
faqbot_unknown_events_total{event="READY"} 1
faqbot_unknown_events_total{event="INTERACTION_CREATE"} 1
faqbot_unknown_events_total{event="MESSAGE_CREATE"} 1
faqbot_unknown_events_total{event="GUILD_CREATE"} 1
faqbot_unknown_events_total{event="other"} 1
faqbot_malformed_events_total 4
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn a_command_that_cannot_be_read_gets_a_polite_answer() {
    tea()
        .run(async |t| {
            t.spoils_next("INTERACTION_CREATE", |data| data["data"] = json!(17));
            t.user("ann").with_locale("de").runs(RUN).await;
            let (_, text) = t.next_private("ann").await;
            let id = text
                .trim_end()
                .rsplit(' ')
                .next()
                .expect("an id")
                .to_owned();
            t.expect_log(&id).await;
            snapbox::assert_data_eq!(text.replace(&id, "ID"), str![[r#"
faqbot -> ann /ask (only ann sees this)
Da ist leider etwas schiefgegangen. Wenn es wieder passiert, sag bitte dem Moderationsteam Bescheid: ID
"#]]);
            t.spoils_next("INTERACTION_CREATE", |data| data["data"] = json!(17));
            assert_eq!(t.user("ann").types("/faq topic:tea").await, [""; 0]);
            t.spoils_next("INTERACTION_CREATE", |data| data["type"] = json!(99));
            t.user("ann").runs(RUN).await;
            let (_, text) = t.next_private("ann").await;
            assert!(text.contains("something went wrong"), "{text}");
        })
        .await;
}

#[tokio::test]
async fn a_server_and_a_direct_message_are_served_by_their_shards() {
    tea()
        .shards(2)
        .guild("Other")
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", ASKED).await;
            t.next_reply("#help").await;
            ann.says("Other/#lobby", ASKED).await;
            t.next_reply("Other/#lobby").await;
            ann.dm("how long does tea brew?").await;
            t.next_private("ann").await;
            t.expect_ready(200, "ready").await;
            snapbox::assert_data_eq!(
                t.metrics("shards_expected").await + "\n" + &t.metrics("shard_connected").await,
                str![[r#"
faqbot_shards_expected 2
faqbot_shard_connected{shard="0"} 1
faqbot_shard_connected{shard="1"} 1
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn several_processes_share_the_shards() {
    tea()
        .args(&["--shards", "0-1", "--total-shards", "4"])
        .guild("Second")
        .guild("Third")
        .run(async |t| {
            t.expect_ready(200, "ready").await;
            t.user("ann").says("Second/#lobby", ASKED).await;
            t.next_reply("Second/#lobby").await;
            // The third server is on a shard of another process.
            t.user("ann").says("Third/#lobby", ASKED).await;
            t.expect_silence("Third/#lobby").await;
            snapbox::assert_data_eq!(
                t.metrics("shards_expected").await + "\n" + &t.metrics("shard_connected").await,
                str![[r#"
faqbot_shards_expected 2
faqbot_shard_connected{shard="0"} 1
faqbot_shard_connected{shard="1"} 1
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn shards_that_cannot_be_are_refused_with_a_reason() {
    for (own, total) in [("0-4", "4"), ("3-1", "4"), ("x", "4"), ("0", "0")] {
        let ended = tea()
            .args(&["--shards", own, "--total-shards", total])
            .run_to_its_end()
            .await;
        assert_eq!(ended.code, Some(2), "{}", ended.log);
        assert!(
            ended.log.contains(&format!("`--shards {own}`")),
            "{}",
            ended.log
        );
    }
    let ended = tea().args(&["--shards", "0-1"]).run_to_its_end().await;
    assert_eq!(ended.code, Some(2));
    snapbox::assert_data_eq!(
        ended.log,
        str![[r#"
error: the following required arguments were not provided:
  --total-shards <COUNT>

Usage: faqbot serve --shards <FIRST-LAST> --total-shards <COUNT>

For more information, try '--help'.
"#]]
    );
}

#[tokio::test]
async fn a_start_without_a_network_waits_for_it() {
    tea()
        .fails_first("GET /users/@me", 0)
        .fails_first("GET /users/@me", 503)
        .fails_first("GET /users/@me", 0)
        .run(async |t| {
            t.user("ann").says("#help", ASKED).await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn what_fails_at_the_start_is_said_and_gone_without() {
    tea()
        .settings("guilds = [\"4194304000\"]")
        .fails_first("commands", 403)
        .fails_first("commands", 403)
        .fails_first("GET /users/@me/guilds", 404)
        .fails_first("GET /gateway/bot", 404)
        .run(async |t| {
            t.user("ann").says("#help", ASKED).await;
            t.next_reply("#help").await;
            let log = t.log();
            let warnings: Vec<_> = log.lines().filter(|line| line.contains("WARN")).collect();
            snapbox::assert_data_eq!(warnings.join("\n"), str![[r#"
 WARN cannot register the commands in the server 4194304000, which the bot is not in: Discord answered 403, code 50013: Missing Permissions
 WARN cannot list the servers: Discord answered 404, code 10008: Unknown Message
 WARN using one connection, since Discord advises none: Discord answered 404, code 10008: Unknown Message
"#]]);
        })
        .await;
}
