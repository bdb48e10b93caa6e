//! Are we sure: from hits to an outcome.
//!
//! ```text
//! Question -> urgent signs? -> small talk? -> Hits -> confidence -> Outcome
//! ```
//!
//! Nothing here reads files, knows how passages are found, or writes sentences
//! for people.

pub mod calibration;
pub mod confidence;
pub mod decide;
pub mod excerpt;
pub mod outcome;
pub mod question;
pub mod small_talk;
pub mod urgent;

use std::collections::BTreeMap;

use calibration::{Calibration, Caution};

/// How answers are decided on and what they carry.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// How careful to be: what the threshold of the bank is taken from.
    pub caution: Caution,
    /// The lowest confidence at which a passage is given as the answer, where it
    /// is not the threshold of the bank.
    pub answer_at: Option<f32>,
    /// The lowest confidence at which an entry is suggested.
    pub suggest_at: f32,
    /// How much surer than of the next passage we have to be, in confidence.
    pub margin: f32,
    /// The disclaimer of files without their own: `None` for the built-in one,
    /// empty for none.
    pub disclaimer: Option<String>,
    /// The region whose numbers urgent notices show.
    pub region: Option<String>,
    /// The numbers of each region.
    pub regions: BTreeMap<String, Region>,
}

/// Below this, a suggestion is noise more often than help.
const SUGGEST_AT: f32 = 0.15;

/// Two passages nearer than this are both offered.
const MARGIN: f32 = 0.2;

impl Default for Config {
    fn default() -> Self {
        Config {
            caution: Caution::default(),
            answer_at: None,
            suggest_at: SUGGEST_AT,
            margin: MARGIN,
            disclaimer: None,
            region: None,
            regions: BTreeMap::new(),
        }
    }
}

/// Whom to call in a region, as a person would read it out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Region {
    /// For a danger to life, such as `112`.
    pub emergency: Option<String>,
    /// For urgent medical advice.
    pub advice: Option<String>,
    /// For thoughts of suicide or self-harm.
    pub crisis: Option<String>,
}

impl Config {
    /// The confidence from which on a hit is an answer in a bank.
    pub fn threshold(&self, calibration: &Calibration) -> f32 {
        self.answer_at
            .unwrap_or_else(|| calibration.threshold(self.caution))
    }

    /// The numbers of this region, else of the configured one, if there is one.
    pub fn numbers(&self, region: Option<&str>) -> Region {
        let name = region.or(self.region.as_deref());
        let region = name.and_then(|name| self.regions.get(name));
        region.cloned().unwrap_or_default()
    }
}
