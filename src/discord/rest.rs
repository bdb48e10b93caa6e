//! Requests to Discord: what is sent where, and what happens when it fails.
//!
//! Every request of the bot can be repeated without doing its work twice: a
//! message carries a nonce that Discord keeps unique, a second first response
//! to an interaction is refused, and edits and deletions end in the same state.
//! So each is tried again when Discord is slow, busy or gone for a moment.
//!
//! What is said in a message is not known here.

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use serde_json::{Value, json};
use serenity::http::{Http, HttpBuilder, LightMethod, Request, Route};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, MessageId, UserId};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::{debug, warn};

use super::message::{EPHEMERAL, Message};
use super::metrics::{self, ErrorKind, Metrics};
use super::pace::Pace;

/// How long Discord may take to answer one try; it usually takes a tenth of a
/// second.
const TRY: Duration = Duration::from_secs(5);

/// How long one try of a first response may take, so that there is time for
/// another within Discord's three seconds.
const FIRST_RESPONSE_TRY: Duration = Duration::from_millis(900);

/// How long anything but a first response is tried: a minute later, nobody
/// waits for it any more.
const PATIENCE: Duration = Duration::from_secs(60);

/// The wait before the second try; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest wait between two tries that Discord did not ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Discord's code for an interaction that already has its first response.
const ALREADY_ACKNOWLEDGED: u64 = 40_060;

/// Discord's code for a message with nothing in it.
const EMPTY_MESSAGE: u64 = 50_006;

/// Why a request failed for good.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Discord refused it.
    #[error("Discord answered {status}, code {code}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Discord's own code; 0 where it gave none.
        code: u64,
        /// What Discord said.
        message: String,
    },
    /// No answer in time.
    #[error("no answer in time")]
    Timeout,
    /// No connection, or it broke.
    #[error("cannot reach Discord: {0}")]
    Connection(String),
}

impl RestError {
    /// The HTTP status, if Discord gave one.
    pub fn status(&self) -> Option<u16> {
        match self {
            RestError::Refused { status, .. } => Some(*status),
            _ => None,
        }
    }

    fn kind(&self) -> ErrorKind {
        match self {
            RestError::Timeout => ErrorKind::Timeout,
            RestError::Connection(_) => ErrorKind::Connection,
            RestError::Refused { status, .. } => ErrorKind::of_status(*status),
        }
    }

    /// Whether another try may do better.
    fn is_passing(&self) -> bool {
        !matches!(self, RestError::Refused { status, .. } if *status < 500 && *status != 429)
    }

    fn has_code(&self, wanted: u64) -> bool {
        matches!(self, RestError::Refused { code, .. } if *code == wanted)
    }
}

type Result<T> = std::result::Result<T, RestError>;

/// Sends requests.
pub struct Rest {
    http: Http,
    client: reqwest::Client,
    metrics: Arc<Metrics>,
    /// Keeps Discord's limit for a whole bot; `None` where a proxy does.
    pace: Option<Pace>,
}

/// One kind of request.
struct Call<'a> {
    kind: metrics::Route,
    method: LightMethod,
    route: Route<'a>,
    params: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
}

impl<'a> Call<'a> {
    fn new(kind: metrics::Route, method: LightMethod, route: Route<'a>) -> Self {
        Call {
            kind,
            method,
            route,
            params: Vec::new(),
            body: None,
        }
    }

    fn body(mut self, body: impl Into<Value>) -> Self {
        self.body = Some(body.into().to_string().into_bytes());
        self
    }

    fn param(mut self, key: &'static str, value: impl ToString) -> Self {
        self.params.push((key, value.to_string()));
        self
    }

    fn request(&self) -> Request<'a> {
        let params = (!self.params.is_empty()).then(|| self.params.clone());
        Request::new(self.route, self.method)
            .body(self.body.clone())
            .params(params)
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
    /// What can be typed: name and value of each choice.
    Choices(Vec<(String, String)>),
}

