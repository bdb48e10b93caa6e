//! The report: what was asked, what members could not find, and what to do next.

use faqbot::content::library::Library;
use faqbot::report::{FaqReport, Sources};
use faqbot::store::{
    self, Asked, AskedOutcome, Feedback, Missed, MissedQuestion, Store, Verdict, Why,
};
use jiff::civil::{Date, date};
use snapbox::{IntoData, assert_data_eq, str};

use crate::support::FaqTest;

const TODAY: Date = date(2026, 11, 22);
const LAST_WEEK: Date = date(2026, 11, 11);

/// The server that is reported of, and another.
const HERE: Option<u64> = Some(111_111_111_111_111_111);
const THERE: Option<u64> = Some(222_222_222_222_222_222);

/// Two entries that are nearly the same, one that nobody asks for, one that is
/// overdue, links that lead nowhere.
const SPA: &str = r#"
title = "The spa"

[[entry]]
id = "price"
question = "What does a massage cost?"
alternates = ["massage price", "massage cost"]
answer = "Fifty. See [when we are open](#hours) and [the sauna](#sauna)."
review_by = 2026-10-01

[[entry]]
id = "price-long"
question = "What does a long massage cost?"
alternates = ["massage prices", "cost of massage"]
answer = "Ninety."

[[entry]]
id = "hours"
question = "When are you open?"
answer = "From ten to six. See [the house](house.md#rules) and <script>alert(1)</script>."

[[entry]]
id = "parking"
question = "Where can I park <b>my</b> car?"
answer = "Behind the house."
"#;

const HOUSE: &str = "+++\ntitle = 'The house'\nreview_by = 2026-01-31\n+++\n## Rules\nBe quiet.\n";

struct Spa {
    test: FaqTest,
    store: Option<Store>,
}

impl Spa {
    fn new() -> Spa {
        Spa {
            test: FaqTest::new()
                .faq("spa.toml", SPA)
                .faq("articles/house.md", HOUSE),
            store: None,
        }
    }

    /// The same after two weeks of questions.
    fn after_two_weeks() -> Spa {
        let mut spa = Spa::new();
        let (store, _) = Store::open(&spa.config()).expect("a store");
        let recorder = store.recorder();
        let asked = |guild, date, outcome, entry: Option<&str>| {
            recorder.record(Asked {
                guild,
                date,
                outcome,
                entry: entry.map(str::to_owned),
            });
        };
        for _ in 0..4 {
            asked(HERE, LAST_WEEK, AskedOutcome::Answered, Some("price"));
        }
        asked(HERE, TODAY, AskedOutcome::Answered, Some("hours"));
        asked(HERE, TODAY, AskedOutcome::Answered, Some("sold-out"));
        asked(HERE, TODAY, AskedOutcome::Urgent, None);
        asked(HERE, TODAY, AskedOutcome::SmallTalk, None);
        asked(THERE, TODAY, AskedOutcome::Answered, Some("parking"));
        let rated = |verdict, date| {
            recorder.record(Feedback {
                entry: "price".to_owned(),
                guild: HERE,
                verdict,
                question: Some("is there a discount for students".to_owned()),
                date,
            });
        };
        rated(Verdict::Helpful, LAST_WEEK);
        rated(Verdict::Helpful, TODAY);
        for _ in 0..3 {
            rated(Verdict::NotHelpful(Some(Why::NotMyQuestion)), TODAY);
        }
        for (guild, outcome, text) in [
            (HERE, Missed::Unanswered, "do you have a sauna?"),
            (HERE, Missed::Unanswered, "Do you have a SAUNA"),
            (HERE, Missed::Suggested, "do you also have a sauna"),
            (
                HERE,
                Missed::Unanswered,
                "<script>alert('x')</script> & \"more\"",
            ),
            (THERE, Missed::Unanswered, "can i bring my dog"),
        ] {
            let state = match outcome {
                Missed::Suggested => AskedOutcome::Suggested,
                _ => AskedOutcome::Unanswered,
            };
            asked(guild, TODAY, state, None);
            recorder.record(MissedQuestion {
                guild,
                date: TODAY,
                outcome,
                text: text.to_owned(),
            });
        }
        recorder.flush();
        spa.store = Some(store);
        spa
    }

    fn config(&self) -> store::Config {
        store::Config {
            folder: self.test.path("data"),
            ..store::Config::default()
        }
    }

