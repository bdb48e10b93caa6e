//! faqbot
pub mod answer;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod engine;
pub mod reply;
pub mod search;
pub mod text;
