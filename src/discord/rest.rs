//! Requests to Discord: what is sent where, and what happens when it fails.
//!
//! Every request of the bot can be repeated without doing its work twice: a
//! message carries a nonce that Discord keeps unique, a second first response
//! to an interaction is refused, and edits and deletions end in the same state.
//! So each is tried again when Discord is slow, busy or gone for a moment.
//!
//! What is said in a message is not known here.

use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use lru::LruCache;
use serde_json::{Map, Value, json};
use serenity::http::{Http, LightMethod, Route};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};
use tokio::time::Instant;
use tracing::warn;

use super::form::Form;
use super::message::{EPHEMERAL, Message};
use super::metrics;
use super::pace::Pace;
use super::transport::{Call, RestError, Result, Transport};

/// How long one try of a first response may take, so that there is time for
/// another within Discord's three seconds.
const FIRST_RESPONSE_TRY: Duration = Duration::from_millis(900);

/// Discord's code for an interaction that already has its first response.
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Discord's code for a message with nothing in it.
const EMPTY_MESSAGE: u64 = 50_006;

/// Sends requests.
pub struct Rest {
    transport: Transport,
    /// Keeps Discord's limit for a whole bot; `None` where a proxy does.
    pace: Option<Pace>,
    frameless: Frameless,
}

/// How many channels without frames are remembered.
const FRAMELESS: NonZeroUsize = NonZeroUsize::new(1_000).unwrap();

/// After this, a channel may show frames again.
const FRAMELESS_FOR: Duration = Duration::from_secs(3_600);

/// Channels where the bot may show no frames.
struct Frameless(Mutex<LruCache<ChannelId, Instant>>);

impl Frameless {
    fn channels(&self) -> MutexGuard<'_, LruCache<ChannelId, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, channel: ChannelId) {
        self.channels().put(channel, Instant::now());
    }

    fn contains(&self, channel: ChannelId) -> bool {
        let since = self.channels().peek(&channel).copied();
        since.is_some_and(|since| since.elapsed() < FRAMELESS_FOR)
    }
}

