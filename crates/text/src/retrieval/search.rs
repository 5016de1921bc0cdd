//! The passages that fit what was asked.

use std::collections::{HashMap, HashSet};

use super::Kind;
use super::sentence;
use crate::words;

/// Passages a model is given in one turn.
const MOST: usize = 8;
/// How much of a question's meaning a stored question must share before its answer is given as it
/// stands.
const SURE: f64 = 0.6;
/// BM25's usual constants: how soon a repeated word stops counting, and how much length matters.
const K: f64 = 1.2;
const B: f64 = 0.75;

/// A passage with where it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub entry_id: String,
    pub kind: Option<Kind>,
    pub title: String,
    pub question: Option<String>,
    pub text: String,
    pub url: Option<String>,
    /// The stems it is found by, parted by spaces.
    pub terms: String,
    /// How much of what was asked it speaks of, by the weight of its words: 0.0 to 1.0.
    pub covers: f64,
    /// How well it fits beside the others (BM25); 0.0: not at all.
    pub score: f64,
}

/// The best of `all` for `query`, best first; nothing that shares no word with it.
pub fn best(all: Vec<Found>, query: &str) -> Vec<Found> {
    let wanted: HashSet<String> = words::wanted(query);
    if wanted.is_empty() || all.is_empty() {
        return Vec::new();
    }
    let count = all.len() as f64;
    let mut spread: HashMap<&str, f64> = HashMap::new();
    let mut lengths = Vec::with_capacity(all.len());
    let mut tallies: Vec<HashMap<&str, f64>> = Vec::with_capacity(all.len());
    for found in &all {
        let mut tally: HashMap<&str, f64> = HashMap::new();
        let mut length = 0.0;
        for term in found.terms.split(' ') {
            length += 1.0;
            if wanted.contains(term) {
                *tally.entry(term).or_default() += 1.0;
            }
        }
        for term in tally.keys() {
            *spread.entry(term).or_default() += 1.0;
        }
        lengths.push(length);
        tallies.push(tally);
    }
    let average = (lengths.iter().sum::<f64>() / count).max(1.0);
    let weight = |term: &str| {
        let found = spread.get(term).copied().unwrap_or_default();
        (1.0 + (count - found + 0.5) / (found + 0.5)).ln()
    };
    let whole: f64 = wanted.iter().map(|term| weight(term)).sum();
    let marks: Vec<(f64, f64)> = tallies
        .iter()
        .zip(&lengths)
        .map(|(tally, length)| {
            let covers: f64 = tally.keys().map(|term| weight(term)).sum();
            let score: f64 = tally
                .iter()
                .map(|(term, times)| {
                    let room = K * (1.0 - B + B * length / average);
                    weight(term) * times * (K + 1.0) / (times + room)
                })
                .sum();
            (covers / whole, score)
        })
        .collect();
    let mut ranked: Vec<Found> = all
        .into_iter()
        .zip(marks)
        .filter(|(_, (_, score))| *score > 0.0)
        .map(|(found, (covers, score))| Found {
            covers,
            score,
            ..found
        })
        .collect();
    // Stable, so that of equals the older entry and the earlier passage stand first.
    ranked.sort_by(|a, b| b.score.total_cmp(&a.score));
    ranked.truncate(MOST);
    ranked
}

/// What can be said to `question` from `found` without a model: the answer of a stored question
/// that asks the same, or the sentence of a text that fits. `None` where nothing really does.
pub fn answer<'a>(found: &'a [Found], question: &str) -> Option<(&'a Found, String)> {
    let wanted: HashSet<String> = words::wanted(question);
    let asked = found
        .iter()
        .filter(|it| it.kind == Some(Kind::Question))
        .map(|it| (likeness(&wanted, it), it))
        .filter(|(likeness, it)| *likeness >= SURE && it.covers >= 0.5)
        .fold(None, |best: Option<(f64, &Found)>, next| match best {
            Some(best) if best.0 >= next.0 => Some(best),
            _ => Some(next),
        });
    if let Some((_, found)) = asked {
        return Some((found, found.text.clone()));
    }
    found
        .iter()
        .filter(|it| it.kind != Some(Kind::Question) && it.covers >= 0.4)
        .find_map(|it| Some((it, sentence::answer(&it.text, question)?)))
}

/// How much a question shares with a stored one: of the shorter of the two, so that neither a
/// detail told beside it nor a terse "refund?" counts against it.
fn likeness(wanted: &HashSet<String>, found: &Found) -> f64 {
    let stored: HashSet<String> = words::terms(found.question.as_deref().unwrap_or_default())
        .into_iter()
        .collect();
    let least = wanted.len().min(stored.len());
    if least == 0 {
        return 0.0;
    }
    wanted.intersection(&stored).count() as f64 / least as f64
}
