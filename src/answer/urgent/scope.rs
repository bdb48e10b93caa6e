//! Reads how each word of a text is meant: denied, asked about, told of someone else, past, or plainly reported. It knows the
//! cues and how far they reach, and nothing about signs.

use std::ops::Range;

use super::cues::{Cue, Cues};
use super::phrases::Found;
use super::text::{Pause, Token};

/// A denial reaches no further than this many words without a comma that carries it on: people forget full stops.
const LONGEST_DENIAL: usize = 10;
/// How far apart the two halves of a cue may stand, in words: "i dont really ever have", "can [this or that] cause".
const WEAK_DENIAL_REACH: usize = 2;
const CAUSING_REACH: usize = 9;
/// A remark about time of at most this many words also dates the statement beside it: "10 years ago, i had ...".
const LONGEST_REMARK: usize = 5;
/// What a comma or an "and" between two words of a sign weighs, in words.
const BREAK_WEIGHT: u32 = 2;

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
    stances: Vec<Stance>,
    clauses: Vec<Clause>,
    /// The person said that the thing asked about is theirs.
    confirmed: bool,
}

/// How one word is meant.
#[derive(Debug, Clone, Copy)]
struct Stance {
    /// The word that denies it.
    denied_by: Option<usize>,
    about: Option<Frame>,
    who: Who,
    tense: Option<Tense>,
    sentence: u32,
    clause: u32,
    /// The weight of all words and pauses before this one.
    weight_before: u32,
    /// The same with this one.
    weight_after: u32,
    /// The word after it is a bare "no".
    answered_no: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// A general question; "my" makes it a personal one.
    Question,
    /// Read, heard, imagined, warned of.
    Hearsay,
}

/// Whose news it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Writer,
    Helped,
    Nobody,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    Present,
}

#[derive(Debug, Clone, Copy, Default)]
struct Clause {
    sentence: u32,
    words: usize,
    long_ago: bool,
    ongoing: bool,
    over: bool,
    /// Opens with "that was": it dates the sentence before.
    remark: bool,
}

impl Reading {
    /// Reads a text from its words and the cues in it.
    pub(super) fn new(tokens: &[Token], found: &[Found<Cue>]) -> Self {
        let cues = cues_by_word(tokens.len(), found);
        let confirmed = cues.iter().any(|cues| cues.has(Cue::Confirmed));
        Reader::new(tokens, &cues).read(confirmed)
    }

    /// Whether two words stand in the same sentence.
    pub(super) fn same_sentence(&self, left: usize, right: usize) -> bool {
        self.stances[left].sentence == self.stances[right].sentence
    }

    /// The weight of the words between `left` and a later `right`, neither included: small words weigh nothing.
    pub(super) fn weight_between(&self, left: usize, right: usize) -> u32 {
        self.stances[right].weight_before.saturating_sub(self.stances[left].weight_after)
    }

    /// How the words of one sign are meant; `parts` are the places of its parts, of which there is at least one.
    pub(super) fn judge(&self, parts: &[Range<usize>]) -> Verdict {
        let last = parts.iter().map(|part| part.end - 1).max().unwrap_or_default();
        let Some(&stance) = self.stances.get(last) else { return Verdict::NotReported };
        // "no feeling" is the sign itself and denies nothing.
        let in_sign = |word: usize| parts.iter().any(|part| part.contains(&word));
        let denied = |word: usize| self.stances[word].denied_by.is_some_and(|cue| !in_sign(cue));
        if parts.iter().any(|part| denied(part.start) || denied(part.end - 1)) || stance.answered_no || stance.who == Who::Nobody {
            return Verdict::NotReported;
        }
        let ongoing = self.clauses_of(stance.sentence, stance.clause).any(|clause| clause.ongoing && !clause.over);
        match stance.about {
            Some(Frame::Hearsay) if !self.confirmed => return Verdict::NotReported,
            Some(Frame::Question) if !self.confirmed && !self.clauses[stance.clause as usize].ongoing => {
                return Verdict::NotReported;
            }
            _ => {}
        }
        let long_ago = self.is_long_ago(stance.clause as usize);
        let past = stance.tense == Some(Tense::Past);
        match stance.who {
            Who::Helped if (past || long_ago) && !ongoing => Verdict::NotReported,
            _ if !ongoing && (past && self.is_over(stance.clause as usize) || long_ago && stance.tense != Some(Tense::Present)) => {
                Verdict::Past
            }
            _ => Verdict::Present,
        }
    }

