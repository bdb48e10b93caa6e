//! Reads the Markdown that moderators write into the blocks of a passage.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use super::passage::{
    Block, Content, EMPHASIS, Inline, Kind, STRIKE, STRONG, push, with_addresses, words,
};
use super::table::Table;
use crate::content::markdown_options;
use crate::discord::address;

/// What stands between two blocks that a line parts.
const RULE: &str = "———";

/// The deepest heading that Discord shows as one.
const DEEPEST_HEADING: usize = 3;

/// The most columns that a block stands to the right: a phone has few.
const WIDEST_INDENT: usize = 20;

/// The blocks of a passage. The bytes of `best` are strong. What cannot be cut,
/// such as a link, is taken apart where it is longer than `longest` bytes.
pub(super) fn read(markdown: &str, best: Option<&Range<usize>>, longest: usize) -> Vec<Block> {
    let mut reader = Reader {
        markdown,
        best: best.filter(|best| is_sound(markdown, best)).cloned(),
        longest,
        blocks: Vec::new(),
        kind: Kind::Text,
        is_comment: false,
        inlines: Vec::new(),
        links: Vec::new(),
        around: Vec::new(),
        styles: Vec::new(),
        table: None,
    };
    for (event, range) in Parser::new_ext(markdown, markdown_options()).into_offset_iter() {
        reader.event(event, range);
    }
    reader.end_block();
    reader.blocks
}

/// Whether a sentence can be marked: nothing that is marked itself reaches over
/// one of its ends.
fn is_sound(markdown: &str, best: &Range<usize>) -> bool {
    Parser::new_ext(markdown, markdown_options())
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(
                event,
                Event::Code(_)
                    | Event::Start(
                        Tag::Emphasis
                            | Tag::Strong
                            | Tag::Strikethrough
                            | Tag::Link { .. }
                            | Tag::Image { .. }
                    )
            )
        })
        .all(|(_, marked)| {
            let is_within = |edge| marked.start < edge && edge < marked.end;
            let is_around = marked.start <= best.start && best.end <= marked.end;
            is_around || !(is_within(best.start) || is_within(best.end))
        })
}

/// What stands around a block.
enum Around {
    Quote(usize),
    List(usize, Option<u64>),
    /// An item, with its bullet until that is written, and its width.
    Item(Option<String>, usize),
}

/// A link whose label is being read.
struct Link {
    address: String,
    range: Range<usize>,
    style: u8,
    /// What stands before it.
    before: Vec<Inline>,
    kind: LinkType,
}

