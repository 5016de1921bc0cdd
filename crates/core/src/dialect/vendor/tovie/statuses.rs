//! How far messages got: the agent's, which the vendor is told, and the visitor's, which is shown.

use serde::Serialize;

use super::envelope::{Envelope, question, status};
use super::lanes::{Job, QUICK, Verdict};
use super::{Stage, Tovie, client_path};
use crate::dialect::Millis;
use crate::dialect::vendor::{Context, Status, VendorEvent};
use crate::event::EntryId;
use crate::json::{self, Look};

/// Milliseconds in which statuses gather for one request.
const GATHER: u64 = 300;
/// Tries before a status is let go: nobody's conversation hangs on it.
const TRIES: u32 = 6;

#[derive(Clone, Debug, Default)]
pub(super) struct Statuses {
    said: Vec<Said>,
    /// The visitor's words that nobody has answered.
    unheard: Vec<EntryId>,
    /// What is on its way.
    sending: Vec<(String, Status)>,
    no_bulk: bool,
    /// Neither form is there.
    off: bool,
    no_count: bool,
    /// The newest message's status is being asked for.
    asking: bool,
    /// Of the newest message the visitor has seen, here or on an earlier visit.
    pub(super) seen_at: Millis,
}

/// One message of the agent's that has a name.
#[derive(Clone, Debug)]
struct Said {
    entries: Vec<EntryId>,
    question: String,
    at: Millis,
    /// As the vendor knows it.
    has: Status,
    wants: Status,
}

/// The status of one message; its path or `question_id` says of which.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct One<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    question_id: Option<&'a str>,
    status: &'static str,
}

#[derive(Serialize)]
struct Bulk<'a> {
    statuses: Vec<One<'a>>,
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Sent => "SENT",
        Status::Delivered => "DELIVERED",
        Status::Read => "READ",
        Status::NotSent => "NOT_SENT",
    }
}

fn rank(status: Status) -> u8 {
    match status {
        Status::NotSent | Status::Sent => 0,
        Status::Delivered => 1,
        Status::Read => 2,
    }
}

impl Tovie {
    /// The agent's messages of one exchange stand there.
    pub(super) fn said(
        &mut self,
        cx: &mut Context,
        envelope: &Envelope,
        at: Millis,
        entries: Vec<EntryId>,
        from_history: bool,
    ) {
        if entries.is_empty() || envelope.question.is_empty() {
            return;
        }
        let known = envelope.status.filter(|_| from_history);
        let has = known.unwrap_or(if from_history && at <= self.statuses.seen_at {
            Status::Read
        } else {
            Status::Sent
        });
        if let Some(status) = known {
            tell(cx, &entries, status);
        }
        self.statuses.said.push(Said {
            entries,
            question: envelope.question.clone(),
            at,
            has,
            wants: if rank(has) == 0 {
                Status::Delivered
            } else {
                has
            },
        });
        self.gather(cx);
    }

    /// Words of the visitor's stand at the vendor.
    pub(super) fn arrived(&mut self, cx: &mut Context, entry: EntryId) {
        tell(cx, std::slice::from_ref(&entry), Status::Delivered);
        self.statuses.unheard.push(entry);
    }

    /// Somebody has answered. The vendor does not say what of the visitor's was read; whoever answers
    /// has read it.
    pub(super) fn heard_out(&mut self, cx: &mut Context) {
        let heard = std::mem::take(&mut self.statuses.unheard);
        tell(cx, &heard, Status::Read);
    }

    /// The visitor has seen everything up to `entry`; all there is, where it is not known.
    pub(super) fn seen(&mut self, cx: &mut Context, entry: &EntryId) {
        let said = &mut self.statuses.said;
        let last = said.iter().rposition(|it| it.entries.contains(entry));
        let end = last.map_or(said.len(), |last| last + 1);
        for one in said.iter_mut().take(end) {
            one.wants = Status::Read;
            self.statuses.seen_at = self.statuses.seen_at.max(one.at);
        }
        self.gather(cx);
        self.seen_moved(cx);
    }

    /// The state says that everything up to then has been seen: in another tab, or in this one, whose
    /// word to the vendor may still be to come.
    pub(super) fn seen_elsewhere(&mut self, cx: &mut Context, at: Millis) {
        self.statuses.seen_at = self.statuses.seen_at.max(at);
        let said = self.statuses.said.iter_mut();
        for one in said.filter(|one| one.at <= at) {
            one.wants = Status::Read;
        }
        self.gather(cx);
    }

    fn gather(&mut self, cx: &mut Context) {
        let due = self.statuses.said.iter().any(is_due);
        if due && !self.statuses.off && self.lanes.of(Job::Status).is_idle() {
            self.arm(cx, Job::Status, GATHER);
        }
    }

