//! What is remembered of talks: which reply belongs to which question, and what
//! a direct talk is about. In memory only, and bounded.
//!
//! Every event has a task of its own, so events of one moment come in any order:
//! an edit or a deletion may be heard before its question.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use lru::LruCache;
use serenity::model::Timestamp;
use serenity::model::id::{ChannelId, MessageId, UserId};
use tokio::sync::OwnedMutexGuard;

use crate::answer::outcome::Answer;
use crate::answer::question::Previous;
use crate::content::key::Key;

use super::listen;
use super::questions::Asked;
use super::safe;

/// How many questions are followed; older ones stay as they are.
const FOLLOWED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// How many messages are remembered that were changed before they were followed.
const EARLY: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// For how long: events of one moment are seconds apart at most.
const EARLY_FOR: Duration = Duration::from_secs(60);

/// How many direct channels have a talk that can go on.
const TALKS: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// After this, the next direct message begins a new talk.
const TALK: Duration = Duration::from_secs(600);

/// A question that is followed.
pub struct Followed {
    pub(super) asked: Asked,
    pub(super) answer: Option<MessageId>,
    pub(super) is_deleted: bool,
    /// When its text was last changed, as Discord says.
    pub(super) edited: Option<Timestamp>,
}

type Slot = Arc<tokio::sync::Mutex<Followed>>;

/// What became of a message that was not followed.
enum Early {
    /// Its new text, and when Discord says it was changed.
    Changed(String, Option<Timestamp>),
    Gone,
}

/// What is remembered of messages.
struct Messages {
    followed: LruCache<MessageId, Slot>,
    early: LruCache<MessageId, (Early, Instant)>,
}

/// Whom a message of the bot answers, and what with: Discord does not always say
/// so again when somebody replies to it or clicks on it.
#[derive(Clone)]
pub struct Answered {
    pub(super) asker: UserId,
    pub(super) key: Option<Key>,
}

/// What is remembered of talks.
pub struct Conversations {
    messages: Mutex<Messages>,
    answers: Mutex<LruCache<MessageId, Answered>>,
    talks: Mutex<LruCache<ChannelId, (Previous, Instant)>>,
    pub(super) listening: listen::Memory,
}

