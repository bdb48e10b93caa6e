//! The running bot, as a story sees it: who is there, how it is started and
//! stopped, when it is idle, and what has to hold when all is told.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::support::FaqTest;

use super::gateway::Frame;
use super::process::{BotProcess, Start};
use super::state::{Answered, Request, Seen};
use super::world::World;
use super::{Actor, FakeDiscord, PATIENCE};

/// Between two looks whether the bot is idle.
const LOOKS_EVERY: Duration = Duration::from_millis(2);
/// Texts that are shorter may stand in a log by chance.
const TELLING: usize = 8;

/// The bot and the Discord around it.
pub struct Bot {
    pub(super) fake: FakeDiscord,
    pub(super) project: FaqTest,
    start: Start,
    process: Mutex<Arc<BotProcess>>,
    /// What the processes before this one logged.
    earlier: Mutex<Vec<String>>,
    /// Whether the story itself ended the process.
    ended: AtomicBool,
}

impl Bot {
    pub(super) fn start(fake: FakeDiscord, project: FaqTest, start: Start) -> Self {
        let process = BotProcess::start(&fake.shared, &project.path(""), &start);
        Bot {
            fake,
            project,
            start,
            process: Mutex::new(Arc::new(process)),
            earlier: Mutex::default(),
            ended: AtomicBool::new(false),
        }
    }

    pub(super) fn process(&self) -> Arc<BotProcess> {
        self.process
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Somebody; a stranger becomes a member.
    pub fn user(&self, name: &str) -> Actor<'_> {
        self.fake.user(name)
    }

    /// A moderator, with the role `Moderator` in the first guild.
    pub fn moderator(&self, name: &str) -> Actor<'_> {
        self.fake.shared.change(|world| {
            let user = world.user_named(name);
            let guild = *world.guilds.keys().next().expect("a guild");
            let has = world.guilds[&guild].members.get(&user);
            if has.is_none_or(Vec::is_empty) {
                world.join(guild, user, &["Moderator"]);
            }
        });
        self.user(name)
    }

    /// The project that the bot runs in, to change its files.
    pub fn project(&self) -> &FaqTest {
        &self.project
    }

    /// The Discord itself.
    pub fn discord(&self) -> &FakeDiscord {
        &self.fake
    }

    pub(super) async fn wait_until_ready(&self, sessions: usize, limit: Duration) {
        let process = self.process();
        let ready = self.fake.shared.until(limit, |world| {
            let connected = world
                .sessions
                .iter()
                .filter(|session| session.link.is_some());
            let is_over = process.output().ended.is_some();
            (is_over || connected.count() >= sessions).then_some(is_over)
        });
        match ready.await {
            Some(false) => self.settles().await,
            Some(true) => panic!("the bot ended:\n{}", self.log()),
            None => panic!("the bot does not connect:\n{}", self.log()),
        }
    }

    /// Waits until the bot has done all that it had to do: it has read every
    /// event, answered every request that it can, and sleeps. What it put off
    /// to a later time is not waited for.
    pub async fn settles(&self) {
        // A heartbeat of its own may cross the first one asked for.
        for _ in 0..2 {
            self.fake.heard_everything(PATIENCE).await;
        }
        let process = self.process();
        let idle = async {
            loop {
                let is_quiet = self.fake.shared.lock().in_flight == 0;
                if process.output().ended.is_some() || is_quiet && process.is_idle(self.fake.port) {
                    return;
                }
                // There is no event for "nothing happens".
                tokio::time::sleep(LOOKS_EVERY).await;
            }
        };
        let settled = tokio::time::timeout(PATIENCE, idle).await;
        assert!(
            settled.is_ok(),
            "the bot does not come to rest:\n{}",
            self.log()
        );
    }

    /// Standard output so far.
    pub fn printed(&self) -> String {
        self.process().output().printed.join("\n")
    }

    /// Standard error so far.
    pub fn log(&self) -> String {
        self.process().output().log.join("\n")
    }

    /// Waits until a line of the log contains a text; the line.
    pub async fn expect_log(&self, text: &str) -> String {
        let process = self.process();
        let line = self.fake.shared.until(PATIENCE, |_| {
            let output = process.output();
            output.log.iter().find(|line| line.contains(text)).cloned()
        });
        line.await
            .unwrap_or_else(|| panic!("no `{text}` in the log:\n{}", self.log()))
    }

    /// The requests of the bot so far.
    pub fn requests(&self) -> Vec<Request> {
        self.fake.shared.lock().requests.iter().cloned().collect()
    }

    /// How many requests went to routes that contain a text, as
    /// `POST /channels/{channel}/messages`.
    pub fn count(&self, routes: &str) -> usize {
        let world = self.fake.shared.lock();
        world
            .requests
            .iter()
            .filter(|one| one.route.contains(routes))
            .count()
    }

    /// Ends the bot as an operator does; its exit code.
    pub async fn stops(&self) -> Option<i32> {
        self.ends_with("TERM").await
    }

    /// Waits until the bot ends by itself; its exit code.
    pub async fn ends_by_itself(&self) -> Option<i32> {
        self.ended.store(true, Ordering::SeqCst);
        self.process().ended(&self.fake.shared).await
    }

    /// Ends the bot with a signal, as `INT`; its exit code.
    pub async fn ends_with(&self, signal: &str) -> Option<i32> {
        self.ended.store(true, Ordering::SeqCst);
        let process = self.process();
        process.signal(signal);
        process.ended(&self.fake.shared).await
    }

    /// Ends the bot as a lack of memory does.
    pub async fn is_killed(&self) {
        self.ended.store(true, Ordering::SeqCst);
        let process = self.process();
        process.signal("KILL");
        process.ended(&self.fake.shared).await;
    }

    /// Starts the bot again, after it ended.
    pub async fn starts_again(&self) {
        self.ended.store(false, Ordering::SeqCst);
        let sessions = self
            .fake
            .shared
            .change(|world| std::mem::take(&mut world.sessions).len());
        let log = std::mem::take(&mut self.process().output().log);
        self.earlier
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(log);
        let folder = self.project.path("");
        let process = BotProcess::start(&self.fake.shared, &folder, &self.start);
        *self.process.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(process);
        self.wait_until_ready(sessions.max(1), Duration::from_secs(60))
            .await;
    }

    /// Sends a signal, as `HUP`.
    pub fn signal(&self, name: &str) {
        self.process().signal(name);
    }

    /// What has to hold when the story is told.
    pub(super) async fn finish(&self) {
        if !self.ended.load(Ordering::SeqCst) {
            self.settles().await;
            let code = self.stops().await;
            assert_eq!(code, Some(0), "the bot did not end well:\n{}", self.log());
        }
        let mut wrong = self.fake.shared.change(what_is_wrong);
        wrong.extend(self.wrong_in_log());
        assert!(
            wrong.is_empty(),
            "{}\n--- log\n{}",
            wrong.join("\n\n"),
            self.log()
        );
    }

    fn wrong_in_log(&self) -> Vec<String> {
        let output = self.process().output().log.clone();
        let earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let log = [earlier.join("\n"), output.join("\n"), self.printed()].join("\n");
        let world = self.fake.shared.lock();
        let mut wrong = Vec::new();
        if log.contains("panicked") || log.contains("panic at") {
            wrong.push("the bot panicked".to_owned());
        }
        if log.contains(&world.options.token) {
            wrong.push("the log holds the token".to_owned());
        }
        // Whoever asks for more may get it.
        if !self
            .start
            .variables
            .iter()
            .any(|(name, _)| name == "FAQBOT_LOG")
        {
            let telling = world
                .said
                .iter()
                .filter(|text| text.trim().len() >= TELLING);
            let told = telling.filter(|text| log.contains(text.trim()));
            wrong.extend(told.map(|text| format!("the log holds what was said: {text}")));
        }
        wrong
    }
}

