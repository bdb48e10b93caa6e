//! Listening channels: when the bot speaks up without having been asked, and
//! when it keeps silent. That it is quick to follow the asker is shown here
//! only for what nobody asked it for.

use snapbox::str;

use crate::support::discord::BotTest;

const TEA: &str = r#"title = "Tea"
disclaimer = "Taste differs."
[[entry]]
id = "brew"
question = "How long does green tea brew?"
answer = "Two minutes in water of 80 °C."
[[entry]]
id = "kettle"
question = "How do I descale a kettle?"
answer = "Boil vinegar and water in it, and rinse twice."
[[entry]]
id = "storage"
question = "Where should I store loose leaves?"
answer = "In a closed tin, away from light."
"#;

const BREW: &str = "How long does green tea brew?";
const KETTLE: &str = "How do I descale a kettle?";
const STORE: &str = "Where should I store loose leaves?";

/// Listens in `#help` and in the forum.
fn listening() -> BotTest {
    BotTest::new()
        .faq("tea.toml", TEA)
        .settings("listen = ['#help', 'forum']\nhelpers = ['Helper']")
}

#[tokio::test]
async fn without_listening_the_bot_needs_no_intent_and_hears_nothing() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .run(async |t| {
            t.user("ann").says("#help", BREW).await;
            t.user("ann")
                .posts("forum", BREW, "Please tell.", &[])
                .await;
            t.expect_silence("#help").await;
            assert_eq!(t.discord().intents(), [1 | 1 << 9 | 1 << 12]);
        })
        .await;
}

