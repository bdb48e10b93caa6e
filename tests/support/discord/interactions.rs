//! How the bot answers interactions: the first response, which is due in
//! seconds and given once, and what follows through the interaction's token.

use std::time::Duration;

use serde_json::Value;

use super::json;
use super::messages::{self, Draft, EPHEMERAL};
use super::render;
use super::rest::{Answer, Call, unknown};
use super::rules::{self, Refusal};
use super::state::{Answered, Id, Interaction, Modal, Seen, What};
use super::world::World;

/// How long the token of an interaction lives.
const TOKEN_LIVES: Duration = Duration::from_secs(15 * 60);

/// The first response.
pub fn callback(world: &mut World, id: Id, token: &str, call: &Call) -> Answer {
    let found = world.interactions.get(&id).filter(|one| one.token == token);
    let Some(one) = found.cloned() else {
        return Err(Refusal::fault(404, 10062, "Unknown interaction"));
    };
    if one.expired {
        return Err(Refusal::new(404, 10062, "Unknown interaction"));
    }
    if one.answered != Answered::Not {
        let text = "Interaction has already been acknowledged.";
        return Err(Refusal::fault(400, 40060, text));
    }
    if one.made.elapsed() > world.options.patience {
        return Err(Refusal::fault(
            404,
            10062,
            "Unknown interaction: the answer came too late",
        ));
    }
    let kind = call.body["type"].as_u64().unwrap_or(0);
    let data = &call.body["data"];
    let (answered, original) = match (kind, one.kind) {
        (4, 2 | 3 | 5) => (
            Answered::WithMessage,
            Some(first_message(world, &one, call, data)?),
        ),
        (5, 2 | 3 | 5) => (Answered::Deferred, Some(announce(world, &one, data))),
        (6, 3) | (6, 5) if one.original.is_some() => (Answered::InPlace, one.original),
        (7, 3) | (7, 5) if one.original.is_some() => {
            let draft = Draft::of(world, data, &call.files, false)?;
            let source = one.original.expect("just looked at");
            messages::edit(world, source, draft)?;
            (Answered::InPlace, one.original)
        }
        (8, 4) => {
            rules::choices(data)?;
            let choices = data["choices"].as_array().into_iter().flatten();
            let read = |choice: &Value| {
                (
                    choice["name"].as_str().unwrap_or_default().to_owned(),
                    choice["value"].clone(),
                )
            };
            let choices: Vec<_> = choices.map(read).collect();
            if let Some(kept) = world.interactions.get_mut(&id) {
                kept.choices = choices;
            }
            (Answered::WithChoices, None)
        }
        (9, 2 | 3) => {
            rules::modal(data)?;
            show_modal(world, &one, data);
            (Answered::WithModal, one.original)
        }
        _ => {
            let text = format!(
                "a response of type {kind} to an interaction of type {}",
                one.kind
            );
            return Err(Refusal::form(&["type"], &text));
        }
    };
    if let Some(kept) = world.interactions.get_mut(&id) {
        kept.answered = answered;
        kept.original = original;
    }
    if !call.query.contains("with_response=true") {
        return Ok((204, Value::Null));
    }
    let reply = original.and_then(|id| world.messages.get(&id));
    Ok((200, json::callback(world, &one, kind, reply)))
}

fn first_message(
    world: &mut World,
    one: &Interaction,
    call: &Call,
    data: &Value,
) -> Result<Id, Refusal> {
    let draft = Draft::of(world, data, &call.files, true)?;
    Ok(say(world, one, draft, None))
}

/// Says something in answer to an interaction.
fn say(world: &mut World, one: &Interaction, draft: Draft, privately: Option<bool>) -> Id {
    let mut message = world.new_message(one.channel, world.bot, "");
    message.interaction = Some(one.id);
    if privately.unwrap_or(draft.flags & EPHEMERAL != 0) {
        message.only_for = Some(one.user);
    }
    draft.apply(&mut message);
    let id = message.id;
    messages::publish(world, message);
    id
}

