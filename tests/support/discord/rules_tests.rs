//! Each of Discord's limits, just kept and just broken.

use serde_json::{Value, json};

use super::rules::{Refusal, choices, commands, message, modal};

/// What was wrong, or nothing.
fn of(result: Result<(), Refusal>) -> String {
    result
        .err()
        .map_or_else(String::new, |refusal| refusal.to_string())
}

/// A message with this, that notifies nobody.
fn checked(key: &str, value: Value) -> String {
    let mut body = json!({"allowed_mentions": {"parse": []}});
    body[key] = value;
    of(message(&body, true))
}

fn embed(embed: Value) -> String {
    checked("embeds", json!([embed]))
}

fn row(parts: Value) -> String {
    checked("components", json!([{"type": 1, "components": parts}]))
}

fn button(id: &str) -> Value {
    json!({"type": 2, "style": 1, "label": "L", "custom_id": id})
}

fn x(count: usize) -> String {
    "x".repeat(count)
}

#[test]
fn what_just_fits_is_taken() {
    assert_eq!(checked("content", json!(x(2000))), "");
    assert_eq!(embed(json!({"title": x(256), "description": x(4096)})), "");
    let fields = vec![json!({"name": "n", "value": x(100)}); 25];
    assert_eq!(
        embed(json!({"fields": fields, "footer": {"text": x(2048)}})),
        ""
    );
    let five: Vec<_> = ["1", "2", "3", "4", "5"].map(button).into();
    assert_eq!(row(json!(five)), "");
    assert_eq!(
        of(choices(
            &json!({"choices": vec![json!({"name": x(100), "value": x(100)}); 25]})
        )),
        ""
    );
}

#[test]
fn what_is_too_long_is_refused() {
    let broken = [
        checked("content", json!(x(2001))),
        embed(json!({"title": x(257)})),
        embed(json!({"description": x(4097)})),
        embed(json!({"title": "t", "footer": {"text": x(2049)}})),
        embed(json!({"fields": [{"name": x(257), "value": "v"}]})),
        embed(json!({"fields": [{"name": "n", "value": x(1025)}]})),
        embed(json!({"fields": vec![json!({"name": "n", "value": "v"}); 26]})),
        checked(
            "embeds",
            json!([{"description": x(4000)}, {"description": x(2001)}]),
        ),
        of(choices(
            &json!({"choices": [{"name": x(101), "value": "v"}]}),
        )),
        of(choices(
            &json!({"choices": vec![json!({"name": "n", "value": "v"}); 26]}),
        )),
    ];
    snapbox::assert_data_eq!(
        broken.join("\n"),
        snapbox::str![[r#"
400 (50035): content: 2001 characters, at most 2000
400 (50035): embeds.0.title: 257 characters, at most 256
400 (50035): embeds.0.description: 4097 characters, at most 4096
400 (50035): embeds.0.footer.text: 2049 characters, at most 2048
400 (50035): embeds.0.fields.0.name: 257 characters, at most 256
400 (50035): embeds.0.fields.0.value: 1025 characters, at most 1024
400 (50035): embeds.0.fields: 26 of them, at most 25
400 (50035): embeds: 6001 characters over all embeds, at most 6000
400 (50035): choices.0.name: 101 characters, at most 100
400 (50035): choices: 26 of them, at most 25
"#]]
    );
}

#[test]
fn what_makes_no_sense_is_refused() {
    let broken = [
        of(message(&json!({"content": "everyone"}), true)),
        of(message(
            &json!({"allowed_mentions": {"parse": [], "replied_user": true}}),
            false,
        )),
        of(message(&json!({"allowed_mentions": {"parse": []}}), true)),
        checked("contents", json!("c")),
        embed(json!({"titel": "t"})),
        embed(json!({"color": 1})),
        row(json!([])),
        row(json!([button("a"), button("a")])),
        row(json!([{"type": 2, "style": 1, "label": x(81), "custom_id": "a"}])),
        row(json!([button(&x(101))])),
        row(json!([{"type": 2, "style": 5, "label": "L", "url": "ftp://x"}])),
        row(json!([{"type": 3, "custom_id": "a", "options": []}])),
        of(modal(
            &json!({"title": x(46), "custom_id": "m", "components": []}),
        )),
        of(modal(
            &json!({"title": "t", "custom_id": "m", "components": []}),
        )),
    ];
    snapbox::assert_data_eq!(
        broken.join("\n"),
        snapbox::str![[r#"
400 (50035): allowed_mentions: a message may not notify anybody: `parse` has to be empty
400 (50035): allowed_mentions: a message may not notify anybody: `parse` has to be empty
400 (50006): Cannot send an empty message
400 (50035): message.contents: unknown key
400 (50035): embeds.0.titel: unknown key
400 (50035): embeds.0: an embed that shows nothing
400 (50035): components.0: not a row of components
400 (50035): components.0.components.1.custom_id: Component custom id cannot be duplicated
400 (50035): components.0.components.0.label: 81 characters, at most 80
400 (50035): components.0.components.0.custom_id: 101 characters, at most 100
400 (50035): components.0.components.0.url: Not a well formed URL.
400 (50035): components.0.components.0.options: a menu without options
400 (50035): title: 46 characters, at most 45
400 (50035): components: a form without inputs
"#]]
    );
}

#[test]
fn commands_are_held_to_what_the_description_does_not_say() {
    let one = |command: Value| of(commands(&json!([command])));
    let string = |name: &str, required: bool| json!({"type": 3, "name": name, "description": "d", "required": required});
    let with = |options: Value| one(json!({"name": "n", "description": "d", "options": options}));
    let broken = [
        one(json!({"name": "Upper", "description": "d"})),
        one(json!({"name": "n"})),
        one(json!({"name": "Menu", "type": 3, "description": "d"})),
        of(commands(
            &json!([{"name": "n", "description": "d"}, {"name": "n", "description": "d"}]),
        )),
        with(json!([string("a", false), string("b", true)])),
        with(json!([string("a", false), string("a", false)])),
        with(json!([{
            "type": 3, "name": "a", "description": "d", "autocomplete": true,
            "choices": [{"name": "c", "value": "c"}],
        }])),
    ];
    snapbox::assert_data_eq!(
        broken.join("\n"),
        snapbox::str![[r#"
400 (50035): 0.name: lower case letters, digits, `-` and `_` only
400 (50035): 0.description: This field is required
400 (50035): 0.description: Context menu commands cannot have description
400 (50035): 1: Application command names must be unique
400 (50035): 0.options.1: Required options must be placed before non-required options
400 (50035): 0.options.1: Option names must be unique
400 (50035): 0.options.0: choices and autocomplete exclude one another
"#]]
    );
    assert_eq!(with(json!([string("a", true), string("b", false)])), "");
    assert_eq!(one(json!({"name": "Menu with spaces", "type": 3})), "");
}
