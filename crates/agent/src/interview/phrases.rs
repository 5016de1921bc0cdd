//! Everything the structured interview says in its own words.

use std::cell::RefCell;

use super::hearing::Ear;
use super::kind::Kind;
use super::pack::{Pack, Says};
use vivavoce_text::words;

/// Chooses between ways to say a thing: by session and turn, never by chance.
pub(super) struct Phrases {
    seed: u64,
    turn: u64,
    kind: Kind,
    pack: &'static Pack,
    ear: &'static Ear,
    /// The last things said, so that none is heard again soon.
    lately: RefCell<Vec<&'static str>>,
}

/// How many of them are remembered.
const LATELY: usize = 8;

impl Phrases {
    pub(super) fn new(seed: u64, kind: Kind, pack: &'static Pack, ear: &'static Ear) -> Self {
        Self {
            seed,
            turn: 0,
            kind,
            pack,
            ear,
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

    fn says(&self) -> &'static Says {
        &self.pack.says
    }

    fn in_story(&self) -> bool {
        self.kind.is_role_play()
    }

    /// Sentences one after the other; empty ones vanish.
    fn sentences(&self, all: &[&str]) -> String {
        let all: Vec<&str> = all.iter().copied().filter(|it| !it.is_empty()).collect();
        all.join(self.pack.gap)
    }

    fn counted(&self, form: &str, count: usize) -> String {
        let counted = self.says().questions.get(count.saturating_sub(1));
        match counted {
            Some(counted) => form.replace("{count}", counted),
            None => form.replace("{count}", &count.to_string()),
        }
    }

    pub(super) fn greeting(
        &self,
        name: &str,
        scenario: &str,
        described: &str,
        prompts: usize,
    ) -> String {
        let says = self.says();
        let hello = match (name, scenario) {
            ("", "") => says.hello,
            ("", _) => says.hello_scenario,
            (_, "") => says.hello_name,
            _ => says.hello_both,
        };
        let hello = filled(hello, &[("{name}", name), ("{scenario}", scenario)]);
        let how = if self.in_story() {
            says.how_story.to_owned()
        } else {
            self.counted(says.how, prompts)
        };
        self.sentences(&[&hello, &words::excerpt(described, 400), &how])
    }

    pub(super) fn hello_again(&self) -> &'static str {
        self.one_of(self.says().hello_again)
    }

