//! Completion over small banks, as people type.

use proptest::prelude::*;

use crate::content::source::FoundFile;
use crate::search::searcher::Searcher;
use crate::search::testing::{file, on_disk, searcher};

fn garden() -> Vec<FoundFile> {
    vec![
        file(
            "garden.toml",
            "title = 'Garden'\n\
             [[entry]]\nid = 'prune'\nquestion = 'When do I prune roses?'\n\
             alternates = ['cutting back a shrub']\nanswer = 'In March.'\n\
             [[entry]]\nid = 'water'\nquestion = 'How do I water tomatoes?'\n\
             answer = 'In the morning, like roses.'\n\
             [[entry]]\nid = 'roses'\nquestion = 'Roses'\nanswer = 'There are 300 kinds.'\n",
        ),
        file(
            "articles/soil.md",
            "+++\ntitle = 'Soil'\n+++\n## Compost {#compost}\nTurn it in March.\n\n\
             ## Roses on clay {#clay}\nDig deep.\n",
        ),
    ]
}

fn completed(searcher: &Searcher, typed: &str) -> Vec<String> {
    let passages = searcher.complete(typed, 10).unwrap();
    passages.into_iter().map(|passage| passage.id).collect()
}

#[track_caller]
fn completes(typed: &str, expected: &[&str]) {
    assert_eq!(completed(&searcher(&garden()), typed), expected, "{typed}");
}

#[test]
fn entries_come_before_sections_in_the_order_of_their_files() {
    let beginning = searcher(&garden()).beginning(4).unwrap();
    let ids: Vec<_> = beginning.iter().map(|passage| &*passage.id).collect();
    assert_eq!(ids, ["prune", "water", "roses", "soil#compost"]);
}

#[test]
fn a_letter_begins_words_of_titles_before_others() {
    completes("w", &["prune", "water"]);
    completes("t", &["water"]);
    completes("s", &["prune"]);
    completes("z", &[]);
}

#[test]
fn the_last_word_may_be_half_typed_and_the_order_is_free() {
    completes("how do i wat", &["water"]);
    completes("tomato wat", &["water"]);
    completes("HOW, do - I", &["water"]);
    completes("comp", &["soil#compost"]);
}

#[test]
fn titles_come_before_alternates_and_those_before_the_text() {
    completes("rose", &["prune", "roses", "soil#clay", "water"]);
    completes("cut shru", &["prune"]);
    completes("march", &["prune", "soil#compost"]);
    completes("300", &["roses"]);
}

#[test]
fn a_title_that_was_typed_to_its_end_comes_first() {
    completes("roses", &["roses", "prune", "soil#clay", "water"]);
}

#[test]
fn a_mistyped_word_is_taken_for_one_like_it() {
    completes("tomtoes", &["water"]);
    completes("wter toma", &["water"]);
    completes("tomatose wa", &["water"]);
    completes("xoses", &[]);
    // "tomes" and "tome" are English, and "tomx" may become anything.
    completes("tomes", &[]);
    completes("tome x", &[]);
    completes("tomx", &[]);
}

#[test]
fn a_word_that_nothing_has_is_passed_over_where_the_others_tell_more() {
    completes("is it ok to prune", &["prune"]);
    completes("how do i skateboard", &[]);
    completes("could it be roses in march", &["prune", "soil#compost"]);
    completes("is there a rose", &["prune", "roses", "soil#clay", "water"]);
}

#[test]
fn a_long_section_is_one_choice() {
    let long = "Yeast needs time. ".repeat(200);
    let article = format!("+++\ntitle = 'Bread'\n+++\n## Yeast {{#yeast}}\n{long}\n\n{long}\n");
    let searcher = searcher(&[file("articles/bread.md", &article)]);
    assert!(searcher.passages() > 1);
    assert_eq!(completed(&searcher, "ye"), ["bread#yeast"]);
    assert_eq!(completed(&searcher, "time"), ["bread#yeast"]);
    assert_eq!(searcher.complete("yeast", 1).unwrap()[0].part, 0);
}

#[test]
fn an_edited_bank_has_what_is_there_now_in_the_order_of_its_files() {
    let folder = tempfile::tempdir().unwrap();
    let config = crate::search::searcher::Config::default();
    let mut files = garden();
    on_disk(folder.path(), &files);
    files[0] = file(
        "garden.toml",
        "title = 'Garden'\n\
         [[entry]]\nid = 'lawn'\nquestion = 'Who mows the lawn?'\nanswer = 'Sheep.'\n",
    );
    files.push(file(
        "a.toml",
        "title = 'A'\n[[entry]]\nid = 'a'\nquestion = 'Who sows?'\nanswer = 'Wind.'\n",
    ));
    let searcher = open(&on_disk(folder.path(), &files), &config);
    assert_eq!(completed(&searcher, "w"), ["a", "lawn"]);
    assert_eq!(completed(&searcher, "rose"), ["soil#clay"]);
    let catalogue = searcher.catalogue().unwrap();
    assert_eq!((catalogue.len(), catalogue.entries()), (4, 2));
}

#[test]
fn a_bank_with_nothing_in_it_completes_nothing() {
    let searcher = searcher(&[]);
    assert_eq!(completed(&searcher, "w"), [""; 0]);
    assert!(searcher.beginning(5).unwrap().is_empty());
    assert!(searcher.catalogue().unwrap().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_typed_gets_at_most_so_many_choices_each_once(
        text in any::<String>(),
        near in "((how|roses?|tomat|compst|300|é|in|m) ?){0,20}",
        limit in 0_usize..6,
    ) {
        static SEARCHER: std::sync::LazyLock<Searcher> =
            std::sync::LazyLock::new(|| searcher(&garden()));
        for typed in [&text, &near] {
            let all = completed(&SEARCHER, typed);
            let unique: std::collections::BTreeSet<_> = all.iter().collect();
            prop_assert_eq!(unique.len(), all.len());
            let first = SEARCHER.complete(typed, limit).unwrap();
            let first: Vec<_> = first.into_iter().map(|passage| passage.id).collect();
            prop_assert_eq!(&first[..], &all[..limit.min(all.len())]);
        }
    }
}
