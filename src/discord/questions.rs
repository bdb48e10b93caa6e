//! Questions in messages: mentions, direct messages, replies to an answer, and
//! what is listened to. Also follows the asker: an edited question changes its
//! answer, a deleted one takes it away.
//!
//! What a question means is up to the engine; slash commands are elsewhere.

use std::sync::Arc;
use std::time::Instant;

use serenity::model::application::{ActionRowComponent, ButtonKind};
use serenity::model::channel::{Message as Posted, MessageType};
use serenity::model::event::MessageUpdateEvent;
use serenity::model::id::{ChannelId, GuildId, MessageId, UserId};
use tracing::debug;

use crate::answer::outcome::Outcome;
use crate::answer::question::{Previous, Question};
use crate::content::key::Key;
use crate::text::Texts;

use super::admin::{self, teach};
use super::bot::{Bot, Trouble, key_of};
use super::custom_id::Action;
use super::guard::shielded;
use super::interactions::Shown;
use super::listen;
use super::message::Message;
use super::metrics::Way;
use super::present::{Audience, View};
use super::rest::report;
use super::safe;
use super::transport::RestError;

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
    let Some(mut followed) = bot.conversations.follow(asked) else {
        bot.metrics.duplicate();
        return;
    };
    if followed.is_deleted {
        return;
    }
    let asked = followed.asked.clone();
    if let Some(taught) = taught(&bot, &message, &asked).await {
        return post_taught(&bot, &asked, &taught).await;
    }
    let texts = bot.public_texts(asked.guild);
    if !is_overheard && let Some(note) = bot.limit(asked.member, asked.channel, &asked.text, texts)
    {
        bot.conversations.forget(asked.message);
        return tell_privately(&bot, &asked, &note).await;
    }
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
            let key = shown.outcome.as_ref().and_then(key_of);
            bot.conversations.answered(id, asked.member, key);
            if let Some(outcome) = &shown.outcome {
                bot.count(asked.way, outcome, received);
                bot.record(asked.way, asked.guild, outcome, &shown.question);
                bot.conversations.listening.said(&asked, outcome);
            }
        }
        Err(error) => {
            if let Some(outcome) = &shown.outcome {
                bot.conversations.listening.unsaid(&asked, outcome);
            }
            cannot_post(&bot, &asked, &error);
        }
    }
}

/// What to say to a moderator who teaches by a reply: "@bot use how-often".
async fn taught(bot: &Arc<Bot>, message: &Posted, asked: &Asked) -> Option<Message> {
    let question = message.referenced_message.as_deref();
    let question = question.filter(|question| question.author.id != bot.me)?;
    let id = teach::used(&asked.text)?;
    let (guild, member) = (asked.guild?, message.member.as_deref()?);
    let name = message.author.name.clone();
    match admin::author_of(bot, guild, asked.member, name, &member.roles) {
        Ok(author) => Some(teach::by_reply(bot, asked, author, id, &question.content).await),
        // To a member it is a question like any other.
        Err(admin::NOT_A_MODERATOR) => None,
        Err(why) => Some(Message::text(why)),
    }
}

async fn post_taught(bot: &Bot, asked: &Asked, taught: &Message) {
    let (channel, message) = (asked.channel, asked.message);
    let posted = bot.rest.post(channel, taught, Some(message), message.get());
    if let Err(error) = posted.await {
        cannot_post(bot, asked, &error);
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
    let reference = message.message_reference.as_ref();
    let known = reference
        .and_then(|reference| reference.message_id)
        .and_then(|id| bot.conversations.answer(id));
    let is_reply = match reply_to {
        Some(answer) => answer.author.id == bot.me,
        None => known.is_some(),
    };
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
    let topic = reply_to.filter(|_| is_reply).and_then(topic_of);
    let topic = topic.or_else(|| known.filter(|_| is_reply)?.key);
    let previous = match topic {
        Some(key) => {
            let found = bot.blocking(message.guild_id, move |engine| engine.by_key(&key));
            let found = found.await;
            found.ok().flatten().map(|answer| Previous {
                id: answer.passage.id,
                title: answer.passage.title,
            })
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
    let outcome = bot.ask(asked.guild, question).await?.outcome;
    Ok(show(bot, asked, outcome, texts))
}

/// The message for an outcome, as a reply in the channel.
pub fn show(bot: &Bot, asked: &Asked, outcome: Outcome, texts: &Texts) -> Shown {
    let audience = match asked.guild {
        Some(_) => Audience::Everybody,
        None => Audience::Direct,
    };
    let view = View {
        texts,
        audience,
        question: None,
        ask_people: None,
    };
    let place = (asked.guild, asked.member, asked.channel);
    bot.show(outcome, &asked.text, place, view)
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
    let is_own = update.author.is_some_and(|author| author.id == bot.me);
    let Some(content) = content.filter(|_| !is_own) else {
        return;
    };
    let when = update.edited_timestamp;
    let Some(slot) = bot.conversations.changed(update.id, &content, when) else {
        return;
    };
    let mut followed = slot.lock().await;
    // Of two edits the later one counts, in whichever order they come.
    if followed.is_deleted || when < followed.edited {
        return;
    }
    followed.edited = when;
    let text = safe::words(&content);
    // Discord also tells of an edit when it adds a preview of a link.
    if text.is_empty() || followed.asked.text == text {
        return;
    }
    let Some(message) = followed.answer else {
        return;
    };
    let asked = Asked {
        text,
        ..followed.asked.clone()
    };
    let is_overheard = asked.way == Way::Listening;
    let texts = bot.public_texts(asked.guild);
    let limited = bot.limit(asked.member, asked.channel, &asked.text, texts);
    let is_limited = limited.is_some();
    if is_limited && !is_overheard {
        return;
    }
    let memory = &bot.conversations.listening;
    let shown = answer(&bot, &asked).await;
    match shown {
        // Over the limit, only what is no question any more loses its answer.
        Some(_) if is_limited => {}
        Some(shown) if !is_overheard || memory.claims(&asked, &shown) => {
            followed.asked = asked;
            let asked = &followed.asked;
            match bot.rest.edit(asked.channel, message, &shown.message).await {
                Ok(()) => {
                    let key = shown.outcome.as_ref().and_then(key_of);
                    bot.conversations.answered(message, asked.member, key);
                    if let Some(outcome) = &shown.outcome {
                        bot.conversations.listening.said(asked, outcome);
                        bot.count(Way::Edit, outcome, received);
                        bot.record(Way::Edit, asked.guild, outcome, &shown.question);
                    }
                }
                // A moderator took the answer away.
                Err(error) if error.status() == Some(404) => {
                    bot.conversations.forget(asked.message);
                }
                Err(error) => report("change an answer", &error),
            }
        }
        // What was overheard is no longer anything to answer.
        _ => {
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
