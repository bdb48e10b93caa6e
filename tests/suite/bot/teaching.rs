//! Moderators teach the FAQ from a talk, and work through what members did not
//! find.

use snapbox::str;

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

fn file(t: &Bot, name: &str) -> String {
    std::fs::read_to_string(t.project().path(name)).unwrap_or_default()
}

#[tokio::test]
async fn a_moderator_replies_with_the_entry_and_the_question_is_learnt() {
    tea()
        .run(async |t| {
            let question = t
                .user("ann")
                .says(
                    "#help",
                    "<@bot> hw long 4 teh brewing?? mail me@ann.example",
                )
                .await;
            t.next_reply("#help").await;
            let mo = t.moderator("mo");
            mo.replies_to(&question, "<@bot> use brew").await;
            let said = t
                .expect_reply(
                    "#help",
                    str![[r#"
faqbot -> mo: <@faqbot> use brew
[embed #5b6ac4]
# Another way to ask for brew?
```diff
 Question: How long does tea brew?
+Also: hw long 4 teh brewing?? mail …
 Answer:
 Three minutes.
```

Golden set: "hw long 4 teh brewing?? mail …" has to get this answer from now on.
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]],
                )
                .await;
            // Only moderators confirm what everybody sees.
            t.user("ann").clicks_on(&said, "Confirm").await;
            let (_, refused) = t.next_private("ann").await;
            assert!(refused.contains("Only moderators"), "{refused}");
            mo.clicks_on(&said, "Confirm").await;
            t.expect_edit(
                "#help",
                str![[r#"
faqbot -> mo: <@faqbot> use brew
`brew` is changed. Members see it now.
[Undo]
"#]],
            )
            .await;
            let taught = file(t, "faq/tea.toml");
            assert!(taught.contains("hw long 4 teh brewing??"), "{taught}");
            assert!(!taught.contains("ann.example"), "{taught}");
            let golden = file(t, "golden.toml");
            assert!(golden.contains("accept = [\"brew\"]"), "{golden}");
            t.user("bob")
                .says("#help", "<@bot> hw long 4 teh brewing")
                .await;
            let (_, answer) = t.next_reply("#help").await;
            assert!(answer.contains("Three minutes."), "{answer}");
        })
        .await;
}

#[tokio::test]
async fn a_member_who_writes_the_same_asks_a_question_like_any_other() {
    tea()
        .run(async |t| {
            let question = t.user("ann").says("#help", "how is it brewed").await;
            t.user("bob").replies_to(&question, "<@bot> use brew").await;
            let (_, said) = t.next_reply("#help").await;
            assert!(!said.contains("Confirm"), "{said}");
        })
        .await;
}

#[tokio::test]
async fn the_menu_of_a_message_teaches_its_question() {
    tea()
        .run(async |t| {
            let question = t.user("ann").says("#help", "brewing time please").await;
            let mo = t.moderator("mo");
            mo.uses("Teach the FAQ", &question).await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo Teach the FAQ (only mo sees this)
Which entry answers this?
> brewing time please
(menu: Add it as another way to ask … | How long does tea brew? | How often should I drink tea?)
[Write an entry] [Cancel]
"#]],
            )
            .await;
            mo.chooses("Add it as another way to ask …", "How long does tea brew?")
                .await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo Teach the FAQ (only mo sees this)
[embed #5b6ac4]
# Another way to ask for brew?
```diff
 Question: How long does tea brew?
+Also: brewing time please
 Answer:
 Three minutes.
```

Golden set: "brewing time please" has to get this answer from now on.
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert!(file(t, "faq/tea.toml").contains("brewing time please"));
            t.user("ann").uses("Teach the FAQ", &question).await;
            let (_, refused) = t.next_private("ann").await;
            assert!(refused.contains("Only moderators"), "{refused}");
        })
        .await;
}

#[tokio::test]
async fn a_helpers_good_answer_becomes_an_entry() {
    tea()
        .run(async |t| {
            let question = t.user("ann").says("#help", "Does milk go into tea?").await;
            let answer = t
                .user("hal")
                .replies_to(&question, "Only into **black** tea.")
                .await;
            let mo = t.moderator("mo");
            mo.uses("Make an entry", &answer).await;
            t.expect_form("mo", str![[r#"
form: New entry does-milk-go-into-tea
Question: Does milk go into tea?
Answer (long): Only into **black** tea.
Other ways of asking, one a line (long) (optional):  (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional):  (Empty for those of the file)
"#]]).await;
            mo.submits(&[]).await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            let taught = file(t, "faq/tea.toml");
            assert!(taught.contains("does-milk-go-into-tea"), "{taught}");
            assert!(taught.contains("Only into **black** tea."), "{taught}");
        })
        .await;
}

#[tokio::test]
async fn what_did_not_help_is_shown_until_something_is_done_about_it() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin gaps").await;
            let (_, nothing) = t.next_private("mo").await;
            assert!(nothing.contains("Nothing is open"), "{nothing}");
            for question in [
                "how often should i drink tea please",
                "how often should i drink some tea",
            ] {
                t.user("ann")
                    .says("#help", &format!("<@bot> {question}"))
                    .await;
                let (answer, _) = t.next_reply("#help").await;
                t.user("ann").clicks_on(&answer, "Not helpful").await;
                t.next_private("ann").await;
                t.user("ann")
                    .chooses("Pick a reason", "It is out of date")
                    .await;
                t.next_private("ann").await;
            }
            mo.runs("/faq-admin gaps").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin gaps (only mo sees this)
**Asked 2 times** (1 of 1)
> how often should i drink some tea
> how often should i drink tea please
(menu: Add it as another way to ask … | How often should I drink tea? | How long does tea brew?)
[Write an entry] [Not for the FAQ] [Later]
"#]],
            )
            .await;
            mo.chooses(
                "Add it as another way to ask …",
                "How often should I drink tea?",
            )
            .await;
            t.next_private_edit("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            mo.runs("/faq-admin gaps").await;
            let (_, left) = t.next_private("mo").await;
            assert!(left.contains("Nothing is open"), "{left}");
            mo.runs("/faq-admin stats").await;
            t.next_private("mo").await;
            let [(name, page)] = &t.sent_files()[..] else {
                panic!("the report is attached");
            };
            assert_eq!(name, "faq-report.html");
            let page = String::from_utf8_lossy(page);
            assert!(page.contains("How often should I drink tea?"), "{page}");
        })
        .await;
}

#[tokio::test]
async fn a_name_comes_off_the_entry_that_it_stands_on() {
    let credited = "sources = [{ title = \"Annabel\" }]\nanswer = ";
    let named = LITTLE_TEA.replacen("answer = ", credited, 1);
    BotTest::new()
        .faq("tea.toml", &named)
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin forget name:Annabel").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin forget (only mo sees this)
[embed #5b6ac4]
# Take a name off?
Annabel comes off `brew`, and out of the history of edits. This cannot be undone.
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            assert!(file(t, "faq/tea.toml").contains("Annabel"));
            mo.clicks("Confirm").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin forget (only mo sees this)
The name is taken off. The history of edits says it no more. Members see it now.
"#]],
            )
            .await;
            assert!(!file(t, "faq/tea.toml").contains("Annabel"));
            mo.runs("/faq-admin history").await;
            let (_, history) = t.next_private("mo").await;
            assert!(
                history.contains("forget-name") && !history.contains("Annabel"),
                "{history}"
            );
        })
        .await;
}

#[tokio::test]
async fn entries_whose_questions_begin_alike_get_ids_of_their_own() {
    tea()
        .run(async |t| {
            let question = t.user("ann").says("#help", "Does milk go into tea?").await;
            let answer = t.user("hal").replies_to(&question, "Only into black tea.").await;
            let (mo, max) = (t.moderator("mo"), t.moderator("max"));
            for (name, actor) in [("mo", &mo), ("max", &max)] {
                actor.uses("Make an entry", &answer).await;
                let form = t.next_form(name).await.1;
                assert!(form.contains("New entry does-milk-go-into-tea\n"), "{form}");
                actor.submits(&[("Question", &format!("Does milk go into tea, {name}?"))]).await;
                t.next_private(name).await;
            }
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            max.clicks("Confirm").await;
            t.expect_private_edit("max", str![[r#"
faqbot -> max form New entry does-milk-go-into-tea (only max sees this)
Nothing was changed: there is an entry `does-milk-go-into-tea` by now. Press Edit again, and yours gets another id.
[embed #5b6ac4]
# What you wrote
```diff
Question: Does milk go into tea, max?
Answer:
Only into black tea.
```
[end]
[Edit again]
"#]]).await;
            max.clicks("Edit again").await;
            let form = t.next_form("max").await.1;
            assert!(form.contains("New entry does-milk-go-into-tea-2\n"), "{form}");
            max.submits(&[]).await;
            t.next_private("max").await;
            max.clicks("Confirm").await;
            t.next_private_edit("max").await;
            assert!(file(t, "faq/tea.toml").contains("\"does-milk-go-into-tea-2\""));
            mo.uses("Make an entry", &answer).await;
            let form = t.next_form("mo").await.1;
            assert!(form.contains("New entry does-milk-go-into-tea-3\n"), "{form}");
        })
        .await;
}

#[tokio::test]
async fn a_second_press_of_confirm_does_not_deny_the_first() {
    tea()
        .run(async |t| {
            let question = t
                .user("ann")
                .says("#help", "<@bot> brewing time please")
                .await;
            t.next_reply("#help").await;
            let mo = t.moderator("mo");
            mo.replies_to(&question, "<@bot> use brew").await;
            let said = t.next_reply("#help").await.0;
            let ids = t.custom_ids("#help");
            let pressed = |verb: &str| ids.iter().find(|id| id.contains(verb)).unwrap().clone();
            mo.clicks_on(&said, "Confirm").await;
            t.next_edit("#help").await;
            for verb in ["confirm:", "discard:"] {
                mo.clicks_raw(&pressed(verb)).await;
                let (_, said) = t.next_private("mo").await;
                assert!(said.contains("This was confirmed already."), "{said}");
            }
        })
        .await;
}
