//! The journal of edits: who changed what and when, with what stood before and
//! after.
//!
//! An edit is begun here before any file is touched, and finished after the
//! last: one that is only begun was cut off, and whoever starts next looks at
//! its files. It holds moderators' names and nothing of members, and is not
//! purged. It writes no files and applies no patch.

use jiff::Timestamp;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ValueRef};
use rusqlite::{Connection, Params, Transaction, named_params};

use super::schema::{guild_number, guild_of, parsed};
use super::{Store, StoreError};

/// What has become of an edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditState {
    /// Its files may have been written, or some of them.
    Begun,
    /// Its files are written.
    Done,
    /// It was taken back.
    Undone,
}

impl EditState {
    const ALL: [EditState; 3] = [EditState::Begun, EditState::Done, EditState::Undone];

    /// Its name in the file, which must not change.
    pub fn name(self) -> &'static str {
        match self {
            EditState::Begun => "begun",
            EditState::Done => "done",
            EditState::Undone => "undone",
        }
    }
}

impl FromSql for EditState {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = value.as_str()?;
        let mut all = EditState::ALL.into_iter();
        let found = all.find(|state| state.name() == name);
        found.ok_or(FromSqlError::InvalidType)
    }
}

/// What an edit does to one file. What the hashes are made of, and which one
/// stands for a file that is not there, is for the caller to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEdit {
    /// Where the file is.
    pub path: String,
    /// The hash of what stood in it.
    pub before_hash: u64,
    /// The hash of what stands in it afterwards.
    pub after_hash: u64,
    /// From one to the other, as a unified diff.
    pub patch: String,
}

/// An edit that is about to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEdit {
    /// The id of the server whose files are edited; `None` for those that all
    /// share.
    pub guild: Option<u64>,
    /// When.
    pub at: Timestamp,
    /// The moderator's name.
    pub who: String,
    /// What is done, in a word.
    pub action: String,
    /// The id of the entry or section.
    pub entry: String,
    /// The files, in the order in which they are written.
    pub files: Vec<FileEdit>,
}

/// An edit in the journal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Its number; later ones are greater, and none is given twice.
    pub id: i64,
    /// The id of the server whose files were edited; `None` for those that all
    /// share.
    pub guild: Option<u64>,
    /// When.
    pub at: Timestamp,
    /// The moderator's name.
    pub who: String,
    /// What was done, in a word.
    pub action: String,
    /// The id of the entry or section, as it was called then.
    pub entry: String,
    /// What has become of it.
    pub state: EditState,
    /// The files, in the order in which they were written.
    pub files: Vec<FileEdit>,
}

/// Whose edits are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditsOf {
    /// All.
    Everyone,
    /// Those of the files that all servers share.
    Shared,
    /// Those of one server's own files.
    Guild(u64),
}

/// The columns that [`edits`] reads.
const EDIT: &str = "SELECT id, guild, at, who, action, entry, state FROM edit";

impl Store {
    /// Writes down what is about to be done. It is on the disk when this
    /// returns, also after a power cut. Returns its number.
    ///
    /// # Errors
    /// When the file cannot be written: then no file may be touched either.
    pub fn begin(&self, edit: &NewEdit) -> Result<i64, StoreError> {
        self.database
            .write_through(|transaction| insert(transaction, edit))
    }

    /// Writes down that all files of an edit are written. Returns whether it
    /// was begun.
    ///
    /// # Errors
    /// When the file cannot be written; the edit is then still begun.
    pub fn finish(&self, id: i64) -> Result<bool, StoreError> {
        self.change(id, EditState::Begun, EditState::Done)
    }

    /// Forgets an edit of which no file was written. Returns whether it was
    /// begun: one that is done stays.
    ///
    /// # Errors
    /// When the file cannot be written; the edit is then still begun.
    pub fn drop_begun(&self, id: i64) -> Result<bool, StoreError> {
        let changed = self.database.write_through(|transaction| {
            transaction.execute(
                "DELETE FROM edit WHERE id = ?1 AND state = ?2",
                (id, EditState::Begun.name()),
            )
        })?;
        Ok(changed > 0)
    }

    /// Writes down that an edit was taken back. Returns whether it was done:
    /// of two that take it back at once, only one is told so.
    ///
    /// # Errors
    /// When the file cannot be written; the edit is then still done.
    pub fn mark_undone(&self, id: i64) -> Result<bool, StoreError> {
        self.change(id, EditState::Done, EditState::Undone)
    }

    fn change(&self, id: i64, from: EditState, to: EditState) -> Result<bool, StoreError> {
        let changed = self.database.write_through(|transaction| {
            transaction.execute(
                "UPDATE edit SET state = ?3 WHERE id = ?1 AND state = ?2",
                (id, from.name(), to.name()),
            )
        })?;
        Ok(changed > 0)
    }

