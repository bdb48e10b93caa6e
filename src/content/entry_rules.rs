//! What is right and wrong in an entry by itself: its id, its questions and its
//! answer.
//!
//! Where they stand in the file is [`super::faq_file`]'s business; rules between
//! entries are in `lint`.

use super::phrasing::fold;
use super::slug::{MAX_ID_CHARACTERS, is_slug, suggested_id};
use super::split::trim_blank_lines;
use super::toml_reader::TableReader;
use crate::diagnostic::Spanned;

/// The longest question, in characters. A member's question is seldom longer
/// than 100, and the title of a Discord embed holds 256.
pub const MAX_QUESTION_CHARACTERS: usize = 300;

/// The longest answer, in characters. A Discord embed shows at most 4,096, and
/// a notice may stand above the answer.
pub const MAX_ANSWER_CHARACTERS: usize = 4_000;

/// From this length on, in characters, an answer is a wall of text in a chat: a
/// plain Discord message holds 2,000 with title and source.
pub const LONG_ANSWER_CHARACTERS: usize = 1_800;

/// The id, if it is one.
pub fn checked_id(id: Spanned<String>, table: &TableReader<'_>) -> Option<Spanned<String>> {
    let length = id.value.chars().count();
    let message = if !is_slug(&id.value) {
        format!("`{}` is not an id", id.value)
    } else if length > MAX_ID_CHARACTERS {
        format!("the id has {length} characters, at most {MAX_ID_CHARACTERS} are allowed")
    } else {
        return Some(id);
    };
    let rule = "lower-case letters a to z, digits and single hyphens";
    let help = match suggested_id(&id.value) {
        Some(suggestion) if suggestion != id.value => format!("use {rule}, such as `{suggestion}`"),
        _ => format!("use {rule}, such as `reset-password`"),
    };
    table.error("bad-id", id.span, message, help);
    None
}

/// The answer without blank lines around it; its faults are noted.
pub fn checked_answer(answer: Spanned<String>, table: &TableReader<'_>) -> String {
    let text = trim_blank_lines(&answer.value);
    let length = text.chars().count();
    if length == 0 {
        table.error(
            "empty-answer",
            answer.span,
            "the answer is empty",
            "write the answer, or delete the entry",
        );
    } else if length > MAX_ANSWER_CHARACTERS {
        table.error(
            "over-long-answer",
            answer.span,
            format!(
                "the answer has {length} characters, at most {MAX_ANSWER_CHARACTERS} are allowed"
            ),
            "cut it into several entries, or make it an article with headings",
        );
    } else if length > LONG_ANSWER_CHARACTERS {
        table.warning(
            "long-answer",
            answer.span,
            format!(
                "the answer has {length} characters, \
                 more than {LONG_ANSWER_CHARACTERS} are hard to read in a chat"
            ),
            "cut it into several entries, or make it an article with headings",
        );
    }
    text.to_owned()
}

