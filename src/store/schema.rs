//! The tables, and how a file of an older version comes to have them.
//!
//! `PRAGMA user_version` counts the steps that a file has taken. A step that
//! was ever released is not changed any more: what is new is a step of its own.
//! What stands in the tables is the business of the module that fills them.

use jiff::ToSpan;
use jiff::civil::Date;
use rusqlite::types::Type;
use rusqlite::{Connection, Row, TransactionBehavior};

use super::feedback;

/// One step each, in order.
///
/// `guild` is 0 for a direct message, since a primary key compares no `NULL`.
/// Days and weeks are written as in 2026-11-16, a week as its Monday.
///
/// Where rows have a number that buttons carry, it is never given twice
/// (`AUTOINCREMENT`): an old button must not mean something new.
const STEPS: &[&str] = &[FIRST, SECOND, THIRD];

/// What members say of answers.
const FIRST: &str = "
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
";

/// What moderators need: what is missing, how much is used, what was edited.
///
/// `resolved` and `later` say what they decided, see `resolution`; `hash` is
/// that of the question as it is compared, see `unanswered`.
const SECOND: &str = "
    ALTER TABLE not_helpful ADD COLUMN hash     INTEGER;
    ALTER TABLE not_helpful ADD COLUMN resolved TEXT;
    ALTER TABLE not_helpful ADD COLUMN later    TEXT;
    DROP INDEX not_helpful_by_guild;
    CREATE INDEX not_helpful_by_guild ON not_helpful (guild, hash);
    CREATE INDEX not_helpful_open ON not_helpful (guild, date)
        WHERE resolved IS NULL AND question IS NOT NULL;

    CREATE TABLE unanswered (
        id       INTEGER PRIMARY KEY AUTOINCREMENT,
        guild    INTEGER NOT NULL,
        date     TEXT    NOT NULL,
        outcome  TEXT    NOT NULL,
        question TEXT    NOT NULL,    -- redacted
        hash     INTEGER NOT NULL,
        resolved TEXT,
        later    TEXT
    ) STRICT;
    CREATE INDEX unanswered_by_date ON unanswered (date);
    CREATE INDEX unanswered_by_guild ON unanswered (guild, hash);
    CREATE INDEX unanswered_open ON unanswered (guild, date) WHERE resolved IS NULL;

    CREATE TABLE declined (
        guild INTEGER NOT NULL,
        hash  INTEGER NOT NULL,
        PRIMARY KEY (guild, hash)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE suggestion (
        id       INTEGER PRIMARY KEY AUTOINCREMENT,
        guild    INTEGER NOT NULL,
        date     TEXT    NOT NULL,
        question TEXT    NOT NULL,    -- redacted, as the answer
        answer   TEXT,
        name     TEXT,                -- at its owner's wish
        resolved TEXT,
        later    TEXT
    ) STRICT;
    CREATE INDEX suggestion_by_guild ON suggestion (guild, date);

    CREATE TABLE usage (
        guild   INTEGER NOT NULL,
        week    TEXT    NOT NULL,
        outcome TEXT    NOT NULL,
        times   INTEGER NOT NULL,
        PRIMARY KEY (guild, week, outcome)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE shown (
        guild INTEGER NOT NULL,
        entry TEXT    NOT NULL,
        week  TEXT    NOT NULL,
        times INTEGER NOT NULL,
        PRIMARY KEY (guild, entry, week)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE edit (
        id     INTEGER PRIMARY KEY AUTOINCREMENT,
        guild  INTEGER NOT NULL,
        at     TEXT    NOT NULL,      -- as in 2026-11-22T08:30:00Z
        who    TEXT    NOT NULL,
        action TEXT    NOT NULL,
        entry  TEXT    NOT NULL,
        state  TEXT    NOT NULL
    ) STRICT;
    CREATE INDEX edit_by_guild ON edit (guild);

    CREATE TABLE edit_file (
        edit   INTEGER NOT NULL REFERENCES edit (id) ON DELETE CASCADE,
        number INTEGER NOT NULL,
        path   TEXT    NOT NULL,
        old    INTEGER NOT NULL,      -- hashes of the file
        new    INTEGER NOT NULL,
        patch  TEXT    NOT NULL,
        PRIMARY KEY (edit, number)
    ) STRICT;

    CREATE TABLE left_guild (
        guild INTEGER PRIMARY KEY,
        date  TEXT NOT NULL
    ) STRICT;
";

/// Which week's digest a server was told last.
const THIRD: &str = "
    CREATE TABLE digest (
        guild INTEGER PRIMARY KEY,
        week  TEXT NOT NULL
    ) STRICT;
";

/// The first version whose badly rated questions have a hash.
const WITH_HASHES: usize = 2;

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
    if taken < WITH_HASHES {
        feedback::add_hashes(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", NEWEST as i64)?;
    transaction.commit()
}

/// SQLite's numbers are signed; every id still has one of its own.
pub(super) fn guild_number(guild: Option<u64>) -> i64 {
    guild.unwrap_or(0).cast_signed()
}

/// The server with this number; `None` for direct messages.
pub(super) fn guild_of(number: i64) -> Option<u64> {
    Some(number.cast_unsigned()).filter(|guild| *guild != 0)
}

/// The first day of the week of a day.
pub fn monday(date: Date) -> Date {
    let since = date.weekday().to_monday_zero_offset();
    date.saturating_sub(since.days())
}

/// The day in a column, or another value that is written as text.
pub(super) fn parsed<T>(row: &Row<'_>, column: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr<Err = jiff::Error>,
{
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|error: jiff::Error| {
        rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error.into())
    })
}

/// The step that the first released version took, for tests of what comes of
/// its files.
#[cfg(test)]
pub(super) const FIRST_RELEASED: &str = FIRST;

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_is_named_by_its_monday() {
        let monday_of = |day: i8| monday(date(2026, 11, day));
        assert_eq!(monday_of(15), date(2026, 11, 9));
        assert_eq!(monday_of(16), date(2026, 11, 16));
        assert_eq!(monday_of(22), date(2026, 11, 16));
        assert_eq!(monday(Date::MIN), Date::MIN);
    }

    #[test]
    fn every_server_has_a_number_of_its_own() {
        for guild in [
            None,
            Some(1),
            Some(i64::MAX.cast_unsigned() + 1),
            Some(u64::MAX),
        ] {
            assert_eq!(guild_of(guild_number(guild)), guild);
        }
    }

    #[test]
    fn a_new_file_takes_every_step_and_a_second_time_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        assert_eq!(version(&connection), Ok(0));
        for _ in 0..2 {
            migrate(&mut connection).unwrap();
            assert_eq!(version(&connection), Ok(NEWEST));
            let tables: i64 = connection
                .query_row(
                    "SELECT count(*) FROM sqlite_schema
                     WHERE type = 'table' AND name NOT LIKE 'sqlite%'",
                    (),
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(tables, 11);
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
