//! What is called differently from now on, and what the bot asked to hear.

use serde_json::json;

use super::gateway::GUILDS;
use super::{FakeDiscord, json};

impl FakeDiscord {
    /// Gives a channel another name.
    pub fn renames_channel(&self, old: &str, new: &str) {
        self.shared.change(|world| {
            let id = world.channel_named(old);
            let one = world.channels.get_mut(&id).expect("a channel");
            new.clone_into(&mut one.name);
            world.announce_channel(id, "UPDATE");
        });
    }

    /// Gives a role of the first guild another name.
    pub fn renames_role(&self, old: &str, new: &str) {
        self.shared.change(|world| {
            let guild = world.guilds.values_mut().next().expect("a guild");
            let mut roles = guild.roles.iter_mut().enumerate();
            let found = roles.find(|(_, role)| role.name == old);
            let (place, role) = found.expect("a role");
            new.clone_into(&mut role.name);
            let id = guild.id;
            let data = json!({"guild_id": json::id(id), "role": json::role(role, place)});
            world.dispatch("GUILD_ROLE_UPDATE", &data, Some(id), GUILDS);
        });
    }

    /// Takes all roles from a member.
    pub fn takes_roles(&self, name: &str) {
        self.shared.change(|world| {
            let user = world.user_named(name);
            for guild in world.guilds.values_mut() {
                if let Some(roles) = guild.members.get_mut(&user) {
                    roles.clear();
                }
            }
        });
    }

    /// The intents of each session.
    pub fn intents(&self) -> Vec<u64> {
        let world = self.shared.lock();
        world
            .sessions
            .iter()
            .map(|session| session.intents)
            .collect()
    }
}
