//! `[git]`: each edit as a commit of the folder that the FAQ stands in.
//!
//! The file is written before: whatever `git` says, the edit is made.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use super::disk::Target;

/// How `git` reaches another machine: it neither asks nor waits for long.
const SSH: &str = "ssh -oBatchMode=yes -oConnectTimeout=10";

/// What is done with edits in `git`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// Whether each edit is committed.
    pub enabled: bool,
    /// Whether it is pushed too.
    pub push: bool,
}

/// Commits the files, with the moderator as author; returns what went wrong.
pub fn commit(
    config: &super::Config,
    targets: &[Target],
    message: &str,
    author: &str,
) -> Option<String> {
    if !config.git.enabled {
        return None;
    }
    let files: Vec<&Path> = targets
        .iter()
        .map(|target| target.place.as_path())
        .collect();
    let committed = add_and_commit(&config.faq, &files, message, author);
    let done = committed.and_then(|()| {
        if config.git.push {
            git(&config.faq, ["push", "--quiet"])
        } else {
            Ok(())
        }
    });
    let error = done.err()?;
    tracing::warn!("{error}");
    Some(error)
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
        // Where nobody has said who commits on this machine.
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
    git(folder, commit.into_iter().chain(paths()))
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

fn git<'a>(
    folder: &Path,
    arguments: impl IntoIterator<Item = impl AsRef<OsStr> + 'a>,
) -> Result<(), String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    // It must not wait for a password that nobody types.
    command.env("GIT_TERMINAL_PROMPT", "0").stdin(Stdio::null());
    if std::env::var_os("GIT_SSH_COMMAND").is_none() {
        command.env("GIT_SSH_COMMAND", SSH);
    }
    let output = command
        .output()
        .map_err(|error| format!("cannot run `git`: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.trim().lines().last().unwrap_or("it does not say why");
    Err(format!("`git` refused: {said}"))
}
