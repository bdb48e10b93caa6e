//! Which week's digest each server was told last, so that none is told twice and
//! none is left out.
//!
//! What a digest says, and when it is due, is not known here.

use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction};

use super::schema::{guild_number, monday, parsed};
use super::{Store, StoreError};

impl Store {
    /// Whether the digest of the week of `date` is still to be told to a server;
    /// from then on it counts as told. A server that was never asked for begins
    /// with the week that follows.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn claim_digest(&self, guild: u64, date: Date) -> Result<bool, StoreError> {
        self.database.write(|transaction| {
            let known = digest_of(transaction, guild)?;
            let week = monday(date);
            let is_new = known.is_none_or(|known| known < week);
            if is_new {
                put_digest(transaction, guild, week)?;
            }
            Ok(is_new && known.is_some())
        })
    }

    /// The claimed digest could not be told: it is due again.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn release_digest(&self, guild: u64, date: Date) -> Result<(), StoreError> {
        self.database.write(|transaction| {
            let before = monday(date).saturating_sub(1.week());
            put_digest(transaction, guild, before)
        })
    }
}

fn digest_of(transaction: &Transaction<'_>, guild: u64) -> rusqlite::Result<Option<Date>> {
    let sql = "SELECT week FROM digest WHERE guild = ?1";
    let number = guild_number(Some(guild));
    let found = transaction.query_row(sql, [number], |row| parsed(row, 0));
    found.optional()
}

fn put_digest(transaction: &Transaction<'_>, guild: u64, week: Date) -> rusqlite::Result<()> {
    let sql = "INSERT OR REPLACE INTO digest (guild, week) VALUES (?1, ?2)";
    let values = (guild_number(Some(guild)), week.to_string());
    transaction.execute(sql, values).map(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Config;
    use jiff::civil::date;

    #[test]
    fn every_week_is_told_once_and_one_that_could_not_be_again() {
        let folder = tempfile::tempdir().unwrap();
        let config = Config {
            folder: folder.path().to_owned(),
            ..Config::default()
        };
        let (store, _) = Store::open(&config).unwrap();
        let is_due = |day| store.claim_digest(7, date(2026, 11, day)).unwrap();
        assert!(!is_due(11), "the bot has just come");
        assert!(!is_due(15), "the same week");
        assert!(is_due(16));
        assert!(!is_due(17), "told");
        assert!(!is_due(9), "a clock that was put back");
        assert!(!is_due(17), "told still");
        store.release_digest(7, date(2026, 11, 18)).unwrap();
        assert!(is_due(19));
        assert!(!is_due(20));
        assert!(is_due(30), "a week was left out");

        assert_eq!(store.guilds().unwrap(), [7]);
        store.forget_guild(7).unwrap();
        assert_eq!(store.guilds().unwrap(), [0_u64; 0]);
    }
}
