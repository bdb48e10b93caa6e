//! The urgent signs a community watches for: groups of signs with the notice each one shows, and
//! the small pattern language in which moderators write a sign. It reads no TOML and no member's
//! text: it turns strings into checked values, and says what is wrong with a string and where.
//!
//! A sign is written as words and lists:
//!
//! - `{numb} {saddle}`: a word of the list `numb` and a word of the list `saddle`, close together
//!   in one sentence, in any order;
//! - `{cannot} ... {pee}`: the same, but what stands after the dots must come later than what
//!   stands before them;
//! - `night sweats`: words outside braces that follow each other are one phrase, found as written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::suggest::closest;

/// What stands between two parts of a sign that must come in the order written.
const THEN: &str = "...";

/// One kind of emergency: the signs that give it away and what a person who reports one is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UrgentGroup {
    /// The stable name of the group, as used in logs and reports.
    pub id: String,
    /// The short heading of the notice.
    pub title: String,
    /// What the person is told, in Markdown, with `{number}` and `{emergency}` still to be filled
    /// in.
    pub notice: String,
    /// Which of the region's numbers `{number}` stands for.
    pub number: Number,
    /// The signs, which count when they are present.
    pub signs: Vec<Sign>,
    /// The signs that count also when they are long past.
    pub history: Vec<Sign>,
    /// What looks like a sign and is none: its words are passed over by this group.
    pub unless: Vec<Sign>,
}

impl UrgentGroup {
    /// The notice with the region's numbers filled in: `number` is the one this group asks for,
    /// `emergency` the emergency number.
    pub fn notice_for(&self, number: &str, emergency: &str) -> String {
        let placed = placeholders(&self.notice);
        let mut text = String::with_capacity(self.notice.len() + number.len() + emergency.len());
        let mut copied = 0;
        for place in placed {
            text.push_str(&self.notice[copied..place.start]);
            text.push_str(match &self.notice[place.clone()] {
                "{number}" => number,
                "{emergency}" => emergency,
                unknown => unknown,
            });
            copied = place.end;
        }
        text.push_str(&self.notice[copied..]);
        text
    }
}

/// Which of a region's numbers a notice shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Number {
    /// The emergency number.
    Emergency,
    /// The line for medical advice on the same day.
    Advice,
    /// The crisis line.
    Crisis,
}

impl Number {
    /// Reads the name a moderator writes, such as `emergency`.
    ///
    /// # Errors
    /// When there is no number of that name; the error covers the whole name.
    pub fn parse(name: &str) -> Result<Self, PatternError> {
        match name {
            "emergency" => Ok(Self::Emergency),
            "advice" => Ok(Self::Advice),
            "crisis" => Ok(Self::Crisis),
            _ => Err(PatternError {
                message: format!("there is no number called `{name}`"),
                range: 0..name.len(),
                help: "write `emergency`, `advice` or `crisis`".to_owned(),
            }),
        }
    }
}

/// The lists of words that signs refer to as `{name}`.
#[derive(Debug, Clone, Default)]
pub struct WordLists(BTreeMap<String, Arc<[String]>>);

impl WordLists {
    /// Adds a list. Each of its members is a word or a phrase in plain words; check them with
    /// [`check_phrase`].
    pub fn insert(&mut self, name: &str, phrases: impl IntoIterator<Item = String>) {
        self.0
            .insert(name.to_owned(), phrases.into_iter().collect());
    }
}

/// A pattern of words that gives an emergency away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    /// The pattern as the moderator wrote it.
    pub written: String,
    /// Its parts, in the order written; never empty.
    pub slots: Vec<Slot>,
}

/// One part of a sign, filled by any one of its phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The phrases that fill it; never empty.
    pub phrases: Arc<[String]>,
    /// Whether it must come later in the sentence than the part before it.
    pub follows: bool,
}

/// What is wrong with a string a moderator wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternError {
    /// What is wrong.
    pub message: String,
    /// The bytes of the string it is about.
    pub range: Range<usize>,
    /// What to do about it.
    pub help: String,
}

impl PatternError {
    fn new(message: impl Into<String>, range: Range<usize>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            range,
            help: help.into(),
        }
    }
}

