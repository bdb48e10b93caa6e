//! Sentences that report nothing and must set nothing off: denials, questions about a sign, news of
//! others, and near misses.

use super::shipped::assert_quiet;

#[test]
fn denials() {
    assert_quiet(&[
        "no numbness",
        "i dont have any numbness down there",
        "without fever",
        "no fever, chills or numbness in the groin",
        "no fever, no chills, no numbness in groin",
        "my sciatica is bad but no trouble peeing",
        "i have no chest pain",
        "never had chest pain",
        "i dont have chest pain",
        "no problems with my bladder",
        "i havent noticed any numbness between my legs",
        "not suicidal",
        "im not suicidal just tired",
        "i dont want to kill myself",
        "no night sweats, weight loss or fever",
        "my calf is not swollen",
        "calf isnt hot or red",
        "numbness down there? no.",
        "i dont feel any numbness in my groin",
        "no history of cancer",
        "leg doesnt give way, just aches",
        "there is no bleeding and no trouble breathing",
        "i didn't have a fall or a crash",
        "neither fever nor chills with my back pain",
        "my bladder is fine",
        "no tingling or numbness in both legs",
        "i never had cancer",
        "no swelling in my calf",
        "my back hurts, no weakness in both legs though",
        "i do not have any loss of bladder control",
    ]);
}

#[test]
fn questions_about_a_sign() {
    assert_quiet(&[
        "what is cauda equina",
        "what are the signs of a stroke",
        "can sciatica cause bladder problems",
        "is chest pain a symptom of sciatica",
        "can sciatica cause numbness in the groin",
        "what does saddle numbness mean",
        "what is foot drop",
        "what are the symptoms of a blood clot",
        "does massage cause blood clots",
        "how do you know if someone is having a stroke",
        "can a herniated disc cause loss of bladder control?",
        "what happens if you cant pee",
        "are night sweats a sign of cancer",
        "does back pain with fever mean an infection",
        "can massage give you a stroke",
        "difference between a heart attack and chest muscle pain",
        "whats the meaning of bilateral sciatica",
        "is numbness in the groin a red flag",
        "how common is suicide in chronic pain",
        "how is a dvt treated",
        "can people with cancer get a massage",
        "why do people lose weight without trying",
        "is incontinence related to sciatica",
        "can you overdose on ibuprofen",
        "could a slipped disc lead to weakness in both legs",
        "what should i watch out for, numbness in the groin?",
        "tell me about self harm",
        "what causes chest pain",
    ]);
}

#[test]
fn hearsay_and_warnings() {
    assert_quiet(&[
        "my leaflet says bladder",
        "my leaflet says to watch for numbness in the groin",
        "i read an article about numbness in the groin",
        "i heard massage can cause a stroke",
        "saw a movie where someone overdosed",
        "my doctor asked if i had trouble peeing",
        "the gp told me to watch out for numbness between my legs",
        "google says weight loss and night sweats are bad",
        "im scared of losing bladder control",
        "the website says call 999 if you cant pee",
        "what if i lose control of my bladder one day",
        "there was a documentary about suicide",
        "massage lowers the risk of a blood clot?",
        "i work with cancer patients",
        "studying for an exam on stroke symptoms",
    ]);
}

#[test]
fn news_of_others() {
    assert_quiet(&[
        "my friend had a stroke last year",
        "my uncle died of cancer",
        "my cat cant pee",
        "my dog has a swollen leg",
        "my dog cant walk",
        "my brother had chest pain last year",
        "my grandma had a fall two years ago",
        "a friend of mine had cancer years ago",
        "my aunt had a blood clot once, years ago",
        "my horse fell on the ice yesterday",
        "some people cant pee after surgery",
        "my mate was suicidal years ago",
        "a character in my book kills himself",
        "my dad had a heart attack years ago",
        "her mother was in a car crash back in 2010",
    ]);
}

