//! The command line itself: help, version, lists, folders, completions.

use std::fs;
use std::process::{Command, Stdio};

use snapbox::str;

use crate::support::{FaqTest, SHIPPED, faqbot};

const TEA: &str = "title = 'Tea'\n[[entry]]\nid = 'tea'\nquestion = 'How long does tea brew?'\n\
                   answer = 'Three minutes.'\n";

fn tea() -> FaqTest {
    FaqTest::new().faq("tea.toml", TEA)
}

#[test]
fn alone_it_prints_help() {
    FaqTest::new().run(
        &[],
        str![[r#"
Answers questions from the FAQ files that moderators write, word for word

Usage: faqbot [OPTIONS] [COMMAND]

Commands:
  ask          Answer a question (exit code 0: answered, 1: not answered, 2: error)
  chat         Talk to the bot in the terminal
  serve        Run the bot on Discord, with the token in DISCORD_TOKEN
  check        Show every problem in the FAQ files and the settings (exit code 1: errors)
  eval         Measure how good the answers are (exit code 1: below `--floor`)
  report       Show how the FAQ does: what was asked, what members could not find, what to do next
  index        Bring the index up to date, and say what was done
  list         List all entries and sections
  show         Show an entry or a section
  completions  Print a completion script for a shell

Options:
      --config <FILE>    The settings [default: `faqbot.toml` next to the FAQ folder]
      --faq-dir <DIR>    The folder with the FAQ files [default: `faq`]
      --index-dir <DIR>  The folder for the index, which is made and mended by itself [default:
                         `index`]
  -h, --help             Print help
  -V, --version          Print version

"#]],
    );
}

#[test]
fn an_unknown_command_is_an_error() {
    FaqTest::new().run(
        &["aks", "how"],
        str![[r#"
--- stderr
error: unrecognized subcommand 'aks'

Usage: faqbot [OPTIONS] [COMMAND]

For more information, try '--help'.
--- exit code 2

"#]],
    );
}

#[test]
fn the_version_has_the_commit() {
    let version = FaqTest::new().ran(&["--version"]).text();
    let rest = version
        .strip_prefix(concat!("faqbot ", env!("CARGO_PKG_VERSION")))
        .expect("name and version");
    let commit = rest
        .trim_end()
        .strip_prefix(" (")
        .and_then(|rest| rest.strip_suffix(')'));
    match commit {
        Some(commit) => {
            assert!(commit.len() >= 7, "{version}");
            assert!(commit.chars().all(|c| c.is_ascii_hexdigit()), "{version}");
        }
        None => {
            // A source archive has no commit; a clone has.
            assert_eq!(rest, "\n");
            assert!(!fs::exists(format!("{SHIPPED}/.git")).expect("readable"));
        }
    }
}

#[test]
fn all_entries_and_sections_are_listed_by_file() {
    let test = tea().faq(
        "articles/more/cake.md",
        "+++\ntitle = 'Cake'\n+++\nAll about it.\n## Baking {#bake}\nForty minutes.\n",
    );
    test.ran(&["index"]);
    test.run(
        &["list"],
        str![[r#"
articles/more/cake.md
  Cake  [cake#cake]
  Baking  [cake#bake]

tea.toml
  How long does tea brew?  [tea]

3 topics

"#]],
    );
}

#[test]
fn a_long_section_is_shown_whole() {
    let step =
        |number| format!("Step {number} is to look at the cable and the light beside it.\n\n");
    let steps = String::from_iter((0..100).map(step));
    let article = format!("+++\ntitle = 'Handbook'\n+++\n## The server {{#server}}\n\n{steps}");
    let test = FaqTest::new().faq("articles/handbook.md", &article);
    let shown = test.ran(&["show", "handbook#server"]).text();
    for number in 0..100 {
        let step = format!("Step {number} is to look");
        assert_eq!(shown.matches(&step).count(), 1, "{step}");
    }
}

#[test]
fn an_id_shows_its_entry_and_an_unknown_one_is_an_error() {
    let test = tea();
    test.ran(&["index"]);
    test.run(
        &["show", "tea"],
        str![[r#"
How long does tea brew?

**Three minutes.**

Source: Tea (tea.toml)

This is general information. For advice about your own situation, please see a
qualified professional.

"#]],
    )
    .run(
        &["show", "coffee"],
        str![[r#"
--- stderr
error: there is no entry or section `coffee`
help: `faqbot list` shows all ids
--- exit code 2

"#]],
    )
    .run(
        &["show", "'; drop"],
        str![[r#"
--- stderr
error: there is no entry or section `'; drop`
help: `faqbot list` shows all ids
--- exit code 2

"#]],
    );
}

#[test]
fn without_a_folder_it_says_what_to_do_and_leaves_nothing_behind() {
    let test = FaqTest::new();
    test.run(
        &["ask", "how long does tea brew"],
        str![[r#"
--- stderr
error: there is no FAQ folder `faq`
help: run this in the folder that holds it, or name it with `--faq-dir`
--- exit code 2

"#]],
    )
    .run(
        &["chat"],
        str![[r#"
--- stderr
error: there is no FAQ folder `faq`
help: run this in the folder that holds it, or name it with `--faq-dir`
--- exit code 2

"#]],
    )
    .run(
        &["list"],
        str![[r#"
--- stderr
error: there is no FAQ folder `faq`
help: run this in the folder that holds it, or name it with `--faq-dir`
--- exit code 2

"#]],
    )
    .run(
        &["index"],
        str![[r#"
--- stderr
error: there is no FAQ folder `faq`
help: run this in the folder that holds it, or name it with `--faq-dir`
--- exit code 2

"#]],
    )
    .run(
        &["check"],
        str![[r#"
error[missing-folder]: the folder of the FAQ cannot be read: it does not exist
 --> faq:1:1
  |
1 |
  | ^
  |
help: create the folder and put the files of the FAQ into it

faq: 0 entries, 0 sections, 0 urgent groups (emergencies are not noticed); 1 error, 0 warnings
--- exit code 1

"#]],
    )
    .run(
        &["ask", "--faq-dir", "elsewhere/faq", "hi"],
        str![[r#"
--- stderr
error: there is no FAQ folder `elsewhere/faq`
help: run this in the folder that holds it, or name it with `--faq-dir`
--- exit code 2

"#]],
    );
    let left = fs::read_dir(test.path("")).expect("the project").count();
    assert_eq!(left, 0, "files were made in a folder that is no project");
}

#[test]
fn a_folder_that_goes_missing_takes_no_index_with_it() {
    let test = tea();
    test.ran(&["index"]);
    fs::rename(test.path("faq"), test.path("away")).expect("renamed");
    assert_eq!(test.ran(&["ask", "tea"]).code, Some(2));
    fs::rename(test.path("away"), test.path("faq")).expect("renamed back");
    test.run(
        &["index"],
        str![[r#"
0 files read, 0 files removed, in [TIME] ms
1 passage in `index`, [SIZE] KiB

"#]],
    );
}

#[test]
fn an_empty_faq_answers_nothing() {
    let test = FaqTest::new();
    fs::create_dir(test.path("faq")).expect("a folder");
    test.ran(&["index"]);
    test.run(
        &["ask", "how long does tea brew"],
        str![[r#"
Sorry, I have no answer to that.
--- exit code 1

"#]],
    )
    .run(
        &["list"],
        str![[r#"
0 topics

"#]],
    );
}

#[test]
fn completions_are_scripts_that_a_shell_can_read() {
    let test = FaqTest::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = test.ran(&["completions", shell]);
        assert_eq!(ran.code, Some(0));
        for command in ["ask", "check", "completions", "index-dir", "rebuild"] {
            assert!(ran.text().contains(command), "{shell}: {command}");
        }
    }
    test.write("faqbot.bash", test.ran(&["completions", "bash"]).stdout);
    let bash = Command::new("bash")
        .args(["--noprofile", "--norc", "-n"])
        .arg(test.path("faqbot.bash"))
        .stdin(Stdio::null())
        .output();
    // A machine may be without bash.
    if let Ok(output) = bash {
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && errors.is_empty(), "{errors}");
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let test = FaqTest::shipped();
    test.ran(&["index"]);
    let mut child = faqbot(&test.path(""))
        .arg("list")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("faqbot starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success(), "{}", output.status);
}

#[test]
fn the_log_can_be_turned_down() {
    let test = tea();
    let mut quiet = faqbot(&test.path(""));
    quiet.args(["ask", "tea brew"]).env("FAQBOT_LOG", "error");
    assert_eq!(test.ran_command(quiet).stderr, "");
}
