//! Long passages: cut at a good place, read on privately, and never longer than
//! Discord takes.

use snapbox::str;

use crate::support::discord::{Bot, BotTest, Said};

/// A FAQ of one entry with this answer.
fn server(answer: &str) -> String {
    format!(
        "title = \"Handbook\"\n[[entry]]\nid = \"server\"\n\
         question = \"How do I set up the server?\"\nanswer = '''\n{answer}\n'''\n"
    )
}

fn paragraphs(count: usize) -> String {
    let sentence = |number: usize| {
        format!("Step {number} is to look at the cable, and at the light next to it. ")
    };
    let paragraph = |number: usize| sentence(number) + &sentence(number + 1_000) + "\n\n";
    (0..count).map(paragraph).collect()
}

/// The answer to a question, and all that "Read more" shows of it.
async fn read_on(t: &Bot, question: &str) -> Vec<String> {
    let ann = t.user("ann");
    ann.says("#help", &format!("<@bot> {question}")).await;
    let (shown, text) = t.next_reply("#help").await;
    read_from(t, shown, text).await
}

/// This answer, and all that "Read more" shows of it.
async fn read_from(t: &Bot, mut shown: Said, text: String) -> Vec<String> {
    let mut pages = vec![text];
    while (pages.last()).is_some_and(|page| page.contains("[Not helpful] [Read more]")) {
        t.user("ann").clicks_on(&shown, "Read more").await;
        let (next, text) = t.next_private("ann").await;
        shown = next;
        pages.push(text);
    }
    pages
}

#[tokio::test]
async fn a_long_passage_is_read_in_pages_and_nothing_is_lost() {
    let text = paragraphs(28);
    BotTest::new()
        .faq("handbook.toml", &server(&text))
        .run(async |t| {
            let pages = read_on(t, "how do i set up the server?").await;
            assert!(pages.len() == 2, "{} pages", pages.len());
            let all = pages.join("\n");
            for number in (0..28).chain(1_000..1_028) {
                let step = format!("Step {number} is to look");
                assert_eq!(all.matches(&step).count(), 1, "{step}");
            }
            for page in &pages {
                assert!(page.contains("This is general information."), "{page}");
            }
            // Others read on for themselves.
            t.user("bob").clicks("Read more").await;
            let (_, text) = t.next_private("bob").await;
            assert_eq!(text.lines().nth(3), pages[1].lines().nth(3));
        })
        .await;
}

#[tokio::test]
async fn a_long_section_is_read_on_from_one_part_to_the_next() {
    let article = format!(
        "+++\ntitle = \"Handbook\"\n+++\n## The server {{#server}}\n\n{}",
        paragraphs(40)
    );
    BotTest::new()
        .faq("articles/handbook.md", &article)
        .run(async |t| {
            t.user("ann").runs("/faq topic:handbook#server").await;
            let (shown, text) = t.next_private("ann").await;
            let pages = read_from(t, shown, text).await;
            assert!(pages.len() > 3, "{} pages", pages.len());
            let all = pages.join("\n");
            for number in (0..40).chain(1_000..1_040) {
                let step = format!("Step {number} is to look");
                assert_eq!(all.matches(&step).count(), 1, "{step}");
            }
        })
        .await;
}

