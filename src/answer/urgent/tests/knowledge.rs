//! Reports in plain everyday words, and the questions of people who only want to know, side by side.

use super::shipped::{alarms_on, assert_quiet, assert_reports};

#[test]
fn reports_in_everyday_words() {
    assert_reports(
        "cauda-equina",
        &[
            "i havent managed to pee since this morning",
            "hes not managed to wee since the operation",
            "now the pain shoots down both my legs",
            "sex is like nothing since my back went",
        ],
    );
    assert_reports(
        "clot",
        &[
            "my calf is twice as big as the left one",
            "below the knee its thicker than the other",
        ],
    );
    assert_reports(
        "self-harm",
        &[
            "i wish i could fall asleep and never wake up",
            "i want to sleep forever",
            "i keep cutting myself on purpose with glass",
        ],
    );
    assert_reports(
        "serious-cause",
        &[
            "my foot hangs limp when i walk",
            "her foot dangles and she trips over it",
            "i had a nasty fall on the stairs with my phone in my hand",
        ],
    );
    assert_reports(
        "emergency",
        &[
            "dad cut himself on a knife and the blood wont stop",
            "had a heart attack this morning",
        ],
    );
}

#[test]
fn a_report_beside_the_word_sign_is_a_report() {
    assert_reports(
        "cauda-equina",
        &[
            "numbness in my groin, a warning sign?",
            "numb groin since monday, a warning sign?",
            "is this numbness in the groin a danger sign",
            "my groin is numb, is that something you have to get checked?",
        ],
    );
    assert_reports("serious-cause", &["do my night sweats come with sciatica"]);
}

#[test]
fn questions_about_a_sign_in_general() {
    assert_quiet(&[
        "is tingling around the genitals a danger sign?",
        "is loss of bladder control one of the warning signs?",
        "is a drop foot something you should have looked at?",
        "do chills come with a cold",
        "my laptop had a bad fall",
        "had a heart attack of a price shock at the spa",
    ]);
}

#[test]
fn a_cut_by_mishap_that_bleeds_is_no_self_harm() {
    assert_eq!(
        alarms_on("dad cut himself on a knife and the blood wont stop"),
        ["emergency"]
    );
    assert_eq!(
        alarms_on("my sister cuts herself with glass"),
        ["self-harm"]
    );
}
