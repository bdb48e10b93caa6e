//! What holds for every sentence transformer, shown with a tiny one.

use std::fs;

use super::testing::{HIDDEN, POSITIONS, write, write_named};
use super::*;

fn tiny() -> Transformer {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    Transformer::load(folder.path()).unwrap()
}

/// Whether two vectors are the same but for rounding.
fn same(one: &[f32], other: &[f32]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(a, b)| (a - b).abs() < 1e-5)
}

/// What loading says after something was done to the folder.
fn complaint(break_it: impl Fn(&Path)) -> String {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path());
    break_it(folder.path());
    let error = Transformer::load(folder.path()).err().unwrap().to_string();
    error.replace(&folder.path().display().to_string(), "model")
}

fn with_config(from: &'static str, to: &'static str) -> impl Fn(&Path) {
    move |folder| {
        let path = folder.join("config.json");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{text}");
        fs::write(path, text.replace(from, to)).unwrap();
    }
}

const NO: &str = "`model` is no sentence transformer in the layout of all-MiniLM-L6-v2: ";

#[test]
fn a_vector_has_length_one_and_another_text_has_another_one() {
    let vectors = tiny()
        .embed(&["how long does tea brew?", "boil an egg"])
        .unwrap();
    for vector in &vectors {
        assert_eq!(vector.len(), HIDDEN);
        let length: f32 = vector.iter().map(|x| x * x).sum();
        assert!((length - 1.0).abs() < 1e-5, "{length}");
    }
    assert!(!same(&vectors[0], &vectors[1]));
}

#[test]
fn the_order_of_words_matters() {
    let vectors = tiny().embed(&["tea is hot", "is tea hot"]).unwrap();
    assert!(!same(&vectors[0], &vectors[1]));
}

#[test]
fn what_else_is_in_the_batch_changes_nothing() {
    let transformer = tiny();
    let texts: Vec<String> = (0..400)
        .map(|number| ["tea "].repeat(number % 13).concat() + "egg")
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let together = transformer.embed(&texts).unwrap();
    for (text, vector) in texts.iter().zip(&together).take(13) {
        let alone = transformer.embed(&[text]).unwrap();
        assert!(same(&alone[0], vector), "{text}");
    }
    assert!(transformer.embed(&[]).unwrap().is_empty());
}

#[test]
fn what_is_behind_the_last_position_is_not_read() {
    let transformer = tiny();
    // Two positions are for the signs before and after.
    let read = ["tea "].repeat(POSITIONS - 2).concat();
    let longer = format!("{read} which knife is the sharpest?");
    let vectors = transformer.embed(&[&read, &longer]).unwrap();
    assert!(same(&vectors[0], &vectors[1]));
}

#[test]
fn any_text_has_a_vector() {
    let endless = "\u{1F375}".repeat(100_000);
    let texts = ["", " ", "\0", "zebra", "\u{e9}\u{301}", &endless];
    for vector in tiny().embed(&texts).unwrap() {
        assert_eq!(vector.len(), HIDDEN);
    }
}

#[test]
fn names_of_tensors_may_have_bert_before_them() {
    let folder = tempfile::tempdir().unwrap();
    write_named(folder.path(), "bert.");
    let named = Transformer::load(folder.path()).unwrap();
    let texts = ["which knife is the sharpest?"];
    assert_eq!(named.embed(&texts).unwrap(), tiny().embed(&texts).unwrap());
}

#[test]
fn a_file_that_is_missing_is_named() {
    for name in FILES {
        let complaint = complaint(|folder| fs::remove_file(folder.join(name)).unwrap());
        let expected =
            format!("cannot read `model/{name}`: No such file or directory (os error 2)");
        assert_eq!(complaint, expected);
    }
}

#[test]
fn a_file_that_is_broken_is_named() {
    for name in FILES {
        let complaint = complaint(|folder| fs::write(folder.join(name), "{").unwrap());
        assert!(
            complaint.starts_with(&format!("{NO}`{name}`: ")),
            "{complaint}"
        );
    }
}

#[test]
fn what_does_not_fit_together_is_told() {
    for (from, to, expected) in [
        (
            "\"num_hidden_layers\":1",
            "\"num_hidden_layers\":2",
            "there is no tensor `encoder.layer.1.attention.self.query.weight`",
        ),
        (
            "\"hidden_size\":16",
            "\"hidden_size\":32",
            "the tensor `embeddings.token_type_embeddings.weight` is 2 x 16, and should be 2 x 32",
        ),
        (
            "\"num_attention_heads\":2",
            "\"num_attention_heads\":3",
            "16 numbers cannot be shared by 3 heads",
        ),
        (
            "\"hidden_act\":\"gelu\"",
            "\"hidden_act\":\"relu\"",
            "its activation is `relu`, and should be `gelu`",
        ),
    ] {
        let complaint = complaint(with_config(from, to));
        assert_eq!(complaint, format!("{NO}`model.safetensors`: {expected}"));
    }
}

#[test]
fn more_words_than_rows_are_told() {
    let complaint = complaint(|folder| {
        let path = folder.join("tokenizer.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, text.replace("\"hot\":29", "\"hot\":40")).unwrap();
    });
    let expected = "`tokenizer.json` knows 41 pieces of words, `model.safetensors` only 30";
    assert_eq!(complaint, format!("{NO}{expected}"));
}
