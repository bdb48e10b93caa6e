//! `faqbot check`: every kind of problem in the owner's files, each with its
//! place and with what to do, in the three formats.

use snapbox::str;

use crate::support::{FaqTest, outcome};

const GOOD: &str = "title = 'Good'\n[[entry]]\nid = 'good'\nquestion = 'What is good?'\n\
                    answer = 'This.'\n";

/// An entry with one thing changed.
fn entry(id: &str, more: &str) -> String {
    format!(
        "title = 'T'\n[[entry]]\nid = '{id}'\nquestion = 'What is {id}?'\nanswer = 'It.'\n{more}\n"
    )
}

/// An article with this body.
fn article(body: &str) -> String {
    format!("+++\ntitle = 'T'\n+++\n{body}")
}

#[test]
fn good_files_have_no_problems() {
    FaqTest::new()
        .faq("good.toml", GOOD)
        .run(
            &["check"],
            str![[r#"
faq: 1 entry, 0 sections, 0 urgent groups (emergencies are not noticed); no problems

"#]],
        )
        .run(
            &["check", "--format", "json"],
            str![[r#"
{"entries":1,"sections":0,"urgent_groups":0,"errors":0,"warnings":0,"diagnostics":[]}

"#]],
        )
        .run(&["check", "--format", "github"], str![]);
}

#[test]
fn a_problem_is_shown_with_its_line_and_what_to_do() {
    let test = FaqTest::new()
        .faq("good.toml", GOOD)
        .faq(
            "größe.toml",
            "title = 'Größe'\n[[entry]]\nid = 'größe'\nqestion = 'Wie groß?'\nanswer = 'So.'\n",
        )
        .faq(
            "old.toml",
            &entry("old", "reviewed = 2000-01-01\nreview_by = 2001-01-01"),
        );
    test.run(&["check"], str![[r#"
error[bad-id]: `größe` is not an id
 --> faq/größe.toml:3:6
  |
3 | id = 'größe'
  |      ^^^^^^^
  |
help: use lower-case letters a to z, digits and single hyphens, such as `gr-e`

error[unknown-key]: unknown key `qestion`
 --> faq/größe.toml:4:1
  |
4 | qestion = 'Wie groß?'
  | ^^^^^^^
  |
help: did you mean `question`

warning[review-overdue]: `old` was to be checked by 2001-01-01
 --> faq/old.toml:7:13
  |
7 | review_by = 2001-01-01
  |             ^^^^^^^^^^
  |
help: check that it still holds, then set `reviewed` and `review_by` anew

faq: 2 entries, 0 sections, 0 urgent groups (emergencies are not noticed); 2 errors, 1 warning
--- exit code 1

"#]])
        .run(&["check", "--format", "json"], str![[r#"
{"entries":2,"sections":0,"urgent_groups":0,"errors":2,"warnings":1,"diagnostics":[{"severity":"error","code":"bad-id","message":"`größe` is not an id","help":"use lower-case letters a to z, digits and single hyphens, such as `gr-e`","file":"faq/größe.toml","line":3,"column":6},{"severity":"error","code":"unknown-key","message":"unknown key `qestion`","help":"did you mean `question`","file":"faq/größe.toml","line":4,"column":1},{"severity":"warning","code":"review-overdue","message":"`old` was to be checked by 2001-01-01","help":"check that it still holds, then set `reviewed` and `review_by` anew","file":"faq/old.toml","line":7,"column":13}]}
--- exit code 1

"#]])
        .run(&["check", "--format", "github"], str![[r#"
::error file=faq/größe.toml,line=3,col=6,title=bad-id::`größe` is not an id%0Ahelp: use lower-case letters a to z, digits and single hyphens, such as `gr-e`
::error file=faq/größe.toml,line=4,col=1,title=unknown-key::unknown key `qestion`%0Ahelp: did you mean `question`
::warning file=faq/old.toml,line=7,col=13,title=review-overdue::`old` was to be checked by 2001-01-01%0Ahelp: check that it still holds, then set `reviewed` and `review_by` anew
--- exit code 1

"#]]);
}

#[test]
fn every_kind_of_problem_in_an_entry_has_its_place_and_help() {
    let test = FaqTest::new()
        .faq("01-syntax.toml", "title = 'T'\n[[entry]]\nid = \n")
        .faq("02-unclosed.toml", "title = 'T\n")
        .faq("03-duplicate-key.toml", "title = 'T'\ntitle = 'U'\n")
        .faq("04-unknown-key.toml", &entry("unknown-key", "anwser = 'x'"))
        .faq(
            "05-missing-key.toml",
            "title = 'T'\n[[entry]]\nid = 'missing-key'\nquestion = 'Q?'\n",
        )
        .faq(
            "06-missing-title.toml",
            "[[entry]]\nid = 'no-title'\nquestion = 'Is it?'\nanswer = 'No.'\n",
        )
        .faq(
            "07-wrong-type.toml",
            &entry("wrong-type", "alternates = 'one'"),
        )
        .faq(
            "08-bad-id.toml",
            "title = 'T'\n[[entry]]\nid = 'Bad Id!'\nquestion = 'What?'\nanswer = 'It.'\n",
        )
        .faq("09-duplicate-id.toml", &entry("unknown-key", ""))
        .faq(
            "10-colliding.toml",
            &entry("colliding", "alternates = ['what is UNKNOWN key']"),
        )
        .faq(
            "11-duplicate.toml",
            &entry("duplicate", "alternates = ['One?', 'one']"),
        )
        .faq(
            "12-related.toml",
            &entry("related", "related = ['relatde', 'colidng', 'weather']"),
        )
        .faq(
            "13-self-related.toml",
            &entry("self-related", "related = ['self-related']"),
        )
        .faq(
            "14-empty-answer.toml",
            "title = 'T'\n[[entry]]\nid = 'empty'\nquestion = 'Empty?'\nanswer = ' '\n",
        )
        .faq(
            "15-empty-question.toml",
            "title = 'T'\n[[entry]]\nid = 'mute'\nquestion = '?'\nanswer = 'So.'\n",
        )
        .faq(
            "16-long-answer.toml",
            &entry("long", "").replace("It.", &"Long text. ".repeat(1000)),
        )
        .faq(
            "16-longish-answer.toml",
            &entry("longish", "").replace("It.", &"Long text. ".repeat(200)),
        )
        .faq(
            "17-long-question.toml",
            &entry(
                "wordy",
                &format!("alternates = ['{}']", "very ".repeat(200)),
            ),
        )
        .faq(
            "18-not-for.toml",
            &entry("not-for", "not_for = ['what is not for']"),
        )
        .faq(
            "19-url.toml",
            &entry("url", "sources = [{ title = 'S', url = 'example' }]"),
        )
        .faq(
            "20-source.toml",
            &entry("source", "sources = [{ url = 'https://example.org' }]"),
        )
        .faq("21-date.toml", &entry("date", "reviewed = '2026-02-30'"))
        .faq(
            "22-dates.toml",
            &entry("dates", "reviewed = 2026-01-02\nreview_by = 2026-01-01"),
        )
        .faq(
            "23-language.toml",
            &format!("language = 'xx'\n{}", entry("language", "")),
        )
        .faq(
            "24-disclaimer.toml",
            &format!("disclaimer = ''\n{}", entry("disclaimer", "")),
        )
        .faq("25-empty.toml", "title = 'T'\n");
    test.run(&["check", "--format", "github"], str![[r#"
::error file=faq/01-syntax.toml,line=3,col=6,title=toml-syntax::there is no value after `=`%0Ahelp: write the value, a text between quotes
::error file=faq/02-unclosed.toml,line=1,col=11,title=toml-syntax::the text is not closed on this line%0Ahelp: write `'` at its end
::error file=faq/03-duplicate-key.toml,line=2,col=1,title=duplicate-key::`title` is given twice%0Ahelp: keep one of them
::error file=faq/04-unknown-key.toml,line=6,col=1,title=unknown-key::unknown key `anwser`%0Ahelp: did you mean `answer`
::error file=faq/05-missing-key.toml,line=2,col=1,title=missing-key::`answer` is missing%0Ahelp: add a line `answer = "…"`
::error file=faq/06-missing-title.toml,line=1,col=1,title=missing-key::`title` is missing%0Ahelp: add a line `title = "…"`
::error file=faq/07-wrong-type.toml,line=6,col=14,title=wrong-type::`alternates` must be a list of texts, and this is a text%0Ahelp: put it between brackets: `alternates = ['one']`
::error file=faq/08-bad-id.toml,line=3,col=6,title=bad-id::`Bad Id!` is not an id%0Ahelp: use lower-case letters a to z, digits and single hyphens, such as `bad-id`
::error file=faq/09-duplicate-id.toml,line=3,col=6,title=duplicate-id::the id `unknown-key` is already that of `faq/04-unknown-key.toml:2`%0Ahelp: give this entry another id, or delete one of the two
::error file=faq/09-duplicate-id.toml,line=4,col=12,title=colliding-question::`unknown-key` of `faq/04-unknown-key.toml:2` asks the same: `What is unknown-key?`%0Ahelp: delete one of the two, or word them so that they differ
::error file=faq/10-colliding.toml,line=6,col=15,title=colliding-question::`unknown-key` of `faq/04-unknown-key.toml:2` asks the same: `What is unknown-key?`%0Ahelp: delete one of the two, or word them so that they differ
::warning file=faq/11-duplicate.toml,line=6,col=23,title=duplicate-alternate::this is the same question as `One?`%0Ahelp: delete it; case and punctuation make no difference
::error file=faq/12-related.toml,line=6,col=12,title=unknown-related::there is no entry or section `relatde`%0Ahelp: did you mean `related`
::error file=faq/12-related.toml,line=6,col=23,title=unknown-related::there is no entry or section `colidng`%0Ahelp: did you mean `colliding`
::error file=faq/12-related.toml,line=6,col=34,title=unknown-related::there is no entry or section `weather`%0Ahelp: write the id of an entry, or `file-name#anchor` of a section, or delete it
::warning file=faq/13-self-related.toml,line=6,col=12,title=self-related::the entry is related to itself%0Ahelp: delete this id
::error file=faq/14-empty-answer.toml,line=5,col=10,title=empty-answer::the answer is empty%0Ahelp: write the answer, or delete the entry
::error file=faq/15-empty-question.toml,line=4,col=12,title=empty-question::the question has no words%0Ahelp: write the question as a member asks it, or delete it
::error file=faq/16-long-answer.toml,line=5,col=10,title=over-long-answer::the answer has 10999 characters, at most 4000 are allowed%0Ahelp: cut it into several entries, or make it an article with headings
::warning file=faq/16-longish-answer.toml,line=5,col=10,title=long-answer::the answer has 2199 characters, more than 1800 are hard to read in a chat%0Ahelp: cut it into several entries, or make it an article with headings
::error file=faq/17-long-question.toml,line=6,col=15,title=over-long-question::the question has 1000 characters, at most 300 are allowed%0Ahelp: write it as a member would ask it, and put the details into the answer
::error file=faq/18-not-for.toml,line=6,col=12,title=contradicting-not-for::`not_for` names the entry's own question `What is not-for?`%0Ahelp: delete it from `not_for`, or from the questions of the entry
::error file=faq/19-url.toml,line=6,col=33,title=bad-url::`example` is not a web address%0Ahelp: write it with `https://` at the start and without spaces
::error file=faq/20-source.toml,line=6,col=12,title=missing-key::`title` is missing%0Ahelp: add a line `title = "…"`
::error file=faq/21-date.toml,line=6,col=12,title=bad-date::`2026-02-30` is not a date%0Ahelp: write year, month and day, such as `2026-11-22`
::warning file=faq/22-dates.toml,line=7,col=13,title=review-before-reviewed::`review_by` 2026-01-01 lies before `reviewed` 2026-01-02%0Ahelp: set `review_by` to the day when it has to be checked again
::warning file=faq/22-dates.toml,line=7,col=13,title=review-overdue::`dates` was to be checked by 2026-01-01%0Ahelp: check that it still holds, then set `reviewed` and `review_by` anew
::error file=faq/23-language.toml,line=1,col=12,title=bad-language::`xx` is not a language that can be searched%0Ahelp: write one of `ar`, `da`, `de`, `el`, `en`, `es`, `fi`, `fr`, `hu`, `it`, `nl`, `no`, `pt`, `ro`, `ru`, `sv`, `ta`, `tr`
::error file=faq/24-disclaimer.toml,line=1,col=14,title=empty-text::`disclaimer` has no text%0Ahelp: write the text, or delete it
::warning file=faq/25-empty.toml,line=1,col=1,title=empty-file::the file has no entries%0Ahelp: add an `[[entry]]` with `id`, `question` and `answer`, or delete the file
--- exit code 1

"#]]);
}

#[test]
fn every_kind_of_problem_in_an_article_has_its_place_and_help() {
    let test = FaqTest::new()
        .faq(
            "articles/01-jump.md",
            &article("## One\nText.\n\n##### Five\nText.\n"),
        )
        .faq(
            "articles/02-anchor.md",
            &article("## One {#Bad Anchor}\nText.\n"),
        )
        .faq(
            "articles/03-same.md",
            &article("## One {#one}\nText.\n\n## Two {#one}\nText.\n"),
        )
        .faq("articles/04-heading.md", &article("##\nText.\n"))
        .faq(
            "articles/05-section.md",
            &article("## One\n\n## Two\nText.\n"),
        )
        .faq("articles/06-none.md", "## One\nText.\n")
        .faq("articles/07-open.md", "+++\ntitle = 'T'\n## One\nText.\n")
        .faq(
            "articles/08-matter.md",
            "+++\ntitel = 'T'\n+++\n## One\nText.\n",
        )
        .faq("articles/09-empty.md", &article(""))
        .faq("articles/Bad Name.md", &article("## One\nText.\n"))
        .faq("articles/a/twin.md", &article("## One\nText.\n"))
        .faq("articles/b/twin.md", &article("## One\nText.\n"))
        .faq("article.md", &article("## One\nText.\n"));
    test.run(&["check", "--format", "github"], str![[r#"
::warning file=faq/article.md,line=1,col=1,title=misplaced-article::this article is not read, since it does not stand in `articles/`%0Ahelp: move it to `articles/`
::warning file=faq/articles/01-jump.md,line=7,col=1,title=heading-jump::a heading of level 5 below one of level 2%0Ahelp: begin it with `###`
::error file=faq/articles/02-anchor.md,line=4,col=10,title=bad-anchor::`Bad Anchor` is not an anchor%0Ahelp: write lower-case letters, digits and hyphens at the end of the heading, such as `{#bad-anchor}`
::error file=faq/articles/03-same.md,line=7,col=10,title=duplicate-anchor::the anchor `one` is already that of line 4%0Ahelp: write another at the end of this heading, such as `{#one-2}`
::error file=faq/articles/04-heading.md,line=4,col=1,title=empty-heading::the heading has no text%0Ahelp: write the heading, or delete its `#` marks
::warning file=faq/articles/05-section.md,line=4,col=1,title=empty-section::there is no text below this heading%0Ahelp: write the text, or delete the heading
::error file=faq/articles/06-none.md,line=1,col=1,title=missing-front-matter::the article has no front matter%0Ahelp: begin the file with a line `+++`, a line `title = "…"` and another line `+++`
::error file=faq/articles/07-open.md,line=1,col=1,title=unclosed-front-matter::the front matter that begins here is not closed%0Ahelp: write a line `+++` after its last key
::error file=faq/articles/08-matter.md,line=2,col=1,title=unknown-key::unknown key `titel`%0Ahelp: did you mean `title`
::warning file=faq/articles/09-empty.md,line=1,col=1,title=empty-file::the article has no text%0Ahelp: write headings such as `## Opening hours` with text below, or delete the file
::warning file=faq/articles/Bad Name.md,line=1,col=1,title=bad-file-name::`Bad Name` begins the ids of all sections and is hard to type%0Ahelp: rename it to `bad-name.md`
::error file=faq/articles/b/twin.md,line=1,col=1,title=duplicate-article::`articles/a/twin.md` has the same file name and sections of the same names, such as `twin#one`%0Ahelp: rename one of the two files
--- exit code 1

"#]]);
}

#[test]
fn every_kind_of_problem_in_the_urgent_file_has_its_place_and_help() {
    let test = FaqTest::new().faq("good.toml", GOOD).faq(
        "urgent.toml",
        r#"
[words]
bad = ["{x}"]

[[group]]
id = "one"
title = "One"
notice = "Call {nubmer}."
signs = ["{bda} thing", "", "fine"]

[[group]]
id = "one"
title = "Two"
notice = " "
number = "emergancy"
signs = []
sings = ["x"]
"#,
    );
    test.run(&["check", "--format", "github"], str![[r#"
::error file=faq/urgent.toml,line=3,col=9,title=bad-phrase::a phrase of a word list cannot contain braces%0Ahelp: write the words out; only signs can name a list
::error file=faq/urgent.toml,line=8,col=16,title=bad-placeholder::there is no placeholder `{nubmer}`%0Ahelp: write `{number}` for this group's number, or `{emergency}` for the emergency number
::error file=faq/urgent.toml,line=9,col=12,title=bad-sign::there is no word list called `bda`%0Ahelp: did you mean `bad`
::error file=faq/urgent.toml,line=9,col=25,title=bad-sign::the sign is empty%0Ahelp: write words such as `night sweats`, or lists such as `{numb} {saddle}`
::error file=faq/urgent.toml,line=11,col=1,title=no-signs::the group `one` has no signs%0Ahelp: add `signs = ["…"]` with the words that give it away
::error file=faq/urgent.toml,line=12,col=6,title=duplicate-id::there is a group `one` already, in line 6%0Ahelp: give each group an id of its own
::error file=faq/urgent.toml,line=14,col=10,title=empty-notice::the notice is empty%0Ahelp: write what a person who reports one of these signs should do now
::error file=faq/urgent.toml,line=15,col=10,title=bad-value::`emergancy` is not a value of `number`%0Ahelp: did you mean `emergency`
::error file=faq/urgent.toml,line=17,col=1,title=unknown-key::unknown key `sings`%0Ahelp: did you mean `signs`
--- exit code 1

"#]]);
}

#[test]
#[cfg(unix)]
fn files_that_cannot_be_used_are_named() {
    let test = FaqTest::new().faq("good.toml", GOOD);
    test.write("faq/binary.toml", b"title = 'T'\n# caf\xe9\n");
    test.write("faq/huge.toml", "# a megabyte and more\n".repeat(50_000));
    test.write("outside.toml", GOOD);
    let link = |to: &str, name: &str| {
        std::os::unix::fs::symlink(to, test.path(name)).expect("a link");
    };
    link("../outside.toml", "faq/link.toml");
    // As Kubernetes mounts a ConfigMap.
    test.write("faq/..data/inside.toml", entry("inside", ""));
    link("..data/inside.toml", "faq/inside.toml");
    link("nowhere.toml", "faq/dangling.toml");
    link("..", "faq/folder");
    assert_eq!(outcome(&test.ask("what is inside")).1, Some("inside"));
    test.run(&["check", "--format", "github"], str![[r#"
::error file=faq/binary.toml,line=2,col=6,title=not-utf-8::this character is not UTF-8%0Ahelp: save the file with the encoding UTF-8
::error file=faq/dangling.toml,line=1,col=1,title=unreadable-file::this link leads to nothing: it does not exist%0Ahelp: delete the link, or put back the file that it leads to
::warning file=faq/folder,line=1,col=1,title=linked-folder::this is a link to a folder, and is not followed%0Ahelp: put the folder itself here, or link each of its files
::error file=faq/huge.toml,line=1,col=1,title=file-too-large::the file has 1075 KiB, at most 1024 are read%0Ahelp: cut it into several files, or raise `[content] max_file_kib` in `faqbot.toml`
::error file=faq/link.toml,line=1,col=1,title=link-outside::this link leads out of the folder of the FAQ%0Ahelp: put the file itself here
--- exit code 1

"#]]);
}

#[test]
#[cfg(unix)]
fn a_link_out_of_the_folder_gives_no_answer() {
    let test = FaqTest::new().faq("good.toml", GOOD);
    test.write("outside.toml", entry("secret", ""));
    std::os::unix::fs::symlink("../outside.toml", test.path("faq/link.toml")).expect("a link");
    assert_eq!(outcome(&test.ask("what is good")).1, Some("good"));
    assert_eq!(
        test.ask("what is secret")["answer"],
        serde_json::Value::Null
    );
}

#[test]
fn hidden_files_backups_and_other_kinds_do_not_count() {
    FaqTest::new()
        .faq("good.toml", GOOD)
        .faq(".hidden.toml", "broken = [")
        .faq("good.toml~", "broken = [")
        .faq(".git/config.toml", "broken = [")
        .faq("notes.txt", "notes")
        .run(
            &["check"],
            str![[r#"
faq: 1 entry, 0 sections, 0 urgent groups (emergencies are not noticed); no problems

"#]],
        );
}

#[test]
fn warnings_alone_are_no_failure() {
    let test = FaqTest::new().faq("old.toml", &entry("old", "review_by = 2001-01-01"));
    test.run(
        &["check"],
        str![[r#"
warning[review-overdue]: `old` was to be checked by 2001-01-01
 --> faq/old.toml:6:13
  |
6 | review_by = 2001-01-01
  |             ^^^^^^^^^^
  |
help: check that it still holds, then set `reviewed` and `review_by` anew

faq: 1 entry, 0 sections, 0 urgent groups (emergencies are not noticed); 0 errors, 1 warning

"#]],
    );
    // And the entry still answers.
    assert_eq!(outcome(&test.ask("what is old")), ("answer", Some("old")));
}

#[test]
fn a_great_many_problems_are_counted_but_not_all_shown() {
    let mut text = "title = 'T'\n".to_owned();
    for number in 0..150 {
        text += &format!("[[entry]]\nid = 'e{number}'\nquestion = 'Q{number}?'\n");
    }
    let test = FaqTest::new().faq("many.toml", &text);
    let shown = test.ran(&["check"]).text();
    assert_eq!(shown.matches("error[missing-key]").count(), 100);
    assert!(shown.contains("\n... and 50 more\n"), "{shown}");
    assert!(shown.ends_with("150 errors, 0 warnings\n"), "{shown}");
    let json = &test.ran(&["check", "--format", "json"]).json_lines()[0];
    assert_eq!(json["errors"], 150);
    assert_eq!(json["diagnostics"].as_array().map(Vec::len), Some(150));
}

#[test]
fn edits_that_cannot_be_committed_are_warned_of() {
    let test = FaqTest::new()
        .faq("good.toml", GOOD)
        .settings("[git]\nenabled = true\n");
    let told = test.ran(&["check"]).text();
    assert!(
        told.starts_with(
            "warning[no-repository]: edits from chat cannot be committed: `git` refused: "
        ),
        "{told}"
    );
    assert!(told.contains("make a repository with `git init`"), "{told}");
    assert!(told.ends_with("0 errors, 1 warning\n"), "{told}");
}

#[test]
fn an_unknown_format_is_an_error() {
    FaqTest::new().run(
        &["check", "--format", "xml"],
        str![[r#"
--- stderr
error: invalid value 'xml' for '--format <FORMAT>'
  [possible values: text, json, github]

For more information, try '--help'.
--- exit code 2

"#]],
    );
}
