//! How much of a rubric the visitor touched, by the words they used.
//!
//! Nobody shows empathy by saying "empathy", so a criterion is recognised by its own words *and* by
//! what people say when they do the thing. It stays a word count: the report says so, and quotes
//! what it counted.

use std::collections::HashSet;

use vivavoce_protocol::wire::Criterion;

use super::figures::round;
use super::notions::{BOILERPLATE, NOTIONS};
use vivavoce_agent::{By, Said};
use vivavoce_text::rubric::Row;
use vivavoce_text::words;

/// One [`Criterion`] per row, with a note that quotes why.
pub fn report_card(rows: &[Row], history: &[Said]) -> Vec<Criterion> {
    let spoken: Vec<Spoken> = history
        .iter()
        .filter(|said| said.by == By::Visitor)
        .flat_map(|said| words::sentences(&said.text))
        .map(Spoken::new)
        .collect();
    rows.iter().map(|row| criterion(row, &spoken)).collect()
}

/// The weighted mean, 0.0 to 10.0 with one decimal. Weights count only where every row has one.
pub fn overall(card: &[Criterion]) -> f64 {
    let weighted = card.iter().all(|criterion| criterion.weight.is_some());
    let weight = |criterion: &Criterion| {
        if weighted {
            criterion.weight.unwrap_or(0.0)
        } else {
            1.0
        }
    };
    let whole: f64 = card.iter().map(weight).sum();
    if whole <= 0.0 {
        return 0.0;
    }
    round(
        card.iter()
            .map(|criterion| criterion.score * weight(criterion))
            .sum::<f64>()
            / whole,
        1,
    )
}

/// A visitor's sentence, ready to be searched.
struct Spoken<'a> {
    text: &'a str,
    words: Vec<String>,
    stems: HashSet<String>,
}

impl<'a> Spoken<'a> {
    fn new(text: &'a str) -> Self {
        let words = words::words(text);
        let stems = words.iter().map(|word| words::stem(word)).collect();
        Self { text, words, stems }
    }
}

/// Words of its own that a criterion is recognised by. Nobody writes so many on purpose.
const OWN_SIGNALS: usize = 100;

/// What a criterion is recognised by.
struct Signal {
    /// As the report names it.
    shown: String,
    kind: Kind,
}

enum Kind {
    Stem(String),
    Phrase(Vec<String>),
    Question,
    Figure,
}

impl Signal {
    fn hits(&self, spoken: &Spoken<'_>) -> bool {
        match &self.kind {
            Kind::Stem(stem) => spoken.stems.contains(stem),
            Kind::Phrase(phrase) => spoken
                .words
                .windows(phrase.len())
                .any(|window| window == phrase.as_slice()),
            Kind::Question => words::questions(spoken.text) > 0,
            Kind::Figure => spoken.text.chars().any(|c| c.is_ascii_digit()),
        }
    }
}

fn criterion(row: &Row, spoken: &[Spoken<'_>]) -> Criterion {
    let signals = signals(row);
    let mut hit: Vec<&str> = Vec::new();
    for signal in &signals {
        let shown = signal.shown.as_str();
        if !hit.contains(&shown) && spoken.iter().any(|sentence| signal.hits(sentence)) {
            hit.push(shown);
        }
    }
    // The sentence that says most; the first of equals.
    let quote = spoken
        .iter()
        .map(|sentence| {
            (
                signals
                    .iter()
                    .filter(|signal| signal.hits(sentence))
                    .count(),
                sentence,
            )
        })
        .filter(|(hits, _)| *hits > 0)
        .rev()
        .max_by_key(|(hits, _)| *hits)
        .map(|(_, sentence)| sentence.text);
    // Four different signs are as good as it gets; a narrow criterion has fewer to give.
    let wanted = signals.len().clamp(1, 4);
    const STEPS: [f64; 5] = [0.0, 4.0, 6.5, 8.5, 10.0];
    let step = (hit.len() * 4).div_ceil(wanted).min(4);
    let score = STEPS.get(step).copied().unwrap_or(10.0);
    let note = match quote {
        Some(quote) => {
            format!(
                "Measured by words: {}.{QUOTE}{}”",
                list(&hit),
                words::excerpt(quote, 120)
            )
        }
        None => {
            let looked: Vec<&str> = signals.iter().map(|s| s.shown.as_str()).take(3).collect();
            if looked.is_empty() {
                "Measured by words: this criterion gives no words to look for.".to_owned()
            } else {
                format!(
                    "Measured by words: nothing found, such as {}.",
                    list(&looked)
                )
            }
        }
    };
    Criterion {
        topic: row.topic.clone(),
        score,
        score_str: if score.fract() == 0.0 {
            format!("{score:.0}/10")
        } else {
            format!("{score:.1}/10")
        },
        note,
        weight: row.weight,
    }
}

/// What comes before a quotation in a note.
const QUOTE: &str = " Said: “";
/// The same in notes of earlier versions.
const QUOTE_BEFORE: &str = " You said: “";

/// A criterion whose note quotes nobody.
pub fn without_quote(criterion: Criterion) -> Criterion {
    let note = criterion.note;
    let begins = [QUOTE, QUOTE_BEFORE]
        .into_iter()
        .filter_map(|quote| note.find(quote))
        .min();
    let note = begins
        .and_then(|at| note.get(..at))
        .unwrap_or(&note)
        .to_owned();
    Criterion { note, ..criterion }
}

fn list(items: &[&str]) -> String {
    items
        .iter()
        .take(5)
        .map(|item| format!("“{item}”"))
        .collect::<Vec<_>>()
        .join(", ")
}

/// The row's own words, then what its notions sound like.
fn signals(row: &Row) -> Vec<Signal> {
    let own = format!("{} {}", row.topic, row.detail);
    let own_words = words::words(&own);
    let mut known = HashSet::new();
    let mut signals: Vec<Signal> = Vec::new();
    for word in &own_words {
        let stem = words::stem(word);
        let means = words::carries_meaning(word) && !BOILERPLATE.contains(&stem.as_str());
        if means && known.insert(stem.clone()) {
            signals.push(Signal {
                shown: word.clone(),
                kind: Kind::Stem(stem),
            });
        }
        // Each is looked for in every sentence, and four of them are as good as it gets.
        if signals.len() == OWN_SIGNALS {
            break;
        }
    }
    // What a criterion is about stands in its topic; its details decide where the topic is plain.
    let topic_words = words::words(&row.topic);
    let named = NOTIONS.iter().any(|notion| notion.is_named(&topic_words));
    let words = if named { topic_words } else { own_words };
    for notion in NOTIONS.iter().filter(|notion| notion.is_named(&words)) {
        for cue in notion.cues {
            signals.push(match *cue {
                "?" => Signal {
                    shown: "a question".to_owned(),
                    kind: Kind::Question,
                },
                "#" => Signal {
                    shown: "a figure".to_owned(),
                    kind: Kind::Figure,
                },
                phrase if phrase.contains(' ') => Signal {
                    shown: phrase.to_owned(),
                    kind: Kind::Phrase(words::words(phrase)),
                },
                word => Signal {
                    shown: word.to_owned(),
                    kind: Kind::Stem(words::stem(word)),
                },
            });
        }
    }
    signals
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_can_be_told_without_what_was_said() {
        for quote in [QUOTE, QUOTE_BEFORE] {
            let criterion = Criterion {
                note: format!("Measured by words: “team”.{quote}I lead a team. Said: “x”"),
                ..Criterion::default()
            };
            assert_eq!(without_quote(criterion).note, "Measured by words: “team”.");
        }
    }
}
