//! Small talk: messages that ask for nothing.
//!
//! Only a message that consists of nothing else counts, so "hi, is massage
//! safe" is still a question. English only; other languages are searched for
//! like any question.

use unicode_segmentation::UnicodeSegmentation;

use super::outcome::SmallTalk;

/// Longer messages say something.
const MAX_WORDS: usize = 7;

/// Words that carry a kind of small talk.
const KINDS: &[(SmallTalk, &[&str])] = &[
    (
        SmallTalk::Thanks,
        &[
            "thanks",
            "thank",
            "thankyou",
            "thx",
            "tnx",
            "ty",
            "tysm",
            "tyvm",
            "cheers",
            "ta",
            "appreciated",
            "appreciate",
        ],
    ),
    (
        SmallTalk::Goodbye,
        &[
            "bye",
            "goodbye",
            "byebye",
            "cya",
            "goodnight",
            "gn",
            "farewell",
        ],
    ),
    (
        SmallTalk::Greeting,
        &[
            "hi",
            "hello",
            "hey",
            "heya",
            "hiya",
            "howdy",
            "yo",
            "hallo",
            "greetings",
            "morning",
            "evening",
            "afternoon",
        ],
    ),
];

/// Words that may stand around them.
const FILLERS: &[&str] = &[
    "a",
    "again",
    "all",
    "and",
    "anyway",
    "bot",
    "everybody",
    "everyone",
    "faqbot",
    "folks",
    "for",
    "friend",
    "good",
    "great",
    "guys",
    "help",
    "helped",
    "helpful",
    "helping",
    "it",
    "lot",
    "lots",
    "lovely",
    "many",
    "mate",
    "much",
    "now",
    "ok",
    "okay",
    "oh",
    "people",
    "really",
    "so",
    "that",
    "the",
    "there",
    "this",
    "to",
    "u",
    "very",
    "was",
    "you",
    "your",
    "i",
    "info",
    "answer",
    "later",
    "see",
];

/// Whole messages that say that an answer was taken in.
const ACKNOWLEDGEMENTS: &[&str] = &[
    "ok", "okay", "k", "kk", "cool", "great", "nice", "perfect", "awesome", "got it", "good bot",
    "i see", "noted",
];

/// Whole messages that ask about the bot itself.
const ABOUT: &[&str] = &[
    "help",
    "who are you",
    "what are you",
    "are you a bot",
    "are you a robot",
    "are you human",
    "are you real",
    "what can you do",
    "what do you do",
    "how do you work",
    "how does this work",
    "what can i ask",
    "what can i ask you",
    "who made you",
    "who built you",
    "who wrote you",
    "are you a doctor",
    "are you ai",
    "are you an ai",
];

/// Whole messages that say that an answer is wrong, also after a "no".
const DISAGREEMENTS: &[&str] = &[
    "wrong",
    "thats wrong",
    "that is wrong",
    "this is wrong",
    "youre wrong",
    "you are wrong",
    "wrong answer",
    "incorrect",
    "thats incorrect",
    "that is incorrect",
    "not true",
    "thats not true",
    "that is not true",
];

/// The kind of small talk that `text` is, if it is nothing else.
pub fn recognise(text: &str) -> Option<SmallTalk> {
    // A long message is no small talk; reading the first words tells.
    let words: Vec<String> = text
        .unicode_words()
        .take(MAX_WORDS + 1)
        .map(str::to_lowercase)
        .collect();
    if words.is_empty() || words.len() > MAX_WORDS {
        return None;
    }
    let message = words.join(" ");
    if ABOUT.contains(&message.as_str()) {
        return Some(SmallTalk::About);
    }
    if ACKNOWLEDGEMENTS.contains(&message.as_str()) {
        return Some(SmallTalk::Thanks);
    }
    let plain = message.replace(['\'', '\u{2019}'], "");
    if DISAGREEMENTS.contains(&plain.strip_prefix("no ").unwrap_or(&plain)) {
        return Some(SmallTalk::Disagreement);
    }
    let (kind, carriers) = KINDS
        .iter()
        .find(|(_, carriers)| words.iter().any(|word| carriers.contains(&word.as_str())))?;
    let is_expected =
        |word: &String| carriers.contains(&word.as_str()) || FILLERS.contains(&word.as_str());
    words.iter().all(is_expected).then_some(*kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thanks_greetings_and_questions_about_the_bot_are_small_talk() {
        for (text, kind) in [
            ("thanks!", SmallTalk::Thanks),
            ("THANK YOU so much 🙏", SmallTalk::Thanks),
            ("ok ty for the help", SmallTalk::Thanks),
            ("Got it.", SmallTalk::Thanks),
            ("hi", SmallTalk::Greeting),
            ("Hey there bot", SmallTalk::Greeting),
            ("good morning everyone", SmallTalk::Greeting),
            ("bye", SmallTalk::Goodbye),
            ("What can you do?", SmallTalk::About),
            ("who made you?", SmallTalk::About),
            ("Are you a doctor?", SmallTalk::About),
            ("wrong", SmallTalk::Disagreement),
            ("thats wrong", SmallTalk::Disagreement),
            ("No, that\u{2019}s not true!", SmallTalk::Disagreement),
        ] {
            assert_eq!(recognise(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn a_question_behind_a_greeting_is_a_question() {
        for text in [
            "hi, is massage safe?",
            "thanks, how often?",
            "morning stiffness",
            "what is wrong with me",
            "the wrong massage",
            "haha",
            "!!!",
            "",
            "hi hi hi hi hi hi hi hi hi",
        ] {
            assert_eq!(recognise(text), None, "{text}");
        }
    }
}
