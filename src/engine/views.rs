//! Several engines over one FAQ folder: one for every part of it that somebody
//! sees.
//!
//! Each part has an index of its own, so that nothing of one can show in another,
//! not even by what is near or frequent. The embedding table is loaded once for
//! all. Who sees which part is known elsewhere.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Engine, EngineError, Options};
use crate::content::key::id_hash;
use crate::content::selection::Selection;
use crate::diagnostic::Diagnostic;
use crate::search::index::{Progress, Report};

/// The folder, in the index folder, of all indexes but the general one.
const FOLDER: &str = "views";

/// The engines of a FAQ folder, the general one first.
pub struct Views {
    views: Vec<View>,
}

/// A part of the FAQ, and what answers from it.
pub struct View {
    /// Answers from this part.
    pub engine: Arc<Engine>,
    /// What the engine was made from.
    pub options: Options,
}

impl Views {
    /// Opens the engine of `options`, which is the general one, and one for each of
    /// the other `selections`; equal ones share theirs. The report is of all.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn open<'a>(
        options: &Options,
        selections: impl IntoIterator<Item = &'a Selection>,
        progress: Progress,
    ) -> Result<(Views, Report), EngineError> {
        let (engine, report) = Engine::open(options, progress)?;
        let mut views = Views::one(Arc::new(engine), options.clone());
        let mut reports = vec![report];
        for selection in selections {
            if views.find(selection).is_some() {
                continue;
            }
            let options = view_of(options, selection);
            let (engine, report) = views.general().beside(&options)?;
            let engine = Arc::new(engine);
            views.views.push(View { engine, options });
            reports.push(report);
        }
        Ok((views, merged(reports)))
    }

    /// An engine alone, which was opened with these options.
    pub fn one(engine: Arc<Engine>, options: Options) -> Views {
        Views {
            views: vec![View { engine, options }],
        }
    }

    /// All of them, the general one first.
    pub fn all(&self) -> &[View] {
        &self.views
    }

    /// The engine for everybody who sees no other part.
    pub fn general(&self) -> &Arc<Engine> {
        &self.views[0].engine
    }

    /// What the general engine was made from.
    pub fn options(&self) -> &Options {
        &self.views[0].options
    }

    /// The engine for a part; the general one where there is none for it.
    pub fn of(&self, selection: &Selection) -> &Arc<Engine> {
        self.find(selection).unwrap_or(self.general())
    }

    fn find(&self, selection: &Selection) -> Option<&Arc<Engine>> {
        let mut views = self.views.iter();
        let view = views.find(|view| view.options.selection == *selection)?;
        Some(&view.engine)
    }
}

/// What the engine of a view is made from, where the general one is made from
/// `options`.
pub fn view_of(options: &Options, selection: &Selection) -> Options {
    if *selection == options.selection {
        return options.clone();
    }
    let folder = format!("{:016x}", selection.fingerprint());
    Options {
        selection: selection.clone(),
        index: options.index.join(FOLDER).join(folder),
        ..options.clone()
    }
}

/// What was done for all views together: what stands in several of them is told
/// once. Passages are those of the general view.
pub fn merged(reports: Vec<Report>) -> Report {
    let mut reports = reports.into_iter();
    let mut all = reports.next().unwrap_or_default();
    for report in reports {
        all.indexed = all.indexed.max(report.indexed);
        all.removed = all.removed.max(report.removed);
        all.took += report.took;
        all.replaced = all.replaced.or(report.replaced);
        all.in_memory = all.in_memory.or(report.in_memory);
        all.behind |= report.behind;
        for (path, errors) in report.broken {
            all.broken.entry(path).or_insert_with(|| {
                all.errors += errors;
                errors
            });
        }
        all.diagnostics.extend(report.diagnostics);
    }
    let mut told = HashSet::new();
    all.diagnostics
        .retain(|problem| told.insert(fingerprint(problem)));
    all
}

