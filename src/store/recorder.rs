//! Keeps records without keeping anybody waiting.
//!
//! ```text
//! record() -> queue -> one thread -> transactions of up to BATCH records
//! ```
//!
//! A record for which there is no room, in the queue or on the disk, is dropped
//! and counted: an answer is worth more. What a record says is never logged.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Weak};
use std::thread::{self, JoinHandle};

use rusqlite::Transaction;

use super::database::Database;
use super::error::StoreError;
use super::feedback::{self, Feedback};
use super::unanswered::{self, MissedQuestion};
use super::usage::{self, Asked};

/// Records that may wait: at a few hundred bytes each, about a megabyte, and
/// more than members ask and click while the disk is slow for a second.
const QUEUE: usize = 4096;

/// Records in a transaction: enough that the cost of one is shared, and few
/// enough that it is over within milliseconds.
const BATCH: usize = 256;

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Record {
    /// A member said something of an answer.
    Feedback(Feedback),
    /// Somebody asked something: it is counted.
    Asked(Asked),
    /// There was no good answer.
    Missed(MissedQuestion),
}

impl From<Feedback> for Record {
    fn from(feedback: Feedback) -> Self {
        Record::Feedback(feedback)
    }
}

impl From<Asked> for Record {
    fn from(asked: Asked) -> Self {
        Record::Asked(asked)
    }
}

impl From<MissedQuestion> for Record {
    fn from(missed: MissedQuestion) -> Self {
        Record::Missed(missed)
    }
}

/// What the thread is asked to do.
#[derive(Debug)]
enum Task {
    Keep(Record),
    /// Let go of the sender once all that came before is done.
    Flush(SyncSender<()>),
}

/// Takes records at any time, from any thread, at once.
///
/// It outlives its store harmlessly: records are then dropped.
#[derive(Debug, Clone)]
pub struct Recorder {
    queue: Weak<SyncSender<Task>>,
    dropped: Arc<AtomicU64>,
}

impl Recorder {
    /// Keeps what happened, a little later. Takes about a microsecond and never
    /// waits.
    pub fn record(&self, record: impl Into<Record>) {
        let sent = self
            .queue
            .upgrade()
            .map(|queue| queue.try_send(Task::Keep(record.into())));
        // Logged by the thread: writing a log can take time.
        if !matches!(sent, Some(Ok(()))) {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many records were dropped since the store was opened.
    pub fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Waits until everything recorded so far is kept or dropped: at most a few
    /// seconds, where another program holds the file.
    pub fn flush(&self) {
        let Some(queue) = self.queue.upgrade() else {
            return;
        };
        let (sender, done) = sync_channel(0);
        if queue.send(Task::Flush(sender)).is_ok() {
            // Nothing is ever sent: it ends when the other side lets go.
            let _ = done.recv();
        }
    }
}

/// The thread; ends, with the queue empty, when it is dropped.
#[derive(Debug)]
pub(super) struct Writer {
    /// The only one that lasts: without it the queue is closed. `Option`, to
    /// let go of it before waiting for the thread.
    queue: Option<Arc<SyncSender<Task>>>,
    thread: Option<JoinHandle<()>>,
    dropped: Arc<AtomicU64>,
}

impl Writer {
    /// Starts the thread.
    pub(super) fn start(database: Arc<Database>, keep_questions: bool) -> Result<Self, StoreError> {
        let (queue, tasks) = sync_channel(QUEUE);
        let dropped = Arc::new(AtomicU64::new(0));
        let path = database.path().to_owned();
        let counter = Arc::clone(&dropped);
        let thread = thread::Builder::new()
            .name("store".into())
            .spawn(move || run(&database, keep_questions, &tasks, &counter))
            .map_err(|error| StoreError::Thread { path, error })?;
        Ok(Writer {
            queue: Some(Arc::new(queue)),
            thread: Some(thread),
            dropped,
        })
    }

    pub(super) fn recorder(&self) -> Recorder {
        Recorder {
            queue: self.queue.as_ref().map(Arc::downgrade).unwrap_or_default(),
            dropped: Arc::clone(&self.dropped),
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // It has no way to panic; if it did, there is nothing left to do.
            let _ = thread.join();
        }
    }
}

fn run(database: &Database, keep_questions: bool, tasks: &Receiver<Task>, dropped: &AtomicU64) {
    let mut logged = 0;
    while let Ok(first) = tasks.recv() {
        let mut batch = Vec::new();
        let mut flushed = Vec::new();
        for task in std::iter::once(first).chain(tasks.try_iter()).take(BATCH) {
            match task {
                Task::Keep(record) => batch.push(record),
                Task::Flush(sender) => flushed.push(sender),
            }
        }
        let insert = |transaction: &Transaction<'_>| {
            let mut batch = batch.iter();
            batch.try_for_each(|record| insert(transaction, record, keep_questions))
        };
        if !batch.is_empty()
            && let Err(error) = database.write(insert)
        {
            dropped.fetch_add(batch.len() as u64, Ordering::Relaxed);
            tracing::warn!(%error, "cannot keep records");
        }
        let now = dropped.load(Ordering::Relaxed);
        if now > logged {
            tracing::warn!(records = now - logged, "dropped records");
            logged = now;
        }
        drop(flushed);
    }
}

fn insert(
    transaction: &Transaction<'_>,
    record: &Record,
    keep_questions: bool,
) -> rusqlite::Result<()> {
    match record {
        Record::Feedback(feedback) => feedback::insert(transaction, feedback, keep_questions),
        Record::Asked(asked) => usage::insert(transaction, asked),
        Record::Missed(_) if !keep_questions => Ok(()),
        Record::Missed(missed) => unanswered::insert(transaction, missed),
    }
}
