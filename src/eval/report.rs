//! What came of the questions: figures over all, over each kind and each file, and
//! what went wrong, question by question.
//!
//! Data only; showing it is the front end's business.

use super::Judged;
use super::estimate::Estimate;
use super::metrics::{Metrics, first_right, metrics};
use super::run::{Asked, Got};
use crate::answer::decide::Reason;

/// What came of a set of questions.
#[derive(Debug, Clone, PartialEq)]
pub struct EvalReport {
    /// Over all questions.
    pub overall: Figures,
    /// Over the questions of each kind, in the order of the set.
    pub by_kind: Vec<(String, Figures)>,
    /// Over the questions of each file, in the order of the set.
    pub by_file: Vec<(String, Figures)>,
    /// What went wrong, worst first, then in the order of the set.
    pub failures: Vec<Failure>,
}

/// Figures over some questions; `None` where no question is of the sort that the
/// figure is about.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Figures {
    /// How many questions there are.
    pub questions: usize,
    /// How many of them have an answer in the bank.
    pub answerable: usize,
    /// How many must get no answer and no notice.
    pub unanswerable: usize,
    /// How many must get a notice.
    pub urgent: usize,
    /// S@1, over the answerable.
    pub success_1: Option<Estimate>,
    /// R@3, over the answerable.
    pub recall_3: Option<Estimate>,
    /// MRR@10, over the answerable.
    pub reciprocal_rank_10: Option<Estimate>,
    /// nDCG@10, over the answerable.
    pub ndcg_10: Option<Estimate>,
    /// How many of the answerable get a right answer.
    pub answered_rightly: Option<Estimate>,
    /// How many of the answerable get another entry as the answer.
    pub answered_wrongly: Option<Estimate>,
    /// How many of the answerable get a right one among others to choose from.
    pub offered: Option<Estimate>,
    /// How many of all answers given are right.
    pub precision: Option<Estimate>,
    /// How many of the unanswerable get an answer.
    pub answered_unanswerable: Option<Estimate>,
    /// How many of the urgent get their notice.
    pub urgent_found: Option<Estimate>,
    /// How many of the others get a notice; `None` where there are neither urgent
    /// questions nor notices.
    pub false_alarms: Option<Estimate>,
}

/// A figure with its names.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// For programs.
    pub key: &'static str,
    /// For the head of a column.
    pub short: &'static str,
    /// For a line of its own.
    pub label: &'static str,
    /// The figure.
    pub estimate: Option<Estimate>,
}

impl Figures {
    /// All figures with their names, in the order to show them in.
    pub fn measures(&self) -> [Measure; 11] {
        let measure = |key, short, label, estimate| Measure {
            key,
            short,
            label,
            estimate,
        };
        [
            measure("success_1", "S@1", "S@1, right one first", self.success_1),
            measure("recall_3", "R@3", "R@3, right ones in three", self.recall_3),
            measure(
                "reciprocal_rank_10",
                "MRR@10",
                "MRR@10",
                self.reciprocal_rank_10,
            ),
            measure("ndcg_10", "nDCG@10", "nDCG@10", self.ndcg_10),
            measure(
                "answered_rightly",
                "right",
                "answered rightly",
                self.answered_rightly,
            ),
            measure(
                "answered_wrongly",
                "wrong",
                "answered wrongly",
                self.answered_wrongly,
            ),
            measure("offered", "offered", "right one offered", self.offered),
            measure(
                "precision",
                "of given",
                "right, of the answers given",
                self.precision,
            ),
            measure(
                "answered_unanswerable",
                "no answer",
                "answered though there is no answer",
                self.answered_unanswerable,
            ),
            measure(
                "urgent_found",
                "urgent",
                "urgent signs found",
                self.urgent_found,
            ),
            measure("false_alarms", "alarms", "false alarms", self.false_alarms),
        ]
    }
}

/// A question that did not get what it should.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// The question, and what should have come of it.
    pub question: Judged,
    /// What went wrong.
    pub fault: Fault,
    /// What came instead.
    pub got: Got,
    /// How sure the bot was of the first hit: 0 to 1.
    pub confidence: f32,
    /// Why it was decided so; `None` where nothing was searched for.
    pub reason: Option<Reason>,
    /// The rank of the first right hit, from 1; `None` where it was not found.
    pub first_right: Option<usize>,
}

