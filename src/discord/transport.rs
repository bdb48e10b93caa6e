//! The way to Discord: one request, tried again when Discord is slow, busy or
//! gone for a moment.
//!
//! Only for requests that can be repeated without doing their work twice; which
//! these are is known in `rest`.

use std::sync::Arc;
use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::RETRY_AFTER;
use serde_json::Value;
use serenity::builder::CreateAttachment;
use serenity::http::{Http, HttpBuilder, LightMethod, Multipart, MultipartUpload, Request, Route};
use tokio::time::{Instant, sleep, timeout_at};
use tracing::debug;

use super::message::Attachment;
use super::metrics::{self, ErrorKind, Metrics};

/// How long Discord may take to answer one try; it usually takes a tenth of a
/// second.
const TRY: Duration = Duration::from_secs(5);

/// How many connections are kept for later: a burst opens hundreds, and each
/// holds buffers.
const IDLE_CONNECTIONS: usize = 16;

/// How long anything but a first response is tried: a minute later, nobody
/// waits for it any more.
const PATIENCE: Duration = Duration::from_secs(60);

/// How long each request of the start is tried, before the operator is told.
const START: Duration = Duration::from_secs(10);

/// The wait before the second try; it doubles with each.
const FIRST_PAUSE: Duration = Duration::from_millis(100);

/// The longest wait between two tries that Discord did not ask for.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Discord's code for an interaction that has got no first response.
const UNKNOWN_WEBHOOK: u64 = 10_015;

/// Discord's code for an interaction that has waited too long.
const UNKNOWN_INTERACTION: u64 = 10_062;

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
    pub fn is_passing(&self) -> bool {
        !matches!(self, RestError::Refused { status, .. } if *status < 500 && *status != 429)
    }

    /// Whether Discord would take something else instead: it did not like what
    /// was sent, and the interaction is still there.
    pub fn is_about_content(&self) -> bool {
        matches!(self, RestError::Refused { status: 400 | 403 | 404, code, .. }
            if ![UNKNOWN_WEBHOOK, UNKNOWN_INTERACTION].contains(code))
    }

    /// Whether Discord gave this code.
    pub fn has_code(&self, wanted: u64) -> bool {
        matches!(self, RestError::Refused { code, .. } if *code == wanted)
    }
}

/// What Discord answered.
pub type Result<T> = std::result::Result<T, RestError>;

/// Sends requests.
pub struct Transport {
    http: Http,
    client: reqwest::Client,
    metrics: Arc<Metrics>,
}

/// One kind of request.
pub struct Call<'a> {
    kind: metrics::Route,
    method: LightMethod,
    route: Route<'a>,
    params: Vec<(&'static str, String)>,
    body: Option<Vec<u8>>,
    file: Option<&'a Attachment>,
}

impl<'a> Call<'a> {
    /// A request without a body.
    pub fn new(kind: metrics::Route, method: LightMethod, route: Route<'a>) -> Self {
        Call {
            kind,
            method,
            route,
            params: Vec::new(),
            body: None,
            file: None,
        }
    }

    /// With this file, which its body has to name.
    pub fn file(mut self, file: Option<&'a Attachment>) -> Self {
        self.file = file;
        self
    }

    /// With this body.
    pub fn body(mut self, body: impl Into<Value>) -> Self {
        self.body = Some(body.into().to_string().into_bytes());
        self
    }

    /// With this in its address.
    pub fn param(mut self, key: &'static str, value: impl ToString) -> Self {
        self.params.push((key, value.to_string()));
        self
    }

    fn request(&self) -> Request<'a> {
        let params = (!self.params.is_empty()).then(|| self.params.clone());
        let request = Request::new(self.route, self.method).params(params);
        let Some(file) = self.file else {
            return request.body(self.body.clone());
        };
        let body = self.body.as_deref().unwrap_or_default();
        let attachment = CreateAttachment::bytes(file.bytes.clone(), file.name.clone());
        request.multipart(Some(Multipart {
            upload: MultipartUpload::Attachments(vec![attachment]),
            fields: Vec::new(),
            payload_json: Some(String::from_utf8_lossy(body).into_owned()),
        }))
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
        .pool_max_idle_per_host(IDLE_CONNECTIONS)
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

impl Transport {
    /// Sends as the bot with this token. With a proxy, the proxy keeps Discord's
    /// limits; without one, the client does: it would not use a proxy otherwise.
    pub fn new(
        token: &str,
        client: reqwest::Client,
        proxy: Option<&str>,
        metrics: Arc<Metrics>,
    ) -> Transport {
        let mut http = http(token, client.clone(), proxy);
        if let Some(limiter) = &mut http.ratelimiter {
            let metrics = Arc::clone(&metrics);
            limiter.set_ratelimit_callback(Box::new(move |limit| {
                metrics.rate_limited();
                debug!(seconds = limit.timeout.as_secs(), "Discord asks to wait");
            }));
        }
        Transport {
            http,
            client,
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

    /// Tries for as long as somebody may still wait for it: a minute.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn send(&self, call: &Call<'_>) -> Result<Value> {
        self.send_until(call, Instant::now() + PATIENCE, PATIENCE)
            .await
    }

    /// Tries for a few seconds: for what the bot can start without, or ask again.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn send_at_start(&self, call: &Call<'_>) -> Result<Value> {
        self.send_until(call, Instant::now() + START, START).await
    }

    /// Tries until it is done, refused for good, or the time is over; each try
    /// for at most `one`.
    ///
    /// # Errors
    /// See [`RestError`].
    pub async fn send_until(&self, call: &Call<'_>, end: Instant, one: Duration) -> Result<Value> {
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
        // The limiter would keep a limit for each interaction for ever, and one
        // for all of them together where Discord has one for each.
        let is_limited = !matches!(
            call.kind,
            metrics::Route::Interaction | metrics::Route::Webhook
        );
        let response = match &self.http.ratelimiter {
            Some(limiter) if is_limited => limiter.perform(call.request()).await,
            _ => self.perform(call.request()).await,
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
        // Some proxies say it in the body only, as Discord also does.
        let asked = asked.or_else(|| {
            let seconds = body["retry_after"].as_f64()?;
            Duration::try_from_secs_f64(seconds).ok()
        });
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
