//! The text of an entry as a form, and a form as the text of an entry.

use serenity::model::application::ModalInteraction;

use crate::content::edit::Draft;
use crate::content::entry::SourceRef;
use crate::discord::custom_id::Action;
use crate::discord::form::{Field, Form, MAX_VALUE, filled};

const QUESTION: &str = "question";
const ANSWER: &str = "answer";
const ALTERNATES: &str = "alternates";
const NOT_FOR: &str = "not_for";
const SOURCES: &str = "sources";

/// Stands between the title and the address of a source.
const SEPARATOR: &str = " | ";

/// A form with this text; `None` where a part of it is too long for one.
pub fn form(title: &str, action: Action, draft: &Draft) -> Option<Form> {
    let field = |name, label: &str, is_long, is_required, value: String, hint: &str| Field {
        name,
        label: label.to_owned(),
        is_long,
        is_required,
        max: MAX_VALUE,
        value,
        hint: hint.to_owned(),
    };
    let sources = draft.sources.iter().map(source_line).collect::<Vec<_>>();
    let fields = vec![
        field(
            QUESTION,
            "Question",
            false,
            true,
            draft.question.clone(),
            "",
        ),
        field(ANSWER, "Answer", true, true, draft.answer.clone(), ""),
        field(
            ALTERNATES,
            "Other ways of asking, one a line",
            true,
            false,
            draft.alternates.join("\n"),
            "As members really ask; the more, the better it is found",
        ),
        field(
            NOT_FOR,
            "Not for these questions, one a line",
            true,
            false,
            draft.not_for.join("\n"),
            "Questions that look alike and must not get this answer",
        ),
        field(
            SOURCES,
            "Sources, one a line: title | address",
            true,
            false,
            sources.join("\n"),
            "Empty for those of the file",
        ),
    ];
    let fits = fields
        .iter()
        .all(|field| field.value.encode_utf16().count() <= MAX_VALUE);
    fits.then(|| Form {
        title: title.to_owned(),
        action,
        fields,
    })
}

/// The text that was filled in.
pub fn draft(modal: &ModalInteraction) -> Draft {
    let lines = |name| -> Vec<String> {
        let text = filled(modal, name);
        let lines = text.lines().map(str::trim);
        lines
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    };
    Draft {
        question: filled(modal, QUESTION).trim().to_owned(),
        answer: filled(modal, ANSWER),
        alternates: lines(ALTERNATES),
        not_for: lines(NOT_FOR),
        sources: lines(SOURCES).iter().map(|line| source(line)).collect(),
    }
}

fn source_line(source: &SourceRef) -> String {
    match &source.url {
        Some(url) => format!("{}{SEPARATOR}{url}", source.title),
        None => source.title.clone(),
    }
}

fn source(line: &str) -> SourceRef {
    // A title may have a bar too; what follows it is then no address.
    let (title, url) = match line.rsplit_once('|') {
        Some((title, url)) if is_address(url.trim()) => (title, Some(url.trim().to_owned())),
        Some((title, "")) => (title, None),
        _ => (line, None),
    };
    SourceRef {
        title: title.trim().to_owned(),
        url,
    }
}

/// Whether this is meant as an address; whether it is a good one is checked later.
fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace) && (text.contains("://") || text.contains('.'))
}

/// A text in lines, to be compared with another.
pub fn in_lines(draft: Option<&Draft>) -> String {
    let Some(draft) = draft else {
        return String::new();
    };
    let mut lines = vec![format!("Question: {}", draft.question)];
    lines.extend(draft.alternates.iter().map(|line| format!("Also: {line}")));
    lines.extend(draft.not_for.iter().map(|line| format!("Not for: {line}")));
    lines.extend(
        draft
            .sources
            .iter()
            .map(|one| format!("Source: {}", source_line(one))),
    );
    lines.push("Answer:".to_owned());
    lines.extend(draft.answer.lines().map(str::to_owned));
    lines.join("\n") + "\n"
}