    fn report(&self, guild: Option<u64>) -> FaqReport {
        let options = self.test.options();
        let sources = Sources {
            engine: &self.test.engine(),
            library: &Library::load(&options.faq, &options.content, &[&options.selection], TODAY),
            store: self.store.as_ref(),
            guild,
            today: TODAY,
        };
        FaqReport::new(&sources).expect("a report")
    }

    fn text(&self, guild: Option<u64>) -> String {
        self.test.masked(&self.report(guild).to_text())
    }
}

#[test]
fn moderators_see_what_was_asked_and_what_to_do_next() {
    assert_data_eq!(
        Spa::after_two_weeks().text(HERE),
        str![[r#"
FAQ report of 2026-11-22, server 111111111111111111
Since 2026-05-25, 11 asked: 6 answered (55%), 1 with suggestions, 3 without an answer, 1 urgent

week        asked  answered  suggested  unanswered  urgent  helpful  not
2026-11-09      4         4          0           0       0        1    0
2026-11-16      7         2          1           3       1        1    3

shown  helpful  not  entry
    4        2    3  What does a massage cost? [price]
    1        0    0  When are you open? [hours]
    1        0    0  (gone) [sold-out]

Members could not find
  3× is there a discount for students
     nearest: What does a massage cost? [price]
  3× Do you have a SAUNA
     also: do you have a sauna?
     also: do you also have a sauna
     nearest: What does a massage cost? [price]
  1× …alert('x')… & "more"
     nearest: When are you open? [hours]

To check again
- due 2026-01-31: the whole file articles/house.md
- due 2026-10-01: What does a massage cost? [price] (spa.toml:4)

More often did not help than did
- What does a massage cost? [price]

Leads nowhere
- spa.toml:8: the link `#sauna` leads nowhere

Get in one another's way
- "massage price" of [price]
  nearly finds What does a long massage cost? [price-long]
- "massage prices" of [price-long]
  nearly finds What does a massage cost? [price]

Not shown since 2026-05-25
- Rules [house#rules]
- What does a long massage cost? [price-long]
- Where can I park <b>my</b> car? [parking]

"#]]
        .raw()
    );
}

#[test]
fn all_servers_count_together_unless_one_is_named() {
    let spa = Spa::after_two_weeks();
    let asked = |guild| {
        let report = spa.report(guild);
        (report.total.asked, report.gaps_in_all)
    };
    assert_eq!(asked(None), (13, 4));
    assert_eq!(asked(HERE), (11, 3));
    assert_eq!(asked(THERE), (2, 1));
    assert_eq!(asked(Some(3)), (0, 0));
    let all = spa.text(None);
    assert!(all.contains("can i bring my dog"), "{all}");
}

#[test]
fn what_is_too_long_ago_is_not_in_it() {
    let spa = Spa::after_two_weeks();
    let options = spa.test.options();
    let later = date(2027, 11, 22);
    let sources = Sources {
        engine: &spa.test.engine(),
        library: &Library::load(&options.faq, &options.content, &[&options.selection], later),
        store: spa.store.as_ref(),
        guild: HERE,
        today: later,
    };
    let report = FaqReport::new(&sources).expect("a report");
    assert_eq!((report.has_records, report.weeks.len()), (false, 0));
    assert_eq!(report.never_shown, []);
}

#[test]
fn where_nothing_was_recorded_the_files_are_reported_on_all_the_same() {
    assert_data_eq!(
        Spa::new().text(None),
        str![[r#"
FAQ report of 2026-11-22, all servers
Nothing was recorded yet.

To check again
- due 2026-01-31: the whole file articles/house.md
- due 2026-10-01: What does a massage cost? [price] (spa.toml:4)

Leads nowhere
- spa.toml:8: the link `#sauna` leads nowhere

Get in one another's way
- "massage price" of [price]
  nearly finds What does a long massage cost? [price-long]
- "massage prices" of [price-long]
  nearly finds What does a massage cost? [price]

"#]]
        .raw()
    );
}

#[test]
fn programs_get_one_json_object() {
    let spa = Spa::after_two_weeks();
    let json = spa.report(HERE).to_json().expect("JSON");
    assert_data_eq!(spa.test.masked(&json), str![[r#"{"today":"2026-11-22","since":"2026-05-25","guild":"111111111111111111","topics":5,"has_records":true,"total":{"asked":11,"answered":6,"suggested":1,"unanswered":3,"urgent":1,"helpful":2,"not_helpful":3},"weeks":[{"week":"2026-11-09","asked":4,"answered":4,"suggested":0,"unanswered":0,"urgent":0,"helpful":1,"not_helpful":0},{"week":"2026-11-16","asked":7,"answered":2,"suggested":1,"unanswered":3,"urgent":1,"helpful":1,"not_helpful":3}],"entries":[{"id":"price","title":"What does a massage cost?","shown":4,"helpful":2,"not_helpful":3,"weeks":[{"week":"2026-11-09","shown":4,"helpful":1,"not_helpful":0},{"week":"2026-11-16","shown":0,"helpful":1,"not_helpful":3}]},{"id":"hours","title":"When are you open?","shown":1,"helpful":0,"not_helpful":0,"weeks":[{"week":"2026-11-16","shown":1,"helpful":0,"not_helpful":0}]},{"id":"sold-out","title":null,"shown":1,"helpful":0,"not_helpful":0,"weeks":[{"week":"2026-11-16","shown":1,"helpful":0,"not_helpful":0}]}],"unhelpful":[{"id":"price","title":"What does a massage cost?"}],"gaps_in_all":3,"gaps":[{"asked":3,"wordings":1,"questions":[{"text":"is there a discount for students","asked":3}],"nearest":[{"id":"price","title":"What does a massage cost?"},{"id":"price-long","title":"What does a long massage cost?"},{"id":"hours","title":"When are you open?"}]},{"asked":3,"wordings":3,"questions":[{"text":"Do you have a SAUNA","asked":1},{"text":"do you have a sauna?","asked":1},{"text":"do you also have a sauna","asked":1}],"nearest":[{"id":"price","title":"What does a massage cost?"},{"id":"hours","title":"When are you open?"},{"id":"price-long","title":"What does a long massage cost?"}]},{"asked":1,"wordings":1,"questions":[{"text":"…alert('x')… & \"more\"","asked":1}],"nearest":[{"id":"hours","title":"When are you open?"},{"id":"parking","title":"Where can I park <b>my</b> car?"},{"id":"house#rules","title":"Rules"}]}],"stale":[{"review_by":"2026-01-31","entry":null,"file":"articles/house.md","line":1},{"review_by":"2026-10-01","entry":{"id":"price","title":"What does a massage cost?"},"file":"spa.toml","line":4}],"never_shown":[{"id":"house#rules","title":"Rules"},{"id":"price-long","title":"What does a long massage cost?"},{"id":"parking","title":"Where can I park <b>my</b> car?"}],"competing":[{"entry":{"id":"price","title":"What does a massage cost?"},"other":{"id":"price-long","title":"What does a long massage cost?"},"is_first":false,"phrasings":["massage price"]},{"entry":{"id":"price-long","title":"What does a long massage cost?"},"other":{"id":"price","title":"What does a massage cost?"},"is_first":false,"phrasings":["massage prices"]}],"phrasings_tried":9,"phrasings":9,"dead_links":[{"file":"spa.toml","line":8,"message":"the link `#sauna` leads nowhere","help":"write `#id` of an entry, or `file.md#anchor` of a section, or delete the link"}]}"#]].raw());
}

#[test]
fn the_digest_is_a_short_message_about_the_week_before() {
    let report = Spa::after_two_weeks().report(HERE);
    assert_data_eq!(
        report.digest(),
        str![[r#"
The FAQ in the week of 2026-11-09
4 asked: 4 answered (100%), 0 with suggestions, 0 without an answer, 0 urgent.
Of the answers, 1 helped and 0 did not.

Asked most without a good answer:
- 3× is there a discount for students
- 3× Do you have a SAUNA
- 1× …alert('x')… & "more"

To check again (2 in all):
- the whole file articles/house.md, due 2026-01-31
- What does a massage cost? [price], due 2026-10-01
"#]]
        .raw()
    );
    assert_data_eq!(
        Spa::new().report(None).digest(),
        str![[r#"
The FAQ in the week of 2026-11-09
Nothing was asked.

To check again (2 in all):
- the whole file articles/house.md, due 2026-01-31
- What does a massage cost? [price], due 2026-10-01
"#]]
        .raw()
    );
}

#[test]
fn a_digest_of_long_questions_and_titles_fits_into_a_message() {
    let mut report = Spa::after_two_weeks().report(HERE);
    let long = "sehr lang ".repeat(400);
    for gap in &mut report.gaps {
        gap.questions[0].text.clone_from(&long);
    }
    for stale in &mut report.stale {
        stale.file.clone_from(&long);
        if let Some(entry) = &mut stale.entry {
            entry.title.clone_from(&long);
            entry.id = "x".repeat(80);
        }
    }
    let stale = report.stale[1].clone();
    report.stale = vec![stale; 9];
    let digest = report.digest();
    assert!(digest.chars().count() < 1_500, "{digest}");
}

#[test]
fn the_page_is_whole_well_formed_and_needs_nothing_from_elsewhere() {
    for page in [
        Spa::after_two_weeks().report(HERE).to_html(),
        Spa::new().report(None).to_html(),
    ] {
        assert_well_formed(&page);
        for word in [
            "http:", "https:", "<script", "src=", "url(", "@import", "<b>my",
        ] {
            assert!(!page.contains(word), "{word}");
        }
    }
}

#[test]
fn what_people_wrote_is_no_markup_on_the_page() {
    let mut report = Spa::after_two_weeks().report(HERE);
    // In the store, what looks like an address or a tag is taken out.
    report.gaps[1].questions[0].text = "<script>alert('x')</script> & \"more\"".to_owned();
    let page = report.to_html();
    assert_well_formed(&page);
    assert!(!page.contains("<script"));
    for text in [
        "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;",
        "Where can I park &lt;b&gt;my&lt;/b&gt; car?",
        "do you have a sauna?",
        "prefers-color-scheme: dark",
    ] {
        assert!(page.contains(text), "{text}\n{page}");
    }
}

/// Each tag is closed, in order; nothing but tags has a `<`.
fn assert_well_formed(page: &str) {
    let mut open: Vec<&str> = Vec::new();
    let (_, mut rest) = page.split_once("<!DOCTYPE html>").expect("a page");
    while let Some((_, tag)) = rest.split_once('<') {
        let (tag, behind) = tag.split_once('>').expect("a closed tag");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        rest = behind;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{tag}");
        } else if !tag.ends_with('/') {
            open.push(tag.split_whitespace().next().expect("a name"));
        }
    }
    assert_eq!(open, [""; 0]);
}

#[test]
fn the_command_writes_each_form_to_the_terminal_or_a_file() {
    let spa = Spa::after_two_weeks();
    drop(spa.store);
    let test = spa.test;
    let ran = test.ran(&["report"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.text().starts_with("FAQ report of "), "{}", ran.text());

    let ran = test.ran(&[
        "report",
        "--format",
        "json",
        "--guild",
        "222222222222222222",
    ]);
    let json = &ran.json_lines()[0];
    assert_eq!(json["guild"], "222222222222222222");

    let page = test.path("report.html");
    let ran = test.ran(&["report", "--output", "report.html"]);
    assert_eq!((ran.text().as_str(), ran.code), ("", Some(0)));
    assert_well_formed(&std::fs::read_to_string(page).expect("the page"));
}

#[test]
fn of_a_server_its_own_part_of_the_faq_is_reported() {
    let entry = |id: &str| {
        format!("[[entry]]\nid = '{id}'\nquestion = 'What is {id}?'\nanswer = 'A {id}.'\n")
    };
    let test = FaqTest::new()
        .faq("clock.toml", &format!("title = 'T'\n{}", entry("clock")))
        .faq(
            "go/own.toml",
            &format!("title = 'Go'\n{}{}", entry("stone"), entry("board")),
        )
        .settings("[guilds.7]\nfolders = ['go']");
    let topics = |arguments: &[&str]| {
        let ran = test.ran(&[&["report", "--format", "json"], arguments].concat());
        ran.json_lines()[0]["topics"].clone()
    };
    assert_eq!(topics(&["--guild", "7"]), 2);
    assert_eq!(topics(&[]), 1);
}

#[test]
fn reading_a_report_leaves_no_trace() {
    let test = Spa::new().test;
    let ran = test.ran(&["report"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.text().contains("Nothing was recorded yet."));
    assert!(!test.path("data").exists());

    test.write(
        "data/faqbot.sqlite",
        "no database at all, but long enough to look like one",
    );
    let ran = test.ran(&["report"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.stderr,
        "error: `data/faqbot.sqlite` is damaged: the next start of `faqbot serve` moves it aside for a new one\n"
    );
    let kept = std::fs::read(test.path("data/faqbot.sqlite")).expect("the file");
    assert!(kept.starts_with(b"no database"));
}
