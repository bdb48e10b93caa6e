//! Writes what has changed, in one atomic commit.
//!
//! With the commit goes the manifest. A process that is killed leaves the old
//! commit or the new one, and files that nobody refers to; the next writer
//! clears them away. Who may write is decided in [`super::storage`].

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use tantivy::indexer::NoMergePolicy;
use tantivy::{IndexWriter, TantivyDocument, Term};

use super::analyzer::Analyzer;
use super::document::document;
use super::embedding::Embedder;
use super::index::{Progress, Report};
use super::manifest::{Changes, FileRecord, Manifest, hex};
use super::schema::{FORMAT, Fields, schema};
use crate::content::language::Language;
use crate::content::load::load;
use crate::content::passage::Passage;
use crate::content::source::FoundFile;
use crate::diagnostic::{Diagnostic, Severity, count};

/// Questions slow down with every segment, and merging costs as much as
/// writing: beside a large segment, a commit leaves up to this many in all.
pub(super) const MAX_SEGMENTS: usize = 4;

/// Below this many changed files, starting threads costs more than it saves.
const MIN_FILES_PER_THREAD: usize = 4;

/// More threads than this only make more segments to merge.
const MAX_THREADS: usize = 4;

/// Memory in which a thread collects documents before it writes a segment, in
/// bytes. It is taken as it is needed, not at once.
const BYTES_PER_THREAD: usize = 120_000_000;

/// Writes the changes in one commit.
pub(super) fn write(
    index: &tantivy::Index,
    mut manifest: Manifest,
    changes: &Changes,
    from_scratch: bool,
    embedder: Option<&Embedder>,
    progress: Progress,
) -> tantivy::Result<(Manifest, Report)> {
    let start = Instant::now();
    let fields = schema().1;
    let threads = threads_for(changes.changed.len());
    let mut writer: IndexWriter =
        index.writer_with_num_threads(threads, threads * BYTES_PER_THREAD)?;
    // We merge ourselves, below, so that no thread outlives the commit.
    writer.set_merge_policy(Box::new(NoMergePolicy));
    // A writer that was killed may have left files under the names that this
    // one is about to use.
    writer.garbage_collect_files().wait()?;
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
        embedder,
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
    if let Err(error) = outcome {
        return Err(cause(&mut writer, error));
    }

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
    manifest.model = embedder.map(Embedder::fingerprint);
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

/// Writes passages that come from no file of a FAQ folder into an empty index.
pub(super) fn write_passages(
    index: &tantivy::Index,
    passages: &[Passage],
    embedder: Option<&Embedder>,
) -> tantivy::Result<Manifest> {
    let mut writer: IndexWriter = index.writer_with_num_threads(1, BYTES_PER_THREAD)?;
    let mut record = FileRecord::default();
    let mut additions = Additions::new(&writer, embedder);
    for passage in passages {
        additions.add("", passage, &mut record)?;
    }
    writer.commit()?;
    merge(index, &mut writer)?;
    let files = [(String::new(), record)];
    Ok(Manifest {
        format: FORMAT,
        files: files.into(),
        model: embedder.map(Embedder::fingerprint),
    })
}

/// Adds passages to an index, on one thread.
struct Additions<'a> {
    writer: &'a IndexWriter<TantivyDocument>,
    fields: Fields,
    embedder: Option<&'a Embedder>,
    analyzers: BTreeMap<Language, Analyzer>,
}

impl<'a> Additions<'a> {
    fn new(writer: &'a IndexWriter<TantivyDocument>, embedder: Option<&'a Embedder>) -> Self {
        Additions {
            writer,
            fields: schema().1,
            embedder,
            analyzers: BTreeMap::new(),
        }
    }

    /// Adds a passage of the file at `path`, and puts it into the file's record.
    fn add(
        &mut self,
        path: &str,
        passage: &Passage,
        record: &mut FileRecord,
    ) -> tantivy::Result<()> {
        let analyzer = self
            .analyzers
            .entry(passage.language)
            .or_insert_with(|| Analyzer::new(passage.language));
        let (document, totals) = document(&self.fields, path, passage, analyzer, self.embedder)
            .map_err(|error| tantivy::TantivyError::InternalError(error.to_string()))?;
        self.writer.add_document(document)?;
        record.languages.insert(passage.language);
        record.totals += totals;
        Ok(())
    }
}

/// Why writing failed. A writer whose thread has failed only says so; the commit
/// that waits for the thread says why.
fn cause(writer: &mut IndexWriter, error: tantivy::TantivyError) -> tantivy::TantivyError {
    match writer.prepare_commit() {
        Err(cause) => cause,
        // Dropped without being committed: nothing has changed.
        Ok(_) => error,
    }
}

fn threads_for(files: usize) -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (files / MIN_FILES_PER_THREAD).clamp(1, cores.min(MAX_THREADS))
}

/// Merges the small segments, or all where the small ones have grown: after a
/// first indexing by several threads there is one segment.
fn merge(index: &tantivy::Index, writer: &mut IndexWriter) -> tantivy::Result<()> {
    let mut segments = index.searchable_segment_metas()?;
    if segments.len() <= 1 {
        return Ok(());
    }
    segments.sort_by_key(|segment| std::cmp::Reverse(segment.num_docs()));
    let small: u32 = segments[1..].iter().map(|segment| segment.num_docs()).sum();
    let from = usize::from(small < segments[0].num_docs() / 4);
    if from == 1 && segments.len() <= MAX_SEGMENTS {
        return Ok(());
    }
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
    embedder: Option<&'a Embedder>,
    next: AtomicUsize,
    done: AtomicUsize,
    results: Mutex<Vec<FileResult>>,
    progress: Progress<'a>,
}

impl Job<'_> {
    fn work(&self) -> tantivy::Result<()> {
        let mut additions = Additions::new(self.writer, self.embedder);
        while let Some(file) = self.files.get(self.next.fetch_add(1, Ordering::Relaxed)) {
            let result = self.index_file(file, &mut additions)?;
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
        additions: &mut Additions,
    ) -> tantivy::Result<FileResult> {
        let loaded = load(file);
        let errors = count(&loaded.diagnostics, Severity::Error);
        let mut record = FileRecord {
            hash: hex(file.hash),
            errors,
            ..FileRecord::default()
        };
        // A file that broke takes no answers away: its last good state stays.
        if let Some(good) = self.known.files.get(&file.path)
            && errors > 0
            && (good.is_good() || loaded.passages.is_empty())
        {
            record.languages.clone_from(&good.languages);
            record.totals = good.totals;
            record.is_kept = good.is_good();
            return Ok((file.path.clone(), record, loaded.diagnostics));
        }
        self.writer
            .delete_term(Term::from_field_text(self.fields.file, &file.path));
        for passage in &loaded.passages {
            additions.add(&file.path, passage, &mut record)?;
        }
        Ok((file.path.clone(), record, loaded.diagnostics))
    }
}
