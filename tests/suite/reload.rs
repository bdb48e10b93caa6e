//! The FAQ files change while questions are answered: what is taken up, what
//! stays, and what is told.

use std::fs;
use std::sync::Arc;

use faqbot::answer::outcome::Outcome;
use faqbot::answer::question::Question;
use faqbot::content::selection::Selection;
use faqbot::engine::views::Views;
use faqbot::engine::{Engine, EngineError, Folder, Options};
use faqbot::eval;
use faqbot::reload::{Reloaded, Reloader, is_behind};
use faqbot::search::storage::Storage;

use crate::support::FaqTest;

const SHOP: &str = "title = 'The shop'\n\
    [[entry]]\nid = 'hours'\nquestion = 'When is the shop open?'\nanswer = 'From ten to six.'\n\
    [[entry]]\nid = 'repairs'\nquestion = 'How long does a repair take?'\nanswer = 'Two days.'\n";

const TEA: &str = "title = 'Tea'\n\
    [[entry]]\nid = 'brew'\nquestion = 'How long does tea brew?'\nanswer = 'Three minutes.'\n";

/// A project, and the engine that answers from it.
struct Live {
    test: FaqTest,
    engine: Arc<Engine>,
    reloader: Reloader,
}

impl Live {
    fn new(test: FaqTest, eval: eval::Config) -> Live {
        let (engine, report) = Engine::open(&test.options(), &|_, _| {}).expect("an engine");
        let engine = Arc::new(engine);
        let known = &report.diagnostics;
        Live {
            reloader: Reloader::new(Arc::clone(&engine), test.options(), eval, known),
            engine,
            test,
        }
    }

    fn shop() -> Live {
        let test = FaqTest::new().faq("shop.toml", SHOP).faq("tea.toml", TEA);
        Live::new(test, eval::Config::default())
    }

    /// The answer, or nothing.
    fn answer(&self, question: &str) -> Option<String> {
        let response = self.engine.ask(&Question::new(question)).expect("an index");
        match response.outcome {
            Outcome::Answer(answer) => Some(answer.passage.text),
            _ => None,
        }
    }

    fn reloads(&self) -> Reloaded {
        let reloaded = self.reloader.reload().expect("a folder");
        reloaded.expect("something has changed")
    }
}

/// What is told of the files, as `path:line code`.
fn told(reloaded: &Reloaded) -> Vec<String> {
    let problems = reloaded.problems.iter().map(|problem| {
        let (line, _) = problem.line_and_column();
        let (_, path) = problem.file.path.rsplit_once("faq/").expect("in `faq/`");
        format!("{path}:{line} {}", problem.code)
    });
    problems.collect()
}

#[test]
fn edited_new_renamed_and_deleted_files_are_taken_up() {
    let live = Live::shop();
    let tea = "how long does tea brew";
    assert_eq!(live.answer(tea).as_deref(), Some("Three minutes."));
    assert!(live.reloader.reload().expect("a folder").is_none());

    live.test.edit("faq/tea.toml", "Three", "Four");
    let reloaded = live.reloads();
    assert_eq!((reloaded.report.indexed, reloaded.report.removed), (1, 0));
    assert_eq!(live.answer(tea).as_deref(), Some("Four minutes."));

    fs::rename(
        live.test.path("faq/tea.toml"),
        live.test.path("faq/drinks.toml"),
    )
    .expect("a rename");
    let reloaded = live.reloads();
    assert_eq!((reloaded.report.indexed, reloaded.report.removed), (1, 1));
    assert_eq!(live.answer(tea).as_deref(), Some("Four minutes."));

    live.test.remove("faq/drinks.toml");
    live.reloads();
    assert_eq!(live.answer(tea), None);

    fs::create_dir(live.test.path("faq/more")).expect("a folder");
    live.test.write("faq/more/tea.toml", TEA);
    live.reloads();
    assert_eq!(live.answer(tea).as_deref(), Some("Three minutes."));
}

/// How sure an engine has to be of an answer.
fn threshold(engine: &Engine) -> f32 {
    let asked = engine.ask(&Question::new("tea for a repair?"));
    let explained = asked.expect("an index").explain().expect("an index");
    explained.threshold
}

