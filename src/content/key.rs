//! A key: a short name of an entry or of a part of a section.
//!
//! Ids are as long as moderators make them; a key has at most 27 characters, so
//! that it fits where a front end has little room. It is the same in every run and
//! on every machine. Whether anything has this key is not known here.

use std::fmt;
use std::str::FromStr;

use super::passage::Passage;

/// How many hexadecimal digits stand for the id.
const HASH_DIGITS: usize = 16;

/// Names an entry or a part of a section: `0123456789abcdef`, or
/// `0123456789abcdef.2` for a part that is not the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The number of the id, see [`id_hash`].
    pub hash: u64,
    /// Which part of a long section it is, from 0.
    pub part: u32,
}

/// The number that stands for an id. Two ids of one bank share a number with a
/// chance of 1 in 3,600 million at 100,000 entries.
pub fn id_hash(id: &str) -> u64 {
    xxhash_rust::xxh3::xxh3_64(id.as_bytes())
}

impl Key {
    /// The key of a part of the entry or section with this id.
    pub fn new(id: &str, part: u32) -> Key {
        let hash = id_hash(id);
        Key { hash, part }
    }

    /// The key of the part behind this one, whether there is one or not.
    pub fn next(self) -> Key {
        let part = self.part.saturating_add(1);
        Key { part, ..self }
    }
}

impl Passage {
    /// The key of this passage.
    pub fn key(&self) -> Key {
        // Beyond four thousand million parts, they would share the last key.
        let part = u32::try_from(self.part).unwrap_or(u32::MAX);
        Key::new(&self.id, part)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{:016x}", self.hash)?;
        match self.part {
            0 => Ok(()),
            part => write!(formatter, ".{part}"),
        }
    }
}

/// A text is not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a key is 16 hexadecimal digits and, for a later part, `.` and its number")]
pub struct NotAKey;

impl FromStr for Key {
    type Err = NotAKey;

    /// Reads what `Display` writes, and nothing else.
    fn from_str(text: &str) -> Result<Key, NotAKey> {
        let (digits, part) = match text.split_once('.') {
            Some((digits, part)) => (digits, part.parse().map_err(|_| NotAKey)?),
            None => (text, 0),
        };
        if digits.len() != HASH_DIGITS {
            return Err(NotAKey);
        }
        let hash = u64::from_str_radix(digits, 16).map_err(|_| NotAKey)?;
        let key = Key { hash, part };
        // Capitals, signs and needless zeros are not ours.
        if key.to_string() == text {
            Ok(key)
        } else {
            Err(NotAKey)
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_key_is_the_same_everywhere() {
        assert_eq!(Key::new("oven#bread", 0).to_string(), "477fcae26a5415c8");
        assert_eq!(Key::new("oven#bread", 3).to_string(), "477fcae26a5415c8.3");
    }

    #[test]
    fn only_what_was_written_is_read() {
        for text in [
            "",
            "0123456789abcde",
            "0123456789abcdef0",
            "0123456789ABCDEF",
            "+123456789abcdef",
            "0123456789abcdef.",
            "0123456789abcdef.0",
            "0123456789abcdef.01",
            "0123456789abcdef.+1",
            "0123456789abcdef.1.2",
            "0123456789abcdef.4294967296",
            " 0123456789abcdef",
            "0123456789abcde\u{e9}",
        ] {
            assert_eq!(text.parse::<Key>(), Err(NotAKey), "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_read_as_it_was_written(hash: u64, part: u32) {
            let key = Key { hash, part };
            prop_assert_eq!(key.to_string().parse(), Ok(key));
            prop_assert!(key.to_string().len() <= 27);
        }

        #[test]
        fn any_text_is_a_key_or_not(text in any::<String>(), near in "[0-9a-f]{14,18}[.]?[0-9+]{0,12}") {
            for text in [text, near] {
                if let Ok(key) = text.parse::<Key>() {
                    prop_assert_eq!(key.to_string(), text);
                }
            }
        }
    }
}
