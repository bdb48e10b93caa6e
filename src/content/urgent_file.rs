//! Reads `faq/urgent.toml`: the groups of urgent signs and their notices.
//!
//! What a sign means is in [`super::urgent`]; here it only gets its place in
//! the file, so that a mistake can be shown there.

use std::collections::HashMap;
use std::ops::Range;

use super::source::{FileContent, FoundFile};
use super::toml_reader::TableReader;
use super::urgent::{
    Number, PatternError, Sign, UrgentGroup, WordLists, check_notice, check_phrase,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Spanned, line_and_column};

/// The groups of the file, in its order, and what is wrong in it. A group with
/// an error is left out only as far as the error goes: one bad sign never
/// silences the others.
pub fn load(found: &FoundFile) -> (Vec<UrgentGroup>, Vec<Diagnostic>) {
    let file = match &found.content {
        FileContent::Text(file) => file,
        FileContent::Unusable(diagnostic) => return (Vec::new(), vec![diagnostic.clone()]),
    };
    let diagnostics = Diagnostics::new(file);
    let groups = read(&diagnostics);
    (groups, diagnostics.into_vec())
}

fn read(diagnostics: &Diagnostics) -> Vec<UrgentGroup> {
    let mut table = TableReader::parse(diagnostics);
    let mut reader = Reader {
        diagnostics,
        lists: WordLists::default(),
        ids: HashMap::new(),
    };
    if let Some(words) = table.table("words") {
        reader.read_lists(words);
    }
    let groups = table.tables("group");
    let groups = groups
        .into_iter()
        .filter_map(|group| reader.read_group(group));
    let groups: Vec<_> = groups.collect();
    table.finish();
    if groups.is_empty() && diagnostics.errors() == 0 {
        // As it is after a save that went wrong.
        diagnostics.error(
            "no-groups",
            0..0,
            "there are no signs of an emergency in this file",
            "add a `[[group]]`, or delete the file if emergencies are not to be noticed",
        );
    }
    groups
}

struct Reader<'a> {
    diagnostics: &'a Diagnostics,
    lists: WordLists,
    /// The line of each group's id.
    ids: HashMap<String, usize>,
}

impl Reader<'_> {
    fn read_lists(&mut self, mut words: TableReader) {
        for name in words.keys() {
            let mut sound = Vec::new();
            for phrase in words.strings(&name.value) {
                match check_phrase(&phrase.value) {
                    Ok(checked) => sound.push(checked.to_owned()),
                    Err(error) => self.report("bad-phrase", &phrase, error),
                }
            }
            self.lists.insert(&name.value, sound);
        }
        words.finish();
    }

    fn read_group(&mut self, mut table: TableReader) -> Option<UrgentGroup> {
        let span = table.span();
        let id = table.required_string("id");
        let title = table.required_string("title");
        let notice = table.required_string("notice");
        let number = table.one_of("number", &["emergency", "advice", "crisis"]);
        let signs = table.strings("signs");
        let history = table.strings("history");
        let unless = table.strings("unless");
        table.finish();

        let (id, title, notice) = (id?, title?, notice?);
        if signs.is_empty() && history.is_empty() {
            self.diagnostics.error(
                "no-signs",
                span,
                format!("the group `{}` has no signs", id.value),
                "add `signs = [\"…\"]` with the words that give it away",
            );
        }
        self.check_id(&id);
        self.check_notice(&notice);
        Some(UrgentGroup {
            id: id.value,
            title: title.value,
            notice: notice.value,
            number: number.map_or(Number::Emergency, |number| match number.value {
                "advice" => Number::Advice,
                "crisis" => Number::Crisis,
                _ => Number::Emergency,
            }),
            signs: self.signs(signs),
            history: self.signs(history),
            unless: self.signs(unless),
        })
    }

    fn check_id(&mut self, id: &Spanned<String>) {
        let (line, _) = line_and_column(&self.diagnostics.file().text, id.span.start);
        if let Some(first) = self.ids.insert(id.value.clone(), line) {
            self.diagnostics.error(
                "duplicate-id",
                id.span.clone(),
                format!("there is a group `{}` already, in line {first}", id.value),
                "give each group an id of its own",
            );
        }
    }

    fn check_notice(&self, notice: &Spanned<String>) {
        if notice.value.trim().is_empty() {
            self.diagnostics.error(
                "empty-notice",
                notice.span.clone(),
                "the notice is empty",
                "write what a person who reports one of these signs should do now",
            );
        } else if let Err(error) = check_notice(&notice.value) {
            self.report("bad-placeholder", notice, error);
        }
    }

    fn signs(&self, written: Vec<Spanned<String>>) -> Vec<Sign> {
        let mut signs = Vec::new();
        for sign in written {
            match Sign::parse(&sign.value, &self.lists) {
                Ok(parsed) => signs.push(parsed),
                Err(error) => self.report("bad-sign", &sign, error),
            }
        }
        signs
    }

    /// Reports a mistake within a text at its own place in the file, where the
    /// text stands there as it is; else at the whole text.
    fn report(&self, code: &'static str, text: &Spanned<String>, error: PatternError) {
        let span = place_within(&self.diagnostics.file().text, text, &error.range);
        self.diagnostics
            .error(code, span, error.message, error.help);
    }
}

