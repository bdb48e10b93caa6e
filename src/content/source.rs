//! The FAQ folder on disk: which files count, and their text.
//!
//! Every file is read once, by `file_text`; what stands in it is the
//! business of `load`. Watching for changes is done elsewhere.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::{fs, io};

use xxhash_rust::xxh3::xxh3_128;

pub use super::file_kind::FileKind;
use super::file_kind::{is_hidden, is_misplaced_article, kind};
use super::file_text::{Unreadable, content, link_target, read, reason};
use crate::diagnostic::{Diagnostic, Severity, SourceFile};

/// How the folder is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Files of more bytes are not read. The default is 1 MiB, some 500 pages:
    /// more is a mistake, such as a log or an export in the wrong folder, and
    /// it would be read again at every change.
    pub max_file_bytes: u64,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            max_file_bytes: 1024 * 1024,
        }
    }
}

/// A file that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundFile {
    /// Relative to the FAQ folder, with `/`.
    pub path: String,
    /// What has to stand in it.
    pub kind: FileKind,
    /// Its text, or why there is none.
    pub content: FileContent,
    /// Changes when the content does (xxh3 of the bytes; of the problem where
    /// they could not be read).
    pub hash: u128,
    /// Ids that another file gives in its stead: they are not loaded from it. See
    /// `selection`.
    pub overridden: BTreeSet<String>,
}

impl FoundFile {
    /// A file at this path, relative to the FAQ folder, with these bytes in it;
    /// `shown` is its path as people know it. `None` where such a file does not count.
    pub fn new(path: &str, shown: String, bytes: &[u8]) -> Option<FoundFile> {
        Some(FoundFile {
            path: path.to_owned(),
            kind: kind(path)?,
            content: content(shown, bytes),
            hash: xxh3_128(bytes),
            overridden: BTreeSet::new(),
        })
    }

    /// The same file with these bytes in it.
    pub fn with_bytes(&self, bytes: &[u8]) -> FoundFile {
        let shown = match &self.content {
            FileContent::Text(file) => &file.path,
            FileContent::Unusable(problem) => &problem.file.path,
        };
        FoundFile {
            path: self.path.clone(),
            kind: self.kind,
            content: content(shown.clone(), bytes),
            hash: xxh3_128(bytes),
            overridden: self.overridden.clone(),
        }
    }
}

/// The text of a file, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileContent {
    /// The text; its path is that of the FAQ folder with the file's own.
    Text(Arc<SourceFile>),
    /// Why it cannot be used: always an error.
    Unusable(Diagnostic),
}

/// Finds and reads all files of the folder, sorted by path, and notes what is
/// wrong with the folder itself.
///
/// Hidden files, editors' backups and files of other kinds do not count. A link
/// to a file counts if it leads to a place inside the folder, as those do that
/// Kubernetes makes for a ConfigMap; a link to a folder is not followed.
pub fn scan(folder: &Path, config: &Config) -> (Vec<FoundFile>, Vec<Diagnostic>) {
    let root = match fs::canonicalize(folder) {
        Ok(root) if root.is_dir() => root,
        Ok(_) => {
            let message = "this is a file, not a folder".to_owned();
            return (Vec::new(), vec![missing_folder(folder, message)]);
        }
        Err(error) => {
            let message = format!("the folder of the FAQ cannot be read: {}", reason(&error));
            return (Vec::new(), vec![missing_folder(folder, message)]);
        }
    };
    let mut scan = Scan {
        folder: display(folder),
        root: &root,
        config,
        files: Vec::new(),
        diagnostics: Vec::new(),
    };
    let mut folders = vec![String::new()];
    while let Some(relative) = folders.pop() {
        scan.read_folder(&relative, &mut folders);
    }
    let Scan {
        mut files,
        mut diagnostics,
        ..
    } = scan;
    if files.iter().all(|file| file.kind == FileKind::Urgent) {
        diagnostics.push(about(
            &display(folder),
            Severity::Warning,
            "no-faq-files",
            "there are no FAQ files in this folder",
            "write a `.toml` file with a `title` and an `[[entry]]`, or an article in `articles/`",
        ));
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    diagnostics.sort_by(|one, other| one.file.path.cmp(&other.file.path));
    (files, diagnostics)
}

/// A scan under way.
struct Scan<'a> {
    /// The folder as people know it.
    folder: String,
    /// The folder without links.
    root: &'a Path,
    config: &'a Config,
    files: Vec<FoundFile>,
    diagnostics: Vec<Diagnostic>,
}

