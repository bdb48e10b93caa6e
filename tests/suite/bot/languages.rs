//! Which language the bot speaks, to one member and to everybody.

use snapbox::str;

use crate::support::discord::BotTest;
use crate::support::tea::PLAIN_TEA;

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", PLAIN_TEA)
}

#[tokio::test]
async fn the_server_chooses_the_language_that_everybody_sees() {
    tea()
        .server_locale("de")
        .settings("language = \"fr\"")
        .run(async |t| {
            let ann = t.user("ann").with_locale("pt-BR");
            ann.says("#help", "<@bot> how long does tea brew?").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Quelle
Tea (tea.toml)
-- Ask the kettle.
[end]
[Hilfreich] [Nicht hilfreich] [Nur mir zeigen] [Entfernen]
"#]],
            )
            .await;
            // It may choose another one at any time.
            t.set_locale("Test Server", "es-419");
            t.settles().await;
            ann.says("#help", "<@bot> quantum physics").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> quantum physics
Lo siento, no tengo respuesta para eso.
Quizá lo sepa otra persona de aquí.
[Quitar]
"#]],
            )
            .await;
            // One that is not spoken: the owner's setting stands.
            t.set_locale("Test Server", "ja");
            t.settles().await;
            ann.says("#help", "<@bot> quantum mechanics").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> quantum mechanics
Désolé, je n’ai pas de réponse à cela.
Quelqu’un d’autre ici le sait peut-être.
[Retirer]
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn the_owner_chooses_the_language_where_no_server_does() {
    tea()
        .settings("language = \"de\"")
        .run(async |t| {
            t.user("ann").says("#help", "<@bot> hello").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann: <@faqbot> hello
Hallo! Stell mir eine Frage, in deinen eigenen Worten.
"#]],
            )
            .await;
            t.user("ann").dm("hello").await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann: hello
Hallo! Stell mir eine Frage, in deinen eigenen Worten.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn private_answers_speak_the_members_language() {
    tea()
        .run(async |t| {
            for locale in ["de", "es-ES", "es-419", "fr", "pt-BR"] {
                let ann = t.user("ann").with_locale(locale);
                ann.runs("/ask question:how long does tea brew?").await;
                let (_, shown) = t.next_private("ann").await;
                let buttons = shown.lines().last().unwrap_or_default();
                let expected = match locale {
                    "de" => str!["[Hilfreich] [Nicht hilfreich] [Allen zeigen]"],
                    "fr" => str!["[Utile] [Pas utile] [Afficher pour tout le monde]"],
                    "pt-BR" => str!["[Útil] [Não foi útil] [Mostrar para todos]"],
                    _ => str!["[Útil] [No es útil] [Mostrar a todos]"],
                };
                snapbox::assert_data_eq!(buttons, expected);
            }
            let ann = t.user("ann").with_locale("de");
            ann.runs("/help").await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /help (only ann sees this)
[embed #5b6770]
# So fragst du mich
Frag in deinen eigenen Worten:
- Erwähne mich in einer Nachricht, oder schick mir eine Direktnachricht.
- `/fragen` beantwortet deine Frage; mit `privat` bestimmst du, ob nur du die Antwort siehst.
- `/faq` zeigt ein Thema, `/themen` zeigt alle.
- Um eine Nachricht beantworten zu lassen, klick sie mit der rechten Maustaste an (am Handy: lange drücken) und wähle **Apps → Aus den FAQ beantworten**.

Ich bin nicht für Notfälle da. Warte in einem Notfall bitte nicht auf mich: Ruf die örtliche Notrufnummer an.
[end]
"#]]).await;
            // A language that is not spoken.
            t.user("ann")
                .with_locale("ja")
                .runs("/ask question:quantum physics")
                .await;
            t.expect_private("ann", str![[r#"
faqbot -> ann /ask (only ann sees this)
> quantum physics
Sorry, I have no answer to that.
Other people here may know.
"#]]).await;
        })
        .await;
}

#[tokio::test]
async fn what_everybody_sees_speaks_the_servers_language() {
    tea()
        .server_locale("fr")
        .run(async |t| {
            let ann = t.user("ann").with_locale("de");
            ann.runs("/ask question:how long does tea brew? private:true")
                .await;
            t.expect_private(
                "ann",
                str![[r#"
faqbot -> ann /ask (only ann sees this)
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Quelle
Tea (tea.toml)
-- Ask the kettle.
[end]
[Hilfreich] [Nicht hilfreich] [Allen zeigen]
"#]],
            )
            .await;
            ann.clicks("Allen zeigen").await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann [Allen zeigen]
Question posée : how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Source
Tea (tea.toml)
-- Ask the kettle.
[end]
[Utile] [Pas utile] [Afficher seulement pour moi] [Retirer]
"#]],
            )
            .await;
            ann.runs("/ask question:quantum physics private:false")
                .await;
            t.expect_reply(
                "#help",
                str![[r#"
faqbot -> ann /ask
> quantum physics
Désolé, je n’ai pas de réponse à cela.
Quelqu’un d’autre ici le sait peut-être.
[Retirer]
"#]],
            )
            .await;
            // So it is in a server that the bot is not in.
            t.user("ann").installed_personally();
            t.set_locale("Elsewhere", "es-ES");
            let ann = t.user("ann").installed_personally().with_locale("de");
            ann.runs("/ask question:how long does tea brew? private:false")
                .await;
            t.expect_reply(
                "Elsewhere/#lounge",
                str![[r#"
faqbot -> ann /ask
> how long does tea brew?
[embed #2a7f62]
# How long does tea brew?
**Three minutes.**
## Fuente
Tea (tea.toml)
-- Ask the kettle.
[end]
[Útil] [No es útil] [Mostrar solo a mí] [Quitar]
"#]],
            )
            .await;
        })
        .await;
}
