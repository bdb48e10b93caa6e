//! Which files of the folder count, and what they have to hold, by their place
//! and name.
//!
//! Paths are relative to the FAQ folder, with `/`. Nothing is read here.

use std::path::Path;

/// What a file has to hold, by its place and name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Entries: `**/*.toml`.
    Faq,
    /// An article: `articles/**/*.md`.
    Article,
    /// `urgent.toml` at the top of the folder.
    Urgent,
}

/// The names of Markdown files that are about the folder and not part of the
/// FAQ, in lower case without the extension.
const DOCUMENTS: [&str; 6] = [
    "readme",
    "contributing",
    "changelog",
    "license",
    "code_of_conduct",
    "security",
];

/// What a file has to hold; `None` if it does not count.
pub fn kind(path: &str) -> Option<FileKind> {
    if path == "urgent.toml" {
        return Some(FileKind::Urgent);
    }
    match extension(path).as_str() {
        "toml" => Some(FileKind::Faq),
        "md" if path.starts_with("articles/") && !is_document(path) => Some(FileKind::Article),
        _ => None,
    }
}

/// Whether a file looks like an article in the wrong place.
pub fn is_misplaced_article(path: &str) -> bool {
    extension(path) == "md" && !path.starts_with("articles/") && !is_document(path)
}

fn is_document(path: &str) -> bool {
    let stem = Path::new(path).file_stem().unwrap_or_default();
    let stem = stem.to_string_lossy().to_lowercase().replace('-', "_");
    DOCUMENTS.contains(&stem.as_str())
}

fn extension(path: &str) -> String {
    let extension = Path::new(path).extension().unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
}

/// Hidden files and folders, and the backups that editors leave.
pub fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_place_and_name() {
        for (path, expected) in [
            ("a.toml", Some(FileKind::Faq)),
            ("a.TOML", Some(FileKind::Faq)),
            ("topics/a.toml", Some(FileKind::Faq)),
            ("articles/a.toml", Some(FileKind::Faq)),
            ("urgent.toml", Some(FileKind::Urgent)),
            ("topics/urgent.toml", Some(FileKind::Faq)),
            ("articles/a.md", Some(FileKind::Article)),
            ("articles/deep/er/a.md", Some(FileKind::Article)),
            ("articles/README.md", None),
            ("a.md", None),
            ("notes.txt", None),
            ("toml", None),
        ] {
            assert_eq!(kind(path), expected, "{path}");
        }
    }

    #[test]
    fn an_article_elsewhere_is_misplaced_and_a_document_is_not() {
        assert!(is_misplaced_article("a.md"));
        assert!(is_misplaced_article("topics/articles/a.md"));
        for path in [
            "articles/a.md",
            "Readme.md",
            "topics/Code-of-Conduct.MD",
            "a.txt",
        ] {
            assert!(!is_misplaced_article(path), "{path}");
        }
    }

    #[test]
    fn hidden_files_and_backups_are_told_by_their_names() {
        for name in [
            ".git", ".a.toml", "..data", "a.toml~", "#a.toml#", ".#a.toml",
        ] {
            assert!(is_hidden(name), "{name}");
        }
        for name in ["a.toml", "#a.toml", "a~b.toml"] {
            assert!(!is_hidden(name), "{name}");
        }
    }
}
