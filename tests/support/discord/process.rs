//! The bot as a process: started in a project, read line by line, ended as an
//! operator ends it, and known to be idle without waiting for nothing.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use super::bot_test::Program;
use super::server::Shared;
use crate::support::process::VARIABLES;

/// Settings of the person who runs the tests that lead elsewhere.
const PROXIES: &[&str] = &[
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
];
/// How long the end may take: requests are finished, files closed.
const ENDS_WITHIN: Duration = Duration::from_secs(20);

/// What is run, and how.
pub struct Start {
    pub program: Program,
    pub arguments: Vec<String>,
    pub variables: Vec<(String, String)>,
}

/// What came of the process so far.
#[derive(Default)]
pub struct Output {
    pub printed: Vec<String>,
    pub log: Vec<String>,
    /// How it ended: its exit code, or none after a signal.
    pub ended: Option<Option<i32>>,
}

/// The running bot.
pub struct BotProcess {
    pub pid: u32,
    output: Arc<Mutex<Output>>,
}

impl BotProcess {
    /// Starts the bot in a folder.
    pub fn start(shared: &Arc<Shared>, folder: &Path, start: &Start) -> Self {
        let mut command = (start.program)(folder);
        for variable in VARIABLES.iter().chain(PROXIES) {
            command.env_remove(variable);
        }
        command.args(&start.arguments);
        command.env("DISCORD_TOKEN", &shared.lock().options.token);
        command.envs(start.variables.iter().map(|(name, value)| (name, value)));
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the bot starts");
        let pid = child.id();
        let output = Arc::new(Mutex::new(Output::default()));
        let stdout = child.stdout.take().expect("a pipe");
        let stderr = child.stderr.take().expect("a pipe");
        let readers = [
            reader(shared, &output, stdout, |output| &mut output.printed),
            reader(shared, &output, stderr, |output| &mut output.log),
        ];
        let (shared, kept) = (shared.clone(), output.clone());
        thread::spawn(move || {
            for reader in readers {
                // A reader does not panic.
                let _ = reader.join();
            }
            let code = child.wait().ok().and_then(|status| status.code());
            shared.change(|_| lock(&kept).ended = Some(code));
        });
        BotProcess { pid, output }
    }

    /// What came of it so far.
    pub fn output(&self) -> MutexGuard<'_, Output> {
        lock(&self.output)
    }

    /// Sends a signal, by name.
    pub fn signal(&self, name: &str) {
        if self.output().ended.is_none() {
            let command = format!("kill -{name} {}", self.pid);
            let sent = Command::new("sh").args(["-c", &command]).status();
            assert!(
                sent.is_ok_and(|status| status.success()),
                "`{command}` failed"
            );
        }
    }

    /// Waits for its end; the exit code, or none after a signal.
    pub async fn ended(&self, shared: &Shared) -> Option<i32> {
        let ended = shared.until(ENDS_WITHIN, |_| self.output().ended).await;
        ended.unwrap_or_else(|| panic!("the bot does not end:\n{}", self.output().log.join("\n")))
    }

    /// Whether nothing is under way: no thread runs or has run between two
    /// looks, and no byte is between the bot and `port`. Where the system does
    /// not tell, `true`.
    pub fn is_idle(&self, port: u16) -> bool {
        let Some(before) = threads(self.pid) else {
            return true;
        };
        before.iter().all(|thread| thread.sleeps)
            && !has_bytes_under_way(port)
            && threads(self.pid).is_some_and(|after| after == before)
    }
}

impl Drop for BotProcess {
    fn drop(&mut self) {
        if self.output().ended.is_none() {
            let command = format!("kill -KILL {}", self.pid);
            // It may have ended by itself just now.
            let _ = Command::new("sh")
                .args(["-c", &command])
                .stderr(Stdio::null())
                .status();
        }
    }
}

fn lock(output: &Mutex<Output>) -> MutexGuard<'_, Output> {
    output.lock().unwrap_or_else(PoisonError::into_inner)
}

fn reader(
    shared: &Arc<Shared>,
    output: &Arc<Mutex<Output>>,
    pipe: impl Read + Send + 'static,
    lines: impl Fn(&mut Output) -> &mut Vec<String> + Send + 'static,
) -> thread::JoinHandle<()> {
    let (shared, output) = (shared.clone(), output.clone());
    thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe
            .read_until(b'\n', &mut line)
            .is_ok_and(|count| count > 0)
        {
            let text = String::from_utf8_lossy(&line).trim_end().to_owned();
            shared.change(|_| lines(&mut lock(&output)).push(text));
            line.clear();
        }
    })
}

/// A thread, and how often it has run.
#[derive(PartialEq)]
struct Thread {
    id: String,
    sleeps: bool,
    switches: Vec<String>,
}

/// The threads of a process, where the system tells.
fn threads(pid: u32) -> Option<Vec<Thread>> {
    let mut all = Vec::new();
    for entry in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        let entry = entry.ok()?;
        let status = fs::read_to_string(entry.path().join("status")).ok()?;
        let lines = || status.lines();
        all.push(Thread {
            id: entry.file_name().to_string_lossy().into_owned(),
            sleeps: lines().any(|line| line.starts_with("State:") && line.contains('S')),
            switches: lines()
                .filter(|line| line.contains("ctxt"))
                .map(str::to_owned)
                .collect(),
        });
    }
    Some(all)
}

/// Whether bytes wait in a queue of a connection to the port.
fn has_bytes_under_way(port: u16) -> bool {
    let table = fs::read_to_string("/proc/net/tcp").unwrap_or_default();
    let port = format!(":{port:04X}");
    table.lines().any(|line| {
        let mut columns = line.split_whitespace().skip(1);
        let mut is_ours = || {
            columns
                .next()
                .is_some_and(|address| address.ends_with(&port))
        };
        let is_ours = [is_ours(), is_ours()].contains(&true);
        let state = columns.next();
        let queues = columns.next().unwrap_or_default();
        // 01 is an established connection; a listener counts connections.
        is_ours && state == Some("01") && queues.chars().any(|c| c != '0' && c != ':')
    })
}
