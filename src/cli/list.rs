//! `faqbot list` and `faqbot show`: what there is, without asking.

use std::io::Write;

use anstyle::Style;
use faqbot::answer::outcome::{Answer, Outcome};
use faqbot::engine::{Engine, EngineError, Options};
use faqbot::reply::reply;

use super::args::Show;
use super::markdown::printable;
use super::terminal::Terminal;
use super::{Exit, counted};

const FILE: Style = Style::new().bold();
const ID: Style = Style::new().dimmed();

/// Lists all entries and sections, by file.
pub fn run(options: &Options) -> anyhow::Result<Exit> {
    let engine = super::open(options)?;
    let mut output = anstream::stdout().lock();
    let mut file = None;
    let topics = engine.topics()?;
    for topic in topics.iter() {
        if file != Some(&topic.file) {
            if file.is_some() {
                writeln!(output)?;
            }
            writeln!(output, "{FILE}{}{FILE:#}", printable(&topic.file))?;
            file = Some(&topic.file);
        }
        writeln!(
            output,
            "  {}  {ID}[{}]{ID:#}",
            printable(&topic.title),
            topic.id
        )?;
    }
    if file.is_some() {
        writeln!(output)?;
    }
    writeln!(output, "{}", counted(topics.len(), "topic"))?;
    Ok(Exit::Success)
}

/// Shows one entry or section, as members see it.
pub fn show(options: &Options, command: &Show) -> anyhow::Result<Exit> {
    let engine = super::open(options)?;
    match whole(&engine, &command.id)? {
        Some(answer) => {
            let outcome = Outcome::Answer(Box::new(answer));
            Terminal::stdout().print_reply(&reply(&outcome, super::texts()))?;
            Ok(Exit::Success)
        }
        None => {
            anyhow::bail!(
                "there is no entry or section `{}`\nhelp: `faqbot list` shows all ids",
                command.id
            );
        }
    }
}

/// The answer of an id, of a long section all parts one after another.
fn whole(engine: &Engine, id: &str) -> Result<Option<Answer>, EngineError> {
    let Some(mut answer) = engine.show(id)? else {
        return Ok(None);
    };
    let mut key = answer.passage.key();
    while answer.passage.continues {
        key = key.next();
        let Some(next) = engine.by_key(&key)? else {
            break;
        };
        // Also where a paragraph was cut between its sentences.
        answer.passage.text.push_str("\n\n");
        answer.passage.text.push_str(&next.passage.text);
        answer.passage.continues = next.passage.continues;
    }
    Ok(Some(answer))
}
