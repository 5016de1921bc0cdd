//! How a text feels: in English by VADER (Hutto and Gilbert, ICWSM-14), a lexicon and rules; in the other
//! languages read here by their own words and denials, put together as VADER does. In a language that is not
//! read, nobody knows.

use std::sync::LazyLock;

use vader_parity::SentimentIntensityAnalyzer;

use super::tongue::{Denial, Tongue};
use super::tongues;
use vivavoce_text::language::{self, Phrases};
use vivavoce_text::{Language, words};

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
    /// Said in a language that is not read here.
    Unknown,
}

impl Mood {
    /// Those there are to be known.
    pub const ALL: [Mood; 3] = [Mood::Positive, Mood::Negative, Mood::Neutral];

    pub fn as_str(self) -> &'static str {
        match self {
            Mood::Positive => "POSITIVE",
            Mood::Negative => "NEGATIVE",
            Mood::Neutral => "NEUTRAL",
            Mood::Unknown => "UNKNOWN",
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

/// Of several messages in one language; `None` where it is not known how they feel. VADER weighs sentences. The
/// compound score is the mean of those that feel anything: ten neutral answers about an address do not make an
/// angry visitor a calm one.
pub(super) fn polarity(texts: &[&str], language: Option<Language>) -> Option<Polarity> {
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
            let scores = of_sentence(part, language)?;
            weighed += 1.0;
            whole.positive += scores.positive;
            whole.negative += scores.negative;
            if scores.compound.abs() >= FAINT {
                felt += 1.0;
                whole.compound += scores.compound;
            }
        }
    }
    if weighed == 0.0 {
        return None;
    }
    whole.compound /= f64::max(felt, 1.0);
    whole.positive /= weighed;
    whole.negative /= weighed;
    whole.neutral = (1.0 - whole.positive - whole.negative).max(0.0);
    Some(whole)
}

fn of_sentence(text: &str, language: Option<Language>) -> Option<Polarity> {
    let letters = text.chars().any(char::is_alphabetic);
    match language {
        // A smiley and a figure are the same in all languages.
        None if letters => None,
        Some(language) if letters && language != Language::English => {
            let lexicon = LEXICONS.iter().find(|it| it.language == language)?;
            Some(lexicon.polarity(text))
        }
        _ => {
            let scores = ANALYZER.polarity_scores(text);
            Some(Polarity {
                compound: scores.compound,
                positive: scores.pos,
                negative: scores.neg,
                neutral: scores.neu,
            })
        }
    }
}

/// A language's words for feelings, ready to be looked for.
struct Lexicon {
    language: Language,
    good: Phrases,
    bad: Phrases,
    not: Phrases,
    denial: Denial,
}

static LEXICONS: LazyLock<Vec<Lexicon>> = LazyLock::new(|| {
    let read = |(language, tongue): (Language, &Tongue)| Lexicon {
        language,
        good: Phrases::new(tongue.good),
        bad: Phrases::new(tongue.bad),
        not: Phrases::new(tongue.not),
        denial: tongue.denial,
    };
    let all = Language::ALL.into_iter();
    all.filter_map(|it| Some((it, tongues::of(it)?)))
        .map(read)
        .collect()
});

/// How much a word feels, of VADER's -4 to 4.
const FELT: f64 = 2.0;
/// What is left of a feeling that is denied, as VADER has it.
const DENIED: f64 = -0.74;
/// VADER's: how soon many words say no more than some.
const ALPHA: f64 = 15.0;
/// Words between a denial and what it denies.
const NEAR: usize = 3;

impl Lexicon {
    fn polarity(&self, text: &str) -> Polarity {
        let (mut sum, mut good, mut bad) = (0.0, 0.0, 0.0);
        let mut left = 0;
        // A comma ends what a denial holds for.
        for clause in text.split([',', ';', '，', '、', '；', '،', '؛']) {
            let spoken = language::words(clause);
            let line = language::line(&spoken);
            left += spoken.len();
            let bads = self.bad.places_in(&line);
            // "Unfreundlich" is one word and "不好" two: what is bad as a whole is good in no part.
            let goods = self.good.places_in(&line).into_iter().filter(|at| {
                !bads
                    .iter()
                    .any(|bad| bad.start <= at.start && at.end <= bad.end)
            });
            let goods: Vec<_> = goods.collect();
            let hits = goods.iter().map(|at| (at, FELT));
            for (at, felt) in hits.chain(bads.iter().map(|at| (at, -FELT))) {
                let felt = if self.is_denied(&line, at) {
                    felt * DENIED
                } else {
                    felt
                };
                sum += felt;
                if felt > 0.0 {
                    good += felt + 1.0;
                } else {
                    bad += 1.0 - felt;
                }
            }
        }
        let marks: String = text.chars().filter(|c| !c.is_alphanumeric()).collect();
        let smiles = ANALYZER.polarity_scores(&marks).compound;
        if smiles.abs() >= FAINT {
            sum += FELT * smiles.signum();
            good += if smiles > 0.0 { FELT + 1.0 } else { 0.0 };
            bad += if smiles < 0.0 { FELT + 1.0 } else { 0.0 };
        }
        let all = good + bad + left.div_ceil(self.language.characters_a_word()) as f64;
        let share = |part: f64| if all > 0.0 { part / all } else { 0.0 };
        Polarity {
            compound: sum / (sum * sum + ALPHA).sqrt(),
            positive: share(good),
            negative: share(bad),
            neutral: 1.0 - share(good) - share(bad),
        }
    }

    fn is_denied(&self, line: &str, at: &std::ops::Range<usize>) -> bool {
        let near = NEAR * self.language.characters_a_word();
        let before = line.get(..at.start).unwrap_or_default();
        let after = line.get(at.end..).unwrap_or_default();
        let words = |all: Vec<&str>| format!(" {} ", all.join(" "));
        let before = || {
            let mut all: Vec<&str> = before.split_whitespace().rev().take(near).collect();
            all.reverse();
            self.not.are_in(&words(all))
        };
        let after = || {
            self.not
                .are_in(&words(after.split_whitespace().take(near).collect()))
        };
        match self.denial {
            Denial::Before => before(),
            Denial::After => after(),
            Denial::Around => before() || after(),
        }
    }
}
