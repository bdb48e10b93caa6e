//! `faqbot eval`: how good the answers are, measured with a golden set and with
//! data sets in BEIR layout.

use std::fs;

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use crate::support::FaqTest;

const TEA: &str = r#"
title = "Tea house"

[[entry]]
id = "brew"
question = "How long does tea brew?"
alternates = ["steeping time"]
answer = "Three minutes."

[[entry]]
id = "water"
question = "How hot should the water for tea be?"
answer = "Nearly boiling."

[[entry]]
id = "hours"
question = "When is the shop open?"
answer = "From ten to six."
"#;

const URGENT: &str = r#"
[[group]]
id = "burn"
title = "Cool it"
notice = "Cool the burn and call {number}."
signs = ["scalded"]

[[group]]
id = "choke"
title = "Get help"
notice = "Call {number}."
signs = ["choking"]
"#;

/// Everything comes as it should.
const GOOD: &str = r#"
[[question]]
ask = "How long does tea brew?"
kind = "verbatim"
accept = ["brew"]

[[question]]
ask = "steeping time"
kind = "verbatim"
accept = ["brew", "water"]

[[question]]
ask = "xylophone repairs"
kind = "off-topic"

[[question]]
ask = "thank you"
kind = "small talk"

[[question]]
ask = "i scalded my hand"
kind = "urgent"
urgent = "burn"
"#;

/// Everything goes wrong that can.
const BAD: &str = r#"
[[question]]
ask = "How long does tea brew?"
kind = "wrong"
accept = ["water"]

[[question]]
ask = "How hot should the water for tea be?"
kind = "off-topic"

[[question]]
ask = "When is the shop open?"
kind = "urgent"
urgent = "burn"

[[question]]
ask = "she is choking"
kind = "urgent"
urgent = "burn"

[[question]]
ask = "my scalded tongue"
kind = "off-topic"

[[question]]
ask = "xylophone repairs"
kind = "silent"
accept = ["hours"]

[[question]]
ask = "thank you"
accept = ["hours"]
"#;

fn tea_house() -> FaqTest {
    let test = FaqTest::new()
        .faq("tea.toml", TEA)
        .faq("urgent.toml", URGENT);
    test.ran(&["index"]);
    test
}

/// A data set of three documents; the last query has no answer.
fn data_set(test: &FaqTest, name: &str) {
    let corpus = r#"{"_id": "Brew #1", "title": "How long does tea brew?", "text": "Three minutes.", "metadata": {"alternates": ["steeping time"], "context": ["Tea house", "Making tea"]}}
{"_id": "water", "title": "How hot should the water for tea be?", "text": "Nearly boiling.", "metadata": {"context": "Tea house"}}
{"_id": "hours", "title": "When is the shop open?", "text": "From ten to six."}
"#;
    let queries = r#"{"_id": "q1", "text": "steeping time"}
{"_id": "q2", "text": "when is the shop open"}
{"_id": "q3", "text": "How long does tea brew?"}
{"_id": "q4", "text": "xylophone repairs"}
{"_id": "q5", "text": "thank you"}
"#;
    let qrels = "query-id\tcorpus-id\tscore\nq1\tBrew #1\t1\nq2\thours\t1\nq3\twater\t2\n\
                 q3\tBrew #1\t1\nq4\thours\t0\n";
    test.write(&format!("{name}/corpus.jsonl"), corpus);
    test.write(&format!("{name}/queries.jsonl"), queries);
    test.write(&format!("{name}/qrels/test.tsv"), qrels);
}

