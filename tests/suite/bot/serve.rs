//! `faqbot serve` from its first line to its last: what an owner reads at the
//! start, when commands are registered, why it does not start, how it stops.
//!
//! What members see is told elsewhere.

use std::time::Duration;

use snapbox::str;

use crate::support::discord::BotTest;

const TEA: &str = r#"
title = "Tea"

[[entry]]
id = "brew"
question = "How long does tea brew?"
answer = "Three minutes."
"#;

const POTS: &str = "# Pots\n\n## Cleaning\n\nRinse the pot with hot water.\n";

const SIGNS: &str = r#"
[[group]]
id = "spill"
title = "A spill"
number = "emergency"
notice = "Call {number}."
signs = ["boiling water"]
"#;

/// What registers commands.
const REGISTER: &str = "PUT /applications/{application}/commands";

/// The text with ids of Discord masked; other numbers are shorter.
fn masked(text: &str) -> String {
    let mut masked = String::new();
    let mut digits = String::new();
    for character in text.chars().chain(['\n']) {
        if character.is_ascii_digit() {
            digits.push(character);
            continue;
        }
        masked.push_str(if digits.len() > 15 { "[ID]" } else { &digits });
        digits.clear();
        masked.push(character);
    }
    masked
}

/// All that a bot said that ended by itself.
async fn the_end_of(test: BotTest) -> String {
    let ended = test.run_to_its_end().await;
    let code = ended.code.expect("an exit code");
    let printed = match ended.printed.as_str() {
        "" => String::new(),
        printed => format!("{}\n--- stderr\n", masked(printed)),
    };
    // The index is of no interest here.
    let log = ended
        .log
        .lines()
        .filter(|line| !line.contains("index updated"));
    let log: String = log.map(|line| format!("{line}\n")).collect();
    format!("{printed}{log}--- exit code {code}\n")
}

