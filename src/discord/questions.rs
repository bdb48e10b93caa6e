//! Questions in messages: mentions, direct messages, replies to an answer, and
//! what is listened to. Also follows the asker: an edited question changes its
//! answer, a deleted one takes it away.
//!
//! What a question means is up to the engine; slash commands are elsewhere.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;
use serenity::model::application::{ActionRowComponent, ButtonKind};
use serenity::model::channel::{Message as Posted, MessageType};
use serenity::model::event::MessageUpdateEvent;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use tracing::debug;

use crate::answer::outcome::{Answer, Outcome};
use crate::answer::question::{Previous, Question};
use crate::content::key::Key;
use crate::text::Texts;

use super::bot::{Bot, Trouble};
use super::custom_id::Action;
use super::guard::shielded;
use super::interactions::Shown;
use super::listen;
use super::message::Message;
use super::metrics::Way;
use super::present::{self, Audience, View};
use super::rest::report;
use super::safe;
use super::transport::RestError;

/// How many questions are followed; older ones stay as they are.
const FOLLOWED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// How many direct channels have a talk that can go on.
const TALKS: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// After this, the next direct message begins a new talk.
const TALK: Duration = Duration::from_secs(600);

/// A question in a message, as it came in.
#[derive(Clone)]
pub struct Asked {
    pub(super) way: Way,
    /// The title of the post that the message opens.
    pub(super) title: Option<String>,
    pub(super) text: String,
    /// Whether it points to another member's message whose text Discord keeps
    /// from the bot.
    pub(super) is_unreadable: bool,
    pub(super) previous: Option<Previous>,
    pub(super) message: MessageId,
    pub(super) channel: ChannelId,
    pub(super) guild: Option<GuildId>,
    pub(super) member: UserId,
}

/// How many messages are remembered that were changed before they were followed:
/// events of one moment come in any order.
const EARLY: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// A question that is followed.
struct Followed {
    asked: Asked,
    answer: Option<MessageId>,
    is_deleted: bool,
}

type Slot = Arc<tokio::sync::Mutex<Followed>>;

/// What is remembered of messages.
struct Messages {
    followed: LruCache<MessageId, Slot>,
    /// What became of messages that were not followed: their new text, or
    /// `None` for those that are gone.
    early: LruCache<MessageId, Option<String>>,
}

/// What is remembered of talks, in memory only.
pub struct Conversations {
    messages: Mutex<Messages>,
    talks: Mutex<LruCache<ChannelId, (Previous, Instant)>>,
    listening: listen::Memory,
}

impl Default for Conversations {
    fn default() -> Self {
        Conversations {
            messages: Mutex::new(Messages {
                followed: LruCache::new(FOLLOWED),
                early: LruCache::new(EARLY),
            }),
            talks: Mutex::new(LruCache::new(TALKS)),
            listening: listen::Memory::default(),
        }
    }
}

impl Conversations {
    /// Begins to follow a question; `None` if it is followed already, since
    /// Discord may tell of a message twice.
    fn follow(&self, mut asked: Asked) -> Option<Slot> {
        let mut messages = lock(&self.messages);
        let id = asked.message;
        if messages.followed.contains(&id) {
            return None;
        }
        let early = messages.early.pop(&id);
        let is_deleted = matches!(early, Some(None));
        if let Some(Some(text)) = early {
            asked.text = safe::words(&text);
        }
        let slot = Arc::new(tokio::sync::Mutex::new(Followed {
            asked,
            answer: None,
            is_deleted,
        }));
        messages.followed.put(id, Arc::clone(&slot));
        Some(slot)
    }

    /// What follows a message that was edited.
    fn changed(&self, message: MessageId, text: &str) -> Option<Slot> {
        let mut messages = lock(&self.messages);
        let slot = messages.followed.get(&message).map(Arc::clone);
        if slot.is_none() {
            messages.early.put(message, Some(text.to_owned()));
        }
        slot
    }

    /// Follows a message no longer that is gone.
    fn gone(&self, message: MessageId) -> Option<Slot> {
        let mut messages = lock(&self.messages);
        messages.early.put(message, None);
        messages.followed.pop(&message)
    }

    fn forget(&self, message: MessageId) {
        lock(&self.messages).followed.pop(&message);
    }

    fn talk(&self, channel: ChannelId) -> Option<Previous> {
        let mut talks = lock(&self.talks);
        let (previous, when) = talks.get(&channel)?;
        (when.elapsed() < TALK).then(|| previous.clone())
    }

