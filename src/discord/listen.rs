//! Listening channels: when to answer somebody who did not ask the bot.
//!
//! Rarely: only a fully formed question, only a sure answer, and not where
//! people are helping already. An urgent sign gets its notice in any wording.

mod wording;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;
use serenity::model::channel::Message as Posted;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use tracing::{error, warn};

use crate::answer::outcome::Outcome;
use crate::answer::question::Question;
use crate::content::key::Key;
use crate::text::Texts;

use super::bot::{Bot, key_of};
use super::guilds::Place;
use super::interactions::Shown;
use super::metrics::Way;
use super::questions::{self, Asked};
use super::safe;

/// How many channels and entries are remembered.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// The same is not said twice in a channel within this time.
const SAME: Duration = Duration::from_secs(600);

/// For so long after a helper wrote in a channel, people are talking.
const HELPED: Duration = Duration::from_secs(600);

/// What was said in a channel.
#[derive(PartialEq, Eq, Hash)]
enum Subject {
    Entry(Key),
    /// A notice, for this member.
    Notice(UserId),
}

/// What is remembered of the channels.
pub struct Memory {
    /// When something was last said, and to which message.
    said: Mutex<LruCache<(ChannelId, Subject), (Instant, MessageId)>>,
    helped: Mutex<LruCache<ChannelId, Instant>>,
    has_warned: AtomicBool,
}