/// What went wrong, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// An urgent sign got no notice, or that of another group.
    UrgentMissed,
    /// A notice for a question that reports no urgent sign.
    FalseAlarm,
    /// An answer where there is none.
    AnsweredUnanswerable,
    /// Another entry as the answer.
    AnsweredWrongly,
    /// No answer, and the right one is not the first hit.
    RankedLower,
    /// No answer, though the right one is the first hit.
    NotAnswered,
}

impl Fault {
    /// The name for programs.
    pub fn key(self) -> &'static str {
        match self {
            Fault::UrgentMissed => "urgent_missed",
            Fault::FalseAlarm => "false_alarm",
            Fault::AnsweredUnanswerable => "answered_unanswerable",
            Fault::AnsweredWrongly => "answered_wrongly",
            Fault::RankedLower => "ranked_lower",
            Fault::NotAnswered => "not_answered",
        }
    }

    /// In words.
    pub fn label(self) -> &'static str {
        match self {
            Fault::UrgentMissed => "urgent sign missed",
            Fault::FalseAlarm => "false alarm",
            Fault::AnsweredUnanswerable => "answered though there is no answer",
            Fault::AnsweredWrongly => "answered wrongly",
            Fault::RankedLower => "not answered, and the right one is not first",
            Fault::NotAnswered => "not answered, though the right one is first",
        }
    }

    fn of(judged: &Judged, asked: &Asked, first_right: Option<usize>) -> Option<Fault> {
        match (&judged.urgent, &asked.outcome) {
            (Some(group), Got::Urgent(got)) => (group != got).then_some(Fault::UrgentMissed),
            (Some(_), _) => Some(Fault::UrgentMissed),
            (None, Got::Urgent(_)) => Some(Fault::FalseAlarm),
            (None, Got::Answer(_)) if judged.is_unanswerable() => Some(Fault::AnsweredUnanswerable),
            (None, Got::Answer(id)) => {
                (!judged.accept.contains_key(id)).then_some(Fault::AnsweredWrongly)
            }
            (None, _) if judged.is_unanswerable() => None,
            (None, _) if first_right == Some(1) => Some(Fault::NotAnswered),
            (None, _) => Some(Fault::RankedLower),
        }
    }
}

/// A question with all that is known of it.
struct Case<'a> {
    judged: &'a Judged,
    asked: &'a Asked,
    metrics: Metrics,
    first_right: Option<usize>,
    fault: Option<Fault>,
}

impl EvalReport {
    /// Compares what came of each question with what should have.
    pub fn new(questions: &[Judged], asked: &[Asked]) -> EvalReport {
        let pairs = questions.iter().zip(asked);
        let cases: Vec<Case> = pairs
            .map(|(judged, asked)| {
                let ids = asked.ids();
                let first_right = first_right(&ids, &judged.accept);
                Case {
                    judged,
                    asked,
                    metrics: metrics(&ids, &judged.accept),
                    first_right,
                    fault: Fault::of(judged, asked, first_right),
                }
            })
            .collect();
        let mut failures: Vec<Failure> = cases.iter().filter_map(Case::failure).collect();
        failures.sort_by_key(|failure| failure.fault);
        EvalReport {
            overall: figures(&cases.iter().collect::<Vec<_>>()),
            by_kind: grouped(&cases, |judged| &judged.kind),
            by_file: grouped(&cases, |judged| &judged.file),
            failures,
        }
    }

    /// What is not good enough where S@1 has to reach `floor`, in percent; nothing
    /// where all is. What does harm is never good enough.
    pub fn below(&self, floor: f64) -> Vec<String> {
        let mut below = Vec::new();
        if let Some(success) = &self.overall.success_1
            && success.value * 100.0 < floor
        {
            below.push(format!("S@1 is {:.1}%", success.value * 100.0));
        }
        for (fault, noun, verb) in [
            (Fault::UrgentMissed, "urgent sign", "missed"),
            (Fault::FalseAlarm, "false alarm", "raised"),
            (
                Fault::AnsweredUnanswerable,
                "question",
                "answered that must not be",
            ),
        ] {
            let plural = match self.count(fault) {
                0 => continue,
                1 => "",
                _ => "s",
            };
            below.push(format!("{} {noun}{plural} {verb}", self.count(fault)));
        }
        below
    }

