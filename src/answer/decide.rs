//! The decision: answer, suggest, or say that we have none.

use super::Config;
use super::confidence::{confidences, logistic, logit};
use crate::search::query::QueryWord;
use crate::search::ranking::Judged;
use crate::search::ranking::feature::Feature;
use crate::search::searcher::Hits;

/// Most entries that are suggested.
pub const MAX_SUGGESTIONS: usize = 3;

/// What to do with the hits of a question; hits are named by their place.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// What to do.
    pub verdict: Verdict,
    /// How sure we are of the first hit: 0 to 1.
    pub confidence: f32,
    /// Why, in words.
    pub reason: Reason,
    /// The confidence that the first hit needs to be the answer: 0 to 1.
    pub needed: f32,
    /// The confidence of each of the first hits.
    pub confidences: Vec<f32>,
}

/// What to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Give this hit as the answer.
    Answer(usize),
    /// Offer these hits.
    Suggest(Vec<usize>),
    /// Say that there is no answer; these hits are the nearest topics.
    Nothing(Vec<usize>),
}

/// Why it was decided so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// No word of the question can be searched for, or nothing has enough of them.
    NothingLike,
    /// The question is a phrasing of one entry, word for word.
    Exact,
    /// The best hit is sure enough and ahead of the next.
    Sure,
    /// The question says nothing that could be looked up: "what time is it".
    NoSubject,
    /// Too much of the question is words that the bank has nowhere.
    Unknown,
    /// The best hit has too little of the question.
    TooLittle,
    /// The best hit is not sure enough.
    NotSure,
    /// The best hits are too near each other.
    TooNear,
    /// The question is one that the best hit is not for.
    NotFor,
}

/// How sure we are of a question that is written word for word in the FAQ.
const CERTAIN: f32 = 1.0;

/// How many hits are looked at.
const CONSIDERED: usize = 10;

/// A question is taken for one that a passage is not for when it is as like to
/// it as this, and no less like than to the passage's own phrasings.
const NOT_FOR_LIKENESS: f32 = 0.6;

/// An answer has to account for at least this share of the question, in words of
/// like meaning. Of less, it would answer some other question; one in a hundred
/// right answers has less.
const MIN_COVERAGE: f32 = 0.45;

/// What is offered has to account for at least this share: a quarter of what would
/// be offered to questions about another subject has less.
const MIN_COVERAGE_OFFERED: f32 = 0.35;

/// A question of which more than this share is words that the bank has nowhere
/// is likely about something else, however well the rest fits: "what causes
/// migraines".
const MAX_UNKNOWN: f32 = 0.5;

/// A question of so few words is a look-up: what has all of them is worth
/// offering.
const VERY_SHORT: usize = 2;

/// What has all words of a look-up may be less sure, by this much in log odds: so
/// few words cannot earn more. So may what goes on from the answer before.
const CREDIT: f32 = 1.3;

/// The threshold for a question that cannot say all that it is about, such as one
/// that leans on the one before.
pub fn eased(threshold: f32) -> f32 {
    logistic(logit(threshold) - CREDIT)
}

/// Decides what to do with the hits of a question; `threshold` is that of the
/// bank, see [`super::calibration`].
pub fn decide(hits: &Hits, threshold: f32, config: &Config) -> Decision {
    let confidences = confidences(hits, CONSIDERED);
    let choice = Choice {
        hits,
        threshold,
        config,
        confidences: &confidences,
    };
    let (verdict, confidence, reason) = choice.make();
    let needed = match hits.hits.first() {
        Some(_) => choice.bar(0),
        None => threshold,
    };
    Decision {
        verdict,
        confidence,
        reason,
        needed,
        confidences,
    }
}

struct Choice<'a> {
    hits: &'a Hits,
    threshold: f32,
    config: &'a Config,
    confidences: &'a [f32],
}

