//! Urgent signs: the notice comes first, before any search, on every path.

use serde_json::Value;
use snapbox::str;

use crate::support::{FaqTest, outcome};

/// The group of the notice that a question gets, if it gets one; then there is
/// never an answer beside it.
#[track_caller]
fn alarm(test: &FaqTest, question: &str) -> Option<String> {
    let object = test.ask(question);
    let group = object["urgent"]["group"].as_str().map(str::to_owned);
    assert_eq!(object["outcome"] == "urgent", group.is_some(), "{object}");
    if group.is_some() {
        assert_eq!(object["answer"], Value::Null, "{object}");
        assert_eq!(object["suggestions"], serde_json::json!([]), "{object}");
    }
    group
}

#[test]
fn a_sign_gets_the_notice_and_nothing_else() {
    let test = FaqTest::shipped();
    test.ran(&["index"]);
    test.run(&["ask", "is massage safe, my groin is numb"], str![[r#"
Please get medical help now

Some of what you describe can be a sign that nerves at the bottom of the spine
are affected. It needs to be checked straight away, even if it is mild, comes
and goes, or has only just begun: early signs count.

Go to an emergency department now, or call your local emergency number. Do not
wait for an appointment.

Tell the staff about each of these that you have, even if it feels awkward:

• numbness or tingling around your genitals, groin, back passage, buttocks or
  inner thighs
• trouble starting to pee, not being able to pee, to hold it or to feel it, or
  new leaking
• losing control of your bowels, or not feeling when you need to go
• less feeling in your genitals, or new problems with sex
• pain, weakness or numbness in both legs, or getting worse

"#]])
        .run(&["ask", "--json", "my calf is hot and swollen"], str![[r#"
{"question":"my calf is hot and swollen","outcome":"urgent","confidence":[SURE],"answer":null,"suggestions":[],"urgent":{"group":"clot","notice":"A calf that is hot, swollen or red can be a sign of a blood clot. It needs to be checked now.\n\n**Call your local emergency number, and say that you think it could be a blood clot.** If you also have chest pain or are short of breath, say that first.\n\nPlease have it checked before anyone massages the leg.\n"},"took_us":[TIME]}

"#]]);
}

#[test]
fn self_harm_gets_a_kind_notice_and_no_text_of_the_faq() {
    let test = FaqTest::shipped();
    test.ran(&["index"]);
    let question = "how often should i have a massage, i want to kill myself";
    test.run(
        &["ask", question],
        str![[r#"
You are not alone, and you deserve help right now

I am really glad you wrote this. What you are feeling matters, and you do not
have to carry it on your own.

Please talk to someone now: a local crisis line. There are people who listen to
anyone who is struggling, and they will not judge you.

If you are in danger right now, or have already hurt yourself or taken
something, call your local emergency number or go to the nearest emergency
department. If you can, stay with someone you trust, and put away anything you
could hurt yourself with.

If you are worried about someone else, stay with them, listen, and make the call
with them or for them.

I am only a bot, and you deserve more than I can give. A person can be there for
you. Please reach out to one now.

"#]],
    );
    assert_eq!(alarm(&test, question).as_deref(), Some("self-harm"));
}

#[test]
fn the_notice_names_the_number_of_the_region() {
    let test = FaqTest::shipped();
    let notice = |test: &FaqTest, question: &str| {
        let object = test.ask(question);
        object["urgent"]["notice"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let questions = ["my groin is numb", "i have night sweats", "i want to die"];

    let local = questions.map(|question| notice(&test, question));
    assert!(
        local[0].contains("call your local emergency number"),
        "{}",
        local[0]
    );
    assert!(
        local[1].contains("your local medical advice line"),
        "{}",
        local[1]
    );
    assert!(local[2].contains("a local crisis line"), "{}", local[2]);

    test.edit("faqbot.toml", "# region = \"uk\"", "region = \"uk\"");
    let british = questions.map(|question| notice(&test, question));
    assert!(british[0].contains("call 999"), "{}", british[0]);
    assert!(british[1].contains("NHS 111"), "{}", british[1]);
    assert!(british[1].contains("999"), "{}", british[1]);
    assert!(
        british[2].contains("Samaritans on 116 123"),
        "{}",
        british[2]
    );

    // A region without an advice line still says whom to call.
    test.edit("faqbot.toml", "region = \"uk\"", "region = \"eu\"");
    let european = questions.map(|question| notice(&test, question));
    assert!(european[0].contains("call 112"), "{}", european[0]);
    assert!(
        european[1].contains("your local medical advice line"),
        "{}",
        european[1]
    );
    for notice in local.iter().chain(&british).chain(&european) {
        assert!(!notice.contains('{'), "a placeholder was left: {notice}");
    }
}

#[test]
fn every_group_is_found_in_lay_words_and_with_typing_errors() {
    let test = FaqTest::shipped();
    for (question, group) in [
        ("I cant pee since this morning", "cauda-equina"),
        ("tingling between my legs and my bum", "cauda-equina"),
        ("my groin is numb", "cauda-equina"),
        ("numbness in both legs, is massage ok?", "cauda-equina"),
        ("my wife cant hold her wee", "cauda-equina"),
        (
            "i fell down the stairs and now my back hurts",
            "serious-cause",
        ),
        ("back pain and fever", "serious-cause"),
        ("my leg keeps giving way", "serious-cause"),
        ("one calf is swollen and red", "clot"),
        ("i have chest pain", "emergency"),
        ("i cant breathe", "emergency"),
        ("i dont want to live anymore", "self-harm"),
        ("thinking about suicde", "self-harm"),
    ] {
        assert_eq!(alarm(&test, question).as_deref(), Some(group), "{question}");
    }
}

#[test]
fn talking_about_a_sign_is_no_report_of_it() {
    let test = FaqTest::shipped();
    for question in [
        "what is cauda equina",
        "no numbness in my groin",
        "i have no numbness and i can pee fine, is massage safe",
        "my leaflet says bladder",
        "is foot drop a symptom of sciatica",
        "swedish massage",
        "can massage make it worse",
        "what is a blood clot",
    ] {
        assert_eq!(alarm(&test, question), None, "{question}");
    }
    let denied = test.ask("i have no numbness and i can pee fine, is massage safe");
    assert_eq!(outcome(&denied).1, Some("is-massage-safe"), "{denied}");
}

#[test]
fn a_report_of_self_harm_goes_before_all_other_signs() {
    let test = FaqTest::shipped();
    let question = "my groin is numb and i want to end my life";
    assert_eq!(alarm(&test, question).as_deref(), Some("self-harm"));
}

#[test]
fn another_community_has_signs_of_its_own() {
    let test = FaqTest::new()
        .faq(
            "server.toml",
            "title = 'Server'\n[[entry]]\nid = 'lag'\nquestion = 'Why is the server slow?'\n\
             answer = 'Backups run at noon.'\n",
        )
        .faq(
            "urgent.toml",
            r#"
[words]
stolen = ["hacked", "stolen", "hijacked"]

[[group]]
id = "account-theft"
title = "Lock your account first"
notice = "Lock it now, then write to {number}."
number = "advice"
signs = ["account {stolen}", "someone logged in as me"]
"#,
        )
        .settings("region = 'here'\n[regions.here]\nadvice = 'help@example.org'\n");
    test.ran(&["index"]);
    test.run(
        &["ask", "my account got hijacked!!"],
        str![[r#"
Lock your account first

Lock it now, then write to help@example.org.

"#]],
    )
    .run(
        &["ask", "why is the server slow"],
        str![[r#"
Why is the server slow?

**Backups run at noon.**

Source: Server (server.toml)

This is general information. For advice about your own situation, please see a
qualified professional.

"#]],
    );
    // What is a sign elsewhere is none here.
    assert_eq!(alarm(&test, "my groin is numb"), None);
}

#[test]
fn without_an_urgent_file_nothing_is_urgent() {
    let test = FaqTest::shipped();
    test.remove("faq/urgent.toml");
    assert_eq!(alarm(&test, "my groin is numb"), None);
    assert_eq!(
        outcome(&test.ask("is massage safe for sciatica")).1,
        Some("is-massage-safe")
    );
}

#[test]
fn a_bad_sign_does_not_silence_the_others() {
    let test = FaqTest::shipped();
    test.edit(
        "faq/urgent.toml",
        "\"{numb} {saddle}\",",
        "\"{nmub} {saddle}\", \"{numb} {saddle}\",",
    );
    let ran = test.ran(&["ask", "my groin is numb"]);
    assert!(
        ran.text().starts_with("Please get medical help now\n"),
        "{}",
        ran.text()
    );
    assert!(
        ran.stderr.contains("1 error in the FAQ files"),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.code, Some(0));
}
