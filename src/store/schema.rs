//! The tables, and how a file of an older version comes to have them.
//!
//! `PRAGMA user_version` counts the steps that a file has taken. A step that
//! was ever released is not changed any more: what is new is a step of its own.
//! What stands in the tables is the business of the module that fills them.

use rusqlite::{Connection, TransactionBehavior};

/// One step each, in order.
///
/// `guild` is 0 for a direct message, since a primary key compares no `NULL`.
const STEPS: &[&str] = &["
    CREATE TABLE rating (
        entry       TEXT    NOT NULL,
        guild       INTEGER NOT NULL,
        week        TEXT    NOT NULL, -- its Monday, as in 2026-11-16
        helpful     INTEGER NOT NULL,
        not_helpful INTEGER NOT NULL,
        PRIMARY KEY (entry, guild, week)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE not_helpful (
        id       INTEGER PRIMARY KEY,
        entry    TEXT    NOT NULL,
        guild    INTEGER NOT NULL,
        date     TEXT    NOT NULL,
        why      TEXT,
        question TEXT                 -- redacted
    ) STRICT;
    CREATE INDEX not_helpful_by_date ON not_helpful (date);
    CREATE INDEX not_helpful_by_guild ON not_helpful (guild);
"];

/// The version of a file that has taken every step.
pub(super) const NEWEST: usize = STEPS.len();

/// How many steps a file has taken; none, where it is new.
pub(super) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: i64 =
        connection.pragma_query_value(None, "user_version", |row| row.get("user_version"))?;
    Ok(usize::try_from(version).unwrap_or(0))
}

/// Takes the steps that are missing: all of them, or none when one fails.
pub(super) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    if version(connection)? == NEWEST {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Asked again: another process may have been faster.
    let taken = version(&transaction)?;
    for step in STEPS.iter().skip(taken) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", NEWEST as i64)?;
    transaction.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_file_takes_every_step_and_a_second_time_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(version(&connection), Ok(0));
        for _ in 0..2 {
            migrate(&mut connection).unwrap();
            assert_eq!(version(&connection), Ok(NEWEST));
            let tables: i64 = connection
                .query_row(
                    "SELECT count(*) FROM sqlite_schema WHERE type = 'table'",
                    (),
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(tables, 2);
        }
    }

    #[test]
    fn a_step_that_fails_leaves_the_file_as_it_was() {
        let mut connection = Connection::open_in_memory().unwrap();
        let foreign = "CREATE TABLE not_helpful (x)";
        connection.execute_batch(foreign).unwrap();
        assert!(migrate(&mut connection).is_err());
        assert_eq!(version(&connection), Ok(0));
        let tables: String = connection
            .query_row("SELECT group_concat(sql) FROM sqlite_schema", (), |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(tables, foreign);
    }
}
