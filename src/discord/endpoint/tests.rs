//! The endpoint over real sockets, asked by good, slow, mute and hostile
//! clients.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::*;
use crate::discord::metrics::{OutcomeKind, Shard, Way};

/// No test waits as long: what ends a connection there is not the time.
const FOREVER: Duration = Duration::from_secs(3600);

/// An endpoint that runs, of a bot whose one shard can be switched on and off.
struct Running {
    address: SocketAddr,
    metrics: Arc<Metrics>,
    connected: Arc<AtomicBool>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl Running {
    async fn new() -> Running {
        Running::within(MAX_CONNECTIONS, FOREVER).await
    }

    async fn within(connections: usize, connection_time: Duration) -> Running {
        let connected = Arc::new(AtomicBool::new(true));
        let shard = Arc::clone(&connected);
        let state = move || {
            let connected = shard.load(Ordering::SeqCst);
            async move { state(connected) }
        };
        let limits = Limits {
            connections,
            connection_time,
        };
        Running::with(limits, connected, state).await
    }

    async fn with<F, R>(limits: Limits, connected: Arc<AtomicBool>, state: F) -> Running
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = State> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let metrics = Arc::new(Metrics::new());
        let (stop, stopped) = oneshot::channel();
        let stopped = async { stopped.await.unwrap() };
        let served = serve_within(limits, listener, Arc::clone(&metrics), state, stopped);
        Running {
            address,
            metrics,
            connected,
            stop,
            server: tokio::spawn(served),
        }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `request` as it is and reads until the server closes.
    async fn send(&self, request: impl AsRef<[u8]>) -> String {
        let mut stream = self.connect().await;
        // The server may have refused before all was sent.
        let _ = stream.write_all(request.as_ref()).await;
        read(stream).await
    }

    /// Sends a request without a body.
    async fn ask(&self, method: &str, path: &str) -> String {
        let request = format!("{method} {path} HTTP/1.1\r\nhost: bot\r\n\r\n");
        self.send(request).await
    }

    async fn stop(self) {
        self.stop.send(()).unwrap();
        self.server.await.unwrap();
    }
}

fn state(connected: bool) -> State {
    State {
        shards: vec![Shard {
            id: 0,
            connected,
            latency: None,
        }],
        expected_shards: 1,
        entries: 3,
        sections: 0,
        version: "5f3a".to_owned(),
    }
}

/// Everything up to the end of the connection, but for the date.
async fn read(mut stream: TcpStream) -> String {
    let mut bytes = Vec::new();
    // A server that refuses without reading all resets the connection.
    let _ = stream.read_to_end(&mut bytes).await;
    let text = String::from_utf8(bytes).unwrap();
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !line.starts_with("date: ")).collect()
}

/// A whole response.
fn http(status: &str, headers: &[&str], body: &str) -> String {
    let length = format!("content-length: {}", body.len());
    let mut lines = vec![format!("HTTP/1.1 {status}")];
    lines.extend(headers.iter().map(|header| (*header).to_owned()));
    lines.extend(["connection: close".to_owned(), length]);
    format!("{}\r\n\r\n{body}", lines.join("\r\n"))
}

fn plain(status: &str, body: &str) -> String {
    http(status, &["content-type: text/plain; charset=utf-8"], body)
}

#[tokio::test]
async fn it_is_healthy_as_long_as_it_answers() {
    let bot = Running::new().await;
    bot.connected.store(false, Ordering::SeqCst);
    assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
    assert_eq!(bot.ask("GET", "/healthz?x=1").await, plain("200 OK", "ok"));
    bot.stop().await;
}

#[tokio::test]
async fn it_is_ready_while_its_shards_are_connected() {
    let bot = Running::new().await;
    assert_eq!(bot.ask("GET", "/readyz").await, plain("200 OK", "ready"));
    bot.connected.store(false, Ordering::SeqCst);
    assert_eq!(
        bot.ask("GET", "/readyz").await,
        plain("503 Service Unavailable", "connected shards: 0 of 1")
    );
    bot.connected.store(true, Ordering::SeqCst);
    assert_eq!(bot.ask("GET", "/readyz").await, plain("200 OK", "ready"));
    bot.stop().await;
}

