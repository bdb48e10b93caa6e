//! A sentence transformer for tests: tiny, with weights that mean nothing, in the
//! layout of all-MiniLM-L6-v2.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use candle_core::{DType, Device, Tensor};
use serde_json::json;

/// Its words, behind the signs that every such model has.
const WORDS: [&str; 30] = [
    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "how", "long", "does", "tea", "coffee", "brew", "the", "a",
    "is", "what", "knife", "sharp", "##er", "##est", "##s", "which", "minute", "three", "do", "i",
    "boil", "an", "egg", "?", ".", "hot",
];

/// How many numbers it makes of a text.
pub const HIDDEN: usize = 16;

/// How many pieces of words it reads.
pub const POSITIONS: usize = 12;

const WIDE: usize = 32;

/// Writes the model into a folder.
pub fn write(folder: &Path) {
    write_named(folder, "");
}

/// The same, with something before the name of every tensor.
pub fn write_named(folder: &Path, prefix: &str) {
    fs::create_dir_all(folder).unwrap();
    let config = json!({
        "hidden_size": HIDDEN, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": WIDE, "max_position_embeddings": POSITIONS, "hidden_act": "gelu",
        "layer_norm_eps": 1e-12,
    });
    fs::write(folder.join("config.json"), config.to_string()).unwrap();
    fs::write(folder.join("tokenizer.json"), tokenizer()).unwrap();
    let tensors: HashMap<String, Tensor> = tensors()
        .into_iter()
        .map(|(name, tensor)| (format!("{prefix}{name}"), tensor))
        .collect();
    let file = folder.join("model.safetensors");
    candle_core::safetensors::save(&tensors, file).unwrap();
}

fn tokenizer() -> String {
    let vocabulary: HashMap<&str, usize> = WORDS.into_iter().zip(0..).collect();
    let special = |id: usize| {
        json!({ "id": id, "content": WORDS[id], "single_word": false, "lstrip": false,
            "rstrip": false, "normalized": false, "special": true })
    };
    let sign = |id: usize| json!({ "id": WORDS[id], "ids": [id], "tokens": [WORDS[id]] });
    let around = |name: &str| json!({ "SpecialToken": { "id": name, "type_id": 0 } });
    let text = json!({ "Sequence": { "id": "A", "type_id": 0 } });
    json!({
        "version": "1.0",
        "truncation": null,
        // As in the files that people download; nothing is to come of it.
        "padding": { "strategy": { "Fixed": 10 }, "direction": "Right", "pad_to_multiple_of": null,
            "pad_id": 0, "pad_type_id": 0, "pad_token": "[PAD]" },
        "added_tokens": (0..4).map(special).collect::<Vec<_>>(),
        "normalizer": { "type": "BertNormalizer", "clean_text": true,
            "handle_chinese_chars": true, "strip_accents": null, "lowercase": true },
        "pre_tokenizer": { "type": "BertPreTokenizer" },
        "post_processor": { "type": "TemplateProcessing",
            "single": [around("[CLS]"), text, around("[SEP]")],
            "pair": [around("[CLS]"), text, around("[SEP]")],
            "special_tokens": { "[CLS]": sign(2), "[SEP]": sign(3) } },
        "decoder": null,
        "model": { "type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
            "max_input_chars_per_word": 100, "vocab": vocabulary },
    })
    .to_string()
}

fn tensors() -> Vec<(String, Tensor)> {
    let layer = |part: &str| format!("encoder.layer.0.{part}");
    let mut all = vec![
        matrix("embeddings.word_embeddings.weight", &[WORDS.len(), HIDDEN]),
        matrix(
            "embeddings.position_embeddings.weight",
            &[POSITIONS, HIDDEN],
        ),
        matrix("embeddings.token_type_embeddings.weight", &[2, HIDDEN]),
    ];
    for (name, to, from) in [
        ("attention.self.query", HIDDEN, HIDDEN),
        ("attention.self.key", HIDDEN, HIDDEN),
        ("attention.self.value", HIDDEN, HIDDEN),
        ("attention.output.dense", HIDDEN, HIDDEN),
        ("intermediate.dense", WIDE, HIDDEN),
        ("output.dense", HIDDEN, WIDE),
    ] {
        all.push(matrix(&layer(&format!("{name}.weight")), &[to, from]));
        all.push(matrix(&layer(&format!("{name}.bias")), &[to]));
    }
    let norms = ["attention.output.LayerNorm", "output.LayerNorm"].map(layer);
    for name in std::iter::once("embeddings.LayerNorm".to_owned()).chain(norms) {
        let ones = Tensor::ones(HIDDEN, DType::F32, &Device::Cpu).unwrap();
        all.push((format!("{name}.weight"), ones));
        all.push(matrix(&format!("{name}.bias"), &[HIDDEN]));
    }
    all
}

/// Numbers between -1 and 1 that are the same every time.
fn matrix(name: &str, shape: &[usize]) -> (String, Tensor) {
    let mut state = xxhash_rust::xxh3::xxh3_64(name.as_bytes());
    let numbers: Vec<f32> = (0..shape.iter().product())
        .map(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 40) as f32 / 8_388_608.0 - 1.0
        })
        .collect();
    let tensor = Tensor::from_vec(numbers, shape, &Device::Cpu).unwrap();
    (name.to_owned(), tensor)
}