    pub(super) fn repeating(&self) -> &'static str {
        self.one_of(self.says().repeating)
    }

    pub(super) fn not_caught(&self) -> &'static str {
        self.one_of(self.says().not_caught)
    }

    pub(super) fn declined(&self) -> &'static str {
        self.one_of(if self.in_story() {
            self.says().declined_story
        } else {
            self.says().declined
        })
    }

    /// Shows that the answer was heard, by what can honestly be told from its words.
    pub(super) fn thanks(&self, answer: &str) -> String {
        let (says, line) = (self.says(), self.ear.line(answer));
        if self.in_story() {
            // The other side of a story warms up to care and to concrete offers.
            let ways = match (self.ear.cares.are_in(&line), self.ear.offers.are_in(&line)) {
                (true, true) => says.story_both,
                (true, false) => says.story_care,
                (false, true) => says.story_offer,
                (false, false) => says.story_neither,
            };
            return self.one_of(ways).to_owned();
        }
        let length = self.ear.length(answer);
        let ways = if self.ear.hard.are_in(&line) {
            says.thanks_hard
        } else if length >= 60 {
            says.thanks_full
        } else if answer.chars().any(char::is_numeric) {
            says.thanks_figure
        } else if self.ear.reason.are_in(&line) {
            says.thanks_reason
        } else if length >= 20 {
            says.thanks_some
        } else {
            says.thanks_little
        };
        self.one_of(ways).to_owned()
    }

    /// What comes before the answer to a question in a story: only what a kind word earns.
    pub(super) fn before_an_answer(&self, said: &str) -> &'static str {
        if self.in_story() && self.ear.cares.are_in(&self.ear.line(said)) {
            self.one_of(self.says().story_appreciates)
        } else {
            ""
        }
    }

    pub(super) fn further(&self, question: &str) -> &'static str {
        self.one_of(if self.ear.yes_no.begin(&self.ear.line(question)) {
            self.says().further_yes_no
        } else {
            self.says().further
        })
    }

    /// Stands before the next question. `left` counts it.
    pub(super) fn bridge(&self, left: usize, touched: bool) -> &'static str {
        if self.in_story() {
            return "";
        }
        match (touched, left) {
            (true, _) => self.says().touched,
            (false, 1) => self.says().last,
            (false, 2) => self.says().two_left,
            _ => "",
        }
    }

    pub(super) fn back_to_it(&self) -> &'static str {
        self.one_of(self.says().back)
    }

    pub(super) fn found(&self, quote: &str) -> String {
        let lead = self.one_of(self.says().found);
        format!("{lead}\n\n> {quote}")
    }

    pub(super) fn no_answer(&self, question: &str) -> &'static str {
        let says = self.says();
        if self.in_story() && self.ear.helps.are_in(&self.ear.line(question)) {
            return self.one_of(says.no_answer_help);
        }
        self.one_of(match self.kind {
            Kind::Customer => says.no_answer_customer,
            Kind::Buyer => says.no_answer_buyer,
            Kind::Interview | Kind::Coach | Kind::Host => says.no_answer,
        })
    }

    pub(super) fn about_me(&self, scenario: &str) -> String {
        let says = self.says();
        let what = if scenario.is_empty() {
            says.this.to_owned()
        } else {
            filled(says.named, &[("{scenario}", scenario)])
        };
        filled(says.about_me, &[("{what}", &what)])
    }

    pub(super) fn about_orders(&self) -> &'static str {
        self.says().about_orders
    }

    pub(super) fn about_this(&self, described: &str, left: usize) -> String {
        let about = match described {
            "" => self.says().about_this.to_owned(),
            text => words::excerpt(text, 400),
        };
        if self.in_story() {
            return about;
        }
        let left = match left {
            1 => self.says().one_left.to_owned(),
            left => self.counted(self.says().left, left),
        };
        self.sentences(&[&about, &left])
    }

    pub(super) fn stopping(&self) -> &'static str {
        self.one_of(self.says().stopping)
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
        format!("{}\n\n{}", self.says().summary, points.join("\n"))
    }

    pub(super) fn all_asked(&self) -> &'static str {
        if self.in_story() {
            self.says().all_asked_story
        } else {
            self.says().all_asked
        }
    }

    pub(super) fn offer(&self) -> &'static str {
        self.says().offer
    }

    pub(super) fn choice_end(&self) -> &'static str {
        self.says().choice_end
    }

    pub(super) fn choice_add(&self) -> &'static str {
        self.says().choice_add
    }

    pub(super) fn go_ahead(&self) -> &'static str {
        self.says().go_ahead
    }

    pub(super) fn added(&self) -> &'static str {
        self.one_of(self.says().added)
    }

    pub(super) fn farewell(&self, name: &str) -> String {
        let called = if name.is_empty() {
            String::new()
        } else {
            filled(self.says().called, &[("{name}", name)])
        };
        filled(self.one_of(self.says().farewell), &[("{called}", &called)])
    }

    pub(super) fn after_the_end(&self) -> &'static str {
        self.says().after_the_end
    }

    /// Sentences and paragraphs as one message; empty parts vanish.
    pub(super) fn join(&self, parts: &[&str]) -> String {
        let parts: Vec<&str> = parts.iter().copied().filter(|it| !it.is_empty()).collect();
        match parts.split_last() {
            // The question stands by itself, where the eye finds it.
            Some((last, rest)) if !rest.is_empty() => {
                format!("{}\n\n{last}", rest.join(self.pack.gap))
            }
            Some((only, _)) => (*only).to_owned(),
            None => String::new(),
        }
    }

    /// A second answer behind the first.
    pub(super) fn append(&self, told: &mut String, text: &str) {
        let is_open = told.ends_with(char::is_alphanumeric);
        told.push_str(if is_open {
            self.pack.stop
        } else {
            self.pack.gap
        });
        told.push_str(text);
    }
}

/// `form` with its slots filled, each once: what fills one is never read for another.
fn filled(form: &str, slots: &[(&str, &str)]) -> String {
    let mut text = String::new();
    let mut rest = form;
    loop {
        let next = slots
            .iter()
            .filter_map(|(slot, value)| Some((rest.find(slot)?, *slot, *value)))
            .min_by_key(|(at, _, _)| *at);
        let Some((at, slot, value)) = next else {
            text.push_str(rest);
            return text;
        };
        text.push_str(rest.get(..at).unwrap_or_default());
        text.push_str(value);
        rest = rest.get(at + slot.len()..).unwrap_or_default();
    }
}

fn plain(text: &str) -> String {
    text.replace(['*', '`', '|', '[', ']', '<', '>', '#'], "")
}
