//! What must hold for any passage and any question: every length that Discord
//! allows, no ping, and nothing lost but what has no room.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;
use crate::answer::outcome::Disclaimer;
use crate::content::language::Language;
use crate::content::passage::{Kind, Passage};
use crate::text::Locale;

/// Text of any script, with all that Discord acts on.
fn text(most: usize) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z]{1,8} ",
        1 => "\\PC{1,6}",
        1 => prop::sample::select(vec![
            "@everyone ", "<@1>", "<@&1>", "**", "_", "~~", "||", "`", "```\n", "[a](https://b.c)",
            "> ", "# ", "- ", "\n\n", "\n", "| a | b |\n|---|---|\n", "😀", "👩‍👩‍👧‍👦", "العربية ", "\u{202e}",
            "https://a.example/x_y ", "<t:0:R>", "\\",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..most / 4).prop_map(move |pieces| {
        let text = pieces.concat();
        text.chars().take(most).collect()
    })
}

fn suggestions(least: usize) -> impl Strategy<Value = Vec<Suggestion>> {
    prop::collection::vec(text(300), least..30).prop_map(|titles| {
        let titles = titles.into_iter().enumerate();
        let suggestion = |(number, title)| Suggestion {
            id: format!("entry-{number}"),
            title,
            confidence: 0.5,
        };
        titles.map(suggestion).collect()
    })
}

fn sources() -> impl Strategy<Value = Vec<SourceRef>> {
    let url = prop::option::of("https://[a-z]{1,300}\\.example/[a-z()]{0,900}");
    let source = (text(300), url).prop_map(|(title, url)| SourceRef { title, url });
    prop::collection::vec(source, 0..8)
}

prop_compose! {
    fn answers()(
        passage in text(4_000),
        title in text(300),
        disclaimer in text(2_500),
        sources in sources(),
        related in suggestions(0),
    ) -> Answer {
        Answer {
            best: 0..passage.find(' ').unwrap_or(passage.len()),
            passage: Passage {
                id: "any".into(),
                kind: Kind::Entry,
                part: 0,
                continues: false,
                title,
                alternates: Vec::new(),
                not_for: Vec::new(),
                context: Vec::new(),
                text: passage,
                language: Language::English,
                tags: Vec::new(),
                related: Vec::new(),
                sources,
                disclaimer: None,
                reviewed: Some(jiff::civil::date(2026, 11, 22)),
                file: "any.toml".into(),
                line: 1,
            },
            disclaimer: Some(Disclaimer::Own(disclaimer)),
            related,
        }
    }
}

fn outcomes() -> impl Strategy<Value = Outcome> {
    let notice = (text(300), text(4_000), text(100)).prop_map(|(title, text, number)| Notice {
        group: "fire".into(),
        title,
        text,
        number: Some(number),
    });
    prop_oneof![
        2 => answers().prop_map(|answer| Outcome::Answer(Box::new(answer))),
        1 => notice.prop_map(Outcome::Urgent),
        1 => suggestions(1).prop_map(Outcome::Suggestions),
        1 => suggestions(0).prop_map(Outcome::Unanswered),
    ]
}

fn audiences() -> impl Strategy<Value = Audience> {
    prop::sample::select(vec![
        Audience::Everybody,
        Audience::Direct,
        Audience::Asker,
        Audience::Helper(u64::MAX),
        Audience::Reader,
    ])
}

/// The text at a place, which is at most so long.
fn within(value: &Value, most: usize) -> Result<usize, TestCaseError> {
    let length = safe::length(value.as_str().unwrap_or_default());
    prop_assert!(length <= most, "{length} of {most}: {value}");
    Ok(length)
}

