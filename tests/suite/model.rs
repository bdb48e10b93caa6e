//! `[search] model`: an embedding table of the owner's, none, or a broken one.

use std::fs;
use std::path::Path;

use snapbox::str;

use crate::support::{FaqTest, SHIPPED, outcome};

const TEA: &str = "title = 'Tea'\n\
                   [[entry]]\nid = 'tea'\nquestion = 'How long does tea brew?'\n\
                   answer = 'Three minutes.'\n\
                   [[entry]]\nid = 'knife'\nquestion = 'Which knife is the sharpest?'\n\
                   answer = 'The hot one.'\n";

fn tea(model: &str) -> FaqTest {
    let test = FaqTest::new().faq("tea.toml", TEA);
    test.settings(&format!("[search]\nmodel = '{model}'\n"))
}

/// Puts a table into the folder `own`: the built-in one, told from it by a blank at
/// the end of a file.
fn with_own_table(test: FaqTest) -> FaqTest {
    let built_in = Path::new(SHIPPED).join("models/table");
    let own = test.path("own");
    fs::create_dir(&own).expect("a new folder");
    for name in ["config.json", "tokenizer.json", "model.safetensors"] {
        fs::copy(built_in.join(name), own.join(name)).expect("a file of the table");
    }
    let tokenizer = fs::read_to_string(own.join("tokenizer.json")).expect("a text");
    test.write("own/tokenizer.json", format!("{tokenizer} "));
    test
}

#[test]
fn another_table_makes_the_index_anew_and_the_same_does_not() {
    let test = with_own_table(tea("own"));
    test.run(
        &["index"],
        str![[r#"
1 file read, 0 files removed, in [TIME] ms
2 passages in `index`, [SIZE] KiB

"#]],
    );
    let before = fs::read(test.path("index/v4/meta.json")).expect("an index");
    let asked = test.ran(&["ask", "how long does tea brew"]);
    assert_eq!((asked.code, asked.stderr.as_str()), (Some(0), ""));
    let after = fs::read(test.path("index/v4/meta.json")).expect("an index");
    assert_eq!(before, after, "a warm index is only read");

    let test = test.settings("");
    test.run(
        &["ask", "how long does tea brew"],
        str![[r#"
How long does tea brew?

**Three minutes.**

Source: Tea (tea.toml)

This is general information. For advice about your own situation, please see a
qualified professional.
--- stderr
 WARN index made again, it was made with another embedding table: 1 file read, 2 passages, in [TIME] ms

"#]],
    );
}

#[test]
fn without_a_table_words_are_matched_and_meaning_is_not() {
    let meaning = "likeness in meaning as a whole";
    let question = ["ask", "--explain", "how long does tea brew"];
    let with = tea("built-in").ran(&question).text();
    assert!(with.contains(meaning), "{with}");
    let test = tea("none");
    let without = test.ran(&question).text();
    assert!(!without.contains(meaning), "{without}");
    assert_eq!(
        outcome(&test.ask("how long does tea brew")),
        ("answer", Some("tea"))
    );
}

#[test]
fn a_table_that_is_not_there_is_an_error_in_the_settings() {
    tea("models/none").run(
        &["ask", "tea"],
        str![[r#"
--- stderr
error[no-model]: there is no `config.json` in `models/none`
 --> faqbot.toml:2:9
  |
2 | model = 'models/none'
  |         ^^^^^^^^^^^^^
  |
help: name the folder of a model2vec table, "built-in", or "none" for words only

error: `faqbot.toml` has errors
--- exit code 2

"#]],
    );
    tea(" ").run(
        &["check"],
        str![[r#"
error[no-model]: this names no table
 --> faqbot.toml:2:9
  |
2 | model = ' '
  |         ^^^
  |
help: name the folder of a model2vec table, "built-in", or "none" for words only

faq: 2 entries, 0 sections, 0 urgent groups (emergencies are not noticed); 1 error, 0 warnings
--- exit code 1

"#]],
    );
}

#[test]
fn a_broken_table_is_an_error_that_check_finds_too() {
    let test = with_own_table(tea("own"));
    test.write("own/model.safetensors", "cut off");
    test.run(
        &["ask", "tea"],
        str![[r#"
--- stderr
error: `own` is no embedding table in the format of model2vec: `model.safetensors` has no header
--- exit code 2

"#]],
    )
    .run(
        &["check"],
        str![[r#"
error[broken-model]: `own` is no embedding table in the format of model2vec: `model.safetensors` has no header
 --> own:1:1
  |
1 |
  | ^
  |
help: download it again, or take `model` out of `[search]`

faq: 2 entries, 0 sections, 0 urgent groups (emergencies are not noticed); 1 error, 0 warnings
--- exit code 1

"#]],
    );
}

#[test]
fn a_file_that_cannot_be_written_is_noticed_before_the_questions_are_asked() {
    let golden = "[[question]]\nask = 'how long does tea brew'\naccept = ['tea']\n";
    let test = tea("none");
    test.write("golden.toml", golden);
    test.run(
        &["eval", "--run", "nowhere/run.txt"],
        str![[r#"
--- stderr
error: cannot write `nowhere/run.txt`: No such file or directory (os error 2)
--- exit code 2

"#]],
    );
}
