//! `[search] transformer`: a sentence transformer that looks again at the best
//! hits, and what a build without one says of it.

use snapbox::str;

use crate::support::FaqTest;

#[cfg(feature = "transformer")]
#[path = "../../src/search/transformer/testing.rs"]
mod tiny;

const TEA: &str = "title = 'Tea'\n\
                   [[entry]]\nid = 'tea'\nquestion = 'How long does tea brew?'\n\
                   answer = 'Three minutes.'\n\
                   [[entry]]\nid = 'knife'\nquestion = 'Which knife is the sharpest?'\n\
                   answer = 'The hot one.'\n";

fn tea() -> FaqTest {
    let settings = "[search]\ntransformer = 'model'\n";
    FaqTest::new().faq("tea.toml", TEA).settings(settings)
}

#[cfg(feature = "transformer")]
#[test]
fn an_answer_is_found_with_a_transformer_and_its_share_is_told() {
    let test = tea();
    tiny::write(&test.path("model"));
    let asked = test.ran(&["ask", "--explain", "how long does tea brew"]);
    let text = asked.text();
    assert_eq!(asked.code, Some(0), "{}", asked.stderr);
    assert!(text.contains("Three minutes."), "{text}");
    assert!(
        text.contains("likeness in meaning, read as sentences"),
        "{text}"
    );
    assert!(!text.contains("likeness in meaning as a whole"), "{text}");
}

#[cfg(feature = "transformer")]
#[test]
fn a_transformer_that_is_not_there_is_an_error_in_the_settings() {
    tea().run(
        &["ask", "tea"],
        str![[r#"
--- stderr
error[no-model]: there is no `config.json` in `model`
 --> faqbot.toml:2:15
  |
2 | transformer = 'model'
  |               ^^^^^^^
  |
help: name the folder of a sentence transformer in the layout of all-MiniLM-L6-v2

error: `faqbot.toml` has errors
--- exit code 2

"#]],
    );
}

#[cfg(feature = "transformer")]
#[test]
fn a_transformer_that_is_none_is_an_error() {
    let test = tea();
    tiny::write(&test.path("model"));
    test.write("model/tokenizer.json", "{}");
    test.run(&["ask", "tea"], str![[r#"
--- stderr
error: `model` is no sentence transformer in the layout of all-MiniLM-L6-v2: `tokenizer.json`: Model missing. at line 1 column 2
--- exit code 2

"#]]);
}

#[cfg(not(feature = "transformer"))]
#[test]
fn a_build_without_a_transformer_says_so() {
    tea().run(
        &["ask", "tea"],
        str![[r#"
--- stderr
error[no-transformer]: this build of faqbot has no sentence transformer
 --> faqbot.toml:2:15
  |
2 | transformer = 'model'
  |               ^^^^^^^
  |
help: build it with `cargo build --release --features transformer`, or take the line out

error: `faqbot.toml` has errors
--- exit code 2

"#]],
    );
}
