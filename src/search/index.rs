//! The index: brought up to date with the files, in one atomic commit.
//!
//! With every commit goes a manifest that says which files it was made from,
//! by the hash of their bytes. What has not changed is not read again, and a
//! process that is killed leaves the old commit or the new one. Where the disk
//! does not let us write, the same index is made in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::analyzer::Analyzer;
use super::schema::{FORMAT, Fields, Totals, document, schema};
use super::storage::{LockError, Storage, Unusable};
use crate::content::language::Language;
use crate::content::load::load;
use crate::content::source::FoundFile;
use crate::diagnostic::{Diagnostic, Severity};

/// Questions slow down with every segment, and merging costs as much as
/// writing: up to this many, a commit leaves them as they are.
const MAX_SEGMENTS: usize = 4;

/// Below this many changed files, starting threads costs more than it saves.
const MIN_FILES_PER_THREAD: usize = 4;

/// More threads than this only make more segments to merge.
const MAX_THREADS: usize = 4;

/// Memory in which a thread collects documents before it writes a segment, in
/// bytes. It is taken as it is needed, not at once.
const BYTES_PER_THREAD: usize = 120_000_000;

/// What the index was made from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    files: BTreeMap<String, FileRecord>,
}

/// What the manifest knows of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileRecord {
    /// The hash of its bytes, hexadecimal.
    hash: String,
    /// The languages of its passages.
    languages: BTreeSet<Language>,
    totals: Totals,
    /// Errors found in it.
    errors: usize,
}

impl Manifest {
    /// The manifest of the last commit.
    pub(super) fn of(index: &tantivy::Index) -> Result<Manifest, String> {
        let meta = index.load_metas().map_err(|error| error.to_string())?;
        let payload = meta.payload.ok_or("it was never finished")?;
        let manifest: Manifest =
            serde_json::from_str(&payload).map_err(|error| error.to_string())?;
        if manifest.format != FORMAT {
            return Err(format!("it is of format {}", manifest.format));
        }
        Ok(manifest)
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

    /// How many errors its files have.
    pub fn errors(&self) -> usize {
        self.files.values().map(|record| record.errors).sum()
    }
}

/// An index that is up to date, or as near to it as was possible.
pub struct Index {
    pub(super) inner: tantivy::Index,
    pub(super) fields: Fields,
    pub(super) manifest: Manifest,
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
    /// What is wrong in the files that were read.
    pub diagnostics: Vec<Diagnostic>,
    /// How long it took.
    pub took: Duration,
    /// Why the index is in memory, where it is.
    pub in_memory: Option<String>,
    /// Whether another process is bringing the index up to date, so that this
    /// is the state before.
    pub behind: bool,
}

/// How far indexing has come: files done, files in all.
pub type Progress<'a> = &'a (dyn Fn(usize, usize) + Sync);

/// What differs between the manifest and the folder.
struct Changes<'a> {
    changed: Vec<&'a FoundFile>,
    removed: Vec<String>,
}

