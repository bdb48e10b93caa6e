//! How good are the answers: questions whose right answer is known, and what the
//! engine makes of them.
//!
//! ```text
//! tests/golden/*.toml     -> golden \
//!                                     -> Judged -> Asked -> EvalReport
//! corpus, queries, qrels  -> beir   /        run     report
//! ```
//!
//! Nothing here changes how questions are answered, and nothing is printed.

pub mod beir;
pub mod estimate;
pub mod golden;
pub mod metrics;
pub mod report;
pub mod run;
pub mod typos;

mod random;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where the golden set is, and how good the answers to it have to be.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    /// A file, or a folder of `.toml` files; `None` where it is looked for beside
    /// the FAQ folder.
    pub golden: Option<PathBuf>,
    /// The lowest S@1 that is good enough, in percent; `None` where nobody set one.
    pub floor: Option<f64>,
    /// Whether a change of the FAQ that falls below the floor is kept from members.
    pub block: bool,
}

impl Config {
    /// Where the golden set of the FAQ in this folder may be, likeliest first.
    pub fn places(&self, faq: &Path) -> Vec<PathBuf> {
        let beside = faq.parent().unwrap_or(Path::new(""));
        match &self.golden {
            Some(named) => vec![named.clone()],
            None => vec![beside.join("golden.toml"), beside.join("golden")],
        }
    }
}

/// A question whose right answer is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// What it is called in lists: the id of a query, or the file and the line.
    pub id: String,
    /// What is asked.
    pub ask: String,
    /// What kind of question it is; empty where nobody said.
    pub kind: String,
    /// The file that it stands in; empty for a data set.
    pub file: String,
    /// The ids that answer it, each with how well, from 1. Without any, there is
    /// no answer to it here.
    pub accept: BTreeMap<String, u32>,
    /// The group of urgent signs whose notice it has to get.
    pub urgent: Option<String>,
}

impl Judged {
    /// Whether something answers it.
    pub fn is_answerable(&self) -> bool {
        !self.accept.is_empty()
    }

    /// Whether nothing may be given as the answer, nor a notice.
    pub fn is_unanswerable(&self) -> bool {
        self.accept.is_empty() && self.urgent.is_none()
    }
}
