//! What conversations say when they are read together: how visitors feel, what they want, what they
//! ask and which products they speak of.
//!
//! Everything here is measured from transcripts by rules that are the same every time; nothing asks
//! a model. Sentiment is VADER's, whose lexicon is English, and so are the words intents are known
//! by: in other languages both stay neutral and unknown rather than guessed. Where a model has judged
//! a conversation anyway, what it says the visitor wanted stands instead.

mod intents;
mod products;
mod questions;
mod sentiment;
#[cfg(test)]
mod tests;

pub use intents::{Intent, all as intents, label};
pub use products::{Catalogue, Mention, phrase};
pub use questions::{Asked, Group, group};
pub use sentiment::{Mood, Polarity, polarity};

use vivavoce_agent::By;
use vivavoce_agent::transcript::Line;

/// What was read out of one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insight {
    /// Of visitor and agent.
    pub messages: u64,
    pub last_message_at: Option<i64>,
    /// How the visitor felt; `None` where the visitor said nothing.
    pub polarity: Option<Polarity>,
    /// Names of what the visitor wanted, most mentioned first.
    pub intents: Vec<String>,
    pub questions: Vec<Asked>,
    /// Addresses the visitor wrote, in lower case, each once.
    pub emails: Vec<String>,
    /// Everything said as [`phrase`]s, one a line, to be searched.
    pub words: String,
}

/// Reads a conversation.
pub fn read(lines: &[Line]) -> Insight {
    let spoken = || {
        lines
            .iter()
            .filter(|line| line.by != By::Tool && !line.text.trim().is_empty())
    };
    let said: Vec<&Line> = spoken().filter(|line| line.by == By::Visitor).collect();
    let texts: Vec<&str> = said.iter().map(|line| line.text.as_str()).collect();
    Insight {
        messages: spoken().count() as u64,
        last_message_at: spoken().map(|line| line.at).max(),
        polarity: (!texts.is_empty()).then(|| sentiment::of_all(&texts)),
        intents: intents::read(&texts),
        questions: said
            .iter()
            .flat_map(|line| questions::read(&line.text, line.at))
            .collect(),
        emails: vivavoce_text::emails::addresses(&texts),
        words: spoken()
            .map(|line| phrase(&line.text))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}
