//! Other ways to ask for the sections of an article, and what they do not answer:
//! the tables `[alternates]` and `[not_for]` of its front matter, with a section's
//! anchor as key.
//!
//! They stand in the front matter and not at the headings, so that the article
//! stays plain Markdown. What is right and wrong in a question is in
//! [`super::entry_rules`]; what two sections share is the business of `lint`.

use std::collections::HashMap;
use std::ops::Range;

use super::entry_rules::check_phrasings;
use super::suggest::closest;
use super::toml_reader::TableReader;
use crate::diagnostic::Spanned;

/// How many anchors are compared in all to find what was meant by unknown ones.
/// Beyond it they are reported without a suggestion, so that an article with
/// many of them is still checked at once.
const MAX_COMPARISONS: usize = 1_000_000;

/// The questions of an article that no section has taken yet.
pub struct SectionQuestions<'a> {
    alternates: Option<ByAnchor<'a>>,
    not_for: Option<ByAnchor<'a>>,
}

impl<'a> SectionQuestions<'a> {
    /// Reads them from the front matter; none where it has none, or where a syntax
    /// error may have mangled them.
    pub fn read(front_matter: &mut TableReader<'a>) -> SectionQuestions<'a> {
        SectionQuestions {
            alternates: ByAnchor::read(front_matter, "alternates"),
            not_for: ByAnchor::read(front_matter, "not_for"),
        }
    }

    /// The alternates of the section with this anchor and title, and what it is
    /// not for; their faults are noted.
    pub fn take(
        &mut self,
        anchor: &str,
        title: &Spanned<String>,
    ) -> (Vec<Spanned<String>>, Vec<Spanned<String>>) {
        let taken = |table: &mut Option<ByAnchor<'a>>| {
            let table = table.as_mut()?;
            table.lists.remove(anchor).map(|(_, questions)| questions)
        };
        let alternates = taken(&mut self.alternates).unwrap_or_default();
        let not_for = taken(&mut self.not_for).unwrap_or_default();
        let mut phrasings = vec![title.clone()];
        phrasings.extend(alternates);
        if let Some(of) = self.alternates.as_ref().or(self.not_for.as_ref()) {
            check_phrasings(&phrasings, &not_for, &of.table);
        }
        (phrasings.split_off(1), not_for)
    }

    /// Notes the anchors that no section has taken; `anchors` are those that the
    /// article has.
    pub fn finish<'b>(self, anchors: impl Iterator<Item = &'b str> + Clone) {
        for table in [self.alternates, self.not_for].into_iter().flatten() {
            table.finish(anchors.clone());
        }
    }
}

/// A table of questions by anchor.
struct ByAnchor<'a> {
    table: TableReader<'a>,
    lists: HashMap<String, (Range<usize>, Vec<Spanned<String>>)>,
}

