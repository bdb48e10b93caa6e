//! Health and metrics while the bot comes, runs and goes: from before Discord is
//! reached, so that whoever watches sees a bot that waits, and does not kill it.
//!
//! What is answered over HTTP is the business of [`super::endpoint`].

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use serenity::all::{ConnectionStage, ShardManager};
use serenity::model::id::GuildId;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::bot::Bot;
use super::endpoint;
use super::metrics::{Metrics, Shard, State};

/// Answers whoever watches over the bot.
pub struct Monitor {
    /// Where it does.
    pub address: SocketAddr,
    running: Arc<OnceLock<Running>>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

/// A bot that is connected or on the way.
struct Running {
    bot: Arc<Bot>,
    manager: Arc<ShardManager>,
    expected_shards: usize,
}

impl Monitor {
    /// Answers from now on, though there is no bot yet.
    ///
    /// # Errors
    /// When the address cannot be had.
    pub async fn start(address: SocketAddr, metrics: Arc<Metrics>) -> io::Result<Monitor> {
        let listener = TcpListener::bind(address).await?;
        let address = listener.local_addr()?;
        tracing::info!("health and metrics are at http://{address}");
        let (stop, mut stopped) = watch::channel(false);
        let running = Arc::<OnceLock<Running>>::default();
        let state = {
            let running = Arc::clone(&running);
            move || state(Arc::clone(&running))
        };
        let stopped = async move { drop(stopped.wait_for(|stop| *stop).await) };
        let serving = tokio::spawn(endpoint::serve(listener, metrics, state, stopped));
        Ok(Monitor {
            address,
            running,
            stop,
            serving,
        })
    }

    /// Tells of this bot from now on, which is to have so many shards here.
    pub fn follow(&self, bot: Arc<Bot>, manager: Arc<ShardManager>, expected_shards: usize) {
        // There is one bot in a process.
        let _ = self.running.set(Running {
            bot,
            manager,
            expected_shards,
        });
    }

    /// Ends. What it is sending ends by itself in a moment.
    pub async fn end(self) {
        let _ = self.stop.send(true);
        let _ = self.serving.await;
    }
}

/// How things stand.
async fn state(running: Arc<OnceLock<Running>>) -> State {
    let Some(running) = running.get() else {
        return State::default();
    };
    let runners = running.manager.runners.lock().await;
    let mut shards: Vec<Shard> = runners
        .iter()
        .map(|(id, runner)| Shard {
            id: id.0,
            connected: runner.stage == ConnectionStage::Connected,
            latency: runner.latency,
        })
        .collect();
    drop(runners);
    shards.sort_by_key(|shard| shard.id);
    let state = State {
        shards,
        expected_shards: running.expected_shards,
        ..State::default()
    };
    // Where every server has its own content, there may be none for others.
    let bot = &running.bot;
    let servers = bot.config.servers.keys();
    let servers = servers.map(|id| Some(GuildId::new(*id)));
    for guild in std::iter::once(None).chain(servers) {
        let content = bot.blocking(guild, |engine| engine.content()).await;
        if let Ok(content) = content
            && content.entries + content.sections > 0
        {
            return State {
                entries: content.entries,
                sections: content.sections,
                version: content.version,
                ..state
            };
        }
    }
    // Without content the bot is not ready, which is what this says.
    state
}
