//! The same work for many items, in as many threads as there are processors.

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
