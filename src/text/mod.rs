//! Every sentence that a member can read and that no moderator wrote, in every
//! language that the bot speaks.
//!
//! One file a language, built in: `en.toml` is the model, the others have the
//! same keys and placeholders. Friendly and short; nobody is told to read the
//! FAQ. Messages to operators stand where they arise, and what a reply is made
//! of is decided elsewhere.

pub mod texts;

use std::sync::LazyLock;

pub use texts::Texts;

/// A language that the bot speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Locale {
    /// `en`
    #[default]
    English,
    /// `de`
    German,
    /// `es`
    Spanish,
    /// `fr`
    French,
    /// `pt`
    Portuguese,
}

/// In the order of `Locale::ALL`; each is read when it is first needed.
static TEXTS: [LazyLock<Texts>; Locale::ALL.len()] = [
    LazyLock::new(|| read(Locale::English)),
    LazyLock::new(|| read(Locale::German)),
    LazyLock::new(|| read(Locale::Spanish)),
    LazyLock::new(|| read(Locale::French)),
    LazyLock::new(|| read(Locale::Portuguese)),
];

#[expect(
    clippy::expect_used,
    reason = "the files are built in, and a test reads each of them"
)]
fn read(locale: Locale) -> Texts {
    toml::from_str(locale.file()).expect("a file that a test has read")
}

impl Locale {
    /// Every language, as declared.
    pub const ALL: [Locale; 5] = [
        Locale::English,
        Locale::German,
        Locale::Spanish,
        Locale::French,
        Locale::Portuguese,
    ];

    /// The language of a Discord locale such as `pt-BR`, whatever its region;
    /// English where the bot does not speak it.
    pub fn of(code: &str) -> Locale {
        let language = code.split('-').next().unwrap_or(code);
        let mut all = Locale::ALL.into_iter();
        all.find(|locale| locale.code() == language)
            .unwrap_or_default()
    }

    /// The Discord locales that are shown this language, for what is registered
    /// with Discord in advance.
    pub fn discord_codes(self) -> &'static [&'static str] {
        match self {
            Locale::English => &["en-US", "en-GB"],
            Locale::German => &["de"],
            Locale::Spanish => &["es-ES", "es-419"],
            Locale::French => &["fr"],
            Locale::Portuguese => &["pt-BR"],
        }
    }

    /// The sentences.
    pub fn texts(self) -> &'static Texts {
        &TEXTS[self as usize]
    }

    /// Its two-letter ISO 639-1 code; its file is named after it.
    pub fn code(self) -> &'static str {
        match self {
            Locale::English => "en",
            Locale::German => "de",
            Locale::Spanish => "es",
            Locale::French => "fr",
            Locale::Portuguese => "pt",
        }
    }

    fn file(self) -> &'static str {
        match self {
            Locale::English => include_str!("en.toml"),
            Locale::German => include_str!("de.toml"),
            Locale::Spanish => include_str!("es.toml"),
            Locale::French => include_str!("fr.toml"),
            Locale::Portuguese => include_str!("pt.toml"),
        }
    }
}

/// Puts values in the place of `{name}`. What a value says is never taken for a
/// placeholder, and a placeholder without a value stays as it is.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let named = values.iter().find_map(|(name, value)| {
            let after = after.strip_prefix(name)?.strip_prefix('}')?;
            Some((value, after))
        });
        rest = match named {
            Some((value, after)) => {
                filled.push_str(value);
                after
            }
            None => {
                filled.push('{');
                after
            }
        };
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests;
