//! Edits of the FAQ files from chat: checked as `faqbot check` does, shown before
//! they are made, written whole or not at all, remembered, and taken back.
//!
//! ```text
//! Change -> propose -> Proposal -> apply -> journal, files, git
//!                                  undo  -> the same, backwards
//! ```
//!
//! How a change looks in a file is the business of [`crate::content::edit`]; who
//! may make it, and how it is asked for, that of the front end. It does not make
//! members see the change: that is the reload's work.

mod bank;
mod disk;
mod error;
mod git;
mod golden;
mod journal;
mod names;
mod plan;

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod git_tests;
#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::content::edit::{Change, Draft};
use crate::content::library::Library;
use crate::content::selection::Selection;
use crate::content::source;
use crate::diagnostic::Diagnostic;
use crate::store::{Edit, EditState, EditsOf, FileEdit, NewEdit, Store};

use bank::Bank;
pub use bank::Exported;
use disk::{Target, hash};

pub use error::EditorError;
pub use git::Config as GitConfig;
pub use journal::Recovered;
pub use names::Forgotten;

/// What taking an edit back is called in the history.
const UNDO: &str = "undo";

/// How many edits are looked through for those that somebody may see.
const LATEST: usize = 1_000;

/// Where things are, and what is done with them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// The folder with the FAQ files.
    pub faq: PathBuf,
    /// How files are read.
    pub content: source::Config,
    /// What members of each server see, of whom some see it otherwise.
    pub views: Vec<Selection>,
    /// Where the golden set is; see [`crate::eval::Config::places`].
    pub golden: Vec<PathBuf>,
    /// Whether each edit becomes a commit.
    pub git: GitConfig,
}

/// Who edits, and what of the FAQ they may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name that stands in the history.
    pub name: String,
    /// Their server; `None` where nothing is kept apart.
    pub guild: Option<u64>,
    /// Which files are that server's alone.
    pub own: Selection,
    /// Which files they may edit.
    pub scope: Selection,
    /// Which files they see.
    pub view: Selection,
}

type Result<T> = std::result::Result<T, EditorError>;

impl Author {
    /// Whether an edit is theirs to see, and to take back.
    fn sees(&self, edit: &Edit) -> bool {
        let is_here = edit
            .guild
            .is_none_or(|guild| self.guild.is_none_or(|own| own == guild));
        let mut files = edit.files.iter();
        is_here && files.all(|file| golden::is_golden(&file.path) || self.scope.sees(&file.path))
    }
}

/// What stands in the FAQ under an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file, relative to the FAQ folder.
    pub file: String,
    /// The text.
    pub draft: Draft,
    /// Another number for every other text.
    pub version: u64,
}

/// A change that was checked, and can be shown and then made.
#[derive(Debug, Clone)]
pub struct Proposal {
    /// What is to be done.
    pub change: Change,
    /// The file that it is about.
    pub file: String,
    /// Other files that follow, since they refer to the entry.
    pub following: Vec<String>,
    /// The text before; `None` for what is new.
    pub before: Option<Draft>,
    /// The text after; `None` for what goes.
    pub after: Option<Draft>,
    /// What is worth mending, and no reason to refuse.
    pub warnings: Vec<Diagnostic>,
    /// A question that has to be answered by it from now on, see the golden set.
    pub golden: Option<String>,
    /// How many questions leave the golden set, since nothing answers them any more.
    pub dropped: usize,
    /// When the file says that its entries were last checked, of what is new.
    pub reviewed: Option<Date>,
    /// What the entry was when the change was made up.
    version: Option<u64>,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// Its number in the history.
    pub edit: i64,
    /// The id of the entry or section that it is about.
    pub entry: String,
    /// What went wrong afterwards, such as a commit: the edit is made.
    pub trouble: Option<String>,
}

/// Edits files, one change at a time.
pub struct Editor {
    config: Config,
    store: Arc<Store>,
    /// Held while files are written.
    writing: Mutex<()>,
    /// Edits that were made, and that the journal still calls begun.
    unfinished: Mutex<Vec<i64>>,
}

