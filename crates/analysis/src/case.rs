//! A session that a model is asked about, and how it is told.

use serde_json::{Value, json};
use vivavoce_agent::{By, Said};

/// Characters of a transcript that are judged; the beginning is what is left out.
pub const JUDGED: usize = 120_000;

/// What is judged.
#[derive(Clone, Debug, Default)]
pub struct Case {
    pub scenario_name: String,
    /// What the agent was to play; the judge may know it, the report must not quote it.
    pub instructions: String,
    pub rubric: Option<String>,
    pub history: Vec<Said>,
    /// BCP 47, for the report's language.
    pub language: Option<String>,
}

impl Case {
    /// Characters of what was said.
    pub fn length(&self) -> usize {
        let said = self.history.iter();
        said.map(|said| said.text.chars().count()).sum()
    }
}

/// What was said, as data for a model, the newest first to stay where there are more characters than
/// `room`.
pub fn transcript(history: &[Said], mut room: usize) -> Vec<Value> {
    let mut transcript: Vec<Value> = Vec::new();
    for said in history.iter().rev() {
        room = room.saturating_sub(said.text.chars().count());
        if room == 0 && !transcript.is_empty() {
            break;
        }
        let by = match said.by {
            By::Visitor => "visitor",
            By::Agent => "agent",
            By::Tool => "tool",
        };
        transcript.push(json!({ by: said.text }));
    }
    transcript.reverse();
    transcript
}
