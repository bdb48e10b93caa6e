//! The bot: what all handlers share, and how it asks the engine.
//!
//! It is made by `connect`, fed by `events`, and knows no gateway.

use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, UserId};
use tokio_util::task::TaskTracker;
use tracing::error;

use crate::answer::outcome::{Answer, Outcome};
use crate::answer::question::Question;
use crate::content::key::Key;
use crate::content::selection::Selection;
use crate::editor::Editor;
use crate::engine::views::Views;
use crate::engine::{Engine, EngineError, Response};
use crate::reload::Reloader;
use crate::report::ReportError;
use crate::store::{self, Recorder, Store, StoreError};
use crate::text::{Texts, fill};

use super::admin::pending::Pending;
use super::conversations::Conversations;
use super::departures::Departures;
use super::engines::Engines;
use super::guard::{Limited, Limits, Recent, incident};
use super::guilds::Guilds;
use super::interactions::Shown;
use super::message::Message;
use super::metrics::{Metrics, Scope, Way};
use super::news::Told;
use super::present::{Audience, View};
use super::rest::Rest;
use super::settings::Config;
use super::transport::RestError;

/// How many members and messages are remembered for what happens only once.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(10_000).unwrap();

/// An interaction cannot be answered after this.
const TOKEN_LIVES: Duration = Duration::from_secs(15 * 60);

/// A member is told of the limit once in this time.
const NOTE_EVERY: Duration = Duration::from_secs(60);

/// Where to ask people is said once in this time for the same question.
const HAND_OVER_EVERY: Duration = Duration::from_secs(600);

/// A button counts once for a member and a message in this time.
const RATED_FOR: Duration = Duration::from_secs(24 * 3600);

/// What all handlers share.
pub struct Bot {
    pub(super) engines: Engines,
    pub(super) rest: Rest,
    pub(super) config: Config,
    pub(super) metrics: Arc<Metrics>,
    /// The bot's own account.
    pub(super) me: UserId,
    pub(super) app: ApplicationId,
    pub(super) guilds: Guilds,
    pub(super) limits: Limits,
    pub(super) conversations: Conversations,
    /// Where what happened is kept; `None` where it cannot be.
    pub(super) store: Option<Arc<Store>>,
    /// The same, for what must not wait for the disk.
    pub(super) recorder: Option<Recorder>,
    /// Takes up changed files.
    pub(super) reloader: Arc<Reloader>,
    /// Edits files; `None` where there is no store for its journal.
    pub(super) editor: Option<Arc<Editor>>,
    /// What moderators were told.
    pub(super) told: Told,
    /// What moderators have under way.
    pub(super) pending: Pending,
    /// What may be kept, and for how long.
    pub(super) kept: store::Config,
    /// The servers that the bot left.
    pub(super) departures: Departures,
    /// What is being answered.
    pub(super) tasks: TaskTracker,
    /// Interactions that were answered.
    interactions: Recent<InteractionId>,
    /// Members who were told of their limit.
    noted: Recent<UserId>,
    /// Questions that were handed over to people: member, channel, text.
    handed_over: Recent<(UserId, ChannelId, u64)>,
    /// Ratings and shares: member, message or entry, what.
    done: Recent<(UserId, u64, Once)>,
}

/// What a member does once with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Once {
    /// Says whether an answer helped.
    Rate,
    /// Shares a private answer.
    Share,
    /// Posts an answer as a reply.
    Post,
    /// Warns the moderators of an entry.
    Warn,
    /// Asks for a name to be taken off.
    Forget,
}

