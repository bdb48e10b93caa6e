//! `faqbot ask`: a question, or one a line, and the answer to each.

use std::io::{self, Write};
use std::time::Instant;

use faqbot::answer::outcome::Outcome;
use faqbot::answer::question::Question;
use faqbot::engine::{Engine, Options, Response};
use faqbot::reply::reply;

use super::args::Ask;
use super::terminal::Terminal;
use super::{Exit, json};

/// Runs the command.
pub fn run(options: &Options, command: &Ask) -> anyhow::Result<Exit> {
    let engine = super::open(options)?;
    if let [only] = command.question.as_slice()
        && only == "-"
    {
        return answer_lines(&engine, command);
    }
    let response = answer(&engine, &command.question.join(" "), command)?;
    Ok(match response.outcome {
        Outcome::Answer(_) | Outcome::Urgent(_) | Outcome::SmallTalk(_) => Exit::Success,
        Outcome::Suggestions(_) | Outcome::Unanswered(_) => Exit::Failure,
    })
}

/// Answers every line of standard input.
fn answer_lines(engine: &Engine, command: &Ask) -> anyhow::Result<Exit> {
    let mut input = io::stdin().lock();
    while let Some(question) = super::read_line(&mut input)? {
        answer(engine, &question, command)?;
    }
    Ok(Exit::Success)
}

fn answer(engine: &Engine, text: &str, command: &Ask) -> anyhow::Result<Response> {
    let start = Instant::now();
    let response = engine.ask(&Question::new(text))?;
    let took = start.elapsed();
    let explanation = if command.explain {
        Some(response.explain()?)
    } else {
        None
    };
    if command.json {
        let object = json::response(text, &response, took, explanation.as_ref());
        let mut output = io::stdout().lock();
        serde_json::to_writer(&mut output, &object).map_err(io::Error::from)?;
        writeln!(output)?;
    } else {
        let mut terminal = Terminal::stdout();
        terminal.print_reply(&reply(&response.outcome, super::texts()))?;
        if let Some(explanation) = &explanation {
            terminal.print_explanation(explanation)?;
        }
    }
    Ok(response)
}
