//! What moderators work through: questions nobody could answer, answers that
//! did not help, and suggestions, until they are resolved.

use proptest::prelude::*;

use super::*;

#[test]
fn what_had_no_good_answer_is_open_oldest_first_and_without_who_asked() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let yesterday = date(2026, 11, 21);
    keep(
        &store,
        [
            missed("<@42> can I swim with a cast?"),
            MissedQuestion {
                outcome: Missed::Suggested,
                date: yesterday,
                ..missed("is it normal? mail ann@example.org")
            },
        ],
    );
    keep(
        &store,
        [not_helpful("heat", None, "heat or ice?"), helpful("ice")],
    );
    keep(&store, [missed("?!"), missed("07700 900123")]);

    let found = store.missed(Some(GUILD), TODAY).unwrap();
    let question = |at: usize, date, outcome, text: &str| UnansweredQuestion {
        id: found[at].id,
        guild: Some(GUILD),
        date,
        outcome,
        text: text.into(),
    };
    let expected = [
        question(0, yesterday, Missed::Suggested, "is it normal? mail …"),
        question(1, TODAY, Missed::Unanswered, "… can I swim with a cast?"),
        question(2, TODAY, Missed::NotHelpful, "heat or ice?"),
    ];
    assert_eq!(found, expected);
    assert_eq!(store.missed(None, TODAY).unwrap(), []);
    assert_eq!(store.recorder().dropped(), 0);
}

#[test]
fn what_is_resolved_does_not_come_back_and_what_is_put_off_does_on_its_day() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, ["swim?", "run?", "ski?"].map(missed));
    keep(&store, [not_helpful("heat", None, "heat?")]);
    let day = date(2026, 12, 1);
    let resolve = |texts: &[&str], resolution| {
        let ids: Vec<_> = texts.iter().map(|text| id_of(&store, text)).collect();
        store.resolve(Some(GUILD), &ids, resolution).unwrap()
    };
    assert_eq!(resolve(&["swim?", "heat?"], Resolution::Added), 2);
    assert_eq!(resolve(&["run?"], Resolution::Later(day)), 1);
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), ["ski?"]);
    assert_eq!(
        open_texts(&store, Some(GUILD), date(2026, 11, 30)),
        ["ski?"]
    );
    assert_eq!(open_texts(&store, Some(GUILD), day), ["run?", "ski?"]);
    assert_eq!(resolve(&["run?"], Resolution::Added), 1);
    assert_eq!(open_texts(&store, Some(GUILD), day), ["ski?"]);
    // It was added, not forbidden: asked again, it was not found again.
    keep(&store, [missed("swim?")]);
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), ["ski?", "swim?"]);
    // What was said of the answer is still known.
    assert_eq!(store.feedback(Some(GUILD)).unwrap().len(), 1);
}

#[test]
fn of_two_moderators_who_resolve_the_same_only_the_first_changes_anything() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, ["swim?", "run?"].map(missed));
    let (swim, run) = (id_of(&store, "swim?"), id_of(&store, "run?"));
    let resolve = |guild, ids: &[i64], resolution| store.resolve(guild, ids, resolution).unwrap();
    assert_eq!(resolve(Some(GUILD), &[swim, swim], Resolution::Added), 1);
    assert_eq!(resolve(Some(GUILD), &[swim], Resolution::NotForFaq), 0);
    assert_eq!(resolve(Some(GUILD), &[swim], Resolution::Later(TODAY)), 0);
    // Nor those of another server, nor whoever forges a button.
    for guild in [None, Some(7)] {
        assert_eq!(resolve(guild, &[run], Resolution::NotForFaq), 0);
    }
    let forged = [0, -1, i64::MAX, i64::MIN, run + 3];
    assert_eq!(resolve(Some(GUILD), &forged, Resolution::NotForFaq), 0);
    keep(&store, [missed("swim?")]);
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), ["run?", "swim?"]);
}

