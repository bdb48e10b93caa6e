//! What the bot counts and times, for Prometheus: names, help and labels in one
//! place. It counts what it is told; it neither watches nor decides anything,
//! and holds no text of members.

mod label;
mod state;
#[cfg(test)]
mod tests;

use std::fmt;
use std::time::Duration;

use prometheus_client::encoding::text as encoding;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use super::overheard;
use crate::engine::EngineError;
use crate::reload::Reloaded;

pub use self::label::{ErrorKind, OutcomeKind, ReloadKind, Route, Scope, Verdict, Way};
use self::label::{EventName, Table};
pub use self::state::{Shard, State};

/// What every name begins with.
const PREFIX: &str = "faqbot";

/// Upper bounds of the times from an event to its response, in seconds: fine
/// where a healthy bot is, and 3 s is where Discord gives an interaction up.
const RESPONSE_BUCKETS: [f64; 15] = [
    0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 3.0, 5.0, 10.0,
];

/// All counters, gauges and histograms of one process. Meant to be shared in an
/// `Arc`; telling it something takes well under a microsecond and no memory.
#[derive(Debug)]
pub struct Metrics {
    answers: Table<(Way, OutcomeKind), Counter>,
    response: Table<Way, Histogram>,
    unknown_events: Table<EventName, Counter>,
    malformed_events: Counter,
    reconnects: Counter,
    rest_errors: Table<(Route, ErrorKind), Counter>,
    rest_rate_limits: Counter,
    rest_retries: Counter,
    limited: Table<Scope, Counter>,
    duplicates: Counter,
    panics: Counter,
    feedback: Table<Verdict, Counter>,
    reloads: Table<ReloadKind, Counter>,
    content_errors: Gauge,
    queue_length: Gauge,
    in_flight: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        Metrics::new()
    }
}

impl Metrics {
    /// Everything at zero.
    pub fn new() -> Self {
        Metrics {
            answers: Table::default(),
            response: Table::new(|| Histogram::new(RESPONSE_BUCKETS)),
            unknown_events: Table::default(),
            malformed_events: overheard::malformed(),
            reconnects: Counter::default(),
            rest_errors: Table::default(),
            rest_rate_limits: Counter::default(),
            rest_retries: Counter::default(),
            limited: Table::default(),
            duplicates: Counter::default(),
            panics: Counter::default(),
            feedback: Table::default(),
            reloads: Table::default(),
            content_errors: Gauge::default(),
            queue_length: Gauge::default(),
            in_flight: Gauge::default(),
        }
    }

    /// A question that came by `way` got its response, `elapsed` after its event
    /// was received.
    pub fn answered(&self, way: Way, outcome: OutcomeKind, elapsed: Duration) {
        self.answers.get((way, outcome)).inc();
        self.response.get(way).observe(elapsed.as_secs_f64());
    }

    /// An event was not understood. Its name may be anything that Discord sends.
    pub fn unknown_event(&self, name: &str) {
        self.unknown_events.get(EventName::of(name)).inc();
    }

    /// A shard connected again.
    pub fn reconnected(&self) {
        self.reconnects.inc();
    }

    /// A request to Discord failed.
    pub fn rest_error(&self, route: Route, kind: ErrorKind) {
        self.rest_errors.get((route, kind)).inc();
    }

    /// Discord asked to wait.
    pub fn rate_limited(&self) {
        self.rest_rate_limits.inc();
    }

    /// A request to Discord is sent again.
    pub fn retried(&self) {
        self.rest_retries.inc();
    }

    /// A question was not answered: the limit was reached.
    pub fn limited(&self, scope: Scope) {
        self.limited.get(scope).inc();
    }

    /// An event came a second time and was dropped.
    pub fn duplicate(&self) {
        self.duplicates.inc();
    }

    /// A handler panicked.
    pub fn panicked(&self) {
        self.panics.inc();
    }

