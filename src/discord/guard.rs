//! What keeps one member, one channel or one mistake from spoiling it for the
//! others: limits, and a memory of what was already done.
//!
//! Nothing here is stored; it is forgotten when the bot stops.

#[cfg(test)]
mod tests;

use std::future::{Future, poll_fn};
use std::hash::Hash;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::task::Poll;
use std::time::{Duration, Instant};

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use lru::LruCache;

use crate::text::Texts;

use super::bot::{Bot, Trouble};
use super::interactions::Shown;
use super::message::Message;
use super::settings::Config;

/// How many questions may be asked, by member and by channel.
pub struct Limits {
    member: Option<DefaultKeyedRateLimiter<u64>>,
    channel: Option<DefaultKeyedRateLimiter<u64>>,
    clock: DefaultClock,
}

/// Which limit was hit, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limited {
    /// The member asks too much.
    Member(Duration),
    /// Too much is asked in the channel.
    Channel(Duration),
}

impl Limits {
    /// Limits as the owner set them.
    pub fn new(config: &Config) -> Self {
        let limiter = |per_minute| RateLimiter::keyed(Quota::per_minute(per_minute));
        Limits {
            member: config.per_member.map(limiter),
            channel: config.per_channel.map(limiter),
            clock: DefaultClock::default(),
        }
    }

    /// Counts a question.
    ///
    /// # Errors
    /// Which limit it goes beyond; such a question is not to be answered.
    pub fn check(&self, member: u64, channel: u64) -> Result<(), Limited> {
        self.wait(&self.member, member).map_err(Limited::Member)?;
        self.wait(&self.channel, channel).map_err(Limited::Channel)
    }

    fn wait(
        &self,
        limiter: &Option<DefaultKeyedRateLimiter<u64>>,
        key: u64,
    ) -> Result<(), Duration> {
        let Some(limiter) = limiter else {
            return Ok(());
        };
        limiter
            .check_key(&key)
            .map_err(|not_until| not_until.wait_time_from(self.clock.now()))
    }

    /// Forgets members and channels that have been quiet, so that memory does
    /// not grow with the number of people.
    pub fn forget_quiet(&self) {
        for limiter in [&self.member, &self.channel].into_iter().flatten() {
            limiter.retain_recent();
        }
    }
}

/// Remembers the last things that were done, for a while.
pub struct Recent<K: Hash + Eq> {
    seen: Mutex<LruCache<K, Instant>>,
    lasts: Duration,
}

impl<K: Hash + Eq> Recent<K> {
    /// Remembers the last `capacity` things, each for at most `lasts`.
    pub fn new(capacity: NonZeroUsize, lasts: Duration) -> Self {
        Recent {
            seen: Mutex::new(LruCache::new(capacity)),
            lasts,
        }
    }

    /// Whether this is the first time, and remembers it.
    pub fn is_first(&self, key: K, now: Instant) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        match seen.get(&key) {
            Some(&then) if now.duration_since(then) < self.lasts => false,
            _ => {
                seen.put(key, now);
                true
            }
        }
    }

    /// It was not done after all.
    pub fn forget(&self, key: &K) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.pop(key);
    }
}

/// Does some work of one handler. Whatever goes wrong, a panic too, harms
/// nothing else: it is logged under an id, and the member is told that id.
pub async fn shielded(
    bot: &Bot,
    texts: &Texts,
    work: impl Future<Output = Result<Shown, Trouble>>,
) -> Shown {
    match unless_panic(work).await {
        Some(Ok(shown)) => shown,
        Some(Err(trouble)) => bot.apology(&trouble.to_string(), texts).into(),
        None => panicked(bot, texts).into(),
    }
}

/// Runs a whole handler. If it panics, that harms nothing else, and this is the
/// apology for the member, after logging it under the id in it.
pub async fn caught<W>(bot: &Bot, texts: &Texts, work: W) -> Option<Message>
where
    W: Future<Output = ()>,
{
    match unless_panic(work).await {
        Some(()) => None,
        None => Some(panicked(bot, texts)),
    }
}

fn panicked(bot: &Bot, texts: &Texts) -> Message {
    bot.metrics.panicked();
    bot.apology("a handler panicked", texts)
}

/// `None` if the work panics. It is done where it is waited for: a task of its
/// own would cost every question two changes of threads.
async fn unless_panic<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // What a panic leaves behind is dropped with the work.
        let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
        match polled {
            Ok(poll) => poll.map(Some),
            Err(_) => Poll::Ready(None),
        }
    })
    .await
}

/// A short name for something that went wrong, to find it in the log by.
pub fn incident() -> String {
    static NEXT: AtomicU32 = AtomicU32::new(1);
    // The time of the first tells the incidents of two runs apart.
    static RUN: LazyLock<i64> = LazyLock::new(|| jiff::Timestamp::now().as_second());
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    format!("{:x}-{number:x}", *RUN)
}