#[test]
fn what_is_not_for_the_faq_does_not_come_back_whoever_asks_it_again() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(
        &store,
        ["Who wins the cup?", "who wins the CUP", "ice?"].map(missed),
    );
    keep(&store, [not_helpful("heat", None, "who wins, the cup?")]);
    let ids = [id_of(&store, "Who wins the cup?")];
    let resolved = store.resolve(Some(GUILD), &ids, Resolution::NotForFaq);
    assert_eq!(resolved.unwrap(), 3);
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), ["ice?"]);

    let elsewhere = MissedQuestion {
        guild: Some(7),
        ..missed("who wins the cup?")
    };
    keep(&store, [missed("WHO wins the cup??"), elsewhere]);
    keep(
        &store,
        [not_helpful("heat", Some(Why::Outdated), "who wins the cup")],
    );
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), ["ice?"]);
    assert_eq!(open_texts(&store, Some(7), TODAY), ["who wins the cup?"]);
    assert!(!bytes(&folder).contains("WHO wins"), "it is not even kept");
    // That the answer is bad is said all the same.
    assert_eq!(store.feedback(Some(GUILD)).unwrap().len(), 2);
}

#[test]
fn a_decision_outlasts_the_words_that_it_was_made_of() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, [missed("who wins the cup?"), missed("swim?")]);
    let ids = [id_of(&store, "who wins the cup?")];
    store
        .resolve(Some(GUILD), &ids, Resolution::NotForFaq)
        .unwrap();
    assert_eq!(store.purge(date(2027, 2, 20)).unwrap(), 0);
    assert_eq!(store.purge(date(2027, 2, 21)).unwrap(), 2);
    assert!(!bytes(&folder).contains("cup"));
    assert!(!bytes(&folder).contains("swim"));
    keep(&store, [missed("who wins the cup?")]);
    assert_eq!(open_texts(&store, Some(GUILD), Date::MAX), [""; 0]);
}

#[test]
fn an_old_button_never_means_a_question_that_was_asked_later() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, [missed("old?")]);
    let old = id_of(&store, "old?");
    store.purge(Date::MAX).unwrap();
    keep(&store, [missed("new?")]);
    assert_ne!(id_of(&store, "new?"), old);
    assert_eq!(
        store
            .resolve(Some(GUILD), &[old], Resolution::Added)
            .unwrap(),
        0
    );
}

#[test]
fn switched_off_no_unanswered_question_is_kept_and_those_kept_before_are_purged() {
    let folder = TempDir::new().unwrap();
    keep(&open(&folder), [missed("before")]);
    let off = Config {
        keep_questions: false,
        ..config(folder.path())
    };
    let (store, _) = Store::open(&off).unwrap();
    keep(&store, [missed("after")]);
    assert!(!bytes(&folder).contains("after"));
    assert_eq!(store.purge(TODAY).unwrap(), 1);
    assert!(!bytes(&folder).contains("before"));
    assert_eq!(store.missed(Some(GUILD), TODAY).unwrap(), []);
    assert_eq!(store.recorder().dropped(), 0);
}

#[test]
fn a_suggestion_lands_before_moderators_with_a_name_only_at_its_owners_wish() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    store.suggest(&suggestion("<@42> heat or ice?")).unwrap();
    let named = NewSuggestion {
        answer: Some("Ice first.\nThen heat, see https://x.example/a\n- ask 07700 900123".into()),
        name: Some(" Ann\n of the Hill ".into()),
        ..suggestion("what first?")
    };
    let id = store.suggest(&named).unwrap();
    let found = store.suggestions(Some(GUILD), TODAY).unwrap();
    assert_eq!(found[1].id, id);
    let kept = |at: usize, question: &str, answer: Option<&str>, name: Option<&str>| Suggestion {
        id: found[at].id,
        guild: Some(GUILD),
        date: TODAY,
        question: question.into(),
        answer: answer.map(str::to_owned),
        name: name.map(str::to_owned),
    };
    let expected = [
        kept(0, "… heat or ice?", None, None),
        kept(
            1,
            "what first?",
            Some("Ice first.\nThen heat, see …\n- ask …"),
            Some("Ann of the Hill"),
        ),
    ];
    assert_eq!(found, expected);
    assert_eq!(store.suggestions(None, TODAY).unwrap(), []);

    let forget = |guild, name| store.forget_name(guild, name).unwrap();
    assert_eq!(forget(Some(GUILD), "Ann"), 0);
    assert_eq!(forget(Some(GUILD + 1), "Ann of the Hill"), 0);
    assert_eq!(forget(None, "Ann of the Hill"), 0);
    assert_eq!(forget(Some(GUILD), "Ann of the Hill"), 1);
    assert!(!bytes(&folder).contains("Ann of the Hill"));
    assert_eq!(store.suggestions(Some(GUILD), TODAY).unwrap()[1].name, None);
}

