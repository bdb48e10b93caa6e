//! The fake Discord, proved with a small bot: it is a Discord to serenity, and
//! no broken rule passes unseen.

use std::time::Duration;

use snapbox::str;

use crate::fake::small_bot;
use crate::support::discord::{BotTest, FakeDiscord, Options, Said};

/// The fake with the small bot in this process, connected, commands registered.
async fn connected(options: Options) -> FakeDiscord {
    let shards = options.shards as usize;
    let fake = FakeDiscord::start(options).await;
    small_bot::start(&fake).await;
    fake.ready(shards, Duration::from_secs(10)).await;
    fake.requested("PUT /applications/{application}/commands", shards)
        .await;
    fake
}

fn small() -> BotTest {
    BotTest::new().program(small_bot::program)
}

#[tokio::test]
async fn a_mention_is_answered_and_the_answer_is_used() {
    let fake = connected(Options::default()).await;
    let ann = fake.user("ann");
    let asked = ann.says("#help", "<@bot> how often?").await;
    let reply = fake
        .expect_reply(
            "#help",
            str![[r#"
faqbot -> ann: <@faqbot> how often?
[embed]
# Heard
how often?
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
        )
        .await;
    ann.chooses("Others", "Second").await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann (Second) (only ann sees this)
Chosen
"#]],
    )
    .await;
    ann.clicks("Tell more").await;
    fake.expect_form(
        "ann",
        str![[r#"
form: More
What (long):
"#]],
    )
    .await;
    ann.submits(&[("What", "everything")]).await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann form More (only ann sees this)
Noted: everything
"#]],
    )
    .await;
    fake.user("bob").clicks_on(&reply, "Yes").await;
    fake.expect_edit(
        "#help",
        str![[r#"
faqbot -> ann: <@faqbot> how often?
Thanks
[embed]
# Heard
how often?
-- A small bot
[end]
"#]],
    )
    .await;
    ann.edits(&asked, "<@bot> how rarely?").await;
    ann.deletes(&asked).await;
    assert_eq!(fake.violations(), [""; 0]);
}

#[tokio::test]
async fn commands_are_typed_completed_and_answered() {
    let fake = connected(Options::default()).await;
    let ann = fake.user("ann");
    ann.runs("/ask question:how often? private:true").await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann /ask (only ann sees this)
You asked: how often?
"#]],
    )
    .await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann /ask (only ann sees this)
More?
"#]],
    )
    .await;
    ann.at("dm").runs("/ask question:how long?").await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann /ask
You asked: how long?
"#]],
    )
    .await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann /ask (only ann sees this)
More?
"#]],
    )
    .await;
    assert_eq!(
        fake.user("bob").types("/faq topic:how").await,
        ["how and so on"]
    );
    let said = fake
        .user("bob")
        .says("#general", "it is not for the bot to see")
        .await;
    fake.user("ann").uses("Quote", &said).await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann Quote (only ann sees this)
> it is not for the bot to see
"#]],
    )
    .await;
    fake.user("ann").clicks_raw("forged").await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann [forged] (only ann sees this)
What is forged?
"#]],
    )
    .await;
    assert_eq!(fake.violations(), [""; 0]);
}

