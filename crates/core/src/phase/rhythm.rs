//! The pulse of a text conversation, from the pace of its words.

use crate::event::{EntryId, Event, Millis, Speaker};

use super::{Phase, Pulse};

/// Milliseconds without a word after which the agent is thinking again.
const PAUSE: Millis = 900.0;
/// Milliseconds over which the present pace is taken, so that a pause is seen at once.
const PRESENT: Millis = 200.0;
/// Milliseconds of speech over which the running pace is taken.
const RUNNING: Millis = 3_000.0;
/// Milliseconds of a silence that count as slow speech; what is longer is a pause, which slows nothing.
const SLOW: Millis = 400.0;
/// Milliseconds in which a first piece of text is taken to have been spoken.
const FIRST: Millis = 250.0;
/// Characters of one millisecond that count. What arrives all at once is a history, not quick speech.
const BURST: f64 = 40.0;
/// The level of an even pace.
const EVEN: f64 = 0.5;

/// Follows what the agent says: its level is the present pace by the running one, so that a slow agent
/// moves as much as a quick one.
#[derive(Clone, Debug, Default)]
pub struct Rhythm {
    runs: Vec<EntryId>,
    speaking: Option<EntryId>,
    last_words: Option<Millis>,
    /// Characters of this very millisecond.
    burst: f64,
    /// Characters of late, each the less the longer ago.
    present: f64,
    /// The same of a longer time, and that time.
    running: f64,
    time: Millis,
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
                self.hear(text.chars().take(BURST as usize).count() as f64, now);
            }
            Event::Ended { .. } | Event::Failed(_) => *self = Rhythm::default(),
            _ => {}
        }
    }

    fn hear(&mut self, characters: f64, now: Millis) {
        let silence = self.last_words.map(|last| (now - last).max(0.0));
        if silence.is_none_or(|silence| silence >= 1.0) {
            self.burst = 0.0;
        }
        let counted = characters.min(BURST - self.burst);
        if counted <= 0.0 {
            return;
        }
        self.burst += counted;
        self.last_words = Some(now);
        let spoken = silence.unwrap_or(FIRST).min(SLOW);
        let left = left(spoken, RUNNING);
        self.running = self.running * left + counted;
        self.time = self.time * left + spoken;
        self.present = self.present * self::left(silence.unwrap_or_default(), PRESENT) + counted;
        // Beyond a full level there is nothing that a pause would first have to bring down.
        self.present = self.present.min(self.even() / EVEN);
    }

    /// The characters of late that are an even pace.
    fn even(&self) -> f64 {
        self.running / self.time * PRESENT
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
            Some(last) => {
                let present = self.present * left((now - last).max(0.0), PRESENT);
                (EVEN * present / self.even()).clamp(0.0, 1.0)
            }
            None => 0.0,
        }
    }
}

