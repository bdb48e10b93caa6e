//! What each feature counts, and where the numbers come from.
//!
//! Fitted by a listwise softmax over the candidates of 5,606 answerable questions to
//! six FAQ banks written by others, rounded, and judged on the bank left out, in
//! turn: see `models/ranking/README.md`, which also tells how to fit them again.

use super::feature::Features;

/// With an embedding table.
pub const MEANING: Features = Features::new([4.0, 4.0, 8.0, 0.0, 2.0, 1.0]);

/// With words only.
pub const WORDS: Features = Features::new([2.5, 5.5, 0.0, 0.0, 2.0, 3.3]);

/// With a sentence transformer, for the hits that it looks at again. Fitted with
/// all-MiniLM-L6-v2; the scale is the one at which confidence tells right first hits
/// from the rest best.
#[cfg(feature = "transformer")]
pub const SENTENCES: Features = Features::new([2.4, 2.4, 0.0, 9.0, 1.2, 0.6]);