#[test]
fn a_change_is_live_with_the_threshold_of_before_and_has_its_own_soon() {
    let live = Live::shop();
    let before = threshold(&live.engine);
    let alike = |number| {
        format!("[[entry]]\nid = 'tea-{number}'\nquestion = 'Tea {number}?'\nanswer = 'Yes.'\n")
    };
    let teas = String::from_iter((0..30).map(alike));
    live.test
        .write("faq/teas.toml", format!("title = 'Teas'\n{teas}"));
    let options = live.test.options();
    let folder = Folder::read(&options).expect("a folder");
    let reopened = live.engine.reopened(&folder, &options).expect("an index");
    let changed = reopened.engine.expect("something has changed");
    assert_eq!(threshold(&changed), before);

    let (fresh, _) = Engine::in_memory(&options, &|_, _| {}).expect("an engine");
    let own = threshold(&fresh);
    assert_ne!(own, before);
    changed.calibrate().expect("an index");
    assert_eq!(threshold(&changed), own);
    live.reloads();
    assert_eq!(threshold(&live.engine), own);
}

#[test]
fn a_broken_file_keeps_its_last_good_answers_and_is_told_once() {
    let live = Live::shop();
    // One entry gets better, the other gets an error.
    live.test
        .edit("faq/shop.toml", "ten to six", "nine to five");
    live.test
        .edit("faq/shop.toml", "id = 'repairs'", "id = 'Repairs!'");
    live.test.edit("faq/tea.toml", "Three", "Four");
    let reloaded = live.reloads();
    assert_eq!(told(&reloaded), ["shop.toml:7 bad-id"]);
    assert_eq!(
        live.answer("when is the shop open").as_deref(),
        Some("From ten to six."),
        "the file stays as it was"
    );
    assert_eq!(
        live.answer("how long does a repair take").as_deref(),
        Some("Two days.")
    );
    assert_eq!(
        live.answer("how long does tea brew").as_deref(),
        Some("Four minutes."),
        "the others go on"
    );

    live.test.edit("faq/tea.toml", "Four", "Five");
    assert_eq!(told(&live.reloads()), [""; 0]);

    live.test
        .edit("faq/shop.toml", "title = 'The shop'", "title = ");
    assert!(!told(&live.reloads()).is_empty(), "another error is told");
    assert!(live.answer("when is the shop open").is_some());

    live.test
        .write("faq/shop.toml", SHOP.replace("ten", "nine"));
    assert_eq!(told(&live.reloads()), [""; 0]);
    assert_eq!(
        live.answer("when is the shop open").as_deref(),
        Some("From nine to six.")
    );
}

#[test]
fn files_that_clash_are_told_by_those_who_see_both() {
    let live = Live::shop();
    live.test.write("faq/old.toml", TEA);
    let clash = ["tea.toml:3 duplicate-id", "tea.toml:4 colliding-question"];
    assert_eq!(told(&live.reloads()), clash);
    live.test
        .edit("faq/shop.toml", "ten to six", "nine to five");
    assert_eq!(told(&live.reloads()), [""; 0], "once");
    live.test.remove("faq/old.toml");
    assert_eq!(live.reloads().errors, 0);
    let (live, views, club) = club(&["shared", "chess"]);
    live.test
        .write("faq/chess/more.toml", CHESS.replace("'Who", "'So who"));
    assert_eq!(told(&live.reloads()), ["chess/own.toml:3 duplicate-id"]);
    let errors = live.reloader.errors();
    let seen = |view| errors.seen(view).len();
    assert_eq!((seen(&club), seen(&views.options().selection)), (1, 0));
}

#[test]
fn urgent_signs_with_an_error_go_on_as_before() {
    let live = Live::new(FaqTest::shipped(), eval::Config::default());
    let numb = "my groin is numb";
    assert!(live.engine.urgent(numb).is_some());
    live.test.write("faq/urgent.toml", "[[group]]\nid = ");
    let reloaded = live.reloads();
    assert_eq!(told(&reloaded).len(), 1);
    assert!(live.engine.urgent(numb).is_some());
    // As a save leaves it that went wrong.
    live.test.write("faq/urgent.toml", "");
    assert_eq!(told(&live.reloads()), ["urgent.toml:1 no-groups"]);
    assert!(live.engine.urgent(numb).is_some());
    // Told once, though the file is read each time.
    live.test.write("faq/tea.toml", TEA);
    assert_eq!(told(&live.reloads()), [""; 0]);
    assert!(live.engine.urgent(numb).is_some());
}

#[test]
fn a_folder_that_is_empty_or_gone_takes_no_answers_away() {
    let live = Live::shop();
    let (faq, aside) = (live.test.path("faq"), live.test.path("aside"));
    fs::rename(&faq, &aside).expect("a rename");
    let gone = live.reloader.reload().expect_err("no folder");
    assert!(matches!(gone, EngineError::NoFolder(_)), "{gone}");
    fs::create_dir(&faq).expect("a folder");
    let empty = live.reloader.reload().expect_err("an empty folder");
    assert!(matches!(empty, EngineError::Emptied(_)), "{empty}");
    assert!(live.answer("when is the shop open").is_some());
    fs::remove_dir(&faq).expect("an empty folder");
    fs::rename(&aside, &faq).expect("a rename");
    assert!(live.reloader.reload().expect("a folder").is_none());
}