impl Choice<'_> {
    fn make(&self) -> (Verdict, f32, Reason) {
        // A hit that has next to nothing of the question is no hit.
        let has_some_of_it = |number: &usize| self.coverage(*number) >= MIN_COVERAGE_OFFERED;
        let numbers = (0..self.confidences.len()).filter(has_some_of_it);
        let usable: Vec<usize> = numbers.filter(|number| !self.is_not_for(*number)).collect();
        let best_is_not_for = !self.confidences.is_empty() && self.is_not_for(0);
        let Some(&best) = usable.first() else {
            let reason = if best_is_not_for {
                Reason::NotFor
            } else {
                Reason::NothingLike
            };
            return (Verdict::Nothing(Vec::new()), 0.0, reason);
        };
        let confidence = self.confidences[best];
        let near: Vec<usize> = usable
            .iter()
            .copied()
            .filter(|number| self.may_be_meant(*number))
            .take(MAX_SUGGESTIONS)
            .collect();
        // Word for word what a moderator wrote: there is nothing to weigh.
        if let Some(exact) = self.only_exact(&usable) {
            return (Verdict::Answer(exact), CERTAIN, Reason::Exact);
        }
        // The question was recognised as one without an answer here; what
        // comes second must not slip in.
        if best_is_not_for {
            return (Verdict::Nothing(near), confidence, Reason::NotFor);
        }
        let next = usable.get(1).map_or(0.0, |&next| self.confidences[next]);
        let reason = self.why(best, confidence, next);
        let verdict = match reason {
            Reason::Sure => Verdict::Answer(best),
            Reason::TooLittle => Verdict::Nothing(near),
            _ if near.is_empty() => Verdict::Nothing(near),
            _ => Verdict::Suggest(near),
        };
        (verdict, confidence, reason)
    }

    /// Whether the best hit is the answer, and if not, why not.
    fn why(&self, best: usize, confidence: f32, next: f32) -> Reason {
        if self.coverage(best) < MIN_COVERAGE {
            Reason::TooLittle
        } else if !self.has_subject() {
            Reason::NoSubject
        } else if self.hits.unknown_share > MAX_UNKNOWN {
            Reason::Unknown
        } else if confidence < self.bar(best) {
            Reason::NotSure
        } else if confidence - next < self.config.margin {
            Reason::TooNear
        } else {
            Reason::Sure
        }
    }

    /// The one hit that has a phrasing with all words of the question in their
    /// order, and no others.
    fn only_exact(&self, usable: &[usize]) -> Option<usize> {
        let is_exact = |number: &&usize| {
            let features = &self.judged(**number).features;
            features[Feature::Pairs] >= 1.0 - f32::EPSILON
        };
        let mut exact = usable.iter().filter(is_exact);
        exact
            .next()
            .copied()
            .filter(|_| exact.next().is_none() && self.has_subject())
    }

    /// The lowest confidence at which a hit is the answer.
    fn bar(&self, number: usize) -> f32 {
        if self.is_look_up(number) {
            eased(self.threshold)
        } else {
            self.threshold
        }
    }

    /// Whether the question is about something: "what time is it" and "30" are
    /// not.
    fn has_subject(&self) -> bool {
        let says_something =
            |word: &QueryWord| !word.is_common && word.surface.chars().any(char::is_alphabetic);
        self.hits.query.words.iter().any(says_something)
    }

    /// Whether the question is very short and the hit has all of it: a topic,
    /// then, and not just any words such as "yes".
    fn is_look_up(&self, number: usize) -> bool {
        self.hits.query.words.len() <= VERY_SHORT
            && self.has_subject()
            && self.judged(number).same_words >= 1.0 - f32::EPSILON
    }

    fn coverage(&self, number: usize) -> f32 {
        self.judged(number).features[Feature::Coverage]
    }

    fn judged(&self, number: usize) -> &Judged {
        &self.hits.hits[number].judged
    }

    fn is_not_for(&self, number: usize) -> bool {
        let judged = self.judged(number);
        judged.not_for >= NOT_FOR_LIKENESS && judged.not_for >= judged.features[Feature::Likeness]
    }

    fn may_be_meant(&self, number: usize) -> bool {
        self.confidences[number] >= self.config.suggest_at || self.is_look_up(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::source::FoundFile;
    use crate::search::testing::{entries, file, searcher};

    fn decided(files: &[FoundFile], question: &str) -> (Verdict, Reason) {
        let hits = searcher(files).search(question, None).unwrap();
        let decision = decide(&hits, 0.8, &Config::default());
        (decision.verdict, decision.reason)
    }

    fn garden() -> FoundFile {
        entries(
            "garden.toml",
            &[
                ("prune", "When do I prune roses?", "In March, on a dry day."),
                (
                    "water",
                    "How do I water tomatoes?",
                    "In the morning, at the root.",
                ),
                (
                    "slugs",
                    "What keeps slugs away?",
                    "Copper tape round the pots.",
                ),
                ("lawn", "How short do I mow the lawn?", "Four centimetres."),
            ],
        )
    }

    #[test]
    fn a_question_of_the_bank_is_answered() {
        let (verdict, reason) = decided(&[garden()], "when should i prune my roses");
        assert_eq!((verdict, reason), (Verdict::Answer(0), Reason::Sure));
        let (verdict, _) = decided(&[garden()], "slugs?");
        assert_eq!(verdict, Verdict::Answer(0));
    }

    #[test]
    fn a_question_about_something_else_is_not() {
        for question in [
            "how do i renew my passport",
            "who won the match",
            "what time is it",
            "",
            "!!!",
        ] {
            let (verdict, _) = decided(&[garden()], question);
            assert!(!matches!(verdict, Verdict::Answer(_)), "{question}");
        }
        let (verdict, reason) = decided(&[garden()], "passport");
        assert_eq!(verdict, Verdict::Nothing(Vec::new()));
        assert_eq!(reason, Reason::NothingLike);
    }

    #[test]
    fn two_entries_that_fit_alike_are_both_offered() {
        let twins = entries(
            "twins.toml",
            &[
                ("red", "How do I plant a red tulip?", "Deep."),
                ("white", "How do I plant a white tulip?", "Deep."),
            ],
        );
        let files = [garden(), twins];
        let question = "how do i plant a tulip";
        let both = Verdict::Suggest(vec![0, 1]);
        assert_eq!(decided(&files, question), (both.clone(), Reason::NotSure));
        // However little it takes to be sure, one is no better than the other.
        let hits = searcher(&files).search(question, None).unwrap();
        let decision = decide(&hits, 0.1, &Config::default());
        assert_eq!((decision.verdict, decision.reason), (both, Reason::TooNear));
    }

    #[test]
    fn a_question_that_an_entry_is_not_for_does_not_get_it() {
        let text = "title = 'T'\n[[entry]]\nid = 'a'\nquestion = 'How often do I feed the cat?'\n\
                    answer = 'Twice.'\nnot_for = ['how often do i feed the fish']\n";
        let files = [garden(), file("pets.toml", text)];
        let (verdict, _) = decided(&files, "how often do i feed the cat");
        assert_eq!(verdict, Verdict::Answer(0));
        let (verdict, reason) = decided(&files, "how often should i feed the fish");
        assert!(matches!(verdict, Verdict::Nothing(_)), "{verdict:?}");
        assert_eq!(reason, Reason::NotFor);
    }

    #[test]
    fn the_operator_may_ask_for_more_or_less_confidence() {
        let hits = searcher(&[garden()])
            .search("when prune roses", None)
            .unwrap();
        let strict = Config {
            suggest_at: 1.0,
            ..Config::default()
        };
        let lax = Config {
            margin: 0.0,
            ..Config::default()
        };
        let refused = decide(&hits, 1.0, &strict).verdict;
        assert!(matches!(refused, Verdict::Nothing(_)));
        assert_eq!(decide(&hits, 0.0, &lax).verdict, Verdict::Answer(0));
    }

    #[test]
    fn confidence_is_a_probability_and_falls_with_the_rank() {
        let hits = searcher(&[garden()])
            .search("how do i water roses", None)
            .unwrap();
        let decision = decide(&hits, 0.8, &Config::default());
        assert!(decision.confidences.len() > 1);
        assert!(decision.confidences.iter().all(|c| (0.0..=1.0).contains(c)));
        assert!(decision.confidences[0] > decision.confidences[1]);
    }
}
