//! Stories of edits to a file of entries, with the whole file before and after.

use super::super::entry::SourceRef;
use super::*;

/// Comments wherever they can stand, and every style of quotes.
const FILE: &str = r#"# The shop's hours. Ask Ann before you change them.
title = "Hours"   # shown above each answer
sources = [{ title = "Door" }]

# --- Opening ---

# Asked most of all.
[[entry]]   # the first
id = 'when-open'  # never change it
question = 'When are you open?'
alternates = [   # how people ask
  'opening times',   # on the sign
  # from the chat
  'are you open now',
]
# Keep it short.
answer = '''
Nine to five.

  Not on Sundays.
'''   # Markdown
related = ['where', "where"]  # optional
reviewed = 2026-01-02
# until here

# --- Place ---
[[entry]]
id = "where"
question = "Where are you?"
answer = "Here."
not_for = ["where is the bank"] # or the post
"#;

const PATH: &str = "topics/hours.toml";

fn original(text: &str) -> Original<'_> {
    Original { path: PATH, text }
}

/// The present draft of an entry of [`FILE`], changed.
fn edited(id: &str, change: impl FnOnce(&mut Draft)) -> Result<String, EditError> {
    let mut draft = draft(&original(FILE), id).unwrap();
    change(&mut draft);
    let id = id.to_owned();
    changed(&original(FILE), &Change::Edit { id, draft })
}

/// [`FILE`] with each of the replacements made once.
fn expected(replacements: &[(&str, &str)]) -> Result<String, EditError> {
    let mut text = FILE.to_owned();
    for (from, to) in replacements {
        assert_eq!(text.matches(from).count(), 1, "{from}");
        text = text.replace(from, to);
    }
    Ok(text)
}

