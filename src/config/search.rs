//! Reads `[search]`: how passages are found.
//!
//! Whether a model is sound shows when it is loaded, not here.

use std::ops::Range;
use std::path::Path;

use crate::content::toml_reader::TableReader;
use crate::diagnostic::{Diagnostics, Spanned};
use crate::search::embedding::{FILES, Model};
use crate::search::searcher::Config;

/// What may be written as `model`.
const NAME_A_TABLE: &str =
    "name the folder of a model2vec table, \"built-in\", or \"none\" for words only";

/// Reads the table; `base` is the folder that paths are relative to.
pub fn read(mut table: TableReader, diagnostics: &Diagnostics, base: &Path) -> Config {
    let model = match table.string("model") {
        None => Model::default(),
        Some(Spanned { value, span }) => match value.as_str() {
            "built-in" => Model::BuiltIn,
            "none" => Model::None,
            // The folder of the settings is no table, and nobody means it.
            folder if folder.trim().is_empty() => {
                diagnostics.error("no-model", span, "this names no table", NAME_A_TABLE);
                Model::default()
            }
            folder => {
                let folder = base.join(folder);
                check_folder(&folder, span, NAME_A_TABLE, diagnostics);
                Model::Folder(folder)
            }
        },
    };
    let transformer = table.string("transformer").map(|folder| {
        let Spanned { value, span } = folder;
        let folder = base.join(value);
        if cfg!(feature = "transformer") {
            let help = "name the folder of a sentence transformer in the layout of all-MiniLM-L6-v2";
            check_folder(&folder, span, help, diagnostics);
        } else {
            diagnostics.error(
                "no-transformer",
                span,
                "this build of faqbot has no sentence transformer",
                "build it with `cargo build --release --features transformer`, or take the line out",
            );
        }
        folder
    });
    let groups = table.strings("synonyms");
    table.finish();
    let mut synonyms = Vec::new();
    for group in groups {
        let phrases = group.value.split(',').map(str::trim);
        let phrases: Vec<String> = phrases
            .filter(|phrase| !phrase.is_empty())
            .map(str::to_owned)
            .collect();
        if phrases.len() < 2 {
            diagnostics.error(
                "short-synonyms",
                group.span,
                "a group of synonyms needs at least two words or phrases",
                "write what means the same with commas between: `\"sore, aching\"`",
            );
        } else {
            synonyms.push(phrases);
        }
    }
    Config {
        model,
        transformer,
        synonyms,
    }
}

fn check_folder(folder: &Path, span: Range<usize>, help: &str, diagnostics: &Diagnostics) {
    if let Some(missing) = FILES.iter().find(|name| !folder.join(name).is_file()) {
        diagnostics.error(
            "no-model",
            span,
            format!("there is no `{missing}` in `{}`", folder.display()),
            help,
        );
    }
}