#[test]
fn past_and_over() {
    assert_quiet(&[
        "i had chest pain years ago, all fine",
        "i had chest pain years ago",
        "10 years ago, i had chest pain",
        "i used to have numbness in my groin",
        "i was suicidal as a teenager",
        "i fell off my bike years ago",
        "i had a swollen calf last year",
        "i was in a car crash back in 2012, fully recovered",
        "i had a fever last year and my back hurt",
        "i had foot drop after surgery years ago but it resolved",
        "i had trouble peeing months ago, all good now",
        "when i was young i had night sweats",
    ]);
}

#[test]
fn near_misses_of_cauda_equina() {
    assert_quiet(&[
        "my toes are numb",
        "one leg tingles",
        "do i need to pee before a massage",
        "i need to pee a lot after massage",
        "my bum hurts when i sit",
        "pain in my buttock and down my leg",
        "numb toes and a sore groin",
        "groin stretch for sciatica",
        "how long after sex can i get a massage",
        "tingling in my foot",
        "numbness in my left leg",
        "the bottom of my foot is numb",
        "i nearly peed myself laughing",
        "my back pain is a pain in the butt",
        "can i go to the toilet during the massage",
        "i cant stop laughing",
        "does massage help with bladder pressure",
        "i cant afford a massage gun",
        "both hands on both legs, how hard should i press?",
        "my sciatica is getting worse",
    ]);
}

#[test]
fn near_misses_of_serious_causes() {
    assert_quiet(&[
        "i fall asleep during massage",
        "hay fever",
        "i have hay fever, can i lie face down?",
        "chill out",
        "massage helps me chill",
        "crash diet",
        "i fell asleep on the table",
        "im falling in love with hot stone",
        "i cant walk my dog because of work",
        "does massage help with weight loss",
        "what temperature should the stones be",
        "i sweat during massage",
        "the booking site crashed",
        "im a cancer and my wife is a leo lol",
        "i walk every day",
        "best massage after leg day",
        "my foot hurts when i walk",
        "can i work out after a massage",
    ]);
}

#[test]
fn near_misses_of_clots() {
    assert_quiet(&[
        "hot stone on my calf",
        "are hot stones ok for calves",
        "my calf is tight",
        "calf cramps at night",
        "should i warm up my calf before",
        "calf massage with warm oil",
        "i have a knot in my calf",
        "red light therapy for calves",
        "my face is red after the massage",
        "my calves are sore from running",
        "is it ok to massage swollen feet",
        "my calf hurts",
    ]);
}

#[test]
fn near_misses_of_emergencies() {
    assert_quiet(&[
        "heart warming",
        "my chest is tight from push ups",
        "how to massage tight chest muscles",
        "long strokes or short strokes?",
        "should i hold my breath",
        "deep breaths during the massage",
        "that massage took my breath away",
        "does massage improve blood flow",
        "im on blood thinners",
        "what a stroke of luck",
        "out of breath after running up the stairs lol",
        "my blood pressure is high",
        "does face massage help",
        "my chest of drawers is heavy",
        "how many tablets come in a box",
        "i take painkillers before a massage",
    ]);
}

#[test]
fn near_misses_of_self_harm() {
    assert_quiet(&[
        "this knot is killing me",
        "i laughed so hard i nearly died",
        "id kill for a massage",
        "i am dying to try hot stone",
        "my back is killing me",
        "that hot stone massage is to die for",
        "im dead after that session",
        "i want to die laughing",
        "my phone died",
        "can i hurt myself with a massage gun",
        "i dont want to hurt myself by pressing too hard",
        "i cut my session short",
        "i could kill for a nap",
        "how do i end the session early",
    ]);
}

#[test]
fn questions_about_massage() {
    assert_quiet(&[
        "hi all, is massage good for sciatica?",
        "how often should i get a massage",
        "what is sciatica",
        "can massage make it worse",
        "is deep tissue safe for me",
        "does insurance cover it",
        "whats the difference between swedish and deep tissue?",
        "how do i find trigger points in my lower back",
        "can i do it at home with a tennis ball",
        "my sciatica is killing me, what massage helps",
        "pins and needles in my foot, does massage help",
        "how long should i hold the pressure",
        "can i massage my own buttock",
        "should i stretch before or after",
    ]);
}
