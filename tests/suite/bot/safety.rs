//! Nobody is pinged, misled or exposed: hostile text, forged clicks, limits, and
//! what stands in the log.

use serde_json::json;
use snapbox::str;

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::TEA;

const HOSTILE: &str = r#"
title = "@everyone <@&1>"
disclaimer = "@here [free nitro](https://evil.example) <@1>"
sources = [{ title = "[https://bank.example](https://evil.example) @everyone" }]

[[entry]]
id = "prize"
question = "How do I get a prize @everyone **now** <@1>?"
alternates = ["how do i get a prize"]
answer = """
@everyone @here <@1> <@&1> <#1> Get it at [https://bank.example](https://evil.example/login) or at [the bank](https://evil.example).

**Never closed *and `broken ||spoiler

<t:0:R> </ask:1> <:x:1> discord.gg/evil

# \u202eSdrawkcab
"""
"#;

const UNKNOWN: &str = "I don't know this button. Please ask again.";

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", TEA)
}

#[tokio::test]
async fn text_of_the_faq_pings_nobody_and_hides_no_address() {
    BotTest::new()
        .faq("hostile.toml", HOSTILE)
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how do i get a prize").await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann: <@faqbot> how do i get a prize
[embed #2a7f62]
# How do I get a prize @​everyone \*\*now\*\* \<@​1>?
**@​everyone @​here \<@​1> \<@​&1> \<#1> Get it at https:\/\/bank.example (<https://evil.example/login>) or at [the bank](<https://evil.example>).**

\*\*Never closed \*and \`broken \|\|spoiler

\<t:[TIME]:R> \</ask:1> \<:x:1> discord.gg/evil

# Sdrawkcab
## Source
\[https:\/\/bank.example\](https:\/\/evil.example) @​everyone
-- @here [free nitro](https://evil.example) <@1>
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
            ann.runs("/ask question:how do i get a prize private:false")
                .await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn text_of_a_member_is_only_quoted() {
    let questions = [
        "@everyone @here <@&1> <@1> <#1> how long does green tea steep?",
        "[https://bank.example](https://evil.example) **how _long ||does `green tea steep",
        "```\nhow long does green tea steep\n```\n> # quoted\n-# small <t:0:R> </ask:1> <:x:1>",
        "\u{202e}how long does green tea steep\u{200b}\u{2066}?",
    ];
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            for question in questions {
                ann.runs(&format!("/ask question:{question} private:false"))
                    .await;
            }
            let mut quotes = Vec::new();
            for _ in questions {
                let (_, text) = t.next_reply("#help").await;
                quotes.push(text.lines().nth(1).unwrap_or_default().to_owned());
            }
            quotes.sort();
            snapbox::assert_data_eq!(
                quotes.join("\n"),
                str![[r#"
> @​everyone @​here /<@​&1> /<@​1> /<#1> how long does green tea steep?
> /[https:////bank.example/](https:////evil.example) /*/*how /_long /|/|does /`green tea steep
> /`/`/` how long does green tea steep /`/`/` > # quoted -# small /<t/:0/:R> /<//ask/:1> /</:x/:1>
> how long does green tea steep?
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn a_question_as_long_as_discord_takes_is_answered() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let long = format!(
                "how long does green tea steep {}",
                "and so on *_`|~ ".repeat(350)
            );
            let long: String = long.chars().take(4_000).collect();
            ann.says("#help", &format!("<@bot> {}", &long[..1_900]))
                .await;
            t.next_reply("#help").await;
            ann.dm(&long).await;
            t.next_private("ann").await;
            // The client takes no longer questions there.
            ann.runs(&format!("/ask question:{}", &long[..300])).await;
            let (_, text) = t.next_private("ann").await;
            let quote = text.lines().nth(1).unwrap_or_default();
            assert!(
                quote.chars().count() < 310 && quote.ends_with('…'),
                "{quote}"
            );
        })
        .await;
}

/// The bot says this privately to who sent a forged click.
async fn is_refused(t: &Bot, id: &str, text: &str) {
    let expected = format!("faqbot -> bob [forged] (only bob sees this)\n{text}");
    t.user("bob").clicks_raw(id).await;
    t.expect_private("bob", expected).await;
}

#[tokio::test]
async fn forged_clicks_get_a_polite_answer() {
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long does green tea steep?")
                .await;
            t.next_reply("#help").await;
            let oversized = format!("faqbot1:notice:0000000000000001{}", "a".repeat(200));
            for id in [
                "",
                "dyno:verify",
                "faqbot1:dance",
                "faqbot1:helpful:zzz",
                "faqbot1:more:0:0",
                "faqbot1:post:0:0",
                "faqbot1:dismiss:1",
                "faqbot1:topics:-1:0",
                "faqbot1:files:99999999999999999999999",
                "faqbot1:why:\u{202e}",
                "faqbot1:entries",
                "faqbot1:file",
                &oversized,
            ] {
                is_refused(t, id, UNKNOWN).await;
            }
            let stale = "This button is from an older version of me. Please ask again.";
            is_refused(t, "faqbot0:dismiss", stale).await;
            is_refused(t, "faqbot99:helpful:1", stale).await;
            let gone = "This answer is no longer there. Please ask again.";
            is_refused(t, "faqbot1:notice:0000000000000001", gone).await;
        })
        .await;
}