impl<'a> Changes<'a> {
    fn between(manifest: &Manifest, files: &'a [FoundFile]) -> Self {
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

    fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
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
    pub fn open(folder: &Path, files: &[FoundFile], progress: Progress) -> super::Result<Index> {
        let storage = Storage::new(folder);
        if let Ok((inner, manifest)) = storage.read()
            && Changes::between(&manifest, files).is_empty()
        {
            return Ok(Index::new(inner, manifest, Report::default()));
        }
        match Index::update(&storage, files, progress, false) {
            Ok(index) => Ok(index),
            Err(UpdateError::Lock(LockError::Busy)) => match storage.read() {
                Ok((inner, manifest)) => {
                    tracing::info!("another process is updating the index; using the last state");
                    let behind = Report {
                        behind: true,
                        ..Report::default()
                    };
                    Ok(Index::new(inner, manifest, behind))
                }
                Err(_) => Index::in_memory(files, LockError::Busy.to_string(), progress),
            },
            Err(error) => Index::in_memory(files, error.to_string(), progress),
        }
    }

    /// Makes the whole index in `folder` again.
    ///
    /// # Errors
    /// When the folder cannot be written or another process is writing.
    pub fn rebuild(
        folder: &Path,
        files: &[FoundFile],
        progress: Progress,
    ) -> Result<Index, UpdateError> {
        Index::update(&Storage::new(folder), files, progress, true)
    }

    /// An index that is gone with the process; `why` is for the report.
    ///
    /// # Errors
    /// Only on a fault inside Tantivy: memory is all that it needs.
    pub fn in_memory(files: &[FoundFile], why: String, progress: Progress) -> super::Result<Index> {
        let inner = tantivy::Index::create_in_ram(schema().0);
        let changes = Changes::between(&Manifest::default(), files);
        let (manifest, mut report) = write(&inner, Manifest::default(), &changes, false, progress)?;
        report.in_memory = Some(why);
        Ok(Index::new(inner, manifest, report))
    }

    fn new(inner: tantivy::Index, manifest: Manifest, mut report: Report) -> Index {
        report.passages = manifest.totals().passages;
        report.errors = manifest.errors();
        Index {
            inner,
            fields: schema().1,
            manifest,
            report,
        }
    }

    fn update(
        storage: &Storage,
        files: &[FoundFile],
        progress: Progress,
        from_scratch: bool,
    ) -> Result<Index, UpdateError> {
        let lock = storage.lock()?;
        // Read again: the state may have changed before the lock was ours.
        let (inner, manifest, from_scratch) = match storage.read() {
            Ok((inner, _)) if from_scratch => (inner, Manifest::default(), true),
            Ok((inner, manifest)) => (inner, manifest, false),
            Err(reason) => {
                match reason {
                    Unusable::Missing => {}
                    Unusable::OtherFormat => {
                        tracing::info!("the index is of another format; making it again");
                    }
                    Unusable::Damaged(why) => {
                        tracing::warn!("the index cannot be used: {why}; making it again");
                    }
                }
                (storage.create(&lock)?, Manifest::default(), false)
            }
        };
        let changes = Changes::between(&manifest, files);
        let (manifest, report) = write(&inner, manifest, &changes, from_scratch, progress)?;
        storage.remove_other_formats(&lock);
        Ok(Index::new(inner, manifest, report))
    }
}

/// Why the index on disk could not be brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    /// No lock to write.
    #[error(transparent)]
    Lock(#[from] LockError),
    /// Writing failed; the last commit is untouched.
    #[error("cannot write the index: {0}")]
    Write(#[from] tantivy::TantivyError),
}

/// Writes the changes in one commit.
fn write(
    index: &tantivy::Index,
    mut manifest: Manifest,
    changes: &Changes,
    from_scratch: bool,
    progress: Progress,
) -> tantivy::Result<(Manifest, Report)> {
    let start = Instant::now();
    let fields = schema().1;
    let threads = threads_for(changes.changed.len());
    let mut writer: IndexWriter =
        index.writer_with_num_threads(threads, threads * BYTES_PER_THREAD)?;
    // We merge ourselves, below, so that no thread outlives the commit.
    writer.set_merge_policy(Box::new(NoMergePolicy));
    if from_scratch {
        writer.delete_all_documents()?;
    }
    for path in &changes.removed {
        writer.delete_term(Term::from_field_text(fields.file, path));
        manifest.files.remove(path);
    }

    let job = Job {
        writer: &writer,
        fields,
        known: &manifest,
        files: &changes.changed,
        next: AtomicUsize::new(0),
        done: AtomicUsize::new(0),
        results: Mutex::default(),
        progress,
    };
    let outcome: tantivy::Result<()> = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(|| job.work())).collect();
        let mine = job.work();
        for worker in workers {
            // A panic in a worker is a bug; it must not pass for success.
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        mine
    });
    let results = job.results.into_inner().unwrap_or_default();
    outcome?;

    let mut report = Report {
        indexed: changes.changed.len(),
        removed: changes.removed.len(),
        ..Report::default()
    };
    for (path, record, diagnostics) in results {
        manifest.files.insert(path, record);
        report.diagnostics.extend(diagnostics);
    }
    manifest.format = FORMAT;
    let payload = serde_json::to_string(&manifest)
        .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
    let mut commit = writer.prepare_commit()?;
    commit.set_payload(&payload);
    commit.commit()?;
    merge(index, &mut writer)?;
    writer.garbage_collect_files().wait()?;
    report.took = start.elapsed();
    Ok((manifest, report))
}

