//! `faqbot eval`: asks questions whose right answer is known, and shows how good
//! the answers are.
//!
//! What is measured is in the library; here it is gathered, shown and written.

mod files;
mod json;
mod table;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use faqbot::config::Settings;
use faqbot::engine::{Engine, Options};
use faqbot::eval::golden::{self, GoldenError, Known};
use faqbot::eval::report::EvalReport;
use faqbot::eval::run::{Asked, ask_all, without_meaning};
use faqbot::eval::typos::with_typos;
use faqbot::eval::{Judged, beir};

use super::args::Eval;
use super::{Exit, counted, diagnostics};

/// A set of questions, and what came of them.
struct EvalSet {
    name: String,
    questions: Vec<Judged>,
    asked: Vec<Asked>,
    report: EvalReport,
    /// What comes of them where meaning is switched off, where that was asked for.
    words_only: Option<EvalReport>,
}

/// Runs the command.
pub fn run(settings: &Settings, command: &Eval) -> anyhow::Result<Exit> {
    let options = &settings.engine;
    // The configured floor is that of the golden set.
    let floor = settings.eval.floor.filter(|_| command.beir.is_empty());
    if command.beir.len() > 1
        && (command.run.is_some() || command.decisions.is_some() || command.features.is_some())
    {
        bail!("`--run`, `--decisions` and `--features` write one set: name one `--beir` only");
    }
    files::prepare(command)?;
    let mut sets = Vec::new();
    if command.beir.is_empty() {
        sets.push(golden_set(settings, command)?);
    }
    for folder in &command.beir {
        sets.push(data_set(folder, options, command)?);
    }
    for set in &sets {
        files::write(set, command)?;
    }
    let mut output = anstream::stdout();
    if command.json {
        serde_json::to_writer(&mut output, &json::object(&sets)).map_err(io::Error::from)?;
        writeln!(output)?;
    } else {
        table::print(&mut output, &sets, command.all)?;
    }
    output.flush()?;
    match command.floor.or(floor) {
        Some(floor) => hold_floor(&sets, floor),
        None => Ok(Exit::Success),
    }
}

/// The golden set of the project.
fn golden_set(settings: &Settings, command: &Eval) -> anyhow::Result<EvalSet> {
    let options = &settings.engine;
    let path = golden_path(settings, command)?;
    let engine = super::open(options)?;
    let known = Known::of(&engine)?;
    let questions = golden::load(&path, &known).inspect_err(|error| {
        if let GoldenError::Invalid(problems) = error {
            let _ = diagnostics::print_text(&mut anstream::stderr(), problems);
        }
    })?;
    let words_only = match command.compare {
        // In memory: the index of the project stays as it is.
        Some(_) => Some(Engine::in_memory(&without_meaning(options), &|_, _| {})?.0),
        None => None,
    };
    let name = path.display().to_string();
    evaluated(name, questions, &engine, words_only.as_ref(), command)
}

/// Where the golden set is: as asked for, as configured, or beside the FAQ folder.
fn golden_path(settings: &Settings, command: &Eval) -> anyhow::Result<PathBuf> {
    if let Some(path) = &command.golden {
        return Ok(path.clone());
    }
    let usual = settings.eval.places(&settings.engine.faq);
    if let [named] = usual.as_slice() {
        return Ok(named.clone());
    }
    let found = usual.iter().find(|path| path.exists());
    found.cloned().with_context(|| {
        format!(
            "there is no golden set: neither `{}` nor `{}` is there\n\
             help: write questions and the ids of the entries that answer them (`faqbot list` \
             shows the ids):\n\n\
             \x20   [[question]]\n\
             \x20   ask = \"what a member would ask\"\n\
             \x20   accept = [\"id-of-an-entry\"]\n\n\
             \x20   [[question]]\n\
             \x20   ask = \"something that the FAQ has no answer to\"",
            usual[0].display(),
            usual[1].display()
        )
    })
}

/// A data set, with an index of its own in memory.
fn data_set(folder: &Path, options: &Options, command: &Eval) -> anyhow::Result<EvalSet> {
    let set = beir::load(folder)?;
    if set.dangling > 0 {
        tracing::warn!(
            "{}: {} of queries or documents that the set does not have",
            set.name,
            counted(set.dangling, "judgement")
        );
    }
    let mut options = options.clone();
    // The words that a project's moderators count as the same are those of its FAQ.
    options.search.synonyms.clear();
    let engine = Engine::of_passages(&set.passages, &options)?;
    let words_only = match command.compare {
        Some(_) => Some(Engine::of_passages(
            &set.passages,
            &without_meaning(&options),
        )?),
        None => None,
    };
    evaluated(
        set.name,
        set.questions,
        &engine,
        words_only.as_ref(),
        command,
    )
}

/// Asks the questions of a set.
fn evaluated(
    name: String,
    mut questions: Vec<Judged>,
    engine: &Engine,
    words_only: Option<&Engine>,
    command: &Eval,
) -> anyhow::Result<EvalSet> {
    if let Some(seed) = command.typos {
        for question in &mut questions {
            question.ask = with_typos(&question.ask, seed);
        }
    }
    let texts: Vec<&str> = questions.iter().map(|judged| judged.ask.as_str()).collect();
    let ask = |engine: &Engine| {
        super::with_progress("asking {bar:30} {pos}/{len} questions", |progress| {
            ask_all(engine, &texts, progress)
        })
    };
    let start = Instant::now();
    let asked = ask(engine)?;
    tracing::info!(
        "{name}: {} asked in {} ms",
        counted(questions.len(), "question"),
        start.elapsed().as_millis()
    );
    let words_only = match words_only {
        Some(engine) => Some(EvalReport::new(&questions, &ask(engine)?)),
        None => None,
    };
    Ok(EvalSet {
        report: EvalReport::new(&questions, &asked),
        name,
        questions,
        asked,
        words_only,
    })
}

/// Says what is below the floor, if anything is.
fn hold_floor(sets: &[EvalSet], floor: f64) -> anyhow::Result<Exit> {
    let below: Vec<String> = sets
        .iter()
        .flat_map(|set| set.report.below(floor))
        .collect();
    if below.is_empty() {
        return Ok(Exit::Success);
    }
    let mut error = anstream::stderr();
    writeln!(error, "below the floor of {floor}%: {}", below.join(", "))?;
    Ok(Exit::Failure)
}
