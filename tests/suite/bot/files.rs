//! The FAQ files change while the bot runs: it answers from what stands there
//! now, and tells the moderators of what went wrong.

use faqbot::search::storage::Storage;
use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::LITTLE_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

#[tokio::test]
async fn an_edited_file_is_answered_from_without_a_restart() {
    tea()
        .run(async |t| {
            let edit = |from, to| t.project().edit("faq/tea.toml", from, to);
            edit("Three", "Four");
            t.expect_log("taken up: 1 file read").await;
            t.user("ann")
                .says("#help", "<@bot> how long does tea brew?")
                .await;
            let (_, answer) = t.next_reply("#help").await;
            assert!(answer.contains("Four minutes"), "{answer}");
        })
        .await;
}

#[tokio::test]
async fn a_bot_that_watches_nothing_looks_when_it_is_told_to() {
    tea()
        .args(&["--watch", "off"])
        .run(async |t| {
            t.project().edit("faq/tea.toml", "Three", "Four");
            t.signal("HUP");
            t.expect_log("taken up: 1 file read").await;
        })
        .await;
}

#[tokio::test]
async fn moderators_hear_of_an_error_and_members_are_answered_as_before() {
    tea()
        .channel("mods")
        .settings("monitor = '127.0.0.1:0'\nmoderators_channel = '#mods'")
        .run(async |t| {
            t.project().edit("faq/tea.toml", "answer = ", "anwser = ");
            t.expect_log("[unknown-key]").await;
            t.expect_reply("#mods", str![[r#"
faqbot
**There is an error in the FAQ files.** No answer is lost: what cannot be read as it stands goes on as it was, until it is mended:
- faq\/tea.toml, line 7, column 1: unknown key \`anwser\`. To do: did you mean \`answer\`.
- faq\/tea.toml, line 12, column 1: unknown key \`anwser\`. To do: did you mean \`answer\`.
"#]])
                .await;
            t.user("ann").says("#help", "<@bot> how long does tea brew?").await;
            let (_, answer) = t.next_reply("#help").await;
            assert!(answer.contains("Three minutes"), "{answer}");
            let counted = [
                t.metrics("faqbot_reloads").await,
                t.metrics("faqbot_content_errors").await,
            ];
            snapbox::assert_data_eq!(counted.join("\n"), str![[r#"
faqbot_reloads_total{result="live"} 1
faqbot_content_errors 2
"#]]);
        })
        .await;
}

#[tokio::test]
async fn what_is_wrong_when_the_bot_starts_is_told_once_the_channel_is_known() {
    tea()
        .faq("more.toml", LITTLE_TEA)
        .channel("mods")
        .settings("moderators_channel = '#mods'")
        .run(async |t| {
            t.expect_reply("#mods", str![[r#"
faqbot
**There is an error in the FAQ files.** No answer is lost: what cannot be read as it stands goes on as it was, until it is mended:
- faq\/tea.toml, line 5, column 6: the id \`brew\` is already that of \`faq\/more.toml\:4\`. To do: give this entry another id, or delete one of the two.
- faq\/tea.toml, line 6, column 12: \`brew\` of \`faq\/more.toml\:4\` asks the same: \`How long does tea brew?\`. To do: delete one of the two, or word them so that they differ.
- faq\/tea.toml, line 10, column 6: the id \`often\` is already that of \`faq\/more.toml\:9\`. To do: give this entry another id, or delete one of the two.
- faq\/tea.toml, line 11, column 12: \`often\` of \`faq\/more.toml\:9\` asks the same: \`How often should I drink tea?\`. To do: delete one of the two, or word them so that they differ.
"#]]).await;
            t.expect_log("duplicate-id").await;
            t.op9(false);
            t.expect_identifies(2).await;
            t.expect_silence("#mods").await;
        })
        .await;
}

#[tokio::test]
async fn an_edit_is_taken_up_as_soon_as_another_process_has_written_the_index() {
    tea()
        .run(async |t| {
            let writing = Storage::new(&t.project().options().index).lock();
            t.project().edit("faq/tea.toml", "Three", "Four");
            t.expect_log("another process is writing the index").await;
            drop(writing);
            t.expect_log("taken up: 1 file read").await;
            t.user("ann")
                .says("#help", "<@bot> how long does tea brew?")
                .await;
            let (_, answer) = t.next_reply("#help").await;
            assert!(answer.contains("Four minutes"), "{answer}");
        })
        .await;
}

const GOLDEN: &str = "[[question]]\nask = 'how long does tea brew'\naccept = ['brew']\n\
    [[question]]\nask = 'who won the match'\n";

/// An entry that answers what must not be answered.
const MATCH: &str = "title = 'Sport'\n\
    [[entry]]\nid = 'match'\nquestion = 'Who won the match?'\nanswer = 'We did.'\n";

#[tokio::test]
async fn moderators_hear_which_golden_questions_a_change_breaks_before_members_see_it() {
    tea()
        .channel("mods")
        .settings("moderators_channel = '#mods'\n[eval]\nfloor = 90\nblock = true")
        .run(async |t| {
            t.project().write("golden.toml", GOLDEN);
            t.project().write("faq/sport.toml", MATCH);
            t.expect_reply("#mods", str![[r#"
faqbot
**The last change made the answers worse** (1 question answered that must not be; the floor is 90%). Members get the answers from before until it is mended. These questions went better before:
- who won the match: answered though there is no answer
"#]]).await;
            t.user("ann")
                .says("#help", "<@bot> who won the match?")
                .await;
            let (_, answer) = t.next_reply("#help").await;
            assert!(!answer.contains("We did"), "{answer}");
            t.moderator("mo").runs("/faq-admin reload").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo /faq-admin reload (only mo sees this)
Members still get the answers from before: with this, the answers to the golden set are not good enough.
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn moderators_hear_of_an_error_in_the_golden_set() {
    tea()
        .channel("mods")
        .settings("moderators_channel = '#mods'\n[eval]\nfloor = 90")
        .run(async |t| {
            t.project().write("golden.toml", GOLDEN);
            t.project().edit("faq/tea.toml", "\"brew\"", "\"brewing\"");
            t.expect_reply("#mods", str![[r#"
faqbot
**There is an error in the golden set.** Its questions cannot be asked until it is mended:
- golden.toml, line 3, column 11: the FAQ has no entry or section \`brew\`. To do: \`faqbot list\` shows all ids.
**The last change made the answers worse** (S@1 is 0.0%; the floor is 90%). These questions went better before:
- how long does tea brew: answered wrongly
"#]]).await;
        })
        .await;
}