impl<'a> ByAnchor<'a> {
    fn read(front_matter: &mut TableReader<'a>, key: &'static str) -> Option<ByAnchor<'a>> {
        let mut table = front_matter.table(key)?;
        if front_matter.is_broken() {
            return None;
        }
        let lists = table.all_strings();
        let lists = lists
            .into_iter()
            .map(|(anchor, questions)| (anchor.value, (anchor.span, questions)))
            .collect();
        Some(ByAnchor { table, lists })
    }

    fn finish<'b>(self, anchors: impl Iterator<Item = &'b str> + Clone) {
        let mut left: Vec<_> = self.lists.into_iter().collect();
        left.sort_by_key(|(_, (span, _))| span.start);
        let mut comparisons = 0;
        for (anchor, (span, _)) in left {
            comparisons += anchors.clone().count();
            let near = if comparisons <= MAX_COMPARISONS {
                closest(&anchor, anchors.clone().filter(|known| *known != anchor))
            } else {
                None
            };
            let help = match near {
                Some(near) => format!("did you mean `{near}`"),
                None => "write the anchor of a heading with text below it, or delete it".to_owned(),
            };
            let message = format!("there is no section `{anchor}` in this article");
            self.table.error("unknown-anchor", span, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::load::LoadedFile;
    use super::super::testing::{lines, loaded};

    /// An article with these lines below `[alternates]`, from line 4 on, and with
    /// the sections `causes`, `too-much-sitting` and, without text, `more`.
    fn article(alternates: &str) -> LoadedFile {
        loaded(
            "articles/guide.md",
            &format!(
                "+++\ntitle = 'T'\n[alternates]\n{alternates}\n+++\n\
                 ## Why it hurts {{#causes}}\nSo.\n## Too much sitting\nStand up.\n\
                 # More {{#more}}\n## Even more\nText.\n"
            ),
        )
    }

    #[test]
    fn a_section_says_what_it_is_not_for() {
        let file = article(
            "causes = ['where does it come from']\n[not_for]\n\
             causes = ['what causes a cold']\ncuases = ['x y']",
        );
        assert_eq!(
            lines(&file.diagnostics),
            [
                "7:1 error unknown-anchor: there is no section `cuases` in this article; \
                 did you mean `causes`"
            ]
        );
        assert_eq!(file.passages[0].not_for, ["what causes a cold"]);
        let file = article("[not_for]\ncauses = ['why it hurts']");
        assert_eq!(
            lines(&file.diagnostics),
            [
                "5:11 error contradicting-not-for: `not_for` names the entry's own question \
                 `Why it hurts`; delete it from `not_for`, or from the questions of the entry"
            ]
        );
    }

    /// Ids and alternates of the sections that are there.
    fn alternates(file: &LoadedFile) -> Vec<String> {
        file.passages
            .iter()
            .map(|passage| format!("{}: {}", passage.id, passage.alternates.join(" | ")))
            .collect()
    }

    #[test]
    fn a_section_is_asked_for_in_other_words() {
        let file = article(
            "causes = ['where does it come from', 'why me']\n\
             too-much-sitting = ['is my chair bad']",
        );
        assert_eq!(lines(&file.diagnostics), [""; 0]);
        assert_eq!(
            alternates(&file),
            [
                "guide#causes: where does it come from | why me",
                "guide#too-much-sitting: is my chair bad",
                "guide#even-more: ",
            ]
        );
    }

    #[test]
    fn every_part_of_a_long_section_is_asked_for_alike() {
        let paragraph = "word ".repeat(200);
        let file = loaded(
            "articles/guide.md",
            &format!(
                "+++\ntitle = 'T'\nalternates = {{ long = ['how long'] }}\n+++\n\
                 ## Long\n\n{paragraph}\n\n{paragraph}\n"
            ),
        );
        assert_eq!(
            alternates(&file),
            ["guide#long: how long", "guide#long: how long"]
        );
    }

    #[test]
    fn an_anchor_that_the_article_has_not() {
        let file = article("cuases = ['why']\nweather = ['sun']\nmore = ['what else']");
        let help = "write the anchor of a heading with text below it, or delete it";
        assert_eq!(
            lines(&file.diagnostics),
            [
                "4:1 error unknown-anchor: there is no section `cuases` in this article; \
                 did you mean `causes`"
                    .to_owned(),
                format!(
                    "5:1 error unknown-anchor: there is no section `weather` in this article; {help}"
                ),
                format!(
                    "6:1 error unknown-anchor: there is no section `more` in this article; {help}"
                ),
            ]
        );
        assert_eq!(file.sections, 3);
    }

    #[test]
    fn a_section_with_a_faulty_alternate_is_left_out() {
        let file = article(&format!(
            "causes = ['?']\ntoo-much-sitting = ['{}']",
            "a".repeat(301)
        ));
        assert_eq!(
            lines(&file.diagnostics),
            [
                "4:11 error empty-question: the question has no words; \
                 write the question as a member asks it, or delete it",
                "5:21 error over-long-question: the question has 301 characters, at most 300 are \
                 allowed; write it as a member would ask it, and put the details into the answer",
            ]
        );
        assert_eq!(alternates(&file), ["guide#even-more: "]);
    }

    #[test]
    fn an_alternate_says_what_heading_and_others_do_not() {
        let help = "delete it; case and punctuation make no difference";
        assert_eq!(
            lines(&article("causes = ['why it hurts?', 'why me', 'Why me?']").diagnostics),
            [
                format!(
                    "4:11 warning duplicate-alternate: this is the same question as \
                     `Why it hurts`; {help}"
                ),
                format!(
                    "4:38 warning duplicate-alternate: this is the same question as `why me`; \
                     {help}"
                ),
            ]
        );
    }

    #[test]
    fn alternates_are_lists_of_texts() {
        assert_eq!(
            lines(&article("causes = 'why'\ntoo-much-sitting = [5]").diagnostics),
            [
                "4:10 error wrong-type: `causes` must be a list of texts, and this is a text; \
                 put it between brackets: `causes = ['why']`",
                "5:21 error wrong-type: `too-much-sitting` must hold texts only, and this is a \
                 whole number; put it between quotes: `\"5\"`",
            ]
        );
    }

    #[test]
    fn mangled_alternates_are_not_used() {
        let file = article("causes = ['why']\nmore = ['x\n");
        assert_eq!(file.diagnostics.len(), 1);
        assert_eq!(
            alternates(&file),
            [
                "guide#causes: ",
                "guide#too-much-sitting: ",
                "guide#even-more: "
            ]
        );
    }

    /// Work that is not linear would show here as minutes.
    #[test]
    fn an_article_with_very_many_alternates_loads() {
        let known: Vec<_> = (0..10_000).map(|number| format!("s{number}")).collect();
        let lists: Vec<_> = known
            .iter()
            .flat_map(|anchor| {
                [
                    format!("{anchor} = ['is it {anchor}']"),
                    format!("x{anchor} = ['?']"),
                ]
            })
            .collect();
        let body: Vec<_> = known
            .iter()
            .map(|anchor| format!("## {anchor}\nText.\n"))
            .collect();
        let text = format!(
            "+++\ntitle = 'T'\n[alternates]\n{}\n+++\n{}",
            lists.join("\n"),
            body.concat()
        );
        let file = loaded("articles/guide.md", &text);
        assert_eq!((file.sections, file.diagnostics.len()), (10_000, 10_000));
    }
}
