//! Interactions: everything a member does with commands, buttons and menus.
//!
//! Each gets its first response within Discord's three seconds, whatever else
//! happens: what takes longer is deferred, what fails gets an apology. What a
//! button does is decided in `components`.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serenity::model::Permissions;
use serenity::model::application::{
    AuthorizingIntegrationOwner, CommandDataOptionValue, CommandInteraction, Interaction,
    InteractionContext, ModalInteraction, ResolvedTarget,
};
use serenity::model::id::{ApplicationId, ChannelId, GuildId, InteractionId, RoleId, UserId};

use crate::answer::outcome::Outcome;
use crate::answer::question::Question;
use crate::content::key::Key;
use crate::text::{Locale, Texts};

use super::bot::{Bot, Trouble};
use super::commands::Name;
use super::custom_id::{Action, CustomIdError};
use super::guard::{caught, shielded};
use super::message::Message;
use super::metrics::Way;
use super::present::{self, Audience, View};
use super::rest::{FirstResponse, report};
use super::{admin, components, information, safe, suggest, topics, typing};

/// Discord waits three seconds for a first response; a little is left for the
/// way there.
pub const FIRST_RESPONSE: Duration = Duration::from_millis(2_800);

/// What takes longer than this is deferred.
pub const DEFER_AFTER: Duration = Duration::from_millis(1_200);

/// Who did something, where, and how to answer it.
#[derive(Clone)]
pub struct Asked {
    pub(super) id: InteractionId,
    pub(super) app: ApplicationId,
    pub(super) token: String,
    pub(super) member: UserId,
    /// What the member is called, for the history of edits alone.
    pub(super) name: String,
    pub(super) guild: Option<GuildId>,
    pub(super) channel: ChannelId,
    /// Whether it was in direct messages between the member and the bot.
    pub(super) is_direct: bool,
    /// Whether the bot is a member there. Otherwise only this member has it
    /// installed, and it can write nothing but responses.
    pub(super) is_member: bool,
    /// The member's own language.
    pub(super) texts: &'static Texts,
    /// The language of the server.
    pub(super) public_texts: &'static Texts,
    pub(super) permissions: Permissions,
    pub(super) roles: Vec<RoleId>,
    pub(super) received: Instant,
}

impl Asked {
    /// The server whose moderators are to know of it: none where the bot is not
    /// a member.
    pub(super) fn home(&self) -> Option<GuildId> {
        self.guild.filter(|_| self.is_member)
    }
}

/// Where a response goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A new message for the member alone.
    Private,
    /// A new message for everybody.
    Public,
    /// In place of the message with the button.
    Update,
}

/// A message, and the outcome that it shows, if it shows one.
pub struct Shown {
    pub(super) message: Message,
    pub(super) outcome: Option<Outcome>,
    /// What was asked; empty where nothing was, as with a button.
    pub(super) question: String,
}

impl Shown {
    /// An outcome, shown in this way.
    pub fn of(outcome: Outcome, view: &View) -> Self {
        Shown {
            message: present::message(&outcome, view),
            outcome: Some(outcome),
            question: String::new(),
        }
    }
}

impl From<Message> for Shown {
    fn from(message: Message) -> Self {
        Shown {
            message,
            outcome: None,
            question: String::new(),
        }
    }
}

/// Reads what all kinds of interactions have in common.
macro_rules! asked {
    ($bot:expr, $interaction:expr, $received:expr) => {{
        let owners = &$interaction.authorizing_integration_owners.0;
        // Where Discord does not say who installed the bot, the server did.
        let is_member = $interaction.guild_id.is_some()
            && (owners.is_empty()
                || owners
                    .iter()
                    .any(|owner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(_))));
        let is_direct = $interaction.guild_id.is_none()
            && $interaction.context != Some(InteractionContext::PrivateChannel);
        asked!($bot, $interaction, $received, is_member, is_direct)
    }};
    ($bot:expr, $interaction:expr, $received:expr, $is_member:expr, $is_direct:expr) => {{
        let interaction = &$interaction;
        let member = interaction.member.as_ref();
        let chosen = interaction.guild_locale.as_deref().map(Locale::of);
        Asked {
            id: interaction.id,
            app: interaction.application_id,
            token: interaction.token.clone(),
            member: interaction.user.id,
            name: interaction.user.name.clone(),
            guild: interaction.guild_id,
            channel: interaction.channel_id,
            is_direct: $is_direct,
            is_member: $is_member,
            texts: Locale::of(&interaction.locale).texts(),
            public_texts: $bot
                .guilds
                .for_everybody(interaction.guild_id, chosen)
                .texts(),
            permissions: member
                .and_then(|member| member.permissions)
                .unwrap_or_default(),
            roles: member
                .map(|member| member.roles.clone())
                .unwrap_or_default(),
            received: $received,
        }
    }};
}

