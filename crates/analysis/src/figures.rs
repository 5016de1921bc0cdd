//! The countable side of a transcript.

use std::sync::LazyLock;

use vivavoce_protocol::wire::Figures;

use vivavoce_text::language::{self, Phrases};
use vivavoce_text::{Language, words};

use crate::measure::Measure;
use vivavoce_agent::By;

/// Everything but the rubric's coverage. `language` is what the visitor speaks, where it is known.
pub(super) fn count(input: &Measure<'_>, language: Option<Language>) -> Figures {
    let mut figures = Figures {
        duration_seconds: u32::try_from((input.ended_at - input.started_at).max(0) / 1000)
            .unwrap_or(u32::MAX),
        ..Figures::default()
    };
    // Who said nothing filled no pause either.
    let mut fill = Some(0);
    let mut agent_spoke_at = None;
    let mut waits: Vec<i64> = Vec::new();
    for said in input.history {
        let (turns, spoken, questions) = match said.by {
            By::Visitor => (
                &mut figures.visitor_turns,
                &mut figures.visitor_words,
                &mut figures.visitor_questions,
            ),
            By::Agent => (
                &mut figures.agent_turns,
                &mut figures.agent_words,
                &mut figures.agent_questions,
            ),
            By::Tool => continue,
        };
        let text = said.text.trim();
        if text.is_empty() {
            continue;
        }
        *turns += 1;
        *spoken = spoken.saturating_add(clamp(words::count(text)));
        *questions = questions.saturating_add(clamp(words::questions(text)));
        match said.by {
            By::Agent => agent_spoke_at = Some(said.at),
            By::Visitor => {
                // Only an answer waits for the agent; a second message in a row does not.
                if let Some(spoke_at) = agent_spoke_at.take() {
                    waits.push((said.at - spoke_at).max(0));
                }
                fill = fill.zip(fillers(text, language)).map(|(a, b)| a + b);
            }
            By::Tool => {}
        }
    }
    figures.fillers = fill.map(clamp);
    let all = f64::from(figures.visitor_words) + f64::from(figures.agent_words);
    if all > 0.0 {
        figures.talk_share = round(f64::from(figures.visitor_words) / all, 3);
    }
    if figures.visitor_turns > 0 {
        figures.words_per_turn = round(
            f64::from(figures.visitor_words) / f64::from(figures.visitor_turns),
            1,
        );
    }
    if !waits.is_empty() {
        let total: i64 = waits.iter().sum();
        figures.response_seconds = Some(round(total as f64 / waits.len() as f64 / 1000.0, 1));
    }
    figures
}

fn clamp(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

pub(super) fn round(value: f64, digits: i32) -> f64 {
    let factor = 10_f64.powi(digits);
    (value * factor).round() / factor
}

/// Sounds and words that fill a pause; `None` in a language whose fillers are not known. "Like" counts only between
/// commas, where it cannot be a verb or a comparison.
pub(super) fn fillers(text: &str, language: Option<Language>) -> Option<usize> {
    let language = language?;
    if language != Language::English {
        let fillers = FILLERS.iter().find(|(it, _)| *it == language);
        let line = language::line(&language::words(text));
        return fillers.map(|(_, phrases)| phrases.count_in(&line));
    }
    const WORDS: &[&str] = &[
        "um",
        "umm",
        "uhm",
        "uh",
        "uhh",
        "er",
        "erm",
        "hmm",
        "hm",
        "basically",
        "actually",
        "literally",
    ];
    const PHRASES: &[[&str; 2]] = &[
        ["you", "know"],
        ["i", "mean"],
        ["kind", "of"],
        ["sort", "of"],
    ];
    let spoken = words::words(text);
    let single = spoken
        .iter()
        .filter(|word| WORDS.contains(&word.as_str()))
        .count();
    let double = spoken
        .iter()
        .zip(spoken.iter().skip(1))
        .enumerate()
        .filter(|(at, (a, b))| {
            PHRASES.iter().any(|[x, y]| a == x && b == y)
                // "do you know", "what I mean" and "what kind of" say something.
                && !at.checked_sub(1).and_then(|before| spoken.get(before)).is_some_and(|before| {
                    matches!(before.as_str(), "do" | "did" | "if" | "what" | "which" | "this" | "that" | "the" | "any" | "how")
                })
        })
        .count();
    let lower = text.to_lowercase();
    let like = lower.matches(", like,").count() + lower.matches("… like").count();
    Some(single + double + like)
}

/// What fills a pause and says nothing beside, in the languages beside English.
static FILLERS: LazyLock<Vec<(Language, Phrases)>> = LazyLock::new(|| {
    let all: [(Language, &[&str]); 7] = [
        (
            Language::German,
            &[
                "äh",
                "ähm",
                "öh",
                "ehm",
                "hm",
                "hmm",
                "quasi",
                "sozusagen",
                "irgendwie",
                "halt",
                "sag ich mal",
                "im prinzip",
                "weißt du",
                "wissen sie",
            ],
        ),
        (
            Language::Spanish,
            &[
                "eh",
                "ehm",
                "em",
                "mmm",
                "este",
                "o sea",
                "pues",
                "digamos",
                "bueno pues",
                "ya sabes",
                "tipo",
                "en plan",
            ],
        ),
        (
            Language::French,
            &[
                "euh",
                "heu",
                "hum",
                "hmm",
                "bah",
                "ben",
                "du coup",
                "en fait",
                "genre",
                "quoi",
                "tu vois",
                "vous voyez",
                "disons",
            ],
        ),
        (
            Language::Portuguese,
            &[
                "hum",
                "hã",
                "ahn",
                "éh",
                "né",
                "tipo",
                "tipo assim",
                "sabe",
                "quer dizer",
                "digamos",
                "pois é",
                "ou seja",
            ],
        ),
        (
            Language::Arabic,
            &["اه", "امم", "إممم", "يعني", "ممم", "مثلا يعني"],
        ),
        (
            Language::Chinese,
            &[
                "嗯",
                "呃",
                "额",
                "那个那个",
                "就是说",
                "然后就是",
                "怎么说呢",
                "怎麼說呢",
            ],
        ),
        (
            Language::Japanese,
            &[
                "えーと",
                "えっと",
                "ええと",
                "あのー",
                "えー",
                "うーん",
                "まあ",
                "なんか",
                "そのー",
            ],
        ),
    ];
    all.map(|(language, phrases)| (language, Phrases::new(phrases)))
        .into()
});
