//! What refers to an entry that goes lets go of it.

use super::*;

fn original(text: &str) -> Original<'_> {
    let path = "a.toml";
    Original { path, text }
}

#[test]
fn what_refers_to_an_entry_lets_go_of_it() {
    let file = |related: &str| {
        format!(
            "[[entry]]\nid = 'a'\nquestion = 'Q'\nanswer = 'A'\n{related}reviewed = 2026-01-02\n"
        )
    };
    for (before, after) in [
        ("related = ['b']\n", ""),
        ("related = [\n  'b',\n]\n", ""),
        (
            "related = ['b', \"c\"] # two\n",
            "related = [\"c\"] # two\n",
        ),
        (
            "related = [\n  'c',\n  'b', # both\n]\n",
            "related = [\n  'c',\n]\n",
        ),
        ("related = ['b'] # one\n", "related = [] # one\n"),
    ] {
        assert_eq!(
            with_references(&original(&file(before)), "b", None),
            Ok(Some(file(after))),
            "{before}"
        );
    }
    let inline = "entry = [{ id = 'a', question = 'Q', answer = 'A', related = ['b'] }]\n";
    assert_eq!(
        with_references(&original(inline), "b", None),
        Ok(Some(inline.replace("['b']", "[]")))
    );
    assert_eq!(with_references(&original(&file("")), "b", None), Ok(None));
}

#[test]
fn an_entry_goes_from_the_list_of_its_neighbour_above() {
    let neighbour = "[[entry]]\nid = 'a'\nquestion = 'Q'\nanswer = 'A'\n";
    let text = format!(
        "{neighbour}related = ['b']\n\n[[entry]]\nid = 'b'\nquestion = 'R'\nanswer = 'B'\nrelated = ['b']\n"
    );
    let id = "b".to_owned();
    assert_eq!(
        changed(&original(&text), &Change::Remove { id }),
        Ok(neighbour.to_owned())
    );
}