/// "is thinking": a message that is there and not yet to be seen.
fn announce(world: &mut World, one: &Interaction, data: &Value) -> Id {
    let mut message = world.new_message(one.channel, world.bot, "");
    message.interaction = Some(one.id);
    message.thinking = true;
    if data["flags"].as_u64().unwrap_or(0) & EPHEMERAL != 0 {
        message.only_for = Some(one.user);
    }
    let id = message.id;
    world.keep(message);
    id
}

fn show_modal(world: &mut World, one: &Interaction, data: &Value) {
    world.modals.retain(|modal| modal.user != one.user);
    world.modals.push(Modal {
        user: one.user,
        channel: one.channel,
        guild: one.guild,
        source: one.original,
        data: data.clone(),
    });
    if world.options.checks {
        world.seen.push(Seen {
            what: What::Modal,
            channel: one.channel,
            only_for: Some(one.user),
            message: 0,
            answers: Some(one.id),
            at: std::time::Instant::now(),
            text: render::modal(world, data),
        });
    }
}

/// Everything after the first response.
pub fn webhook(world: &mut World, method: &str, token: &str, rest: &[&str], call: &Call) -> Answer {
    // The token of the fake ends with the id of its interaction.
    let id = token
        .rsplit('-')
        .next()
        .and_then(|id| id.parse::<Id>().ok());
    let found = id
        .and_then(|id| world.interactions.get(&id))
        .filter(|one| one.token == token);
    let Some(one) = found.cloned() else {
        return Err(Refusal::fault(401, 50027, "Invalid Webhook Token"));
    };
    if one.expired {
        return Err(Refusal::new(401, 50027, "Invalid Webhook Token"));
    }
    if one.made.elapsed() > TOKEN_LIVES {
        return Err(Refusal::fault(401, 50027, "Invalid Webhook Token"));
    }
    if one.answered == Answered::Not {
        return Err(Refusal::fault(
            404,
            10015,
            "Unknown Webhook: there is no first response yet",
        ));
    }
    let target = match rest {
        [] => None,
        ["messages", "@original"] => Some(one.original.ok_or_else(no_message)?),
        ["messages", id] => Some(id.parse().map_err(|_| no_message())?),
        _ => return Err(unknown(method, &["webhooks", "0", "{token}"])),
    };
    let Some(target) = target else {
        if method != "POST" {
            return Err(unknown(method, &["webhooks", "0", "{token}"]));
        }
        return follow_up(world, &one, call);
    };
    let message = world.messages.get(&target).ok_or_else(no_message)?;
    // A message is reached through the interaction that it answers, or that
    // came from its components.
    if message.interaction != Some(one.id) && one.original != Some(target) {
        return Err(no_message());
    }
    match method {
        "GET" => Ok((200, json::message(world, message))),
        "PATCH" => {
            let draft = Draft::read(world, call, false)?;
            messages::edit(world, target, draft)
        }
        "DELETE" => {
            messages::delete(world, target);
            Ok((204, Value::Null))
        }
        _ => Err(unknown(
            method,
            &["webhooks", "0", "{token}", "messages", "0"],
        )),
    }
}

fn no_message() -> Refusal {
    Refusal::new(404, 10008, "Unknown Message")
}

/// A further message. While the first is only announced, it takes its place:
/// that is how Discord does it, and why it is as private as it was announced.
fn follow_up(world: &mut World, one: &Interaction, call: &Call) -> Answer {
    let draft = Draft::read(world, call, true)?;
    let announced = one.original.filter(|id| {
        let message = world.messages.get(id);
        message.is_some_and(|message| message.thinking)
    });
    if let Some(original) = announced {
        return messages::edit(world, original, draft);
    }
    let id = say(world, one, draft, None);
    Ok((200, json::message(world, &world.messages[&id])))
}
