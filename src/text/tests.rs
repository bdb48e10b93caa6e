//! What holds for the sentences in every language: the same keys and
//! placeholders, lengths that Discord takes, and words that agree.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::*;

/// Discord's limits, in characters.
const MAX_COMMAND_NAME: usize = 32;
const MAX_COMMAND_DESCRIPTION: usize = 100;
const MAX_FORM: usize = 45;
const MAX_BUTTON: usize = 80;
const MAX_MENU: usize = 100;
const MAX_TITLE: usize = 256;
const MAX_PAGE: usize = 4096;

/// A note has to leave room in a message of 2000 for what it is filled with.
const MAX_NOTE: usize = 300;

/// The sentences of a file by their dotted keys.
fn sentences(file: &str) -> BTreeMap<String, String> {
    fn walk(prefix: &str, table: &toml::Table, found: &mut BTreeMap<String, String>) {
        for (name, value) in table {
            let key = format!("{prefix}{name}");
            match value {
                toml::Value::Table(table) => walk(&format!("{key}."), table, found),
                toml::Value::String(text) => {
                    found.insert(key, text.clone());
                }
                other => panic!("`{key}` is no text: {other}"),
            }
        }
    }
    let mut found = BTreeMap::new();
    walk("", &file.parse().expect("TOML"), &mut found);
    found
}

/// The names in braces; an open brace that is not closed is a name as well.
fn placeholders(text: &str) -> BTreeSet<&str> {
    let starts = text.split('{').skip(1);
    starts
        .map(|rest| rest.split_once('}').map_or(rest, |(name, _)| name))
        .collect()
}

/// What is wrong in the file of a language, next to the English one.
fn problems(name: &str, file: &str, english: &str) -> Vec<String> {
    let (sentences, english) = (sentences(file), sentences(english));
    let mut problems = Vec::new();
    for (key, model) in &english {
        match sentences.get(key) {
            None => problems.push(format!("{name}: `{key}` is missing")),
            Some(text) if text.is_empty() || text.trim() != text => {
                problems.push(format!("{name}: `{key}` is empty or has space around it"));
            }
            Some(text) if placeholders(text) != placeholders(model) => {
                problems.push(format!("{name}: `{key}` has other placeholders"));
            }
            Some(_) => {}
        }
    }
    let unknown = sentences.keys().filter(|key| !english.contains_key(*key));
    problems.extend(unknown.map(|key| format!("{name}: `{key}` is unknown")));
    problems
}

/// All sentences whose key begins so, in all languages, as `de: key` with text.
fn all(prefix: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for locale in Locale::ALL {
        for (key, text) in sentences(locale.file()) {
            if key.starts_with(prefix) {
                found.push((format!("{}: {key}", locale.code()), text));
            }
        }
    }
    assert!(!found.is_empty(), "no key begins with `{prefix}`");
    found
}

/// The keys of sentences that are longer than `most` characters.
fn longer(prefix: &str, most: usize) -> Vec<String> {
    let all = all(prefix).into_iter();
    all.filter(|(_, text)| text.chars().count() > most)
        .map(|(key, _)| key)
        .collect()
}

const NONE: [String; 0] = [];

#[test]
fn every_language_has_the_keys_and_placeholders_of_english() {
    for locale in Locale::ALL {
        let name = format!("{}.toml", locale.code());
        assert_eq!(problems(&name, locale.file(), Locale::English.file()), NONE);
        if let Err(error) = toml::from_str::<Texts>(locale.file()) {
            panic!("{name}: {error}");
        }
    }
}

#[test]
fn a_file_that_differs_from_english_is_named_with_its_key() {
    let english = "[note]\npage = 'Page {page} of {pages}'\nrest = 'The rest:'\nslow = 'Wait'";
    let other = "[note]\npage = 'Seite {page} von {page}'\nslow = ' '\nslower = 'x'";
    assert_eq!(
        problems("de.toml", other, english),
        [
            "de.toml: `note.page` has other placeholders",
            "de.toml: `note.rest` is missing",
            "de.toml: `note.slow` is empty or has space around it",
            "de.toml: `note.slower` is unknown",
        ]
    );
}

#[test]
fn a_language_has_the_sentences_of_its_own_file() {
    for locale in Locale::ALL {
        let own: Texts = toml::from_str(locale.file()).expect("sentences");
        assert_eq!(locale.texts(), &own);
    }
}

