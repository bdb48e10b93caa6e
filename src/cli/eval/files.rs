//! What `faqbot eval` writes for other programs: a TREC run, decisions, features.
//!
//! Ids are written as they are.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

use anyhow::Context;
use faqbot::eval::Judged;
use faqbot::eval::metrics::CUT;
use faqbot::eval::run::{Asked, Got};
use serde_json::{Map, Value, json};

use super::super::args::Eval;
use super::EvalSet;
use super::json::rounded;

/// What the lines of a run end with.
const TAG: &str = "faqbot";

/// Makes sure that the files that were asked for can be written, before the work
/// that fills them.
pub fn prepare(command: &Eval) -> anyhow::Result<()> {
    let files = [&command.run, &command.decisions, &command.features];
    for path in files.into_iter().flatten() {
        let mut options = File::options();
        let opened = options.create(true).append(true).open(path);
        opened.with_context(|| cannot_write(path))?;
    }
    Ok(())
}

/// Writes the files that were asked for.
pub fn write(set: &EvalSet, command: &Eval) -> anyhow::Result<()> {
    write_lines(command.run.as_deref(), set, write_run)?;
    write_lines(
        command.decisions.as_deref(),
        set,
        |output, judged, asked| writeln!(output, "{}", decision(judged, asked)),
    )?;
    write_lines(command.features.as_deref(), set, |output, judged, asked| {
        writeln!(output, "{}", features(judged, asked))
    })
}

fn write_lines(
    path: Option<&Path>,
    set: &EvalSet,
    write: impl Fn(&mut dyn Write, &Judged, &Asked) -> io::Result<()>,
) -> anyhow::Result<()> {
    let Some(path) = path else {
        return Ok(());
    };
    let written = || -> io::Result<()> {
        let mut output = BufWriter::new(File::create(path)?);
        for (judged, asked) in set.questions.iter().zip(&set.asked) {
            write(&mut output, judged, asked)?;
        }
        output.flush()
    };
    written().with_context(|| cannot_write(path))
}

fn cannot_write(path: &Path) -> String {
    format!("cannot write `{}`", path.display())
}

/// The best hits of a question: `qid Q0 docid rank score tag`.
fn write_run(output: &mut dyn Write, judged: &Judged, asked: &Asked) -> io::Result<()> {
    let mut last = f32::INFINITY;
    for (rank, hit) in (1..).zip(asked.ranking.iter().take(CUT)) {
        // trec_eval sorts by score and breaks ties its own way: no two are equal.
        last = hit.score.min(last.next_down());
        writeln!(output, "{} Q0 {} {rank} {last} {TAG}", judged.id, hit.id)?;
    }
    Ok(())
}

/// What people would get: `top` is the entry that is given as the answer, else the
/// first hit; nothing where the question is not searched for.
fn decision(judged: &Judged, asked: &Asked) -> Value {
    let top = match &asked.outcome {
        Got::Answer(id) => Some(id),
        Got::Suggestions(_) | Got::Unanswered(_) => asked.ranking.first().map(|hit| &hit.id),
        Got::Urgent(_) | Got::SmallTalk => None,
    };
    json!({
        "query_id": judged.id,
        "outcome": asked.outcome.name(),
        "confidence": rounded(f64::from(asked.confidence)),
        "top": top,
    })
}

/// All hits of a question, best first, each with whether it is right and the value
/// of each feature.
fn features(judged: &Judged, asked: &Asked) -> Value {
    let hits = asked.ranking.iter().map(|hit| {
        let features = hit.features.iter();
        let features: Map<String, Value> = features
            .map(|(name, value)| ((*name).to_string(), json!(value)))
            .collect();
        json!({
            "id": hit.id,
            "right": judged.accept.contains_key(&hit.id),
            "features": features,
        })
    });
    json!({
        "query_id": judged.id,
        "answerable": judged.is_answerable(),
        "hits": hits.collect::<Value>(),
    })
}

#[cfg(test)]
mod tests {
    use faqbot::engine::Ranked;

    use super::*;

    #[test]
    fn a_run_has_ten_hits_and_no_two_scores_alike() {
        let scores = [2.5, 2.5, 2.5, 1.0, 1.5, 0.0, 0.0, -1.0, -1.0, -1.0, -2.0];
        let hits = scores.iter().enumerate().map(|(number, &score)| Ranked {
            id: format!("d{number}"),
            score,
            confidence: 0.5,
            features: Vec::new(),
        });
        let asked = Asked {
            ranking: hits.collect(),
            outcome: Got::SmallTalk,
            confidence: 0.5,
            reason: None,
        };
        let judged = Judged {
            id: "q".into(),
            ..Judged::default()
        };
        let mut output = Vec::new();
        write_run(&mut output, &judged, &asked).unwrap();
        let run = String::from_utf8(output).unwrap();
        let (mut ids, mut read) = (Vec::new(), Vec::new());
        for line in run.lines() {
            let columns: Vec<&str> = line.split(' ').collect();
            ids.push(columns[2]);
            read.push(columns[4].parse::<f32>().unwrap());
        }
        assert_eq!(ids.join(" "), "d0 d1 d2 d3 d4 d5 d6 d7 d8 d9");
        assert!(read.windows(2).all(|pair| pair[0] > pair[1]), "{run}");
        assert!(run.starts_with("q Q0 d0 1 2.5 faqbot\nq Q0 d1 2 2.4999998 faqbot\n"));
    }
}
