//! `faqbot eval` with a golden set: how good the answers of a FAQ are, and what
//! goes wrong.
//!
//! Data sets of others are measured in `data_sets`.

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
pub const GOOD: &str = r#"
[[question]]
ask = "How long does tea brew?"
kind = "verbatim"
accept = ["brew"]

[[question]]
ask = "steeping time"
kind = "verbatim"
accept = ["brew"]

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
ask = "???"
kind = "silent"
accept = ["hours"]

[[question]]
ask = "thank you"
accept = ["hours"]
"#;

/// A project with an index.
pub fn tea_house() -> FaqTest {
    let test = FaqTest::new()
        .faq("tea.toml", TEA)
        .faq("urgent.toml", URGENT);
    test.ran(&["index"]);
    test
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
R@3, right ones in three            100.0%  100.0 to 100.0
MRR@10                              100.0%  100.0 to 100.0
nDCG@10                             100.0%  100.0 to 100.0
answered rightly                    100.0%   34.2 to 100.0  2 of 2
answered wrongly                      0.0%     0.0 to 65.8  0 of 2
right one offered                     0.0%     0.0 to 65.8  0 of 2
right, of the answers given         100.0%   34.2 to 100.0  2 of 2
answered though there is no answer    0.0%     0.0 to 65.8  0 of 2
urgent signs found                  100.0%   20.7 to 100.0  1 of 1
false alarms                          0.0%     0.0 to 49.0  0 of 4

kind        questions    S@1    R@3  MRR@10  nDCG@10  right  wrong  offered  of given  no answer  urgent
verbatim            2  100.0  100.0   100.0    100.0  100.0    0.0      0.0     100.0          -       -
off-topic           1      -      -       -        -      -      -        -         -        0.0       -
small talk          1      -      -       -        -      -      -        -         -        0.0       -
urgent              1      -      -       -        -      -      -        -         -          -   100.0
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
    got `hours` (sure [SURE]); wanted the notice `burn`. The first has this very
    question.
- "she is choking" (golden.toml:17, urgent)
    got the notice `choke`; wanted the notice `burn`.

false alarm (1)
- "my scalded tongue" (golden.toml:22, off-topic)
    got the notice `burn`.

answered though there is no answer (1)
- "How hot should the water for tea be?" (golden.toml:8, off-topic)
    got `water` (sure [SURE]). The first has this very question.

answered wrongly (1)
- "How long does tea brew?" (golden.toml:3, wrong)
    got `brew` (sure [SURE]); wanted `water`, which is number 2. The first has
    this very question.

not answered, and the right one is not first (2)
- "???" (golden.toml:26, silent)
    got no answer (sure [SURE]); wanted `hours`, which was not found. No entry has
    enough of it.
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