/// What the bot left, and what the story left.
fn what_is_wrong(world: &mut World) -> Vec<String> {
    let mut wrong = std::mem::take(&mut world.violations);
    let unread = |seen: &Seen| {
        let channel = world
            .channels
            .get(&seen.channel)
            .map_or("", |channel| &channel.name);
        format!("unread, {:?} in {channel}:\n{}", seen.what, seen.text)
    };
    wrong.extend(world.seen.iter().map(unread));
    let waiting = world.interactions.values();
    let waiting = waiting.filter(|one| one.answered == Answered::Not && !one.seen);
    wrong.extend(waiting.map(|one| format!("no first response to {}", one.what)));
    wrong.extend(
        world
            .faults
            .left()
            .into_iter()
            .map(|fault| format!("unused: {fault}")),
    );
    wrong
}

impl FakeDiscord {
    /// Waits until every session has a connection and has read all that was
    /// sent to it: each is asked for a heartbeat.
    pub async fn heard_everything(&self, limit: Duration) {
        let connected = self.shared.until(limit, |world| {
            world
                .sessions
                .iter()
                .all(|session| session.link.is_some())
                .then_some(())
        });
        assert!(
            connected.await.is_some(),
            "a session has lost its connection"
        );
        let ask = || Frame::Json(r#"{"op":1,"d":null}"#.to_owned());
        let before: Vec<_> = self.shared.change(|world| {
            world.to_all_links(ask);
            let sessions = world.sessions.iter();
            sessions
                .map(|session| (session.id.clone(), session.heartbeats))
                .collect()
        });
        let heard = self.shared.until(limit, |world| {
            let is_heard = |(id, count): &(String, usize)| {
                let session = world.sessions.iter().find(|session| session.id == *id);
                // One that is gone reads nothing any more.
                session.is_none_or(|one| one.heartbeats > *count || one.link.is_none())
            };
            before.iter().all(is_heard).then_some(())
        });
        assert!(
            heard.await.is_some(),
            "the bot does not read what the gateway sends"
        );
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let world = self.fake.shared.lock();
            let seen: Vec<_> = world.seen.iter().map(|seen| seen.text.as_str()).collect();
            let requests = world.requests.iter().rev().take(12).rev();
            let requests: Vec<_> = requests
                .map(|one| format!("{} {}", one.status, one.route))
                .collect();
            drop_note("unread", &seen.join("\n\n"));
            drop_note("rules broken", &world.violations.join("\n"));
            drop_note("last requests", &requests.join("\n"));
            drop(world);
            drop_note("log", &self.log());
        }
    }
}

fn drop_note(title: &str, text: &str) {
    if !text.is_empty() {
        eprintln!("--- {title}\n{text}");
    }
}

/// What befalls the bot reads as said by the story.
impl std::ops::Deref for Bot {
    type Target = FakeDiscord;

    fn deref(&self) -> &FakeDiscord {
        &self.fake
    }
}
