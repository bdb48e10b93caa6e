//! The Discord of our own, held against a bare bot: what it says of our bot is
//! worth as much as it is true.

mod gateway;
mod rest;
mod small_bot;
