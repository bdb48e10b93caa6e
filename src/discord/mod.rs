//! The Discord front end: what turns replies into messages, and messages into
//! questions. It decides nothing about answers.

mod address;
pub mod cut;
pub mod markdown;
pub mod safe;
