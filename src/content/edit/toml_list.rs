//! How a TOML list is rewritten: items that stay keep their text, their lines and
//! their comments.

use std::ops::Range;

use super::super::toml_tree::Value;
use super::original::{Splice, line_end, line_start};
use crate::diagnostic::Spanned;

/// An item with what stands around it.
struct Item<'a> {
    /// White space and comments on the lines above, and the indentation.
    lead: &'a str,
    text: &'a str,
    /// What stands before its comma, seldom anything.
    before_comma: &'a str,
    /// What stands behind its comma on the same line, such as a comment.
    after: &'a str,
}

/// A list as it is written.
struct Written<'a> {
    /// What stands behind the bracket on its line, such as a comment.
    head: &'a str,
    items: Vec<Item<'a>>,
    /// Whether the last item has a comma.
    ends_in_comma: bool,
    /// What stands between the last item's line and the closing bracket.
    tail: &'a str,
}

/// The list `written` (with its brackets) with the items `new`; `old` says where
/// the present items stand in it and what they are. An item that is not there yet
/// is written by `fresh`. `None` if nothing is left of a list of several lines, so
/// that its key can go as well.
fn relisted<T: PartialEq>(
    written: &str,
    old: &[(Range<usize>, T)],
    new: &[T],
    fresh: impl Fn(&T) -> String,
) -> Option<String> {
    let list = Written::read(written, old.iter().map(|(range, _)| range.clone()));
    let mut taken = vec![false; old.len()];
    let mut chosen = Vec::with_capacity(new.len());
    for item in new {
        let place = (0..old.len()).find(|place| !taken[*place] && old[*place].1 == *item);
        if let Some(place) = place {
            taken[place] = true;
        }
        chosen.push((place, item));
    }
    if new.is_empty() {
        let has_comments = list.head.contains('#') || list.tail.contains('#');
        return match written.contains('\n') {
            false => Some("[]".to_owned()),
            true if has_comments && list.tail.starts_with('\n') => {
                Some(format!("[{}{}]", list.head, list.tail))
            }
            true if has_comments => Some(format!("[{}\n{}]", list.head, list.tail)),
            true => None,
        };
    }
    let next_lead = list.next_lead();
    let first_lead = match list.items.first() {
        Some(first) => first.lead,
        None if list.head.contains('#') => &next_lead,
        None => "",
    };
    let mut result = format!("[{}", list.head);
    // Whether a comment stands on the line so far, so that it has to end.
    let mut is_open = list.head.contains('#');
    for (index, (place, item)) in chosen.iter().enumerate() {
        let usual = if index == 0 { first_lead } else { &next_lead };
        let kept = place.map(|place| (place, &list.items[place]));
        let lead = match kept {
            // In its old place, or with a comment that belongs to it.
            Some((place, kept)) if (place == 0) == (index == 0) || kept.lead.contains('#') => {
                kept.lead
            }
            _ if usual.contains('#') => &next_lead,
            _ => usual,
        };
        if is_open && !lead.starts_with('\n') {
            result.push('\n');
        }
        is_open = false;
        result.push_str(lead);
        match kept {
            Some((_, kept)) => result.push_str(kept.text),
            None => result.push_str(&fresh(item)),
        }
        let has_comma = index + 1 < chosen.len() || list.ends_in_comma;
        if let Some((_, kept)) = kept {
            if has_comma || kept.before_comma.contains('#') {
                result.push_str(kept.before_comma);
            }
            if has_comma {
                result.push(',');
            }
            result.push_str(kept.after);
            is_open = kept.after.contains('#');
        } else if has_comma {
            result.push(',');
        }
    }
    if is_open && !list.tail.starts_with('\n') {
        result.push('\n');
    }
    result.push_str(list.tail);
    result.push(']');
    Some(result)
}

/// The list `value` with the items `wanted`. Where nothing is left of it, its line
/// goes, unless a comment stands there.
pub fn relisted_value<T: PartialEq>(
    text: &str,
    value: &Spanned<Value>,
    mut items: Vec<(Range<usize>, T)>,
    wanted: &[T],
    fresh: impl Fn(&T) -> String,
) -> Splice {
    let written = &text[value.span.clone()];
    if !written.starts_with('[') {
        // Of a wrong type: nothing of it is kept.
        let list = relisted("[]", &[], wanted, fresh);
        return Splice::new(value.span.clone(), list.unwrap_or_default());
    }
    for (place, _) in &mut items {
        *place = place.start - value.span.start..place.end - value.span.start;
    }
    match relisted(written, &items, wanted, fresh) {
        Some(list) => Splice::new(value.span.clone(), list),
        None if text[value.span.end..line_end(text, value.span.end)]
            .trim()
            .is_empty() =>
        {
            Splice::delete(key_line(text, value))
        }
        None => Splice::new(value.span.clone(), "[]"),
    }
}

/// The lines of a value with its key, and the line end before them rather than
/// after: there, a new key may be put behind this one. A header or a fence stands
/// above every key that is taken away.
pub fn key_line(text: &str, value: &Spanned<Value>) -> Range<usize> {
    let start = line_start(text, value.span.start);
    start.saturating_sub(1)..line_end(text, value.span.end)
}

