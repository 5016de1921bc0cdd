//! Everything that can be wrong with a script.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use vivavoce_protocol::wire::{Choice, Variables};
use vivavoce_text::Pattern;

use super::checked::{
    Ask, Branch, Button, Check, Kind, LeadTexts, Node, Place, Script, Texts, Tool,
};
use super::problem::{Problem, ScriptError};
use super::source::{EndSource, ScriptSource, StepSource};

/// Limits that no honest script meets; they keep one scenario from filling a database or a turn.
const MOST_STEPS: usize = 500;
const MOST_CHOICES: usize = 12;
const LONGEST_TEXT: usize = 20_000;
/// Milliseconds.
const LONGEST_WAIT: u64 = 10_000;
/// The label that stands for the script's end.
const END: &str = "end";

pub(super) fn read(value: &Value) -> Result<Script, ScriptError> {
    let source: ScriptSource = serde_path_to_error::deserialize(value).map_err(|error| {
        let loc = error.path().iter().filter_map(segment).collect();
        let message = match value {
            Value::Object(_) => error.inner().to_string(),
            _ => r#"a script is an object with a list of "steps""#.to_owned(),
        };
        ScriptError {
            problems: vec![Problem { loc, message }],
        }
    })?;
    Reading::new(&source).finish(&source)
}

fn segment(segment: &serde_path_to_error::Segment) -> Option<Value> {
    match segment {
        serde_path_to_error::Segment::Seq { index } => Some(Value::from(*index)),
        serde_path_to_error::Segment::Map { key } => Some(Value::from(key.as_str())),
        _ => None,
    }
}

