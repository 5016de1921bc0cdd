//! Totebot's public API: a message is answered by a stream of events; the conversation is the
//! vendor's and can be gone on with.
//!
//! Source: the vendor's public API documentation. Bodies it does not show are read leniently
//! (`frame`, `history`) and written in one form.

use std::collections::{BTreeMap, VecDeque};

use serde::Serialize;

use super::lenient::id;
use super::{
    Context, ConversationFacts, Heard, Protocol, Rating, Start, VendorCommand, VendorEvent, verdict,
};
use crate::dialect::{CallId, Delivery, Event, Head, Reading, Verb};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{self, Look, parse, parse_bytes};
use crate::wire::{User, Variables};

mod frame;
mod history;
mod past;
mod run;
#[cfg(test)]
mod tests;

use super::Verdict;
use run::Run;

/// Until the head of an answer must have come, in milliseconds.
const PATIENCE: u64 = 60_000;
const QUICK: u64 = 20_000;
/// A longer wait than this is the visitor's to decide about, in milliseconds.
const LONGEST_WAIT: u64 = 120_000;
/// What the vendor's documentation says of its limit: 60 requests in 60 s.
const UNSAID_WAIT: u64 = 60_000;
/// Wakes us when the vendor may be asked again.
const AGAIN: u32 = 0;

/// One conversation with a Totebot agent.
#[derive(Debug, Default)]
pub struct Totebot {
    visitor: String,
    user: User,
    variables: Variables,
    /// The vendor's id; empty until the first reply names it.
    conversation: String,
    calls: Vec<(CallId, Job)>,
    queue: VecDeque<Turn>,
    /// What was sent once, to be sent again if it fails.
    said: BTreeMap<EntryId, String>,
    /// The turn whose reply is being asked for or read.
    turn: Option<Turn>,
    run: Option<Run>,
    /// Names that rows and messages of earlier runs have.
    named: usize,
    /// The vendor asked to be left alone.
    held: bool,
    /// What was said first in each conversation, by its id: vendors give them no names.
    titles: BTreeMap<String, String>,
    /// As they were listed last.
    listed: Vec<ConversationFacts>,
    /// Its messages that can be rated.
    messages: BTreeMap<EntryId, Rateable>,
}

#[derive(Clone, Debug)]
struct Turn {
    entry: EntryId,
    text: String,
    /// It was refused for being too much once already.
    waited: bool,
}

#[derive(Clone, Debug)]
struct Rateable {
    conversation: String,
    message: String,
    rating: Option<Rating>,
}

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Agent,
    Chat,
    History,
    List,
    Rate {
        entry: EntryId,
        before: Option<Rating>,
    },
}

/// A message of the visitor's.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    message: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    conversation_id: &'a str,
    identity: Identity<'a>,
}

#[derive(Serialize)]
struct Identity<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    email: &'a str,
    metadata: &'a BTreeMap<String, String>,
}

/// On this device.
#[derive(Serialize)]
struct Kept<'a> {
    visitor: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    conversation: &'a str,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    titles: &'a BTreeMap<String, String>,
}

impl Protocol for Totebot {
    fn begin(&mut self, cx: &mut Context, start: &Start) {
        let create = &start.open.create;
        self.user = create.user.clone();
        self.variables = create.variables.clone();
        let kept = start.open.kept.as_deref().and_then(parse);
        let kept = kept.unwrap_or_default();
        let known = id(&kept, &["visitor"]);
        let returning = known.is_some();
        for (id, title) in kept.at("titles").as_object().into_iter().flatten() {
            self.title(id, title.as_str().unwrap_or_default());
        }
        self.visitor = known.unwrap_or_else(|| start.open.seed.clone());
        self.ask(cx, Job::Agent, "/v1/agent");
        if start.resumed
            && let Some(conversation) = id(&kept, &["conversation"])
        {
            self.conversation = conversation;
            self.ask_history(cx);
        }
        self.keep(cx);
        if returning {
            self.list(cx);
        }
    }

    fn act(&mut self, cx: &mut Context, verb: Verb) {
        match verb {
            Verb::Send { entry, text, .. } => {
                cx.echo(&entry, &text);
                self.said.insert(entry.clone(), text.clone());
                self.let_go(cx);
                self.send(cx, entry, text);
            }
            Verb::Resend { entry } => {
                self.let_go(cx);
                let under_way = self.turn.iter().chain(&self.queue);
                let mut under_way = under_way.map(|turn| &turn.entry);
                if let Some(text) = self.said.get(&entry).cloned()
                    && !under_way.any(|it| *it == entry)
                {
                    self.send(cx, entry, text);
                }
            }
            Verb::Cancel => self.cancel(cx),
            Verb::RetryNow if std::mem::take(&mut self.held) => self.post(cx),
            Verb::Vendor(ask) => self.asked(cx, ask),
            _ => {}
        }
    }

    fn hear(&mut self, cx: &mut Context, heard: Heard<'_>) {
        match heard {
            Heard::Answer { call, head, body } => {
                if let Some(job) = self.finish(call) {
                    self.answered(cx, job, &head, body);
                }
            }
            Heard::Opened { call, head } => {
                if self.is_chat(call) {
                    self.opened(cx, call, &head);
                }
            }
            Heard::Chunk { call, bytes } => {
                if self.is_chat(call) {
                    self.feed(cx, bytes);
                }
            }
            Heard::Closed { call } => match self.finish(call) {
                Some(Job::Chat) => self.closed(cx),
                Some(job) => self.answered(cx, job, &Head::default(), &[]),
                None => {}
            },
            Heard::Broken { call } => match self.finish(call) {
                Some(Job::Chat) => self.broken(cx),
                Some(job) => self.answered(cx, job, &Head::default(), &[]),
                None => {}
            },
            Heard::Wake(AGAIN) if std::mem::take(&mut self.held) => self.post(cx),
            Heard::Wake(_) => {}
        }
    }

