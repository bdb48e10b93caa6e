//! From a token to a running bot, and to an orderly end.
//!
//! It returns what there is to print, and why it ended; it prints nothing.

use std::future::Future;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serenity::all::GatewayIntents;
use serenity::gateway::GatewayError;
use serenity::model::Permissions;
use serenity::model::id::{ApplicationId, GuildId, UserId};
use tokio::sync::watch;
use tracing::{info, warn};

use crate::editor::Editor;
use crate::engine::views::Views;
use crate::reload::Reloader;
use crate::store::{self, Store};

use super::bot::{Bot, Parts};
use super::commands;
use super::departures;
use super::digest;
use super::events::Events;
use super::metrics::Metrics;
use super::monitor::Monitor;
use super::news::News;
use super::pace::Pace;
use super::rest::Rest;
use super::settings::Config;
use super::transport::{self, RestError, Transport};

/// How long answers in flight may take when the bot stops.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// How long the gateway may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(10);

/// How long to wait where Discord refuses to say who the bot is because it was
/// asked too often, as after many restarts.
const RATE_LIMITED: Duration = Duration::from_secs(60);

/// How often what has become old is forgotten.
const TIDY_EVERY: Duration = Duration::from_secs(60);

/// How many servers Discord lists at once: where it lists as many, there may be
/// more.
const LISTED: usize = 200;

/// What the bot needs in a channel to answer there: see it, write, show its
/// frame, and reply to an earlier message.
const PERMISSIONS: Permissions = Permissions::VIEW_CHANNEL
    .union(Permissions::SEND_MESSAGES)
    .union(Permissions::SEND_MESSAGES_IN_THREADS)
    .union(Permissions::EMBED_LINKS)
    .union(Permissions::READ_MESSAGE_HISTORY);

/// Why the bot did not start, or had to stop.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// Discord does not know the token.
    #[error(
        "Discord refuses the token: copy it again from `Bot > Reset Token` in the developer \
         portal and set `DISCORD_TOKEN`"
    )]
    WrongToken,
    /// Listening needs an intent that is off.
    #[error(
        "Discord refuses the intents: turn on `Message Content Intent` under `Bot` in the developer \
         portal, or take `listen` out of `[discord]`"
    )]
    DisallowedIntents,
    /// The address for health and metrics cannot be used.
    #[error("cannot serve health and metrics on `{address}`: {error}")]
    Monitor {
        /// The address.
        address: std::net::SocketAddr,
        /// What the system said.
        error: std::io::Error,
    },
    /// Discord refuses something else for good.
    #[error("cannot start: {0}")]
    Refused(#[from] RestError),
    /// The connection could not be kept.
    #[error("the connection to Discord ended: {0}")]
    Gateway(String),
}

/// The connections of this process, where there are several processes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shards {
    own: RangeInclusive<u32>,
    total: u32,
}

impl Shards {
    /// Those from `first` to `last`, from 0, of `total` that all processes have
    /// together; `None` where they do not fit.
    pub fn new(first: u32, last: u32, total: u32) -> Option<Shards> {
        (first <= last && last < total).then_some(Shards {
            own: first..=last,
            total,
        })
    }

    /// Whether no other process has any.
    fn are_all(&self) -> bool {
        *self.own.start() == 0 && *self.own.end() == self.total - 1
    }

    /// All of them, at least one.
    fn all(total: u32) -> Shards {
        let total = total.max(1);
        Shards {
            own: 0..=total - 1,
            total,
        }
    }
}

/// What a bot is made from.
pub struct Deps {
    /// Find the answers.
    pub views: Arc<Views>,
    /// The owner's settings.
    pub config: Config,
    /// The bot's token.
    pub token: SecretString,
    /// Where what happened is kept; `None` where it cannot be.
    pub store: Option<Arc<Store>>,
    /// What may be kept, and for how long.
    pub kept: store::Config,
    /// Takes up changed files.
    pub reloader: Arc<Reloader>,
    /// Edits files; `None` where there is no store for its journal.
    pub editor: Option<Arc<Editor>>,
    /// The connections of this process; `None` for as many as Discord advises.
    pub shards: Option<Shards>,
}

