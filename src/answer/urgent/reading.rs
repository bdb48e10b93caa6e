//! How each word of a text is meant: denied, asked about, told of someone else, past, or plainly
//! reported; and from that, what the words of one sign amount to. It does not work out how a word
//! is meant: `reader` does.

use std::ops::Range;

/// A remark about time of at most this many words also dates the statement beside it: "10 years
/// ago, i had ...".
const LONGEST_REMARK: usize = 5;

/// How the words of one sign are meant together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Reported as being so, by the person or by someone who helps.
    Present,
    /// Reported of oneself, and over.
    Past,
    /// No report.
    NotReported,
}

/// A text, read.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) stances: Vec<Stance>,
    pub(super) clauses: Vec<Clause>,
    /// The person said that the thing asked about is theirs: "i have that".
    pub(super) confirmed: bool,
    /// The person asks for someone else: "can she".
    pub(super) on_behalf: bool,
}

/// How one word is meant.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stance {
    /// The word that denies it.
    pub(super) denied_by: Option<usize>,
    pub(super) about: Option<Frame>,
    pub(super) who: Who,
    pub(super) tense: Option<Tense>,
    pub(super) sentence: u32,
    pub(super) clause: u32,
    /// The weight of all words and pauses before this one.
    pub(super) weight_before: u32,
    /// The same with this one.
    pub(super) weight_after: u32,
    /// The word after it is a bare "no".
    pub(super) answered_no: bool,
}

/// What makes the words after it no report.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// The clause in which it opened.
    pub(super) clause: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FrameKind {
    /// A general question; "my" makes it a personal one.
    Question,
    /// Read, heard, imagined, warned of.
    Hearsay,
}

/// Whose news it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    Writer,
    Helped,
    Nobody,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Present,
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clause {
    pub(super) sentence: u32,
    pub(super) words: usize,
    pub(super) long_ago: bool,
    pub(super) ongoing: bool,
    pub(super) over: bool,
    /// Opens with "that was": it dates the sentence before.
    pub(super) remark: bool,
}

impl Reading {
    /// Whether two words stand in the same sentence.
    pub(super) fn same_sentence(&self, left: usize, right: usize) -> bool {
        self.stances[left].sentence == self.stances[right].sentence
    }

    /// The weight of the words between `left` and a later `right`, neither included: small words
    /// weigh nothing.
    pub(super) fn weight_between(&self, left: usize, right: usize) -> u32 {
        self.stances[right]
            .weight_before
            .saturating_sub(self.stances[left].weight_after)
    }

    /// How the words of one sign are meant; `parts` are the places of its parts, at least one.
    pub(super) fn judge(&self, parts: &[Range<usize>]) -> Verdict {
        let last = parts.iter().map(|part| part.end - 1).max();
        let Some(stance) = last.and_then(|last| self.stances.get(last)) else {
            return Verdict::NotReported;
        };
        if self.is_denied(parts)
            || stance.answered_no
            || stance.who == Who::Nobody
            || self.is_framed(stance)
        {
            return Verdict::NotReported;
        }
        let clause = stance.clause as usize;
        let long_ago = self.is_long_ago(clause);
        let past = stance.tense == Some(Tense::Past);
        let ongoing = self.is_ongoing(clause);
        if stance.who == Who::Helped {
            let news = long_ago || past && !self.on_behalf;
            return if news && !ongoing {
                Verdict::NotReported
            } else {
                Verdict::Present
            };
        }
        let over = past && self.is_over(clause);
        let dated = long_ago && stance.tense != Some(Tense::Present);
        if (over || dated) && !ongoing {
            Verdict::Past
        } else {
            Verdict::Present
        }
    }

    fn is_denied(&self, parts: &[Range<usize>]) -> bool {
        // "no feeling" is the sign itself and denies nothing.
        let in_sign = |word: usize| parts.iter().any(|part| part.contains(&word));
        let denied = |word: usize| {
            self.stances[word]
                .denied_by
                .is_some_and(|cue| !in_sign(cue))
        };
        parts
            .iter()
            .any(|part| denied(part.start) || denied(part.end - 1))
    }

    /// Whether the word is only asked about or heard of. "since today" makes a report of a
    /// question, and of hearsay when it comes in a clause of its own.
    fn is_framed(&self, stance: &Stance) -> bool {
        let ongoing = self.clauses[stance.clause as usize].ongoing;
        match stance.about {
            None => false,
            Some(_) if self.confirmed => false,
            Some(Frame {
                kind: FrameKind::Question,
                ..
            }) => !ongoing,
            Some(Frame {
                kind: FrameKind::Hearsay,
                clause,
            }) => !ongoing || clause == stance.clause,
        }
    }

    /// Whether the clause, or one beside it in its sentence, says that it is so now.
    fn is_ongoing(&self, clause: usize) -> bool {
        let neighbours = clause.saturating_sub(1)..(clause + 2).min(self.clauses.len());
        self.clauses[neighbours].iter().any(|other| {
            other.ongoing && !other.over && other.sentence == self.clauses[clause].sentence
        })
    }

    fn is_long_ago(&self, clause: usize) -> bool {
        let here = self.clauses[clause];
        let remark = |other: &Clause| {
            other.long_ago
                && other.words <= LONGEST_REMARK
                && (other.remark || other.sentence == here.sentence)
        };
        here.long_ago
            || self.clauses.get(clause + 1).is_some_and(remark)
            || clause > 0 && remark(&self.clauses[clause - 1])
    }

    fn is_over(&self, clause: usize) -> bool {
        self.clauses[clause..(clause + 2).min(self.clauses.len())]
            .iter()
            .any(|clause| clause.over)
    }
}
