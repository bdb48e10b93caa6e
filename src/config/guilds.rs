//! `[guilds.ID]` of `faqbot.toml`: what a server has set for itself, and who sees
//! which part of the FAQ folder.

use std::collections::BTreeMap;
use std::path::Path;

use crate::content::selection::Division;
use crate::content::toml_reader::TableReader;
use crate::diagnostic::{Diagnostics, Spanned};
use crate::discord::settings::{Config, Server};
use crate::engine::Local;

use super::discord::{invalid, language, names, server_id};
use super::known_region;
use crate::answer;

/// Reads the tables of all servers into the settings. `general` are the folders
/// that everybody sees, if the owner named some.
pub fn read(
    table: Option<TableReader>,
    general: &[Spanned<String>],
    config: &mut Config,
    (faq, answer): (&Path, &answer::Config),
    diagnostics: &Diagnostics,
) {
    let general = places(general, faq, diagnostics);
    let mut named = BTreeMap::new();
    if let Some(mut table) = table {
        for key in table.keys() {
            let Some(mut server) = table.table(&key.value) else {
                continue;
            };
            let id = server_id(key, diagnostics);
            let folders = server.strings("folders");
            let folders = places(&folders, faq, diagnostics);
            let settings = read_server(&mut server, config.general(), answer, diagnostics);
            server.finish();
            if let Some(id) = id {
                named.insert(id, folders);
                config.servers.insert(id, settings);
            }
        }
        table.finish();
    }
    config.division = Division::new(&general, &named);
}

/// What a server has set, with the general settings for the rest.
fn read_server(
    table: &mut TableReader,
    general: Server,
    answer: &answer::Config,
    diagnostics: &Diagnostics,
) -> Server {
    let region = table.string("region");
    if let Some(region) = &region {
        known_region(region, answer, diagnostics);
    }
    let local = Local {
        disclaimer: table.string("disclaimer").map(|text| text.value),
        region: region.map(|region| region.value),
    };
    let keys = table.keys();
    let is_set = |key: &str| keys.iter().any(|set| set.value == key);
    let mut list = |key: &str, general: Vec<String>| {
        // An empty list is not the same as none.
        let own = names(table, key, diagnostics);
        if is_set(key) { own } else { general }
    };
    let moderators = list("moderators", general.moderators);
    let helpers = list("helpers", general.helpers);
    let listen = list("listen", general.listen);
    let mut text = |key: &str| table.string(key).map(|text| text.value);
    Server {
        local,
        moderators,
        helpers,
        listen,
        moderators_channel: text("moderators_channel").or(general.moderators_channel),
        ask_people: text("ask_people").or(general.ask_people),
        language: language(table),
    }
}

/// Folders and files of the FAQ, as `selection` names them.
fn places(places: &[Spanned<String>], faq: &Path, diagnostics: &Diagnostics) -> Vec<String> {
    let mut found = Vec::new();
    for place in places {
        let path = place.value.trim_end_matches('/');
        let path = path.strip_prefix("./").unwrap_or(path);
        let is_inside = !path.is_empty()
            && !path.contains('\\')
            && path.split('/').all(|part| !matches!(part, "" | "." | ".."));
        if !is_inside {
            invalid(
                diagnostics,
                place.span.clone(),
                "this is no place in the FAQ folder",
                "write the name of a folder or file in it, with `/` between folders",
            );
        } else if faq.is_dir() && !is_there(faq, path) && !is_there(&faq.join("articles"), path) {
            diagnostics.error(
                "unknown-folder",
                place.span.clone(),
                format!("there is no `{path}` in `{}`", faq.display()),
                "create the folder, or take it out of `folders`",
            );
        } else {
            found.push(path.to_owned());
        }
    }
    found
}

