//! Agentok Studio: a chat is made, spoken to and asked again and again how it stands. A call that
//! sends a message may answer only when all the agents' work is done, so nobody waits for it.
//!
//! Source: the vendor's API page and its public code, whose two generations differ from the page and
//! from each other; what is sent is what all three take.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::lenient::id;
use super::{
    Context, ConversationFacts, Heard, Prompt, Protocol, Start, VendorCommand, VendorEvent, verdict,
};
use crate::backoff::Backoff;
use crate::dialect::{CallId, Event, Head, Network, Reading, Verb};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{parse, parse_bytes};

mod chats;
mod messages;
mod polling;
mod sending;
#[cfg(test)]
mod tests;
mod unconfirmed;

use super::Verdict;

const QUICK: u64 = 20_000;
/// A run may take minutes, and its call answers after it.
const WORK: u64 = 600_000;
/// Wakes us to ask how the chat stands.
const POLL: u32 = 0;
/// Wakes us to stop a run that was not to be stopped yet.
const STOP: u32 = 1;
const STOP_PAUSE: u64 = 700;
const STOP_TRIES: u32 = 5;
const ENTER: &str = "enter";
const EXIT: &str = "exit";
/// What stands before the visitor's first words, for the agents to know who speaks.
const ABOUT: &str = "(About the visitor: ";

/// A chat with an Agentok project, flow or template.
#[derive(Debug, Default)]
pub struct Agentok {
    first_generation: bool,
    scenario: String,
    /// Of the visitor, for the first message.
    about: Vec<String>,
    /// The vendor's id; empty until a chat is made.
    chat: String,
    calls: Vec<(CallId, Job)>,
    /// Words that wait for the chat to be made, or for the run before to end.
    waiting: Vec<Turn>,
    said: BTreeMap<EntryId, Turn>,
    run: Option<Run>,
    /// The agents wait for the visitor.
    asked: bool,
    seen: BTreeSet<String>,
    tools: BTreeMap<String, EntryId>,
    /// Words of ours that no list has shown yet.
    echoed: Vec<(EntryId, String)>,
    doubt: unconfirmed::Doubt,
    polling: polling::Polling,
    listed: Vec<ConversationFacts>,
    backoff: Backoff,
    lost: bool,
}

#[derive(Clone, Debug)]
struct Turn {
    entry: EntryId,
    text: String,
}

/// One answer of the agents' under way.
#[derive(Clone, Debug)]
struct Run {
    entry: EntryId,
    /// The chat was seen to do something since, so what it says now is about this run.
    moved: bool,
    /// How often it was found at rest with nothing new.
    calm: u32,
    sent: bool,
    /// Its message was seen in the chat: what stands behind it is about this run.
    listed: bool,
    aborted: bool,
    /// That was asked for before the vendor had the message.
    early: bool,
    stops: u32,
    /// It was stopped, and its last words are looked for.
    stopped: bool,
}

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Create,
    Say(EntryId),
    Status,
    Messages,
    Abort,
    List,
    Delete(String),
}

impl Run {
    fn of(entry: EntryId) -> Run {
        Run {
            entry,
            moved: false,
            calm: 0,
            sent: false,
            listed: false,
            aborted: false,
            early: false,
            stops: 0,
            stopped: false,
        }
    }
}

impl Protocol for Agentok {
    fn begin(&mut self, cx: &mut Context, start: &Start) {
        let create = &start.open.create;
        self.first_generation = start.open.backend.generation == Some(1);
        self.scenario.clone_from(&create.scenario_id);
        let named = [("name", &create.user.name), ("email", &create.user.email)];
        let variables = create.variables.iter();
        let about = named
            .into_iter()
            .chain(variables.map(|(name, value)| (name.as_str(), value)));
        self.about = about
            .filter(|(_, value)| !value.is_empty())
            // The bracket ends where ours does.
            .map(|(name, value)| [name, ": ", &value.replace(['(', ')', '\n'], " ")].concat())
            .collect();
        let kept = start.open.kept.as_deref().and_then(parse);
        let chat = kept.as_ref().and_then(|kept| id(kept, &["chat"]));
        if chat.is_some() {
            self.list(cx);
        }
        if let Some(chat) = chat.filter(|_| start.resumed) {
            self.chat = chat;
            self.poll(cx);
        }
    }

    fn act(&mut self, cx: &mut Context, verb: Verb) {
        match verb {
            Verb::Send {
                entry,
                text,
                choice,
            } => {
                cx.echo(&entry, &text);
                // Studio's own quick answers.
                let text = match choice.as_deref().filter(|_| self.asked) {
                    Some(ENTER) => "\n".to_owned(),
                    Some(EXIT) => EXIT.to_owned(),
                    _ => text,
                };
                let turn = Turn { entry, text };
                self.said.insert(turn.entry.clone(), turn.clone());
                self.send(cx, turn);
            }
            Verb::Resend { entry } => {
                let waits = self.waiting.iter().any(|turn| turn.entry == entry);
                let runs = self.run.as_ref().is_some_and(|run| run.entry == entry);
                if let Some(turn) = self.said.get(&entry).cloned()
                    && !waits
                    && !runs
                {
                    self.send(cx, turn);
                }
            }
            Verb::Cancel => self.cancel(cx),
            Verb::RetryNow => self.poll_soon(cx),
            Verb::Vendor(ask) => self.asked_for(cx, ask),
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
            Heard::Closed { call } | Heard::Broken { call } => {
                if let Some(job) = self.finish(call) {
                    self.answered(cx, job, &Head::default(), &[]);
                }
            }
            Heard::Wake(POLL) => self.poll(cx),
            Heard::Wake(STOP) if self.run.as_ref().is_some_and(|run| run.aborted) => {
                self.cancel(cx);
            }
            _ => {}
        }
    }