/// A bot that Discord knows, and that is not connected yet.
pub struct Connected {
    bot: Arc<Bot>,
    shards: Shards,
    monitor: Option<Monitor>,
    /// The name of its account.
    pub name: String,
    /// The servers that it is in, at most the first 200; `None` where Discord does
    /// not tell.
    pub servers: Option<Vec<String>>,
    /// Whether the commands had to be registered.
    pub registered: bool,
    /// What should be known besides, such as that servers could not be listed.
    pub warnings: Vec<String>,
}

/// Checks the token and the settings with Discord, and registers the commands.
///
/// # Errors
/// When Discord refuses the token, or anything else for good.
pub async fn connect(deps: Deps) -> Result<Connected, ServeError> {
    let metrics = Arc::new(Metrics::new());
    metrics.content_errors(deps.reloader.errors().all().len());
    let config = deps.config;
    let monitor = match config.monitor {
        Some(address) => match Monitor::start(address, Arc::clone(&metrics)).await {
            Ok(monitor) => Some(monitor),
            Err(error) => return Err(ServeError::Monitor { address, error }),
        },
        None => None,
    };
    let client = transport::client().map_err(|error| ServeError::Gateway(error.to_string()))?;
    let token = deps.token.expose_secret();
    let proxy = config.proxy.as_deref();
    let transport = Transport::new(token, client, proxy, Arc::clone(&metrics));
    // A proxy keeps the pace for all processes that use it.
    let pace = proxy.is_none().then(|| Pace::new(Arc::clone(&metrics)));
    let rest = Rest::new(transport, pace);
    let me = first_answer(&rest).await?;
    let account = id_of(&me).ok_or_else(|| {
        ServeError::Gateway("Discord's answer does not say who the bot is".to_owned())
    })?;
    let name = me["username"].as_str().unwrap_or("faqbot").to_owned();
    let mut warnings = Vec::new();
    let app = rest.application().await.unwrap_or_else(|error| {
        warnings.push(format!("cannot ask for the application: {error}"));
        serde_json::Value::Null
    });
    // Both have the same id, except for bots of Discord's first year.
    let app = ApplicationId::new(id_of(&app).unwrap_or(account));
    let mut registered = false;
    let places: Vec<Option<GuildId>> = match &config.guilds[..] {
        [] => vec![None],
        guilds => guilds.iter().map(|&id| Some(GuildId::new(id))).collect(),
    };
    for place in places {
        match commands::register(&rest, app, place).await {
            Ok(changed) => registered |= changed,
            Err(error) => {
                let place = match place {
                    Some(guild) if error.status() == Some(403) => {
                        format!(" in the server {guild}, which the bot is not in")
                    }
                    Some(guild) => format!(" in the server {guild}"),
                    None => String::new(),
                };
                warnings.push(format!("cannot register the commands{place}: {error}"));
            }
        }
    }
    let servers = match rest.guilds().await {
        Ok(servers) => Some(servers),
        Err(error) => {
            warnings.push(format!("cannot list the servers: {error}"));
            None
        }
    };
    let shards = match deps.shards {
        Some(shards) => shards,
        None => {
            let total = rest.recommended_shards().await.unwrap_or_else(|error| {
                warnings.push(format!(
                    "using one connection, since Discord advises none: {error}"
                ));
                1
            });
            Shards::all(total)
        }
    };
    let bot = Bot::new(Parts {
        views: deps.views,
        rest,
        config,
        metrics,
        me: UserId::new(account),
        app,
        store: deps.store,
        kept: deps.kept,
        reloader: deps.reloader,
        editor: deps.editor,
    });
    let ids = servers.as_ref().filter(|servers| servers.len() < LISTED);
    let ids = ids.map(|servers| Vec::from_iter(servers.iter().map(|(id, _)| *id)));
    departures::remember(&bot).await;
    if let Some(ids) = ids.filter(|_| shards.are_all()) {
        bot.guilds.list(ids.into_iter().map(GuildId::new));
    }
    let servers = servers.map(|servers| servers.into_iter().map(|(_, name)| name).collect());
    Ok(Connected {
        bot,
        shards,
        monitor,
        name,
        servers,
        registered,
        warnings,
    })
}

/// The id in one of Discord's objects.
fn id_of(object: &serde_json::Value) -> Option<u64> {
    let id = object["id"].as_str()?.parse().ok()?;
    (id > 0).then_some(id)
}

