//! The small English words that tell a report from a denial, a question about something, and news
//! of others. Only the lists are here; how far each cue reaches is decided in `reader`.

/// What a small word or phrase says about the words around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Cue {
    /// Denies what follows: "no fever".
    Denial,
    /// Denies what follows when a [`Cue::Having`] is near: "i dont really have".
    WeakDenial,
    /// What one has, feels or wants, after a weak denial.
    Having,
    /// Looks like a denial or a frame and is none: "not sure why".
    Neutral,
    /// Ends denials and frames: "but".
    Contrast,
    /// Ends denials only: "just".
    Instead,
    /// Carries a denied list on: "no fever, chills or numbness".
    Or,
    /// Joins two statements.
    And,
    /// "no" as the whole answer to a sign put as a question.
    AnsweredNo,
    /// Asks about what follows in general: "what is".
    About,
    /// Asks about what stands before: "a symptom of".
    AboutBefore,
    /// Starts a question that a [`Cue::Causing`] makes a general one: "can it cause".
    Asking,
    /// What things do to people in general.
    Causing,
    /// What follows was read, heard, imagined or warned of.
    Hearsay,
    /// Takes back that it was only a question: "i have that".
    Confirmed,
    /// The person who writes, as the subject.
    Speaker,
    /// What belongs to the person who writes.
    My,
    /// The person who writes, elsewhere in a sentence.
    Me,
    /// Starts a new statement without naming a person.
    Starter,
    /// A word after which a subject does not start a new statement: "if i".
    Joiner,
    /// Someone the writer may be helping.
    Person,
    /// A pronoun for someone named before.
    Pronoun,
    /// An animal.
    Animal,
    /// People in general.
    Crowd,
    /// Asks for someone else: "can she".
    OnBehalf,
    /// A verb in the past.
    Past,
    /// A verb in the present.
    Present,
    /// Long ago.
    LongAgo,
    /// Recent, or still going on.
    Ongoing,
    /// Over and well again.
    Over,
    /// A small word that does not part the words of a sign.
    Filler,
}

/// A set of cues.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Cues(u32);

impl Cues {
    pub(super) fn add(&mut self, cue: Cue) {
        self.0 |= 1 << cue as u8;
    }

    pub(super) fn remove(&mut self, cue: Cue) {
        self.0 &= !(1 << cue as u8);
    }

    pub(super) fn has(self, cue: Cue) -> bool {
        self.0 & 1 << cue as u8 != 0
    }

    pub(super) fn has_any(self, cues: &[Cue]) -> bool {
        cues.iter().any(|&cue| self.has(cue))
    }
}