#[test]
fn suggestions_are_resolved_and_purged_as_questions_are() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    keep(&store, [missed("ice?")]);
    for question in ["ice?", "heat?", "swim?"] {
        store.suggest(&suggestion(question)).unwrap();
    }
    let open = |today| {
        let found = store.suggestions(Some(GUILD), today).unwrap();
        let questions = found.into_iter().map(|one| (one.question, one.id));
        questions.unzip::<_, _, Vec<_>, Vec<_>>()
    };
    let ids = open(TODAY).1;
    let tomorrow = date(2026, 11, 23);
    let resolve = |ids: &[i64], resolution| store.resolve(Some(GUILD), ids, resolution).unwrap();
    assert_eq!(resolve(&ids[..1], Resolution::NotForFaq), 1);
    assert_eq!(resolve(&ids[1..2], Resolution::Later(tomorrow)), 1);
    assert_eq!(open(TODAY).0, ["swim?"]);
    assert_eq!(open(tomorrow).0, ["heat?", "swim?"]);
    // A suggestion that was no good says nothing of the question.
    assert_eq!(open_texts(&store, Some(GUILD), TODAY), ["ice?"]);
    assert_eq!(store.purge(date(2027, 2, 21)).unwrap(), 4);
    assert_eq!(open(Date::MAX).0, [""; 0]);
}

#[test]
fn the_list_is_read_in_order_from_its_indexes() {
    let folder = TempDir::new().unwrap();
    let store = open(&folder);
    let plan: Vec<String> = store
        .database
        .read(|connection| {
            let sql = format!("EXPLAIN QUERY PLAN {}", unanswered::OPEN);
            let mut statement = connection.prepare(&sql)?;
            let rows = statement.query_map(
                &[(":guild", "1"), (":today", ""), (":not_helpful", "")],
                |row| row.get("detail"),
            )?;
            rows.collect()
        })
        .unwrap();
    let plan = plan.join("\n");
    for index in ["unanswered_open", "not_helpful_open"] {
        assert!(plan.contains(index), "{plan}");
    }
    assert!(!plan.contains("TEMP B-TREE"), "{plan}");
}

/// A text with something in it that could tell who wrote it, and that thing.
fn telling() -> impl Strategy<Value = (String, String)> {
    let secret = prop_oneof![
        "[a-z]{6,9}[.]qqq@[a-z]{6,9}\\.org",
        "<@[0-9]{17,19}>",
        "\\+44 7700 9[0-9]{5}",
        "https://[a-z]{6,9}\\.example/[a-z]{6,9}",
        "0[0-9]{10}",
    ];
    ("[a-z ]{0,20}", secret, "[a-z ]{0,20}")
        .prop_map(|(before, secret, after)| (format!("{before} {secret} {after}"), secret))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn nothing_that_tells_who_wrote_it_reaches_the_file(telling in prop::collection::vec(telling(), 4)) {
        let folder = TempDir::new().unwrap();
        let store = open(&folder);
        keep(&store, [missed(&telling[0].0)]);
        keep(&store, [not_helpful("heat", None, &telling[1].0)]);
        let suggestion = NewSuggestion {
            answer: Some(format!("first\n{}", telling[3].0)),
            ..suggestion(&telling[2].0)
        };
        store.suggest(&suggestion).unwrap();
        let kept = bytes(&folder);
        for (_, secret) in &telling {
            prop_assert!(!kept.contains(secret.as_str()), "{secret}");
        }
        prop_assert_eq!(store.recorder().dropped(), 0);
    }

    #[test]
    fn any_text_is_kept_and_resolved(text: String, answer: String, name: String) {
        let folder = TempDir::new().unwrap();
        let store = open(&folder);
        keep(&store, [missed(&text)]);
        let new = NewSuggestion {
            answer: Some(answer),
            name: Some(name.clone()),
            ..suggestion(&text)
        };
        store.suggest(&new).unwrap();
        prop_assert_eq!(store.recorder().dropped(), 0);
        let missed = store.missed(Some(GUILD), TODAY).unwrap().into_iter().map(|one| one.id);
        let suggested = store.suggestions(Some(GUILD), TODAY).unwrap().into_iter().map(|one| one.id);
        let ids: Vec<_> = missed.chain(suggested).collect();
        prop_assert_eq!(store.resolve(Some(GUILD), &ids, Resolution::NotForFaq).unwrap(), ids.len());
        store.forget_name(Some(GUILD), &name).unwrap();
    }
}
