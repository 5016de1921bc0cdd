//! What a screen reader speaks by itself.

use leptos::prelude::*;
use vivavoce_core::dialect::Speaker;
use vivavoce_core::phase::{Phase, Pulse};
use vivavoce_core::transcript::{Body, Entry, EntryId};

use crate::browser::clock::now;
use crate::browser::coming::at_last;
use crate::browser::piece::{IntoPiece as _, Piece};
use crate::browser::task;
use crate::browser::timer::Timeout;
use crate::chunks;
use crate::components::effect;
use crate::here::{Here, here};
use crate::screens::conversation::bar::{LAST, NEAR};
use crate::session::Rows;
use crate::words::{Counting as _, Words};

/// Milliseconds a state lasts before it is worth a word.
const SETTLED: u64 = 2_000;
/// Milliseconds after which a spoken sentence leaves the region, so that nobody who reads the page
/// line by line finds it there, and the same words can be spoken again.
const SPOKEN: u64 = 5_000;
/// Milliseconds after the first entry in which whole messages that arrive with others behind them
/// are taken for the history of a conversation that is being resumed.
const RESUMING: f64 = 3_000.0;
/// Entries from the end in which something can still change.
const RECENT: usize = 12;

/// Decides which finished sentences are spoken, and when; times are milliseconds. What it is, core's
/// `Announcer` says.
pub trait Announce {
    fn hear(&mut self, entry: &EntryId, text: &str, open: bool);
    fn pass_over(&mut self, entry: &EntryId, text: &str);
    fn withdraw(&mut self, entry: &EntryId, times: u32);
    fn next(&mut self, now: f64) -> Option<String>;
    fn next_in(&self, now: f64) -> Option<f64>;
}

/// What the chunk hands out.
pub type NewAnnouncer = fn() -> Box<dyn Announce>;

#[derive(Default)]
struct Voice {
    /// Not from the beginning.
    announcer: Option<Box<dyn Announce>>,
    first: Option<f64>,
    /// Rings when the next sentence may be spoken, or the last one is to be taken away.
    timer: Option<Timeout>,
    settling: Option<Timeout>,
}

/// The one polite region. The transcript itself is silent, because browsers disagree on what of a
/// growing text they speak; here stand finished sentences only.
#[component]
pub fn Status() -> Piece {
    let here = here();
    let Here { session, words, .. } = here;
    let voice = StoredValue::new_local(Voice::default());
    let said = RwSignal::new(String::new());

    let came = RwSignal::new(false);
    task::spawn(async move {
        let new = at_last(chunks::announcer).await;
        voice.try_update_value(|voice| voice.announcer = Some(new()));
        came.try_set(true);
    });
    effect::later(move || {
        came.track();
        session.rows().with(|rows| {
            voice.update_value(|voice| listen(words, voice, rows));
        });
        speak(voice, said);
    });

    // A state that lasts is told once; one that flashes by is not.
    let (phase, pulse, link_lost) = (session.phase(), session.pulse(), session.link_lost());
    let mut before = None;
    effect::later(move || {
        let state = match phase.get() {
            Phase::Connecting => Some(words.connecting),
            Phase::Live if link_lost.get() => Some(words.reconnecting),
            Phase::Live if pulse.get() == Pulse::Thinking => Some(words.thinking),
            _ => None,
        };
        if state == before {
            return;
        }
        before = state;
        let settling = state.map(|word| {
            Timeout::new(SETTLED, move || {
                if said.with_untracked(String::is_empty) {
                    said.set(word.to_owned());
                    speak_later(voice, said, SPOKEN);
                }
            })
        });
        voice.update_value(|voice| voice.settling = settling);
    });

    let announced = session.announced();
    effect::later(move || {
        if let Some(sentence) = announced.get() {
            announced.set(None);
            said.set(sentence);
            speak_later(voice, said, SPOKEN);
        }
    });

    let remaining = session.remaining();
    let mut told = None;
    effect::later(move || {
        let left = remaining.get().filter(|_| phase.get() == Phase::Live);
        let near = left.and_then(|left| [LAST, NEAR].into_iter().find(|near| left <= *near));
        if let (Some(left), true) = (left, near.is_some() && near != told) {
            said.set(words.minutes_left.count(left.div_ceil(60) as usize));
            speak_later(voice, said, SPOKEN);
        }
        told = near;
    });

    view! { <p class="unseen" role="status">{said}</p> }.piece()
}

/// Takes in what has been added since the last time.
fn listen(words: &Words, voice: &mut Voice, rows: &Rows) {
    if rows.is_empty() {
        return;
    }
    let first = *voice.first.get_or_insert_with(now);
    let resuming = now() - first < RESUMING;
    let Some(announcer) = &mut voice.announcer else {
        return;
    };
    let recent = rows.len().saturating_sub(RECENT);
    for (place, row) in rows.iter().enumerate() {
        let id = row.id();
        let take = |body: &Body, announcer: &mut Box<dyn Announce>| {
            let Body::Message(message) = body else {
                return;
            };
            if message.speaker != Speaker::Agent {
                return;
            }
            announcer.withdraw(id, message.withdrawals);
            if resuming && !message.open && place + 1 < rows.len() {
                announcer.pass_over(id, &message.text);
            } else {
                announcer.hear(id, &message.text, message.open);
            }
        };
        if place >= recent {
            row.read(|entry| {
                take(&entry.body, announcer);
                offer(words, entry, announcer);
            });
        } else if resuming {
            row.peek(|entry| take(&entry.body, announcer));
        }
    }
}

/// Tells how many answers are offered, once, after the words they answer.
fn offer(words: &Words, entry: &Entry, announcer: &mut Box<dyn Announce>) {
    if let Body::Message(message) = &entry.body
        && !message.choices_used
        && !message.choices.is_empty()
    {
        let id = EntryId::from([entry.id.as_str(), "+"].concat().as_str());
        let told = words.choices_count.count(message.choices.len());
        announcer.hear(&id, &told, false);
    }
}

/// Speaks what is finished, as soon as the last announcement is long enough ago.
fn speak(voice: StoredValue<Voice, LocalStorage>, said: RwSignal<String>) {
    let (text, wait) = voice
        .try_update_value(|voice| {
            let announcer = voice.announcer.as_mut()?;
            Some((announcer.next(now()), announcer.next_in(now())))
        })
        .flatten()
        .unwrap_or_default();
    let spoke = text.is_some();
    if let Some(text) = text {
        said.set(text);
    }
    match wait {
        Some(wait) => speak_later(voice, said, wait as u64 + 1),
        None if spoke => speak_later(voice, said, SPOKEN),
        None => {}
    }
}

fn speak_later(voice: StoredValue<Voice, LocalStorage>, said: RwSignal<String>, after: u64) {
    let timer = Timeout::new(after, move || {
        let waiting = voice
            .try_with_value(|voice| {
                let announcer = voice.announcer.as_ref();
                announcer.is_some_and(|announcer| announcer.next_in(now()).is_some())
            })
            .unwrap_or(false);
        if waiting {
            speak(voice, said);
        } else {
            said.try_set(String::new());
        }
    });
    voice.try_update_value(|voice| voice.timer = Some(timer));
}
