//! How the bot is at this moment: its connections to Discord and the content it
//! answers from. Asked for when somebody wants to know, so nothing has to keep
//! it up to date.

use std::fmt;
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric};
use prometheus_client::metrics::MetricType;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Unit;

/// How the bot is at this moment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct State {
    /// The shards that were started, each once.
    pub shards: Vec<Shard>,
    /// How many shards this process is to run; 0 until that is known.
    pub expected_shards: usize,
    /// How many entries it answers from.
    pub entries: usize,
    /// How many sections of articles it answers from.
    pub sections: usize,
    /// The version of the content.
    pub version: String,
}

/// One connection to Discord's gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shard {
    /// Its number.
    pub id: u32,
    /// Whether it receives events now.
    pub connected: bool,
    /// From the last heartbeat to its acknowledgement; `None` before the first.
    pub latency: Option<Duration>,
}

impl State {
    /// Whether questions from everywhere are answered: every shard is connected
    /// and content is loaded.
    ///
    /// # Errors
    ///
    /// Why not, in words for operators.
    pub fn ready(&self) -> Result<(), String> {
        let expected = self.expected_shards;
        let connected = self.shards.iter().filter(|shard| shard.connected).count();
        let mut reasons = Vec::new();
        if expected == 0 {
            reasons.push("no shard has been started".to_owned());
        } else if connected < expected {
            reasons.push(format!("connected shards: {connected} of {expected}"));
        }
        if self.entries + self.sections == 0 {
            reasons.push("no content is loaded".to_owned());
        }
        if reasons.is_empty() {
            Ok(())
        } else {
            Err(reasons.join("; "))
        }
    }
}

impl Collector for State {
    fn encode(&self, mut encoder: DescriptorEncoder) -> fmt::Result {
        let mut gauge = |name: &str, help: &str, value: u64| {
            encoder
                .encode_descriptor(name, help, None, MetricType::Gauge)?
                .encode_gauge(&value)
        };
        gauge(
            "ready",
            "Whether every shard is connected and content is loaded.",
            u64::from(self.ready().is_ok()),
        )?;
        gauge(
            "entries",
            "Entries that answers come from.",
            self.entries as u64,
        )?;
        gauge(
            "sections",
            "Sections of articles that answers come from.",
            self.sections as u64,
        )?;
        gauge(
            "shards_expected",
            "Shards that this process is to run.",
            self.expected_shards as u64,
        )?;

        let help = "Whether the shard receives events.";
        let mut connected =
            encoder.encode_descriptor("shard_connected", help, None, MetricType::Gauge)?;
        for shard in &self.shards {
            connected
                .encode_family(&[("shard", shard.id)])?
                .encode_gauge(&u64::from(shard.connected))?;
        }

        let help = "From a heartbeat to its acknowledgement.";
        let unit = Some(&Unit::Seconds);
        let mut latency =
            encoder.encode_descriptor("shard_latency", help, unit, MetricType::Gauge)?;
        for shard in &self.shards {
            if let Some(value) = shard.latency {
                latency
                    .encode_family(&[("shard", shard.id)])?
                    .encode_gauge(&value.as_secs_f64())?;
            }
        }

        let content = Info::new([("version", self.version.clone())]);
        let help = "The content that answers come from.";
        let encoder = encoder.encode_descriptor("content", help, None, MetricType::Info)?;
        content.encode(encoder)
    }
}