#[tokio::test]
async fn prometheus_gets_the_numbers_of_this_moment() {
    let bot = Running::new().await;
    let kind = "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8";
    for _ in 0..2 {
        bot.metrics
            .answered(Way::Dm, OutcomeKind::Urgent, Duration::from_millis(3));
        let text = bot.metrics.text(state(true)).unwrap();
        assert_eq!(
            bot.ask("GET", "/metrics").await,
            http("200 OK", &[kind], &text)
        );
    }
    bot.stop().await;
}

#[tokio::test]
async fn head_gets_what_get_gets_without_the_body() {
    let bot = Running::new().await;
    for path in ["/healthz", "/readyz", "/metrics", "/nothing"] {
        let whole = bot.ask("GET", path).await;
        let (head, body) = whole.split_once("\r\n\r\n").unwrap();
        assert!(!body.is_empty());
        assert_eq!(bot.ask("HEAD", path).await, format!("{head}\r\n\r\n"));
    }
    bot.stop().await;
}

#[tokio::test]
async fn other_paths_are_not_found() {
    let bot = Running::new().await;
    for path in [
        "/",
        "/health",
        "/healthz/",
        "/HEALTHZ",
        "//metrics",
        "/../readyz",
    ] {
        let expected = plain("404 Not Found", "not found");
        assert_eq!(bot.ask("GET", path).await, expected, "{path}");
        assert_eq!(bot.ask("DELETE", path).await, expected, "{path}");
    }
    bot.stop().await;
}

#[tokio::test]
async fn other_methods_are_not_allowed() {
    let bot = Running::new().await;
    let expected = http(
        "405 Method Not Allowed",
        &[
            "content-type: text/plain; charset=utf-8",
            "allow: GET, HEAD",
        ],
        "method not allowed",
    );
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "FROB"] {
        for path in ["/healthz", "/readyz", "/metrics"] {
            assert_eq!(bot.ask(method, path).await, expected, "{method} {path}");
        }
    }
    let with_body = "POST /metrics HTTP/1.1\r\ncontent-length: 4\r\n\r\nbody";
    assert_eq!(bot.send(with_body).await, expected);
    bot.stop().await;
}

#[tokio::test]
async fn what_is_no_request_is_refused() {
    let bot = Running::new().await;
    let old = bot.send("GET /healthz HTTP/1.0\r\n\r\n").await;
    assert!(old.starts_with("HTTP/1.0 200 OK\r\n"), "{old}");
    let long = format!("GET /{} HTTP/1.1\r\n\r\n", "a".repeat(MAX_HEAD));
    let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(500));
    let requests: [&[u8]; 6] = [
        b"GET /healthz\r\n\r\n",
        b"GET /healthz HTTP/9.9\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nno colon\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        long.as_bytes(),
        many.as_bytes(),
    ];
    for request in requests {
        let response = bot.send(request).await;
        let is_refused = response.is_empty() || response.starts_with("HTTP/1.1 4");
        assert!(is_refused, "{response}");
        assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
    }
    bot.stop().await;
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn whatever_is_sent_the_next_is_answered(bytes in any::<Vec<u8>>(), head in "[A-Z]{1,4} /[ -~]{0,20}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let bot = Running::new().await;
            for sent in [bytes, format!("{head}\r\n").into_bytes()] {
                let mut stream = bot.connect().await;
                let _ = stream.write_all(&sent).await;
                let _ = stream.shutdown().await;
                let mut answer = Vec::new();
                let _ = stream.read_to_end(&mut answer).await;
                assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
            }
            bot.stop().await;
        });
    }
}

