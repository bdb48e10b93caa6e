//! Problems in the owner's files, as text, JSON or GitHub annotations.

use std::io::{self, Write};
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use faqbot::diagnostic::{Diagnostic, Severity};
use serde_json::{Value, json};

/// More than this nobody reads at once; mending the first often mends others.
const MAX_SHOWN: usize = 100;

/// Prints problems for people, each with its line underlined.
pub fn print_text(output: &mut dyn Write, diagnostics: &[Diagnostic]) -> io::Result<()> {
    // Whether there is colour is decided by the stream.
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    for diagnostic in diagnostics.iter().take(MAX_SHOWN) {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let (line, _) = diagnostic.line_and_column();
        let (text, span) = first_line(diagnostic);
        let snippet = Snippet::source(text)
            .path(diagnostic.file.path.as_str())
            .line_start(line)
            .annotation(AnnotationKind::Primary.span(span));
        let title = level
            .primary_title(diagnostic.message.as_str())
            .id(diagnostic.code);
        let report = [
            title.element(snippet),
            Group::with_title(Level::HELP.secondary_title(diagnostic.help.as_str())),
        ];
        writeln!(output, "{}\n", renderer.render(&report))?;
    }
    if let Some(more) = diagnostics
        .len()
        .checked_sub(MAX_SHOWN)
        .filter(|more| *more > 0)
    {
        writeln!(output, "... and {more} more\n")?;
    }
    Ok(())
}

/// The first line of a problem, without what is around it: a file may be large
/// and a span may cover all of it.
fn first_line(diagnostic: &Diagnostic) -> (&str, Range<usize>) {
    let text = &diagnostic.file.text;
    let Range { start, end } = diagnostic.span;
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_end = text[start..]
        .find('\n')
        .map_or(text.len(), |newline| start + newline);
    let line = text[line_start..line_end].trim_end_matches('\r');
    let clamp = |byte: usize| byte.clamp(line_start, line_start + line.len()) - line_start;
    (line, clamp(start)..clamp(end))
}

/// A problem as JSON; lines and columns count from 1, columns in characters.
pub fn to_json(diagnostic: &Diagnostic) -> Value {
    let (line, column) = diagnostic.line_and_column();
    json!({
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message,
        "help": diagnostic.help,
        "file": diagnostic.file.path,
        "line": line,
        "column": column,
    })
}

/// Prints a problem as a workflow command of GitHub Actions.
pub fn print_github(output: &mut dyn Write, diagnostic: &Diagnostic) -> io::Result<()> {
    let (line, column) = diagnostic.line_and_column();
    writeln!(
        output,
        "::{} file={},line={line},col={column},title={}::{}%0Ahelp: {}",
        diagnostic.severity,
        escape_property(&diagnostic.file.path),
        diagnostic.code,
        escape(&diagnostic.message),
        escape(&diagnostic.help),
    )
}

fn escape(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape(text).replace(':', "%3A").replace(',', "%2C")
}
