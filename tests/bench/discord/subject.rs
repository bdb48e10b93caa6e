//! A bot that is measured: a process with a Discord of its own, and what the
//! system says of the process.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::support::discord::{FakeDiscord, Id, Options};
use crate::support::{FaqTest, faqbot};

use super::{figures, floor};

/// How long a bot may take to start; it may have to build its index.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// A started bot does some things late, such as closing idle threads.
const SETTLES_IN: Duration = Duration::from_secs(1);

/// `/proc` counts processor time in hundredths of a second.
const TICK: Duration = Duration::from_millis(10);

/// A bot, its Discord, and who asks where.
pub struct Subject {
    pub fake: FakeDiscord,
    pub member: Id,
    pub channel: Id,
    process: Child,
    _project: Option<FaqTest>,
}

impl Drop for Subject {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Subject {
    /// faqbot with the FAQ that ships, and no limits.
    pub async fn faqbot() -> Self {
        let fake = fake().await;
        let project = FaqTest::shipped();
        let above = fs::read_to_string(project.path("faqbot.toml")).expect("the settings");
        let settings = fake.settings();
        let limits = "questions_per_member = 0\nanswers_per_channel = 0\n";
        project.write("faqbot.toml", format!("{above}\n{settings}{limits}"));
        let mut command = faqbot(&project.path(""));
        command.arg("serve");
        Subject::start(fake, command, Some(project)).await
    }

    /// The bare bot.
    pub async fn floor() -> Self {
        let fake = fake().await;
        let this = std::env::current_exe().expect("the name of this program");
        let mut command = Command::new(this);
        command.arg(floor::argument(fake.port()));
        Subject::start(fake, command, None).await
    }

    async fn start(fake: FakeDiscord, mut command: Command, project: Option<FaqTest>) -> Self {
        let process = command
            .env("DISCORD_TOKEN", fake.token())
            .env("NO_PROXY", "127.0.0.1")
            .env("FAQBOT_LOG", "warn")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .expect("the bot can be started");
        fake.ready(1, STARTS_WITHIN).await;
        fake.requested("PUT /applications", 1).await;
        tokio::time::sleep(SETTLES_IN).await;
        let (member, channel) = fake.ids("ann", "#help");
        Subject {
            fake,
            member,
            channel,
            process,
            _project: project,
        }
    }

    /// The processor time that it has used so far.
    pub fn processor_time(&self) -> Duration {
        let stat = self.of_system("stat");
        // The name of the program, in brackets, may hold spaces.
        let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
        let fields = fields.split_whitespace().skip(11).take(2);
        let ticks: u32 = fields.filter_map(|ticks| ticks.parse::<u32>().ok()).sum();
        TICK * ticks
    }

    /// The memory that is resident now, in bytes.
    pub fn memory(&self) -> u64 {
        figures::memory(&self.of_system("status"), "VmRSS").unwrap_or_default()
    }

    fn of_system(&self, file: &str) -> String {
        let path = format!("/proc/{}/{file}", self.process.id());
        fs::read_to_string(path).unwrap_or_default()
    }
}

async fn fake() -> FakeDiscord {
    // Rules and history are for tests; they would take time from the bot.
    let options = Options {
        checks: false,
        ..Options::default()
    };
    FakeDiscord::start(options).await
}
