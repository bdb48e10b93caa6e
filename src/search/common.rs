//! Words that make a question rather than say what it is about.
//!
//! In a bank of hundreds of entries the statistics show by themselves that
//! "how" and "should" are common. A bank of ten entries is too small to show
//! it, so these English words count less from the start.

use rustc_hash::FxHashSet;

use super::analyzer::Analyzer;
use super::columns::term_hash;

/// The words, in lower case and without apostrophes; what stands before and
/// after an apostrophe counts as two words.
const WORDS: &str = "\
    i me my mine we us our you your yours he him his she her hers its them \
    am were been being do does did doing done don have has had having ve re ll d m s t \
    can could should would may might must shall \
    how what when where which who whom whose why whats hows wheres whos \
    get gets getting got go goes going gonna make makes made let lets take give \
    need want know think tell say help please pls plz thanks thank hi hello hey \
    so too very really just even also only still ever never always again now then than \
    some any all every each many much more most few lot lots other another same \
    about from up out over off down after before while because though \
    there here one ones thing things something anything someone anyone everyone \
    way ways okay ok able time today day cant dont doesnt \
    yes no yeah yep nope nah stop ever \
    im ive youre thats id ill isnt arent wont didnt anybody somebody";

/// What such a word counts in an empty bank, next to 1 for a word of the
/// subject.
const WEIGHT: f32 = 0.3;

/// How many passages weigh as much as this prior opinion.
const PRIOR_PASSAGES: f32 = 50.0;

/// What such a word counts in a bank of so many passages: from 0.3 to 1.
pub fn weight(passages: u64) -> f32 {
    let passages = passages as f32;
    (WEIGHT * PRIOR_PASSAGES + passages) / (PRIOR_PASSAGES + passages)
}

/// The stems of these words, as hashes.
pub fn stems(english: &mut Analyzer) -> FxHashSet<u32> {
    let stems = english.stems(WORDS);
    stems.iter().map(|stem| term_hash(stem)).collect()
}
