//! Answers questions from FAQ files that moderators write: it finds the passage
//! that answers, shows it word for word with its source and a disclaimer, and
//! says so when it has none.
//!
//! The map, two lines of data:
//!
//! ```text
//! faq/*.toml            -> Entry   \
//!                                    -> Passage -> index/          content, search
//! faq/articles/**/*.md  -> Section /
//!
//! terminal | message -> Question -> Hits -> Outcome -> Reply -> text | JSON | message
//!                       answer     search  answer     reply    cli, discord
//! ```
//!
//! The rule of direction, where each may use what stands to its right:
//!
//! ```text
//! main, cli > config > discord > editor, reload, report > eval > engine > reply > text > answer > search > content > diagnostic
//! store: knows ids only, and none of these; report and those before it may use it
//! ```
//!
//! | to change                                  | look at                      |
//! |--------------------------------------------|------------------------------|
//! | what moderators can write                  | [`content`]                  |
//! | how passages are found and ranked          | [`search`]                   |
//! | when to answer, suggest, or say nothing    | [`answer`]                   |
//! | which signs are urgent                     | `faq/urgent.toml`, [`answer::urgent`] |
//! | what a reply says, and in which order      | [`reply`]                    |
//! | a sentence that no moderator wrote         | [`text`], `src/text/*.toml`  |
//! | how good the answers are                   | [`eval`]                     |
//! | how an edited file comes to be answered from | [`reload`]              |
//! | how moderators' edits are written and undone | [`editor`]             |
//! | who sees which part of the FAQ             | [`content::selection`], [`engine::views`] |
//! | what is kept of what happened              | [`store`]                    |
//! | what moderators are told of how the FAQ does | [`report`]                |
//! | how the bot behaves on Discord             | `discord`                    |
//! | settings                                   | [`config`]                   |
//! | the command line                           | `src/cli/`                   |

pub mod answer;
pub mod config;
pub mod content;
pub mod diagnostic;
#[cfg(feature = "discord")]
pub mod discord;
pub mod editor;
pub mod engine;
pub mod eval;
pub mod reload;
pub mod reply;
pub mod report;
pub mod search;
pub mod store;
pub mod text;
