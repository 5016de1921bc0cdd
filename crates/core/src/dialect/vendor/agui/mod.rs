//! Any agent that speaks AG-UI over HTTP: one request a run, answered by a stream of events.
//!
//! Source: AG-UI's documentation, "Core architecture", "Events", "Interrupts" and "State". Events of
//! drafts and later versions are read where they say the same; unknown ones are passed over.

use std::collections::VecDeque;

use serde_json::json;

use super::{Context, Heard, Protocol, Start, VendorEvent};
use crate::dialect::{CallId, Delivery, Event, Head, Reading, Verb};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{Look, parse, text as written};
use crate::wire::Note;

mod events;
mod ids;
mod kept;
mod memory;
mod patch;
mod prompt;
mod run;
#[cfg(test)]
mod tests;
mod text;
mod tools;

use memory::Memory;
use prompt::Interrupt;
use run::Run;

/// Until the head of an answer must have come, in milliseconds.
const PATIENCE: u64 = 60_000;
/// A longer wait than this is the visitor's to decide about, in milliseconds.
const LONGEST_WAIT: u64 = 120_000;
const UNSAID_WAIT: u64 = 10_000;
/// Wakes us when the agent may be asked again.
const AGAIN: u32 = 0;

/// A conversation with an AG-UI agent; its thread is our session.
#[derive(Debug, Default)]
pub struct AgUi {
    thread: String,
    /// What follows the backend's address: nothing, or which of its agents.
    path: String,
    /// The `context` of every run: a list, as JSON.
    context: Vec<String>,
    memory: Memory,
    /// What of the agent's work visitors see.
    show: Show,
    call: Option<CallId>,
    queue: VecDeque<Turn>,
    /// Everything said once, to be sent again where it fails.
    said: Vec<Turn>,
    turn: Option<Turn>,
    run: Option<Run>,
    /// Runs begun, so that none is named like another.
    runs: u32,
    held: bool,
    /// What the last run asked, and what of it is answered.
    asked: VecDeque<Interrupt>,
    answered: Vec<(Interrupt, String)>,
    /// Calls the visitor decides of, and their entries.
    waiting: Vec<(String, EntryId)>,
}

/// What visitors see of an agent's work, where the backend's entry says so.
#[derive(Clone, Copy, Debug, Default)]
struct Show {
    state: bool,
    steps: bool,
}

#[derive(Clone, Debug)]
struct Turn {
    entry: EntryId,
    text: String,
    /// The members of a run that goes on where the last one asked.
    resume: Option<String>,
    waited: bool,
}

impl Protocol for AgUi {
    fn begin(&mut self, cx: &mut Context, start: &Start) {
        let create = &start.open.create;
        self.thread.clone_from(&start.session_id);
        self.path = agent_path(&create.scenario_id, &start.open.backend.name);
        let mut about: Vec<(&str, &str)> = create
            .variables
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        about.extend([
            ("user name", create.user.name.as_str()),
            ("user email", create.user.email.as_str()),
            ("language", create.language.as_deref().unwrap_or_default()),
        ]);
        about.retain(|(_, value)| !value.is_empty());
        self.context = about.iter().map(|(of, value)| context(of, value)).collect();
        let shows = |what: &str| start.open.backend.show.iter().any(|it| it == what);
        self.show = Show {
            state: shows("state"),
            steps: shows("steps"),
        };
        let kept = start.open.kept.as_deref().and_then(parse);
        let Some(kept) = kept.filter(|kept| {
            start.resumed && kept.at("thread").as_str() == Some(self.thread.as_str())
        }) else {
            return;
        };
        self.memory.restore(&kept);
        let runs = kept.at("runs").count();
        self.runs = runs
            .and_then(|runs| runs.try_into().ok())
            .unwrap_or_default();
        self.asked = prompt::restored(kept.at("asked")).into();
        let calls = self.asked.iter().filter_map(|it| it.call.as_deref());
        let calls = calls.map(|call| (call.to_owned(), EntryId::from(call)));
        self.waiting = calls.collect();
        self.replay(cx);
        self.prompt(cx);
    }