/// Every cue with its words, separated by `|`.
pub(super) const CUES: &[(Cue, &str)] = &[
    (
        Cue::Denial,
        "no|not|without|never|none|nor|neither|nope|isnt|arent|wasnt|werent|aint|\
         free of|free from|denies|denied|ruled out|rule out|instead of|rather than|\
         negative for|absence of|lack of any|zero",
    ),
    (
        Cue::WeakDenial,
        "dont|doesnt|didnt|havent|hasnt|hadnt|wouldnt|dnt",
    ),
    (
        Cue::Having,
        "have|had|has|got|get|gotten|feel|felt|notice|noticed|experience|\
         experienced|any|want|think|believe|mean|suffer|suffered|see|show|plan|\
         intend|involve|cause|seem to",
    ),
    (
        Cue::Neutral,
        "not sure|not only|not just|not good|not great|not normal|not right|not well|\
         not ok|not okay|not getting better|not better|not improving|not sleeping|\
         not going away|not certain|not able|not been able|not fun|not working|\
         not helping|not helped|not to mention|not anymore|not any more|not the same|\
         not responding|not knowing|not long|not happy|not used|not enough|why not|\
         if not|or not|no idea|no clue|no doubt|no joke|no matter|no longer|no one|\
         no luck|no relief|no improvement|no use|no good|no better|no help|no change|\
         no sleep|no reason|no answer|no i|no im|no ive|no my|no its|no he|no she|\
         no lie|no wonder|no thanks|never mind|never before|never ending|never stops|\
         dont get why|dont get it|dont think this is normal|dont think its normal|\
         dont feel well|dont feel good|dont feel right|doesnt feel right|\
         doesnt seem right|dont get better|doesnt get better|isnt normal|isnt right|\
         isnt going away|isnt getting better|arent working|isnt working|isnt helping|\
         isnt good|what is this|whats this|what is the point|whats the point|what is wrong|whats wrong|what is going on|\
         whats going on|what is happening|whats happening|what is the best|\
         whats the best|what are the best|what is best|whats best|what is the matter|\
         whats the matter|what is the quickest|what is the fastest|if i get up|\
         if i get out|does anyone else|anyone else|does anybody else|anybody else|\
         has anyone else|hi people|hey people|hello people|what are my|what is my|\
         whats my|never had this|never had that|never had such|never felt this|\
         never felt that|never experienced this|never happened|never been this|\
         never been so|havent had this|not had this|anyone know|anyone knows|\
         anyone help|anyone tell|anyone recommend|anyone have|anyone got|anyone advise|\
         anyone here know|can anyone help|can anyone tell|can anyone recommend|\
         can anyone advise|can you help|can you tell me|can you recommend|can you advise|\
         can you please|do you know|do you have|do you recommend|do you think|\
         have you got|can someone help|can someone tell|can someone please|\
         can someone advise|does anyone know|does anyone have",
    ),
    (
        Cue::Contrast,
        "but|however|except|although|though|tho|because|cuz|coz|bc|bcoz|\
         apart from|other than|nevertheless|otherwise|whereas|besides|aside from|\
         anyway",
    ),
    (
        Cue::Instead,
        "just|only|instead|so|until|then|and now|and also|plus",
    ),
    (Cue::Or, "or|nor"),
    (Cue::And, "and|n|then|now|so|also|plus|that"),
    (Cue::AnsweredNo, "no|nope|none|nah|negative|never"),
    (
        Cue::About,
        "what is|what are|whats|what does|what do you call|what causes|what caused the|\
         what happens|what would happen|what was|who gets|why do people|why do some|\
         signs of|sign of|symptom of|symptoms of|warning signs|red flags|red flag|\
         side effects|side effect|cause of|causes of|difference between|meaning of|\
         definition of|define|explain|tell me about|tell me more about|\
         information about|information on|info on|info about|question about|\
         questions about|curious about|learn about|learn more about|know about|\
         anyone know if|how common|how likely|how often do|how do you|how does|\
         how do i know|how do i tell|how would i know|how to tell|how to know|\
         how to recognise|how to recognize|how to spot|how can i tell|how can you tell|\
         how is|how are|how long does|how many people|how dangerous|can you|can people|\
         can someone|can anyone|can a person|can one|do you|do people|has anyone|\
         have you|are there|is there a link|is there any link|link between|\
         relation between|connection between|effect of|effects of|is it true|\
         is this true|when do you|when does|when is|who has|should people|\
         should someone|should you|should a person",
    ),
    (
        Cue::AboutBefore,
        "a symptom|a sign|one of the symptoms|one of the signs|a side effect|a red flag|\
         red flags|a warning sign|warning signs|a danger sign|danger signs|something you have to|\
         something you need to|something you should|something people should|\
         symptom of|symptoms of|sign of|signs of|related to|linked to|\
         connected to|associated with|meaning|definition|a myth|explained|\
         part of sciatica|common with",
    ),
    (
        Cue::Asking,
        "can|could|does|do|did|is|are|will|would|may|might|how can|how could",
    ),
    (
        Cue::Causing,
        "cause|causes|caused|causing|lead to|leads to|leading to|result in|\
         results in|trigger|triggers|give you|gives you|make you|give people|\
         give someone|make people|make someone|be a sign|be a symptom|be signs|\
         be symptoms|mean|means|affect|affects|bring on|increase|raise|increases|\
         be related|be linked|be connected|come from|comes from|come with|comes with|cure|prevent|prevents|\
         risk",
    ),
    (
        Cue::Hearsay,
        "i read|ive read|we read|was reading|just read|have read|read about|read that|\
         read an|reading about|reading that|i heard|ive heard|have heard|heard about|\
         heard of|heard that|hear about|hearing about|article|leaflet|pamphlet|\
         brochure|flyer|website|webpage|web site|google says|googled|internet says|\
         podcast|documentary|the book|a book|my book|this book|in books|movie|movies|\
         film|films|tv|netflix|episode|the series|a series|video about|video on|\
         watched a|saw a video|saw a post|saw on|the news|news story|song|lyrics|\
         video game|homework|essay|studying for|for an exam|for my exam|school project|\
         first aid course|first aid training|poster|textbook|chapter|lecture|webinar|\
         charity|awareness|support group|helpline|research on|research into|watch for|\
         watch out for|look for|look out for|looking out for|check for|checking for|\
         checked for|screen for|tested for|test for|warned about|warned me about|\
         warned of|warn about|warning about|asked about|asked me about|asked if|\
         asked me if|asked whether|asked me whether|asks if|ask if|ask about|\
         told me to come back if|come back if|call if|go to the er if|return if|in case|\
         in case of|what if|if i ever|if i get|if i got|if i develop|if i start|\
         if i were|if i had|if you|if u|if someone|if somebody|if anyone|if people|\
         if a|if there|if they|when you|unless|imagine|hypothetically|suppose|\
         worried about getting|worried about losing|worry about getting|\
         scared about getting|risk of|risks of|at risk|chance of|chances of|\
         likelihood of|prevent|preventing|prevention of|to avoid|avoiding|to rule out|\
         would i get|would i lose|will i get|will i lose|will i end up|might i get|\
         could i get|could i lose|can i end up|volunteer|i work with|i work at|\
         i work on|i teach|patients with|people with|someone with|anyone with|\
         those with|clients with|client with|a person with|somebody with|\
         contraindication|contraindications|contraindicated|scared of having|\
         scared of getting|scared of losing|scared of a|afraid of having|\
         afraid of getting|afraid of losing|afraid of a|fear of having|fear of getting|\
         fear of losing|fear of a|terrified of having|terrified of getting|\
         terrified of losing|terrified of a",
    ),
    (
        Cue::Confirmed,
        "i have it|i have that|i have this|i have them|i have those|i have both|\
         i have all|ive got it|ive got that|ive got this|i have exactly that|i got that|\
         i got this|thats what i have|this is what i have|thats me|happening to me|\
         happens to me|happened to me|i feel that|i feel this|ive had it|ive had this|\
         ive had that|i have had it|i have had this|had it since|had this since|\
         mine started|mine is|mine has|and i do|yes i do|i do have",
    ),
    (Cue::Speaker, "i|im|ive|iam|id|we|weve"),
    (Cue::My, "my|our"),
    (Cue::Me, "me|myself|us"),
    (
        Cue::Starter,
        "it|its|thats|theres|there|theyre|they|he|hes|she|shes|this|today|\
         suddenly|since|now|please|help|also|cant|keep",
    ),
    (
        Cue::Joiner,
        "if|when|whenever|where|do|does|did|should|can|could|would|will|am|may|\
         might|must|have|had|has|think|say|said|says|mean|means|believe|after|\
         before|while|until|unless|as|than|what|how|which|who|whether|in|on|at|\
         of|to|for|from|with|by|around|about|inside|into|over|under|near|down|\
         up|between|behind|below|across|through|is|are|was|all|any|the|a",
    ),
    (
        Cue::Person,
        "wife|husband|hubby|partner|spouse|girlfriend|boyfriend|gf|bf|fiance|\
         fiancee|mum|mom|mother|mam|mummy|mommy|dad|father|daddy|parents|son|\
         daughter|child|kid|kids|baby|toddler|brother|bro|sister|sis|sibling|\
         grandma|grandmother|gran|nan|nana|granny|grandpa|grandad|granddad|\
         grandfather|uncle|aunt|auntie|cousin|nephew|niece|friend|friends|mate|\
         buddy|bestie|roommate|flatmate|housemate|neighbour|neighbor|colleague|\
         coworker|co worker|workmate|boss|client|patient|customer|teammate|teacher|\
         inlaw|in law|stepdad|stepmum|stepmom|ex|other half|guy|man|woman|lady|\
         boy|girl|bloke|dude",
    ),
    (
        Cue::Pronoun,
        "he|she|hes|shes|his|her|him|they|theyre|their|them|hers",
    ),
    (
        Cue::Animal,
        "cat|cats|dog|dogs|doggo|puppy|pup|kitten|kitty|horse|pony|hamster|\
         rabbit|bunny|parrot|budgie|guinea pig|ferret|pet|pets",
    ),
    (
        Cue::Crowd,
        "people|ppl|anyone|anybody|patients|clients|customers|women|men|adults|\
         children|athletes|runners|survivors|sufferers|guests|actor|actress|singer|\
         celebrity|character|characters|a person|humans|therapists|older people",
    ),
    (
        Cue::OnBehalf,
        "can she|can he|should she|should he|could she|could he|is she|is he|\
         does she|does he|for her|for him|help her|help him|her back|his back|\
         massage her|massage him",
    ),
    (
        Cue::Past,
        "had|was|were|got|did|used|died|experienced|suffered|became|killed|\
         committed|attempted|survived",
    ),
    (
        Cue::Present,
        "is|am|are|im|iam|ive|have|has|having|cant|feel|feels|feeling|get|gets|\
         getting|keep|keeps|go|goes|going|hurts|wont|dont|doesnt|havent|hasnt|\
         isnt|arent|hes|shes|theyre|its|wants|want|says|thinks|say|become|\
         becoming|just|been|needs|threatens|threatening",
    ),
    (
        Cue::LongAgo,
        "years ago|year ago|yrs ago|yr ago|months ago|month ago|decades ago|\
         decade ago|ages ago|long ago|long time ago|last year|last summer|last winter|\
         last spring|last autumn|the year before|years back|months back|years before|\
         as a kid|as a child|as a teenager|as a teen|as a baby|in childhood|\
         in my childhood|in my teens|in my twenties|in my 20s|in my thirties|in my 30s|\
         when i was young|when i was younger|when i was a|when i was little|when we were|\
         in college|in high school|back then|back in the day|back in my|in the past|\
         in the 90s|in the 80s|used to|once had|had once|previously|formerly|way back",
    ),
    (
        Cue::Ongoing,
        "now|today|tonight|yesterday|still|again|since|ever since|started|starting|\
         began|this morning|this evening|this afternoon|this week|last night|last week|\
         right now|atm|at the moment|currently|just|just now|minutes ago|mins ago|\
         min ago|minute ago|hours ago|hour ago|hrs ago|days ago|day ago|all day|\
         all night|suddenly|all of a sudden|lately|recently|help|emergency|asap|\
         urgent|every day|everyday|every night|at night|constantly|is back|its back|\
         came back|come back|keeps|keep",
    ),
    (
        Cue::Over,
        "all fine|fine now|fine again|all good|all ok|all clear|gone now|all gone|\
         better now|ok now|okay now|good now|fine since|resolved|recovered|healed|\
         no problems since|no issues since|fully recovered|completely gone|\
         back to normal|been fine|im fine|was nothing|turned out fine|false alarm",
    ),
    (
        Cue::Filler,
        "a|an|the|my|your|his|her|their|our|this|that|these|those|some|any|of|\
         in|on|at|to|from|with|by|for|into|around|round|near|inside|across|\
         about|all|over|is|are|was|were|am|im|be|been|being|it|its|feel|feels|\
         feeling|felt|gets|get|getting|got|goes|go|going|gone|went|have|has|had|\
         having|do|does|i|me|he|she|him|they|them|we|us|very|really|so|quite|\
         rather|bit|kinda|kind|sort|like|lot|completely|totally|fully|slightly|\
         little|pretty|super|extremely|also|even|just|still|now|today|since|\
         yesterday|both|whole|area|region|part|side|left|right|seem|seems|look|looks|\
         sometimes|always|constantly|suddenly|almost|properly|anymore|at all|weird|\
         strange|everywhere|including|below|own|myself|entire|need|needs|down|up|\
         out|there|when|while|morning|last|night|days|hours",
    ),
];