struct Reading<'a> {
    labels: HashMap<&'a str, Place>,
    /// The end's place.
    end: Place,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    fn new(source: &'a ScriptSource) -> Self {
        let mut reading = Reading {
            labels: HashMap::new(),
            end: source.steps.len(),
            problems: Vec::new(),
        };
        if source.steps.is_empty() {
            reading.problem(&[&"steps"], "a script needs at least one step");
        }
        if source.steps.len() > MOST_STEPS {
            reading.problem(
                &[&"steps"],
                format!("a script has at most {MOST_STEPS} steps"),
            );
        }
        for (at, step) in source.steps.iter().enumerate() {
            let Some(label) = step.label.as_deref() else {
                continue;
            };
            let loc: [&dyn Loc; 3] = [&"steps", &at, &"label"];
            if label == END {
                reading.problem(
                    &loc,
                    r#""end" always means the script's end; choose another label"#,
                );
            } else if label.trim().is_empty() {
                reading.problem(&loc, "a label needs a name");
            } else if let Some(first) = reading.labels.insert(label, at) {
                let message = format!("the label {label:?} already stands at step {first}");
                reading.problem(&loc, message);
            }
        }
        reading
    }

    fn finish(mut self, source: &ScriptSource) -> Result<Script, ScriptError> {
        for name in source.defaults.keys() {
            let mut scratch = Variables::new();
            if vivavoce_protocol::variables::insert(&mut scratch, name, "").is_err() {
                let message = "a variable's name has no spaces or braces and at most 64 characters";
                self.problem(&[&"defaults", &name.as_str()], message);
            }
        }
        let mut texts = |key: &str, given: &Option<Texts>, own: &str| match given {
            Some(given) => self.texts(&[&key], given),
            None => Texts(vec![own.to_owned()]),
        };
        let fallback = texts(
            "fallback",
            &source.fallback,
            "Sorry, I did not quite get that. Could you say it another way?",
        );
        let closing = texts(
            "closing",
            &source.closing,
            "Thank you, that was everything from my side.",
        );
        let mut steps = Vec::with_capacity(source.steps.len());
        for (at, step) in source.steps.iter().enumerate().take(MOST_STEPS) {
            let node = self.step(at, step);
            steps.push(node);
        }
        if self.problems.is_empty() {
            self.look_for_loops(&steps);
        }
        if self.problems.is_empty() {
            Ok(Script {
                defaults: source.defaults.clone(),
                fallback,
                closing,
                steps,
            })
        } else {
            Err(ScriptError {
                problems: self.problems,
            })
        }
    }

    fn step(&mut self, at: usize, step: &StepSource) -> Node {
        let kinds: Vec<&str> = [
            ("say", step.say.is_some()),
            ("ask", step.ask.is_some()),
            ("tool", step.tool.is_some()),
            ("lead", step.lead.is_some()),
            ("end", step.end.is_some()),
            ("choices", step.choices.is_some() && step.ask.is_none()),
            ("wait", step.wait.is_some() && step.tool.is_none()),
        ]
        .into_iter()
        .filter_map(|(name, given)| given.then_some(name))
        .collect();
        if kinds.len() > 1 {
            let message = format!(
                "a step does one thing, and this one has {}; make them steps of their own",
                kinds.join(" and ")
            );
            self.problem(&[&"steps", &at], message);
        }
        if kinds.is_empty() && step.goto.is_none() && step.label.is_none() {
            let message =
                "a step needs one of say, ask, choices, tool, lead, wait, goto, end or label";
            self.problem(&[&"steps", &at], message);
        }
        self.look_for_strays(at, step, kinds.first().copied());
        let next = match &step.goto {
            Some(label) => self.place(&[&"steps", &at, &"goto"], label),
            None => at + 1,
        };
        let kind = if let Some(texts) = &step.say {
            Kind::Say(self.texts(&[&"steps", &at, &"say"], texts))
        } else if step.ask.is_some() || step.choices.is_some() {
            Kind::Ask(Box::new(self.ask(at, step)))
        } else if let Some(name) = &step.tool {
            if name.trim().is_empty() || name.chars().count() > 80 {
                self.problem(
                    &[&"steps", &at, &"tool"],
                    "a tool's name has 1 to 80 characters",
                );
            }
            Kind::Tool(Tool {
                name: name.clone(),
                input: step.input.clone(),
                result: step.result.clone(),
                wait: self.wait(at, step.wait.unwrap_or(0)),
            })
        } else if let Some(lead) = &step.lead {
            Kind::Lead(Box::new(LeadTexts {
                name: lead.name.clone(),
                email: lead.email.clone(),
                phone: lead.phone.clone(),
                note: lead.note.clone(),
            }))
        } else if let Some(end) = &step.end {
            Kind::End(match end {
                EndSource::Plain => None,
                EndSource::With(texts) => Some(self.texts(&[&"steps", &at, &"end"], texts)),
            })
        } else if let Some(wait) = step.wait {
            Kind::Wait(self.wait(at, wait))
        } else {
            Kind::Pass
        };
        Node { kind, next }
    }

    /// Keys that mean nothing on this kind of step.
    fn look_for_strays(&mut self, at: usize, step: &StepSource, kind: Option<&str>) {
        let asks = matches!(kind, Some("ask" | "choices"));
        let tool = kind == Some("tool");
        for (key, given, belongs) in [
            ("again", step.again.is_some(), kind == Some("ask")),
            ("save", step.save.is_some(), asks),
            ("check", step.check.is_some(), asks),
            ("retry", step.retry.is_some(), asks),
            ("tries", step.tries.is_some(), asks),
            ("branches", step.branches.is_some(), asks),
            ("otherwise", step.otherwise.is_some(), asks),
            ("hold", step.hold, asks),
            ("input", step.input.is_some(), tool),
            ("result", step.result.is_some(), tool),
            ("goto", step.goto.is_some(), kind != Some("end")),
        ] {
            if given && !belongs {
                let owner = match key {
                    "input" | "result" => "a tool step",
                    "goto" => "a step that goes on",
                    _ => "an ask or choices step",
                };
                self.problem(&[&"steps", &at, &key], format!("{key} belongs to {owner}"));
            }
        }
    }

    fn ask(&mut self, at: usize, step: &StepSource) -> Ask {
        let text = step
            .ask
            .as_ref()
            .map(|texts| self.texts(&[&"steps", &at, &"ask"], texts));
        let again = step
            .again
            .as_ref()
            .map(|texts| self.texts(&[&"steps", &at, &"again"], texts));
        let sources = step.choices.as_deref().unwrap_or_default();
        if step.choices.is_some() && !(1..=MOST_CHOICES).contains(&sources.len()) {
            let message = format!("give 1 to {MOST_CHOICES} choices");
            self.problem(&[&"steps", &at, &"choices"], message);
        }
        if let Some(name) = &step.save
            && vivavoce_protocol::variables::insert(&mut Variables::new(), name, "").is_err()
        {
            let message = "a variable's name has no spaces or braces and at most 64 characters";
            self.problem(&[&"steps", &at, &"save"], message);
        }
        if step.tries.is_some_and(|tries| tries > 5) {
            self.problem(
                &[&"steps", &at, &"tries"],
                "nobody is asked more than 5 times again",
            );
        }
        let mut ids: HashSet<&str> = HashSet::new();
        let mut choices = Vec::new();
        for (n, source) in sources.iter().enumerate() {
            let loc: [&dyn Loc; 4] = [&"steps", &at, &"choices", &n];
            if source.id.trim().is_empty() || source.text.trim().is_empty() {
                self.problem(&loc, "a choice needs an id and a text");
            }
            if !ids.insert(&source.id) {
                self.problem(&loc, format!("the id {:?} is used twice", source.id));
            }
            let goto = source.goto.as_ref().map(|label| self.place(&loc, label));
            choices.push(Button {
                choice: Choice {
                    id: source.id.clone(),
                    text: source.text.clone(),
                    url: source.url.clone(),
                },
                keywords: self.patterns(&loc, &source.keywords),
                goto,
            });
        }
        let mut branches = Vec::new();
        for (n, source) in step.branches.iter().flatten().enumerate() {
            let loc: [&dyn Loc; 4] = [&"steps", &at, &"branches", &n];
            let unconditional = source.any.is_empty()
                && source.all.is_empty()
                && source.none.is_empty()
                && source.min_words.is_none()
                && source.max_words.is_none()
                && source.question.is_none();
            if unconditional {
                self.problem(
                    &loc,
                    "a branch needs a condition; for all other answers use otherwise",
                );
            }
            branches.push(Branch {
                any: self.patterns(&loc, &source.any),
                all: self.patterns(&loc, &source.all),
                none: self.patterns(&loc, &source.none),
                min_words: source.min_words,
                max_words: source.max_words,
                question: source.question,
                goto: self.place(&loc, &source.goto),
            });
        }
        let check = step.check.as_ref().map(|check| Check {
            min_words: check.min_words,
            email: check.email,
            number: check.number,
        });
        Ask {
            text,
            again,
            choices,
            hold: step.hold,
            save: step.save.clone(),
            check: check.unwrap_or_default(),
            retry: step
                .retry
                .as_ref()
                .map(|texts| self.texts(&[&"steps", &at, &"retry"], texts)),
            tries: step.tries.unwrap_or(1),
            branches,
            otherwise: step
                .otherwise
                .as_ref()
                .map(|label| self.place(&[&"steps", &at, &"otherwise"], label)),
        }
    }

    fn patterns(&mut self, loc: &[&dyn Loc], keywords: &[String]) -> Vec<Pattern> {
        let mut patterns = Vec::new();
        for keyword in keywords {
            match Pattern::read(keyword) {
                Some(pattern) => patterns.push(pattern),
                None => self.problem(loc, format!("{keyword:?} has no word to look for")),
            }
        }
        patterns
    }

    fn texts(&mut self, loc: &[&dyn Loc], texts: &Texts) -> Texts {
        if texts.0.is_empty() || texts.0.iter().any(|text| text.trim().is_empty()) {
            self.problem(loc, "there is no text to say");
        }
        if texts.0.iter().any(|text| text.len() > LONGEST_TEXT) {
            self.problem(loc, format!("a text has at most {LONGEST_TEXT} bytes"));
        }
        texts.clone()
    }

    fn wait(&mut self, at: usize, wait: u64) -> u64 {
        if wait > LONGEST_WAIT {
            let message = format!("a wait is at most {LONGEST_WAIT} milliseconds");
            self.problem(&[&"steps", &at, &"wait"], message);
        }
        wait
    }

    fn place(&mut self, loc: &[&dyn Loc], label: &str) -> Place {
        if label == END {
            return self.end;
        }
        if let Some(place) = self.labels.get(label) {
            return *place;
        }
        self.problem(loc, format!("there is no label {label:?}"));
        self.end
    }

    /// A circle without an ask would never let the visitor speak.
    fn look_for_loops(&mut self, steps: &[Node]) {
        let stops = |node: &Node| matches!(node.kind, Kind::Ask(_) | Kind::End(_));
        // 0 unseen, 1 on the way, 2 known to stop. Every non-stopping step has exactly one way on.
        let mut seen = vec![0_u8; steps.len()];
        for start in 0..steps.len() {
            let mut way = Vec::new();
            let mut at = start;
            while let Some(node) = steps.get(at) {
                if seen[at] == 2 || stops(node) {
                    break;
                }
                if seen[at] == 1 {
                    let message = "this step comes back to itself without asking anything; \
                                   put an ask or an end on the way";
                    self.problem(&[&"steps", &at], message);
                    break;
                }
                seen[at] = 1;
                way.push(at);
                at = node.next;
            }
            for at in way {
                seen[at] = 2;
            }
        }
    }

    fn problem(&mut self, loc: &[&dyn Loc], message: impl Into<String>) {
        let loc = loc.iter().map(|part| part.value()).collect();
        self.problems.push(Problem {
            loc,
            message: message.into(),
        });
    }
}

/// A key or an index of a place.
trait Loc {
    fn value(&self) -> Value;
}

impl Loc for &str {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}

impl Loc for usize {
    fn value(&self) -> Value {
        Value::from(*self)
    }
}
