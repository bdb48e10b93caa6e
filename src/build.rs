//! Build script: puts the commit into `faqbot --version`, where there is one.

use std::path::Path;
use std::process::Command;

fn main() {
    let version = env!("CARGO_PKG_VERSION");
    match git(&["rev-parse", "--short=10", "HEAD"]) {
        Some(commit) => println!("cargo::rustc-env=FAQBOT_VERSION={version} ({commit})"),
        // A source archive has no commit.
        None => println!("cargo::rustc-env=FAQBOT_VERSION={version}"),
    }
    println!("cargo::rerun-if-changed=src/build.rs");
    // HEAD names the branch; the log of HEAD grows with every commit on it. A
    // path that is not there would mean a new build every time.
    for name in ["HEAD", "logs/HEAD"] {
        if let Some(path) = git(&["rev-parse", "--git-path", name])
            && Path::new(&path).exists()
        {
            println!("cargo::rerun-if-changed={path}");
        }
    }
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