impl FirstResponse<'_> {
    fn json(&self) -> Value {
        match self {
            FirstResponse::Message(message, private) => {
                json!({"type": 4, "data": message.response(*private)})
            }
            FirstResponse::Update(message) => json!({"type": 7, "data": message.body()}),
            FirstResponse::Later(private) => {
                json!({"type": 5, "data": {"flags": if *private { EPHEMERAL } else { 0 }}})
            }
            FirstResponse::UpdateLater => json!({"type": 6}),
            FirstResponse::Choices(choices) => {
                let choices = choices.iter();
                let choices = choices.map(|(name, value)| json!({"name": name, "value": value}));
                json!({"type": 8, "data": {"choices": choices.collect::<Vec<_>>()}})
            }
        }
    }
}

/// The client that requests are sent with.
///
/// # Errors
/// When the system gives no randomness or the TLS library cannot start.
pub fn client() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .use_rustls_tls()
        .timeout(TRY)
        .build()
}

fn http(token: &str, client: reqwest::Client, proxy: Option<&str>) -> Http {
    let builder = HttpBuilder::new(token).client(client);
    let builder = match proxy {
        Some(proxy) => builder.proxy(proxy).ratelimiter_disabled(true),
        None => builder,
    };
    builder.build()
}

impl Rest {
    /// Sends as the bot with this token. With a proxy, the proxy keeps Discord's
    /// limits; without one, the client does: it would not use a proxy otherwise.
    pub fn new(
        token: &str,
        client: reqwest::Client,
        proxy: Option<&str>,
        metrics: Arc<Metrics>,
    ) -> Rest {
        let mut http = http(token, client.clone(), proxy);
        if let Some(limiter) = &mut http.ratelimiter {
            let metrics = Arc::clone(&metrics);
            limiter.set_ratelimit_callback(Box::new(move |limit| {
                metrics.rate_limited();
                debug!(seconds = limit.timeout.as_secs(), "Discord asks to wait");
            }));
        }
        Rest {
            http,
            client,
            pace: proxy.is_none().then(|| Pace::new(Arc::clone(&metrics))),
            metrics,
        }
    }

    /// What the gateway client asks for its address with.
    pub fn gateway_http(&self) -> Http {
        http(
            self.http.token(),
            self.client.clone(),
            self.http.proxy.as_deref(),
        )
    }

    async fn send(&self, call: &Call<'_>) -> Result<Value> {
        self.send_until(call, Instant::now() + PATIENCE, PATIENCE)
            .await
    }

    /// Tries until it is done, refused for good, or the time is over.
    async fn send_until(&self, call: &Call<'_>, end: Instant, one: Duration) -> Result<Value> {
        let mut pause = FIRST_PAUSE;
        loop {
            let one_end = end.min(Instant::now() + one);
            let (error, asked) = match timeout_at(one_end, self.try_once(call)).await {
                Ok(Ok(value)) => return Ok(value),
                Ok(Err(failed)) => failed,
                Err(_) => (RestError::Timeout, None),
            };
            self.metrics.rest_error(call.kind, error.kind());
            let wait = asked.unwrap_or(pause);
            if !error.is_passing() || Instant::now() + wait >= end {
                return Err(error);
            }
            self.metrics.retried();
            debug!(%error, "trying again");
            sleep(wait).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
    }

    /// One try: what Discord answered, or why not and how long it asks to wait.
    async fn try_once(
        &self,
        call: &Call<'_>,
    ) -> std::result::Result<Value, (RestError, Option<Duration>)> {
        let response = match &self.http.ratelimiter {
            Some(limiter) => limiter.perform(call.request()).await,
            None => self.perform(call.request()).await,
        };
        let response = response.map_err(|error| (connection_error(error), None))?;
        let status = response.status();
        let asked = response
            .headers()
            .get(RETRY_AFTER)
            .and_then(|value| value.to_str().ok()?.parse().ok())
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            .filter(|_| status == StatusCode::TOO_MANY_REQUESTS);
        let body = response.bytes().await;
        if status.is_success() {
            // It is done, even where the answer cannot be read.
            let body = body.unwrap_or_default();
            return Ok(serde_json::from_slice(&body).unwrap_or(Value::Null));
        }
        let body: Value = body
            .ok()
            .and_then(|body| serde_json::from_slice(&body).ok())
            .unwrap_or(Value::Null);
        if status == StatusCode::TOO_MANY_REQUESTS {
            self.metrics.rate_limited();
        }
        let error = RestError::Refused {
            status: status.as_u16(),
            code: body["code"].as_u64().unwrap_or_default(),
            message: body["message"].as_str().unwrap_or_default().to_owned(),
        };
        Err((error, asked))
    }

    async fn perform(&self, request: Request<'_>) -> serenity::Result<reqwest::Response> {
        let proxy = self.http.proxy.as_deref();
        let request = request.build(&self.client, self.http.token(), proxy)?;
        Ok(request.send().await?)
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
        self.send(&call).await
    }

    /// How many gateway connections Discord recommends.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn recommended_shards(&self) -> Result<u32> {
        let call = Call::new(metrics::Route::Other, LightMethod::Get, Route::GatewayBot);
        let found = self.send(&call).await?;
        let shards = found["shards"].as_u64().unwrap_or(1).max(1);
        Ok(u32::try_from(shards).unwrap_or(u32::MAX))
    }

