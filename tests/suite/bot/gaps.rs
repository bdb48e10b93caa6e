//! What members could not find, worked through by moderators with
//! `/faq-admin gaps`: each thing on the list, and all that can be done with it.

use snapbox::str;

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

fn file(t: &Bot, name: &str) -> String {
    std::fs::read_to_string(t.project().path(name)).unwrap_or_default()
}

/// A member asks, and gets whatever there is.
async fn asks(t: &Bot, question: &str) -> String {
    let question = format!("<@bot> {question}");
    t.user("ann").says("#help", &question).await;
    let (_, said) = t.next_reply("#help").await;
    // What is kept of it is kept after the answer.
    t.settles().await;
    said
}

/// The list as a moderator sees it.
async fn gaps(t: &Bot) -> String {
    t.moderator("mo").runs("/faq-admin gaps").await;
    t.next_private("mo").await.1
}

async fn expect_nothing_open(t: &Bot) {
    let shown = gaps(t).await;
    assert!(shown.contains("Nothing is open"), "{shown}");
}

#[tokio::test]
async fn questions_that_ask_the_same_are_one_and_become_another_way_to_ask() {
    tea()
        .run(async |t| {
            asks(t, "why is the sky blue?").await;
            asks(t, "who invented the bicycle?").await;
            asks(t, "which person invented the bicycle").await;
            let mo = t.moderator("mo");
            mo.runs("/faq-admin gaps").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
**Asked 2 times** (1 of 2)
> who invented the bicycle?
> which person invented the bicycle
(menu: Add it as another way to ask … | How long does tea brew?)
[Write an entry] [Not for the FAQ] [Later] [Next]
"#]],
            )
            .await;
            mo.chooses("Add it as another way to ask …", "How long does tea brew?")
                .await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
[embed #5b6ac4]
# Another way to ask for brew?
```diff
 Question: How long does tea brew?
+Also: who invented the bicycle?
 Answer:
 Three minutes.
```

Golden set: "who invented the bicycle?" has to get this answer from now on.
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            assert_eq!(file(t, "faq/tea.toml"), LITTLE_TEA);
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert!(file(t, "faq/tea.toml").contains("invented the bicycle"));
            let golden = file(t, "golden.toml");
            assert!(golden.contains("invented the bicycle"), "{golden}");
            assert!(golden.contains("accept = [\"brew\"]"), "{golden}");
            let answer = asks(t, "who invented the bicycle").await;
            assert!(answer.contains("Three minutes."), "{answer}");
            let left = gaps(t).await;
            assert!(left.contains("(1 of 1)\n> why is the sky blue?"), "{left}");
        })
        .await;
}

