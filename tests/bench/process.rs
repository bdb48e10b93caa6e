//! The binary as a person runs it: how long a question takes from start to
//! end, and how much memory.

use std::fs;
use std::io::{self, BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use faqbot::engine::Options;

use super::figures;

/// `faqbot ask` on the FAQ of these options.
fn faqbot(options: &Options) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faqbot"));
    command.arg("--faq-dir").arg(&options.faq);
    command.arg("--index-dir").arg(&options.index);
    command
        .arg("ask")
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    command
}

/// How long `faqbot ask` takes for a question.
pub fn ask(options: &Options, question: &str) -> io::Result<Duration> {
    let start = Instant::now();
    let status = faqbot(options).arg("--").arg(question).status()?;
    let took = start.elapsed();
    // 0 is answered, 1 is not answered; all else is an error.
    match status.code() {
        Some(0 | 1) => Ok(took),
        _ => Err(io::Error::other(format!("faqbot ended with {status}"))),
    }
}

/// The most memory that was resident at once while `faqbot ask` answered these
/// questions, in bytes; `None` where the system has no `/proc`.
pub fn peak_memory(options: &Options, questions: &[String]) -> io::Result<Option<u64>> {
    let mut command = faqbot(options);
    command.args(["--json", "-"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut questions_in), Some(answers)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(io::Error::other("faqbot has no standard input and output"));
    };
    let mut answers = BufReader::new(answers).lines();
    for question in questions {
        writeln!(questions_in, "{question}")?;
        answers
            .next()
            .ok_or_else(|| io::Error::other("faqbot ended too early"))??;
    }
    // It waits for the next question now, so its record is still there.
    let record = fs::read_to_string(format!("/proc/{}/status", child.id()));
    drop(questions_in);
    child.wait()?;
    Ok(record
        .ok()
        .and_then(|record| figures::memory(&record, "VmHWM")))
}
