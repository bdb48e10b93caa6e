//! Markdown as a person likes to read it on a terminal: wrapped, with bullets,
//! bold and italics. What it cannot show it leaves as it is written.

use std::fmt::Write;
use std::ops::Range;

use anstyle::{AnsiColor, Style};
use faqbot::content::markdown_options;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};

/// The sentence that answers best, on a terminal.
const BEST: Style = AnsiColor::Green.on_default().bold();

/// What a block of text is put in front of.
const QUOTE: &str = "│ ";

/// Renders `markdown`, wrapped at `width` columns, without a last line end.
///
/// The bytes of `best` are marked: by colour where `styled`, else between
/// double asterisks.
pub fn render(markdown: &str, best: Option<&Range<usize>>, width: usize, styled: bool) -> String {
    let mut renderer = Renderer {
        output: String::new(),
        block: String::new(),
        first_indent: None,
        indents: Vec::new(),
        lists: Vec::new(),
        links: Vec::new(),
        styles: Vec::new(),
        best: best.cloned(),
        in_best: false,
        in_code: false,
        width,
        styled,
    };
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        renderer.event(event, range);
    }
    renderer.end_block();
    renderer.output.trim_end().to_owned()
}

struct Renderer {
    output: String,
    /// The paragraph or list item that is being put together.
    block: String,
    /// What stands before the first line of the next block: a bullet.
    first_indent: Option<String>,
    /// What stands before every line.
    indents: Vec<String>,
    /// The next number of each list around, `None` for bullets.
    lists: Vec<Option<u64>>,
    links: Vec<String>,
    styles: Vec<Style>,
    best: Option<Range<usize>>,
    in_best: bool,
    in_code: bool,
    width: usize,
    styled: bool,
}

