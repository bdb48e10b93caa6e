//! The sentence transformer: from a text to a vector of what it means, read as a
//! whole.
//!
//! It knows what the embedding table cannot: that the order of words matters, and
//! that a word means something else beside others. It costs some milliseconds a
//! text, and a model that an operator has downloaded: a folder in the layout of
//! all-MiniLM-L6-v2. What vectors are used for is decided in [`super::rescoring`].

mod bert;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::fs;
use std::path::Path;

use candle_core::{Device, Tensor};
use tokenizers::{Tokenizer, TruncationParams};
use xxhash_rust::xxh3::xxh3_64;

use super::embedding::{FILES, ModelError};
use bert::{Bert, Shape, Weights};

/// Longest text that is cut into word pieces, in bytes: of more, the beginning. Far
/// more than any model reads.
const MAX_TEXT_BYTES: usize = 10_000;

/// Most word pieces of a text that are read, less where the model reads less: time
/// grows with them, and the models of this layout were trained on less.
const MAX_PIECES: usize = 128;

/// Most word pieces of a batch: more make nothing faster, and take memory.
const PIECES_IN_BATCH: usize = 1_024;

/// A loaded transformer.
pub struct Transformer {
    tokenizer: Tokenizer,
    bert: Bert,
    fingerprint: u64,
}

impl Transformer {
    /// Loads the model in a folder.
    ///
    /// # Errors
    /// When a file is missing or is not what it should be.
    pub fn load(folder: &Path) -> Result<Transformer, ModelError> {
        let read = |name: &str| {
            let path = folder.join(name);
            fs::read(&path).map_err(|error| ModelError::Read { path, error })
        };
        let [config, tokenizer, weights] = FILES;
        Self::from_files(&read(config)?, &read(tokenizer)?, &read(weights)?).map_err(|reason| {
            ModelError::NoTransformer {
                folder: folder.to_owned(),
                reason,
            }
        })
    }

    fn from_files(config: &[u8], vocabulary: &[u8], weights: &[u8]) -> Result<Transformer, String> {
        let shape: Shape =
            serde_json::from_slice(config).map_err(|error| format!("`config.json`: {error}"))?;
        let mut tokenizer = Tokenizer::from_bytes(vocabulary)
            .map_err(|error| format!("`tokenizer.json`: {error}"))?;
        tokenizer.with_padding(None);
        let truncation = TruncationParams {
            max_length: MAX_PIECES.min(shape.max_position_embeddings),
            ..TruncationParams::default()
        };
        tokenizer
            .with_truncation(Some(truncation))
            .map_err(|error| format!("`config.json`: {error}"))?;
        let bert = Weights::read(weights)
            .and_then(|mut weights| Bert::new(&shape, &mut weights))
            .map_err(|error| format!("`model.safetensors`: {}", TransformerError::from(error)))?;
        let (known, rows) = (largest(&tokenizer), bert.pieces());
        if known > rows {
            return Err(format!(
                "`tokenizer.json` knows {known} pieces of words, `model.safetensors` only {rows}"
            ));
        }
        let transformer = Transformer {
            fingerprint: xxh3_64(weights) ^ xxh3_64(vocabulary).rotate_left(1),
            tokenizer,
            bert,
        };
        // What does not fit together shows now rather than at a question.
        let tried = transformer.embed(&["Does it work?"]);
        tried.map_err(|error| error.to_string())?;
        Ok(transformer)
    }

    /// A number that no other transformer has.
    pub fn fingerprint(&self) -> u64 {
        self.fingerprint
    }

    /// The vector of each text, of length 1 and in their order.
    ///
    /// # Errors
    /// When the model does not fit together.
    pub fn embed(&self, texts: &[&str]) -> Result<Vec<Vec<f32>>, TransformerError> {
        let mut pieces = Vec::with_capacity(texts.len());
        for text in texts {
            let end = text.floor_char_boundary(MAX_TEXT_BYTES);
            let encoded = self.tokenizer.encode(&text[..end], true);
            let encoded = encoded.map_err(|error| TransformerError(error.to_string()))?;
            pieces.push(encoded.get_ids().to_vec());
        }
        // Texts of like length together: what is filled up costs as much as words.
        let mut order: Vec<usize> = (0..texts.len()).collect();
        order.sort_by_key(|&place| pieces[place].len());
        let mut vectors = vec![Vec::new(); texts.len()];
        let mut rest = &order[..];
        while !rest.is_empty() {
            // The longest is the last: as many as fit, and always one.
            let fits = |count: &usize| count * pieces[rest[count - 1]].len() <= PIECES_IN_BATCH;
            let count = (2..=rest.len()).take_while(fits).last().unwrap_or(1);
            let (batch, others) = rest.split_at(count);
            let together: Vec<&[u32]> = batch.iter().map(|&place| &pieces[place][..]).collect();
            for (&place, vector) in batch.iter().zip(self.embed_batch(&together)?) {
                if !vector.iter().all(|number| number.is_finite()) {
                    return Err(TransformerError("its vectors are no numbers".to_owned()));
                }
                vectors[place] = vector;
            }
            rest = others;
        }
        Ok(vectors)
    }

    fn embed_batch(&self, batch: &[&[u32]]) -> candle_core::Result<Vec<Vec<f32>>> {
        let length = batch.iter().map(|pieces| pieces.len()).max().unwrap_or(0);
        let mut filled = Vec::with_capacity(batch.len() * length);
        let mut mask: Vec<f32> = Vec::with_capacity(batch.len() * length);
        for pieces in batch {
            filled.extend_from_slice(pieces);
            mask.extend(pieces.iter().map(|_| 1.0));
            let end = filled.len() + length - pieces.len();
            filled.resize(end, 0);
            mask.resize(end, 0.0);
        }
        let shape = (batch.len(), length);
        let pieces = Tensor::from_vec(filled, shape, &Device::Cpu)?;
        let mask = Tensor::from_vec(mask, shape, &Device::Cpu)?;
        self.bert.embed(&pieces, &mask)?.to_vec2()
    }
}

/// A text cannot be embedded.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct TransformerError(String);

impl From<candle_core::Error> for TransformerError {
    fn from(error: candle_core::Error) -> Self {
        match error {
            // With `RUST_BACKTRACE`, the backtrace would stand in the message.
            candle_core::Error::WithBacktrace { inner, .. } => (*inner).into(),
            error => TransformerError(error.to_string()),
        }
    }
}

/// One more than the largest number of a word piece.
fn largest(tokenizer: &Tokenizer) -> usize {
    let pieces = tokenizer.get_vocab(true).into_values();
    pieces.max().map_or(0, |largest| largest as usize + 1)
}

#[cfg(test)]
impl Transformer {
    /// One that fails at texts with more pieces than it reads.
    pub(crate) fn failing(mut self) -> Transformer {
        self.tokenizer.with_truncation(None).ok();
        self
    }
}
