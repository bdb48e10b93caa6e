//! `faqbot check`: every problem in the FAQ files and the settings.

use std::io::{self, Write};

use faqbot::config::{self, ConfigError, Paths};
use faqbot::content::library::Library;
use faqbot::diagnostic::{Diagnostic, Severity, count};
use faqbot::engine::Options;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::args::{Check, Format};
use super::{Exit, counted, diagnostics};

/// Runs the command.
pub fn run(paths: &Paths, command: &Check) -> anyhow::Result<Exit> {
    let (options, mut problems) = match config::load(paths) {
        Ok(settings) => (settings.engine, Vec::new()),
        Err(ConfigError::Invalid {
            diagnostics,
            readable,
            ..
        }) => (*readable, diagnostics),
        Err(error) => return Err(error.into()),
    };
    let library = Library::load(&options.faq, &options.content, today());
    problems.extend(library.diagnostics.iter().cloned());
    print(&options, &library, &problems, command.format)?;
    let has_errors = count(&problems, Severity::Error) > 0;
    Ok(if has_errors {
        Exit::Failure
    } else {
        Exit::Success
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

/// The date in UTC: a review is due on a day, not at an hour.
fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}
