//! `faqbot index`, and the index that keeps itself: only what changed is read
//! again, and an edit is live at the next question.

use std::fs;
use std::process::Command;

use snapbox::str;

use crate::support::{FaqTest, faqbot, outcome};

fn tea(answer: &str) -> String {
    format!(
        "title = 'Tea'\n[[entry]]\nid = 'tea'\nquestion = 'How long does tea brew?'\n\
         answer = '{answer}'\n"
    )
}

const COFFEE: &str = "title = 'Coffee'\n[[entry]]\nid = 'coffee'\n\
                      question = 'Which beans are best?'\nanswer = 'Fresh ones.'\n";

const CAKE: &str = "+++\ntitle = 'Cake'\n+++\n## Baking a cake\nForty minutes.\n\n\
                    ## Storing a cake\nIn a tin.\n";

fn cafe() -> FaqTest {
    FaqTest::new()
        .faq("tea.toml", &tea("Three minutes."))
        .faq("coffee.toml", COFFEE)
        .faq("articles/cake.md", CAKE)
}

#[test]
fn only_what_changed_is_read_again() {
    let test = cafe();
    test.run(
        &["index"],
        str![[r#"
3 files read, 0 files removed, in [TIME] ms
4 passages in `index`, [SIZE] KiB

"#]],
    )
    .run(
        &["index"],
        str![[r#"
0 files read, 0 files removed, in [TIME] ms
4 passages in `index`, [SIZE] KiB

"#]],
    );
    test.write("faq/tea.toml", tea("Four minutes."));
    test.run(
        &["index"],
        str![[r#"
1 file read, 0 files removed, in [TIME] ms
4 passages in `index`, [SIZE] KiB

"#]],
    );
    test.remove("faq/coffee.toml");
    test.run(
        &["index"],
        str![[r#"
0 files read, 1 file removed, in [TIME] ms
3 passages in `index`, [SIZE] KiB

"#]],
    );
    // The same bytes under another name are another file.
    fs::rename(test.path("faq/tea.toml"), test.path("faq/drinks.toml")).expect("renamed");
    test.run(
        &["index"],
        str![[r#"
1 file read, 1 file removed, in [TIME] ms
3 passages in `index`, [SIZE] KiB

"#]],
    );
    test.run(
        &["index", "--rebuild"],
        str![[r#"
2 files read, 0 files removed, in [TIME] ms
3 passages in `index`, [SIZE] KiB

"#]],
    );
}

#[test]
fn the_time_of_a_file_means_nothing() {
    let test = cafe();
    test.ran(&["index"]);
    test.write("faq/tea.toml", tea("Three minutes."));
    test.run(
        &["index"],
        str![[r#"
0 files read, 0 files removed, in [TIME] ms
4 passages in `index`, [SIZE] KiB

"#]],
    );
}

#[test]
fn an_edit_is_live_at_the_next_question() {
    let test = cafe();
    let text = |test: &FaqTest| test.ask("how long does tea brew")["answer"]["text"].clone();
    assert_eq!(text(&test), "Three minutes.");
    test.write("faq/tea.toml", tea("Five minutes."));
    assert_eq!(text(&test), "Five minutes.");
}

#[test]
fn the_answers_of_a_deleted_file_are_gone() {
    let test = cafe();
    let question = "which beans are best";
    assert_eq!(outcome(&test.ask(question)), ("answer", Some("coffee")));
    test.remove("faq/coffee.toml");
    assert_eq!(outcome(&test.ask(question)), ("unanswered", None));
    assert!(!test.ran(&["list"]).text().contains("coffee"));
}

#[test]
fn a_section_that_was_renamed_has_its_new_id_only() {
    let test = cafe();
    test.ran(&["index"]);
    test.edit("faq/articles/cake.md", "Storing a cake", "Keeping a cake");
    test.run(
        &["list"],
        str![[r#"
articles/cake.md
  Baking a cake  [cake#baking-a-cake]
  Keeping a cake  [cake#keeping-a-cake]

coffee.toml
  Which beans are best?  [coffee]

tea.toml
  How long does tea brew?  [tea]

4 topics
--- stderr
 INFO index updated: 1 file read, 4 passages in all, in [TIME] ms

"#]],
    );
}

#[test]
fn a_file_that_breaks_keeps_its_last_good_answers() {
    let test = cafe();
    let question = "how long does tea brew";
    assert_eq!(outcome(&test.ask(question)), ("answer", Some("tea")));
    test.write("faq/tea.toml", "title = 'Tea'\n[[entry]\nid = 'tea'\n");
    let broken = test.ran(&["ask", "--json", question]);
    assert_eq!(broken.code, Some(0), "{}", broken.stderr);
    let object = &broken.json_lines()[0];
    assert_eq!(object["answer"]["text"], "Three minutes.");
    assert!(
        broken
            .stderr
            .contains("1 error in the FAQ files; `faqbot check` shows what to do"),
        "{}",
        broken.stderr
    );
    // Also in the processes after, and until it is mended.
    assert_eq!(test.ask(question)["answer"]["text"], "Three minutes.");
    test.run(
        &["index"],
        str![[r#"
0 files read, 0 files removed, in [TIME] ms
4 passages in `index`, [SIZE] KiB
1 error in the FAQ files; `faqbot check` shows what to do
--- exit code 1

"#]],
    );
    test.write("faq/tea.toml", tea("Six minutes."));
    assert_eq!(test.ask(question)["answer"]["text"], "Six minutes.");
}

#[test]
fn urgent_signs_stay_when_their_file_breaks() {
    let test = FaqTest::shipped();
    assert_eq!(test.ask("my groin is numb")["outcome"], "urgent");
    let text = fs::read_to_string(test.path("faq/urgent.toml")).expect("the signs");
    test.write("faq/urgent.toml", text + "\n[[group]\n");
    assert_eq!(test.ask("my groin is numb")["outcome"], "urgent");
}

#[test]
fn a_broken_file_never_hides_the_others() {
    let test = cafe();
    test.write("faq/broken.toml", "title = \n");
    test.write("faq/articles/bytes.md", b"\xff\xfe\x00");
    for (question, id) in [
        ("how long does tea brew", "tea"),
        ("which beans are best", "coffee"),
        ("baking a cake", "cake#baking-a-cake"),
    ] {
        assert_eq!(outcome(&test.ask(question)), ("answer", Some(id)));
    }
}

#[test]
fn a_reader_does_not_wait_for_the_writer() {
    let test = cafe();
    test.ran(&["index"]);
    let lock = fs::File::options()
        .write(true)
        .open(test.path("index/.lock"))
        .expect("the lock file");
    lock.lock().expect("the lock");
    test.write("faq/tea.toml", tea("Nine minutes."));

    // Another process is writing: the last commit answers, and says so once.
    let ran = test.ran(&["ask", "--json", "how long does tea brew"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.json_lines()[0]["answer"]["text"], "Three minutes.");
    assert_eq!(
        ran.stderr,
        " INFO answering from the last index: another process is updating it\n"
    );
    test.run(
        &["index"],
        str![[r#"
--- stderr
error: another process is writing the index; try again when it has finished
--- exit code 2

"#]],
    )
    .run(
        &["index", "--rebuild"],
        str![[r#"
--- stderr
error: another process is writing the index
--- exit code 2

"#]],
    );

    lock.unlock().expect("unlocked");
    let object = test.ask("how long does tea brew");
    assert_eq!(object["answer"]["text"], "Nine minutes.");
}

#[test]
fn a_reader_needs_no_index_to_answer_while_the_first_one_is_written() {
    let test = cafe();
    fs::create_dir(test.path("index")).expect("the folder");
    let lock = fs::File::create(test.path("index/.lock")).expect("the lock file");
    lock.lock().expect("the lock");
    let ran = test.ran(&["ask", "--json", "how long does tea brew"]);
    assert_eq!(outcome(&ran.json_lines()[0]), ("answer", Some("tea")));
    assert_eq!(
        ran.stderr,
        " WARN answering from memory: another process is writing the index\n"
    );
}

#[test]
fn a_folder_that_cannot_be_written_costs_no_answer() {
    let test = cafe();
    test.write("index", "a file where the folder should be");
    test.run(
        &["ask", "how long does tea brew"],
        str![[r#"
How long does tea brew?

**Three minutes.**

Source: Tea (tea.toml)

This is general information. For advice about your own situation, please see a
qualified professional.
--- stderr
 WARN answering from memory: cannot write the index folder `index`: File exists (os error 17)

"#]],
    );
    test.run(
        &["index"],
        str![[r#"
--- stderr
error: cannot write the index folder `index`: File exists (os error 17)
--- exit code 2

"#]],
    );
    test.run(
        &["index", "--rebuild"],
        str![[r#"
--- stderr
error: cannot write the index folder `index`: File exists (os error 17)
--- exit code 2

"#]],
    );
    assert_eq!(
        fs::read_to_string(test.path("index")).expect("the file"),
        "a file where the folder should be"
    );
}

/// Where a folder has the name of a lock file, the lock cannot be opened for
/// writing; that is so for root as well, whom permissions do not stop.
#[test]
fn a_disk_that_can_only_be_read_costs_no_answer() {
    let test = cafe();
    test.ran(&["index"]);
    let locks = [".lock", "v4/.tantivy-meta.lock", "v4/.tantivy-writer.lock"];
    for lock in locks.map(|lock| test.path("index").join(lock)) {
        fs::remove_file(&lock).expect("a lock file");
        fs::create_dir(&lock).expect("a folder");
    }
    let question = ["ask", "--json", "how long does tea brew"];

    // The index is up to date, and there is nothing to write.
    let ran = test.ran(&question);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(outcome(&ran.json_lines()[0]), ("answer", Some("tea")));

    // Once it is not, memory has to do.
    test.write("faq/tea.toml", tea("Eight minutes."));
    let ran = test.ran(&question);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.json_lines()[0]["answer"]["text"], "Eight minutes.");
    assert!(
        ran.stderr.starts_with(" WARN answering from memory: "),
        "{}",
        ran.stderr
    );
}

/// faqbot on a disk that takes no more bytes.
#[cfg(unix)]
fn on_a_full_disk(test: &FaqTest, arguments: &[&str]) -> crate::support::Ran {
    let mut command = Command::new("sh");
    // SIGXFSZ would end the process; ignored, writing fails as on a full disk.
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""])
        .arg(faqbot(&test.path("")).get_program())
        .args(arguments);
    test.ran_command(command)
}

/// A message for people: one line, said once, and no Rust values in it.
#[track_caller]
fn is_clear(message: &str, start: &str) {
    assert!(message.starts_with(start), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    assert!(message.contains("File too large"), "{message}");
    assert_eq!(message.matches("File too large").count(), 1, "{message}");
    for debris in ["{ ", "Error", "'"] {
        assert!(!message.contains(debris), "{debris:?} in: {message}");
    }
}

#[test]
#[cfg(unix)]
fn a_full_disk_costs_no_answer() {
    let question = ["ask", "--json", "how long does tea brew"];
    let fresh = cafe();
    let ran = on_a_full_disk(&fresh, &question);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(outcome(&ran.json_lines()[0]), ("answer", Some("tea")));

    // Nor does one that fills up later, and the last commit stays.
    let test = cafe();
    test.ran(&["index"]);
    test.write("faq/tea.toml", tea("Seven minutes."));
    let ran = on_a_full_disk(&test, &question);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.json_lines()[0]["answer"]["text"], "Seven minutes.");
    let ran = test.ran(&question);
    assert_eq!(ran.json_lines()[0]["answer"]["text"], "Seven minutes.");
    assert!(
        ran.stderr.starts_with(" INFO index updated: 1 file read"),
        "{}",
        ran.stderr
    );
}

#[test]
#[cfg(unix)]
fn a_full_disk_is_named_in_a_clear_message() {
    let test = cafe();
    test.ran(&["index"]);
    test.write("faq/tea.toml", tea("Seven minutes."));
    let ask = on_a_full_disk(&test, &["ask", "how long does tea brew"]);
    is_clear(
        &ask.stderr,
        " WARN answering from memory: cannot write the index",
    );
    let index = on_a_full_disk(&test, &["index"]);
    assert_eq!(index.code, Some(2));
    is_clear(&index.stderr, "error: cannot write the index");
    let rebuild = on_a_full_disk(&test, &["index", "--rebuild"]);
    assert_eq!(rebuild.code, Some(2));
    is_clear(&rebuild.stderr, "error: cannot write the index");
}

#[test]
fn a_progress_bar_is_shown_on_a_terminal_only() {
    let test = FaqTest::new();
    for number in 0..40 {
        test.write(
            &format!("faq/file-{number}.toml"),
            format!(
                "title = 'T'\n[[entry]]\nid = 'e{number}'\nquestion = 'Question {number}?'\n\
                 answer = 'Answer.'\n"
            ),
        );
    }
    test.run(
        &["index"],
        str![[r#"
40 files read, 0 files removed, in [TIME] ms
40 passages in `index`, [SIZE] KiB

"#]],
    );
    // `script` gives the program a terminal to write to.
    #[cfg(target_os = "linux")]
    {
        let command = format!("{} index --rebuild", env!("CARGO_BIN_EXE_faqbot"));
        let on_a_terminal = std::process::Command::new("script")
            .args(["-qec", &command, "/dev/null"])
            .current_dir(test.path(""))
            .stdin(std::process::Stdio::null())
            .output()
            .expect("`script` of util-linux runs");
        let shown = String::from_utf8_lossy(&on_a_terminal.stdout).into_owned();
        assert!(shown.contains("indexing "), "{shown}");
        assert!(shown.contains("/40 files"), "{shown}");
    }
}
