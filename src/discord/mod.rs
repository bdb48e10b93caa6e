//! The Discord front end: the only place that names serenity.

pub mod endpoint;
pub mod metrics;
