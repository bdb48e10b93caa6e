//! Several servers, one bot: each sees the shared base and its own entries, which
//! win, and nothing of another's; each has settings of its own.

use snapbox::str;

use crate::support::FaqTest;
use crate::support::discord::{Bot, BotTest};

/// `Test Server` and `Other`, as the stand-in for Discord numbers them.
const CHESS: u64 = 1_000 << 22;
const GO: u64 = 1_001 << 22;

const BASE: &str = "title = 'All clubs'\n\
    [[entry]]\nid = 'hours'\nquestion = 'When is the club open?'\nanswer = 'At seven.'\n\
    [[entry]]\nid = 'fee'\nquestion = 'What is the fee?'\nanswer = 'Nothing at all.'\n";
const OF_CHESS: &str = "title = 'Chess'\n\
    [[entry]]\nid = 'hours'\nquestion = 'When is the club open?'\nanswer = 'At nine.'\n\
    [[entry]]\nid = 'clock'\nquestion = 'Who brings the clock?'\nanswer = 'The youngest.'\n";
const OF_GO: &str = "title = 'Go'\n\
    [[entry]]\nid = 'stones'\nquestion = 'Where are the stones?'\nanswer = 'Upstairs.'\n";

/// The servers of two clubs with a base and their own entries, and what else they
/// have set.
fn clubs(chess: &str, go: &str) -> BotTest {
    BotTest::new()
        .faq("shared/base.toml", BASE)
        .faq("chess/own.toml", OF_CHESS)
        .faq("go/own.toml", OF_GO)
        .guild("Other")
        .settings(&format!(
            "[guilds.{CHESS}]\nfolders = ['shared', 'chess']\n{chess}\n\
             [guilds.{GO}]\nfolders = ['shared', 'go']\n{go}"
        ))
}

/// What the bot replies to a question in a channel, without the buttons.
async fn reply(t: &Bot, channel: &str, question: &str) -> String {
    t.user("ann")
        .says(channel, &format!("<@bot> {question}"))
        .await;
    let (_, text) = t.next_reply(channel).await;
    text
}

/// What only ann sees of a command in a channel.
async fn response(t: &Bot, channel: &str, command: &str) -> String {
    t.user("ann").at(channel).runs(command).await;
    let (_, text) = t.next_private("ann").await;
    text
}

#[tokio::test]
async fn a_servers_own_entry_wins_over_the_base() {
    clubs("", "")
        .run(async |t| {
            let question = "when is the club open?";
            let chess = reply(t, "#help", question).await;
            assert!(
                chess.contains("At nine.") && !chess.contains("seven"),
                "{chess}"
            );
            let go = reply(t, "Other/#lobby", question).await;
            assert!(go.contains("At seven.") && !go.contains("nine"), "{go}");
            t.user("ann").dm(question).await;
            let (_, direct) = t.next_private("ann").await;
            assert!(
                direct.contains("At seven.") && !direct.contains("nine"),
                "{direct}"
            );
        })
        .await;
}

#[tokio::test]
async fn what_is_another_servers_is_found_by_no_question() {
    clubs("", "")
        .run(async |t| {
            let own = reply(t, "#help", "who brings the clock?").await;
            assert!(own.contains("The youngest."), "{own}");
            let other = reply(t, "Other/#lobby", "who brings the clock?").await;
            assert!(!other.contains("youngest"), "{other}");
            t.user("ann").dm("who brings the clock?").await;
            let (_, direct) = t.next_private("ann").await;
            assert!(!direct.contains("youngest"), "{direct}");
            for command in ["/ask question:", "/faq topic:"] {
                let clock = format!("{command}Who brings the clock?");
                let own = response(t, "#help", &clock).await;
                assert!(own.contains("The youngest."), "{own}");
                let other = response(t, "Other/#lobby", &clock).await;
                assert!(!other.contains("youngest"), "{other}");
                let by_id = response(t, "Other/#lobby", &format!("{command}clock")).await;
                assert!(!by_id.contains("youngest"), "{by_id}");
            }
        })
        .await;
}

