//! Runs a program and collects what it says. One that does not end is a
//! failure of the test, not a test that never ends.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use serde_json::Value;
use snapbox::IntoData;

use super::mask::mask;

/// No command of a test takes long; this only ends one that hangs.
const HANGS_AFTER: Duration = Duration::from_secs(120);

/// Settings of the person who runs the tests that would change the output.
pub const VARIABLES: &[&str] = &[
    "NO_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "FAQBOT_LOG",
    "RUST_BACKTRACE",
];

/// faqbot, to be run in a folder.
pub fn faqbot(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faqbot"));
    command.current_dir(folder);
    command
}

/// What a program printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// Standard output as it came.
    pub stdout: Vec<u8>,
    /// Standard error, masked.
    pub stderr: String,
    /// The exit code; `None` after a signal.
    pub code: Option<i32>,
    folder: String,
}

impl Ran {
    /// Standard output, masked.
    pub fn text(&self) -> String {
        let text = std::str::from_utf8(&self.stdout).expect("the output is UTF-8");
        mask(text, &self.folder)
    }

    /// Standard output as JSON, an object a line.
    #[track_caller]
    pub fn json_lines(&self) -> Vec<Value> {
        let text = std::str::from_utf8(&self.stdout).expect("the output is UTF-8");
        let object = |line| serde_json::from_str(line).expect("a JSON object a line");
        text.lines().map(object).collect()
    }

    /// Compares everything: standard output, then, where there is any,
    /// standard error, then, where it is not 0, the exit code.
    #[track_caller]
    pub fn is(&self, expected: impl IntoData) {
        let mut all = self.text();
        if !self.stderr.is_empty() {
            all += &format!("--- stderr\n{}", self.stderr);
        }
        match self.code {
            Some(0) => {}
            Some(code) => all += &format!("--- exit code {code}\n"),
            None => all += "--- ended by a signal\n",
        }
        // A backslash here is one of JSON, not of a path.
        snapbox::assert_data_eq!(all, expected.into_data().raw());
    }
}

/// Runs a command with this input, as a program without a terminal.
pub fn run(mut command: Command, input: &[u8], folder: &Path) -> Ran {
    for variable in VARIABLES {
        // What a test sets itself stays.
        if !command.get_envs().any(|(name, _)| name == *variable) {
            command.env_remove(variable);
        }
    }
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    // A program need not read its input.
    let writer = thread::spawn(move || drop(stdin.write_all(&input)));

    let (ended, end) = mpsc::channel();
    let pid = child.id();
    thread::spawn(move || ended.send(child.wait_with_output()));
    let output = match end.recv_timeout(HANGS_AFTER) {
        Ok(output) => output.expect("its output can be read"),
        Err(_) => panic!("process {pid} hangs: {command:?}"),
    };
    writer.join().expect("the input was written");

    let folder = folder.display().to_string();
    Ran {
        stderr: mask(&String::from_utf8_lossy(&output.stderr), &folder),
        stdout: output.stdout,
        code: output.status.code(),
        folder,
    }
}