#[tokio::test]
async fn the_owner_reads_who_the_bot_is_and_what_it_knows() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .article("pots.md", POTS)
        .guild("Tea House")
        .guild_without_bot("Coffee House")
        .run(async |t| {
            snapbox::assert_data_eq!(
                masked(&t.printed()),
                str![[r#"
bot      faqbot
invite   https://discord.com/oauth2/authorize?client_id=[ID]&scope=bot+applications.commands&permissions=274877991936
content  1 entry, 1 section
urgent   none: emergencies are not noticed
servers  Test Server, Tea House
commands registered anew

"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn a_bot_of_many_servers_names_some_of_them() {
    let mut test = BotTest::new().faq("tea.toml", TEA);
    for number in 1..=12 {
        test = test.guild(&format!("House {number}"));
    }
    test.run(async |t| {
        let printed = t.printed();
        let servers = printed.lines().find(|line| line.starts_with("servers"));
        snapbox::assert_data_eq!(servers.unwrap_or_default(), str!["servers  Test Server, House 1, House 2, House 3, House 4, House 5, House 6, House 7, House 8, House 9 and at least 3 more"]);
    })
    .await;
}

#[tokio::test]
async fn the_owner_reads_whose_numbers_urgent_notices_name() {
    for (region, expected) in [
        (
            "",
            str!["urgent   1 group, no region set: notices name no numbers"],
        ),
        (
            "region = 'mars'",
            str!["urgent   1 group, numbers of region mars"],
        ),
    ] {
        BotTest::new()
            .faq("tea.toml", TEA)
            .faq("urgent.toml", SIGNS)
            .settings_above(&format!("{region}\n[regions.mars]\nemergency = '1'\n"))
            .run(async |t| {
                let printed = t.printed();
                let urgent = printed.lines().find(|line| line.starts_with("urgent"));
                snapbox::assert_data_eq!(urgent.unwrap_or_default(), expected);
            })
            .await;
    }
}

#[tokio::test]
async fn commands_are_registered_once_and_again_only_when_they_differ() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .run(async |t| {
            assert_eq!(t.count(REGISTER), 1);
            assert_eq!(t.stops().await, Some(0));
            t.starts_again().await;
            assert_eq!(t.count(REGISTER), 1);
            t.forgets_command("faq");
            assert_eq!(t.stops().await, Some(0));
            t.starts_again().await;
            assert_eq!(t.count(REGISTER), 2);
            snapbox::assert_data_eq!(
                t.command_list().join("\n"),
                str![[r#"
ask Ask a question, in your own words
faq Show one topic
topics Show all topics
about What this bot does
privacy What this bot keeps, and what it does not
help How to ask
suggest Suggest a question for the FAQ
forget-me What is kept of you, and how to take your name off
faq-admin For moderators: keep the FAQ
Teach the FAQ
Make an entry
Answer from the FAQ
"#]]
            );
        })
        .await;
}

#[tokio::test]
async fn commands_for_quick_tries_are_those_of_one_server() {
    // The first server of the fake Discord.
    let guild = 1_000_u64 << 22;
    BotTest::new()
        .faq("tea.toml", TEA)
        .settings(&format!("guilds = [\"{guild}\"]"))
        .run(async |t| {
            assert_eq!(t.count(REGISTER), 0);
            let route = "PUT /applications/{application}/guilds/{guild}/commands";
            assert_eq!(t.count(route), 1);
            t.user("ann").runs("/ask question:how long does tea brew").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /ask (only ann sees this)
> how long does tea brew
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Share]
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn a_server_that_refuses_its_commands_is_named_and_the_bot_runs() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .settings("guilds = [\"42\"]")
        .run(async |t| {
            let line = t.expect_log("cannot register").await;
            snapbox::assert_data_eq!(line, str![" WARN cannot register the commands in the server 42, which the bot is not in: Discord answered 403, code 50001: Missing Access"]);
            t.user("ann")
                .says("#help", "<@bot> how long does tea brew?")
                .await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_wrong_token_ends_it_with_what_to_do() {
    let end = the_end_of(BotTest::new().faq("tea.toml", TEA).with_wrong_token()).await;
    snapbox::assert_data_eq!(
        end,
        str![[r#"
error: Discord refuses the token: copy it again from `Bot > Reset Token` in the developer portal and set `DISCORD_TOKEN`
--- exit code 2

"#]]
    );
}

#[tokio::test]
async fn a_missing_token_ends_it_with_where_to_get_one() {
    for token in ["", "  "] {
        let test = BotTest::new().faq("tea.toml", TEA);
        let end = the_end_of(test.env("DISCORD_TOKEN", token)).await;
        snapbox::assert_data_eq!(
            end,
            str![[r#"
error: there is no token: set `DISCORD_TOKEN` to the one under `Bot` in the Discord developer portal
--- exit code 2

"#]]
        );
    }
}

#[tokio::test]
async fn what_is_no_token_is_not_sent_anywhere() {
    let test = BotTest::new().faq("tea.toml", TEA);
    let end = the_end_of(test.env("DISCORD_TOKEN", "my bot\u{2019}s token")).await;
    snapbox::assert_data_eq!(
        end,
        str![[r#"
error: `DISCORD_TOKEN` holds something else than a token: copy it again
--- exit code 2

"#]]
    );
}

#[tokio::test]
async fn a_token_that_was_copied_with_the_word_before_it_or_a_line_end_works() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .env("DISCORD_TOKEN", "Bot fake-token.of-the-test.bot\n")
        .run(async |t| assert!(t.printed().contains("bot      faqbot")))
        .await;
}

#[tokio::test]
async fn intents_that_are_off_end_it_with_the_switch_to_turn() {
    let test = BotTest::new().faq("tea.toml", TEA);
    let test = test.settings("listen = [\"#help\"]").disallow_intents();
    let end = the_end_of(test).await;
    snapbox::assert_data_eq!(
        end,
        str![[r#"
bot      faqbot
invite   https://discord.com/oauth2/authorize?client_id=[ID]&scope=bot+applications.commands&permissions=274877991936
content  1 entry, 0 sections
urgent   none: emergencies are not noticed
servers  Test Server
commands registered anew

--- stderr
error: Discord refuses the intents: turn on `Message Content Intent` under `Bot` in the developer portal, or take `listen` out of `[discord]`
--- exit code 2

"#]]
    );
}

#[tokio::test]
async fn no_privileged_intent_is_asked_for_without_need() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .disallow_intents()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long does tea brew?")
                .await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn without_anything_to_answer_from_it_says_what_is_missing() {
    let end = the_end_of(BotTest::new()).await;
    snapbox::assert_data_eq!(
        end,
        str![[r#"
error: there is no FAQ folder `faq`
help: run this in the folder that holds it, or name it with `--faq-dir`
--- exit code 2

"#]]
    );
    let end = the_end_of(BotTest::new().faq("README.txt", "Our FAQ.\n")).await;
    snapbox::assert_data_eq!(
        end,
        str![[r#"
error: there is nothing to answer from in `faq`: write an entry, or see `faqbot check`
--- exit code 2

"#]]
    );
    let end = the_end_of(BotTest::new().faq("tea.toml", "title = 'Tea\n")).await;
    snapbox::assert_data_eq!(
        end,
        str![[r#"
 WARN 1 error in the FAQ files; `faqbot check` shows what to do
error: there is nothing to answer from in `faq`: write an entry, or see `faqbot check`
--- exit code 2

"#]]
    );
}

#[tokio::test]
async fn settings_that_do_not_hold_end_it_with_their_place() {
    let test = BotTest::new().faq("tea.toml", TEA);
    let end = the_end_of(test.settings("privat = true\nguilds = [\"mine\"]")).await;
    // The addresses of the fake Discord stand above.
    snapbox::assert_data_eq!(
        end,
        str![[r#"
error[unknown-key]: unknown key `privat`
 --> faqbot.toml:4:1
  |
4 | privat = true
  | ^^^^^^
  |
help: did you mean `private`

error[invalid-value]: this is not the id of a server
 --> faqbot.toml:5:11
  |
5 | guilds = ["mine"]
  |           ^^^^^^
  |
help: turn on Developer Mode in Discord, right-click the server and choose `Copy Server ID`

error: `faqbot.toml` has errors
--- exit code 2

"#]]
    );
}

#[tokio::test]
async fn one_broken_file_takes_nothing_from_the_others() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .faq("coffee.toml", "title = 'Coffee\n")
        .run(async |t| {
            let line = t.expect_log("faqbot check").await;
            snapbox::assert_data_eq!(
                line,
                str![" WARN 1 error in the FAQ files; `faqbot check` shows what to do"]
            );
            t.user("ann")
                .says("#help", "<@bot> how long does tea brew?")
                .await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn an_answer_in_flight_is_finished_before_the_end() {
    for signal in ["TERM", "INT"] {
        BotTest::new()
            .faq("tea.toml", TEA)
            .run(async |t| {
                let wait = Duration::from_millis(500);
                t.rate_limit("POST /channels/{channel}/messages", wait, false);
                t.user("ann").says("#help", "<@bot> how long does tea brew?").await;
                t.faults_struck().await;
                assert_eq!(t.ends_with(signal).await, Some(0));
                t.expect_reply("#help", str![[r#"
faqbot -> ann: <@faqbot> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
                t.expect_closes(&[1000]).await;
            })
            .await;
    }
}

#[tokio::test]
async fn it_can_be_stopped_while_it_waits_for_discord() {
    let test = BotTest::new().faq("tea.toml", TEA);
    let test = test.hangs_first("GET /users/@me");
    test.run_from_the_start(async |t| {
        t.faults_struck().await;
        assert_eq!(t.stops().await, Some(0));
    })
    .await;
}

#[tokio::test]
async fn whoever_watches_sees_a_bot_that_waits_for_discord() {
    let test = BotTest::new().faq("tea.toml", TEA);
    let test = test.settings("monitor = '127.0.0.1:0'");
    let test = test.hangs_first("GET /users/@me");
    test.run_from_the_start(async |t| {
        t.faults_struck().await;
        let [(alive, _), (ready, why)] = [t.watches("/healthz").await, t.watches("/readyz").await];
        assert_eq!((alive, ready), (200, 503), "{why}");
        assert_eq!(t.stops().await, Some(0));
    })
    .await;
}

#[tokio::test]
async fn a_token_that_is_taken_back_ends_it_too() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .run(async |t| {
            t.close_gateway(4004);
            assert_eq!(t.ends_by_itself().await, Some(2));
            let log = t.log();
            snapbox::assert_data_eq!(log.lines().last().unwrap_or_default(), str!["error: Discord refuses the token: copy it again from `Bot > Reset Token` in the developer portal and set `DISCORD_TOKEN`"]);
        })
        .await;
}
