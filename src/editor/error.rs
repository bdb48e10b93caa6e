//! Why an edit is refused, in words for whoever wanted it.

use crate::content::edit::EditError;
use crate::diagnostic::Diagnostic;
use crate::store::StoreError;

/// Why an edit was not made. Nothing has changed then.
#[derive(Debug, thiserror::Error)]
pub enum EditorError {
    /// The change itself is refused.
    #[error(transparent)]
    Change(#[from] EditError),
    /// No such entry among those that may be edited.
    #[error("there is no entry `{0}` that you can edit")]
    Unknown(String),
    /// The entry is in no file of theirs, and they see it.
    #[error(
        "`{0}` is for members of other servers too, and is not edited from here: add an entry \
         `{0}` of your own, and members of this server get that one instead"
    )]
    Shared(String),
    /// The id is taken.
    #[error("there is an entry `{0}` already: choose another id")]
    Taken(String),
    /// No such file among those that may be edited.
    #[error("there is no file `{0}` that you can edit")]
    NoFile(String),
    /// The FAQ would have new errors.
    #[error("{}", said(.0))]
    Faulty(Vec<Diagnostic>),
    /// The files say so already.
    #[error("that is how `{0}` is already")]
    Same(String),
    /// Somebody else was faster.
    #[error(
        "`{0}` was changed in the meantime: look at it as it is now, and make your change again"
    )]
    Changed(String),
    /// The edit cannot be taken back by itself.
    #[error("what that edit changed in `{0}` was changed again since: mend it by a new edit")]
    NotUndoable(String),
    /// There is no such edit, or it was taken back.
    #[error("there is no such edit to undo, or it was undone already")]
    NothingToUndo,
    /// The files cannot be read or written.
    #[error("cannot write `{path}`: {error}")]
    Disk {
        /// The file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// The journal cannot be written, and nothing is changed without it.
    #[error("the history cannot be kept: {0}")]
    Journal(#[from] StoreError),
}

fn said(problems: &[Diagnostic]) -> String {
    let problems = problems.iter();
    let problems: Vec<String> = problems
        .map(|problem| format!("{}; {}", problem.message, problem.help))
        .collect();
    problems.join("\n")
}