impl<'a> Written<'a> {
    fn read(written: &'a str, places: impl Iterator<Item = Range<usize>>) -> Written<'a> {
        let end = written.len().saturating_sub(1);
        let places: Vec<_> = places.collect();
        let first = places.first().map_or(end, |place| place.start);
        let opening = written.get(1..first).unwrap_or_default();
        let (head, mut lead) = match opening.find('\n') {
            Some(newline) => opening.split_at(newline),
            None => ("", opening),
        };
        if places.is_empty() {
            return Written {
                head,
                items: Vec::new(),
                ends_in_comma: opening.contains('\n'),
                tail: lead,
            };
        }
        let mut items = Vec::with_capacity(places.len());
        let mut ends_in_comma = false;
        for (index, place) in places.iter().enumerate() {
            let next = places.get(index + 1).map_or(end, |next| next.start);
            let gap = written.get(place.end..next).unwrap_or_default();
            let comma = comma(gap);
            let (before_comma, behind) = match comma {
                Some(comma) => (&gap[..comma], &gap[comma + 1..]),
                None => ("", gap),
            };
            let (after, rest) = match behind.find('\n') {
                Some(newline) if next < end || behind[..newline].contains('#') => {
                    behind.split_at(newline)
                }
                // Spaces behind the last item belong to the bracket.
                _ => ("", behind),
            };
            items.push(Item {
                lead,
                text: written.get(place.clone()).unwrap_or_default(),
                before_comma,
                after,
            });
            lead = rest;
            ends_in_comma = comma.is_some();
        }
        Written {
            head,
            items,
            ends_in_comma,
            tail: lead,
        }
    }

    /// What goes before an item that is not the first: a line of its own if the
    /// last item has one.
    fn next_lead(&self) -> String {
        let Some(last) = self.items.last() else {
            return match self.tail.contains('\n') {
                true => "\n  ".to_owned(),
                false => " ".to_owned(),
            };
        };
        match last.lead.rfind('\n') {
            Some(newline) => last.lead[newline..].to_owned(),
            None => " ".to_owned(),
        }
    }
}

/// Where the comma stands in what is between two items.
fn comma(gap: &str) -> Option<usize> {
    let mut in_comment = false;
    for (place, character) in gap.char_indices() {
        match character {
            '#' => in_comment = true,
            '\n' => in_comment = false,
            ',' if !in_comment => return Some(place),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The items of a list of one-letter texts in single quotes.
    fn items(written: &str) -> Vec<(Range<usize>, char)> {
        let quoted = written.match_indices('\'').step_by(2);
        quoted
            .map(|(start, _)| {
                let item = written[start + 1..].chars().next().unwrap();
                (start..start + 3, item)
            })
            .collect()
    }

    fn changed(written: &str, new: &str) -> Option<String> {
        let new: Vec<_> = new.chars().collect();
        relisted(written, &items(written), &new, |item| format!("'{item}'"))
    }

    #[test]
    fn a_list_of_one_line_stays_one() {
        for (written, new, expected) in [
            ("['a', 'b']", "abc", "['a', 'b', 'c']"),
            ("['a', 'b']", "b", "['b']"),
            ("[ 'a', 'b', ]", "ba", "[ 'b', 'a', ]"),
            ("['a','b']", "ac", "['a', 'c']"),
            ("['a']", "", "[]"),
            ("[]", "ab", "['a', 'b']"),
        ] {
            assert_eq!(
                changed(written, new).as_deref(),
                Some(expected),
                "{written}"
            );
        }
    }

    const COMMENTED: &str = "[ # these, and more
  # about a, at length
  'a', # an a
  'b' # a b, without comma
  # the end
]";

    #[test]
    fn comments_stay_with_what_they_are_about() {
        assert_eq!(
            changed(COMMENTED, "bca").unwrap(),
            "[ # these, and more
  'b', # a b, without comma
  'c',
  # about a, at length
  'a' # an a
  # the end
]"
        );
        assert_eq!(
            changed(COMMENTED, "b").unwrap(),
            "[ # these, and more\n  'b' # a b, without comma\n  # the end\n]"
        );
        assert_eq!(
            changed(COMMENTED, "").unwrap(),
            "[ # these, and more\n  # the end\n]"
        );
    }

    #[test]
    fn a_list_of_several_lines_without_items_goes() {
        assert_eq!(changed("[\n  'a',\n]", ""), None);
        assert_eq!(changed("[\n]", "a").unwrap(), "['a',\n]");
        assert_eq!(changed("[ # x\n]", "a").unwrap(), "[ # x\n  'a',\n]");
    }

    proptest! {
        #[test]
        fn any_list_takes_any_items(
            gaps in prop::collection::vec("( |\n|\t|#[,x]{0,3}\n){0,3}", 5),
            commas in prop::collection::vec("( |\n|#,\n){0,2},", 2),
            end in "(,)?",
            new in "[abcdef]{0,6}",
        ) {
            let written = format!(
                "[{}'a'{}{}'b'{}{}'c'{}{}]",
                gaps[0], commas[0], gaps[1], commas[1], gaps[2], end, gaps[3],
            );
            let read = |list: &str| -> Vec<char> {
                let table: toml::Table = toml::from_str(&format!("a = {list}")).unwrap();
                let items = table["a"].as_array().unwrap().iter();
                items.map(|item| item.as_str().unwrap().chars().next().unwrap()).collect()
            };
            prop_assert_eq!(changed(&written, "abc").unwrap(), written.clone());
            let expected: Vec<_> = new.chars().collect();
            let list = changed(&written, &new);
            prop_assert_eq!(list.map_or(vec![], |list| read(&list)), expected);
            let more = changed(&written, "abcd").unwrap();
            prop_assert_eq!(changed(&more, "abc").unwrap(), written);
        }
    }
}