impl Sign {
    /// Reads a sign, looking its lists up in `lists`.
    ///
    /// # Errors When the pattern is empty, a brace is unclosed, a list is unknown or empty, or dots
    /// have nothing before or after them.
    pub fn parse(pattern: &str, lists: &WordLists) -> Result<Self, PatternError> {
        let mut slots: Vec<Slot> = Vec::new();
        let mut dots: Option<Range<usize>> = None;
        for part in parts(pattern)? {
            let phrases = match part.kind {
                PartKind::Then if slots.is_empty() => return Err(dangling(part.range)),
                PartKind::Then => {
                    dots = Some(part.range);
                    continue;
                }
                PartKind::Phrase => Arc::from([check_phrase(&pattern[part.range.clone()])
                    .map(str::to_owned)
                    .map_err(|error| PatternError {
                        range: part.range.clone(),
                        ..error
                    })?]),
                PartKind::List => find_list(&pattern[part.range.clone()], part.range, lists)?,
            };
            slots.push(Slot {
                phrases,
                follows: dots.take().is_some(),
            });
        }
        match dots {
            Some(range) => Err(dangling(range)),
            None if slots.is_empty() => Err(PatternError::new(
                "the sign is empty",
                0..pattern.len(),
                "write words such as `night sweats`, or lists such as `{numb} {saddle}`",
            )),
            None => Ok(Self {
                written: pattern.to_owned(),
                slots,
            }),
        }
    }
}

/// Checks that a phrase of a word list is plain words, and returns it without the space around it.
///
/// # Errors
/// When it has no letter or digit, or has a brace: lists do not refer to lists.
pub fn check_phrase(phrase: &str) -> Result<&str, PatternError> {
    if let Some(at) = phrase.find(['{', '}']) {
        return Err(PatternError::new(
            "a phrase of a word list cannot contain braces",
            at..at + 1,
            "write the words out; only signs can name a list",
        ));
    }
    if !phrase.contains(char::is_alphanumeric) {
        return Err(PatternError::new(
            "there is no word here",
            0..phrase.len(),
            "write a word, or remove it",
        ));
    }
    Ok(phrase.trim())
}

/// Checks that a notice has no placeholder but `{number}` and `{emergency}`.
///
/// # Errors
/// For the first placeholder that is neither.
pub fn check_notice(notice: &str) -> Result<(), PatternError> {
    match placeholders(notice)
        .find(|place| !matches!(&notice[place.clone()], "{number}" | "{emergency}"))
    {
        None => Ok(()),
        Some(place) => Err(PatternError::new(
            format!("there is no placeholder `{}`", &notice[place.clone()]),
            place,
            "write `{number}` for this group's number, or `{emergency}` for the emergency number",
        )),
    }
}

/// Where a text has something in braces, the braces included.
fn placeholders(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices('{').filter_map(|(start, _)| {
        let rest = &text[start + 1..];
        let end = rest.find(['{', '}'])?;
        rest[end..]
            .starts_with('}')
            .then_some(start..start + end + 2)
    })
}

enum PartKind {
    /// A name between braces; the range is that of the name.
    List,
    /// Plain words.
    Phrase,
    /// The dots that ask for an order.
    Then,
}

struct Part {
    kind: PartKind,
    range: Range<usize>,
}

/// Cuts a pattern into lists, phrases and dots, without looking any of them up.
fn parts(pattern: &str) -> Result<Vec<Part>, PatternError> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(rest) = pattern.get(at..).filter(|rest| !rest.is_empty()) {
        if let Some(inside) = rest.strip_prefix('{') {
            let length = inside
                .find(['{', '}'])
                .filter(|&end| inside[end..].starts_with('}'))
                .ok_or_else(|| {
                    PatternError::new(
                        "this brace is not closed",
                        at..at + 1,
                        "write the list's name as `{name}`",
                    )
                })?;
            parts.push(Part {
                kind: PartKind::List,
                range: at + 1..at + 1 + length,
            });
            at += length + 2;
        } else if rest.starts_with('}') {
            return Err(PatternError::new(
                "this brace is not opened",
                at..at + 1,
                "write the list's name as `{name}`",
            ));
        } else if rest.starts_with(THEN) {
            parts.push(Part {
                kind: PartKind::Then,
                range: at..at + THEN.len(),
            });
            at += THEN.len();
        } else {
            let length = [rest.find(['{', '}']), rest.find(THEN)]
                .into_iter()
                .flatten()
                .min()
                .unwrap_or(rest.len());
            if !rest[..length].trim().is_empty() {
                parts.push(Part {
                    kind: PartKind::Phrase,
                    range: at..at + length,
                });
            }
            at += length;
        }
    }
    Ok(parts)
}

