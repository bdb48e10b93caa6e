//! Moderators' synonyms: words and phrases that mean the same in this bank.
//!
//! Applied to questions only, so a changed list needs no new index.

use super::analyzer::Analyzer;

/// A group of words and phrases that mean the same, each as its stems.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Group {
    /// As written, for explanations.
    written: Vec<String>,
    stems: Vec<Vec<String>>,
}

/// All groups, ready to be matched against questions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Synonyms {
    groups: Vec<Group>,
}

/// A synonym found in a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    /// The stems of the question that it stands for: first and one past last.
    pub range: std::ops::Range<usize>,
    /// What the member wrote, as the moderators spell it.
    pub from: String,
    /// The synonym.
    pub to: String,
    /// The stems of the synonym.
    pub stems: Vec<String>,
}

impl Synonyms {
    /// Compiles the groups of `faqbot.toml` with the analyzers of the bank.
    pub fn new(groups: &[Vec<String>], analyzers: &mut [Analyzer]) -> Self {
        let mut compiled = Vec::new();
        for group in groups {
            for analyzer in analyzers.iter_mut() {
                let (written, stems): (Vec<String>, Vec<Vec<String>>) = group
                    .iter()
                    .map(|phrase| (phrase.clone(), analyzer.stems(phrase)))
                    .filter(|(_, stems)| !stems.is_empty())
                    .unzip();
                let group = Group { written, stems };
                if !compiled.contains(&group) {
                    compiled.push(group);
                }
            }
        }
        Synonyms { groups: compiled }
    }

    /// The expansions of a question, given the possible stems of each of its
    /// words.
    pub fn expand(&self, words: &[Vec<String>]) -> Vec<Expansion> {
        let mut expansions: Vec<Expansion> = Vec::new();
        for group in &self.groups {
            for (position, phrase) in group.stems.iter().enumerate() {
                let Some(start) = find(words, phrase) else {
                    continue;
                };
                for (other, stems) in group.stems.iter().enumerate() {
                    let expansion = Expansion {
                        range: start..start + phrase.len(),
                        from: group.written[position].clone(),
                        to: group.written[other].clone(),
                        stems: stems.clone(),
                    };
                    if stems != phrase && !expansions.contains(&expansion) {
                        expansions.push(expansion);
                    }
                }
            }
        }
        expansions
    }
}

fn find(words: &[Vec<String>], phrase: &[String]) -> Option<usize> {
    words.windows(phrase.len()).position(|window| {
        window
            .iter()
            .zip(phrase)
            .all(|(stems, wanted)| stems.contains(wanted))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::language::Language;

    #[test]
    fn a_phrase_stands_for_a_word_and_a_word_for_a_phrase() {
        let mut analyzers = [Analyzer::new(Language::English)];
        let groups = [vec!["tingling".into(), "pins and needles".into()]];
        let synonyms = Synonyms::new(&groups, &mut analyzers);
        let mut expand = |text: &str| -> Vec<(String, std::ops::Range<usize>)> {
            let words: Vec<_> = analyzers[0]
                .stems(text)
                .into_iter()
                .map(|s| vec![s])
                .collect();
            let expansions = synonyms.expand(&words);
            expansions.into_iter().map(|e| (e.to, e.range)).collect()
        };
        assert_eq!(
            expand("my leg tingles"),
            [("pins and needles".to_owned(), 2..3)]
        );
        assert_eq!(
            expand("pins and needles again"),
            [("tingling".to_owned(), 0..2)]
        );
        assert_eq!(expand("needles and pins"), []);
    }
}
