//! Servers: which ones there is something of, which ones the bot has left, and
//! how everything of one is forgotten.

use jiff::civil::Date;
use rusqlite::{Connection, Transaction};

use super::schema::{guild_number, guild_of};
use super::{Store, StoreError};

/// The tables that say of which server a row is. A file of an edit goes with
/// its edit.
const TABLES: &[&str] = &[
    "rating",
    "not_helpful",
    "unanswered",
    "declined",
    "suggestion",
    "usage",
    "shown",
    "edit",
    "digest",
    "left_guild",
];

impl Store {
    /// Deletes everything of a server, also what was just recorded. What
    /// belongs to no server, an edit of the shared files too, stays.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_guild(&self, guild: u64) -> Result<(), StoreError> {
        self.recorder().flush();
        self.database
            .write(|transaction| forget(transaction, guild_number(Some(guild))))?;
        self.database.empty_log()
    }

    /// The ids of the servers of which there is anything, in order. Who has
    /// been away compares them with the servers that the bot is still in.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn guilds(&self) -> Result<Vec<u64>, StoreError> {
        let numbers = self.database.read(numbers)?;
        let mut guilds: Vec<_> = numbers.into_iter().filter_map(guild_of).collect();
        guilds.sort_unstable();
        Ok(guilds)
    }

    /// Remembers that the bot is not in a server since `date`. Saying it again
    /// changes nothing: the first day counts.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn left(&self, guild: u64, date: Date) -> Result<(), StoreError> {
        self.database.write(|transaction| {
            transaction.execute(
                "INSERT OR IGNORE INTO left_guild (guild, date) VALUES (?1, ?2)",
                (guild_number(Some(guild)), date.to_string()),
            )
        })?;
        Ok(())
    }

    /// Remembers that the bot is in a server, again or still: nothing of it is
    /// to be forgotten.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn came_back(&self, guild: u64) -> Result<(), StoreError> {
        self.database.write(|transaction| {
            let guild = guild_number(Some(guild));
            transaction.execute("DELETE FROM left_guild WHERE guild = ?1", [guild])
        })?;
        Ok(())
    }

    /// Deletes everything of the servers that the bot left before this day and
    /// has not come back to. Returns their ids, in order.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn forget_left(&self, before: Date) -> Result<Vec<u64>, StoreError> {
        self.recorder().flush();
        let numbers = self.database.write(|transaction| {
            let numbers = left_before(transaction, before)?;
            for number in &numbers {
                forget(transaction, *number)?;
            }
            Ok(numbers)
        })?;
        if !numbers.is_empty() {
            self.database.empty_log()?;
        }
        let mut guilds: Vec<_> = numbers.into_iter().filter_map(guild_of).collect();
        guilds.sort_unstable();
        Ok(guilds)
    }
}

fn forget(transaction: &Transaction<'_>, guild: i64) -> rusqlite::Result<()> {
    for table in TABLES {
        let sql = format!("DELETE FROM {table} WHERE guild = ?1");
        transaction.execute(&sql, [guild])?;
    }
    Ok(())
}

fn left_before(transaction: &Transaction<'_>, day: Date) -> rusqlite::Result<Vec<i64>> {
    let mut statement = transaction.prepare("SELECT guild FROM left_guild WHERE date < ?1")?;
    let rows = statement.query_map([day.to_string()], |row| row.get(0))?;
    rows.collect()
}

fn numbers(connection: &Connection) -> rusqlite::Result<Vec<i64>> {
    // `UNION` leaves each only once.
    let tables: Vec<_> = TABLES
        .iter()
        .map(|table| format!("SELECT guild FROM {table}"))
        .collect();
    let mut statement = connection.prepare(&tables.join(" UNION "))?;
    let rows = statement.query_map((), |row| row.get(0))?;
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;

    #[test]
    fn every_table_that_knows_servers_is_forgotten_with_one() {
        let mut connection = Connection::open_in_memory().unwrap();
        schema::migrate(&mut connection).unwrap();
        let mut statement = connection
            .prepare(
                "SELECT sqlite_schema.name FROM sqlite_schema, pragma_table_info(sqlite_schema.name)
                     AS column
                 WHERE sqlite_schema.type = 'table' AND column.name = 'guild' ORDER BY 1",
            )
            .unwrap();
        let found = statement.query_map((), |row| row.get(0)).unwrap();
        let found: Vec<String> = found.map(Result::unwrap).collect();
        let mut known = TABLES.to_vec();
        known.sort_unstable();
        assert_eq!(found, known);
    }
}