fn find_list(
    name: &str,
    range: Range<usize>,
    lists: &WordLists,
) -> Result<Arc<[String]>, PatternError> {
    match lists.0.get(name.trim()) {
        Some(phrases) if phrases.is_empty() => Err(PatternError::new(
            format!("the word list `{}` is empty", name.trim()),
            range,
            "give it at least one word under `[words]`",
        )),
        Some(phrases) => Ok(Arc::clone(phrases)),
        None => Err(PatternError::new(
            format!("there is no word list called `{}`", name.trim()),
            range,
            match closest(name.trim(), lists.0.keys().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`"),
                None => "add it under `[words]`".to_owned(),
            },
        )),
    }
}

fn dangling(range: Range<usize>) -> PatternError {
    PatternError::new(
        "the dots have nothing on one side",
        range,
        "write them between two parts, as in `{cannot} ... {pee}`",
    )
}

#[cfg(test)]
mod tests {
    use super::{Number, Sign, UrgentGroup, WordLists, check_notice, check_phrase};

    fn lists() -> WordLists {
        let mut lists = WordLists::default();
        lists.insert("numb", ["numb".to_owned(), "pins and needles".to_owned()]);
        lists.insert("saddle", ["groin".to_owned()]);
        lists.insert("nothing", []);
        lists
    }

    #[test]
    fn reads_lists_phrases_and_order() {
        let sign = Sign::parse("very {numb} ... {saddle} today", &lists()).unwrap();
        let slots: Vec<(Vec<&str>, bool)> = sign
            .slots
            .iter()
            .map(|slot| {
                (
                    slot.phrases.iter().map(String::as_str).collect(),
                    slot.follows,
                )
            })
            .collect();
        assert_eq!(
            slots,
            [
                (vec!["very"], false),
                (vec!["numb", "pins and needles"], false),
                (vec!["groin"], true),
                (vec!["today"], false),
            ]
        );
    }

    #[test]
    fn says_what_is_wrong_and_where() {
        let cases = [
            ("", "the sign is empty", "", "write words such as"),
            ("  ", "the sign is empty", "  ", "write words such as"),
            (
                "{numb} {sadle}",
                "there is no word list called `sadle`",
                "sadle",
                "did you mean `saddle`",
            ),
            (
                "{xyz}",
                "there is no word list called `xyz`",
                "xyz",
                "add it under `[words]`",
            ),
            (
                "{nothing}",
                "the word list `nothing` is empty",
                "nothing",
                "give it at least one word",
            ),
            (
                "é {numb {saddle}",
                "this brace is not closed",
                "{",
                "write the list's name",
            ),
            (
                "numb}",
                "this brace is not opened",
                "}",
                "write the list's name",
            ),
            (
                "... {numb}",
                "the dots have nothing on one side",
                "...",
                "write them between",
            ),
            (
                "{numb} ...",
                "the dots have nothing on one side",
                "...",
                "write them between",
            ),
            ("{numb} !?", "there is no word here", " !?", "write a word"),
        ];
        for (pattern, message, place, help) in cases {
            let error = Sign::parse(pattern, &lists()).unwrap_err();
            assert_eq!(error.message, message, "{pattern}");
            assert_eq!(&pattern[error.range.clone()], place, "{pattern}");
            assert!(error.help.starts_with(help), "{pattern}: {}", error.help);
        }
        assert!(check_phrase("a {list}").is_err());
        assert!(check_phrase("  ").is_err());
        assert!(Number::parse("emergancy").is_err());
    }

    #[test]
    fn fills_the_numbers_in() {
        let group = UrgentGroup {
            id: "self-harm".to_owned(),
            title: String::new(),
            notice: "Call {number}, or {emergency} {now} {.".to_owned(),
            number: Number::Crisis,
            signs: Vec::new(),
            history: Vec::new(),
            unless: Vec::new(),
        };
        assert_eq!(
            group.notice_for("{emergency}", "112"),
            "Call {emergency}, or 112 {now} {."
        );
        assert_eq!(
            &group.notice[check_notice(&group.notice).unwrap_err().range],
            "{now}"
        );
    }
}
