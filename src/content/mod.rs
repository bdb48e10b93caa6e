//! What we know: from the files that moderators write to passages.
//!
//! ```text
//! faq/*.toml            -> Entry   \
//!                                    -> Passage
//! faq/articles/**/*.md  -> Section /
//!
//! scan: folder -> files    load: file -> passages, problems    lint: all files -> problems
//! edit: text of a file, change -> new text
//! ```
//!
//! Nothing here searches or decides, and no problem in a file is an `Err`: it
//! is a [`Diagnostic`](crate::diagnostic::Diagnostic), and the rest loads. An
//! entry or a section with an error is left out whole; a warning leaves out
//! nothing.

pub mod edit;
pub mod entry;
pub mod key;
pub mod language;
pub mod library;
pub mod lint;
pub mod load;
pub mod passage;
pub mod phrasing;
pub mod plain;
pub mod selection;
pub mod source;
pub mod suggest;
pub mod toml_reader;
pub mod urgent;
pub mod urgent_file;

mod article;
mod article_rules;
mod entry_rules;
mod faq_file;
mod file_info;
pub mod file_kind;
mod file_text;
mod front_matter;
mod links;
mod outline;
mod section_questions;
pub mod slug;
mod split;
mod toml_syntax;
mod toml_tree;
mod toml_values;

#[cfg(test)]
pub(crate) mod testing;

pub use key::Key;
pub use lint::lint;
pub use load::{LoadedFile, load};
pub use outline::markdown_options;
pub use passage::Passage;
pub use source::{Config, FileContent, FileKind, FoundFile, scan};
