//! Moderators edit sections of articles, take older edits back and look at entries as
//! members see them; any text comes through; a pull of many files is one change.

use snapbox::str;

use crate::support::discord::{Bot, BotTest};
use crate::support::tea::{LITTLE_TEA, TEA};

fn tea() -> BotTest {
    BotTest::new().faq("tea.toml", LITTLE_TEA)
}

fn file(t: &Bot, name: &str) -> String {
    std::fs::read_to_string(t.project().path(&format!("faq/{name}"))).expect("a file")
}

/// What ann is told about a question.
async fn answer(t: &Bot, question: &str) -> String {
    let ann = t.user("ann");
    ann.says("#help", &format!("<@bot> {question}")).await;
    t.next_reply("#help").await.1
}

const GUIDE: &str = "+++
# Ask Ann before you change this.
title = 'The tea guide'   # shown above
sources = [{ title = 'The Book of Tea', url = 'https://tea.example/book' }]

[alternates]   # how people ask
pot = [
  'which pot is best',   # often
]
+++

# The tea guide

Hello, reader.

## Which pot do I take? {#pot}

A clay pot. It keeps the heat.

## How do I warm the pot?

<!-- Ann wrote this -->
With hot water.
";

#[tokio::test]
async fn a_section_of_an_article_is_edited_and_the_rest_stays_as_it_was() {
    BotTest::new()
        .article("guide.md", GUIDE)
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin edit entry:guide#pot").await;
            t.expect_form("mo", str![[r#"
form: Edit guide#pot
Question: Which pot do I take?
Answer (long): A clay pot. It keeps the heat.
Other ways of asking, one a line (long) (optional): which pot is best (As members really ask; the more, the better it is found)
Not for these questions, one a line (long) (optional):  (Questions that look alike and must not get this answer)
Sources, one a line: title | address (long) (optional): The Book of Tea | https://tea.example/book (Empty for those of the file)
"#]]).await;
            mo.submits(&[
                ("Answer", "A **porcelain** pot:\n\n- it keeps no taste\n- it is light"),
                (
                    "Other ways of asking, one a line",
                    "which pot is best\nclay or porcelain",
                ),
            ])
            .await;
            t.expect_private("mo", str![[r#"
faqbot -> mo form Edit guide#pot (only mo sees this)
[embed #5b6ac4]
# Change guide#pot?
```diff
 Question: Which pot do I take?
 Also: which pot is best
+Also: clay or porcelain
 Source: The Book of Tea | https://tea.example/book
 Answer:
-A clay pot. It keeps the heat.
+A **porcelain** pot:
+
+- it keeps no taste
+- it is light
```
-- File: articles/guide.md
[end]
[Confirm] [Cancel]
"#]]).await;
            assert_eq!(file(t, "articles/guide.md"), GUIDE);
            mo.clicks("Confirm").await;
            t.expect_private_edit("mo", str![[r#"
faqbot -> mo form Edit guide#pot (only mo sees this)
`guide#pot` is changed. Members see it now.
[Undo]
"#]]).await;
            let edited = GUIDE
                .replace(
                    "A clay pot. It keeps the heat.",
                    "A **porcelain** pot:\n\n- it keeps no taste\n- it is light",
                )
                .replace("# often\n", "# often\n  'clay or porcelain',\n");
            assert_eq!(file(t, "articles/guide.md"), edited);
            let shown = answer(t, "clay or porcelain").await;
            assert!(shown.contains("it keeps no taste"), "{shown}");
            mo.clicks("Undo").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo [Undo] (only mo sees this)
`guide#pot` is as it was before edit 1. Members see it now.
[Undo]
"#]]).await;
            assert_eq!(file(t, "articles/guide.md"), GUIDE);
            let shown = answer(t, "which pot is best").await;
            assert!(shown.contains("A clay pot."), "{shown}");
        })
        .await;
}

#[tokio::test]
async fn a_section_is_added_renamed_and_removed() {
    BotTest::new()
        .article("guide.md", GUIDE)
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin add id:guide#lid").await;
            t.next_form("mo").await;
            mo.submits(&[
                ("Question", "Does the lid stay on?"),
                ("Answer", "While it steeps."),
            ])
            .await;
            t.expect_private("mo", str![[r#"
faqbot -> mo form New entry guide#lid (only mo sees this)
[embed #5b6ac4]
# Add guide#lid?
```diff
+Question: Does the lid stay on?
+Source: The Book of Tea | https://tea.example/book
+Answer:
+While it steeps.
```
-- File: articles/guide.md
[end]
[Confirm] [Cancel]
"#]]).await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            let added = format!("{GUIDE}\n## Does the lid stay on? {{#lid}}\n\nWhile it steeps.\n");
            assert_eq!(file(t, "articles/guide.md"), added);
            mo.runs("/faq-admin rename entry:guide#lid to:guide#cover")
                .await;
            t.expect_private("mo", str![[r#"
faqbot -> mo /faq-admin rename (only mo sees this)
[embed #5b6ac4]
# Rename guide#lid to guide#cover?
`guide#lid` is called `guide#cover` from now on, also where other entries have it under `related`. Links to it in texts lead nowhere then: `/faq-admin check` lists them.
-- File: articles/guide.md
[end]
[Confirm] [Cancel]
"#]]).await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            mo.runs("/faq-admin remove entry:guide#cover").await;
            t.expect_private("mo", str![[r#"
faqbot -> mo /faq-admin remove (only mo sees this)
[embed #5b6ac4]
# Remove guide#cover?
```diff
-Question: Does the lid stay on?
-Source: The Book of Tea | https://tea.example/book
-Answer:
-While it steeps.
```
-- File: articles/guide.md
[end]
[Confirm] [Cancel]
"#]]).await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            assert_eq!(file(t, "articles/guide.md"), GUIDE);
        })
        .await;
}

/// Another answer to `brew` from now on.
async fn brews(t: &Bot, text: &str) {
    let mo = t.moderator("mo");
    mo.runs("/faq-admin edit entry:brew").await;
    t.next_form("mo").await;
    mo.submits(&[("Answer", text)]).await;
    t.next_private("mo").await;
    mo.clicks("Confirm").await;
    t.next_private_edit("mo").await;
}

#[tokio::test]
async fn an_older_edit_is_taken_back_unless_its_text_was_changed_again() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin alternates entry:often add:cups a day")
                .await;
            t.next_private("mo").await;
            mo.clicks("Confirm").await;
            t.next_private_edit("mo").await;
            brews(t, "Four minutes.").await;
            brews(t, "Five minutes.").await;
            let mut told = String::new();
            for number in [1, 2, 1, 99] {
                mo.runs(&format!("/faq-admin undo edit:{number}")).await;
                told += &(t.next_private("mo").await.1 + "\n");
            }
            snapbox::assert_data_eq!(
                told,
                str![[r#"
faqbot -> mo /faq-admin undo (only mo sees this)
`often` is as it was before edit 1. Members see it now.
[Undo]
faqbot -> mo /faq-admin undo (only mo sees this)
Nothing was changed: what that edit changed in /`tea.toml/` was changed again since: mend it by a new edit.
faqbot -> mo /faq-admin undo (only mo sees this)
Nothing was changed: there is no such edit to undo, or it was undone already.
faqbot -> mo /faq-admin undo (only mo sees this)
Nothing was changed: there is no such edit to undo, or it was undone already.

"#]]
            );
            let left = LITTLE_TEA.replace("Three minutes.", "Five minutes.");
            assert_eq!(file(t, "tea.toml"), left);
            mo.runs("/faq-admin history").await;
            let (_, told) = t.next_private("mo").await;
            let told = t.project().masked(&told);
            let lines = told.lines().filter(|line| line.contains(" mo: "));
            let lines: Vec<_> = lines
                .map(|line| line.split_once(" UTC, ").map_or(line, |(_, what)| what))
                .collect();
            snapbox::assert_data_eq!(
                lines.join("\n"),
                str![[r#"
mo: undo `often`
mo: edit `brew`
mo: edit `brew`
mo: add-alternate `often` (undone)
"#]]
            );
            // The newer one goes first, then the older one as well.
            for number in [3, 2] {
                mo.runs(&format!("/faq-admin undo edit:{number}")).await;
                t.next_private("mo").await;
            }
            assert_eq!(file(t, "tea.toml"), LITTLE_TEA);
        })
        .await;
}

#[tokio::test]
async fn a_form_that_is_sent_as_it_was_is_no_edit() {
    tea()
        .run(async |t| {
            let mo = t.moderator("mo");
            mo.runs("/faq-admin edit entry:brew").await;
            t.next_form("mo").await;
            mo.submits(&[]).await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo form Edit brew (only mo sees this)
Nothing was changed: that is how \`brew\` is already.
[embed #5b6ac4]
# What you wrote
```diff
Question: How long does tea brew?
Answer:
Three minutes.
```
[end]
[Edit again]
"#]],
            )
            .await;
            mo.runs("/faq-admin history").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin history (only mo sees this)
Nothing was edited from chat yet.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_preview_is_what_members_see() {
    BotTest::new()
        .faq("tea.toml", TEA)
        .article("guide.md", GUIDE)
        .run(async |t| {
            let (mo, ann) = (t.moderator("mo"), t.user("ann"));
            mo.runs("/faq-admin preview entry:steep").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin preview (only mo sees this)
[embed #2a7f62]
# How long does green tea steep?
**Warm the pot first.** Green tea steeps for two minutes. Longer makes it bitter.
## Source
[The Book of Tea](<https://tea.example/book>)
Grandmother
Last reviewed 2026-05-04
-- General information about tea. Ask your doctor what you may drink.
[end]
[Helpful] [Not helpful]
(menu: Related topics | How hot should the water be? | How do I store tea leaves?)
"#]],
            )
            .await;
            // Without the line that says whom it is for, and without buttons.
            let body = |text: &str| {
                let (_, body) = text.split_once("[embed ").expect("an embed");
                let (body, _) = body.split_once("[end]").expect("its end");
                body.to_owned()
            };
            for (id, title) in [
                ("steep", "How long does green tea steep?"),
                ("guide#pot", "Which pot do I take?"),
            ] {
                mo.runs(&format!("/faq-admin preview entry:{id}")).await;
                let (_, preview) = t.next_private("mo").await;
                ann.runs(&format!("/faq topic:{title}")).await;
                let (_, shown) = t.next_private("ann").await;
                assert_eq!(body(&preview), body(&shown));
            }
            mo.runs("/faq-admin preview entry:no-such-entry").await;
            t.expect_private(
                "mo",
                str![[r#"
faqbot -> mo /faq-admin preview (only mo sees this)
Members of this server see no entry no-such-entry.
"#]],
            )
            .await;
        })
        .await;
}

#[tokio::test]
async fn a_pull_of_five_hundred_files_is_taken_up_in_one_step() {
    const FILES: usize = 500;
    tea()
        .run(async |t| {
            for number in 0..FILES {
                let text = format!(
                    "title = 'Part {number}'\n[[entry]]\nid = 'part-{number}'\n\
                     question = 'What is made of part {number}?'\nanswer = 'Thing {number}.'\n"
                );
                let name = format!("pulled/part-{number}.toml");
                t.project().write(&name, text);
            }
            // All at once, so that it does not depend on how fast the machine is.
            let (from, to) = (t.project().path("pulled"), t.project().path("faq/pulled"));
            std::fs::rename(from, to).expect("a rename");
            let line = t.expect_log("taken up").await;
            assert!(
                line.contains("taken up: 500 files read, 0 files removed, 502"),
                "{line}"
            );
            for number in [0, 250, FILES - 1] {
                let shown = answer(t, &format!("what is made of part {number}?")).await;
                assert!(shown.contains(&format!("Thing {number}.")), "{shown}");
            }
            t.settles().await;
            assert_eq!(t.log().matches("taken up").count(), 1, "{}", t.log());
        })
        .await;
}

/// Every sign that means something in Markdown or TOML, where it means it.
const SIGNS: &str = r##"# A heading with `code` and ``co`de``

[[entry]]
id = "brew" # no entry
answer = """not the end""" '''nor this''' \"""" \\ \n \u0041 \
+++
- [ ] a *list* with **bold**, _under_, __lines__, ~~gone~~ and ||hidden||
  1. below it
> a quote with <b>tags</b> &amp; entities, <https://tea.example/a_b?c=d&e=f>
```toml
title = 'in a box' # {not = "a table"}
```
~~~
| a | table | = | $5 % ^2 @you (!) ; : , . ? / |
|---|:-----:|---|---|
![no picture](https://tea.example/p.png "title") [a link](https://tea.example/(x))
***
  two blanks behind this  
	a tab before this
עברית: כמה זמן? (שלוש) "דקות" – العربية: كم دقيقة؟ ٣
🍵👩‍👧‍👦🇯🇵❤️ é é ﷽ 茶 ẞ İ ﬁ Ω
"##;

/// Signs, and words to fill up what a form of Discord takes.
fn longest() -> String {
    let mut text = SIGNS.to_owned();
    for number in 0.. {
        let word = format!(" word{number}");
        if (text.encode_utf16().count() + word.len()) > 4_000 {
            break;
        }
        text += &word;
    }
    let left = 4_000 - text.encode_utf16().count();
    text + &"!".repeat(left)
}

#[tokio::test]
async fn any_text_of_4000_characters_comes_through_word_for_word() {
    let text = longest();
    tea()
        .run(async |t| {
            brews(t, &text).await;
            let table: toml::Table = file(t, "tea.toml").parse().expect("TOML");
            let written = table["entry"][0]["answer"].as_str().expect("a text");
            assert_eq!(written.trim_end_matches('\n'), text);
            let told = t.project().ask("how long does tea brew?");
            assert_eq!(told["answer"]["text"].as_str(), Some(text.as_str()));
            // The form shows it as it was written, and sent again it changes nothing.
            let mo = t.moderator("mo");
            mo.runs("/faq-admin edit entry:brew").await;
            t.next_form("mo").await;
            assert_eq!(t.form_text("mo", "Answer"), text);
            mo.submits(&[]).await;
            let (_, told) = t.next_private("mo").await;
            assert!(told.contains("is already."), "{told}");
            // Members read all of it.
            let ann = t.user("ann");
            ann.says("#help", "<@bot> how long does tea brew?").await;
            let (mut shown, mut page) = t.next_reply("#help").await;
            let mut pages = page.clone();
            while page.contains("[Not helpful] [Read more]") {
                ann.clicks_on(&shown, "Read more").await;
                (shown, page) = t.next_private("ann").await;
                pages += &page;
            }
            let words = text.split_whitespace();
            for word in words.filter(|word| word.chars().all(char::is_alphanumeric)) {
                assert!(pages.contains(word), "`{word}` is not in\n{pages}");
            }
            mo.runs("/faq-admin undo").await;
            t.next_private("mo").await;
            assert_eq!(file(t, "tea.toml"), LITTLE_TEA);
        })
        .await;
}