#[test]
fn a_language_is_found_by_the_first_part_of_its_code() {
    for locale in Locale::ALL {
        for code in locale.discord_codes() {
            assert_eq!(Locale::of(code), locale, "{code}");
        }
    }
    assert_eq!(Locale::of("es-MX"), Locale::Spanish);
    assert_eq!(Locale::of("pt"), Locale::Portuguese);
    for unknown in ["", "-", "ja", "zh-CN", "deutsch", "DE"] {
        assert_eq!(Locale::of(unknown), Locale::English, "{unknown}");
    }
}

#[test]
fn values_take_the_place_of_their_names_and_are_not_looked_at_again() {
    let values = [("a", "{b}"), ("b", "2")];
    assert_eq!(fill("{a}, {b}, {a}{b}", &values), "{b}, 2, {b}2");
    assert_eq!(fill("{c} {a {{b}} }", &values), "{c} {a {2} }");
    assert_eq!(fill("", &values), "");
}

proptest! {
    #[test]
    fn without_values_any_text_stays_as_it_is(text in r"[{}a-c ]{0,40}") {
        prop_assert_eq!(fill(&text, &[]), text);
    }
}

#[test]
fn commands_and_options_have_names_that_discord_takes() {
    let is_part = |c: char| c == '-' || c == '_' || c.is_alphabetic() || c.is_numeric();
    for (key, text) in all("command.") {
        if key.ends_with("command.answer.name") {
            assert!(text.chars().count() <= MAX_COMMAND_NAME, "{key}");
        } else if key.ends_with(".name") {
            assert!(text.chars().count() <= MAX_COMMAND_NAME, "{key}");
            assert!(text.chars().all(is_part), "{key}");
            assert_eq!(text, text.to_lowercase(), "{key}");
        } else {
            assert!(key.ends_with(".description"), "{key}");
            assert!(text.chars().count() <= MAX_COMMAND_DESCRIPTION, "{key}");
        }
    }
}

#[test]
fn no_two_commands_of_a_language_have_the_same_name() {
    for locale in Locale::ALL {
        let command = &locale.texts().command;
        let names = command_names(locale);
        let unique: BTreeSet<_> = names.iter().collect();
        assert_eq!(unique.len(), names.len(), "{names:?}");
        assert_ne!(command.ask.question.name, command.ask.private.name);
    }
}

fn command_names(locale: Locale) -> [&'static str; 8] {
    let command = &locale.texts().command;
    [
        &command.ask.name,
        &command.faq.name,
        &command.topics.name,
        &command.about.name,
        &command.privacy.name,
        &command.help.name,
        &command.suggest.name,
        &command.forget_me.name,
    ]
}

#[test]
fn labels_and_texts_fit_where_they_are_shown() {
    assert_eq!(longer("button.", MAX_BUTTON), NONE);
    assert_eq!(longer("menu.", MAX_MENU), NONE);
    assert_eq!(longer("why.", MAX_BUTTON), NONE);
    assert_eq!(longer("note.", MAX_NOTE), NONE);
    assert_eq!(longer("reply.", MAX_NOTE), NONE);
    assert_eq!(longer("suggest.title", MAX_FORM), NONE);
    for label in ["question", "answer", "name"] {
        let long = longer(&format!("suggest.{label}"), MAX_FORM);
        assert_eq!(long, NONE);
    }
    for page in ["about.", "privacy.", "help."] {
        assert_eq!(longer(&format!("{page}title"), MAX_TITLE), NONE);
        assert_eq!(longer(page, MAX_PAGE), NONE);
    }
}

#[test]
fn what_a_text_refers_to_is_called_so() {
    for locale in Locale::ALL {
        let texts = locale.texts();
        let (help, command) = (&texts.help.text, &texts.command);
        for named in [
            format!("`/{}`", command.ask.name),
            format!("`/{}`", command.faq.name),
            format!("`/{}`", command.topics.name),
            format!("`{}`", command.ask.private.name),
            command.answer.name.clone(),
        ] {
            assert!(help.contains(&named), "{locale:?}: {named}");
        }
        let privacy = &texts.privacy.text;
        let nothing = &texts.forget_me.nothing;
        for (text, named) in [
            (privacy, texts.button.not_helpful.clone()),
            (privacy, format!("`/{}`", command.suggest.name)),
            (privacy, format!("`/{}`", command.forget_me.name)),
            (nothing, format!("`{}`", command.forget_me.own_name.name)),
        ] {
            assert!(text.contains(&named), "{locale:?}: {named}");
        }
    }
}
