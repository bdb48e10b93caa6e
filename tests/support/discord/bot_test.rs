//! `BotTest`: a project, a Discord, and the bot between them; what is there
//! before the story, and what has to hold after it.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::support::FaqTest;

use super::bot::Bot;
use super::process::Start;
use super::state::Options;
use super::{FakeDiscord, world::World};

/// How long the bot may take to start: it builds its index first, and other
/// tests build theirs.
const STARTS_WITHIN: Duration = Duration::from_secs(60);

/// What stands before the story begins.
pub struct BotTest {
    project: FaqTest,
    options: Options,
    above: String,
    settings: String,
    arguments: Vec<String>,
    variables: Vec<(String, String)>,
    channels: Vec<String>,
    forums: Vec<(String, Vec<String>)>,
    guilds: Vec<(String, bool)>,
    locale: Option<String>,
    sessions: usize,
    program: Program,
    failing: Vec<(String, u16)>,
    hanging: Vec<String>,
}

/// How the bot is run in a folder.
pub type Program = fn(&Path) -> Command;

/// A bot that ended by itself.
pub struct Ended {
    pub code: Option<i32>,
    pub printed: String,
    pub log: String,
}

impl BotTest {
    /// An empty project, and the world of [`FakeDiscord::start`].
    pub fn new() -> Self {
        BotTest::of(FaqTest::new())
    }

    /// The FAQ and the settings that ship.
    pub fn shipped() -> Self {
        BotTest::of(FaqTest::shipped())
    }

    fn of(project: FaqTest) -> Self {
        let above = std::fs::read_to_string(project.path("faqbot.toml")).unwrap_or_default();
        BotTest {
            project,
            options: Options::default(),
            above,
            settings: String::new(),
            arguments: Vec::new(),
            variables: Vec::new(),
            channels: Vec::new(),
            forums: Vec::new(),
            guilds: Vec::new(),
            locale: None,
            sessions: 1,
            program: serving,
            failing: Vec::new(),
            hanging: Vec::new(),
        }
    }

    /// A file of the FAQ.
    pub fn faq(mut self, name: &str, text: &str) -> Self {
        self.project = self.project.faq(name, text);
        self
    }

    /// An article of the FAQ.
    pub fn article(self, name: &str, text: &str) -> Self {
        self.faq(&format!("articles/{name}"), text)
    }

    /// Lines of `[discord]` in `faqbot.toml`, and tables below it.
    pub fn settings(mut self, lines: &str) -> Self {
        self.settings += &format!("{lines}\n");
        self
    }

    /// Lines of `faqbot.toml` above `[discord]`.
    pub fn settings_above(mut self, lines: &str) -> Self {
        self.above += &format!("{lines}\n");
        self
    }

    /// Arguments behind `faqbot serve`.
    pub fn args(mut self, arguments: &[&str]) -> Self {
        self.arguments
            .extend(arguments.iter().map(|one| (*one).to_owned()));
        self
    }

    /// A variable of the bot's environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// A further channel, `#name` or `Other/#name`.
    pub fn channel(mut self, name: &str) -> Self {
        self.channels.push(name.to_owned());
        self
    }

    /// A further forum with tags.
    pub fn forum(mut self, name: &str, tags: &[&str]) -> Self {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        self.forums.push((name.to_owned(), tags));
        self
    }

    /// A further guild with the bot and `#lobby`.
    pub fn guild(mut self, name: &str) -> Self {
        self.guilds.push((name.to_owned(), true));
        self
    }

    /// A guild that the bot is not in.
    pub fn guild_without_bot(mut self, name: &str) -> Self {
        self.guilds.push((name.to_owned(), false));
        self
    }

    /// The language of the first guild, as `de`.
    pub fn server_locale(mut self, locale: &str) -> Self {
        self.locale = Some(locale.to_owned());
        self
    }

    /// The number of shards that Discord recommends and the bot runs.
    pub fn shards(mut self, count: u64) -> Self {
        self.options.shards = count;
        self.sessions = count as usize;
        self
    }

    /// How often the bot sends a heartbeat.
    pub fn heartbeat(mut self, interval: Duration) -> Self {
        self.options.heartbeat = interval;
        self
    }

