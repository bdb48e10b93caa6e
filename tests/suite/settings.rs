//! `faqbot.toml`: where it is looked for, what may stand in it, and what is
//! said about what may not.

use snapbox::str;

use crate::support::FaqTest;

const TEA: &str = "title = 'Tea'\n[[entry]]\nid = 'tea'\nquestion = 'How long does tea brew?'\n\
                   answer = 'Three minutes.'\n";

fn tea() -> FaqTest {
    FaqTest::new().faq("tea.toml", TEA)
}

#[test]
fn folders_and_settings_can_be_anywhere() {
    let test = FaqTest::new();
    test.write("community/questions/tea.toml", TEA);
    test.write(
        "community/bot.toml",
        "disclaimer = 'Ask the kettle.'\n[folders]\nfaq = 'questions'\nindex = 'cache/index'\n",
    );
    // The folders of the settings are relative to the settings.
    let asked = test.ran(&["--config", "community/bot.toml", "ask", "tea", "brew"]);
    assert!(asked.text().contains("Ask the kettle."), "{}", asked.text());
    assert!(test.path("community/cache/index/v4/meta.json").exists());

    // Those of the command line are relative to where it is run, and go first.
    let asked = test.ran(&[
        "ask",
        "tea brew",
        "--config=community/bot.toml",
        "--index-dir=other-index",
    ]);
    assert_eq!(asked.code, Some(0), "{}", asked.stderr);
    assert!(test.path("other-index/v4/meta.json").exists());

    // Without a name the settings stand next to the FAQ folder, and so does
    // the index.
    test.write("community/faqbot.toml", "disclaimer = 'Ask the cup.'\n");
    let asked = test.ran(&["ask", "tea brew", "--faq-dir", "community/questions"]);
    assert!(asked.text().contains("Ask the cup."), "{}", asked.text());
    assert!(test.path("community/index/v4/meta.json").exists());
    assert!(!test.path("index").exists());
}

#[test]
fn settings_that_are_named_have_to_be_there() {
    tea().run(
        &["ask", "tea", "--config", "nowhere.toml"],
        str![[r#"
--- stderr
error: cannot read `nowhere.toml`: No such file or directory (os error 2)
--- exit code 2

"#]],
    );
}

#[test]
fn bad_settings_stop_everything_but_the_check() {
    let test = tea().settings("regoin = 'uk'\n[search]\nsynonyms = ['tea']\n");
    test.run(
        &["ask", "tea"],
        str![[r#"
--- stderr
error[unknown-key]: unknown key `regoin`
 --> faqbot.toml:1:1
  |
1 | regoin = 'uk'
  | ^^^^^^
  |
help: did you mean `region`

error[short-synonyms]: a group of synonyms needs at least two words or phrases
 --> faqbot.toml:3:13
  |
3 | synonyms = ['tea']
  |             ^^^^^
  |
help: write what means the same with commas between: `"sore, aching"`

error: `faqbot.toml` has errors
--- exit code 2

"#]],
    )
    .run(
        &["check"],
        str![[r#"
error[unknown-key]: unknown key `regoin`
 --> faqbot.toml:1:1
  |
1 | regoin = 'uk'
  | ^^^^^^
  |
help: did you mean `region`

error[short-synonyms]: a group of synonyms needs at least two words or phrases
 --> faqbot.toml:3:13
  |
3 | synonyms = ['tea']
  |             ^^^^^
  |
help: write what means the same with commas between: `"sore, aching"`

faq: 1 entry, 0 sections, 0 urgent groups (emergencies are not noticed); 2 errors, 0 warnings
--- exit code 1

"#]],
    );
}

#[test]
fn the_size_limit_can_be_set() {
    let test = tea()
        .faq(
            "large.toml",
            &format!("title = 'Large'\n#{}\n", "x".repeat(3000)),
        )
        .settings("[content]\nmax_file_kib = 2\n");
    test.run(
        &["check"],
        str![[r#"
error[file-too-large]: the file has 3 KiB, at most 2 are read
 --> faq/large.toml:1:1
  |
1 |
  | ^
  |
help: cut it into several files, or raise `[content] max_file_kib` in `faqbot.toml`

faq: 1 entry, 0 sections, 0 urgent groups (emergencies are not noticed); 1 error, 0 warnings
--- exit code 1

"#]],
    );
    test.remove("faqbot.toml");
    assert_eq!(test.ran(&["check"]).code, Some(0));
}

#[test]
fn every_problem_in_the_settings_is_named() {
    let test = tea().settings(
        "disclaimr = 'x'\nregion = 'mars'\n[answer]\nanswer_at = 2.0\nmargin = 'wide'\n\
         [content]\nmax_file_kib = 0\n[search]\nsynonyms = ['one']\n[folders]\nfqa = 'x'\n\
         [regions.uk]\nemergancy = '999'\n",
    );
    test.run(&["check", "--format", "github"], str![[r#"
::error file=faqbot.toml,line=1,col=1,title=unknown-key::unknown key `disclaimr`%0Ahelp: did you mean `disclaimer`
::error file=faqbot.toml,line=2,col=10,title=unknown-region::there is no region `mars`%0Ahelp: add `[regions.mars]` with its numbers
::error file=faqbot.toml,line=4,col=13,title=out-of-range::this number is out of range%0Ahelp: write a number between 0 and 1
::error file=faqbot.toml,line=5,col=10,title=wrong-type::`margin` must be a number, and this is a text%0Ahelp: write a number without quotes, such as `margin = 0.5`
::error file=faqbot.toml,line=7,col=16,title=out-of-range::this number is out of range%0Ahelp: write a number between 1 and 1048576
::error file=faqbot.toml,line=9,col=13,title=short-synonyms::a group of synonyms needs at least two words or phrases%0Ahelp: write what means the same with commas between: `"sore, aching"`
::error file=faqbot.toml,line=11,col=1,title=unknown-key::unknown key `fqa`%0Ahelp: did you mean `faq`
::error file=faqbot.toml,line=13,col=1,title=unknown-key::unknown key `emergancy`%0Ahelp: did you mean `emergency`
--- exit code 1

"#]]);
    let ask = test.ran(&["ask", "how long does tea brew"]);
    assert_eq!(ask.code, Some(2));
    assert!(
        ask.stderr.contains("did you mean `disclaimer`"),
        "{}",
        ask.stderr
    );
}

#[test]
fn settings_that_are_no_text_are_an_error() {
    let test = tea();
    test.write("faqbot.toml", b"disclaimer = '\xff'\n");
    assert_eq!(test.ran(&["ask", "how long does tea brew"]).code, Some(2));
    assert_eq!(test.ran(&["check"]).code, Some(1));
}

#[test]
fn settings_that_an_editor_on_windows_wrote_are_read() {
    let test = FaqTest::new().faq("tea.toml", &TEA.replace('\n', "\r\n"));
    test.write(
        "faqbot.toml",
        "\u{feff}disclaimer = 'Mine.'\r\nregion = 'x'\r\n[regions.x]\r\n",
    );
    let object = test.ask("how long does tea brew");
    assert_eq!(object["answer"]["disclaimer"], "Mine.");
}