impl Default for Conversations {
    fn default() -> Self {
        Conversations {
            messages: Mutex::new(Messages {
                followed: LruCache::new(FOLLOWED),
                early: LruCache::new(EARLY),
            }),
            answers: Mutex::new(LruCache::new(FOLLOWED)),
            talks: Mutex::new(LruCache::new(TALKS)),
            listening: listen::Memory::default(),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Conversations {
    /// Begins to follow a question, which nobody else can touch before the guard
    /// is gone. `None` if it is followed already, since Discord may tell of a
    /// message twice.
    pub fn follow(&self, mut asked: Asked) -> Option<OwnedMutexGuard<Followed>> {
        let mut messages = lock(&self.messages);
        let id = asked.message;
        if messages.followed.contains(&id) {
            return None;
        }
        let (mut is_deleted, mut edited) = (false, None);
        match messages.early.pop(&id) {
            Some((Early::Gone, _)) => is_deleted = true,
            Some((Early::Changed(text, when), _)) => {
                asked.text = safe::words(&text);
                edited = when;
            }
            None => {}
        }
        let slot = Arc::new(tokio::sync::Mutex::new(Followed {
            asked,
            answer: None,
            is_deleted,
            edited,
        }));
        messages.followed.put(id, Arc::clone(&slot));
        // Nobody else knows it yet, so it is free.
        slot.try_lock_owned().ok()
    }

    /// What follows a message that was edited.
    pub fn changed(&self, message: MessageId, text: &str, when: Option<Timestamp>) -> Option<Slot> {
        let mut messages = lock(&self.messages);
        if let Some(slot) = messages.followed.get(&message) {
            return Some(Arc::clone(slot));
        }
        let is_news = match messages.early.peek(&message) {
            Some((Early::Gone, _)) => false,
            Some((Early::Changed(_, known), _)) => *known <= when,
            None => true,
        };
        if is_news {
            let early = Early::Changed(text.to_owned(), when);
            messages.early.put(message, (early, Instant::now()));
        }
        None
    }

    /// Follows a message no longer that is gone.
    pub fn gone(&self, message: MessageId) -> Option<Slot> {
        let mut messages = lock(&self.messages);
        messages.early.put(message, (Early::Gone, Instant::now()));
        messages.followed.pop(&message)
    }

    /// Follows a question no longer: an edit does not bring an answer back.
    pub fn forget(&self, question: MessageId) {
        lock(&self.messages).followed.pop(&question);
    }

    /// A message of the bot answers this member now, with this entry if any.
    pub fn answered(&self, answer: MessageId, asker: UserId, key: Option<Key>) {
        lock(&self.answers).put(answer, Answered { asker, key });
    }

    /// Whom a message of the bot answers.
    pub fn answer(&self, answer: MessageId) -> Option<Answered> {
        lock(&self.answers).get(&answer).cloned()
    }

    /// What a direct talk was about last.
    pub fn talk(&self, channel: ChannelId) -> Option<Previous> {
        let mut talks = lock(&self.talks);
        let (previous, when) = talks.get(&channel)?;
        (when.elapsed() < TALK).then(|| previous.clone())
    }

    /// A direct talk goes on from this answer.
    pub fn goes_on(&self, channel: ChannelId, answer: &Answer) {
        let previous = Previous {
            id: answer.passage.id.clone(),
            title: answer.passage.title.clone(),
        };
        lock(&self.talks).put(channel, (previous, Instant::now()));
    }

    /// Forgets what came early and was never asked, and talks that are over.
    pub fn forget_old(&self) {
        let mut messages = lock(&self.messages);
        while let Some((_, (_, when))) = messages.early.peek_lru()
            && when.elapsed() >= EARLY_FOR
        {
            messages.early.pop_lru();
        }
        drop(messages);
        let mut talks = lock(&self.talks);
        while let Some((_, (_, when))) = talks.peek_lru()
            && when.elapsed() >= TALK
        {
            talks.pop_lru();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discord::metrics::Way;

    fn question(id: u64, text: &str) -> Asked {
        Asked {
            way: Way::Mention,
            title: None,
            text: text.into(),
            is_unreadable: false,
            previous: None,
            message: MessageId::new(id),
            channel: ChannelId::new(1),
            guild: None,
            member: UserId::new(1),
        }
    }

    fn second(number: i64) -> Option<Timestamp> {
        Timestamp::from_unix_timestamp(number).ok()
    }

    #[test]
    fn of_two_edits_before_the_question_the_later_one_counts() {
        let talks = Conversations::default();
        let id = MessageId::new(7);
        assert!(talks.changed(id, "third", second(3)).is_none());
        assert!(talks.changed(id, "second", second(2)).is_none());
        let followed = talks.follow(question(7, "first")).unwrap();
        assert_eq!(followed.asked.text, "third");
        assert_eq!(followed.edited, second(3));
    }

    #[test]
    fn what_is_gone_before_it_was_asked_stays_gone() {
        let talks = Conversations::default();
        let id = MessageId::new(7);
        assert!(talks.gone(id).is_none());
        assert!(talks.changed(id, "late", second(9)).is_none());
        assert!(talks.follow(question(7, "first")).unwrap().is_deleted);
    }

    #[test]
    fn a_message_that_is_told_of_twice_is_one_question() {
        let talks = Conversations::default();
        assert!(talks.follow(question(7, "once")).is_some());
        assert!(talks.follow(question(7, "once")).is_none());
    }

    #[test]
    fn whom_an_answer_was_for_is_known_again() {
        let talks = Conversations::default();
        let (answer, asker) = (MessageId::new(8), UserId::new(5));
        assert!(talks.answer(answer).is_none());
        talks.answered(answer, asker, Some(Key::new("tea", 0)));
        let known = talks.answer(answer).unwrap();
        assert_eq!((known.asker, known.key), (asker, Some(Key::new("tea", 0))));
    }
}
