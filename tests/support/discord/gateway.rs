//! The websocket: sessions, what they get, and how they end. It does not know
//! what the events are about.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::Arc;

use axum::extract::ws::{CloseFrame, Message as Ws, WebSocket};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde_json::{Value, json};
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

use super::json;
use super::permissions::VIEW_CHANNEL;
use super::server::Shared;
use super::state::{Id, Kind, Message};
use super::world::World;

/// Intents, as Discord's bits.
pub const GUILDS: u64 = 1;
pub const GUILD_MESSAGES: u64 = 1 << 9;
pub const DIRECT_MESSAGES: u64 = 1 << 12;
const MESSAGE_CONTENT: u64 = 1 << 15;
/// Members, presences and the text of messages.
const PRIVILEGED: u64 = 1 << 1 | 1 << 8 | MESSAGE_CONTENT;
/// Events that a session can get again after it lost its connection.
const REPLAYED: usize = 1_000;

/// What is said to one connection.
pub enum Frame {
    Json(String),
    Close(u16),
    /// The connection ends without a word.
    Cut,
    StopAcking,
}

/// A session of one shard, with a connection or waiting for one.
pub struct Session {
    pub id: String,
    pub shard: (u64, u64),
    pub intents: u64,
    pub link: Option<UnboundedSender<Frame>>,
    /// Heartbeats that came.
    pub heartbeats: usize,
    pub resumable: bool,
    sequence: u64,
    history: VecDeque<(u64, String)>,
}

impl Session {
    /// Sends to the connection, if there is one.
    pub fn send(&self, frame: Frame) {
        if let Some(link) = &self.link {
            // It may just have closed.
            let _ = link.send(frame);
        }
    }

    /// The last events, as they were sent.
    pub fn last_events(&self, count: usize) -> impl Iterator<Item = &str> {
        let skipped = self.history.len().saturating_sub(count);
        self.history.iter().skip(skipped).map(|(_, text)| &**text)
    }

    fn dispatch(&mut self, name: &str, data: &str) {
        self.sequence += 1;
        let sequence = self.sequence;
        let text = format!(r#"{{"op":0,"t":"{name}","s":{sequence},"d":{data}}}"#);
        self.history.push_back((sequence, text.clone()));
        if self.history.len() > REPLAYED {
            self.history.pop_front();
        }
        self.send(Frame::Json(text));
    }
}

impl World {
    /// Sends an event to the session of its shard, if it asked for such.
    pub fn dispatch(&mut self, name: &str, data: &Value, guild: Option<Id>, intent: u64) {
        let spoiled = self.spoiled.iter().position(|(event, _)| event == name);
        let data = match spoiled.map(|place| self.spoiled.remove(place)) {
            Some((_, spoil)) => {
                let mut data = data.clone();
                spoil(&mut data);
                data.to_string()
            }
            None => data.to_string(),
        };
        for session in &mut self.sessions {
            let (index, count) = session.shard;
            let shard = guild.map_or(0, |guild| (guild >> 22) % count.max(1));
            if shard == index && (intent == 0 || session.intents & intent != 0) {
                session.dispatch(name, &data);
            }
        }
    }

    /// Sends `MESSAGE_CREATE` or `MESSAGE_UPDATE`, as far as the bot may see it.
    pub fn dispatch_message(&mut self, name: &str, message: &Message) {
        let Some(channel) = self.channels.get(&message.channel) else {
            return;
        };
        if message.only_for.is_some() || self.bot_permissions(channel.id) & VIEW_CHANNEL == 0 {
            return;
        }
        // There it speaks only through interactions.
        if channel.kind == Kind::Group {
            return;
        }
        let guild = channel.guild;
        let intent = if guild.is_some() {
            GUILD_MESSAGES
        } else {
            DIRECT_MESSAGES
        };
        let intents = self.sessions.first().map_or(0, |session| session.intents);
        let may_read = may_read(self, message, intents);
        let data = json::message_event(self, message, may_read);
        self.dispatch(name, &data, guild, intent);
    }

