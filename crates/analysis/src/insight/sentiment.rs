//! How a text feels, by VADER (Hutto and Gilbert, ICWSM-14): a lexicon and rules for English.

use std::sync::LazyLock;

use vader_parity::SentimentIntensityAnalyzer;

use vivavoce_text::words;

static ANALYZER: LazyLock<SentimentIntensityAnalyzer> =
    LazyLock::new(SentimentIntensityAnalyzer::new);

/// From where on VADER's authors call a compound score positive, and below the negative of it
/// negative.
const THRESHOLD: f64 = 0.05;

/// From where on a sentence feels anything: words as faint as "number" (0.08) are in the lexicon, too,
/// and stand in every conversation about an order.
const FAINT: f64 = 0.1;

/// Characters of one message that are weighed: what is pasted after that is hardly the visitor's
/// own feeling.
const WEIGHED: usize = 4_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mood {
    Positive,
    Negative,
    Neutral,
}

impl Mood {
    pub const ALL: [Mood; 3] = [Mood::Positive, Mood::Negative, Mood::Neutral];

    pub fn as_str(self) -> &'static str {
        match self {
            Mood::Positive => "POSITIVE",
            Mood::Negative => "NEGATIVE",
            Mood::Neutral => "NEUTRAL",
        }
    }

    pub fn read(word: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|mood| mood.as_str().eq_ignore_ascii_case(word.trim()))
    }
}

/// How texts feel, on the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Polarity {
    /// From −1.0, the worst, to 1.0.
    pub compound: f64,
    /// Shares of what was said, together 1.0.
    pub positive: f64,
    pub negative: f64,
    pub neutral: f64,
}

impl Polarity {
    pub fn mood(&self) -> Mood {
        if self.compound >= THRESHOLD {
            Mood::Positive
        } else if self.compound <= -THRESHOLD {
            Mood::Negative
        } else {
            Mood::Neutral
        }
    }
}

/// Of one text.
pub fn polarity(text: &str) -> Polarity {
    of_all(&[text])
}

/// Of several messages. VADER weighs sentences. The compound score is the mean of those that feel
/// anything: ten neutral answers about an address do not make an angry visitor a calm one.
pub(super) fn of_all(texts: &[&str]) -> Polarity {
    let mut whole = Polarity::default();
    let (mut weighed, mut felt) = (0.0, 0.0);
    for text in texts {
        let end = text
            .char_indices()
            .nth(WEIGHED)
            .map_or(text.len(), |(at, _)| at);
        let (text, _) = text.split_at(end);
        let sentences = words::sentences(text);
        // A smiley alone is no sentence, and says a lot.
        let parts = if sentences.is_empty() {
            vec![text]
        } else {
            sentences
        };
        for part in parts.into_iter().filter(|part| !part.trim().is_empty()) {
            let scores = ANALYZER.polarity_scores(part);
            weighed += 1.0;
            whole.positive += scores.pos;
            whole.negative += scores.neg;
            if scores.compound.abs() >= FAINT {
                felt += 1.0;
                whole.compound += scores.compound;
            }
        }
    }
    if weighed == 0.0 {
        return Polarity {
            neutral: 1.0,
            ..Polarity::default()
        };
    }
    whole.compound /= f64::max(felt, 1.0);
    whole.positive /= weighed;
    whole.negative /= weighed;
    whole.neutral = (1.0 - whole.positive - whole.negative).max(0.0);
    whole
}