    /// The FAQ files were looked at again.
    pub fn reloaded(&self, result: &Result<Option<Reloaded>, EngineError>) {
        let kind = match result {
            Ok(None) => return,
            Ok(Some(reloaded)) => {
                self.content_errors(reloaded.errors);
                if reloaded.held.is_empty() {
                    ReloadKind::Live
                } else {
                    ReloadKind::Blocked
                }
            }
            Err(_) => ReloadKind::Failed,
        };
        self.reloads.get(kind).inc();
    }

    /// How many errors the FAQ files have at the start.
    pub fn content_errors(&self, errors: usize) {
        self.content_errors
            .set(i64::try_from(errors).unwrap_or(i64::MAX));
    }

    /// A member said what they think of an answer.
    pub fn feedback(&self, verdict: Verdict) {
        self.feedback.get(verdict).inc();
    }

    /// A message waits for Discord's rate, as long as the returned value lives.
    pub fn queued(&self) -> Held {
        Held::new(&self.queue_length)
    }

    /// An event is being handled, as long as the returned value lives.
    pub fn in_flight(&self) -> Held {
        Held::new(&self.in_flight)
    }

    /// Everything counted so far and `state`, in the OpenMetrics text format.
    ///
    /// # Errors
    ///
    /// Never in practice: writing to memory does not fail.
    pub fn text(&self, state: State) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encoding::encode(&mut text, &self.registry(state))?;
        Ok(text)
    }

    /// Name and help of everything, with the numbers that are counted on.
    fn registry(&self, state: State) -> Registry {
        let mut registry = Registry::with_prefix(PREFIX);
        registry.register(
            "answers",
            "Responses to questions, by what we made of them and how they were asked",
            self.answers.clone(),
        );
        registry.register_with_unit(
            "response",
            "From an event received to its response sent",
            Unit::Seconds,
            self.response.clone(),
        );
        registry.register(
            "unknown_events",
            "Gateway events that were not understood",
            self.unknown_events.clone(),
        );
        registry.register(
            "malformed_events",
            "Gateway payloads that could not be read at all",
            self.malformed_events.clone(),
        );
        registry.register(
            "reconnects",
            "Connections of shards to the gateway after their first",
            self.reconnects.clone(),
        );
        registry.register(
            "rest_errors",
            "Requests to Discord that failed",
            self.rest_errors.clone(),
        );
        registry.register(
            "rest_rate_limits",
            "Times that Discord asked to wait (429)",
            self.rest_rate_limits.clone(),
        );
        registry.register(
            "rest_retries",
            "Requests to Discord that were sent again",
            self.rest_retries.clone(),
        );
        registry.register(
            "limited",
            "Questions refused because a member or a channel had asked too many",
            self.limited.clone(),
        );
        registry.register(
            "duplicates",
            "Events that came again and were dropped",
            self.duplicates.clone(),
        );
        registry.register(
            "panics",
            "Handlers that panicked, which is a bug",
            self.panics.clone(),
        );
        registry.register(
            "feedback",
            "What members said of answers",
            self.feedback.clone(),
        );
        registry.register(
            "reloads",
            "Times that changed FAQ files were taken up, or were not",
            self.reloads.clone(),
        );
        registry.register(
            "content_errors",
            "Errors in the FAQ files; their last good answers stay",
            self.content_errors.clone(),
        );
        registry.register(
            "queue_length",
            "Messages that wait for Discord's rate",
            self.queue_length.clone(),
        );
        registry.register(
            "in_flight",
            "Events that are being handled",
            self.in_flight.clone(),
        );
        let build = Info::new([("version", env!("FAQBOT_VERSION"))]);
        registry.register("build", "The running program", build);
        registry.register_collector(Box::new(state));
        registry
    }
}

/// One more of something, until it is dropped; also by a panic.
#[derive(Debug)]
#[must_use = "it counts only as long as it is kept"]
pub struct Held(Gauge);

impl Held {
    fn new(gauge: &Gauge) -> Self {
        gauge.inc();
        Held(gauge.clone())
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.0.dec();
    }
}
