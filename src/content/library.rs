//! The whole library: every file of the folder, loaded and checked.
//!
//! For those who want to see all of it, such as `faqbot check` and `faqbot
//! list`. Answering goes through the index instead.

use std::path::Path;

use jiff::civil::Date;

use super::load::{LoadedFile, load};
use super::source::{Config, FileKind, scan};
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
    pub fn load(folder: &Path, config: &Config, today: Date) -> Library {
        let (found, mut diagnostics) = scan(folder, config);
        let mut files = Vec::new();
        let mut urgent = Vec::new();
        for file in &found {
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
        diagnostics.extend(lint(&files, today));
        diagnostics.sort_by(|a, b| (&a.file.path, a.span.start).cmp(&(&b.file.path, b.span.start)));
        Library {
            files,
            urgent,
            diagnostics,
        }
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
