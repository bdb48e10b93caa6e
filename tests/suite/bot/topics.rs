//! `/faq` and `/topics`: looking an entry up by name, and browsing them all.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::PLAIN_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", PLAIN_TEA)
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
        "and another word ".repeat(12).trim_end()
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
# Zinc and another word and another word and another word and another word and another word and another word and another word and another word and another word and another word and another word and another word?
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
This answer is no longer there. Please ask again.
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
