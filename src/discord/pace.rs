//! The pace of requests that Discord allows a whole bot, first come first
//! served.
//!
//! Answers to interactions do not count towards it and never wait here; limits
//! of single routes are kept by the HTTP client.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};
use tracing::warn;

use super::metrics::Metrics;

/// Discord allows a bot 50 requests a second; a few are left for what is not
/// sent through here, such as the registration of commands.
const PER_SECOND: u64 = 45;

/// The time between two requests.
const GAP: Duration = Duration::from_micros(1_000_000 / PER_SECOND);

/// How many may go out at once after a quiet moment.
const BURST: u32 = 10;

/// So many waiting messages are worth a warning: the last is seconds late.
const LONG_QUEUE: usize = 200;

/// Lets requests go at Discord's pace.
pub struct Pace {
    /// When the next request may go. The lock is fair, so it is also the queue.
    next: Mutex<Instant>,
    waiting: AtomicUsize,
    metrics: Arc<Metrics>,
}

impl Pace {
    /// A pace that begins now.
    pub fn new(metrics: Arc<Metrics>) -> Self {
        let now = Instant::now();
        Pace {
            next: Mutex::new(now.checked_sub(GAP * BURST).unwrap_or(now)),
            waiting: AtomicUsize::new(0),
            metrics,
        }
    }

    /// Waits for our turn.
    pub async fn turn(&self) {
        let _queued = self.metrics.queued();
        let waiting = self.waiting.fetch_add(1, Ordering::Relaxed) + 1;
        if waiting == LONG_QUEUE {
            warn!("{waiting} messages wait for Discord's limit of 50 requests a second");
        }
        let mut next = self.next.lock().await;
        sleep_until(*next).await;
        let earliest = Instant::now().checked_sub(GAP * BURST);
        *next = earliest.map_or(*next, |earliest| earliest.max(*next)) + GAP;
        drop(next);
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_few_go_at_once_and_the_rest_one_after_the_other() {
        let pace = Pace::new(Arc::new(Metrics::new()));
        let start = Instant::now();
        for _ in 0..=BURST {
            pace.turn().await;
        }
        assert!(start.elapsed() < Duration::from_millis(100));
        for _ in 0..PER_SECOND {
            pace.turn().await;
        }
        let elapsed = start.elapsed().as_millis();
        assert!((950..1_200).contains(&elapsed), "{elapsed} ms");
    }

    #[tokio::test(start_paused = true)]
    async fn first_come_first_served() {
        let pace = Arc::new(Pace::new(Arc::new(Metrics::new())));
        let order = Arc::new(std::sync::Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for number in 0..100 {
            let (pace, order) = (Arc::clone(&pace), Arc::clone(&order));
            tasks.push(tokio::spawn(async move {
                pace.turn().await;
                order.lock().unwrap().push(number);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(*order.lock().unwrap(), (0..100).collect::<Vec<_>>());
    }
}
