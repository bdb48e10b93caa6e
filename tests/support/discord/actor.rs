//! Somebody on Discord and what they do, in the words of a story.

use serde_json::{Value, json};

use super::PATIENCE;
use super::actions::{Doing, Writing};
use super::render;
use super::server::Shared;
use super::state::{Answered, Channel, Id, Kind, Message, What};
use super::typed::{self, Typist};
use super::world::World;

/// A message that somebody wrote, to come back to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub id: Id,
    pub channel: Id,
}

/// Somebody. What they run or use, they do in the first channel that they
/// were put in by [`Actor::at`], else in `#help`.
pub struct Actor<'a> {
    pub(super) shared: &'a Shared,
    pub(super) user: Id,
    place: Option<Id>,
    locale: String,
    writing: Writing,
    forges: bool,
}

impl<'a> Actor<'a> {
    pub(super) fn new(shared: &'a Shared, name: &str) -> Self {
        let user = shared.lock().user_named(name);
        Actor {
            shared,
            user,
            place: None,
            locale: "en-US".to_owned(),
            writing: Writing::default(),
            forges: false,
        }
    }

    /// Goes to a channel; `dm` is the conversation with the bot, `group` one
    /// between people, where the bot is only installed personally.
    pub fn at(mut self, channel: &str) -> Self {
        let mut world = self.shared.lock();
        self.place = Some(match channel {
            "dm" => world.direct_channel(self.user),
            "group" => {
                let is_it = |one: &&Channel| one.kind == Kind::Group;
                let known = world.channels.values().find(is_it).map(|one| one.id);
                known.unwrap_or_else(|| world.add_channel(None, "group", Kind::Group))
            }
            name => world.channel_named(name),
        });
        drop(world);
        self
    }

    /// Uses Discord in this language.
    pub fn with_locale(mut self, locale: &str) -> Self {
        locale.clone_into(&mut self.locale);
        self
    }

    /// Has the bot installed for themselves, and is in a server without it:
    /// in `Elsewhere/#lounge`, unless put somewhere else.
    pub fn installed_personally(mut self) -> Self {
        self.place.get_or_insert_with(|| {
            let mut world = self.shared.lock();
            let known = world
                .guilds
                .values()
                .find(|guild| guild.name == "Elsewhere");
            let guild = known.map(|guild| guild.id).unwrap_or_else(|| {
                let guild = world.add_guild("Elsewhere");
                let bot = world.bot;
                let kept = world.guilds.get_mut(&guild).expect("just made");
                kept.has_bot = false;
                kept.members.remove(&bot);
                world.add_channel(Some(guild), "lounge", Kind::Text);
                guild
            });
            world.join(guild, self.user, &[]);
            world.channel_named("Elsewhere/#lounge")
        });
        self
    }

    /// Writes through a webhook.
    pub fn through_webhook(mut self) -> Self {
        self.writing.webhook = true;
        self
    }

    /// Sends also what Discord's client would not offer them.
    pub fn forging(mut self) -> Self {
        self.forges = true;
        self
    }

    pub(super) fn place(&self, world: &World) -> Id {
        self.place.unwrap_or_else(|| world.channel_named("#help"))
    }

    fn typist(&self, world: &World) -> Typist {
        Typist {
            user: self.user,
            channel: self.place(world),
            forges: self.forges,
        }
    }

    /// Writes in a channel or a thread. `<@bot>`, `<@ann>` and `<#help>` are
    /// mentions.
    pub async fn says(&self, channel: &str, text: &str) -> Said {
        self.shared.change(|world| {
            let channel = world.channel_named(channel);
            self.writes(world, channel, text, &self.writing)
        })
    }

    fn writes(&self, world: &mut World, channel: Id, text: &str, how: &Writing) -> Said {
        let id = world.say(self.user, channel, text, how);
        Said { id, channel }
    }

    /// Writes to the bot alone.
    pub async fn dm(&self, text: &str) -> Said {
        self.shared.change(|world| {
            let channel = world.direct_channel(self.user);
            self.writes(world, channel, text, &self.writing)
        })
    }

    /// Replies to a message and notifies its author.
    pub async fn replies_to(&self, message: &Said, text: &str) -> Said {
        let how = Writing {
            replies_to: Some(message.id),
            pings: true,
            ..self.writing.clone()
        };
        self.shared
            .change(|world| self.writes(world, message.channel, text, &how))
    }

    /// Replies with the notification switched off.
    pub async fn replies_quietly_to(&self, message: &Said, text: &str) -> Said {
        let how = Writing {
            replies_to: Some(message.id),
            pings: false,
            ..self.writing.clone()
        };
        self.shared
            .change(|world| self.writes(world, message.channel, text, &how))
    }

