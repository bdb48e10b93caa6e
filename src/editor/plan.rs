//! What a change makes of the files, also of those that refer to its entry.
//!
//! Nothing is written here.

use super::bank::Bank;
use super::disk::Target;
use super::{Author, Editor, EditorError, Found, Result, golden};
use crate::content::edit::{self, Change, Original};

/// What a change makes of the files.
pub(super) struct Plan {
    pub(super) file: String,
    pub(super) found: Option<Found>,
    /// The file that it is about first.
    pub(super) targets: Vec<Target>,
    /// See [`super::Proposal::dropped`].
    pub(super) dropped: usize,
}

impl Editor {
    /// What a change makes of the files.
    pub(super) fn plan(
        &self,
        bank: &Bank,
        change: &Change,
        file: Option<&str>,
        version: Option<u64>,
        author: &Author,
    ) -> Result<Plan> {
        let (id, scope) = (change.id(), &author.scope);
        let is_new = matches!(change, Change::Add { .. });
        let found = bank.find(id, scope).filter(|_| !is_new);
        let path = match (&found, file) {
            (Some(found), _) => found.file.clone(),
            (None, Some(file)) if is_new => file.to_owned(),
            (None, None) if is_new => bank.file_for(id, scope)?,
            (None, _) => return Err(bank.missing(id, &author.view)),
        };
        if is_new && bank.is_taken(id, &path, scope) {
            return Err(EditorError::Taken(id.to_owned()));
        }
        if !scope.sees(&path) || (found.is_none() && !bank.may_hold(&path)) {
            return Err(EditorError::NoFile(path));
        }
        if let (Some(seen), Some(found)) = (version, &found)
            && seen != found.version
        {
            return Err(EditorError::Changed(id.to_owned()));
        }
        let mut targets = vec![bank.target(&path, |original| edit::changed(original, change))?];
        let mut dropped = 0;
        let follows = match change {
            Change::Rename { id, to } => {
                if bank.is_taken(to, &path, scope) {
                    return Err(EditorError::Taken(to.clone()));
                }
                Some((id, Some(to.as_str())))
            }
            Change::Remove { id } => Some((id, None)),
            _ => None,
        };
        // Where another file has the id still, what refers to it means that one.
        if let Some((id, to)) = follows {
            for other in bank.paths(scope).iter().filter(|other| **other != path) {
                if !bank.has_elsewhere(id, &path, other) {
                    let followed =
                        |original: &Original<'_>| edit::with_references(original, id, to);
                    targets.extend(bank.target_if(other, followed)?);
                }
            }
            if !bank.has_golden_elsewhere(id, &path) {
                let (golden, questions) = golden::with_id(&self.config, id, to);
                targets.extend(golden);
                dropped = questions;
            }
        }
        if targets.iter().all(|target| target.before == target.after) {
            return Err(EditorError::Same(id.to_owned()));
        }
        Ok(Plan {
            file: path,
            found,
            targets,
            dropped,
        })
    }
}
