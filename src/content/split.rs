//! Cuts a long section into passages at places where a reader would pause.
//!
//! Nothing is lost, doubled or changed: the parts one after another are the
//! section. What a part belongs to is [`super::passage`]'s business.

use std::iter::Peekable;
use std::ops::Range;
use std::vec::IntoIter;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use unicode_segmentation::UnicodeSegmentation;

use super::outline::markdown_options;

/// The longest passage, in characters, where there is a place to cut. A passage
/// is shown as one answer: this much fits on a phone's screen or two, and one
/// topic seldom needs more. Longer ones would also win searches by sheer size.
pub const MAX_PASSAGE_CHARACTERS: usize = 1_500;

/// Blocks nested deeper than this are never cut, so that hostile nesting cannot
/// make cutting slow.
const MAX_DEPTH: usize = 8;

/// A place where a text may be cut: between blocks (depth 0), between the items
/// of a list (1), and so on inwards; the sentences of a paragraph are one deeper
/// than the paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cut {
    at: usize,
    depth: usize,
}

/// Cuts Markdown into parts of at most [`MAX_PASSAGE_CHARACTERS`], one after
/// another and covering all of it. A list is cut only if it is too long by
/// itself; a code block or a table is never cut, however long.
pub fn split(body: &str) -> Vec<Range<usize>> {
    let fits = body.chars().count() <= MAX_PASSAGE_CHARACTERS;
    let cuts = if fits { Vec::new() } else { cuts(body) };
    let mut pieces = Vec::new();
    cut(body, 0..body.len(), &cuts, 0, &mut pieces);
    packed(body, pieces)
}

/// `text` without blank lines at its start and white space at its end.
pub fn trim_blank_lines(text: &str) -> &str {
    let text = text.trim_end();
    let first_word = text.len() - text.trim_start().len();
    let line_start = text[..first_word]
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    &text[line_start..]
}

/// Cuts `range` at its outermost places, and what is still too long deeper.
fn cut(
    body: &str,
    range: Range<usize>,
    cuts: &[Cut],
    depth: usize,
    pieces: &mut Vec<Range<usize>>,
) {
    if depth > MAX_DEPTH || cuts.is_empty() || characters(body, &range) <= MAX_PASSAGE_CHARACTERS {
        pieces.push(range);
        return;
    }
    let mut start = range.start;
    let mut first = 0;
    for (index, place) in cuts.iter().enumerate() {
        if place.depth == depth {
            cut(
                body,
                start..place.at,
                &cuts[first..index],
                depth + 1,
                pieces,
            );
            start = place.at;
            first = index + 1;
        }
    }
    cut(body, start..range.end, &cuts[first..], depth + 1, pieces);
}

/// Joins neighbouring pieces as long as they fit into one part.
fn packed(body: &str, pieces: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut part_length = 0;
    let mut last = 0..0;
    let mut last_length = 0;
    for piece in pieces {
        let length = characters(body, &piece);
        match parts.last_mut() {
            Some(part) if part_length + length <= MAX_PASSAGE_CHARACTERS => {
                part.end = piece.end;
                part_length += length;
            }
            // A line such as `Do this:` goes with what it announces.
            Some(part)
                if last.start > part.start
                    && body[last.clone()].trim_end().ends_with(':')
                    && last_length + length <= MAX_PASSAGE_CHARACTERS =>
            {
                part.end = last.start;
                parts.push(last.start..piece.end);
                part_length = last_length + length;
            }
            _ => {
                parts.push(piece.clone());
                part_length = length;
            }
        }
        last = piece;
        last_length = length;
    }
    parts
}

fn characters(body: &str, range: &Range<usize>) -> usize {
    body[range.clone()].chars().count()
}

/// All places where `body` may be cut, in order, each with its least depth.
fn cuts(body: &str) -> Vec<Cut> {
    let events: Vec<_> = Parser::new_ext(body, markdown_options())
        .into_offset_iter()
        .collect();
    let mut finder = CutFinder {
        body,
        cuts: Vec::new(),
        depth: 0,
        quotes: 0,
        sentences: None,
    };
    let mut events = events.into_iter().peekable();
    while let Some((event, range)) = events.next() {
        finder.read(event, range, &mut events);
    }
    finder.end_sentences();
    let mut cuts = finder.cuts;
    cuts.sort();
    cuts.dedup_by_key(|cut| cut.at);
    cuts
}

