//! More that befalls the bot: events that come twice or spoiled, and a gateway
//! that takes no connections. Also what the bot tells whoever watches it.

use std::collections::BTreeMap;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::gateway::Frame;
use super::{Bot, FakeDiscord};

/// What is done to the data of an event.
pub type Spoil = fn(&mut Value);

impl FakeDiscord {
    /// The last events of every session come again, as they were.
    pub fn repeats_events(&self, count: usize) {
        let world = self.shared.lock();
        for session in &world.sessions {
            for text in session.last_events(count) {
                session.send(Frame::Json(text.to_owned()));
            }
        }
    }

    /// The next event of this name is spoiled.
    pub fn spoils_next(&self, event: &str, how: Spoil) {
        self.shared.lock().spoiled.push((event.to_owned(), how));
    }

    /// The gateway takes no connections, or takes them again.
    pub fn shuts_gateway(&self, shut: bool) {
        self.shared.change(|world| world.gateway_is_shut = shut);
    }

    /// Waits until so many connections to the gateway were refused, in all.
    pub async fn gateway_refused(&self, count: usize) {
        let refused = self.shared.until(super::PATIENCE, |world| {
            (world.gateway_refusals >= count).then_some(())
        });
        assert!(refused.await.is_some(), "nobody tried to connect");
    }
}

impl Bot {
    /// Asks the bot for `/healthz`, `/readyz` or `/metrics`: status and body.
    pub async fn watches(&self, path: &str) -> (u16, String) {
        let log = self.log();
        let address = log
            .lines()
            .find_map(|line| line.split_once("health and metrics are at http://"));
        let (_, address) = address.expect("the address is logged");
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        let request = format!("GET {path} HTTP/1.1\r\nhost: bot\r\n\r\n");
        let written = stream.write_all(request.as_bytes()).await;
        written.expect("the request is taken");
        let mut response = String::new();
        let read = stream.read_to_string(&mut response).await;
        read.expect("a response");
        let (head, body) = response.split_once("\r\n\r\n").expect("a head");
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        (status.expect("a status"), body.to_owned())
    }

    /// The numbers of `/metrics` that are not 0 and whose names contain a text,
    /// one a line.
    pub async fn metrics(&self, names: &str) -> String {
        let (status, body) = self.watches("/metrics").await;
        assert_eq!(status, 200, "{body}");
        let lines = body.lines().filter(|line| !line.starts_with('#'));
        let wanted = lines.filter(|line| line.contains(names) && !line.ends_with(" 0"));
        let wanted: Vec<_> = wanted.collect();
        wanted.join("\n")
    }

    /// Waits until `/readyz` answers with this.
    pub async fn expect_ready(&self, status: u16, body: &str) {
        let mut found = (0, String::new());
        let asked = async {
            while found != (status, body.to_owned()) {
                found = self.watches("/readyz").await;
            }
        };
        let reached = tokio::time::timeout(2 * super::PATIENCE, asked).await;
        assert!(
            reached.is_ok(),
            "`/readyz` does not say `{body}`: {found:?}"
        );
    }
}

impl FakeDiscord {
    /// Takes the next so many new messages of the bot, anywhere: what each
    /// answers.
    pub async fn expect_answers(&self, count: usize) -> Vec<super::Id> {
        let taken = self.shared.until(2 * super::PATIENCE, |world| {
            (world.seen.len() >= count).then(|| std::mem::take(&mut world.seen))
        });
        let taken = taken.await.unwrap_or_default();
        taken.iter().filter_map(|seen| seen.answers).collect()
    }
}

impl FakeDiscord {
    /// Waits until each of these messages and interactions has an answer, and
    /// takes all that the bot made visible: how many new messages answer what.
    pub async fn answers_to(&self, asked: &[super::Id]) -> BTreeMap<super::Id, usize> {
        let answered = self.shared.until(6 * super::PATIENCE, |world| {
            let has_answer =
                |id: &super::Id| world.seen.iter().any(|seen| seen.answers == Some(*id));
            asked.iter().all(has_answer).then_some(())
        });
        // Whoever counts sees what is missing.
        let _ = answered.await;
        let seen = self.shared.change(|world| std::mem::take(&mut world.seen));
        let new = seen
            .iter()
            .filter(|seen| seen.what == super::state::What::New);
        let mut counts = BTreeMap::new();
        for id in new.filter_map(|seen| seen.answers) {
            *counts.entry(id).or_default() += 1;
        }
        counts
    }
}

impl Bot {
    /// The memory that the bot has resident, in KiB, where the system tells.
    pub fn memory(&self) -> Option<u64> {
        let pid = self.process().pid;
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches(" kB").parse().ok()
    }
}
