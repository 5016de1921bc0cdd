//! A session that a model is asked about, and how it is told.

use serde_json::{Value, json};
use vivavoce_agent::{By, Said};

/// Characters of a transcript that are judged; the beginning is what is left out.
const JUDGED: usize = 120_000;

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

/// The object in a model's answer; models like to fence what they were asked to send bare.
pub fn object(text: &str) -> Result<&str, String> {
    text.find('{')
        .and_then(|from| text.get(from..=text.rfind('}')?))
        .ok_or_else(|| "there is no JSON object".to_owned())
}

/// What was said, as data for a model, the newest first to stay where there is too much.
pub fn transcript(history: &[Said]) -> Vec<Value> {
    let mut room = JUDGED;
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
