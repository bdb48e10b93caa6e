//! Whether a message is worded as a question: in any language with a question
//! mark, in those that the bot speaks also without. It looks at the form only;
//! what is asked, and whether there is an answer, is up to the engine.

/// A question has at least so many words.
const MIN_WORDS: usize = 3;

/// After a question there may be a word of thanks, of so many words.
const MAX_THANKS: usize = 4;

/// A text below a title that adds nothing, as "title says it all", has at most
/// so many words.
const MAX_ASIDE: usize = 6;

/// Longer messages tell a story, in characters.
const MAX_CHARACTERS: usize = 300;

/// Words that a message may open with before it asks.
const GREETINGS: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "hiya",
    "so",
    "ok",
    "okay",
    "please",
    "sorry",
    "all",
    "everyone",
    "everybody",
    "folks",
    "guys",
    "there",
    "hallo",
    "moin",
    "servus",
    "hola",
    "buenas",
    "bonjour",
    "salut",
    "coucou",
    "olá",
    "ola",
    "oi",
];

/// Words that a question begins with, without apostrophes.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    // English
    "am", "any", "anybody", "anyone", "are", "can", "could", "did", "do", "does", "has", "have",
    "how", "hows", "is", "may", "might", "must", "should", "was", "were", "what", "whats", "when",
    "where", "wheres", "which", "who", "whom", "whos", "whose", "why", "will", "would",
    // German
    "wie", "wann", "wo", "wohin", "woher", "wofür", "womit", "warum", "wieso", "weshalb", "wer",
    "wem", "wen", "welche", "welcher", "welches", "welchen", "kann", "können", "darf", "dürfen",
    "soll", "sollte", "sollten", "muss", "müssen", "ist", "sind", "gibt", "hilft",
    // Spanish and Portuguese
    "qué", "que", "cómo", "como", "cuándo", "cuando", "dónde", "donde", "cuál", "cual", "cuáles",
    "cuánto", "cuanto", "cuánta", "cuántas", "cuántos", "quién", "puedo", "puede", "debo", "debería",
    "quando", "onde", "qual", "quais", "quanto", "quanta", "quantas", "quantos", "quem", "posso",
    "pode", "devo", "preciso",
    // French
    "comment", "quand", "où", "pourquoi", "qui", "quel", "quelle", "quels", "quelles", "combien",
    "est-ce", "quest-ce", "puis-je", "peut-on", "faut-il", "dois-je", "doit-on", "cest-quoi",
];

/// Openings of more than one word.
const PHRASES: &[&str] = &["o que ", "por que ", "por qué ", "para que ", "cest quoi "];

/// English words that point at something said before.
const POINTERS: &[&str] = &[
    "it", "its", "this", "that", "they", "them", "these", "those",
];

/// Further English words that do not name what is asked about.
#[rustfmt::skip]
const FILLERS: &[&str] = &[
    "a", "again", "always", "an", "and", "anything", "at", "be", "been", "but", "day", "days", "ever",
    "every", "far", "for", "from", "get", "go", "going", "got", "he", "help", "here", "i", "if", "in",
    "just", "long", "many", "me", "much", "my", "need", "of", "often", "on", "one", "or", "people",
    "really", "she", "something", "soon", "still", "take", "takes", "the", "thing", "time", "times",
    "to", "too", "use", "very", "want", "we", "with", "work", "works", "you", "your",
];

/// Whether a message is a fully formed question: it ends as one, but for a word
/// of thanks, or begins as one; it names what it asks about; and it is neither a
/// scrap nor a story.
pub fn is_question(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < MIN_WORDS || is_story(text) {
        return false;
    }
    let asking = words.iter().rposition(|word| asks(word));
    let end = asking.map_or(words.len(), |last| last + 1);
    let thanks = words.len() - end;
    let words: Vec<String> = words[..end].iter().map(|word| bare(word)).collect();
    let greeting = words.iter().take_while(|word| is_in(GREETINGS, word));
    let words = &words[greeting.count()..];
    let is_worded = match asking {
        Some(_) => thanks <= MAX_THANKS,
        None => begins(words) && !text.trim_end().ends_with('!'),
    };
    is_worded && words.len() >= MIN_WORDS && names_its_subject(words)
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

/// Whether the first words are those of a question.
fn begins(words: &[String]) -> bool {
    let opening = words.join(" ");
    let first = words.first();
    first.is_some_and(|first| is_in(OPENERS, first))
        || PHRASES.iter().any(|phrase| opening.starts_with(phrase))
}

/// Whether a question can be understood by itself. "Is it safe?" cannot: people
/// who talk know what it is, the bot does not.
fn names_its_subject(words: &[String]) -> bool {
    let is_pointing = words.iter().any(|word| is_in(POINTERS, word));
    let lists = [POINTERS, FILLERS, OPENERS, GREETINGS];
    let naming = words
        .iter()
        .filter(|word| !word.is_empty() && !lists.iter().any(|list| is_in(list, word)));
    naming.count() > usize::from(is_pointing)
}

/// Whether a text is too long for a question.
pub fn is_story(text: &str) -> bool {
    text.chars().count() > MAX_CHARACTERS
}

/// Whether a text below a title says nothing by itself.
pub fn is_aside(text: &str) -> bool {
    text.split_whitespace().count() <= MAX_ASIDE
}

/// Whether a question ends with this word; a link may have a mark in it.
fn asks(word: &str) -> bool {
    word.contains(['?', '？', '؟', '\u{37e}']) && !word.contains("://")
}

/// A word in small letters, without apostrophes and what stands around it.
fn bare(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.to_lowercase().replace(['\'', '’'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_told_from_talk() {
        for question in [
            "how often should i drink tea",
            "Is tea safe?",
            "Is it safe to drink tea?",
            "my back hurts, is that normal?",
            "What's a trigger point",
            "what’s a trigger point",
            "Hi all, how often should I drink tea",
            "Is tea safe? Thanks in advance!",
            "is tea safe?? 🙏",
            "wie oft soll ich gehen",
            "Was ist ein Triggerpunkt",
            "¿es seguro el masaje?",
            "cómo preparo el té",
            "C'est quoi un point gâchette",
            "est-ce que c'est sûr",
            "o que é um ponto de gatilho",
            "posso beber chá à noite",
            "マッサージ は 安全 ですか？",
        ] {
            assert!(is_question(question), "{question}");
        }
        for talk in [
            "why?",
            "how nice of you!",
            "thanks a lot, that helped",
            "I think it is safe",
            "Really? I went home and had a cup of tea",
            "look at this https://tea.example/?cup=1",
            "Is it safe?",
            "how long does it take",
            "How often should I go?",
            "hi all",
            "hello there everyone",
            "title says it all",
            "",
        ] {
            assert!(!is_question(talk), "{talk}");
        }
        assert!(!is_question(&format!(
            "{} is tea safe?",
            "and then ".repeat(40)
        )));
    }
}
