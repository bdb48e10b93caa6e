//! The metrics as Prometheus reads them.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use super::label::{EventName, Labels};
use super::*;
use crate::answer::outcome::{Notice, Outcome, SmallTalk};

fn shard(id: u32, connected: bool, latency: Option<u64>) -> Shard {
    let latency = latency.map(Duration::from_millis);
    Shard {
        id,
        connected,
        latency,
    }
}

/// One shard, connected, and three pieces of content.
fn healthy() -> State {
    State {
        shards: vec![shard(0, true, Some(42))],
        expected_shards: 1,
        entries: 2,
        sections: 1,
        version: "5f3a".to_owned(),
    }
}

/// The lines of what Prometheus would get that say more than zero and are no
/// comments.
fn counted(metrics: &Metrics) -> Vec<String> {
    let text = metrics.text(State::default()).unwrap();
    let lines = text.lines().filter(|line| {
        let is_state = ["faqbot_build_info", "faqbot_content_info"]
            .iter()
            .any(|name| line.starts_with(name));
        !line.starts_with('#') && !is_state && !line.ends_with(" 0") && !line.ends_with(" 0.0")
    });
    lines.map(str::to_owned).collect()
}

#[test]
fn everything_is_there_from_the_start_and_at_zero() {
    let text = Metrics::new().text(healthy()).unwrap();
    let series = text.lines().filter(|line| !line.starts_with('#'));
    let families: Vec<_> = text
        .lines()
        .filter_map(|line| line.strip_prefix("# TYPE faqbot_"))
        .collect();
    assert_eq!(
        families,
        [
            "answers counter",
            "response_seconds histogram",
            "unknown_events counter",
            "malformed_events counter",
            "reconnects counter",
            "rest_errors counter",
            "rest_rate_limits counter",
            "rest_retries counter",
            "limited counter",
            "duplicates counter",
            "panics counter",
            "feedback counter",
            "reloads counter",
            "content_errors gauge",
            "queue_length gauge",
            "in_flight gauge",
            "build info",
            "ready gauge",
            "entries gauge",
            "sections gauge",
            "shards_expected gauge",
            "shard_connected gauge",
            "shard_latency_seconds gauge",
            "content info",
        ]
    );
    // Answers, times (15 buckets, infinity, sum, count), unknown events, errors
    // of requests, limits, feedback, reloads, errors of files; the eight without labels; the seven of the
    // state.
    let expected = 9 * 5 + 9 * 18 + 21 + 7 * 7 + 2 + 6 + 6 + 3 + 1 + 2 + 1 + 7;
    assert_eq!(series.count(), expected);
    assert_eq!(counted(&Metrics::new()), Vec::<String>::new());
}

#[test]
fn an_answer_is_counted_and_timed() {
    let metrics = Metrics::new();
    metrics.answered(Way::Ask, OutcomeKind::Answer, Duration::from_millis(4));
    metrics.answered(Way::Ask, OutcomeKind::Answer, Duration::from_millis(2500));
    metrics.answered(Way::Ask, OutcomeKind::SmallTalk, Duration::from_secs(60));
    let bucket = |le: &str, count: u32| {
        format!("faqbot_response_seconds_bucket{{le=\"{le}\",way=\"ask\"}} {count}")
    };
    assert_eq!(
        counted(&metrics),
        [
            "faqbot_answers_total{way=\"ask\",outcome=\"answer\"} 2".to_owned(),
            "faqbot_answers_total{way=\"ask\",outcome=\"small_talk\"} 1".to_owned(),
            "faqbot_response_seconds_sum{way=\"ask\"} 62.504".to_owned(),
            "faqbot_response_seconds_count{way=\"ask\"} 3".to_owned(),
            bucket("0.005", 1),
            bucket("0.01", 1),
            bucket("0.02", 1),
            bucket("0.05", 1),
            bucket("0.1", 1),
            bucket("0.2", 1),
            bucket("0.5", 1),
            bucket("1.0", 1),
            bucket("2.0", 1),
            bucket("3.0", 2),
            bucket("5.0", 2),
            bucket("10.0", 2),
            bucket("+Inf", 3),
        ]
    );
}

#[test]
fn what_goes_wrong_is_counted_by_what_it_was() {
    let metrics = Metrics::new();
    metrics.unknown_event("MESSAGE_CREATE");
    metrics.unknown_event("SOMETHING_NEW");
    metrics.unknown_event("\"} 1\nforged 1");
    metrics.reconnected();
    metrics.rest_error(Route::Interaction, ErrorKind::Timeout);
    metrics.rest_error(Route::Other, ErrorKind::of_status(403));
    metrics.rate_limited();
    metrics.retried();
    metrics.limited(Scope::Member);
    metrics.duplicate();
    metrics.panicked();
    metrics.feedback(Verdict::WrongOrUnsafe);
    assert_eq!(
        counted(&metrics),
        [
            "faqbot_unknown_events_total{event=\"MESSAGE_CREATE\"} 1",
            "faqbot_unknown_events_total{event=\"other\"} 2",
            "faqbot_reconnects_total 1",
            "faqbot_rest_errors_total{route=\"interaction\",kind=\"timeout\"} 1",
            "faqbot_rest_errors_total{route=\"other\",kind=\"forbidden\"} 1",
            "faqbot_rest_rate_limits_total 1",
            "faqbot_rest_retries_total 1",
            "faqbot_limited_total{scope=\"member\"} 1",
            "faqbot_duplicates_total 1",
            "faqbot_panics_total 1",
            "faqbot_feedback_total{verdict=\"wrong_or_unsafe\"} 1",
        ]
    );
}