/// Answers an interaction, once: Discord may tell of it twice.
pub async fn handle(bot: Arc<Bot>, interaction: Interaction, received: Instant) {
    let (id, token) = (interaction.id(), interaction.token().to_owned());
    if !bot.is_new(id) {
        return bot.metrics.duplicate();
    }
    let (locale, is_typing) = match &interaction {
        Interaction::Command(command) => (&*command.locale, false),
        Interaction::Autocomplete(command) => (&*command.locale, true),
        Interaction::Component(component) => (&*component.locale, false),
        Interaction::Modal(modal) => (&*modal.locale, false),
        _ => return,
    };
    let texts = Locale::of(locale).texts();
    let work = Box::pin(dispatch(Arc::clone(&bot), interaction, received));
    if let Some(apology) = caught(&bot, texts, work).await {
        let apology = (!is_typing).then_some(&apology);
        apologise(&bot, id, &token, apology, received).await;
    }
}

async fn dispatch(bot: Arc<Bot>, interaction: Interaction, received: Instant) {
    match interaction {
        Interaction::Command(command) => {
            let asked = asked!(bot, command, received);
            Box::pin(run(&bot, asked, command)).await;
        }
        Interaction::Autocomplete(command) => {
            let asked = asked!(bot, command, received);
            Box::pin(typing::complete(&bot, &asked, &command)).await;
        }
        Interaction::Component(component) => {
            let asked = asked!(bot, component, received);
            Box::pin(components::handle(&bot, asked, component)).await;
        }
        Interaction::Modal(modal) => {
            // Of a form that came back, serenity does not read who installed the bot.
            let guild = modal.guild_id;
            let is_member = guild.is_some_and(|guild| bot.guilds.is_in(guild));
            let asked = asked!(bot, modal, received, is_member, guild.is_none());
            Box::pin(submitted(&bot, asked, modal)).await;
        }
        _ => {}
    }
}

/// A first response for the member alone, to what cannot be handled; without a
/// note, no choices for what is typed.
pub async fn apologise(
    bot: &Bot,
    id: InteractionId,
    token: &str,
    note: Option<&Message>,
    received: Instant,
) {
    let end = (received + FIRST_RESPONSE).into();
    let response = match note {
        Some(note) => FirstResponse::Message(note, true),
        None => FirstResponse::Choices(Vec::new()),
    };
    if let Err(error) = bot.rest.respond(id, token, response, end).await {
        report("apologise", &error);
    }
}

/// A form was filled in.
async fn submitted(bot: &Arc<Bot>, asked: Asked, modal: ModalInteraction) {
    match modal.data.custom_id.parse() {
        Ok(Action::Draft(number)) => admin::submitted(bot, asked, number, &modal).await,
        Ok(Action::Suggest) => suggest::submitted(bot, asked, &modal).await,
        Err(CustomIdError::Stale) => {
            let note = Message::text(&asked.texts.note.stale);
            deliver(bot, &asked, How::Private, None, ready(note)).await;
        }
        _ => {
            let note = Message::text(&asked.texts.note.unknown_button);
            deliver(bot, &asked, How::Private, None, ready(note)).await;
        }
    }
}