fn place_within(file: &str, text: &Spanned<String>, range: &Range<usize>) -> Range<usize> {
    let written = file.get(text.span.clone()).unwrap_or_default();
    match written.find(text.value.as_str()) {
        Some(offset) if !range.is_empty() => {
            let start = text.span.start + offset;
            start + range.start..start + range.end
        }
        _ => text.span.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use std::sync::Arc;

    fn problems(text: &str) -> (Vec<UrgentGroup>, Vec<String>) {
        let file = Arc::new(SourceFile {
            path: "faq/urgent.toml".into(),
            text: text.into(),
        });
        let diagnostics = Diagnostics::new(&file);
        let groups = read(&diagnostics);
        let shown = diagnostics.into_vec().into_iter().map(|diagnostic| {
            let (line, column) = diagnostic.line_and_column();
            format!(
                "{line}:{column} {} {:?}: {}; {}",
                diagnostic.code,
                &text[diagnostic.span.clone()],
                diagnostic.message,
                diagnostic.help
            )
        });
        (groups, shown.collect())
    }

    #[test]
    fn a_group_is_read_with_its_lists() {
        let (groups, problems) = problems(
            r#"
[words]
numb = ["numb", "pins and needles"]
[[group]]
id = "nerve"
title = "Get help"
notice = "Call {number}."
number = "advice"
signs = ["{numb} ... groin"]
history = ["had cancer"]
unless = ["numb tooth"]
"#,
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].number, Number::Advice);
        assert_eq!(groups[0].signs[0].slots.len(), 2);
        assert_eq!(groups[0].history.len(), 1);
    }

    #[test]
    fn one_bad_sign_is_shown_in_its_place_and_the_others_stay() {
        let (groups, problems) = problems(
            r#"[words]
saddle = ["groin"]
[[group]]
id = "nerve"
title = "Get help"
notice = "Call {numbre}."
signs = ["numb {sadle}", "cannot pee"]
"#,
        );
        assert_eq!(groups[0].signs.len(), 1);
        assert_eq!(
            problems,
            [
                "6:16 bad-placeholder \"{numbre}\": there is no placeholder `{numbre}`; write `{number}` for this group's number, or `{emergency}` for the emergency number",
                "7:17 bad-sign \"sadle\": there is no word list called `sadle`; did you mean `saddle`",
            ]
        );
    }

    #[test]
    fn missing_keys_empty_groups_and_double_ids_are_problems() {
        let (groups, problems) = problems(
            "[[group]]\nid = \"a\"\ntitle = \"A\"\nnotice = \" \"\n\
             [[group]]\nid = \"a\"\ntitle = \"A\"\nnotice = \"n\"\nsigns = [\"x\"]\n\
             [[group]]\nid = \"b\"\ntitel = \"B\"\n",
        );
        assert_eq!(groups.len(), 2);
        let codes: Vec<_> = problems
            .iter()
            .map(|problem| problem.split(' ').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(
            codes,
            [
                "1:1 no-signs",
                "4:10 empty-notice",
                "6:6 duplicate-id",
                "10:1 missing-key",
                "12:1 unknown-key"
            ]
        );
    }
}
