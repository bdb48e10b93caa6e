//! What is kept of questions: counts, the texts that had no good answer, and of
//! members nothing.

use jiff::civil::Date;
use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::TEA;

fn tea() -> BotTest {
    BotTest::new()
        .faq("tea.toml", TEA)
        .faq("urgent.toml", include_str!("../../../faq/urgent.toml"))
}

#[tokio::test]
async fn questions_in_a_server_are_counted_and_those_without_an_answer_are_kept() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            for text in [
                "how long does green tea steep?",
                "hello",
                "i want to kill myself, can my fridge keep a secret?",
                "can my fridge keep a secret? write to ann@tea.example or +44 20 7946 0958, <@bob>",
            ] {
                ann.says("#help", &format!("<@bot> {text}")).await;
                t.next_reply("#help").await;
            }
            ann.runs("/ask question:how hot should the water be?").await;
            t.next_private("ann").await;
            ann.runs("/ask question:who invented the bicycle?").await;
            t.next_private("ann").await;
            ann.runs("/faq topic:storing tea").await;
            t.next_private("ann").await;
            let said = t.user("bob").says("#help", "why is the sky blue?").await;
            t.user("hal").uses("Answer from the FAQ", &said).await;
            t.next_private("hal").await;
            let (bob, _) = t.ids("bob", "#help");
            let (id, _) = t.ids("ann", "#help");
            let kept = t.ends_having_recorded(true).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
answered 3, suggested 0, unanswered 3, urgent 1, small talk 1
steep shown 1
store shown 1
water shown 1
unanswered: can my fridge keep a secret? write to … or …,
unanswered: who invented the bicycle?
unanswered: why is the sky blue?

"#]]
            );
            let secrets = ["ann", "bob", "hal", "ann@tea", "7946", "kill"];
            let ids = [bob.to_string(), id.to_string()];
            for secret in secrets.into_iter().chain(ids.iter().map(String::as_str)) {
                assert!(!t.has_kept(secret), "{secret}");
            }
        })
        .await;
}

#[tokio::test]
async fn direct_messages_are_kept_apart_from_every_server() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.dm("how long does green tea steep?").await;
            t.next_private("ann").await;
            ann.dm("who invented the bicycle?").await;
            t.next_private("ann").await;
            let kept = t.ends_having_recorded(false).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
answered 1, suggested 0, unanswered 1, urgent 0, small talk 0
steep shown 1
unanswered: who invented the bicycle?

"#]]
            );
            assert_eq!(t.kept_guilds(), [0_u64; 0]);
        })
        .await;
}

#[tokio::test]
async fn an_edited_question_was_asked_once_and_is_kept_as_far_as_it_has_no_answer() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann
                .says("#help", "<@bot> how long does green tea steep?")
                .await;
            t.next_reply("#help").await;
            ann.edits(&asked, "<@bot> who invented the bicycle?").await;
            t.next_edit("#help").await;
            let kept = t.ends_having_recorded(true).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
answered 1, suggested 0, unanswered 0, urgent 0, small talk 0
steep shown 1
unanswered: who invented the bicycle?

"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn of_what_is_overheard_only_what_was_answered_is_counted() {
    tea()
        .settings("listen = ['#help']")
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "who invented the bicycle?").await;
            ann.says("#help", "how long does green tea steep?").await;
            t.next_reply("#help").await;
            let kept = t.ends_having_recorded(true).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
answered 1, suggested 0, unanswered 0, urgent 0, small talk 0
steep shown 1

"#]]
            );
            assert!(!t.has_kept("bicycle"));
        })
        .await;
}

#[tokio::test]
async fn where_no_questions_are_to_be_kept_there_are_only_counts() {
    tea()
        .settings("[feedback]\nkeep_questions = false")
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> who invented the bicycle?")
                .await;
            t.next_reply("#help").await;
            let kept = t.ends_having_recorded(true).await;
            snapbox::assert_data_eq!(
                kept,
                str![[r#"
answered 0, suggested 0, unanswered 1, urgent 0, small talk 0

"#]]
            );
            assert!(!t.has_kept("bicycle"));
        })
        .await;
}

