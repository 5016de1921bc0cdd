//! Agents: the built-in scripted one, or a model behind an OpenAI-compatible endpoint. An agent keeps
//! nothing between turns.

use std::sync::Arc;

use futures_util::stream::BoxStream;
use serde::Serialize;
use vivavoce_protocol::person::{EMAIL_CAP, NAME_CAP, check_email};
use vivavoce_protocol::variables;
use vivavoce_protocol::wire::{Choice, User, Variables};

use vivavoce_text::emails;
use vivavoce_text::retrieval::Found;

pub mod act;
pub mod interview;
pub mod model;
pub mod outgoing;
pub mod script;
pub mod scripted;
pub mod transcript;
pub mod usage;
mod variation;

pub use model::{ModelAgent, ModelSettings};
pub use script::{Script, ScriptError, validate};
pub use scripted::ScriptedAgent;
pub use transcript::{By, Said};
pub use usage::{Meter, Usage};

/// The variables that have a value without anybody's doing ([`variables::OWN`]).
pub fn own_variables(user: &User, scenario_name: &str) -> Variables {
    let values = [
        user.name.trim(),
        variation::first_name(&user.name),
        user.email.trim(),
        scenario_name.trim(),
    ];
    let all = variables::OWN.into_iter().zip(values);
    let known = all.filter(|(_, value)| !value.is_empty());
    known
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Everything an agent may know when it is its turn. It keeps nothing between turns: any process
/// can continue any session from the log.
#[derive(Clone, Debug, Default)]
pub struct AgentContext {
    pub session_id: String,
    pub scenario_name: String,
    /// `user_friendly_description`, with the variables filled in: what the visitor was told.
    pub description: Option<String>,
    /// `ai_instructions` with the variables already filled in. The owner's secret: no agent may say
    /// a sentence of it as it stands.
    pub instructions: String,
    /// The same as a model is told it: what a variable says is quoted as JSON, since a link sets it
    /// and it is data, whatever it says.
    pub quoted_instructions: String,
    /// The text of the scenario's document (`pdf_context`), which may be quoted to the visitor.
    pub document: Option<String>,
    /// The scenario's `script`, if it carries one.
    pub script: Option<serde_json::Value>,
    pub rubric: Option<String>,
    pub variables: Variables,
    pub user: User,
    /// BCP 47, if known.
    pub language: Option<String>,
    /// All that was said, oldest first; the last one is the visitor's, unless this is the greeting.
    pub history: Vec<Said>,
    /// What else the operator's side knows of the visitor, a sentence each.
    pub setting: Vec<String>,
    /// Notes of the host page (`session_notes`), oldest first.
    pub notes: Vec<String>,
    /// What the scenario's knowledge says of what the visitor said last, best first.
    pub knowledge: Vec<Found>,
    /// Where the agent counts the tokens it spends on this turn.
    pub meter: Meter,
}

impl AgentContext {
    /// Bytes an agent may have to read before it says anything.
    pub fn length(&self) -> usize {
        let all = [&self.document, &self.rubric];
        let texts = all.into_iter().flatten().map(String::len);
        let said = self.history.iter().map(|said| said.text.len());
        let known = self.knowledge.iter().map(|found| found.text.len());
        let notes = self.notes.iter().map(String::len);
        let given = self.instructions.len() + self.quoted_instructions.len();
        given + texts.chain(said).chain(known).chain(notes).sum::<usize>()
    }
}

/// One step of a reply. Text before the first `Break` belongs to the first message.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// More text of the current message; an empty one is a sign of life.
    Text(String),
    /// The current message is complete; text after it begins another.
    Break,
    /// What the current message said so far is taken back: it was not meant for the visitor. Text
    /// after it begins the message anew.
    Withdraw,
    ToolStart {
        id: String,
        name: String,
    },
    ToolInput {
        id: String,
        delta: String,
    },
    ToolEnd {
        id: String,
    },
    ToolResult {
        id: String,
        content: String,
    },
    /// Buttons under the last message.
    Choices(Vec<Choice>),
    /// The visitor wants to be contacted; kept for the owner, not shown.
    Lead(Captured),
    /// The agent goes on only with an answer to what it said last.
    Ask,
    /// The reply ends here, shorter than it would be.
    Cut,
    /// The agent ends the session after this reply.
    EndSession,
}

/// How a visitor wants to be contacted; empty texts were not given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Captured {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub email: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// What it is about.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Captured {
    /// The activity a visitor sees while it is kept.
    pub const TOOL: &str = "capture_lead";

    /// Tidied: one line each, cut to what a list can show, the address in lower case and left out
    /// where it is none. `None` where there is no way to contact anybody.
    pub fn checked(self) -> Option<Self> {
        let line = |text: &str, most: usize| -> String {
            let clean: String = text.chars().filter(|c| !c.is_control()).collect();
            clean.trim().chars().take(most).collect()
        };
        let email = line(&self.email, EMAIL_CAP).to_lowercase();
        let lead = Captured {
            name: line(&self.name, NAME_CAP),
            email: match check_email(&email) {
                None => email,
                // "It is ada@example.com", as it was answered.
                Some(_) => emails::addresses(&[&email])
                    .into_iter()
                    .next()
                    .unwrap_or_default(),
            },
            phone: line(&self.phone, 50),
            note: line(&self.note, 1_000),
        };
        (!lead.email.is_empty() || lead.phone.chars().any(char::is_numeric)).then_some(lead)
    }
}

/// Why a reply ended early. `detail` is for the visitor, `cause` for the operator's log.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{cause}")]
pub struct AgentError {
    /// `timeout`, `unreachable`, `rate_limited`, `refused`, `protocol`.
    pub code: &'static str,
    pub detail: String,
    pub cause: String,
}

/// Streams a reply. Dropping the stream cancels it.
pub trait Agent: Send + Sync {
    fn reply(&self, context: AgentContext) -> BoxStream<'static, Result<Step, AgentError>>;
}

pub type SharedAgent = Arc<dyn Agent>;