#[tokio::test]
async fn lists_name_what_the_server_sees() {
    clubs("", "")
        .run(async |t| {
            let mut all = String::new();
            for channel in ["#help", "Other/#lobby", "dm"] {
                let ann = t.user("ann").at(channel);
                for typed in ["", "who"] {
                    let choices = ann.types(&format!("/faq topic:{typed}")).await;
                    all += &format!("{channel} {typed:?}: {}\n", choices.join(" | "));
                }
                all += &(response(t, channel, "/topics").await + "\n");
            }
            snapbox::assert_data_eq!(
                all,
                str![[r##"
#help "": When is the club open? | Who brings the clock? | What is the fee?
#help "who": Who brings the clock?
faqbot -> ann /topics (only ann sees this)
(menu: Pick a subject | Chess (2) | All clubs (1))
Other/#lobby "": Where are the stones? | When is the club open? | What is the fee?
Other/#lobby "who": 
faqbot -> ann /topics (only ann sees this)
(menu: Pick a subject | Go (1) | All clubs (2))
dm "": When is the club open? | What is the fee?
dm "who": 
faqbot -> ann /topics (only ann sees this)
**All clubs**
(menu: Pick a topic | When is the club open? | What is the fee?)

"##]]
            );
        })
        .await;
}

#[tokio::test]
async fn a_button_with_the_key_of_another_servers_entry_shows_nothing() {
    clubs("", "")
        .run(async |t| {
            let ann = t.user("ann");
            let choices = ann.types_for_values("/faq topic:who").await;
            let key = choices[0].1.as_str().expect("a key").to_owned();
            reply(t, "Other/#lobby", "what is the fee?").await;
            let bob = t.user("bob").at("Other/#lobby");
            let mut all = String::new();
            for action in ["show:KEY", "more:KEY:1", "helpful:KEY"] {
                let id = format!("faqbot1:{}", action.replace("KEY", &key));
                bob.clicks_raw(&id).await;
                all += &(t.next_private("bob").await.1 + "\n");
            }
            bob.clicks_raw(&format!("faqbot1:pick:{key}")).await;
            all += &(t.next_private_edit("bob").await.1 + "\n");
            bob.chooses_raw("faqbot1:entries", &key).await;
            all += &(t.next_private("bob").await.1 + "\n");
            bob.clicks_raw(&format!("faqbot1:share:{key}")).await;
            all += &(t.next_reply("Other/#lobby").await.1 + "\n");
            bob.runs(&format!("/faq topic:{key}")).await;
            all += &t.next_private("bob").await.1;
            snapbox::assert_data_eq!(
                all,
                str![[r#"
faqbot -> bob [forged] (only bob sees this)
This answer is no longer there. Please ask again.
faqbot -> bob [forged] (only bob sees this)
This answer is no longer there. Please ask again.
faqbot -> bob [forged] (only bob sees this)
This answer is no longer there. Please ask again.
faqbot -> bob [forged] (only bob sees this)
This answer is no longer there. Please ask again.
faqbot -> bob [forged] (only bob sees this)
This answer is no longer there. Please ask again.
faqbot -> bob [forged]
This answer is no longer there. Please ask again.
faqbot -> bob /faq (only bob sees this)
This answer is no longer there. Please ask again.
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn disclaimer_language_and_where_to_ask_are_the_servers() {
    let go = "disclaimer = 'Ask the board of the Go club.'\nlanguage = 'de'\n\
              ask_people = '#board'";
    clubs("", go)
        .run(async |t| {
            let mut all = String::new();
            for channel in ["#help", "Other/#lobby"] {
                all += &(reply(t, channel, "what is the fee?").await + "\n");
                all += &(reply(t, channel, "do zebras yodel?").await + "\n");
            }
            snapbox::assert_data_eq!(all, str![[r#"
faqbot -> ann: <@faqbot> what is the fee?
[embed #2a7f62]
# What is the fee?
**Nothing at all.**
## Source
All clubs (shared//base.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
faqbot -> ann: <@faqbot> do zebras yodel?
Sorry, I have no answer to that.
Other people here may know.
[Dismiss]
faqbot -> ann: <@faqbot> what is the fee?
[embed #2a7f62]
# What is the fee?
**Nothing at all.**
## Quelle
All clubs (shared//base.toml)
-- Ask the board of the Go club.
[end]
[Hilfreich] [Nicht hilfreich] [Nur mir zeigen] [Entfernen]
faqbot -> ann: <@faqbot> do zebras yodel?
Darauf habe ich leider keine Antwort.
Vielleicht weiß es jemand in /#board.
[Entfernen]

"#]]);
        })
        .await;
}

#[tokio::test]
async fn an_urgent_notice_names_the_numbers_of_the_servers_region() {
    BotTest::shipped()
        .guild("Other")
        .settings(&format!("[guilds.{GO}]\nregion = 'uk'"))
        .run(async |t| {
            let text = "my groin is numb since the massage";
            let first = reply(t, "#help", text).await;
            assert!(
                first.contains("call your local emergency number"),
                "{first}"
            );
            let other = reply(t, "Other/#lobby", text).await;
            assert!(other.contains("call 999"), "{other}");
            t.user("ann")
                .at("Other/#lobby")
                .clicks("What to do now")
                .await;
            let (_, rest) = t.next_private("ann").await;
            assert!(rest.contains("call 999"), "{rest}");
        })
        .await;
}

#[tokio::test]
async fn each_server_is_listened_to_where_it_says() {
    clubs("listen = ['#general']", "listen = ['#lobby']")
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "What is the fee?").await;
            t.expect_silence("#help").await;
            ann.says("#general", "Who brings the clock?").await;
            let (_, own) = t.next_reply("#general").await;
            assert!(own.contains("The youngest."), "{own}");
            ann.says("Other/#lobby", "Who brings the clock?").await;
            t.expect_silence("Other/#lobby").await;
            ann.says("Other/#lobby", "Where are the stones?").await;
            let (_, own) = t.next_reply("Other/#lobby").await;
            assert!(own.contains("Upstairs."), "{own}");
        })
        .await;
}

#[tokio::test]
async fn an_edit_is_taken_up_and_only_who_sees_the_file_hears_of_an_error() {
    let to = |channel| format!("moderators_channel = '#{channel}'");
    clubs(&to("mods"), &to("board"))
        .channel("mods")
        .channel("Other/#board")
        .run(async |t| {
            t.project()
                .edit("faq/chess/own.toml", "The youngest.", "The oldest.");
            t.expect_log("taken up").await;
            let own = reply(t, "#help", "who brings the clock?").await;
            assert!(own.contains("The oldest."), "{own}");
            t.project()
                .edit("faq/chess/own.toml", "answer = ", "anwser = ");
            let (_, told) = t.next_reply("#mods").await;
            assert!(told.contains(r"chess\/own.toml"), "{told}");
            t.expect_silence("Other/#board").await;
            t.project()
                .edit("faq/shared/base.toml", "answer = ", "anwser = ");
            for channel in ["#mods", "Other/#board"] {
                let (_, told) = t.next_reply(channel).await;
                assert!(told.contains(r"shared\/base.toml"), "{told}");
            }
            let kept = reply(t, "#help", "when is the club open?").await;
            assert!(
                kept.contains("At nine.") && !kept.contains("seven"),
                "{kept}"
            );
        })
        .await;
}

#[tokio::test]
async fn a_clash_is_told_where_both_are_seen_and_signs_of_an_emergency_concern_everybody() {
    let to = |channel| format!("moderators_channel = '#{channel}'");
    clubs(&to("mods"), &to("board"))
        .channel("mods")
        .channel("Other/#board")
        .run(async |t| {
            let (fee, stones) = ("What is the fee?", "Where are the stones?");
            t.project().edit("faq/go/own.toml", stones, fee);
            t.expect_reply("Other/#board", str![[r#"
faqbot
**There is an error in the FAQ files.** No answer is lost: what cannot be read as it stands goes on as it was, until it is mended:
- faq\/shared\/base.toml, line 8, column 12: \`stones\` of \`faq\/go\/own.toml\:2\` asks the same: \`What is the fee?\`. To do: delete one of the two, or word them so that they differ.
"#]]).await;
            t.expect_silence("#mods").await;
            t.project().write("faq/urgent.toml", "[[group]]\nid = ");
            for channel in ["#mods", "Other/#board"] {
                let (_, told) = t.next_reply(channel).await;
                assert!(told.contains(r"urgent.toml"), "{told}");
                assert!(!told.contains("fee"), "{told}");
            }
        })
        .await;
}

#[test]
fn check_looks_at_each_view_by_itself() {
    let clash = "title = 'Go'\n[[entry]]\nid = 'price'\nquestion = 'What is the fee?'\n\
                 answer = 'One stone.'\n";
    FaqTest::new()
        .faq("shared/base.toml", BASE)
        .faq("chess/own.toml", OF_CHESS)
        .faq("go/own.toml", clash)
        .settings(
            "[guilds.1]\nfolders = ['shared', 'chess']\n\
             [guilds.2]\nfolders = ['shared', 'go']\n",
        )
        .run(
            &["check"],
            str![[r#"
error[colliding-question]: `price` of `faq/go/own.toml:2` asks the same: `What is the fee?`
 --> faq/shared/base.toml:8:12
  |
8 | question = 'What is the fee?'
  |            ^^^^^^^^^^^^^^^^^^
  |
help: delete one of the two, or word them so that they differ

faq: 5 entries, 0 sections, 0 urgent groups (emergencies are not noticed); 1 error, 0 warnings
--- exit code 1

"#]],
        );
}

#[test]
fn wrong_settings_of_a_server_are_shown_with_their_place() {
    FaqTest::new()
        .faq("shared/base.toml", BASE)
        .settings("[guilds.club]\n[guilds.1]\nfolders = ['shred']\nregion = 'uk'\nmods = []\n")
        .run(&["check"], str![[r#"
error[invalid-value]: this is not the id of a server
 --> faqbot.toml:1:9
  |
1 | [guilds.club]
  |         ^^^^
  |
help: turn on Developer Mode in Discord, right-click the server and choose `Copy Server ID`

error[unknown-folder]: there is no `shred` in `faq`
 --> faqbot.toml:3:12
  |
3 | folders = ['shred']
  |            ^^^^^^^
  |
help: create the folder, or take it out of `folders`

error[unknown-region]: there is no region `uk`
 --> faqbot.toml:4:10
  |
4 | region = 'uk'
  |          ^^^^
  |
help: add `[regions.uk]` with its numbers

error[unknown-key]: unknown key `mods`
 --> faqbot.toml:5:1
  |
5 | mods = []
  | ^^^^
  |
help: the keys here are `folders`, `region`, `disclaimer`, `moderators`, `helpers`, `listen`, `moderators_channel`, `ask_people`, `language`

faq: 2 entries, 0 sections, 0 urgent groups (emergencies are not noticed); 4 errors, 0 warnings
--- exit code 1

"#]]);
}