#[tokio::test]
async fn moderators_hear_at_once_of_an_answer_that_is_wrong_or_unsafe() {
    tea()
        .channel("mods")
        .settings("moderators_channel = '#mods'")
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does green tea steep? <@bob>")
                .await;
            let (answer, _) = t.next_reply("#help").await;
            ann.clicks_on(&answer, "Not helpful").await;
            t.next_private("ann").await;
            ann.chooses("Pick a reason", "It is wrong or unsafe").await;
            t.next_private("ann").await;
            t.expect_reply(
                "#mods",
                str![[r#"
faqbot
**A member says that an answer is wrong or unsafe:** How long does green tea steep? (steep)
The question was: how long does green tea steep?
"#]],
            )
            .await;
            ann.dm("how hot should the water be?").await;
            t.next_private("ann").await;
            ann.clicks("Not helpful").await;
            t.next_private("ann").await;
            ann.at("dm")
                .chooses("Pick a reason", "It is wrong or unsafe")
                .await;
            t.next_private("ann").await;
            t.expect_reply(
                "#mods",
                str![[r#"
faqbot
**A member says that an answer is wrong or unsafe:** How hot should the water be? (water)
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_server_that_the_bot_left_is_forgotten_in_time_unless_it_comes_back() {
    for comes_back in [false, true] {
        tea()
            .guild("Other")
            .run(async |t| {
                t.user("ann")
                    .says("#help", "<@bot> who invented the bicycle?")
                    .await;
                t.next_reply("#help").await;
                t.discord().removes_bot("Test Server");
                t.settles().await;
                if comes_back {
                    t.discord().adds_bot("Test Server");
                    t.settles().await;
                }
                assert_eq!(t.stops().await, Some(0));
                let expected = if comes_back { vec![] } else { t.kept_guilds() };
                assert_eq!(t.store().forget_left(Date::MAX).unwrap(), expected);
                assert_eq!(t.has_kept("bicycle"), comes_back);
            })
            .await;
    }
}

#[tokio::test]
async fn a_server_that_was_left_while_the_bot_was_down_counts_as_left() {
    tea()
        .guild("Other")
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> who invented the bicycle?")
                .await;
            t.next_reply("#help").await;
            assert_eq!(t.stops().await, Some(0));
            let kept = t.kept_guilds();
            assert_eq!(kept.len(), 1);
            t.discord().removes_bot("Test Server");
            t.starts_again().await;
            assert_eq!(t.stops().await, Some(0));
            assert_eq!(t.store().forget_left(Date::MAX).unwrap(), kept);
        })
        .await;
}

#[tokio::test]
async fn a_server_that_is_out_of_reach_is_not_left() {
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> who invented the bicycle?")
                .await;
            t.next_reply("#help").await;
            t.discord().loses_guild("Test Server");
            t.settles().await;
            assert_eq!(t.stops().await, Some(0));
            assert_eq!(t.store().forget_left(Date::MAX).unwrap(), [0_u64; 0]);
        })
        .await;
}

#[tokio::test]
async fn a_damaged_store_is_moved_aside_and_questions_are_kept_anew() {
    tea()
        .run(async |t| {
            assert_eq!(t.stops().await, Some(0));
            t.project()
                .write("data/faqbot.sqlite", "no database ".repeat(100));
            t.starts_again().await;
            t.user("ann")
                .says("#help", "<@bot> who invented the bicycle?")
                .await;
            t.next_reply("#help").await;
            assert_eq!(t.stops().await, Some(0));
            // What was there before is not dropped.
            for text in ["bicycle", "no database"] {
                assert!(t.has_kept(text), "{text}");
            }
        })
        .await;
}

#[tokio::test]
async fn without_a_store_members_are_answered_and_told_what_cannot_be_kept() {
    tea()
        .run(async |t| {
            assert_eq!(t.stops().await, Some(0));
            let folder = t.project().path("data");
            std::fs::remove_dir_all(&folder).unwrap();
            std::fs::write(&folder, "in the way").unwrap();
            t.starts_again().await;
            t.expect_log("nothing is kept of what members ask, rate and suggest")
                .await;
            let ann = t.user("ann");
            ann.says("#help", "<@bot> who invented the bicycle?").await;
            t.next_reply("#help").await;
            ann.runs("/suggest").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /suggest (only ann sees this)
Sorry, I can't keep suggestions right now. Please tell a moderator.
"#]],
            )
            .await;
            ann.runs("/forget-me name:Ann").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /forget-me (only ann sees this)
Sorry, I could not do that. Please try again, or tell a moderator.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_week_is_told_to_moderators_once_also_when_the_bot_was_down_on_its_monday() {
    tea()
        .channel("mods")
        .settings("moderators_channel = '#mods'\ndigest = true")
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> who invented the bicycle?")
                .await;
            t.next_reply("#help").await;
            t.settles().await;
            assert_eq!(t.stops().await, Some(0));
            let none: [String; 0] = [];
            assert_eq!(t.discord().bot_messages("#mods"), none, "it is new here");
            let kept = t.kept_guilds();
            let last = Date::constant(2026, 1, 5);
            t.store().release_digest(kept[0], last).unwrap();
            t.starts_again().await;
            let (_, told) = t.next_reply("#mods").await;
            snapbox::assert_data_eq!(
                told,
                str![[r#"
faqbot
The FAQ in the week of [..]
Nothing was asked.

Asked most without a good answer:
- 1× who invented the bicycle?
"#]]
            );
            t.starts_again().await;
            t.settles().await;
            assert_eq!(t.discord().bot_messages("#mods").len(), 1);
        })
        .await;
}