/// Why there is nothing to show.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// The engine failed.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// There is no report.
    #[error(transparent)]
    Report(#[from] ReportError),
    /// The files cannot be edited, for want of a journal.
    #[error("the FAQ cannot be edited from chat")]
    NoEditor,
    /// Discord refused something, or could not be reached.
    #[error(transparent)]
    Rest(#[from] RestError),
}

/// What a bot is made from.
pub struct Parts {
    /// Find the answers.
    pub views: Arc<Views>,
    /// Sends the requests.
    pub rest: Rest,
    /// The owner's settings.
    pub config: Config,
    /// Counts.
    pub metrics: Arc<Metrics>,
    /// The bot's own account.
    pub me: UserId,
    /// Its application.
    pub app: ApplicationId,
    /// Takes up changed files.
    pub reloader: Arc<Reloader>,
    /// Edits files; `None` where there is no store for its journal.
    pub editor: Option<Arc<Editor>>,
    /// Where what happened is kept.
    pub store: Option<Arc<Store>>,
    /// What may be kept, and for how long.
    pub kept: store::Config,
}

impl Bot {
    /// A bot that has answered nothing yet.
    pub fn new(parts: Parts) -> Arc<Bot> {
        Arc::new(Bot {
            engines: Engines::new(&parts.views, &parts.config),
            guilds: Guilds::new(&parts.config),
            limits: Limits::new(&parts.config),
            conversations: Conversations::default(),
            tasks: TaskTracker::new(),
            interactions: Recent::new(REMEMBERED, TOKEN_LIVES),
            noted: Recent::new(REMEMBERED, NOTE_EVERY),
            handed_over: Recent::new(REMEMBERED, HAND_OVER_EVERY),
            done: Recent::new(REMEMBERED, RATED_FOR),
            rest: parts.rest,
            config: parts.config,
            metrics: parts.metrics,
            me: parts.me,
            app: parts.app,
            reloader: parts.reloader,
            editor: parts.editor,
            told: Told::default(),
            pending: Pending::default(),
            recorder: parts.store.as_deref().map(Store::recorder),
            departures: Departures::default(),
            store: parts.store,
            kept: parts.kept,
        })
    }

    /// What the engine makes of a question, off the threads that talk to
    /// Discord: a slow disk must not keep heartbeats waiting.
    pub(super) async fn ask(
        &self,
        guild: Option<GuildId>,
        question: Question,
    ) -> Result<Response, Trouble> {
        self.blocking(guild, move |engine| engine.ask(&question))
            .await
    }

    /// The same for what is looked up by name.
    pub(super) async fn look_up(
        &self,
        guild: Option<GuildId>,
        topic: String,
    ) -> Result<Response, Trouble> {
        self.blocking(guild, move |engine| engine.look_up(&topic))
            .await
    }

    /// The answer with this key, if there is one still, with the sentence marked
    /// that answers the question best.
    pub(super) async fn find(
        &self,
        guild: Option<GuildId>,
        question: Option<String>,
        key: Key,
    ) -> Result<Option<Answer>, Trouble> {
        let found = self.blocking(guild, move |engine| match question {
            Some(question) => engine.by_key_for(&key, &question),
            None => engine.by_key(&key),
        });
        found.await
    }

    /// An outcome as a message, for a member in a channel. A direct talk goes on
    /// from it, and where there is no answer, it says once where to ask people.
    pub(super) fn show(
        &self,
        outcome: Outcome,
        question: &str,
        (guild, member, channel): (Option<GuildId>, UserId, ChannelId),
        view: View,
    ) -> Shown {
        let is_direct = view.audience == Audience::Direct;
        if let Outcome::Answer(answer) = &outcome
            && is_direct
        {
            self.conversations.goes_on(channel, answer);
        }
        let hand_over = match outcome {
            Outcome::Unanswered(_) => {
                let place = (guild, channel, is_direct);
                self.hand_over(member, place, question, view.texts)
            }
            _ => None,
        };
        let ask_people = hand_over.as_deref();
        let shown = Shown::of(outcome, &View { ask_people, ..view });
        Shown {
            question: question.to_owned(),
            ..shown
        }
    }

    /// What answers the members of a server, or in direct messages: nothing that
    /// other servers have for themselves.
    pub fn engine_of(&self, guild: Option<GuildId>) -> Arc<Engine> {
        Arc::clone(self.engines.of(guild))
    }

    /// The part of the FAQ that moderators of a server may edit, see
    /// [`Config::editable`].
    pub fn folders_of(&self, guild: GuildId) -> Selection {
        let is_only = self.guilds.is_only(guild);
        self.config.editable(guild.get(), is_only)
    }

    /// Runs something that may read the disk, with the engine of a server or of
    /// direct messages.
    pub(super) async fn blocking<T: Send + 'static>(
        &self,
        guild: Option<GuildId>,
        work: impl FnOnce(&Engine) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, Trouble> {
        let engine = self.engine_of(guild);
        match tokio::task::spawn_blocking(move || work(&engine)).await {
            Ok(result) => Ok(result?),
            // A panic is the business of whoever guards the handler.
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    /// Whether the member may ask this now; if not, what to say. Urgent signs
    /// know no limit.
    pub(super) fn limit(
        &self,
        member: UserId,
        channel: ChannelId,
        question: &str,
        texts: &Texts,
    ) -> Option<Message> {
        let limited = self.limits.check(member.get(), channel.get()).err()?;
        // Urgent signs are the same everywhere.
        if self.engines.of(None).urgent(question).is_some() {
            return None;
        }
        let (scope, note, wait) = match limited {
            Limited::Member(wait) => (Scope::Member, &texts.note.limit_member, wait),
            Limited::Channel(wait) => (Scope::Channel, &texts.note.limit_channel, wait),
        };
        self.metrics.limited(scope);
        let seconds = wait.as_secs().max(1).to_string();
        Some(Message::text(fill(note, &[("seconds", &seconds)])))
    }

    /// Whether an interaction comes for the first time.
    pub(super) fn is_new(&self, interaction: InteractionId) -> bool {
        self.interactions.is_first(interaction, Instant::now())
    }

    /// Whether a member should be told of the limit in a direct message.
    pub(super) fn is_first_note(&self, member: UserId) -> bool {
        self.noted.is_first(member, Instant::now())
    }

    /// Whether a member does this for the first time with this message.
    pub(super) fn is_first(&self, member: UserId, message: u64, what: Once) -> bool {
        self.done.is_first((member, message, what), Instant::now())
    }

    /// What [`Bot::is_first`] was asked for has failed.
    pub(super) fn forget_first(&self, member: UserId, message: u64, what: Once) {
        self.done.forget(&(member, message, what));
    }

    /// Something with the store, off the threads that talk to Discord; `None`
    /// where there is none, or it failed, which is logged.
    pub(super) async fn storing<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Store) -> Result<T, StoreError> + Send + 'static,
    ) -> Option<T> {
        let store = Arc::clone(self.store.as_ref()?);
        match tokio::task::spawn_blocking(move || work(&store)).await {
            Ok(Ok(result)) => Some(result),
            Ok(Err(error)) => {
                tracing::warn!("cannot keep something: {error}");
                None
            }
            Err(error) => std::panic::resume_unwind(error.into_panic()),
        }
    }

    /// Where people can be asked, in words; the second time only that there is
    /// no answer. In a `channel` of the bot and the member alone there is nobody
    /// else.
    fn hand_over(
        &self,
        member: UserId,
        (guild, channel, is_direct): (Option<GuildId>, ChannelId, bool),
        question: &str,
        texts: &Texts,
    ) -> Option<String> {
        let folded = question.to_lowercase();
        let words: Vec<&str> = folded.split_whitespace().collect();
        let hash = xxhash_rust::xxh3::xxh3_64(words.join(" ").as_bytes());
        let offered = (member, channel, hash);
        if !self.handed_over.is_first(offered, Instant::now()) {
            return None;
        }
        match &self.guilds.settings(guild).ask_people {
            Some(place) => {
                let place = super::safe::literal(place);
                Some(fill(&texts.note.ask_people, &[("place", &place)]))
            }
            None if is_direct => None,
            None => Some(texts.note.ask_people_anywhere.clone()),
        }
    }

    /// The message for something that went wrong, after logging it under an id
    /// that the member sees.
    pub(super) fn apology(&self, trouble: &str, texts: &Texts) -> Message {
        let id = incident();
        error!(incident = %id, "cannot answer: {trouble}");
        Message::text(fill(&texts.note.went_wrong, &[("id", &id)]))
    }

    /// Counts an answer that has reached Discord.
    pub(super) fn count(&self, way: Way, outcome: &Outcome, received: Instant) {
        self.metrics
            .answered(way, outcome.into(), received.elapsed());
    }

    /// The sentences for what everybody in a server or in a direct channel sees.
    pub(super) fn public_texts(&self, guild: Option<GuildId>) -> &'static Texts {
        self.guilds.locale(guild).texts()
    }
}

/// The key of an answer, if the outcome is one.
pub(super) fn key_of(outcome: &Outcome) -> Option<Key> {
    match outcome {
        Outcome::Answer(answer) => Some(answer.passage.key()),
        _ => None,
    }
}
