//! The labels of the metrics. Each has a fixed, small set of values, so what
//! members and Discord send cannot make new series.

use std::fmt;
use std::sync::Arc;

use prometheus_client::encoding::{EncodeLabelSet, EncodeMetric, LabelSetEncoder, MetricEncoder};
use prometheus_client::metrics::{MetricType, TypedMetric};

use crate::answer::outcome::Outcome;

/// A set of labels of which every combination is known beforehand.
pub(super) trait Labels: EncodeLabelSet + Copy + fmt::Debug + Send + Sync + 'static {
    /// How many combinations there are.
    const COUNT: usize;

    /// The combination at a place below `COUNT`.
    fn at(place: usize) -> Self;

    /// Its place, below `COUNT`.
    fn place(self) -> usize;
}

impl<A: Labels, B: Labels> Labels for (A, B) {
    const COUNT: usize = A::COUNT * B::COUNT;

    fn at(place: usize) -> Self {
        (A::at(place / B::COUNT), B::at(place % B::COUNT))
    }

    fn place(self) -> usize {
        self.0.place() * B::COUNT + self.1.place()
    }
}

/// One metric for each combination of labels. All are there from the start, at
/// zero, which makes rates right from the first event on, and finding one takes
/// neither a lock nor memory.
#[derive(Debug)]
pub(super) struct Table<L, M> {
    rows: Arc<[(L, M)]>,
}

impl<L, M> Clone for Table<L, M> {
    fn clone(&self) -> Self {
        let rows = Arc::clone(&self.rows);
        Table { rows }
    }
}

impl<L: Labels, M: Default> Default for Table<L, M> {
    fn default() -> Self {
        Table::new(M::default)
    }
}

impl<L: Labels, M> Table<L, M> {
    pub(super) fn new(metric: impl Fn() -> M) -> Self {
        let rows = (0..L::COUNT).map(|place| (L::at(place), metric()));
        Table {
            rows: rows.collect(),
        }
    }

    pub(super) fn get(&self, labels: L) -> &M {
        &self.rows[labels.place()].1
    }
}

impl<L: Labels, M: EncodeMetric + TypedMetric> EncodeMetric for Table<L, M> {
    fn encode(&self, mut encoder: MetricEncoder) -> fmt::Result {
        for (labels, metric) in self.rows.iter() {
            metric.encode(encoder.encode_family(labels)?)?;
        }
        Ok(())
    }

    fn metric_type(&self) -> MetricType {
        M::TYPE
    }
}

/// An enum that is the label `$key`; each variant with the value it shows.
macro_rules! label {
    (
        $(#[$about:meta])*
        $name:ident = $key:literal {
            $($(#[$variant_about:meta])* $variant:ident = $value:literal,)+
        }
    ) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_about])* $variant,)+
        }

        impl $name {
            /// Every value, in the order of the metrics.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The value of the label.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $value,)+
                }
            }
        }

        impl Labels for $name {
            const COUNT: usize = $name::ALL.len();

            fn at(place: usize) -> Self {
                $name::ALL[place]
            }

            fn place(self) -> usize {
                self as usize
            }
        }

        impl EncodeLabelSet for $name {
            fn encode(&self, encoder: &mut LabelSetEncoder) -> fmt::Result {
                [($key, self.name())].encode(encoder)
            }
        }
    };
}

label! {
    /// How a question reached us.
    Way = "way" {
        /// A message in a server that mentions the bot.
        Mention = "mention",
        /// A direct message.
        Dm = "dm",
        /// A reply to an answer of ours.
        Reply = "reply",
        /// The command `/ask`.
        Ask = "ask",
        /// The command `/faq`.
        Faq = "faq",
        /// The command in the menu of a message.
        MessageCommand = "message_command",
        /// A message in a channel where we listen.
        Listening = "listening",
        /// A button or menu under a message of ours.
        Button = "button",
        /// A question that was edited after we answered it.
        Edit = "edit",
    }
}

label! {
    /// What we made of a question: [`Outcome`] without its content.
    OutcomeKind = "outcome" {
        /// It reports an urgent sign.
        Urgent = "urgent",
        /// A passage answers it.
        Answer = "answer",
        /// One of several may be meant.
        Suggestions = "suggestions",
        /// It is no question.
        SmallTalk = "small_talk",
        /// We have no answer.
        Unanswered = "unanswered",
    }
}

