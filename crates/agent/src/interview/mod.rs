//! The structured interview: how the built-in agent talks when a scenario carries no script.
//!
//! It asks one question at a time, listens to what kind of message comes back, asks further once
//! where an answer says little, answers questions from the scenario's document, and ends with a
//! summary of what it was told. Nothing is kept between turns: every turn replays the conversation.

mod brief;
mod finding;
mod hearing;
mod kind;
mod lines;
mod pack;
mod packs;
mod phrases;
mod questions;
mod reading;

use vivavoce_protocol::wire::Choice;

use self::brief::{Brief, Prompt};
use self::hearing::{Ear, Heard};
use self::phrases::Phrases;
use super::act::Act;
use super::variation::{first_name, seed};
use super::{AgentContext, By, Said};
use vivavoce_text::retrieval::{self, sentence};
use vivavoce_text::{Language, asks, language, words};

/// Choice that ends the conversation.
const END: &str = "end";
/// Choice that leaves room for more.
const ADD: &str = "add";
/// How many answers the summary quotes.
const SUMMARIZED: usize = 6;

/// The next turn. A visitor who speaks first is greeted, and asked the first question.
pub fn reply(context: &AgentContext) -> Vec<Act> {
    let language = language_of(context);
    let brief = brief::read(context, packs::of(language));
    let mut talk = Talk::new(context, &brief, language);
    let spoken = || context.history.iter().filter(|said| said.by != By::Tool);
    let opened = spoken().next().is_some_and(|said| said.by == By::Agent);
    let mut acts = talk.open();
    let said: Vec<&Said> = spoken().filter(|said| said.by == By::Visitor).collect();
    if !opened
        && let [only] = said.as_slice()
        && let Some(answer) = talk.known(&only.text)
    {
        // Who opens with a question hears its answer before the greeting's own.
        acts.insert(0, Act::Say(answer));
        return acts;
    }
    for said in said.into_iter().skip(usize::from(!opened)) {
        acts = talk.hear(said);
    }
    acts
}

struct Talk<'a> {
    context: &'a AgentContext,
    brief: &'a Brief,
    language: Language,
    ear: &'static Ear,
    phrases: Phrases,
    /// The prompt that waits for its answer; all of them: the closing is open.
    at: usize,
    /// The prompt was asked further, or again, already.
    pressed: bool,
    /// What was answered, by prompt; a second answer to one prompt is appended.
    told: Vec<(usize, String)>,
    ended: bool,
}

impl<'a> Talk<'a> {
    fn new(context: &'a AgentContext, brief: &'a Brief, language: Language) -> Self {
        let ear = Ear::of(language);
        let seed = seed(&context.session_id);
        Self {
            context,
            brief,
            language,
            ear,
            phrases: Phrases::new(seed, brief.kind, packs::of(language), ear),
            at: 0,
            pressed: false,
            told: Vec::new(),
            ended: false,
        }
    }

    fn open(&mut self) -> Vec<Act> {
        let name = first_name(&self.context.user.name);
        let scenario = self.context.scenario_name.trim();
        let described = self
            .context
            .description
            .as_deref()
            .map(str::trim)
            .unwrap_or_default();
        let greeting = self
            .phrases
            .greeting(name, scenario, described, self.brief.prompts.len());
        let mut acts = vec![Act::Say(greeting)];
        acts.extend(self.prompt().map(|prompt| Act::Say(prompt.text.clone())));
        acts
    }

    fn hear(&mut self, said: &Said) -> Vec<Act> {
        self.phrases.next_turn();
        if self.ended {
            return vec![Act::Say(self.phrases.after_the_end().to_owned()), Act::End];
        }
        if said.choice.as_deref() == Some(END) {
            return self.end();
        }
        let heard = self.ear.hear(&said.text);
        match self.prompt() {
            Some(prompt) => self.hear_answer(prompt, heard, &said.text),
            None => self.hear_closing(heard, said),
        }
    }

