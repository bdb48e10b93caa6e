//! The whole library: every file of the folder, loaded and checked.
//!
//! For those who want to see all of it, such as `faqbot check` and `faqbot
//! list`. Answering goes through the index instead.

use std::collections::HashSet;
use std::path::Path;

use jiff::civil::Date;

use super::load::{LoadedFile, load};
use super::selection::{Overridden, Selection};
use super::source::{Config, FileKind, FoundFile, scan};
use super::urgent::UrgentGroup;
use super::{lint, urgent_file};
use crate::diagnostic::Diagnostic;

/// All content, with all that is wrong with it.
#[derive(Debug)]
pub struct Library {
    /// The files with entries and sections, by path.
    pub files: Vec<LoadedFile>,
    /// The urgent groups.
    pub urgent: Vec<UrgentGroup>,
    /// Every problem, by file and place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Library {
    /// Reads the folder and checks it; `today` decides what is due for review.
    ///
    /// Rules across files hold in each of the `views`, and nowhere else: two entries
    /// that nobody sees together may well be alike.
    pub fn load(folder: &Path, config: &Config, views: &[&Selection], today: Date) -> Library {
        let (found, diagnostics) = scan(folder, config);
        Library::of(&found, diagnostics, views, today)
    }

    /// The same of files that were read already; `diagnostics` are those of the
    /// folder itself.
    pub fn of(
        found: &[FoundFile],
        mut diagnostics: Vec<Diagnostic>,
        views: &[&Selection],
        today: Date,
    ) -> Library {
        let mut files = Vec::new();
        let mut urgent = Vec::new();
        for file in found {
            if file.kind == FileKind::Urgent {
                let (groups, problems) = urgent_file::load(file);
                urgent.extend(groups);
                diagnostics.extend(problems);
            } else {
                let mut loaded = load(file);
                diagnostics.append(&mut loaded.diagnostics);
                files.push(loaded);
            }
        }
        let mut told = HashSet::new();
        for view in views {
            let seen: Vec<LoadedFile>;
            let seen = if **view == Selection::default() {
                &files
            } else {
                let found = view.of(found.to_vec(), &Overridden::new());
                let found = found.iter().filter(|file| file.kind != FileKind::Urgent);
                seen = found.map(load).collect();
                &seen
            };
            let problems = lint(seen, today).into_iter().filter(|problem| {
                let Diagnostic { file, span, .. } = problem;
                let place = (file.path.clone(), span.start, problem.message.clone());
                told.insert((place, problem.code))
            });
            diagnostics.extend(problems);
        }
        diagnostics.sort_by(|a, b| (&a.file.path, a.span.start).cmp(&(&b.file.path, b.span.start)));
        Library {
            files,
            urgent,
            diagnostics,
        }
    }

    /// Only what one view sees of the files.
    pub fn seen(
        found: Vec<FoundFile>,
        diagnostics: Vec<Diagnostic>,
        view: &Selection,
        today: Date,
    ) -> Library {
        let seen = view.of(found, &Overridden::new());
        Library::of(&seen, diagnostics, &[&Selection::default()], today)
    }

    /// Reads the folder, and has only what one view sees of it.
    pub fn load_seen(folder: &Path, config: &Config, view: &Selection, today: Date) -> Library {
        let (found, diagnostics) = scan(folder, config);
        Library::seen(found, diagnostics, view, today)
    }

    /// How many entries there are.
    pub fn entries(&self) -> usize {
        self.files.iter().map(|file| file.entries).sum()
    }

    /// How many sections there are.
    pub fn sections(&self) -> usize {
        self.files.iter().map(|file| file.sections).sum()
    }
}