#[tokio::test]
async fn the_bot_resumes_and_begins_anew() {
    let fake = connected(Options::default()).await;
    let ann = fake.user("ann");
    fake.op7();
    ann.says("#help", "<@bot> in between").await;
    fake.expect_resumes(1).await;
    fake.expect_reply(
        "#help",
        str![[r#"
faqbot -> ann: <@faqbot> in between
[embed]
# Heard
in between
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
    )
    .await;
    fake.drop_gateway();
    ann.dm("in between again").await;
    fake.expect_resumes(2).await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann: in between again
[embed]
# Heard
in between again
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
    )
    .await;
    fake.op9(false);
    fake.expect_identifies(2).await;
    ann.says("#help", "<@bot> anew").await;
    fake.expect_reply(
        "#help",
        str![[r#"
faqbot -> ann: <@faqbot> anew
[embed]
# Heard
anew
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
    )
    .await;
}

#[tokio::test]
async fn missed_acknowledgements_make_the_bot_reconnect() {
    let options = Options {
        heartbeat: Duration::from_millis(300),
        ..Options::default()
    };
    let fake = connected(options).await;
    fake.stop_acking();
    // Serenity does not resume then.
    fake.expect_identifies(2).await;
}

#[tokio::test]
async fn shards_get_the_events_of_their_guilds() {
    let fake = FakeDiscord::start(Options {
        shards: 2,
        zlib: true,
        ..Options::default()
    })
    .await;
    fake.add_guild("Other", true);
    small_bot::start(&fake).await;
    fake.ready(2, Duration::from_secs(10)).await;
    fake.user("ann").says("Other/#lobby", "<@bot> there").await;
    fake.expect_reply(
        "Other/#lobby",
        str![[r#"
faqbot -> ann: <@faqbot> there
[embed]
# Heard
there
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
    )
    .await;
    fake.user("ann").says("#help", "<@bot> here").await;
    fake.expect_reply(
        "#help",
        str![[r#"
faqbot -> ann: <@faqbot> here
[embed]
# Heard
here
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
    )
    .await;
}

#[tokio::test]
async fn broken_rules_are_seen() {
    let fake = connected(Options::default()).await;
    let ann = fake.user("ann");
    for text in ["long", "ping", "private", "private?"] {
        ann.says("#help", &format!("<@bot> {text}")).await;
        fake.requested("POST /channels/{channel}/messages", 1).await;
    }
    ann.runs("/twice").await;
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann /twice (only ann sees this)
once
"#]],
    )
    .await;
    fake.requested("callback", 2).await;
    let first = |text: &String| text.lines().next().unwrap_or_default().to_owned();
    let violations = fake.violations();
    // With Discord's own description at hand, one is seen twice.
    let ours = violations
        .iter()
        .filter(|text| !text.contains("as Discord describes it"));
    let violations: Vec<_> = ours.map(first).collect();
    snapbox::assert_data_eq!(
        violations.join("\n"),
        str![[r#"
POST /channels/{channel}/messages: 400 (50035): embeds.0.description: 4097 characters, at most 4096
POST /channels/{channel}/messages: 400 (50035): allowed_mentions: a message may not notify anybody: `parse` has to be empty
POST /channels/{channel}/messages: 400 (50035): only a reply to an interaction is private
POST /channels/{channel}/messages: 400 (50006): Cannot send an empty message
POST /interactions/{interaction}/{token}/callback: 400 (40060): Interaction has already been acknowledged.
"#]]
    );
}

#[tokio::test]
async fn what_the_bot_may_not_read_is_blank() {
    let options = Options {
        bare_mentions: true,
        ..Options::default()
    };
    let fake = connected(options).await;
    let ann = fake.user("ann");
    let said = ann.says("#help", "for other members").await;
    let event = |said: Said| fake.event_for_bot(&said)["content"].clone();
    assert_eq!(event(said), "");
    assert_eq!(event(ann.dm("for the bot").await), "for the bot");
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann: for the bot
[embed]
# Heard
for the bot
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
    )
    .await;
    ann.says("#help", "<@bot> without a list").await;
    let reply = fake
        .expect_reply(
            "#help",
            str![[r#"
faqbot -> ann: <@faqbot> without a list
[embed]
# Heard
without a list
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
        )
        .await;
    assert_eq!(event(ann.replies_to(&reply, "and why").await), "and why");
    assert_eq!(event(ann.replies_quietly_to(&reply, "so it is").await), "");
}

#[tokio::test]
async fn faults_strike_once() {
    let fake = connected(Options::default()).await;
    let ann = fake.user("ann");
    fake.fail_next("POST /channels", 500);
    ann.says("#help", "<@bot> one").await;
    fake.faults_struck().await;
    fake.reset_next("POST /channels", true);
    ann.says("#help", "<@bot> two").await;
    fake.expect_reply(
        "#help",
        str![[r#"
faqbot -> ann: <@faqbot> two
[embed]
# Heard
two
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
    )
    .await;
    fake.denies("#help", "Embed Links");
    ann.says("#help", "<@bot> three").await;
    fake.requested("POST /channels", 3).await;
    fake.hang_next("callback");
    ann.runs("/ask question:four").await;
    fake.faults_struck().await;
    assert_eq!(fake.unacknowledged(), 1);
    assert_eq!(fake.violations(), [""; 0]);
}

#[tokio::test]
async fn a_story_with_a_process_ends_with_nothing_unread() {
    small()
        .guild("Other")
        .run(async |t| {
            t.user("ann").says("#general", "this is between us").await;
            t.expect_silence("#general").await;
            t.user("ann").says("#help", "<@bot> how often?").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> how often?
[embed]
# Heard
how often?
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
            )
            .await;
            let _ = t
                .user("robot")
                .says("#help", "<@bot> are you one too?")
                .await;
            t.expect_silence("#help").await;
            t.user("ann").runs("/never").await;
            t.expect_unacknowledged(1).await;
            t.user("bob")
                .posts("forum", "Where", "<@bot> where?", &["question"])
                .await;
            t.expect_reply(
                "Where",
                str![[r#"
faqbot -> bob: <@faqbot> where?
[embed]
# Heard
where?
-- A small bot
[end]
[Yes] [Tell more]
(menu: Others | First | Second)
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
#[should_panic(expected = "unread, New in help")]
async fn what_is_unread_fails_the_story() {
    small()
        .run(async |t| {
            t.user("ann").says("#help", "<@bot> how often?").await;
        })
        .await;
}

#[tokio::test]
async fn thousands_of_events_pass_in_a_second() {
    let fake = connected(Options {
        checks: false,
        ..Options::default()
    })
    .await;
    let mut seen = fake.watch();
    let (ann, help) = fake.ids("ann", "#help");
    let mut asked: Vec<_> = (0..1_000)
        .map(|_| fake.inject_message(ann, help, "<@bot> again"))
        .collect();
    let mut answered = Vec::new();
    for _ in 0..1_000 {
        answered.extend(seen.recv().await.and_then(|seen| seen.answers));
    }
    asked.sort_unstable();
    answered.sort_unstable();
    assert_eq!(asked, answered);
}
