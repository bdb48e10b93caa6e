//! Asking the bot in messages: mentions, direct messages, replies; who is
//! answered and who is not.
//!
//! Commands are told in `bot_commands`.

use snapbox::{IntoData, str};

use crate::support::discord::BotTest;

const TEA: &str = r#"
title = "Tea"
disclaimer = "Ask the kettle."

[[entry]]
id = "black"
question = "How long does black tea brew?"
answer = "Three minutes."
related = ["often"]

[[entry]]
id = "green"
question = "How long does green tea brew?"
answer = "Two minutes."

[[entry]]
id = "often"
question = "How often should I drink tea?"
answer = "Twice a day."

[[entry]]
id = "cups"
question = "Do you sell green cups?"
answer = "Yes, and blue ones."

[[entry]]
id = "plants"
question = "How often should I water plants?"
answer = "Once a week."
"#;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", TEA)
}

#[tokio::test]
async fn a_mention_is_answered_as_a_reply() {
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long does black tea brew??")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> how long does black tea brew??
[embed #2a7f62]
# How long does black tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
(menu: Related topics | How often should I drink tea?)
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_mention_counts_wherever_it_stands_and_however_it_is_written() {
    // A stand-in for Discord may leave the list of mentions empty.
    tea()
        .bare_mentions()
        .run(async |t| {
            let (bot, _) = t.ids("faqbot", "#help");
            let ann = t.user("ann");
            for text in [
                "how long does black tea brew <@bot>".to_owned(),
                format!("<@!{bot}>how long does black tea brew"),
                "hey <@bot>, how long does black tea brew? <@bot>".to_owned(),
                "<@bot> <@bob> asks how long does black tea brew".to_owned(),
            ] {
                ann.says("#help", &text).await;
                let (_, reply) = t.next_reply("#help").await;
                assert!(
                    reply.contains("# How long does black tea brew?"),
                    "{text}\n{reply}"
                );
            }
            ann.says("#help", "<@bob> how long does black tea brew?")
                .await;
            ann.says("#help", "how long does black tea brew, faqbot?")
                .await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_mention_in_a_thread_is_answered_there() {
    tea()
        .run(async |t| {
            t.user("ann").opens_thread("#help", "brewing").await;
            t.user("bob")
                .says("brewing", "<@bot> how long does black tea brew?")
                .await;
            t.expect_reply(
                "brewing",
                str![[r#"
faqbot -> bob: <@faqbot> how long does black tea brew?
[embed #2a7f62]
# How long does black tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
(menu: Related topics | How often should I drink tea?)
"#]],
            )
            .await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_direct_message_is_answered_and_the_talk_goes_on() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.dm("how long does black tea brew?").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann: how long does black tea brew?
[embed #2a7f62]
# How long does black tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Dismiss]
(menu: Related topics | How often should I drink tea?)
"#]],
            )
            .await;
            ann.dm("and green?").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann: and green?
[embed #2a7f62]
# How long does green tea brew?
**Two minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Dismiss]
"#]],
            )
            .await;
            // What ann talks about is nothing to bob.
            t.user("bob").dm("and green?").await;
            t.expect_private(
                "bob",
                str![[r#"
faqbot -> bob: and green?
Did you mean one of these?
[Do you sell green cups?]
[How long does green tea brew?]
[Dismiss]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_reply_to_an_answer_is_a_question_about_it() {
    BotTest::shipped()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> is massage safe with sciatica?")
                .await;
            let answer = t.next_reply("#help").await.0;
            t.user("bob").replies_to(&answer, "how often?").await;
            let (_, reply) = t.next_reply("#help").await;
            assert!(
                reply.contains("# How often should I have a massage"),
                "{reply}"
            );
        })
        .await;
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            let answer = t.next_reply("#help").await.0;
            t.user("bob").replies_to(&answer, "and green?").await;
            let answer = t
                .expect_reply(
                    "#help",
                    str![[r#"
faqbot -> bob: and green?
[embed #2a7f62]
# How long does green tea brew?
**Two minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
                )
                .await;
            t.user("ann").replies_to(&answer, "thanks!").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: thanks!
You're welcome!
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_reply_to_an_answer_without_its_ping_cannot_be_read_and_is_left_alone() {
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            let answer = t.next_reply("#help").await.0;
            t.user("bob")
                .replies_quietly_to(&answer, "and green?")
                .await;
            t.expect_silence("#help").await;
            t.user("bob")
                .replies_quietly_to(&answer, "<@bot> and green?")
                .await;
            let (_, reply) = t.next_reply("#help").await;
            assert!(reply.contains("# How long does green tea brew?"), "{reply}");
        })
        .await;
}

#[tokio::test]
async fn a_mention_below_anothers_question_answers_that_question() {
    tea()
        .settings("listen = [\"general\"]")
        .run(async |t| {
            let asked = t
                .user("ann")
                .says("#help", "how long does black tea brew?")
                .await;
            t.user("bob").replies_to(&asked, "<@bot>").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> bob: <@faqbot>
[embed #2a7f62]
# How long does black tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
(menu: Related topics | How often should I drink tea?)
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn anothers_question_that_cannot_be_read_is_answered_from_its_menu() {
    tea()
        .run(async |t| {
            let asked = t.user("ann").says("#help", "how long does black tea brew?").await;
            t.user("bob").replies_to(&asked, "<@bot>").await;
            t.expect_reply("#help", str![[r#"
faqbot -> bob: <@faqbot>
I can't see the text of that message. To have it answered, right-click it (on a phone, press and hold) and choose **Apps → Answer from the FAQ**. Or ask me in your own words.
"#]]).await;
            t.user("bob").replies_to(&asked, "<@bot> how long does green tea brew?").await;
            let (_, reply) = t.next_reply("#help").await;
            assert!(reply.contains("# How long does green tea brew?"), "{reply}");
        })
        .await;
}

#[tokio::test]
async fn a_bare_mention_is_told_how_to_ask() {
    tea()
        .run(async |t| {
            t.user("ann").says("#help", "<@bot>").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot>
I look up answers that this community's moderators wrote. Ask me a question, in your own words.
"#]],
            )
            .await;
            t.user("ann").says("#help", "hi <@bot>!").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: hi <@faqbot>!
Hello! Ask me a question, in your own words.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn nothing_that_is_asked_or_written_pings_anybody() {
    // The fake Discord holds this for every message that the bot sends.
    let loud = "title = \"<@1> @everyone\"\n[[entry]]\nid = \"loud\"\n\
                question = \"Who wakes @everyone?\"\nanswer = \"@here <@&1> <@1> @everyone\"\n";
    // What keeps Discord from reading a mention cannot be seen.
    let visible = |text: String| text.replace('\u{200b}', "|");
    tea()
        .faq("loud.toml", loud)
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> who wakes @everyone?").await;
            let (_, shown) = t.next_reply("#help").await;
            snapbox::assert_data_eq!(visible(shown), str![[r#"
faqbot -> ann: <@faqbot> who wakes @everyone?
[embed #2a7f62]
# Who wakes @|everyone?
**@|here \<@|&1> \<@|1> @|everyone**
## Source
\<@|1> @|everyone (loud.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]].raw());
            ann.runs("/ask question:@everyone <@bob> quantum physics private:false")
                .await;
            let (_, shown) = t.next_reply("#help").await;
            snapbox::assert_data_eq!(visible(shown), str![[r#"
faqbot -> ann /ask
> @|everyone \<@|bob> quantum physics
Sorry, I have no answer to that.
Other people here may know.
[Dismiss]
"#]].raw());
        })
        .await;
}

#[tokio::test]
async fn bots_and_webhooks_are_ignored() {
    tea()
        .run(async |t| {
            t.user("robot")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.user("ann")
                .through_webhook()
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.user("faqbot")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn bots_and_webhooks_are_answered_where_the_owner_says_so() {
    tea()
        .settings("answer_bots = true")
        .run(async |t| {
            t.user("robot")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.next_reply("#help").await;
            t.user("ann")
                .through_webhook()
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.next_reply("#help").await;
            // It never talks with itself.
            t.user("faqbot")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_channel_that_the_bot_may_not_write_in_stays_silent() {
    tea()
        .run(async |t| {
            t.denies("#help", "Send Messages");
            t.user("ann")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.expect_silence("#help").await;
            t.allows("#help", "Send Messages");
            t.user("ann")
                .says("#help", "<@bot> how long does black tea brew?")
                .await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_direct_talk_goes_on_from_a_command() {
    tea()
        .run(async |t| {
            let ann = t.user("ann").at("dm");
            ann.runs("/ask question:how long does black tea brew?")
                .await;
            t.next_private("ann").await;
            ann.dm("and green?").await;
            let (_, reply) = t.next_private("ann").await;
            assert!(reply.contains("# How long does green tea brew?"), "{reply}");
        })
        .await;
}
