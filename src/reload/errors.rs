//! The errors that stand in the files, for each who sees another part of them.
//!
//! An error of two files that clash is one only for those who see both: whoever
//! sees one of them must not hear of the other.

use std::collections::HashSet;

use crate::content::selection::Selection;
use crate::diagnostic::Diagnostic;
use crate::engine::Folder;
use crate::engine::views::{Views, fingerprint};

/// The errors in the files, by view.
#[derive(Debug, Default)]
pub struct Errors {
    /// The general view first.
    views: Vec<(Selection, Vec<Diagnostic>)>,
}

impl Errors {
    pub(super) fn of(views: &Views, folder: &Folder) -> Errors {
        let selections = views.all().iter().map(|view| &view.options.selection);
        let errors = selections.map(|view| (view.clone(), folder.errors(view)));
        Errors {
            views: errors.collect(),
        }
    }

    /// Those that a view has; of one that nobody was made for, the general ones.
    pub fn seen(&self, view: &Selection) -> &[Diagnostic] {
        let mut views = self.views.iter();
        let found = views.find(|(known, _)| known == view);
        let found = found.or(self.views.first());
        found.map_or(&[], |(_, errors)| errors)
    }

    /// All of them, each once.
    pub fn all(&self) -> Vec<&Diagnostic> {
        let mut told = HashSet::new();
        let all = self.views.iter().flat_map(|(_, errors)| errors);
        all.filter(|error| told.insert(fingerprint(error)))
            .collect()
    }
}