/// Who the bot is. Waits for a network that is not there yet, as at the start of
/// a machine.
async fn first_answer(rest: &Rest) -> Result<serde_json::Value, ServeError> {
    loop {
        match rest.me().await {
            Ok(me) => return Ok(me),
            Err(error) if error.status() == Some(401) => return Err(ServeError::WrongToken),
            Err(error) if !error.is_passing() => return Err(error.into()),
            Err(error) => {
                warn!("still waiting for Discord: {error}");
                // Whoever is asked to wait should not ask again at once.
                if error.status() == Some(429) {
                    tokio::time::sleep(RATE_LIMITED).await;
                }
            }
        }
    }
}

impl Connected {
    /// What tells moderators of what needs them.
    pub fn news(&self) -> News {
        News::new(Arc::clone(&self.bot))
    }

    /// The link that adds the bot to a server, with exactly the permissions that
    /// it needs.
    pub fn invite(&self) -> String {
        format!(
            "https://discord.com/oauth2/authorize?client_id={}&scope=bot+applications.commands&permissions={}",
            self.bot.app,
            PERMISSIONS.bits()
        )
    }

    /// The address where health and metrics are served, if anywhere.
    pub fn monitor(&self) -> Option<std::net::SocketAddr> {
        self.monitor.as_ref().map(|monitor| monitor.address)
    }

    /// Answers until `shutdown` is done, then finishes what is in flight and
    /// closes the connections.
    ///
    /// # Errors
    /// When Discord ends the connection for good.
    pub async fn run(self, shutdown: impl Future<Output = ()>) -> Result<(), ServeError> {
        let bot = self.bot;
        let intents = intents(&bot.config);
        let mut client =
            serenity::client::ClientBuilder::new_with_http(bot.rest.gateway_http(), intents)
                .raw_event_handler(Events::new(Arc::clone(&bot)))
                .await
                .map_err(|error| ServeError::Gateway(error.to_string()))?;
        if let Some(gateway) = &bot.config.gateway {
            (*client.ws_url.lock().await).clone_from(gateway);
        }
        let manager = Arc::clone(&client.shard_manager);
        let (stop, stopped) = watch::channel(false);
        if let Some(monitor) = &self.monitor {
            let expected = self.shards.own.clone().count();
            monitor.follow(Arc::clone(&bot), Arc::clone(&manager), expected);
        }
        if bot.config.digest {
            tokio::spawn(digest::every_week(Arc::clone(&bot), stopped.clone()));
        }
        tokio::spawn(tidy(Arc::clone(&bot), stopped));
        let Shards { own, total } = self.shards;
        // Both ends of the range are taken.
        let running = client.start_shard_range(*own.start()..*own.end(), total);
        let result = tokio::select! {
            result = running => result.map_err(gateway_error),
            () = shutdown => Ok(()),
        };
        // A connection that ended by itself needs no goodbye.
        if result.is_ok() {
            info!("stopping");
            let goodbye = tokio::time::timeout(GOODBYE, manager.shutdown_all());
            if goodbye.await.is_err() {
                warn!("the gateway did not close in time");
            }
        }
        bot.tasks.close();
        if tokio::time::timeout(LAST_ANSWERS, bot.tasks.wait())
            .await
            .is_err()
        {
            warn!(
                unfinished = bot.tasks.len(),
                "stopped before every answer was sent"
            );
        }
        let _ = stop.send(true);
        if let Some(monitor) = self.monitor {
            monitor.end().await;
        }
        result
    }
}

fn intents(config: &Config) -> GatewayIntents {
    let mut intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    if config.listens() {
        intents |= GatewayIntents::MESSAGE_CONTENT;
    }
    intents
}

fn gateway_error(error: serenity::Error) -> ServeError {
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => ServeError::WrongToken,
        serenity::Error::Gateway(
            GatewayError::DisallowedGatewayIntents | GatewayError::InvalidGatewayIntents,
        ) => ServeError::DisallowedIntents,
        error => ServeError::Gateway(error.to_string()),
    }
}

/// Forgets what has become old, now and then.
async fn tidy(bot: Arc<Bot>, mut stopped: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            () = tokio::time::sleep(TIDY_EVERY) => {
                bot.limits.forget_quiet();
                bot.conversations.forget_old();
            },
            _ = stopped.wait_for(|stop| *stop) => return,
        }
    }
}
