//! Making an engine: the folder is read, the index brought up to date, the
//! threshold found.
//!
//! A state that is worse than the one before takes no answers away: a folder that
//! is empty all of a sudden, or urgent signs with an error, leave the state as it
//! was. For other files, the index sees to that.

use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use jiff::civil::Date;

use super::threshold::Threshold;
use super::{Engine, EngineError, Local, Options, Snapshot};
use crate::answer;
use crate::answer::urgent::UrgentDetector;
use crate::content::library::Library;
use crate::content::selection::{self, Overridden, Selection};
use crate::content::source::{FileContent, FileKind, FoundFile, scan};
use crate::content::urgent::UrgentGroup;
use crate::content::urgent_file;
use crate::diagnostic::{self, Diagnostic, Severity, SourceFile};
use crate::search::embedding::Embedder;
#[cfg(feature = "transformer")]
use crate::search::embedding::ModelError;
use crate::search::index::{Index, Progress, Report};
use crate::search::manifest::{FileHashes, version};
#[cfg(feature = "transformer")]
use crate::search::searcher;
use crate::search::searcher::Searcher;
#[cfg(feature = "transformer")]
use crate::search::transformer::Transformer;

/// What a snapshot is made from.
pub(super) struct Parts<'a> {
    pub(super) searcher: Searcher,
    pub(super) embedder: Option<Arc<Embedder>>,
    pub(super) urgent: Urgent,
    pub(super) threshold: Threshold,
    /// See [`Index::files`].
    pub(super) files: FileHashes,
    pub(super) overridden: Overridden,
    pub(super) config: &'a answer::Config,
}

/// The FAQ folder at one moment.
pub struct Folder {
    files: Vec<FoundFile>,
    /// What is wrong with the folder itself.
    diagnostics: Vec<Diagnostic>,
}

impl Folder {
    /// Reads all files of the folder.
    ///
    /// # Errors
    /// When there is no such folder.
    pub fn read(options: &Options) -> Result<Folder, EngineError> {
        if !options.faq.is_dir() {
            return Err(EngineError::NoFolder(options.faq.clone()));
        }
        if options.index == options.faq {
            return Err(EngineError::IndexInFaq(options.faq.clone()));
        }
        let (files, diagnostics) = scan(&options.faq, &options.content);
        Ok(Folder { files, diagnostics })
    }

    /// Every error in the files that a view sees, also between them.
    pub fn errors(&self, view: &Selection) -> Vec<Diagnostic> {
        // What is due for review is no error, so any day will do.
        let (files, problems) = (self.files.clone(), self.diagnostics.clone());
        let mut problems = Library::seen(files, problems, view, Date::ZERO).diagnostics;
        problems.retain(Diagnostic::is_error);
        problems
    }

    /// Whether this text stands in a file of that path.
    pub fn holds(&self, text: &SourceFile) -> bool {
        self.files.iter().any(|file| match &file.content {
            FileContent::Text(file) => **file == *text,
            FileContent::Unusable(problem) => *problem.file == *text,
        })
    }
}

/// What became of an engine whose files were looked at again.
pub struct Reopened {
    /// Answers from the content as it is now; `None` where nothing has changed, or
    /// where the report says that the index is behind.
    pub engine: Option<Engine>,
    /// What was done to the index, and what is wrong in the files.
    pub report: Report,
}

/// What a snapshot has next to its index.
struct State {
    embedder: Option<Arc<Embedder>>,
    urgent: Urgent,
    files: FileHashes,
    overridden: Overridden,
}

/// The urgent signs.
#[derive(Default)]
pub(super) struct Urgent {
    pub(super) groups: Vec<UrgentGroup>,
    /// Whether they were read without an error.
    pub(super) is_sound: bool,
}

impl Engine {
    /// Reads the content and brings the index up to date.
    ///
    /// Problems in files are in the report; where the index folder cannot be
    /// written, the index is in memory and the report says why.
    ///
    /// # Errors
    /// When there is no FAQ folder, or the index cannot be made at all.
    pub fn open(options: &Options, progress: Progress) -> Result<(Engine, Report), EngineError> {
        let embedder = Embedder::load(&options.search.model)?.map(Arc::new);
        Self::open_with(options, embedder, |files, embedder| {
            Ok(Index::open(&options.index, files, embedder, progress)?)
        })
    }

