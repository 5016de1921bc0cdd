//! From `Open` to a session: created, or its log read from the start.

use super::lanes::{Job, Request, Verdict, verdict};
use super::pages::Page;
use super::requests::session_path;
use super::stream::events_path;
use super::{Stage, Vivavoce};
use crate::dialect::{Event, Head, Open};
use crate::failure::Failure;
use crate::json;
use crate::wire::SessionCreated;

/// How long a visitor is kept connecting before they are told, in milliseconds.
const PATIENCE: f64 = 20_000.0;
/// Shorter than the general timeout, so that a lost first packet leaves time for a second try.
const TIMEOUT: u64 = 8_000;

impl Vivavoce {
    pub(super) fn open(&mut self, open: Box<Open>) {
        let in_use = matches!(self.stage, Stage::Creating | Stage::Replaying | Stage::Live);
        if in_use && !self.halted {
            return;
        }
        self.forget_session();
        if let Some(resume) = &open.resume {
            self.stage = Stage::Replaying;
            self.session = SessionCreated {
                session_id: resume.session_id.clone(),
                session_token: resume.session_token.clone(),
                restored: true,
                ..SessionCreated::default()
            };
        } else {
            self.stage = Stage::Creating;
        }
        self.opened_with = Some(open);
        self.run(Job::Open);
    }

    /// Everything of an earlier session, except that call ids go on and the window is as it is.
    fn forget_session(&mut self) {
        for job in [
            Job::Open,
            Job::Link,
            Job::Turn,
            Job::Cancel,
            Job::Notes,
            Job::Stop,
            Job::Submit,
            Job::Results,
        ] {
            self.quit(job);
        }
        *self = Vivavoce {
            outputs: std::mem::take(&mut self.outputs),
            now: self.now,
            chance: self.chance,
            next_call: self.next_call,
            offline: self.offline,
            hidden: self.hidden,
            crowded: self.crowded,
            aside: self.aside,
            ..Vivavoce::default()
        };
    }

    pub(super) fn post_open(&mut self) {
        if self.stage == Stage::Replaying {
            let path = events_path(&self.session.session_id, self.log.seq(), None);
            let mut request = self.get(path);
            request.timeout = TIMEOUT;
            self.call(Job::Open, request);
        } else if let (Stage::Creating, Some(open)) = (self.stage, &self.opened_with) {
            let path = "/api/embed/sessions".to_owned();
            let bearer = open.bearer.as_deref().unwrap_or_default();
            let mut request = Request::post(path, bearer, json::text(&open.create));
            request.timeout = TIMEOUT;
            self.call(Job::Open, request);
        }
    }

    pub(super) fn open_answered(&mut self, head: &Head, body: &[u8]) {
        match verdict(head, body, self.unreachable()) {
            Verdict::Good if self.stage == Stage::Replaying => self.replay(body),
            Verdict::Good => self.created(body),
            // Stopped while it was being created; there is nothing to stop then.
            _ if self.stage == Stage::Over => {}
            Verdict::Bad(failure) => self.halt(failure),
            Verdict::Again(failure, retry_after) => {
                if self.gives_up(Job::Open, PATIENCE, retry_after) {
                    self.halt(failure);
                } else {
                    self.retry_later(Job::Open, retry_after);
                }
            }
        }
    }

    fn created(&mut self, body: &[u8]) {
        let created = json::read::<SessionCreated>(body)
            .filter(|it| !it.session_id.is_empty() && !it.session_token.is_empty());
        let Some(created) = created else {
            self.halt(Failure::Protocol);
            return;
        };
        self.worked(Job::Open);
        self.session = created;
        if self.stage == Stage::Over {
            // The visitor left while this was under way: the session must not linger.
            self.run(Job::Stop);
            return;
        }
        if self.session.restored {
            self.stage = Stage::Replaying;
            self.connect();
            self.run(Job::Open);
        } else {
            self.connect();
            self.go_live();
        }
    }

    /// One page of an earlier session's log.
    fn replay(&mut self, body: &[u8]) {
        let Some(page) = Page::parse(body) else {
            self.halt(Failure::Protocol);
            return;
        };
        self.worked(Job::Open);
        if let Some((started_at, limit)) = page.session_start() {
            self.session.started_at = started_at;
            self.session.max_duration_seconds = self.session.max_duration_seconds.or(limit);
        }
        let last_seq = page.last_seq;
        self.session.last_seq = last_seq;
        self.connect();
        let before = self.log.seq();
        self.take_page(page);
        let after = self.log.seq();
        if after < last_seq && after > before {
            self.post_open();
        } else if self.ending.seen.is_some() {
            self.finish_if_seen();
        } else {
            self.go_live();
        }
    }

    fn connect(&mut self) {
        if std::mem::replace(&mut self.log.connected, true) {
            return;
        }
        let session = self.session.clone();
        let resumed = session.restored;
        self.emit(Event::Connected { session, resumed });
    }

    fn go_live(&mut self) {
        self.stage = Stage::Live;
        self.link.touch(self.now);
        self.link.met(self.now);
        self.run(Job::Notes);
    }

    /// A path of this session.
    pub(super) fn path(&self, rest: &[&str]) -> String {
        session_path(&self.session.session_id, rest)
    }
}
