//! The permissions of Discord that the fake knows, as its bits.

pub const MANAGE_CHANNELS: u64 = 1 << 4;
pub const ADMINISTRATOR: u64 = 1 << 3;
pub const MANAGE_GUILD: u64 = 1 << 5;
pub const ADD_REACTIONS: u64 = 1 << 6;
pub const VIEW_CHANNEL: u64 = 1 << 10;
pub const SEND_MESSAGES: u64 = 1 << 11;
pub const MANAGE_MESSAGES: u64 = 1 << 13;
pub const EMBED_LINKS: u64 = 1 << 14;
pub const ATTACH_FILES: u64 = 1 << 15;
pub const READ_HISTORY: u64 = 1 << 16;
pub const USE_COMMANDS: u64 = 1 << 31;
pub const SEND_IN_THREADS: u64 = 1 << 38;
pub const MANAGE_THREADS: u64 = 1 << 34;

/// What everybody may do, the bot too.
pub const EVERYONE: u64 = ADD_REACTIONS
    | VIEW_CHANNEL
    | SEND_MESSAGES
    | EMBED_LINKS
    | ATTACH_FILES
    | READ_HISTORY
    | USE_COMMANDS
    | SEND_IN_THREADS;
/// What moderators may do besides.
pub const MODERATOR: u64 = MANAGE_MESSAGES | MANAGE_GUILD;
/// What both sides may do in a direct conversation.
pub const DIRECT: u64 = EVERYONE;
/// What owners may do.
pub const ALL: u64 = EVERYONE | MODERATOR | ADMINISTRATOR | MANAGE_CHANNELS | MANAGE_THREADS;

/// The permission of this name, as Discord's settings call it.
pub fn named(name: &str) -> u64 {
    match name {
        "Add Reactions" => ADD_REACTIONS,
        "Administrator" => ADMINISTRATOR,
        "Attach Files" => ATTACH_FILES,
        "Embed Links" => EMBED_LINKS,
        "Manage Channels" => MANAGE_CHANNELS,
        "Manage Messages" => MANAGE_MESSAGES,
        "Manage Server" => MANAGE_GUILD,
        "Manage Threads" => MANAGE_THREADS,
        "Read Message History" => READ_HISTORY,
        "Send Messages" => SEND_MESSAGES,
        "Send Messages in Threads" => SEND_IN_THREADS,
        "View Channel" => VIEW_CHANNEL,
        _ => panic!("no permission `{name}`"),
    }
}
