//! `faqbot serve`: runs the bot on Discord.
//!
//! Opens the content, says who the bot is, and hands over to the library until
//! somebody asks the process to stop.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use faqbot::config::Settings;
use faqbot::discord::connect::{Connected, Deps, Shards, connect};
use faqbot::discord::news::News;
use faqbot::editor::{self, Editor};
use faqbot::engine::Content;
use faqbot::engine::views::Views;
use faqbot::reload::Reloader;
use faqbot::reload::watch::Watch;
use faqbot::store::Store;
use jiff::SignedDuration;
use secrecy::SecretString;

use super::args::Serve;
use super::reload::{self, Watched};
use super::{Exit, counted};

/// Names the bot's token in the environment: the only place for it.
const TOKEN_VARIABLE: &str = "DISCORD_TOKEN";

/// The most servers that are listed by name at the start.
const MAX_SERVERS: usize = 10;

/// Runs the command.
pub fn run(settings: Settings, command: &Serve) -> anyhow::Result<Exit> {
    let shards = shards(command)?;
    let token = token()?;
    let (views, report) = super::announced(|progress| {
        let selections = settings.discord.division.views.values();
        Views::open(&settings.engine, selections, progress)
    })?;
    if !has_content(&views)? {
        anyhow::bail!(
            "there is nothing to answer from in `{}`: write an entry, or see `faqbot check`",
            settings.engine.faq.display()
        );
    }
    hide_panics();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads())
        .enable_all()
        .build()
        .context("cannot start")?;
    let views = Arc::new(views);
    let files = Files {
        reloader: reload::reloader(&settings, &views, &report),
        watched: command.watch,
    };
    files.reloader.log_errors();
    let exit = runtime.block_on(serve(settings, views, files, token, shards));
    // What is left is nothing to wait for, above all not a connection to the
    // gateway that does not end.
    runtime.shutdown_background();
    exit
}

