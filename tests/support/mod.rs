//! `FaqTest`: a project in a temporary folder, and faqbot run in it as a
//! person would.
//!
//! Output is compared whole. What differs from run to run (times, sizes, the
//! name of the folder, how sure the bot is) is masked, see [`mask`].

#[cfg(feature = "discord")]
#[allow(
    dead_code,
    unused_imports,
    reason = "each test and benchmark uses other parts"
)]
pub mod discord;
mod mask;
mod process;
#[cfg(feature = "discord")]
pub mod tea;

use std::fs;
use std::path::{Path, PathBuf};

use faqbot::config;
use faqbot::engine::{Engine, Options};
use serde_json::Value;
use snapbox::IntoData;
use tempfile::TempDir;

pub use process::{Ran, faqbot};

/// The project that ships: the folder of `Cargo.toml`.
pub const SHIPPED: &str = env!("CARGO_MANIFEST_DIR");

/// A project in a folder of its own, deleted at the end of the test.
pub struct FaqTest {
    folder: TempDir,
}

impl FaqTest {
    /// An empty folder: no `faq/`, no settings.
    pub fn new() -> Self {
        FaqTest {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// A copy of the FAQ and the settings that ship.
    pub fn shipped() -> Self {
        let test = FaqTest::new();
        let shipped = Path::new(SHIPPED);
        copy_folder(&shipped.join("faq"), &test.path("faq"));
        fs::copy(shipped.join("faqbot.toml"), test.path("faqbot.toml")).expect("the settings");
        test
    }

    /// Adds or changes a file of the FAQ.
    pub fn faq(self, name: &str, text: &str) -> Self {
        self.write(&format!("faq/{name}"), text);
        self
    }

    /// Sets `faqbot.toml`.
    pub fn settings(self, text: &str) -> Self {
        self.write("faqbot.toml", text);
        self
    }

    /// A place in the project.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file of the project, and the folders above it.
    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path(name);
        let folder = path.parent().expect("a file stands in a folder");
        fs::create_dir_all(folder).expect("a folder for the file");
        fs::write(path, text).expect("a file of the project");
    }

    /// A text with the folder of the project and what differs from run to run
    /// masked.
    pub fn masked(&self, text: &str) -> String {
        mask::mask(text, &self.folder.path().display().to_string())
    }

    /// Replaces a text in a file that has it.
    pub fn edit(&self, name: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(name)).expect("the file to edit");
        assert!(text.contains(from), "`{name}` has no `{from}`");
        self.write(name, text.replace(from, to));
    }

    /// Deletes a file.
    pub fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).expect("the file to delete");
    }

    /// Runs faqbot in the project and compares all that it prints, and how it
    /// ends.
    #[track_caller]
    pub fn run(&self, arguments: &[&str], expected: impl IntoData) -> &Self {
        self.ran(arguments).is(expected);
        self
    }

    /// Runs faqbot in the project.
    pub fn ran(&self, arguments: &[&str]) -> Ran {
        self.ran_with_input(arguments, b"")
    }

    /// Runs faqbot in the project with this standard input.
    pub fn ran_with_input(&self, arguments: &[&str], input: &[u8]) -> Ran {
        let mut command = faqbot(self.folder.path());
        command.args(arguments);
        process::run(command, input, self.folder.path())
    }

    /// Runs any program in the project.
    pub fn ran_command(&self, mut command: std::process::Command) -> Ran {
        command.current_dir(self.folder.path());
        process::run(command, b"", self.folder.path())
    }

    /// The JSON object for a question.
    #[track_caller]
    pub fn ask(&self, question: &str) -> Value {
        let mut objects = self.ask_all(&[question]);
        objects.remove(0)
    }

    /// The JSON objects for questions of one line each, from one process.
    #[track_caller]
    pub fn ask_all<T: AsRef<str>>(&self, questions: &[T]) -> Vec<Value> {
        let mut input = String::new();
        for question in questions {
            input.push_str(question.as_ref());
            input.push('\n');
        }
        let ran = self.ran_with_input(&["ask", "--json", "-"], input.as_bytes());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let objects = ran.json_lines();
        assert_eq!(objects.len(), questions.len(), "an object a question");
        objects
    }

    /// The engine of this project, without a process around it.
    pub fn engine(&self) -> Engine {
        let (engine, _) = Engine::open(&self.options(), &|_, _| {}).expect("an engine");
        engine
    }

    /// The settings of this project.
    pub fn options(&self) -> Options {
        let paths = config::Paths {
            faq: Some(self.path("faq")),
            ..config::Paths::default()
        };
        config::load(&paths)
            .expect("settings without errors")
            .engine
    }
}

/// What became of a question, in short: the outcome and the id of the answer
/// or of the first suggestion.
pub fn outcome(object: &Value) -> (&str, Option<&str>) {
    let id = object["answer"]["id"]
        .as_str()
        .or_else(|| object["suggestions"][0]["id"].as_str());
    (object["outcome"].as_str().expect("an outcome"), id)
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy");
    for entry in fs::read_dir(from).expect("the folder to copy") {
        let entry = entry.expect("an entry of the folder");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a kind of file").is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("a copied file");
        }
    }
}

/// All files below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry of the folder").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