    fn act(&mut self, cx: &mut Context, verb: Verb) {
        match verb {
            Verb::Send {
                entry,
                text,
                choice,
            } => {
                cx.echo(&entry, &text);
                self.let_go(cx);
                self.hear_visitor(cx, entry, text, choice.as_deref());
            }
            Verb::Resend { entry } => {
                self.let_go(cx);
                let mut under_way = self.turn.iter().chain(&self.queue);
                if under_way.any(|turn| turn.entry == entry) {
                    return;
                }
                let said = self.said.iter().rev().find(|turn| turn.entry == entry);
                if let Some(turn) = said.cloned() {
                    self.send(cx, turn);
                }
            }
            Verb::Cancel => self.cancel(cx),
            Verb::RetryNow if std::mem::take(&mut self.held) => self.post(cx),
            Verb::Notes(notes) => self.note(&notes),
            _ => {}
        }
    }

    fn hear(&mut self, cx: &mut Context, heard: Heard<'_>) {
        let known = |call| self.call == Some(call);
        match heard {
            Heard::Opened { call, head } if known(call) => self.opened(cx, call, &head),
            Heard::Chunk { call, bytes } if known(call) => self.feed(cx, bytes),
            Heard::Closed { call } if known(call) => {
                self.call = None;
                // The last event of some streams has no blank line behind it, and is all there.
                self.feed(cx, b"\n\n");
                self.closed(cx, Failure::Unreachable);
            }
            Heard::Broken { call } if known(call) => {
                self.call = None;
                self.feed(cx, b"\n\n");
                let failure = if cx.offline {
                    Failure::Offline
                } else {
                    Failure::Unreachable
                };
                self.closed(cx, failure);
            }
            Heard::Wake(AGAIN) if std::mem::take(&mut self.held) => self.post(cx),
            _ => {}
        }
    }

    fn leave(&mut self, cx: &mut Context) {
        if let Some(call) = self.call.take() {
            cx.abort(call);
        }
    }
}

/// The scenario names one of the address's agents; a word such as the backend's own name, where the
/// address is an agent's already.
fn agent_path(scenario: &str, backend: &str) -> String {
    if scenario == backend || matches!(scenario, "" | "agent" | "default") {
        return String::new();
    }
    let mut path = "/".to_owned();
    super::push_segment(&mut path, scenario);
    path
}

fn context(description: &str, value: &str) -> String {
    json!({ "description": description, "value": value }).to_string()
}

impl AgUi {
    /// Notes of the host go with the next run, as context.
    fn note(&mut self, notes: &[Note]) {
        let notes = notes
            .iter()
            .map(|note| context("note of the page", &note.text));
        self.context.extend(notes);
    }

    /// A message, or the answer to what the last run asked.
    fn hear_visitor(
        &mut self,
        cx: &mut Context,
        entry: EntryId,
        text: String,
        choice: Option<&str>,
    ) {
        let mut resume = None;
        self.memory.ids.note(entry.as_str());
        if let Some(asked) = self.asked.front() {
            let Some(answer) = asked.answer(&text, choice) else {
                // Said, and no answer: it stays asked, and the visitor sees what for.
                let delivery = Delivery::Failed(Failure::Rejected {
                    detail: asked.prompt().text,
                });
                cx.emit(Event::Delivery { entry, delivery });
                return;
            };
            self.answered
                .extend(self.asked.pop_front().map(|it| (it, answer)));
            self.memory.answer(entry.as_str(), &text);
            if !self.asked.is_empty() {
                cx.emit(Event::Delivery {
                    entry,
                    delivery: Delivery::Sent,
                });
                self.prompt(cx);
                return;
            }
            cx.tell(VendorEvent::Prompt(None));
            resume = Some(prompt::resume(&std::mem::take(&mut self.answered)));
        }
        let turn = Turn {
            entry,
            text,
            resume,
            waited: false,
        };
        self.said.push(turn.clone());
        self.send(cx, turn);
    }

    fn prompt(&self, cx: &mut Context) {
        if let Some(asked) = self.asked.front() {
            cx.tell(VendorEvent::Prompt(Some(asked.prompt())));
        }
    }