    fn network(&mut self, cx: &mut Context, network: Network) {
        if matches!(network, Network::Online | Network::Visible) {
            self.poll_soon(cx);
        }
    }

    fn leave(&mut self, cx: &mut Context) {
        for (call, _) in std::mem::take(&mut self.calls) {
            cx.abort(call);
        }
    }
}

impl Agentok {
    fn path(&self, rest: &[&str]) -> String {
        let mut path = if self.first_generation {
            "/chats".to_owned()
        } else {
            "/v1/chats".to_owned()
        };
        for segment in rest {
            path.push('/');
            super::push_segment(&mut path, segment);
        }
        // The first generation redirects the list and the creation to a slash at the end.
        if rest.is_empty() && self.first_generation {
            path.push('/');
        }
        path
    }

    fn call(
        &mut self,
        cx: &mut Context,
        job: Job,
        method: &'static str,
        path: &str,
        body: Option<String>,
        timeout: u64,
    ) {
        let call = cx.call(method, path, body, Reading::Whole, timeout);
        self.calls.push((call, job));
    }

    fn is_under_way(&self, job: &Job) -> bool {
        self.calls.iter().any(|(_, known)| known == job)
    }

    fn finish(&mut self, call: CallId) -> Option<Job> {
        let at = self.calls.iter().position(|(known, _)| *known == call)?;
        Some(self.calls.swap_remove(at).1)
    }

    fn cancel(&mut self, cx: &mut Context) {
        let Some(run) = self.run.as_mut() else { return };
        run.aborted = true;
        run.early = !run.sent;
        if self.first_generation || self.chat.is_empty() {
            // Nothing there can be stopped; it is not waited for.
            self.end_run(cx, None);
        } else if !self.is_under_way(&Job::Abort) {
            let path = self.path(&[&self.chat.clone(), "abort"]);
            self.call(cx, Job::Abort, "POST", &path, None, QUICK);
        }
    }

    /// What came before the message it stops found nothing to stop.
    fn stopped(&mut self, cx: &mut Context, refused: bool) {
        let Some(run) = self.run.as_mut() else { return };
        if refused && run.early && run.stops < STOP_TRIES {
            run.stops += 1;
            cx.wake_after(STOP, STOP_PAUSE);
        } else {
            // What was said until then stands before what is said next.
            run.stopped = true;
            self.look_now(cx);
        }
    }

    fn keep(&self, cx: &mut Context) {
        let kept = json!({ "chat": self.chat });
        cx.tell(VendorEvent::Keep(kept.to_string()));
    }

    fn answered(&mut self, cx: &mut Context, job: Job, head: &Head, body: &[u8]) {
        let json = parse_bytes(body).unwrap_or_default();
        let failure = match verdict(head, body, self.unreachable(cx)) {
            Verdict::Good => messages::error(&json).map(|detail| Failure::Rejected { detail }),
            Verdict::Again(failure, _) | Verdict::Bad(failure) => Some(failure),
        };
        match job {
            Job::Create => self.created(cx, &json, failure),
            Job::Say(entry) => self.posted(cx, &entry, head, failure),
            Job::Status | Job::Messages => self.polled(cx, &job, head, &json, failure),
            Job::Abort => self.stopped(cx, failure.is_some()),
            Job::List if failure.is_none() => self.listed(cx, &json),
            Job::Delete(chat) if failure.is_none() || head.status == 404 => {
                self.deleted(cx, &chat);
            }
            Job::List | Job::Delete(_) => {}
        }
    }

    fn unreachable(&self, cx: &Context) -> Failure {
        if cx.offline {
            Failure::Offline
        } else {
            Failure::Unreachable
        }
    }

    fn end_run(&mut self, cx: &mut Context, failure: Option<Failure>) {
        self.delivered(cx);
        let Some(run) = self.run.take() else { return };
        self.echoed
            .retain(|(entry, said)| *entry != run.entry || !said.trim().is_empty());
        let cancelled = run.aborted;
        cx.emit(match failure.filter(|_| !cancelled) {
            Some(failure) => Event::RunFailed {
                run: run.entry,
                failure,
                again: true,
            },
            None => Event::RunFinished {
                run: run.entry,
                cancelled,
            },
        });
        self.next(cx);
    }

    fn prompt(&mut self, cx: &mut Context, question: &str) {
        if std::mem::replace(&mut self.asked, true) {
            return;
        }
        self.end_run(cx, None);
        let choice = |id: &str, text: &str| crate::wire::Choice {
            id: id.to_owned(),
            text: text.to_owned(),
            url: None,
        };
        cx.tell(VendorEvent::Prompt(Some(Prompt {
            text: question.to_owned(),
            choices: vec![choice(ENTER, "Continue"), choice(EXIT, "Exit")],
            closed: false,
        })));
    }
}
