//! What is counted by server and week, and how everything of a server goes.

use super::*;

const LAST_WEEK: Date = date(2026, 11, 15);

fn week(week: Date, [answered, suggested, unanswered, urgent, small_talk]: [u64; 5]) -> WeekUsage {
    WeekUsage {
        week,
        answered,
        suggested,
        unanswered,
        urgent,
        small_talk,
    }
}

#[test]
fn what_is_asked_is_counted_by_week_and_what_is_shown_by_entry() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let all = AskedOutcome::ALL.map(|outcome| asked(outcome, None));
    keep(&store, all);
    let answered = asked(AskedOutcome::Answered, Some("heat"));
    let urgent = asked(AskedOutcome::Urgent, Some("help"));
    let before = Asked {
        date: LAST_WEEK,
        ..answered.clone()
    };
    let elsewhere = Asked {
        guild: None,
        ..answered.clone()
    };
    keep(
        &store,
        [answered.clone(), urgent, before, answered, elsewhere],
    );

    let (last, this) = (date(2026, 11, 9), date(2026, 11, 16));
    let usage = store.usage(Some(GUILD)).unwrap();
    assert_eq!(
        usage,
        [week(last, [1, 0, 0, 0, 0]), week(this, [3, 1, 1, 2, 1])]
    );
    assert_eq!(usage[1].asked(), 8);
    assert_eq!(store.usage(None).unwrap(), [week(this, [1, 0, 0, 0, 0])]);
    assert_eq!(store.usage(Some(7)).unwrap(), []);
    let shown = |entry: &str, week, times| EntryUsage {
        entry: entry.into(),
        week,
        times,
    };
    let expected = [
        shown("heat", last, 1),
        shown("heat", this, 2),
        shown("help", this, 1),
    ];
    assert_eq!(store.shown(Some(GUILD)).unwrap(), expected);
    assert_eq!(store.shown(None).unwrap(), [shown("heat", this, 1)]);
}

#[test]
fn ratings_are_also_told_by_week() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let before = Feedback {
        date: LAST_WEEK,
        ..helpful("heat")
    };
    keep(
        &store,
        [
            before,
            helpful("ice"),
            helpful("heat"),
            not_helpful("heat", None, "why?"),
        ],
    );
    let of_week = |week, counts| WeekCounts { week, counts };
    let (last, this) = (date(2026, 11, 9), date(2026, 11, 16));
    let expected = [
        of_week(last, counts("heat", 1, 0)),
        of_week(this, counts("heat", 1, 1)),
        of_week(this, counts("ice", 1, 0)),
    ];
    assert_eq!(store.week_counts(Some(GUILD)).unwrap(), expected);
    assert_eq!(store.week_counts(None).unwrap(), []);
}

#[test]
fn the_names_of_outcomes_in_the_file_stay_as_they_are() {
    let names = AskedOutcome::ALL.map(AskedOutcome::name);
    assert_eq!(
        names,
        [
            "answered",
            "suggested",
            "unanswered",
            "urgent",
            "small-talk"
        ]
    );
}

/// Something in every table.
fn fill(store: &Store, guild: u64, word: &str) {
    let guild = Some(guild);
    let question = |text: &str| MissedQuestion {
        guild,
        ..missed(&format!("{text} {word}"))
    };
    keep(store, [question("declined"), question("open")]);
    let asked = Asked {
        guild,
        ..asked(AskedOutcome::Answered, Some(word))
    };
    keep(store, [asked]);
    let feedback = Feedback {
        guild,
        ..not_helpful(word, None, word)
    };
    keep(store, [feedback]);
    let suggestion = NewSuggestion {
        guild,
        name: Some(word.into()),
        ..suggestion(word)
    };
    store.suggest(&suggestion).unwrap();
    store
        .begin(&NewEdit {
            guild,
            ..edit(word)
        })
        .unwrap();
    let first = store.missed(guild, TODAY).unwrap()[0].id;
    let declined = store.resolve(guild, &[first], Resolution::NotForFaq);
    assert_eq!(declined.unwrap(), 1);
}

/// How much there is of a server.
fn left_of(store: &Store, guild: u64) -> [usize; 8] {
    let history = EditsOf::Guild(guild);
    let guild = Some(guild);
    [
        store.missed(guild, TODAY).unwrap().len(),
        store.suggestions(guild, TODAY).unwrap().len(),
        store.usage(guild).unwrap().len(),
        store.shown(guild).unwrap().len(),
        store.counts(guild).unwrap().len(),
        store.week_counts(guild).unwrap().len(),
        store.feedback(guild).unwrap().len(),
        store.history(history, None, 9).unwrap().len(),
    ]
}

const EVERYTHING: [usize; 8] = [2, 1, 1, 1, 1, 1, 1, 1];
const NOTHING: [usize; 8] = [0; 8];

#[test]
fn a_server_is_forgotten_in_every_table_and_no_other_is() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    fill(&store, GUILD, "unforgettable");
    fill(&store, u64::MAX, "other");
    store.left(GUILD, TODAY).unwrap();
    assert_eq!(store.guilds().unwrap(), [GUILD, u64::MAX]);
    assert_eq!(left_of(&store, GUILD), EVERYTHING);
    store.recorder().record(missed("unforgettable as well"));
    store.forget_guild(GUILD).unwrap();
    assert_eq!(left_of(&store, GUILD), NOTHING);
    assert_eq!(left_of(&store, u64::MAX), EVERYTHING);
    assert_eq!(store.guilds().unwrap(), [u64::MAX]);
    assert!(!bytes(&folder).contains("unforgettable"));
    // Nor is it remembered what was not for its FAQ.
    keep(&store, [missed("declined unforgettable")]);
    assert_eq!(store.missed(Some(GUILD), TODAY).unwrap().len(), 1);
}

#[test]
fn what_is_of_a_server_that_was_left_goes_after_a_grace() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    for (guild, word) in [(1, "one"), (2, "two"), (3, "three"), (u64::MAX, "last")] {
        fill(&store, guild, word);
    }
    let (first, second) = (date(2026, 11, 1), date(2026, 11, 2));
    for guild in [1, 2, u64::MAX] {
        store.left(guild, first).unwrap();
    }
    // Said again with every start: it does not begin anew.
    store.left(1, second).unwrap();
    store.came_back(2).unwrap();
    store.came_back(3).unwrap();

    assert_eq!(store.forget_left(first).unwrap(), [0; 0]);
    assert_eq!(left_of(&store, 1), EVERYTHING);
    assert_eq!(store.forget_left(second).unwrap(), [1, u64::MAX]);
    assert_eq!(store.forget_left(Date::MAX).unwrap(), [0; 0]);
    assert_eq!(left_of(&store, 1), NOTHING);
    assert_eq!(left_of(&store, u64::MAX), NOTHING);
    assert_eq!(left_of(&store, 2), EVERYTHING);
    assert_eq!(left_of(&store, 3), EVERYTHING);
    assert_eq!(store.guilds().unwrap(), [2, 3]);
}
