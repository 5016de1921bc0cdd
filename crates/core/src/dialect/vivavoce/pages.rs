//! The log as JSON: replay, polls, and long polls where streaming is blocked.

use super::Vivavoce;
use super::lanes::{Verdict, verdict};
use super::log::{Logged, Taken};
use crate::dialect::Head;
use crate::dialect::lanes::elapsed;
use crate::json::{Look, Value, parse_bytes};
use crate::wire::{Event, custom};

/// A [`crate::wire::EventsPage`] of which every event counts, readable or not.
pub(super) struct Page {
    events: Vec<Logged>,
    pub(super) last_seq: u64,
    pub(super) running: bool,
}

impl Page {
    /// `None` where the body is no page at all.
    pub(super) fn parse(body: &[u8]) -> Option<Page> {
        let page = parse_bytes(body).filter(Value::is_object)?;
        let events = page.at("events");
        if !(events.is_array() || events.is_null()) {
            return None;
        }
        Some(Page {
            events: events.items().iter().filter_map(Logged::of).collect(),
            last_seq: page.at("last_seq").count().unwrap_or_default(),
            running: page.flag_at("running"),
        })
    }

    /// What the first page of a log says about the session: when it started, in Unix
    /// milliseconds, and its limit in seconds.
    pub(super) fn session_start(&self) -> Option<(i64, Option<u32>)> {
        let first = self.events.first().filter(|first| first.seq == 1)?;
        let facts = match &first.event {
            Event::Custom { name, value } if name == custom::SESSION_STARTED => value,
            _ => &Value::Null,
        };
        let started_at = facts.at("started_at").as_f64().or(first.at)?;
        let limit = facts.at("max_duration_seconds").count();
        let limit = limit.and_then(|limit| limit.try_into().ok());
        Some((started_at as i64, limit))
    }
}

impl Vivavoce {
    /// Takes a page in; whether nothing was missing in it.
    pub(super) fn take_page(&mut self, page: Page) -> bool {
        for logged in page.events {
            if self.take(logged) == Taken::Gap {
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
        let (running, last_seq) = (page.running, page.last_seq);
        if !self.take_page(page) {
            self.link_failed(None);
            return;
        }
        self.finish_if_seen();
        if running {
            self.link.touch(self.now);
        }
        let moved = self.log.seq() > before;
        if moved {
            self.link.touch(self.now);
        }
        self.link.blockage.page_came();
        if self.log.seq() < last_seq {
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
