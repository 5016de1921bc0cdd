//! What a model may do beside talking.

use serde_json::{Value, json};
use vivavoce_protocol::wire::Choice;

use super::arguments;
use crate::Captured;
use vivavoce_text::words;

const END_SESSION: &str = "end_session";
const OFFER_CHOICES: &str = "offer_choices";
const CAPTURE_LEAD: &str = Captured::TOOL;
const ASK: &str = "ask";
const MOST_CHOICES: usize = 8;

/// What came of a call.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// The session ends after this reply; `say` if the model said nothing else.
    End { say: Option<String> },
    /// Buttons under the reply; `say` if the model said nothing else.
    Offer {
        choices: Vec<Choice>,
        say: Option<String>,
    },
    /// The visitor wants to be contacted.
    Lead(Captured),
    /// The reply waits for its answer; `say` the question if the model said nothing else.
    Ask { say: Option<String> },
    /// Nothing of ours; the sentence tells the model why.
    Failed(String),
}

const OURS: [&str; 4] = [END_SESSION, OFFER_CHOICES, CAPTURE_LEAD, ASK];
/// What templates and gateways put around a tool's name.
const BEFORE: [&str; 9] = [
    "multi_tool_use",
    "repo_browser",
    "repo",
    "functions",
    "function",
    "tools",
    "tool",
    "default_api",
    "to=functions",
];
const BEHIND: [&str; 3] = ["commentary", "analysis", "json"];

/// Whether calls of this name are carried out by us, and show in another way than as an activity.
pub(super) fn is_ours(name: &str) -> bool {
    OURS.contains(&name)
}

/// Whether a text names one of our tools that no other word is like.
pub(super) fn is_told(text: &str) -> bool {
    [END_SESSION, OFFER_CHOICES, CAPTURE_LEAD]
        .iter()
        .any(|ours| text.contains(ours))
}

