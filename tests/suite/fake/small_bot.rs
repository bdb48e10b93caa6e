//! A bot that is as small as can be, on bare serenity: it proves that the fake
//! Discord is one to serenity, and breaks the rules when it is told to.

use std::path::Path;
use std::process::Command;

use serenity::all::{
    ActionRowComponent, AutocompleteChoice, ButtonStyle, ClientBuilder, Command as Registered,
    CommandOptionType, ComponentInteraction, Context, CreateActionRow, CreateAllowedMentions,
    CreateAutocompleteResponse, CreateButton, CreateCommand, CreateCommandOption, CreateEmbed,
    CreateEmbedFooter, CreateInputText, CreateInteractionResponse,
    CreateInteractionResponseFollowup, CreateInteractionResponseMessage, CreateMessage,
    CreateModal, CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption,
    EditInteractionResponse, EventHandler, GatewayIntents, HttpBuilder, InputTextStyle,
    Interaction, Message, Ready, ResolvedValue, async_trait,
};

use crate::support::discord::FakeDiscord;

/// Where the bot finds its Discord, as a process.
const PORT: &str = "SMALL_BOT_PORT";

pub struct SmallBot;

fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}

fn said(text: &str) -> CreateInteractionResponse {
    CreateInteractionResponse::Message(private(text).ephemeral(true))
}

fn private(text: &str) -> CreateInteractionResponseMessage {
    CreateInteractionResponseMessage::new()
        .content(text)
        .allowed_mentions(nobody())
}

fn rows() -> Vec<CreateActionRow> {
    let options = CreateSelectMenuKind::String {
        options: vec![
            CreateSelectMenuOption::new("First", "1"),
            CreateSelectMenuOption::new("Second", "2"),
        ],
    };
    vec![
        CreateActionRow::Buttons(vec![
            CreateButton::new("yes")
                .label("Yes")
                .style(ButtonStyle::Success),
            CreateButton::new("form").label("Tell more"),
        ]),
        CreateActionRow::SelectMenu(CreateSelectMenu::new("menu", options).placeholder("Others")),
    ]
}

#[async_trait]
impl EventHandler for SmallBot {
    async fn ready(&self, ctx: Context, _: Ready) {
        let question =
            CreateCommandOption::new(CommandOptionType::String, "question", "What").required(true);
        let private = CreateCommandOption::new(CommandOptionType::Boolean, "private", "For you");
        let topic = CreateCommandOption::new(CommandOptionType::String, "topic", "What about")
            .set_autocomplete(true);
        let commands = vec![
            CreateCommand::new("ask")
                .description("Asks")
                .add_option(question)
                .add_option(private),
            CreateCommand::new("faq")
                .description("Shows")
                .add_option(topic),
            CreateCommand::new("twice").description("Answers twice"),
            CreateCommand::new("never").description("Does not answer"),
            CreateCommand::new("Quote").kind(serenity::all::CommandType::Message),
        ];
        // What fails here is seen by the test.
        let _ = Registered::set_global_commands(&ctx, commands).await;
    }

