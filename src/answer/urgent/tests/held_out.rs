//! Sentences that were written before the signs were tuned and looked at only afterwards: an honest measure of the shipped file.
//! A sentence that fails here points at a general cause; it is not a place to patch one wording.

use super::shipped::{assert_quiet, assert_reports};

#[test]
fn reports_nobody_tuned_for_are_found() {
    assert_reports(
        "cauda-equina",
        &[
            "ever since yesterday i dont feel anything when i wipe",
            "weird tingly feeling round my bum and privates today, is a massage ok?",
            "havent been able to wee for 9 hours and my back is killing me",
            "my underwear keeps getting wet and i dont notice it",
            "both my legs went numb after the session",
            "i cant tell if i need to poo anymore",
            "PENIS FEELS NUMB SINCE MY BACK WENT OUT",
            "hubby cant control his bladder since his slipped disc",
        ],
    );
    assert_reports(
        "serious-cause",
        &[
            "came off my motorbike on saturday and my lower back is agony, can i get a massage",
            "ive got back pain and im shivering with a temperature",
            "breast cancer survivor here, is deep tissue ok",
            "lost 10 kilos without dieting and my back aches",
            "i wake up drenched in sweat every night",
            "my left leg just gives out when i go down stairs",
            "my foot keeps flopping down when i walk",
        ],
    );
    assert_reports(
        "clot",
        &[
            "my right calf is really swolen and warm to touch",
            "one leg is red hot and puffy below the knee",
            "calf got all red and painful after the flight, should i rub it",
            "think ive got a blood clot in my leg",
        ],
    );
    assert_reports(
        "emergency",
        &[
            "tight band round my chest and my arm aches",
            "i cant catch my breath",
            "his face is drooping on one side",
            "she cant talk properly all of a sudden and her arm is weak",
            "there is blood everywhere it wont stop",
            "swallowed a whole box of paracetamol",
            "crushing pain in my chest right now",
        ],
    );
    assert_reports(
        "self-harm",
        &[
            "honestly id rather be dead than live with this nerve pain",
            "i keep cutting my arms again",
            "no point going on anymore",
            "i think about ending it all every night",
        ],
    );
}

#[test]
fn ordinary_sentences_nobody_tuned_for_stay_quiet() {
    assert_quiet(&[
        "is it rude to pee in the middle of a session",
        "my bum is sore from sitting all day",
        "numb toes after cycling, would a foot massage help",
        "which oil is best for tight calves",
        "can a herniated disc make you incontinent?",
        "luckily no trouble with bladder or bowels so far",
        "the nurse asked whether i had numbness between my legs",
        "what exactly does saddle numbness mean",
        "my grandma broke her hip in a fall years ago",
        "i had glandular fever as a teenager",
        "the app crashed when i booked my massage",
        "is it cancer sticks that make backs worse lol",
        "i want to lose weight, does massage help?",
        "can i walk right after the massage",
        "my physio said to come back if my leg gives way",
        "should the stones be hot or just warm on calves",
        "red light therapy on my calf, yes or no?",
        "do deep strokes hurt more than long strokes?",
        "my dad died of a heart attack when i was ten",
        "is chest massage a thing?",
        "breathing exercises during massage, any tips?",
        "take my breath away, that massage was amazing",
        "just finished a suicide squad marathon on the couch, back hurts",
        "deadlifts are killing my back",
        "id die without my weekly massage",
        "my therapist cut the session short",
        "how many pills of ibuprofen can i take before massage",
        "i bleed easily, is gua sha ok",
        "any cancer survivors here who had a massage?",
        "my leg fell asleep while sitting",
    ]);
}
