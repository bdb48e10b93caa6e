//! What members see for each outcome: answers, suggestions, no answer, urgent
//! notices, small talk.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::TEA;

const PASSWORDS: &str = r#"
title = "Passwords"

[[entry]]
id = "reset"
question = "How do I reset my password?"
answer = "Click on “Forgotten”. A letter comes."

[[entry]]
id = "change"
question = "How do I change my password?"
answer = "Open the settings. Then change it."

[[entry]]
id = "choose"
question = "How do I choose a good password?"
answer = "Make it long."
"#;

fn passwords() -> BotTest {
    BotTest::new().faq("passwords.toml", PASSWORDS)
}

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", TEA)
}

#[tokio::test]
async fn an_answer_shows_all_that_belongs_to_it() {
    tea()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> how long should i steep green tea??")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> how long should i steep green tea??
[embed #2a7f62]
# How long does green tea steep?
Warm the pot first. **Green tea steeps for two minutes.** Longer makes it bitter.
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
(menu: Related topics | How hot should the water be? | How do I store tea leaves?)
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_shipped_answer_is_complete() {
    BotTest::shipped()
        .run(async |t| {
            t.user("ann")
                .says("#help", "<@bot> what is sciatica?")
                .await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann: <@faqbot> what is sciatica?
[embed #2a7f62]
# What is sciatica?
**Sciatica is pain that travels along the sciatic nerve.** The sciatic nerve runs from the lower back through the hips and buttocks and down each leg. Sciatica usually comes from a pinched or irritated nerve.

Common causes of sciatica are:

- a herniated disc, also called a slipped disc
- a bone spur on the spine
- spinal stenosis, which is a narrowing of the spine

Sciatica symptoms vary from person to person and can come on suddenly.
## Source
[Low back pain and sciatica in over 16s: assessment and management (NICE guideline NG59)](<https://www.nice.org.uk/guidance/ng59>)
[Sciatica (NHS)](<https://www.nhs.uk/conditions/sciatica/>)
Sciatica Pain Relief Massage: Benefits Explained (BCI Health Team)
Last reviewed 2026-11-22
-- This is general information, not medical advice. See a doctor, physiotherapist or qualified massage therapist about your own situation.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
(menu: Related topics | Symptoms of sciatica | What causes sciatica and why it happens | When to see a professional about sciatica)
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn suggestions_are_questions_to_click() {
    passwords()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> password").await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann: <@faqbot> password
Did you mean one of these?
[How do I reset my password?]
[How do I choose a good password?]
[How do I change my password?]
[Dismiss]
"#]]).await;
            // Another member reads for themselves.
            t.user("bob").clicks("How do I reset my password?").await;
            t.expect_private("bob", str![[r#"
faqbot -> bob [How do I reset my password?] (only bob sees this)
[embed #2a7f62]
# How do I reset my password?
**Click on “Forgotten”.** A letter comes.
## Source
Passwords (passwords.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful]
"#]]).await;
            ann.clicks("How do I change my password?").await;
            t.expect_edit("#help", str![[r#"
faqbot -> ann: <@faqbot> password
[embed #2a7f62]
# How do I change my password?
**Open the settings.** Then change it.
## Source
Passwords (passwords.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn suggestions_for_one_member_are_replaced_by_a_private_answer() {
    passwords()
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:password").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /ask (only ann sees this)
> password
Did you mean one of these?
[How do I reset my password?]
[How do I choose a good password?]
[How do I change my password?]
"#]]).await;
            ann.clicks("How do I reset my password?").await;
            t.expect_private_edit("ann", str![[r#"
faqbot -> ann /ask (only ann sees this)
> password
[embed #2a7f62]
# How do I reset my password?
**Click on “Forgotten”.** A letter comes.
## Source
Passwords (passwords.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Share]
"#]]).await;
            ann.dm("password").await;
            let (direct, _) = t.next_private("ann").await;
            ann.clicks_on(&direct, "How do I choose a good password?")
                .await;
            t.expect_private_edit("ann", str![[r#"
faqbot -> ann: password
[embed #2a7f62]
# How do I choose a good password?
**Make it long.**
## Source
Passwords (passwords.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Dismiss]
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn without_an_answer_people_are_named_and_nobody_is_pinged() {
    tea()
        .settings(r#"ask_people = "@everyone, <@&1> or #ask-a-human""#)
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> can my fridge keep a secret?")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> can my fridge keep a secret?
Sorry, I have no answer to that.
People in @​everyone, \<@​&1> or #ask-a-human may know.
The nearest topics that I know:
(menu: The nearest topics | Can I store brewed tea in the fridge?)
[Dismiss]
"#]],
            )
            .await;
            // The same again: the offer is not repeated.
            ann.says("#help", "<@bot>  Can my fridge  keep a secret?")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot>  Can my fridge  keep a secret?
Sorry, I have no answer to that.
The nearest topics that I know:
(menu: The nearest topics | Can I store brewed tea in the fridge?)
[Dismiss]
"#]],
            )
            .await;
            // For another member it is the first time.
            t.user("bob")
                .runs("/ask question:can my fridge keep a secret?")
                .await;
            t.expect_private(
                "bob",
                str![[r#"
faqbot -> bob /ask (only bob sees this)
> can my fridge keep a secret?
Sorry, I have no answer to that.
People in @​everyone, \<@​&1> or #ask-a-human may know.
The nearest topics that I know:
(menu: The nearest topics | Can I store brewed tea in the fridge?)
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn without_an_answer_the_nearest_topics_can_be_read() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.dm("can my fridge keep a secret?").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann: can my fridge keep a secret?
Sorry, I have no answer to that.
The nearest topics that I know:
(menu: The nearest topics | Can I store brewed tea in the fridge?)
[Dismiss]
"#]],
            )
            .await;
            ann.says("#help", "<@bot> can my fridge keep a secret?")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> can my fridge keep a secret?
Sorry, I have no answer to that.
Other people here may know.
The nearest topics that I know:
(menu: The nearest topics | Can I store brewed tea in the fridge?)
[Dismiss]
"#]],
            )
            .await;
            t.user("bob")
                .chooses(
                    "The nearest topics",
                    "Can I store brewed tea in the fridge?",
                )
                .await;
            t.expect_private(
                "bob",
                str![[r#"
faqbot -> bob (Can I store brewed tea in the fridge?) (only bob sees this)
[embed #2a7f62]
# Can I store brewed tea in the fridge?
**Yes, for a day.**
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn small_talk_gets_one_kind_line() {
    tea()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> hi!").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> hi!
Hello! Ask me a question, in your own words.
"#]],
            )
            .await;
            ann.says("#help", "<@bot> thank you").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> thank you
You're welcome!
"#]],
            )
            .await;
            ann.says("#help", "<@bot>").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot>
I look up answers that this community's moderators wrote. Ask me a question, in your own words.
"#]],
            )
            .await;
            ann.dm("bye").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann: bye
Take care!
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn where_no_embeds_are_allowed_the_answer_is_text_with_its_disclaimer() {
    tea()
        .run(async |t| {
            t.denies("#help", "Embed Links");
            let ann = t.user("ann");
            let asked = ann
                .says("#help", "<@bot> how long should i steep green tea??")
                .await;
            // Discord drops the frame without a word.
            t.next_reply("#help").await;
            t.expect_edit(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> how long should i steep green tea??
**How long does green tea steep?**

Warm the pot first. **Green tea steeps for two minutes.** Longer makes it bitter.

[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
General information about tea. Ask your doctor what you may drink.
[Helpful] [Not helpful] [Show me privately] [Dismiss]
(menu: Related topics | How hot should the water be? | How do I store tea leaves?)
"#]],
            )
            .await;
            ann.edits(&asked, "<@bot> how hot should the water be?")
                .await;
            t.expect_edit(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> how hot should the water be?
**How hot should the water be?**

**For green tea, let the water cool for five minutes after it has boiled.**

[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
General information about tea. Ask your doctor what you may drink.
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
            )
            .await;
            // From then on it is known.
            ann.says("#help", "<@bot> how do i store tea leaves?").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> how do i store tea leaves?
**How do I store tea leaves?**

**Keep tea leaves in a closed tin, away from light.**

[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
General information about tea. Ask your doctor what you may drink.
[Helpful] [Not helpful] [Show me privately] [Dismiss]
"#]],
            )
            .await;
        })
        .await;
}
