//! Reads a text once, from left to right, and notes how each word is meant. It knows the cues and
//! how far they reach, and nothing about signs.

use super::cues::{Cue, Cues};
use super::phrases::Found;
use super::reading::{Clause, Frame, FrameKind, Reading, Stance, Tense, Who};
use super::text::{Pause, Token};

/// A denial reaches no further than this many words without a comma that carries it on: people
/// forget full stops.
const LONGEST_DENIAL: usize = 10;
/// What "dont" reaches: the words after it, or a word such as "have" that makes it a full denial.
const WEAK_DENIAL_REACH: usize = 2;
/// How far apart, in words, the halves of a general question may stand: "can ... cause".
const QUESTION_REACH: usize = 9;
/// What a comma, an "and" or an "if" between two words of a sign weighs, in words.
const BREAK_WEIGHT: u32 = 2;

/// Reads a text from its words and the cues in it.
pub(super) fn read(tokens: &[Token], found: &[Found<Cue>]) -> Reading {
    let cues = cues_by_word(tokens.len(), found);
    Reader::new(tokens, &cues).read()
}

/// The cues that start at each word.
fn cues_by_word(words: usize, found: &[Found<Cue>]) -> Vec<Cues> {
    const OVERRULED: [Cue; 8] = [
        Cue::Denial,
        Cue::WeakDenial,
        Cue::About,
        Cue::Hearsay,
        Cue::Neutral,
        Cue::AnsweredNo,
        Cue::AboutBefore,
        Cue::Crowd,
    ];
    let mut cues = vec![Cues::default(); words];
    let mut longest = vec![0; words];
    for Found { tokens, meaning } in found {
        let start = tokens.start;
        if OVERRULED.contains(meaning) {
            if tokens.len() < longest[start] {
                continue;
            }
            if tokens.len() > longest[start] {
                OVERRULED
                    .into_iter()
                    .for_each(|cue| cues[start].remove(cue));
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
    /// The writer has been the subject in this sentence.
    spoken: bool,
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
            spoken: false,
            tense: None,
            weight: 0,
        }
    }

    fn read(mut self) -> Reading {
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
                clause: self.clause(),
                weight_before,
                weight_after: self.weight,
                answered_no: self.is_answered_no(at),
            });
            self.denial = self.denial.and_then(Denial::one_word_on);
            self.start_denial(at);
        }
        Reading {
            stances: self.stances,
            clauses: self.clauses,
            confirmed: self.cues.iter().any(|cues| cues.has(Cue::Confirmed)),
            on_behalf: self.cues.iter().any(|cues| cues.has(Cue::OnBehalf)),
        }
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
            self.spoken = false;
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
                .map(|denial| Denial {
                    reach: LONGEST_DENIAL,
                    ..denial
                });
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
            let after_comma = pause == Pause::Comma && self.has(at, Cue::Starter);
            if own || after_comma && self.in_question() {
                self.frame = None;
            }
        } else if self.has(at, Cue::My) && self.in_question() {
            self.frame = None;
        }
    }

    fn in_question(&self) -> bool {
        self.frame
            .is_some_and(|frame| frame.kind == FrameKind::Question)
    }

    fn clause(&self) -> u32 {
        (self.clauses.len() - 1) as u32
    }

    fn is_verb(&self, at: usize) -> bool {
        self.cues
            .get(at)
            .is_some_and(|cues| cues.has_any(&[Cue::Present, Cue::Past]))
    }

    /// Whether a new statement starts here, with or without a mark: "no back pain i cant pee".
    fn starts_statement(&self, at: usize) -> bool {
        let after_break = self.tokens[at].pause != Pause::None
            || self.before(at, Cue::And)
            || self.before(at, Cue::Contrast);
        if self.cues[at].has_any(&[Cue::Speaker, Cue::Starter]) {
            return after_break || !self.before(at, Cue::Joiner) && at > self.sentence_start;
        }
        // "my" starts a statement when its own verb follows: "my groin is numb".
        self.has(at, Cue::My)
            && (after_break
                || !self.before(at, Cue::Joiner) && (at + 2..at + 4).any(|next| self.is_verb(next)))
    }

    fn new_clause(&mut self, at: usize) {
        let remark = self.tokens[at].pause != Pause::None
            && matches!(self.tokens[at].word.as_str(), "that" | "it" | "this")
            && self.has(at + 1, Cue::Past);
        self.clauses.push(Clause {
            sentence: self.sentence,
            remark,
            ..Clause::default()
        });
        self.tense = None;
    }

    fn open_frames(&mut self, at: usize) {
        let question =
            self.has(at, Cue::About) || self.has(at, Cue::Asking) && self.asks_for_cause(at);
        let clause = self.clause();
        if self.has(at, Cue::Hearsay) {
            self.frame = Some(Frame {
                kind: FrameKind::Hearsay,
                clause,
            });
        } else if question && self.frame.is_none() {
            self.frame = Some(Frame {
                kind: FrameKind::Question,
                clause,
            });
        }
        if self.has(at, Cue::AboutBefore) {
            self.put_the_start_in_question(at);
        }
    }

    /// "can ... cause", with nothing of the writer's between.
    fn asks_for_cause(&self, at: usize) -> bool {
        let starts = self.tokens[at].pause != Pause::None || !self.before(at, Cue::Speaker);
        starts
            && (at + 1..self.tokens.len().min(at + 1 + QUESTION_REACH))
                .take_while(|&next| self.tokens[next].pause < Pause::Sentence)
                .take_while(|&next| {
                    !self.cues[next].has_any(&[Cue::Speaker, Cue::My, Cue::Contrast])
                })
                .any(|next| self.has(next, Cue::Causing))
    }

    /// "is chest pain a symptom of sciatica" asks about its start; "my chest pain" would not, and
    /// neither would "numb groin, is that a symptom" or "numb groin since today, a warning sign".
    fn put_the_start_in_question(&mut self, at: usize) {
        let reach = self.sentence_start.max(at.saturating_sub(QUESTION_REACH))..at;
        let personal = |word: usize| {
            self.cues[word].has_any(&[Cue::Speaker, Cue::My, Cue::Me, Cue::Ongoing])
                || matches!(
                    self.tokens[word].word.as_str(),
                    "this" | "that" | "it" | "these"
                )
        };
        if reach.clone().any(personal) {
            return;
        }
        let question = Frame {
            kind: FrameKind::Question,
            clause: self.clause(),
        };
        for stance in &mut self.stances[reach] {
            stance.about.get_or_insert(question);
        }
    }

    fn note_who(&mut self, at: usize) {
        let cues = self.cues[at];
        let others_next = || {
            (at + 1..at + 3).any(|next| {
                self.cues
                    .get(next)
                    .is_some_and(|cues| cues.has_any(&[Cue::Person, Cue::Animal]))
            })
        };
        self.spoken |= cues.has(Cue::Speaker);
        if cues.has_any(&[Cue::Animal, Cue::Crowd]) {
            self.who = Who::Nobody;
        } else if cues.has(Cue::Person) {
            self.who = Who::Helped;
        } else if cues.has_any(&[Cue::Speaker, Cue::Me]) || cues.has(Cue::My) && !others_next() {
            self.who = Who::Writer;
        } else if cues.has(Cue::Pronoun) && self.who == Who::Writer {
            self.who = Who::Helped;
        } else if self.spoken && self.before(at, Cue::And) && self.is_verb(at) {
            // "i walked my dog and cant pee"
            self.who = Who::Writer;
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
        let year = at > self.sentence_start
            && self.tokens[at - 1].word == "in"
            && is_year(&self.tokens[at].word);
        if let Some(clause) = self.clauses.last_mut() {
            clause.words += 1;
            clause.long_ago |= year || cues.has(Cue::LongAgo);
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
        if self.tokens[at].pause == Pause::Comma {
            BREAK_WEIGHT
        } else {
            0
        }
    }

    fn weight_of(&self, at: usize) -> u32 {
        match self.tokens[at].word.as_str() {
            "and" | "or" | "n" | "if" => BREAK_WEIGHT,
            _ if self.has(at, Cue::Filler) => 0,
            _ => 1,
        }
    }

    /// "numbness down there? no."
    fn is_answered_no(&self, at: usize) -> bool {
        let paused = |at: usize| {
            self.tokens
                .get(at)
                .is_none_or(|token| token.pause != Pause::None)
        };
        self.has(at + 1, Cue::AnsweredNo) && paused(at + 1) && paused(at + 2)
    }
}

fn is_year(word: &str) -> bool {
    word.len() == 4
        && (word.starts_with("19") || word.starts_with("20"))
        && word.bytes().all(|byte| byte.is_ascii_digit())
}

/// For each word, whether the list it stands in goes on with "or" before a new statement begins.
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
