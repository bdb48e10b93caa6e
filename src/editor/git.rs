//! `[git]`: each edit as a commit of the folder that the FAQ stands in, and the
//! commits pushed.
//!
//! The file is written before: whatever `git` says, the edit is made.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How `git` reaches another machine: it neither asks nor waits for long.
const SSH: &str = "ssh -oBatchMode=yes -oConnectTimeout=10";

/// How long `git` may take: a hook or another machine may hang, and a moderator
/// waits.
const LIMIT: Duration = Duration::from_secs(30);

/// What is done with edits in `git`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Whether each edit is committed.
    pub enabled: bool,
    /// Whether it is pushed too.
    pub push: bool,
}

impl Config {
    /// Why edits in this folder cannot be committed; `None` where they can, or need
    /// not.
    pub fn trouble(&self, faq: &Path) -> Option<String> {
        let found = self.enabled.then(|| repository(faq));
        found.and_then(Result::err)
    }
}

/// Commits files, links followed, with the moderator as author; returns what went wrong.
pub fn commit(
    config: &super::Config,
    mut files: Vec<&Path>,
    message: &str,
    author: &str,
) -> Option<String> {
    if !config.git.enabled {
        return None;
    }
    let committed = repository(&config.faq).and_then(|repository| {
        // The golden set may lie elsewhere.
        files.retain(|file| file.starts_with(&repository));
        // Without a name, git would take all that has changed.
        if files.is_empty() {
            return Err("the file lies outside the repository".to_owned());
        }
        add_and_commit(&config.faq, &files, message, author)
    });
    trouble(committed)
}

/// Pushes what is committed; returns what went wrong.
pub fn push(config: &super::Config) -> Option<String> {
    if !config.git.enabled || !config.git.push {
        return None;
    }
    trouble(git(&config.faq, ["push", "--quiet"]).map(drop))
}

fn trouble(done: Result<(), String>) -> Option<String> {
    let error = done.err()?;
    tracing::warn!("{error}");
    Some(error)
}

/// The folder that the repository is in, links followed.
fn repository(folder: &Path) -> Result<PathBuf, String> {
    let said = git(folder, ["rev-parse", "--show-toplevel"])?;
    let path = PathBuf::from(said.trim_end_matches(['\r', '\n']));
    path.canonicalize()
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

fn add_and_commit(
    folder: &Path,
    files: &[&Path],
    message: &str,
    author: &str,
) -> Result<(), String> {
    let paths = || files.iter().map(|file| file.as_os_str());
    let add = [OsStr::new("add"), OsStr::new("--all"), OsStr::new("--")];
    git(folder, add.into_iter().chain(paths()))?;
    let author = format!("--author={} <moderator@discord.invalid>", plain(author));
    let commit: [&OsStr; 10] = [
        // Who commits is the bot, whoever else does so on this machine.
        "-c".as_ref(),
        "user.name=faqbot".as_ref(),
        "-c".as_ref(),
        "user.email=faqbot@localhost".as_ref(),
        "commit".as_ref(),
        "--quiet".as_ref(),
        author.as_ref(),
        "--message".as_ref(),
        message.as_ref(),
        "--".as_ref(),
    ];
    git(folder, commit.into_iter().chain(paths())).map(drop)
}

/// A name as git takes it.
fn plain(name: &str) -> String {
    let is_plain = |c: &char| !matches!(c, '<' | '>') && !c.is_control();
    let name: String = name.chars().filter(is_plain).collect();
    match name.trim() {
        "" => "moderator".to_owned(),
        name => name.to_owned(),
    }
}

/// What `git` prints; else what went wrong, in a line.
fn git<'a>(
    folder: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr> + 'a>,
) -> Result<String, String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    // It must not wait for a password that nobody types.
    command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    if std::env::var_os("GIT_SSH_COMMAND").is_none() {
        command.env("GIT_SSH_COMMAND", SSH);
    }
    run(command, LIMIT)
}

fn run(mut command: Command, limit: Duration) -> Result<String, String> {
    let cannot = |error| format!("cannot run `git`: {error}");
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(cannot)?;
    let Some((printed, complained)) = read_within(&mut child, limit) else {
        child.kill().map_err(cannot)?;
        child.wait().map_err(cannot)?;
        return Err(format!(
            "`git` took longer than {} seconds, and was stopped",
            limit.as_secs()
        ));
    };
    if child.wait().map_err(cannot)?.success() {
        return Ok(printed);
    }
    let why = complained.trim().lines().last();
    Err(format!(
        "`git` refused: {}",
        why.unwrap_or("it does not say why")
    ))
}

/// All that a process prints and complains; `None` where it takes too long.
fn read_within(child: &mut Child, limit: Duration) -> Option<(String, String)> {
    let end = Instant::now() + limit;
    let printed = read(child.stdout.take()?);
    let complained = read(child.stderr.take()?);
    let next = |read: Receiver<String>| {
        let left = end.saturating_duration_since(Instant::now());
        read.recv_timeout(left).ok()
    };
    Some((next(printed)?, next(complained)?))
}

/// Reads to the end beside whoever waits for it: what git has started may keep its
/// output open after its own end.
fn read(mut output: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, read) = channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What came until it broke is all there is.
        let _ = output.read_to_end(&mut bytes);
        // Nobody listens any more after the limit.
        let _ = sender.send(String::from_utf8_lossy(&bytes).into_owned());
    });
    read
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn whatever_hangs_is_stopped() {
        let mut hangs = Command::new("sleep");
        hangs.arg("600");
        assert_eq!(
            run(hangs, Duration::ZERO).unwrap_err(),
            "`git` took longer than 0 seconds, and was stopped"
        );
    }

    #[test]
    fn a_name_cannot_end_the_authors_field() {
        assert_eq!(plain("Kim <a@b>\n"), "Kim a@b");
        assert_eq!(plain("<>"), "moderator");
    }
}