/// Checks the phrasings of one entry, the question first, and what must not
/// get its answer.
pub fn check_phrasings(
    phrasings: &[Spanned<String>],
    not_for: &[Spanned<String>],
    table: &TableReader<'_>,
) {
    for phrasing in phrasings.iter().chain(not_for) {
        let length = phrasing.value.chars().count();
        if fold(&phrasing.value).is_empty() {
            table.error(
                "empty-question",
                phrasing.span.clone(),
                "the question has no words",
                "write the question as a member asks it, or delete it",
            );
        } else if length > MAX_QUESTION_CHARACTERS {
            table.error(
                "over-long-question",
                phrasing.span.clone(),
                format!(
                    "the question has {length} characters, \
                     at most {MAX_QUESTION_CHARACTERS} are allowed"
                ),
                "write it as a member would ask it, and put the details into the answer",
            );
        }
    }
    let folded: Vec<_> = phrasings
        .iter()
        .map(|phrasing| fold(&phrasing.value))
        .collect();
    for (index, phrasing) in phrasings.iter().enumerate() {
        let earlier = folded[..index]
            .iter()
            .position(|earlier| *earlier == folded[index]);
        if let Some(earlier) = earlier
            && !folded[index].is_empty()
        {
            table.warning(
                "duplicate-alternate",
                phrasing.span.clone(),
                format!(
                    "this is the same question as `{}`",
                    phrasings[earlier].value
                ),
                "delete it; case and punctuation make no difference",
            );
        }
    }
    for excluded in not_for {
        let excluded_folded = fold(&excluded.value);
        let own = folded
            .iter()
            .position(|phrasing| *phrasing == excluded_folded);
        if let Some(own) = own
            && !excluded_folded.is_empty()
        {
            table.error(
                "contradicting-not-for",
                excluded.span.clone(),
                format!(
                    "`not_for` names the entry's own question `{}`",
                    phrasings[own].value
                ),
                "delete it from `not_for`, or from the questions of the entry",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::problems;

    /// The problems of a file with one entry that has these lines below its id;
    /// the first of them is line 5.
    fn entry_problems(lines: &str) -> Vec<String> {
        problems(
            "a.toml",
            &format!("title = 'T'\n\n[[entry]]\nid = 'a'\n{lines}\n"),
        )
    }

    /// As [`entry_problems`], for an entry that is sound but for these lines.
    fn problems_of(lines: &str) -> Vec<String> {
        entry_problems(&format!("{lines}\nquestion = 'Why?'\nanswer = 'So.'"))
    }

    #[test]
    fn an_id_is_a_slug() {
        let bad_id = |id: &str| {
            problems(
                "a.toml",
                &format!("title='T'\n[[entry]]\nid = '{id}'\nquestion = 'Why?'\nanswer = 'So.'"),
            )
            .concat()
        };
        assert_eq!(
            bad_id("Reset Password"),
            "3:6 error bad-id: `Reset Password` is not an id; use lower-case letters a to z, \
             digits and single hyphens, such as `reset-password`"
        );
        assert_eq!(
            bad_id(""),
            "3:6 error bad-id: `` is not an id; use lower-case letters a to z, digits and single \
             hyphens, such as `reset-password`"
        );
        assert_eq!(
            bad_id(&"a".repeat(81)),
            format!(
                "3:6 error bad-id: the id has 81 characters, at most 80 are allowed; use \
                 lower-case letters a to z, digits and single hyphens, such as `{}`",
                "a".repeat(80)
            )
        );
    }

    #[test]
    fn a_question_has_words_and_is_not_an_essay() {
        assert_eq!(
            entry_problems("question = '?'\nalternates = ['', 'x']\nanswer = 'So.'"),
            ["5:12", "6:15"].map(|place| format!(
                "{place} error empty-question: the question has no words; \
                 write the question as a member asks it, or delete it"
            ))
        );
        assert_eq!(
            problems_of(&format!("alternates = ['{}']", "a".repeat(301))),
            [
                "5:15 error over-long-question: the question has 301 characters, at most 300 are \
                 allowed; write it as a member would ask it, and put the details into the answer"
            ]
        );
    }

    #[test]
    fn the_same_question_twice_in_an_entry() {
        assert_eq!(
            problems_of("alternates = ['WHY', 'How?', 'how']"),
            [
                "5:15 warning duplicate-alternate: this is the same question as `Why?`; \
                 delete it; case and punctuation make no difference",
                "5:30 warning duplicate-alternate: this is the same question as `How?`; \
                 delete it; case and punctuation make no difference",
            ]
        );
    }

    #[test]
    fn an_entry_cannot_be_kept_from_its_own_question() {
        assert_eq!(
            problems_of("not_for = ['why']"),
            [
                "5:12 error contradicting-not-for: `not_for` names the entry's own question \
                 `Why?`; delete it from `not_for`, or from the questions of the entry"
            ]
        );
    }

    #[test]
    fn an_answer_is_neither_empty_nor_endless() {
        let answer = |answer: &str| {
            entry_problems(&format!("question = 'Why?'\nanswer = '''\n{answer}\n'''")).concat()
        };
        assert_eq!(
            answer(" \n"),
            "6:10 error empty-answer: the answer is empty; write the answer, or delete the entry"
        );
        let help = "cut it into several entries, or make it an article with headings";
        assert_eq!(answer(&"é".repeat(1800)), "");
        assert_eq!(
            answer(&"é".repeat(1801)),
            format!(
                "6:10 warning long-answer: the answer has 1801 characters, more than 1800 are \
                 hard to read in a chat; {help}"
            )
        );
        assert_eq!(
            answer(&"é".repeat(4001)),
            format!(
                "6:10 error over-long-answer: the answer has 4001 characters, at most 4000 are \
                 allowed; {help}"
            )
        );
    }
}
