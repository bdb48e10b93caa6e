//! Health and metrics over HTTP, for whoever watches over the bot: `/healthz`,
//! `/readyz` and `/metrics`. It answers on the socket that it is given, reads no
//! bodies, and knows nothing of Discord.
//!
//! A connection serves one request and lives for a few seconds at most, and
//! when too many are open the oldest gives way. So a client that is slow, mute
//! or hostile keeps nobody else from being answered.

#[cfg(test)]
mod tests;

use std::collections::VecDeque;
use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};

use super::metrics::{Metrics, State};

/// Connections at the same time. A handful of watchers needs fewer; more would
/// only be a way to take memory and file descriptors from the bot.
const MAX_CONNECTIONS: usize = 64;

/// How long a connection may last, from its acceptance to the last byte of the
/// response. A response takes milliseconds; Prometheus gives up after 10 s.
const CONNECTION_TIME: Duration = Duration::from_secs(5);

/// How long responses under way may take to finish at shutdown: many times what
/// they need, and no delay that anybody notices.
const SHUTDOWN_TIME: Duration = Duration::from_millis(250);

/// How long to wait when the system gives us no connection, for lack of file
/// descriptors mostly: trying at once would only take processor time.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// The longest head of a request, in bytes: twice what browsers send.
const MAX_HEAD: usize = 16 * 1024;

/// The type of a text for people.
const TEXT: &str = "text/plain; charset=utf-8";

/// The type of the OpenMetrics text format.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// What a server of one process may use.
struct Limits {
    connections: usize,
    connection_time: Duration,
}

/// Answers on `listener` until `shutdown` is done. `state` is asked at each
/// request of `/readyz` and `/metrics`.
///
/// Nothing that a client does ends it, and neither does a lack of file
/// descriptors: it logs that and tries again.
pub async fn serve<F, R, S>(listener: TcpListener, metrics: Arc<Metrics>, state: F, shutdown: S)
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = State> + Send + 'static,
    S: Future<Output = ()>,
{
    let limits = Limits {
        connections: MAX_CONNECTIONS,
        connection_time: CONNECTION_TIME,
    };
    serve_within(limits, listener, metrics, state, shutdown).await;
}

async fn serve_within<F, R, S>(
    limits: Limits,
    listener: TcpListener,
    metrics: Arc<Metrics>,
    state: F,
    shutdown: S,
) where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = State> + Send + 'static,
    S: Future<Output = ()>,
{
    let state = Arc::new(state);
    let mut shutdown = pin!(shutdown);
    let mut connections = JoinSet::new();
    let mut open = VecDeque::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = &mut shutdown => break,
            accepted = listener.accept() => accepted,
        };
        let stream = match accepted {
            Ok((stream, _)) => stream,
            Err(error) if is_of_client(&error) => continue,
            Err(error) => {
                tracing::warn!(%error, "no connection for health and metrics");
                tokio::select! {
                    () = &mut shutdown => break,
                    () = sleep(ACCEPT_PAUSE) => continue,
                }
            }
        };
        while connections.try_join_next().is_some() {}
        open.retain(|connection: &AbortHandle| !connection.is_finished());
        if open.len() >= limits.connections
            && let Some(oldest) = open.pop_front()
        {
            oldest.abort();
        }
        let served = serve_connection(stream, Arc::clone(&metrics), Arc::clone(&state));
        open.push_back(connections.spawn(timeout(limits.connection_time, served)));
    }
    drop(listener);
    let finished = async { while connections.join_next().await.is_some() {} };
    // Those that still run end with `connections`.
    let _ = timeout(SHUTDOWN_TIME, finished).await;
}

/// Whether a client was gone before it was accepted; the next may be fine.
fn is_of_client(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted
    )
}

/// Reads one request and answers it.
async fn serve_connection<F, R>(stream: TcpStream, metrics: Arc<Metrics>, state: Arc<F>)
where
    F: Fn() -> R,
    R: Future<Output = State>,
{
    let service = service_fn(async |request: Request<Incoming>| {
        let response = respond(&request, &metrics, &*state).await;
        Ok::<_, Infallible>(response)
    });
    let served = http1::Builder::new()
        .keep_alive(false)
        // The connection as a whole has its time.
        .header_read_timeout(None)
        .max_buf_size(MAX_HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%error, "a request for health or metrics failed");
    }
}

/// The answer to a request. That of HEAD is the same: hyper leaves its body out.
async fn respond<F, R>(
    request: &Request<Incoming>,
    metrics: &Metrics,
    state: &F,
) -> Response<Full<Bytes>>
where
    F: Fn() -> R,
    R: Future<Output = State>,
{
    let path = request.uri().path();
    if !["/healthz", "/readyz", "/metrics"].contains(&path) {
        return text(StatusCode::NOT_FOUND, "not found");
    }
    if ![Method::GET, Method::HEAD].contains(request.method()) {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "method not allowed");
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(ALLOW, allowed);
        return response;
    }
    match path {
        "/healthz" => text(StatusCode::OK, "ok"),
        "/readyz" => match state().await.ready() {
            Ok(()) => text(StatusCode::OK, "ready"),
            Err(reason) => text(StatusCode::SERVICE_UNAVAILABLE, &reason),
        },
        _ => match metrics.text(state().await) {
            Ok(body) => response(StatusCode::OK, OPEN_METRICS, body),
            Err(_) => text(StatusCode::INTERNAL_SERVER_ERROR, "no metrics"),
        },
    }
}

/// A line for people.
fn text(status: StatusCode, line: &str) -> Response<Full<Bytes>> {
    response(status, TEXT, line.to_owned())
}

fn response(status: StatusCode, kind: &'static str, body: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(CONTENT_TYPE, kind);
    response
}
