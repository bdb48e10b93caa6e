//! What moderators see: a change before it is made, the history, what is wrong.

use jiff::tz::TimeZone;

use crate::content::edit::Change;
use crate::diagnostic::Diagnostic;
use crate::discord::custom_id::Action;
use crate::discord::message::{Attachment, Button, Embed, Message, Row};
use crate::discord::safe;
use crate::editor::Proposal;
use crate::store::{Edit, EditState};

use super::draft_form::in_lines;

/// The colour of what only moderators see.
const COLOUR: u32 = 0x5B_6A_C4;

/// How much of a text is shown in a box, in UTF-16 units: Discord allows 4,096 in the
/// frame, with some for the warnings. What is longer comes as a file.
const SHOWN: usize = 3_000;

/// How many problems are listed.
const MAX_PROBLEMS: usize = 10;

/// How many files that follow are named.
const MAX_FILES: usize = 5;

/// A change before it is made, with the buttons that make and forget it. It says
/// where members of other servers see the file too.
pub fn proposal(proposal: &Proposal, is_shared: bool, number: u64) -> Message {
    let before = in_lines(proposal.before.as_ref());
    let after = in_lines(proposal.after.as_ref());
    let shown = match &proposal.change {
        Change::Rename { id, to } => Boxed {
            text: format!(
                "`{id}` is called `{to}` from now on, also where other entries have it under \
                 `related`. Links to it in texts lead nowhere then: `/faq-admin check` lists them."
            ),
            whole: None,
        },
        _ => diff(&before, &after),
    };
    let mut parts = vec![shown.text];
    if is_shared {
        parts.push("**This file is shared:** the change is seen outside this server too.".into());
    }
    if let Some(question) = &proposal.golden {
        let question = safe::literal(question);
        parts.push(format!(
            "Golden set: \"{question}\" has to get this answer from now on."
        ));
    }
    match proposal.dropped {
        0 => {}
        1 => parts.push("Golden set: one question that only this answers is taken out.".to_owned()),
        count => parts.push(format!(
            "Golden set: {count} questions that only this answers are taken out."
        )),
    }
    if let Some(reviewed) = proposal.reviewed {
        parts.push(format!(
            "It will say \"Last reviewed {reviewed}\", as its file does. With `file`, `/faq-admin \
             add` takes another file."
        ));
    }
    if !proposal.warnings.is_empty() {
        parts.push(format!(
            "**Worth a look**\n{}",
            problems(&proposal.warnings)
        ));
    }
    Message {
        embed: Some(Embed {
            colour: COLOUR,
            title: safe::shortened(&title(&proposal.change), 200),
            description: parts.join("\n\n"),
            footer: files(proposal),
            ..Embed::default()
        }),
        rows: vec![confirm(number)],
        file: shown.whole,
        ..Message::default()
    }
}

fn files(proposal: &Proposal) -> String {
    let file = &proposal.file;
    let others = &proposal.following;
    match others.len().checked_sub(MAX_FILES) {
        _ if others.is_empty() => format!("File: {file}"),
        None | Some(0) => format!(
            "File: {file}, and what refers to it in {}",
            others.join(", ")
        ),
        Some(_) => format!(
            "File: {file}, and what refers to it in {} others",
            others.len()
        ),
    }
}

fn confirm(number: u64) -> Row {
    Row::Buttons(vec![
        Button::primary("Confirm", Action::Confirm(number)),
        Button::secondary("Cancel", Action::Discard(number)),
    ])
}

/// Anything else before it is done, with the same buttons.
pub fn to_confirm(title: &str, text: &str, number: u64) -> Message {
    Message {
        embed: Some(Embed {
            colour: COLOUR,
            title: title.to_owned(),
            description: text.to_owned(),
            ..Embed::default()
        }),
        rows: vec![confirm(number)],
        ..Message::default()
    }
}

fn title(change: &Change) -> String {
    match change {
        Change::Add { id, .. } => format!("Add {id}?"),
        Change::Edit { id, .. } => format!("Change {id}?"),
        Change::Remove { id } => format!("Remove {id}?"),
        Change::Rename { id, to } => format!("Rename {id} to {to}?"),
        Change::AddAlternate { id, .. } => format!("Another way to ask for {id}?"),
        Change::RemoveAlternate { id, .. } => format!("One way less to ask for {id}?"),
    }
}

/// A text in a box, and the whole as a file where the box cannot hold it.
struct Boxed {
    text: String,
    whole: Option<Attachment>,
}

