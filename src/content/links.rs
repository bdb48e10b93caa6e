//! Links in answers that lead to other answers: `#anchor`, `file.md`,
//! `file.md#anchor`, and the same for `file.toml#id`.
//!
//! Only whether they lead somewhere. Addresses on the web are nobody's business
//! here: they would have to be asked.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::load::LoadedFile;
use super::outline::{headings, markdown_options};
use super::slug::slug;

/// A link that leads nowhere.
pub struct DeadLink {
    /// The number of the file that it stands in.
    pub file: usize,
    /// Where it stands.
    pub span: Range<usize>,
    /// Where it was to lead, as written.
    pub target: String,
}

/// The links that lead nowhere, in the order of the files and of their passages.
/// `is_id` says whether there is an entry or a section with this id.
pub fn dead_links(files: &[&LoadedFile], is_id: impl Fn(&str) -> bool) -> Vec<DeadLink> {
    let names: HashSet<&str> = files.iter().map(|file| file_name(&file.path)).collect();
    let mut dead = Vec::new();
    for (number, file) in files.iter().enumerate() {
        let Some(source) = &file.file else { continue };
        let mut found = HashSet::new();
        let mut lines = None;
        for passage in &file.passages {
            for target in targets(&passage.text) {
                let is_dead = match Place::of(&target, &file.path) {
                    None => false,
                    Some(Place { name, .. }) if !names.contains(name) => true,
                    Some(place) => !place.is_there(files, &is_id),
                };
                if !is_dead || !found.insert((passage.line, target.clone())) {
                    continue;
                }
                let lines = lines.get_or_insert_with(|| line_starts(&source.text));
                let from = lines.get(passage.line - 1).copied().unwrap_or_default();
                let written = source.text[from..].find(&target);
                // An escape in TOML may hide it: then the entry is its place.
                let span = written.map_or(from..from, |place| {
                    from + place..from + place + target.len()
                });
                dead.push(DeadLink {
                    file: number,
                    span,
                    target,
                });
            }
        }
    }
    dead
}

/// Where a link within the FAQ leads.
struct Place<'a> {
    /// The name of the file.
    name: &'a str,
    anchor: Option<&'a str>,
}

impl<'a> Place<'a> {
    /// Where a link of the file at `path` leads; `None` for one that leads out of
    /// the FAQ.
    fn of(target: &'a str, path: &'a str) -> Option<Place<'a>> {
        let (file, anchor) = match target.split_once('#') {
            Some((file, anchor)) => (file, Some(anchor)),
            None => (target, None),
        };
        let is_file = file.ends_with(".md") || file.ends_with(".toml");
        let is_ours = if file.is_empty() {
            anchor.is_some()
        } else {
            is_file && !file.contains(':') && !file.starts_with("//")
        };
        // What is written in another way, such as `%20`, is not read here.
        if !is_ours || target.contains('%') {
            return None;
        }
        let name = if file.is_empty() { path } else { file };
        Some(Place {
            name: file_name(name),
            anchor: anchor.filter(|anchor| !anchor.is_empty()),
        })
    }

    fn is_there(&self, files: &[&LoadedFile], is_id: impl Fn(&str) -> bool) -> bool {
        let Some(anchor) = self.anchor else {
            return true;
        };
        match self.name.strip_suffix(".md") {
            Some(stem) => {
                // A heading without a text of its own is no section, but a place.
                let mut named = files
                    .iter()
                    .filter(|file| file_name(&file.path) == self.name);
                is_id(&format!("{stem}#{anchor}")) || named.any(|file| has_heading(file, anchor))
            }
            None => is_id(anchor),
        }
    }
}

fn has_heading(file: &LoadedFile, anchor: &str) -> bool {
    let text = file.file.as_ref().map_or("", |source| source.text.as_str());
    headings(text, 0..text.len())
        .iter()
        .any(|heading| match &heading.anchor {
            Some(own) => own.value == anchor,
            None => slug(&heading.title) == anchor,
        })
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// Where the links of a Markdown text lead.
fn targets(markdown: &str) -> Vec<String> {
    if !markdown.contains("](") && !markdown.contains("]:") {
        return Vec::new();
    }
    let events = Parser::new_ext(markdown, markdown_options());
    let targets = events.filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    });
    targets.collect()
}

/// The byte at which each line begins.
fn line_starts(text: &str) -> Vec<usize> {
    let ends = text.match_indices('\n').map(|(end, _)| end + 1);
    std::iter::once(0).chain(ends).collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::loaded;
    use super::*;

    /// File, place and target of each dead link, as `file:written`.
    fn dead(files: &[(&str, &str)]) -> Vec<String> {
        let loaded: Vec<_> = files
            .iter()
            .map(|(path, text)| loaded(path, text))
            .collect();
        let ids: HashSet<String> = loaded
            .iter()
            .flat_map(|file| &file.items)
            .map(|item| item.id.value.clone())
            .collect();
        let dead = dead_links(&loaded.iter().collect::<Vec<_>>(), |id| ids.contains(id));
        dead.iter()
            .map(|link| {
                let (path, text) = files[link.file];
                assert_eq!(text[link.span.clone()], link.target);
                format!("{path}:{}", link.target)
            })
            .collect()
    }

    const ENTRIES: &str = "title = 'T'\n[[entry]]\nid = 'a'\nquestion = 'A?'\n\
        answer = 'See [b](#b), [c](#c), [there](../articles/guide.md#one), [x](guide.md#x), \
        [web](https://a.example/b.md#c), [p](page.html#q), [e](guide.md#%C3%A4).'\n\
        [[entry]]\nid = 'b'\nquestion = 'B?'\nanswer = 'So.'\n";

    const GUIDE: &str = "+++\ntitle = 'G'\n+++\n## One\n[up](#group), [down](#three) and \
        [again](#three).\n## Group\n### Two {#two}\n[a](../t.toml#a), [file](t.toml), \
        [none](none.toml), [no](t.toml#no) and [one][1].\n\n[1]: #on\n";

    #[test]
    fn links_lead_to_entries_sections_headings_and_files_or_are_dead() {
        assert_eq!(
            dead(&[("articles/guide.md", GUIDE), ("t.toml", ENTRIES)]),
            [
                "articles/guide.md:#three",
                "articles/guide.md:none.toml",
                "articles/guide.md:t.toml#no",
                "articles/guide.md:#on",
                "t.toml:#c",
                "t.toml:guide.md#x",
            ]
        );
    }
}