struct Reader<'a> {
    markdown: &'a str,
    best: Option<Range<usize>>,
    longest: usize,
    blocks: Vec<Block>,
    kind: Kind,
    /// Whether the block is not shown.
    is_comment: bool,
    inlines: Vec<Inline>,
    links: Vec<Link>,
    around: Vec<Around>,
    styles: Vec<u8>,
    table: Option<Table>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, range),
            Event::Code(code) => self.code(&code, range),
            Event::SoftBreak => self.add(range.start, " "),
            Event::HardBreak => self.line_end(range.start),
            Event::InlineHtml(html) => match html.to_ascii_lowercase().as_str() {
                "<br>" | "<br/>" | "<br />" => self.line_end(range.start),
                comment if comment.starts_with("<!--") => {}
                _ => self.text(&html, range),
            },
            Event::Html(html) => {
                self.text(
                    html.trim_end(),
                    range.start..range.start + html.trim_end().len(),
                );
                self.line_end(range.end.saturating_sub(1));
            }
            Event::Rule => {
                self.end_block();
                self.add(range.start, RULE);
                self.end_block();
            }
            Event::TaskListMarker(is_done) => {
                self.add(range.start, if is_done { "☑ " } else { "☐ " });
            }
            // Not in the dialect of the files.
            Event::FootnoteReference(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.text(&text, range);
            }
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Emphasis => self.styles.push(EMPHASIS),
            Tag::Strong => self.styles.push(STRONG),
            Tag::Strikethrough => self.styles.push(STRIKE),
            Tag::Link {
                dest_url,
                link_type,
                ..
            }
            | Tag::Image {
                dest_url,
                link_type,
                ..
            } => self.links.push(Link {
                address: dest_url.into_string(),
                style: self.style(&range),
                range,
                before: std::mem::take(&mut self.inlines),
                kind: link_type,
            }),
            Tag::TableHead | Tag::TableRow => {
                if let Some(table) = &mut self.table {
                    table.start_row(range.start);
                }
            }
            Tag::TableCell => {}
            _ => self.start_block(tag, &range),
        }
    }

    fn start_block(&mut self, tag: Tag, range: &Range<usize>) {
        self.end_block();
        match tag {
            Tag::Heading { level, .. } if level as usize <= DEEPEST_HEADING => {
                self.kind = Kind::Heading(level as usize);
            }
            Tag::Heading { .. } => self.styles.push(STRONG),
            Tag::CodeBlock(kind) => {
                self.kind = Kind::Code(match kind {
                    CodeBlockKind::Fenced(language) => language_name(&language),
                    CodeBlockKind::Indented => String::new(),
                });
            }
            Tag::HtmlBlock => {
                let html = self.markdown[range.clone()].trim();
                // A remark to other editors; the text of the block follows.
                if html.starts_with("<!--") && html.ends_with("-->") {
                    self.is_comment = true;
                }
            }
            Tag::BlockQuote(_) => self.around.push(Around::Quote(range.start)),
            Tag::List(first) => self.around.push(Around::List(range.start, first)),
            Tag::Item => {
                let bullet = match self.around.last_mut() {
                    Some(Around::List(_, Some(number))) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                let width = bullet.len();
                self.around.push(Around::Item(Some(bullet), width));
            }
            Tag::Table(_) => self.table = Some(Table::default()),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.styles.pop();
            }
            TagEnd::Link | TagEnd::Image => self.end_link(),
            TagEnd::TableCell => {
                let cell = with_addresses(std::mem::take(&mut self.inlines), self.longest);
                if let Some(table) = &mut self.table {
                    table.cell(cell);
                }
            }
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::Table => {
                let table = self.table.take().unwrap_or_default();
                for (kind, inlines) in table.lines(self.longest) {
                    self.kind = kind;
                    self.inlines = inlines;
                    self.end_block();
                }
            }
            TagEnd::Heading(level) => {
                self.end_block();
                if level as usize > DEEPEST_HEADING {
                    self.styles.pop();
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => {
                self.end_block();
                self.around.pop();
            }
            _ => self.end_block(),
        }
    }

    fn end_block(&mut self) {
        let kind = std::mem::replace(&mut self.kind, Kind::Text);
        let is_comment = std::mem::take(&mut self.is_comment);
        let inlines = std::mem::take(&mut self.inlines);
        let inlines = match kind {
            Kind::Text | Kind::Heading(_) => with_addresses(inlines, self.longest),
            Kind::Code(_) | Kind::Row => inlines,
        };
        if words(&inlines).trim().is_empty() || is_comment {
            return;
        }
        let mut first_bullet = String::new();
        let mut columns = 0;
        let mut quote = None;
        let mut list = None;
        for around in &mut self.around {
            match around {
                Around::Quote(start) => quote = quote.or(Some(*start)),
                Around::List(start, _) => list = list.or(Some(*start)),
                Around::Item(bullet, width) => {
                    columns += *width;
                    first_bullet = bullet.take().unwrap_or_default();
                }
            }
        }
        self.blocks.push(Block {
            kind,
            quote,
            list,
            indent: (columns - first_bullet.len()).min(WIDEST_INDENT),
            bullet: first_bullet,
            inlines,
        });
    }

    /// The emphasis of a piece of the passage.
    fn style(&self, range: &Range<usize>) -> u8 {
        let is_best = self
            .best
            .as_ref()
            .is_some_and(|best| best.start <= range.start && range.end <= best.end);
        let around = self.styles.iter().fold(0, |all, style| all | style);
        around | if is_best { STRONG } else { 0 }
    }

    /// Adds what the passage says in other characters.
    fn add(&mut self, at: usize, text: &str) {
        let style = self.style(&(at..at));
        let content = Content::Text(text.to_owned());
        self.inlines.push(Inline::whole(at, content, style));
    }

    fn line_end(&mut self, at: usize) {
        let content = match self.kind {
            Kind::Text if self.links.is_empty() && self.table.is_none() => Content::LineEnd,
            _ => Content::Text(" ".to_owned()),
        };
        self.inlines.push(Inline::whole(at, content, 0));
    }

    /// A text may lie partly within the best sentence: it is cut at its ends.
    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.markdown.get(range.clone()) != Some(text) {
            let style = self.style(&range);
            self.inlines.push(Inline {
                is_divisible: text.len() <= range.len(),
                ..Inline::whole(range.start, Content::Text(text.to_owned()), style)
            });
            return;
        }
        let mut start = range.start;
        let edges = self
            .best
            .clone()
            .map_or([range.end; 2], |best| [best.start, best.end]);
        for edge in edges.into_iter().chain([range.end]) {
            if start < edge && edge <= range.end && self.markdown.is_char_boundary(edge) {
                let style = self.style(&(start..edge));
                let piece = Inline::divisible(start, &self.markdown[start..edge], style);
                push(&mut self.inlines, piece);
                start = edge;
            }
        }
    }

    fn code(&mut self, code: &str, range: Range<usize>) {
        let style = self.style(&range);
        // Where its bytes begin does not matter, as long as they are in order.
        let fence = (range.len().saturating_sub(code.len())) / 2;
        self.inlines.push(Inline {
            is_divisible: code.len() <= range.len(),
            ..Inline::whole(range.start + fence, Content::Code(code.to_owned()), style)
        });
    }

    fn end_link(&mut self) {
        let Some(link) = self.links.pop() else {
            return;
        };
        let label = std::mem::replace(&mut self.inlines, link.before);
        let at = link.range.start;
        // A picture within a link is its label.
        let is_within = !self.links.is_empty();
        let shown = words(&label);
        let written = address::web_address(&link.address);
        let room = self.longest;
        match written.filter(|written| !is_within && written.len() <= room) {
            Some(written) if shown.trim().is_empty() || address::is_same(&shown, &link.address) => {
                let address = Content::Address(written);
                self.inlines.push(Inline::whole(at, address, link.style));
            }
            Some(written) if written.len() + most_written(&label) <= room => {
                let content = Content::Link(label, written);
                self.inlines.push(Inline::whole(at, content, link.style));
            }
            Some(written) => {
                self.inlines.extend(label);
                let end = link.range.end.saturating_sub(1).max(at);
                self.inlines
                    .push(Inline::whole(end, Content::Text(" ".to_owned()), 0));
                self.inlines
                    .push(Inline::whole(end, Content::Address(written), link.style));
            }
            None => {
                self.inlines.extend(label);
                let address = ["mailto:", "tel:"]
                    .iter()
                    .find_map(|scheme| link.address.strip_prefix(scheme))
                    .unwrap_or(&link.address);
                let says_more = link.kind != LinkType::Email
                    && !is_within
                    && link.address.contains(':')
                    && shown != link.address
                    && shown != address
                    && address.len() <= room;
                if says_more {
                    let end = link.range.end.saturating_sub(1).max(at);
                    let text = Content::Text(format!(" ({address})"));
                    self.inlines.push(Inline::whole(end, text, link.style));
                }
            }
        }
    }
}

/// More than the bytes that a label and its link are written with, apart from
/// the address: each sign escaped, marks around each piece.
fn most_written(label: &[Inline]) -> usize {
    const MARKS: usize = 16;
    2 * words(label).len() + MARKS * (label.len() + 1)
}

/// The name by which Discord knows a language, empty where it could not be one.
fn language_name(info: &str) -> String {
    let name = info.split([' ', ',', '\t']).next().unwrap_or_default();
    let is_known = name
        .chars()
        .all(|character| character.is_ascii_alphanumeric() || "_+-.#".contains(character));
    if is_known && name.len() <= LONGEST_LANGUAGE {
        name.to_owned()
    } else {
        String::new()
    }
}

/// The longest name of a language, in bytes; they are short.
const LONGEST_LANGUAGE: usize = 20;