impl Editor {
    /// An editor of these files. What an earlier one was in the middle of when it
    /// died is brought to an end first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn open(config: Config, store: Arc<Store>) -> Result<(Editor, Vec<Recovered>)> {
        let recovered = journal::recover(&config, &store)?;
        let editor = Editor {
            config,
            store,
            writing: Mutex::new(()),
            unfinished: Mutex::default(),
        };
        Ok((editor, recovered))
    }

    /// Where the journal is, and what else is kept.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The content that those see who have this view of it.
    pub fn library(&self, view: &Selection, today: Date) -> Library {
        Library::load_seen(&self.config.faq, &self.config.content, view, today)
    }

    /// What stands under an id.
    ///
    /// # Errors
    /// When there is nothing that this author may edit.
    pub fn find(&self, id: &str, author: &Author) -> Result<Found> {
        let bank = Bank::read(&self.config);
        let found = bank.find(id, &author.scope);
        found.ok_or_else(|| bank.missing(id, &author.view))
    }

    /// The files that may be edited, in order.
    pub fn files(&self, scope: &Selection) -> Vec<String> {
        Bank::read(&self.config).paths(scope)
    }

    /// The files of whoever may edit these, for an archive.
    pub fn export(&self, scope: &Selection) -> Exported {
        Bank::read(&self.config).export(scope)
    }

    /// Every problem of a `view` in the files that may be edited and in the urgent
    /// signs, as `faqbot check` finds them.
    pub fn check(&self, view: &Selection, scope: &Selection, today: Date) -> Vec<Diagnostic> {
        let bank = Bank::read(&self.config);
        let mut problems = bank.problems(view, today);
        problems.retain(|problem| {
            let path = &problem.file.path;
            scope.sees(&bank.relative(path)) || bank.is_urgent(path)
        });
        problems
    }

    /// Checks a change. `version` is that of the entry that whoever made the change
    /// up has seen; `file` says where something new goes, else the first file.
    ///
    /// # Errors
    /// When it cannot be made, or would bring errors into the FAQ.
    pub fn propose(
        &self,
        change: Change,
        file: Option<&str>,
        version: Option<u64>,
        author: &Author,
        today: Date,
    ) -> Result<Proposal> {
        let bank = Bank::read(&self.config);
        let plan = self.plan(&bank, &change, file, version, author)?;
        let warnings = bank.check(&plan.targets, author, today)?;
        let others = plan.targets[1..].iter();
        let others = others.filter(|target| !golden::is_golden(&target.path));
        let mut proposal = Proposal {
            file: plan.file,
            following: others.map(|target| target.path.clone()).collect(),
            before: plan.found.as_ref().map(|found| found.draft.clone()),
            after: None,
            version: plan.found.map(|found| found.version),
            change,
            warnings,
            golden: None,
            dropped: plan.dropped,
            reviewed: None,
        };
        let target = &plan.targets[0];
        let id = match &proposal.change {
            Change::Rename { to, .. } => to,
            change => change.id(),
        };
        // As members will see it: with what the file says of all its entries.
        proposal.after = target.draft(id);
        if matches!(proposal.change, Change::Add { .. }) {
            proposal.reviewed = bank.reviewed(target, id);
        }
        Ok(proposal)
    }

    /// Checks whether something new can have this id, before anybody writes it; in
    /// this file or, without one, where it would go.
    ///
    /// # Errors
    /// When it cannot.
    pub fn check_new(
        &self,
        id: &str,
        file: Option<&str>,
        author: &Author,
        today: Date,
    ) -> Result<()> {
        let draft = Draft {
            question: format!("{id}?"),
            answer: id.to_owned(),
            ..Draft::default()
        };
        let id = id.to_owned();
        self.propose(Change::Add { id, draft }, file, None, author, today)
            .map(drop)
    }

    /// Makes a change that was proposed, on the files as they are now.
    ///
    /// # Errors
    /// When the entry is not as it was, or the files or the journal cannot be
    /// written.
    pub fn apply(&self, proposal: &Proposal, author: &Author, today: Date) -> Result<Applied> {
        let _alone = self.alone();
        let bank = Bank::read(&self.config);
        let Proposal {
            change,
            file,
            version,
            ..
        } = proposal;
        let mut plan = self.plan(&bank, change, Some(file), *version, author)?;
        bank.check(&plan.targets, author, today)?;
        let mut untaken = None;
        if let Some(question) = &proposal.golden {
            let id = match change {
                Change::Rename { to, .. } => to,
                other => other.id(),
            };
            match golden::with_question(&self.config, question, id) {
                Ok(target) => plan.targets.extend(target),
                Err(file) => untaken = Some(file),
            }
        }
        let mut applied = self.write(&plan.targets, action(change), change.id(), author)?;
        if let Some(file) = untaken {
            let file = file.file_name().unwrap_or_default().to_string_lossy();
            applied.trouble.get_or_insert_with(|| {
                format!("the golden set did not take the question: `{file}` cannot be read, see `faqbot eval`")
            });
        }
        Ok(applied)
    }

    /// Takes an edit back, where nothing has changed its lines since.
    ///
    /// # Errors
    /// When it cannot be taken back, or the files or the journal cannot be written.
    pub fn undo(&self, id: i64, author: &Author, today: Date) -> Result<Applied> {
        let _alone = self.alone();
        let edit = self.store.edit(id)?;
        let edit = edit.filter(|edit| is_undoable(edit) && author.sees(edit));
        let edit = edit.ok_or(EditorError::NothingToUndo)?;
        let bank = Bank::read(&self.config);
        let targets = edit.files.iter();
        let targets: Vec<Target> = targets
            .map(|file| bank.reversed(file))
            .collect::<Result<_>>()?;
        bank.check(&targets, author, today)?;
        let applied = self.write(&targets, UNDO, &edit.entry, author)?;
        if let Err(error) = self.store.mark_undone(id) {
            tracing::warn!("an edit that was taken back is not marked so: {error}");
        }
        Ok(applied)
    }

    /// Whether each edit becomes a commit.
    pub fn commits(&self) -> bool {
        self.config.git.enabled
    }

    /// Which edit of this author's files is taken back where none is named: the last
    /// that did not take one back itself.
    ///
    /// # Errors
    /// When there is none, or the journal cannot be read.
    pub fn last(&self, author: &Author) -> Result<i64> {
        let edits = self.history(None, author, usize::MAX)?;
        let mut made = edits.iter().filter(|edit| edit.action != UNDO);
        let last = made.find(|edit| is_undoable(edit));
        Ok(last.ok_or(EditorError::NothingToUndo)?.id)
    }

    /// Pushes the commits of edits, where that is wanted; returns what went wrong. It
    /// may take as long as another machine does, half a minute at most, so it is
    /// asked for when members see the edit.
    pub fn push(&self) -> Option<String> {
        git::push(&self.config)
    }

    /// The latest edits that this author may see, newest first.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn history(&self, entry: Option<&str>, author: &Author, limit: usize) -> Result<Vec<Edit>> {
        let kept = |of| self.store.history(of, entry, LATEST);
        let mut edits = match author.guild {
            None => kept(EditsOf::Everyone)?,
            Some(guild) => {
                let mut edits = kept(EditsOf::Guild(guild))?;
                edits.extend(kept(EditsOf::Shared)?);
                edits.sort_by_key(|edit| std::cmp::Reverse(edit.id));
                edits
            }
        };
        edits.retain(|edit| author.sees(edit));
        edits.truncate(limit);
        Ok(edits)
    }

    /// Held while files are written: against other edits here, and those of other
    /// processes.
    fn alone(&self) -> (MutexGuard<'_, ()>, Option<File>) {
        let writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        (writing, disk::lock(&self.config.faq))
    }

    /// Has the journal say what it could not say before: of a file that is edited
    /// once more nobody could tell later whether the edit before was made.
    fn finish_earlier(&self) -> Result<()> {
        let mut unfinished = self.unfinished();
        while let Some(edit) = unfinished.last() {
            self.store.finish(*edit)?;
            unfinished.pop();
        }
        Ok(())
    }

    fn unfinished(&self) -> MutexGuard<'_, Vec<i64>> {
        let unfinished = self.unfinished.lock();
        unfinished.unwrap_or_else(PoisonError::into_inner)
    }

    /// Journal, files, journal, git: in this order.
    fn write(
        &self,
        targets: &[Target],
        action: &str,
        entry: &str,
        author: &Author,
    ) -> Result<Applied> {
        let files = targets.iter().map(|target| FileEdit {
            path: target.path.clone(),
            before_hash: hash(target.before.as_bytes()),
            after_hash: hash(target.after.as_bytes()),
            patch: diffy::create_patch(&target.before, &target.after).to_string(),
        });
        let is_own = targets.iter().all(|target| author.own.sees(&target.path));
        let begun = NewEdit {
            guild: author.guild.filter(|_| is_own),
            at: Timestamp::now(),
            who: author.name.clone(),
            action: action.to_owned(),
            entry: entry.to_owned(),
            files: files.collect(),
        };
        self.finish_earlier()?;
        disk::prepare(targets)?;
        let edit = match self.store.begin(&begun) {
            Ok(edit) => edit,
            Err(error) => {
                disk::discard(targets);
                return Err(error.into());
            }
        };
        if let Err(error) = disk::commit(targets) {
            // Nothing is half done: what was renamed is put back.
            self.store.drop_begun(edit)?;
            return Err(error);
        }
        // The files are written. Where this fails, the next edit finishes it, or whoever
        // starts next.
        let unfinished = self.store.finish(edit).err().map(|error| {
            self.unfinished().push(edit);
            format!("the history says so only later: {error}")
        });
        let message = format!("{action} {entry}");
        let files = targets
            .iter()
            .map(|target| target.place.as_path())
            .collect();
        let trouble = git::commit(&self.config, files, &message, &author.name);
        Ok(Applied {
            edit,
            entry: begun.entry,
            trouble: unfinished.or(trouble),
        })
    }
}

/// Whether an edit can be taken back at all.
fn is_undoable(edit: &Edit) -> bool {
    edit.state == EditState::Done && edit.action != names::ACTION
}

/// What is done, in a word, for the history.
fn action(change: &Change) -> &'static str {
    match change {
        Change::Add { .. } => "add",
        Change::Edit { .. } => "edit",
        Change::Remove { .. } => "remove",
        Change::Rename { .. } => "rename",
        Change::AddAlternate { .. } => "add-alternate",
        Change::RemoveAlternate { .. } => "remove-alternate",
    }
}
