//! Slash commands and the menu of a message: what each shows, to whom, in
//! which language, and what its buttons do then.
//!
//! Messages are told in `bot_asking`, buttons of all answers elsewhere.

use snapbox::str;

use crate::support::discord::BotTest;

const TEA: &str = r#"
title = "Tea"
disclaimer = "Ask the kettle."

[[entry]]
id = "brew"
question = "How long does tea brew?"
alternates = ["steeping time", "when is my cuppa ready"]
answer = "Three minutes."

[[entry]]
id = "water"
question = "How hot should the water be?"
answer = "Hot, but not boiling, for green tea."
"#;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", TEA)
}

/// A file with so many entries, `NAME 1` and so on.
fn many(name: &str, count: usize) -> String {
    let entry = |number| {
        format!(
            "[[entry]]\nid = \"n{number}\"\nquestion = \"{name} {number}\"\n\
             answer = \"Number {number}.\"\n"
        )
    };
    let entries: String = (1..=count).map(entry).collect();
    format!("title = \"{name}\"\n{entries}")
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
- `/ask` answers your question; only you see the answer if you choose `private`.
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
async fn faq_completes_what_is_typed() {
    tea()
        .article("pots.md", "# Pots\n\n## Cleaning the spout\n\nRinse it.\n")
        .run(async |t| {
            let ann = t.user("ann");
            let mut all = String::new();
            for typed in [
                "",
                "  ",
                "h",
                "wat",
                "tae bre",
                "steep",
                "spou",
                "cuppa rea",
                "zebra",
                "!?",
            ] {
                let choices = ann.types(&format!("/faq topic:{typed}")).await.join(" | ");
                all += &format!("{typed:?}: {choices}\n");
            }
            snapbox::assert_data_eq!(
                all,
                str![[r#"
"": How long does tea brew? | How hot should the water be? | Cleaning the spout
"  ": How long does tea brew? | How hot should the water be? | Cleaning the spout
"h": How long does tea brew? | How hot should the water be?
"wat": How hot should the water be?
"tae bre": How long does tea brew?
"steep": How long does tea brew?
"spou": Cleaning the spout
"cuppa rea": How long does tea brew?
"zebra": 
"!?": How long does tea brew? | How hot should the water be? | Cleaning the spout

"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn faq_offers_no_more_than_discord_shows_and_long_titles_are_cut() {
    let long = format!(
        "title = 'Long'\n[[entry]]\nid = 'long'\nquestion = 'Zinc {}?'\nanswer = 'So.'\n",
        "and another word ".repeat(12)
    );
    BotTest::new()
        .faq("many.toml", &many("Question", 40))
        .faq("long.toml", &long)
        .run(async |t| {
            let ann = t.user("ann");
            let choices = ann.types_for_values("/faq topic:").await;
            assert_eq!(choices.len(), 25);
            assert_eq!(ann.types("/faq topic:question").await.len(), 25);
            let choices = ann.types_for_values("/faq topic:zinc").await;
            snapbox::assert_data_eq!(choices[0].0.clone(), str!["Zinc and another word and another word and another word and another word and another word and…"]);
            // What is picked is found, whatever its title looks like.
            let picked = choices[0].1.as_str().expect("a text");
            ann.runs(&format!("/faq topic:{picked}")).await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /faq (only ann sees this)
[embed #2a7f62]
# Zinc and another word and another word and another word and another word and another word and another word and another word and another word and another word and another word and another word and another word ?
**So.**
## Source
Long (long.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Share]
"#]]).await;
            ann.types("/faq topic:").await;
            ann.types(&format!("/faq topic:{}", "how ".repeat(200))).await;
        })
        .await;
}

#[tokio::test]
async fn faq_shows_what_was_picked_and_finds_what_was_not() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let choices = ann.types_for_values("/faq topic:brew").await;
            let picked = choices[0].1.as_str().expect("a text").to_owned();
            ann.runs(&format!("/faq topic:{picked}")).await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /faq (only ann sees this)
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
            for typed in [
                "how long does tea brew",
                "steeping time",
                "brew",
                "how hot shoud the watr be",
            ] {
                ann.runs(&format!("/faq topic:{typed}")).await;
                let (_, shown) = t.next_private("ann").await;
                assert!(shown.contains("\n# How "), "{typed}\n{shown}");
            }
            ann.runs("/faq topic:zebra").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /faq (only ann sees this)
> zebra
Sorry, I have no answer to that.
Other people here may know.
"#]],
            )
            .await;
            // An entry that has gone since it was offered.
            ann.runs("/faq topic:0123456789abcdef").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /faq (only ann sees this)
> 0123456789abcdef
Sorry, I have no answer to that.
Other people here may know.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn topics_of_one_file_are_shown_at_once() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/topics").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /topics (only ann sees this)
**Tea**

(menu: Pick a topic | How long does tea brew? | How hot should the water be?)
"#]],
            )
            .await;
            ann.chooses("Pick a topic", "How hot should the water be?")
                .await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann (How hot should the water be?) (only ann sees this)
[embed #2a7f62]
# How hot should the water be?
**Hot, but not boiling, for green tea.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Helpful] [Not helpful]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn topics_are_browsed_by_file_and_turned_like_pages() {
    let mut test = BotTest::new().faq("a-long.toml", &many("Number", 60));
    for number in 10..40 {
        test = test.faq(
            &format!("file{number}.toml"),
            &many(&format!("File {number}"), 1),
        );
    }
    test.run(async |t| {
        let ann = t.user("ann");
        ann.runs("/topics").await;
        t.expect_private("ann", str![[r#"
faqbot -> ann /topics (only ann sees this)
Page 1 of 2
(menu: Pick a subject | Number (60) | File 10 (1) | File 11 (1) | File 12 (1) | File 13 (1) | File 14 (1) | File 15 (1) | File 16 (1) | File 17 (1) | File 18 (1) | File 19 (1) | File 20 (1) | File 21 (1) | File 22 (1) | File 23 (1) | File 24 (1) | File 25 (1) | File 26 (1) | File 27 (1) | File 28 (1) | File 29 (1) | File 30 (1) | File 31 (1) | File 32 (1) | File 33 (1))
[Next]
"#]]).await;
        ann.clicks("Next").await;
        t.expect_private_edit("ann", str![[r#"
faqbot -> ann /topics (only ann sees this)
Page 2 of 2
(menu: Pick a subject | File 34 (1) | File 35 (1) | File 36 (1) | File 37 (1) | File 38 (1) | File 39 (1))
[Previous]
"#]]).await;
        ann.clicks("Previous").await;
        t.next_private_edit("ann").await;
        ann.chooses("Pick a subject", "Number (60)").await;
        t.expect_private_edit("ann", str![[r#"
faqbot -> ann /topics (only ann sees this)
**Number**
Page 1 of 3
(menu: Pick a topic | Number 1 | Number 2 | Number 3 | Number 4 | Number 5 | Number 6 | Number 7 | Number 8 | Number 9 | Number 10 | Number 11 | Number 12 | Number 13 | Number 14 | Number 15 | Number 16 | Number 17 | Number 18 | Number 19 | Number 20 | Number 21 | Number 22 | Number 23 | Number 24 | Number 25)
[Next] [Pick a subject]
"#]]).await;
        ann.clicks("Next").await;
        t.next_private_edit("ann").await;
        ann.clicks("Next").await;
        t.expect_private_edit("ann", str![[r#"
faqbot -> ann /topics (only ann sees this)
**Number**
Page 3 of 3
(menu: Pick a topic | Number 51 | Number 52 | Number 53 | Number 54 | Number 55 | Number 56 | Number 57 | Number 58 | Number 59 | Number 60)
[Previous] [Pick a subject]
"#]]).await;
        ann.chooses("Pick a topic", "Number 60").await;
        t.expect_private("ann", str![[r#"
faqbot -> ann (Number 60) (only ann sees this)
[embed #2a7f62]
# Number 60
**Number 60.**
## Source
Number (a-long.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful]
"#]]).await;
        ann.clicks("Pick a subject").await;
        t.next_private_edit("ann").await;
    })
    .await;
}

#[tokio::test]
async fn sections_of_articles_are_topics_too() {
    tea()
        .article(
            "pots.md",
            "# Pots\n\n## Cleaning\n\nRinse it.\n\n## Mending\n\nUse glue.\n",
        )
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/topics").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /topics (only ann sees this)
(menu: Pick a subject | Pots (2) | Tea (2))
"#]],
            )
            .await;
            ann.chooses("Pick a subject", "Pots (2)").await;
            t.expect_private_edit(
                "ann",
                str![[r#"
faqbot -> ann /topics (only ann sees this)
**Pots**

(menu: Pick a topic | Cleaning | Mending)
[Pick a subject]
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
- When someone marks an answer "Not helpful", I keep for 90 days: the text of the question, with names, e-mail addresses, phone numbers and links taken out; the server; the date; and the reason.
- I count how often an answer was called helpful.
- A private answer is seen only by the person who asked.
- To follow a question that is edited or deleted, I remember in memory which reply belongs to which message. I forget it when I restart.
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

#[tokio::test]
async fn private_answers_speak_the_members_language() {
    tea()
        .run(async |t| {
            for locale in ["de", "es-ES", "es-419", "fr", "pt-BR"] {
                let ann = t.user("ann").with_locale(locale);
                ann.runs("/ask question:how long does tea brew?").await;
                let (_, shown) = t.next_private("ann").await;
                let buttons = shown.lines().last().unwrap_or_default();
                let expected = match locale {
                    "de" => str!["[Hilfreich] [Nicht hilfreich] [Allen zeigen]"],
                    "fr" => str!["[Utile] [Pas utile] [Afficher pour tout le monde]"],
                    "pt-BR" => str!["[Útil] [Não foi útil] [Mostrar para todos]"],
                    _ => str!["[Útil] [No es útil] [Mostrar a todos]"],
                };
                snapbox::assert_data_eq!(buttons, expected);
            }
            let ann = t.user("ann").with_locale("de");
            ann.runs("/help").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /help (only ann sees this)
[embed #5b6770]
# So fragst du mich
Frag in deinen eigenen Worten:
- Erwähne mich in einer Nachricht, oder schick mir eine Direktnachricht.
- `/fragen` beantwortet deine Frage; mit `privat` siehst nur du die Antwort.
- `/faq` zeigt ein Thema, `/themen` zeigt alle.
- Um eine Nachricht beantworten zu lassen, klick sie mit der rechten Maustaste an (am Handy: lange drücken) und wähle **Apps → Aus den FAQ beantworten**.

Ich bin nicht für Notfälle da. Warte in einem Notfall bitte nicht auf mich: Ruf die örtliche Notrufnummer an.
[end]
"#]]).await;
            // A language that is not spoken.
            t.user("ann").with_locale("ja").runs("/ask question:quantum physics").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /ask (only ann sees this)
> quantum physics
Sorry, I have no answer to that.
Other people here may know.
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn what_everybody_sees_speaks_the_servers_language() {
    tea()
        .server_locale("fr")
        .run(async |t| {
            let ann = t.user("ann").with_locale("de");
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
## Quelle
Tea (tea.toml)
-- Ask the kettle.
[end]
[Hilfreich] [Nicht hilfreich] [Allen zeigen]
"#]],
            )
            .await;
            ann.clicks("Allen zeigen").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann [Allen zeigen]
Question posée : how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Utile] [Pas utile] [Afficher seulement pour moi] [Retirer]
"#]],
            )
            .await;
            ann.runs("/ask question:quantum physics private:false")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann /ask
> quantum physics
Désolé, je n’ai pas de réponse à cela.
Quelqu’un d’autre ici le sait peut-être.
[Retirer]
"#]],
            )
            .await;
            // So it is in a server that the bot is not in.
            t.user("ann").installed_personally();
            t.set_locale("Elsewhere", "es-ES");
            let ann = t.user("ann").installed_personally().with_locale("de");
            ann.runs("/ask question:how long does tea brew? private:false")
                .await;
            t.expect_reply(
                "Elsewhere/#lounge",
                str![[r#"
faqbot -> ann /ask
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Fuente
Tea (tea.toml)
-- Ask the kettle.
[end]
[Útil] [No es útil] [Mostrar solo a mí] [Quitar]
"#]],
            )
            .await;
        })
        .await;
}
