//! Limits, memories, and handlers that fail.

use std::sync::Arc;

use super::*;
use crate::discord::bot::Parts;
use crate::discord::metrics::{Metrics, State};
use crate::discord::rest::Rest;
use crate::discord::transport::{self, RestError, Transport};
use crate::engine::Options;
use crate::engine::views::Views;
use crate::reload::Reloader;
use crate::text::Locale;
use serenity::model::id::{ApplicationId, UserId};

const FEW: NonZeroUsize = NonZeroUsize::new(2).unwrap();

#[test]
fn a_member_over_the_limit_waits_and_others_do_not() {
    let limits = Limits::new(&Config {
        per_member: std::num::NonZeroU32::new(2),
        per_channel: None,
        ..Config::default()
    });
    assert_eq!(limits.check(1, 9), Ok(()));
    assert_eq!(limits.check(1, 9), Ok(()));
    assert!(matches!(limits.check(1, 9), Err(Limited::Member(wait)) if wait.as_secs() < 60));
    assert_eq!(limits.check(2, 9), Ok(()));
}

#[test]
fn a_channel_has_a_limit_of_its_own() {
    let limits = Limits::new(&Config {
        per_member: None,
        per_channel: std::num::NonZeroU32::new(1),
        ..Config::default()
    });
    assert_eq!(limits.check(1, 9), Ok(()));
    assert!(matches!(limits.check(2, 9), Err(Limited::Channel(_))));
    assert_eq!(limits.check(2, 8), Ok(()));
}

#[test]
fn what_was_done_is_remembered_for_a_while_and_not_without_end() {
    let minute = Duration::from_secs(60);
    let recent = Recent::new(FEW, minute);
    let now = Instant::now();
    assert!(recent.is_first("a", now));
    assert!(!recent.is_first("a", now));
    assert!(recent.is_first("a", now + minute));
    assert!(recent.is_first("b", now) && recent.is_first("c", now));
    assert!(recent.is_first("a", now + minute), "the oldest made room");
}

/// A bot that reaches no Discord.
fn bot(folder: &std::path::Path) -> Arc<Bot> {
    std::fs::create_dir(folder.join("faq")).unwrap();
    let options = Options {
        faq: folder.join("faq"),
        index: folder.join("index"),
        ..Options::default()
    };
    let (views, _) = Views::open(&options, [], &|_, _| {}).unwrap();
    let views = Arc::new(views);
    let reloader = Reloader::of(Arc::clone(&views), Default::default(), &[]);
    let metrics = Arc::new(Metrics::new());
    let client = transport::client().unwrap();
    let proxy = Some("http://127.0.0.1:1");
    let transport = Transport::new("token", client, proxy, Arc::clone(&metrics));
    Bot::new(Parts {
        views,
        rest: Rest::new(transport, None),
        config: Config::default(),
        metrics,
        me: UserId::new(1),
        app: ApplicationId::new(1),
        reloader: Arc::new(reloader),
        editor: None,
        store: None,
        kept: crate::store::Config::default(),
    })
}

/// The text of a message, without the id that tells incidents apart.
fn without_id(message: &Message) -> &str {
    let (text, id) = message.content.rsplit_once(' ').unwrap();
    assert!(id.contains('-'), "{id}");
    text
}

const APOLOGY: &str = "Sorry, something went wrong. If it happens again, please tell a moderator:";

#[tokio::test]
async fn a_panic_ends_in_an_apology_with_an_id_and_harms_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let bot = bot(folder.path());
    let texts = Locale::English.texts();
    let shown = shielded(&bot, texts, async { panic!("what a member wrote") }).await;
    assert_eq!(without_id(&shown.message), APOLOGY);
    let apology = caught(&bot, texts, async { panic!("what a member wrote") }).await;
    let apology = apology.unwrap();
    assert_eq!(without_id(&apology), APOLOGY);
    assert_ne!(apology.content, shown.message.content);
    assert!(caught(&bot, texts, async {}).await.is_none());
    let next = shielded(&bot, texts, async { Ok(Message::text("tea").into()) }).await;
    assert_eq!(next.message.content, "tea");
    let counted = bot.metrics.text(State::default()).unwrap();
    assert!(counted.contains("faqbot_panics_total 2\n"), "{counted}");
}

#[tokio::test]
async fn what_goes_wrong_ends_in_an_apology_that_does_not_tell_what() {
    let folder = tempfile::tempdir().unwrap();
    let bot = bot(folder.path());
    let texts = Locale::English.texts();
    let work = async { Err(RestError::Timeout.into()) };
    let shown = shielded(&bot, texts, work).await;
    assert_eq!(without_id(&shown.message), APOLOGY);
    let counted = bot.metrics.text(State::default()).unwrap();
    assert!(counted.contains("faqbot_panics_total 0\n"), "{counted}");
}
