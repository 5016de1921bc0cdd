//! Everything the structured interview says in its own words.

use std::cell::RefCell;

use super::kind::Kind;
use vivavoce_text::words;

/// Chooses between ways to say a thing: by session and turn, never by chance.
pub(super) struct Phrases {
    seed: u64,
    turn: u64,
    kind: Kind,
    /// The last things said, so that none is heard again soon.
    lately: RefCell<Vec<&'static str>>,
}

/// How many of them are remembered.
const LATELY: usize = 8;

impl Phrases {
    pub(super) fn new(seed: u64, kind: Kind) -> Self {
        Self {
            seed,
            turn: 0,
            kind,
            lately: RefCell::default(),
        }
    }

    pub(super) fn next_turn(&mut self) {
        self.turn += 1;
    }

    /// The first way, from a place that session and turn decide, that was not heard lately.
    fn one_of(&self, ways: &[&'static str]) -> &'static str {
        let from = self.seed.wrapping_add(self.turn) % ways.len().max(1) as u64;
        let mut lately = self.lately.borrow_mut();
        let turned = || ways.iter().cycle().skip(from as usize).take(ways.len());
        let way = turned()
            .find(|way| !lately.contains(way))
            .or_else(|| turned().next());
        let way = way.copied().unwrap_or_default();
        lately.push(way);
        if lately.len() > LATELY {
            lately.remove(0);
        }
        way
    }

    fn in_story(&self) -> bool {
        self.kind.is_role_play()
    }

    pub(super) fn greeting(
        &self,
        name: &str,
        scenario: &str,
        described: &str,
        prompts: usize,
    ) -> String {
        let hello = match (name, scenario) {
            ("", "") => "Hello, and welcome.".to_owned(),
            ("", scenario) => format!("Hello, and welcome to **{scenario}**."),
            (name, "") => format!("Hello {name}, and welcome."),
            (name, scenario) => format!("Hello {name}, and welcome to **{scenario}**."),
        };
        let described = match described {
            "" => String::new(),
            text => format!(" {}", words::excerpt(text, 400)),
        };
        let how = if self.in_story() {
            " I’ll play the other side; answer as you would in real life, and say “end” whenever you want to stop."
                .to_owned()
        } else {
            let count = match prompts {
                1 => "one question".to_owned(),
                count => format!("{} questions", number(count)),
            };
            format!(
                " I have {count} for you, one at a time. Take the room you need; say “skip” to leave one out, or “end” to stop."
            )
        };
        format!("{hello}{described}{how}")
    }

    pub(super) fn hello_again(&self) -> &'static str {
        self.one_of(&[
            "Hello! Good to have you here.",
            "Hi there, nice to meet you.",
        ])
    }

    pub(super) fn repeating(&self) -> &'static str {
        self.one_of(&[
            "Of course, here it is again. Say whatever comes to mind first; there is no wrong place to begin.",
            "Gladly. An example from your own experience is all it takes:",
        ])
    }