    fn clauses_of(&self, sentence: u32, near: u32) -> impl Iterator<Item = &Clause> {
        let neighbours = (near as usize).saturating_sub(1)..(near as usize + 2).min(self.clauses.len());
        self.clauses[neighbours].iter().filter(move |clause| clause.sentence == sentence)
    }

    fn is_long_ago(&self, clause: usize) -> bool {
        let here = self.clauses[clause];
        let remark = |other: &Clause| {
            other.long_ago && other.words <= LONGEST_REMARK && (other.remark || other.sentence == here.sentence)
        };
        here.long_ago || self.clauses.get(clause + 1).is_some_and(remark) || clause > 0 && remark(&self.clauses[clause - 1])
    }

    fn is_over(&self, clause: usize) -> bool {
        self.clauses[clause..(clause + 2).min(self.clauses.len())].iter().any(|clause| clause.over)
    }
}

/// The cues that start at each word.
fn cues_by_word(words: usize, found: &[Found<Cue>]) -> Vec<Cues> {
    const OVERRULED: [Cue; 7] =
        [Cue::Denial, Cue::WeakDenial, Cue::About, Cue::Hearsay, Cue::Neutral, Cue::AnsweredNo, Cue::AboutBefore];
    let mut cues = vec![Cues::default(); words];
    let mut longest = vec![0; words];
    for Found { tokens, meaning } in found {
        let start = tokens.start;
        if OVERRULED.contains(meaning) {
            if tokens.len() < longest[start] {
                continue;
            }
            if tokens.len() > longest[start] {
                OVERRULED.into_iter().for_each(|cue| cues[start].remove(cue));
                longest[start] = tokens.len();
            }
        }
        cues[start].add(*meaning);
    }
    cues
}

/// A denial in force.
#[derive(Debug, Clone, Copy)]
struct Denial {
    /// The word that denies.
    cue: usize,
    /// How many more words it reaches.
    reach: usize,
}

impl Denial {
    fn one_word_on(self) -> Option<Self> {
        let reach = self.reach.checked_sub(1).filter(|&reach| reach > 0)?;
        Some(Self { reach, ..self })
    }
}

/// Walks through a text once, carrying what is in force.
struct Reader<'a> {
    tokens: &'a [Token],
    cues: &'a [Cues],
    /// Whether the clause from each word on goes on with "or".
    or_ahead: Vec<bool>,
    stances: Vec<Stance>,
    clauses: Vec<Clause>,
    sentence: u32,
    sentence_start: usize,
    denial: Option<Denial>,
    frame: Option<Frame>,
    who: Who,
    tense: Option<Tense>,
    weight: u32,
}

impl<'a> Reader<'a> {
    fn new(tokens: &'a [Token], cues: &'a [Cues]) -> Self {
        Self {
            tokens,
            cues,
            or_ahead: or_ahead(tokens, cues),
            stances: Vec::with_capacity(tokens.len()),
            clauses: vec![Clause::default()],
            sentence: 0,
            sentence_start: 0,
            denial: None,
            frame: None,
            who: Who::Writer,
            tense: None,
            weight: 0,
        }
    }

    fn read(mut self, confirmed: bool) -> Reading {
        for at in 0..self.tokens.len() {
            self.end_what_ends(at);
            self.open_frames(at);
            self.note_who(at);
            self.note_time(at);
            let weight_before = self.weight + self.weight_of_pause(at);
            self.weight = weight_before + self.weight_of(at);
            self.stances.push(Stance {
                denied_by: self.denial.map(|denial| denial.cue),
                about: self.frame,
                who: self.who,
                tense: self.tense,
                sentence: self.sentence,
                clause: (self.clauses.len() - 1) as u32,
                weight_before,
                weight_after: self.weight,
                answered_no: self.is_answered_no(at),
            });
            self.denial = self.denial.and_then(Denial::one_word_on);
            self.start_denial(at);
        }
        Reading { stances: self.stances, clauses: self.clauses, confirmed }
    }