    /// Opens another engine with the same embedding table as this one, which it
    /// shares.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn beside(&self, options: &Options) -> Result<(Engine, Report), EngineError> {
        let embedder = self.snapshot.load().embedder.clone();
        Self::open_with(options, embedder, |files, embedder| {
            Ok(Index::open(&options.index, files, embedder, &|_, _| {})?)
        })
    }

    /// The same, with an index that is made from nothing.
    ///
    /// # Errors
    /// When the index folder cannot be written or another process is writing.
    pub fn rebuild(options: &Options, progress: Progress) -> Result<(Engine, Report), EngineError> {
        let embedder = Embedder::load(&options.search.model)?.map(Arc::new);
        Self::open_with(options, embedder, |files, embedder| {
            Ok(Index::rebuild(&options.index, files, embedder, progress)?)
        })
    }

    /// The same, with an index that is gone with the process: the index folder is
    /// left as it is.
    ///
    /// # Errors
    /// When there is no FAQ folder, or the index cannot be made.
    pub fn in_memory(
        options: &Options,
        progress: Progress,
    ) -> Result<(Engine, Report), EngineError> {
        let embedder = Embedder::load(&options.search.model)?.map(Arc::new);
        Self::open_with(options, embedder, |files, embedder| {
            let why = "asked for".to_owned();
            Ok(Index::in_memory(files, embedder, why, progress)?)
        })
    }

    /// The content of a folder that was just read, made with the same options as
    /// this engine. This engine goes on as it is: see [`Engine::replace`]. The new
    /// one has the threshold of this one until [`Engine::calibrate`].
    ///
    /// # Errors
    /// When there is nothing in the folder any more, or the index cannot be made.
    pub fn reopened(&self, folder: &Folder, options: &Options) -> Result<Reopened, EngineError> {
        let before = self.snapshot.load_full();
        let files = options
            .selection
            .of(folder.files.clone(), &before.overridden);
        let (urgent_files, files) = divided(files);
        if files.is_empty() && before.searcher.passages() > 0 {
            return Err(EngineError::Emptied(options.faq.clone()));
        }
        let embedder = before.embedder.clone();
        let mut index = Index::open(&options.index, &files, embedder.as_deref(), &|_, _| {})?;
        let hashes = index.files(&urgent_files);
        let (mut urgent, mut problems) = urgent_signs(&urgent_files);
        problems.extend(folder.diagnostics.iter().cloned());
        let report = reported(&mut index, problems);
        if hashes == before.files {
            let engine = None;
            return Ok(Reopened { engine, report });
        }
        if !urgent.is_sound && before.urgent_is_sound {
            urgent.groups.clone_from(&before.urgent);
            urgent.is_sound = true;
        }
        let state = State {
            embedder,
            urgent,
            files: hashes,
            overridden: selection::overridden(&files),
        };
        let engine = Some(Self::of_index(
            &index,
            state,
            options,
            Some(&before.threshold),
        )?);
        Ok(Reopened { engine, report })
    }

    fn open_with(
        options: &Options,
        embedder: Option<Arc<Embedder>>,
        index: impl FnOnce(&[FoundFile], Option<&Embedder>) -> Result<Index, EngineError>,
    ) -> Result<(Engine, Report), EngineError> {
        let folder = Folder::read(options)?;
        let files = options.selection.of(folder.files, &Overridden::new());
        let (urgent_files, files) = divided(files);
        let (urgent, mut problems) = urgent_signs(&urgent_files);
        problems.extend(folder.diagnostics);
        let mut index = index(&files, embedder.as_deref())?;
        let report = reported(&mut index, problems);
        let state = State {
            embedder,
            urgent,
            files: index.files(&urgent_files),
            overridden: selection::overridden(&files),
        };
        Ok((Self::of_index(&index, state, options, None)?, report))
    }

    fn of_index(
        index: &Index,
        state: State,
        options: &Options,
        before: Option<&Threshold>,
    ) -> Result<Engine, EngineError> {
        let searcher = Searcher::open(index, &options.search, state.embedder.as_ref())?;
        #[cfg(feature = "transformer")]
        let searcher = searcher.with_transformer(transformer(&options.search)?);
        let threshold = Threshold::of(index, &searcher, options, before)?;
        Ok(Engine::new(Parts {
            searcher,
            embedder: state.embedder,
            urgent: state.urgent,
            threshold,
            files: state.files,
            overridden: state.overridden,
            config: &options.answer,
        }))
    }

    pub(super) fn new(parts: Parts) -> Engine {
        let snapshot = Snapshot {
            threshold: parts.threshold,
            searcher: parts.searcher,
            embedder: parts.embedder,
            detector: UrgentDetector::new(&parts.urgent.groups),
            urgent_is_sound: parts.urgent.is_sound,
            urgent: parts.urgent.groups,
            config: parts.config.clone(),
            version: version(&parts.files),
            files: parts.files,
            overridden: parts.overridden,
            topics: OnceLock::new(),
        };
        Engine {
            snapshot: Arc::new(ArcSwap::from_pointee(snapshot)),
            local: Local::default(),
        }
    }
}

/// The files with urgent signs, and the others.
fn divided(files: Vec<FoundFile>) -> (Vec<FoundFile>, Vec<FoundFile>) {
    let files = files.into_iter();
    files.partition(|file| file.kind == FileKind::Urgent)
}

/// What was done to the index, with these further problems.
fn reported(index: &mut Index, problems: Vec<Diagnostic>) -> Report {
    let mut report = std::mem::take(&mut index.report);
    report.errors += diagnostic::count(&problems, Severity::Error);
    report.diagnostics.extend(problems);
    report
}

fn urgent_signs(files: &[FoundFile]) -> (Urgent, Vec<Diagnostic>) {
    let mut urgent = Urgent::default();
    let mut diagnostics = Vec::new();
    for file in files {
        let (groups, problems) = urgent_file::load(file);
        urgent.groups.extend(groups);
        diagnostics.extend(problems);
    }
    urgent.is_sound = diagnostic::count(&diagnostics, Severity::Error) == 0;
    (urgent, diagnostics)
}

/// The sentence transformer, where one is used.
#[cfg(feature = "transformer")]
pub(super) fn transformer(
    config: &searcher::Config,
) -> Result<Option<Arc<Transformer>>, ModelError> {
    let folder = config.transformer.as_deref();
    folder
        .map(|folder| Transformer::load(folder).map(Arc::new))
        .transpose()
}
