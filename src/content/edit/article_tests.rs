//! Stories of edits to an article, with the whole file before and after.

use super::*;

/// Headings of every form, comments in the front matter.
const FILE: &str = "+++
# The guide. Ask Ann.
title = 'Guide'   # shown above
sources = [{ title = 'Book' }]

[alternates]   # how people ask
causes = [
  'where does it come from',   # often
  'why me',
]
too-much-sitting = ['my chair']

# What comes next is for look-alikes.
[not_for]
causes = ['what causes a cold']
+++

Hello, reader.

# Why it *hurts* {#causes} #

Nerves.

    code

<!-- Ann wrote this -->

## Too much sitting
Stand up.

Exercise
--------

Walk.
";

const PATH: &str = "articles/deep/guide.md";

fn original(text: &str) -> Original<'_> {
    Original { path: PATH, text }
}

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

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn error(result: Result<String, EditError>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_draft_is_the_section_as_it_stands() {
    let sources = vec![SourceRef {
        title: "Book".into(),
        url: None,
    }];
    assert_eq!(
        draft(&original(FILE), "guide#causes"),
        Some(Draft {
            question: "Why it hurts".into(),
            alternates: texts(&["where does it come from", "why me"]),
            not_for: texts(&["what causes a cold"]),
            answer: "Nerves.\n\n    code\n\n<!-- Ann wrote this -->".into(),
            sources: sources.clone(),
        })
    );
    assert_eq!(
        draft(&original(FILE), "guide#guide"),
        Some(Draft {
            question: "Guide".into(),
            answer: "Hello, reader.".into(),
            sources,
            ..Draft::default()
        })
    );
    for id in ["guide#none", "other#causes", "causes", "guide"] {
        assert_eq!(draft(&original(FILE), id), None, "{id}");
    }
}

#[test]
fn a_text_changes_and_nothing_else() {
    assert_eq!(
        edited("guide#too-much-sitting", |draft| {
            draft.answer = "\n- Stand up.\n- *Walk*.\n\n".into();
        }),
        expected(&[("Stand up.", "- Stand up.\n- *Walk*.")])
    );
    assert_eq!(
        edited("guide#guide", |draft| draft.answer = "Welcome.".into()),
        expected(&[("Hello, reader.", "Welcome.")])
    );
}

#[test]
fn a_heading_changes_and_the_id_stays() {
    assert_eq!(
        edited("guide#too-much-sitting", |draft| {
            draft.question = " Chairs & *sofas* ".into();
        }),
        expected(&[(
            "## Too much sitting",
            "## Chairs \\& \\*sofas\\* {#too-much-sitting}"
        )])
    );
    assert_eq!(
        edited("guide#too-much-sitting", |draft| {
            draft.question = "Too much sitting?".into();
        }),
        expected(&[("## Too much sitting", "## Too much sitting?")])
    );
    assert_eq!(
        edited("guide#exercise", |draft| draft.question = "Moving".into()),
        expected(&[("Exercise\n---", "Moving {#exercise}\n---")])
    );
    // The sections below are shown with the new heading above them.
    assert_eq!(
        edited("guide#causes", |draft| draft.question = "Causes".into()),
        expected(&[("# Why it *hurts* {#causes} #", "# Causes {#causes} #")])
    );
}

#[test]
fn questions_stand_in_the_front_matter() {
    assert_eq!(
        edited("guide#causes", |draft| {
            draft.alternates = texts(&["why me", "reasons"]);
            draft.not_for.clear();
        }),
        expected(&[
            ("  'where does it come from',   # often\n", ""),
            ("  'why me',\n", "  'why me',\n  'reasons',\n"),
            ("['what causes a cold']", "[]"),
        ])
    );
    assert_eq!(
        edited("guide#exercise", |draft| {
            draft.alternates = texts(&["sport"]);
            draft.not_for = texts(&["chess"]);
        }),
        expected(&[
            (
                "['my chair']\n",
                "['my chair']\nexercise = [\n  'sport',\n]\n"
            ),
            (
                "['what causes a cold']\n",
                "['what causes a cold']\nexercise = [\n  'chess',\n]\n"
            ),
        ])
    );
}

#[test]
fn tables_and_front_matter_are_made_where_there_are_none() {
    let id = || "guide#größe".to_owned();
    let question = || "how large".to_owned();
    let add = Change::AddAlternate {
        id: id(),
        question: question(),
    };
    let remove = Change::RemoveAlternate {
        id: id(),
        question: question(),
    };
    for (front, more) in [
        (
            "title = 'T'\n",
            "title = 'T'\n\n[alternates]\n\"größe\" = [\n  'how large',\n]\n",
        ),
        (
            "title = 'T'\nalternates = { a = ['b'] }\n",
            "title = 'T'\nalternates = { a = ['b'], \"größe\" = ['how large'] }\n",
        ),
        (
            "title = 'T'\nalternates.a = ['b'] # b\n",
            "title = 'T'\nalternates.a = ['b'] # b\nalternates.\"größe\" = [\n  'how large',\n]\n",
        ),
        (
            "title = 'T'\n[alternates] # none\n# yet\n",
            "title = 'T'\n[alternates] # none\n\"größe\" = [\n  'how large',\n]\n# yet\n",
        ),
    ] {
        let with = |front: &str| format!("+++\n{front}+++\n# A\nA.\n## Größe\nL.\n");
        let text = with(front);
        let added = changed(&original(&text), &add).unwrap();
        assert_eq!(added, with(more));
        let removed = changed(&original(&added), &remove).unwrap();
        // A table without keys that was there goes as well.
        if !front.contains("none") {
            assert_eq!(removed, text);
        }
    }
    assert_eq!(
        changed(&original("# A\nA.\n## Größe\nL.\n"), &add).unwrap(),
        "+++\ntitle = \"A\"\n\n[alternates]\n\"größe\" = [\n  \"how large\",\n]\n+++\n\n\
         # A\nA.\n## Größe\nL.\n"
    );
}

#[test]
fn a_new_section_stands_at_the_end() {
    let draft = Draft {
        question: "Does it last?".into(),
        alternates: texts(&["how long"]),
        not_for: vec![],
        answer: "Weeks.".into(),
        sources: vec![],
    };
    let id = "guide#duration".to_owned();
    let add = Change::Add { id, draft };
    let added = changed(&original(FILE), &add).unwrap();
    assert_eq!(
        Ok(added.clone()),
        expected(&[
            (
                "['my chair']\n",
                "['my chair']\nduration = [\n  'how long',\n]\n"
            ),
            (
                "Walk.\n",
                "Walk.\n\n## Does it last? {#duration}\n\nWeeks.\n"
            ),
        ])
    );
    let id = "guide#duration".to_owned();
    assert_eq!(
        changed(&original(&added), &Change::Remove { id }).as_deref(),
        Ok(FILE)
    );
}

#[test]
fn a_section_goes_with_its_questions() {
    let id = "guide#too-much-sitting".to_owned();
    assert_eq!(
        changed(&original(FILE), &Change::Remove { id }),
        expected(&[
            ("## Too much sitting\nStand up.\n\n", ""),
            ("too-much-sitting = ['my chair']\n", ""),
        ])
    );
    let id = "guide#causes".to_owned();
    assert_eq!(
        error(changed(&original(FILE), &Change::Remove { id })),
        "the section has others below it, first `Too much sitting`: remove those before it"
    );
}

#[test]
fn a_section_gets_another_id() {
    let rename = |id: &str, to: &str| {
        let (id, to) = (id.to_owned(), to.to_owned());
        changed(&original(FILE), &Change::Rename { id, to })
    };
    assert_eq!(
        rename("guide#causes", "guide#why"),
        expected(&[
            ("{#causes}", "{#why}"),
            ("causes = [\n", "why = [\n"),
            ("causes = ['what", "why = ['what"),
        ])
    );
    assert_eq!(
        rename("guide#exercise", "guide#moving"),
        expected(&[("Exercise\n", "Exercise {#moving}\n")])
    );
    assert_eq!(
        error(rename("guide#causes", "other#causes")),
        "`other#causes` is no id of this article: its sections begin with `guide#`"
    );
    assert_eq!(
        error(rename("guide#causes", "guide#exercise")),
        "`guide#exercise` is already in this file: choose another id"
    );
    assert_eq!(
        error(rename("guide#guide", "guide#hello")),
        "this text has no heading of its own: change the title of the article in the file"
    );
    assert_eq!(
        error(rename("guide#causes", "guide#The Causes")),
        "`The Causes` cannot name a section: use lower-case letters, digits and hyphens"
    );
}

#[test]
fn a_text_that_would_be_cut_otherwise_is_refused() {
    let answer = |answer: &str| {
        error(edited("guide#too-much-sitting", |draft| {
            draft.answer = answer.to_owned();
        }))
    };
    assert_eq!(
        answer("Stand up.\n\n### Often\n\nYes."),
        "the text has a heading, `Often`, that would begin a section of its own: \
         leave it out, or write it in bold"
    );
    let not_kept = "the file would not read back as wished, and is left as it was: \
                    if the text opens a code block, a comment or a quote, close it there";
    assert_eq!(answer("```\ncode"), not_kept);
    assert_eq!(answer("<!-- for later"), not_kept);
    assert_eq!(
        error(edited("guide#exercise", |draft| draft.question = "A\n\nB".into())),
        "`A\n\nB` cannot be a heading: write it in one line, in other words"
    );
    assert_eq!(
        error(edited("guide#exercise", |draft| {
            draft.sources[0].title.push('s');
        })),
        "the sources belong to the whole article: change them in the file"
    );
}

#[test]
fn front_matter_without_end_is_to_be_mended_first() {
    let id = "guide#causes".to_owned();
    let remove = Change::Remove { id };
    for (text, line) in [
        ("\n+++\ntitle = 'T'\n# A\n", 2),
        ("+++\ntitle = T'\n+++\n", 2),
    ] {
        assert_eq!(
            error(changed(&original(text), &remove)),
            format!("the file has an error at line {line}: mend it first")
        );
    }
}

#[test]
fn windows_articles_stay_windows_articles() {
    let windows = |text: &str| format!("\u{FEFF}{}", text.replace('\n', "\r\n"));
    let text = windows(FILE);
    let mut draft = draft(&original(&text), "guide#exercise").unwrap();
    draft.answer = "Walk\r\nor swim.".into();
    draft.alternates = texts(&["sport"]);
    let id = "guide#exercise".to_owned();
    let new = expected(&[
        ("Walk.", "Walk\nor swim."),
        (
            "['my chair']\n",
            "['my chair']\nexercise = [\n  'sport',\n]\n",
        ),
    ]);
    assert_eq!(
        changed(&original(&text), &Change::Edit { id, draft }),
        new.map(|new| windows(&new))
    );
}

#[test]
fn other_files_are_not_edited_so() {
    let id = "a".to_owned();
    let remove = Change::Remove { id };
    for path in ["urgent.toml", "guide.md", "notes.txt"] {
        assert_eq!(
            error(changed(&Original { path, text: "" }, &remove)),
            "this file holds neither entries nor sections"
        );
    }
}
