//! The REST side: takes a request, lets faults strike, checks what every
//! request must keep, and answers it by its route. A route that is not here
//! fails the test.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use serde_json::{Value, json};

use super::faults::Fault;
use super::messages::{self, Draft};
use super::rules::{self, Refusal};
use super::server::Shared;
use super::state::{Id, Request as Noted};
use super::world::World;
use super::{interactions, json, schema};

/// What a route answers: a status, and a body unless there is none to give.
pub type Answer = Result<(u16, Value), Refusal>;

/// The connection ends without an answer.
#[derive(Debug)]
pub struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection was cut on purpose")
    }
}

impl std::error::Error for Cut {}

/// A request as the routes need it.
pub struct Call<'a> {
    pub path: &'a str,
    pub query: &'a str,
    pub body: &'a Value,
    pub files: Vec<String>,
}

/// Serves one request.
pub async fn serve(shared: Arc<Shared>, request: Request<Incoming>) -> Result<Response<Body>, Cut> {
    let (parts, body) = request.into_parts();
    let bytes = body.collect().await.map_err(|_| Cut)?.to_bytes();
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    let method = parts.method.as_str().to_owned();
    let inner = path.strip_prefix("/api/v10").unwrap_or("");
    let segments: Vec<_> = inner.split('/').filter(|part| !part.is_empty()).collect();
    let route = format!("{method} {}", template(&segments));
    let (body, files) = parsed(&parts.headers, &bytes);
    let (files, contents): (Vec<_>, Vec<_>) = files.into_iter().unzip();

    let (number, fault) = shared.change(|world| {
        world.in_flight += 1;
        if !contents.is_empty() {
            world.sent_files = files.iter().cloned().zip(contents).collect();
        }
        let noted = Noted {
            route: route.clone(),
            path: path.clone(),
            body: if world.options.checks {
                body.clone()
            } else {
                Value::Null
            },
            status: 0,
        };
        (world.keep_request(noted), world.faults.strike(&route))
    });
    let flight = Flight {
        shared: shared.clone(),
    };
    let call = Call {
        path: &path,
        query: &query,
        body: &body,
        files,
    };
    let take_effect = || {
        shared.change(|world| {
            let answer = check(world, &parts.headers, &route, &body)
                .and_then(|()| routed(world, &method, &segments, &call))
                .unwrap_or_else(|refusal| refused(world, &route, &call, refusal));
            world.request_ended(number, answer.0);
            answer
        })
    };
    let response = match fault {
        None => {
            let (status, body) = take_effect();
            respond(status, &body, None)
        }
        Some(Fault::Status(status)) => {
            shared.change(|world| world.request_ended(number, status));
            let (code, message) = match status {
                403 => (50013, "Missing Permissions"),
                404 => (10008, "Unknown Message"),
                _ => (0, "Internal Server Error"),
            };
            respond(status, &json!({"code": code, "message": message}), None)
        }
        Some(Fault::RateLimit { wait, global }) => {
            shared.change(|world| world.request_ended(number, 429));
            let seconds = wait.as_secs_f64();
            let body = json!({
                "message": "You are being rate limited.", "retry_after": seconds, "global": global,
            });
            respond(429, &body, Some((seconds, global)))
        }
        Some(Fault::Hang) => {
            drop(flight);
            match std::future::pending::<Infallible>().await {}
        }
        Some(Fault::Reset { after }) => {
            if after {
                take_effect();
                shared.change(|world| world.faults.unanswered.push(path.clone()));
            }
            return Err(Cut);
        }
    };
    drop(flight);
    Ok(response)
}

/// Counts the requests that are being answered.
struct Flight {
    shared: Arc<Shared>,
}

impl Drop for Flight {
    fn drop(&mut self) {
        self.shared.change(|world| world.in_flight -= 1);
    }
}

/// The path with names for what differs from call to call.
fn template(segments: &[&str]) -> String {
    let mut names = Vec::new();
    for (place, part) in segments.iter().enumerate() {
        let before = place.checked_sub(1).map(|at| segments[at]);
        let is_id = part.bytes().all(|byte| byte.is_ascii_digit());
        names.push(match before {
            Some(folder) if is_id => format!("{{{}}}", folder.trim_end_matches('s')),
            Some("reactions") => "{emoji}".to_owned(),
            _ if place == 2 && ["webhooks", "interactions"].contains(&segments[0]) => {
                "{token}".to_owned()
            }
            _ => (*part).to_owned(),
        });
    }
    format!("/{}", names.join("/"))
}

