//! What conversations say when they are read together: how visitors feel, what they want, what they
//! ask and which products they speak of.
//!
//! Everything here is measured from transcripts by rules that are the same every time; nothing asks
//! a model. It reads the languages of `vivavoce_text::Language`: in others it is unknown, and not
//! guessed, how visitors feel and what they want. Where a model has judged a conversation anyway, what it
//! says the visitor wanted stands instead.

mod intents;
mod products;
mod questions;
mod sentiment;
#[cfg(test)]
mod tests;
mod tongue;
mod tongues;

pub use intents::{Intent, all as intents, label};
pub use products::{Catalogue, Mention, phrase};
pub use questions::{Asked, Group, group};
pub use sentiment::{Mood, Polarity};

use vivavoce_agent::By;
use vivavoce_agent::transcript::Line;
use vivavoce_text::language;

/// What was read out of one conversation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Insight {
    /// Of visitor and agent.
    pub messages: u64,
    pub last_message_at: Option<i64>,
    /// How the visitor felt; `None` where the visitor said nothing.
    pub mood: Option<Mood>,
    /// How much so; `None` where nothing was said or nobody knows.
    pub polarity: Option<Polarity>,
    /// Names of what the visitor wanted, most mentioned first.
    pub intents: Vec<String>,
    pub questions: Vec<Asked>,
    /// Addresses the visitor wrote, in lower case, each once.
    pub emails: Vec<String>,
    /// Everything said as [`phrase`]s, one a line, to be searched.
    pub words: String,
}

/// Reads a conversation. `hint` is the BCP 47 tag it goes by: it decides where what was said does not.
pub fn read(lines: &[Line], hint: Option<&str>) -> Insight {
    let spoken = || {
        lines
            .iter()
            .filter(|line| line.by != By::Tool && !line.text.trim().is_empty())
    };
    let said: Vec<&Line> = spoken().filter(|line| line.by == By::Visitor).collect();
    let texts: Vec<&str> = said.iter().map(|line| line.text.as_str()).collect();
    let language = language::spoken(&texts.join("\n"), hint);
    let polarity = sentiment::polarity(&texts, language);
    let mood = polarity.map_or(Mood::Unknown, |it| it.mood());
    Insight {
        messages: spoken().count() as u64,
        last_message_at: spoken().map(|line| line.at).max(),
        mood: (!texts.is_empty()).then_some(mood),
        polarity,
        intents: intents::read(&texts, language),
        questions: said
            .iter()
            .flat_map(|line| questions::read(&line.text, line.at, language))
            .collect(),
        emails: vivavoce_text::emails::addresses(&texts),
        words: spoken()
            .map(|line| phrase(&line.text))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}
