//! What holds for edits of any file and any text.

use proptest::prelude::*;
use proptest::string::string_regex;

use super::super::entry::SourceRef;
use super::*;

const ENTRIES: &str = "# Top.\ntitle = 'T' # t\nsources = [{ title = 'S' }]\n\n\
    # About a.\n[[entry]] # a\nid = 'a'\nquestion = 'Why?' # q\nalternates = [ # w\n  # x\n  \
    'why, or',  # y\n]\nanswer = '''\nSo.\n''' # z\n\n# Apart.\n\n[[entry]]\nid = \"b\"\n\
    question = \"How?\"\nanswer = \"Thus.\"\nnot_for = [\"x\"]\n# End.\n";

const ARTICLE: &str = "+++\n# Top.\ntitle = 'T' # t\n[alternates] # w\nb = ['why'] # y\n+++\n\n\
    Hello.\n\n# A a {#a} #\nSo.\n\n<!-- x -->\n\nB\n-\nThus.\n";

const ENTRIES_PATH: &str = "a.toml";
const ARTICLE_PATH: &str = "articles/a.md";

/// A file of either kind with an id in it and one that is free.
fn any_file() -> impl Strategy<Value = (&'static str, String, &'static str, &'static str)> {
    let kinds = prop_oneof![
        Just((ENTRIES_PATH, ENTRIES, "a", "new")),
        Just((ENTRIES_PATH, ENTRIES, "b", "new")),
        Just((ARTICLE_PATH, ARTICLE, "a#a", "a#new")),
        Just((ARTICLE_PATH, ARTICLE, "a#b", "a#new")),
    ];
    (kinds, any::<bool>(), "\u{FEFF}?").prop_map(|((path, text, id, free), windows, mark)| {
        let text = match windows {
            true => text.replace('\n', "\r\n"),
            false => text.to_owned(),
        };
        (path, mark + &text, id, free)
    })
}

/// Printable text in which the signs of TOML and Markdown are likely.
fn any_line() -> impl Strategy<Value = String> {
    string_regex("(\"{1,4}|'{1,4}|\\\\|[#=\\[\\]{},`*_<>|+~-]|\t|שלום|👩‍👧|[ -~]|\\PC){0,12}")
        .unwrap()
}

/// As [`any_line`], of several lines.
fn any_answer() -> impl Strategy<Value = String> {
    let line = "(\"{1,4}|'{1,4}|\\\\|[#=\\[\\]{},`*_<>|+~-]| {1,4}|\\+\\+\\+|שלום|👩‍👧|[ -~]|\\PC)";
    string_regex(&format!("({line}{{0,6}}\n{{0,3}}){{0,6}}[a-z]")).unwrap()
}

/// A draft that breaks no rule for questions.
fn any_draft() -> impl Strategy<Value = Draft> {
    let list = |first: &'static str| {
        let items = prop::collection::vec(any_line(), 0..4);
        items.prop_map(move |items| -> Vec<String> {
            let items = items.iter().enumerate();
            items
                .map(|(number, line)| format!("{first}{number} {line}"))
                .collect()
        })
    };
    let sources = prop::collection::vec(
        (
            any_line(),
            prop::option::of("https://x\\.org/[a-z\"'\\\\]{0,5}"),
        ),
        0..3,
    );
    (any_line(), list("a"), list("n"), any_answer(), sources).prop_map(
        |(question, alternates, not_for, answer, sources)| Draft {
            question: format!("q{question}"),
            alternates,
            not_for,
            answer: trim_blank_lines(&answer).to_owned(),
            sources: sources
                .into_iter()
                .map(|(title, url)| SourceRef {
                    title: format!("s{title}"),
                    url,
                })
                .collect(),
        },
    )
}

/// A draft that a section can have: its sources are those of the article, and its
/// text opens nothing.
fn for_section(mut draft: Draft, present: &Draft) -> Draft {
    draft.question = draft.question.trim().to_owned();
    draft.sources = present.sources.clone();
    draft.answer = draft.answer.replace(['`', '~', '<', '#', '=', '-'], "x");
    let tidy = draft.answer.split('\n').map(str::trim);
    draft.answer = tidy.collect::<Vec<_>>().join("\n").trim().to_owned();
    draft
}

fn unwrapped(result: Result<String, EditError>) -> Result<String, TestCaseError> {
    result.map_err(|error| TestCaseError::fail(error.to_string()))
}

