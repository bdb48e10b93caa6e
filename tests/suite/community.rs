//! Other communities: nothing is made for one topic or one language.

use faqbot::content::language::Language;
use snapbox::str;

use crate::support::{FaqTest, outcome};

const SERVER: &str = r#"
title = "Unser Spielserver"
language = "de"

[[entry]]
id = "beitreten"
question = "Wie komme ich auf den Server?"
alternates = ["server adresse", "ip vom server", "wie kann ich beitreten"]
answer = "Die Adresse ist spiel.example.org. Trage sie unter „Mehrspieler“ ein."

[[entry]]
id = "kartoffeln"
question = "Warum wächst meine Kartoffel nicht?"
answer = "Kartoffeln brauchen Wasser und Licht. Pflanze sie neben einen Bach."

[[entry]]
id = "grundstueck"
question = "Wie sichere ich mein Grundstück?"
answer = "Stelle dich in die Mitte und schreibe `/sichern`."

[[entry]]
id = "regeln"
question = "Welche Regeln gelten?"
answer = "Seid nett zueinander. Wer stört, fliegt raus."
"#;

#[test]
fn a_german_game_server_needs_no_settings() {
    FaqTest::new().faq("server.toml", SERVER).run(
        &["ask", "wie kann ich auf den server kommen?"],
        str![[r#"
Wie komme ich auf den Server?

**Die Adresse ist spiel.example.org.** Trage sie unter „Mehrspieler“ ein.

Source: Unser Spielserver (server.toml)

This is general information. For advice about your own situation, please see a
qualified professional.
--- stderr
 INFO index updated: 1 file read, 4 passages in all, in [TIME] ms

"#]],
    );
}

#[test]
fn german_words_are_found_in_their_other_forms() {
    let test = FaqTest::new().faq("server.toml", SERVER);
    for (question, id) in [
        ("meine kartoffel wachst nicht", "kartoffeln"),
        ("kartoffeln?", "kartoffeln"),
        ("KARTOFFEL", "kartoffeln"),
        ("grundstücke sichern", "grundstueck"),
        ("grundstuck sichern", "grundstueck"),
        ("welche regeln gelten hier", "regeln"),
    ] {
        let object = test.ask(question);
        assert_eq!(outcome(&object), ("answer", Some(id)), "{object}");
    }
    let object = test.ask("wer hat die mona lisa gemalt");
    assert_eq!(object["answer"], serde_json::Value::Null, "{object}");
}

#[test]
fn a_bilingual_library_answers_in_the_language_of_the_question() {
    let test = FaqTest::new()
        .faq(
            "en.toml",
            "title = 'The library'\n\
             [[entry]]\nid = 'borrow-en'\nquestion = 'How long can I borrow a book?'\n\
             answer = 'Four weeks.'\n\
             [[entry]]\nid = 'fees-en'\nquestion = 'What does a membership cost?'\n\
             answer = 'Twelve euros a year.'\n",
        )
        .faq(
            "fr.toml",
            "title = 'La bibliothèque'\nlanguage = 'fr'\n\
             [[entry]]\nid = 'borrow-fr'\nquestion = 'Combien de temps puis-je emprunter un livre ?'\n\
             answer = 'Quatre semaines.'\n\
             [[entry]]\nid = 'fees-fr'\nquestion = 'Combien coûte une adhésion ?'\n\
             answer = 'Douze euros par an.'\n",
        )
        .faq(
            "articles/visite.md",
            "+++\ntitle = 'Visiter la bibliothèque'\nlanguage = 'fr'\n+++\n\
             ## Horaires d’ouverture\nDe neuf heures à midi.\n",
        );
    for (question, id) in [
        ("how long may i borrow books", "borrow-en"),
        ("membership costs", "fees-en"),
        ("emprunter des livres", "borrow-fr"),
        ("combien coute l'adhesion", "fees-fr"),
        ("horaire d'ouverture", "visite#horaires-d-ouverture"),
    ] {
        let object = test.ask(question);
        assert_eq!(outcome(&object), ("answer", Some(id)), "{object}");
    }
}

/// A question in each language, and another form of it.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("ar", "كيف أستعير كتابا من المكتبة؟", "كتاب المكتبة"),
    ("da", "Hvordan låner jeg en cykel?", "låne cykler"),
    ("de", "Wie leihe ich ein Fahrrad aus?", "fahrräder leihen"),
    ("el", "Πώς νοικιάζω ένα ποδήλατο;", "ποδηλατα"),
    ("en", "Where can I repair a kettle?", "repairing kettles"),
    ("es", "¿Dónde puedo aparcar el coche?", "aparcar coches"),
    ("fi", "Missä voin uida järvessä?", "järvi uiminen"),
    ("fr", "Où puis-je planter un arbre ?", "planter des arbres"),
    ("hu", "Hol vehetek jegyet a vonatra?", "vonat jegyek"),
    (
        "it",
        "Dove posso comprare il formaggio?",
        "comprare formaggi",
    ),
    ("nl", "Hoe plant ik een tulp?", "tulpen planten"),
    ("no", "Når går fergen til øya?", "fergene øya"),
    (
        "pt",
        "Como posso cancelar uma reserva?",
        "cancelar reservas",
    ),
    ("ro", "Cum îmi schimb parola?", "schimbarea parolei"),
    (
        "ru",
        "Как заказать билет на концерт?",
        "заказать билеты на концерты",
    ),
    ("sv", "Hur bakar jag en tårta?", "baka tårtor"),
    ("ta", "நூலகம் எப்போது திறக்கும்?", "நூலகம் திறக்கும்"),
    ("tr", "Bahçeye nasıl çiçek ekerim?", "bahçe çiçekleri"),
];

#[test]
fn every_language_that_can_be_stemmed_is_found_in_another_form() {
    let covered: Vec<_> = LANGUAGES.iter().map(|(code, ..)| *code).collect();
    let all: Vec<_> = Language::ALL
        .iter()
        .map(|language| language.code())
        .collect();
    assert_eq!(covered, all);

    let test = FaqTest::new();
    for (code, question, _) in LANGUAGES {
        test.write(
            &format!("faq/{code}.toml"),
            format!(
                "title = 'T-{code}'\nlanguage = '{code}'\n[[entry]]\nid = '{code}'\n\
                 question = '{question}'\nanswer = '42.'\n"
            ),
        );
    }
    let mut lost = Vec::new();
    for (code, question, other_form) in LANGUAGES {
        let object = test.ask(question);
        if outcome(&object) != ("answer", Some(code)) {
            lost.push(format!("{code}: {question} -> {:?}", outcome(&object)));
        }
        // Half of the words in another form may leave a doubt.
        let object = test.ask(other_form);
        if !matches!(outcome(&object), ("answer" | "suggestions", Some(id)) if id == *code) {
            lost.push(format!("{code}: {other_form} -> {:?}", outcome(&object)));
        }
    }
    assert!(lost.is_empty(), "{lost:#?}");
}

#[test]
fn synonyms_are_the_owners_in_any_language() {
    let test = FaqTest::new().faq("server.toml", SERVER);
    let question = "wie claime ich mein land";
    assert_ne!(
        outcome(&test.ask(question)),
        ("answer", Some("grundstueck"))
    );
    test.write(
        "faqbot.toml",
        "[search]\nsynonyms = ['claime, sichere', 'land, Grundstück']\n",
    );
    assert_eq!(
        outcome(&test.ask(question)),
        ("answer", Some("grundstueck"))
    );
}

#[test]
fn the_owner_decides_how_sure_is_sure_enough() {
    let test = FaqTest::new().faq("server.toml", SERVER);
    let question = "kartoffel";
    test.write("faqbot.toml", "[answer]\nanswer_at = 0.0\nmargin = 0.0\n");
    assert_eq!(outcome(&test.ask(question)), ("answer", Some("kartoffeln")));
    test.write(
        "faqbot.toml",
        "[answer]\nanswer_at = 1.0\nsuggest_at = 0.0\n",
    );
    assert_eq!(
        outcome(&test.ask(question)),
        ("suggestions", Some("kartoffeln"))
    );
}

#[test]
fn an_entry_that_moves_between_files_keeps_its_id() {
    let test = FaqTest::new().faq("server.toml", SERVER);
    test.ran(&["index"]);
    test.remove("faq/server.toml");
    test.write("faq/bereiche/hilfe.toml", SERVER);
    let object = test.ask("welche regeln gelten");
    assert_eq!(outcome(&object), ("answer", Some("regeln")));
    assert_eq!(
        object["answer"]["source"],
        "Unser Spielserver (bereiche/hilfe.toml)"
    );
}

#[test]
fn a_long_section_is_found_by_words_from_its_end() {
    let filler = "The path leads on through the old wood, past the mill and the pond. ";
    let body = format!(
        "{}\n\nAt the lighthouse you turn left.\n",
        format!("{}\n\n", filler.repeat(6)).repeat(8)
    );
    let test = FaqTest::new().faq(
        "articles/walk.md",
        &format!("+++\ntitle = 'The walk'\n+++\n## The way {{#way}}\n{body}"),
    );
    let object = test.ask("where do i turn at the lighthouse");
    assert_eq!(outcome(&object).1, Some("walk#way"), "{object}");
    // It is listed once, though it is in several pieces.
    let list = test.ran(&["list"]).text();
    assert_eq!(list.matches("[walk#way]").count(), 1, "{list}");
}