    /// How long an interaction waits for its first response: 3 seconds.
    pub fn first_response_within(mut self, limit: Duration) -> Self {
        self.options.patience = limit;
        self
    }

    /// The gateway compresses.
    pub fn zlib(mut self) -> Self {
        self.options.zlib = true;
        self
    }

    /// Messages come without their list of mentions.
    pub fn bare_mentions(mut self) -> Self {
        self.options.bare_mentions = true;
        self
    }

    /// A message whose embeds were taken from it still shows its buttons.
    pub fn bare_components(mut self) -> Self {
        self.options.bare_components = true;
        self
    }

    /// The bot has no privileged intents.
    pub fn disallow_intents(mut self) -> Self {
        self.options.disallow_intents = true;
        self
    }

    /// The first request to a route that contains `routes` fails with a status,
    /// as `GET /gateway/bot`; with 0 the connection is cut. Said again, so does
    /// the second.
    pub fn fails_first(mut self, routes: &str, status: u16) -> Self {
        self.failing.push((routes.to_owned(), status));
        self
    }

    /// The first such request is never answered.
    pub fn hangs_first(mut self, routes: &str) -> Self {
        self.hanging.push(routes.to_owned());
        self
    }

    /// The bot's token is not the one that Discord knows.
    pub fn with_wrong_token(self) -> Self {
        self.env("DISCORD_TOKEN", "another-token.of-another.bot")
    }

    /// Another bot than faqbot.
    pub fn program(mut self, program: Program) -> Self {
        self.program = program;
        self
    }

    async fn start(self) -> Bot {
        let fake = FakeDiscord::start(self.options.clone()).await;
        for (name, has_bot) in &self.guilds {
            fake.add_guild(name, *has_bot);
        }
        if let Some(locale) = &self.locale {
            fake.set_locale("Test Server", locale);
        }
        for name in &self.channels {
            fake.add_channel_unless_there(name);
        }
        for (routes, status) in &self.failing {
            match status {
                0 => fake.reset_next(routes, false),
                status => fake.fail_next(routes, *status),
            }
        }
        for routes in &self.hanging {
            fake.hang_next(routes);
        }
        for (name, tags) in &self.forums {
            let tags: Vec<_> = tags.iter().map(String::as_str).collect();
            fake.add_forum(name, &tags);
        }
        let settings = format!("{}{}{}", self.above, fake.settings(), self.settings);
        self.project.write("faqbot.toml", settings);
        let start = Start {
            program: self.program,
            arguments: self.arguments,
            variables: self.variables,
        };
        Bot::start(fake, self.project, start)
    }

    /// Starts the bot, tells the story, ends the bot. Then nothing may be
    /// unread, no rule broken, no interaction without a response, no fault
    /// unused; the bot ends with 0, and its log holds no token, no text that
    /// was said and no panic.
    ///
    /// # Panics
    ///
    /// If any of this does not hold.
    pub async fn run(self, story: impl AsyncFnOnce(&Bot)) {
        let sessions = self.sessions;
        let bot = self.start().await;
        bot.wait_until_ready(sessions, STARTS_WITHIN).await;
        story(&bot).await;
        bot.finish().await;
    }

    /// As [`BotTest::run`], for a story that begins before the bot is ready.
    pub async fn run_from_the_start(self, story: impl AsyncFnOnce(&Bot)) {
        let bot = self.start().await;
        story(&bot).await;
        bot.finish().await;
    }

    /// Starts a bot that has to end by itself.
    pub async fn run_to_its_end(self) -> Ended {
        let bot = self.start().await;
        let process = bot.process();
        let code = process.ended(&bot.fake.shared).await;
        let output = process.output();
        let text = |lines: &[String]| bot.project.masked(&lines.join("\n"));
        Ended {
            code,
            printed: text(&output.printed),
            log: text(&output.log),
        }
    }
}

impl FakeDiscord {
    fn add_channel_unless_there(&self, name: &str) {
        let is_there = |world: &World| {
            world
                .channels
                .values()
                .any(|one| one.name == name.trim_start_matches('#'))
        };
        if !is_there(&self.shared.lock()) {
            self.add_channel(name);
        }
    }
}

/// `faqbot serve` in a folder.
fn serving(folder: &Path) -> Command {
    let mut command = crate::support::faqbot(folder);
    command.arg("serve");
    command
}
