//! The threshold of a state of the bank: taken from the calibration that is kept
//! beside the index, or from one that is made now, or later.
//!
//! How a bank is asked is in [`super::calibrate`], what is made of it in
//! [`crate::answer::calibration`].

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use super::calibrate::{calibrate, most_threads};
use crate::answer;
use crate::answer::calibration::Calibration;
use crate::content::key::id_hash;
use crate::search;
use crate::search::index::Index;
use crate::search::searcher::{self, Searcher};
use crate::search::storage::Storage;

/// The confidence from which on a hit is an answer.
pub(super) struct Threshold {
    /// An `f32`.
    bits: AtomicU32,
    /// The calibration that it waits for.
    due: Mutex<Option<Due>>,
}

/// A calibration that is still to be made.
struct Due {
    /// See [`Kept::of`].
    of: u64,
    /// Where it is kept then.
    storage: Option<Storage>,
}

/// A calibration as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// Which state of the index, and which synonyms, it was made with.
    of: u64,
    calibration: Calibration,
}

impl Threshold {
    /// From a calibration of just this state.
    pub(super) fn new(calibration: &Calibration, config: &answer::Config) -> Threshold {
        Threshold {
            bits: AtomicU32::new(config.threshold(calibration).to_bits()),
            due: Mutex::default(),
        }
    }

    /// That of this state of the index, from the calibration that is kept; where
    /// there is none, that of the state `before` until [`Threshold::settle`].
    /// Without one, the bank is calibrated now.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn of(
        index: &Index,
        searcher: &Searcher,
        options: &super::Options,
        before: Option<&Threshold>,
    ) -> search::Result<Threshold> {
        let due = Due {
            of: key(index, searcher, &options.search),
            storage: index.storage().cloned(),
        };
        if let Some(kept) = due.kept() {
            return Ok(Threshold::new(&kept, &options.answer));
        }
        match before {
            Some(before) => Ok(Threshold {
                bits: AtomicU32::new(before.get().to_bits()),
                due: Mutex::new(Some(due)),
            }),
            None => {
                let calibration = due.make(searcher, most_threads())?;
                Ok(Threshold::new(&calibration, &options.answer))
            }
        }
    }

    /// Its value: 0 to 1.
    pub(super) fn get(&self) -> f32 {
        f32::from_bits(self.bits.load(Ordering::Relaxed))
    }

    /// Calibrates the bank where that is still to be done, in one thread: members
    /// are asking meanwhile.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub(super) fn settle(
        &self,
        searcher: &Searcher,
        config: &answer::Config,
    ) -> search::Result<()> {
        let mut due = self.due.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(due) = due.take() {
            let calibration = due.make(searcher, 1)?;
            let threshold = config.threshold(&calibration);
            self.bits.store(threshold.to_bits(), Ordering::Relaxed);
        }
        Ok(())
    }
}

impl Due {
    fn kept(&self) -> Option<Calibration> {
        let note = self.storage.as_ref()?.note()?;
        let kept: Kept = serde_json::from_str(&note).ok()?;
        (kept.of == self.of).then_some(kept.calibration)
    }

    fn make(self, searcher: &Searcher, threads: usize) -> search::Result<Calibration> {
        let kept = Kept {
            of: self.of,
            calibration: calibrate(searcher, threads)?,
        };
        // Where it cannot be kept, it is made again the next time.
        if let (Some(storage), Ok(note)) = (&self.storage, serde_json::to_string(&kept)) {
            storage.take_note(&note);
        }
        Ok(kept.calibration)
    }
}

/// What is found depends on the synonyms and the transformer as well.
fn key(index: &Index, searcher: &Searcher, config: &searcher::Config) -> u64 {
    id_hash(&format!(
        "{:?} {:?} {:?}",
        index.fingerprint(),
        config.synonyms,
        searcher.transformer()
    ))
}
