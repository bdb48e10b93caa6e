//! Build script: puts the commit into `faqbot --version`, where there is one.

use std::process::Command;

fn main() {
    let commit = Command::new("git")
        .args(["rev-parse", "--short=10", "HEAD"])
        .output()
        .ok()
        .filter(|output| output.status.success())
        .and_then(|output| String::from_utf8(output.stdout).ok());
    let version = env!("CARGO_PKG_VERSION");
    match commit.as_deref().map(str::trim) {
        Some(commit) => println!("cargo::rustc-env=FAQBOT_VERSION={version} ({commit})"),
        // A source archive has no commit.
        None => println!("cargo::rustc-env=FAQBOT_VERSION={version}"),
    }
    println!("cargo::rerun-if-changed=src/build.rs");
    println!("cargo::rerun-if-changed=.git/HEAD");
    println!("cargo::rerun-if-changed=.git/refs/heads");
}
