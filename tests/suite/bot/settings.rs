//! `[discord]` and `[feedback]` of `faqbot.toml`: what is said about what may
//! not stand there, seen through `faqbot check`.

use snapbox::str;

use crate::support::FaqTest;

const TEA: &str = "title = 'Tea'\n[[entry]]\nid = 'tea'\nquestion = 'How long does tea brew?'\n\
                   answer = 'Three minutes.'\n";

#[test]
fn wrong_values_are_shown_with_their_place_and_what_to_write() {
    FaqTest::new()
        .faq("tea.toml", TEA)
        .settings("[feedback]\ndays = 0\n[discord]\nlisten = ['#']\nlisten_at = 80\n")
        .run(
            &["check"],
            str![[r#"
error[out-of-range]: this number is out of range
 --> faqbot.toml:2:8
  |
2 | days = 0
  |        ^
  |
help: write a number between 1 and 3650

error[invalid-value]: this names nothing
 --> faqbot.toml:4:11
  |
4 | listen = ['#']
  |           ^^^
  |
help: write a name as Discord shows it, or an id

error[out-of-range]: this number is out of range
 --> faqbot.toml:5:13
  |
5 | listen_at = 80
  |             ^^
  |
help: write a number between 0 and 1

faq: 1 entry, 0 sections, 0 urgent groups (emergencies are not noticed); 3 errors, 0 warnings
--- exit code 1

"#]],
        );
}

#[test]
fn the_bot_does_not_start_with_wrong_settings() {
    FaqTest::new()
        .faq("tea.toml", TEA)
        .settings("[discord]\nmonitor = 'here'\n")
        .run(
            &["serve"],
            str![[r#"
--- stderr
error[invalid-value]: this is not an address with a port
 --> faqbot.toml:2:11
  |
2 | monitor = 'here'
  |           ^^^^^^
  |
help: write it like `127.0.0.1:9464`

error: `faqbot.toml` has errors
--- exit code 2

"#]],
        );
}
