//! What is kept of a question: that it was asked and what came of it, and its text
//! where there was no good answer.
//!
//! Never who asked, and never the text of what is urgent. What was overheard
//! comes here only when it was answered.

use serenity::model::id::GuildId;

use crate::answer::outcome::Outcome;
use crate::store::{Asked, AskedOutcome, Missed, MissedQuestion};

use super::bot::Bot;
use super::metrics::Way;

impl Bot {
    /// Keeps a question that was answered, or for which there was nothing. What
    /// is read with a button was not asked, and a question that is edited was
    /// asked once.
    pub(super) fn record(
        &self,
        way: Way,
        guild: Option<GuildId>,
        outcome: &Outcome,
        question: &str,
    ) {
        let Some(recorder) = self.recorder.as_ref().filter(|_| way != Way::Button) else {
            return;
        };
        let guild = guild.map(GuildId::get);
        let date = jiff::Zoned::now().date();
        if way != Way::Edit {
            recorder.record(Asked {
                guild,
                date,
                outcome: in_short(outcome),
                entry: match outcome {
                    Outcome::Answer(answer) => Some(answer.passage.id.clone()),
                    _ => None,
                },
            });
        }
        let missed = match outcome {
            Outcome::Unanswered(_) => Missed::Unanswered,
            Outcome::Suggestions(_) => Missed::Suggested,
            _ => return,
        };
        // What is looked up by name can be urgent, and still be shown.
        if self.kept.keep_questions
            && self
                .engine_of(guild.map(GuildId::new))
                .urgent(question)
                .is_none()
        {
            recorder.record(MissedQuestion {
                guild,
                date,
                outcome: missed,
                text: question.to_owned(),
            });
        }
    }
}

fn in_short(outcome: &Outcome) -> AskedOutcome {
    match outcome {
        Outcome::Urgent(_) => AskedOutcome::Urgent,
        Outcome::Answer(_) => AskedOutcome::Answered,
        Outcome::Suggestions(_) => AskedOutcome::Suggested,
        Outcome::SmallTalk(_) => AskedOutcome::SmallTalk,
        Outcome::Unanswered(_) => AskedOutcome::Unanswered,
    }
}
