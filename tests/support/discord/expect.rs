//! What a story expects to see. Every expectation takes what it found, so that
//! what nobody expected is left at the end.

use std::panic::Location;

use snapbox::IntoData;

use super::server::Shared;
use super::state::{Answered, Id, Kind, Seen, What};
use super::world::World;
use super::{Bot, FakeDiscord, PATIENCE, Said};

/// Where a test looks.
#[derive(Clone, Debug)]
enum Place {
    /// What all see in a channel.
    Channel(Id),
    /// What only this user sees, anywhere.
    Private(Id),
}

impl Place {
    fn has(&self, world: &World, seen: &Seen) -> bool {
        match self {
            Place::Channel(channel) => seen.channel == *channel && seen.only_for.is_none(),
            Place::Private(user) => {
                let direct = world
                    .channels
                    .get(&seen.channel)
                    .filter(|channel| channel.kind == Kind::Direct && channel.owner == Some(*user));
                seen.only_for == Some(*user) || seen.only_for.is_none() && direct.is_some()
            }
        }
    }
}

/// Waits for the next of its kind in a place, and takes it.
async fn next(shared: &Shared, place: Place, what: What, at: &'static Location<'static>) -> Seen {
    let found = shared.until(PATIENCE, |world| {
        let is_it = |seen: &Seen| seen.what == what && place.has(world, seen);
        let position = world.seen.iter().position(is_it)?;
        Some(world.seen.remove(position))
    });
    let found = found.await;
    found.unwrap_or_else(|| panic!("{at}: nothing came: {what:?} in {place:?}"))
}

impl FakeDiscord {
    fn channel_place(&self, channel: &str) -> Place {
        Place::Channel(self.shared.lock().channel_named(channel))
    }

    fn private_place(&self, user: &str) -> Place {
        Place::Private(self.shared.lock().user_named(user))
    }

    /// The next new message of the bot that all see in a channel, compared
    /// whole.
    #[track_caller]
    pub fn expect_reply(
        &self,
        channel: &str,
        expected: impl IntoData,
    ) -> impl Future<Output = Said> {
        self.expect(self.channel_place(channel), What::New, expected)
    }

    /// The next new message that only this user sees: a private response or a
    /// direct message.
    #[track_caller]
    pub fn expect_private(
        &self,
        user: &str,
        expected: impl IntoData,
    ) -> impl Future<Output = Said> {
        self.expect(self.private_place(user), What::New, expected)
    }

    /// The next change of a message that all see.
    #[track_caller]
    pub fn expect_edit(
        &self,
        channel: &str,
        expected: impl IntoData,
    ) -> impl Future<Output = Said> {
        self.expect(self.channel_place(channel), What::Edited, expected)
    }

    /// The next change of a message that only this user sees.
    #[track_caller]
    pub fn expect_private_edit(
        &self,
        user: &str,
        expected: impl IntoData,
    ) -> impl Future<Output = Said> {
        self.expect(self.private_place(user), What::Edited, expected)
    }

    /// The next form before a user.
    #[track_caller]
    pub fn expect_form(&self, user: &str, expected: impl IntoData) -> impl Future<Output = Said> {
        self.expect(self.private_place(user), What::Modal, expected)
    }

    /// The next reaction of the bot in a channel.
    #[track_caller]
    pub fn expect_reaction(
        &self,
        channel: &str,
        expected: impl IntoData,
    ) -> impl Future<Output = Said> {
        self.expect(self.channel_place(channel), What::Reaction, expected)
    }

    #[track_caller]
    fn expect(
        &self,
        place: Place,
        what: What,
        expected: impl IntoData,
    ) -> impl Future<Output = Said> {
        let at = Location::caller();
        let expected = expected.into_data().raw();
        async move {
            let seen = next(&self.shared, place, what, at).await;
            snapbox::assert_data_eq!(seen.text, expected);
            Said {
                id: seen.message,
                channel: seen.channel,
            }
        }
    }

