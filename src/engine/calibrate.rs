//! Asks a bank its own phrasings, each with its own entry hidden, to find out how
//! high confidence gets where there is no answer.
//!
//! What is made of it is decided in [`crate::answer::calibration`].

use super::parallel::try_in_parallel;
use crate::answer::calibration::Calibration;
use crate::answer::confidence::confidences;
use crate::content::passage::Passage;
use crate::search;
use crate::search::searcher::Searcher;

/// Most phrasings that are asked: more would hardly move the threshold, and each
/// is a question like any other.
const MAX_PHRASINGS: usize = 256;

/// Most threads that ask.
const MAX_THREADS: usize = 4;

/// As many threads as ask where nobody else does.
pub fn most_threads() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    cores.min(MAX_THREADS)
}

/// Calibrates a bank in this many threads.
///
/// # Errors
/// When the index cannot be read.
pub fn calibrate(searcher: &Searcher, threads: usize) -> search::Result<Calibration> {
    let passages = searcher.sample(MAX_PHRASINGS)?;
    let phrasings = phrasings(&passages);
    let by_chance = try_in_parallel(&phrasings, threads, |(passage, phrasing)| {
        let others = searcher.search_without(phrasing, passage)?;
        Ok::<_, search::Error>(confidences(&others, 1).first().copied().unwrap_or_default())
    });
    Ok(Calibration::new(by_chance?))
}

/// Phrasings from all over the bank, each with its passage: the titles, then the
/// first alternate of each, and so on.
fn phrasings(passages: &[Passage]) -> Vec<(&Passage, &str)> {
    let most = passages
        .iter()
        .map(|passage| passage.alternates.len() + 1)
        .max();
    let rounds = (0..most.unwrap_or_default()).flat_map(|number| {
        passages.iter().filter_map(move |passage| {
            let mut own = std::iter::once(&passage.title).chain(&passage.alternates);
            Some((passage, own.nth(number)?.as_str()))
        })
    });
    rounds.take(MAX_PHRASINGS).collect()
}