    /// The names of the servers that the bot is in: the first 200.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn guilds(&self) -> Result<Vec<String>> {
        let call = Call::new(metrics::Route::Other, LightMethod::Get, Route::UserMeGuilds);
        let found = self.send(&call).await?;
        let guilds = found.as_array().into_iter().flatten();
        let names = guilds.filter_map(|guild| guild["name"].as_str());
        Ok(names.map(str::to_owned).collect())
    }

    /// The registered commands, everywhere or of one server.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn commands(&self, app: ApplicationId, guild: Option<GuildId>) -> Result<Value> {
        let route = commands_route(app, guild);
        let call = Call::new(metrics::Route::Commands, LightMethod::Get, route)
            .param("with_localizations", true);
        self.send(&call).await
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
        self.send(&call.body(commands.clone())).await.map(drop)
    }

    /// Posts a message, in reply to another if there is one. However often it
    /// is called with the same nonce within minutes, there is one message.
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
        match self.post_body(channel, message, reply_to, nonce).await {
            // Where the bot may show no embeds, Discord drops them.
            Err(error) if error.has_code(EMPTY_MESSAGE) && message.embed.is_some() => {
                let plain = message.without_embed();
                self.post_body(channel, &plain, reply_to, nonce).await
            }
            result => result,
        }
    }

    async fn post_body(
        &self,
        channel_id: ChannelId,
        message: &Message,
        reply_to: Option<MessageId>,
        nonce: u64,
    ) -> Result<MessageId> {
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
        let posted = self.send(&call).await?;
        let id = posted["id"].as_str().and_then(|id| id.parse().ok());
        id.ok_or_else(|| RestError::Connection("the answer names no message".into()))
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
        self.turn().await;
        let route = Route::ChannelMessage {
            channel_id,
            message_id,
        };
        let call = Call::new(metrics::Route::Edit, LightMethod::Patch, route);
        self.send(&call.body(message.body())).await.map(drop)
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
        gone_is_done(self.send(&call).await)
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
        let channel = self.send(&call.body(body)).await?;
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
        let call = call.body(response.json());
        match self.send_until(&call, end, FIRST_RESPONSE_TRY).await {
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
        self.send(&call.body(message.body())).await.map(drop)
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
        gone_is_done(self.send(&call).await)
    }
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

/// Without the address: it can hold the token of an interaction.
fn connection_error(error: serenity::Error) -> RestError {
    use serenity::http::HttpError;
    match error {
        serenity::Error::Http(HttpError::Request(error)) if error.is_timeout() => {
            RestError::Timeout
        }
        serenity::Error::Http(HttpError::Request(error)) => {
            let error = error.without_url();
            let cause = std::error::Error::source(&error).map(ToString::to_string);
            RestError::Connection(cause.unwrap_or_else(|| error.to_string()))
        }
        error => RestError::Connection(error.to_string()),
    }
}

/// Logs what could not be sent; nobody can be told.
pub fn report(what: &str, error: &RestError) {
    warn!("cannot {what}: {error}");
}
