//! One file from disk to text: inside the folder, within the limit, UTF-8.
//!
//! Which files count is decided in [`super::source`].

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::source::{Config, FileContent};
use crate::diagnostic::{Diagnostic, Severity, SourceFile};

/// Why a file cannot be read: what an error diagnostic says.
#[derive(Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The rule that it breaks.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The file that a link leads to, if it stands in the folder `root` (which has
/// no links in its own path): what the bot shows to members must not be just any
/// file of the machine.
pub fn link_target(link: &Path, root: &Path) -> Result<PathBuf, Unreadable> {
    let target = fs::canonicalize(link).map_err(|error| Unreadable {
        code: "unreadable-file",
        message: format!("this link leads to nothing: {}", reason(&error)),
        help: "delete the link, or put back the file that it leads to".to_owned(),
    })?;
    if target.starts_with(root) {
        return Ok(target);
    }
    Err(Unreadable {
        code: "link-outside",
        message: "this link leads out of the folder of the FAQ".to_owned(),
        help: "put the file itself here".to_owned(),
    })
}

/// The bytes of an ordinary file that is not too large.
pub fn read(file: &Path, config: &Config) -> Result<Vec<u8>, Unreadable> {
    let unreadable = |error: io::Error| Unreadable {
        code: "unreadable-file",
        message: format!("the file cannot be read: {}", reason(&error)),
        help: "give the bot the right to read it".to_owned(),
    };
    // Opening a pipe would wait for its other end, so ask first.
    let metadata = fs::metadata(file).map_err(unreadable)?;
    if !metadata.is_file() {
        return Err(Unreadable {
            code: "unreadable-file",
            message: "this is not an ordinary file".to_owned(),
            help: "put an ordinary file here".to_owned(),
        });
    }
    let limit = config.max_file_bytes;
    let mut bytes = Vec::new();
    if metadata.len() <= limit {
        let file = File::open(file).map_err(unreadable)?;
        // One byte more than allowed shows that it has grown meanwhile.
        let mut file = file.take(limit.saturating_add(1));
        file.read_to_end(&mut bytes).map_err(unreadable)?;
    }
    let length = metadata.len().max(bytes.len() as u64);
    if length > limit {
        return Err(Unreadable {
            code: "file-too-large",
            message: format!(
                "the file has {} KiB, at most {} are read",
                length.div_ceil(1024),
                limit / 1024
            ),
            help: "cut it into several files, or raise `[content] max_file_kib` in `faqbot.toml`"
                .to_owned(),
        });
    }
    Ok(bytes)
}

/// The text without a byte order mark and with `\n` at line ends, or where it is
/// not UTF-8.
pub fn content(path: String, bytes: &[u8]) -> FileContent {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let (text, bad_byte) = match std::str::from_utf8(bytes) {
        Ok(text) => (text.replace("\r\n", "\n"), None),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            let bad_byte = before.replace("\r\n", "\n").len();
            (
                String::from_utf8_lossy(bytes).replace("\r\n", "\n"),
                Some(bad_byte),
            )
        }
    };
    let file = Arc::new(SourceFile { path, text });
    let Some(bad_byte) = bad_byte else {
        return FileContent::Text(file);
    };
    FileContent::Unusable(Diagnostic::new(
        Severity::Error,
        "not-utf-8",
        &file,
        bad_byte..bad_byte + char::REPLACEMENT_CHARACTER.len_utf8(),
        "this character is not UTF-8",
        "save the file with the encoding UTF-8",
    ))
}

/// An I/O error in words, without the number of the system.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::lines;
    use super::*;

    fn text(bytes: &[u8]) -> String {
        match content("faq/a.toml".to_owned(), bytes) {
            FileContent::Text(file) => file.text.clone(),
            FileContent::Unusable(diagnostic) => lines(&[diagnostic]).concat(),
        }
    }

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_vanish() {
        assert_eq!(text(b"\xEF\xBB\xBFone\r\ntwo\r\n"), "one\ntwo\n");
    }

    #[test]
    fn a_byte_that_is_not_utf_8_is_found_where_editors_count_it() {
        assert_eq!(
            text(b"\xEF\xBB\xBFone\r\ntw\xC3\xB6 \xFF\r\n"),
            "2:5 error not-utf-8: this character is not UTF-8; \
             save the file with the encoding UTF-8"
        );
    }

    #[test]
    fn a_file_may_be_as_large_as_the_limit_and_no_larger() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.toml");
        let config = Config {
            max_file_bytes: 2048,
        };
        fs::write(&file, [b'x'; 2048]).unwrap();
        assert_eq!(read(&file, &config), Ok(vec![b'x'; 2048]));

        fs::write(&file, [b'x'; 2049]).unwrap();
        assert_eq!(
            read(&file, &config),
            Err(Unreadable {
                code: "file-too-large",
                message: "the file has 3 KiB, at most 2 are read".into(),
                help: "cut it into several files, or raise `[content] max_file_kib` in \
                       `faqbot.toml`"
                    .into(),
            })
        );
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let error = read(folder.path(), &Config::default()).unwrap_err();
        assert_eq!(error.message, "this is not an ordinary file");
    }
}
