//! The way to Discord as it is without a proxy: over TLS to `discord.com`, with
//! the limiter of the HTTP client. The name leads to the fake Discord here, and
//! the certificate is made for the test.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use faqbot::discord::message::Message;
use faqbot::discord::metrics::{Metrics, State};
use faqbot::discord::pace::Pace;
use faqbot::discord::rest::{FirstResponse, Rest};
use faqbot::discord::transport::Transport;
use serde_json::json;
use serenity::model::id::{ApplicationId, ChannelId, InteractionId};
use snapbox::str;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::support::discord::{FakeDiscord, Options};

const POST: &str = "POST /channels/{channel}/messages";

/// `discord.com` in front of a fake Discord.
struct Front {
    address: SocketAddr,
    certificate: reqwest::Certificate,
    connections: Arc<AtomicUsize>,
}

impl Front {
    async fn of(fake: &FakeDiscord) -> Front {
        let made = rcgen::generate_simple_self_signed(["discord.com".to_owned()]);
        let made = made.expect("a certificate");
        let key = PrivateKeyDer::try_from(made.signing_key.serialize_der()).expect("a key");
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key)
            .expect("a certificate with its key");
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let connections = Arc::new(AtomicUsize::new(0));
        let (counted, port) = (Arc::clone(&connections), fake.port());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let acceptor = acceptor.clone();
                tokio::spawn(async move {
                    let mut outside = acceptor.accept(stream).await.expect("TLS");
                    let inside = TcpStream::connect(("127.0.0.1", port)).await;
                    let mut inside = inside.expect("the fake listens");
                    // Either side may break off.
                    let _ = tokio::io::copy_bidirectional(&mut outside, &mut inside).await;
                });
            }
        });
        let certificate = reqwest::Certificate::from_der(made.cert.der());
        Front {
            address,
            certificate: certificate.expect("the same certificate"),
            connections,
        }
    }

    /// A client for which `discord.com` is here.
    fn client(&self) -> reqwest::Client {
        let client = reqwest::Client::builder()
            .use_rustls_tls()
            .tls_built_in_root_certs(false)
            .add_root_certificate(self.certificate.clone())
            .resolve("discord.com", self.address)
            .no_proxy();
        client.build().expect("a client")
    }
}

/// What is not zero of what was counted about requests.
fn counted(metrics: &Metrics) -> String {
    let text = metrics.text(State::default()).expect("a text");
    let lines = text.lines().filter(|line| line.starts_with("faqbot_rest"));
    let lines: Vec<_> = lines.filter(|line| !line.ends_with(" 0")).collect();
    lines.join("\n")
}

#[tokio::test]
async fn a_limit_is_waited_for_and_counted_and_the_message_is_posted_once() {
    let fake = FakeDiscord::start(Options::default()).await;
    let front = Front::of(&fake).await;
    let metrics = Arc::new(Metrics::new());
    let transport = Transport::new(&fake.token(), front.client(), None, Arc::clone(&metrics));
    let rest = Rest::new(transport, Some(Pace::new(Arc::clone(&metrics))));
    let (_, help) = fake.ids("ann", "#help");
    let tea = Message::text("Tea?");

    for global in [false, true] {
        fake.rate_limit(POST, Duration::from_secs(1), global);
        let posted = rest.post(ChannelId::new(help), &tea, None, 7 + u64::from(global));
        posted.await.expect("it is posted");
        fake.expect_reply(
            "#help",
            str![
                "
faqbot
Tea?
"
            ],
        )
        .await;
    }
    assert_eq!(fake.left(), [""; 0]);
    assert_eq!(fake.violations(), [""; 0]);
    snapbox::assert_data_eq!(counted(&metrics), str!["faqbot_rest_rate_limits_total 2"]);
}

#[tokio::test]
async fn a_response_to_an_interaction_waits_for_no_limit_of_others() {
    let fake = FakeDiscord::start(Options::default()).await;
    let front = Front::of(&fake).await;
    let metrics = Arc::new(Metrics::new());
    let transport = Transport::new(&fake.token(), front.client(), None, Arc::clone(&metrics));
    let rest = Rest::new(transport, Some(Pace::new(Arc::clone(&metrics))));

    let commands = json!([{"name": "tea", "description": "How long it brews"}]);
    let registered = rest.set_commands(ApplicationId::new(1), None, &commands);
    registered.await.expect("it is registered");
    fake.rate_limit("callback", Duration::from_secs(1), false);
    // Nobody listens to the gateway: only the id and its token are needed.
    let id = fake.user("ann").runs("/tea").await;
    let note = Message::text("Three minutes.");
    let end = tokio::time::Instant::now() + Duration::from_secs(3);
    let token = format!("interaction-{id}");
    let response = FirstResponse::Message(&note, true);
    let responded = rest.respond(InteractionId::new(id), &token, response, end);
    responded.await.expect("it is answered");
    fake.expect_private(
        "ann",
        str![[r#"
faqbot -> ann /tea (only ann sees this)
Three minutes.
"#]],
    )
    .await;
    snapbox::assert_data_eq!(
        counted(&metrics),
        str![[r#"
faqbot_rest_errors_total{route="interaction",kind="rate_limited"} 1
faqbot_rest_rate_limits_total 1
faqbot_rest_retries_total 1
"#]]
    );
}

#[tokio::test]
async fn with_a_proxy_nothing_goes_to_discord_and_a_limit_is_waited_for_all_the_same() {
    let fake = FakeDiscord::start(Options::default()).await;
    let front = Front::of(&fake).await;
    let metrics = Arc::new(Metrics::new());
    let proxy = format!("http://127.0.0.1:{}", fake.port());
    let transport = Transport::new(
        &fake.token(),
        front.client(),
        Some(&proxy),
        Arc::clone(&metrics),
    );
    assert!(transport.gateway_http().ratelimiter.is_none());
    let rest = Rest::new(transport, None);
    let (_, help) = fake.ids("ann", "#help");
    let tea = Message::text("Tea?");

    fake.rate_limit(POST, Duration::from_secs(1), false);
    let posted = rest.post(ChannelId::new(help), &tea, None, 7);
    posted.await.expect("it is posted");
    fake.expect_reply(
        "#help",
        str![
            "
faqbot
Tea?
"
        ],
    )
    .await;
    assert_eq!(front.connections.load(Ordering::SeqCst), 0);
    snapbox::assert_data_eq!(
        counted(&metrics),
        str![[r#"
faqbot_rest_errors_total{route="message",kind="rate_limited"} 1
faqbot_rest_rate_limits_total 1
faqbot_rest_retries_total 1
"#]]
    );
}
