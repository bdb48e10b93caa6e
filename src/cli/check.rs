//! `faqbot check`: every problem in the FAQ files and the settings.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use faqbot::config::{self, ConfigError, Paths, Settings};
use faqbot::content::library::Library;
use faqbot::content::selection::Selection;
use faqbot::diagnostic::{Diagnostic, Severity, SourceFile, count};
use faqbot::engine::Options;
use faqbot::search::embedding::{Embedder, Model};
use serde_json::{Value, json};

use super::args::{Check, Format};
use super::{Exit, counted, diagnostics, today};

/// Runs the command.
pub fn run(paths: &Paths, command: &Check) -> anyhow::Result<Exit> {
    let (options, others, mut problems) = match config::load(paths) {
        Ok(settings) => {
            let others = parts(&settings);
            let model = broken_model(&settings.engine);
            let git = without_git(&settings);
            let problems = model.into_iter().chain(git).collect();
            (settings.engine, others, problems)
        }
        Err(ConfigError::Invalid {
            diagnostics,
            readable,
            ..
        }) => (*readable, Vec::new(), diagnostics),
        Err(error) => return Err(error.into()),
    };
    let mut views = vec![&options.selection];
    views.extend(&others);
    let library = Library::load(&options.faq, &options.content, &views, today());
    problems.extend(library.diagnostics.iter().cloned());
    print(&options, &library, &problems, command.format)?;
    let has_errors = count(&problems, Severity::Error) > 0;
    Ok(if has_errors {
        Exit::Failure
    } else {
        Exit::Success
    })
}

/// What servers see that have a part of the FAQ to themselves.
#[cfg(feature = "discord")]
fn parts(settings: &Settings) -> Vec<Selection> {
    let parts = settings.discord.division.views.values();
    parts.cloned().collect()
}

/// Without the Discord front end there are no servers.
#[cfg(not(feature = "discord"))]
fn parts(_: &Settings) -> Vec<Selection> {
    Vec::new()
}

/// What is wrong with an embedding table of the owner's. Whether it is there is seen
/// with the settings; whether it is sound shows when it is loaded.
fn broken_model(options: &Options) -> Option<Diagnostic> {
    let model = &options.search.model;
    let Model::Folder(folder) = model else {
        return None;
    };
    let error = Embedder::load(model).err()?;
    Some(Diagnostic::new(
        Severity::Error,
        "broken-model",
        &place(folder),
        0..0,
        error.to_string(),
        "download it again, or take `model` out of `[search]`",
    ))
}

/// Where edits from chat are to be committed, and cannot be.
fn without_git(settings: &Settings) -> Option<Diagnostic> {
    let faq = &settings.engine.faq;
    let trouble = settings.git.trouble(faq)?;
    Some(Diagnostic::new(
        Severity::Warning,
        "no-repository",
        &place(faq),
        0..0,
        format!("edits from chat cannot be committed: {trouble}"),
        "make a repository with `git init`, or take `enabled` out of `[git]`",
    ))
}

/// A folder as a place of problems.
fn place(folder: &Path) -> Arc<SourceFile> {
    Arc::new(SourceFile {
        path: folder.display().to_string(),
        text: String::new(),
    })
}

fn print(
    options: &Options,
    library: &Library,
    problems: &[Diagnostic],
    format: Format,
) -> io::Result<()> {
    let errors = count(problems, Severity::Error);
    let warnings = count(problems, Severity::Warning);
    let mut output = anstream::stdout().lock();
    match format {
        Format::Text => {
            diagnostics::print_text(&mut output, problems)?;
            let caution = if library.urgent.is_empty() {
                " (emergencies are not noticed)"
            } else {
                ""
            };
            let found = format!(
                "{}: {}, {}, {}{caution}",
                options.faq.display(),
                counted(library.entries(), "entry"),
                counted(library.sections(), "section"),
                counted(library.urgent.len(), "urgent group"),
            );
            if problems.is_empty() {
                writeln!(output, "{found}; no problems")
            } else {
                let errors = counted(errors, "error");
                let warnings = counted(warnings, "warning");
                writeln!(output, "{found}; {errors}, {warnings}")
            }
        }
        Format::Json => {
            let object = json!({
                "entries": library.entries(),
                "sections": library.sections(),
                "urgent_groups": library.urgent.len(),
                "errors": errors,
                "warnings": warnings,
                "diagnostics": problems.iter().map(diagnostics::to_json).collect::<Value>(),
            });
            writeln!(output, "{object}")
        }
        Format::Github => {
            for problem in problems {
                diagnostics::print_github(&mut output, problem)?;
            }
            Ok(())
        }
    }
}
