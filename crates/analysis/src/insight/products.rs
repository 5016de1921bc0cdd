//! Which products are spoken of, and how.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::sentiment::{Polarity, polarity};
use vivavoce_agent::By;
use vivavoce_agent::transcript::Line;
use vivavoce_text::{language, words};

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

/// The word a [`phrase`] begins with.
fn first_word(phrase: &str) -> Option<&str> {
    let word = phrase.trim_start().split(' ').next()?;
    (!word.is_empty()).then_some(word)
}

/// The products a shop is known to sell.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// As the shop writes them, and as [`phrase`]s.
    names: Vec<(String, String)>,
    /// Where those stand that begin with a word, so that a text is gone through once and not once
    /// for each.
    by_first: HashMap<String, Vec<usize>>,
}

/// Products of one catalogue; what a shop sells beyond them is not looked for.
const MOST: usize = 5_000;

/// A product in one conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Mention {
    pub product: String,
    /// Messages of the visitor that name it.
    pub by_visitor: u64,
    /// Messages of the agent that name it.
    pub by_agent: u64,
    /// How the visitor's sentences that name it feel, one each; `None` where nobody knows.
    pub feelings: Vec<Option<Polarity>>,
}

impl Catalogue {
    /// Names that differ only in case or number are one product, as it was first written.
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut all = Self::default();
        let mut known = HashSet::new();
        for name in names {
            let name = name.trim().to_owned();
            let phrase = phrase(&name);
            let Some(first) = first_word(&phrase) else {
                continue;
            };
            if !known.insert(phrase.clone()) {
                continue;
            }
            let places = all.by_first.entry(first.to_owned()).or_default();
            places.push(all.names.len());
            all.names.push((name, phrase));
            if all.names.len() == MOST {
                break;
            }
        }
        all
    }

    /// Whether any product is named in `words` ([`super::Insight::words`]).
    pub fn is_in(&self, words: &str) -> bool {
        self.named_in(words).next().is_some()
    }

    /// The places of the products that a [`phrase`] names, as often as it does.
    fn named_in<'a>(&'a self, said: &'a str) -> impl Iterator<Item = usize> + 'a {
        said.match_indices(' ').flat_map(move |(at, _)| {
            let rest = said.get(at..).unwrap_or_default();
            let first = first_word(rest).unwrap_or_default();
            let places = self.by_first.get(first).map(Vec::as_slice);
            let places = places.unwrap_or_default().iter().copied();
            places.filter(move |place| {
                let product = self.names.get(*place);
                product.is_some_and(|(_, product)| rest.starts_with(product.as_str()))
            })
        })
    }

    /// The products a conversation names, in the catalogue's order. `hint` is the BCP 47 tag it goes by.
    pub fn mentions(&self, lines: &[Line], hint: Option<&str>) -> Vec<Mention> {
        let said = lines.iter().filter(|line| line.by == By::Visitor);
        let said: Vec<&str> = said.map(|line| line.text.as_str()).collect();
        let language = language::spoken(&said.join("\n"), hint);
        let mut found: BTreeMap<usize, Mention> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.by != By::Tool) {
            let named: BTreeSet<usize> = self.named_in(&phrase(&line.text)).collect();
            if named.is_empty() {
                continue;
            }
            for place in &named {
                let mention = found.entry(*place).or_insert_with(|| self.mention(*place));
                if line.by == By::Agent {
                    mention.by_agent += 1;
                } else {
                    mention.by_visitor += 1;
                }
            }
            if line.by == By::Agent {
                continue;
            }
            for sentence in words::sentences(&line.text) {
                let named: BTreeSet<usize> = self.named_in(&phrase(sentence)).collect();
                if named.is_empty() {
                    continue;
                }
                let feeling = polarity(&[sentence], language);
                for place in &named {
                    if let Some(mention) = found.get_mut(place) {
                        mention.feelings.push(feeling);
                    }
                }
            }
        }
        found.into_values().collect()
    }

    fn mention(&self, place: usize) -> Mention {
        let product = self.names.get(place).map(|(name, _)| name.clone());
        Mention {
            product: product.unwrap_or_default(),
            by_visitor: 0,
            by_agent: 0,
            feelings: Vec::new(),
        }
    }
}