    /// Says something to all connections.
    pub fn to_all_links(&self, frame: impl Fn() -> Frame) {
        for session in &self.sessions {
            session.send(frame());
        }
    }
}

/// Whether the bot gets the text of a message.
pub fn may_read(world: &World, message: &Message, intents: u64) -> bool {
    let is_direct = || {
        let channel = world.channels.get(&message.channel);
        channel.is_some_and(|channel| channel.guild.is_none())
    };
    intents & MESSAGE_CONTENT != 0
        || message.author == world.bot
        || is_direct()
        || json::mentioned(world, message).contains(&world.bot)
}

/// Serves one connection to its end.
pub async fn serve(shared: Arc<Shared>, mut socket: WebSocket) {
    let (link, mut frames) = unbounded_channel();
    let (zlib, heartbeat) = {
        let world = shared.lock();
        (world.options.zlib, world.options.heartbeat)
    };
    let hello = json!({"op": 10, "d": {"heartbeat_interval": heartbeat.as_millis() as u64}});
    let mut acks = true;
    let mut own: Option<String> = None;
    // The receiver lives as long as this function.
    let _ = link.send(Frame::Json(hello.to_string()));
    loop {
        tokio::select! {
            frame = frames.recv() => match frame {
                Some(Frame::Json(text)) => {
                    let frame = if zlib { compressed(&text) } else { Ws::Text(text.into()) };
                    if socket.send(frame).await.is_err() { break }
                }
                Some(Frame::Close(code)) => {
                    let reason = "".into();
                    let _ = socket.send(Ws::Close(Some(CloseFrame { code, reason }))).await;
                    break;
                }
                Some(Frame::StopAcking) => acks = false,
                Some(Frame::Cut) | None => break,
            },
            incoming = socket.recv() => {
                let Some(Ok(incoming)) = incoming else { break };
                let Ws::Text(text) = incoming else {
                    if let Ws::Close(frame) = incoming {
                        let code = frame.map_or(1005, |frame| frame.code);
                        shared.change(|world| world.closes.push(code));
                        break;
                    }
                    continue;
                };
                let Ok(said) = serde_json::from_str::<Value>(&text) else {
                    let _ = link.send(Frame::Close(4002));
                    continue;
                };
                shared.change(|world| heard(world, &link, &mut own, acks, &said));
            }
        }
    }
    shared.change(|world| {
        let is_own = |session: &&mut Session| {
            let linked = session.link.as_ref();
            linked.is_some_and(|other| other.same_channel(&link))
        };
        if let Some(session) = world.sessions.iter_mut().find(is_own) {
            session.link = None;
        }
    });
}

/// One zlib stream for one message.
fn compressed(text: &str) -> Ws {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder
        .write_all(text.as_bytes())
        .expect("a vector takes all");
    Ws::Binary(encoder.finish().expect("a vector takes all").into())
}

/// Discord takes the token with and without the word before it.
fn is_token(world: &World, given: &Value) -> bool {
    let given = given.as_str().unwrap_or_default();
    given.strip_prefix("Bot ").unwrap_or(given) == world.options.token
}

/// What the bot said.
fn heard(
    world: &mut World,
    link: &UnboundedSender<Frame>,
    own: &mut Option<String>,
    acks: bool,
    said: &Value,
) {
    // A connection that has just closed hears nothing more.
    let close = |code| drop(link.send(Frame::Close(code)));
    let data = &said["d"];
    match said["op"].as_u64() {
        Some(1) => {
            let session = world
                .sessions
                .iter_mut()
                .find(|one| Some(&one.id) == own.as_ref());
            if let Some(session) = session {
                session.heartbeats += 1;
            }
            if acks {
                let _ = link.send(Frame::Json(json!({"op": 11, "d": null}).to_string()));
            }
        }
        Some(2) => {
            world.identifies += 1;
            if !is_token(world, &data["token"]) {
                return close(4004);
            }
            let Some(intents) = data["intents"].as_u64() else {
                return close(4013);
            };
            if world.options.disallow_intents && intents & PRIVILEGED != 0 {
                return close(4014);
            }
            let number = |at: usize, usual| data["shard"][at].as_u64().unwrap_or(usual);
            let shard = (number(0, 0), number(1, 1));
            if shard.0 >= shard.1 {
                return close(4010);
            }
            *own = Some(identified(world, link, shard, intents));
        }
        Some(6) => {
            let id = data["session_id"].as_str().unwrap_or_default();
            let seen = data["seq"].as_u64().unwrap_or(0);
            if !is_token(world, &data["token"]) {
                return close(4004);
            }
            let session = world
                .sessions
                .iter_mut()
                .find(|one| one.id == id && one.resumable);
            let Some(session) = session else {
                let _ = link.send(Frame::Json(json!({"op": 9, "d": false}).to_string()));
                return;
            };
            session.link = Some(link.clone());
            let missed = session
                .history
                .iter()
                .filter(|(sequence, _)| *sequence > seen);
            for (_, text) in missed {
                let _ = link.send(Frame::Json(text.clone()));
            }
            session.dispatch("RESUMED", "{}");
            world.resumes += 1;
            *own = Some(id.to_owned());
        }
        // Presence and voice: nobody looks.
        Some(3 | 4 | 8) => {}
        _ => {
            world.violation(format!(
                "the gateway does not know what the bot said: {said}"
            ));
            close(4001);
        }
    }
}

/// Begins a session, which ends the one that the shard had.
fn identified(
    world: &mut World,
    link: &UnboundedSender<Frame>,
    shard: (u64, u64),
    intents: u64,
) -> String {
    world.sessions.retain(|session| session.shard != shard);
    let id = format!("session-{}", world.next_id());
    let guilds: Vec<_> = world
        .guilds
        .values()
        .filter(|guild| guild.has_bot && (guild.id >> 22) % shard.1 == shard.0)
        .map(|guild| guild.id)
        .collect();
    let mut session = Session {
        id: id.clone(),
        shard,
        intents,
        link: Some(link.clone()),
        heartbeats: 0,
        resumable: true,
        sequence: 0,
        history: VecDeque::new(),
    };
    let ready = json::ready(world, &id, shard, &guilds);
    session.dispatch("READY", &ready.to_string());
    if intents & GUILDS != 0 {
        for guild in &guilds {
            let data = json::guild_create(world, &world.guilds[guild]);
            session.dispatch("GUILD_CREATE", &data.to_string());
        }
    }
    world.sessions.push(session);
    id
}
