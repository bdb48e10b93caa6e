//! `[discord]` of `faqbot.toml`: how the bot behaves on Discord.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::ops::Range;

use crate::content::toml_reader::TableReader;
use crate::diagnostic::{Diagnostics, Spanned};
use crate::discord::settings::Config;
use crate::text::Locale;

use super::out_of_range;

/// The most answers in a minute that can be set; more is no limit.
const MAX_PER_MINUTE: i64 = 1_000_000;

/// Reads `[discord]`.
///
/// What `folders` says is for `guilds`, which divides the FAQ.
pub fn read(mut table: TableReader, diagnostics: &Diagnostics) -> (Config, Vec<Spanned<String>>) {
    let mut config = Config::default();
    let folders = table.strings("folders");
    for id in table.strings("guilds") {
        config.guilds.extend(server_id(id, diagnostics));
    }
    config.proxy = address(&mut table, diagnostics, "proxy", &["http://", "https://"]);
    config.gateway = address(&mut table, diagnostics, "gateway", &["ws://", "wss://"]);
    if let Some(Spanned { value, span }) = table.string("monitor") {
        match value.parse::<SocketAddr>() {
            Ok(address) => config.monitor = Some(address),
            Err(_) => invalid(
                diagnostics,
                span,
                "this is not an address with a port",
                "write it like `127.0.0.1:9464`",
            ),
        }
    }
    if let Some(language) = language(&mut table) {
        config.language = language;
    }
    if let Some(private) = table.boolean("private") {
        config.private = private.value;
    }
    if let Some(digest) = table.boolean("digest") {
        config.digest = digest.value;
    }
    if let Some(answer_bots) = table.boolean("answer_bots") {
        config.answer_bots = answer_bots.value;
    }
    config.ask_people = table.string("ask_people").map(|place| place.value);
    config.moderators_channel = (table.string("moderators_channel")).map(|channel| channel.value);
    config.website = address(&mut table, diagnostics, "website", &["http://", "https://"]);
    config.moderators = names(&mut table, "moderators", diagnostics);
    config.helpers = names(&mut table, "helpers", diagnostics);
    config.listen.channels = names(&mut table, "listen", diagnostics);
    let solved = names(&mut table, "solved_tags", diagnostics);
    if !solved.is_empty() {
        config.listen.solved = solved;
    }
    match table.float("listen_at") {
        Some(share) if (0.0..=1.0).contains(&share.value) => {
            config.listen.answer_at = share.value as f32;
        }
        Some(share) => out_of_range(diagnostics, share.span, "between 0 and 1".into()),
        None => {}
    }
    for (key, limit) in [
        ("questions_per_member", &mut config.per_member),
        ("answers_per_channel", &mut config.per_channel),
    ] {
        match table.integer(key) {
            Some(number) if (0..=MAX_PER_MINUTE).contains(&number.value) => {
                *limit = u32::try_from(number.value).ok().and_then(NonZeroU32::new);
            }
            Some(number) => {
                let range = format!("between 1 and {MAX_PER_MINUTE}, or 0 for no limit");
                out_of_range(diagnostics, number.span, range);
            }
            None => {}
        }
    }
    table.finish();
    (config, folders)
}

/// The number that Discord knows a server by.
pub(super) fn server_id(id: Spanned<String>, diagnostics: &Diagnostics) -> Option<u64> {
    let number = id.value.parse().ok().filter(|number| *number > 0);
    if number.is_none() {
        invalid(
            diagnostics,
            id.span,
            "this is not the id of a server",
            "turn on Developer Mode in Discord, right-click the server and choose `Copy Server ID`",
        );
    }
    number
}

/// `language`, as one of the codes.
pub(super) fn language(table: &mut TableReader) -> Option<Locale> {
    let codes = Locale::ALL.map(Locale::code);
    let code = table.one_of("language", &codes)?;
    Some(Locale::of(code.value))
}

/// The channels, roles or tags under a key.
pub(super) fn names(table: &mut TableReader, key: &str, diagnostics: &Diagnostics) -> Vec<String> {
    let mut names = table.strings(key);
    names.retain(|name| {
        let is_name = !name.value.trim_start_matches(['#', '@']).trim().is_empty();
        if !is_name {
            invalid(
                diagnostics,
                name.span.clone(),
                "this names nothing",
                "write a name as Discord shows it, or an id",
            );
        }
        is_name
    });
    names.into_iter().map(|name| name.value).collect()
}

pub(super) fn invalid(diagnostics: &Diagnostics, span: Range<usize>, message: &str, help: &str) {
    diagnostics.error("invalid-value", span, message, help);
}