/// What is different: `-` before what goes, `+` before what comes.
fn diff(before: &str, after: &str) -> Boxed {
    let patch = diffy::create_patch(before, after).to_string();
    // Its first three lines name files and lines, and there are none.
    let lines = patch.lines().skip(3);
    let lines: Vec<&str> = lines
        .map(|line| if line.starts_with("@@") { "…" } else { line })
        .collect();
    if lines.is_empty() {
        return Boxed {
            text: "Nothing changes.".to_owned(),
            whole: None,
        };
    }
    boxed(&lines.join("\n"), "change.txt")
}

/// A text as it is, in a box that nothing in it can end.
fn boxed(text: &str, file: &str) -> Boxed {
    let mut safe = text.trim_end().to_owned();
    if safe.contains("```") {
        safe = safe.replace('`', "`\u{200b}");
    }
    let mut room = SHOWN;
    let fits = |character: &char| {
        let units = character.len_utf16();
        let fits = units <= room;
        room = room.saturating_sub(units);
        fits
    };
    let shown: String = safe.chars().take_while(fits).collect();
    if shown.len() == safe.len() {
        return Boxed {
            text: format!("```diff\n{shown}\n```"),
            whole: None,
        };
    }
    Boxed {
        text: format!("```diff\n{shown}…\n```\nThe whole is in `{file}`."),
        whole: Some(Attachment {
            name: file.to_owned(),
            bytes: text.as_bytes().to_vec(),
        }),
    }
}

/// Why a text was not taken, with the text, so that it is not lost.
pub fn typed(why: &str, text: &str) -> Message {
    let shown = boxed(text, "your-text.txt");
    Message {
        embed: Some(Embed {
            colour: COLOUR,
            title: "What you wrote".to_owned(),
            description: shown.text,
            ..Embed::default()
        }),
        file: shown.whole,
        ..Message::text(why)
    }
}

/// That an edit was made, and how to take it back.
pub fn done(text: &str, edit: i64) -> Message {
    Message {
        content: text.to_owned(),
        rows: vec![Row::Buttons(vec![Button::secondary(
            "Undo",
            Action::Undo(edit.unsigned_abs()),
        )])],
        ..Message::default()
    }
}

/// The last edits, and of the newest what it changed.
pub fn history(edits: &[Edit], entry: Option<&str>) -> Message {
    let Some(newest) = edits.first() else {
        return Message::text(match entry {
            Some(entry) => format!("{} was not edited from chat.", safe::literal(entry)),
            None => "Nothing was edited from chat yet.".to_owned(),
        });
    };
    let lines = edits.iter().map(|edit| {
        let at = edit.at.to_zoned(TimeZone::UTC);
        let undone = match edit.state {
            EditState::Undone => " (undone)",
            EditState::Begun | EditState::Done => "",
        };
        format!(
            "{}. {} UTC, {}: {} `{}`{undone}",
            edit.id,
            at.strftime("%Y-%m-%d %H:%M"),
            safe::literal(&edit.who),
            edit.action,
            edit.entry,
        )
    });
    let list: Vec<String> = lines.collect();
    let patches: Vec<&str> = newest
        .files
        .iter()
        .map(|file| file.patch.as_str())
        .collect();
    let shown = boxed(&patches.join("\n"), &format!("edit-{}.txt", newest.id));
    Message {
        embed: Some(Embed {
            colour: COLOUR,
            title: "History".to_owned(),
            description: format!("{}\n{}", list.join("\n"), shown.text),
            footer: format!("The box shows edit {}", newest.id),
            ..Embed::default()
        }),
        file: shown.whole,
        ..Message::default()
    }
}

/// What is wrong in the files.
pub fn checked(found: &[Diagnostic]) -> Message {
    if found.is_empty() {
        return Message::text("No problems.");
    }
    Message {
        embed: Some(Embed {
            colour: COLOUR,
            title: "Problems in the FAQ files".to_owned(),
            description: problems(found),
            ..Embed::default()
        }),
        ..Message::default()
    }
}

/// Problems, one a line.
pub fn problems(found: &[Diagnostic]) -> String {
    let mut lines: Vec<String> = found
        .iter()
        .take(MAX_PROBLEMS)
        .map(|problem| {
            let (line, _) = problem.line_and_column();
            let path = safe::literal(&problem.file.path);
            let message = safe::literal(&problem.message);
            let help = safe::literal(&problem.help);
            format!(
                "- {} in {path}, line {line}: {message}. To do: {help}.",
                problem.severity
            )
        })
        .collect();
    if found.len() > MAX_PROBLEMS {
        lines.push(format!("- and {} more", found.len() - MAX_PROBLEMS));
    }
    lines.join("\n")
}