    async fn message(&self, ctx: Context, message: Message) {
        let me = ctx.http.application_id().map_or(0, |id| id.get());
        let is_for_me = message.content.contains(&format!("<@{me}>"))
            || message.mentions_user_id(me)
            || message.guild_id.is_none();
        if message.author.bot || !is_for_me {
            return;
        }
        let mut reply = CreateMessage::new().reference_message(&message);
        let mut mentions = nobody();
        let text = message.content.replace(&format!("<@{me}> "), "");
        match text.as_str() {
            "long" => reply = reply.embed(CreateEmbed::new().description("x".repeat(4097))),
            "ping" => mentions = mentions.everyone(true),
            "private" => {
                reply = reply
                    .content("psst")
                    .flags(serenity::all::MessageFlags::EPHEMERAL)
            }
            "private?" => {}
            _ => {
                let embed = CreateEmbed::new()
                    .title("Heard")
                    .description(&text)
                    .footer(CreateEmbedFooter::new("A small bot"));
                reply = reply.embed(embed).components(rows());
            }
        }
        let reply = reply.allowed_mentions(mentions);
        if message.channel_id.send_message(&ctx, reply).await.is_err() && text != "long" {
            eprintln!("could not reply");
        }
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        // What fails here is seen by the test.
        let _ = match interaction {
            Interaction::Command(command) => match command.data.name.as_str() {
                "ask" => {
                    let options = command.data.options();
                    let ResolvedValue::String(question) = options[0].value else {
                        return;
                    };
                    let is_private = options.len() > 1;
                    let thinking = CreateInteractionResponse::Defer(
                        CreateInteractionResponseMessage::new().ephemeral(is_private),
                    );
                    let _ = command.create_response(&ctx, thinking).await;
                    let edit = EditInteractionResponse::new()
                        .content(format!("You asked: {question}"))
                        .allowed_mentions(nobody());
                    let _ = command.edit_response(&ctx, edit).await;
                    let more = CreateInteractionResponseFollowup::new()
                        .content("More?")
                        .ephemeral(true)
                        .allowed_mentions(nobody());
                    command.create_followup(&ctx, more).await.map(drop)
                }
                "twice" => {
                    let _ = command.create_response(&ctx, said("once")).await;
                    command.create_response(&ctx, said("twice")).await
                }
                "Quote" => {
                    let target = command.data.resolved.messages.values().next();
                    let text = target.map_or("", |message| &message.content);
                    command
                        .create_response(&ctx, said(&format!("> {text}")))
                        .await
                }
                _ => Ok(()),
            },
            Interaction::Autocomplete(typing) => {
                let typed = typing.data.autocomplete().map_or("", |option| option.value);
                let choice = AutocompleteChoice::new(format!("{typed} and so on"), "1");
                let choices = CreateAutocompleteResponse::new().set_choices(vec![choice]);
                typing
                    .create_response(&ctx, CreateInteractionResponse::Autocomplete(choices))
                    .await
            }
            Interaction::Component(used) => component(&ctx, &used).await,
            Interaction::Modal(form) => {
                let ActionRowComponent::InputText(input) = &form.data.components[0].components[0]
                else {
                    return;
                };
                let text = input.value.clone().unwrap_or_default();
                form.create_response(&ctx, said(&format!("Noted: {text}")))
                    .await
            }
            _ => Ok(()),
        };
    }
}

async fn component(ctx: &Context, used: &ComponentInteraction) -> serenity::Result<()> {
    let response = match used.data.custom_id.as_str() {
        "yes" => CreateInteractionResponse::UpdateMessage(private("Thanks").components(vec![])),
        "form" => {
            let input = CreateInputText::new(InputTextStyle::Paragraph, "What", "what");
            let row = CreateActionRow::InputText(input);
            CreateInteractionResponse::Modal(CreateModal::new("more", "More").components(vec![row]))
        }
        "menu" => said("Chosen"),
        other => said(&format!("What is {other}?")),
    };
    used.create_response(ctx, response).await
}

/// Runs until it is aborted.
pub async fn run(port: u16, token: String) -> serenity::Result<()> {
    let http = HttpBuilder::new(&token)
        .proxy(format!("http://127.0.0.1:{port}"))
        .ratelimiter_disabled(true)
        .build();
    let intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::DIRECT_MESSAGES;
    let mut client = ClientBuilder::new_with_http(http, intents)
        .event_handler(SmallBot)
        .await?;
    client.start_autosharded().await
}

/// A bot in this process, for as long as the handle is not aborted.
pub async fn start(fake: &FakeDiscord) -> tokio::task::JoinHandle<()> {
    let bot = run(fake.port(), fake.token());
    tokio::spawn(async move {
        let ended = bot.await;
        eprintln!("the small bot ended: {ended:?}");
    })
}

/// This very program, as the bot.
pub fn program(folder: &Path) -> Command {
    let settings = std::fs::read_to_string(folder.join("faqbot.toml")).expect("the settings");
    let port = settings.split("127.0.0.1:").nth(1).expect("an address");
    let port: String = port.chars().take_while(char::is_ascii_digit).collect();
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command
        .args(["fake::small_bot::as_a_process", "--exact", "--nocapture"])
        .env(PORT, port);
    command
}

/// No test by itself: the bot of those that run [`program`].
#[test]
fn as_a_process() {
    let Ok(port) = std::env::var(PORT) else {
        return;
    };
    let token = std::env::var("DISCORD_TOKEN").expect("a token");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    runtime.block_on(async {
        let mut end = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())
            .expect("a handler");
        tokio::select! {
            _ = end.recv() => {}
            result = run(port.parse().expect("a port"), token) => result.expect("the bot runs"),
        }
    });
}