    fn hear_answer(&mut self, prompt: &'a Prompt, heard: Heard, text: &str) -> Vec<Act> {
        let again = prompt.text.as_str();
        match heard {
            Heard::Stop => self.sum_up(self.phrases.stopping(), ""),
            Heard::Greeting if self.told.is_empty() => {
                vec![Act::Say(
                    self.phrases.join(&[self.phrases.hello_again(), again]),
                )]
            }
            Heard::Repeat => vec![Act::Say(
                self.phrases.join(&[self.phrases.repeating(), again]),
            )],
            Heard::AboutMe => {
                let scenario = self.context.scenario_name.trim();
                vec![
                    Act::Say(self.phrases.about_me(scenario)),
                    Act::Say(again.to_owned()),
                ]
            }
            Heard::AboutOrders => {
                vec![Act::Say(
                    self.phrases.join(&[self.phrases.about_orders(), again]),
                )]
            }
            Heard::AboutThis => {
                let described = self
                    .context
                    .description
                    .as_deref()
                    .unwrap_or_default()
                    .trim();
                let left = self.brief.prompts.len() - self.at;
                let about = self.phrases.about_this(described, left);
                vec![Act::Say(about), Act::Say(again.to_owned())]
            }
            Heard::Nothing if !self.pressed => {
                self.pressed = true;
                vec![Act::Say(
                    self.phrases.join(&[self.phrases.not_caught(), again]),
                )]
            }
            Heard::Nothing | Heard::Decline => self.go_on(self.phrases.declined().to_owned()),
            Heard::Greeting => self.go_on(self.phrases.thanks(text)),
            Heard::Question => {
                let answer = self.answer(text);
                if self.brief.kind.is_role_play() {
                    // In a story the visitor's question is how the talk goes on.
                    self.note(text);
                    let kindness = self.phrases.before_an_answer(text);
                    self.go_on(format!("{kindness} {answer}").trim().to_owned())
                } else {
                    vec![
                        Act::Say(answer),
                        Act::Say(self.phrases.join(&[self.phrases.back_to_it(), again])),
                    ]
                }
            }
            Heard::Answer { brief: true, .. }
                if !self.pressed && !self.brief.kind.is_role_play() =>
            {
                self.pressed = true;
                self.note(text);
                vec![Act::Say(self.phrases.further(again).to_owned())]
            }
            Heard::Answer { asks_back, .. } => {
                self.note(text);
                if asks_back {
                    let asked = words::sentences(text).last().copied().unwrap_or(text);
                    let answer = self.answer(asked);
                    self.go_on(answer)
                } else {
                    self.go_on(self.phrases.thanks(text))
                }
            }
        }
    }

    /// All was asked; the visitor may add something or leave.
    fn hear_closing(&mut self, heard: Heard, said: &Said) -> Vec<Act> {
        match heard {
            _ if said.choice.as_deref() == Some(ADD) => {
                vec![Act::Say(self.phrases.go_ahead().to_owned())]
            }
            Heard::Stop | Heard::Decline => self.end(),
            _ if self.ear.leaves(&said.text) => self.end(),
            Heard::Question => self.offer_to_end(self.answer(&said.text)),
            Heard::AboutMe => {
                self.offer_to_end(self.phrases.about_me(self.context.scenario_name.trim()))
            }
            Heard::AboutOrders => self.offer_to_end(self.phrases.about_orders().to_owned()),
            Heard::Nothing | Heard::Greeting | Heard::Repeat | Heard::AboutThis => {
                self.offer_to_end(self.phrases.all_asked().to_owned())
            }
            Heard::Answer { .. } => self.offer_to_end(self.phrases.added().to_owned()),
        }
    }

