//! The JSON that `faqbot ask --json` prints: what programs may rely on.
//!
//! Keys are never renamed or removed; new ones may come.

use std::time::Duration;

use faqbot::answer::outcome::{Answer, Outcome};
use faqbot::engine::{Explanation, Response};
use serde_json::{Map, Value, json};

/// The object for one question.
pub fn response(
    question: &str,
    response: &Response,
    took: Duration,
    explanation: Option<&Explanation>,
) -> Value {
    let mut object = json!({
        "question": question,
        "outcome": "unanswered",
        "confidence": rounded(response.confidence),
        "answer": null,
        "suggestions": [],
        "urgent": null,
        "took_us": took.as_micros() as u64,
    });
    match &response.outcome {
        Outcome::Urgent(notice) => {
            object["outcome"] = json!("urgent");
            object["urgent"] = json!({ "group": notice.group, "notice": notice.text });
        }
        Outcome::Answer(found) => {
            object["outcome"] = json!("answer");
            object["answer"] = answer(found);
        }
        Outcome::Suggestions(entries) => {
            object["outcome"] = json!("suggestions");
            object["suggestions"] = suggestions(entries);
        }
        Outcome::SmallTalk(_) => object["outcome"] = json!("small_talk"),
        Outcome::Unanswered(nearest) => object["suggestions"] = suggestions(nearest),
    }
    if let Some(explanation) = explanation {
        object["explain"] = explain(explanation);
    }
    object
}

/// An answer: `text` is the passage word for word, `excerpt` the sentence of it
/// that answers best, `source` and `url` the first of `sources`.
pub fn answer(answer: &Answer) -> Value {
    let passage = &answer.passage;
    let sources = answer.sources();
    let first = sources.first();
    let related = answer.related.iter();
    let disclaimer = answer.disclaimer.as_ref();
    let built_in = &super::texts().reply.disclaimer;
    json!({
        "id": passage.id,
        "kind": passage.kind,
        "title": passage.title,
        "text": passage.text,
        "excerpt": passage.text[answer.best.clone()],
        "source": first.map(|source| &source.title),
        "url": first.and_then(|source| source.url.as_ref()),
        "disclaimer": disclaimer.map(|disclaimer| disclaimer.text(built_in)),
        "sources": sources,
        "reviewed": passage.reviewed,
        "related": related.map(|entry| json!({ "id": entry.id, "title": entry.title })).collect::<Value>(),
    })
}

fn suggestions(entries: &[faqbot::answer::outcome::Suggestion]) -> Value {
    let entries = entries.iter();
    entries
        .map(|entry| {
            json!({
                "id": entry.id,
                "title": entry.title,
                "confidence": rounded(entry.confidence),
            })
        })
        .collect()
}

fn explain(explanation: &Explanation) -> Value {
    let pair = |from: &String, to: &String| json!({ "from": from, "to": to });
    let corrections = explanation.corrections.iter();
    let synonyms = explanation.synonyms.iter();
    let synonyms = synonyms.flat_map(|(from, also)| also.iter().map(move |to| pair(from, to)));
    let words = explanation.words.iter();
    let hits = explanation.hits.iter().map(|hit| {
        let features = hit.features.iter();
        let features: Map<String, Value> = features
            .map(|(name, value)| (name.to_string(), json!(rounded(*value))))
            .collect();
        json!({
            "id": hit.id,
            "title": hit.title,
            "score": rounded(hit.score),
            "confidence": rounded(hit.confidence),
            "features": features,
        })
    });
    json!({
        "words": words.map(|(word, idf)| json!({ "word": word, "weight": rounded(*idf) })).collect::<Value>(),
        "corrections": corrections.map(|(from, to)| pair(from, to)).collect::<Value>(),
        "synonyms": synonyms.collect::<Value>(),
        "hits": hits.collect::<Value>(),
        "threshold": rounded(explanation.threshold),
    })
}

/// Four digits are more than the fit is worth, and a 32-bit float prints noise
/// behind them.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 10_000.0).round() / 10_000.0
}