    pub(super) fn not_caught(&self) -> &'static str {
        self.one_of(&[
            "I did not quite catch that; could you put it in words?",
            "That one got past me. Could you write it out?",
        ])
    }

    pub(super) fn declined(&self) -> &'static str {
        if self.in_story() {
            return self.one_of(&[
                "Hm. I had hoped for an answer to that.",
                "All right, then not.",
            ]);
        }
        self.one_of(&[
            "That’s fine, let’s leave that one.",
            "No problem at all, we’ll move on.",
            "Fair enough; not every question fits.",
        ])
    }

    /// Shows that the answer was heard, by what can honestly be told from its words.
    pub(super) fn thanks(&self, answer: &str) -> String {
        let spoken = words::words(answer);
        let has = |starts: &[&str]| {
            spoken
                .iter()
                .any(|word| starts.iter().any(|start| word.starts_with(start)))
        };
        if self.in_story() {
            return self.reaction(&has).to_owned();
        }
        let text = if has(&[
            "difficult",
            "hard",
            "fail",
            "struggl",
            "stress",
            "frustrat",
            "worr",
            "afraid",
            "lost",
        ]) {
            self.one_of(&[
                "Thank you for being open about that; it cannot have been easy.",
                "That sounds demanding. Thank you for telling me.",
                "I appreciate that you say so plainly.",
            ])
        } else if spoken.len() >= 60 {
            self.one_of(&[
                "Thank you for such a full answer.",
                "That gives me a very clear picture, thank you.",
            ])
        } else if answer.chars().any(char::is_numeric) {
            self.one_of(&[
                "Thank you; a figure makes it concrete.",
                "Good, that is concrete.",
            ])
        } else if has(&[
            "because",
            "therefore",
            "result",
            "learned",
            "learnt",
            "realised",
            "realized",
        ]) {
            self.one_of(&[
                "Thank you, I can follow your reasoning.",
                "That makes sense, and the why helps.",
            ])
        } else if spoken.len() >= 20 {
            self.one_of(&[
                "Thanks, that helps me understand.",
                "Good, I can picture that.",
                "Thank you, that is clear.",
            ])
        } else {
            self.one_of(&[
                "Thanks.",
                "Good to know.",
                "I see.",
                "All right, thank you.",
            ])
        };
        text.to_owned()
    }

    /// The other side of a story warms up to care and to concrete offers.
    fn reaction(&self, has: &dyn Fn(&[&str]) -> bool) -> &'static str {
        match (cares(has), offers(has)) {
            (true, true) => self.one_of(&[
                "Thank you, that is the first thing today that sounds right.",
                "Good. It helps that you see it from my side.",
            ]),
            (true, false) => self.one_of(&[
                "I appreciate that. Still, it does not solve it yet.",
                "Kind of you to say so.",
            ]),
            (false, true) => self.one_of(&[
                "All right, that is at least something concrete.",
                "Hm, that could work.",
            ]),
            (false, false) => self.one_of(&[
                "I’m not sure that answers it.",
                "Hm. I hear you, but I am not convinced yet.",
                "All right.",
            ]),
        }
    }

    /// What comes before the answer to a question in a story: only what a kind word earns.
    pub(super) fn before_an_answer(&self, said: &str) -> &'static str {
        let spoken = words::words(said);
        let has = |starts: &[&str]| {
            spoken
                .iter()
                .any(|word| starts.iter().any(|start| word.starts_with(start)))
        };
        if self.in_story() && cares(&has) {
            self.one_of(&["I appreciate that.", "Thank you for saying so."])
        } else {
            ""
        }
    }

    pub(super) fn further(&self, question: &str) -> &'static str {
        let asked = question.to_lowercase();
        if asked.starts_with("do ")
            || asked.starts_with("have ")
            || asked.starts_with("are ")
            || asked.starts_with("can ")
        {
            return self.one_of(&[
                "Could you tell me what makes you say so?",
                "Tell me a little more: how so?",
            ]);
        }
        self.one_of(&[
            "Could you tell me a little more? An example would be perfect.",
            "Just a sentence or two more, if you like: what was behind that?",
            "I’d like to understand that better. What would be an example?",
        ])
    }

    /// Stands before the next question. `left` counts it.
    pub(super) fn bridge(&self, left: usize, touched: bool) -> &'static str {
        if self.in_story() {
            return "";
        }
        match (touched, left) {
            (true, _) => "You touched on this already; I’d still like to hear it in full.",
            (false, 1) => "One last question.",
            (false, 2) => "Two more to go.",
            _ => "",
        }
    }

    pub(super) fn back_to_it(&self) -> &'static str {
        self.one_of(&["Back to my question:", "And now to where we were:"])
    }

    pub(super) fn found(&self, quote: &str) -> String {
        let lead = self.one_of(&["Here is what I have on that:", "This is what my notes say:"]);
        format!("{lead}\n\n> {quote}")
    }

    pub(super) fn no_answer(&self, question: &str) -> &'static str {
        let offered = || {
            words::words(question)
                .iter()
                .any(|word| word == "help" || word == "assist")
        };
        if self.in_story() && offered() {
            return self.one_of(&[
                "I certainly hope you can.",
                "Well, that is why we are talking.",
            ]);
        }
        match self.kind {
            Kind::Customer => {
                return self.one_of(&[
                    "You have my file in front of you, don’t you? What matters to me is what happens now.",
                    "More or less. I’d rather hear what you can do about it.",
                    "I’d have to look that up, and I’m the one who asked for help.",
                ]);
            }
            Kind::Buyer => {
                return self.one_of(&[
                    "Let’s say I haven’t decided on that yet.",
                    "Assume the usual for a place like ours.",
                    "That depends on what you can show me.",
                ]);
            }
            Kind::Interview | Kind::Coach | Kind::Host => {}
        }
        self.one_of(&[
            "I can’t answer that from what I have here, and I’d rather not guess.",
            "Good question, but nothing I was given answers it, so I’d rather not make something up.",
        ])
    }

    pub(super) fn about_me(&self, scenario: &str) -> String {
        let what = if scenario.is_empty() {
            "this conversation".to_owned()
        } else {
            format!("“{scenario}”")
        };
        format!(
            "I’m an automated agent that leads {what}; no person is typing here. What you say is kept for whoever invited you."
        )
    }

    pub(super) fn about_orders(&self) -> &'static str {
        "How I was prepared stays with the people who set this up. I’m glad to go on with our conversation, though."
    }

    pub(super) fn about_this(&self, described: &str, left: usize) -> String {
        let about = match described {
            "" => {
                "This is a conversation in which I ask and you answer in your own words.".to_owned()
            }
            text => words::excerpt(text, 400),
        };
        if self.in_story() {
            return about;
        }
        let left = match left {
            1 => "This is the last question.".to_owned(),
            left => format!(
                "There are {} questions left, this one included.",
                number(left)
            ),
        };
        format!("{about} {left}")
    }

    pub(super) fn stopping(&self) -> &'static str {
        self.one_of(&[
            "Of course, we can stop here.",
            "All right, let’s leave it at that.",
        ])
    }

    pub(super) fn summary(&self, told: &[(&str, String)]) -> String {
        if told.is_empty() || self.in_story() {
            return String::new();
        }
        let points: Vec<String> = told
            .iter()
            // An answer's own markdown would break the list apart.
            .map(|(topic, said)| format!("- **{}**: {}", plain(topic), plain(said)))
            .collect();
        format!("Here is what I take away:\n\n{}", points.join("\n"))
    }

    pub(super) fn all_asked(&self) -> &'static str {
        if self.in_story() {
            "That was everything from my side."
        } else {
            "That was everything I wanted to ask."
        }
    }

    pub(super) fn offer(&self) -> &'static str {
        "Would you like to add something, or shall we end here?"
    }

    pub(super) fn go_ahead(&self) -> &'static str {
        "Please, go ahead."
    }

    pub(super) fn added(&self) -> &'static str {
        self.one_of(&["Thank you, I have added that.", "Noted, thank you."])
    }

    pub(super) fn farewell(&self, name: &str) -> String {
        let name = if name.is_empty() {
            String::new()
        } else {
            format!(", {name}")
        };
        self.one_of(&[
            "Thank you for your time{}. Goodbye!",
            "It was a pleasure talking with you{}. All the best!",
        ])
        .replace("{}", &name)
    }

    pub(super) fn after_the_end(&self) -> &'static str {
        "This conversation has ended. Thank you again."
    }
}

fn number(count: usize) -> String {
    const NAMES: &[&str] = &[
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    NAMES
        .get(count)
        .map_or_else(|| count.to_string(), |name| (*name).to_owned())
}

fn plain(text: &str) -> String {
    text.replace(['*', '`', '|', '[', ']', '<', '>', '#'], "")
}

fn cares(has: &dyn Fn(&[&str]) -> bool) -> bool {
    has(&[
        "sorry",
        "apolog",
        "understand",
        "frustrat",
        "appreciat",
        "imagine",
    ])
}

fn offers(has: &dyn Fn(&[&str]) -> bool) -> bool {
    has(&[
        "refund", "replac", "send", "fix", "solve", "offer", "will", "i'll", "discount", "example",
        "save", "starts", "get", "today", "tomorrow", "month", "free",
    ])
}
