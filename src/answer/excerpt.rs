//! Sentences of a passage, and the one that answers best.
//!
//! A sentence is a range of the passage's own bytes: nothing is rewritten, and
//! marking it up is left to whoever shows it.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

use crate::content::markdown_options;

/// What the first sentence is given before any word is compared, as a share of
/// the question: editors put the answer first.
const FIRST_SENTENCE_BONUS: f32 = 0.3;

/// The sentences of a Markdown text: in order, apart from each other, and
/// together all of its prose. A block of code is one sentence.
pub fn sentences(markdown: &str) -> Vec<Range<usize>> {
    let mut splitter = Splitter {
        markdown,
        block: None,
        whole: Vec::new(),
        sentences: Vec::new(),
    };
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        match inline(&event) {
            Some(is_whole) => splitter.add(range, is_whole),
            None => splitter.end_block(),
        }
    }
    splitter.end_block();
    splitter.sentences
}

/// Whether an event is part of running text, and if so, whether it is one that
/// must not be cut in two, such as an emphasis, a link or code.
fn inline(event: &Event) -> Option<bool> {
    match event {
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        )
        .then_some(true),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::Image
        )
        .then_some(false),
        Event::Rule => None,
        Event::Code(_) => Some(true),
        _ => Some(false),
    }
}

struct Splitter<'a> {
    markdown: &'a str,
    /// The running text that is being read.
    block: Option<Range<usize>>,
    /// What must not be cut in two in it.
    whole: Vec<Range<usize>>,
    sentences: Vec<Range<usize>>,
}

impl Splitter<'_> {
    fn add(&mut self, range: Range<usize>, is_whole: bool) {
        if is_whole {
            self.whole.push(range.clone());
        }
        // What lies between two pieces of running text belongs to it.
        self.block = Some(match self.block.take() {
            Some(block) => block.start.min(range.start)..block.end.max(range.end),
            None => range,
        });
    }

    fn end_block(&mut self) {
        let whole = std::mem::take(&mut self.whole);
        let Some(block) = self.block.take() else {
            return;
        };
        // A line end within a paragraph ends no sentence; a space is as long.
        let text = self.markdown[block.clone()].replace(['\n', '\r'], " ");
        let mut start = block.start;
        for (offset, sentence) in text.split_sentence_bound_indices() {
            let end = block.start + offset + sentence.len();
            if whole
                .iter()
                .any(|whole| whole.start < end && end < whole.end)
            {
                continue;
            }
            let sentence = &self.markdown[start..end];
            let leading = sentence.len() - sentence.trim_start().len();
            let trimmed = start + leading..start + sentence.trim_end().len();
            if !trimmed.is_empty() {
                self.sentences.push(trimmed);
            }
            start = end;
        }
    }
}

/// The sentence that answers best, by the share of the question that each
/// covers: `coverages[i]` is that of `sentences[i]`, 0 to 1. A heading repeats
/// the question, so it is taken only where there is nothing else. The whole
/// text, trimmed, where it has no sentence.
pub fn best(markdown: &str, sentences: &[Range<usize>], coverages: &[f32]) -> Range<usize> {
    let headings = headings(markdown);
    let in_heading = |sentence: &Range<usize>| {
        let mut headings = headings.iter();
        headings.any(|heading| heading.contains(&sentence.start))
    };
    let is_all_headings = sentences.iter().all(in_heading);
    let candidates = sentences
        .iter()
        .zip(coverages)
        .filter(|(sentence, _)| is_all_headings || !in_heading(sentence));
    let mut best: Option<(f32, Range<usize>)> = None;
    for (number, (sentence, coverage)) in candidates.enumerate() {
        let bonus = if number == 0 {
            FIRST_SENTENCE_BONUS
        } else {
            0.0
        };
        let score = coverage + bonus;
        if best.as_ref().is_none_or(|(highest, _)| score > *highest) {
            best = Some((score, sentence.clone()));
        }
    }
    best.map_or_else(
        || {
            let start = markdown.len() - markdown.trim_start().len();
            start..markdown.trim_end().len().max(start)
        },
        |(_, sentence)| sentence,
    )
}

/// Where the headings of a Markdown text stand.
fn headings(markdown: &str) -> Vec<Range<usize>> {
    Parser::new_ext(markdown, markdown_options())
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::Heading { .. })))
        .map(|(_, range)| range)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn texts(markdown: &str) -> Vec<&str> {
        let ranges = sentences(markdown);
        ranges.into_iter().map(|range| &markdown[range]).collect()
    }

    #[test]
    fn paragraphs_and_list_items_are_cut_into_sentences() {
        let markdown = "Usually yes. Talk to a\ndoctor first!\n\n- one thing\n- **another.** More\n\n> quoted\n";
        assert_eq!(
            texts(markdown),
            [
                "Usually yes.",
                "Talk to a\ndoctor first!",
                "one thing",
                "**another.** More",
                "quoted"
            ]
        );
    }

    #[test]
    fn emphasis_code_and_links_are_not_cut() {
        assert_eq!(
            texts("See [A. B.](https://a.example/x). **Two. Three.** Four."),
            ["See [A. B.](https://a.example/x).", "**Two. Three.** Four."]
        );
    }

    #[test]
    fn the_first_sentence_wins_unless_another_says_more() {
        let markdown = "One. Two. Three.";
        let ranges = sentences(markdown);
        assert_eq!(best(markdown, &ranges, &[0.0, 0.0, 0.2]), 0..4);
        assert_eq!(best(markdown, &ranges, &[0.2, 0.9, 0.3]), 5..9);
        assert_eq!(best(" \n", &[], &[]), 2..2);
    }

    #[test]
    fn a_heading_is_not_the_answer_unless_it_is_all_there_is() {
        for (markdown, coverages, expected) in [
            (
                "# Rules\n\nBe kind. No spam.",
                &[1.0, 0.0, 0.0][..],
                "Be kind.",
            ),
            ("# Rules\n\nBe kind. No spam.", &[1.0, 0.0, 0.6], "No spam."),
            ("Rules\n=====\n\n- Be kind.", &[1.0, 0.0], "Be kind."),
            ("Be kind.\n\n> ## Rules", &[0.0, 1.0], "Be kind."),
            ("# Rules\n\n## More rules", &[0.0, 1.0], "More rules"),
        ] {
            let ranges = sentences(markdown);
            assert_eq!(ranges.len(), coverages.len(), "{markdown}");
            assert_eq!(&markdown[best(markdown, &ranges, coverages)], expected);
        }
    }

    proptest! {
        #[test]
        fn sentences_cover_plain_prose_once(text in "[a-zA-Z,.!?\u{e9}\u{1f600} \n]{0,200}") {
            let mut covered = vec![0; text.len()];
            for range in sentences(&text) {
                prop_assert!(!text[range.clone()].trim().is_empty());
                covered[range].iter_mut().for_each(|count| *count += 1);
            }
            for (position, character) in text.char_indices() {
                prop_assert!(covered[position] <= 1);
                if character.is_alphanumeric() {
                    prop_assert_eq!(covered[position], 1, "{:?} at {}", character, position);
                }
            }
        }

        #[test]
        fn any_markdown_has_sentences_in_order(text in "[ -~\n\u{e9}]{0,300}") {
            let ranges = sentences(&text);
            for pair in ranges.windows(2) {
                prop_assert!(pair[0].end <= pair[1].start);
            }
            let best = best(&text, &ranges, &vec![0.5; ranges.len()]);
            prop_assert!(text.get(best).is_some());
        }
    }
}