    /// Waits until the bot has deleted a message of its own in a channel.
    #[track_caller]
    pub fn expect_deleted(&self, channel: &str) -> impl Future<Output = ()> {
        let place = self.channel_place(channel);
        let at = Location::caller();
        async move { drop(next(&self.shared, place, What::Deleted, at).await) }
    }

    /// Waits until the bot has deleted a message that only this user saw.
    #[track_caller]
    pub fn expect_private_deleted(&self, user: &str) -> impl Future<Output = ()> {
        let place = self.private_place(user);
        let at = Location::caller();
        async move { drop(next(&self.shared, place, What::Deleted, at).await) }
    }

    /// The text of the next new message in a channel, for what cannot be
    /// compared whole.
    #[track_caller]
    pub fn next_reply(&self, channel: &str) -> impl Future<Output = (Said, String)> {
        self.next_text(self.channel_place(channel), What::New)
    }

    /// As [`FakeDiscord::next_reply`], for what only this user sees.
    #[track_caller]
    pub fn next_private(&self, user: &str) -> impl Future<Output = (Said, String)> {
        self.next_text(self.private_place(user), What::New)
    }

    /// As [`FakeDiscord::next_edit`], for what only this user sees.
    #[track_caller]
    pub fn next_private_edit(&self, user: &str) -> impl Future<Output = (Said, String)> {
        self.next_text(self.private_place(user), What::Edited)
    }

    /// The next form before a user, for what cannot be compared whole.
    #[track_caller]
    pub fn next_form(&self, user: &str) -> impl Future<Output = (Said, String)> {
        self.next_text(self.private_place(user), What::Modal)
    }

    /// As [`FakeDiscord::next_reply`], for a changed message.
    #[track_caller]
    pub fn next_edit(&self, channel: &str) -> impl Future<Output = (Said, String)> {
        self.next_text(self.channel_place(channel), What::Edited)
    }

    #[track_caller]
    fn next_text(&self, place: Place, what: What) -> impl Future<Output = (Said, String)> {
        let at = Location::caller();
        async move {
            let seen = next(&self.shared, place, what, at).await;
            (
                Said {
                    id: seen.message,
                    channel: seen.channel,
                },
                seen.text,
            )
        }
    }

    /// All that is unread, taken: what happened, where, and how it looks.
    pub fn left(&self) -> Vec<String> {
        self.shared.change(|world| {
            let all = std::mem::take(&mut world.seen);
            all.iter()
                .map(|seen| format!("{:?}\n{}", seen.what, seen.text))
                .collect()
        })
    }

    /// What is unread in a channel, of any kind.
    fn unread(&self, place: &Place) -> Vec<String> {
        let world = self.shared.lock();
        let here = world.seen.iter().filter(|seen| place.has(&world, seen));
        here.map(|seen| format!("{:?}\n{}", seen.what, seen.text))
            .collect()
    }
}

/// What needs to know that the bot is idle.
impl Bot {
    /// The bot says nothing in a channel: it has read all that was sent to it,
    /// it is idle, and nothing is unread.
    pub async fn expect_silence(&self, channel: &str) {
        self.settles().await;
        let unread = self.fake.unread(&self.fake.channel_place(channel));
        assert!(
            unread.is_empty(),
            "not silent in {channel}:\n{}",
            unread.join("\n\n")
        );
    }

    /// The bot says nothing to this user alone.
    pub async fn expect_private_silence(&self, user: &str) {
        self.settles().await;
        let unread = self.fake.unread(&self.fake.private_place(user));
        assert!(
            unread.is_empty(),
            "not silent to {user}:\n{}",
            unread.join("\n\n")
        );
    }

    /// The number of interactions that got no first response, which are then
    /// no failure at the end.
    pub async fn expect_unacknowledged(&self, expected: usize) {
        self.settles().await;
        let found = self.fake.shared.change(|world| {
            let all = world.interactions.values_mut();
            let waiting = all.filter(|one| one.answered == Answered::Not && !one.seen);
            waiting.map(|one| one.seen = true).count()
        });
        assert_eq!(found, expected, "interactions without a first response");
    }
}