/// What an interaction is answered with first.
pub enum FirstResponse<'a> {
    /// A new message, for the member only or for everybody.
    Message(&'a Message, bool),
    /// The message of the button is replaced.
    Update(&'a Message),
    /// A new message follows later, for the member only or for everybody.
    Later(bool),
    /// The message of the button is replaced later, or stays.
    UpdateLater,
    /// A form to fill in.
    Form(&'a Form),
    /// What can be typed: name and value of each choice.
    Choices(Vec<(String, String)>),
}

impl FirstResponse<'_> {
    fn json(&self) -> Value {
        let (kind, data) = match self {
            FirstResponse::Message(message, private) => (4, message.response(*private).into()),
            FirstResponse::Update(message) => (7, message.body().into()),
            FirstResponse::Later(private) => {
                (5, json!({"flags": if *private { EPHEMERAL } else { 0 }}))
            }
            FirstResponse::UpdateLater => (6, Value::Null),
            FirstResponse::Form(form) => (9, form.json()),
            FirstResponse::Choices(choices) => {
                let choices = choices.iter();
                let choices = choices.map(|(name, value)| json!({"name": name, "value": value}));
                (8, json!({"choices": choices.collect::<Vec<_>>()}))
            }
        };
        // Inserted, not written as one literal, which would copy the data.
        let mut response = Map::new();
        response.insert("type".into(), kind.into());
        if !data.is_null() {
            response.insert("data".into(), data);
        }
        response.into()
    }
}

impl Rest {
    /// Sends through this.
    pub fn new(transport: Transport, pace: Option<Pace>) -> Rest {
        Rest {
            transport,
            pace,
            frameless: Frameless(Mutex::new(LruCache::new(FRAMELESS))),
        }
    }

    /// What the gateway client asks for its address with.
    pub fn gateway_http(&self) -> Http {
        self.transport.gateway_http()
    }

    /// Waits for our turn within the limit of requests for a whole bot.
    async fn turn(&self) {
        if let Some(pace) = &self.pace {
            pace.turn().await;
        }
    }

    /// The bot's own account.
    ///
    /// # Errors
    /// See [`RestError`]; status 401 for a wrong token.
    pub async fn me(&self) -> Result<Value> {
        let call = Call::new(metrics::Route::Other, LightMethod::Get, Route::UserMe);
        self.transport.send_at_start(&call).await
    }

    /// The bot's application, whose id may differ from that of its account.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn application(&self) -> Result<Value> {
        let route = Route::Oauth2ApplicationCurrent;
        let call = Call::new(metrics::Route::Other, LightMethod::Get, route);
        self.transport.send_at_start(&call).await
    }

    /// How many gateway connections Discord recommends.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn recommended_shards(&self) -> Result<u32> {
        let call = Call::new(metrics::Route::Other, LightMethod::Get, Route::GatewayBot);
        let found = self.transport.send_at_start(&call).await?;
        let shards = found["shards"].as_u64().unwrap_or(1).max(1);
        Ok(u32::try_from(shards).unwrap_or(u32::MAX))
    }

    /// The ids and names of the servers that the bot is in: the first 200.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn guilds(&self) -> Result<Vec<(u64, String)>> {
        let call = Call::new(metrics::Route::Other, LightMethod::Get, Route::UserMeGuilds);
        let found = self.transport.send_at_start(&call).await?;
        let guilds = found.as_array().into_iter().flatten();
        let named = guilds.filter_map(|guild| {
            let id = guild["id"].as_str()?.parse().ok()?;
            Some((id, guild["name"].as_str()?.to_owned()))
        });
        Ok(named.collect())
    }

    /// The registered commands, everywhere or of one server.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn commands(&self, app: ApplicationId, guild: Option<GuildId>) -> Result<Value> {
        let route = commands_route(app, guild);
        let call = Call::new(metrics::Route::Commands, LightMethod::Get, route)
            .param("with_localizations", true);
        self.transport.send_at_start(&call).await
    }

    /// Replaces the registered commands, everywhere or of one server.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn set_commands(
        &self,
        app: ApplicationId,
        guild: Option<GuildId>,
        commands: &Value,
    ) -> Result<()> {
        let route = commands_route(app, guild);
        let call = Call::new(metrics::Route::Commands, LightMethod::Put, route);
        self.transport
            .send_at_start(&call.body(commands.clone()))
            .await
            .map(drop)
    }

    /// Posts a message, in reply to another if there is one. However often it
    /// is called with the same nonce within minutes, there is one message.
    ///
    /// Where the bot may show no frames, Discord drops them without a word, so the
    /// text goes without one there.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn post(
        &self,
        channel: ChannelId,
        message: &Message,
        reply_to: Option<MessageId>,
        nonce: u64,
    ) -> Result<MessageId> {
        let message = self.for_channel(channel, message);
        let posted = match self.post_body(channel, &message, reply_to, nonce).await {
            Err(error) if error.has_code(EMPTY_MESSAGE) && message.embed.is_some() => {
                self.frameless.add(channel);
                let plain = message.without_embed();
                self.post_body(channel, &plain, reply_to, nonce).await?
            }
            posted => posted?,
        };
        let id = posted["id"].as_str().and_then(|id| id.parse().ok());
        let id = id.ok_or_else(|| RestError::Connection("the answer names no message".into()))?;
        if was_dropped(&message, &posted) {
            self.frameless.add(channel);
            if let Err(error) = self.edit(channel, id, &message).await {
                report("show an answer without its frame", &error);
            }
        }
        Ok(id)
    }

    /// The message as it can be shown in a channel.
    fn for_channel<'a>(&self, channel: ChannelId, message: &'a Message) -> Cow<'a, Message> {
        if message.embed.is_some() && self.frameless.contains(channel) {
            Cow::Owned(message.without_embed())
        } else {
            Cow::Borrowed(message)
        }
    }

    async fn post_body(
        &self,
        channel_id: ChannelId,
        message: &Message,
        reply_to: Option<MessageId>,
        nonce: u64,
    ) -> Result<Value> {
        let mut body = message.body();
        body.insert("nonce".into(), nonce.to_string().into());
        body.insert("enforce_nonce".into(), true.into());
        if let Some(message_id) = reply_to {
            let reference = json!({"message_id": message_id, "fail_if_not_exists": true});
            body.insert("message_reference".into(), reference);
        }
        self.turn().await;
        let route = Route::ChannelMessages { channel_id };
        let call = Call::new(metrics::Route::Message, LightMethod::Post, route).body(body);
        self.transport.send(&call).await
    }

    /// Replaces a message.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn edit(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        message: &Message,
    ) -> Result<()> {
        let shown = self.for_channel(channel_id, message);
        let edited = self.edit_once(channel_id, message_id, &shown).await?;
        if was_dropped(&shown, &edited) {
            self.frameless.add(channel_id);
            let plain = message.without_embed();
            self.edit_once(channel_id, message_id, &plain).await?;
        }
        Ok(())
    }

    async fn edit_once(
        &self,
        channel_id: ChannelId,
        message_id: MessageId,
        message: &Message,
    ) -> Result<Value> {
        self.turn().await;
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        let call = Call::new(metrics::Route::Edit, LightMethod::Patch, route);
        self.transport.send(&call.body(message.body())).await
    }

    /// Takes a message away. One that is gone already is no error.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn delete(&self, channel_id: ChannelId, message_id: MessageId) -> Result<()> {
        self.turn().await;
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        let call = Call::new(metrics::Route::Delete, LightMethod::Delete, route);
        gone_is_done(self.transport.send(&call).await)
    }

    /// The channel for direct messages to a member.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn direct_channel(&self, member: UserId) -> Result<ChannelId> {
        self.turn().await;
        let call = Call::new(
            metrics::Route::Other,
            LightMethod::Post,
            Route::UserMeDmChannels,
        );
        let body = json!({"recipient_id": member});
        let channel = self.transport.send(&call.body(body)).await?;
        let id = channel["id"].as_str().and_then(|id| id.parse().ok());
        id.ok_or_else(|| RestError::Connection("the answer names no channel".into()))
    }

    /// The first response to an interaction, tried until `end`. One that it
    /// has already, from an earlier try, will do.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn respond(
        &self,
        interaction_id: InteractionId,
        token: &str,
        response: FirstResponse<'_>,
        end: Instant,
    ) -> Result<()> {
        let route = Route::InteractionResponse {
            interaction_id,
            token,
        };
        let call = Call::new(metrics::Route::Interaction, LightMethod::Post, route);
        let file = match &response {
            FirstResponse::Message(message, _) | FirstResponse::Update(message) => {
                message.file.as_ref()
            }
            _ => None,
        };
        let call = call.body(response.json()).file(file);
        match self
            .transport
            .send_until(&call, end, FIRST_RESPONSE_TRY)
            .await
        {
            Err(error) if error.has_code(ALREADY_ACKNOWLEDGED) => Ok(()),
            result => result.map(drop),
        }
    }

    /// Replaces the response to an interaction, or the message of its button.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn edit_response(
        &self,
        application_id: ApplicationId,
        token: &str,
        message: &Message,
    ) -> Result<()> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id,
            token,
        };
        let call = Call::new(metrics::Route::Webhook, LightMethod::Patch, route);
        self.transport
            .send(&call.body(message.body()).file(message.file.as_ref()))
            .await
            .map(drop)
    }

    /// Takes away the response to an interaction, or the message of its button.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn delete_response(&self, application_id: ApplicationId, token: &str) -> Result<()> {
        let route = Route::WebhookOriginalInteractionResponse {
            application_id,
            token,
        };
        let call = Call::new(metrics::Route::Webhook, LightMethod::Delete, route);
        gone_is_done(self.transport.send(&call).await)
    }
}

/// Whether Discord has dropped the frame of a message, as far as it tells what it
/// has posted: all our messages with a frame have buttons.
fn was_dropped(message: &Message, posted: &Value) -> bool {
    let is_empty = |key: &str| posted[key].as_array().map(Vec::is_empty);
    message.embed.is_some()
        && is_empty("embeds") == Some(true)
        && is_empty("components") == Some(false)
}

fn commands_route(application_id: ApplicationId, guild: Option<GuildId>) -> Route<'static> {
    match guild {
        Some(guild_id) => Route::GuildCommands {
            application_id,
            guild_id,
        },
        None => Route::Commands { application_id },
    }
}

fn gone_is_done(result: Result<Value>) -> Result<()> {
    match result {
        Err(error) if error.status() == Some(404) => Ok(()),
        result => result.map(drop),
    }
}

/// Logs what could not be sent; nobody can be told.
pub fn report(what: &str, error: &RestError) {
    warn!("cannot {what}: {error}");
}