impl Default for Memory {
    fn default() -> Self {
        Memory {
            said: Mutex::new(LruCache::new(REMEMBERED)),
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

    fn is_helped(&self, channel: ChannelId, is_thread: bool) -> bool {
        let mut helped = self.helped.lock().unwrap_or_else(PoisonError::into_inner);
        let last = helped.get(&channel);
        // In a post or thread, whoever helped has taken it on.
        last.is_some_and(|last| is_thread || last.elapsed() < HELPED)
    }

    /// Remembers an entry that everybody in a channel sees now.
    pub fn gave(&self, channel: ChannelId, message: MessageId, outcome: &Outcome) {
        if let Some(key) = key_of(outcome) {
            let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
            let now = (Instant::now(), message);
            said.put((channel, Subject::Entry(key)), now);
        }
    }

    /// The same for the answer to a question in a message.
    pub fn said(&self, asked: &Asked, outcome: &Outcome) {
        self.gave(asked.channel, asked.message, outcome);
    }

    /// What was to be said to a message has not been said after all.
    pub fn unsaid(&self, asked: &Asked, outcome: &Outcome) {
        let subject = match outcome {
            Outcome::Urgent(_) => Subject::Notice(asked.member),
            outcome => match key_of(outcome) {
                Some(key) => Subject::Entry(key),
                None => return,
            },
        };
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (asked.channel, subject);
        if said
            .peek(&place)
            .is_some_and(|(_, message)| *message == asked.message)
        {
            said.pop(&place);
        }
    }

    /// Whether something may be said to an overheard question: it was not said
    /// in the channel of late, or only to this very message. Then it counts as
    /// said from now on.
    pub fn claims(&self, asked: &Asked, shown: &Shown) -> bool {
        let subject = match &shown.outcome {
            Some(Outcome::Urgent(_)) => Subject::Notice(asked.member),
            Some(outcome) => match key_of(outcome) {
                Some(key) => Subject::Entry(key),
                None => return false,
            },
            None => return false,
        };
        let mut said = self.said.lock().unwrap_or_else(PoisonError::into_inner);
        let place = (asked.channel, subject);
        if let Some((when, message)) = said.get(&place)
            && when.elapsed() < SAME
        {
            return *message == asked.message;
        }
        said.put(place, (Instant::now(), asked.message));
        true
    }
}

/// Notes that a helper is there, if the author is one and anything is listened
/// to.
pub fn note_helper(bot: &Bot, message: &Posted) -> bool {
    let Some(guild) = message.guild_id.filter(|_| bot.config.listens()) else {
        return false;
    };
    let roles = message.member.as_ref().map(|member| &member.roles[..]);
    let roles = roles.unwrap_or_default();
    let is_helper = bot.guilds.helps(guild, message.author.id, roles);
    if is_helper {
        bot.conversations.listening.helper_wrote(message.channel_id);
    }
    is_helper
}

/// A message that was not meant for the bot, if there may be something to say
/// to it.
pub async fn overheard(bot: &Arc<Bot>, message: &Posted, guild: GuildId) -> Option<Asked> {
    if !bot.config.listens() {
        return None;
    }
    let channel = message.channel_id;
    // A post and its first message have the same id.
    let is_opening = channel.get() == message.id.get();
    let place = if is_opening {
        bot.guilds.place_of_post(guild, channel).await?
    } else {
        bot.guilds.place(guild, channel)?
    };
    if message.content.is_empty() && !has_more(message) {
        let memory = &bot.conversations.listening;
        if !memory.has_warned.swap(true, Ordering::Relaxed) {
            warn!(
                "messages in listening channels come without their text: turn on `Message \
                 Content Intent` for the bot in the Discord developer portal"
            );
        }
        return None;
    }
    if place == Place::Solved || is_for_others(message) {
        return None;
    }
    let title = match place {
        Place::Thread(title) if is_opening => Some(title),
        _ => None,
    };
    let asked = Asked {
        way: Way::Listening,
        title,
        text: safe::words(&message.content),
        is_unreadable: false,
        previous: None,
        message: message.id,
        channel,
        guild: Some(guild),
        member: message.author.id,
    };
    // Most of what people say ends here.
    let is_due =
        !readings(&asked).is_empty() || bot.engine_of(Some(guild)).urgent(&whole(&asked)).is_some();
    is_due.then_some(asked)
}

/// Whether a message has something else than text.
fn has_more(message: &Posted) -> bool {
    !message.attachments.is_empty()
        || !message.sticker_items.is_empty()
        || !message.embeds.is_empty()
        || !message.components.is_empty()
        || !message.message_snapshots.is_empty()
        || message.message_reference.is_some()
        || message.poll.is_some()
}

/// Whether a message replies to somebody, or calls somebody.
fn is_for_others(message: &Posted) -> bool {
    let text = &message.content;
    message.message_reference.is_some()
        || message.referenced_message.is_some()
        || message.mention_everyone
        || !message.mentions.is_empty()
        || !message.mention_roles.is_empty()
        // Where a stand-in leaves the lists empty.
        || ["<@", "@everyone", "@here"].iter().any(|call| text.contains(call))
}

fn whole(asked: &Asked) -> String {
    match &asked.title {
        Some(title) => format!("{title}\n{}", asked.text),
        None => asked.text.clone(),
    }
}

/// The ways to read a message as a question, the best first; none if it is not
/// a fully formed one. A post is asked with its title, and the title or the
/// text alone where the other one only goes along with it.
fn readings(asked: &Asked) -> Vec<String> {
    let text = &asked.text;
    let is_question = wording::is_question(text);
    let Some(title) = &asked.title else {
        return Vec::from_iter(is_question.then(|| text.clone()));
    };
    let whole = whole(asked);
    let is_titled = wording::is_question(title);
    if wording::is_story(text) || !(is_titled || wording::is_question(&whole)) {
        return Vec::new();
    }
    let mut readings = vec![whole];
    if is_question {
        readings.push(text.clone());
    } else if is_titled && wording::is_aside(text) {
        readings.push(title.clone());
    }
    readings
}

/// What to say to it: the notice for an urgent sign, or a sure answer.
pub async fn answer(bot: &Arc<Bot>, asked: &Asked, texts: &'static Texts) -> Option<Shown> {
    if let Some(notice) = bot.engine_of(asked.guild).urgent(&whole(asked)) {
        return Some(questions::show(bot, asked, Outcome::Urgent(notice), texts));
    }
    if is_helped(bot, asked) {
        return None;
    }
    for reading in readings(asked) {
        match bot.ask(asked.guild, Question::new(reading)).await {
            Ok(response) => {
                let is_sure = response.confidence >= bot.config.listen.answer_at;
                if is_sure && matches!(response.outcome, Outcome::Answer(_)) {
                    return Some(questions::show(bot, asked, response.outcome, texts));
                }
            }
            Err(error) => {
                error!("cannot look for an answer: {error}");
                return None;
            }
        }
    }
    None
}

fn is_helped(bot: &Bot, asked: &Asked) -> bool {
    let place = asked
        .guild
        .and_then(|guild| bot.guilds.place(guild, asked.channel));
    let is_thread = matches!(place, Some(Place::Thread(_) | Place::Solved));
    let memory = &bot.conversations.listening;
    memory.is_helped(asked.channel, is_thread)
}

/// Whether this is the moment to say it: the member asks within the limit, and
/// it was not said in the channel of late.
pub fn may_say(bot: &Bot, asked: &Asked, shown: &Shown) -> bool {
    let texts = bot.public_texts(asked.guild);
    bot.limit(asked.member, asked.channel, &whole(asked), texts)
        .is_none()
        && bot.conversations.listening.claims(asked, shown)
}
