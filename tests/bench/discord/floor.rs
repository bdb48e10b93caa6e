//! The floor: what a bot on serenity costs that does nothing. It answers every
//! question with the same word.

use serenity::all::{
    ClientBuilder, Command, CommandOptionType, Context, CreateCommand, CreateCommandOption,
    CreateInteractionResponse, CreateInteractionResponseMessage, EventHandler, GatewayIntents,
    HttpBuilder, Interaction, Message, Ready, async_trait,
};

/// What it says.
const ANSWER: &str = "Yes.";

/// Stands before the port, as the argument that makes this program the floor.
const ARGUMENT: &str = "--floor=";

/// The argument for a Discord on this port.
pub fn argument(port: u16) -> String {
    format!("{ARGUMENT}{port}")
}

/// The port in that argument.
pub fn port(argument: &str) -> Option<u16> {
    argument.strip_prefix(ARGUMENT)?.parse().ok()
}

struct Floor;

#[async_trait]
impl EventHandler for Floor {
    async fn ready(&self, context: Context, _: Ready) {
        let question = CreateCommandOption::new(CommandOptionType::String, "question", "What");
        let ask = CreateCommand::new("ask")
            .description("Asks")
            .add_option(question.required(true));
        let set = Command::set_global_commands(&context.http, vec![ask]).await;
        set.expect("the command can be registered");
    }

    async fn message(&self, context: Context, message: Message) {
        if message.author.bot {
            return;
        }
        let replied = message.reply(&context.http, ANSWER).await;
        replied.expect("the fake Discord takes every reply");
    }

    async fn interaction_create(&self, context: Context, interaction: Interaction) {
        let Interaction::Command(command) = interaction else {
            return;
        };
        let answer = CreateInteractionResponseMessage::new().content(ANSWER);
        let answer = CreateInteractionResponse::Message(answer);
        let answered = command.create_response(&context.http, answer).await;
        answered.expect("the fake Discord takes every answer");
    }
}

/// Runs until it is killed.
pub async fn run(port: u16) {
    let token = std::env::var("DISCORD_TOKEN").expect("a token");
    let http = HttpBuilder::new(token)
        .proxy(format!("http://127.0.0.1:{port}"))
        .ratelimiter_disabled(true)
        .build();
    let intents = GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES;
    let client = ClientBuilder::new_with_http(http, intents).event_handler(Floor);
    let mut client = client.await.expect("a client");
    client.start().await.expect("the connection stays");
}