/// An address that begins in one of these ways.
fn address(
    table: &mut TableReader,
    diagnostics: &Diagnostics,
    key: &str,
    schemes: &[&str],
) -> Option<String> {
    let Spanned { value, span } = table.string(key)?;
    let rest = schemes.iter().find_map(|scheme| value.strip_prefix(scheme));
    if rest.is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace)) {
        return Some(value);
    }
    invalid(
        diagnostics,
        span,
        "this is not an address that can be used here",
        &format!("begin it with `{}`", schemes.join("` or `")),
    );
    None
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::diagnostic::SourceFile;

    use super::*;

    /// What is wrong with lines of `[discord]`, as `line:column code; help`.
    fn problems(lines: &str) -> Vec<String> {
        let file = Arc::new(SourceFile {
            path: super::super::FILE_NAME.into(),
            text: format!("[discord]\n{lines}"),
        });
        let diagnostics = Diagnostics::new(&file);
        let mut table = TableReader::parse(&diagnostics);
        read(table.table("discord").unwrap(), &diagnostics);
        let problems = diagnostics.into_vec().into_iter().map(|problem| {
            let (line, column) = problem.line_and_column();
            format!("{line}:{column} {}; {}", problem.code, problem.help)
        });
        problems.collect()
    }

    #[test]
    fn a_value_of_the_wrong_type_is_said_of_every_key() {
        let found = problems(
            "guilds = 1\nproxy = 1\ngateway = 1\nmonitor = 1\nlanguage = 1\nprivate = 1\n\
             answer_bots = 1\nask_people = 1\nwebsite = 1\nmoderators = 1\nhelpers = 1\n\
             listen = 1\nsolved_tags = 1\nlisten_at = '1'\nquestions_per_member = '1'\n\
             answers_per_channel = '1'\n",
        );
        snapbox::assert_data_eq!(
            found.join("\n"),
            snapbox::str![[r#"
2:10 wrong-type; put it between brackets: `guilds = [1]`
3:9 wrong-type; put it between quotes: `proxy = "1"`
4:11 wrong-type; put it between quotes: `gateway = "1"`
5:11 wrong-type; put it between quotes: `monitor = "1"`
6:12 wrong-type; put it between quotes: `language = "1"`
7:11 wrong-type; write `private = true` or `private = false`
8:15 wrong-type; write `answer_bots = true` or `answer_bots = false`
9:14 wrong-type; put it between quotes: `ask_people = "1"`
10:11 wrong-type; put it between quotes: `website = "1"`
11:14 wrong-type; put it between brackets: `moderators = [1]`
12:11 wrong-type; put it between brackets: `helpers = [1]`
13:10 wrong-type; put it between brackets: `listen = [1]`
14:15 wrong-type; put it between brackets: `solved_tags = [1]`
15:13 wrong-type; write a number without quotes, such as `listen_at = 0.5`
16:24 wrong-type; write digits without quotes, such as `questions_per_member = 10`
17:23 wrong-type; write digits without quotes, such as `answers_per_channel = 10`
"#]]
        );
    }

    #[test]
    fn a_value_that_cannot_be_is_said_of_every_key() {
        let found = problems(
            "guilds = ['x', '0']\nproxy = '127.0.0.1:1'\ngateway = 'http://a'\n\
             monitor = 'localhost'\nlanguage = 'it'\nwebsite = 'community.example'\n\
             moderators = ['']\nhelpers = ['@']\nlisten = ['#', 'help']\nsolved_tags = [' ']\n\
             listen_at = 80\nquestions_per_member = -1\nanswers_per_channel = 1000001\n\
             listn = ['help']\n",
        );
        snapbox::assert_data_eq!(
            found.join("\n"),
            snapbox::str![[r#"
2:11 invalid-value; turn on Developer Mode in Discord, right-click the server and choose `Copy Server ID`
2:16 invalid-value; turn on Developer Mode in Discord, right-click the server and choose `Copy Server ID`
3:9 invalid-value; begin it with `http://` or `https://`
4:11 invalid-value; begin it with `ws://` or `wss://`
5:11 invalid-value; write it like `127.0.0.1:9464`
6:12 bad-value; did you mean `pt`
7:11 invalid-value; begin it with `http://` or `https://`
8:15 invalid-value; write a name as Discord shows it, or an id
9:12 invalid-value; write a name as Discord shows it, or an id
10:11 invalid-value; write a name as Discord shows it, or an id
11:16 invalid-value; write a name as Discord shows it, or an id
12:13 out-of-range; write a number between 0 and 1
13:24 out-of-range; write a number between 1 and 1000000, or 0 for no limit
14:23 out-of-range; write a number between 1 and 1000000, or 0 for no limit
15:1 unknown-key; did you mean `listen`
"#]]
        );
    }
}
