//! What faqbot does, seen from outside: its command line, run in projects in
//! temporary folders, and what must hold for any input.

#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]
#![allow(
    clippy::invisible_characters,
    reason = "what members see is compared whole"
)]
#![allow(clippy::print_stderr, reason = "shown for a test that failed")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod architecture;
mod ask;
#[cfg(feature = "discord")]
mod bot;
mod chat;
mod check;
mod cli;
mod community;
mod crash;
mod damage;
mod data_sets;
mod eval;
#[cfg(feature = "discord")]
mod fake;
mod index;
mod json;
mod look_up;
mod model;
mod properties;
mod reload;
mod report;
mod settings;
mod shipped;
mod together;
mod transformer;
mod urgent;
mod watch;