#[tokio::test]
async fn a_sure_answer_to_a_question_is_offered_and_can_be_dismissed() {
    listening()
        .run(async |t| {
            assert_eq!(t.discord().intents(), [1 | 1 << 9 | 1 << 12 | 1 << 15]);
            let ann = t.user("ann");
            let asked = ann.says("#help", BREW).await;
            let reply = t
                .expect_reply(
                    "#help",
                    str![[r#"
faqbot -> ann: How long does green tea brew?
[embed #2a7f62]
# How long does green tea brew?
**Two minutes in water of 80 °C.**
## Source
Tea (tea.toml)
-- Taste differs.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
                )
                .await;
            t.user("bob").at("#help").clicks_on(&reply, "Dismiss").await;
            t.expect_private(
                "bob",
                str![[r#"
faqbot -> bob [Dismiss] (only bob sees this)
Only the person who asked, or a moderator, can do that.
"#]],
            )
            .await;
            ann.clicks_on(&reply, "Dismiss").await;
            t.expect_deleted("#help").await;
            // What was dismissed does not come back.
            ann.edits(&asked, "How long does green tea brew??").await;
            ann.edits(&asked, KETTLE).await;
            t.expect_silence("#help").await;

            ann.says("#help", KETTLE).await;
            let (reply, _) = t.next_reply("#help").await;
            t.moderator("mo").clicks_on(&reply, "Dismiss").await;
            t.expect_deleted("#help").await;
        })
        .await;
}

#[tokio::test]
async fn channels_are_named_with_and_without_the_sign_or_by_id() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .settings("listen = ['#help', 'general']")
        .channel("#lounge")
        .run(async |t| {
            for channel in ["#help", "#general"] {
                t.user("ann").says(channel, BREW).await;
                t.next_reply(channel).await;
            }
            t.user("ann").says("#lounge", BREW).await;
            t.expect_silence("#lounge").await;

            assert_eq!(t.stops().await, Some(0));
            let (_, lounge) = t.discord().ids("ann", "#lounge");
            let settings = std::fs::read_to_string(t.project().path("faqbot.toml")).unwrap();
            let settings = settings.replace("'#help', 'general'", &format!("'{lounge}'"));
            t.project().write("faqbot.toml", settings);
            t.starts_again().await;
            t.user("ann").says("#lounge", BREW).await;
            t.next_reply("#lounge").await;
        })
        .await;
}

#[tokio::test]
async fn threads_are_listened_to_as_their_channel_is() {
    listening()
        .run(async |t| {
            let ann = t.user("ann");
            for (channel, thread) in [("#help", "Green"), ("#general", "Black")] {
                ann.opens_thread(channel, thread).await;
            }
            t.settles().await;
            for thread in ["Green", "Black"] {
                ann.says(thread, BREW).await;
            }
            t.next_reply("Green").await;
            t.expect_silence("Black").await;
        })
        .await;
}

#[tokio::test]
async fn a_post_is_asked_with_its_title() {
    listening()
        .run(async |t| {
            let ann = t.user("ann");
            ann.posts("forum", BREW, "title says it all", &[]).await;
            t.expect_reply(
                BREW,
                str![[r#"
faqbot -> ann: title says it all
[embed #2a7f62]
# How long does green tea brew?
**Two minutes in water of 80 °C.**
## Source
Tea (tea.toml)
-- Taste differs.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
            )
            .await;
            ann.posts("forum", "Newcomer here", KETTLE, &[]).await;
            t.next_reply("Newcomer here").await;
            ann.posts("forum", "Loose leaves", "Where should I store them?", &[])
                .await;
            t.next_reply("Loose leaves").await;
            ann.posts("forum", "My cups", "I have nine of them.", &[])
                .await;
            t.expect_silence("My cups").await;
        })
        .await;
}

#[tokio::test]
async fn a_post_that_is_solved_or_closed_is_left_alone() {
    listening()
        .run(async |t| {
            let ann = t.user("ann");
            ann.posts("forum", "One", "I have one cup.", &["solved"])
                .await;
            ann.posts("forum", "Two", "I have two cups.", &[]).await;
            ann.posts("forum", "Three", "I have three cups.", &[]).await;
            t.settles().await;
            t.discord().tags("Two", &["solved"]);
            t.discord().archives("Three", true);
            t.settles().await;
            for post in ["One", "Two", "Three"] {
                ann.says(post, BREW).await;
                t.expect_silence(post).await;
            }
            // It is open again.
            t.discord().tags("Two", &[]);
            t.settles().await;
            ann.says("Two", KETTLE).await;
            t.next_reply("Two").await;
        })
        .await;
}

#[tokio::test]
async fn where_a_helper_or_moderator_is_answering_the_bot_is_silent() {
    listening()
        .run(async |t| {
            let ann = t.user("ann");
            ann.posts("forum", "Cups", "I have nine of them.", &[])
                .await;
            t.settles().await;
            t.user("hal").says("Cups", "Nice ones!").await;
            let asked = ann.says("#help", "which cup is nicest?").await;
            t.moderator("mo").replies_to(&asked, "The green one.").await;
            t.settles().await;
            ann.says("Cups", BREW).await;
            ann.says("#help", BREW).await;
            t.expect_silence("Cups").await;
            t.expect_silence("#help").await;
            // Helpers need no answers themselves.
            t.user("hal")
                .posts("forum", KETTLE, "Who knows it?", &[])
                .await;
            t.expect_silence(KETTLE).await;
            // Whoever asks the bot is answered.
            ann.says("#help", &format!("<@bot> {BREW}")).await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn the_same_entry_is_given_once_in_a_channel_however_it_was_asked_for() {
    listening()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", &format!("<@bot> {BREW}")).await;
            t.next_reply("#help").await;
            t.settles().await;
            t.user("bob").says("#help", BREW).await;
            t.expect_silence("#help").await;

            ann.says("#help", KETTLE).await;
            t.next_reply("#help").await;
            t.user("bob").says("#help", KETTLE).await;
            t.expect_silence("#help").await;

            ann.runs(&format!("/ask question:{STORE} private:false"))
                .await;
            t.next_reply("#help").await;
            t.settles().await;
            t.user("bob").says("#help", STORE).await;
            t.expect_silence("#help").await;

            // Asked again, in another place.
            t.user("bob")
                .posts("forum", BREW, "Please tell.", &[])
                .await;
            t.next_reply(BREW).await;
        })
        .await;
}

#[tokio::test]
async fn a_member_over_the_limit_is_not_answered_and_not_told() {
    listening()
        .settings("questions_per_member = 1")
        .run(async |t| {
            let ann = t.user("ann");
            // Talk does not count.
            ann.says("#help", "who has a nice cup?").await;
            t.expect_silence("#help").await;
            ann.says("#help", BREW).await;
            t.next_reply("#help").await;
            ann.says("#help", KETTLE).await;
            t.expect_silence("#help").await;
            t.expect_private_silence("ann").await;
            t.user("bob").says("#help", KETTLE).await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn what_is_meant_for_others_or_said_by_a_bot_is_not_answered() {
    listening()
        .run(async |t| {
            let ann = t.user("ann");
            let said = ann.says("#help", "I have a new cup.").await;
            let bob = t.user("bob");
            bob.replies_to(&said, BREW).await;
            bob.replies_quietly_to(&said, BREW).await;
            bob.says("#help", &format!("<@ann> {BREW}")).await;
            bob.says("#help", &format!("<@&Helper> {BREW}")).await;
            bob.says("#help", &format!("@everyone {BREW}")).await;
            t.user("robot").says("#help", BREW).await;
            t.user("bob").through_webhook().says("#help", BREW).await;
            t.expect_silence("#help").await;
        })
        .await;
}

#[tokio::test]
async fn whatever_is_unsure_or_no_question_is_not_answered() {
    listening()
        .run(async |t| {
            for talk in [
                "tea?",
                "green tea brews for long",
                "How long does it take?",
                "where should I store them",
                "What is the capital of France?",
                "Thank you all, how are you today?",
                "Does tea go with a kettle and leaves?",
                "hello there, who are you?",
            ] {
                t.user("ann").says("#help", talk).await;
                t.expect_silence("#help").await;
            }
        })
        .await;
}

#[tokio::test]
async fn how_sure_the_bot_has_to_be_can_be_set() {
    let nearly = "How long does tea brew in a pot?";
    for (listen_at, answers) in [("0.0", true), ("1.0", false)] {
        listening()
            .settings(&format!("listen_at = {listen_at}"))
            .run(async |t| {
                t.user("ann").says("#help", nearly).await;
                if answers {
                    t.next_reply("#help").await;
                } else {
                    t.expect_silence("#help").await;
                }
            })
            .await;
    }
}

#[tokio::test]
async fn an_urgent_sign_gets_a_short_notice_in_any_wording() {
    BotTest::shipped()
        .settings("listen = ['help']\nhelpers = ['Helper']")
        .run(async |t| {
            let ann = t.user("ann");
            t.user("hal").says("#help", "Good morning!").await;
            t.settles().await;
            ann.says("#help", "I want to kill myself").await;
            let reply = t.expect_reply("#help", str![[r#"
faqbot -> ann: I want to kill myself
**You are not alone, and you deserve help right now**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# You are not alone, and you deserve help right now
I am really glad you wrote this. What you are feeling matters, and you do not have to carry it on your own.
[end]
[What to do now] [Dismiss]
"#]]).await;
            // It is not said again and again.
            ann.says("#help", "I really want to kill myself").await;
            t.expect_silence("#help").await;
            ann.clicks_on(&reply, "Dismiss").await;
            t.expect_deleted("#help").await;
        })
        .await;
}

#[tokio::test]
async fn the_answer_follows_its_question() {
    listening()
        .run(async |t| {
            let ann = t.user("ann");
            let asked = ann.says("#help", BREW).await;
            t.next_reply("#help").await;
            t.settles().await;
            ann.edits(&asked, "How long does green tea brew please?")
                .await;
            t.next_edit("#help").await;
            ann.edits(&asked, "I found it out, thank you").await;
            t.expect_deleted("#help").await;
            ann.edits(&asked, KETTLE).await;
            t.expect_silence("#help").await;

            let asked = ann.says("#help", KETTLE).await;
            t.next_reply("#help").await;
            t.settles().await;
            ann.deletes(&asked).await;
            t.expect_deleted("#help").await;
        })
        .await;
}

#[tokio::test]
async fn channels_and_roles_change_while_the_bot_runs() {
    listening()
        .settings("moderators = ['Elder']")
        .run(async |t| {
            let (ann, discord) = (t.user("ann"), t.discord());
            discord.renames_channel("#help", "chat");
            discord.renames_channel("#general", "help");
            t.settles().await;
            ann.says("#chat", BREW).await;
            t.expect_silence("#chat").await;
            ann.says("#help", BREW).await;
            t.next_reply("#help").await;

            discord.renames_role("Helper", "Guest");
            t.settles().await;
            t.user("hal").says("#help", KETTLE).await;
            t.next_reply("#help").await;
            discord.renames_role("Guest", "Elder");
            t.settles().await;
            t.user("hal").says("#help", "Good morning!").await;
            t.settles().await;
            ann.says("#help", STORE).await;
            t.expect_silence("#help").await;

            discord.deletes_channel("#help");
            discord.creates_channel("#help");
            t.settles().await;
            ann.says("#help", STORE).await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_server_that_the_bot_left_is_known_again_when_it_is_back() {
    listening()
        .run(async |t| {
            let discord = t.discord();
            discord.loses_guild("Test Server");
            discord.adds_bot("Test Server");
            t.settles().await;
            t.user("ann").says("#help", BREW).await;
            t.next_reply("#help").await;
            discord.removes_bot("Test Server");
            t.settles().await;
            discord.adds_bot("Test Server");
            t.settles().await;
            t.user("ann").says("#help", KETTLE).await;
            t.next_reply("#help").await;
        })
        .await;
}

#[tokio::test]
async fn a_gateway_that_leaves_the_text_out_is_told_of_once() {
    listening()
        .run(async |t| {
            let said = t.user("ann").says("#help", "I have a new cup.").await;
            t.settles().await;
            let mut event = t.discord().event_of(&said);
            event["content"] = "".into();
            for id in ["1", "2"] {
                event["id"] = id.into();
                t.discord().sends_raw("MESSAGE_CREATE", &event);
            }
            t.expect_silence("#help").await;
            let log = t.log();
            let warnings = log
                .lines()
                .filter(|line| line.contains("without their text"));
            assert_eq!(warnings.count(), 1, "{log}");
        })
        .await;
}

#[tokio::test]
async fn without_the_intent_the_bot_ends_and_says_what_to_do() {
    let ended = listening().disallow_intents().run_to_its_end().await;
    assert_eq!(ended.code, Some(2));
    let last = ended.log.lines().last().unwrap_or_default();
    snapbox::assert_data_eq!(
        last,
        str![
            "error: Discord refuses the intents: turn on `Message Content Intent` under `Bot` in the developer portal, or take `listen` out of `[discord]`"
        ]
    );
}