/// Another number for every problem and every text of its file.
pub fn fingerprint(problem: &Diagnostic) -> u64 {
    let Diagnostic {
        code,
        message,
        span,
        ..
    } = problem;
    let file = &problem.file;
    let place = format!("{} {}", span.start, span.end);
    id_hash(&format!(
        "{}\0{code}\0{place}\0{message}\0{}",
        file.path, file.text
    ))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::answer::outcome::{Disclaimer, Outcome};
    use crate::answer::question::Question;
    use crate::content::selection::Division;
    use crate::diagnostic::{Severity, SourceFile};
    use crate::engine::{Folder, Local};
    use crate::search::embedding::Model;

    const CLUBS: [(u64, &str); 2] = [(1, "chess"), (2, "go")];

    fn entry(id: &str, question: &str, answer: &str) -> String {
        format!("[[entry]]\nid = '{id}'\nquestion = '{question}'\nanswer = '{answer}'\n")
    }

    fn write(folder: &Path, path: &str, entries: &[String]) {
        let path = folder.join("faq").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, format!("title = 'T'\n{}", entries.concat())).unwrap();
    }

    /// A base and two clubs, of which the first says when it is open itself.
    fn clubs(folder: &Path) -> (Views, Division, Report) {
        let hours = |answer| entry("hours", "When is the club open?", answer);
        let base = [
            hours("At seven."),
            entry("fee", "What is the fee?", "Nothing."),
        ];
        write(folder, "shared/base.toml", &base);
        let own = [
            hours("At nine."),
            entry("clock", "Who brings the clock?", "You."),
        ];
        write(folder, "chess/own.toml", &own);
        let own = [entry("stones", "Where are the stones?", "Upstairs.")];
        write(folder, "go/own.toml", &own);
        let named = CLUBS.map(|(who, club)| (who, vec!["shared".to_owned(), club.to_owned()]));
        let division = Division::new(&[], &named.into());
        let mut options = Options {
            faq: folder.join("faq"),
            index: folder.join("index"),
            selection: division.general.clone(),
            ..Options::default()
        };
        options.search.model = Model::None;
        let (views, report) = Views::open(&options, division.views.values(), &|_, _| {}).unwrap();
        (views, division, report)
    }

    fn answer(engine: &Engine, question: &str) -> Option<String> {
        match engine.ask(&Question::new(question)).unwrap().outcome {
            Outcome::Answer(answer) => Some(answer.passage.text),
            _ => None,
        }
    }

    fn ids(engine: &Engine) -> String {
        let topics = engine.topics().unwrap();
        let ids: Vec<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
        ids.join(" ")
    }

    #[test]
    fn each_view_knows_its_own_entries_and_the_base() {
        let folder = tempfile::tempdir().unwrap();
        let (views, division, _) = clubs(folder.path());
        let [chess, go] = CLUBS.map(|(who, _)| views.of(&division.views[&who]));
        assert_eq!(ids(views.general()), "hours fee");
        assert_eq!(ids(chess), "hours clock fee");
        assert_eq!(ids(go), "stones hours fee");
        let open = "When is the club open?";
        assert_eq!(answer(chess, open).as_deref(), Some("At nine."));
        assert_eq!(answer(go, open).as_deref(), Some("At seven."));
        assert_eq!(answer(go, "Who brings the clock?"), None);
        assert!(go.show("clock").unwrap().is_none());
        assert!(Arc::ptr_eq(
            views.of(&Selection::nothing()),
            views.general()
        ));
    }

    #[test]
    fn equal_views_share_an_engine() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "a.toml", &[entry("a", "A?", "A.")]);
        let options = Options {
            faq: folder.path().join("faq"),
            index: folder.path().join("index"),
            ..Options::default()
        };
        let own = Selection::new(vec!["a.toml".into()], Vec::new());
        let (views, _) =
            Views::open(&options, [&own, &options.selection, &own], &|_, _| {}).unwrap();
        assert_eq!(views.all().len(), 2);
    }

    #[test]
    fn a_view_is_made_anew_where_something_in_it_has_changed() {
        let folder = tempfile::tempdir().unwrap();
        let (views, division, report) = clubs(folder.path());
        assert_eq!(report.errors, 0);
        let changed = || {
            let read = Folder::read(views.options()).unwrap();
            let views = views.all().iter();
            let reopened = views.map(|view| {
                let engine = &view.engine;
                let reopened = engine.reopened(&read, &view.options).unwrap();
                reopened.engine.map(|fresh| {
                    engine.replace(fresh);
                    reopened.report.diagnostics.len()
                })
            });
            reopened.collect::<Vec<_>>()
        };
        assert_eq!(changed(), [None; 3]);

        let clock = [entry("clock", "Who brings the clock?", "I.")];
        write(folder.path(), "chess/own.toml", &clock);
        assert_eq!(changed(), [None, Some(0), None]);
        let chess = views.of(&division.views[&1]);
        assert_eq!(ids(chess), "clock hours fee");
        let open = answer(chess, "When is the club open?");
        assert_eq!(open.as_deref(), Some("At seven."));

        let broken = "[[entry]]\nid = 'fee'\n".to_owned();
        write(folder.path(), "shared/base.toml", &[broken]);
        assert_eq!(changed(), [Some(2); 3]);
        assert_eq!(ids(chess), "clock hours fee");
    }

    #[test]
    fn what_is_wrong_in_several_views_is_told_once() {
        let file = |path: &str| {
            Arc::new(SourceFile {
                path: path.to_owned(),
                text: String::new(),
            })
        };
        let report = |paths: &[&str]| Report {
            errors: paths.len(),
            broken: paths.iter().map(|path| ((*path).to_owned(), 1)).collect(),
            diagnostics: paths
                .iter()
                .map(|path| {
                    Diagnostic::new(Severity::Error, "odd", &file(path), 0..0, "odd", "mend it")
                })
                .collect(),
            ..Report::default()
        };
        let all = merged(vec![report(&["base"]), report(&["base", "own"])]);
        assert_eq!((all.errors, all.diagnostics.len()), (2, 2));
    }

    #[test]
    fn what_is_said_locally_goes_with_the_content() {
        let folder = tempfile::tempdir().unwrap();
        let (views, ..) = clubs(folder.path());
        let here = views.general().localised(Local {
            disclaimer: Some("Ask the board.".into()),
            region: None,
        });
        let shown = |engine: &Engine| engine.show("fee").unwrap().unwrap().disclaimer;
        assert_eq!(shown(views.general()), Some(Disclaimer::BuiltIn));
        assert_eq!(shown(&here), Some(Disclaimer::Own("Ask the board.".into())));
    }
}