impl Renderer {
    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => {
                self.enter(&range);
                let _ = write!(self.block, "`{}`", printable(&code));
                self.leave(&range);
            }
            Event::SoftBreak => self.block.push(' '),
            Event::HardBreak => self.block.push('\n'),
            Event::Html(html) | Event::InlineHtml(html) => self.text(&html, range),
            Event::Rule => {
                self.end_block();
                self.block.push_str("———");
                self.end_block();
            }
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text, range);
            }
            Event::TaskListMarker(done) => {
                self.block.push_str(if done { "[x] " } else { "[ ] " });
            }
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.enter_style(Style::new().italic()),
            Tag::Strong => self.enter_style(Style::new().bold()),
            Tag::Heading { .. } => {
                self.end_block();
                self.enter_style(Style::new().bold());
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                self.enter(&range);
                self.links.push(printable(&dest_url));
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                let bullet = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
                self.indents.push(" ".repeat(bullet.chars().count()));
                self.first_indent = Some(bullet);
            }
            Tag::BlockQuote(_) => {
                self.end_block();
                self.indents.push(QUOTE.to_owned());
            }
            Tag::CodeBlock(kind) => {
                self.end_block();
                self.in_code = true;
                self.indents.push("    ".to_owned());
                if let CodeBlockKind::Fenced(_) = kind {
                    self.enter(&range);
                }
            }
            Tag::TableCell if !self.block.is_empty() => self.block.push_str(" | "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong => self.leave_style(),
            TagEnd::Heading(_) => {
                self.leave_style();
                self.end_block();
                self.blank_line();
            }
            TagEnd::Link | TagEnd::Image => {
                if let Some(link) = self.links.pop()
                    && !self.block.ends_with(&link)
                {
                    let _ = write!(self.block, " <{link}>");
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.blank_line();
                }
            }
            TagEnd::Item => {
                self.end_block();
                self.indents.pop();
                self.first_indent = None;
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.indents.pop();
                self.blank_line();
            }
            TagEnd::CodeBlock => {
                self.end_block();
                self.in_code = false;
                self.indents.pop();
                self.blank_line();
            }
            TagEnd::Paragraph => {
                self.end_block();
                if self.lists.is_empty() {
                    self.blank_line();
                }
            }
            TagEnd::TableRow | TagEnd::TableHead => self.end_block(),
            TagEnd::Table => self.blank_line(),
            _ => {}
        }
    }

    /// A text may lie partly within the best sentence: it is cut at its ends.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let is_verbatim = range.len() == text.len();
        let mut cuts = vec![0];
        if let (Some(best), true) = (&self.best, is_verbatim) {
            for edge in [best.start, best.end] {
                let inside = edge.saturating_sub(range.start);
                if edge > range.start && edge < range.end && text.is_char_boundary(inside) {
                    cuts.push(inside);
                }
            }
        }
        cuts.push(text.len());
        for pair in cuts.windows(2) {
            let piece = range.start + pair[0]..range.start + pair[1];
            self.enter(&piece);
            self.block.push_str(&printable(&text[pair[0]..pair[1]]));
            self.leave(&piece);
        }
    }

    /// Begins the mark where the best sentence begins.
    fn enter(&mut self, range: &Range<usize>) {
        let begins = self
            .best
            .as_ref()
            .is_some_and(|best| best.contains(&range.start));
        if begins && !self.in_best {
            self.in_best = true;
            if self.styled {
                let _ = write!(self.block, "{BEST}");
            } else {
                self.block.push_str("**");
            }
        }
    }

    /// Ends the mark where the best sentence ends.
    fn leave(&mut self, range: &Range<usize>) {
        let ends = self.best.as_ref().is_some_and(|best| range.end >= best.end);
        if ends && self.in_best {
            self.end_mark();
        }
    }

    fn end_mark(&mut self) {
        self.in_best = false;
        if self.styled {
            let _ = write!(self.block, "{BEST:#}");
            self.restore_styles();
        } else {
            self.block.push_str("**");
        }
    }

    fn enter_style(&mut self, style: Style) {
        self.styles.push(style);
        if self.styled {
            let _ = write!(self.block, "{style}");
        }
    }

    fn leave_style(&mut self) {
        if let Some(style) = self.styles.pop()
            && self.styled
        {
            let _ = write!(self.block, "{style:#}");
            if self.in_best {
                let _ = write!(self.block, "{BEST}");
            }
            self.restore_styles();
        }
    }

    /// A reset ends every style; those around go on.
    fn restore_styles(&mut self) {
        for style in &self.styles {
            let _ = write!(self.block, "{style}");
        }
    }

    fn end_block(&mut self) {
        // A mark never reaches over the end of a block.
        if self.in_best && !self.block.is_empty() {
            self.end_mark();
        }
        let block = std::mem::take(&mut self.block);
        if block.trim().is_empty() {
            return;
        }
        let indent = self.indents.concat();
        let first = match self.first_indent.take() {
            Some(bullet) => self.indents[..self.indents.len().saturating_sub(1)].concat() + &bullet,
            None => indent.clone(),
        };
        if self.in_code {
            for line in block.trim_end_matches('\n').lines() {
                let _ = writeln!(self.output, "{indent}{line}");
            }
            return;
        }
        let options = textwrap::Options::new(self.width)
            .initial_indent(&first)
            .subsequent_indent(&indent)
            .break_words(false);
        self.output.push_str(&textwrap::fill(block.trim(), options));
        self.output.push('\n');
    }

    fn blank_line(&mut self) {
        if !self.output.is_empty() && !self.output.ends_with("\n\n") {
            self.output.push('\n');
        }
    }
}

/// The text without characters that could command the terminal.
pub fn printable(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control() || *character == '\n')
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_and_lists_are_wrapped_and_indented() {
        let markdown = "A paragraph that is\nlonger than the line.\n\n1. one\n2. two words here\n   - deep\n\n> said";
        assert_eq!(
            render(markdown, None, 18, false),
            "A paragraph that\nis longer than the\nline.\n\n1. one\n2. two words here\n   • deep\n\n│ said"
        );
    }

    #[test]
    fn the_best_sentence_is_marked_in_its_place() {
        let markdown = "One *is*. Two `is` it. Three.";
        assert_eq!(
            render(markdown, Some(&(10..22)), 80, false),
            "One is. **Two `is` it.** Three."
        );
        let styled = render(markdown, Some(&(10..22)), 80, true);
        assert_eq!(
            anstream::adapter::strip_str(&styled).to_string(),
            "One is. Two `is` it. Three."
        );
        assert!(styled.contains(&format!("{BEST}Two")));
    }

    #[test]
    fn a_file_cannot_command_the_terminal() {
        assert_eq!(render("a\u{1b}[31mb\u{7}", None, 80, false), "a[31mb");
    }

    #[test]
    fn links_show_where_they_lead_and_code_is_not_wrapped() {
        assert_eq!(
            render(
                "[here](https://a.example) <https://b.example>\n\n```\nlong code line\n```",
                None,
                80,
                false
            ),
            "here <https://a.example> https://b.example\n\n    long code line"
        );
    }
}
