//! Questions a script has no word for, answered from what its owner gave to know.
//!
//! Nothing is kept between turns and the knowledge may change between two of them, so the log says
//! which messages were answered so: an activity with a mark stands after them.

use serde_json::{Value, json};

use crate::act::Act;
use crate::{AgentContext, By, Said};
use vivavoce_text::is_question;
use vivavoce_text::retrieval;

/// The activity a visitor sees.
const TOOL: &str = "search_knowledge";
/// The member of its result that marks it.
const MARK: &str = "knowledge_id";

/// A visitor's message as the log has it.
pub(super) struct Heard<'a> {
    pub(super) said: &'a Said,
    /// It was answered from the knowledge.
    pub(super) from_knowledge: bool,
}

/// The visitor's messages, oldest first.
pub(super) fn heard(history: &[Said]) -> Vec<Heard<'_>> {
    let mut all: Vec<Heard<'_>> = Vec::new();
    for said in history {
        match said.by {
            By::Visitor => all.push(Heard {
                said,
                from_knowledge: false,
            }),
            By::Tool => {
                if let Some(heard) = all.last_mut() {
                    heard.from_knowledge |= is_marked(&said.text);
                }
            }
            By::Agent => {}
        }
    }
    all
}

fn is_marked(result: &str) -> bool {
    serde_json::from_str::<Value>(result).is_ok_and(|value| value.get(MARK).is_some())
}

/// What the knowledge says to a message, if that is a question it has an answer to.
pub(super) fn answer(context: &AgentContext, text: &str) -> Option<Vec<Act>> {
    if !is_question(text) {
        return None;
    }
    let (found, answer) = retrieval::answer(&context.knowledge, text)?;
    Some(vec![
        Act::Tool {
            name: TOOL.to_owned(),
            input: json!({ "query": text }).to_string(),
            result: json!({ MARK: found.entry_id, "title": found.title, "url": found.url })
                .to_string(),
            wait: 0,
        },
        Act::Say(answer),
    ])
}
