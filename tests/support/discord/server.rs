//! The sockets: one port for REST and for the gateway, and the state behind it
//! that whoever waits is told about.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{Request, Response, StatusCode};
use axum::response::IntoResponse;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::state::Options;
use super::world::World;
use super::{gateway, rest};

/// The world, and word of each change to it.
pub struct Shared {
    world: Mutex<World>,
    changes: watch::Sender<u64>,
}

impl Shared {
    pub fn lock(&self) -> MutexGuard<'_, World> {
        // A test that failed with the lock in hand has already said why.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the world and wakes whoever waits.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let result = change(&mut self.lock());
        self.changes.send_modify(|count| *count += 1);
        result
    }

    /// Waits until there is something, at most so long.
    pub async fn until<T>(
        &self,
        limit: Duration,
        mut find: impl FnMut(&mut World) -> Option<T>,
    ) -> Option<T> {
        let mut changes = self.changes.subscribe();
        let found = async {
            loop {
                if let Some(found) = find(&mut self.lock()) {
                    return found;
                }
                if changes.changed().await.is_err() {
                    std::future::pending::<()>().await;
                }
            }
        };
        tokio::time::timeout(limit, found).await.ok()
    }
}

/// Listens on a port of its own until the handle is aborted.
pub async fn listen(options: Options) -> (Arc<Shared>, u16, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .await
        .expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let shared = Arc::new(Shared {
        world: Mutex::new(World::new(options, port)),
        changes: watch::Sender::new(0),
    });
    let accepting = {
        let shared = shared.clone();
        tokio::spawn(async move {
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    continue;
                };
                // Small frames should not wait for one another.
                let _ = stream.set_nodelay(true);
                tokio::spawn(connection(shared.clone(), stream));
            }
        })
    };
    (shared, port, accepting)
}

async fn connection(shared: Arc<Shared>, stream: TcpStream) {
    let service = service_fn(move |request| serve(shared.clone(), request));
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    // A connection that breaks off is the client's affair, or was cut on purpose.
    let _ = connection.with_upgrades().await;
}

/// An error here ends the connection without an answer.
async fn serve(
    shared: Arc<Shared>,
    request: Request<Incoming>,
) -> Result<Response<Body>, rest::Cut> {
    if request.uri().path().trim_end_matches('/') != "/gateway" {
        return rest::serve(shared, request).await;
    }
    let is_shut = shared.change(|world| {
        world.gateway_refusals += usize::from(world.gateway_is_shut);
        world.gateway_is_shut
    });
    if is_shut {
        return Err(rest::Cut);
    }
    let (mut parts, _) = request.into_parts();
    let upgraded = WebSocketUpgrade::from_request_parts(&mut parts, &()).await;
    let response: Result<_, Infallible> = Ok(match upgraded {
        Ok(upgrade) => upgrade.on_upgrade(move |socket| gateway::serve(shared, socket)),
        Err(_) => StatusCode::UPGRADE_REQUIRED.into_response(),
    });
    response.map_err(|never| match never {})
}