/// Whether a folder holds this place, in this very spelling: on disks that take
/// `Chess` for `chess`, a file of `chess` would not be found to be in `Chess`.
fn is_there(folder: &Path, place: &str) -> bool {
    let mut folder = folder.to_owned();
    place.split('/').all(|name| {
        let entries = std::fs::read_dir(&folder);
        folder.push(name);
        entries.is_ok_and(|entries| {
            let mut entries = entries.flatten();
            entries.any(|entry| entry.file_name() == name)
        })
    })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::content::selection::Selection;
    use crate::diagnostic::SourceFile;
    use crate::text::Locale;

    /// The settings in a text, and what is wrong in it as `line:column code; help`.
    fn settings(text: &str) -> (Config, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        for name in ["shared", "chess", "articles/go"] {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        let file = Arc::new(SourceFile {
            path: super::super::FILE_NAME.into(),
            text: text.into(),
        });
        let diagnostics = Diagnostics::new(&file);
        let mut table = TableReader::parse(&diagnostics);
        let answer = super::super::read_answer(&mut table, &diagnostics);
        let (mut config, general) = match table.table("discord") {
            Some(table) => super::super::discord::read(table, &diagnostics),
            None => Default::default(),
        };
        let from = (folder.path(), &answer);
        read(
            table.table("guilds"),
            &general,
            &mut config,
            from,
            &diagnostics,
        );
        table.finish();
        let problems = diagnostics.into_vec().into_iter().map(|problem| {
            let (line, column) = problem.line_and_column();
            format!("{line}:{column} {}; {}", problem.code, problem.help)
        });
        (config, problems.collect())
    }

    #[test]
    fn a_server_has_its_own_settings_and_the_general_ones_for_the_rest() {
        let (config, problems) = settings(
            "[regions.uk]\nemergency = '999'\n\
             [discord]\nmoderators = ['Mod']\nhelpers = ['Helper']\nlisten = ['#help']\n\
             ask_people = '#people'\n\
             [guilds.12]\nfolders = ['shared/', './chess']\ndisclaimer = 'Ask.'\nregion = 'uk'\n\
             language = 'de'\nmoderators = ['Board']\nlisten = []\n\
             moderators_channel = '#board'\n[guilds.13]\nfolders = ['shared', 'go']\n",
        );
        assert_eq!(problems, [""; 0]);
        assert_eq!(
            config.servers[&12],
            Server {
                local: Local {
                    disclaimer: Some("Ask.".into()),
                    region: Some("uk".into()),
                },
                language: Some(Locale::of("de")),
                ask_people: Some("#people".into()),
                moderators: vec!["Board".into()],
                moderators_channel: Some("#board".into()),
                helpers: vec!["Helper".into()],
                listen: vec![],
            }
        );
        assert_eq!(config.servers[&13], config.general());
        let chess = Selection::new(vec!["shared".into(), "chess".into()], vec!["go".into()]);
        assert_eq!(config.view(Some(12)), &chess);
        let general = Selection::without(vec!["chess".into(), "go".into()]);
        assert_eq!([config.view(Some(14)), config.view(None)], [&general; 2]);
    }

    #[test]
    fn what_cannot_be_is_said_with_its_place() {
        let (_, problems) = settings(
            "[discord]\nfolders = ['nowhere']\n\
             [guilds.club]\n[guilds.7]\nfolders = ['..', 'chess', 'ches', '']\nregion = 'uk'\n\
             language = 'it'\nmoderators = ['@']\nlisten = 1\ndisclamer = 'Ask.'\n\
             [guilds]\n8 = 1\n",
        );
        snapbox::assert_data_eq!(
            problems.join("\n"),
            snapbox::str![[r#"
2:12 unknown-folder; create the folder, or take it out of `folders`
3:9 invalid-value; turn on Developer Mode in Discord, right-click the server and choose `Copy Server ID`
5:12 invalid-value; write the name of a folder or file in it, with `/` between folders
5:27 unknown-folder; create the folder, or take it out of `folders`
5:35 invalid-value; write the name of a folder or file in it, with `/` between folders
6:10 unknown-region; add `[regions.uk]` with its numbers
7:12 bad-value; did you mean `pt`
8:15 invalid-value; write a name as Discord shows it, or an id
9:10 wrong-type; put it between brackets: `listen = [1]`
10:1 unknown-key; did you mean `disclaimer`
12:5 wrong-type; write `[8]` on a line of its own, and its keys below
"#]]
        );
    }
}
