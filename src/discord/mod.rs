//! The Discord front end: the only place that names serenity.
//!
//! ```text
//! event -> events -> questions    (messages)            \
//!                    interactions (commands, typing)      -> engine -> present -> rest
//!                    components   (buttons, menus)       /
//! ```
//!
//! | to change                                     | look at                  |
//! |-----------------------------------------------|--------------------------|
//! | which messages are questions                  | `questions`, `listen`    |
//! | what a command does, or is called             | `interactions`, `commands` |
//! | what a button does, and who may press it      | `components`, `custom_id` |
//! | what moderators do from chat                  | `admin`, `form`          |
//! | what is remembered of a talk                  | `conversations`          |
//! | what members think of answers                 | `feedback`               |
//! | what is kept of questions                     | `record`                 |
//! | what members suggest, and names they take off | `suggest`, `form`        |
//! | what happens when the bot leaves a server     | `departures`             |
//! | how an answer looks                           | `present`, `message`     |
//! | how text is cut and made safe                 | `markdown`, `cut`, `safe` |
//! | what moderators are told without asking       | `news`, `digest`         |
//! | limits, panics                                | `guard`, `pace`          |
//! | what happens when Discord fails               | `transport`, `rest`, `connect` |
//! | what is counted                               | `metrics`, `overheard`, `endpoint` |

mod commands;
pub mod connect;
mod custom_id;
mod cut;
mod endpoint;
mod engines;
mod form;
mod guard;
mod markdown;
pub mod message;
pub mod metrics;
mod monitor;
pub mod overheard;
pub mod pace;
mod present;
pub mod rest;
mod safe;
pub mod settings;
pub mod transport;

mod address;
mod admin;
mod bot;
mod components;
mod conversations;
mod departures;
mod digest;
mod events;
mod feedback;
mod guilds;
mod information;
mod interactions;
mod listen;
pub mod news;
mod questions;
mod record;
mod suggest;
mod topics;
mod typing;
