//! What the buttons and menus below an answer do, and what is kept of it.

use snapbox::str;

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::TEA;

const THANKS: &str = "Thank you! That is noted for the moderators.";
const COUNTED: &str = "That is counted already, thank you!";

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", TEA)
}

/// The bot says just this to somebody alone, in reply to what they did.
async fn is_told(t: &Bot, who: &str, action: &str, text: &str) {
    let expected = format!("faqbot -> {who} {action} (only {who} sees this)\n{text}");
    t.expect_private(who, expected).await;
}

#[tokio::test]
async fn an_answer_that_helped_is_counted_once_a_member() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does green tea steep?")
                .await;
            t.next_reply("#help").await;
            ann.clicks("Helpful").await;
            is_told(t, "ann", "[Helpful]", "Thank you, good to know!").await;
            ann.clicks("Helpful").await;
            is_told(t, "ann", "[Helpful]", COUNTED).await;
            t.user("bob").clicks("Helpful").await;
            is_told(t, "bob", "[Helpful]", "Thank you, good to know!").await;
            let kept = t.ends_having_kept(true).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
steep: helpful 2, not helpful 0

"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn an_answer_that_did_not_help_asks_why_and_keeps_the_question_without_names() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does green tea steep? <@bob>")
                .await;
            let (answer, _) = t.next_reply("#help").await;
            let reasons = [
                ("ann", "It doesn't answer my question"),
                ("bob", "It is out of date"),
                ("mo", "It is wrong or unsafe"),
                ("hal", "It is hard to understand"),
            ];
            for (name, reason) in reasons {
                t.user(name).clicks_on(&answer, "Not helpful").await;
                let (_, form) = t.next_private(name).await;
                if name == "ann" {
                    snapbox::assert_data_eq!(form, str![[r#"
faqbot -> ann [Not helpful] (only ann sees this)
> how long does green tea steep?
Sorry about that. What was wrong with the answer?
(menu: Pick a reason | It doesn't answer my question | It is out of date | It is wrong or unsafe | It is hard to understand)
"#]]);
                }
                t.user(name).chooses("Pick a reason", reason).await;
                is_told(t, name, &format!("({reason})"), THANKS).await;
            }
            // Asked for the reason again, it is still the same answer.
            ann.clicks_on(&answer, "Not helpful").await;
            t.next_private("ann").await;
            ann.chooses("Pick a reason", "It is out of date").await;
            is_told(t, "ann", "(It is out of date)", COUNTED).await;
            let kept = t.ends_having_kept(true).await;
            snapbox::assert_data_eq!(kept, str![[r#"
steep: helpful 0, not helpful 4
steep NotMyQuestion: how long does green tea steep?
steep Outdated: how long does green tea steep?
steep WrongOrUnsafe: how long does green tea steep?
steep HardToRead: how long does green tea steep?

"#]]);
            let (id, _) = t.ids("ann", "#help");
            let (bob, _) = t.ids("bob", "#help");
            for secret in [id.to_string(), bob.to_string()] {
                assert!(!t.has_kept(&secret), "{secret}");
            }
        })
        .await;
}

#[tokio::test]
async fn private_answers_and_direct_messages_are_rated_too() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:how long does green tea steep?")
                .await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /ask (only ann sees this)
> how long does green tea steep?
[embed #2a7f62]
# How long does green tea steep?
Warm the pot first. **Green tea steeps for two minutes.** Longer makes it bitter.
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful] [Share]
(menu: Related topics | How hot should the water be? | How do I store tea leaves?)
"#]]).await;
            ann.clicks("Not helpful").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann [Not helpful] (only ann sees this)
> how long does green tea steep?
Sorry about that. What was wrong with the answer?
(menu: Pick a reason | It doesn't answer my question | It is out of date | It is wrong or unsafe | It is hard to understand)
"#]]).await;
            ann.chooses(
                "Pick a reason",
                "It is hard to understand",
            )
            .await;
            is_told(t, "ann", "(It is hard to understand)", THANKS).await;
            ann.dm("how hot should the water be?").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann: how hot should the water be?
[embed #2a7f62]
# How hot should the water be?
**For green tea, let the water cool for five minutes after it has boiled.**
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful] [Dismiss]
"#]]).await;
            ann.clicks("Helpful").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann [Helpful] (only ann sees this)
Thank you, good to know!
"#]]).await;
            let kept = t.ends_having_kept(true).await;
            snapbox::assert_data_eq!(kept, str![[r#"
steep: helpful 0, not helpful 1
steep HardToRead: how long does green tea steep?

"#]]);
        })
        .await;
}

#[tokio::test]
async fn what_was_said_in_direct_messages_is_kept_apart() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.dm("how hot should the water be?").await;
            t.next_private("ann").await;
            ann.clicks("Not helpful").await;
            t.next_private("ann").await;
            ann.at("dm")
                .chooses("Pick a reason", "It is out of date")
                .await;
            t.next_private("ann").await;
            let kept = t.ends_having_kept(false).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
water: helpful 0, not helpful 1
water Outdated: how hot should the water be?

"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn where_questions_are_not_to_be_kept_none_is() {
    tea()
        .settings("[feedback]\nkeep_questions = false")
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does green tea steep?")
                .await;
            t.next_reply("#help").await;
            ann.clicks("Not helpful").await;
            t.next_private("ann").await;
            ann.chooses("Pick a reason", "It is out of date").await;
            is_told(t, "ann", "(It is out of date)", THANKS).await;
            let kept = t.ends_having_kept(true).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
steep: helpful 0, not helpful 1
steep Outdated: (no question)

"#]]
            );
            assert!(!t.has_kept("green tea"));
        })
        .await;
}

#[tokio::test]
async fn a_public_answer_can_be_read_privately_with_its_related_topics() {
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long does green tea steep?")
                .await;
            t.next_reply("#help").await;
            let bob = t.user("bob");
            bob.clicks("Show me privately").await;
            t.expect_private(
                "bob",
                str![[r#"
faqbot -> bob [Show me privately] (only bob sees this)
[embed #2a7f62]
# How long does green tea steep?
Warm the pot first. **Green tea steeps for two minutes.** Longer makes it bitter.
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful]
(menu: Related topics | How hot should the water be? | How do I store tea leaves?)
"#]],
            )
            .await;
            bob.chooses("Related topics", "How hot should the water be?")
                .await;
            t.expect_private(
                "bob",
                str![[r#"
faqbot -> bob (How hot should the water be?) (only bob sees this)
[embed #2a7f62]
# How hot should the water be?
**For green tea, let the water cool for five minutes after it has boiled.**
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful]
"#]],
            )
            .await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn an_answer_that_is_gone_says_so() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does green tea steep?")
                .await;
            t.next_reply("#help").await;
            t.stops().await;
            t.project()
                .edit("faq/tea.toml", "id = \"steep\"", "id = \"brew\"");
            t.starts_again().await;
            for button in ["Helpful", "Show me privately"] {
                ann.clicks(button).await;
                let gone = "This answer is no longer there. Please ask again.";
                is_told(t, "ann", &format!("[{button}]"), gone).await;
            }
        })
        .await;
}
