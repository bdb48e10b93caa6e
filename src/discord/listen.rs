//! Listening channels: when to answer somebody who did not ask the bot.
//!
//! Rarely: only a fully formed question, only a sure answer, and not where
//! people are helping already.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;
use serenity::model::channel::Message as Posted;
use serenity::model::id::{ChannelId, GuildId};
use tracing::warn;

use crate::answer::outcome::Outcome;
use crate::answer::question::Question;
use crate::content::key::Key;
use crate::text::Texts;

use super::bot::{Bot, key_of};
use super::guard::Recent;
use super::interactions::Shown;
use super::metrics::Way;
use super::questions::{self, Asked};
use super::safe;

/// How many channels and entries are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// The same entry is not given twice in a channel within this time.
const SAME_ENTRY: Duration = Duration::from_secs(600);

/// For so long after a helper wrote in a channel, people are talking.
const HELPED: Duration = Duration::from_secs(600);

/// A question has at least so many words.
const MIN_WORDS: usize = 3;

/// Longer messages tell a story, in characters.
const MAX_CHARACTERS: usize = 300;

/// What is remembered of the channels.
pub struct Memory {
    given: Recent<(ChannelId, Key)>,
    helped: Mutex<LruCache<ChannelId, Instant>>,
    has_warned: AtomicBool,
}

impl Default for Memory {
    fn default() -> Self {
        Memory {
            given: Recent::new(REMEMBERED, SAME_ENTRY),
            helped: Mutex::new(LruCache::new(REMEMBERED)),
            has_warned: AtomicBool::new(false),
        }
    }
}

impl Memory {
    fn helper_wrote(&self, channel: ChannelId) {
        let mut helped = self.helped.lock().unwrap_or_else(PoisonError::into_inner);
        helped.put(channel, Instant::now());
    }

    fn is_helped(&self, channel: ChannelId, is_post: bool) -> bool {
        let mut helped = self.helped.lock().unwrap_or_else(PoisonError::into_inner);
        let last = helped.get(&channel);
        // In a post or thread, whoever helped has taken it on.
        last.is_some_and(|last| is_post || last.elapsed() < HELPED)
    }
}

/// The question in a message that was not meant for the bot, if it may be
/// answered at all.
pub async fn overheard(bot: &Arc<Bot>, message: &Posted, guild: GuildId) -> Option<Asked> {
    let channel = message.channel_id;
    if !bot.config.listens() || !bot.guilds.listens_to(guild, channel) {
        return None;
    }
    let memory = bot.conversations.listening();
    let roles = message.member.as_ref().map(|member| &member.roles[..]);
    if bot.guilds.helps(guild, roles.unwrap_or_default()) {
        memory.helper_wrote(channel);
        return None;
    }
    if message.content.is_empty() {
        let has_text = message.attachments.is_empty() && message.sticker_items.is_empty();
        if has_text && !memory.has_warned.swap(true, Ordering::Relaxed) {
            warn!(
                "messages in listening channels come without their text: turn on `Message \
                 Content Intent` for the bot in the Discord developer portal"
            );
        }
        return None;
    }
    let is_aside = message.referenced_message.is_some() || !message.mentions.is_empty();
    if is_aside || !is_question(&message.content) {
        return None;
    }
    let is_post = bot.guilds.is_thread(guild, channel);
    (!memory.is_helped(channel, is_post)).then(|| Asked {
        way: Way::Listening,
        text: safe::words(&message.content),
        is_unreadable: false,
        previous: None,
        message: message.id,
        channel,
        guild: Some(guild),
        member: message.author.id,
    })
}

/// What to say to it: a sure answer that was not just given, or a notice.
pub async fn answer(bot: &Arc<Bot>, asked: &Asked, texts: &'static Texts) -> Option<Shown> {
    let response = match bot.ask(Question::new(asked.text.clone())).await {
        Ok(response) => response,
        Err(error) => {
            tracing::error!("cannot look for an answer: {error}");
            return None;
        }
    };
    let is_due = match &response.outcome {
        Outcome::Urgent(_) => true,
        outcome @ Outcome::Answer(_) => {
            let memory = bot.conversations.listening();
            response.confidence >= bot.config.listen.answer_at
                && key_of(outcome)
                    .is_some_and(|key| memory.given.is_first((asked.channel, key), Instant::now()))
        }
        _ => false,
    };
    is_due.then(|| questions::show(bot, asked, response.outcome, texts))
}

/// Words that a question begins with, in English.
const OPENERS: &[&str] = &[
    "am", "any", "anybody", "anyone", "are", "can", "could", "did", "do", "does", "has", "have",
    "how", "hows", "is", "may", "might", "must", "should", "was", "were", "what", "whats", "when",
    "where", "which", "who", "whom", "whose", "why", "will", "would",
];

/// Whether a message is a fully formed question: it ends as one in any
/// language, or begins as one in English, and is neither a scrap nor a story.
fn is_question(text: &str) -> bool {
    let text = text.trim();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() < MIN_WORDS || text.chars().count() > MAX_CHARACTERS {
        return false;
    }
    if text.ends_with(['?', '？', '؟', ';']) && !text.ends_with(';') {
        return true;
    }
    let first = words[0].to_lowercase().replace(['\'', '’'], "");
    OPENERS.contains(&first.as_str()) && !text.ends_with('!')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_is_told_from_talk() {
        for question in [
            "how often should i go",
            "Is it safe?",
            "my back hurts, is that normal?",
            "¿es seguro el masaje?",
            "What's a trigger point",
        ] {
            assert!(is_question(question), "{question}");
        }
        for talk in [
            "why?",
            "how nice of you!",
            "thanks a lot, that helped",
            "I think it is safe",
            "",
        ] {
            assert!(!is_question(talk), "{talk}");
        }
        assert!(!is_question(&format!(
            "{} is that so?",
            "and then ".repeat(40)
        )));
    }
}