    /// Changes what patches say, where `rewritten` gives a new text for one, which it
    /// is asked with the path of its file: so that a name that was taken off an entry at its owner's request is not
    /// read here still. An edit that is begun is left as it is: it may have to
    /// be taken up again. Returns how many patches were changed.
    ///
    /// # Errors
    /// When the file cannot be written; then none was changed.
    pub fn rewrite_patches(
        &self,
        rewritten: impl Fn(&str, &str) -> Option<String>,
    ) -> Result<usize, StoreError> {
        let changed = self
            .database
            .write(|transaction| rewrite(transaction, &rewritten))?;
        self.database.empty_log()?;
        Ok(changed)
    }

    /// The edits that are begun and not finished, oldest first: at the start,
    /// those that were cut off.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn begun(&self) -> Result<Vec<Edit>, StoreError> {
        let sql = format!("{EDIT} WHERE state = ?1 ORDER BY id");
        self.database
            .read(|connection| edits(connection, &sql, [EditState::Begun.name()]))
    }

    /// The latest edits, of one entry or of all, newest first; `limit` at most.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn history(
        &self,
        of: EditsOf,
        entry: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Edit>, StoreError> {
        let guild = match of {
            EditsOf::Everyone => None,
            EditsOf::Shared => Some(guild_number(None)),
            EditsOf::Guild(guild) => Some(guild_number(Some(guild))),
        };
        let sql = format!(
            "{EDIT} WHERE guild = ifnull(:guild, guild) AND entry = ifnull(:entry, entry)
             ORDER BY id DESC LIMIT :limit"
        );
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.database.read(|connection| {
            let parameters = named_params! {":guild": guild, ":entry": entry, ":limit": limit};
            edits(connection, &sql, parameters)
        })
    }

    /// The edit with this number. Whether the one who asks may see it is for
    /// the caller to say.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn edit(&self, id: i64) -> Result<Option<Edit>, StoreError> {
        let sql = format!("{EDIT} WHERE id = ?1");
        let mut found = self
            .database
            .read(|connection| edits(connection, &sql, [id]))?;
        Ok(found.pop())
    }
}

fn insert(transaction: &Transaction<'_>, edit: &NewEdit) -> rusqlite::Result<i64> {
    transaction.execute(
        "INSERT INTO edit (guild, at, who, action, entry, state)
         VALUES (:guild, :at, :who, :action, :entry, :state)",
        named_params! {
            ":guild": guild_number(edit.guild),
            ":at": edit.at.to_string(),
            ":who": edit.who,
            ":action": edit.action,
            ":entry": edit.entry,
            ":state": EditState::Begun.name(),
        },
    )?;
    let id = transaction.last_insert_rowid();
    for (number, file) in (0_i64..).zip(&edit.files) {
        transaction.execute(
            "INSERT INTO edit_file (edit, number, path, old, new, patch)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            (
                id,
                number,
                &file.path,
                file.before_hash.cast_signed(),
                file.after_hash.cast_signed(),
                &file.patch,
            ),
        )?;
    }
    Ok(id)
}

fn rewrite(
    transaction: &Transaction<'_>,
    rewritten: &impl Fn(&str, &str) -> Option<String>,
) -> rusqlite::Result<usize> {
    let mut written = transaction.prepare(
        "SELECT edit_file.rowid, path, patch FROM edit_file JOIN edit ON edit.id = edit
         WHERE state <> ?1",
    )?;
    let mut rows = written.query([EditState::Begun.name()])?;
    // Read first: rows that change while they are read may come twice.
    let mut changed: Vec<(i64, String)> = Vec::new();
    while let Some(row) = rows.next()? {
        let (path, patch) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
        if let Some(patch) = rewritten(path, patch) {
            changed.push((row.get(0)?, patch));
        }
    }
    let mut update = transaction.prepare("UPDATE edit_file SET patch = ?2 WHERE rowid = ?1")?;
    for (row, patch) in &changed {
        update.execute((row, patch))?;
    }
    Ok(changed.len())
}

/// The edits that `sql`, which begins with [`EDIT`], finds.
fn edits(
    connection: &Connection,
    sql: &str,
    parameters: impl Params,
) -> rusqlite::Result<Vec<Edit>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(parameters, |row| {
        Ok(Edit {
            id: row.get(0)?,
            guild: guild_of(row.get(1)?),
            at: parsed(row, 2)?,
            who: row.get(3)?,
            action: row.get(4)?,
            entry: row.get(5)?,
            state: row.get(6)?,
            files: Vec::new(),
        })
    })?;
    let mut edits = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    for edit in &mut edits {
        edit.files = files(connection, edit.id)?;
    }
    Ok(edits)
}

fn files(connection: &Connection, edit: i64) -> rusqlite::Result<Vec<FileEdit>> {
    let mut statement = connection.prepare_cached(
        "SELECT path, old, new, patch FROM edit_file WHERE edit = ?1 ORDER BY number",
    )?;
    let rows = statement.query_map([edit], |row| {
        Ok(FileEdit {
            path: row.get(0)?,
            before_hash: row.get::<_, i64>(1)?.cast_unsigned(),
            after_hash: row.get::<_, i64>(2)?.cast_unsigned(),
            patch: row.get(3)?,
        })
    })?;
    rows.collect()
}
