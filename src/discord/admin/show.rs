//! What moderators see: a change before it is made, the history, what is wrong.

use jiff::tz::TimeZone;

use crate::content::edit::Change;
use crate::diagnostic::Diagnostic;
use crate::discord::custom_id::Action;
use crate::discord::message::{Button, Embed, Message, Row};
use crate::discord::safe;
use crate::editor::Proposal;
use crate::store::{Edit, EditState};

use super::draft_form::in_lines;

/// The colour of what only moderators see.
const COLOUR: u32 = 0x5B_6A_C4;

/// How much of a comparison is shown, in UTF-16 units: Discord allows 4,096 in the
/// frame, with some for the box and the warnings.
const SHOWN: usize = 3_000;

/// How many problems are listed.
const MAX_PROBLEMS: usize = 10;

/// A change before it is made, with the buttons that make and forget it.
pub fn proposal(proposal: &Proposal, number: u64) -> Message {
    let before = in_lines(proposal.before.as_ref());
    let after = in_lines(proposal.after.as_ref());
    let mut parts = vec![diff(&before, &after)];
    if let Change::Rename { id, to } = &proposal.change {
        parts[0] = format!(
            "`{id}` is called `{to}` from now on, also where other entries name it. Old links to \
             it lead nowhere."
        );
    }
    if let Some(question) = &proposal.golden {
        let question = safe::literal(question);
        parts.push(format!(
            "Golden set: \"{question}\" has to get this answer from now on."
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
            footer: format!("File: {}", proposal.file),
            ..Embed::default()
        }),
        rows: vec![Row::Buttons(vec![
            Button::primary("Confirm", Action::Confirm(number)),
            Button::secondary("Cancel", Action::Discard(number)),
        ])],
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

/// What is different, in a box: `-` before what goes, `+` before what comes.
fn diff(before: &str, after: &str) -> String {
    let patch = diffy::create_patch(before, after).to_string();
    // Its first three lines name files and lines, and there are none.
    let lines = patch.lines().skip(3);
    let lines: Vec<&str> = lines
        .map(|line| if line.starts_with("@@") { "…" } else { line })
        .collect();
    if lines.is_empty() {
        return "Nothing changes.".to_owned();
    }
    boxed(&lines.join("\n"))
}

/// A text as it is, in a box that nothing in it can end.
fn boxed(text: &str) -> String {
    let text = text.replace("```", "`\u{200b}`\u{200b}`");
    let mut room = SHOWN;
    let fits = |character: &char| {
        let units = character.len_utf16();
        let fits = units <= room;
        room = room.saturating_sub(units);
        fits
    };
    let shown: String = text.chars().take_while(fits).collect();
    let more = if shown.len() < text.len() {
        "\n…"
    } else {
        ""
    };
    format!("```diff\n{shown}{more}\n```")
}

/// A text that was typed, so that it is not lost.
pub fn typed(text: &str) -> Embed {
    Embed {
        colour: COLOUR,
        title: "What you wrote".to_owned(),
        description: boxed(text),
        ..Embed::default()
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
pub fn history(edits: &[Edit]) -> Message {
    let Some(newest) = edits.first() else {
        return Message::text("Nothing was edited from chat yet.");
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
    Message {
        embed: Some(Embed {
            colour: COLOUR,
            title: "History".to_owned(),
            description: format!("{}\n{}", list.join("\n"), boxed(&patches.join("\n"))),
            footer: format!("The box shows edit {}", newest.id),
            ..Embed::default()
        }),
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
