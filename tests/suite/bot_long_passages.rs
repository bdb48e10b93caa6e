//! Long passages: cut at a good place, read on privately, and never longer than
//! Discord takes.

use snapbox::str;

use crate::support::discord::{Bot, BotTest};

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

/// The answer and all that "Read more" shows of it.
async fn read_on(t: &Bot, question: &str) -> Vec<String> {
    let ann = t.user("ann");
    ann.says("#help", &format!("<@bot> {question}")).await;
    let (mut shown, text) = t.next_reply("#help").await;
    let mut pages = vec![text];
    while pages
        .last()
        .is_some_and(|page| page.contains("[Read more]"))
    {
        ann.clicks_on(&shown, "Read more").await;
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
            assert!(pages.len() == 3, "{} pages", pages.len());
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
            snapbox::assert_data_eq!(pages.join("\n\n"), str![[""]]);
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