proptest! {
    #[test]
    fn what_is_added_reads_back_and_comes_away_again(
        (path, text, id, free) in any_file(),
        draft in any_draft(),
    ) {
        let file = Original { path, text: &text };
        let present = super::draft(&file, id).unwrap();
        let mut draft = match path == ARTICLE_PATH {
            true => for_section(draft, &present),
            false => draft,
        };
        let id = || free.to_owned();
        let added = Change::Add { id: id(), draft: draft.clone() };
        let added = unwrapped(changed(&file, &added))?;
        if path == ENTRIES_PATH {
            prop_assert_eq!(added.strip_prefix(&text).is_some(), true);
        }
        let file = Original { path, text: &added };
        if draft.sources.is_empty() {
            draft.sources = super::draft(&Original { path, text: &text }, id_of(path)).unwrap().sources;
        }
        prop_assert_eq!(super::draft(&file, free), Some(draft.clone()));
        let same = Change::Edit { id: id(), draft };
        prop_assert_eq!(changed(&file, &same), Ok(added.clone()));
        let removed = unwrapped(changed(&file, &Change::Remove { id: id() }))?;
        prop_assert_eq!(removed, text);
    }

    #[test]
    fn what_is_edited_reads_back_and_so_do_its_neighbours(
        (path, text, id, _) in any_file(),
        draft in any_draft(),
    ) {
        let file = Original { path, text: &text };
        let present = super::draft(&file, id).unwrap();
        let same = Change::Edit { id: id.to_owned(), draft: present.clone() };
        prop_assert_eq!(changed(&file, &same), Ok(text.clone()));
        let mut draft = match path == ARTICLE_PATH {
            true => for_section(draft, &present),
            false => draft,
        };
        let edit = Change::Edit { id: id.to_owned(), draft: draft.clone() };
        let edited = unwrapped(changed(&file, &edit))?;
        if draft.sources.is_empty() {
            draft.sources = present.sources.clone();
        }
        let file = Original { path, text: &edited };
        prop_assert_eq!(super::draft(&file, id), Some(draft));
        let back = Change::Edit { id: id.to_owned(), draft: present.clone() };
        let back = unwrapped(changed(&file, &back))?;
        prop_assert_eq!(super::draft(&Original { path, text: &back }, id), Some(present));
        let ends = |text: &str| (text.matches("\r\n").count() > 0, text.starts_with('\u{FEFF}'));
        prop_assert_eq!(ends(&back), ends(&text));
    }

    #[test]
    fn a_way_of_asking_comes_and_goes((path, text, id, _) in any_file(), line in any_line()) {
        let file = Original { path, text: &text };
        let question = format!("new {line}");
        let add = Change::AddAlternate { id: id.to_owned(), question: question.clone() };
        let added = unwrapped(changed(&file, &add))?;
        prop_assert!(added.len() > text.len());
        let file = Original { path, text: &added };
        let remove = Change::RemoveAlternate { id: id.to_owned(), question };
        prop_assert_eq!(changed(&file, &remove), Ok(text));
    }

    #[test]
    fn a_new_name_comes_and_goes((path, text, id, free) in any_file()) {
        let file = Original { path, text: &text };
        let renamed = |file: &Original<'_>, id: &str, to: &str| {
            changed(file, &Change::Rename { id: id.to_owned(), to: to.to_owned() })
        };
        let new = unwrapped(renamed(&file, id, free))?;
        let file = Original { path, text: &new };
        prop_assert_eq!(super::draft(&file, id), None);
        let back = unwrapped(renamed(&file, free, id))?;
        // A heading keeps the anchor that it was given.
        prop_assert_eq!(back.replace("B {#b}", "B"), text);
    }

    /// Whatever the file and the text: an error, or what was asked for.
    #[test]
    fn any_text_in_any_file_reads_back_or_is_refused(
        pieces in prop::collection::vec(any_piece(), 0..12),
        (path, id) in prop_oneof![Just((ENTRIES_PATH, "a")), Just((ARTICLE_PATH, "a#a"))],
        draft in any_draft(),
        answer in ".{0,20}",
        at in any::<prop::sample::Index>(),
    ) {
        let mut text = match path == ENTRIES_PATH {
            true => ENTRIES.to_owned(),
            false => ARTICLE.to_owned(),
        };
        let places: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        text.insert_str(*at.get(&places), &pieces.concat());
        let file = Original { path, text: &text };
        let id = id.to_owned();
        let question = draft.question.clone();
        let odd = Draft { answer, ..draft.clone() };
        for change in [
            Change::Add { id: id.clone() + "-2", draft: draft.clone() },
            Change::Edit { id: id.clone(), draft },
            Change::Edit { id: id.clone(), draft: odd },
            Change::Remove { id: id.clone() },
            Change::Rename { id: id.clone(), to: id.clone() + "-2" },
            Change::AddAlternate { id: id.clone(), question },
        ] {
            let Ok(new) = changed(&file, &change) else {
                continue;
            };
            let found = super::draft(&Original { path, text: &new }, change.id());
            match change {
                Change::Remove { .. } | Change::Rename { .. } => prop_assert_eq!(found, None),
                Change::Add { draft, .. } | Change::Edit { draft, .. } => {
                    let found = found.map(|draft| draft.answer);
                    prop_assert_eq!(found.as_deref(), Some(trim_blank_lines(&draft.answer)));
                }
                _ => prop_assert!(found.is_some()),
            }
        }
    }
}