    /// Changes what they wrote.
    pub async fn edits(&self, message: &Said, text: &str) {
        self.shared.change(|world| world.edit(message.id, text));
    }

    /// Deletes a message.
    pub async fn deletes(&self, message: &Said) {
        self.shared.change(|world| world.remove(message.id));
    }

    /// Deletes several messages at once.
    pub async fn deletes_all(&self, messages: &[Said]) {
        let ids: Vec<_> = messages.iter().map(|message| message.id).collect();
        self.shared.change(|world| world.remove_all(&ids));
    }

    /// Opens a post in a forum; its title is the name of a channel then.
    pub async fn posts(&self, forum: &str, title: &str, text: &str, tags: &[&str]) -> Said {
        self.shared.change(|world| {
            let forum = world.channel_named(forum);
            let id = world.post(self.user, forum, title, text, tags);
            Said { id, channel: id }
        })
    }

    /// Opens a thread below a channel.
    pub async fn opens_thread(&self, channel: &str, title: &str) {
        self.shared.change(|world| {
            let parent = world.channel_named(channel);
            world.open_thread(self.user, parent, title, &[])
        });
    }

    /// Takes no direct messages from now on.
    pub async fn closes_dms(&self) {
        self.shared.change(|world| {
            let user = world.users.get_mut(&self.user).expect("somebody");
            user.closed = true;
        });
    }

    /// Runs a slash command, typed as `/ask question:how private:true`.
    pub async fn runs(&self, text: &str) -> Id {
        self.shared.change(|world| {
            if world.options.checks {
                let values = text.split(':').skip(1).map(str::to_owned);
                world.said.extend(values);
            }
            let (data, what) = typed::command(world, self.typist(world), text, false);
            self.does(world, 2, data, None, what)
        })
    }

    /// Uses a command of the menu of a message.
    pub async fn uses(&self, name: &str, message: &Said) -> Id {
        self.shared.change(|world| {
            let who = Typist {
                channel: message.channel,
                ..self.typist(world)
            };
            let data = typed::message_command(world, who, name, message.id);
            self.interacts(world, message.channel, (2, data), None, name.to_owned())
        })
    }

    /// Begins to type the last option of a slash command; the names of the
    /// choices that the bot offers.
    pub async fn types(&self, text: &str) -> Vec<String> {
        let all = self.types_for_values(text).await;
        all.into_iter().map(|(name, _)| name).collect()
    }

    /// As [`Actor::types`], with the value behind each name.
    pub async fn types_for_values(&self, text: &str) -> Vec<(String, Value)> {
        let id = self.shared.change(|world| {
            let (data, what) = typed::command(world, self.typist(world), text, true);
            self.does(world, 4, data, None, what)
        });
        let choices = self.shared.until(PATIENCE, |world| {
            let one = world.interactions.get_mut(&id)?;
            (one.answered == Answered::WithChoices).then(|| one.choices.clone())
        });
        choices
            .await
            .unwrap_or_else(|| panic!("no choices came for `{text}`"))
    }

    /// Clicks the button with this label on the latest message that shows it.
    pub async fn clicks(&self, label: &str) -> Id {
        self.shared.change(|world| {
            let (message, part) = self.find(world, None, |part| is_button(part, label));
            self.clicks_part(world, &message, &part, label)
        })
    }

    /// Clicks the button with this label on this message.
    pub async fn clicks_on(&self, message: &Said, label: &str) -> Id {
        self.shared.change(|world| {
            let only = Some(message.id);
            let (message, part) = self.find(world, only, |part| is_button(part, label));
            self.clicks_part(world, &message, &part, label)
        })
    }

    fn clicks_part(&self, world: &mut World, message: &Message, part: &Value, label: &str) -> Id {
        assert!(part["disabled"] != true, "the button `{label}` is off");
        let data = json!({"component_type": 2, "custom_id": part["custom_id"]});
        let what = format!("[{label}]");
        self.interacts(world, message.channel, (3, data), Some(message.id), what)
    }

    /// Chooses an option of the latest menu with this placeholder.
    pub async fn chooses(&self, menu: &str, option: &str) -> Id {
        self.shared.change(|world| {
            let is_menu = |part: &Value| part["type"] == 3 && part["placeholder"] == menu;
            let (message, part) = self.find(world, None, is_menu);
            let options = part["options"].as_array().expect("a menu has options");
            let chosen = options.iter().find(|one| one["label"] == option);
            let chosen = chosen.unwrap_or_else(|| panic!("`{menu}` has no option `{option}`"));
            let data = json!({
                "component_type": 3, "custom_id": part["custom_id"], "values": [chosen["value"]],
            });
            let what = format!("({option})");
            self.interacts(world, message.channel, (3, data), Some(message.id), what)
        })
    }