async fn run(bot: &Arc<Bot>, asked: Asked, command: CommandInteraction) {
    let Some(name) = Name::of(&command.data.name) else {
        let note = Message::text(&asked.texts.note.unknown_button);
        deliver(bot, &asked, How::Private, None, ready(note)).await;
        return;
    };
    let option = |wanted: &str| {
        let mut options = command.data.options.iter();
        options.find_map(|option| (option.name == wanted).then_some(&option.value))
    };
    let text = |wanted: &str| match option(wanted) {
        Some(CommandDataOptionValue::String(text)) => text.clone(),
        _ => String::new(),
    };
    let target = match command.data.target() {
        Some(ResolvedTarget::Message(message)) => Some(message),
        _ => None,
    };
    let question = match name {
        Name::Ask => text("question"),
        Name::Faq => text("topic"),
        Name::Answer => target
            .map(|message| message.content.clone())
            .unwrap_or_default(),
        _ => String::new(),
    };
    let how = match option("private") {
        Some(CommandDataOptionValue::Boolean(true)) => How::Private,
        Some(CommandDataOptionValue::Boolean(false)) => How::Public,
        // What is said to the bot alone is private, and should stay readable.
        _ if asked.is_direct => How::Public,
        // Nobody else is to read of an emergency unless the member wants it.
        _ if bot.config.private || bot.engine_of(asked.guild).urgent(&question).is_some() => {
            How::Private
        }
        _ => How::Public,
    };
    if matches!(name, Name::Ask | Name::Faq | Name::Answer)
        && let Some(note) = bot.limit(asked.member, asked.channel, &question, asked.texts)
    {
        deliver(bot, &asked, How::Private, None, ready(note)).await;
        return;
    }
    match name {
        Name::Admin => admin::run(bot, asked, &command).await,
        Name::Teach | Name::Make => match target {
            Some(message) if name == Name::Teach => admin::teach::teach(bot, asked, message).await,
            Some(message) => admin::teach::make(bot, asked, message).await,
            None => {
                let note = Message::text(&asked.texts.note.no_text);
                deliver(bot, &asked, How::Private, None, ready(note)).await;
            }
        },
        Name::Ask => {
            let work = answer(Arc::clone(bot), asked.clone(), how, question, None);
            deliver(bot, &asked, how, Some(Way::Ask), work).await;
        }
        Name::Faq => {
            let work = look_up(Arc::clone(bot), asked.clone(), how, question);
            deliver(bot, &asked, how, Some(Way::Faq), work).await;
        }
        Name::Answer => {
            let how = How::Private;
            let target = target.map(|message| message.id.get());
            let work = answer(Arc::clone(bot), asked.clone(), how, question, target);
            deliver(bot, &asked, how, Some(Way::MessageCommand), work).await;
        }
        Name::Topics => {
            let texts = asked.texts;
            let work = topics::files(Arc::clone(bot), asked.guild, texts, 0);
            deliver(bot, &asked, How::Private, None, work).await;
        }
        Name::About | Name::Privacy | Name::Help => {
            let work = information::page(Arc::clone(bot), asked.guild, name, asked.texts);
            deliver(bot, &asked, How::Private, None, work).await;
        }
        Name::Suggest => suggest::ask(bot, &asked).await,
        Name::ForgetMe => suggest::forget_me(bot, &asked, text("name")).await,
    }
}

/// Work that is done already.
pub async fn ready(message: Message) -> Result<Shown, Trouble> {
    Ok(message.into())
}

/// Answers a question that was typed, or another member's message.
async fn answer(
    bot: Arc<Bot>,
    asked: Asked,
    how: How,
    question: String,
    target: Option<u64>,
) -> Result<Shown, Trouble> {
    if question.trim().is_empty() {
        return Ok(Message::text(&asked.texts.note.no_text).into());
    }
    let outcome = bot
        .ask(asked.guild, Question::new(safe::words(&question)))
        .await?
        .outcome;
    Ok(show(&bot, &asked, how, &question, target, outcome))
}

/// Shows the entry that was picked from the list or typed by name.
async fn look_up(bot: Arc<Bot>, asked: Asked, how: How, topic: String) -> Result<Shown, Trouble> {
    let outcome = bot.look_up(asked.guild, topic.clone()).await?.outcome;
    // It was picked from a list, and has gone meanwhile.
    if matches!(outcome, Outcome::Unanswered(_)) && topic.parse::<Key>().is_ok() {
        return Ok(Message::text(&asked.texts.note.gone).into());
    }
    // What was picked from a list stands above as the title of the answer.
    let question = match outcome {
        Outcome::Answer(_) => "",
        _ => &topic,
    };
    Ok(show(&bot, &asked, how, question, None, outcome))
}

