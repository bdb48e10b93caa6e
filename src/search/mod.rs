//! Where it is: from passages to an index, and from a question to hits.
//!
//! ```text
//! Passage  -> schema -> index                      what is written
//! Question -> query -> candidates -> ranking -> Hits   what is asked
//!                               rescoring -> Hits   with a sentence transformer
//! typed so far -> completion, key or title -> look_up  what is picked
//! ```
//!
//! Tantivy keeps the words and finds the candidates; how well a candidate fits
//! is computed here. Nothing in this module knows whether a hit is good enough
//! to be shown. No other module names Tantivy.

pub mod analyzer;
pub mod catalogue;
pub mod columns;
pub mod common;
mod completion;
mod document;
pub mod embedding;
pub mod index;
pub mod lexicon;
mod look_up;
pub mod manifest;
mod meaning;
pub mod query;
pub mod ranking;
#[cfg(feature = "transformer")]
mod rescoring;
pub mod schema;
pub mod searcher;
pub mod spelling;
pub mod statistics;
pub mod storage;
pub mod synonyms;
#[cfg(feature = "transformer")]
pub mod transformer;
pub mod vectors;
mod whitening;
mod writer;

#[cfg(test)]
pub(crate) mod testing;

/// The index cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[error("{}", plain(.0))]
pub struct Error(#[from] tantivy::TantivyError);

/// What the system said, where it was the system; Tantivy wraps it in its own
/// words, which tell an operator nothing.
fn plain(error: &tantivy::TantivyError) -> String {
    use tantivy::TantivyError;
    use tantivy::directory::error::{OpenReadError, OpenWriteError};
    match error {
        TantivyError::IoError(error)
        | TantivyError::OpenWriteError(OpenWriteError::IoError {
            io_error: error, ..
        })
        | TantivyError::OpenReadError(OpenReadError::IoError {
            io_error: error, ..
        }) => error.to_string(),
        other => other.to_string(),
    }
}

/// A result of the search.
pub type Result<T> = std::result::Result<T, Error>;