    /// A direct talk goes on from this answer.
    pub(super) fn goes_on(&self, channel: ChannelId, answer: &Answer) {
        let previous = previous(answer);
        lock(&self.talks).put(channel, (previous, Instant::now()));
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn previous(answer: &Answer) -> Previous {
    Previous {
        id: answer.passage.id.clone(),
        title: answer.passage.title.clone(),
    }
}

/// A member wrote something.
pub async fn said(bot: Arc<Bot>, message: Posted, received: Instant) {
    let is_bot = message.author.bot || message.webhook_id.is_some();
    let is_talk = matches!(
        message.kind,
        MessageType::Regular | MessageType::InlineReply
    );
    if message.author.id == bot.me || (is_bot && !bot.config.answer_bots) || !is_talk {
        return;
    }
    let is_helper = listen::note_helper(&bot, &message);
    let Some(asked) = addressed(&bot, &message).await else {
        return;
    };
    let is_overheard = asked.way == Way::Listening;
    if is_overheard && is_helper {
        return;
    }
    let texts = bot.public_texts(asked.guild);
    if !is_overheard && let Some(note) = bot.limit(asked.member, asked.channel, &asked.text, texts)
    {
        return tell_privately(&bot, &asked, &note).await;
    }
    let Some(slot) = bot.conversations.follow(asked) else {
        bot.metrics.duplicate();
        return;
    };
    let mut followed = slot.lock().await;
    if followed.is_deleted {
        return;
    }
    let asked = followed.asked.clone();
    let shown = answer(&bot, &asked).await;
    let shown = shown.filter(|shown| !is_overheard || listen::may_say(&bot, &asked, shown));
    let Some(shown) = shown else {
        // Talk makes no room among the questions that are followed.
        bot.conversations.forget(asked.message);
        return;
    };
    let posted = bot.rest.post(
        asked.channel,
        &shown.message,
        Some(asked.message),
        asked.message.get(),
    );
    match posted.await {
        Ok(id) => {
            followed.answer = Some(id);
            if let Some(outcome) = &shown.outcome {
                bot.count(asked.way, outcome, received);
                bot.conversations.listening.said(&asked, outcome);
            }
        }
        Err(error) => cannot_post(&bot, &asked, &error),
    }
}

/// Where the bot may not write it keeps silent, and so it does when the question
/// is gone; both are nobody's fault.
fn cannot_post(bot: &Bot, asked: &Asked, error: &RestError) {
    bot.conversations.forget(asked.message);
    match error.status() {
        Some(400 | 403 | 404) => debug!("cannot reply: {error}"),
        _ => report("reply", error),
    }
}

/// The question in a message, if the bot is to answer it.
async fn addressed(bot: &Arc<Bot>, message: &Posted) -> Option<Asked> {
    let reply_to = message.referenced_message.as_deref();
    let is_reply = reply_to.is_some_and(|answer| answer.author.id == bot.me);
    let is_mention = message.mentions.iter().any(|user| user.id == bot.me)
        || mentions(bot.me)
            .iter()
            .any(|name| message.content.contains(name));
    let way = match message.guild_id {
        None if !is_reply => Way::Dm,
        _ if is_reply => Way::Reply,
        _ if is_mention => Way::Mention,
        Some(guild) => return listen::overheard(bot, message, guild).await,
        None => return None,
    };
    let mut text = safe::words(&message.content);
    // "@bot" in reply to a member's question asks that question.
    let mut is_unreadable = false;
    if text.is_empty()
        && let Some(other) = reply_to.filter(|other| other.author.id != bot.me)
    {
        text = safe::words(&other.content);
        is_unreadable = other.content.is_empty();
    }
    // An empty reply, as Discord shows it where the bot is not pinged.
    if text.is_empty() && is_reply {
        return None;
    }
    let previous = match reply_to.filter(|_| is_reply).and_then(topic_of) {
        Some(key) => {
            let found = bot.blocking(move |engine| engine.by_key(&key)).await;
            found.ok().flatten().map(|answer| previous(&answer))
        }
        None if message.guild_id.is_none() => bot.conversations.talk(message.channel_id),
        None => None,
    };
    Some(Asked {
        way,
        title: None,
        text,
        is_unreadable,
        previous,
        message: message.id,
        channel: message.channel_id,
        guild: message.guild_id,
        member: message.author.id,
    })
}

/// The entry that a message of the bot is about: its buttons name it.
fn topic_of(answer: &Posted) -> Option<Key> {
    let mut buttons = answer.components.iter().flat_map(|row| &row.components);
    buttons.find_map(|component| match component {
        ActionRowComponent::Button(button) => match &button.data {
            ButtonKind::NonLink { custom_id, .. } => match custom_id.parse() {
                Ok(Action::Helpful(key)) => Some(key),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    })
}

/// How a mention of an account stands in a message.
fn mentions(user: UserId) -> [String; 2] {
    [format!("<@{user}>"), format!("<@!{user}>")]
}

/// What to say to a question. `None` where it was only overheard, and there is
/// nothing sure to say.
async fn answer(bot: &Arc<Bot>, asked: &Asked) -> Option<Shown> {
    let texts = bot.public_texts(asked.guild);
    if asked.way == Way::Listening {
        return listen::answer(bot, asked, texts).await;
    }
    Some(shielded(bot, texts, respond(bot, asked, texts)).await)
}

async fn respond(bot: &Bot, asked: &Asked, texts: &Texts) -> Result<Shown, Trouble> {
    if asked.text.is_empty() {
        let text = if asked.is_unreadable {
            &texts.note.cannot_read
        } else {
            &texts.reply.about
        };
        return Ok(Message::text(text).into());
    }
    let mut question = Question::new(asked.text.clone());
    if let Some(previous) = &asked.previous {
        question = question.after(previous.clone());
    }
    let outcome = bot.ask(question).await?.outcome;
    Ok(show(bot, asked, outcome, texts))
}

/// The message for an outcome, as a reply in the channel.
pub fn show(bot: &Bot, asked: &Asked, outcome: Outcome, texts: &Texts) -> Shown {
    let audience = match asked.guild {
        Some(_) => Audience::Everybody,
        None => Audience::Direct,
    };
    if let Outcome::Answer(answer) = &outcome
        && audience == Audience::Direct
    {
        bot.conversations.goes_on(asked.channel, answer);
    }
    let hand_over = match outcome {
        Outcome::Unanswered(_) => {
            let place = (asked.channel, asked.guild.is_none());
            bot.hand_over(asked.member, place, &asked.text, texts)
        }
        _ => None,
    };
    let view = View {
        texts,
        audience,
        question: None,
        ask_people: hand_over.as_deref(),
    };
    Shown {
        message: present::message(&outcome, &view),
        outcome: Some(outcome),
    }
}

/// A note for one member, in a direct message and not too often.
async fn tell_privately(bot: &Bot, asked: &Asked, note: &Message) {
    if !bot.is_first_note(asked.member) {
        return;
    }
    let nonce = asked.message.get();
    let told = async {
        let channel = match asked.guild {
            Some(_) => bot.rest.direct_channel(asked.member).await?,
            None => asked.channel,
        };
        bot.rest.post(channel, note, None, nonce).await
    };
    // Members may have closed their direct messages.
    if let Err(error) = told.await {
        debug!("cannot tell a member of the limit: {error}");
    }
}

/// A message was edited.
pub async fn edited(bot: Arc<Bot>, update: MessageUpdateEvent, received: Instant) {
    // Without a text it is empty: what the bot may not read.
    let content = update.content.filter(|content| !content.is_empty());
    let Some(content) = content else { return };
    let Some(slot) = bot.conversations.changed(update.id, &content) else {
        return;
    };
    let mut followed = slot.lock().await;
    let text = safe::words(&content);
    // Discord also tells of an edit when it adds a preview of a link.
    if followed.is_deleted || text.is_empty() || followed.asked.text == text {
        return;
    }
    let Some(message) = followed.answer else {
        return;
    };
    let is_overheard = followed.asked.way == Way::Listening;
    let Asked {
        member, channel, ..
    } = followed.asked;
    let texts = bot.public_texts(followed.asked.guild);
    let is_limited = bot.limit(member, channel, &text, texts).is_some();
    // What is no question any more loses its answer all the same.
    if is_limited && !is_overheard {
        return;
    }
    followed.asked.text = text;
    let asked = followed.asked.clone();
    let shown = answer(&bot, &asked).await;
    let memory = &bot.conversations.listening;
    let shown = shown.filter(|shown| !is_overheard || memory.claims(&asked, shown));
    match shown {
        Some(_) if is_limited => {}
        Some(shown) => match bot.rest.edit(asked.channel, message, &shown.message).await {
            Ok(()) => {
                if let Some(outcome) = &shown.outcome {
                    bot.count(Way::Edit, outcome, received);
                }
            }
            Err(error) => cannot_post(&bot, &asked, &error),
        },
        // What was overheard is no longer anything to answer.
        None => {
            followed.answer = None;
            bot.conversations.forget(asked.message);
            take_away(&bot, asked.channel, message).await;
        }
    }
}

/// Messages were deleted.
pub async fn deleted(bot: Arc<Bot>, messages: Vec<MessageId>) {
    for message in messages {
        let Some(slot) = bot.conversations.gone(message) else {
            continue;
        };
        let mut followed = slot.lock().await;
        followed.is_deleted = true;
        if let Some(answer) = followed.answer {
            take_away(&bot, followed.asked.channel, answer).await;
        }
    }
}

async fn take_away(bot: &Bot, channel: ChannelId, message: MessageId) {
    if let Err(error) = bot.rest.delete(channel, message).await {
        report("take an answer away", &error);
    }
}

impl Conversations {
    /// An answer was dismissed: an edit of its question does not bring it back.
    pub(super) fn dismissed(&self, answer: &Posted) {
        let reference = answer.message_reference.as_ref();
        if let Some(question) = reference.and_then(|question| question.message_id) {
            self.forget(question);
        }
    }

    /// What is remembered of channels that are listened to.
    pub(super) fn listening(&self) -> &listen::Memory {
        &self.listening
    }
}
