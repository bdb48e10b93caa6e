//! The largest gaps: what members asked and did not find.

use std::collections::BTreeMap;

use super::content::Names;
use super::recorded::scopes;
use super::{EntryName, ReportError, ReportedGap, ReportedQuestion, Sources};

/// How many gaps a report has: more than a moderator closes in a week.
const GAPS: usize = 20;

/// How many questions of each are told: enough to see what is meant.
const QUESTIONS: usize = 5;

/// How many gaps there are, and the largest of them.
pub fn largest(sources: &Sources, names: &Names) -> Result<(usize, Vec<ReportedGap>), ReportError> {
    let Some(store) = sources.store else {
        return Ok((0, Vec::new()));
    };
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    for scope in scopes(sources)? {
        for question in store.missed(scope, sources.today)? {
            *texts.entry(question.text).or_default() += 1;
        }
    }
    let questions: Vec<(&str, usize)> = texts
        .iter()
        .map(|(text, times)| (text.as_str(), *times))
        .collect();
    let gaps = sources.engine.gaps(&questions)?;
    let named = |id: String| {
        let title = *names.get(id.as_str())?;
        Some(EntryName {
            title: title.to_owned(),
            id,
        })
    };
    let in_all = gaps.len();
    let largest = gaps.into_iter().take(GAPS).map(|gap| {
        let told = gap.questions.iter().take(QUESTIONS);
        ReportedGap {
            asked: gap.asked,
            wordings: gap.questions.len(),
            questions: told
                .map(|&number| ReportedQuestion {
                    text: questions[number].0.to_owned(),
                    asked: questions[number].1,
                })
                .collect(),
            nearest: (gap.nearest.into_iter())
                .filter_map(|ranked| named(ranked.id))
                .collect(),
        }
    });
    Ok((in_all, largest.collect()))
}