#[tokio::test]
async fn code_lists_links_and_tables_survive_the_cut() {
    let code: String = (0..40)
        .map(|line| format!("sudo step --number {line}\n"))
        .collect();
    let list: String = (0..20)
        .map(|item| format!("- item {item} with [a link](https://server.example/{item})\n"))
        .collect();
    let table: String = (0..8)
        .map(|row| format!("| port {row} | open |\n"))
        .collect();
    let text = format!(
        "Run this first:\n\n```sh\n{code}```\n\n{list}\n| port | state |\n|---|---|\n{table}\nThat is all.\n"
    );
    BotTest::new()
        .faq("handbook.toml", &server(&text))
        .run(async |t| {
            let pages = read_on(t, "how do i set up the server?").await;
            let all = pages.join("\n");
            for number in 0..40 {
                assert!(
                    all.contains(&format!("sudo step --number {number}\n")),
                    "{number}"
                );
            }
            for number in 0..20 {
                let link = format!("https://server.example/{number}");
                assert!(all.contains(&link), "{link}");
            }
            for page in &pages {
                // Every fence that is opened on a page is closed on it.
                assert_eq!(page.matches("```").count() % 2, 0, "{page}");
            }
            snapbox::assert_data_eq!(pages.join("\n\n"), str![[r#"
faqbot -> ann: <@faqbot> how do i set up the server?
[embed #2a7f62]
# How do I set up the server?
**Run this first:**

```sh
sudo step --number 0
sudo step --number 1
sudo step --number 2
sudo step --number 3
sudo step --number 4
sudo step --number 5
sudo step --number 6
sudo step --number 7
sudo step --number 8
sudo step --number 9
sudo step --number 10
sudo step --number 11
sudo step --number 12
sudo step --number 13
sudo step --number 14
sudo step --number 15
sudo step --number 16
sudo step --number 17
sudo step --number 18
sudo step --number 19
sudo step --number 20
sudo step --number 21
sudo step --number 22
sudo step --number 23
sudo step --number 24
sudo step --number 25
sudo step --number 26
sudo step --number 27
sudo step --number 28
sudo step --number 29
sudo step --number 30
sudo step --number 31
sudo step --number 32
sudo step --number 33
sudo step --number 34
sudo step --number 35
sudo step --number 36
sudo step --number 37
sudo step --number 38
sudo step --number 39
```

- item 0 with [a link](<https://server.example/0>)
- item 1 with [a link](<https://server.example/1>)
- item 2 with [a link](<https://server.example/2>)
- item 3 with [a link](<https://server.example/3>)
- item 4 with [a link](<https://server.example/4>)
…
## Source
Handbook (handbook.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful] [Read more] [Show me privately] [Dismiss]

faqbot -> ann [Read more] (only ann sees this)
[embed #2a7f62]
# How do I set up the server?
- item 5 with [a link](<https://server.example/5>)
- item 6 with [a link](<https://server.example/6>)
- item 7 with [a link](<https://server.example/7>)
- item 8 with [a link](<https://server.example/8>)
- item 9 with [a link](<https://server.example/9>)
- item 10 with [a link](<https://server.example/10>)
- item 11 with [a link](<https://server.example/11>)
- item 12 with [a link](<https://server.example/12>)
- item 13 with [a link](<https://server.example/13>)
- item 14 with [a link](<https://server.example/14>)
- item 15 with [a link](<https://server.example/15>)
- item 16 with [a link](<https://server.example/16>)
- item 17 with [a link](<https://server.example/17>)
- item 18 with [a link](<https://server.example/18>)
- item 19 with [a link](<https://server.example/19>)

```
port    state
─────────────
port 0  open
port 1  open
port 2  open
port 3  open
port 4  open
port 5  open
port 6  open
port 7  open
```

That is all.
## Source
Handbook (handbook.toml)
-- This is general information. For advice about your own situation, please see a qualified professional.
[end]
[Helpful] [Not helpful]
"#]]);
        })
        .await;
}

#[tokio::test]
async fn four_thousand_characters_of_any_script_keep_the_lengths() {
    let smile = "😀👩‍👩‍👧‍👦 ".repeat(400);
    let arabic = "اختبار النص العربي الطويل. ".repeat(140);
    let unbroken = "x".repeat(3_998);
    let entry = |id: &str, text: &str| {
        format!(
            "[[entry]]\nid = \"{id}\"\nquestion = \"What is {id}?\"\nanswer = \"\"\"\n{text}\n\"\"\"\n"
        )
    };
    let faq = format!(
        "title = \"Long\"\n{}{}{}",
        entry("smile", &smile),
        entry("arabic", &arabic),
        entry("unbroken", &unbroken)
    );
    BotTest::new()
        .faq("long.toml", &faq)
        .run(async |t| {
            for (word, character, count) in [
                ("smile", '😀', 400),
                ("arabic", 'ط', 140),
                ("unbroken", 'x', 3_998),
            ] {
                let pages = read_on(t, &format!("what is {word}?")).await;
                assert!(pages.len() > 1, "{word}");
                let all: usize = pages
                    .iter()
                    .map(|page| page.matches(character).count())
                    .sum();
                assert!(all >= count, "{word}: {all}");
            }
        })
        .await;
}

#[tokio::test]
async fn everything_at_its_longest_is_still_one_message() {
    let sources: String = (0..20)
        .map(|number| {
            let title = format!("Source {number} {}", "long ".repeat(30));
            format!(
                "{{ title = \"{title}\", url = \"https://a.example/{number}/{}\" }},\n",
                "p".repeat(200)
            )
        })
        .collect();
    let related: Vec<String> = (0..24)
        .map(|number| format!("\"other-{number}\""))
        .collect();
    let others: String = (0..24)
        .map(|number| {
            format!(
                "[[entry]]\nid = \"other-{number}\"\nquestion = \"Other {number} {}?\"\nanswer = \"Something else.\"\n",
                "w".repeat(200)
            )
        })
        .collect();
    let faq = format!(
        "title = \"Long\"\ndisclaimer = \"{}\"\nsources = [\n{sources}]\n[[entry]]\nid = \"giraffe\"\n\
         question = \"Giraffe {}?\"\nanswer = \"\"\"\n{}\n\"\"\"\nrelated = [{}]\n{others}",
        "Mind the neck. ".repeat(100),
        "neck ".repeat(55),
        "Giraffes eat leaves. ".repeat(180),
        related.join(", ")
    );
    BotTest::new()
        .faq("long.toml", &faq)
        .run(async |t| {
            let pages = read_on(t, "giraffe neck").await;
            let eaten: usize = pages
                .iter()
                .map(|page| page.matches("Giraffes eat").count())
                .sum();
            assert_eq!(eaten, 180);
            for page in &pages {
                assert!(page.contains("-- Mind the neck."), "{page}");
            }
        })
        .await;
}
