//! The rules of the source itself: which module may use which, which crate
//! stays where, and that a file says what it is for.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::support::{SHIPPED, files_below};

/// From the faces down to the data: a module may use those in the lines below
/// its own.
const LAYERS: &[&[&str]] = &[
    &["main", "cli"],
    &["config"],
    &["discord"],
    &["editor", "reload", "report"],
    &["eval"],
    &["engine"],
    &["reply"],
    &["text"],
    &["answer"],
    &["search"],
    &["content"],
    &["diagnostic"],
    &["store"],
];

/// Only these modules may name these crates.
const HOMES: &[(&str, &str)] = &[
    ("tantivy", "search"),
    ("rusqlite", "store"),
    ("serenity", "discord"),
    ("clap", "cli"),
    ("notify", "reload"),
];

/// Lines beyond which a file wants to be two.
const MAX_LINES: usize = 500;

fn layer(module: &str) -> usize {
    let place = LAYERS.iter().position(|layer| layer.contains(&module));
    place.unwrap_or_else(|| panic!("give the module `{module}` a place in `LAYERS`"))
}

/// Every file of `src/` with its text; paths are relative to `src/`.
fn sources() -> Vec<(PathBuf, String)> {
    let src = Path::new(SHIPPED).join("src");
    let files: Vec<_> = files_below(&src)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .map(|file| {
            let text = fs::read_to_string(&file).expect("a source file");
            let name = file.strip_prefix(&src).expect("inside `src/`");
            (name.to_owned(), text)
        })
        .collect();
    assert!(files.len() > 30, "these are not the sources: {files:?}");
    files
}

/// The module of a file: its folder, or its own name at the top.
fn module(file: &Path) -> String {
    let first = file.iter().next().expect("a name");
    let name = Path::new(first).file_stem().expect("a name");
    name.to_string_lossy().into_owned()
}

/// The lines of code, without comments.
fn code(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.starts_with("//"))
}

/// The modules that a file names by `root::`, alone or in braces.
fn named(text: &str, root: &str) -> BTreeSet<String> {
    let code: Vec<_> = code(text).collect();
    let code = code.join(" ");
    let mut found = BTreeSet::new();
    let word = |text: &str| -> String {
        let is_part = |c: &char| c.is_alphanumeric() || *c == '_';
        text.trim_start().chars().take_while(is_part).collect()
    };
    for (start, _) in code.match_indices(root) {
        let before = code[..start].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '$') {
            continue;
        }
        let rest = &code[start + root.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            found.insert(word(rest));
            continue;
        };
        let mut depth = 1;
        let mut from = 0;
        for (place, sign) in list.char_indices() {
            match sign {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 || (depth == 1 && sign == ',') {
                found.insert(word(&list[from..place]));
                from = place + 1;
            }
            if depth == 0 {
                break;
            }
        }
    }
    found.retain(|name| !name.is_empty() && name.chars().all(|c| !c.is_uppercase()));
    found
}

#[test]
fn names_are_read_from_every_form_of_use() {
    let text = "//! crate::main\nuse crate::engine::{Engine, text};\nuse crate::{\n    answer::\
                {self, x},\n    content,\n};\nlet a = crate::search::open(); mycrate::cli::x();";
    let found: Vec<_> = named(text, "crate::").into_iter().collect();
    assert_eq!(found, ["answer", "content", "engine", "search"]);
}

#[test]
fn modules_use_only_what_is_below_them() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        let user = module(&file);
        if user == "lib" || user == "build" {
            continue;
        }
        // The binary names the library by its name.
        let roots: &[&str] = match user.as_str() {
            "main" | "cli" => &["crate::", "faqbot::"],
            _ => &["crate::"],
        };
        for root in roots {
            for used in named(&text, root) {
                if used != user && layer(&used) <= layer(&user) {
                    wrong.push(format!("{} uses {used}", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sentences_for_members_are_used_by_the_reply_and_the_front_ends_only() {
    let mut users = BTreeSet::new();
    for (file, text) in sources() {
        if named(&text, "crate::").contains("text") {
            users.insert(module(&file));
        }
    }
    // The settings name a language. Two modules have a `text` of their own.
    let allowed = ["reply", "discord", "config"];
    let strangers: Vec<_> = users
        .iter()
        .filter(|user| !allowed.contains(&user.as_str()))
        .collect();
    assert!(strangers.is_empty(), "{strangers:?}");
    assert!(users.contains("reply"));
}

#[test]
fn settings_are_composed_at_the_top_and_known_nowhere_else() {
    for (file, text) in sources() {
        let user = module(&file);
        if !["main", "cli", "config"].contains(&user.as_str()) {
            assert!(
                !named(&text, "crate::").contains("config"),
                "{} uses config",
                file.display()
            );
        }
    }
}

#[test]
fn a_crate_with_a_home_is_named_only_there() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        for (name, home) in HOMES {
            let is_named = code(&text).any(|line| line.contains(&format!("{name}::")));
            if is_named && module(&file) != *home {
                wrong.push(format!("{} names {name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_library_prints_nothing() {
    let mut wrong = Vec::new();
    for (file, text) in sources() {
        if ["main", "cli", "build"].contains(&module(&file).as_str()) {
            continue;
        }
        for macro_name in ["println!", "eprintln!", "print!", "eprint!", "dbg!"] {
            if code(&text).any(|line| line.contains(macro_name)) {
                wrong.push(format!("{}: {macro_name}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_says_what_it_is_for_and_is_of_a_readable_length() {
    let tests = Path::new(SHIPPED).join("tests");
    let tests = files_below(&tests)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|end| end == "rs"))
        .map(|file| (file.clone(), fs::read_to_string(file).expect("a test file")));
    let mut wrong = Vec::new();
    for (file, text) in sources().into_iter().chain(tests) {
        if !text.starts_with("//! ") {
            wrong.push(format!("{} does not begin with `//!`", file.display()));
        }
        let lines = text.lines().count();
        if lines > MAX_LINES {
            wrong.push(format!("{} has {lines} lines", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
