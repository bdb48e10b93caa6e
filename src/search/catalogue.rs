//! The catalogue: every entry and section once, in the order to browse them in.
//!
//! Made from the index when it is first asked for, because most processes answer
//! one question and are gone. It knows places, not texts.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocSet, Searcher, TERMINATED};

use super::schema::Fields;
use crate::content::passage::{Kind, Passage};

/// The number of a document that is deleted.
const NONE: u32 = u32::MAX;

/// Bits of a place that are the part.
const PART_BITS: u32 = 32;

/// Bits of a place that are the line.
const LINE_BITS: u32 = 31;

/// Entries come first, then sections; each kind by file and line.
#[derive(Debug)]
pub struct Catalogue {
    /// For each document of each segment, the number of what it belongs to.
    numbers: Vec<Vec<u32>>,
    /// Where the first part of each stands.
    firsts: Vec<DocAddress>,
    entries: usize,
}

/// Where a passage stands in its file, as the index keeps it:
///
/// ```text
/// bit  63       whether it is a section
/// bits 62..32   its line
/// bits 31..0    its part
/// ```
pub fn place(passage: &Passage) -> u64 {
    let is_section = u64::from(passage.kind == Kind::Section);
    let line = (passage.line as u64).min((1 << LINE_BITS) - 1);
    is_section << (PART_BITS + LINE_BITS) | line << PART_BITS | u64::from(passage.key().part)
}

/// The part of a passage at this place.
pub fn part(place: u64) -> u32 {
    place as u32
}

fn is_section(place: u64) -> bool {
    place >> (PART_BITS + LINE_BITS) != 0
}

impl Catalogue {
    /// Reads the places of all passages.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn read(searcher: &Searcher, fields: &Fields) -> tantivy::Result<Catalogue> {
        let mut paths = BTreeSet::new();
        for segment in searcher.segment_readers() {
            let inverted = segment.inverted_index(fields.file)?;
            let mut files = inverted.terms().stream()?;
            while files.advance() {
                paths.insert(files.key().to_vec());
            }
        }
        let ranks: BTreeMap<Vec<u8>, u32> = paths.into_iter().zip(0..).collect();

        let mut passages = Vec::new();
        let mut numbers = Vec::new();
        for (segment_ord, segment) in (0..).zip(searcher.segment_readers()) {
            numbers.push(vec![NONE; segment.max_doc() as usize]);
            let places = segment.fast_fields().u64("place")?;
            let id_hashes = segment.fast_fields().u64("id_hash")?;
            let inverted = segment.inverted_index(fields.file)?;
            let mut files = inverted.terms().stream()?;
            while files.advance() {
                let rank = ranks.get(files.key()).copied().unwrap_or_default();
                let mut documents = inverted
                    .read_postings_from_terminfo(files.value(), IndexRecordOption::Basic)?;
                while documents.doc() != TERMINATED {
                    let doc_id = documents.doc();
                    documents.advance();
                    if segment.is_deleted(doc_id) {
                        continue;
                    }
                    let place = places.first(doc_id).unwrap_or_default();
                    let id_hash = id_hashes.first(doc_id).unwrap_or_default();
                    let address = DocAddress::new(segment_ord, doc_id);
                    passages.push((is_section(place), rank, place, address, id_hash));
                }
            }
        }
        passages.sort_unstable();

        let mut catalogue = Catalogue {
            numbers,
            firsts: Vec::new(),
            entries: 0,
        };
        let mut known = FxHashMap::default();
        for (is_section, _, _, address, id_hash) in passages {
            let number = *known.entry(id_hash).or_insert_with(|| {
                catalogue.entries += usize::from(!is_section);
                catalogue.firsts.push(address);
                catalogue.firsts.len() as u32 - 1
            });
            catalogue.numbers[address.segment_ord as usize][address.doc_id as usize] = number;
        }
        Ok(catalogue)
    }

    /// How many entries and sections there are.
    pub fn len(&self) -> usize {
        self.firsts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.firsts.is_empty()
    }

    /// How many of them are entries; the others are sections.
    pub fn entries(&self) -> usize {
        self.entries
    }

    /// Where the first part of an entry or section stands.
    pub(super) fn first(&self, number: usize) -> DocAddress {
        self.firsts[number]
    }

    /// The number of the entry or section that each document of a segment belongs
    /// to; beyond [`Catalogue::len`] for one that is deleted.
    pub(super) fn numbers(&self, segment_ord: usize) -> &[u32] {
        &self.numbers[segment_ord]
    }
}