#[tokio::test]
async fn a_question_becomes_an_entry() {
    tea()
        .run(async |t| {
            asks(t, "who invented the bicycle?").await;
            gaps(t).await;
            let mo = t.moderator("mo");
            mo.clicks("Write an entry").await;
            t.expect_form("mo", str![[r#"
form: New entry who-invented-the-bicycle
Question: who invented the bicycle?
Answer (long):
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            mo.submits(&[("Answer", "Karl Drais.")]).await;
            let (_, shown) = t.next_private("mo").await;
            assert!(shown.contains("+Karl Drais."), "{shown}");
            assert_eq!(file(t, "faq/tea.toml"), LITTLE_TEA);
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert!(file(t, "faq/tea.toml").contains("Karl Drais."));
            let golden = file(t, "golden.toml");
            assert!(golden.contains("who invented the bicycle?"), "{golden}");
            let answer = asks(t, "who invented the bicycle?").await;
            assert!(answer.contains("Karl Drais."), "{answer}");
            expect_nothing_open(t).await;
        })
        .await;
}

#[tokio::test]
async fn what_is_not_for_the_faq_or_for_later_leaves_the_list_and_changes_no_file() {
    for button in ["Not for the FAQ", "Later"] {
        tea()
            .run(async |t| {
                asks(t, "who invented the bicycle?").await;
                gaps(t).await;
                t.moderator("mo").clicks(button).await;
                let (_, shown) = t.next_private_edit("mo").await;
                assert!(shown.contains("Nothing is left"), "{shown}");
                expect_nothing_open(t).await;
                assert_eq!(file(t, "faq/tea.toml"), LITTLE_TEA);
                assert_eq!(file(t, "golden.toml"), "");
                // It is kept all the same.
                assert_eq!(t.stops().await, Some(0));
                assert!(t.has_kept("bicycle"));
            })
            .await;
    }
}

#[tokio::test]
async fn next_goes_round_and_loses_nothing() {
    tea()
        .run(async |t| {
            asks(t, "who invented the bicycle?").await;
            asks(t, "who invented the bicycle?").await;
            asks(t, "why is the sky blue?").await;
            let first = gaps(t).await;
            assert!(first.contains("**Asked 2 times** (1 of 2)"), "{first}");
            let mo = t.moderator("mo");
            mo.clicks("Next").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
**Asked once** (2 of 2)
> why is the sky blue?
(menu: Add it as another way to ask … | How often should I drink tea? | How long does tea brew?)
[Write an entry] [Not for the FAQ] [Later] [Next]
"#]],
            )
            .await;
            mo.clicks("Next").await;
            let (_, again) = t.next_private_edit("mo").await;
            assert!(again.contains("**Asked 2 times** (1 of 2)"), "{again}");
        })
        .await;
}

#[tokio::test]
async fn a_suggestion_is_on_the_same_list_and_is_accepted() {
    tea()
        .run(async |t| {
            asks(t, "who invented the bicycle?").await;
            let ann = t.user("ann");
            ann.runs("/suggest").await;
            t.expect_form("ann", str![[r#"
form: Suggest an entry
The question (long):
The answer, if you know it (long) (optional):
A name to put on it, if you like (optional):  (Leave it empty to stay unnamed)
"#]]).await;
            ann.submits(&[
                ("The question", "What is matcha?"),
                ("The answer, if you know it", "Ground green tea."),
                ("A name to put on it, if you like", "Annabel"),
            ])
            .await;
            t.next_private("ann").await;
            let mo = t.moderator("mo");
            mo.runs("/faq-admin gaps").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
**Suggested by Annabel** (1 of 2)
> What is matcha?
with the answer
> Ground green tea.
(menu: Add it as another way to ask … | How long does tea brew? | How often should I drink tea?)
[Write an entry] [Not for the FAQ] [Later] [Next]
"#]]).await;
            mo.clicks("Write an entry").await;
            t.expect_form("mo", str![[r#"
form: New entry what-is-matcha
Question: What is matcha?
Answer (long): Ground green tea.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional): Annabel (Empty for those of the file)
"#]]).await;
            mo.submits(&[]).await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            let written = file(t, "faq/tea.toml");
            assert!(written.contains("Ground green tea."), "{written}");
            let left = gaps(t).await;
            assert!(left.contains("(1 of 1)\n> who invented"), "{left}");
        })
        .await;
}

#[tokio::test]
async fn what_could_tell_who_asked_is_not_shown() {
    tea()
        .run(async |t| {
            let secrets = "who invented the bicycle, <@bob>? bob@tea.example \
                           +44 20 7946 0958 https://tea.example/bob 123456789012";
            asks(t, secrets).await;
            t.moderator("mo").runs("/faq-admin gaps").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
**Asked once** (1 of 1)
> who invented the bicycle? … …
[Write an entry] [Not for the FAQ] [Later]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn later_stays_at_its_place_and_says_what_was_done() {
    tea()
        .run(async |t| {
            for question in ["who invented the bicycle?", "why is the sky blue?"] {
                asks(t, question).await;
                asks(t, question).await;
            }
            asks(t, "where do penguins sleep?").await;
            gaps(t).await;
            let mo = t.moderator("mo");
            mo.clicks("Next").await;
            t.next_private_edit("mo").await;
            mo.clicks("Later").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
Put off: it comes back in 30 days.
**Asked once** (2 of 2)
> where do penguins sleep?
(menu: Add it as another way to ask … | How often should I drink tea? | How long does tea brew?)
[Write an entry] [Not for the FAQ] [Later] [Next]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn what_is_not_for_the_faq_stays_away_when_it_is_asked_again() {
    tea()
        .run(async |t| {
            asks(t, "who invented the bicycle?").await;
            gaps(t).await;
            t.moderator("mo").clicks("Not for the FAQ").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
Not for the FAQ: not shown again.
Nothing is left on the list.
"#]],
            )
            .await;
            asks(t, "Who invented the BICYCLE").await;
            expect_nothing_open(t).await;
        })
        .await;
}

#[tokio::test]
async fn a_member_who_forges_what_moderators_press_changes_nothing() {
    tea()
        .run(async |t| {
            asks(t, "who invented the bicycle?").await;
            gaps(t).await;
            let ann = t.user("ann");
            let ids: Vec<String> = t.custom_ids("#help");
            let ids: Vec<&String> = ids
                .iter()
                .filter(|id| {
                    let verbs = [":write:", ":not-for-faq:", ":later:"];
                    verbs.iter().any(|verb| id.contains(verb))
                })
                .collect();
            assert!(ids.iter().any(|id| id.contains(":not-for-faq:")), "{ids:?}");
            for id in ids {
                ann.clicks_raw(id).await;
                let (_, refused) = t.next_private("ann").await;
                assert!(refused.contains("Only moderators"), "{id}: {refused}");
            }
            ann.submits_raw("faqbot1:draft:1").await;
            let (_, refused) = t.next_private("ann").await;
            assert!(refused.contains("Only moderators"), "{refused}");
            let left = gaps(t).await;
            assert!(left.contains("(1 of 1)"), "{left}");
            assert_eq!(file(t, "faq/tea.toml"), LITTLE_TEA);
        })
        .await;
}