/// A tool's name without what a template left around it: `functions.ask`, `ask<|channel|>commentary`,
/// `functions.ask:0`, `"ask"`. Other tools keep their names but for such marks.
pub(super) fn clean(name: &str) -> String {
    let mut name = name.rsplit_once("to=").map_or(name, |(_, to)| to).trim();
    while let Some((_, rest)) = name.strip_prefix("<|").and_then(|it| it.split_once("|>")) {
        name = rest.trim();
    }
    let name = name.strip_prefix("<function=").unwrap_or(name);
    let name = name.split("<|").next().unwrap_or_default();
    let name = name.trim().trim_matches(['"', '\'', '`']).trim();
    let bare = name
        .split(['<', '>', '{', '[', '('])
        .next()
        .unwrap_or_default();
    let bare = bare.trim_matches(|it: char| !it.is_alphanumeric() && it != '_');
    let bare = match bare.rsplit_once([':', '-', '#']) {
        Some((bare, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => bare,
        _ => bare,
    };
    // No other tool has such a name, whoever's it is said to be.
    let last = bare.rsplit('.').next().unwrap_or_default();
    if let Some(ours) = OURS.iter().find(|ours| **ours == last && **ours != ASK) {
        return (*ours).to_owned();
    }
    let known = |name: &str| OURS.iter().find(|ours| letters(ours) == letters(name));
    let mut rest = bare;
    loop {
        if let Some(ours) = known(rest) {
            return (*ours).to_owned();
        }
        let shorter = BEFORE.iter().find_map(|word| {
            let (found, rest) = rest.split_at_checked(word.len())?;
            let rest = rest.strip_prefix(['.', ':', '/', '_', '-'])?;
            found.eq_ignore_ascii_case(word).then_some(rest)
        });
        let Some(shorter) = shorter else {
            break;
        };
        rest = shorter;
    }
    let cut = BEHIND
        .iter()
        .find_map(|word| known(rest.strip_suffix(word)?));
    cut.map_or(name, |ours| ours).to_owned()
}

/// What two spellings of a name have in common.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(|it| !matches!(it, '_' | '-' | ' '));
    letters.map(|it| it.to_ascii_lowercase()).collect()
}

/// The `tools` of a request.
pub(super) fn described() -> Value {
    json!([
        { "type": "function", "function": {
            "name": END_SESSION,
            "description": "End the conversation after this reply. Call it once everything is said and the visitor agrees, or asks to stop.",
            "parameters": { "type": "object", "properties": {
                "farewell": { "type": "string", "description": "Last words to the visitor, if you have not said them yet" }
            } }
        } },
        { "type": "function", "function": {
            "name": ASK,
            "description": "Wait for the visitor before you go on: for an approval, a decision or a fact you cannot do without. Your reply ends with the question.",
            "parameters": { "type": "object", "properties": {
                "question": { "type": "string", "description": "The question, if you have not asked it yet" }
            } }
        } },
        { "type": "function", "function": {
            "name": OFFER_CHOICES,
            "description": "Show the visitor up to eight buttons under your reply. Pressing one sends its text.",
            "parameters": { "type": "object", "required": ["choices"], "properties": {
                "question": { "type": "string", "description": "The question the buttons answer, if you have not asked it yet" },
                "choices": { "type": "array", "items": { "type": "string" }, "description": "Texts of at most 60 characters" }
            } }
        } },
        { "type": "function", "function": {
            "name": CAPTURE_LEAD,
            "description": "Keep how the visitor can be contacted, for the people behind this conversation. Call it once the visitor has given an email address or a phone number and wants to be contacted; never with details you guess.",
            "parameters": { "type": "object", "properties": {
                "name": { "type": "string" },
                "email": { "type": "string" },
                "phone": { "type": "string" },
                "note": { "type": "string", "description": "What they want to be contacted about, in a sentence" }
            } }
        } }
    ])
}

/// Carries a call out.
pub(super) fn call(name: &str, arguments: &str) -> Outcome {
    if !is_ours(name) {
        return Outcome::Failed(format!("There is no tool {name:?}. Answer without it."));
    }
    let meant = arguments::meant(arguments, "");
    let told = meant.and_then(|meant| serde_json::from_str::<Value>(&meant).ok());
    // The list alone.
    let bare = || Some(json!({ "choices": serde_json::from_str::<Vec<Value>>(arguments).ok()? }));
    let told = match name == OFFER_CHOICES {
        true => bare().or(told),
        false => told,
    };
    let Some(told) = told.map(arguments::inner) else {
        return Outcome::Failed(
            "The arguments are not JSON. Call the tool again, or answer without it.".to_owned(),
        );
    };
    let text = |key: &str| arguments::text(&told, key);
    if name == END_SESSION {
        return Outcome::End {
            say: text("farewell"),
        };
    }
    if name == CAPTURE_LEAD {
        let lead = Captured {
            name: text("name").unwrap_or_default(),
            email: text("email").unwrap_or_default(),
            phone: text("phone").unwrap_or_default(),
            note: text("note").unwrap_or_default(),
        };
        return match lead.checked() {
            Some(lead) => Outcome::Lead(lead),
            None => Outcome::Failed(
                "Nobody can be contacted without an email address or a phone number. Ask the \
                 visitor for one."
                    .to_owned(),
            ),
        };
    }
    if name == ASK {
        return Outcome::Ask {
            say: text("question"),
        };
    }
    let mut choices: Vec<Choice> = Vec::new();
    let offered = ["choices", "options", "buttons"]
        .iter()
        .find_map(|key| arguments::member(&told, key));
    for label in offered.map(arguments::list).unwrap_or_default() {
        let label = words::excerpt(&label, 80);
        if choices.len() == MOST_CHOICES {
            break;
        }
        if !label.is_empty() && !choices.iter().any(|choice| choice.text == label) {
            choices.push(Choice {
                id: format!("choice-{}", choices.len() + 1),
                text: label,
                url: None,
            });
        }
    }
    if choices.is_empty() {
        return Outcome::Failed(
            "choices must be a list of texts. Call the tool again, or answer without it."
                .to_owned(),
        );
    }
    Outcome::Offer {
        choices,
        say: text("question"),
    }
}
