//! A script as it is played.

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
