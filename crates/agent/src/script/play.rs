//! Plays a script. Nothing is kept between turns: where the script stands follows from what was
//! said so far, every time anew.

use serde_json::Value;
use vivavoce_protocol::variables::fill;
use vivavoce_protocol::wire::{Choice, Variables};

use super::checked::{Ask, Button, Kind, LeadTexts, Place, Script, Texts};
use super::known;
use crate::act::Act;
use crate::own_variables;
use crate::variation::seed;
use crate::{AgentContext, By, Captured, Said};
use vivavoce_text::words;

/// Characters of an answer that are kept under a name.
const KEPT: usize = 300;

/// What the script does now.
///
/// If the visitor spoke first, that message is no answer to anything: it opens the script.
pub fn reply(script: &Script, context: &AgentContext) -> Vec<Act> {
    let mut play = Play::new(script, context);
    let mut acts = play.go_on();
    let opened = context
        .history
        .iter()
        .find(|said| said.by != By::Tool)
        .is_some_and(|said| said.by == By::Agent);
    let heard = known::heard(&context.history);
    let last = heard.len().saturating_sub(1);
    for (at, heard) in heard.iter().enumerate() {
        let is_opening = at == 0 && !opened;
        if at == last
            && (is_opening || play.lets_answer(heard.said))
            && let Some(mut answer) = known::answer(context, &heard.said.text)
        {
            answer.extend(if is_opening { acts } else { play.ask_on() });
            return answer;
        }
        if !is_opening {
            // What was answered from the knowledge then left the script where it was.
            acts = if at < last && heard.from_knowledge {
                play.ask_on()
            } else {
                play.hear(heard.said)
            };
        }
    }
    acts
}

struct Play<'a> {
    script: &'a Script,
    seed: u64,
    variables: Variables,
    /// The step to do next, or the ask that waits.
    at: Place,
    /// How often the waiting ask was asked again.
    retried: u32,
    /// How often each text was said, so that a repeated one varies.
    said: Vec<u32>,
    /// Which steps have asked before.
    visited: Vec<bool>,
    ended: bool,
}

impl<'a> Play<'a> {
    fn new(script: &'a Script, context: &AgentContext) -> Self {
        let mut variables = script.defaults.clone();
        let own = own_variables(&context.user, &context.scenario_name);
        let given = context.variables.clone().into_iter();
        // An empty value is as good as none: the default reads better than a gap.
        variables.extend(
            own.into_iter()
                .chain(given)
                .filter(|(_, value)| !value.trim().is_empty()),
        );
        Self {
            script,
            seed: seed(&context.session_id),
            variables,
            at: 0,
            retried: 0,
            said: vec![0; script.steps.len() + 1],
            visited: vec![false; script.steps.len()],
            ended: false,
        }
    }

    /// Performs steps until one waits for the visitor.
    fn go_on(&mut self) -> Vec<Act> {
        let mut acts = Vec::new();
        // A checked script has no circle without an ask, so it passes each step once at most.
        for _ in 0..=self.script.steps.len() {
            let Some(node) = self.script.steps.get(self.at) else {
                break;
            };
            match &node.kind {
                Kind::Say(texts) => acts.push(Act::Say(self.text(texts))),
                Kind::Ask(ask) => {
                    let visited = self.visited.get_mut(self.at);
                    let back = visited.is_some_and(|visited| std::mem::replace(visited, true));
                    let again = ask.again.as_ref().filter(|_| back);
                    if let Some(texts) = again.or(ask.text.as_ref()) {
                        acts.push(Act::Say(self.text(texts)));
                    }
                    self.offer(ask, &mut acts);
                    return acts;
                }
                Kind::Tool(tool) => acts.push(Act::Tool {
                    name: fill(&tool.name, &self.variables),
                    input: tool
                        .input
                        .as_ref()
                        .map(|input| self.json(input))
                        .unwrap_or_default(),
                    result: tool
                        .result
                        .as_ref()
                        .map(|result| self.json(result))
                        .unwrap_or_default(),
                    wait: tool.wait,
                }),
                Kind::Lead(texts) => acts.extend(self.lead(texts).map(Act::Lead)),
                Kind::Wait(wait) => acts.push(Act::Wait(*wait)),
                Kind::Pass => {}
                Kind::End(farewell) => {
                    if let Some(texts) = farewell {
                        acts.push(Act::Say(self.text(texts)));
                    }
                    return self.end(acts);
                }
            }
            self.at = node.next;
        }
        self.end(acts)
    }

    fn end(&mut self, mut acts: Vec<Act>) -> Vec<Act> {
        self.ended = true;
        self.at = self.script.steps.len();
        if !acts.iter().any(|act| matches!(act, Act::Say(_))) {
            // No turn is silent.
            acts.push(Act::Say(self.text(&self.script.closing)));
        }
        acts.push(Act::End);
        acts
    }