    fn prompt(&self) -> Option<&'a Prompt> {
        self.brief.prompts.get(self.at)
    }

    fn note(&mut self, text: &str) {
        match self.told.last_mut() {
            Some((at, told)) if *at == self.at => {
                self.phrases.append(told, text);
            }
            _ => self.told.push((self.at, text.to_owned())),
        }
    }

    /// `reaction`, then the next prompt, or the summary after the last.
    fn go_on(&mut self, reaction: String) -> Vec<Act> {
        self.at += 1;
        self.pressed = false;
        let Some(prompt) = self.prompt() else {
            return self.sum_up(&reaction, self.phrases.all_asked());
        };
        let touched = self.touched(prompt);
        let bridge = self
            .phrases
            .bridge(self.brief.prompts.len() - self.at, touched);
        vec![Act::Say(self.phrases.join(&[
            &reaction,
            bridge,
            &prompt.text,
        ]))]
    }

    /// Whether earlier answers already spoke of most of what `prompt` asks.
    fn touched(&self, prompt: &Prompt) -> bool {
        let terms = |text: &str| words::terms_in(self.language, text);
        let mut asked = terms(&prompt.topic);
        asked.sort();
        asked.dedup();
        if asked.len() < 2 {
            return false;
        }
        let told: Vec<String> = self.told.iter().flat_map(|(_, text)| terms(text)).collect();
        let found = asked.iter().filter(|term| told.contains(term)).count();
        found * 3 >= asked.len() * 2
    }

    /// From the knowledge or the document, or plainly that there is no answer.
    fn answer(&self, question: &str) -> String {
        let described = self.context.description.as_deref().unwrap_or_default();
        let document = self.context.document.as_deref().unwrap_or_default();
        if let Some(known) = self.known(question) {
            return known;
        }
        match sentence::answer(document, question).or_else(|| sentence::answer(described, question))
        {
            Some(found) => self.phrases.found(&found),
            None => self.phrases.no_answer(question).to_owned(),
        }
    }

    /// The owner's own answer, in the owner's own words.
    fn known(&self, text: &str) -> Option<String> {
        if !asks(self.language, text) {
            return None;
        }
        retrieval::answer(&self.context.knowledge, text).map(|(_, answer)| answer)
    }

    fn sum_up(&mut self, reaction: &str, closing: &str) -> Vec<Act> {
        self.at = self.brief.prompts.len();
        let told: Vec<(&str, String)> = self
            .told
            .iter()
            .filter_map(|(at, text)| Some((self.brief.prompts.get(*at)?, text)))
            .take(SUMMARIZED)
            .map(|(prompt, text)| (prompt.topic.as_str(), words::excerpt(text, 140)))
            .collect();
        let summary = self.phrases.summary(&told);
        let mut acts = vec![Act::Say(self.phrases.join(&[reaction, &summary]))];
        acts.extend(self.offer_to_end(closing.to_owned()));
        acts
    }

    fn offer_to_end(&self, text: String) -> Vec<Act> {
        let choice = |id: &str, text: &str| Choice {
            id: id.to_owned(),
            text: text.to_owned(),
            url: None,
        };
        vec![
            Act::Say(self.phrases.join(&[&text, self.phrases.offer()])),
            Act::Choices(vec![
                choice(END, self.phrases.choice_end()),
                choice(ADD, self.phrases.choice_add()),
            ]),
        ]
    }

    fn end(&mut self) -> Vec<Act> {
        self.ended = true;
        let name = first_name(&self.context.user.name);
        vec![Act::Say(self.phrases.farewell(name)), Act::End]
    }
}

/// The language to talk in: the conversation's, where there is a pack for it; English where there is none. One
/// that nobody said is the instructions' own.
fn language_of(context: &AgentContext) -> Language {
    match context
        .language
        .as_deref()
        .filter(|tag| !tag.trim().is_empty())
    {
        Some(tag) => Language::read(tag).unwrap_or_default(),
        None => language::spoken(&context.instructions, None).unwrap_or_default(),
    }
}

#[cfg(test)]
mod language_tests;
#[cfg(test)]
mod tests;
