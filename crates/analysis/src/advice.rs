//! Strengths, weaknesses and things to do, from measured figures alone. The visitor reads them and the
//! owner does, so what was measured is said of nobody; what to do is said to the visitor.

use vivavoce_protocol::wire::{Criterion, Figures};

pub(super) struct Advice {
    pub summary: String,
    pub strengths: Vec<String>,
    pub weaknesses: Vec<String>,
    pub action_items: Vec<String>,
}

pub(super) fn from(figures: &Figures, card: &[Criterion]) -> Advice {
    let mut advice = Advice {
        summary: summary(figures, card),
        strengths: Vec::new(),
        weaknesses: Vec::new(),
        action_items: Vec::new(),
    };
    if figures.visitor_words == 0 {
        return advice;
    }
    advice.of_the_rubric(card);
    advice.of_the_talk(figures);
    advice
}

fn summary(figures: &Figures, card: &[Criterion]) -> String {
    if figures.visitor_words == 0 {
        return "Nothing was said, so there is nothing to measure.".to_owned();
    }
    let turns = match figures.visitor_turns {
        1 => "one turn".to_owned(),
        turns => format!("{turns} turns"),
    };
    let mut text = format!(
        "These results are measured, not judged: {} in {turns}, {} of the conversation.",
        words(f64::from(figures.visitor_words)),
        percent(figures.talk_share),
    );
    if !card.is_empty() {
        let touched = card
            .iter()
            .filter(|criterion| criterion.score > 0.0)
            .count();
        text.push_str(&format!(
            " Criteria of the rubric touched: {touched} of {}.",
            card.len()
        ));
    }
    text
}

/// A number of words.
fn words(count: f64) -> String {
    if count == 1.0 {
        "one word".to_owned()
    } else {
        format!("{count} words")
    }
}

/// A share of what was said; a little is not nothing.
fn percent(share: f64) -> String {
    match (share * 100.0).round() {
        percent if percent < 1.0 && share > 0.0 => "less than 1 %".to_owned(),
        percent => format!("{percent} %"),
    }
}

impl Advice {
    fn strength(&mut self, text: String) {
        self.strengths.push(text);
    }

    fn weakness(&mut self, text: String, action: String) {
        self.weaknesses.push(text);
        self.action_items.push(action);
    }

    fn of_the_rubric(&mut self, card: &[Criterion]) {
        let strong: Vec<&str> = topics(card, |score| score >= 8.0);
        if !strong.is_empty() {
            self.strength(format!(
                "{} came up well, by the words that were used.",
                join(&strong)
            ));
        }
        let missed: Vec<&str> = topics(card, |score| score <= 0.0);
        if !missed.is_empty() {
            self.weakness(
                format!("Nothing that was said touched {}.", join(&missed)),
                format!("Next time, say something that shows {}.", join(&missed)),
            );
        }
        let thin: Vec<&str> = topics(card, |score| score > 0.0 && score < 5.0);
        if !thin.is_empty() {
            self.weakness(
                format!("{} came up only briefly.", join(&thin)),
                format!("Add an example or a concrete step for {}.", join(&thin)),
            );
        }
    }

    fn of_the_talk(&mut self, figures: &Figures) {
        let share = percent(figures.talk_share);
        let exchanged = figures.visitor_turns >= 2 && figures.agent_turns >= 2;
        if exchanged && (0.35..=0.65).contains(&figures.talk_share) {
            self.strength(format!(
                "A balanced share of the talk: {share} of the words."
            ));
        } else if exchanged && figures.talk_share > 0.8 {
            self.weakness(
                format!(
                    "A large share of the talk: {share} of the words, which leaves little room for the other side."
                ),
                "Pause after each point and ask what the other side thinks.".to_owned(),
            );
        } else if exchanged && figures.talk_share < 0.2 {
            self.weakness(
                format!("A small share of the talk: {share} of the words."),
                "Take more room: two or three sentences for each answer.".to_owned(),
            );
        }
        let per_turn = figures.words_per_turn;
        let length = words(per_turn);
        if figures.visitor_turns >= 2 && per_turn < 8.0 {
            self.weakness(
                format!("Short answers: {length} on average."),
                "Give the reason or an example along with each answer.".to_owned(),
            );
        } else if figures.visitor_turns >= 2 && (20.0..=90.0).contains(&per_turn) {
            self.strength(format!("Answers of a good length: {length} on average."));
        } else if per_turn > 180.0 {
            self.weakness(
                format!("Long answers: {length} on average."),
                "Lead with the conclusion, then give at most two supporting points.".to_owned(),
            );
        }
        match figures.visitor_questions {
            0 if figures.visitor_turns >= 3 => self.weakness(
                "No questions were asked.".to_owned(),
                "Ask at least one question to learn what matters to the other side.".to_owned(),
            ),
            0 | 1 => {}
            asked => self.strength(format!("{asked} questions were asked.")),
        }
        // In a language whose fillers nobody knows, none were looked for.
        let Some(fillers) = figures.fillers else {
            return;
        };
        let share = f64::from(fillers) / f64::from(figures.visitor_words.max(1));
        if fillers >= 3 && share > 0.03 {
            self.weakness(
                format!(
                    "{} filler words, one in {}.",
                    fillers,
                    (1.0 / share).round()
                ),
                "Let a short silence stand where a filler word would come.".to_owned(),
            );
        } else if fillers == 0 && figures.visitor_words >= 60 {
            self.strength("No filler words.".to_owned());
        }
    }
}

fn topics(card: &[Criterion], wanted: impl Fn(f64) -> bool) -> Vec<&str> {
    card.iter()
        .filter(|criterion| wanted(criterion.score))
        .map(|c| c.topic.as_str())
        .take(4)
        .collect()
}

/// "a, b and c", each in quotes.
fn join(items: &[&str]) -> String {
    let quoted: Vec<String> = items.iter().map(|item| format!("“{item}”")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((only, _)) => only.clone(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_told_in_words_that_fit_them() {
        let check = |words: u32, turns: u32, share: f64, wanted: &[&str]| {
            let figures = Figures {
                visitor_words: words,
                visitor_turns: turns,
                agent_turns: turns,
                talk_share: share,
                words_per_turn: f64::from(words) / f64::from(turns),
                ..Figures::default()
            };
            let advice = from(&figures, &[]);
            let mut said = vec![advice.summary];
            said.extend(advice.strengths);
            said.extend(advice.weaknesses);
            let said = said.join(" ");
            for wanted in wanted {
                assert!(said.contains(wanted), "{said}");
            }
            for of_the_reader in ["you ", "You", " 0 %", " 1 words"] {
                assert!(!said.contains(of_the_reader), "{said}");
            }
        };
        check(1, 1, 0.001, &["one word in one turn, less than 1 % of"]);
        let brief = "less than 1 % of the words. Short answers: one word on average.";
        check(2, 2, 0.004, &["2 words in 2 turns", brief]);
        check(
            15,
            2,
            0.1,
            &["small share of the talk: 10 %", "7.5 words on average"],
        );
        check(
            90,
            3,
            0.5,
            &[
                "balanced share of the talk: 50 %",
                "No questions were asked.",
            ],
        );
    }
}
