//! Members who ask: at fixed times whether they get answers or not, or as fast
//! as answers come.

use std::collections::HashMap;
use std::hint;
use std::thread;
use std::time::{Duration, Instant};

use faqbot::content;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::timeout;

use crate::support::FaqTest;
use crate::support::discord::{Id, Seen};

use super::figures::percentile;
use super::subject::Subject;

/// After the last question, answers are waited for so long.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// A sleep ends later than it should by about half of this; the rest is spent
/// awake.
const OVERSLEPT: Duration = Duration::from_micros(100);

/// Questions under way at once where the next is asked when an answer comes.
const AT_ONCE: usize = 32;

/// Questions that the FAQ does not answer.
const OFF_TOPIC: [&str; 8] = [
    "who painted the mona lisa",
    "how do i reset my password",
    "best pizza in town",
    "haha",
    "why is the sky blue",
    "whats the wifi code",
    "which bus goes to the station",
    "recommend me a good book",
];

/// How members ask.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Way {
    Command,
    Mention,
}

impl Way {
    pub const ALL: [Way; 2] = [Way::Command, Way::Mention];

    pub fn name(self) -> &'static str {
        match self {
            Way::Command => "/ask",
            Way::Mention => "mention",
        }
    }
}

/// What came of some questions.
pub struct Run {
    /// From the moment when it was to be sent to the answer.
    pub times: Vec<Duration>,
    pub unanswered: usize,
    /// Processor time of the bot for one question.
    pub processor: Duration,
}

impl Run {
    /// The time within which so many of 100 had their answer.
    pub fn within(&mut self, percent: usize) -> Duration {
        percentile(&mut self.times, percent)
    }
}

/// Asks the questions of the shipped FAQ in turn, and some about other things.
pub struct Members {
    questions: Vec<String>,
    next: usize,
}

impl Members {
    /// Members with something to ask.
    pub fn new() -> Self {
        let project = FaqTest::shipped();
        let options = project.options();
        let (files, _) = content::scan(&options.faq, &options.content);
        let passages = files.iter().flat_map(|file| content::load(file).passages);
        let alternates = passages.flat_map(|passage| passage.alternates);
        let off_topic = OFF_TOPIC.map(str::to_owned);
        let questions: Vec<_> = alternates.chain(off_topic).collect();
        assert!(
            questions.len() > OFF_TOPIC.len(),
            "the shipped FAQ is empty"
        );
        Members { questions, next: 0 }
    }

    fn ask(&mut self, subject: &Subject, way: Way) -> Id {
        let question = &self.questions[self.next % self.questions.len()];
        self.next += 1;
        let Subject {
            fake,
            member,
            channel,
            ..
        } = subject;
        match way {
            Way::Command => {
                fake.inject_command(*member, *channel, &format!("/ask question:{question}"))
            }
            Way::Mention => fake.inject_message(*member, *channel, &format!("<@bot> {question}")),
        }
    }

    /// Asks at fixed times, so many a second. A late answer delays no question,
    /// and what is late counts from the moment when it was due.
    pub async fn at_rate(
        &mut self,
        subject: &Subject,
        way: Way,
        rate: u32,
        lasts: Duration,
    ) -> Run {
        let count = (lasts.as_secs_f64() * f64::from(rate)).ceil().max(1.0) as u32;
        let mut seen = subject.fake.watch();
        let before = subject.processor_time();
        let start = Instant::now() + Duration::from_secs(1) / rate;
        let mut due = HashMap::new();
        for number in 0..count {
            let moment = start + Duration::from_secs(1) * number / rate;
            wait_until(moment);
            due.insert(self.ask(subject, way), moment);
        }
        let mut times = Vec::new();
        while !due.is_empty()
            && let Some(answer) = next(&mut seen).await
        {
            let asked = answer.answers.and_then(|question| due.remove(&question));
            times.extend(asked.map(|asked| answer.at.saturating_duration_since(asked)));
        }
        Run {
            times,
            unanswered: due.len(),
            processor: (subject.processor_time() - before) / count,
        }
    }

    /// Asks the next question when an answer comes, in both ways in turn;
    /// answers a second.
    pub async fn at_full_speed(&mut self, subject: &Subject, count: usize) -> f64 {
        let mut seen = subject.fake.watch();
        let start = Instant::now();
        for number in 0..count + AT_ONCE {
            if number >= AT_ONCE {
                let answer = next(&mut seen).await;
                answer.expect("every question has its answer");
            }
            if number < count {
                self.ask(subject, Way::ALL[number % 2]);
            }
        }
        count as f64 / start.elapsed().as_secs_f64()
    }
}

async fn next(seen: &mut UnboundedReceiver<Seen>) -> Option<Seen> {
    timeout(LAST_ANSWERS, seen.recv()).await.ok().flatten()
}

/// Timers are too coarse for questions that come every millisecond.
fn wait_until(moment: Instant) {
    let left = moment.saturating_duration_since(Instant::now());
    thread::sleep(left.saturating_sub(OVERSLEPT));
    while Instant::now() < moment {
        hint::spin_loop();
    }
}