    /// Sends a click with an id that no message need have, as forgers do, on
    /// the latest message of the bot.
    pub async fn clicks_raw(&self, custom_id: &str) -> Id {
        self.forges_component(json!({"component_type": 2, "custom_id": custom_id}))
            .await
    }

    /// As [`Actor::clicks_raw`], for a menu.
    pub async fn chooses_raw(&self, custom_id: &str, value: &str) -> Id {
        let data = json!({"component_type": 3, "custom_id": custom_id, "values": [value]});
        self.forges_component(data).await
    }

    async fn forges_component(&self, data: Value) -> Id {
        self.shared.change(|world| {
            let messages = world.messages.values().rev();
            let mut seen = messages.filter(|one| one.author == world.bot && self.sees(one));
            let message = seen.next().expect("a message of the bot").clone();
            let what = "[forged]".to_owned();
            self.interacts(world, message.channel, (3, data), Some(message.id), what)
        })
    }

    /// Fills in the form before them, by label, and sends it.
    pub async fn submits(&self, texts: &[(&str, &str)]) -> Id {
        self.shared.change(|world| {
            let place = world
                .modals
                .iter()
                .position(|modal| modal.user == self.user);
            let place = place.expect("a form before them");
            let modal = world.modals.remove(place);
            if world.options.checks {
                world
                    .said
                    .extend(texts.iter().map(|(_, text)| (*text).to_owned()));
            }
            let rows = modal.data["components"].as_array().into_iter().flatten();
            let rows: Vec<_> = rows
                .map(|row| filled(&row["components"][0], texts))
                .collect();
            let data = json!({"custom_id": modal.data["custom_id"], "components": rows});
            let title = modal.data["title"].as_str().unwrap_or_default();
            let what = format!("form {title}");
            self.interacts(world, modal.channel, (5, data), modal.source, what)
        })
    }

    fn does(
        &self,
        world: &mut World,
        kind: u8,
        data: Value,
        source: Option<Id>,
        what: String,
    ) -> Id {
        let place = self.place(world);
        self.interacts(world, place, (kind, data), source, what)
    }

    fn interacts(
        &self,
        world: &mut World,
        channel: Id,
        (kind, data): (u8, Value),
        source: Option<Id>,
        what: String,
    ) -> Id {
        let locale = self.locale.clone();
        world.interact(Doing {
            user: self.user,
            channel,
            kind,
            data,
            source,
            what,
            locale,
        })
    }

    fn sees(&self, message: &Message) -> bool {
        message.only_for.is_none_or(|user| user == self.user)
    }

    /// The latest message with such a component that they see.
    fn find(
        &self,
        world: &World,
        only: Option<Id>,
        is_it: impl Fn(&Value) -> bool,
    ) -> (Message, Value) {
        let messages = world.messages.values().rev();
        let seen = messages.filter(|one| self.sees(one) && only.is_none_or(|id| id == one.id));
        for message in seen {
            let rows = message.components.iter();
            let parts = rows
                .filter_map(|row| row["components"].as_array())
                .flatten();
            if let Some(part) = parts.into_iter().find(|part| is_it(part)) {
                return (message.clone(), part.clone());
            }
        }
        let name = &world.users[&self.user].name;
        let last = world
            .seen
            .iter()
            .rev()
            .find(|seen| seen.what != What::Deleted);
        let last = last.map_or("", |seen| &seen.text);
        panic!("{name} sees no such button or menu; the last that the bot wrote:\n{last}");
    }
}

fn is_button(part: &Value, label: &str) -> bool {
    part["type"] == 2 && (render::label(part) == label || part["label"] == label)
}

/// A row of a form with what was typed, within the limits that a client holds.
fn filled(input: &Value, texts: &[(&str, &str)]) -> Value {
    let label = input["label"].as_str().unwrap_or_default();
    let typed = texts
        .iter()
        .find(|(name, _)| *name == label)
        .map(|(_, text)| *text);
    let text = typed.or(input["value"].as_str()).unwrap_or_default();
    let length = text.chars().count() as u64;
    assert!(
        input["required"] == false || length > 0,
        "`{label}` has to be filled in"
    );
    let most = input["max_length"].as_u64().unwrap_or(4000);
    let least = input["min_length"].as_u64().unwrap_or(0);
    assert!(
        length == 0 || (least..=most).contains(&length),
        "`{label}` is too short or too long"
    );
    let input = json!({"type": 4, "custom_id": input["custom_id"], "value": text});
    json!({"type": 1, "components": [input]})
}
