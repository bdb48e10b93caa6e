//! What members see who report an urgent sign, in public and in private.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::TEA;

#[tokio::test]
async fn an_urgent_message_in_public_gets_a_short_notice_and_the_rest_privately() {
    BotTest::shipped()
        .run(async |t| {
            let ann = t.user("ann");
            ann.says("#help", "<@bot> is massage safe, my groin is numb")
                .await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann: <@faqbot> is massage safe, my groin is numb
**Please get medical help now**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# Please get medical help now
Some of what you describe can be a sign that nerves at the bottom of the spine are affected. It needs to be checked straight away, even if it is mild, comes and goes, or has only just begun: early signs count.
[end]
[What to do now] [Dismiss]
"#]]).await;
            t.user("bob").clicks("What to do now").await;
            t.expect_private("bob", str![[r#"
faqbot -> bob [What to do now] (only bob sees this)
**Please get medical help now**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# Please get medical help now
Some of what you describe can be a sign that nerves at the bottom of the spine are affected. It needs to be checked straight away, even if it is mild, comes and goes, or has only just begun: early signs count.

**Go to an emergency department now, or call your local emergency number.** Do not wait for an appointment.

Tell the staff about each of these that you have, even if it feels awkward:

- numbness or tingling around your genitals, groin, back passage, buttocks or inner thighs
- trouble starting to pee, not being able to pee, to hold it or to feel it, or new leaking
- losing control of your bowels, or not feeling when you need to go
- less feeling in your genitals, or new problems with sex
- pain, weakness or numbness in both legs, or getting worse
[end]
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn self_harm_gets_no_text_of_the_faq_and_stays_short_in_public() {
    BotTest::shipped()
        .run(async |t| {
            let text = "how often should i have a massage, i want to kill myself";
            let ann = t.user("ann");
            ann.says("#help", &format!("<@bot> {text}")).await;
            t.expect_reply("#help", str![[r#"
faqbot -> ann: <@faqbot> how often should i have a massage, i …
**You are not alone, and you deserve help right now**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# You are not alone, and you deserve help right now
I am really glad you wrote this. What you are feeling matters, and you do not have to carry it on your own.
[end]
[What to do now] [Dismiss]
"#]]).await;
            ann.dm(text).await;
            t.expect_private("ann", str![[r#"
faqbot -> ann: how often should i have a massage, i want to kill myself
**You are not alone, and you deserve help right now**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# You are not alone, and you deserve help right now
I am really glad you wrote this. What you are feeling matters, and you do not have to carry it on your own.

**Please talk to someone now: a local crisis line.** There are people who listen to anyone who is struggling, and they will not judge you.

If you are in danger right now, or have already hurt yourself or taken something, call **your local emergency number** or go to the nearest emergency department. If you can, stay with someone you trust, and put away anything you could hurt yourself with.

If you are worried about someone else, stay with them, listen, and make the call with them or for them.

I am only a bot, and you deserve more than I can give. A person can be there for you. Please reach out to one now.
[end]
[Dismiss]
"#]]).await;
            ann.runs(&format!("/ask question:{text}")).await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /ask (only ann sees this)
> how often should i have a massage, i want to kill myself
**You are not alone, and you deserve help right now**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# You are not alone, and you deserve help right now
I am really glad you wrote this. What you are feeling matters, and you do not have to carry it on your own.

**Please talk to someone now: a local crisis line.** There are people who listen to anyone who is struggling, and they will not judge you.

If you are in danger right now, or have already hurt yourself or taken something, call **your local emergency number** or go to the nearest emergency department. If you can, stay with someone you trust, and put away anything you could hurt yourself with.

If you are worried about someone else, stay with them, listen, and make the call with them or for them.

I am only a bot, and you deserve more than I can give. A person can be there for you. Please reach out to one now.
[end]
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn an_urgent_notice_names_the_numbers_of_the_region() {
    let uk =
        "region = \"uk\"\n[regions.uk]\nemergency = \"999\"\ncrisis = \"Samaritans on 116 123\"";
    BotTest::new()
        .faq("tea.toml", TEA)
        .faq("urgent.toml", include_str!("../../../faq/urgent.toml"))
        .settings_above(uk)
        .run(async |t| {
            t.user("ann").dm("i want to kill myself").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann: i want to kill myself
**You are not alone, and you deserve help right now**
If this is happening now, please call Samaritans on 116 123.
[embed #d92d20]
# You are not alone, and you deserve help right now
I am really glad you wrote this. What you are feeling matters, and you do not have to carry it on your own.

**Please talk to someone now: Samaritans on 116 123.** There are people who listen to anyone who is struggling, and they will not judge you.

If you are in danger right now, or have already hurt yourself or taken something, call **999** or go to the nearest emergency department. If you can, stay with someone you trust, and put away anything you could hurt yourself with.

If you are worried about someone else, stay with them, listen, and make the call with them or for them.

I am only a bot, and you deserve more than I can give. A person can be there for you. Please reach out to one now.
[end]
[Dismiss]
"#]]).await;
            t.user("bob")
                .says("#help", "<@bot> chest pain and i cant breathe")
                .await;
            t.expect_reply("#help", str![[r#"
faqbot -> bob: <@faqbot> chest pain and i cant breathe
**This could be an emergency**
If this is happening now, please call 999.
[embed #d92d20]
# This could be an emergency
What you describe can be an emergency, and it needs help now.
[end]
[What to do now] [Dismiss]
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn an_urgent_message_knows_no_limit() {
    BotTest::shipped()
        .settings("questions_per_member = 1")
        .run(async |t| {
            let ann = t.user("ann");
            ann.dm("hello").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann: hello
Hello! Ask me a question, in your own words.
"#]],
            )
            .await;
            ann.dm("i want to kill myself").await;
            let (_, notice) = t.next_private("ann").await;
            assert!(notice.contains("You are not alone"), "{notice}");
            ann.runs("/ask question:i want to kill myself").await;
            let (_, notice) = t.next_private("ann").await;
            assert!(notice.contains("You are not alone"), "{notice}");
            let said = t
                .user("bob")
                .says("#general", "i want to kill myself")
                .await;
            ann.uses("Answer from the FAQ", &said).await;
            let (_, notice) = t.next_private("ann").await;
            assert!(notice.contains("You are not alone"), "{notice}");
        })
        .await;
}

#[tokio::test]
async fn an_emergency_told_to_a_command_is_private_where_answers_are_public() {
    BotTest::shipped()
        .settings("private = false")
        .run(async |t| {
            let ann = t.user("ann");
            ann.runs("/ask question:what is sciatica?").await;
            t.next_reply("#help").await;
            ann.runs("/ask question:i want to kill myself").await;
            let (_, notice) = t.next_private("ann").await;
            assert!(notice.contains("stay with someone you trust"), "{notice}");
            // Unless the member wants it to be seen.
            ann.runs("/ask question:chest pain and i cant breathe private:false")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann /ask
> chest pain and i cant breathe
**This could be an emergency**
If this is happening now, please call your local emergency number.
[embed #d92d20]
# This could be an emergency
What you describe can be an emergency, and it needs help now.
[end]
[What to do now] [Dismiss]
"#]],
            )
            .await;
            t.expect_silence("#help").await;
        })
        .await;
}
