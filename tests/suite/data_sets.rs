//! `faqbot eval --beir`: data sets in BEIR layout, and what is written of them for
//! other programs.

use std::fs;

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use super::eval::{GOOD, tea_house};
use crate::support::FaqTest;

/// A data set of three documents; the last query has no answer.
fn data_set(test: &FaqTest, name: &str) {
    let corpus = r#"{"_id": "Brew #1", "title": "How long does tea brew?", "text": "Three minutes.", "metadata": {"alternates": ["steeping time"], "context": ["Tea house", "Making tea"]}}
{"_id": "water", "title": "How hot should the water for tea be?", "text": "Nearly boiling.", "metadata": {"context": "Tea house"}}
{"_id": "hours", "title": "When is the shop open?", "text": "From ten to six."}
"#;
    let queries = r#"{"_id": "q1", "text": "steeping time"}
{"_id": "q2", "text": "when is the shop open"}
{"_id": "q3", "text": "How long does tea brew?"}
{"_id": "q4", "text": "???"}
{"_id": "q5", "text": "thank you"}
"#;
    let qrels = "query-id\tcorpus-id\tscore\nq1\tBrew #1\t1\nq2\thours\t1\nq3\twater\t2\n\
                 q3\tBrew #1\t1\nq4\thours\t0\n";
    test.write(&format!("{name}/corpus.jsonl"), corpus);
    test.write(&format!("{name}/queries.jsonl"), queries);
    test.write(&format!("{name}/qrels/test.tsv"), qrels);
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
        "???",
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
    // The index of the project, which has meaning, stays as it is.
    let asked = test.ran(&["ask", "steeping time"]);
    assert_eq!(asked.stderr, "", "nothing was indexed again");
    let of_sets = heads(&["eval", "--compare=lexical", "--beir=one", "--beir=two"]);
    assert_eq!(of_sets.len(), 3, "{of_sets:?}");
    let object = test.ran(&["eval", "--json", "--compare=lexical", "--beir=one"]);
    let object = &object.json_lines()[0]["sets"][0];
    assert_eq!(object["words_only"]["questions"], 5);
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
