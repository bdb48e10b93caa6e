//! The files as they stand at this moment: which entry is where, and what would be
//! wrong with them after a change.
//!
//! Read anew for every edit, so that it is never older than what moderators see.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use crate::content::edit::{self, EditError, Original};
use crate::content::file_kind::kind;
use crate::content::key::id_hash;
use crate::content::library::Library;
use crate::content::load::{LoadedFile, load};
use crate::content::selection::Selection;
use crate::content::source::{FileKind, FoundFile, scan};
use crate::diagnostic::Diagnostic;
use crate::store::FileEdit;

use super::disk::{self, Target};
use super::{Author, Config, EditorError, Found, Result, golden};

/// The file for new entries where there is none yet.
pub const NEW_FILE: &str = "from-chat.toml";

/// What stands in it at first.
const NEW_TEXT: &str = "title = \"From chat\"\n";

/// What is said of a clash with what the author does not see.
const CLASH: &str = "it clashes with an entry that members of another server get";
const CLASH_HELP: &str = "word it so that it differs, or take another id";

/// The files for an archive.
#[derive(Debug, Default)]
pub struct Exported {
    /// Each with its path, relative to the FAQ folder, and its bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// Those that cannot be read.
    pub missing: Vec<String>,
}

/// All files.
pub struct Bank<'a> {
    config: &'a Config,
    found: Vec<FoundFile>,
    /// The files with urgent signs: checked, and not edited from chat.
    urgent: Vec<FoundFile>,
    loaded: Vec<LoadedFile>,
    /// What is wrong with the folder itself.
    scanned: Vec<Diagnostic>,
}

