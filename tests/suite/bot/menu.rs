//! "Answer from the FAQ" in the menu of a message, and members who have the bot
//! on their own account, where it can only respond.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::PLAIN_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", PLAIN_TEA)
}

#[tokio::test]
async fn a_helper_reads_the_answer_first_and_posts_it_as_a_reply() {
    tea()
        .run(async |t| {
            let asked = t
                .user("ann")
                .says("#general", "how long does tea brew?")
                .await;
            let hal = t.user("hal");
            hal.uses("Answer from the FAQ", &asked).await;
            t.expect_private(
                "hal",
                str![[r#"
faqbot -> hal Answer from the FAQ (only hal sees this)
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Post as a reply]
"#]],
            )
            .await;
            t.expect_silence("#general").await;
            hal.clicks("Post as a reply").await;
            t.expect_reply(
                "#general",
                str![[r#"
faqbot -> ann: how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
            )
            .await;
            t.expect_private(
                "hal",
                str![[r#"
faqbot -> hal [Post as a reply] (only hal sees this)
Done, the answer is posted.
"#]],
            )
            .await;
            hal.clicks("Post as a reply").await;
            t.expect_private(
                "hal",
                str![[r#"
faqbot -> hal [Post as a reply] (only hal sees this)
Done, the answer is posted.
"#]],
            )
            .await;
            t.expect_silence("#general").await;
        })
        .await;
}

#[tokio::test]
async fn a_helper_is_told_why_an_answer_cannot_be_posted() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let hal = t.user("hal");
            let asked = ann.says("#general", "how long does tea brew?").await;
            hal.uses("Answer from the FAQ", &asked).await;
            t.next_private("hal").await;
            t.denies("#general", "Send Messages");
            hal.clicks("Post as a reply").await;
            t.expect_private(
                "hal",
                str![[r#"
faqbot -> hal [Post as a reply] (only hal sees this)
I can't post that: the permission to write there is missing.
"#]],
            )
            .await;
            t.allows("#general", "Send Messages");
            ann.deletes(&asked).await;
            hal.clicks("Post as a reply").await;
            t.expect_private(
                "hal",
                str![[r#"
faqbot -> hal [Post as a reply] (only hal sees this)
I can't post that: the message that it answers is gone.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_message_of_which_nothing_is_known_or_readable_gets_a_kind_line() {
    tea()
        .run(async |t| {
            let hal = t.user("hal");
            let asked = t.user("ann").says("#general", "quantum physics?").await;
            hal.uses("Answer from the FAQ", &asked).await;
            t.expect_private(
                "hal",
                str![[r#"
faqbot -> hal Answer from the FAQ (only hal sees this)
> quantum physics?
Sorry, I have no answer to that.
Other people here may know.
"#]],
            )
            .await;
            let asked = t.user("ann").says("#general", "").await;
            hal.uses("Answer from the FAQ", &asked).await;
            t.expect_private(
                "hal",
                str![[r#"
faqbot -> hal Answer from the FAQ (only hal sees this)
This message has no text that I can read.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_member_with_the_bot_on_their_account_asks_in_any_server() {
    tea()
        .run(async |t| {
            let ann = t.user("ann").installed_personally();
            ann.runs("/ask question:how long does tea brew?").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /ask (only ann sees this)
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Share]
"#]],
            )
            .await;
            ann.clicks("Share").await;
            t.expect_reply(
                "Elsewhere/#lounge",
                str![[r#"
faqbot -> ann [Share]
Asked: how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
            )
            .await;
            ann.clicks("Dismiss").await;
            t.expect_deleted("Elsewhere/#lounge").await;
            // The bot is no member there, so it answers the one who asked.
            let asked = t
                .user("bob")
                .says("Elsewhere/#lounge", "how hot should the water be?")
                .await;
            ann.uses("Answer from the FAQ", &asked).await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann Answer from the FAQ (only ann sees this)
> how hot should the water be?
[embed #2a7f62]
# How hot should the water be?
**Hot, but not boiling, for green tea.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Share]
"#]],
            )
            .await;
            ann.clicks("Share").await;
            t.expect_reply(
                "Elsewhere/#lounge",
                str![[r#"
faqbot -> ann [Share]
Asked: how hot should the water be?
[embed #2a7f62]
# How hot should the water be?
**Hot, but not boiling, for green tea.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_member_with_the_bot_on_their_account_asks_among_friends() {
    tea()
        .run(async |t| {
            let ann = t.user("ann").at("group");
            ann.runs("/ask question:how long does tea brew?").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /ask (only ann sees this)
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Share]
"#]],
            )
            .await;
            ann.runs("/faq topic:brew").await;
            t.next_private("ann").await;
            ann.clicks("Share").await;
            t.expect_reply(
                "group",
                str![[r#"
faqbot -> ann [Share]
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
            )
            .await;
        })
        .await;
}