    pub(super) fn post_statuses(&mut self, cx: &mut Context) {
        if self.statuses.off || self.stage == Stage::Left {
            return;
        }
        let due = self.statuses.said.iter().filter(|it| is_due(it));
        let mut sending: Vec<(String, Status)> = Vec::new();
        for one in due {
            match sending.iter_mut().find(|(known, _)| *known == one.question) {
                Some((_, status)) if rank(one.wants) > rank(*status) => *status = one.wants,
                Some(_) => {}
                None => sending.push((one.question.clone(), one.wants)),
            }
        }
        if self.statuses.no_bulk {
            sending.truncate(1);
        }
        let Some((question, status)) = sending.first() else {
            return;
        };
        let (path, body) = if self.statuses.no_bulk {
            let path = client_path(&self.client, &["message", question, "status"]);
            let one = One {
                question_id: None,
                status: word(*status),
            };
            (path, json::text(&one))
        } else {
            let path = client_path(&self.client, &["message-statuses"]);
            let statuses = sending.iter().map(|(question, status)| One {
                question_id: Some(question),
                status: word(*status),
            });
            let statuses = statuses.collect();
            (path, json::text(&Bulk { statuses }))
        };
        self.statuses.sending = sending;
        self.call(cx, Job::Status, "POST", &path, Some(body), QUICK);
    }

    pub(super) fn status_answered(&mut self, cx: &mut Context, verdict: Verdict) {
        if std::mem::take(&mut self.statuses.asking) {
            self.status_came(cx, &verdict);
            return self.gather(cx);
        }
        match verdict {
            Verdict::Good(_) | Verdict::Unreadable => {
                self.worked(Job::Status);
                for (question, status) in std::mem::take(&mut self.statuses.sending) {
                    for one in &mut self.statuses.said {
                        if one.question == question && rank(one.has) < rank(status) {
                            one.has = status;
                            tell(cx, &one.entries, status);
                        }
                    }
                }
                self.ask_unread(cx);
            }
            // Not in bulk, then one by one; not even that, then not at all.
            Verdict::Unsupported | Verdict::Bad(_) => {
                self.statuses.off = self.statuses.no_bulk;
                self.statuses.no_bulk = true;
            }
            Verdict::Later(_, retry_after) => self.status_failed(cx, retry_after),
            Verdict::Unsure(_) => self.status_failed(cx, None),
        }
        self.gather(cx);
    }

    fn status_failed(&mut self, cx: &mut Context, retry_after: Option<u64>) {
        if self.retry(cx, Job::Status, retry_after) >= TRIES {
            self.quit(cx, Job::Status);
            self.statuses.off = true;
        }
    }

    /// On return: how far the newest message got, where the history did not say.
    pub(super) fn ask_status(&mut self, cx: &mut Context) {
        let Some(last) = self.statuses.said.last() else {
            return;
        };
        let path = client_path(&self.client, &["message", &last.question, "status"]);
        self.statuses.asking = true;
        self.call(cx, Job::Status, "GET", &path, None, QUICK);
    }

    fn status_came(&mut self, cx: &mut Context, verdict: &Verdict) {
        let Verdict::Good(body) = verdict else {
            return;
        };
        let word = body.as_str().or_else(|| body.at("status").as_str());
        let Some(status) = word.and_then(status) else {
            return;
        };
        let named = question(body);
        let said = &mut self.statuses.said;
        let Some(last) = said.last_mut() else { return };
        if named.is_empty() || named == last.question {
            last.has = status;
            tell(cx, &last.entries, status);
        }
    }

    pub(super) fn ask_unread(&mut self, cx: &mut Context) {
        if !self.statuses.no_count {
            let path = client_path(&self.client, &["message-not-read-count"]);
            self.call(cx, Job::Unread, "GET", &path, None, QUICK);
        }
    }

    pub(super) fn unread_answered(&mut self, cx: &mut Context, verdict: Verdict) {
        match verdict {
            Verdict::Good(body) => {
                let names = ["count", "notReadCount", "messageNotReadCount", "unread"];
                let named = names.iter().map(|name| body.at(name));
                let mut counts = std::iter::once(&body).chain(named);
                let count = counts.find_map(|it| u32::try_from(it.count()?).ok());
                if let Some(count) = count {
                    cx.tell(VendorEvent::Unread(count));
                }
            }
            Verdict::Unsupported => self.statuses.no_count = true,
            _ => {}
        }
    }
}

fn is_due(said: &Said) -> bool {
    rank(said.wants) > rank(said.has)
}

fn tell(cx: &mut Context, entries: &[EntryId], status: Status) {
    for entry in entries {
        cx.tell(VendorEvent::Status {
            entry: entry.clone(),
            status,
        });
    }
}
