//! The REST side of the fake Discord, request by request, as a bot would send
//! them that does as it likes.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use snapbox::str;

use crate::support::discord::{FakeDiscord, Id, Options, Said};

/// A fake with a bot that is nothing but requests.
struct Raw {
    fake: FakeDiscord,
    client: reqwest::Client,
}

impl Raw {
    async fn new(options: Options) -> Self {
        let fake = FakeDiscord::start(options).await;
        let client = reqwest::Client::builder().no_proxy().build();
        let client = client.expect("a client");
        let raw = Raw { fake, client };
        let commands = json!([{"name": "ask", "description": "Asks"}]);
        raw.send(Method::PUT, "applications/1/commands", &commands)
            .await;
        raw
    }

    /// Sends a request; the status and the answer.
    async fn send(&self, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let token = format!("Bot {}", self.fake.token());
        self.send_as(&token, method, path, body).await
    }

    async fn send_as(&self, token: &str, method: Method, path: &str, body: &Value) -> (u16, Value) {
        let address = format!("http://127.0.0.1:{}/api/v10/{path}", self.fake.port());
        let request = self
            .client
            .request(method, address)
            .header("authorization", token)
            .header("content-type", "application/json")
            .body(body.to_string());
        let response = request.send().await.expect("an answer");
        let status = response.status().as_u16();
        let bytes = response.bytes().await.expect("a body");
        (status, serde_json::from_slice(&bytes).unwrap_or_default())
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.send(Method::POST, path, body).await
    }

    /// Status and code of an answer that refuses.
    async fn refused(&self, path: &str, body: &Value) -> (u16, u64) {
        let (status, answer) = self.post(path, body).await;
        (status, answer["code"].as_u64().unwrap_or(0))
    }

    /// The path of the messages of `#help`.
    fn help(&self) -> String {
        let (_, channel) = self.fake.ids("ann", "#help");
        format!("channels/{channel}/messages")
    }

    fn callback(interaction: Id) -> String {
        format!("interactions/{interaction}/interaction-{interaction}/callback")
    }

    fn webhook(interaction: Id, rest: &str) -> String {
        format!("webhooks/1/interaction-{interaction}{rest}")
    }

    async fn ask(&self) -> Id {
        self.fake.user("ann").runs("/ask").await
    }

    /// The first lines of the rules that were broken.
    fn violations(&self) -> Vec<String> {
        let all = self.fake.violations();
        let first = all.iter().filter_map(|text| text.lines().next());
        // With Discord's own description at hand, some are seen twice.
        let ours = first.filter(|line| !line.contains("as Discord describes it"));
        ours.map(str::to_owned).collect()
    }
}

/// A message that notifies nobody.
fn text(content: &str) -> Value {
    json!({"content": content, "allowed_mentions": {"parse": []}})
}

fn with(mut body: Value, key: &str, value: Value) -> Value {
    body[key] = value;
    body
}

fn response(kind: u8, data: &Value) -> Value {
    json!({"type": kind, "data": data})
}

#[tokio::test]
async fn a_route_that_is_not_modelled_is_named() {
    let raw = Raw::new(Options::default()).await;
    let (status, _) = raw.post("guilds/5/bans/7", &json!({})).await;
    assert_eq!(status, 404);
    let named = "POST /guilds/{guild}/bans/{ban}: 404 (0): 404: Not Found: the fake has no POST \
                 /guilds/{guild}/bans/{ban}";
    assert_eq!(raw.violations(), [named]);
}

#[tokio::test]
async fn another_token_opens_nothing() {
    let raw = Raw::new(Options::default()).await;
    let get = raw
        .send_as("Bot another", Method::GET, "users/@me", &Value::Null)
        .await;
    assert_eq!(get.0, 401);
    assert_eq!(
        raw.send(Method::GET, "users/@me", &Value::Null).await.1["username"],
        "faqbot"
    );
}

#[tokio::test]
async fn the_same_nonce_is_the_same_message() {
    let raw = Raw::new(Options::default()).await;
    let body = with(text("once"), "nonce", json!("n1"));
    let body = with(body, "enforce_nonce", json!(true));
    let first = raw.post(&raw.help(), &body).await;
    assert_eq!(raw.post(&raw.help(), &body).await, first);
    raw.fake
        .expect_reply(
            "#help",
            str![
                "
faqbot
once
"
            ],
        )
        .await;
    assert_eq!(raw.fake.left(), [""; 0]);
}

#[tokio::test]
async fn a_deleted_message_is_replied_to_only_on_request() {
    let raw = Raw::new(Options::default()).await;
    let ann = raw.fake.user("ann");
    let said = ann.says("#help", "and gone").await;
    ann.deletes(&said).await;
    let reply = |strict: bool| {
        let reference = json!({"message_id": said.id.to_string(), "fail_if_not_exists": strict});
        with(text("too late"), "message_reference", reference)
    };
    assert_eq!(raw.refused(&raw.help(), &reply(true)).await, (400, 50035));
    assert_eq!(raw.post(&raw.help(), &reply(false)).await.0, 200);
    assert_eq!(raw.violations(), [""; 0]);
}