fn threads_for(files: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (files / MIN_FILES_PER_THREAD).clamp(1, cores.min(MAX_THREADS))
}

/// Merges the small segments, or all where the small ones have grown.
fn merge(index: &tantivy::Index, writer: &mut IndexWriter) -> tantivy::Result<()> {
    let mut segments = index.searchable_segment_metas()?;
    if segments.len() <= MAX_SEGMENTS {
        return Ok(());
    }
    segments.sort_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
    let small: u32 = segments[1..].iter().map(|segment| segment.num_docs()).sum();
    let from = usize::from(small < segments[0].num_docs() / 4);
    let ids: Vec<_> = segments[from..]
        .iter()
        .map(|segment| segment.id())
        .collect();
    writer.merge(&ids).wait()?;
    Ok(())
}

type FileResult = (String, FileRecord, Vec<Diagnostic>);

/// The changed files, worked through by several threads.
struct Job<'a> {
    writer: &'a IndexWriter<TantivyDocument>,
    fields: Fields,
    known: &'a Manifest,
    files: &'a [&'a FoundFile],
    next: AtomicUsize,
    done: AtomicUsize,
    results: Mutex<Vec<FileResult>>,
    progress: Progress<'a>,
}

impl Job<'_> {
    fn work(&self) -> tantivy::Result<()> {
        let mut analyzers: BTreeMap<Language, Analyzer> = BTreeMap::new();
        while let Some(file) = self.files.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let result = self.index_file(file, &mut analyzers)?;
            if let Ok(mut results) = self.results.lock() {
                results.push(result);
            }
            let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
            (self.progress)(done, self.files.len());
        }
        Ok(())
    }

    fn index_file(
        &self,
        file: &FoundFile,
        analyzers: &mut BTreeMap<Language, Analyzer>,
    ) -> tantivy::Result<FileResult> {
        let loaded = load(file);
        let errors = loaded
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Error)
            .count();
        let mut record = FileRecord {
            hash: hex(file.hash),
            languages: BTreeSet::new(),
            totals: Totals::default(),
            errors,
        };
        // A file that broke takes no answers away: its last good state stays.
        if let Some(good) = self.known.files.get(&file.path)
            && errors > 0
            && loaded.passages.is_empty()
        {
            record.languages.clone_from(&good.languages);
            record.totals = good.totals;
            return Ok((file.path.clone(), record, loaded.diagnostics));
        }
        self.writer
            .delete_term(Term::from_field_text(self.fields.file, &file.path));
        for passage in &loaded.passages {
            let analyzer = analyzers
                .entry(passage.language)
                .or_insert_with(|| Analyzer::new(passage.language));
            let (document, totals) = document(&self.fields, &file.path, passage, analyzer)
                .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
            self.writer.add_document(document)?;
            record.languages.insert(passage.language);
            record.totals += totals;
        }
        Ok((file.path.clone(), record, loaded.diagnostics))
    }
}

