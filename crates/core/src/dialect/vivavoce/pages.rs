//! The log as JSON: replay, polls, and long polls where streaming is blocked.

use super::lanes::{Verdict, verdict};
use super::log::Taken;
use super::{Vivavoce, elapsed};
use crate::dialect::Head;
use crate::json::{Json, Read, parse_bytes};
use crate::wire::custom;

/// A [`crate::wire::EventsPage`] of which every event counts, readable or not.
pub(super) struct Page {
    events: Vec<Logged>,
    pub(super) last_seq: u64,
    pub(super) running: bool,
}

/// A [`crate::wire::LogEvent`] of which the number is known, and perhaps no more.
pub(super) struct Logged {
    pub(super) seq: u64,
    /// `Null` where nothing could be read.
    pub(super) event: Json,
}

impl Logged {
    /// `None` where not even its number can be read.
    pub(super) fn of(event: Json) -> Option<Logged> {
        let seq = Read::read(event.get("seq"))?;
        Some(Logged { seq, event })
    }
}

impl Page {
    /// `None` where the body is no page at all.
    pub(super) fn parse(body: &[u8]) -> Option<Page> {
        let mut page = parse_bytes(body).filter(Json::is_object)?;
        let events = match page.take("events") {
            Json::List(events) => events,
            Json::Null => Vec::new(),
            _ => return None,
        };
        Some(Page {
            events: events.into_iter().filter_map(Logged::of).collect(),
            last_seq: page.field("last_seq"),
            running: page.field("running"),
        })
    }

    /// What the first page of a log says about the session: when it started, in Unix
    /// milliseconds, and its limit in seconds.
    pub(super) fn session_start(&self) -> Option<(i64, Option<u32>)> {
        let first = self.events.first().filter(|first| first.seq == 1)?;
        let event = &first.event;
        let is_start = event.get("name").as_text() == Some(custom::SESSION_STARTED);
        let facts = if is_start {
            event.get("value")
        } else {
            &Json::Null
        };
        let started_at = Option::read(facts.get("started_at")).flatten();
        let started_at = started_at.or_else(|| Read::read(event.get("timestamp")))?;
        Some((started_at, facts.field("max_duration_seconds")))
    }
}

impl Vivavoce {
    /// Takes a page in; whether nothing was missing in it.
    pub(super) fn take_page(&mut self, page: &Page) -> bool {
        for logged in &page.events {
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
