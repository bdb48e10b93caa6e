//! What of a folder is seen, and what wins.

use proptest::prelude::*;

use super::super::testing::found;
use super::*;

const CHESS: u64 = 1;
const GO: u64 = 2;

fn places(places: &[&str]) -> Vec<String> {
    places.iter().map(|place| (*place).to_owned()).collect()
}

fn clubs(general: &[&str]) -> Division {
    let named = [
        (CHESS, places(&["shared", "chess"])),
        (GO, places(&["shared", "go"])),
    ];
    Division::new(&places(general), &named.into())
}

fn file(path: &str, ids: &[&str]) -> FoundFile {
    let mut text = "title = 'T'\n".to_owned();
    for id in ids {
        text += &format!("[[entry]]\nid = '{id}'\nquestion = '{id} of {path}'\nanswer = 'A'\n");
    }
    found(path, &text)
}

/// What is loaded of each file, as `path: ids`.
fn loaded(files: &[FoundFile]) -> Vec<String> {
    let line = |file: &FoundFile| {
        let ids: Vec<_> = load(file).passages.into_iter().map(|one| one.id).collect();
        format!("{}: {}", file.path, ids.join(" "))
    };
    files.iter().map(line).collect()
}

#[test]
fn everybody_sees_what_is_theirs_and_what_is_shared() {
    let clubs = clubs(&[]);
    let paths = [
        "shared/a.toml",
        "chess/b.toml",
        "go/c.toml",
        "d.toml",
        "chess-2/e.toml",
    ];
    let seen = |selection: &Selection| {
        let seen = paths.iter().filter(|path| selection.sees(path));
        seen.copied().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(seen(&clubs.general), "shared/a.toml d.toml chess-2/e.toml");
    assert_eq!(seen(&clubs.views[&CHESS]), "shared/a.toml chess/b.toml");
    assert_eq!(seen(&clubs.views[&GO]), "shared/a.toml go/c.toml");
    assert_eq!(seen(&clubs.own[&GO]), "go/c.toml");
    assert_eq!(seen(&Selection::nothing()), "");
}

#[test]
fn a_base_that_one_server_uses_is_shared_when_the_general_view_names_it() {
    let named = [(CHESS, places(&["shared", "chess"]))].into();
    let alone = Division::new(&[], &named);
    assert!(!alone.general.sees("shared/a.toml"));
    let shared = Division::new(&places(&["shared"]), &named);
    assert!(shared.general.sees("shared/a.toml"));
    assert!(!shared.general.sees("d.toml"));
    assert!(!shared.own[&CHESS].sees("shared/a.toml"));
}

#[test]
fn articles_of_a_folder_stand_among_the_articles() {
    let clubs = clubs(&[]);
    assert!(clubs.views[&CHESS].sees("articles/chess/openings.md"));
    assert!(!clubs.views[&GO].sees("articles/chess/openings.md"));
    assert!(!clubs.general.sees("articles/chess/openings.md"));
    assert!(clubs.general.sees("articles/guide.md"));
    let named = [(CHESS, places(&["chess"])), (GO, places(&["articles"]))];
    let clubs = Division::new(&[], &named.into());
    assert!(clubs.views[&CHESS].sees("articles/chess/openings.md"));
    assert!(!clubs.views[&GO].sees("articles/chess/openings.md"));
}

#[test]
fn a_place_inside_the_place_of_another_is_hidden_from_that_one() {
    let named = [
        (CHESS, places(&["clubs"])),
        (GO, places(&["clubs/go.toml"])),
    ];
    let clubs = Division::new(&[], &named.into());
    assert!(clubs.views[&GO].sees("clubs/go.toml"));
    assert!(!clubs.views[&CHESS].sees("clubs/go.toml"));
    assert!(clubs.views[&CHESS].sees("clubs/chess.toml"));
    assert!(!clubs.views[&GO].sees("clubs/chess.toml"));
    assert!(!clubs.general.sees("clubs/go.toml"));
}

#[test]
fn of_two_entries_with_one_id_the_one_of_the_later_place_is_loaded() {
    let files = vec![
        file("chess/a.toml", &["hours", "board"]),
        file("go/a.toml", &["hours"]),
        file("shared/a.toml", &["hours", "fee"]),
    ];
    let clubs = clubs(&[]);
    let seen = clubs.views[&CHESS].of(files.clone(), &Overridden::new());
    assert_eq!(
        loaded(&seen),
        ["chess/a.toml: hours board", "shared/a.toml: fee"]
    );
    assert_ne!(seen[1].hash, files[2].hash, "it reads differently");
    let seen = clubs.general.of(files, &Overridden::new());
    assert_eq!(loaded(&seen), ["shared/a.toml: hours fee"]);
}

#[test]
fn a_file_that_breaks_still_wins_where_it_won_and_hides_nothing_else() {
    let chess = &clubs(&[]).views[&CHESS];
    let shared = file("shared/a.toml", &["hours", "fee"]);
    let good = chess.of(
        vec![file("chess/a.toml", &["hours"]), shared.clone()],
        &Overridden::new(),
    );
    let broken = found("chess/a.toml", "title = 'T'\n[[entry]]\nid = 'hours'\n");
    let files = vec![broken, shared];
    let after = chess.of(files.clone(), &overridden(&good));
    assert_eq!(loaded(&after)[1], "shared/a.toml: fee");
    let fresh = chess.of(files, &Overridden::new());
    assert_eq!(loaded(&fresh)[1], "shared/a.toml: hours fee");
}

#[test]
fn urgent_signs_are_for_everybody() {
    let mut urgent = found("urgent.toml", "");
    urgent.kind = FileKind::Urgent;
    let seen = clubs(&[]).views[&CHESS].of(vec![urgent], &Overridden::new());
    assert_eq!(seen.len(), 1);
}

fn any_places() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("(articles|[ab])(/[ab]){0,2}", 0..4)
}

proptest! {
    /// Whatever is named: what a server alone has named is seen by no other one.
    #[test]
    fn nothing_of_one_server_is_seen_by_another(
        general in any_places(),
        servers in prop::collection::vec(any_places(), 0..4),
        path in "(articles|[ab])(/[ab]){0,3}",
    ) {
        let named: BTreeMap<u64, Vec<String>> = (1..).zip(servers).collect();
        let division = Division::new(&general, &named);
        let owners = division.own.iter().filter(|(_, own)| own.sees(&path));
        let owners: Vec<u64> = owners.map(|(who, _)| *who).collect();
        prop_assert!(owners.len() <= 1, "{owners:?}");
        for (who, view) in &division.views {
            prop_assert!(owners.iter().all(|owner| owner == who) || !view.sees(&path));
        }
        prop_assert!(owners.is_empty() || !division.general.sees(&path));
    }
}
