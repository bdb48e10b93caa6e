//! The languages that a file may be written in: those that can be stemmed.
//!
//! Only the names; how words of a language are cut to their stems is known to
//! the search.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! languages {
    ($($(#[$attribute:meta])* $variant:ident $code:literal $name:literal),+ $(,)?) => {
        /// A language, written in files by its two-letter ISO 639-1 code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
        pub enum Language {
            $(
                $(#[$attribute])*
                #[doc = $name]
                #[serde(rename = $code)]
                $variant,
            )+
        }

        impl Language {
            /// Every language, by code.
            pub const ALL: &[Language] = &[$(Language::$variant),+];

            /// The two-letter code.
            pub fn code(self) -> &'static str {
                match self { $(Language::$variant => $code),+ }
            }

            /// The English name.
            pub fn name(self) -> &'static str {
                match self { $(Language::$variant => $name),+ }
            }
        }
    };
}

languages! {
    Arabic "ar" "Arabic",
    Danish "da" "Danish",
    German "de" "German",
    Greek "el" "Greek",
    #[default] English "en" "English",
    Spanish "es" "Spanish",
    Finnish "fi" "Finnish",
    French "fr" "French",
    Hungarian "hu" "Hungarian",
    Italian "it" "Italian",
    Dutch "nl" "Dutch",
    Norwegian "no" "Norwegian",
    Portuguese "pt" "Portuguese",
    Romanian "ro" "Romanian",
    Russian "ru" "Russian",
    Swedish "sv" "Swedish",
    Tamil "ta" "Tamil",
    Turkish "tr" "Turkish",
}

impl Language {
    /// The language of a code such as `en`, `EN` or `en-GB`.
    pub fn from_code(code: &str) -> Option<Language> {
        let primary = code.split(['-', '_']).next()?;
        Language::ALL
            .iter()
            .copied()
            .find(|language| language.code().eq_ignore_ascii_case(primary))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_may_name_a_region_and_any_case() {
        assert_eq!(Language::from_code("EN-gb"), Some(Language::English));
        assert_eq!(Language::from_code("pt_BR"), Some(Language::Portuguese));
        assert_eq!(Language::from_code("tlh"), None);
        assert_eq!(Language::from_code(""), None);
    }
}
