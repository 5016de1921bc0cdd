//! The log as JSON: replay, polls, and long polls where streaming is blocked.

use serde::Deserialize;
use serde_json::Value;

use super::lanes::{Verdict, verdict};
use super::log::Taken;
use super::{Vivavoce, elapsed};
use crate::dialect::Head;
use crate::wire::{Event, EventsPage, LogEvent, custom};

/// An [`EventsPage`] of which every event counts, readable or not.
pub(super) struct Page {
    events: Vec<(u64, Option<LogEvent>)>,
    pub(super) last_seq: u64,
    pub(super) running: bool,
}

/// All that is needed of an event to know that it was there.
#[derive(Deserialize)]
pub(super) struct Numbered {
    pub(super) seq: u64,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct LoosePage {
    events: Vec<Value>,
    last_seq: u64,
    running: bool,
}

impl Page {
    /// `None` where the body is no page at all.
    pub(super) fn parse(body: &[u8]) -> Option<Page> {
        if let Ok(page) = serde_json::from_slice::<EventsPage>(body) {
            return Some(Page {
                events: page
                    .events
                    .into_iter()
                    .map(|it| (it.seq, Some(it)))
                    .collect(),
                last_seq: page.last_seq,
                running: page.running,
            });
        }
        // One malformed event must not take the others with it.
        let page = serde_json::from_slice::<LoosePage>(body).ok()?;
        let events = page
            .events
            .iter()
            .filter_map(|event| read(&event.to_string()));
        Some(Page {
            events: events.collect(),
            last_seq: page.last_seq,
            running: page.running,
        })
    }

    /// What the first page of a log says about the session: when it started, in Unix
    /// milliseconds, and its limit in seconds.
    pub(super) fn session_start(&self) -> Option<(i64, Option<u32>)> {
        let (seq, first) = self.events.first()?;
        let first = first.as_ref().filter(|_| *seq == 1)?;
        let facts = match &first.event {
            Event::Custom { name, value } if name == custom::SESSION_STARTED => Some(value),
            _ => None,
        };
        let fact = |name| {
            facts
                .and_then(|facts| facts.get(name))
                .and_then(Value::as_i64)
        };
        let limit = fact("max_duration_seconds").and_then(|limit| u32::try_from(limit).ok());
        Some((fact("started_at").unwrap_or(first.timestamp), limit))
    }
}

/// One event of the log; without its content where that cannot be understood, and `None` where not
/// even its number can.
pub(super) fn read(json: &str) -> Option<(u64, Option<LogEvent>)> {
    match serde_json::from_str::<LogEvent>(json) {
        Ok(event) => Some((event.seq, Some(event))),
        Err(_) => serde_json::from_str::<Numbered>(json)
            .ok()
            .map(|numbered| (numbered.seq, None)),
    }
}

impl Vivavoce {
    /// Takes a page in; whether nothing was missing in it.
    pub(super) fn take_page(&mut self, page: &Page) -> bool {
        for (seq, event) in &page.events {
            if self.take(*seq, event.as_ref()) == Taken::Gap {
                return false;
            }
        }
        true
    }

    pub(super) fn page_answered(&mut self, head: &Head, body: &[u8]) {
        let asked_at = self.link.asked_at;
        match verdict(head, body, self.unreachable()) {
            Verdict::Good => {}
            Verdict::Again(_, retry_after) => {
                self.link_failed(retry_after);
                return;
            }
            Verdict::Bad(failure) => {
                self.halt(failure);
                return;
            }
        }
        let Some(page) = Page::parse(body) else {
            self.link_failed(None);
            return;
        };
        self.link_works();
        let before = self.log.seq();
        if !self.take_page(&page) {
            self.link_failed(None);
            return;
        }
        self.finish_if_seen();
        if page.running {
            self.link.touch(self.now);
        }
        let moved = self.log.seq() > before;
        if moved {
            self.link.touch(self.now);
        }
        self.link.blockage.page_came();
        if self.log.seq() < page.last_seq {
            if moved {
                self.read_now();
            } else {
                // It says there is more, and does not give it.
                self.link_failed(None);
            }
        } else if self.link.blockage.is_certain() && !moved && elapsed(self.now, asked_at) < 1_000.0
        {
            // A server that does not wait is not asked in a tight loop.
            self.pause_link(1_000);
        }
    }
}