impl<'a> Bank<'a> {
    pub fn read(config: &'a Config) -> Bank<'a> {
        let (found, scanned) = scan(&config.faq, &config.content);
        let (urgent, found): (Vec<_>, Vec<_>) = found
            .into_iter()
            .partition(|file| file.kind == FileKind::Urgent);
        Bank {
            config,
            loaded: found.iter().map(load).collect(),
            found,
            urgent,
            scanned,
        }
    }

    /// The paths of the files that may be edited.
    pub fn paths(&self, scope: &Selection) -> Vec<String> {
        let files = self.found.iter().map(|file| &file.path);
        files.filter(|path| scope.sees(path)).cloned().collect()
    }

    /// Whether something new in the file at `path` cannot have this id. An entry may
    /// have that of one that it takes the place of.
    pub fn is_taken(&self, id: &str, path: &str, scope: &Selection) -> bool {
        let found = self.file_of(id, scope);
        found.is_some_and(|found| scope.rank(&found.path) >= scope.rank(path))
    }

    /// Of several files that have an id, the one whose entry members get.
    fn file_of(&self, id: &str, scope: &Selection) -> Option<&FoundFile> {
        let files = self.found.iter().zip(&self.loaded);
        let files = files.filter(|(found, loaded)| scope.sees(&found.path) && has(loaded, id));
        let found = files.map(|(found, _)| found);
        found.min_by_key(|found| std::cmp::Reverse(scope.rank(&found.path)))
    }

    /// When an entry counts as last checked.
    pub fn reviewed(&self, target: &Target, id: &str) -> Option<Date> {
        let file = FoundFile::new(&target.path, target.path.clone(), target.after.as_bytes())?;
        let mut passages = load(&file).passages.into_iter();
        passages.find(|passage| passage.id == id)?.reviewed
    }

    /// What the files that may be edited hold.
    pub fn loaded(&self, scope: &Selection) -> impl Iterator<Item = &LoadedFile> {
        let files = self.loaded.iter();
        files.filter(|file| scope.sees(&file.path))
    }

    /// Whether whoever gets the id from the file at `path`, and sees `reader`, has it
    /// from another file too.
    pub fn has_elsewhere(&self, id: &str, path: &str, reader: &str) -> bool {
        let views = self.config.views.iter();
        let mut views = views.filter(|view| view.sees(path) && view.sees(reader));
        views.all(|view| self.is_given(id, path, view))
    }

    /// The same of the golden set, which is asked of what is general.
    pub fn has_golden_elsewhere(&self, id: &str, path: &str) -> bool {
        let general = self.config.views.first().filter(|view| view.sees(path));
        general.is_none_or(|view| self.is_given(id, path, view))
    }

    /// Whether another file than that at `path` gives the id in a view.
    fn is_given(&self, id: &str, path: &str, view: &Selection) -> bool {
        let others = self.found.iter().zip(&self.loaded);
        let mut others = others.filter(|(file, _)| file.path != path && view.sees(&file.path));
        others.any(|(_, loaded)| has(loaded, id))
    }

    pub fn find(&self, id: &str, scope: &Selection) -> Option<Found> {
        let file = self.file_of(id, scope)?;
        let text = self.text(&file.path).ok()?;
        let original = Original {
            path: &file.path,
            text: &text,
        };
        let draft = edit::draft(&original, id)?;
        Some(Found {
            file: file.path.clone(),
            version: id_hash(&format!("{draft:?}")),
            draft,
        })
    }

    /// Why nothing with this id may be edited: it is not there, or only seen.
    pub fn missing(&self, id: &str, view: &Selection) -> EditorError {
        match self.file_of(id, view) {
            Some(_) => EditorError::Shared(id.to_owned()),
            None => EditorError::Unknown(id.to_owned()),
        }
    }

    /// Every file that may be edited, and the urgent signs, with their bytes; and the
    /// names of those that cannot be read.
    pub fn export(&self, scope: &Selection) -> Exported {
        let urgent = self.urgent.iter().map(|file| file.path.clone());
        let urgent = urgent.filter(|path| scope.sees(path));
        let mut exported = Exported::default();
        for path in self.paths(scope).into_iter().chain(urgent) {
            match fs::read(place(self.config, &path)) {
                Ok(bytes) => exported.files.push((path, bytes)),
                Err(_) => exported.missing.push(path),
            }
        }
        exported
    }

    /// Where something new with this id goes.
    pub fn file_for(&self, id: &str, scope: &Selection) -> Result<String> {
        let paths = self.paths(scope);
        if let Some((stem, _)) = id.split_once('#') {
            let is_named =
                |path: &&String| Path::new(path).file_stem().is_some_and(|name| name == stem);
            let article = paths.iter().find(is_named).cloned();
            return article.ok_or_else(|| EditorError::NoFile(format!("{stem}.md")));
        }
        let first = paths.into_iter().find(|path| path.ends_with(".toml"));
        let own = scope.places().last().filter(|place| !place.is_empty());
        Ok(first.unwrap_or_else(|| match own {
            Some(folder) => format!("{}/{NEW_FILE}", folder.trim_end_matches('/')),
            None => NEW_FILE.to_owned(),
        }))
    }

    /// A file with what `change` makes of it.
    pub fn target(
        &self,
        path: &str,
        change: impl FnOnce(&Original<'_>) -> std::result::Result<String, EditError>,
    ) -> Result<Target> {
        let before = self.text(path)?;
        let text = if before.is_empty() { NEW_TEXT } else { &before };
        let after = change(&Original { path, text })?;
        Ok(Target {
            path: path.to_owned(),
            place: place(self.config, path),
            before,
            after,
        })
    }

    /// The same; nothing where it makes nothing of it.
    pub fn target_if(
        &self,
        path: &str,
        change: impl FnOnce(&Original<'_>) -> std::result::Result<Option<String>, EditError>,
    ) -> Result<Option<Target>> {
        let before = self.text(path)?;
        let text = &before;
        let Some(after) = change(&Original { path, text })? else {
            return Ok(None);
        };
        Ok(Some(Target {
            path: path.to_owned(),
            place: place(self.config, path),
            before,
            after,
        }))
    }

    /// A file without what an edit did to it.
    pub fn reversed(&self, edit: &FileEdit) -> Result<Target> {
        let not_undoable = || EditorError::NotUndoable(edit.path.clone());
        let before = self.text(&edit.path)?;
        let patch = diffy::Patch::from_str(&edit.patch).map_err(|_| not_undoable())?;
        let after = diffy::apply(&before, &patch.reverse()).map_err(|_| not_undoable())?;
        Ok(Target {
            path: edit.path.clone(),
            place: place(self.config, &edit.path),
            before,
            after,
        })
    }

    /// What is wrong in the files that a view sees, as they are.
    pub fn problems(&self, view: &Selection, today: Date) -> Vec<Diagnostic> {
        self.problems_of(&self.found, view, today)
    }

    /// What would be wrong that is not now: errors refuse the change, warnings are
    /// returned. What others see is checked too, and nothing of it told.
    pub fn check(
        &self,
        targets: &[Target],
        author: &Author,
        today: Date,
    ) -> Result<Vec<Diagnostic>> {
        let after = self.after(targets);
        let new = self.new_problems(&after, &author.view, today);
        let (mut errors, warnings): (Vec<_>, Vec<_>) =
            new.into_iter().partition(Diagnostic::is_error);
        if errors.is_empty() {
            let views = self.config.views.iter();
            let mut others = views.filter(|view| {
                let mut targets = targets.iter();
                **view != author.view && targets.any(|target| view.sees(&target.path))
            });
            let clash = others.find_map(|view| {
                let mut new = self.new_problems(&after, view, today).into_iter();
                new.find(Diagnostic::is_error)
            });
            errors.extend(clash.map(|problem| Diagnostic {
                message: CLASH.to_owned(),
                help: CLASH_HELP.to_owned(),
                ..problem
            }));
        }
        if errors.is_empty() {
            Ok(warnings)
        } else {
            Err(EditorError::Faulty(errors))
        }
    }

    /// What would be wrong in a view that is not now.
    fn new_problems(&self, after: &[FoundFile], view: &Selection, today: Date) -> Vec<Diagnostic> {
        let mut problems = self.problems_of(after, view, today);
        if problems.is_empty() {
            return problems;
        }
        let before = self.problems(view, today);
        let is_new = |problem: &Diagnostic| {
            let is_same = |other: &Diagnostic| {
                (other.code, &other.message, &other.file.path)
                    == (problem.code, &problem.message, &problem.file.path)
            };
            !before.iter().any(is_same)
        };
        problems.retain(is_new);
        problems
    }

    /// The files as they would be.
    fn after(&self, targets: &[Target]) -> Vec<FoundFile> {
        let target = |file: &FoundFile| targets.iter().find(|target| target.path == file.path);
        let mut after: Vec<FoundFile> = (self.found.iter())
            .filter(|file| target(file).is_none_or(|target| !target.after.is_empty()))
            .map(|file| match target(file) {
                Some(target) => file.with_bytes(target.after.as_bytes()),
                None => file.clone(),
            })
            .collect();
        let is_found = |path: &str| self.found.iter().any(|file| file.path == path);
        let new = targets.iter().filter(|target| {
            !target.after.is_empty() && !golden::is_golden(&target.path) && !is_found(&target.path)
        });
        after.extend(new.filter_map(|target| {
            let shown = format!("{}/{}", self.config.faq.display(), target.path);
            FoundFile::new(&target.path, shown, target.after.as_bytes())
        }));
        after
    }

    fn problems_of(&self, files: &[FoundFile], view: &Selection, today: Date) -> Vec<Diagnostic> {
        let files = files.iter().chain(&self.urgent).cloned().collect();
        Library::seen(files, self.scanned.clone(), view, today).diagnostics
    }

    /// Whether the file that people know by this path is one with urgent signs, which
    /// concern everybody.
    pub fn is_urgent(&self, shown: &str) -> bool {
        let path = self.relative(shown);
        self.urgent.iter().any(|file| file.path == path)
    }

    /// A path as people see it, relative to the FAQ folder.
    pub fn relative(&self, shown: &str) -> String {
        let folder = self.config.faq.to_string_lossy();
        let rest = shown.strip_prefix(folder.trim_end_matches('/'));
        rest.unwrap_or(shown).trim_start_matches('/').to_owned()
    }

    /// Whether entries may be written into this file: one that is there, or a new one
    /// inside the FAQ folder that would be read as a file of entries.
    pub fn may_hold(&self, path: &str) -> bool {
        if self.found.iter().any(|file| file.path == path) {
            return true;
        }
        let is_plain = path
            .split('/')
            .all(|part| !part.is_empty() && !part.starts_with('.') && !part.contains('\\'));
        // A folder may be a link that leads out of the FAQ.
        let folder = self.config.faq.join(path);
        let mut parents = folder.ancestors().skip(1);
        let parent = parents.find_map(|parent| fs::canonicalize(parent).ok());
        let is_inside = fs::canonicalize(&self.config.faq)
            .is_ok_and(|faq| parent.is_some_and(|parent| parent.starts_with(faq)));
        is_plain && is_inside && kind(path) == Some(FileKind::Faq)
    }

    /// The text of a file as it stands on disk; nothing where it is not there.
    fn text(&self, path: &str) -> Result<String> {
        let broken = |error| EditorError::Disk {
            path: path.to_owned(),
            error,
        };
        let bytes = disk::read(&place(self.config, path)).map_err(broken)?;
        let not_utf_8 = |_| {
            let message = "it is not UTF-8 text: save it anew as UTF-8";
            broken(std::io::Error::new(
                std::io::ErrorKind::InvalidData,
                message,
            ))
        };
        String::from_utf8(bytes).map_err(not_utf_8)
    }
}

fn has(file: &LoadedFile, id: &str) -> bool {
    file.items.iter().any(|item| item.id.value == id)
}

/// Where a file of the journal is, links followed.
pub fn place(config: &Config, path: &str) -> PathBuf {
    let golden = golden::place(config, path);
    disk::resolved(&golden.unwrap_or_else(|| config.faq.join(path)))
}