const GOLDEN: &str = "[[question]]\nask = 'when is the shop open'\naccept = ['hours']\n\
    [[question]]\nask = 'how long does tea brew'\naccept = ['brew']\n\
    [[question]]\nask = 'who won the match'\n";

fn golden(block: bool) -> Live {
    let test = FaqTest::new().faq("shop.toml", SHOP).faq("tea.toml", TEA);
    judged(test, block)
}

fn judged(test: FaqTest, block: bool) -> Live {
    test.write("golden.toml", GOLDEN);
    Live::new(test, floor(block))
}

fn floor(block: bool) -> eval::Config {
    eval::Config {
        golden: None,
        floor: Some(90.0),
        block,
    }
}

#[test]
fn a_change_that_breaks_golden_questions_is_told_with_the_questions() {
    let live = golden(false);
    live.test.write("faq/match.toml", MATCH);
    let reloaded = live.reloads();
    let worse = reloaded.worse.as_ref().expect("it is worse");
    assert_eq!(worse.below, ["1 question answered that must not be"]);
    let broken = worse.broken.iter();
    let broken: Vec<_> = broken.map(|failure| &failure.question.ask).collect();
    assert_eq!(broken, ["who won the match"]);
    assert!(reloaded.held.is_empty());
    assert!(live.answer("who won the match").is_some());

    // Once: what follows makes nothing worse.
    live.test.edit("faq/tea.toml", "Three", "Four");
    assert!(live.reloads().worse.is_none());
    live.test.remove("faq/match.toml");
    assert!(live.reloads().worse.is_none());
    live.test.write("faq/match.toml", MATCH);
    assert!(live.reloads().worse.is_some(), "but each time it happens");
}

#[test]
fn such_a_change_is_kept_from_members_where_the_owner_wants_that() {
    let live = golden(true);
    live.test.write("faq/match.toml", MATCH);
    let everything = Selection::default();
    let reloaded = live.reloads();
    assert!(reloaded.worse.is_some());
    assert_eq!(reloaded.held, std::slice::from_ref(&everything));
    assert_eq!(live.answer("who won the match"), None);

    // Told once, and what comes on top of it waits with it.
    let tea = "how long does tea brew";
    live.test.edit("faq/tea.toml", "Three", "Four");
    let reloaded = live.reloads();
    assert!(reloaded.worse.is_none());
    assert_eq!(reloaded.held, [everything]);
    assert_eq!(live.answer(tea).as_deref(), Some("Three minutes."));

    live.test.remove("faq/match.toml");
    let reloaded = live.reloads();
    assert!(reloaded.worse.is_none() && reloaded.held.is_empty());
    assert_eq!(live.answer(tea).as_deref(), Some("Four minutes."));
}

#[test]
fn answers_that_were_never_good_enough_keep_no_edit_from_members() {
    let test = FaqTest::new()
        .faq("match.toml", MATCH)
        .faq("tea.toml", TEA)
        .faq("shop.toml", SHOP);
    let live = judged(test, true);
    live.test.edit("faq/tea.toml", "Three", "Four");
    let reloaded = live.reloads();
    assert!(reloaded.worse.is_none() && reloaded.held.is_empty());
    let tea = live.answer("how long does tea brew");
    assert_eq!(tea.as_deref(), Some("Four minutes."));
}

#[test]
fn what_takes_away_an_answer_that_the_golden_set_asks_for_is_kept_from_members_too() {
    let live = golden(true);
    live.test.remove("faq/tea.toml");
    let reloaded = live.reloads();
    let worse = reloaded.worse.expect("an answer is gone");
    assert_eq!(worse.below, ["S@1 is 50.0%"]);
    let codes: Vec<_> = reloaded.golden.iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["unknown-id"]);
    let tea = live.answer("how long does tea brew");
    assert_eq!(tea.as_deref(), Some("Three minutes."));
    live.test
        .write("faq/tea.toml", TEA.replace("Three", "Four"));
    assert!(live.reloads().held.is_empty());
    let tea = live.answer("how long does tea brew");
    assert_eq!(tea.as_deref(), Some("Four minutes."));
}

#[test]
fn a_golden_set_that_names_what_is_gone_is_told_once_and_not_asked() {
    let live = golden(false);
    let codes = |reloaded: Reloaded| -> Vec<&str> {
        assert!(reloaded.held.is_empty() && reloaded.problems.is_empty());
        reloaded.golden.iter().map(|one| one.code).collect()
    };
    live.test.remove("faq/tea.toml");
    assert_eq!(codes(live.reloads()), ["unknown-id"]);
    live.test.write("faq/match.toml", MATCH);
    let reloaded = live.reloads();
    assert!(reloaded.worse.is_none(), "it is not asked");
    assert_eq!(codes(reloaded), [""; 0], "it is told once");
    live.test.write("faq/tea.toml", TEA);
    assert_eq!(codes(live.reloads()), [""; 0]);
    live.test.remove("faq/tea.toml");
    assert_eq!(codes(live.reloads()), ["unknown-id"], "it was mended");
}