impl Scan<'_> {
    /// Reads the files of one folder, and adds the folders in it to `folders`.
    fn read_folder(&mut self, relative: &str, folders: &mut Vec<String>) {
        let entries = fs::read_dir(self.root.join(relative))
            .and_then(|entries| entries.collect::<io::Result<Vec<_>>>());
        let entries = match entries {
            Ok(entries) => entries,
            Err(error) => {
                self.diagnostics.push(about(
                    &self.displayed(relative),
                    Severity::Error,
                    "unreadable-folder",
                    format!("the folder cannot be read: {}", reason(&error)),
                    "give the bot the right to read it",
                ));
                return;
            }
        };
        for entry in entries {
            let name = entry.file_name().to_string_lossy().into_owned();
            if is_hidden(&name) {
                continue;
            }
            let path = match relative {
                "" => name,
                _ => format!("{relative}/{name}"),
            };
            let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
            let is_folder = entry.path().is_dir();
            if is_folder && is_link {
                self.diagnostics.push(about(
                    &self.displayed(&path),
                    Severity::Warning,
                    "linked-folder",
                    "this is a link to a folder, and is not followed",
                    "put the folder itself here, or link each of its files",
                ));
            } else if is_folder {
                folders.push(path);
            } else {
                self.read_file(path, &entry.path(), is_link);
            }
        }
    }

    /// Reads a file if it counts.
    fn read_file(&mut self, path: String, on_disk: &Path, is_link: bool) {
        let Some(kind) = kind(&path) else {
            if is_misplaced_article(&path) {
                self.diagnostics.push(about(
                    &self.displayed(&path),
                    Severity::Warning,
                    "misplaced-article",
                    "this article is not read, since it does not stand in `articles/`",
                    "move it to `articles/`",
                ));
            }
            return;
        };
        let shown = self.displayed(&path);
        let bytes = if is_link {
            link_target(on_disk, self.root).and_then(|target| read(&target, self.config))
        } else {
            read(on_disk, self.config)
        };
        let (content, hash) = match bytes {
            Ok(bytes) => (content(shown, &bytes), xxh3_128(&bytes)),
            Err(problem) => {
                let hash = xxh3_128(format!("{} {}", problem.code, problem.message).as_bytes());
                let Unreadable {
                    code,
                    message,
                    help,
                } = problem;
                let diagnostic = about(&shown, Severity::Error, code, message, help);
                (FileContent::Unusable(diagnostic), hash)
            }
        };
        self.files.push(FoundFile {
            path,
            kind,
            content,
            hash,
            overridden: BTreeSet::new(),
        });
    }

    /// A path in the folder, as people know it.
    fn displayed(&self, relative: &str) -> String {
        match relative {
            "" => self.folder.clone(),
            _ => format!("{}/{relative}", self.folder),
        }
    }
}

fn missing_folder(folder: &Path, message: String) -> Diagnostic {
    about(
        &display(folder),
        Severity::Error,
        "missing-folder",
        message,
        "create the folder and put the files of the FAQ into it",
    )
}

/// A problem with a file or folder as a whole.
fn about(
    path: &str,
    severity: Severity,
    code: &'static str,
    message: impl Into<String>,
    help: impl Into<String>,
) -> Diagnostic {
    let file = Arc::new(SourceFile {
        path: path.to_owned(),
        text: String::new(),
    });
    Diagnostic::new(severity, code, &file, 0..0, message, help)
}

