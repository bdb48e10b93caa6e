//! A reply as a person likes to read it on a terminal.
//!
//! Colour and bold only where the output is a terminal and `NO_COLOR` is not
//! set; elsewhere the same text without them.

use std::io::{self, Write};
use std::ops::Range;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use faqbot::answer::decide::Reason;
use faqbot::content::entry::SourceRef;
use faqbot::engine::Explanation;
use faqbot::reply::{Choices, Reply, Tone};

use super::markdown::{self, printable};

/// Longer lines are hard to read, however wide the terminal is.
const MAX_WIDTH: usize = 80;

const TITLE: Style = Style::new().bold();
const URGENT: Style = AnsiColor::Red.on_default().bold();
const QUIET: Style = Style::new().dimmed();

/// Standard output, with or without styles.
pub struct Terminal {
    output: AutoStream<io::Stdout>,
    styled: bool,
    width: usize,
}

impl Terminal {
    /// Standard output.
    pub fn stdout() -> Self {
        let output = anstream::stdout();
        Terminal {
            styled: output.current_choice() != ColorChoice::Never,
            width: textwrap::termwidth().min(MAX_WIDTH),
            output,
        }
    }

    /// Prints a reply. Its choices are numbered, for those who can pick one.
    pub fn print_reply(&mut self, reply: &Reply) -> io::Result<()> {
        if let Some(title) = &reply.title {
            let style = if reply.tone == Tone::Urgent {
                URGENT
            } else {
                TITLE
            };
            self.print_styled(style, title)?;
            writeln!(self.output)?;
        }
        if !reply.body.is_empty() {
            self.print_markdown(&reply.body, reply.best.as_ref())?;
        }
        if reply.tone == Tone::Answer {
            writeln!(self.output)?;
        }
        for source in &reply.sources {
            self.print_source(source)?;
        }
        if let Some(reviewed) = &reply.reviewed {
            self.print_styled(QUIET, reviewed)?;
        }
        if let Some(disclaimer) = &reply.disclaimer {
            writeln!(self.output)?;
            self.print_markdown(disclaimer, None)?;
        }
        if let Some(choices) = &reply.choices {
            if !reply.body.is_empty() {
                writeln!(self.output)?;
            }
            self.print_choices(choices)?;
        }
        self.output.flush()
    }

    /// Says why, in plain words.
    pub fn print_explanation(&mut self, explanation: &Explanation) -> io::Result<()> {
        writeln!(self.output)?;
        self.print_styled(TITLE, "Why")?;
        let Some(reason) = explanation.reason else {
            return self.print_line("This was no question to search for.");
        };
        let words: Vec<String> = explanation
            .words
            .iter()
            .map(|(word, weight)| format!("{word} ({weight:.1})"))
            .collect();
        if words.is_empty() {
            self.print_line("No word of it can be searched for.")?;
        } else {
            self.print_line(&format!(
                "Words searched for, and how telling each is: {}",
                words.join(", ")
            ))?;
        }
        for (from, to) in &explanation.corrections {
            self.print_line(&format!("Spelling: \"{from}\" was read as \"{to}\""))?;
        }
        for (from, also) in &explanation.synonyms {
            let also: Vec<String> = also.iter().map(|to| format!("\"{to}\"")).collect();
            let also = also.join(", ");
            self.print_line(&format!("Synonyms: \"{from}\" also finds {also}"))?;
        }
        let mut why = in_words(reason).to_owned();
        if reason != Reason::Exact {
            let needed = explanation.threshold;
            why.push_str(&format!(
                " An answer needs a confidence of {needed:.2} here."
            ));
        }
        self.print_line(&why)?;
        for (number, hit) in explanation.hits.iter().enumerate() {
            writeln!(self.output)?;
            self.print_line(&format!(
                "{}. {} [{}]: confidence {:.2}, score {:.2}",
                number + 1,
                hit.title,
                hit.id,
                hit.confidence,
                hit.score
            ))?;
            for (name, value) in hit.features.iter().filter(|(_, value)| *value > 0.0) {
                writeln!(self.output, "   {value:6.2}  {name}")?;
            }
        }
        self.output.flush()
    }

    fn print_markdown(&mut self, text: &str, best: Option<&Range<usize>>) -> io::Result<()> {
        let rendered = markdown::render(text, best, self.width, self.styled);
        writeln!(self.output, "{rendered}")
    }

    fn print_source(&mut self, source: &SourceRef) -> io::Result<()> {
        let label = &super::texts().reply.source;
        let line = match &source.url {
            Some(url) => format!("{label}: {} <{url}>", source.title),
            None => format!("{label}: {}", source.title),
        };
        self.print_styled(QUIET, &line)
    }

    fn print_choices(&mut self, choices: &Choices) -> io::Result<()> {
        self.print_line(&choices.heading)?;
        for (number, entry) in choices.entries.iter().enumerate() {
            let line = format!("  {}. {}", number + 1, printable(&entry.title));
            writeln!(self.output, "{line} {QUIET}[{}]{QUIET:#}", entry.id)?;
        }
        Ok(())
    }

    fn print_styled(&mut self, style: Style, text: &str) -> io::Result<()> {
        let wrapped = textwrap::fill(&printable(text), self.options());
        writeln!(self.output, "{style}{wrapped}{style:#}")
    }

    /// A line of text, wrapped.
    pub fn print_line(&mut self, text: &str) -> io::Result<()> {
        let wrapped = textwrap::fill(&printable(text), self.options());
        writeln!(self.output, "{wrapped}")
    }

    fn options(&self) -> textwrap::Options<'static> {
        textwrap::Options::new(self.width).break_words(false)
    }
}

/// Why it was decided so.
pub fn in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::NothingLike => "No entry has enough of it.",
        Reason::Exact => "The first has this very question.",
        Reason::Sure => "The first is sure enough, and well ahead of the next.",
        Reason::NoSubject => "The question names nothing to look up.",
        Reason::Unknown => "Too much of the question is words that the FAQ has nowhere.",
        Reason::TooLittle => "The first has too little of the question.",
        Reason::NotSure => "The first is not sure enough to be given as the answer.",
        Reason::TooNear => "The first two are too near each other to choose.",
        Reason::NotFor => "The first says that it is not for questions such as this.",
    }
}