/// A base, and a club's own folder; the club sees these `places`.
fn club(places: &[&str]) -> (Live, Arc<Views>, Selection) {
    let test = FaqTest::new()
        .faq("shared/tea.toml", TEA)
        .faq("shared/shop.toml", SHOP)
        .faq("chess/own.toml", CHESS);
    test.write("golden.toml", GOLDEN);
    let options = Options {
        selection: Selection::without(vec!["chess".to_owned()]),
        ..test.options()
    };
    let places = places.iter().map(|place| (*place).to_owned());
    let view = Selection::new(places.collect(), Vec::new());
    let (views, report) = Views::open(&options, [&view], &|_, _| {}).expect("engines");
    let views = Arc::new(views);
    let live = Live {
        reloader: Reloader::of(Arc::clone(&views), floor(true), &report.diagnostics),
        engine: Arc::clone(views.general()),
        test,
    };
    (live, views, view)
}

#[test]
fn what_a_server_has_for_itself_does_not_wait_for_what_all_see() {
    let (live, views, own) = club(&["chess"]);
    let clock = || {
        let asked = views.of(&own).ask(&Question::new("who brings the clock"));
        match asked.expect("an index").outcome {
            Outcome::Answer(answer) => answer.passage.text,
            other => panic!("{other:?}"),
        }
    };
    live.test.write("faq/shared/match.toml", MATCH);
    let held = live.reloads().held;
    assert_eq!(held, [views.options().selection.clone()]);
    live.test.edit("faq/chess/own.toml", "You.", "The host.");
    assert_eq!(live.reloads().held, held);
    assert_eq!(clock(), "The host.");
}

#[test]
fn an_error_is_not_told_again_when_another_file_gives_an_entry_in_its_stead() {
    let (live, ..) = club(&["shared", "chess"]);
    live.test
        .edit("faq/shared/shop.toml", "id = 'repairs'", "id = 'Repairs!'");
    assert_eq!(told(&live.reloads()), ["shared/shop.toml:7 bad-id"]);
    live.test.edit("faq/shared/tea.toml", "Three", "Four");
    assert_eq!(told(&live.reloads()), [""; 0]);
    // So the file reads differently for the club, and is read again.
    live.test
        .edit("faq/chess/own.toml", "id = 'clock'", "id = 'hours'");
    assert_eq!(told(&live.reloads()), [""; 0]);
}

const CHESS: &str = "title = 'Chess'\n\
    [[entry]]\nid = 'clock'\nquestion = 'Who brings the clock?'\nanswer = 'You.'\n";

/// An entry that answers what must not be answered.
const MATCH: &str = "title = 'Sport'\n\
    [[entry]]\nid = 'match'\nquestion = 'Who won the match?'\nanswer = 'We did.'\n";

#[test]
fn what_another_process_is_in_the_way_of_is_taken_up_when_it_is_done() {
    let live = Live::shop();
    let tea = "how long does tea brew";
    let writing = Storage::new(&live.test.options().index).lock();
    live.test.edit("faq/tea.toml", "Three", "Four");
    let result = live.reloader.reload();
    assert!(is_behind(&result), "it says that it is not done");
    let error = result.expect_err("not done").to_string();
    assert_eq!(error, "another process is writing the index");
    assert_eq!(live.answer(tea).as_deref(), Some("Three minutes."));
    drop(writing);
    assert_eq!(live.reloads().report.indexed, 1);
    assert_eq!(live.answer(tea).as_deref(), Some("Four minutes."));
    assert!(live.reloader.reload().expect("a folder").is_none());
}

#[test]
fn an_edit_that_the_other_process_has_not_written_is_not_forgotten() {
    let live = Live::shop();
    live.test.edit("faq/tea.toml", "Three", "Four");
    // The other process commits this, and is at it again when the next edit comes.
    drop(live.test.engine());
    let writing = Storage::new(&live.test.options().index).lock();
    live.test.edit("faq/tea.toml", "Four", "Five");
    let result = live.reloader.reload();
    assert!(is_behind(&result), "{result:?}");
    let tea = "how long does tea brew";
    assert_eq!(live.answer(tea).as_deref(), Some("Four minutes."));
    drop(writing);
    live.reloads();
    assert_eq!(live.answer(tea).as_deref(), Some("Five minutes."));
}
