//! What faqbot does, seen from outside: its command line, run in projects in
//! temporary folders, and what must hold for any input.

#[path = "../support/mod.rs"]
mod support;

mod answers;
mod architecture;
mod ask;
mod chat;
mod check;
mod cli;
mod community;
mod crash;
mod damage;
mod index;
mod json;
mod properties;
mod settings;
mod shipped;
mod together;
mod urgent;