/// Whether there is anything to answer from, in any server.
fn has_content(views: &Views) -> anyhow::Result<bool> {
    for view in views.all() {
        let content = view.engine.content()?;
        if content.entries + content.sections > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One for each processor, and two at least: after a lost connection the gateway
/// client can keep one busy until its next heartbeat.
fn threads() -> usize {
    let processors = std::thread::available_parallelism();
    processors.map_or(2, |processors| processors.get().max(2))
}

/// The FAQ files, and how they are followed.
struct Files {
    reloader: Arc<Reloader>,
    watched: Watched,
}

async fn serve(
    settings: Settings,
    views: Arc<Views>,
    files: Files,
    token: SecretString,
    shards: Option<Shards>,
) -> anyhow::Result<Exit> {
    let store = open_store(&settings).map(Arc::new);
    let content = views.general().content()?;
    let edited = editor_config(&settings);
    let region = settings.engine.answer.region;
    let deps = Deps {
        views,
        config: settings.discord,
        token,
        store: store.clone(),
        kept: settings.store.clone(),
        reloader: Arc::clone(&files.reloader),
        editor: store.as_ref().and_then(|store| open_editor(&edited, store)),
        shards,
    };
    let stop = stop_signal()?;
    tokio::pin!(stop);
    // From the start: it would end the process otherwise.
    let hang_ups = HangUps::listen()?;
    let connected = tokio::select! {
        connected = connect(deps) => connected?,
        () = &mut stop => return Ok(Exit::Success),
    };
    if let Some(store) = &store {
        tokio::spawn(purge_daily(Arc::clone(store), settings.store.grace_days));
    }
    let watch = follow(&files, connected.news());
    if let Some(watch) = &watch {
        tokio::spawn(hang_ups.each(watch.looker()));
    }
    introduce(&connected, &content, region.as_deref())?;
    let result = connected.run(stop).await;
    drop(watch);
    if let Some(store) = store {
        store.recorder().flush();
    }
    result?;
    Ok(Exit::Success)
}

fn editor_config(settings: &Settings) -> editor::Config {
    editor::Config {
        faq: settings.engine.faq.clone(),
        content: settings.engine.content.clone(),
        views: {
            let others = settings.discord.division.views.values();
            let mut views = vec![settings.engine.selection.clone()];
            views.extend(others.cloned());
            views
        },
        golden: settings.eval.places(&settings.engine.faq),
        git: settings.git.clone(),
    }
}

/// Without a journal nothing is edited from chat.
fn open_editor(config: &editor::Config, store: &Arc<Store>) -> Option<Arc<Editor>> {
    if let Some(trouble) = config.git.trouble(&config.faq) {
        tracing::warn!("edits will be made, and not committed: {trouble}");
    }
    match Editor::open(config.clone(), Arc::clone(store)) {
        Ok((editor, recovered)) => {
            for edit in recovered {
                tracing::warn!("{edit}");
            }
            Some(Arc::new(editor))
        }
        Err(error) => {
            tracing::warn!("the FAQ cannot be edited from chat: {error}");
            None
        }
    }
}

/// Takes up changes of the files.
fn follow(files: &Files, news: News) -> Option<Watch> {
    reload::watch(&files.reloader, files.watched, move |result| {
        news.reloaded(result);
    })
}

/// Every `SIGHUP` that the process gets; elsewhere than on Unix there are none.
struct HangUps {
    #[cfg(unix)]
    signal: tokio::signal::unix::Signal,
}

impl HangUps {
    fn listen() -> anyhow::Result<HangUps> {
        #[cfg(unix)]
        use tokio::signal::unix::{SignalKind, signal};
        Ok(HangUps {
            #[cfg(unix)]
            signal: signal(SignalKind::hangup()).context("cannot wait for signals")?,
        })
    }

    /// Does something at each, also at one that came before.
    #[cfg_attr(not(unix), expect(unused_variables))]
    async fn each(self, work: impl Fn() + Send + 'static) {
        #[cfg(unix)]
        {
            let mut signal = self.signal;
            while signal.recv().await.is_some() {
                work();
            }
        }
    }
}

/// What happened is worth keeping, but not worth going without answers.
fn open_store(settings: &Settings) -> Option<Store> {
    match Store::open(&settings.store) {
        Ok((store, moved)) => {
            if let Some(moved) = moved {
                tracing::warn!("{moved}");
            }
            Some(store)
        }
        Err(error) => {
            tracing::warn!("nothing is kept of what members ask, rate and suggest: {error}");
            None
        }
    }
}

/// Deletes what has been kept long enough.
async fn purge_daily(store: Arc<Store>, grace_days: u32) {
    let mut days = tokio::time::interval(Duration::from_secs(24 * 3600));
    loop {
        days.tick().await;
        let store = Arc::clone(&store);
        let purged = tokio::task::spawn_blocking(move || {
            let today = jiff::Zoned::now().date();
            let grace = SignedDuration::from_hours(24 * i64::from(grace_days));
            store.purge(today)?;
            store.forget_left(today.saturating_sub(grace))
        });
        match purged.await {
            Ok(Ok(forgotten)) if !forgotten.is_empty() => {
                let servers = forgotten.len();
                tracing::info!(
                    servers,
                    "deleted what was kept of servers that the bot left"
                );
            }
            Ok(Err(error)) => tracing::warn!("cannot delete what is old: {error}"),
            _ => {}
        }
    }
}

fn token() -> anyhow::Result<SecretString> {
    let token = std::env::var(TOKEN_VARIABLE).unwrap_or_default();
    let token = token.trim();
    // As the header that it goes into is written in many places.
    let token = token.strip_prefix("Bot ").unwrap_or(token).trim();
    if token.is_empty() {
        anyhow::bail!(
            "there is no token: set `{TOKEN_VARIABLE}` to the one under `Bot` in the Discord \
             developer portal"
        );
    }
    // What cannot stand in a header is certainly no token.
    if !token.chars().all(|c| c.is_ascii_graphic()) {
        anyhow::bail!("`{TOKEN_VARIABLE}` holds something else than a token: copy it again");
    }
    Ok(SecretString::from(token.to_owned()))
}

/// The connections of this process: `0-3` of `16`, or a single number.
fn shards(command: &Serve) -> anyhow::Result<Option<Shards>> {
    let (Some(own), Some(total)) = (&command.shards, command.total_shards) else {
        return Ok(None);
    };
    let (first, last) = own.split_once('-').unwrap_or((own, own));
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let fitting = number(first).zip(number(last));
    let fitting = fitting.and_then(|(first, last)| Shards::new(first, last, total));
    if fitting.is_none() {
        anyhow::bail!(
            "`--shards {own}` does not fit `--total-shards {total}`: shards are counted from 0, \
             so the last of {total} is {}",
            total.saturating_sub(1)
        );
    }
    Ok(fitting)
}

/// Says who the bot is, what it knows, and how to add it to a server.
fn introduce(connected: &Connected, content: &Content, region: Option<&str>) -> anyhow::Result<()> {
    let mut output = anstream::stdout();
    writeln!(output, "bot      {}", connected.name)?;
    writeln!(output, "invite   {}", connected.invite())?;
    writeln!(
        output,
        "content  {}, {}",
        counted(content.entries, "entry"),
        counted(content.sections, "section")
    )?;
    let groups = counted(content.urgent_groups, "group");
    match region {
        _ if content.urgent_groups == 0 => {
            writeln!(output, "urgent   none: emergencies are not noticed")?;
        }
        Some(region) => writeln!(output, "urgent   {groups}, numbers of region {region}")?,
        None => writeln!(
            output,
            "urgent   {groups}, no region set: notices name no numbers"
        )?,
    }
    if let Some(servers) = &connected.servers {
        writeln!(output, "servers  {}", named(servers))?;
    }
    if let Some(address) = connected.monitor() {
        writeln!(output, "monitor  http://{address}/readyz")?;
    }
    if connected.registered {
        writeln!(output, "commands registered anew")?;
    }
    for warning in &connected.warnings {
        tracing::warn!("{warning}");
    }
    output.flush()?;
    Ok(())
}

/// The first of the servers by name.
fn named(servers: &[String]) -> String {
    match servers.len().checked_sub(MAX_SERVERS) {
        _ if servers.is_empty() => {
            "none yet: open the invite link to add the bot to yours".to_owned()
        }
        None | Some(0) => servers.join(", "),
        Some(more) => format!(
            "{} and at least {more} more",
            servers[..MAX_SERVERS].join(", ")
        ),
    }
}

/// Done when the process is asked to stop.
#[cfg(unix)]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for signals")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for signals")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

/// Done when the process is asked to stop.
#[cfg(not(unix))]
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// What a panic says could hold what a member wrote; where it happened cannot.
fn hide_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string);
        tracing::error!("panic at {}", place.unwrap_or_default());
    }));
}