/// What is left after `time` of what fades within about `within`: nearly its exponential, without the
/// bytes of one, and nothing at all in the end.
fn left(time: Millis, within: Millis) -> f64 {
    let quarter = (1.0 - time / within / 4.0).max(0.0);
    let half = quarter * quarter;
    half * half
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
        rhythm.take(&words("a", ""), 550.0);
        assert_eq!(pulse(&rhythm, 560.0), Pulse::Thinking, "no word yet");
        rhythm.take(&words("a", "Well, "), 600.0);
        assert_eq!(pulse(&rhythm, 600.0), Pulse::Speaking);
        assert!(rhythm.level(600.0) > 0.5);
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

    /// Pieces of text: when each arrives, and its characters.
    type Stream = Vec<(Millis, usize)>;

    /// `rate` characters a second in pieces of `size`, for `seconds`.
    fn even(rate: f64, size: usize, seconds: f64) -> Stream {
        let gap = 1_000.0 * size as f64 / rate;
        let count = (seconds * rate / size as f64) as usize;
        (0..count).map(|nth| (nth as f64 * gap, size)).collect()
    }

    /// The same as an agent speaks: between half and one and a half times as quick, and silent for
    /// `pause` after every 3 seconds.
    fn spoken(rate: f64, size: usize, pause: Millis) -> Stream {
        let mut stream = Stream::new();
        let (mut time, mut until) = (0.0, 3_000.0);
        while time < 20_000.0 {
            stream.push((time, size));
            let quicker = 1.0 + 0.5 * (time / 350.0).sin();
            time += 1_000.0 * size as f64 / (rate * quicker);
            if time > until {
                time += pause;
                until = time + 3_000.0;
            }
        }
        stream
    }

    /// What the level is every 66 ms, and the characters of the 250 ms around it.
    fn follow(stream: &Stream) -> Vec<(Millis, f64, f64)> {
        let mut rhythm = Rhythm::default();
        rhythm.take(&started(Speaker::Agent, "a"), 0.0);
        let mut pieces = stream.iter().peekable();
        let end = stream.last().map_or(0.0, |last| last.0);
        let mut told = Vec::new();
        let mut now = 0.0;
        while now < end {
            while let Some((at, size)) = pieces.next_if(|(at, _)| *at <= now) {
                rhythm.take(&words("a", &"x".repeat(*size)), *at);
            }
            let near = stream.iter().filter(|(at, _)| (now - at).abs() < 125.0);
            let near: usize = near.map(|(_, size)| size).sum();
            told.push((now, rhythm.level(now), near as f64));
            now += 66.0;
        }
        told
    }

    fn correlation(told: &[(Millis, f64, f64)]) -> f64 {
        let count = told.len() as f64;
        let mean = |of: fn(&(Millis, f64, f64)) -> f64| told.iter().map(of).sum::<f64>() / count;
        let (level, rate) = (mean(|it| it.1), mean(|it| it.2));
        let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
            told.iter().map(|it| of(it.1 - level, it.2 - rate)).sum()
        };
        sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
    }

    #[test]
    fn the_level_follows_the_pace_of_any_agent() {
        let check = |name: &str, stream: Stream| {
            let told = follow(&stream);
            let found = correlation(&told);
            assert!(found >= 0.6, "{name}: {found}");
            let mut silences = 0;
            for pair in stream.windows(2) {
                let [(last, _), (next, _)] = pair else {
                    continue;
                };
                for (at, level, _) in &told {
                    if *at >= last + 600.0 && at < next {
                        silences += 1;
                        assert!(
                            *level < 0.2,
                            "{name}: {level} {} ms after a word",
                            at - last
                        );
                    }
                }
            }
            assert!(silences > 0, "{name} never pauses");
        };
        for (rate, size) in [(10.0, 1), (40.0, 4), (110.0, 8), (110.0, 1), (1_600.0, 8)] {
            let name = format!("{rate} a second, {size} at once");
            check(&name, spoken(rate, size, 1_200.0));
        }
        check("words", spoken(25.0, 6, 1_500.0));
        let bursts = (0..60).map(|nth| (f64::from(nth / 5 * 1_000 + nth % 5 * 40), 12));
        check("bursts", bursts.collect());
    }

    #[test]
    fn an_even_reply_is_neither_silence_nor_shouting() {
        let check = |rate: f64, size: usize| {
            let told = follow(&even(rate, size, 12.0));
            let late: Vec<f64> = told.iter().skip(8).map(|it| it.1).collect();
            let mean = late.iter().sum::<f64>() / late.len() as f64;
            assert!((0.35..0.65).contains(&mean), "{rate}, {size}: {mean}");
            let out = late.iter().filter(|level| !(0.1..0.9).contains(*level));
            let out = out.count() as f64 / late.len() as f64;
            assert!(out < 0.2, "{rate}, {size}: {out} of the time out of bounds");
        };
        for (rate, size) in [(10.0, 1), (20.0, 6), (40.0, 4), (110.0, 8), (1_600.0, 8)] {
            check(rate, size);
        }
    }

    #[test]
    fn a_history_that_arrives_at_once_leaves_the_pace_as_it_was() {
        let mut rhythm = Rhythm::default();
        rhythm.take(&started(Speaker::Agent, "a"), 0.0);
        for _ in 0..500 {
            rhythm.take(&words("a", &"x".repeat(60)), 0.0);
        }
        for (at, size) in even(40.0, 4, 4.0) {
            rhythm.take(&words("a", &"x".repeat(size)), 2_000.0 + at);
        }
        let level = rhythm.level(5_900.0);
        assert!((0.3..0.7).contains(&level), "{level}");
    }
}
