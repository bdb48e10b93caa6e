//! The embedding table: from a text to a vector of what it means.
//!
//! A static table in the format of model2vec: every piece of a word has a row, and
//! a text is the sum of the rows of its pieces. No network, no transformer. One
//! table is built into the binary, see `models/table/README.md`; an operator may
//! name another. What vectors are used for is not decided here.

use std::fs;
use std::path::{Path, PathBuf};

use model2vec_rs::model::StaticModel;
use serde_json::Value;
use xxhash_rust::xxh3::xxh3_64;

use super::vectors::Vector;

/// Longest text that is embedded, in bytes: of more, the beginning.
const MAX_TEXT_BYTES: usize = 10_000;

/// Which embedding table is used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Model {
    /// The one in the binary.
    #[default]
    BuiltIn,
    /// A folder with `config.json`, `tokenizer.json` and `model.safetensors`.
    Folder(PathBuf),
    /// None: words are matched, meaning is not.
    None,
}

/// A table or a sentence transformer cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// A file of it cannot be read.
    #[error("cannot read `{}`: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        error: std::io::Error,
    },
    /// It is not what it should be.
    #[error("`{}` is no embedding table in the format of model2vec: {reason}", folder.display())]
    Broken {
        /// Its folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// It is not the sentence transformer that it should be.
    #[error("`{}` is no sentence transformer in the layout of all-MiniLM-L6-v2: {reason}", folder.display())]
    NoTransformer {
        /// Its folder.
        folder: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

/// A loaded table.
pub struct Embedder {
    table: StaticModel,
    fingerprint: u64,
}

/// The names of the files of a table, and of a sentence transformer.
pub const FILES: [&str; 3] = ["config.json", "tokenizer.json", "model.safetensors"];

/// The files of a table.
struct Files<T> {
    config: T,
    tokenizer: T,
    table: T,
}

const BUILT_IN: Files<&[u8]> = Files {
    config: include_bytes!("../../models/table/config.json"),
    tokenizer: include_bytes!("../../models/table/tokenizer.json"),
    table: include_bytes!("../../models/table/model.safetensors"),
};

impl Embedder {
    /// Loads a table; `Ok(None)` for [`Model::None`].
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub fn load(model: &Model) -> Result<Option<Embedder>, ModelError> {
        match model {
            Model::None => Ok(None),
            Model::BuiltIn => Embedder::from_files(&BUILT_IN, Path::new("models/table")).map(Some),
            Model::Folder(folder) => {
                let read = |name: &str| {
                    let path = folder.join(name);
                    fs::read(&path).map_err(|error| ModelError::Read { path, error })
                };
                let [config, tokenizer, table] = FILES;
                let files = Files {
                    config: read(config)?,
                    tokenizer: read(tokenizer)?,
                    table: read(table)?,
                };
                check_tokens(&files.tokenizer, &files.table).map_err(|reason| {
                    ModelError::Broken {
                        folder: folder.clone(),
                        reason,
                    }
                })?;
                Embedder::from_files(&files, folder).map(Some)
            }
        }
    }

    fn from_files<T: AsRef<[u8]>>(files: &Files<T>, folder: &Path) -> Result<Embedder, ModelError> {
        let broken = |reason: String| ModelError::Broken {
            folder: folder.to_owned(),
            reason,
        };
        let (config, tokenizer) = (files.config.as_ref(), files.tokenizer.as_ref());
        let bytes = files.table.as_ref();
        // Not normalised: the length of a word's vector is how telling it is.
        let table = StaticModel::from_bytes(tokenizer, bytes, config, Some(false))
            .map_err(|error| broken(format!("{error:#}")))?;
        if table.dim() == 0 || table.dim() > Vector::MAX_DIMENSIONS {
            return Err(broken(format!("its rows have {} numbers", table.dim())));
        }
        Ok(Embedder {
            fingerprint: xxh3_64(bytes) ^ xxh3_64(tokenizer).rotate_left(1),
            table,
        })
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.table.dim()
    }

    /// A number that no other table has.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The mean of the rows of a text's pieces, not normalised; zeros where no
    /// piece is known.
    pub fn embed(&self, text: &str) -> Vec<f32> {
        let end = text.floor_char_boundary(MAX_TEXT_BYTES);
        self.table.encode_single(&text[..end])
    }
}

/// Makes sure that every piece that the tokenizer knows has a row: the table is
/// read without a further check.
fn check_tokens(tokenizer: &[u8], table: &[u8]) -> Result<(), String> {
    let tokenizer: Value =
        serde_json::from_slice(tokenizer).map_err(|error| format!("`tokenizer.json`: {error}"))?;
    let header = header(table).ok_or("`model.safetensors` has no header")?;
    let length = |name: &str| {
        let shape = header.get(name)?.get("shape")?;
        shape.get(0)?.as_u64()
    };
    let names = ["embeddings", "0", "embedding.weight"];
    let rows = names.iter().find_map(|name| length(name));
    let rows = rows.ok_or("`model.safetensors` has no tensor `embeddings`")?;
    let rows = length("mapping").unwrap_or(rows);
    let vocabulary = &tokenizer["model"]["vocab"];
    let ids = vocabulary
        .as_object()
        .into_iter()
        .flat_map(|ids| ids.values());
    let listed = vocabulary.as_array().map(|pieces| pieces.len() as u64);
    let added = tokenizer["added_tokens"].as_array();
    let added = added.into_iter().flatten().map(|token| &token["id"]);
    let largest = ids.chain(added).filter_map(Value::as_u64).max();
    let pieces = listed.max(largest.map(|id| id + 1));
    match pieces {
        None => Err("`tokenizer.json` has no vocabulary".to_owned()),
        Some(pieces) if pieces > rows => Err(format!(
            "`tokenizer.json` knows {pieces} pieces of words, `model.safetensors` only {rows}"
        )),
        Some(_) => Ok(()),
    }
}

/// The header of a safetensors file: its length in eight bytes, then JSON.
fn header(table: &[u8]) -> Option<Value> {
    let (length, rest) = table.split_first_chunk::<8>()?;
    let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
    serde_json::from_slice(rest.get(..length)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_that_the_built_in_tokenizer_knows_has_a_row() {
        assert_eq!(check_tokens(BUILT_IN.tokenizer, BUILT_IN.table), Ok(()));
    }

    #[test]
    fn a_piece_without_a_row_is_noticed() {
        let mut header = br#"{"embeddings":{"shape":[2,4]}}"#.to_vec();
        let mut table = (header.len() as u64).to_le_bytes().to_vec();
        table.append(&mut header);
        let tokenizer = |id: u32| format!(r#"{{"model":{{"vocab":{{"a":0,"b":{id}}}}}}}"#);
        assert_eq!(check_tokens(tokenizer(1).as_bytes(), &table), Ok(()));
        assert_eq!(
            check_tokens(tokenizer(2).as_bytes(), &table).unwrap_err(),
            "`tokenizer.json` knows 3 pieces of words, `model.safetensors` only 2"
        );
        assert!(check_tokens(b"{", &table).is_err());
        assert!(check_tokens(tokenizer(1).as_bytes(), b"short").is_err());
    }
}
