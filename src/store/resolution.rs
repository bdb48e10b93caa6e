//! What moderators decide of what is open to them: questions, answers that did
//! not help, and suggestions. It changes rows and shows none.

use jiff::civil::Date;
use rusqlite::{OptionalExtension, Transaction};

use super::schema::guild_number;
use super::{Store, StoreError};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// The FAQ answers it now.
    Added,
    /// It is nothing that the FAQ should answer: nor is the same question when
    /// it is asked again.
    NotForFaq,
    /// It is to come back on this day.
    Later(Date),
}

impl Resolution {
    /// Its name in the file, which must not change.
    pub(super) fn name(self) -> &'static str {
        match self {
            Resolution::Added => "added",
            Resolution::NotForFaq => "not-for-faq",
            Resolution::Later(_) => "later",
        }
    }
}

/// Where something open stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Unanswered,
    NotHelpful,
    Suggestion,
}

impl Table {
    const ALL: [Table; 3] = [Table::Unanswered, Table::NotHelpful, Table::Suggestion];

    fn name(self) -> &'static str {
        match self {
            Table::Unanswered => "unanswered",
            Table::NotHelpful => "not_helpful",
            Table::Suggestion => "suggestion",
        }
    }

    /// One number for a row of this table, unlike that of any row of another.
    pub(super) fn id(self, row: i64) -> i64 {
        row * Table::ALL.len() as i64 + self as i64
    }

    /// The table and the row that a number stands for.
    fn of(id: i64) -> Option<(Table, i64)> {
        let count = Table::ALL.len() as i64;
        let table = usize::try_from(id.rem_euclid(count)).ok()?;
        Some((*Table::ALL.get(table)?, id.div_euclid(count)))
    }
}

impl Store {
    /// Keeps what moderators decided of questions and suggestions, by the ids
    /// that [`Store::missed`] and [`Store::suggestions`] gave them; all of it or
    /// nothing. Ids that are not open in this server any more, or never were,
    /// change nothing. A question that is not for the FAQ takes those of the
    /// same words with it.
    ///
    /// Returns how many that were open are so no longer, or are put off.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn resolve(
        &self,
        guild: Option<u64>,
        ids: &[i64],
        resolution: Resolution,
    ) -> Result<usize, StoreError> {
        // What was just asked in the same words is resolved with the rest.
        self.recorder().flush();
        let guild = guild_number(guild);
        self.database.write(|transaction| {
            let mut changed = 0;
            for (table, row) in ids.iter().filter_map(|id| Table::of(*id)) {
                if resolution == Resolution::NotForFaq {
                    changed += decline(transaction, guild, table, row)?;
                }
                changed += close(transaction, guild, table, row, resolution)?;
            }
            Ok(changed)
        })
    }
}

fn close(
    transaction: &Transaction<'_>,
    guild: i64,
    table: Table,
    row: i64,
    resolution: Resolution,
) -> rusqlite::Result<usize> {
    let (resolved, later) = match resolution {
        Resolution::Later(day) => (None, Some(day.to_string())),
        Resolution::Added | Resolution::NotForFaq => (Some(resolution.name()), None),
    };
    let sql = format!(
        "UPDATE {} SET resolved = ?3, later = ?4 WHERE id = ?1 AND guild = ?2 AND resolved IS NULL",
        table.name()
    );
    transaction
        .prepare_cached(&sql)?
        .execute((row, guild, resolved, later))
}

/// Remembers the words of an open question, and closes all that have them.
///
/// Not those of a suggestion: another answer to the same may be a good one.
fn decline(
    transaction: &Transaction<'_>,
    guild: i64,
    table: Table,
    row: i64,
) -> rusqlite::Result<usize> {
    if table == Table::Suggestion {
        return Ok(0);
    }
    let sql = format!(
        "SELECT hash FROM {} WHERE id = ?1 AND guild = ?2 AND resolved IS NULL",
        table.name()
    );
    let hash: Option<Option<i64>> = transaction
        .prepare_cached(&sql)?
        .query_row((row, guild), |row| row.get(0))
        .optional()?;
    let Some(hash) = hash.flatten() else {
        return Ok(0);
    };
    transaction
        .prepare_cached("INSERT OR IGNORE INTO declined (guild, hash) VALUES (?1, ?2)")?
        .execute((guild, hash))?;
    let mut closed = 0;
    for table in [Table::Unanswered, Table::NotHelpful] {
        let sql = format!(
            "UPDATE {} SET resolved = ?3, later = NULL
             WHERE guild = ?1 AND hash = ?2 AND resolved IS NULL",
            table.name()
        );
        let resolved = Resolution::NotForFaq.name();
        let mut update = transaction.prepare_cached(&sql)?;
        closed += update.execute((guild, hash, resolved))?;
    }
    Ok(closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_leads_back_to_its_row_and_to_no_other(row in 1..i64::MAX / 3 - 1) {
            for table in Table::ALL {
                prop_assert_eq!(Table::of(table.id(row)), Some((table, row)));
            }
        }

        #[test]
        fn any_number_from_a_forged_button_is_harmless(id: i64) {
            let (table, row) = Table::of(id).unwrap();
            prop_assert!(table.id(row) == id);
        }
    }
}
