//! Which engine answers where: each server's sees what the server sees, and says
//! what the server says.
//!
//! How engines come to be, and are brought up to date, is known elsewhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use serenity::model::id::GuildId;

use crate::content::source::display;
use crate::engine::Engine;
use crate::engine::views::Views;

use super::settings::Config;

/// The engines of all servers.
pub struct Engines {
    general: Arc<Engine>,
    servers: BTreeMap<u64, Arc<Engine>>,
    folder: String,
}

impl Engines {
    /// Those of the servers in the settings.
    pub fn new(views: &Views, config: &Config) -> Engines {
        let servers = config.servers.iter().map(|(id, server)| {
            let engine = views.of(config.view(Some(*id)));
            (*id, Arc::new(engine.localised(server.local.clone())))
        });
        Engines {
            general: Arc::clone(views.general()),
            servers: servers.collect(),
            folder: display(&views.options().faq),
        }
    }

    /// The engine of a server, or of direct messages.
    pub fn of(&self, guild: Option<GuildId>) -> &Arc<Engine> {
        let own = guild.and_then(|guild| self.servers.get(&guild.get()));
        own.unwrap_or(&self.general)
    }

    /// The FAQ folder, as it stands before the paths of its files.
    pub fn folder(&self) -> &str {
        &self.folder
    }
}
