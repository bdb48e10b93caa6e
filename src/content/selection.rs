//! Which part of the FAQ folder somebody sees, and which entry wins where two
//! have one id.
//!
//! ```text
//! faq/shared/, faq/chess-club/  + ["shared", "chess-club"] -> the files of both;
//!                                 of one id, the entry in chess-club/
//! ```
//!
//! A place is a folder or a file, relative to the FAQ folder. The articles of a
//! folder `club` stand in `articles/club`, which is seen with it. `urgent.toml` is
//! for everybody. Who sees which places is not decided here.

use std::collections::{BTreeMap, BTreeSet};

use xxhash_rust::xxh3::{xxh3_64, xxh3_128};

use super::load::load;
use super::source::{FileKind, FoundFile};
use crate::diagnostic::{Severity, count};

/// The place of everything.
const EVERYWHERE: &str = "";

/// Where the articles stand.
const ARTICLES: &str = "articles/";

/// For each file, by its path, the ids that others give in its stead.
pub type Overridden = BTreeMap<String, BTreeSet<String>>;

/// A part of the FAQ folder. By default, all of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Selection {
    /// In rising order of precedence.
    places: Vec<String>,
    /// Inside of those, what is not seen all the same.
    hidden: Vec<String>,
}

impl Default for Selection {
    fn default() -> Self {
        Selection::without(Vec::new())
    }
}

impl Selection {
    /// These places, in rising order of precedence, without the `hidden` ones
    /// inside of them.
    pub fn new(places: Vec<String>, hidden: Vec<String>) -> Selection {
        Selection { places, hidden }
    }

    /// Everything but these places.
    pub fn without(hidden: Vec<String>) -> Selection {
        Selection::new(vec![EVERYWHERE.to_owned()], hidden)
    }

    /// Nothing at all.
    pub fn nothing() -> Selection {
        Selection::new(Vec::new(), Vec::new())
    }

    /// The places, in rising order of precedence; an empty one is the FAQ folder.
    pub fn places(&self) -> &[String] {
        &self.places
    }

    /// Whether the file or folder at this path, relative to the FAQ folder, is a
    /// part of it.
    pub fn sees(&self, path: &str) -> bool {
        self.rank(path).is_some()
    }

    /// A number that hardly any other selection has, the same in every process.
    pub fn fingerprint(&self) -> u64 {
        let parts = [&self.places, &self.hidden].map(|places| places.join("\n"));
        xxh3_64(parts.join("\0").as_bytes())
    }

    /// The precedence of a file, the higher the later its place is named; `None`
    /// where it is not seen.
    pub fn rank(&self, path: &str) -> Option<usize> {
        let nearest = |places: &[String]| places.iter().filter_map(|place| held(place, path)).max();
        let seen = nearest(&self.places)?;
        if nearest(&self.hidden).is_some_and(|hidden| hidden >= seen) {
            return None;
        }
        let mut places = self.places.iter();
        places.rposition(|place| held(place, path).is_some())
    }

    /// The files that are seen. Entries and sections whose ids a file of higher
    /// precedence gives are not loaded. Where such a file is broken, what it gave
    /// `before` still counts: its last good state is in use.
    pub fn of(&self, files: Vec<FoundFile>, before: &Overridden) -> Vec<FoundFile> {
        let mut ranked: Vec<_> = files
            .into_iter()
            .filter_map(|file| match file.kind {
                FileKind::Urgent => Some((usize::MAX, file)),
                _ => Some((self.rank(&file.path)?, file)),
            })
            .collect();
        let ranks: BTreeSet<_> = ranked.iter().map(|(rank, _)| *rank).collect();
        let several = ranks.iter().filter(|rank| **rank != usize::MAX).count() > 1;
        if several {
            override_ids(&mut ranked, before);
        }
        ranked.into_iter().map(|(_, file)| file).collect()
    }
}

