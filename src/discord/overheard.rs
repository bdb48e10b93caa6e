//! What serenity only says in its log, and operators need to know: payloads of
//! the gateway that it cannot read, and connections that it cannot make.
//!
//! Its lines are taken as a sign and never passed on, since they hold what
//! members wrote.

use std::sync::LazyLock;

use prometheus_client::metrics::counter::Counter;
use tracing::{Event, Level, Subscriber, warn};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

/// Where serenity reads payloads; all that it warns of there is that it cannot.
const READING: &str = "serenity::gateway::ws";

/// Where serenity starts connections; all that it warns of there is a failure.
const STARTING: &str = "serenity::gateway::bridge::shard_queuer";

/// Payloads that could not be read. There is one log in a process, and so one
/// count.
static MALFORMED: LazyLock<Counter> = LazyLock::new(Counter::default);

/// How many payloads of the gateway could not be read at all.
pub fn malformed() -> Counter {
    MALFORMED.clone()
}

/// Listens to serenity's log. To be added to the subscriber of the process.
pub fn listener<S>() -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    let targets = [READING, STARTING].map(|target| (target, Level::WARN));
    Overheard.with_filter(Targets::new().with_targets(targets))
}

struct Overheard;

impl<S: Subscriber> Layer<S> for Overheard {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        match event.metadata().target() {
            READING => {
                MALFORMED.inc();
                warn!("cannot read what Discord's gateway sent");
            }
            STARTING => warn!("cannot connect to Discord's gateway, trying again"),
            _ => {}
        }
    }
}
