//! Three sets of sentences, each written before a round of tuning and tried only after it. A
//! sentence that fails here points at a general cause; this is no place to patch one wording.

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

#[test]
fn the_second_set_of_reports_is_found() {
    assert_reports(
        "cauda-equina",
        &[
            "my lady bits went tingly after i bent over to lift the washing",
            "sat on the loo for an hour and nothing comes out, i need to wee so bad",
            "woke up and the bed was wet, im 34, this never happened to me",
            "ive no sensation when i go to the toilet",
            "my bum has been numb for 3 days",
            "is it bad that both legs hurt and tingle now, before it was only the right one",
            "cnt pee plz help",
            "i cant control when i poop since last night",
            "Numbness spread from my foot to my thigh and my leg is getting weaker",
            "is it dangerous if both legs hurt?",
            "my girlfriend says her vagina feels numb since her back injury",
        ],
    );
    assert_reports(
        "serious-cause",
        &[
            "fell down the stairs tuesday and now i have shooting pain down my leg",
            "got hit by a car on my bike, sore back, which massage",
            "temp of 39 and awful back pain",
            "had bowel cancer in 2019, now back pain at night",
            "my clothes are loose, losing weight without even trying",
            "soaked sheets every single night plus back pain",
            "my knee just buckles when i walk",
            "i cant lift the front of my foot off the floor",
        ],
    );
    assert_reports(
        "clot",
        &[
            "left calf swollen after surgery",
            "is it safe to rub a calf thats hot and swollen?",
            "my calves: the right one is red, warm and twice the size of the left",
        ],
    );
    assert_reports(
        "emergency",
        &[
            "pain in chest going down left arm",
            "my nan cant breathe",
            "struggling to catch my breath since this morning",
            "grandad is talking funny and his mouth is drooping on one side",
            "my mate took a load of pills",
            "the cut wont stop bleeding",
        ],
    );
    assert_reports(
        "self-harm",
        &[
            "id be better off dead",
            "sometimes i just wanna disappear forever",
            "i have been thinking about hurting myself",
        ],
    );
}

#[test]
fn the_second_set_of_ordinary_sentences_stays_quiet() {
    assert_quiet(&[
        "do you pee more after lymphatic massage",
        "where do i put my private stuff during the session",
        "is a sore groin normal after pigeon pose",
        "i sleep numb like a log after massage",
        "no numbness, tingling or weakness, just an ache in my left bum cheek",
        "doctor says no cauda equina signs, bladder and bowels are ok",
        "what's the chance of losing bladder control with a herniated disc",
        "my leaflet lists numbness around the genitals, trouble peeing and so on",
        "is wetting the bed a symptom of a slipped disc",
        "my boss had a bad fall skiing a few years back",
        "the old lady next door fell last winter",
        "fever pitch is my favourite movie",
        "can you get a massage while you have a fever",
        "weather is chilly, my back aches",
        "my star sign is cancer",
        "does massage spread cancer",
        "cancer runs in my family",
        "how do i lose weight with a bad back",
        "how far should i walk per day",
        "my calves feel amazing after the sports massage",
        "how warm should the oil be for calves",
        "which stroke do you use for effleurage",
        "deep breathing makes my chest feel lighter",
        "do you treat stroke survivors",
        "my chest hair gets in the way of the oil lol",
        "how much blood pressure is too high for massage",
        "how many pills are in the pack, asking for a refund",
        "my old massage chair died",
        "cut my hair before the massage or after?",
    ]);
}

#[test]
fn the_third_set_of_reports_is_found() {
    assert_reports(
        "cauda-equina",
        &[
            "i went to the loo and realised i couldnt feel myself wiping",
            "weeing takes forever since my back locked up",
            "been constipated and now poo just comes out without warning",
            "i cant get hard anymore since the herniation",
            "numb from the waist down after the massage",
            "my inner thighs and privates feel fuzzy and numb",
        ],
    );
    assert_reports(
        "serious-cause",
        &[
            "dad slipped on the stairs and his back is in bits, can i massage it",
            "i had a skin cancer removed, am i ok for massage",
            "temperature of 38.5 and aching back",
            "i keep sweating through my pyjamas at night",
            "i tripped because my foot wont lift up",
            "my leg went from under me twice today",
        ],
    );
    assert_reports(
        "clot",
        &[
            "one of my calves looks huge and feels hot",
            "my leg is so swollen and tender after sitting on the plane",
        ],
    );
    assert_reports(
        "emergency",
        &[
            "she just passed out and is not breathing",
            "half my face feels numb and droopy",
            "hes bleeding really badly",
            "i swallowed loads of tablets",
        ],
    );
    assert_reports(
        "self-harm",
        &[
            "i cant do this anymore i want out of life",
            "i dont see any reason to carry on living",
            "told my mum i want to die",
            "cutting again tonight",
            "Im having suicidal toughts",
        ],
    );
}

#[test]
fn the_third_set_of_ordinary_sentences_stays_quiet() {
    assert_quiet(&[
        "can the therapist work near the groin",
        "numb hands after typing all day, any massage for that",
        "do i have to take my underwear off",
        "what if i need to fart",
        "is it weird to get an erection during a massage",
        "will i get bruises",
        "my leg was swollen after a bee sting years ago",
        "i tripped on my words lol",
        "does a fall in pressure affect back pain",
        "fever dream of a week at work",
        "my mums cancer is gone thankfully",
        "heart shaped stones are cute",
        "is it bad to crack my chest",
        "the massage left me breathless, so good",
        "stroke my ego please",
        "the red calf sleeve or the blue one",
        "i sleep on my left side",
        "my arm gets tired when i massage myself",
        "whats the maximum dose of ibuprofen",
        "this weather makes me want to stay in bed forever",
        "life is pain haha",
        "cut the crap, does massage work or not",
        "my uncle took pills for his back",
    ]);
}
