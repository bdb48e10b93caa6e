//! What a button or menu does, in the 100 characters that Discord keeps for it.
//!
//! A custom id says all that is needed, so that buttons work after a restart. It
//! is checked like anything that comes from outside, and grants nothing: who may
//! do what is decided from what Discord says about the member and the message.

use std::fmt;
use std::str::FromStr;

use crate::content::key::Key;

/// Before every custom id of ours, with the version of what follows.
const PREFIX: &str = "faqbot";

/// Raised when old ids can no longer be understood.
const VERSION: &str = "1";

/// Discord's limit, in characters.
pub const MAX_CHARACTERS: usize = 100;

/// What a button or menu does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// The answer helped.
    Helpful(Key),
    /// It did not: asks why.
    NotHelpful(Key),
    /// A menu of reasons why it did not help.
    Why(Key),
    /// Shows the answer to whoever clicks.
    Show(Key),
    /// Shows the passage from this byte on to whoever clicks; another part of a
    /// section from its beginning.
    More(Key, usize),
    /// Posts a private answer for everybody.
    Share(Key),
    /// Posts a private answer as a reply to this message.
    Post(u64, Key),
    /// Takes the message away.
    Dismiss,
    /// One of several entries that may have been meant.
    Pick(Key),
    /// The same, for a helper who may post the answer as a reply to this message.
    PickFor(u64, Key),
    /// A menu of entries.
    Entries,
    /// Shows the whole notice of the urgent group with this number to whoever
    /// clicks.
    Notice(u64),
    /// A page of the list of files, from 0.
    Files(usize),
    /// A menu of files.
    File,
    /// A page of the entries of the file with this number, from 0.
    Topics(usize, usize),
    /// The form for the moderators' work with this number.
    Draft(u64),
    /// The form whose text was refused, with that text, for the work with this number.
    Again(u64),
    /// Makes the change with this number.
    Confirm(u64),
    /// Forgets the change with this number.
    Discard(u64),
    /// Takes back the edit with this number.
    Undo(u64),
    /// A menu of the entries that may answer the question with this number.
    Teach(u64),
    /// A form for an entry that answers the question with this number.
    Write(u64),
    /// The question with this number is not for the FAQ.
    NotForFaq(u64),
    /// The question with this number is asked about again later.
    Later(u64),
    /// The group of unanswered questions at this place, from 0.
    Gaps(usize),
    /// The form for what a member suggests.
    Suggest,
}

/// Why a custom id is none of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CustomIdError {
    /// It was made by another version.
    #[error("a custom id of another version")]
    Stale,
    /// It was not made by us.
    #[error("not a custom id of ours")]
    Foreign,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{PREFIX}{VERSION}:")?;
        match self {
            Action::Helpful(key) => write!(f, "helpful:{key}"),
            Action::NotHelpful(key) => write!(f, "not-helpful:{key}"),
            Action::Why(key) => write!(f, "why:{key}"),
            Action::Show(key) => write!(f, "show:{key}"),
            Action::More(key, from) => write!(f, "more:{key}:{from}"),
            Action::Share(key) => write!(f, "share:{key}"),
            Action::Post(message, key) => write!(f, "post:{message}:{key}"),
            Action::Dismiss => write!(f, "dismiss"),
            Action::Pick(key) => write!(f, "pick:{key}"),
            Action::PickFor(message, key) => write!(f, "pick-for:{message}:{key}"),
            Action::Entries => write!(f, "entries"),
            Action::Notice(group) => write!(f, "notice:{group:016x}"),
            Action::Files(page) => write!(f, "files:{page}"),
            Action::File => write!(f, "file"),
            Action::Topics(file, page) => write!(f, "topics:{file}:{page}"),
            Action::Draft(number) => write!(f, "draft:{number}"),
            Action::Again(number) => write!(f, "again:{number}"),
            Action::Confirm(number) => write!(f, "confirm:{number}"),
            Action::Discard(number) => write!(f, "discard:{number}"),
            Action::Undo(edit) => write!(f, "undo:{edit}"),
            Action::Teach(number) => write!(f, "teach:{number}"),
            Action::Write(number) => write!(f, "write:{number}"),
            Action::NotForFaq(number) => write!(f, "not-for-faq:{number}"),
            Action::Later(number) => write!(f, "later:{number}"),
            Action::Gaps(place) => write!(f, "gaps:{place}"),
            Action::Suggest => write!(f, "suggest"),
        }
    }
}

impl FromStr for Action {
    type Err = CustomIdError;

    fn from_str(id: &str) -> Result<Self, CustomIdError> {
        let rest = id.strip_prefix(PREFIX).ok_or(CustomIdError::Foreign)?;
        let (version, action) = rest.split_once(':').ok_or(CustomIdError::Foreign)?;
        if id.chars().count() > MAX_CHARACTERS || version.parse::<u32>().is_err() {
            return Err(CustomIdError::Foreign);
        }
        if version != VERSION {
            return Err(CustomIdError::Stale);
        }
        parse(action).ok_or(CustomIdError::Foreign)
    }
}