/// The folder as given, with `/` and without one at the end.
pub fn display(folder: &Path) -> String {
    let shown = folder
        .to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/");
    match shown.trim_end_matches('/') {
        "" => shown,
        trimmed => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder `faq` with the given files in a folder of its own.
    fn folder(paths: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for path in paths {
            let file = folder.path().join("faq").join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, "text").unwrap();
        }
        folder
    }

    /// The files and the problems of `faq` in a folder, as lines.
    fn scanned(folder: &tempfile::TempDir) -> (Vec<String>, Vec<String>) {
        let (files, diagnostics) = scan(&folder.path().join("faq"), &Config::default());
        let place = format!("{}/", display(folder.path()));
        let line = |diagnostic: &Diagnostic| {
            let path = diagnostic.file.path.strip_prefix(&place).unwrap();
            let Diagnostic {
                severity,
                code,
                message,
                help,
                ..
            } = diagnostic;
            format!("{path}: {severity} {code}: {message}; {help}")
        };
        let files = files
            .iter()
            .map(|file| match &file.content {
                FileContent::Text(text) => {
                    assert_eq!(text.path, format!("{place}faq/{}", file.path));
                    format!("{} {:?}", file.path, file.kind)
                }
                FileContent::Unusable(diagnostic) => line(diagnostic),
            })
            .collect();
        (files, diagnostics.iter().map(line).collect())
    }

    #[test]
    fn all_files_of_the_folder_are_found() {
        let folder = folder(&[
            "b.toml",
            "topics/more/c.toml",
            "urgent.toml",
            "articles/guide.md",
            "README.md",
            ".hidden/d.toml",
            "e.toml~",
        ]);
        let (files, problems) = scanned(&folder);
        assert_eq!(
            files,
            [
                "articles/guide.md Article",
                "b.toml Faq",
                "topics/more/c.toml Faq",
                "urgent.toml Urgent",
            ]
        );
        assert!(problems.is_empty());
    }

    #[test]
    fn an_article_in_the_wrong_place_is_noted() {
        let folder = folder(&["a.toml", "topics/guide.md"]);
        assert_eq!(
            scanned(&folder).1,
            [
                "faq/topics/guide.md: warning misplaced-article: this article is not read, since \
                 it does not stand in `articles/`; move it to `articles/`"
            ]
        );
    }

    #[test]
    fn a_folder_without_files_is_noted() {
        let folder = folder(&["urgent.toml"]);
        assert_eq!(
            scanned(&folder).1,
            [
                "faq: warning no-faq-files: there are no FAQ files in this folder; write a \
                 `.toml` file with a `title` and an `[[entry]]`, or an article in `articles/`"
            ]
        );
    }

    #[test]
    fn a_missing_folder_is_an_error_and_so_is_a_file_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let help = "create the folder and put the files of the FAQ into it";
        assert_eq!(
            scanned(&folder).1,
            [format!(
                "faq: error missing-folder: the folder of the FAQ cannot be read: it does not \
                 exist; {help}"
            )]
        );
        fs::write(folder.path().join("faq"), "").unwrap();
        assert_eq!(
            scanned(&folder).1,
            [format!(
                "faq: error missing-folder: this is a file, not a folder; {help}"
            )]
        );
    }

    #[test]
    fn the_hash_follows_the_content() {
        let folder = folder(&["a.toml", "b.toml"]);
        let path = folder.path().join("faq");
        let hashes = || -> Vec<_> {
            let (files, _) = scan(&path, &Config::default());
            files.iter().map(|file| file.hash).collect()
        };
        let before = hashes();
        assert_eq!(hashes(), before);
        fs::write(path.join("b.toml"), "new").unwrap();
        assert_eq!(hashes()[0], before[0]);
        assert_ne!(hashes()[1], before[1]);
    }

    #[test]
    fn a_file_over_the_limit_is_skipped_and_the_others_are_read() {
        let folder = folder(&["a.toml", "b.toml"]);
        let large = " ".repeat(1024 * 1024 + 1);
        fs::write(folder.path().join("faq/a.toml"), large).unwrap();
        assert_eq!(
            scanned(&folder).0,
            [
                "faq/a.toml: error file-too-large: the file has 1025 KiB, at most 1024 are read; \
                 cut it into several files, or raise `[content] max_file_kib` in `faqbot.toml`",
                "b.toml Faq"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn links_to_files_count_inside_the_folder_only() {
        use std::os::unix::fs::symlink;
        let folder = folder(&["..2026/a.toml", "topics/b.toml", "../secret.toml"]);
        let faq = folder.path().join("faq");
        // As Kubernetes lays out a ConfigMap.
        symlink("..2026", faq.join("..data")).unwrap();
        symlink("..data/a.toml", faq.join("a.toml")).unwrap();
        symlink(folder.path().join("secret.toml"), faq.join("outside.toml")).unwrap();
        symlink("nowhere", faq.join("broken.toml")).unwrap();
        symlink("topics", faq.join("again")).unwrap();
        let (files, problems) = scanned(&folder);
        assert_eq!(
            files,
            [
                "a.toml Faq",
                "faq/broken.toml: error unreadable-file: this link leads to nothing: it does \
                 not exist; delete the link, or put back the file that it leads to",
                "faq/outside.toml: error link-outside: this link leads out of the folder of \
                 the FAQ; put the file itself here",
                "topics/b.toml Faq",
            ]
        );
        assert_eq!(
            problems,
            [
                "faq/again: warning linked-folder: this is a link to a folder, and is not \
                 followed; put the folder itself here, or link each of its files"
            ]
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_folder_itself_may_be_a_link() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("real")).unwrap();
        fs::write(folder.path().join("real/a.toml"), "").unwrap();
        std::os::unix::fs::symlink("real", folder.path().join("faq")).unwrap();
        assert_eq!(scanned(&folder), (vec!["a.toml Faq".into()], vec![]));
    }
}