    /// How often something went wrong.
    pub fn count(&self, fault: Fault) -> usize {
        let alike = self.failures.iter();
        alike.filter(|failure| failure.fault == fault).count()
    }
}

impl Case<'_> {
    fn failure(&self) -> Option<Failure> {
        Some(Failure {
            fault: self.fault?,
            question: self.judged.clone(),
            got: self.asked.outcome.clone(),
            confidence: self.asked.confidence,
            reason: self.asked.reason,
            first_right: self.first_right,
        })
    }

    fn is_answered(&self) -> bool {
        matches!(self.asked.outcome, Got::Answer(_))
    }

    fn is_answered_rightly(&self) -> bool {
        matches!(&self.asked.outcome, Got::Answer(id) if self.judged.accept.contains_key(id))
    }

    fn is_offered(&self) -> bool {
        match &self.asked.outcome {
            Got::Suggestions(ids) | Got::Unanswered(ids) => {
                ids.iter().any(|id| self.judged.accept.contains_key(id))
            }
            _ => false,
        }
    }
}

/// Figures over the groups that a name makes; one without a name is left out.
fn grouped<'a>(
    cases: &'a [Case<'a>],
    name: impl Fn(&'a Judged) -> &'a String,
) -> Vec<(String, Figures)> {
    let mut groups: Vec<(&String, Vec<&Case>)> = Vec::new();
    for case in cases {
        let name = name(case.judged);
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, group)) => group.push(case),
            None if name.is_empty() => {}
            None => groups.push((name, vec![case])),
        }
    }
    let groups = groups.into_iter();
    groups
        .map(|(name, cases)| (name.clone(), figures(&cases)))
        .collect()
}

fn figures(cases: &[&Case]) -> Figures {
    let of = |wanted: &dyn Fn(&Case) -> bool| -> Vec<&Case> {
        cases.iter().copied().filter(|case| wanted(case)).collect()
    };
    let share = |of: &[&Case], wanted: &dyn Fn(&Case) -> bool| {
        Estimate::share(of.iter().filter(|case| wanted(case)).count(), of.len())
    };
    let answerable = of(&|case| case.judged.is_answerable());
    let unanswerable = of(&|case| case.judged.is_unanswerable());
    let urgent = of(&|case| case.judged.urgent.is_some());
    let others = of(&|case| case.judged.urgent.is_none());
    let given = of(&|case| case.is_answered());
    let mean = |metric: &dyn Fn(&Metrics) -> f64| {
        let values = answerable.iter().map(|case| metric(&case.metrics));
        Estimate::mean(&values.collect::<Vec<_>>())
    };
    let is_alarm = |case: &Case| case.fault == Some(Fault::FalseAlarm);
    let false_alarms = share(&others, &is_alarm);
    let is_about_alarms = !urgent.is_empty() || others.iter().any(|case| is_alarm(case));
    Figures {
        questions: cases.len(),
        answerable: answerable.len(),
        unanswerable: unanswerable.len(),
        urgent: urgent.len(),
        success_1: share(&answerable, &|case| case.first_right == Some(1)),
        recall_3: mean(&|metrics| metrics.recall_3),
        reciprocal_rank_10: mean(&|metrics| metrics.reciprocal_rank_10),
        ndcg_10: mean(&|metrics| metrics.ndcg_10),
        answered_rightly: share(&answerable, &|case| case.is_answered_rightly()),
        answered_wrongly: share(&answerable, &|case| {
            case.is_answered() && !case.is_answered_rightly()
        }),
        offered: share(&answerable, &|case| case.is_offered()),
        precision: share(&given, &|case| case.is_answered_rightly()),
        answered_unanswerable: share(&unanswerable, &|case| case.is_answered()),
        urgent_found: share(&urgent, &|case| case.fault.is_none()),
        false_alarms: false_alarms.filter(|_| is_about_alarms),
    }
}

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