#[tokio::test]
async fn permissions_hold_in_each_channel() {
    let raw = Raw::new(Options::default()).await;
    let embed = json!({"embeds": [{"title": "T"}], "allowed_mentions": {"parse": []}});
    let both = with(embed.clone(), "content", json!("text"));
    raw.fake.denies("#help", "Embed Links");
    assert_eq!(raw.refused(&raw.help(), &embed).await, (400, 50006));
    let (_, kept) = raw.post(&raw.help(), &both).await;
    assert_eq!(
        (&kept["content"], &kept["embeds"]),
        (&json!("text"), &json!([]))
    );
    raw.fake.denies("#help", "Send Messages");
    assert_eq!(raw.refused(&raw.help(), &both).await, (403, 50013));
    raw.fake.denies("#help", "View Channel");
    assert_eq!(raw.refused(&raw.help(), &both).await, (403, 50001));
    raw.fake.deletes_channel("#general");
    raw.fake.user("ann").closes_dms().await;
    let (ann, _) = raw.fake.ids("ann", "#help");
    let recipient = json!({"recipient_id": ann.to_string()});
    let (_, direct) = raw.post("users/@me/channels", &recipient).await;
    let direct = format!("channels/{}/messages", direct["id"].as_str().unwrap());
    assert_eq!(raw.refused(&direct, &both).await, (403, 50007));
    assert_eq!(raw.violations(), [""; 0]);
}

#[tokio::test]
async fn a_first_response_comes_once_and_in_time() {
    let raw = Raw::new(Options {
        patience: Duration::ZERO,
        ..Options::default()
    })
    .await;
    let asked = raw.ask().await;
    let answer = response(4, &text("slow"));
    assert_eq!(
        raw.refused(&Raw::callback(asked), &answer).await,
        (404, 10062)
    );
    assert_eq!(
        raw.refused(&Raw::webhook(asked, ""), &text("early")).await,
        (404, 10015)
    );

    let raw = Raw::new(Options::default()).await;
    let asked = raw.ask().await;
    assert_eq!(
        raw.post(&Raw::callback(asked), &answer).await,
        (204, Value::Null)
    );
    assert_eq!(
        raw.refused(&Raw::callback(asked), &answer).await,
        (400, 40060)
    );
    raw.fake.expire_tokens();
    let original = Raw::webhook(asked, "/messages/@original");
    assert_eq!(
        raw.send(Method::PATCH, &original, &text("late")).await.0,
        401
    );
    assert_eq!(
        raw.refused(&Raw::webhook(asked, ""), &text("late")).await,
        (401, 50027)
    );
    assert_eq!(raw.violations().len(), 1);
}

#[tokio::test]
async fn a_deferred_reply_is_as_private_as_it_was_announced() {
    let raw = Raw::new(Options::default()).await;
    let asked = raw.ask().await;
    raw.post(&Raw::callback(asked), &response(5, &json!({"flags": 64})))
        .await;
    raw.post(&Raw::webhook(asked, ""), &text("for you")).await;
    raw.fake
        .expect_private(
            "ann",
            str![
                "
faqbot -> ann /ask (only ann sees this)
for you
"
            ],
        )
        .await;
    let original = Raw::webhook(asked, "/messages/@original");
    raw.send(Method::PATCH, &original, &text("again for you"))
        .await;
    raw.fake
        .expect_private_edit(
            "ann",
            str![
                "
faqbot -> ann /ask (only ann sees this)
again for you
"
            ],
        )
        .await;
    raw.send(Method::DELETE, &original, &Value::Null).await;
    raw.fake.expect_private_deleted("ann").await;

    let asked = raw.ask().await;
    let path = Raw::callback(asked) + "?with_response=true";
    let (status, answer) = raw.post(&path, &response(4, &text("for all"))).await;
    assert_eq!(
        (status, &answer["resource"]["message"]["content"]),
        (200, &json!("for all"))
    );
    raw.fake
        .expect_reply(
            "#help",
            str![
                "
faqbot -> ann /ask
for all
"
            ],
        )
        .await;
    assert_eq!(raw.violations(), [""; 0]);
}

#[tokio::test]
async fn only_messages_of_its_own_are_changed() {
    let raw = Raw::new(Options::default()).await;
    let Said { id, .. } = raw.fake.user("ann").says("#help", "mine").await;
    let path = format!("{}/{id}", raw.help());
    assert_eq!(raw.send(Method::PATCH, &path, &text("yours")).await.0, 403);
    let (_, own) = raw.post(&raw.help(), &text("ours")).await;
    let path = format!("{}/{}", raw.help(), own["id"].as_str().unwrap());
    assert_eq!(
        raw.send(
            Method::PUT,
            &format!("{path}/reactions/%E2%9C%85/@me"),
            &Value::Null
        )
        .await
        .0,
        204
    );
    raw.fake
        .expect_reaction("#help", str!["faqbot reacts with ✅"])
        .await;
    assert_eq!(raw.send(Method::DELETE, &path, &Value::Null).await.0, 204);
    assert_eq!(raw.send(Method::GET, &path, &Value::Null).await.0, 404);
    raw.fake.expect_deleted("#help").await;
    assert_eq!(raw.violations().len(), 1);
}

#[tokio::test]
async fn a_limit_holds_until_its_time_is_over() {
    let raw = Raw::new(Options::default()).await;
    raw.fake
        .rate_limit("users/@me", Duration::from_millis(50), true);
    let get = async |path| raw.send(Method::GET, path, &Value::Null).await;
    let (status, answer) = get("users/@me").await;
    assert_eq!((status, &answer["global"]), (429, &json!(true)));
    assert_eq!(get("gateway/bot").await.0, 429);
    let asked = raw.ask().await;
    assert_eq!(
        raw.post(&Raw::callback(asked), &response(4, &text("free")))
            .await
            .0,
        204
    );
    while get("gateway/bot").await.0 == 429 {}
    assert_eq!(get("users/@me").await.0, 200);
}
