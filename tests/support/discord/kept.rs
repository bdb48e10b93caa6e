//! What stays of the bot's work: its messages, and what it kept of what members
//! thought of its answers.

use faqbot::store::{Config, Store, Verdict};

use jiff::civil::Date;

use super::FakeDiscord;
use super::bot::Bot;
use super::render;

impl FakeDiscord {
    /// The messages of the bot that are in a channel now, oldest first, as
    /// everybody there sees them.
    pub fn bot_messages(&self, channel: &str) -> Vec<String> {
        let world = self.shared.lock();
        let channel = world.channel_named(channel);
        let messages = world.messages.values();
        messages
            .filter(|one| one.channel == channel && one.author == world.bot)
            .filter(|one| one.only_for.is_none())
            .map(|one| render::message(&world, one))
            .collect()
    }
}

impl Bot {
    /// Ends the bot and reads what it kept of the first guild, or of direct
    /// messages: how often each entry helped, then each answer that did not.
    pub async fn ends_having_kept(&self, in_guild: bool) -> String {
        let (store, guild) = self.ends(in_guild).await;
        let counts = store.counts(guild).expect("counts").into_iter();
        let feedback = store.feedback(guild).expect("feedback").into_iter();
        let counts = counts.map(|of| {
            let (helpful, not) = (of.helpful, of.not_helpful);
            format!("{}: helpful {helpful}, not helpful {not}\n", of.entry)
        });
        let feedback = feedback.map(|one| {
            let why = match one.verdict {
                Verdict::NotHelpful(Some(why)) => format!("{why:?}"),
                other => format!("{other:?}"),
            };
            let question = one.question.unwrap_or_else(|| "(no question)".to_owned());
            format!("{} {why}: {question}\n", one.entry)
        });
        counts.chain(feedback).collect()
    }

    /// Ends the bot and reads what it kept of questions in the first guild, or in
    /// direct messages: how many there were, what was shown, what had no answer,
    /// what members suggest.
    pub async fn ends_having_recorded(&self, in_guild: bool) -> String {
        let (store, guild) = self.ends(in_guild).await;
        let today = Date::MAX;
        let mut lines = Vec::new();
        for week in store.usage(guild).expect("usage") {
            lines.push(format!(
                "answered {}, suggested {}, unanswered {}, urgent {}, small talk {}",
                week.answered, week.suggested, week.unanswered, week.urgent, week.small_talk
            ));
        }
        for shown in store.shown(guild).expect("what was shown") {
            lines.push(format!("{} shown {}", shown.entry, shown.times));
        }
        for one in store.missed(guild, today).expect("questions") {
            lines.push(format!("{}: {}", one.outcome.name(), one.text));
        }
        for one in store.suggestions(guild, today).expect("suggestions") {
            let answer = one.answer.unwrap_or_else(|| "(no answer)".to_owned());
            let name = one.name.unwrap_or_else(|| "(no name)".to_owned());
            lines.push(format!("suggestion: {} | {answer} | {name}", one.question));
        }
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The ids of the servers of which the ended bot has kept anything.
    pub fn kept_guilds(&self) -> Vec<u64> {
        self.store().guilds().expect("guilds")
    }

    /// What the ended bot has kept.
    pub fn store(&self) -> Store {
        let config = Config {
            folder: self.project.path("data"),
            ..Config::default()
        };
        let (store, moved) = Store::open(&config).expect("the store");
        assert!(moved.is_none(), "the bot left a damaged store");
        store
    }

    async fn ends(&self, in_guild: bool) -> (Store, Option<u64>) {
        self.settles().await;
        assert_eq!(self.stops().await, Some(0), "{}", self.log());
        let guild = self.fake.shared.lock().guilds.keys().next().copied();
        (self.store(), guild.filter(|_| in_guild))
    }

    /// Whether a text stands anywhere in the folder of what is kept.
    pub fn has_kept(&self, text: &str) -> bool {
        let folder = std::fs::read_dir(self.project.path("data")).expect("a data folder");
        let mut files = folder.map(|file| std::fs::read(file.expect("a file").path()));
        files.any(|bytes| String::from_utf8_lossy(&bytes.expect("a file")).contains(text))
    }
}
