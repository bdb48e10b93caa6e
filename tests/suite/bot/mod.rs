//! What the bot does on Discord: the real binary, and a Discord of our own.

mod admin;
mod asking;
mod buttons;
mod commands;
mod editing_faults;
mod files;
mod following;
mod gateway;
mod languages;
mod listening;
mod long_passages;
mod menu;
mod monitor;
mod outcomes;
mod ratelimiter;
mod recording;
mod rest;
mod safety;
mod serve;
mod servers;
mod settings;
mod soak;
mod suggesting;
mod teaching;
mod topics;
mod urgent;
