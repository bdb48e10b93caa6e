//! Where it is not known that a bot is in one server alone, the FAQ is edited from
//! those servers only that the owner has named.

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::LITTLE_TEA;

/// `Test Server`, as the stand-in for Discord numbers it.
const FIRST: u64 = 1_000 << 22;

const NOT_HERE: &str = "The FAQ cannot be edited from this server. The bot's owner can allow it: \
     put the server's id into `guilds` of `[discord]` in `faqbot.toml`.";

/// Nothing that edits, and nothing that shows the files, in the only server that this
/// process hears of.
async fn is_refused(t: &Bot) {
    let mo = t.moderator("mo");
    for task in ["edit entry:brew", "remove entry:brew", "export", "undo"] {
        mo.runs(&format!("/faq-admin {task}")).await;
        let (_, told) = t.next_private("mo").await;
        assert!(told.ends_with(NOT_HERE), "{task}: {told}");
    }
    assert_eq!(mo.types("/faq-admin edit entry:tea").await, [""; 0]);
    mo.clicks_raw("faqbot1:undo:1").await;
    let (_, told) = t.next_private("mo").await;
    assert!(told.ends_with(NOT_HERE), "{told}");
    let path = t.project().path("faq/tea.toml");
    let text = std::fs::read_to_string(path).expect("a file");
    assert_eq!(text, LITTLE_TEA);
}

#[tokio::test]
async fn with_some_servers_in_another_process_nothing_is_edited_without_leave() {
    let one_of_two = || {
        let test = BotTest::new().faq("tea.toml", LITTLE_TEA);
        test.args(&["--shards", "0-1", "--total-shards", "4"])
    };
    one_of_two().run(is_refused).await;
    one_of_two()
        .settings(&format!("guilds = ['{FIRST}']"))
        .run(async |t| {
            t.moderator("mo").runs("/faq-admin remove entry:brew").await;
            let (_, shown) = t.next_private("mo").await;
            assert!(shown.contains("Remove brew?"), "{shown}");
        })
        .await;
}

#[tokio::test]
async fn where_discord_does_not_say_which_servers_there_are_nothing_is_edited() {
    BotTest::new()
        .faq("tea.toml", LITTLE_TEA)
        .fails_first("GET /users/@me/guilds", 403)
        .run(is_refused)
        .await;
}
