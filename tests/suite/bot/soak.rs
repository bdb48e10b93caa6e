//! A soak: for minutes, all ways of asking and all faults, at random.
//!
//! Run on demand: `cargo test --test suite soak -- --ignored --nocapture`.
//! `FAQBOT_SOAK_MINUTES` says how long, 2 where it does not; `FAQBOT_SOAK_SEED`
//! repeats the choices of an earlier run.

use std::collections::BTreeMap;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::support::discord::{Bot, BotTest, Id, Said};

const POST: &str = "POST /channels/{channel}/messages";

/// What is asked in one round, at once.
const A_ROUND: u64 = 40;

/// What the bot remembers on purpose, ten thousand of a few small things, grows
/// for minutes and takes half of this; a leak grows beyond it. In KiB.
const MAY_GROW: u64 = 8 * 1024;

const QUESTIONS: [&str; 6] = [
    "is massage safe for sciatica",
    "how often should i get a massage",
    "can i get a massage while pregnant",
    "what is the meaning of life",
    "massage",
    "help, i cannot breathe and my chest hurts",
];

/// Random numbers that can be had again.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        // Xorshift: good enough to mix.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn question(&mut self) -> &'static str {
        QUESTIONS[self.below(QUESTIONS.len() as u64) as usize]
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes"]
async fn soak() {
    let minutes = number("FAQBOT_SOAK_MINUTES").unwrap_or(2);
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let now = now.map_or(1, |since| since.as_nanos() as u64);
    let seed = number("FAQBOT_SOAK_SEED").unwrap_or(now).max(1);
    eprintln!("FAQBOT_SOAK_SEED={seed}");
    let length = Duration::from_secs(60 * minutes);
    BotTest::shipped()
        .settings("questions_per_member = 0\nanswers_per_channel = 0")
        .zlib()
        .run(async |t| {
            let mut dice = Dice(seed);
            let start = Instant::now();
            let (mut rounds, mut asked, mut warm) = (0, 0, None);
            while start.elapsed() < length {
                rounds += 1;
                asked += round(t, &mut dice).await;
                if start.elapsed() > length / 3 && warm.is_none() {
                    warm = memory(t).await;
                }
            }
            let end = memory(t).await;
            eprintln!("{rounds} rounds, {asked} asked, memory in KiB: {warm:?}, then {end:?}");
            if let (Some(warm), Some(end)) = (warm, end) {
                assert!(
                    end <= warm + MAY_GROW,
                    "memory grows: {warm} KiB, then {end} KiB"
                );
            }
        })
        .await;
}

/// The bot's memory in KiB after a round that is the same each time, so that
/// chance has no part in the difference of two.
async fn memory(t: &Bot) -> Option<u64> {
    round(t, &mut Dice(1)).await;
    t.memory()
}

/// Asks in all ways while something fails; how much was asked.
async fn round(t: &Bot, dice: &mut Dice) -> usize {
    let (ann, hal) = (t.user("ann"), t.user("hal"));
    ann.says("#help", "<@bot> is massage safe for sciatica")
        .await;
    let (answer, _) = t.next_reply("#help").await;
    let other = ann.says("#help", "is massage safe for sciatica").await;
    hal.uses("Answer from the FAQ", &other).await;
    let (draft, _) = t.next_private("hal").await;

    fails(t, dice).await;
    // The faults strike these at the latest.
    let mut asked = vec![
        ann.says("#help", "<@bot> is massage safe for sciatica")
            .await
            .id,
        ann.runs("/ask question:is massage safe for sciatica").await,
        hal.clicks_on(&draft, "Post as a reply").await,
        other.id,
    ];
    let mut perhaps = Vec::new();
    for _ in 0..A_ROUND {
        asks(t, dice, &answer, &mut asked, &mut perhaps).await;
    }

    let mut counts = t.answers_to(&asked).await;
    t.settles().await;
    for (id, count) in t.answers_to(&[]).await {
        *counts.entry(id).or_insert(0) += count;
    }
    for id in perhaps {
        assert!(counts.remove(&id).unwrap_or(0) <= 1, "answered twice");
    }
    let expected: BTreeMap<Id, usize> = asked.iter().map(|id| (*id, 1)).collect();
    assert_eq!(
        counts, expected,
        "how often each was answered, and how often expected"
    );
    asked.len()
}

/// One of the ways of asking. What is deleted at once is `perhaps` answered.
async fn asks(t: &Bot, dice: &mut Dice, answer: &Said, asked: &mut Vec<Id>, perhaps: &mut Vec<Id>) {
    let question = dice.question();
    let person = t.user(["ann", "bob", "mo"][dice.below(3) as usize]);
    match dice.below(12) {
        0 | 1 => asked.push(person.says("#help", &format!("<@bot> {question}")).await.id),
        2 => asked.push(person.dm(question).await.id),
        3 => asked.push(person.replies_to(answer, "how often?").await.id),
        4 | 5 => asked.push(person.runs(&format!("/ask question:{question}")).await),
        6 => asked.push(
            person
                .runs(&format!("/ask question:{question} private:false"))
                .await,
        ),
        7 => asked.push(person.runs(&format!("/faq topic:{question}")).await),
        8 => drop(person.types(&format!("/faq topic:{question}")).await),
        9 => {
            let label = ["Show me privately", "Helpful", "Not helpful"][dice.below(3) as usize];
            asked.push(person.clicks_on(answer, label).await);
        }
        10 => {
            let said = person.says("#general", &format!("<@bot> {question}")).await;
            person.edits(&said, "<@bot> massage while pregnant").await;
            asked.push(said.id);
        }
        _ => {
            let said = person.dm(question).await;
            person.deletes(&said).await;
            perhaps.push(said.id);
        }
    }
}

/// One of the faults, or none.
async fn fails(t: &Bot, dice: &mut Dice) {
    let route = [POST, "callback"][dice.below(2) as usize];
    let fault = dice.below(16);
    eprintln!("fault {fault} on {route}");
    match fault {
        0 => t.fail_next(route, 500),
        1 => t.fail_next(route, 502),
        2 => t.reset_next(route, false),
        3 => t.reset_next(route, true),
        4 => t.hang_next(route),
        5 => t.rate_limit(route, Duration::from_millis(300), false),
        6 => t.rate_limit(POST, Duration::from_millis(300), true),
        7 => t.drop_gateway(),
        8 => t.close_gateway(4000),
        9 => t.op7(),
        10 => t.op9(true),
        11 => {
            // What happens until the session is begun anew is lost to bots.
            t.op9(false);
            t.ready(1, Duration::from_secs(20)).await;
        }
        12 => t.repeats_events(20),
        13 => {
            t.sends_raw("MESSAGE_CREATE", &json!({"id": 1}));
            t.sends_text("{");
        }
        _ => {}
    }
}
