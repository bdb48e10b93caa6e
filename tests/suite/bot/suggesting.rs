//! `/suggest` and `/forget-me`: what members hand in, and names that go again.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::TEA;

const FORM: &str = "\
form: Suggest an entry
The question (long):
The answer, if you know it (long) (optional):
A name to put on it, if you like (optional):  (Leave it empty to stay unnamed)";

fn tea() -> BotTest {
    BotTest::new()
        .faq("tea.toml", TEA)
        .faq("urgent.toml", include_str!("../../../faq/urgent.toml"))
}

#[tokio::test]
async fn a_suggestion_is_kept_without_a_name_unless_its_owner_writes_one() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/suggest").await;
            t.expect_form("ann", FORM).await;
            ann.submits(&[("The question", "Is oolong green? mail me@tea.example")])
                .await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann form Suggest an entry (only ann sees this)
Thank you! The moderators will look at it.
"#]],
            )
            .await;
            ann.runs("/suggest").await;
            t.expect_form("ann", FORM).await;
            ann.submits(&[
                ("The question", "What is matcha?"),
                ("The answer, if you know it", "Ground green tea."),
                ("A name to put on it, if you like", "Annabel Lee"),
            ])
            .await;
            t.next_private("ann").await;
            let (id, _) = t.ids("ann", "#help");
            let kept = t.ends_having_recorded(true).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
suggestion: Is oolong green? mail … | (no answer) | (no name)
suggestion: What is matcha? | Ground green tea. | Annabel Lee

"#]]
            );
            assert!(!t.has_kept(&id.to_string()));
            assert!(!t.has_kept("me@tea"));
        })
        .await;
}

#[tokio::test]
async fn a_cry_for_help_in_a_suggestion_gets_the_notice_and_is_not_kept() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/suggest").await;
            t.expect_form("ann", FORM).await;
            ann.submits(&[("The question", "i want to kill myself")])
                .await;
            let (_, notice) = t.next_private("ann").await;
            let title = "# You are not alone, and you deserve help right now";
            assert!(notice.contains(title), "{notice}");
            let kept = t.ends_having_recorded(true).await;
            assert_eq!(kept, "");
            assert!(!t.has_kept("kill"));
        })
        .await;
}

#[tokio::test]
async fn who_asks_too_much_has_to_wait_with_suggestions_too() {
    tea()
        .settings("questions_per_member = 1")
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:how long does green tea steep?")
                .await;
            t.next_private("ann").await;
            ann.runs("/suggest").await;
            let (_, told) = t.next_private("ann").await;
            assert!(told.contains("That was quick!"), "{told}");
        })
        .await;
}

#[tokio::test]
async fn a_name_is_taken_off_suggestions_and_moderators_take_it_off_entries() {
    tea()
        .channel("mods")
        .settings("moderators_channel = '#mods'")
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/forget-me").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /forget-me (only ann sees this)
I keep nothing by member, so there is nothing to look up or delete. Only if you asked for your name on a suggestion or an entry does it stand there: run this command again with `name`, and I take it off.
"#]])
                .await;
            ann.runs("/suggest").await;
            t.expect_form("ann", FORM).await;
            ann.submits(&[
                ("The question", "What is matcha?"),
                ("A name to put on it, if you like", "Annabel"),
            ])
            .await;
            t.next_private("ann").await;
            ann.runs("/forget-me name:Annabel").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /forget-me (only ann sees this)
Open suggestions here that I took this name off: 1. I have asked the moderators to take it off the entries too.
"#]])
                .await;
            t.expect_reply("#mods", str![[r#"
faqbot
**A member asks for a name to be taken off the entries** that it stands on at its owner's wish: Annabel
`/faq-admin forget` does it.
"#]])
                .await;
            let kept = t.ends_having_recorded(true).await;
            snapbox::assert_data_eq!(kept, str![[r#"
suggestion: What is matcha? | (no answer) | (no name)

"#]]);
            assert!(!t.has_kept("Annabel"));
        })
        .await;
}

#[tokio::test]
async fn where_moderators_have_no_channel_the_member_is_told_to_ask_them() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            for _ in 0..2 {
                ann.runs("/forget-me name:Annabel").await;
                t.expect_private("ann", str![[r#"
faqbot -> ann /forget-me (only ann sees this)
Open suggestions here that I took this name off: 0. Please ask a moderator to take it off the entries too.
"#]])
                    .await;
            }
        })
        .await;
}
