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
mod bot_asking;
#[cfg(feature = "discord")]
mod bot_buttons;
#[cfg(feature = "discord")]
mod bot_commands;
#[cfg(feature = "discord")]
mod bot_following;
#[cfg(feature = "discord")]
mod bot_gateway;
#[cfg(feature = "discord")]
mod bot_languages;
#[cfg(feature = "discord")]
mod bot_listening;
#[cfg(feature = "discord")]
mod bot_long_passages;
#[cfg(feature = "discord")]
mod bot_menu;
#[cfg(feature = "discord")]
mod bot_monitor;
#[cfg(feature = "discord")]
mod bot_outcomes;
#[cfg(feature = "discord")]
mod bot_ratelimiter;
#[cfg(feature = "discord")]
mod bot_rest;
#[cfg(feature = "discord")]
mod bot_safety;
#[cfg(feature = "discord")]
mod bot_serve;
#[cfg(feature = "discord")]
mod bot_settings;
#[cfg(feature = "discord")]
mod bot_soak;
#[cfg(feature = "discord")]
mod bot_topics;
mod chat;
mod check;
mod cli;
mod community;
mod crash;
mod damage;
#[cfg(feature = "discord")]
mod fake_discord;
#[cfg(feature = "discord")]
mod fake_rest;
mod index;
mod json;
mod look_up;
mod properties;
mod settings;
mod shipped;
#[cfg(feature = "discord")]
mod small_bot;
mod together;
mod urgent;