/// The JSON of a body, bare or beside files, and the files with their names.
fn parsed(headers: &HeaderMap, bytes: &[u8]) -> (Value, Vec<(String, Vec<u8>)>) {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok());
    let Some((_, boundary)) = kind.and_then(|kind| kind.split_once("boundary=")) else {
        return (
            serde_json::from_slice(bytes).unwrap_or(Value::Null),
            Vec::new(),
        );
    };
    let boundary = format!("--{}", boundary.trim_matches('"'));
    let mut json = Value::Null;
    let mut files = Vec::new();
    let mut rest = bytes;
    while let Some(start) = find(rest, boundary.as_bytes()) {
        rest = &rest[start + boundary.len()..];
        let end = find(rest, boundary.as_bytes()).unwrap_or(rest.len());
        let part = rest[..end].strip_suffix(b"\r\n").unwrap_or(&rest[..end]);
        let Some(head) = find(part, b"\r\n\r\n") else {
            continue;
        };
        let content = &part[head + 4..];
        let head = String::from_utf8_lossy(&part[..head]);
        if head.contains("name=\"payload_json\"") {
            json = serde_json::from_slice(content).unwrap_or(Value::Null);
        } else if let Some((_, name)) = head.split_once("filename=\"") {
            let name = name.split('"').next().unwrap_or_default();
            files.push((name.to_owned(), content.to_owned()));
        }
    }
    (json, files)
}

/// Where some bytes stand among others.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

fn respond(status: u16, body: &Value, limit: Option<(f64, bool)>) -> Response<Body> {
    let mut response = Response::builder()
        .status(StatusCode::from_u16(status).expect("a status"))
        .header(header::CONTENT_TYPE, "application/json");
    if let Some((seconds, global)) = limit {
        let scope = if global { "global" } else { "user" };
        response = response
            .header(header::RETRY_AFTER, seconds.ceil().to_string())
            .header("x-ratelimit-scope", scope);
        if global {
            response = response.header("x-ratelimit-global", "true");
        }
    }
    let body = match body {
        Value::Null => Body::empty(),
        body => Body::from(body.to_string()),
    };
    response.body(body).expect("a response")
}

/// What holds for all routes: the token, and Discord's description of bodies.
fn check(world: &mut World, headers: &HeaderMap, route: &str, body: &Value) -> Result<(), Refusal> {
    let has_own_token = route.contains("/{token}");
    if !has_own_token {
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        if given != Some(&format!("Bot {}", world.options.token)) {
            return Err(Refusal::new(401, 0, "401: Unauthorized"));
        }
    }
    if world.options.checks
        && let Some(problem) = schema::problem(route, body)
    {
        world.violation(format!("{route}: {problem}\n{body:#}"));
    }
    Ok(())
}

/// Notes a refusal that is the bot's own fault, and answers as Discord does.
fn refused(world: &mut World, route: &str, call: &Call, refusal: Refusal) -> (u16, Value) {
    let is_repeated = world.faults.unanswered.iter().any(|path| path == call.path);
    if refusal.is_fault && !is_repeated {
        world.violation(format!("{route}: {refusal}\n{:#}", call.body));
    }
    (refusal.status, refusal.body())
}

fn id(text: &str) -> Id {
    text.parse().unwrap_or(0)
}

fn routed(world: &mut World, method: &str, path: &[&str], call: &Call) -> Answer {
    match (method, path) {
        ("GET", ["gateway"] | ["gateway", "bot"]) => Ok((200, json::gateway(world))),
        ("GET", ["users", "@me"]) => Ok((200, json::user(world, world.bot))),
        ("GET", ["users", "@me", "guilds"]) => {
            let guilds = world.guilds.values().filter(|guild| guild.has_bot);
            Ok((
                200,
                guilds.map(|guild| json::guild_info(world, guild)).collect(),
            ))
        }
        ("POST", ["users", "@me", "channels"]) => open_direct(world, call.body),
        ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => {
            Ok((200, json::application(world)))
        }
        ("GET", ["applications", _, "commands"]) => Ok((200, commands(world, None))),
        ("PUT", ["applications", _, "commands"]) => register(world, None, call.body),
        ("GET", ["applications", _, "guilds", guild, "commands"]) => {
            Ok((200, commands(world, Some(id(guild)))))
        }
        ("PUT", ["applications", _, "guilds", guild, "commands"]) => {
            register(world, Some(id(guild)), call.body)
        }
        ("GET", ["guilds", guild]) => match world.guilds.get(&id(guild)) {
            Some(guild) if guild.has_bot => Ok((200, json::guild(guild))),
            _ => Err(Refusal::new(404, 10004, "Unknown Guild")),
        },
        ("GET", ["guilds", guild, "channels"]) => {
            let here = |channel: &&super::state::Channel| channel.guild == Some(id(guild));
            let all = world.channels.values().filter(here);
            Ok((
                200,
                all.map(|channel| json::channel(world, channel)).collect(),
            ))
        }
        ("POST", ["interactions", interaction, token, "callback"]) => {
            interactions::callback(world, id(interaction), token, call)
        }
        (_, ["webhooks", _, token, rest @ ..]) => {
            interactions::webhook(world, method, token, rest, call)
        }
        (_, ["channels", channel, rest @ ..]) => in_channel(world, method, id(channel), rest, call),
        _ => Err(unknown(method, path)),
    }
}

