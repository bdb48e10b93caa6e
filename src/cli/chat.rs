//! `faqbot chat`: the bot in the terminal.
//!
//! With line editing and, while it runs, a history; nothing that is typed is
//! kept on disk.

use std::io::{self, IsTerminal};
use std::sync::Arc;

use anyhow::Context;
use faqbot::answer::outcome::{Outcome, Suggestion};
use faqbot::answer::question::{Previous, Question};
use faqbot::config::Settings;
use faqbot::engine::Engine;
use faqbot::engine::views::Views;
use faqbot::reply::reply;
use rustyline::DefaultEditor;
use rustyline::error::ReadlineError;

use super::args::Chat;
use super::terminal::Terminal;
use super::{Exit, reload};

const PROMPT: &str = "> ";

/// What ends the talk, next to Ctrl-D.
const GOODBYES: [&str; 4] = ["exit", "quit", ":q", "/quit"];

/// Talks until the end of input.
pub fn run(settings: &Settings, command: &Chat) -> anyhow::Result<Exit> {
    let (engine, report) = super::opened(&settings.engine)?;
    let engine = Arc::new(engine);
    let views = Views::one(Arc::clone(&engine), settings.engine.clone());
    let reloader = reload::reloader(settings, &Arc::new(views), &report);
    let _watch = reload::watch(&reloader, command.watch, |_| {});
    let mut terminal = Terminal::stdout();
    terminal.print_line(
        "Ask me a question, or type the number of a suggestion. Ctrl-D or `exit` ends.",
    )?;
    let mut lines = Lines::new()?;
    let mut talk = Talk::default();
    loop {
        terminal.print_line("")?;
        let Some(line) = lines.next()? else {
            return Ok(Exit::Success);
        };
        let line = line.trim();
        if GOODBYES.contains(&line.to_lowercase().as_str()) {
            return Ok(Exit::Success);
        }
        if line.is_empty() {
            continue;
        }
        let outcome = talk.hear(&engine, line)?;
        terminal.print_line("")?;
        terminal.print_reply(&reply(&outcome, super::texts()))?;
    }
}

/// Where lines come from.
enum Lines {
    /// A person at a terminal, with editing and history.
    Terminal(Box<DefaultEditor>),
    /// A program or a file.
    Pipe(io::StdinLock<'static>),
}

impl Lines {
    fn new() -> anyhow::Result<Self> {
        if io::stdin().is_terminal() {
            let editor = DefaultEditor::new().context("cannot read from the terminal")?;
            Ok(Lines::Terminal(Box::new(editor)))
        } else {
            Ok(Lines::Pipe(io::stdin().lock()))
        }
    }

    /// The next line; `None` at the end.
    fn next(&mut self) -> anyhow::Result<Option<String>> {
        match self {
            Lines::Terminal(editor) => match editor.readline(PROMPT) {
                Ok(line) => {
                    // A line that cannot be kept in the history is still a
                    // question.
                    let _ = editor.add_history_entry(line.trim());
                    Ok(Some(line))
                }
                Err(ReadlineError::Eof | ReadlineError::Interrupted) => Ok(None),
                Err(error) => Err(error).context("cannot read from the terminal"),
            },
            Lines::Pipe(input) => super::read_line(input),
        }
    }
}

/// What has been said so far, as far as it matters for what comes next.
#[derive(Debug, Default)]
struct Talk {
    /// What the talk is about: the last answer.
    topic: Option<Previous>,
    /// What was offered last, by number.
    choices: Vec<Suggestion>,
}

impl Talk {
    fn hear(&mut self, engine: &Engine, line: &str) -> anyhow::Result<Outcome> {
        let outcome = match self.picked(engine, line)? {
            Some(outcome) => outcome,
            None => {
                let mut question = Question::new(line);
                // A number that was not offered is about nothing said before.
                if let Some(topic) = &self.topic
                    && number(line).is_none()
                {
                    question = question.after(topic.clone());
                }
                engine.ask(&question)?.outcome
            }
        };
        self.choices = match &outcome {
            Outcome::Answer(answer) => {
                self.topic = Some(Previous {
                    id: answer.passage.id.clone(),
                    title: answer.passage.title.clone(),
                });
                answer.related.clone()
            }
            Outcome::Suggestions(entries) | Outcome::Unanswered(entries) => entries.clone(),
            Outcome::SmallTalk(_) => std::mem::take(&mut self.choices),
            Outcome::Urgent(_) => Vec::new(),
        };
        Ok(outcome)
    }

    /// The entry whose number was typed, if one was.
    fn picked(&self, engine: &Engine, line: &str) -> anyhow::Result<Option<Outcome>> {
        let number = number(line);
        let choice = number.and_then(|number| self.choices.get(number.checked_sub(1)?));
        let Some(choice) = choice else {
            return Ok(None);
        };
        let answer = engine.show(&choice.id)?;
        Ok(answer.map(|answer| Outcome::Answer(Box::new(answer))))
    }
}

/// The number that a line consists of: "2", "2." or "#2".
fn number(line: &str) -> Option<usize> {
    line.trim_matches(|c: char| !c.is_alphanumeric())
        .parse()
        .ok()
}
