//! The index: brought up to date with the files, or made in memory.
//!
//! Where the disk does not let us write, the same index is made in memory, so
//! that questions are answered whatever happens. How a commit is written is in
//! `writer`, what can be trusted on disk in [`super::storage`].

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use tantivy::{IndexReader, ReloadPolicy};

use super::embedding::Embedder;
use super::manifest::{Changes, FileHashes, Manifest, hex, version};
use super::schema::{Fields, schema};
use super::storage::{LockError, Storage, Unusable};
use super::writer::{write, write_passages};
use crate::content::passage::Passage;
use crate::content::source::FoundFile;
use crate::diagnostic::Diagnostic;

/// An index that is up to date, or as near to it as was possible.
pub struct Index {
    pub(super) reader: IndexReader,
    pub(super) fields: Fields,
    pub(super) manifest: Manifest,
    /// `None` where it is in memory.
    storage: Option<Storage>,
    /// What was done to bring it up to date.
    pub report: Report,
}

/// What was done, for the operator.
#[derive(Debug, Default)]
pub struct Report {
    /// Files that were new or changed.
    pub indexed: usize,
    /// Files that are gone.
    pub removed: usize,
    /// Passages in the whole index.
    pub passages: u64,
    /// Errors in the files, also in those that have not changed.
    pub errors: usize,
    /// The errors of each of these files that has some, by its path.
    pub broken: BTreeMap<String, usize>,
    /// What is wrong in the files that were read.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub took: Duration,
    /// Why an index that was there had to be made again.
    pub replaced: Option<String>,
    /// Why the index is in memory, where it is.
    pub in_memory: Option<String>,
    /// Whether another process is bringing the index up to date, so that this
    /// is the state before.
    pub behind: bool,
}

/// How far indexing has come: files done, files in all.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// Why the index on disk could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// No lock to write.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// Writing failed; the last commit is untouched.
    #[error("cannot write the index: {0}")]
    Write(super::Error),
}

impl From<tantivy::TantivyError> for UpdateError {
    fn from(error: tantivy::TantivyError) -> Self {
        UpdateError::Write(error.into())
    }
}

impl Index {
    /// Opens the index in `folder` and brings it up to date with `files`.
    ///
    /// Never waits for another process: where one is writing, its last commit
    /// is used. Where the folder cannot be written, the index is made in
    /// memory, and `report.in_memory` says why.
    ///
    /// # Errors
    /// When not even memory can hold the index.
    pub fn open(
        folder: &Path,
        files: &[FoundFile],
        embedder: Option<&Embedder>,
        progress: Progress,
    ) -> super::Result<Index> {
        let storage = Storage::new(folder);
        let fits = |manifest: &Manifest| manifest.model == embedder.map(Embedder::fingerprint);
        if let Ok(committed) = storage.read()
            && fits(&committed.manifest)
            && Changes::between(&committed.manifest, files).is_empty()
        {
            return Ok(Index::new(
                committed.reader,
                committed.manifest,
                Some(&storage),
                Report::default(),
            ));
        }
        match Index::update(&storage, files, embedder, progress, false) {
            Ok(index) => Ok(index),
            Err(UpdateError::Lock(LockError::Busy)) => match storage.read() {
                Ok(committed) if fits(&committed.manifest) => {
                    let behind = Report {
                        behind: true,
                        ..Report::default()
                    };
                    Ok(Index::new(
                        committed.reader,
                        committed.manifest,
                        Some(&storage),
                        behind,
                    ))
                }
                _ => Index::in_memory(files, embedder, LockError::Busy.to_string(), progress),
            },
            Err(error) => Index::in_memory(files, embedder, error.to_string(), progress),
        }
    }

    /// Makes the whole index in `folder` again.
    ///
    /// # Errors
    /// When the folder cannot be written or another process is writing.
    pub fn rebuild(
        folder: &Path,
        files: &[FoundFile],
        embedder: Option<&Embedder>,
        progress: Progress,
    ) -> Result<Index, UpdateError> {
        Index::update(&Storage::new(folder), files, embedder, progress, true)
    }