fn hex(hash: u128) -> String {
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::search::searcher::{Config, Searcher};
    use crate::search::testing::{entries, file, ids, on_disk, rebuilt};

    fn bank(number: usize) -> FoundFile {
        let path = format!("f{number}.toml");
        let id = format!("e{number}");
        entries(&path, &[(&id, &format!("word{number}x"), "answer")])
    }

    fn finds(index: &Index, question: &str) -> bool {
        let searcher = Searcher::open(index, &Config::default()).unwrap();
        !ids(&searcher, question).is_empty()
    }

    #[test]
    fn only_what_changed_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let mut files = vec![bank(0), bank(1), bank(2)];
        assert_eq!(on_disk(folder.path(), &files).report.indexed, 3);
        assert_eq!(on_disk(folder.path(), &files).report.indexed, 0);

        files[1] = entries("f1.toml", &[("e1", "another", "answer")]);
        files.remove(0);
        let index = on_disk(folder.path(), &files);
        assert_eq!((index.report.indexed, index.report.removed), (1, 1));
        assert_eq!(index.report.passages, 2);
        assert!(finds(&index, "another") && finds(&index, "word2x"));
        assert!(!finds(&index, "word0x") && !finds(&index, "word1x"));
    }

    #[test]
    fn many_edits_do_not_make_many_segments() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..12 {
            let text =
                format!("title = 'T'\n[[entry]]\nid = 'a'\nquestion = 'q{round}z'\nanswer = 'a'\n");
            let index = on_disk(folder.path(), &[bank(1), file("a.toml", &text)]);
            let segments = index.inner.searchable_segment_ids().unwrap().len();
            assert!(segments <= MAX_SEGMENTS, "{segments}");
            assert!(finds(&index, &format!("q{round}z")) && finds(&index, "word1x"));
            assert_eq!(index.report.passages, 2);
        }
    }

    #[test]
    fn a_file_that_broke_keeps_its_last_good_answers() {
        let folder = tempfile::tempdir().unwrap();
        on_disk(folder.path(), &[bank(0), bank(1)]);
        let index = on_disk(folder.path(), &[file("f0.toml", "title = [[["), bank(1)]);
        assert!(finds(&index, "word0x") && finds(&index, "word1x"));
        assert!(index.report.errors > 0);
        // It is not read again, but it is not forgotten that it is broken.
        let index = on_disk(folder.path(), &[file("f0.toml", "title = [[["), bank(1)]);
        assert_eq!(index.report.indexed, 0);
        assert!(index.report.errors > 0);
    }

    #[test]
    fn while_somebody_writes_the_last_state_is_read() {
        let folder = tempfile::tempdir().unwrap();
        on_disk(folder.path(), &[bank(0)]);
        let lock = Storage::new(folder.path()).lock().unwrap();
        let index = on_disk(folder.path(), &[bank(0), bank(1)]);
        assert!(index.report.behind && index.report.in_memory.is_none());
        assert!(finds(&index, "word0x") && !finds(&index, "word1x"));
        assert!(matches!(
            rebuilt(folder.path(), &[bank(0)]),
            Err(UpdateError::Lock(LockError::Busy))
        ));
        drop(lock);
        assert!(finds(
            &on_disk(folder.path(), &[bank(0), bank(1)]),
            "word1x"
        ));
    }

    #[test]
    fn without_an_index_and_without_the_lock_memory_serves() {
        let folder = tempfile::tempdir().unwrap();
        let _lock = Storage::new(folder.path()).lock().unwrap();
        let index = on_disk(folder.path(), &[bank(0)]);
        let why = index.report.in_memory.as_deref();
        assert_eq!(why, Some("another process is writing the index"));
        assert!(finds(&index, "word0x"));
    }

    #[test]
    fn a_folder_that_cannot_be_made_is_no_reason_to_be_silent() {
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("taken");
        fs::write(&place, "a file").unwrap();
        let index = on_disk(&place.join("index"), &[bank(0)]);
        assert!(
            index
                .report
                .in_memory
                .is_some_and(|why| why.contains("cannot write the index folder"))
        );
    }

    #[test]
    fn whatever_happens_to_a_file_of_the_index_it_is_mended() {
        let folder = tempfile::tempdir().unwrap();
        let files = [bank(0), bank(1)];
        on_disk(folder.path(), &files);
        let current = folder.path().join(format!("v{FORMAT}"));
        let names: Vec<_> = fs::read_dir(&current)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        for name in names {
            for damage in ["truncate", "flip", "delete"] {
                let path = current.join(&name);
                let Ok(mut bytes) = fs::read(&path) else {
                    continue;
                };
                match damage {
                    "truncate" => fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
                    "flip" if !bytes.is_empty() => {
                        let middle = bytes.len() / 2;
                        bytes[middle] ^= 0x55;
                        fs::write(&path, &bytes).unwrap();
                    }
                    _ => fs::remove_file(&path).unwrap(),
                }
                let index = on_disk(folder.path(), &files);
                assert!(finds(&index, "word0x"), "{damage} {name:?}");
                assert!(index.report.in_memory.is_none(), "{damage} {name:?}");
            }
        }
    }

    #[test]
    fn an_index_of_another_format_is_replaced_and_strangers_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("v0")).unwrap();
        fs::write(folder.path().join("v0/meta.json"), "{}").unwrap();
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        on_disk(folder.path(), &[bank(0)]);
        assert!(!folder.path().join("v0").exists());
        assert!(folder.path().join("notes.txt").exists());
    }
}