#[tokio::test]
async fn a_forged_id_names_no_other_message_and_no_other_entry() {
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long does green tea steep?")
                .await;
            t.next_reply("#help").await;
            let key = t
                .custom_ids("#help")
                .into_iter()
                .find_map(|id| id.strip_prefix("faqbot1:helpful:").map(str::to_owned));
            let key = key.expect("a key");
            let bob = t.user("bob");
            // A page that is not there, or begins within a character.
            for from in ["1", "7", "999999", "18446744073709551615"] {
                bob.clicks_raw(&format!("faqbot1:more:{key}:{from}")).await;
                t.next_private("bob").await;
            }
            // To post below a message that is nowhere, or in another channel.
            let said = t
                .user("ann")
                .says("#general", "my secret diary entry")
                .await;
            for target in ["1", &said.id.to_string(), "18446744073709551615"] {
                bob.clicks_raw(&format!("faqbot1:post:{target}:{key}"))
                    .await;
                t.expect_private(
                    "bob",
                    str![[r#"
faqbot -> bob [forged] (only bob sees this)
I can't post that: the message that it answers is gone.
"#]],
                )
                .await;
            }
            t.expect_silence("#help").await;
            t.expect_silence("#general").await;
            for value in ["", "nonsense", "outdated ", "🫖"] {
                bob.chooses_raw(&format!("faqbot1:why:{key}"), value).await;
                t.next_private("bob").await;
                bob.chooses_raw("faqbot1:entries", value).await;
                t.next_private("bob").await;
            }
            assert!(!t.ends_having_kept(true).await.contains("not helpful 1"));
        })
        .await;
}

#[tokio::test]
async fn a_form_that_nobody_offered_gets_a_polite_answer() {
    tea()
        .run(async |t| {
            t.user("ann").submits_raw("faqbot1:dance").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann form [forged] (only ann sees this)
I don't know this button. Please ask again.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_member_over_the_limit_is_told_once_and_privately() {
    tea()
        .settings("questions_per_member = 2")
        .run(async |t| {
            let ann = t.user("ann");
            for _ in 0..2 {
                ann.says("#help", "<@bot> how hot should the water be?")
                    .await;
                t.next_reply("#help").await;
            }
            for _ in 0..3 {
                ann.says("#help", "<@bot> how hot should the water be?")
                    .await;
            }
            let (_, note) = t.next_private("ann").await;
            assert!(
                note.contains("That was quick! Please ask again in "),
                "{note}"
            );
            t.expect_private_silence("ann").await;
            // Who uses a command is told each time, without a direct message.
            ann.runs("/ask question:how hot should the water be?").await;
            let (_, note) = t.next_private("ann").await;
            assert!(
                note.contains("(only ann sees this)\nThat was quick!"),
                "{note}"
            );
            ann.runs("/faq topic:water").await;
            t.next_private("ann").await;
            t.user("bob")
                .says("#help", "<@bot> how hot should the water be?")
                .await;
            t.next_reply("#help").await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_channel_has_a_limit_and_closed_direct_messages_stay_closed() {
    tea()
        .settings("questions_per_member = 0\nanswers_per_channel = 1")
        .run(async |t| {
            let ann = t.user("ann");
            let bob = t.user("bob");
            bob.closes_dms().await;
            ann.says("#help", "<@bot> how hot should the water be?")
                .await;
            t.next_reply("#help").await;
            bob.says("#help", "<@bot> how hot should the water be?")
                .await;
            t.expect_silence("#help").await;
            bob.runs("/ask question:how hot should the water be?").await;
            let (_, note) = t.next_private("bob").await;
            assert!(
                note.contains("There are many questions here right now."),
                "{note}"
            );
            bob.says("#general", "<@bot> how hot should the water be?")
                .await;
            t.next_reply("#general").await;
        })
        .await;
}

#[tokio::test]
async fn without_limits_any_number_is_answered() {
    tea()
        .settings("questions_per_member = 0\nanswers_per_channel = 0")
        .run(async |t| {
            for _ in 0..40 {
                t.user("ann")
                    .says("#help", "<@bot> how hot should the water be?")
                    .await;
            }
            for _ in 0..40 {
                t.next_reply("#help").await;
            }
        })
        .await;
}

#[tokio::test]
async fn the_log_holds_no_token_and_at_info_no_text_of_members() {
    for level in ["info", "debug"] {
        tea()
            .env("FAQBOT_LOG", level)
            .run(async |t| {
                let ann = t.user("ann");
                ann.says("#help", "<@bot> my secret rash and green tea")
                    .await;
                t.next_reply("#help").await;
                t.fail_next("callback", 500);
                ann.runs("/ask question:my secret rash and green tea").await;
                t.next_private("ann").await;
                t.denies("#general", "Send Messages");
                ann.says("#general", "<@bot> my secret rash and green tea")
                    .await;
                t.sends_raw("MESSAGE_CREATE", &json!({"content": "my secret rash"}));
                t.settles().await;
                if level == "info" {
                    assert!(!t.log().contains("secret rash"), "{}", t.log());
                }
                let token = t.discord().token();
                let secret = token.rsplit('.').next().unwrap_or_default();
                assert!(!t.log().contains(secret), "{}", t.log());
            })
            .await;
    }
}