fn is_within_limits(body: &Map<String, Value>) -> Result<(), TestCaseError> {
    within(&body["content"], 2_000)?;
    let mut all = 0;
    for embed in body["embeds"].as_array().into_iter().flatten() {
        all += within(&embed["title"], 256)?;
        all += within(&embed["description"], 4_096)?;
        all += within(&embed["footer"]["text"], 2_048)?;
        for field in embed["fields"].as_array().into_iter().flatten() {
            all += within(&field["name"], 256)?;
            all += within(&field["value"], 1_024)?;
            prop_assert!(field["value"] != "");
        }
    }
    prop_assert!(all <= 6_000, "{} characters in the embeds", all);
    let rows = body["components"].as_array().map_or(&[][..], Vec::as_slice);
    prop_assert!(rows.len() <= 5);
    let mut ids = Vec::new();
    for row in rows {
        let parts = row["components"].as_array().map_or(&[][..], Vec::as_slice);
        prop_assert!((1..=5).contains(&parts.len()));
        for part in parts {
            within(&part["custom_id"], 100)?;
            ids.push(part["custom_id"].to_string());
            if part["type"] == 2 {
                prop_assert!(within(&part["label"], 80)? > 0);
                continue;
            }
            within(&part["placeholder"], 150)?;
            let options = part["options"].as_array().map_or(&[][..], Vec::as_slice);
            prop_assert!((1..=25).contains(&options.len()));
            for option in options {
                prop_assert!(within(&option["label"], 100)? > 0);
                prop_assert!(within(&option["value"], 100)? > 0);
            }
        }
    }
    let count = ids.len();
    ids.sort();
    ids.dedup();
    prop_assert_eq!(ids.len(), count, "a custom id twice");
    prop_assert_eq!(&body["allowed_mentions"]["parse"], &serde_json::json!([]));
    let is_empty = body["content"] == "" && body["embeds"] == serde_json::json!([]);
    prop_assert!(!is_empty, "an empty message");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_outcome_of_any_question_fits_into_a_message(
        outcome in outcomes(),
        audience in audiences(),
        question in prop::option::of(text(4_000)),
        place in prop::option::of(text(300)),
        locale in prop::sample::select(Locale::ALL.to_vec()),
    ) {
        let view = View {
            texts: locale.texts(),
            audience,
            question: question.as_deref(),
            ask_people: place.as_deref(),
        };
        let message = message(&outcome, &view);
        is_within_limits(&message.body())?;
        is_within_limits(&message.without_embed().body())?;
    }

    #[test]
    fn reading_on_ends_and_every_page_fits(answer in answers()) {
        let view = View {
            texts: Locale::English.texts(),
            audience: Audience::Reader,
            question: None,
            ask_people: None,
        };
        let mut page = message(&Outcome::Answer(Box::new(answer.clone())), &view);
        let mut last = 0;
        while let Some(from) = more(&page) {
            prop_assert!(from > last);
            last = from;
            let next = rest(&answer, from, &view);
            prop_assert!(next.is_some(), "no page from {}", from);
            page = next.unwrap_or_default();
            is_within_limits(&page.body())?;
        }
    }
}

/// Where "Read more" goes on.
fn more(page: &Message) -> Option<usize> {
    let buttons = page.rows.iter().filter_map(|row| match row {
        Row::Buttons(buttons) => Some(buttons),
        Row::Menu(_) => None,
    });
    buttons.flatten().find_map(|button| match button.action {
        Action::More(_, from) => Some(from),
        _ => None,
    })
}

#[test]
fn a_source_that_has_no_room_is_left_out_whole() {
    let source = |number: usize, length: usize| SourceRef {
        title: format!("Source {number}"),
        url: Some(format!("https://a.example/{}", "p".repeat(length))),
    };
    let reply = Reply {
        sources: vec![source(1, 600), source(2, 600), source(3, 10)],
        reviewed: Some("Last reviewed 2026-11-22".into()),
        ..reply::reply(&Outcome::Unanswered(Vec::new()), Locale::English.texts())
    };
    let shown = super::sources(&reply, 6_000);
    assert!(
        shown.contains("Source 1") && !shown.contains("Source 2"),
        "{shown}"
    );
    assert!(
        shown.ends_with("[Source 3](<https://a.example/pppppppppp>)\nLast reviewed 2026-11-22")
    );
    assert_eq!(super::sources(&reply, 30), "Last reviewed 2026-11-22");
}
