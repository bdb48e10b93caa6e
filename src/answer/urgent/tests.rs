//! The detector over the shipped signs, group by group, as members type. The tables are sentences;
//! how the shipped file is read is in `shipped`.

mod detector;
mod held_out;
mod knowledge;
mod ordinary;
mod properties;
mod reports;
mod shipped;
mod wording;
