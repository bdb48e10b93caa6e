//! What the files themselves show: what is overdue, what nobody needs, what gets in
//! one another's way, and what leads nowhere.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;

use super::{Competing, DeadLink, EntryFigures, EntryName, Sources, Stale};
use crate::content::library::Library;
use crate::content::lint::{DEAD_LINK, UNKNOWN_RELATED};
use crate::content::passage::Passage;
use crate::engine::{EngineError, Ranked};
use crate::eval::run::ask_all;

/// How much surer of an entry than of the next one the bot has to be, in
/// confidence: as by default for an answer.
const MARGIN: f32 = 0.2;

/// Below this confidence the other one would not even be suggested.
const NOT_SUGGESTED: f32 = 0.15;

/// How many bad ratings are more than the mood of one member.
const ENOUGH_RATINGS: u64 = 3;

/// Most ways of asking that are tried: two seconds where the FAQ is large.
const MAX_TRIED: usize = 1_000;

/// The titles of all entries and sections by id.
pub type Names<'a> = HashMap<&'a str, &'a str>;

/// The titles of all entries and sections by id.
pub fn names(library: &Library) -> Names<'_> {
    let passages = firsts(library);
    passages
        .map(|passage| (passage.id.as_str(), passage.title.as_str()))
        .collect()
}

/// One passage of each entry and section, in the order of the files.
fn firsts(library: &Library) -> impl Iterator<Item = &Passage> {
    let passages = library.files.iter().flat_map(|file| &file.passages);
    passages.filter(|passage| passage.part == 0)
}

fn name(passage: &Passage) -> EntryName {
    EntryName {
        id: passage.id.clone(),
        title: passage.title.clone(),
    }
}

/// What was to be checked by now, the longest overdue first.
pub fn stale(library: &Library, today: Date, names: &Names) -> Vec<Stale> {
    let mut stale = Vec::new();
    for file in &library.files {
        let is_due = |due: &&Date| **due < today;
        if let Some(&review_by) = (file.review_by.as_ref().map(|due| &due.value)).filter(is_due) {
            stale.push(Stale {
                review_by,
                entry: None,
                file: file.path.clone(),
                line: 1,
            });
        }
        for item in &file.items {
            let due = item.review_by.as_ref().map(|due| &due.value);
            let id = item.id.value.as_str();
            if let (Some(&review_by), Some(&title)) = (due.filter(is_due), names.get(id)) {
                stale.push(Stale {
                    review_by,
                    entry: Some(EntryName {
                        id: id.to_owned(),
                        title: title.to_owned(),
                    }),
                    file: file.path.clone(),
                    line: item.line,
                });
            }
        }
    }
    // Stable: those of one day in the order of the files.
    stale.sort_by_key(|stale| stale.review_by);
    stale
}

/// The entries that were not shown, in the order of the files.
pub fn never_shown(library: &Library, recorded: &[EntryFigures]) -> Vec<EntryName> {
    let shown = recorded.iter().filter(|entry| entry.shown > 0);
    let shown: HashSet<&str> = shown.map(|entry| entry.id.as_str()).collect();
    let passages = firsts(library);
    passages
        .filter(|passage| !shown.contains(passage.id.as_str()))
        .map(name)
        .collect()
}

/// Entries that more often did not help than did, the worst first.
pub fn unhelpful(recorded: &[EntryFigures]) -> Vec<EntryName> {
    let is_unhelpful = |entry: &&EntryFigures| {
        entry.not_helpful > entry.helpful && entry.not_helpful >= ENOUGH_RATINGS
    };
    let mut unhelpful: Vec<&EntryFigures> = recorded.iter().filter(is_unhelpful).collect();
    unhelpful.sort_by_key(|entry| std::cmp::Reverse(entry.not_helpful - entry.helpful));
    let names = unhelpful.into_iter().filter_map(|entry| {
        Some(EntryName {
            id: entry.id.clone(),
            title: entry.title.clone()?,
        })
    });
    names.collect()
}

/// Links and `related` ids that lead nowhere, by file and line.
pub fn dead_links(library: &Library) -> Vec<DeadLink> {
    let files = library.files.iter();
    let paths: HashMap<&str, &str> = files
        .filter_map(|file| Some((file.file.as_ref()?.path.as_str(), file.path.as_str())))
        .collect();
    let problems = library.diagnostics.iter();
    problems
        .filter(|problem| [DEAD_LINK, UNKNOWN_RELATED].contains(&problem.code))
        .map(|problem| DeadLink {
            file: match paths.get(problem.file.path.as_str()) {
                Some(path) => (*path).to_owned(),
                None => problem.file.path.clone(),
            },
            line: problem.line_and_column().0,
            message: problem.message.clone(),
            help: problem.help.clone(),
        })
        .collect()
}

