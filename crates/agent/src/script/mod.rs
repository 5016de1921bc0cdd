//! A scenario's script: what it may say, and where that is wrong.
//!
//! The format is described for authors in `docs/scenario-scripts.md`. [`validate`] reads it;
//! [`play::reply`] plays it.

mod check;
mod known;
mod matching;
pub mod play;
mod source;

use std::fmt;

use serde_json::Value;
use vivavoce_protocol::wire::{Choice, Variables};
use vivavoce_text::Pattern;

/// A script that was checked: every place a step goes to exists, and no turn goes on for ever.
#[derive(Clone, Debug, PartialEq)]
pub struct Script {
    /// What a variable is where nobody gave it.
    pub(crate) defaults: Variables,
    /// What is said to an answer that cannot be used.
    pub(crate) fallback: Texts,
    /// What is said where the script ends on an answer without a word of its own.
    pub(crate) closing: Texts,
    pub(crate) steps: Vec<Node>,
}

/// Index of a step; the number of steps stands for the end.
pub(crate) type Place = usize;

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) kind: Kind,
    /// Where it goes on.
    pub(crate) next: Place,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Say(Texts),
    /// Ends the turn until the visitor answers.
    Ask(Box<Ask>),
    Tool(Tool),
    /// Keeps how the visitor can be contacted.
    Lead(Box<LeadTexts>),
    /// Milliseconds.
    Wait(u64),
    /// A label or a goto: nothing but its `next`.
    Pass,
    End(Option<Texts>),
}

/// Variants of one text; which one is said depends on the session alone.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Texts(pub(crate) Vec<String>);

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ask {
    /// `None` where the buttons stand under what was said before.
    pub(crate) text: Option<Texts>,
    /// Said instead where the script comes back here.
    pub(crate) again: Option<Texts>,
    pub(crate) choices: Vec<Button>,
    /// Name the answer is kept under.
    pub(crate) save: Option<String>,
    pub(crate) check: Check,
    /// What is said to an answer the check refuses, or that matches none of the choices.
    pub(crate) retry: Option<Texts>,
    /// How often it is asked again before the script goes on all the same.
    pub(crate) tries: u32,
    pub(crate) branches: Vec<Branch>,
    /// Systems that tell waiting from having ended say that it waits.
    pub(crate) hold: bool,
    /// Where an answer goes that no branch or choice wants.
    pub(crate) otherwise: Option<Place>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Button {
    pub(crate) choice: Choice,
    /// Words that press it too.
    pub(crate) keywords: Vec<Pattern>,
    pub(crate) goto: Option<Place>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Check {
    pub(crate) min_words: usize,
    pub(crate) email: bool,
    pub(crate) number: bool,
}

/// An answer takes it where every condition given holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Branch {
    pub(crate) any: Vec<Pattern>,
    pub(crate) all: Vec<Pattern>,
    pub(crate) none: Vec<Pattern>,
    pub(crate) min_words: Option<usize>,
    pub(crate) max_words: Option<usize>,
    pub(crate) question: Option<bool>,
    pub(crate) goto: Place,
}

/// Contact details as they are written, variables unfilled. `None`: what the dialog asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct LeadTexts {
    pub(crate) name: Option<String>,
    pub(crate) email: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) input: Option<Value>,
    pub(crate) result: Option<Value>,
    /// Milliseconds it seems to work.
    pub(crate) wait: u64,
}

/// Everything that is wrong with a script. Never empty.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{}", .problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
pub struct ScriptError {
    pub problems: Vec<Problem>,
}

/// One mistake and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Keys and indices from the script inwards, such as `["steps", 3, "goto"]`: what a 422 puts
    /// after `["body", "script"]` in its `loc`.
    pub loc: Vec<Value>,
    /// A sentence that says what to do.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, part) in self.loc.iter().enumerate() {
            match part {
                Value::String(key) if at == 0 => write!(f, "{key}")?,
                Value::String(key) => write!(f, ".{key}")?,
                index => write!(f, "[{index}]")?,
            }
        }
        let separator = if self.loc.is_empty() { "" } else { ": " };
        write!(f, "{separator}{}", self.message)
    }
}

/// Reads a script. The error names every mistake with its place.
pub fn validate(script: &Value) -> Result<Script, ScriptError> {
    check::read(script)
}

#[cfg(test)]
mod tests;