    fn send(&mut self, cx: &mut Context, turn: Turn) {
        cx.emit(Event::Delivery {
            entry: turn.entry.clone(),
            delivery: Delivery::Sending,
        });
        self.queue.push_back(turn);
        self.next(cx);
    }

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
        // An answer to an interrupt is no message of its own.
        if turn.resume.is_none() {
            for (call, _) in std::mem::take(&mut self.waiting) {
                self.memory.forget(&call);
            }
            self.memory.ask(turn.entry.as_str(), &turn.text);
        }
        let context = ["[", &self.context.join(","), "]"].concat();
        let run = [self.thread.as_str(), "-", &(self.runs + 1).to_string()].concat();
        let body = [
            "{\"threadId\":",
            &written(&self.thread),
            ",\"runId\":",
            &written(&run),
            ",\"state\":",
            &self.memory.state_text(),
            ",\"messages\":",
            &self.memory.messages(),
            ",\"tools\":[],\"context\":",
            &context,
            ",",
            turn.resume.as_deref().unwrap_or(prompt::NOTHING),
            "}",
        ]
        .concat();
        self.runs += 1;
        if turn.resume.is_none() {
            // What was said outlives a reload, answered or not.
            self.keep(cx);
        }
        let path = self.path.clone();
        self.call = Some(cx.call("POST", &path, Some(body), Reading::Stream, PATIENCE));
    }

    fn opened(&mut self, cx: &mut Context, call: CallId, head: &Head) {
        let Some(turn) = &mut self.turn else { return };
        let Some(failure) = Failure::from_status(head.status, head.retry_after, "") else {
            let entry = turn.entry.clone();
            cx.emit(Event::Delivery {
                entry: entry.clone(),
                delivery: Delivery::Sent,
            });
            cx.emit(Event::RunStarted { run: entry.clone() });
            self.run = Some(Run::new(entry, self.runs, self.memory.state_text()));
            // The agent has the answers: after a reload it does not ask again.
            if turn.resume.is_some() {
                self.keep(cx);
            }
            return;
        };
        self.call = None;
        cx.abort(call);
        let wait = head.retry_after.unwrap_or(UNSAID_WAIT);
        let is_busy = matches!(failure, Failure::Busy { .. });
        if is_busy && wait <= LONGEST_WAIT && !std::mem::replace(&mut turn.waited, true) {
            self.held = true;
            let wait = wait.max(1_000);
            let row = [turn.entry.as_str(), "-busy-", &self.runs.to_string()].concat();
            cx.busy(&EntryId::from(row.as_str()), wait);
            cx.wake_after(AGAIN, wait);
            return;
        }
        self.unsent(cx, failure);
    }

    fn unsent(&mut self, cx: &mut Context, failure: Failure) {
        if let Some(turn) = self.turn.take() {
            let entry = turn.entry;
            let delivery = Delivery::Failed(failure);
            cx.emit(Event::Delivery { entry, delivery });
        }
        self.next(cx);
    }

    fn cancel(&mut self, cx: &mut Context) {
        let Some(call) = self.call.take() else { return };
        cx.abort(call);
        if self.run.is_none() {
            return self.unsent(cx, Failure::Unreachable);
        }
        self.finish(cx, None, true);
        self.run = None;
        self.turn = None;
        self.keep(cx);
        self.next(cx);
    }

    /// The run is over though its stream is not: whoever has more to say does not wait for that.
    fn let_go(&mut self, cx: &mut Context) {
        if self.run.as_ref().is_some_and(Run::is_over) {
            if let Some(call) = self.call.take() {
                cx.abort(call);
            }
            self.run = None;
            self.turn = None;
        }
    }

    /// The stream ended; `failure` is why, where the run had not.
    fn closed(&mut self, cx: &mut Context, failure: Failure) {
        let Some(run) = &self.run else {
            return self.unsent(cx, failure);
        };
        if !run.is_over() {
            self.fail(cx, failure);
        }
        self.run = None;
        self.turn = None;
        self.next(cx);
    }
}
