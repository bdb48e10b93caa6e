//! The manifest: which files an index was made from, and what has changed since.
//!
//! It is kept with the commit, so that it is never older or newer than the
//! index. What an index holds is not its business.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::schema::{FORMAT, Totals};
use crate::content::language::Language;
use crate::content::source::FoundFile;

/// The hash of each file, by its path.
pub type FileHashes = BTreeMap<String, String>;

/// A number that is another one for other files.
pub fn version(files: &FileHashes) -> u32 {
    let parts = files.iter().flat_map(|(path, hash)| [path, hash]);
    let parts: Vec<&str> = parts.map(String::as_str).collect();
    xxhash_rust::xxh3::xxh3_64(parts.join("\0").as_bytes()) as u32
}

/// What the index was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub(super) format: u32,
    /// The fingerprint of the embedding table that vectors were made with.
    pub(super) model: Option<u64>,
    pub(super) files: BTreeMap<String, FileRecord>,
}

/// What the manifest knows of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileRecord {
    /// The hash of its bytes, hexadecimal.
    pub(super) hash: String,
    /// The languages of its passages.
    pub(super) languages: BTreeSet<Language>,
    pub(super) totals: Totals,
    /// Errors found in it.
    pub(super) errors: usize,
    /// Whether the index holds its last good state instead, for these errors.
    #[serde(default)]
    pub(super) is_kept: bool,
}

impl FileRecord {
    /// Whether what the index holds of the file was read without errors.
    pub(super) fn is_good(&self) -> bool {
        self.errors == 0 || self.is_kept
    }
}

impl Manifest {
    /// The manifest of the last commit; `None` where there is none of ours.
    pub(super) fn of(index: &tantivy::Index) -> Option<Manifest> {
        let payload = index.load_metas().ok()?.payload?;
        let manifest: Manifest = serde_json::from_str(&payload).ok()?;
        (manifest.format == FORMAT).then_some(manifest)
    }

    /// Lengths and counts over the whole bank.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals::default();
        for record in self.files.values() {
            totals += record.totals;
        }
        totals
    }

    /// The languages of the bank.
    pub fn languages(&self) -> BTreeSet<Language> {
        let languages = self.files.values().flat_map(|record| &record.languages);
        languages.copied().collect()
    }

    /// The hash of each file, by its path.
    pub(super) fn hashes(&self) -> FileHashes {
        let files = self.files.iter();
        files
            .map(|(path, record)| (path.clone(), record.hash.clone()))
            .collect()
    }

    /// How many errors each file has that has some.
    pub fn broken(&self) -> BTreeMap<String, usize> {
        let broken = self.files.iter().filter(|(_, record)| record.errors > 0);
        broken
            .map(|(path, record)| (path.clone(), record.errors))
            .collect()
    }
}

/// What differs between the manifest and the folder.
pub(super) struct Changes<'a> {
    pub(super) changed: Vec<&'a FoundFile>,
    pub(super) removed: Vec<String>,
}

impl<'a> Changes<'a> {
    pub(super) fn between(manifest: &Manifest, files: &'a [FoundFile]) -> Self {
        let known = |file: &FoundFile| {
            let record = manifest.files.get(&file.path);
            record.is_some_and(|record| record.hash == hex(file.hash))
        };
        let present: BTreeSet<&String> = files.iter().map(|file| &file.path).collect();
        let gone = manifest.files.keys().filter(|path| !present.contains(path));
        Changes {
            changed: files.iter().filter(|file| !known(file)).collect(),
            removed: gone.cloned().collect(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
    }
}

pub(super) fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}