    fn has(&self, at: usize, cue: Cue) -> bool {
        self.cues.get(at).is_some_and(|cues| cues.has(cue))
    }

    fn before(&self, at: usize, cue: Cue) -> bool {
        at > self.sentence_start && self.has(at - 1, cue)
    }

    fn end_what_ends(&mut self, at: usize) {
        let pause = self.tokens[at].pause;
        if pause == Pause::Sentence && at > 0 {
            self.sentence += 1;
            self.sentence_start = at;
            self.denial = None;
            self.frame = None;
            if !self.has(at, Cue::Pronoun) {
                self.who = Who::Writer;
            }
            self.new_clause(at);
        } else if pause == Pause::Comma {
            self.denial = self
                .denial
                .filter(|_| self.or_ahead[at])
                .map(|denial| Denial { reach: LONGEST_DENIAL, ..denial });
            self.new_clause(at);
        }
        if self.has(at, Cue::Contrast) {
            self.denial = None;
            self.frame = None;
            self.new_clause(at);
        }
        if self.has(at, Cue::Instead) || self.has(at, Cue::And) && self.is_verb(at + 1) {
            self.denial = None;
        }
        if self.starts_statement(at) {
            self.denial = None;
            let own = self.cues[at].has_any(&[Cue::Speaker, Cue::My]);
            if own || pause == Pause::Comma && self.frame == Some(Frame::Question) && self.has(at, Cue::Starter) {
                self.frame = None;
            }
        } else if self.has(at, Cue::My) && self.frame == Some(Frame::Question) {
            self.frame = None;
        }
    }

    fn is_verb(&self, at: usize) -> bool {
        self.cues.get(at).is_some_and(|cues| cues.has_any(&[Cue::Present, Cue::Past]))
    }

    /// Whether a new statement starts here, with or without a mark: "no back pain i cant pee".
    fn starts_statement(&self, at: usize) -> bool {
        let after_break =
            self.tokens[at].pause != Pause::None || self.before(at, Cue::And) || self.before(at, Cue::Contrast);
        if self.cues[at].has_any(&[Cue::Speaker, Cue::Starter]) {
            return after_break || !self.before(at, Cue::Joiner) && at > self.sentence_start;
        }
        // "my" starts a statement when its own verb follows: "my groin is numb".
        self.has(at, Cue::My)
            && (after_break || !self.before(at, Cue::Joiner) && (at + 2..at + 4).any(|next| self.is_verb(next)))
    }

    fn new_clause(&mut self, at: usize) {
        let remark = self.tokens[at].pause != Pause::None
            && matches!(self.tokens[at].word.as_str(), "that" | "it" | "this")
            && self.has(at + 1, Cue::Past);
        self.clauses.push(Clause { sentence: self.sentence, remark, ..Clause::default() });
        self.tense = None;
    }

    fn open_frames(&mut self, at: usize) {
        let question = self.has(at, Cue::About) || self.has(at, Cue::Asking) && self.asks_for_cause(at);
        if self.has(at, Cue::Hearsay) {
            self.frame = Some(Frame::Hearsay);
        } else if question && self.frame.is_none() {
            self.frame = Some(Frame::Question);
        }
        if self.has(at, Cue::AboutBefore) {
            self.put_the_start_in_question(at);
        }
    }

    /// "can ... cause", with nothing of the writer's between.
    fn asks_for_cause(&self, at: usize) -> bool {
        let starts = self.tokens[at].pause != Pause::None || !self.before(at, Cue::Speaker);
        starts
            && (at + 1..self.tokens.len().min(at + 1 + CAUSING_REACH))
                .take_while(|&next| self.tokens[next].pause < Pause::Sentence)
                .take_while(|&next| !self.cues[next].has_any(&[Cue::Speaker, Cue::My, Cue::Contrast]))
                .any(|next| self.has(next, Cue::Causing))
    }

