//! The same work for many items, in several threads.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Below this many, threads cost more than they gain.
const MIN_FOR_THREADS: usize = 256;

/// What `work` makes of each, in order.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    in_parallel_with(items, || (), |(), item| work(item))
}

/// The same, where each thread works with something of its own.
pub fn in_parallel_with<T: Sync, R: Send, O>(
    items: &[T],
    own: impl Fn() -> O + Sync,
    work: impl Fn(&mut O, &T) -> R + Sync,
) -> Vec<R> {
    let of_part = |part: &[T]| -> Vec<R> {
        let mut own = own();
        part.iter().map(|item| work(&mut own, item)).collect()
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    if items.len() < MIN_FOR_THREADS || threads == 1 {
        return of_part(items);
    }
    std::thread::scope(|scope| {
        let of_part = &of_part;
        let parts = items.chunks(items.len().div_ceil(threads));
        let workers: Vec<_> = parts
            .map(|part| scope.spawn(move || of_part(part)))
            .collect();
        let joined = workers.into_iter().flat_map(|worker| {
            // A panic there is a bug; it must not pass for a result.
            worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        });
        joined.collect()
    })
}

/// What `work` makes of each, in order, in this many threads: whoever is done takes
/// the next. For work that takes long, and not always equally long.
///
/// # Errors
/// One of those that `work` returned.
pub fn try_in_parallel<T: Sync, R: Send, E: Send>(
    items: &[T],
    threads: usize,
    work: impl Fn(&T) -> Result<R, E> + Sync,
) -> Result<Vec<R>, E> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut results = Vec::new();
        loop {
            let place = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(place) else {
                return Ok(results);
            };
            results.push((place, work(item)?));
        }
    };
    let mut results = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..threads).map(|_| scope.spawn(take)).collect();
        let mut results: Vec<(usize, R)> = take()?;
        for worker in workers {
            // A panic there is a bug; it must not pass for a result.
            let theirs = worker
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            results.extend(theirs);
        }
        Ok::<_, E>(results)
    })?;
    results.sort_unstable_by_key(|(place, _)| *place);
    Ok(results.into_iter().map(|(_, result)| result).collect())
}
