//! Strengths, weaknesses and things to do, from measured figures alone, in the visitor's language. The
//! visitor reads them and the owner does, so what was measured is said of nobody in English; what to do is said
//! to the visitor.

use vivavoce_locales::Counted;
use vivavoce_locales::native::Voice;
use vivavoce_protocol::wire::{Criterion, Figures};

pub(super) struct Advice<'a> {
    voice: &'a Voice,
    pub summary: String,
    pub strengths: Vec<String>,
    pub weaknesses: Vec<String>,
    pub action_items: Vec<String>,
}

pub(super) fn from<'a>(figures: &Figures, card: &[Criterion], voice: &'a Voice) -> Advice<'a> {
    let mut advice = Advice {
        voice,
        summary: summary(figures, card, voice),
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

fn summary(figures: &Figures, card: &[Criterion], voice: &Voice) -> String {
    let says = &voice.words;
    if figures.visitor_words == 0 {
        return says.nothing_said.to_owned();
    }
    let count = |text: Counted, number: u32| voice.count(text, number.into(), &[]);
    let words = count(says.count_words, figures.visitor_words);
    let turns = count(says.count_turns, figures.visitor_turns);
    let share = voice.percent(figures.talk_share);
    let mut text = says.measured.with([&words, &turns, &share]);
    if !card.is_empty() {
        let touched = card.iter().filter(|criterion| criterion.score > 0.0);
        let touched = voice.number(touched.count() as f64);
        // Languages that write no spaces end a sentence without one.
        if !text.ends_with('。') {
            text.push(' ');
        }
        text.push_str(&voice.count(says.criteria_touched, card.len() as f64, &[&touched]));
    }
    text
}

impl Advice<'_> {
    fn strength(&mut self, text: String) {
        self.strengths.push(text);
    }

    fn weakness(&mut self, text: String, action: String) {
        self.weaknesses.push(text);
        self.action_items.push(action);
    }

    fn of_the_rubric(&mut self, card: &[Criterion]) {
        let (voice, says) = (self.voice, &self.voice.words);
        let strong = topics(card, |score| score >= 8.0);
        if !strong.is_empty() {
            self.strength(says.covered_well.with([&voice.list(&strong)]));
        }
        let missed = topics(card, |score| score <= 0.0);
        if !missed.is_empty() {
            let missed = voice.list(&missed);
            self.weakness(
                says.not_touched.with([&missed]),
                says.not_touched_advice.with([&missed]),
            );
        }
        let thin = topics(card, |score| score > 0.0 && score < 5.0);
        if !thin.is_empty() {
            let thin = voice.list(&thin);
            self.weakness(
                says.touched_briefly.with([&thin]),
                says.touched_briefly_advice.with([&thin]),
            );
        }
    }

    fn of_the_talk(&mut self, figures: &Figures) {
        let (voice, says) = (self.voice, &self.voice.words);
        let share = voice.percent(figures.talk_share);
        let exchanged = figures.visitor_turns >= 2 && figures.agent_turns >= 2;
        if exchanged && (0.35..=0.65).contains(&figures.talk_share) {
            self.strength(says.balanced.with([&share]));
        } else if exchanged && figures.talk_share > 0.8 {
            let advice = says.share_high_advice.to_owned();
            self.weakness(says.share_high.with([&share]), advice);
        } else if exchanged && figures.talk_share < 0.2 {
            let told = if figures.talk_share < 0.005 {
                says.share_none.to_owned()
            } else {
                says.share_low.with([&share])
            };
            self.weakness(told, says.share_low_advice.to_owned());
        }
        let per_turn = figures.words_per_turn;
        let length = |text: Counted| voice.count(text, per_turn, &[]);
        if figures.visitor_turns >= 2 && per_turn < 8.0 {
            self.weakness(
                length(says.answers_short),
                says.answers_short_advice.to_owned(),
            );
        } else if figures.visitor_turns >= 2 && (20.0..=90.0).contains(&per_turn) {
            self.strength(length(says.answers_good));
        } else if per_turn > 180.0 {
            self.weakness(
                length(says.answers_long),
                says.answers_long_advice.to_owned(),
            );
        }
        match figures.visitor_questions {
            0 if figures.visitor_turns >= 3 => self.weakness(
                says.questions_none.to_owned(),
                says.questions_none_advice.to_owned(),
            ),
            0 | 1 => {}
            asked => self.strength(voice.count(says.questions_some, asked.into(), &[])),
        }
        // In a language whose fillers nobody knows, none were looked for.
        let Some(fillers) = figures.fillers else {
            return;
        };
        let share = f64::from(fillers) / f64::from(figures.visitor_words.max(1));
        if fillers >= 3 && share > 0.03 {
            let every = voice.number((1.0 / share).round());
            self.weakness(
                voice.count(says.fillers_some, fillers.into(), &[&every]),
                says.fillers_advice.to_owned(),
            );
        } else if fillers == 0 && figures.visitor_words >= 60 {
            self.strength(says.fillers_none.to_owned());
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
            let voice = Voice::of(Some("en"));
            let advice = from(&figures, &[], &voice);
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
        check(1, 1, 0.001, &["1 word in 1 turn, < 1 % of"]);
        let brief = "almost none of the words. Short answers: 1 word on average.";
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

    #[test]
    fn what_was_measured_is_told_in_each_language_of_the_interface() {
        let figures = Figures {
            visitor_words: 90,
            visitor_turns: 3,
            agent_turns: 3,
            talk_share: 0.5,
            words_per_turn: 30.0,
            fillers: Some(0),
            ..Figures::default()
        };
        let card = [Criterion {
            topic: "Empathy".to_owned(),
            ..Criterion::default()
        }];
        let english = Voice::of(None);
        let english = from(&figures, &card, &english);
        for lang in vivavoce_protocol::language::INTERFACE {
            let voice = Voice::of(Some(lang));
            let told = from(&figures, &card, &voice);
            assert_eq!(told.strengths.len(), english.strengths.len(), "{lang}");
            assert!(told.weaknesses[0].contains("Empathy"), "{lang}");
            assert_eq!(told.summary == english.summary, lang == "en", "{lang}");
            let all = format!(
                "{}{:?}{:?}",
                told.summary, told.strengths, told.action_items
            );
            assert!(!all.contains(char::is_control), "{lang}: {all}");
        }
    }
}