/// A route that the fake does not model.
pub fn unknown(method: &str, path: &[&str]) -> Refusal {
    let name = format!(
        "404: Not Found: the fake has no {method} {}",
        template(path)
    );
    Refusal::fault(404, 0, &name)
}

fn in_channel(world: &mut World, method: &str, channel: Id, rest: &[&str], call: &Call) -> Answer {
    messages::can_view(world, channel)?;
    match (method, rest) {
        ("GET", []) => Ok((200, json::channel(world, &world.channels[&channel]))),
        ("POST", ["typing"]) => {
            messages::can_send(world, channel)?;
            Ok((204, Value::Null))
        }
        ("POST", ["messages"]) => {
            let draft = Draft::read(world, call, true)?;
            messages::post(world, channel, draft)
        }
        ("GET", ["messages", message]) => {
            let message = messages::find(world, channel, id(message))?;
            Ok((200, json::message(world, message)))
        }
        ("GET", ["messages"]) => {
            let all = world.messages.values().rev();
            let here = all
                .filter(|one| one.channel == channel && one.only_for.is_none())
                .take(50);
            Ok((
                200,
                here.map(|message| json::message(world, message)).collect(),
            ))
        }
        ("PATCH", ["messages", message]) => {
            messages::is_own(world, channel, id(message))?;
            let draft = Draft::read(world, call, false)?;
            messages::edit(world, id(message), draft)
        }
        ("DELETE", ["messages", message]) => {
            messages::is_own(world, channel, id(message))?;
            messages::delete(world, id(message));
            Ok((204, Value::Null))
        }
        ("PUT", ["messages", message, "reactions", emoji, "@me"]) => {
            messages::react(world, channel, id(message), emoji)
        }
        _ => {
            let mut path = vec!["channels", "0"];
            path.extend(rest);
            Err(unknown(method, &path))
        }
    }
}

fn open_direct(world: &mut World, body: &Value) -> Answer {
    let user = match &body["recipient_id"] {
        Value::String(text) => id(text),
        number => number.as_u64().unwrap_or(0),
    };
    if !world.users.contains_key(&user) {
        return Err(Refusal::new(400, 50033, "Invalid Recipient(s)"));
    }
    let channel = world.direct_channel(user);
    Ok((200, json::channel(world, &world.channels[&channel])))
}

fn commands(world: &World, guild: Option<Id>) -> Value {
    let own = world.commands.iter().filter(|(of, _)| *of == guild);
    own.map(|(_, command)| command.clone()).collect()
}

/// Replaces the commands of a guild, or the global ones. A command that stays
/// keeps its id.
fn register(world: &mut World, guild: Option<Id>, body: &Value) -> Answer {
    rules::commands(body)?;
    if guild.is_some_and(|id| !world.guilds.get(&id).is_some_and(|one| one.has_bot)) {
        return Err(Refusal::new(403, 50001, "Missing Access"));
    }
    let before: Vec<_> = world
        .commands
        .extract_if(.., |(of, _)| *of == guild)
        .collect();
    for sent in body.as_array().into_iter().flatten() {
        let is_same = |(_, old): &&(Option<Id>, Value)| {
            let kind = sent["type"].as_u64().unwrap_or(1);
            old["name"] == sent["name"] && old["type"].as_u64() == Some(kind)
        };
        let kept = before
            .iter()
            .find(is_same)
            .and_then(|(_, old)| old["id"].as_str());
        let own = kept.map_or_else(|| world.next_id(), id);
        let command = json::command(world, guild, own, sent);
        world.commands.push((guild, command));
    }
    Ok((200, commands(world, guild)))
}