impl From<&Outcome> for OutcomeKind {
    fn from(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Urgent(_) => OutcomeKind::Urgent,
            Outcome::Answer(_) => OutcomeKind::Answer,
            Outcome::Suggestions(_) => OutcomeKind::Suggestions,
            Outcome::SmallTalk(_) => OutcomeKind::SmallTalk,
            Outcome::Unanswered(_) => OutcomeKind::Unanswered,
        }
    }
}

label! {
    /// What a request to Discord was for.
    Route = "route" {
        /// The first response to an interaction.
        Interaction = "interaction",
        /// Sending a message to a channel.
        Message = "message",
        /// Editing a message in a channel.
        Edit = "edit",
        /// Deleting a message in a channel.
        Delete = "delete",
        /// What follows the first response to an interaction.
        Webhook = "webhook",
        /// Reading and registering commands.
        Commands = "commands",
        /// Anything else.
        Other = "other",
    }
}

label! {
    /// Why a request to Discord failed.
    ErrorKind = "kind" {
        /// No answer in time.
        Timeout = "timeout",
        /// No connection, or one that broke.
        Connection = "connection",
        /// 429: too many requests.
        RateLimited = "rate_limited",
        /// 500 to 599.
        Server = "server",
        /// 403: something we may not do there.
        Forbidden = "forbidden",
        /// 404: the channel, message or token is gone.
        NotFound = "not_found",
        /// Anything else.
        Other = "other",
    }
}

impl ErrorKind {
    /// What an HTTP status that is no success stands for.
    pub fn of_status(status: u16) -> ErrorKind {
        match status {
            403 => ErrorKind::Forbidden,
            404 => ErrorKind::NotFound,
            429 => ErrorKind::RateLimited,
            500..=599 => ErrorKind::Server,
            _ => ErrorKind::Other,
        }
    }
}

label! {
    /// Whose limit on questions was reached.
    Scope = "scope" {
        /// One member's.
        Member = "member",
        /// One channel's.
        Channel = "channel",
    }
}

label! {
    /// What came of changed FAQ files.
    ReloadKind = "result" {
        /// Members get the new answers.
        Live = "live",
        /// The golden set kept them from members.
        Blocked = "blocked",
        /// The files could not be read.
        Failed = "failed",
    }
}

label! {
    /// What a member said of an answer.
    Verdict = "verdict" {
        /// "Helpful".
        Helpful = "helpful",
        /// "Not helpful", before or without a reason.
        NotHelpful = "not_helpful",
        /// Not helpful: not my question.
        NotMyQuestion = "not_my_question",
        /// Not helpful: outdated.
        Outdated = "outdated",
        /// Not helpful: wrong or unsafe.
        WrongOrUnsafe = "wrong_or_unsafe",
        /// Not helpful: hard to read.
        HardToRead = "hard_to_read",
    }
}

/// The events that the bot lives on. One of these that is not understood is a
/// question lost; others are news that Discord added, and counted together.
const EVENTS: [&str; 21] = [
    "READY",
    "RESUMED",
    "INTERACTION_CREATE",
    "MESSAGE_CREATE",
    "MESSAGE_UPDATE",
    "MESSAGE_DELETE",
    "MESSAGE_DELETE_BULK",
    "GUILD_CREATE",
    "GUILD_UPDATE",
    "GUILD_DELETE",
    "GUILD_MEMBER_UPDATE",
    "GUILD_ROLE_CREATE",
    "GUILD_ROLE_UPDATE",
    "GUILD_ROLE_DELETE",
    "CHANNEL_CREATE",
    "CHANNEL_UPDATE",
    "CHANNEL_DELETE",
    "THREAD_CREATE",
    "THREAD_UPDATE",
    "THREAD_DELETE",
    "other",
];

/// The name of a gateway event: its place in `EVENTS`.
#[derive(Debug, Clone, Copy)]
pub(super) struct EventName(usize);

impl EventName {
    pub(super) fn of(name: &str) -> EventName {
        let place = EVENTS.iter().position(|event| *event == name);
        EventName(place.unwrap_or(EVENTS.len() - 1))
    }
}

impl Labels for EventName {
    const COUNT: usize = EVENTS.len();

    fn at(place: usize) -> Self {
        EventName(place)
    }

    fn place(self) -> usize {
        self.0
    }
}

impl EncodeLabelSet for EventName {
    fn encode(&self, encoder: &mut LabelSetEncoder) -> fmt::Result {
        [("event", EVENTS[self.0])].encode(encoder)
    }
}
