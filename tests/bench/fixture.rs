//! What is measured: engines over the shipped FAQ and over made banks, each
//! made once, when it is first asked for.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use faqbot::config::{self, Paths};
use faqbot::content;
use faqbot::engine::{Engine, Options};
use tempfile::TempDir;

use super::bank::Bank;
use super::plain::Plain;

/// The sizes of the made banks, in entries.
pub const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

/// How many different questions are asked, one after another.
const QUESTIONS: usize = 512;

/// Questions that no FAQ about massage answers.
const OFF_TOPIC: [&str; 16] = [
    "who painted the mona lisa",
    "my cat will not eat",
    "how do i reset my password",
    "what time does the shop close on sundays",
    "best pizza in town",
    "can i get a refund for my ticket",
    "haha",
    "why is the sky blue",
    "how long do i boil an egg",
    "is it going to rain tomorrow",
    "whats the wifi code",
    "lol same",
    "which bus goes to the station",
    "does anyone have a spare charger",
    "how do i change the language of the app",
    "recommend me a good book",
];

/// An engine with questions for it, and the yardstick.
pub struct Fixture {
    pub options: Options,
    pub engine: Engine,
    pub plain: Plain,
    pub questions: Vec<String>,
    /// The questions as far as they were typed, a letter at least.
    pub typed: Vec<String>,
}

/// Each text up to some letter of it, the same one every time.
fn typed(texts: &[String]) -> Vec<String> {
    let cut = |(number, text): (usize, &String)| {
        let letters = text.chars().count().max(1);
        text.chars().take(1 + number * 7 % letters).collect()
    };
    texts.iter().enumerate().map(cut).collect()
}

/// The FAQ that comes with faqbot. Its questions are its alternates, and some
/// about other things.
pub fn shipped() -> &'static Fixture {
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let options = options(Path::new(env!("CARGO_MANIFEST_DIR")));
        let (files, _) = content::scan(&options.faq, &options.content);
        let passages: Vec<_> = files
            .iter()
            .flat_map(|file| content::load(file).passages)
            .collect();
        let texts = passages.iter().map(|passage| {
            let alternates = passage.alternates.join(" ");
            [&passage.title, alternates.as_str(), &passage.text].join(" ")
        });
        let alternates = passages.iter().flat_map(|passage| &passage.alternates);
        let off_topic = OFF_TOPIC.iter().map(|&question| question.to_owned());
        let questions: Vec<_> = alternates.cloned().chain(off_topic).collect();
        Fixture {
            engine: open(&options),
            plain: plain(texts),
            typed: typed(&questions),
            questions,
            options,
        }
    })
}

/// A made bank of one of [`SIZES`], with its index.
pub fn made(entries: usize) -> &'static Fixture {
    static FIXTURES: [OnceLock<Fixture>; SIZES.len()] = [const { OnceLock::new() }; SIZES.len()];
    let place = SIZES.iter().position(|&size| size == entries);
    FIXTURES[place.expect("a bank of one of the sizes")].get_or_init(|| {
        let bank = Bank::new(entries);
        let options = written(&bank);
        let questions = bank.questions(QUESTIONS);
        Fixture {
            engine: open(&options),
            plain: plain(bank.entries.iter().map(|entry| entry.text())),
            typed: typed(&questions),
            questions,
            options,
        }
    })
}

/// The files of a made bank, not yet indexed.
pub fn written(bank: &Bank) -> Options {
    let folder = new_folder();
    let options = options(&folder);
    fs::create_dir(&options.faq).expect("the temporary folder can be written");
    bank.write(&options.faq);
    options
}

/// An entry whose answer is another one after each edit.
pub const EDITED: &str = "edited-0";

/// A bank that an edited file is indexed in, again and again.
pub struct Edited {
    pub options: Options,
    bank: Bank,
    editions: AtomicU64,
}

impl Edited {
    /// A bank of this many entries and a file of ten, indexed.
    pub fn new(entries: usize) -> Self {
        let bank = Bank::new(entries);
        let edited = Edited {
            options: written(&bank),
            bank,
            editions: AtomicU64::default(),
        };
        edited.edit();
        open(&edited.options);
        edited
    }

    /// Changes all of the ten entries, see [`EDITED`].
    pub fn edit(&self) {
        let edition = self.editions.fetch_add(1, Ordering::Relaxed);
        let path = self.options.faq.join("edited.toml");
        fs::write(path, self.bank.edited_file(edition))
            .expect("the temporary folder can be written");
    }
}

/// Opens an engine and brings its index up to date.
pub fn open(options: &Options) -> Engine {
    let (engine, report) = Engine::open(options, &|_, _| ()).expect("the index can be made");
    assert_eq!(report.errors, 0, "{:?}", report.diagnostics);
    assert_eq!(report.in_memory, None);
    engine
}

/// The same options with an index folder that is empty yet.
pub fn with_new_index(options: &Options) -> Options {
    Options {
        index: new_folder().join("index"),
        ..options.clone()
    }
}

/// The options of the FAQ in `folder`; its index is in a temporary folder.
fn options(folder: &Path) -> Options {
    let paths = Paths {
        config: None,
        faq: Some(folder.join("faq")),
        index: Some(new_folder().join("index")),
    };
    config::load(&paths)
        .expect("the settings can be read")
        .engine
}

fn plain(texts: impl Iterator<Item = String>) -> Plain {
    Plain::make(&new_folder(), texts).expect("the yardstick can be made")
}

static FOLDER: OnceLock<TempDir> = OnceLock::new();

/// A new folder, in the build folder: on a disk, and gone with `cargo clean`
/// where a run was stopped.
fn new_folder() -> PathBuf {
    static FOLDERS: AtomicU64 = AtomicU64::new(0);
    let all = FOLDER.get_or_init(|| {
        TempDir::new_in(env!("CARGO_TARGET_TMPDIR")).expect("the build folder can be written")
    });
    let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
    let folder = all.path().join(number.to_string());
    fs::create_dir(&folder).expect("the temporary folder can be written");
    folder
}

/// Removes everything that was made.
pub fn clear() {
    if let Some(folder) = FOLDER.get() {
        // What cannot be removed goes with `cargo clean`.
        let _ = fs::remove_dir_all(folder.path());
    }
}
