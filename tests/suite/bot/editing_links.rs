//! What goes with an edit: ways of asking, and what refers to an entry.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

#[tokio::test]
async fn what_refers_to_an_entry_that_goes_follows_and_comes_back_with_it() {
    let milk = "title = 'Milk'\n[[entry]]\nid = 'milk'\nquestion = 'Does milk go into tea?'\n\
                answer = 'If you like.'\nrelated = ['brew']\n";
    tea()
        .faq("milk.toml", milk)
        .run(async |t| {
            let off_topic = "[[question]]\nask = 'who won the match'\n";
            let golden = format!(
                "{off_topic}\n[[question]]\nask = 'how long does tea brew'\naccept = ['brew']\n"
            );
            t.project().write("golden.toml", &golden);
            let mo = t.moderator("mo");
            mo.runs("/faq-admin remove entry:brew").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin remove (only mo sees this)
[embed #5b6ac4]
# Remove brew?
```diff
-Question: How long does tea brew?
-Answer:
-Three minutes.
```

Golden set: one question that only this answers is taken out.
-- File: tea.toml, and what refers to it in milk.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.expect_private_edit(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin remove (only mo sees this)
`brew` is removed. Members see it now.
[Undo]
"#]],
            )
            .await;
            let text = |name| std::fs::read_to_string(t.project().path(name)).unwrap();
            assert_eq!(
                text("faq/milk.toml"),
                milk.replace("related = ['brew']\n", "")
            );
            assert_eq!(text("golden.toml"), format!("{off_topic}\n"));
            mo.runs("/faq-admin undo").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin undo (only mo sees this)
`brew` is as it was before edit 1. Members see it now.
[Undo]
"#]],
            )
            .await;
            assert_eq!(
                (text("faq/milk.toml"), text("golden.toml")),
                (milk.into(), golden)
            );
        })
        .await;
}

#[tokio::test]
async fn ways_of_asking_are_seen_added_and_removed() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin alternates entry:brew add:brewing time")
                .await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin alternates (only mo sees this)
[embed #5b6ac4]
# Another way to ask for brew?
```diff
 Question: How long does tea brew?
+Also: brewing time
 Answer:
 Three minutes.
```
-- File: tea.toml
[end]
[Confirm] [Cancel]
"#]],
            )
            .await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            mo.runs("/faq-admin alternates entry:brew").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin alternates (only mo sees this)
**How long does tea brew?**
- brewing time
"#]],
            )
            .await;
            mo.runs("/faq-admin alternates entry:brew remove:Brewing time?")
                .await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            mo.runs("/faq-admin preview entry:brew").await;
            let (_, shown) = t.next_private("mo").await;
            assert!(shown.contains("Three minutes."), "{shown}");
        })
        .await;
}