    /// An index that is gone with the process; `why` is for the report.
    ///
    /// # Errors
    /// Only on a fault inside Tantivy: memory is all that it needs.
    pub fn in_memory(
        files: &[FoundFile],
        embedder: Option<&Embedder>,
        why: String,
        progress: Progress,
    ) -> super::Result<Index> {
        let index = tantivy::Index::create_in_ram(schema().0);
        let changes = Changes::between(&Manifest::default(), files);
        let manifest = Manifest::default();
        let (manifest, mut report) = write(&index, manifest, &changes, false, embedder, progress)?;
        report.in_memory = Some(why);
        Ok(Index::new(reader(&index)?, manifest, None, report))
    }

    /// An index of passages that come from no FAQ folder, gone with the process.
    /// Their ids may be any texts.
    ///
    /// # Errors
    /// Only on a fault inside Tantivy: memory is all that it needs.
    pub fn of_passages(passages: &[Passage], embedder: Option<&Embedder>) -> super::Result<Index> {
        let index = tantivy::Index::create_in_ram(schema().0);
        let manifest = write_passages(&index, passages, embedder)?;
        Ok(Index::new(
            reader(&index)?,
            manifest,
            None,
            Report::default(),
        ))
    }

    /// A number that is another one for every state of every index.
    pub fn fingerprint(&self) -> (u32, Option<u64>) {
        (version(&self.manifest.hashes()), self.manifest.model)
    }

    /// Where it is kept; `None` where it is in memory.
    pub fn storage(&self) -> Option<&Storage> {
        self.storage.as_ref()
    }

    /// The files that the index was made from, and these `others`.
    pub fn files(&self, others: &[FoundFile]) -> FileHashes {
        let mut files = self.manifest.hashes();
        let others = others.iter();
        files.extend(others.map(|file| (file.path.clone(), hex(file.hash))));
        files
    }

    fn new(
        reader: IndexReader,
        manifest: Manifest,
        storage: Option<&Storage>,
        mut report: Report,
    ) -> Index {
        report.passages = manifest.totals().passages;
        report.broken = manifest.broken();
        report.errors = report.broken.values().sum();
        Index {
            reader,
            fields: schema().1,
            manifest,
            storage: storage.cloned(),
            report,
        }
    }

    fn update(
        storage: &Storage,
        files: &[FoundFile],
        embedder: Option<&Embedder>,
        progress: Progress,
        mut from_scratch: bool,
    ) -> Result<Index, UpdateError> {
        let lock = storage.lock()?;
        // Read again: the state may have changed before the lock was ours.
        let (index, manifest, replaced) = match storage.read() {
            Ok(committed) if from_scratch => (committed.index, Manifest::default(), None),
            Ok(committed) if committed.manifest.model != embedder.map(Embedder::fingerprint) => {
                from_scratch = true;
                let why = "it was made with another embedding table".to_owned();
                (committed.index, Manifest::default(), Some(why))
            }
            Ok(committed) => (committed.index, committed.manifest, None),
            Err(reason) => {
                let replaced = match reason {
                    Unusable::Missing => None,
                    Unusable::OtherFormat => Some("it was of another version".to_owned()),
                    Unusable::Damaged(why) => Some(why),
                };
                (storage.create(&lock)?, Manifest::default(), replaced)
            }
        };
        let changes = Changes::between(&manifest, files);
        let (manifest, mut report) =
            write(&index, manifest, &changes, from_scratch, embedder, progress)?;
        report.replaced = replaced;
        storage.remove_other_formats(&lock);
        Ok(Index::new(reader(&index)?, manifest, Some(storage), report))
    }
}

/// A reader of the last commit, which stays at it.
pub(super) fn reader(index: &tantivy::Index) -> tantivy::Result<IndexReader> {
    let builder = index.reader_builder();
    builder.reload_policy(ReloadPolicy::Manual).try_into()
}

#[cfg(test)]
#[path = "index_tests.rs"]
mod tests;