type Events<'a> = Peekable<IntoIter<(Event<'a>, Range<usize>)>>;

/// Walks over a document and notes where it may be cut.
struct CutFinder<'a> {
    body: &'a str,
    cuts: Vec<Cut>,
    /// How many blocks are open.
    depth: usize,
    /// How many of them are quotes.
    quotes: usize,
    /// The running text that is open.
    sentences: Option<Sentences>,
}

/// Running text: a paragraph, or the text of a list item.
struct Sentences {
    range: Range<usize>,
    /// Links, code and emphasis in it, which must stay whole.
    whole: Vec<Range<usize>>,
}

impl CutFinder<'_> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>, events: &mut Events<'_>) {
        match event {
            Event::Start(
                Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Table(_) | Tag::Heading { .. },
            ) => {
                self.block_starts(&range);
                skip(events);
            }
            Event::Start(
                tag @ (Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::BlockQuote(_)),
            ) => {
                self.block_starts(&range);
                self.depth += 1;
                self.quotes += usize::from(matches!(tag, Tag::BlockQuote(_)));
            }
            Event::End(
                tag @ (TagEnd::Paragraph | TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_)),
            ) => {
                self.end_sentences();
                self.depth = self.depth.saturating_sub(1);
                self.quotes -= usize::from(matches!(tag, TagEnd::BlockQuote(_)));
            }
            Event::Rule => self.block_starts(&range),
            Event::Start(_) => {
                skip(events);
                self.inline(range, true);
            }
            Event::Text(_) | Event::SoftBreak | Event::HardBreak => self.inline(range, false),
            _ => self.inline(range, true),
        }
    }

    fn block_starts(&mut self, range: &Range<usize>) {
        self.end_sentences();
        if self.depth > MAX_DEPTH {
            return;
        }
        let at = self.body[..range.start]
            .rfind('\n')
            .map_or(0, |newline| newline + 1);
        self.add(at, self.depth);
    }

    fn inline(&mut self, range: Range<usize>, whole: bool) {
        let sentences = self.sentences.get_or_insert_with(|| Sentences {
            range: range.clone(),
            whole: Vec::new(),
        });
        sentences.range.end = sentences.range.end.max(range.end);
        if whole {
            sentences.whole.push(range);
        }
    }

    /// Notes the ends of the sentences in the running text, if one is open.
    fn end_sentences(&mut self) {
        let Some(Sentences { range, whole }) = self.sentences.take() else {
            return;
        };
        let body = self.body;
        let mut whole = whole.into_iter().peekable();
        let mut at = range.start;
        for sentence in body[range].split_sentence_bounds() {
            at += sentence.len();
            while whole.next_if(|span| span.end <= at).is_some() {}
            let inside = whole.peek().is_some_and(|span| span.start < at);
            // The lines of a quote carry a mark, so it is cut between lines.
            let loses_mark = self.quotes > 0 && !sentence.ends_with('\n');
            if ends_sentence(sentence) && !inside && !loses_mark {
                self.add(at, self.depth);
            }
        }
    }

    fn add(&mut self, at: usize, depth: usize) {
        if at > 0 && at < self.body.len() {
            self.cuts.push(Cut { at, depth });
        }
    }
}

/// Passes over what is inside the block or span that has just begun.
fn skip(events: &mut Events<'_>) {
    let mut open = 1;
    while open > 0 {
        match events.next() {
            Some((Event::Start(_), _)) => open += 1,
            Some((Event::End(_), _)) => open -= 1,
            Some(_) => {}
            None => return,
        }
    }
}