#[tokio::test]
async fn a_connection_that_takes_too_long_is_closed() {
    let bot = Running::within(8, Duration::from_millis(20)).await;
    for begun in ["", "GET /hea", "GET /healthz HTTP/1.1\r\nhost: b"] {
        assert_eq!(bot.send(begun).await, "");
    }
    bot.stop().await;
}

#[tokio::test]
async fn the_oldest_of_too_many_connections_gives_way() {
    let bot = Running::within(2, FOREVER).await;
    let oldest = bot.connect().await;
    let mut older = bot.connect().await;
    assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
    assert_eq!(read(oldest).await, "");

    // The other one was only slow.
    older
        .write_all(b"GET /readyz HTTP/1.1\r\nhost: bot\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(read(older).await, plain("200 OK", "ready"));
    bot.stop().await;
}

#[tokio::test]
async fn many_silent_clients_keep_nobody_waiting() {
    let bot = Running::new().await;
    let mut silent = Vec::new();
    for _ in 0..3 * MAX_CONNECTIONS {
        silent.push(bot.connect().await);
    }
    assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
    // One count here, one in the server, one for each connection.
    let held = Arc::strong_count(&bot.metrics);
    assert!(held <= MAX_CONNECTIONS + 3, "{held}");
    bot.stop().await;
}

#[tokio::test]
async fn ten_thousand_requests_leave_nothing_behind() {
    let bot = Running::new().await;
    for _ in 0..10_000 {
        let mut stream = bot.connect().await;
        stream
            .write_all(b"HEAD /healthz HTTP/1.1\r\n\r\n")
            .await
            .unwrap();
        let mut answer = [0; 12];
        stream.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"HTTP/1.1 200");
    }
    let metrics = Arc::clone(&bot.metrics);
    let held = Arc::strong_count(&metrics);
    assert!(held <= MAX_CONNECTIONS + 3, "{held}");
    bot.stop().await;
    assert_eq!(Arc::strong_count(&metrics), 1);
}

#[tokio::test]
async fn it_ends_when_it_is_told_to_and_frees_the_address() {
    let bot = Running::new().await;
    let address = bot.address;
    let silent = bot.connect().await;
    assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
    bot.stop().await;
    assert_eq!(read(silent).await, "");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_state_that_cannot_be_had_costs_only_its_request() {
    let limits = Limits {
        connections: 1,
        connection_time: FOREVER,
    };
    let never = std::future::pending::<State>;
    let bot = Running::with(limits, Arc::default(), never).await;
    let mut waiting = bot.connect().await;
    waiting
        .write_all(b"GET /readyz HTTP/1.1\r\n\r\n")
        .await
        .unwrap();
    assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
    assert_eq!(read(waiting).await, "");
    bot.stop().await;
}

#[tokio::test]
async fn a_panic_costs_only_its_request() {
    let limits = Limits {
        connections: 8,
        connection_time: FOREVER,
    };
    let fails = || async { std::panic::resume_unwind(Box::new("no state")) };
    let bot = Running::with(limits, Arc::default(), fails).await;
    assert_eq!(bot.ask("GET", "/metrics").await, "");
    assert_eq!(bot.ask("GET", "/healthz").await, plain("200 OK", "ok"));
    bot.stop().await;
}

#[tokio::test]
async fn the_limits_that_ship_let_a_request_through() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut stream = TcpStream::connect(listener.local_addr().unwrap())
        .await
        .unwrap();
    stream
        .write_all(b"GET /readyz HTTP/1.1\r\n\r\n")
        .await
        .unwrap();
    let asked = read(stream);
    let answered = oneshot::channel();
    let (answer, ()) = tokio::join!(
        async {
            let answer = asked.await;
            answered.0.send(()).unwrap();
            answer
        },
        serve(
            listener,
            Arc::new(Metrics::new()),
            || async { state(true) },
            async { answered.1.await.unwrap() },
        )
    );
    assert_eq!(answer, plain("200 OK", "ready"));
}