/// Which entries get in one another's way, and how it was found.
pub struct Rivalry {
    pub competing: Vec<Competing>,
    /// How many ways of asking were tried.
    pub tried: usize,
    /// How many there are.
    pub phrasings: usize,
}

/// Asks the FAQ its own questions. Where it has too many, those of the entries that
/// are shown most are asked.
pub fn competing(
    sources: &Sources,
    recorded: &[EntryFigures],
    names: &Names,
) -> Result<Rivalry, EngineError> {
    let shown: HashMap<&str, u64> = recorded
        .iter()
        .map(|entry| (entry.id.as_str(), entry.shown))
        .collect();
    let mut passages: Vec<&Passage> = firsts(sources.library).collect();
    passages.sort_by_key(|passage| std::cmp::Reverse(shown.get(passage.id.as_str())));
    let own = |passage: &&Passage| passage.alternates.len() + 1;
    let phrasings = passages.iter().map(own).sum();
    let tried: Vec<(&Passage, &str)> = passages
        .into_iter()
        .flat_map(|passage| {
            let own = std::iter::once(&passage.title).chain(&passage.alternates);
            own.map(move |phrasing| (passage, phrasing.as_str()))
        })
        .take(MAX_TRIED)
        .collect();
    let texts: Vec<&str> = tried.iter().map(|(_, phrasing)| *phrasing).collect();
    let asked = ask_all(sources.engine, &texts, &|_, _| {})?;

    let mut rivals: BTreeMap<(&str, String), Competing> = BTreeMap::new();
    for ((passage, phrasing), asked) in tried.iter().zip(asked) {
        let Some((rival, is_first)) = rival(&passage.id, &asked.ranking) else {
            continue;
        };
        let Some(&title) = names.get(rival.id.as_str()) else {
            continue;
        };
        let pair = (passage.id.as_str(), rival.id.clone());
        let competing = rivals.entry(pair).or_insert_with(|| Competing {
            entry: name(passage),
            other: EntryName {
                id: rival.id.clone(),
                title: title.to_owned(),
            },
            is_first: false,
            phrasings: Vec::new(),
        });
        competing.is_first |= is_first;
        competing.phrasings.push((*phrasing).to_owned());
    }
    let mut competing: Vec<Competing> = rivals.into_values().collect();
    competing.sort_by_key(|pair| std::cmp::Reverse((pair.is_first, pair.phrasings.len())));
    Ok(Rivalry {
        competing,
        tried: tried.len(),
        phrasings,
    })
}

/// The entry that comes before the one with this id or too near behind it, and
/// whether it comes before.
fn rival<'a>(id: &str, ranking: &'a [Ranked]) -> Option<(&'a Ranked, bool)> {
    let own = ranking.iter().position(|ranked| ranked.id == id);
    let other = ranking.iter().position(|ranked| ranked.id != id)?;
    let is_first = own.is_none_or(|own| other < own);
    let sure = own.map_or(0.0, |own| ranking[own].confidence);
    let rival = &ranking[other];
    let is_near = is_first || sure - rival.confidence < MARGIN;
    (is_near && rival.confidence >= NOT_SUGGESTED).then_some((rival, is_first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(ranked: &[(&str, f32)]) -> Vec<Ranked> {
        let ranked = ranked.iter().map(|(id, confidence)| Ranked {
            id: (*id).to_owned(),
            score: 0.0,
            confidence: *confidence,
            features: Vec::new(),
        });
        ranked.collect()
    }

    #[test]
    fn a_rival_comes_first_or_too_near_and_would_be_offered() {
        for (found, expected) in [
            (&[("a", 0.9), ("b", 0.2)][..], None),
            (&[("a", 0.9), ("b", 0.75)], Some(("b", false))),
            (&[("b", 0.6), ("a", 0.1)], Some(("b", true))),
            (&[("b", 0.6)], Some(("b", true))),
            (&[("b", 0.1), ("a", 0.1)], None),
            (&[("a", 0.3), ("a", 0.3)], None),
            (&[], None),
        ] {
            let ranking = ranking(found);
            let rival = rival("a", &ranking);
            let rival = rival.map(|(ranked, is_first)| (ranked.id.as_str(), is_first));
            assert_eq!(rival, expected, "{found:?}");
        }
    }
}
