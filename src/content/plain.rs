//! Markdown as plain text: what is said, without how it is marked up.
//!
//! For searching. Addresses of links and the numbers of lists are no words of an
//! answer; code and table cells are.

use pulldown_cmark::{Event, Parser, TagEnd};

use super::outline::markdown_options;

/// The words of a Markdown text, with a space or a line end between blocks.
pub fn plain_text(markdown: &str) -> String {
    let mut text = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, markdown_options()) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item)
            | Event::End(TagEnd::TableCell | TagEnd::CodeBlock) => text.push('\n'),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_numbers_and_addresses_are_gone() {
        assert_eq!(
            plain_text("1. **Fin**d it\n2. [Press](https://a.example/b) `hard`\n\n```\nx = 1\n```"),
            "Find it\nPress hard\nx = 1\n\n"
        );
    }
}