#[test]
fn a_golden_set_beside_the_faq_is_measured() {
    let test = tea_house();
    test.write("golden.toml", GOOD);
    test.run(&["eval", "--floor", "100"], str![[r#"
golden.toml
5 questions: 2 with an answer here, 2 without, 1 urgent

                                              95% interval
S@1, right one first                100.0%   34.2 to 100.0  2 of 2
R@3, right ones in three             75.0%   50.0 to 100.0
MRR@10                              100.0%  100.0 to 100.0
nDCG@10                              80.7%   61.3 to 100.0
answered rightly                    100.0%   34.2 to 100.0  2 of 2
answered wrongly                      0.0%     0.0 to 65.8  0 of 2
right one offered                     0.0%     0.0 to 65.8  0 of 2
right, of the answers given         100.0%   34.2 to 100.0  2 of 2
answered though there is no answer    0.0%     0.0 to 65.8  0 of 2
urgent signs found                  100.0%   20.7 to 100.0  1 of 1
false alarms                          0.0%     0.0 to 49.0  0 of 4

kind        questions    S@1   R@3  MRR@10  nDCG@10  right  wrong  offered  of given  no answer  urgent
verbatim            2  100.0  75.0   100.0     80.7  100.0    0.0      0.0     100.0          -       -
off-topic           1      -     -       -        -      -      -        -         -        0.0       -
small talk          1      -     -       -        -      -      -        -         -        0.0       -
urgent              1      -     -       -        -      -      -        -         -          -   100.0
--- stderr
 INFO golden.toml: 5 questions asked in [TIME] ms

"#]]);
}

#[test]
fn what_goes_wrong_is_told_worst_first_and_breaks_the_floor() {
    let test = tea_house();
    test.write("golden.toml", BAD);
    test.run(&["eval", "--floor=95%"], str![[r#"
golden.toml
7 questions: 3 with an answer here, 2 without, 2 urgent

                                           95% interval
S@1, right one first                 0.0%   0.0 to 56.1  0 of 3
R@3, right ones in three            33.3%  0.0 to 100.0
MRR@10                              16.7%   0.0 to 50.0
nDCG@10                             21.0%   0.0 to 63.1
answered rightly                     0.0%   0.0 to 56.1  0 of 3
answered wrongly                    33.3%   6.1 to 79.2  1 of 3
right one offered                    0.0%   0.0 to 56.1  0 of 3
right, of the answers given          0.0%   0.0 to 56.1  0 of 3
answered though there is no answer  50.0%   9.5 to 90.5  1 of 2
urgent signs found                   0.0%   0.0 to 65.8  0 of 2
false alarms                        20.0%   3.6 to 62.4  1 of 5

kind       questions  S@1    R@3  MRR@10  nDCG@10  right  wrong  offered  of given  no answer  urgent  alarms
wrong              1  0.0  100.0    50.0     63.1    0.0  100.0      0.0       0.0          -       -       -
off-topic          2    -      -       -        -      -      -        -       0.0       50.0       -    50.0
urgent             2    -      -       -        -      -      -        -       0.0          -     0.0       -
silent             1  0.0    0.0     0.0      0.0    0.0    0.0      0.0         -          -       -       -

urgent sign missed (2)
- "When is the shop open?" (golden.toml:12, urgent)
    got `hours` (sure [SURE]); wanted the notice `burn`. The first is sure enough, and well ahead of the next.
- "she is choking" (golden.toml:17, urgent)
    got the notice `choke`; wanted the notice `burn`.

false alarm (1)
- "my scalded tongue" (golden.toml:22, off-topic)
    got the notice `burn`.

answered though there is no answer (1)
- "How hot should the water for tea be?" (golden.toml:8, off-topic)
    got `water` (sure [SURE]). The first is sure enough, and well ahead of the next.

answered wrongly (1)
- "How long does tea brew?" (golden.toml:3, wrong)
    got `brew` (sure [SURE]); wanted `water`, which is number 2. The first is sure enough, and well ahead of the next.

not answered, and the right one is not first (2)
- "xylophone repairs" (golden.toml:26, silent)
    got no answer (sure [SURE]); wanted `hours`, which was not found. No entry has a telling word of it.
- "thank you" (golden.toml:31)
    was taken for small talk; wanted `hours`, which was not found.
--- stderr
 INFO golden.toml: 7 questions asked in [TIME] ms
below the floor of 95%: S@1 is 0.0%, 2 urgent signs missed, 1 false alarm raised, 1 question answered that must not be
--- exit code 1

"#]]);
    // Without a floor it is only told.
    assert_eq!(test.ran(&["eval"]).code, Some(0));
}

#[test]
fn programs_get_every_figure_and_every_failure() {
    let test = tea_house();
    test.write("golden.toml", BAD);
    let object = &test.ran(&["eval", "--json"]).json_lines()[0]["sets"][0];
    assert_eq!(object["name"], "golden.toml");
    let figures = &object["overall"];
    let counts = ["questions", "answerable", "unanswerable", "urgent"];
    assert_eq!(
        counts.map(|key| figures[key].as_u64()),
        [7, 3, 2, 2].map(Some)
    );
    assert_eq!(
        figures["answered_wrongly"],
        json!({ "value": 0.3333, "low": 0.0615, "high": 0.7923, "of": 3, "count": 1 })
    );
    assert_eq!(object["kinds"]["silent"]["success_1"]["value"], 0.0);
    assert_eq!(object["kinds"]["silent"]["urgent_found"], Value::Null);
    assert_eq!(object["files"]["golden.toml"]["questions"], 7);
    let failures = object["failures"].as_array().expect("a list");
    let faults = failures.iter().map(|failure| {
        let [fault, id, outcome] = ["fault", "id", "outcome"].map(|key| failure[key].as_str());
        format!("{} {} {}\n", fault.unwrap(), id.unwrap(), outcome.unwrap())
    });
    assert_data_eq!(
        faults.collect::<String>(),
        str![[r#"
urgent_missed golden.toml:12 answer
urgent_missed golden.toml:17 urgent
false_alarm golden.toml:22 urgent
answered_unanswerable golden.toml:8 answer
answered_wrongly golden.toml:3 answer
ranked_lower golden.toml:26 unanswered
ranked_lower golden.toml:31 small_talk

"#]]
    );
}

#[test]
fn long_lists_of_failures_are_cut_unless_all_are_asked_for() {
    let test = tea_house();
    let question = |number| format!("[[question]]\nask = 'zzz{number}'\naccept = ['brew']\n");
    test.write("golden.toml", (0..23).map(question).collect::<String>());
    let few = test.ran(&["eval"]).text();
    assert!(
        few.ends_with("\n... and 3 more; `--all` shows them\n"),
        "{few}"
    );
    let all = test.ran(&["eval", "--all"]).text();
    assert_eq!(all.matches("\"zzz").count(), 23, "{all}");
}

#[test]
fn the_golden_set_may_be_a_folder_and_is_named_or_configured() {
    let test = tea_house();
    test.write(
        "sets/a.toml",
        "[[question]]\nask = 'steeping time'\naccept = ['brew']\n",
    );
    test.write("sets/b.toml", "[[question]]\nask = 'xylophone repairs'\n");
    test.run(
        &["eval", "--golden", "sets"],
        str![[r#"
sets
2 questions: 1 with an answer here, 1 without, 0 urgent

                                              95% interval
S@1, right one first                100.0%   20.7 to 100.0  1 of 1
R@3, right ones in three            100.0%  100.0 to 100.0
MRR@10                              100.0%  100.0 to 100.0
nDCG@10                             100.0%  100.0 to 100.0
answered rightly                    100.0%   20.7 to 100.0  1 of 1
answered wrongly                      0.0%     0.0 to 79.3  0 of 1
right one offered                     0.0%     0.0 to 79.3  0 of 1
right, of the answers given         100.0%   20.7 to 100.0  1 of 1
answered though there is no answer    0.0%     0.0 to 79.3  0 of 1

file         questions    S@1    R@3  MRR@10  nDCG@10  right  wrong  offered  of given  no answer
sets/a.toml          1  100.0  100.0   100.0    100.0  100.0    0.0      0.0     100.0          -
sets/b.toml          1      -      -       -        -      -      -        -         -        0.0
--- stderr
 INFO sets: 2 questions asked in [TIME] ms

"#]],
    );
    let test = test.settings("[eval]\ngolden = 'sets/b.toml'\n");
    let configured = test.ran(&["eval"]).text();
    assert!(
        configured.contains("sets/b.toml\n1 question:"),
        "{configured}"
    );
    test.write("golden.toml", GOOD);
    let configured = test.ran(&["eval"]).text();
    assert!(configured.contains("sets/b.toml\n"), "settings go first");
    let named = test.ran(&["eval", "--golden", "golden.toml"]).text();
    assert!(named.contains("golden.toml\n5 questions:"), "{named}");
    test.remove("golden.toml");
    test.write("golden/c.toml", GOOD);
    let beside = test.settings("").ran(&["eval"]).text();
    assert!(beside.contains("golden\n5 questions:"), "{beside}");
}

#[test]
fn whoever_has_no_golden_set_is_told_how_to_write_one() {
    let test = tea_house();
    test.run(
        &["eval"],
        str![[r#"
--- stderr
error: there is no golden set: neither `golden.toml` nor `golden` is there
help: write questions and the ids of the entries that answer them (`faqbot list` shows the ids):

    [[question]]
    ask = "what a member would ask"
    accept = ["id-of-an-entry"]

    [[question]]
    ask = "something that the FAQ has no answer to"
--- exit code 2

"#]],
    )
    .run(
        &["eval", "--golden", "nowhere.toml"],
        str![[r#"
--- stderr
error: cannot read `nowhere.toml`: No such file or directory (os error 2)
--- exit code 2

"#]],
    );
}

#[test]
fn mistakes_in_a_golden_set_are_shown_in_their_place() {
    let test = tea_house();
    test.write(
        "golden.toml",
        "[[question]]\nask = 'how long'\naccept = ['brw']\n\n[[question]]\nask = 'x'\nurgent = 'burns'\n\
         level = 3\n",
    );
    test.run(
        &["eval"],
        str![[r#"
--- stderr
error[unknown-id]: the FAQ has no entry or section `brw`
 --> golden.toml:3:11
  |
3 | accept = ['brw']
  |           ^^^^^
  |
help: did you mean `brew`

error[unknown-id]: the FAQ has no group of urgent signs `burns`
 --> golden.toml:7:10
  |
7 | urgent = 'burns'
  |          ^^^^^^^
  |
help: did you mean `burn`

error[unknown-key]: unknown key `level`
 --> golden.toml:8:1
  |
8 | level = 3
  | ^^^^^
  |
help: the keys here are `ask`, `kind`, `accept`, `urgent`

error: the golden set has errors
--- exit code 2

"#]],
    );
}

#[test]
fn a_data_set_is_measured_and_written_for_other_programs() {
    let test = tea_house();
    data_set(&test, "sets/small");
    test.run(
        &[
            "eval",
            "--beir=sets/small",
            "--run=run.txt",
            "--decisions=decisions.jsonl",
            "--features=features.jsonl",
        ],
        str![[r#"
small
5 questions: 3 with an answer here, 2 without, 0 urgent

                                              95% interval
S@1, right one first                100.0%   43.9 to 100.0  3 of 3
R@3, right ones in three            100.0%  100.0 to 100.0
MRR@10                              100.0%  100.0 to 100.0
nDCG@10                              95.3%   86.0 to 100.0
answered rightly                    100.0%   43.9 to 100.0  3 of 3
answered wrongly                      0.0%     0.0 to 56.1  0 of 3
right one offered                     0.0%     0.0 to 56.1  0 of 3
right, of the answers given         100.0%   43.9 to 100.0  3 of 3
answered though there is no answer    0.0%     0.0 to 65.8  0 of 2
--- stderr
 INFO small: 5 questions asked in [TIME] ms

"#]],
    );
    let read = |name: &str| fs::read_to_string(test.path(name)).expect("a file");

    let run = read("run.txt");
    let first = run.lines().next().expect("a line");
    // An id is written as it is, spaces and all.
    assert!(first.starts_with("q1 Q0 Brew #1 1 "), "{first}");
    let of_q3: Vec<_> = run.lines().filter(|line| line.starts_with("q3 ")).collect();
    let score = |line: &&str| -> f32 { line.split(' ').rev().nth(1).unwrap().parse().unwrap() };
    assert!(of_q3.len() > 1);
    assert!(
        of_q3
            .windows(2)
            .all(|pair| score(&pair[0]) > score(&pair[1]))
    );
    assert!(of_q3.iter().all(|line| line.ends_with(" faqbot")));

    let lines = |name: &str| -> Vec<Value> {
        let text = read(name);
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    };
    let decisions = lines("decisions.jsonl").into_iter().map(|decision| {
        let confidence = decision["confidence"].as_f64().expect("a number");
        assert!((0.0..=1.0).contains(&confidence));
        let [id, outcome] = ["query_id", "outcome"].map(|key| decision[key].as_str().unwrap());
        format!("{id} {outcome} {}\n", decision["top"])
    });
    assert_data_eq!(
        decisions.collect::<String>(),
        str![[r#"
q1 answer "Brew #1"
q2 answer "hours"
q3 answer "Brew #1"
q4 unanswered null
q5 small_talk null

"#]]
    );

    let features = lines("features.jsonl");
    let answerable: Vec<_> = features
        .iter()
        .map(|line| line["answerable"] == true)
        .collect();
    assert_eq!(answerable, [true, true, true, false, false]);
    assert_eq!(features[2]["query_id"], "q3");
    let hits = features[2]["hits"].as_array().expect("a list");
    assert_eq!(
        (&hits[0]["id"], &hits[0]["right"]),
        (&json!("Brew #1"), &json!(true))
    );
    let named = hits[0]["features"].as_object().expect("an object");
    assert!(!named.is_empty() && named.values().all(Value::is_number));
}

#[test]
fn decisions_are_named_as_the_answers_to_questions_are() {
    let test = tea_house();
    data_set(&test, "set");
    test.ran(&["eval", "--beir=set", "--decisions=decisions.jsonl"]);
    let decisions = fs::read_to_string(test.path("decisions.jsonl")).expect("a file");
    let decided = decisions
        .lines()
        .map(|line| -> Value { serde_json::from_str(line).unwrap() });
    let decided: Vec<_> = decided.map(|line| line["outcome"].clone()).collect();
    // The bank is the same as that of the FAQ.
    let asked = test.ask_all(&[
        "steeping time",
        "when is the shop open",
        "How long does tea brew?",
        "xylophone repairs",
        "thank you",
    ]);
    let asked: Vec<_> = asked
        .iter()
        .map(|object| object["outcome"].clone())
        .collect();
    assert_eq!(decided, asked);
}

#[test]
fn several_data_sets_give_a_line_each_and_their_mean() {
    let test = tea_house();
    data_set(&test, "sets/one");
    data_set(&test, "sets/two");
    // Here no question has an answer.
    test.write("sets/two/qrels/test.tsv", "query-id\tcorpus-id\tscore\n");
    test.run(
        &["eval", "--beir=sets/one", "--beir=sets/two/"],
        str![[r#"
set   questions    S@1    R@3  MRR@10  nDCG@10  right  wrong  offered  of given  no answer
one           5  100.0  100.0   100.0     95.3  100.0    0.0      0.0     100.0        0.0
two           5      -      -       -        -      -      -        -       0.0       60.0
mean             100.0  100.0   100.0     95.3  100.0    0.0      0.0      50.0       30.0

In percent. `right`, `wrong` and `offered` are of all questions with an answer here, `of given`
is how many of the answers given are right, `no answer` how many of the questions without an
answer get one. One set alone is shown with intervals and failures.
--- stderr
 INFO one: 5 questions asked in [TIME] ms
 INFO two: 5 questions asked in [TIME] ms

"#]],
    );
    let object = &test.ran(&["eval", "--json", "--beir=sets/one", "--beir=sets/two"]);
    let object = &object.json_lines()[0];
    assert_eq!(object["mean"]["success_1"], 1.0);
    assert_eq!(object["mean"]["answered_unanswerable"], 0.3);
}

#[test]
fn words_alone_stand_beside_words_with_their_meaning() {
    let test = tea_house();
    data_set(&test, "one");
    data_set(&test, "two");
    test.write("golden.toml", GOOD);
    let heads = |arguments: &[&str]| -> Vec<String> {
        let text = test.ran(arguments).text();
        let heads = text.lines().filter(|line| line.contains("words only"));
        heads
            .map(|line| {
                line.split("  ")
                    .filter(|part| !part.is_empty())
                    .take(4)
                    .collect::<Vec<_>>()
                    .join("|")
            })
            .collect()
    };
    assert_eq!(
        heads(&["eval", "--compare=lexical"]),
        ["with meaning|95% interval|words only|95% interval"]
    );
    let of_sets = heads(&["eval", "--compare=lexical", "--beir=one", "--beir=two"]);
    assert_eq!(of_sets.len(), 3, "{of_sets:?}");
    let object = test.ran(&["eval", "--json", "--compare=lexical", "--beir=one"]);
    let object = &object.json_lines()[0]["sets"][0];
    assert_eq!(object["words_only"]["questions"], 5);
}

#[test]
fn typos_are_the_same_for_the_same_number() {
    let test = tea_house();
    test.write(
        "golden.toml",
        "[[question]]\nask = 'steeping brewing shopping boiling opening minutes'\naccept = ['hours']\n",
    );
    let asked = |seed: &str| {
        let ran = test.ran(&["eval", "--json", "--typos", seed]);
        ran.json_lines()[0]["sets"][0]["failures"][0]["ask"].clone()
    };
    assert_eq!(asked("5"), asked("5"));
    assert_ne!(asked("5"), asked("6"));
}

#[test]
fn what_is_wrong_in_a_data_set_is_said_with_file_and_line() {
    let test = tea_house();
    data_set(&test, "set");
    test.write(
        "set/queries.jsonl",
        "{\"_id\": \"q1\", \"text\": \"x\"}\n{\"_id\": \"q2\"}\n",
    );
    test.run(
        &["eval", "--beir=set"],
        str![[r#"
--- stderr
error: set/queries.jsonl:2: missing field `text` (column 13)
--- exit code 2

"#]],
    )
    .run(
        &["eval", "--beir=nowhere"],
        str![[r#"
--- stderr
error: cannot read `nowhere/corpus.jsonl`: No such file or directory (os error 2)
--- exit code 2

"#]],
    );
    data_set(&test, "set");
    test.write(
        "set/qrels/test.tsv",
        "query-id\tcorpus-id\tscore\nq1\twater\t1\nq9\twater\t1\n",
    );
    let ran = test.ran(&["eval", "--beir=set"]);
    assert_eq!(ran.code, Some(0));
    let warning = "set: 1 judgement of queries or documents that the set does not have";
    assert!(ran.stderr.contains(warning), "{}", ran.stderr);
}

#[test]
fn what_cannot_be_done_together_is_said() {
    let test = tea_house();
    data_set(&test, "set");
    let said = |arguments: &[&str], part: &str| {
        let ran = test.ran(arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}");
        assert!(ran.stderr.contains(part), "{}", ran.stderr);
    };
    said(
        &["eval", "--beir=set", "--beir=set", "--run=run.txt"],
        "write one set: name one `--beir` only",
    );
    said(&["eval", "--beir=set", "--golden=x"], "cannot be used with");
    said(&["eval", "--beir=set", "--floor=9"], "cannot be used with");
    said(&["eval", "--floor=101"], "write a number from 0 to 100");
    said(
        &["eval", "--beir=set", "--run=no/folder/run.txt"],
        "cannot write `no/folder/run.txt`",
    );
}