fn error(result: Result<String, EditError>) -> String {
    result.unwrap_err().to_string()
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn source(title: &str) -> SourceRef {
    SourceRef {
        title: title.to_owned(),
        url: None,
    }
}

#[test]
fn a_draft_is_what_stands_there() {
    assert_eq!(
        draft(&original(FILE), "when-open"),
        Some(Draft {
            question: "When are you open?".into(),
            alternates: texts(&["opening times", "are you open now"]),
            not_for: vec![],
            answer: "Nine to five.\n\n  Not on Sundays.".into(),
            sources: vec![source("Door")],
        })
    );
    assert_eq!(draft(&original(FILE), "when"), None);
}

#[test]
fn an_answer_changes_and_nothing_else() {
    assert_eq!(
        edited("when-open", |draft| {
            draft.answer = "\n\nIt's \"ten\" to five.\\\n".into();
        }),
        expected(&[(
            "Nine to five.\n\n  Not on Sundays.\n",
            "It's \"ten\" to five.\\\n"
        )])
    );
    assert_eq!(
        edited("where", |draft| draft.answer = "Here.\n\n- or there".into()),
        expected(&[("\"Here.\"", "\"\"\"\nHere.\n\n- or there\n\"\"\"")])
    );
}

#[test]
fn a_style_that_cannot_hold_the_text_gives_way() {
    assert_eq!(
        edited("when-open", |draft| {
            draft.question = "What's open?".into();
            draft.answer = "Write '''x'''.".into();
        }),
        expected(&[
            ("'When are you open?'", "\"What's open?\""),
            (
                "'''\nNine to five.\n\n  Not on Sundays.\n'''",
                "\"\"\"\nWrite '''x'''.\n\"\"\""
            ),
        ])
    );
}

#[test]
fn items_of_a_list_come_and_go_with_their_comments() {
    assert_eq!(
        edited("when-open", |draft| {
            draft.alternates = texts(&["are you open now", "hours"]);
        }),
        expected(&[
            ("  'opening times',   # on the sign\n", ""),
            (
                "  'are you open now',\n",
                "  'are you open now',\n  'hours',\n"
            ),
        ])
    );
    assert_eq!(
        edited("where", |draft| draft.not_for = vec![]),
        expected(&[("[\"where is the bank\"]", "[]")])
    );
    assert_eq!(
        edited("where", |draft| draft.not_for.push("where am i".into())),
        expected(&[("the bank\"]", "the bank\", \"where am i\"]")])
    );
}

#[test]
fn a_new_key_goes_behind_its_usual_neighbour() {
    assert_eq!(
        edited("when-open", |draft| draft.not_for = texts(&["x y"])),
        expected(&[("2026-01-02\n", "2026-01-02\nnot_for = [\n  \"x y\",\n]\n")])
    );
    assert_eq!(
        edited("where", |draft| {
            draft.alternates = texts(&["address"]);
            draft.sources = vec![source("Map")];
        }),
        expected(&[
            (
                "are you?\"\n",
                "are you?\"\nalternates = [\n  \"address\",\n]\n"
            ),
            (
                "\"Here.\"\n",
                "\"Here.\"\nsources = [\n  { title = \"Map\" },\n]\n"
            ),
        ])
    );
}

#[test]
fn the_sources_of_the_file_are_not_written_again() {
    let with_map = edited("where", |draft| draft.sources = vec![source("Map")]).unwrap();
    for sources in [vec![source("Door")], vec![]] {
        let mut draft = draft(&original(&with_map), "where").unwrap();
        assert_eq!(draft.sources, [source("Map")]);
        draft.sources = sources;
        let id = "where".to_owned();
        let back = changed(&original(&with_map), &Change::Edit { id, draft });
        assert_eq!(back.as_deref(), Ok(FILE));
    }
}

#[test]
fn a_new_entry_is_written_as_the_others_are() {
    let draft = Draft {
        question: "Do you \"deliver\"?".into(),
        alternates: texts(&["delivery", "it's far"]),
        not_for: texts(&["pizza"]),
        answer: "Yes.\n\n- By bike".into(),
        sources: vec![SourceRef {
            title: "Leaflet".into(),
            url: Some("https://example.org/".into()),
        }],
    };
    let id = "delivery".to_owned();
    assert_eq!(
        changed(&original(FILE), &Change::Add { id, draft }).unwrap(),
        format!(
            "{FILE}\n{}",
            r#"[[entry]]
id = "delivery"
question = "Do you \"deliver\"?"
alternates = [
  "delivery",
  "it's far",
]
answer = """
Yes.

- By bike
"""
sources = [
  { title = "Leaflet", url = "https://example.org/" },
]
not_for = [
  "pizza",
]
"#
        )
    );
}

#[test]
fn an_entry_goes_with_its_own_comments() {
    let text = FILE.to_owned();
    let start = text.find("# Asked most").unwrap();
    let end = text.find("# --- Place").unwrap();
    let id = "when-open".to_owned();
    assert_eq!(
        changed(&original(FILE), &Change::Remove { id }).unwrap(),
        text[..start].to_owned() + &text[end..]
    );
    let end = text.find("\n# --- Place").unwrap();
    let id = "where".to_owned();
    assert_eq!(
        changed(&original(FILE), &Change::Remove { id }).unwrap(),
        text[..end].replace("['where', \"where\"]  #", "[]  #")
    );
}

#[test]
fn a_rename_reaches_what_refers_to_it() {
    let (id, to) = ("where".to_owned(), "address".to_owned());
    assert_eq!(
        changed(&original(FILE), &Change::Rename { id, to }),
        expected(&[
            ("id = \"where\"", "id = \"address\""),
            ("['where', \"where\"]", "['address', \"address\"]"),
        ])
    );
    assert_eq!(
        with_references(&original(FILE), "where", Some("guide#place")),
        expected(&[("['where', \"where\"]", "['guide#place', \"guide#place\"]")]).map(Some)
    );
    assert_eq!(
        with_references(&original(FILE), "when-open", Some("x")),
        Ok(None)
    );
}

#[test]
fn windows_files_stay_windows_files() {
    let windows = |text: &str| format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    let text = windows(FILE);
    let file = original(&text);
    let mut draft = draft(&file, "when-open").unwrap();
    draft.answer = "Ten\r\nto five.".into();
    draft.alternates.push("hours".into());
    let id = "when-open".to_owned();
    assert_eq!(
        changed(&file, &Change::Edit { id, draft }).unwrap(),
        windows(
            &expected(&[
                ("Nine to five.\n\n  Not on Sundays.\n", "Ten\nto five.\n"),
                ("open now',\n", "open now',\n  'hours',\n"),
            ])
            .unwrap()
        )
    );
}

#[test]
fn one_way_of_asking_more_and_one_less() {
    let (id, question) = ("where".to_owned(), "where is the shop".to_owned());
    let more = changed(&original(FILE), &Change::AddAlternate { id, question }).unwrap();
    let (id, question) = ("where".to_owned(), "Where is the shop?".to_owned());
    let again = Change::AddAlternate {
        id: id.clone(),
        question: question.clone(),
    };
    assert_eq!(
        error(changed(&original(&more), &again)),
        "it is already asked for as `where is the shop`"
    );
    let less = Change::RemoveAlternate { id, question };
    assert_eq!(changed(&original(&more), &less).as_deref(), Ok(FILE));
    assert_eq!(
        error(changed(&original(FILE), &less)),
        "`Where is the shop?` is not one of its other ways of asking"
    );
}

#[test]
fn what_cannot_be_kept_is_refused() {
    let id = |id: &str| id.to_owned();
    let draft = |question: &str, answer: &str| Draft {
        question: question.into(),
        answer: answer.into(),
        ..Draft::default()
    };
    let file = original(FILE);
    let add = |id: &str, draft: Draft| {
        let id = id.to_owned();
        error(changed(&file, &Change::Add { id, draft }))
    };
    assert_eq!(
        add("where", draft("Q", "A")),
        "`where` is already in this file: choose another id"
    );
    assert_eq!(
        add("Not An Id", draft("Q", "A")),
        "`Not An Id` is not an id; use lower-case letters a to z, digits and single hyphens, \
         such as `not-an-id`"
    );
    assert_eq!(
        add("new", draft("?", "A")),
        "the question has no words; write the question as a member asks it, or delete it"
    );
    assert_eq!(
        add("new", draft("Q", "a\u{7}b")),
        "the answer has the control character U+0007: delete it"
    );
    assert_eq!(
        add("new", draft("Q", " \n ")),
        "the answer is empty: write it, or remove the entry"
    );
    assert_eq!(
        error(edited("where", |draft| draft.answer = "é".repeat(4001))),
        "the answer has 4001 characters, at most 4000 are allowed; \
         cut it into several entries, or make it an article with headings"
    );
    assert_eq!(
        error(changed(&file, &Change::Remove { id: id("what") })),
        "there is no `what` in this file"
    );
    let (from, to) = (id("where"), id("when-open"));
    assert_eq!(
        error(changed(&file, &Change::Rename { id: from, to })),
        "`when-open` is already in this file: choose another id"
    );
    let twice = FILE.replace("\"where\"\nq", "'when-open'\nq");
    assert_eq!(
        error(changed(
            &original(&twice),
            &Change::Remove {
                id: id("when-open")
            }
        )),
        "`when-open` stands more than once in this file: mend that first"
    );
    let broken = FILE.replace("2026-01-02", "2nd of may");
    let remove = Change::Remove { id: id("where") };
    assert_eq!(
        error(changed(&original(&broken), &remove)),
        "the file has an error at line 23: mend it first"
    );
}

#[test]
fn forms_that_are_not_rewritten_are_refused() {
    let inline = "title = 'T'\nentry = [{ id = 'a', question = 'Q', answer = 'A' }]\n";
    let (id, question) = ("a".to_owned(), "more".to_owned());
    let add = Change::AddAlternate { id, question };
    let message = "`entry` is written in a form that only an editor can change: \
                   edit the file by hand";
    let id = "a".to_owned();
    for change in [&add, &Change::Remove { id }] {
        assert_eq!(error(changed(&original(inline), change)), message);
    }
    let below = "title = 'T'\n[[entry]]\nid = 'a'\nquestion = 'Q'\nanswer = 'A'\n\
                 [[entry.sources]]\ntitle = 'S'\n";
    assert_eq!(
        changed(&original(below), &add).unwrap(),
        below.replace("'Q'\n", "'Q'\nalternates = [\n  'more',\n]\n")
    );
    let mut draft = draft(&original(below), "a").unwrap();
    draft.sources = vec![source("Other")];
    let id = "a".to_owned();
    assert_eq!(
        error(changed(&original(below), &Change::Edit { id, draft })),
        message.replace("entry", "sources")
    );
}