fn id_of(path: &str) -> &'static str {
    match path == ARTICLE_PATH {
        true => "a#a",
        false => "b",
    }
}

/// What may stand in a file, sound or not.
fn any_piece() -> impl Strategy<Value = String> {
    let pieces = "\\[\\[entry\\]\\]\n|id = 'a'\n|id = 'c'\n|question = 'x'\n|answer = '''|\n|#|# x\n|\
                  related = \\['a'\\]\n|alternates = \\[\\]\n|'|\"|\\+\\+\\+\n|## A\n|text\n|---\n|\
                  ```\n|\r\n|\\[not_for\\]\n|a = \\['x'\\]\n|\\PC";
    string_regex(pieces).unwrap()
}

#[test]
fn a_text_of_four_thousand_signs_survives() {
    let text = ENTRIES;
    let file = Original {
        path: ENTRIES_PATH,
        text,
    };
    let pattern = "\"\"\" ''' \\ \t{#} [x] = # שלום 👩‍👧 é\\\n";
    let mut draft = super::draft(&file, "a").unwrap();
    draft.answer = pattern.chars().cycle().take(3_999).collect::<String>() + "\\";
    for id in ["a", "b"] {
        let id = || id.to_owned();
        let draft = draft.clone();
        let draft = Draft {
            alternates: vec![],
            ..draft
        };
        let edit = Change::Edit {
            id: id(),
            draft: draft.clone(),
        };
        let edited = changed(&file, &edit).unwrap();
        let file = Original {
            path: ENTRIES_PATH,
            text: &edited,
        };
        assert_eq!(super::draft(&file, &id()), Some(draft));
    }
}

#[test]
fn every_entry_and_section_of_our_own_faq_can_be_edited() {
    for (path, text) in [
        ("a.toml", include_str!("../../../faq/sciatica-massage.toml")),
        (
            "articles/massage-for-sciatica.md",
            include_str!("../../../faq/articles/massage-for-sciatica.md"),
        ),
    ] {
        let file = Original { path, text };
        let items = file.loaded().unwrap().items;
        assert!(items.len() > 3);
        for item in items {
            let id = || item.id.value.clone();
            let present = super::draft(&file, &id()).unwrap();
            let mut draft = present.clone();
            let same = Change::Edit { id: id(), draft };
            assert_eq!(changed(&file, &same).as_deref(), Ok(text));

            draft = present.clone();
            draft.answer = format!("New.\n\n{}", present.answer);
            draft.alternates.insert(0, "something new".to_owned());
            let edit = Change::Edit { id: id(), draft };
            let edited = changed(&file, &edit).unwrap();
            let kept = edited.replacen("New.\n\n", "", 1);
            let line = kept.lines().find(|line| line.contains("something new"));
            let kept = kept.replacen(&format!("{}\n", line.unwrap()), "", 1);
            if present.alternates.is_empty() {
                assert!(kept.len() > text.len());
            } else {
                assert_eq!(kept, text);
            }
            match changed(&file, &Change::Remove { id: id() }) {
                Ok(less) => assert!(text.starts_with(&less[..less.len().min(60)])),
                Err(error) => assert!(matches!(error, EditError::SectionsBelow { .. })),
            }
        }
    }
}
