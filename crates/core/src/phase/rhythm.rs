//! The pulse of a text conversation, from the pace of its words.

use crate::event::{EntryId, Event, Millis, Speaker};

use super::{Phase, Pulse};

/// Milliseconds without a word after which the agent is thinking again.
const PAUSE: Millis = 900.0;
/// Milliseconds in which a full level falls to nothing.
const FALL: Millis = 800.0;
/// What one character adds to the level. About 40 of them a second, a quick typist's double, keep
/// it high.
const STRENGTH: f64 = 0.045;

/// Follows what the agent says. Fed with what arrives live; history has no rhythm.
#[derive(Clone, Debug, Default)]
pub struct Rhythm {
    runs: Vec<EntryId>,
    speaking: Option<EntryId>,
    last_words: Option<Millis>,
    level: f64,
}

impl Rhythm {
    pub fn take(&mut self, event: &Event, now: Millis) {
        match event {
            Event::RunStarted { run } if !self.runs.contains(run) => self.runs.push(run.clone()),
            Event::RunFinished { run, .. } | Event::RunFailed { run, .. } => {
                self.runs.retain(|open| open != run);
            }
            Event::MessageStarted {
                entry,
                speaker: Speaker::Agent,
                ..
            } => self.speaking = Some(entry.clone()),
            Event::MessageDelta { entry, text } if self.speaking.as_ref() == Some(entry) => {
                // Counting stops where more would change nothing.
                let count = text.chars().take(40).count() as f64;
                self.level = (self.level(now) + count * STRENGTH).min(1.0);
                self.last_words = Some(now);
            }
            Event::Ended { .. } | Event::Failed(_) => *self = Rhythm::default(),
            _ => {}
        }
    }

    /// A reply is being written.
    pub fn is_running(&self) -> bool {
        !self.runs.is_empty()
    }

    /// `listening`: a microphone is open.
    pub fn pulse(&self, phase: Phase, listening: bool, now: Millis) -> Pulse {
        if phase != Phase::Live {
            return Pulse::Idle;
        }
        match self.is_running() {
            true if self.speaks_until().is_some_and(|until| now < until) => Pulse::Speaking,
            true => Pulse::Thinking,
            false if listening => Pulse::Listening,
            false => Pulse::Idle,
        }
    }

    /// When, if no further words come, `speaking` becomes `thinking`.
    pub fn speaks_until(&self) -> Option<Millis> {
        self.last_words.map(|last| last + PAUSE)
    }

    /// The agent's level, 0.0 to 1.0.
    pub fn level(&self, now: Millis) -> f64 {
        match self.last_words {
            Some(last) => (self.level - (now - last).max(0.0) / FALL).max(0.0),
            None => 0.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> EntryId {
        EntryId::from(text)
    }

    fn started(speaker: Speaker, entry: &str) -> Event {
        Event::MessageStarted {
            entry: id(entry),
            speaker,
            at: 0.0,
        }
    }

    fn words(entry: &str, text: &str) -> Event {
        Event::MessageDelta {
            entry: id(entry),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_run_is_thought_then_speech_then_rest() {
        let mut rhythm = Rhythm::default();
        let pulse = |rhythm: &Rhythm, now| rhythm.pulse(Phase::Live, false, now);
        assert_eq!(pulse(&rhythm, 0.0), Pulse::Idle);
        rhythm.take(&Event::RunStarted { run: id("r") }, 0.0);
        rhythm.take(&started(Speaker::Visitor, "v"), 0.0);
        rhythm.take(&words("v", "what the visitor said"), 0.0);
        assert_eq!(pulse(&rhythm, 10.0), Pulse::Thinking);
        assert_eq!(rhythm.level(10.0), 0.0);
        rhythm.take(&started(Speaker::Agent, "a"), 500.0);
        rhythm.take(&words("a", "Well, "), 600.0);
        assert_eq!(pulse(&rhythm, 600.0), Pulse::Speaking);
        assert!(rhythm.level(600.0) > 0.2);
        assert!(rhythm.level(700.0) < rhythm.level(600.0));
        assert_eq!(pulse(&rhythm, 1_500.0), Pulse::Thinking, "a pause");
        assert_eq!(rhythm.level(1_500.0), 0.0);
        rhythm.take(&words("a", &"x".repeat(10_000)), 1_600.0);
        assert_eq!(rhythm.level(1_600.0), 1.0);
        assert_eq!(rhythm.level(1_500.0), 1.0, "a clock set back does no harm");
        assert_eq!(rhythm.pulse(Phase::Stopping, false, 1_600.0), Pulse::Idle);
        let finished = Event::RunFinished {
            run: id("r"),
            cancelled: false,
        };
        rhythm.take(&finished, 1_700.0);
        assert_eq!(pulse(&rhythm, 1_700.0), Pulse::Idle);
        assert_eq!(rhythm.pulse(Phase::Live, true, 1_700.0), Pulse::Listening);
    }
}