#[test]
fn what_waits_and_what_is_handled_is_counted_until_it_is_over() {
    let metrics = Metrics::new();
    let waiting = [metrics.queued(), metrics.queued()];
    let handled = metrics.in_flight();
    let now = counted(&metrics);
    assert_eq!(now, ["faqbot_queue_length 2", "faqbot_in_flight 1"]);
    drop(waiting);
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _handled = handled;
        std::panic::resume_unwind(Box::new("a handler fails"));
    }));
    assert!(panicked.is_err());
    assert_eq!(counted(&metrics), Vec::<String>::new());
}

#[test]
fn nothing_is_lost_when_all_count_at_once() {
    let metrics = Arc::new(Metrics::new());
    let threads: Vec<_> = Way::ALL
        .iter()
        .map(|way| {
            let metrics = Arc::clone(&metrics);
            thread::spawn(move || {
                for _ in 0..1000 {
                    let _handled = metrics.in_flight();
                    metrics.answered(*way, OutcomeKind::Unanswered, Duration::ZERO);
                    metrics.panicked();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let lines = counted(&metrics);
    for way in Way::ALL {
        let way = way.name();
        for line in [
            format!("faqbot_answers_total{{way=\"{way}\",outcome=\"unanswered\"}} 1000"),
            format!("faqbot_response_seconds_count{{way=\"{way}\"}} 1000"),
        ] {
            assert!(lines.contains(&line), "no `{line}` in {lines:#?}");
        }
    }
    assert!(lines.contains(&"faqbot_panics_total 9000".to_owned()));
}

/// The part of the text that speaks of the state.
fn state_text(state: State) -> String {
    let text = Metrics::new().text(state).unwrap();
    let from = text.find("# HELP faqbot_ready").unwrap();
    text[from..].to_owned()
}

#[test]
fn the_state_is_shown_as_it_is_at_the_moment() {
    let state = State {
        shards: vec![shard(4, true, Some(42)), shard(5, false, None)],
        expected_shards: 2,
        entries: 120,
        sections: 7,
        version: "odd \"version\"\\\nwith lines".to_owned(),
    };
    let expected = r#"# HELP faqbot_ready Whether every shard is connected and content is loaded.
# TYPE faqbot_ready gauge
faqbot_ready 0
# HELP faqbot_entries Entries that answers come from.
# TYPE faqbot_entries gauge
faqbot_entries 120
# HELP faqbot_sections Sections of articles that answers come from.
# TYPE faqbot_sections gauge
faqbot_sections 7
# HELP faqbot_shards_expected Shards that this process is to run.
# TYPE faqbot_shards_expected gauge
faqbot_shards_expected 2
# HELP faqbot_shard_connected Whether the shard receives events.
# TYPE faqbot_shard_connected gauge
faqbot_shard_connected{shard="4"} 1
faqbot_shard_connected{shard="5"} 0
# HELP faqbot_shard_latency_seconds From a heartbeat to its acknowledgement.
# TYPE faqbot_shard_latency_seconds gauge
# UNIT faqbot_shard_latency_seconds seconds
faqbot_shard_latency_seconds{shard="4"} 0.042
# HELP faqbot_content The content that answers come from.
# TYPE faqbot_content info
faqbot_content_info{version="odd \"version\"\\\nwith lines"} 1
# EOF
"#;
    assert_eq!(state_text(state), expected);
    assert!(state_text(healthy()).contains("\nfaqbot_ready 1\n"));
}

#[test]
fn it_is_ready_when_every_shard_is_connected_and_content_is_loaded() {
    assert_eq!(healthy().ready(), Ok(()));
    let not_ready = |change: fn(&mut State)| {
        let mut state = healthy();
        change(&mut state);
        state.ready().unwrap_err()
    };
    assert_eq!(
        [
            not_ready(|state| state.expected_shards = 0),
            not_ready(|state| state.expected_shards = 3),
            not_ready(|state| state.shards[0].connected = false),
            not_ready(|state| (state.entries, state.sections) = (0, 0)),
            not_ready(|state| *state = State::default()),
        ],
        [
            "no shard has been started",
            "connected shards: 1 of 3",
            "connected shards: 0 of 1",
            "no content is loaded",
            "no shard has been started; no content is loaded",
        ]
    );
}

#[test]
fn every_outcome_and_every_status_has_its_kind() {
    let outcomes = [
        Outcome::Urgent(Notice {
            number: None,
            group: String::new(),
            title: String::new(),
            text: String::new(),
        }),
        Outcome::Suggestions(Vec::new()),
        Outcome::SmallTalk(SmallTalk::Thanks),
        Outcome::Unanswered(Vec::new()),
    ];
    assert_eq!(
        outcomes
            .each_ref()
            .map(|outcome| OutcomeKind::from(outcome).name()),
        ["urgent", "suggestions", "small_talk", "unanswered"]
    );
    assert_eq!(
        [403, 404, 429, 500, 503, 599, 400, 600, 0]
            .map(|status| ErrorKind::of_status(status).name()),
        [
            "forbidden",
            "not_found",
            "rate_limited",
            "server",
            "server",
            "server",
            "other",
            "other",
            "other",
        ]
    );
}

#[test]
fn every_combination_of_labels_has_one_place() {
    fn places<L: Labels>() -> Vec<usize> {
        (0..L::COUNT).map(|place| L::at(place).place()).collect()
    }
    assert_eq!(places::<EventName>(), (0..21).collect::<Vec<_>>());
    assert_eq!(places::<(Way, OutcomeKind)>(), (0..45).collect::<Vec<_>>());
    assert_eq!(places::<(Route, ErrorKind)>(), (0..49).collect::<Vec<_>>());
}