/// Notes in each file which ids a file of a higher rank gives.
fn override_ids(ranked: &mut [(usize, FoundFile)], before: &Overridden) {
    // For each id, the highest rank that gives it.
    let mut given: BTreeMap<String, usize> = BTreeMap::new();
    let mut highest_broken = None;
    for (rank, file) in ranked.iter() {
        if file.kind == FileKind::Urgent {
            continue;
        }
        let loaded = load(file);
        if count(&loaded.diagnostics, Severity::Error) > 0 {
            highest_broken = highest_broken.max(Some(*rank));
        }
        for passage in loaded.passages {
            let highest = given.entry(passage.id).or_insert(*rank);
            *highest = (*highest).max(*rank);
        }
    }
    for (rank, file) in ranked.iter_mut() {
        if file.kind == FileKind::Urgent {
            continue;
        }
        let higher = given.iter().filter(|(_, highest)| *highest > rank);
        let mut ids: BTreeSet<String> = match before.get(&file.path) {
            Some(ids) if highest_broken > Some(*rank) => ids.clone(),
            _ => BTreeSet::new(),
        };
        ids.extend(own_ids(file, higher.map(|(id, _)| id)));
        if !ids.is_empty() {
            // The file reads differently, so it counts as another one.
            let key: Vec<&str> = ids.iter().map(String::as_str).collect();
            file.hash ^= xxh3_128(key.join("\0").as_bytes());
            file.overridden = ids;
        }
    }
}

/// Those of the ids that the file itself gives.
fn own_ids<'a>(file: &FoundFile, ids: impl Iterator<Item = &'a String>) -> BTreeSet<String> {
    let ids: BTreeSet<&String> = ids.collect();
    if ids.is_empty() {
        return BTreeSet::new();
    }
    let items = load(file).items.into_iter().map(|item| item.id.value);
    items.filter(|id| ids.contains(id)).collect()
}

/// What is overridden in each of these files.
pub fn overridden(files: &[FoundFile]) -> Overridden {
    let files = files.iter().filter(|file| !file.overridden.is_empty());
    files
        .map(|file| (file.path.clone(), file.overridden.clone()))
        .collect()
}

/// How much of a path, in bytes, names the place that it lies in or is; `None` where
/// it is elsewhere.
fn held(place: &str, path: &str) -> Option<usize> {
    if place == EVERYWHERE {
        return Some(0);
    }
    let within = |path: &str| {
        let rest = path.strip_prefix(place);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let article = path.strip_prefix(ARTICLES);
    if within(path) {
        Some(place.len())
    } else {
        article
            .is_some_and(within)
            .then_some(ARTICLES.len() + place.len())
    }
}

/// Who sees what, where several share a FAQ folder.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Division {
    /// What everybody sees who has no places of their own.
    pub general: Selection,
    /// What each of the others sees.
    pub views: BTreeMap<u64, Selection>,
    /// What nobody but them sees.
    pub own: BTreeMap<u64, Selection>,
}

impl Division {
    /// Divides a folder among those who name places in it, each in rising order of
    /// precedence. A place that one alone names is seen by nobody else. What
    /// several name or nobody does is `general`, unless that names places itself.
    pub fn new(general: &[String], named: &BTreeMap<u64, Vec<String>>) -> Division {
        let mut owners: BTreeMap<&String, BTreeSet<Option<u64>>> = BTreeMap::new();
        for place in general {
            owners.entry(place).or_default().insert(None);
        }
        for (who, places) in named {
            for place in places {
                owners.entry(place).or_default().insert(Some(*who));
            }
        }
        // Of others than `who`.
        let hidden_from = |who: Option<u64>| -> Vec<String> {
            let foreign = owners
                .iter()
                .filter(|(_, owners)| owners.len() == 1 && !owners.contains(&who));
            foreign.map(|(place, _)| (*place).clone()).collect()
        };
        let mut division = Division {
            general: match general {
                [] => Selection::without(hidden_from(None)),
                places => Selection::new(places.to_vec(), hidden_from(None)),
            },
            ..Division::default()
        };
        for (who, places) in named.iter().filter(|(_, places)| !places.is_empty()) {
            let view = Selection::new(places.clone(), hidden_from(Some(*who)));
            division.views.insert(*who, view);
            let is_own =
                |place: &&String| owners.get(place).is_some_and(|owners| owners.len() == 1);
            let own: Vec<_> = places.iter().filter(is_own).cloned().collect();
            let others = owners.keys().filter(|place| !own.contains(place));
            let others = others.map(|place| (*place).clone()).collect();
            division.own.insert(*who, Selection::new(own, others));
        }
        division
    }
}

#[cfg(test)]
#[path = "selection_tests.rs"]
mod tests;