    fn leave(&mut self, cx: &mut Context) {
        for (call, _) in std::mem::take(&mut self.calls) {
            cx.abort(call);
        }
    }
}

impl Totebot {
    fn send(&mut self, cx: &mut Context, entry: EntryId, text: String) {
        let delivery = Delivery::Sending;
        cx.emit(Event::Delivery {
            entry: entry.clone(),
            delivery,
        });
        self.queue.push_back(Turn {
            entry,
            text,
            waited: false,
        });
        self.next(cx);
    }

    /// Begins the next turn, if none is under way.
    fn next(&mut self, cx: &mut Context) {
        if self.turn.is_none() {
            self.turn = self.queue.pop_front();
            self.post(cx);
        }
    }

    fn post(&mut self, cx: &mut Context) {
        let Some(turn) = self.turn.as_ref().filter(|_| !self.held) else {
            return;
        };
        let body = json::text(&Said {
            message: &turn.text,
            conversation_id: &self.conversation,
            identity: Identity {
                id: &self.visitor,
                name: &self.user.name,
                email: &self.user.email,
                metadata: &self.variables,
            },
        });
        let call = cx.call("POST", "/v1/chat", Some(body), Reading::Stream, PATIENCE);
        self.calls.push((call, Job::Chat));
    }

    /// The head of the reply's stream.
    fn opened(&mut self, cx: &mut Context, call: CallId, head: &Head) {
        let Some(turn) = &self.turn else { return };
        let failure = Failure::from_status(head.status, head.retry_after, "");
        let Some(failure) = failure else {
            let entry = turn.entry.clone();
            cx.emit(Event::Delivery {
                entry: entry.clone(),
                delivery: Delivery::Sent,
            });
            cx.emit(Event::RunStarted { run: entry.clone() });
            self.run = Some(Run::new(
                entry,
                self.named,
                head.content_type.contains("json"),
            ));
            return;
        };
        // What the body says cannot be read any more; the call is over for us.
        self.finish(call);
        cx.abort(call);
        if head.status == 404 && !self.conversation.is_empty() {
            // The vendor has forgotten the conversation, not the visitor: begin another.
            self.conversation.clear();
            self.keep(cx);
            self.post(cx);
            return;
        }
        let wait = head.retry_after.unwrap_or(UNSAID_WAIT);
        if matches!(failure, Failure::Busy { .. })
            && wait <= LONGEST_WAIT
            && let Some(turn) = self.turn.as_mut().filter(|turn| !turn.waited)
        {
            turn.waited = true;
            self.held = true;
            self.named += 1;
            let wait = wait.max(1_000);
            let row = [turn.entry.as_str(), "-busy-", &self.named.to_string()].concat();
            cx.busy(&EntryId::from(row.as_str()), wait);
            cx.wake_after(AGAIN, wait);
            return;
        }
        self.unsent(cx, failure);
    }

    /// The turn did not reach the vendor, or nobody knows whether it did.
    fn unsent(&mut self, cx: &mut Context, failure: Failure) {
        if let Some(turn) = self.turn.take() {
            let delivery = Delivery::Failed(failure);
            let entry = turn.entry;
            cx.emit(Event::Delivery { entry, delivery });
        }
        self.next(cx);
    }

    fn cancel(&mut self, cx: &mut Context) {
        let chat = self.calls.iter().find(|(_, job)| *job == Job::Chat);
        let Some(&(call, _)) = chat else { return };
        self.finish(call);
        cx.abort(call);
        match self.forget_run() {
            Some(mut run) => run.end(cx, None, true),
            None => return self.unsent(cx, Failure::Unreachable),
        }
        self.turn = None;
        self.next(cx);
    }

    fn ask(&mut self, cx: &mut Context, job: Job, path: &str) {
        let call = cx.call("GET", path, None, Reading::Whole, QUICK);
        self.calls.push((call, job));
    }

    fn answered(&mut self, cx: &mut Context, job: Job, head: &Head, body: &[u8]) {
        let good = matches!(verdict(head, body, Failure::Unreachable), Verdict::Good);
        let json = good.then(|| parse_bytes(body)).flatten();
        match (job, json) {
            (Job::Agent, Some(json)) => {
                if let Some(facts) = history::agent(&json) {
                    cx.tell(VendorEvent::Agent(facts));
                }
            }
            (Job::List, Some(json)) => {
                let all = history::conversations(&json, &self.conversation);
                self.list_came(cx, all);
            }
            (Job::History, Some(json)) => self.replay(cx, &json),
            // Gone at the vendor: the next message begins another.
            (Job::History, None) if head.status == 404 => {
                self.conversation.clear();
                self.keep(cx);
            }
            (Job::Rate { entry, before }, _) if !good => {
                if let Some(known) = self.messages.get_mut(&entry) {
                    known.rating = before;
                }
                cx.tell(VendorEvent::Rating {
                    entry,
                    rating: before,
                });
            }
            // Nothing the visitor waits for; asked again with the next occasion.
            _ => {}
        }
    }

    fn keep(&self, cx: &mut Context) {
        let kept = Kept {
            visitor: &self.visitor,
            conversation: &self.conversation,
            titles: &self.titles,
        };
        cx.tell(VendorEvent::Keep(json::text(&kept)));
    }

    fn is_chat(&self, call: CallId) -> bool {
        self.calls
            .iter()
            .any(|(known, job)| *known == call && *job == Job::Chat)
    }

    fn finish(&mut self, call: CallId) -> Option<Job> {
        let at = self.calls.iter().position(|(known, _)| *known == call)?;
        Some(self.calls.swap_remove(at).1)
    }
}
