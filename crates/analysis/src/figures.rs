//! The countable side of a transcript.

use vivavoce_protocol::wire::Figures;

use vivavoce_text::words;

use crate::measure::Measure;
use vivavoce_agent::By;

/// Everything but the rubric's coverage.
pub(super) fn count(input: &Measure<'_>) -> Figures {
    let mut figures = Figures {
        duration_seconds: u32::try_from((input.ended_at - input.started_at).max(0) / 1000)
            .unwrap_or(u32::MAX),
        ..Figures::default()
    };
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
                figures.fillers = figures.fillers.saturating_add(clamp(fillers(text)));
            }
            By::Tool => {}
        }
    }
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

/// Sounds and words that fill a pause. "Like" counts only between commas, where it cannot be a
/// verb or a comparison.
pub(super) fn fillers(text: &str) -> usize {
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
        "äh",
        "ähm",
        "euh",
        "ээ",
        "эм",
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
    single + double + like
}
