//! The sentences by group, as a language's file has them.
//!
//! Names in braces are placeholders: whoever shows the sentence fills them.

use serde::Deserialize;

/// All sentences in one language.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// What replies are made of.
    pub reply: ReplyTexts,
    /// Labels of buttons.
    pub button: ButtonTexts,
    /// What menus show before anything is picked.
    pub menu: MenuTexts,
    /// Why an answer was not helpful.
    pub why: WhyTexts,
    /// Short lines about what was done or cannot be done.
    pub note: NoteTexts,
    /// What commands are called and how they are explained.
    pub command: CommandTexts,
    /// What members suggest.
    pub suggest: SuggestTexts,
    /// Names that are taken off.
    pub forget_me: ForgetMeTexts,
    /// What the bot says of itself.
    pub about: AboutTexts,
    /// What the bot keeps.
    pub privacy: PageTexts,
    /// How to ask.
    pub help: PageTexts,
}

/// What replies are made of.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReplyTexts {
    /// The disclaimer of content that has none, unless the owner chose another.
    pub disclaimer: String,
    /// Above one entry that may be meant.
    pub did_you_mean_one: String,
    /// Above several entries, one of which may be meant.
    pub did_you_mean_some: String,
    /// Above what to read after an answer.
    pub related: String,
    /// Above the nearest topics, where there is no answer.
    pub nearest: String,
    /// Where there is no answer.
    pub unanswered: String,
    /// To "hi".
    pub greeting: String,
    /// To "thank you".
    pub thanks: String,
    /// To "bye".
    pub goodbye: String,
    /// To "what can you do".
    pub about: String,
    /// To somebody who says that an answer is wrong.
    pub disagreement: String,
    /// When a person last checked an answer: `{date}`.
    pub reviewed: String,
    /// The label before where an answer comes from, without a colon.
    pub source: String,
}

/// Labels of buttons.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ButtonTexts {
    /// The answer helped.
    pub helpful: String,
    /// The answer did not help.
    pub not_helpful: String,
    /// Shows an answer to the one who presses it.
    pub show_privately: String,
    /// Shows a private answer to everyone.
    pub share: String,
    /// Shows what did not fit.
    pub read_more: String,
    /// Takes the reply away.
    pub dismiss: String,
    /// Posts a private answer as a reply to the message that it answers.
    pub post_as_reply: String,
    /// The page before.
    pub previous: String,
    /// The page after.
    pub next: String,
    /// Shows the whole of an urgent notice to the one who presses it.
    pub urgent_more: String,
}

/// What menus show before anything is picked.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MenuTexts {
    /// Over what to read after an answer.
    pub related: String,
    /// Over the nearest topics.
    pub nearest: String,
    /// Over all topics.
    pub topics: String,
    /// Over the files that topics stand in.
    pub files: String,
    /// Over the reasons why an answer was not helpful.
    pub why: String,
}

/// Why an answer was not helpful.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WhyTexts {
    /// Asks for the reason.
    pub question: String,
    /// It answers something else.
    pub not_my_question: String,
    /// It is no longer true.
    pub outdated: String,
    /// It is not true, or could do harm.
    pub wrong_or_unsafe: String,
    /// It cannot be understood.
    pub hard_to_read: String,
    /// After a reason was picked.
    pub thanks: String,
}

/// Short lines about what was done or cannot be done.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteTexts {
    /// After an answer was called helpful.
    pub feedback_thanks: String,
    /// It was called so before.
    pub feedback_again: String,
    /// Where there is no answer: who may have one, in the channel `{place}`.
    pub ask_people: String,
    /// The same, where no channel is set.
    pub ask_people_anywhere: String,
    /// Above an answer that is shown to everyone: `{question}`.
    pub asked: String,
    /// In public, in place of an urgent notice: `{number}` to call.
    pub urgent_call: String,
    /// The same where no number is configured.
    pub urgent_call_local: String,
    /// A member asks too fast; `{seconds}` to wait.
    pub limit_member: String,
    /// A channel asks too fast; `{seconds}` to wait.
    pub limit_channel: String,
    /// A button from an older version.
    pub stale: String,
    /// A button that the bot does not know.
    pub unknown_button: String,
    /// The entry is no longer there.
    pub gone: String,
    /// Only who asked, or a moderator, can do that.
    pub not_yours: String,
    /// The answer was posted.
    pub posted: String,
    /// Nothing may be posted there.
    pub cannot_post: String,
    /// The message to reply to is gone.
    pub message_gone: String,
    /// A mention in reply to a message whose text Discord keeps from the bot.
    pub cannot_read: String,
    /// A fault, which the log calls `{id}`.
    pub went_wrong: String,
    /// A message without text.
    pub no_text: String,
    /// There are no topics.
    pub no_topics: String,
    /// Which `{page}` of how many `{pages}` this is.
    pub page: String,
}

/// What members suggest.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SuggestTexts {
    /// Above the form.
    pub title: String,
    /// Over the question.
    pub question: String,
    /// Over the answer, which need not be known.
    pub answer: String,
    /// Over the name that its owner wishes to see on the entry.
    pub name: String,
    /// In the empty field of the name.
    pub name_hint: String,
    /// It is kept.
    pub thanks: String,
    /// It is not.
    pub not_kept: String,
}

/// Names that are taken off.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgetMeTexts {
    /// No name was given: there is nothing to forget.
    pub nothing: String,
    /// Taken off so many open suggestions: `{count}`.
    pub done: String,
    /// Moderators were asked to take it off entries.
    pub moderators_told: String,
    /// The member should ask moderators for that.
    pub tell_moderators: String,
    /// It could not be done.
    pub failed: String,
}

/// What commands are called and how they are explained.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CommandTexts {
    /// Answers a question.
    pub ask: AskTexts,
    /// Shows one topic.
    pub faq: FaqTexts,
    /// Lists the topics.
    pub topics: NameTexts,
    /// Tells about the bot.
    pub about: NameTexts,
    /// Tells what the bot keeps.
    pub privacy: NameTexts,
    /// Tells how to ask.
    pub help: NameTexts,
    /// Takes a suggestion.
    pub suggest: NameTexts,
    /// Takes a name off.
    pub forget_me: ForgetMeCommandTexts,
    /// Answers a message, from its menu.
    pub answer: MessageCommandTexts,
}

/// The command that answers a question.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AskTexts {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Its option: what is asked.
    pub question: NameTexts,
    /// Its option: whether only the asker sees the answer.
    pub private: NameTexts,
}

/// The command that shows one topic.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FaqTexts {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Its option: which one.
    pub topic: NameTexts,
}

/// The command that takes a name off.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForgetMeCommandTexts {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: String,
    /// Its option: which name.
    pub own_name: NameTexts,
}

/// A command without options, or an option.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NameTexts {
    /// What it is called.
    pub name: String,
    /// What it does.
    pub description: String,
}

/// A command in the menu of a message, which Discord explains nowhere.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MessageCommandTexts {
    /// What it is called.
    pub name: String,
}

/// What the bot says of itself.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AboutTexts {
    /// The heading.
    pub title: String,
    /// Markdown: how many `{entries}` and `{sections}` there are, and the
    /// `{version}` of the bot.
    pub text: String,
    /// Where to read on: `{url}`.
    pub links: String,
}

/// A page of text.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageTexts {
    /// The heading.
    pub title: String,
    /// Markdown. Of what the bot keeps: for how many `{days}`, and `{grace}` days
    /// after it left a server.
    pub text: String,
}
