//! What was said, counted.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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
            event => {
                let place = event.withdrawn().and_then(|id| places.get(id));
                if let Some(one) = place.and_then(|at| all.get_mut(*at)) {
                    one.text.clear();
                }
            }
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

/// Counts of several times, into which conversations are added one after the other: what was said in them
/// need not be kept.
#[derive(Clone, Debug, Default)]
pub struct Count {
    of: Vec<Counted>,
}

/// What began within a time (Unix milliseconds).
#[derive(Clone, Debug)]
struct Counted {
    when: Range<i64>,
    talk: Talk,
    /// Milliseconds the user took, and words of what that is known of.
    took: i64,
    timed: i64,
    /// The stems the user used; `None`: they are not asked for.
    words: Option<BTreeSet<String>>,
}

impl Count {
    /// Of times, each with its beginning and its end.
    pub fn of(times: impl IntoIterator<Item = (i64, i64)>) -> Count {
        let of = times.into_iter().map(|(from, to)| Counted {
            when: from..to,
            talk: Talk::default(),
            took: 0,
            timed: 0,
            words: None,
        });
        Count { of: of.collect() }
    }

    /// With the words of the first `count` times.
    pub fn with_words(mut self, count: usize) -> Count {
        for one in self.of.iter_mut().take(count) {
            one.words = Some(BTreeSet::new());
        }
        self
    }

    /// From the first beginning to the last end.
    pub fn when(&self) -> Range<i64> {
        let from = self.of.iter().map(|it| it.when.start).min();
        let to = self.of.iter().map(|it| it.when.end).max();
        from.unwrap_or_default()..to.unwrap_or_default()
    }

    /// Adds a conversation. Each of its messages is read once, of however many times it is.
    pub fn add(&mut self, conversation: &[Said]) {
        let mut spoke = vec![false; self.of.len()];
        for one in conversation {
            let places = self.of.iter_mut().zip(&mut spoke);
            let mut places = places
                .filter(|(it, _)| it.when.contains(&one.at))
                .peekable();
            if places.peek().is_none() {
                continue;
            }
            let count = u32::try_from(words::count(&one.text)).unwrap_or(u32::MAX);
            for (it, spoke) in places {
                it.count(one, count);
                *spoke |= one.by_user;
            }
        }
        for (it, spoke) in self.of.iter_mut().zip(spoke) {
            it.talk.count += u32::from(spoke);
        }
    }

    /// What is counted of one of the times.
    pub fn talk(&self, place: usize) -> Talk {
        let Some(it) = self.of.get(place) else {
            return Talk::default();
        };
        let mut talk = it.talk.clone();
        talk.user.duration_seconds = u32::try_from((it.took + 500) / 1_000).unwrap_or(u32::MAX);
        talk.user.words_per_minute = per_minute(it.timed, it.took);
        talk
    }

    /// The stems the user used in one of the times.
    pub fn words(&self, place: usize) -> BTreeSet<&str> {
        let words = self.of.get(place).and_then(|it| it.words.as_ref());
        words.into_iter().flatten().map(String::as_str).collect()
    }
}

impl Counted {
    fn count(&mut self, one: &Said, count: u32) {
        let talk = &mut self.talk;
        if !one.by_user {
            talk.tutor.messages += 1;
            talk.tutor.words = talk.tutor.words.saturating_add(count);
            return;
        }
        talk.user.messages += 1;
        talk.user.words = talk.user.words.saturating_add(count);
        if let Some(milliseconds) = one.took {
            self.took += milliseconds;
            self.timed += i64::from(count);
        }
        if let Some(known) = &mut self.words {
            known.extend(words::words(&one.text).iter().map(|word| words::stem(word)));
        }
    }
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

pub fn vocabulary(now: BTreeSet<&str>, before: BTreeSet<&str>) -> Vocabulary {
    Vocabulary {
        unique_words: u32::try_from(now.len()).unwrap_or(u32::MAX),
        new_words: u32::try_from(now.difference(&before).count()).unwrap_or(u32::MAX),
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

    fn talk(conversations: &[Vec<Said>], from: i64, to: i64) -> Talk {
        let mut count = Count::of([(from, to)]);
        for one in conversations {
            count.add(one);
        }
        count.talk(0)
    }

    #[test]
    fn a_message_counts_in_each_time_it_is_of() {
        let mut count = Count::of([(0, 30_000), (0, 10_000), (10_000, 20_000), (20_000, 30_000)]);
        assert_eq!(count.when(), 0..30_000);
        count.add(&conversation("user 5-5 one\nuser 10-10 one two"));
        count.add(&conversation(
            "assistant 10-11 Hello\nuser 12-12 one two three",
        ));
        let found: Vec<(u32, u32, u32)> = (0..4)
            .map(|place| count.talk(place))
            .map(|talk| (talk.count, talk.user.words, talk.tutor.words))
            .collect();
        assert_eq!(found, [(2, 6, 1), (1, 1, 0), (2, 5, 1), (0, 0, 0)]);
        assert_eq!(count.talk(4), Talk::default());
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
        let found = talk(&all, 10_000, 30_000);
        assert_eq!(
            (found.count, found.user.messages, found.user.words),
            (1, 1, 2)
        );
        assert_eq!((found.tutor.messages, found.tutor.words), (1, 1));
        assert_eq!(talk(&all, 40_000, 50_000), Talk::default());
    }

    #[test]
    fn words_count_once_in_all_their_forms() {
        let mut count = Count::of([(1_000, 2_000), (0, 1_000)]).with_words(2);
        count.add(&conversation("user 1-1 I planned the plan and planned"));
        count.add(&conversation("user 0-0 The I"));
        let week = count.words(0);
        let found = vocabulary(week.clone(), count.words(1));
        assert_eq!((found.unique_words, found.new_words), (4, 2), "{week:?}");
    }
}
