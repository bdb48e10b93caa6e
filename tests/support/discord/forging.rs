//! What no client would send, and what forgers look at.

use serde_json::{Value, json};

use super::actions::Doing;
use super::state::Id;
use super::{Actor, FakeDiscord};

impl Actor<'_> {
    /// Sends a form that nobody put before them.
    pub async fn submits_raw(&self, custom_id: &str) -> Id {
        let data = json!({"custom_id": custom_id, "components": []});
        self.shared.change(|world| {
            let channel = self.place(world);
            world.interact(Doing {
                user: self.user,
                channel,
                kind: 5,
                data,
                source: None,
                what: "form [forged]".to_owned(),
                locale: "en-US".to_owned(),
            })
        })
    }
}

impl FakeDiscord {
    /// The custom ids below the messages of the bot in a channel.
    pub fn custom_ids(&self, channel: &str) -> Vec<String> {
        let world = self.shared.lock();
        let channel = world.channel_named(channel);
        let messages = world.messages.values();
        let rows = messages
            .filter(|one| one.channel == channel && one.author == world.bot)
            .flat_map(|one| &one.components);
        rows.filter_map(|row| row["components"].as_array())
            .flatten()
            .filter_map(|part: &Value| part["custom_id"].as_str().map(str::to_owned))
            .collect()
    }
}
