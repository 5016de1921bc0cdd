//! What was said, counted.

use std::collections::{BTreeMap, BTreeSet};

use vivavoce_protocol::wire::{Event, LogEvent};

use super::wire::reports::{Heard, Spoken, Talk, Vocabulary};
use vivavoce_text::words;

/// A pause longer than this, in milliseconds, was not spent on the answer.
const PAUSE: i64 = 120_000;

/// One thing said.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub by_user: bool,
    pub text: String,
    /// Unix milliseconds of its beginning and its end.
    pub at: i64,
    pub until: i64,
    /// Milliseconds the user took to say it; `None` where nothing came before it.
    pub took: Option<i64>,
}

/// What a piece of a log says, in order; what is empty, or was erased, is left out.
pub fn said(log: &[LogEvent]) -> Vec<Said> {
    let mut all: Vec<Said> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in log {
        let at = entry.timestamp;
        match &entry.event {
            Event::TextMessageStart { message_id, role } => {
                places.insert(message_id, all.len());
                all.push(Said {
                    by_user: role == "user",
                    text: String::new(),
                    at,
                    until: at,
                    took: None,
                });
            }
            Event::TextMessageContent { message_id, delta } => {
                if let Some(one) = places
                    .get(message_id.as_str())
                    .and_then(|it| all.get_mut(*it))
                {
                    one.text.push_str(delta);
                    one.until = at;
                }
            }
            Event::TextMessageEnd { message_id } => {
                if let Some(one) = places
                    .get(message_id.as_str())
                    .and_then(|it| all.get_mut(*it))
                {
                    one.until = at;
                }
            }
            _ => {}
        }
    }
    all.retain(|one| !one.text.trim().is_empty());
    let mut heard: Option<i64> = None;
    for one in &mut all {
        if one.by_user {
            one.took = heard.map(|heard| (one.at - heard).clamp(0, PAUSE));
        }
        heard = Some(one.until);
    }
    all
}

/// Counts what began from `from` to before `to` (Unix milliseconds), conversation by conversation.
pub fn talk(conversations: &[Vec<Said>], from: i64, to: i64) -> Talk {
    let mut talk = Talk::default();
    let (mut took, mut timed) = (0, 0);
    for conversation in conversations {
        let mut spoke = false;
        for one in conversation
            .iter()
            .filter(|one| (from..to).contains(&one.at))
        {
            let count = u32::try_from(words::count(&one.text)).unwrap_or(u32::MAX);
            if one.by_user {
                spoke = true;
                talk.user.messages += 1;
                talk.user.words = talk.user.words.saturating_add(count);
                if let Some(milliseconds) = one.took {
                    took += milliseconds;
                    timed += i64::from(count);
                }
            } else {
                talk.tutor.messages += 1;
                talk.tutor.words = talk.tutor.words.saturating_add(count);
            }
        }
        talk.count += u32::from(spoke);
    }
    talk.user.duration_seconds = u32::try_from((took + 500) / 1_000).unwrap_or(u32::MAX);
    talk.user.words_per_minute = per_minute(timed, took);
    talk
}

fn per_minute(words: i64, milliseconds: i64) -> f64 {
    if milliseconds <= 0 {
        return 0.0;
    }
    rounded(words as f64 * 60_000.0 / milliseconds as f64)
}

/// To one decimal.
pub fn rounded(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// The part that is always there and always zero.
pub fn no_video() -> Talk {
    Talk {
        count: 0,
        user: Spoken::default(),
        tutor: Heard::default(),
    }
}

/// The stems the user used.
pub fn stems(conversations: &[Vec<Said>], from: i64, to: i64) -> BTreeSet<String> {
    conversations
        .iter()
        .flatten()
        .filter(|one| one.by_user && (from..to).contains(&one.at))
        .flat_map(|one| words::words(&one.text))
        .map(|word| words::stem(&word))
        .collect()
}

pub fn vocabulary(now: &BTreeSet<String>, before: &BTreeSet<String>) -> Vocabulary {
    Vocabulary {
        unique_words: u32::try_from(now.len()).unwrap_or(u32::MAX),
        new_words: u32::try_from(now.difference(before).count()).unwrap_or(u32::MAX),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `role at-until words` per line.
    fn conversation(script: &str) -> Vec<Said> {
        let mut log: Vec<LogEvent> = Vec::new();
        for (number, line) in script.trim().lines().enumerate() {
            let words: Vec<&str> = line.trim().splitn(3, ' ').collect();
            let (at, until) = words[1].split_once('-').unwrap();
            let message_id = format!("m{number}");
            let events = [
                (
                    at,
                    Event::TextMessageStart {
                        message_id: message_id.clone(),
                        role: words[0].into(),
                    },
                ),
                (
                    until,
                    Event::TextMessageContent {
                        message_id: message_id.clone(),
                        delta: words[2].into(),
                    },
                ),
                (until, Event::TextMessageEnd { message_id }),
            ];
            for (at, event) in events {
                let timestamp = at.parse::<i64>().unwrap() * 1_000;
                log.push(LogEvent {
                    seq: log.len() as u64 + 1,
                    timestamp,
                    event,
                });
            }
        }
        said(&log)
    }

    #[test]
    fn words_per_minute_come_from_the_time_answers_took() {
        let cases = [
            // Six words in 30 s.
            (
                "assistant 0-10 Hello there\nuser 40-40 I am fine and happy today",
                30,
                12.0,
            ),
            // A pause of an hour counts two minutes.
            (
                "assistant 0-0 Hi\nuser 3600-3600 one two three four",
                120,
                2.0,
            ),
            // Nothing came before: its time is not known and its words are not rated.
            ("user 5-5 one two", 0, 0.0),
            ("assistant 0-0 Hi", 0, 0.0),
        ];
        for (script, seconds, rate) in cases {
            let talk = talk(&[conversation(script)], 0, i64::MAX);
            assert_eq!(talk.user.duration_seconds, seconds, "{script}");
            assert_eq!(talk.user.words_per_minute, rate, "{script}");
        }
    }

    #[test]
    fn only_what_began_in_time_counts() {
        let all = [
            conversation(
                "assistant 0-1 Hello\nuser 10-10 one two\nassistant 20-21 And\nuser 30-30 three",
            ),
            conversation("assistant 5-5 Hi"),
        ];
        let talk = talk(&all, 10_000, 30_000);
        assert_eq!((talk.count, talk.user.messages, talk.user.words), (1, 1, 2));
        assert_eq!((talk.tutor.messages, talk.tutor.words), (1, 1));
        assert_eq!(super::talk(&all, 40_000, 50_000), Talk::default());
    }

    #[test]
    fn words_count_once_in_all_their_forms() {
        let week = stems(
            &[conversation("user 0-0 I planned the plan and planned")],
            0,
            1_000,
        );
        let before = stems(&[conversation("user 0-0 The I")], 0, 1_000);
        let found = vocabulary(&week, &before);
        assert_eq!((found.unique_words, found.new_words), (4, 2), "{week:?}");
    }
}