    /// The visitor's answer to the waiting ask, and what follows it.
    fn hear(&mut self, said: &Said) -> Vec<Act> {
        let script = self.script;
        let node = script.steps.get(self.at);
        let (Some(node), false) = (node, self.ended) else {
            return self.end(Vec::new());
        };
        let Kind::Ask(ask) = &node.kind else {
            return self.go_on();
        };
        let pressed = self.pressed(ask, said);
        let branch = ask.branches.iter().find(|branch| branch.wants(&said.text));
        let next = match (pressed, branch) {
            (Some(button), _) => button.goto.unwrap_or(node.next),
            _ if !ask.check.accepts(&said.text) && self.retried < ask.tries => {
                return self.ask_again(ask);
            }
            (None, Some(branch)) => branch.goto,
            (None, None) => match ask.otherwise {
                Some(place) => place,
                // Only buttons expect one of a few answers; a plain question takes any.
                None if !ask.choices.is_empty() && self.retried < ask.tries => {
                    return self.ask_again(ask);
                }
                None => node.next,
            },
        };
        if let Some(name) = &ask.save {
            let answer = match pressed {
                Some(button) => fill(&button.choice.text, &self.variables),
                None => said.text.clone(),
            };
            self.variables
                .insert(name.clone(), words::excerpt(&answer, KEPT));
        }
        self.retried = 0;
        self.at = next;
        self.go_on()
    }

    /// Whether an answer may be a question for the owner's knowledge: the script waits, and has no
    /// word of its own for it.
    fn lets_answer(&self, said: &Said) -> bool {
        let node = self.script.steps.get(self.at).filter(|_| !self.ended);
        match node.map(|node| &node.kind) {
            Some(Kind::Ask(ask)) => {
                self.pressed(ask, said).is_none()
                    && !ask.branches.iter().any(|branch| branch.wants(&said.text))
            }
            _ => false,
        }
    }

    /// Comes back to what waits after something else was answered.
    fn ask_on(&mut self) -> Vec<Act> {
        let script = self.script;
        let Some(Kind::Ask(ask)) = script.steps.get(self.at).map(|node| &node.kind) else {
            return Vec::new();
        };
        let mut acts = Vec::new();
        if let Some(texts) = ask.again.as_ref().or(ask.text.as_ref()) {
            acts.push(Act::Say(self.text(texts)));
        }
        self.offer(ask, &mut acts);
        acts
    }

    fn ask_again(&mut self, ask: &Ask) -> Vec<Act> {
        self.retried += 1;
        let texts = ask.retry.as_ref().unwrap_or(&self.script.fallback);
        let mut acts = vec![Act::Say(self.text(texts))];
        self.offer(ask, &mut acts);
        acts
    }

    fn offer(&self, ask: &Ask, acts: &mut Vec<Act>) {
        if !ask.choices.is_empty() {
            acts.push(self.buttons(ask));
        }
        if ask.hold {
            acts.push(Act::Ask);
        }
    }

    fn buttons(&self, ask: &Ask) -> Act {
        let choices = ask.choices.iter().map(|button| Choice {
            text: fill(&button.choice.text, &self.variables),
            url: button
                .choice
                .url
                .as_ref()
                .map(|url| fill(url, &self.variables)),
            id: button.choice.id.clone(),
        });
        Act::Choices(choices.collect())
    }

    /// The button an answer presses: by its id, its text, its number, or a keyword of its own.
    fn pressed<'b>(&self, ask: &'b Ask, said: &Said) -> Option<&'b Button> {
        if let Some(id) = &said.choice
            && let Some(button) = ask.choices.iter().find(|button| button.choice.id == *id)
        {
            return Some(button);
        }
        let typed = said
            .text
            .trim()
            .trim_end_matches(['.', '!', ')'])
            .to_lowercase();
        let same = |text: &str| fill(text, &self.variables).trim().to_lowercase() == typed;
        let spoken = words::words(&said.text);
        ask.choices
            .iter()
            .find(|button| same(&button.choice.text) || same(&button.choice.id))
            .or_else(|| {
                let number: usize = typed.parse().ok()?;
                ask.choices.get(number.checked_sub(1)?)
            })
            .or_else(|| {
                let meant = |button: &&Button| button.keywords.iter().any(|k| k.is_in(&spoken));
                ask.choices.iter().find(meant)
            })
    }

    /// One of the variants: the same for the same session and place, another when it is said again.
    fn text(&mut self, texts: &Texts) -> String {
        let at = self.at.min(self.script.steps.len());
        let times = self.said.get_mut(at).map_or(0, |times| {
            *times += 1;
            *times - 1
        });
        let count = texts.0.len().max(1) as u64;
        let chosen = self
            .seed
            .wrapping_add(at as u64 * 7)
            .wrapping_add(u64::from(times))
            % count;
        let text = texts.0.get(chosen as usize).map_or("", String::as_str);
        fill(text, &self.variables)
    }

    /// Contact details with their variables filled in; `None` where nobody could be contacted.
    fn lead(&self, texts: &LeadTexts) -> Option<Captured> {
        let text = |given: &Option<String>, own: &str| {
            let own = || self.variables.get(own).cloned().unwrap_or_default();
            let text = given
                .as_ref()
                .map_or_else(own, |it| fill(it, &self.variables));
            // What nobody answered is not told.
            if text.contains("{{") {
                String::new()
            } else {
                text
            }
        };
        let lead = Captured {
            name: text(&texts.name, "user_name"),
            email: text(&texts.email, "user_email"),
            phone: text(&texts.phone, "user_phone"),
            note: text(&texts.note, ""),
        };
        lead.checked()
    }

    /// A tool's input or result as the visitor sees it: a text as it is, anything else as JSON.
    fn json(&self, value: &Value) -> String {
        match value {
            Value::String(text) => fill(text, &self.variables),
            value => self.filled(value).to_string(),
        }
    }

    fn filled(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(fill(text, &self.variables)),
            Value::Array(items) => items.iter().map(|item| self.filled(item)).collect(),
            Value::Object(members) => Value::Object(
                members
                    .iter()
                    .map(|(key, value)| (key.clone(), self.filled(value)))
                    .collect(),
            ),
            other => other.clone(),
        }
    }
}