fn parse(action: &str) -> Option<Action> {
    let mut parts = action.split(':');
    let verb = parts.next()?;
    let mut next = || parts.next();
    let action = match verb {
        "helpful" => Action::Helpful(next()?.parse().ok()?),
        "not-helpful" => Action::NotHelpful(next()?.parse().ok()?),
        "why" => Action::Why(next()?.parse().ok()?),
        "show" => Action::Show(next()?.parse().ok()?),
        "more" => Action::More(next()?.parse().ok()?, next()?.parse().ok()?),
        "share" => Action::Share(next()?.parse().ok()?),
        "post" => Action::Post(next()?.parse().ok()?, next()?.parse().ok()?),
        "dismiss" => Action::Dismiss,
        "pick" => Action::Pick(next()?.parse().ok()?),
        "pick-for" => Action::PickFor(next()?.parse().ok()?, next()?.parse().ok()?),
        "entries" => Action::Entries,
        "notice" => Action::Notice(u64::from_str_radix(next()?, 16).ok()?),
        "files" => Action::Files(next()?.parse().ok()?),
        "file" => Action::File,
        "topics" => Action::Topics(next()?.parse().ok()?, next()?.parse().ok()?),
        "draft" => Action::Draft(next()?.parse().ok()?),
        "again" => Action::Again(next()?.parse().ok()?),
        "confirm" => Action::Confirm(next()?.parse().ok()?),
        "discard" => Action::Discard(next()?.parse().ok()?),
        "undo" => Action::Undo(next()?.parse().ok()?),
        "teach" => Action::Teach(next()?.parse().ok()?),
        "write" => Action::Write(next()?.parse().ok()?),
        "not-for-faq" => Action::NotForFaq(next()?.parse().ok()?),
        "later" => Action::Later(next()?.parse().ok()?),
        "gaps" => Action::Gaps(next()?.parse().ok()?),
        "suggest" => Action::Suggest,
        _ => return None,
    };
    next().is_none().then_some(action)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_key() -> impl Strategy<Value = Key> {
        (any::<u64>(), any::<u32>()).prop_map(|(hash, part)| Key { hash, part })
    }

    fn any_action() -> impl Strategy<Value = Action> {
        prop_oneof![
            any_key().prop_map(Action::Helpful),
            any_key().prop_map(Action::NotHelpful),
            any_key().prop_map(Action::Why),
            any_key().prop_map(Action::Show),
            (any_key(), any::<usize>()).prop_map(|(key, from)| Action::More(key, from)),
            any_key().prop_map(Action::Share),
            (any::<u64>(), any_key()).prop_map(|(message, key)| Action::Post(message, key)),
            Just(Action::Dismiss),
            any_key().prop_map(Action::Pick),
            (any::<u64>(), any_key()).prop_map(|(message, key)| Action::PickFor(message, key)),
            Just(Action::Entries),
            any::<u64>().prop_map(Action::Notice),
            any::<usize>().prop_map(Action::Files),
            Just(Action::File),
            (any::<usize>(), any::<usize>()).prop_map(|(file, page)| Action::Topics(file, page)),
            any::<u64>().prop_map(Action::Draft),
            any::<u64>().prop_map(Action::Again),
            any::<u64>().prop_map(Action::Confirm),
            any::<u64>().prop_map(Action::Discard),
            any::<u64>().prop_map(Action::Undo),
            any::<u64>().prop_map(Action::Teach),
            any::<u64>().prop_map(Action::Write),
            any::<u64>().prop_map(Action::NotForFaq),
            any::<u64>().prop_map(Action::Later),
            any::<usize>().prop_map(Action::Gaps),
            Just(Action::Suggest),
        ]
    }

    #[test]
    fn what_is_not_ours_is_told_from_what_is_too_old() {
        let foreign = [
            "",
            "faqbot",
            "other:helpful",
            "faqbot1:",
            "faqbot1:dance",
            "faqbot1:helpful:xyz",
            "faqbot1:dismiss:more",
            "faqbotx:dismiss",
            "faqbot1:more:0000000000000001:-1",
        ];
        for id in foreign {
            assert_eq!(id.parse::<Action>(), Err(CustomIdError::Foreign), "{id}");
        }
        assert_eq!(
            "faqbot0:dismiss".parse::<Action>(),
            Err(CustomIdError::Stale)
        );
        let oversized = format!("faqbot1:notice:{}", "a".repeat(100));
        assert_eq!(oversized.parse::<Action>(), Err(CustomIdError::Foreign));
    }

    proptest! {
        #[test]
        fn every_action_survives_its_custom_id(action in any_action()) {
            let id = action.to_string();
            prop_assert!(id.chars().count() <= MAX_CHARACTERS, "{id}");
            prop_assert_eq!(id.parse(), Ok(action));
        }

        #[test]
        fn any_text_is_an_action_or_an_error(id in "\\PC{0,120}") {
            let _ = id.parse::<Action>();
        }
    }
}