/// Whether `sentence` ends as sentences do; the segmentation also ends one at
/// every line.
fn ends_sentence(sentence: &str) -> bool {
    sentence
        .trim_end()
        .trim_end_matches(['"', '\'', '”', '’', '»', ')', ']', '*', '_'])
        .ends_with(['.', '!', '?', '…', '。', '！', '？', '।', '؟'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A paragraph of `count` short sentences.
    fn sentences(count: usize) -> String {
        (0..count)
            .map(|number| format!("This is the sentence {number:04}."))
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// The parts of a text, each described by its first and its last line.
    fn parts(body: &str) -> Vec<(&str, &str)> {
        split(body)
            .into_iter()
            .map(|range| {
                let part = trim_blank_lines(&body[range]);
                let first = part.lines().next().unwrap();
                (first, part.lines().last().unwrap())
            })
            .collect()
    }

    #[test]
    fn blank_lines_around_a_text_go_and_its_indentation_stays() {
        assert_eq!(
            trim_blank_lines("\n  \n    code\n\nend  \n\n"),
            "    code\n\nend"
        );
        assert_eq!(trim_blank_lines(" \n "), "");
    }

    #[test]
    fn a_short_text_is_one_part() {
        assert_eq!(split("One.\n\nTwo."), std::slice::from_ref(&(0..10)));
        assert_eq!(split(""), std::slice::from_ref(&(0..0)));
    }

    #[test]
    fn a_long_text_is_cut_between_blocks() {
        let paragraph = |name: &str| format!("{name} {}\n\n", "word ".repeat(120));
        let body = [paragraph("one"), paragraph("two"), paragraph("three")].concat();
        let starts: Vec<_> = split(&body)
            .into_iter()
            .map(|range| body[range].split(' ').next().unwrap())
            .collect();
        assert_eq!(starts, ["one", "three"]);
    }

    #[test]
    fn a_list_that_fits_is_not_cut() {
        let items = "- An item of the list.\n".repeat(40);
        let body = format!("{}\n\n{items}", sentences(30));
        let found = parts(&body);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, "- An item of the list.");
    }

    #[test]
    fn what_announces_a_list_goes_with_it() {
        let items = "- An item of the list.\n".repeat(40);
        let body = format!("{}\n\nDo this:\n\n{items}", sentences(30));
        let found = parts(&body);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].0, "Do this:");
    }

    #[test]
    fn an_over_long_list_is_cut_between_its_items() {
        let item = format!("- {}\n  {}\n", "a".repeat(300), "b".repeat(300));
        let body = item.repeat(5);
        let found = parts(&body);
        assert_eq!(found.len(), 3);
        for (first, last) in found {
            assert!(first.starts_with("- a"), "{first}");
            assert!(last.starts_with("  b"), "{last}");
        }
    }

    #[test]
    fn an_over_long_item_is_cut_between_its_sentences() {
        let body = format!("- Short.\n- {}\n", sentences(100));
        let found = parts(&body);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, "- Short.");
        assert!(found[1].0.starts_with("This is the sentence"), "{found:?}");
    }

    #[test]
    fn an_over_long_paragraph_is_cut_between_its_sentences() {
        let body = sentences(200);
        for range in split(&body) {
            let part = body[range].trim();
            assert!(part.starts_with("This is the sentence") && part.ends_with('.'));
        }
    }

    #[test]
    fn emphasis_links_and_code_are_never_cut() {
        let body = format!("Start. **{}** End.", sentences(100));
        let found = parts(&body);
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].0, "Start.");
        assert!(found[1].0.starts_with("**This"));
    }

    #[test]
    fn an_over_long_quote_is_cut_between_its_lines() {
        let body = "> This is a sentence of the quote.\n".repeat(100);
        let found = parts(&body);
        assert!(found.len() > 2);
        for (first, _) in found {
            assert_eq!(first, "> This is a sentence of the quote.");
        }
    }

    #[test]
    fn code_and_tables_are_never_cut() {
        let code = format!("```\n{}```\n", "A line. And another.\n\n".repeat(200));
        let table = format!("| a | b |\n|---|---|\n{}", "| One. | Two. |\n".repeat(200));
        for block in [code, table] {
            let body = format!("Before.\n\n{block}\nAfter.\n");
            let found: Vec<_> = split(&body)
                .into_iter()
                .map(|range| body[range].trim())
                .collect();
            assert_eq!(found, ["Before.", block.trim(), "After."]);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// For any text the parts follow each other without gap or overlap,
        /// and one that is too long has no place where it could be cut.
        #[test]
        fn the_parts_cover_the_text_once(
            body in r"(- |> |  |\n|\n\n|```\n|One two. |word |\*\*|`|\[|\](x)|1\. |é|\| |# ){0,1200}"
        ) {
            let parts = split(&body);
            let mut end = 0;
            for part in &parts {
                prop_assert_eq!(part.start, end);
                end = part.end;
            }
            prop_assert_eq!(end, body.len());

            let places = cuts(&body);
            for part in parts {
                let places = places
                    .iter()
                    .filter(|cut| part.start < cut.at && cut.at < part.end)
                    .count();
                let length = characters(&body, &part);
                prop_assert!(length <= MAX_PASSAGE_CHARACTERS || places == 0, "{}", length);
            }
        }
    }
}
