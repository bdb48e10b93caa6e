//! What is measured in which order, and the table of it for the README.

use std::fs;
use std::time::Duration;

use super::Plan;
use super::figures::{duration, machine, megabytes, thousands};
use super::load::{Members, Run, Way};
use super::subject::Subject;

/// An answer after this is late.
const LATE: Duration = Duration::from_millis(100);

/// The rate that the search for the highest begins with: questions a second.
const FIRST_RATE: u32 = 500;

/// How often the gap between a rate that holds and one that does not is halved.
const HALVINGS: u32 = 4;

/// Asked before anything is measured.
const WARM_UP: usize = 500;

/// Questions from which processor time, counted in hundredths of a second, says
/// something.
const COUNTABLE: usize = 150;

/// Measures everything and prints the table.
pub async fn print(plan: &Plan) {
    let load_before = load_average();
    let mut members = Members::new();
    let faqbot = Subject::faqbot().await;
    let floor = Subject::floor().await;
    let idle = (faqbot.memory(), floor.memory());
    for subject in [&faqbot, &floor] {
        members.at_full_speed(subject, WARM_UP).await;
    }
    println!(
        "| what | median | 99 of 100 within | processor | floor: median | 99 of 100 within \
         | processor | ratio of medians |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|");
    for way in Way::ALL {
        for (rate, lasts) in plan.rates {
            let floor = members.at_rate(&floor, way, rate, lasts).await;
            let faqbot = members.at_rate(&faqbot, way, rate, lasts).await;
            rate_row(way, rate, faqbot, floor);
        }
    }
    let (mut speed, mut memory) = (Vec::new(), vec![("idle".to_owned(), idle)]);
    let mut asked = 0;
    for questions in plan.questions {
        let floor_speed = members.at_full_speed(&floor, questions).await;
        speed.push((members.at_full_speed(&faqbot, questions).await, floor_speed));
        asked += questions;
        let after = format!("after {} questions", thousands(asked));
        memory.push((after, (faqbot.memory(), floor.memory())));
    }
    let mut highest = Vec::new();
    for subject in [&faqbot, &floor] {
        highest.push(highest_rate(&mut members, subject, plan.trial).await);
    }
    let highest = highest.into_iter().map(|rate| thousands(rate as usize));
    let highest: Vec<_> = highest.map(|rate| format!("{rate} a second")).collect();
    println!();
    println!("| what | faqbot | floor |");
    println!("|---|---:|---:|");
    let [faqbot, floor] = &highest[..] else {
        return;
    };
    println!("| highest rate of /ask with 99 of 100 within 100 ms | {faqbot} | {floor} |");
    if let Some((faqbot, floor)) = speed.last() {
        let [faqbot, floor] = [faqbot, floor].map(|speed| thousands(*speed as usize));
        println!("| next question with each answer | {faqbot} a second | {floor} a second |");
    }
    for (when, (faqbot, floor)) in memory {
        let [faqbot, floor] = [faqbot, floor].map(megabytes);
        println!("| memory, {when} | {faqbot} | {floor} |");
    }
    println!();
    println!("{}", machine());
    println!("The load and the fake Discord had their part of the same cores.");
    println!(
        "Load average before: {load_before}, after: {}.",
        load_average()
    );
}

fn rate_row(way: Way, rate: u32, mut faqbot: Run, mut floor: Run) {
    let ratio = faqbot.within(50).as_secs_f64() / floor.within(50).as_secs_f64();
    println!(
        "| {}, {} a second | {} | {} | {ratio:.2} |",
        way.name(),
        thousands(rate as usize),
        cells(&mut faqbot),
        cells(&mut floor),
    );
}

fn cells(run: &mut Run) -> String {
    let processor = match run.times.len() {
        0..COUNTABLE => String::new(),
        _ => duration(run.processor),
    };
    let unanswered = match run.unanswered {
        0 => String::new(),
        some => format!(", {} without answer", thousands(some)),
    };
    let (median, slow) = (duration(run.within(50)), duration(run.within(99)));
    format!("{median} | {slow}{unanswered} | {processor}")
}

/// Doubles the rate until it is too high, then halves the gap.
async fn highest_rate(members: &mut Members, subject: &Subject, trial: Duration) -> u32 {
    let mut holds = async |rate| {
        let mut run = members.at_rate(subject, Way::Command, rate, trial).await;
        run.unanswered == 0 && run.within(99) < LATE
    };
    let mut low = 0;
    let mut high = FIRST_RATE;
    while holds(high).await {
        (low, high) = (high, high * 2);
    }
    for _ in 0..HALVINGS {
        let middle = low.midpoint(high);
        if holds(middle).await {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// How busy the machine was, as the system puts it.
fn load_average() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let first = text.split_whitespace().next();
    first.unwrap_or("unknown").to_owned()
}
