//! Which products are spoken of, and how.

use super::sentiment::{Polarity, polarity};
use crate::agent::By;
use crate::analysis::words;
use crate::log::transcript::Line;

/// A text as it is compared: the stems of its words between spaces, at both ends too, so that
/// "Red Mugs!" and "a red mug" share ` red mug `.
pub fn phrase(text: &str) -> String {
    let mut phrase = String::from(" ");
    for word in words::words(text) {
        phrase.push_str(&words::stem(&word));
        phrase.push(' ');
    }
    phrase
}

/// The products a shop is known to sell.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// As the shop writes them, and as [`phrase`]s.
    names: Vec<(String, String)>,
}

/// A product in one conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub product: String,
    /// Messages of the visitor that name it.
    pub by_visitor: u64,
    /// Messages of the agent that name it.
    pub by_agent: u64,
    /// How the visitor's sentences that name it feel, one each.
    pub feelings: Vec<Polarity>,
}

impl Catalogue {
    /// Names that differ only in case or number are one product, as it was first written.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut known: Vec<(String, String)> = Vec::new();
        for name in names {
            let name = name.trim().to_owned();
            let phrase = phrase(&name);
            if phrase.len() > 2 && !known.iter().any(|(_, other)| *other == phrase) {
                known.push((name, phrase));
            }
        }
        Self { names: known }
    }

    /// Whether any product is named in `words` ([`super::Insight::words`]).
    pub fn is_in(&self, words: &str) -> bool {
        self.names.iter().any(|(_, phrase)| words.contains(phrase))
    }

    /// The products a conversation names, in the catalogue's order.
    pub fn mentions(&self, lines: &[Line]) -> Vec<Mention> {
        let spoken: Vec<(&Line, String)> = lines
            .iter()
            .filter(|line| line.by != By::Tool)
            .map(|line| (line, phrase(&line.text)))
            .collect();
        let mut found = Vec::new();
        for (name, product) in &self.names {
            let mut mention = Mention {
                product: name.clone(),
                by_visitor: 0,
                by_agent: 0,
                feelings: Vec::new(),
            };
            for (line, _) in spoken.iter().filter(|(_, said)| said.contains(product)) {
                if line.by == By::Agent {
                    mention.by_agent += 1;
                    continue;
                }
                mention.by_visitor += 1;
                let sentences = words::sentences(&line.text);
                let named = sentences.iter().filter(|it| phrase(it).contains(product));
                mention.feelings.extend(named.map(|it| polarity(it)));
            }
            if mention.by_visitor + mention.by_agent > 0 {
                found.push(mention);
            }
        }
        found
    }
}