    /// "is chest pain a symptom of sciatica" asks about its start; "my chest pain" would not.
    fn put_the_start_in_question(&mut self, at: usize) {
        let reach = self.sentence_start.max(at.saturating_sub(CAUSING_REACH))..at;
        if reach.clone().any(|word| self.cues[word].has_any(&[Cue::Speaker, Cue::My, Cue::Me])) {
            return;
        }
        for stance in &mut self.stances[reach] {
            stance.about.get_or_insert(Frame::Question);
        }
    }

    fn note_who(&mut self, at: usize) {
        let cues = self.cues[at];
        let others_next = || {
            (at + 1..at + 3).any(|next| {
                self.cues.get(next).is_some_and(|cues| cues.has_any(&[Cue::Person, Cue::Animal]))
            })
        };
        if cues.has(Cue::Animal) {
            self.who = Who::Nobody;
        } else if cues.has(Cue::Person) {
            self.who = Who::Helped;
        } else if cues.has(Cue::Crowd) {
            self.who = Who::Nobody;
        } else if cues.has_any(&[Cue::Speaker, Cue::Me]) || cues.has(Cue::My) && !others_next() {
            self.who = Who::Writer;
        } else if cues.has(Cue::Pronoun) && self.who == Who::Writer {
            self.who = Who::Helped;
        }
    }

    fn note_time(&mut self, at: usize) {
        let cues = self.cues[at];
        // "used to have" is no present.
        let infinitive = at > self.sentence_start && self.tokens[at - 1].word == "to";
        if cues.has(Cue::Past) && !infinitive {
            self.tense = Some(Tense::Past);
        } else if cues.has(Cue::Present) && !infinitive {
            self.tense = Some(Tense::Present);
        }
        if let Some(clause) = self.clauses.last_mut() {
            clause.words += 1;
            clause.long_ago |= cues.has(Cue::LongAgo);
            clause.ongoing |= cues.has(Cue::Ongoing);
            clause.over |= cues.has(Cue::Over);
        }
    }

    fn start_denial(&mut self, at: usize) {
        let having = || (at + 1..=at + WEAK_DENIAL_REACH).any(|next| self.has(next, Cue::Having));
        let reach = if self.has(at, Cue::Denial) || self.has(at, Cue::WeakDenial) && having() {
            LONGEST_DENIAL
        } else if self.has(at, Cue::WeakDenial) {
            WEAK_DENIAL_REACH
        } else {
            return;
        };
        self.denial = Some(Denial { cue: at, reach });
    }

    fn weight_of_pause(&self, at: usize) -> u32 {
        if self.tokens[at].pause == Pause::Comma { BREAK_WEIGHT } else { 0 }
    }

    fn weight_of(&self, at: usize) -> u32 {
        match self.tokens[at].word.as_str() {
            "and" | "or" | "n" => BREAK_WEIGHT,
            _ if self.has(at, Cue::Filler) => 0,
            _ => 1,
        }
    }

    /// "numbness down there? no."
    fn is_answered_no(&self, at: usize) -> bool {
        let paused = |at: usize| self.tokens.get(at).is_none_or(|token| token.pause != Pause::None);
        self.has(at + 1, Cue::AnsweredNo) && paused(at + 1) && paused(at + 2)
    }
}

fn or_ahead(tokens: &[Token], cues: &[Cues]) -> Vec<bool> {
    let mut ahead = vec![false; tokens.len()];
    let mut or_follows = false;
    for at in (0..tokens.len()).rev() {
        if cues[at].has(Cue::Or) {
            or_follows = true;
        } else if cues[at].has_any(&[Cue::Contrast, Cue::Speaker, Cue::Present, Cue::Past]) {
            or_follows = false;
        }
        ahead[at] = or_follows;
        if tokens[at].pause == Pause::Sentence {
            or_follows = false;
        }
    }
    ahead
}
