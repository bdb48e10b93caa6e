//! What moderators have under way: forms that are open, and changes that wait for
//! their confirmation.
//!
//! Kept in memory only. Whoever comes after a restart is told so, and has their
//! text before them still.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use lru::LruCache;
use serenity::model::id::GuildId;

use crate::content::edit::Draft;
use crate::content::key::id_hash;
use crate::editor::Proposal;

/// How many are remembered; the oldest go first.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// What is under way.
#[derive(Debug, Clone)]
pub enum Work {
    /// A form for a new entry with this id, in this file.
    New(String, Option<String>, Origin),
    /// A form with the text of this entry, as it was in this version.
    Edit(String, u64),
    /// A form that was refused, with what stood in it.
    Again(Box<Work>, Draft),
    /// A change that waits for its confirmation.
    Change(Box<Proposal>, Origin),
    /// A question that waits for its entry.
    Question(Origin),
    /// A name that waits to be taken off.
    Name(String),
    /// Something that was confirmed: a second press is told so.
    Done,
}

/// The question that something is done for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The question; empty where there is none.
    pub question: String,
    /// What somebody proposed as its answer; empty where nobody did.
    pub answer: String,
    /// The name that is to stand on the entry, as its owner wishes.
    pub name: Option<String>,
    /// The numbers of those like it that were not answered.
    pub missed: Vec<i64>,
    /// Its place in the list of what is open, from 0.
    pub place: usize,
}

/// All that is under way.
pub struct Pending(Mutex<LruCache<(GuildId, u64), Work>>);

impl Default for Pending {
    fn default() -> Self {
        Pending(Mutex::new(LruCache::new(REMEMBERED)))
    }
}

impl Pending {
    fn works(&self) -> MutexGuard<'_, LruCache<(GuildId, u64), Work>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers something of a server; `seed` is another one each time.
    pub fn add(&self, guild: GuildId, seed: u64, work: Work) -> u64 {
        let number = id_hash(&seed.to_string());
        self.works().put((guild, number), work);
        number
    }

    /// What has this number in a server.
    pub fn get(&self, guild: GuildId, number: u64) -> Option<Work> {
        self.works().get(&(guild, number)).cloned()
    }

    /// What waits under this number for its confirmation, which it has now; only the
    /// first who confirms gets it.
    pub fn confirm(&self, guild: GuildId, number: u64) -> Option<Work> {
        let mut works = self.works();
        let work = works.get_mut(&(guild, number))?;
        match work {
            Work::Change(..) | Work::Name(_) => Some(std::mem::replace(work, Work::Done)),
            other => Some(other.clone()),
        }
    }

    /// The same as [`Pending::get`], and forgets it.
    pub fn take(&self, guild: GuildId, number: u64) -> Option<Work> {
        self.works().pop(&(guild, number))
    }
}
