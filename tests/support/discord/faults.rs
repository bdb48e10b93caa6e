//! What can go wrong on Discord's side, on purpose: each fault strikes the
//! next request whose route contains a text.

use std::time::{Duration, Instant};

/// What happens to a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It fails with this status and has no effect.
    Status(u16),
    /// It and those like it are refused for so long, all routes if `global`.
    RateLimit { wait: Duration, global: bool },
    /// It has no effect and is never answered.
    Hang,
    /// The connection is cut, before or after it has taken effect.
    Reset { after: bool },
}

/// The faults to come, and the limits that hold.
#[derive(Default)]
pub struct Faults {
    next: Vec<(String, Fault)>,
    limits: Vec<Limit>,
    /// Paths of requests that took effect and were not answered: whoever sends
    /// them again cannot know better.
    pub unanswered: Vec<String>,
}

struct Limit {
    /// The part of a route that it is for; `None` for all.
    routes: Option<String>,
    until: Instant,
}

impl Faults {
    /// Has the next request to a route that contains `routes` struck.
    pub fn add(&mut self, routes: &str, fault: Fault) {
        self.next.push((routes.to_owned(), fault));
    }

    /// The fault that strikes this request.
    pub fn strike(&mut self, route: &str) -> Option<Fault> {
        let now = Instant::now();
        self.limits.retain(|limit| limit.until > now);
        // Discord counts interactions apart from all else.
        let is_free = route.contains("/interactions/") || route.contains("/webhooks/");
        let holds = self.limits.iter().find(|limit| match &limit.routes {
            Some(routes) => route.contains(routes),
            None => !is_free,
        });
        if let Some(limit) = holds {
            let wait = limit.until - now;
            let global = limit.routes.is_none();
            return Some(Fault::RateLimit { wait, global });
        }
        let place = self
            .next
            .iter()
            .position(|(routes, _)| route.contains(routes))?;
        let (routes, fault) = self.next.remove(place);
        if let Fault::RateLimit { wait, global } = fault {
            let routes = (!global).then_some(routes);
            self.limits.push(Limit {
                routes,
                until: now + wait,
            });
        }
        Some(fault)
    }

    /// The faults that nothing ran into.
    pub fn left(&self) -> Vec<String> {
        let name = |(routes, fault): &(String, Fault)| format!("{fault:?} for `{routes}`");
        self.next.iter().map(name).collect()
    }
}