fn show(
    bot: &Bot,
    asked: &Asked,
    how: How,
    question: &str,
    target: Option<u64>,
    outcome: Outcome,
) -> Shown {
    let audience = match (how, target) {
        _ if asked.is_direct => Audience::Direct,
        (How::Public, _) => Audience::Everybody,
        (_, Some(message)) if asked.is_member => Audience::Helper(message),
        _ => Audience::Asker,
    };
    let texts = match audience {
        Audience::Everybody => asked.public_texts,
        _ => asked.texts,
    };
    let view = View {
        texts,
        audience,
        question: (!question.is_empty()).then_some(question),
        ask_people: None,
    };
    let place = (asked.guild, asked.member, asked.channel);
    bot.show(outcome, question, place, view)
}

/// Does the work and shows what comes of it; defers when it takes long. Whether
/// it could be shown.
///
/// Boxed, because handlers have many places that end here, and a future is as
/// large as all that it may wait for.
pub fn deliver<'a, W>(
    bot: &'a Arc<Bot>,
    asked: &'a Asked,
    how: How,
    way: Option<Way>,
    work: W,
) -> Pin<Box<dyn Future<Output = bool> + Send + 'a>>
where
    W: Future<Output = Result<Shown, Trouble>> + Send + 'static,
{
    Box::pin(deliver_unboxed(bot, asked, how, way, work))
}

async fn deliver_unboxed<W>(
    bot: &Arc<Bot>,
    asked: &Asked,
    how: How,
    way: Option<Way>,
    work: W,
) -> bool
where
    W: Future<Output = Result<Shown, Trouble>>,
{
    let end = (asked.received + FIRST_RESPONSE).into();
    let late = asked.received + DEFER_AFTER;
    let work = shielded(bot, asked.texts, work);
    // On the heap: there are many kinds of work, and some are large.
    let mut work = Box::pin(work);
    let first = tokio::select! {
        shown = &mut work => Ok(shown),
        () = tokio::time::sleep_until(late.into()) => Err(()),
    };
    let (shown, result) = match first {
        Ok(shown) => {
            let response = match how {
                How::Private => FirstResponse::Message(&shown.message, true),
                How::Public => FirstResponse::Message(&shown.message, false),
                How::Update => FirstResponse::Update(&shown.message),
            };
            let sent = bot.rest.respond(asked.id, &asked.token, response, end);
            let result = sent.await;
            if let Err(error) = &result
                && error.is_about_content()
            {
                let apology = bot.apology(&error.to_string(), asked.texts);
                let received = asked.received;
                apologise(bot, asked.id, &asked.token, Some(&apology), received).await;
                return false;
            }
            (shown, result)
        }
        Err(()) => {
            let later = match how {
                How::Private => FirstResponse::Later(true),
                How::Public => FirstResponse::Later(false),
                How::Update => FirstResponse::UpdateLater,
            };
            if let Err(error) = bot.rest.respond(asked.id, &asked.token, later, end).await {
                report("defer an answer", &error);
            }
            let shown = work.await;
            let result = bot
                .rest
                .edit_response(asked.app, &asked.token, &shown.message)
                .await;
            if let Err(error) = &result
                && error.is_about_content()
            {
                let apology = bot.apology(&error.to_string(), asked.texts);
                let sent = bot.rest.edit_response(asked.app, &asked.token, &apology);
                if let Err(error) = sent.await {
                    report("apologise", &error);
                }
                return false;
            }
            (shown, result)
        }
    };
    match &result {
        Ok(()) => {
            if let (Some(way), Some(outcome)) = (way, &shown.outcome) {
                bot.count(way, outcome, asked.received);
                bot.record(way, asked.home(), outcome, &shown.question);
            }
            if let (How::Public, Some(outcome)) = (how, &shown.outcome) {
                let memory = &bot.conversations.listening;
                memory.gave(asked.channel, asked.id.get().into(), outcome);
            }
        }
        Err(error) => report("answer an interaction", error),
    }
    result.is_ok()
}
