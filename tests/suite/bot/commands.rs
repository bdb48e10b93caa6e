//! `/ask` and the pages about the bot: what each shows, and to whom.
//!
//! Messages are told in `bot_asking`, `/faq` in `bot_topics`, menus of messages
//! in `bot_menu`, buttons of all answers elsewhere.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::PLAIN_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", PLAIN_TEA)
}

#[tokio::test]
async fn ask_answers_the_asker_alone_and_share_posts_it_with_the_question() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:how long does *tea* brew?").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /ask (only ann sees this)
> how long does \*tea\* brew?
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
            t.expect_silence("#help").await;
            ann.clicks("Share").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann [Share]
Asked: how long does \*tea\* brew?
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
            ann.clicks("Share").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann [Share] (only ann sees this)
Done, the answer is posted.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn the_asker_chooses_who_sees_the_answer() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:how long does tea brew? private:false")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann /ask
> how long does tea brew?
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
            ann.runs("/ask question:quantum physics private:true").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /ask (only ann sees this)
> quantum physics
Sorry, I have no answer to that.
Other people here may know.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn the_owner_chooses_who_sees_answers_by_default() {
    tea()
        .settings("private = false")
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:how long does tea brew?").await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann /ask
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
            ann.runs("/faq topic:water").await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann /faq
[embed #2a7f62]
# How hot should the water be?
**Hot, but not boiling, for green tea.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
            ann.runs("/ask question:how long does tea brew? private:true").await;
            t.expect_private("ann", str![[r#"
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
"#]]).await;
            // Pages about the bot are nobody else's business.
            ann.runs("/help").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /help (only ann sees this)
[embed #5b6770]
# How to ask me
Ask in your own words:
- Mention me in a message, or send me a direct message.
- `/ask` answers your question; with `private` you choose whether only you see the answer.
- `/faq` shows one topic, `/topics` shows them all.
- To have a message answered, right-click it (on a phone, press and hold) and choose **Apps → Answer from the FAQ**.

I am not for emergencies. In an emergency, please don't wait for me: call your local emergency number.
[end]
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn in_direct_messages_answers_stay_and_have_nothing_to_share() {
    tea()
        .run(async |t| {
            let ann = t.user("ann").at("dm");
            ann.runs("/ask question:how long does tea brew?").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /ask
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Dismiss]
"#]],
            )
            .await;
            ann.runs("/faq topic:water").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /faq
[embed #2a7f62]
# How hot should the water be?
**Hot, but not boiling, for green tea.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful] [Dismiss]
"#]],
            )
            .await;
            ann.runs("/ask question:how long does tea brew? private:true")
                .await;
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
[Helpful] [Not helpful] [Dismiss]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn the_bot_says_what_it_is_and_what_it_keeps() {
    tea()
        .settings("website = \"https://tea.example/faq_bot\"")
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/about").await;
            let (_, shown) = t.next_private("ann").await;
            snapbox::assert_data_eq!(without_version(&shown), str![[r#"
faqbot -> ann /about (only ann sees this)
[embed #5b6770]
# About me
I look up answers that this community's moderators wrote, and show them word for word. I never make an answer up: where I have none, I say so.

Questions that I can answer: 2
Sections of articles: 0
Version: [VERSION]

More about me: https://tea.example/faq_bot
[end]
"#]]);
            ann.runs("/privacy").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /privacy (only ann sees this)
[embed #5b6770]
# What I keep
- I keep no member's id, and no list of who asked what.
- For 90 days, where the owner allows it, I keep questions that I had no good answer to, or whose answer was marked "Not helpful": the text, with mentions, e-mail addresses, phone numbers, long numbers and links taken out; the server; the date; and what became of it, or the reason. The moderators see them, so that they can improve the answers. An answer marked wrong or unsafe they see at once.
- Of a question that is urgent, as of a medical emergency or a crisis, I never keep the text.
- I count by server and week how much is asked and with what outcome, how often an answer is shown, and how often it was called helpful.
- What you send with `/suggest` is kept for 90 days, cleaned in the same way, with your name only if you put it there. `/forget-me` takes the name off.
- What moderators change in the FAQ is kept with their names, so that it can be undone. What they take from a question into the FAQ stays there, without who asked.
- When I leave a server, what I kept of it is deleted after 30 days.
- A private answer is seen only by the person who asked.
- In memory only, until I restart: which reply belongs to which message, so that I can follow a question that is edited or deleted; what a direct talk is about; and how much a member asked just now.
- My log files hold no messages.
[end]
"#]]).await;
        })
        .await;
}

/// The text with the version of the content masked.
fn without_version(text: &str) -> String {
    let lines = text.lines().map(|line| match line.split_once("Version: ") {
        Some((before, _)) => format!("{before}Version: [VERSION]"),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}
