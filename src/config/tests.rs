//! What settings are read from a file, and what is said of a wrong one.

use super::*;

/// The settings of a file, and its problems as `line:column code; help`.
fn read_text(text: &str) -> (Settings, Vec<String>) {
    let file = Arc::new(SourceFile {
        path: FILE_NAME.into(),
        text: text.into(),
    });
    let diagnostics = Diagnostics::new(&file);
    let settings = read(&diagnostics, Path::new("home"), &Paths::default());
    let problems = diagnostics.into_vec().into_iter().map(|problem| {
        let (line, column) = problem.line_and_column();
        format!("{line}:{column} {}; {}", problem.code, problem.help)
    });
    (settings, problems.collect())
}

#[test]
fn every_key_may_be_left_out() {
    let (settings, problems) = read_text("");
    assert_eq!(problems, [""; 0]);
    let mut expected = Settings::default();
    expected.engine.faq = "home/faq".into();
    expected.engine.index = "home/index".into();
    expected.store.folder = "home/data".into();
    assert_eq!(settings, expected);
}

#[test]
fn the_example_at_the_top_of_this_file_is_valid_and_shows_the_defaults() {
    let documentation = include_str!("../config.rs");
    let example = documentation.split("```").nth(1).unwrap();
    let example = example.trim_start_matches("toml").replace("//!", "");
    let (settings, problems) = read_text(&example);
    assert_eq!(problems, [""; 0]);
    let options = settings.engine;
    let defaults = answer::Config::default();
    assert_eq!(options.answer.answer_at, defaults.answer_at);
    assert_eq!(options.answer.suggest_at, defaults.suggest_at);
    assert_eq!(options.answer.margin, defaults.margin);
    assert_eq!(options.content, content::Config::default());
    assert_eq!(options.faq, Path::new("home/faq"));
    assert_eq!(options.search.synonyms.len(), 2);
    assert_eq!(
        options.answer.numbers(None).emergency.as_deref(),
        Some("999")
    );
    assert_eq!(settings.eval.golden, Some("home/golden".into()));
    let kept = store::Config {
        folder: "home/data".into(),
        ..store::Config::default()
    };
    assert_eq!(settings.store, kept);
    #[cfg(feature = "discord")]
    {
        let club = &settings.discord.servers[&123_456_789_012_345_678];
        assert_eq!(club.local.region.as_deref(), Some("uk"));
        let folders = settings
            .discord
            .view(Some(123_456_789_012_345_678))
            .places();
        assert_eq!(folders, ["shared", "chess-club"]);
    }
    #[cfg(feature = "discord")]
    assert_eq!(
        settings.discord,
        crate::discord::settings::Config {
            // What has no default is an example.
            moderators_channel: Some("#moderators".into()),
            servers: settings.discord.servers.clone(),
            division: settings.discord.division.clone(),
            guilds: vec![123_456_789_012_345_678],
            ask_people: Some("#ask-a-human".into()),
            website: Some("https://community.example/faq".into()),
            moderators: vec!["Moderator".into()],
            helpers: vec!["Helper".into()],
            monitor: Some(([127, 0, 0, 1], 9464).into()),
            proxy: Some("http://127.0.0.1:8080".into()),
            gateway: Some("ws://127.0.0.1:8081".into()),
            listen: crate::discord::settings::Listen {
                channels: vec!["#help".into(), "questions".into()],
                ..crate::discord::settings::Config::default().listen
            },
            ..crate::discord::settings::Config::default()
        }
    );
}

#[test]
fn what_is_kept_is_checked_and_what_discord_needs_is_read_where_it_is_built() {
    let (_, problems) = read_text(
        "[feedback]\nkeep_questions = 'no'\ndays = 0\nday = 1\ngrace_days = 3651\n[discord]\nprivate = false\n",
    );
    snapbox::assert_data_eq!(
        problems.join("\n"),
        snapbox::str![[r#"
2:18 wrong-type; write `keep_questions = true` or `keep_questions = false`
3:8 out-of-range; write a number between 1 and 3650
4:1 unknown-key; did you mean `days`
5:14 out-of-range; write a number between 0 and 3650
"#]]
    );
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    let (_, problems) = read_text(
        "disclamer = 'x'\nregion = 'mars'\n[search]\nsynonyms = ['lonely']\n\
             [answer]\nanswer_at = 7\n[content]\nmax_file_kib = 0\n[folders]\nfaq = 3\n",
    );
    assert_eq!(
        problems,
        [
            "1:1 unknown-key; did you mean `disclaimer`",
            "2:10 unknown-region; add `[regions.mars]` with its numbers",
            "4:13 short-synonyms; write what means the same with commas between: `\"sore, aching\"`",
            "6:13 out-of-range; write a number between 0 and 1",
            "8:16 out-of-range; write a number between 1 and 1048576",
            "10:7 wrong-type; put it between quotes: `faq = \"3\"`",
        ]
    );
}

#[test]
fn the_command_line_wins_over_the_file_and_the_file_is_looked_for_beside_the_faq() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(FILE_NAME);
    std::fs::write(
        &path,
        "disclaimer = 'D'\n[folders]\nfaq = 'f'\nindex = 'i'\n",
    )
    .unwrap();
    let paths = Paths {
        faq: Some(folder.path().join("other")),
        ..Paths::default()
    };
    let options = load(&paths).unwrap().engine;
    assert_eq!(options.faq, folder.path().join("other"));
    assert_eq!(options.index, folder.path().join("i"));
    assert_eq!(options.answer.disclaimer.as_deref(), Some("D"));

    let missing = Paths {
        config: Some(folder.path().join("none.toml")),
        ..Paths::default()
    };
    assert!(matches!(load(&missing), Err(ConfigError::Read { .. })));
}
