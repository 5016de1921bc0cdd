//! Asking how the chat stands, and what that means for the run.

use super::messages::{self, Marker, Message, Stands, What};
use super::{ABOUT, Agentok, Context, Job, POLL, QUICK, VendorEvent};
use crate::dialect::vendor::Activity;
use crate::dialect::{Event, Head, Link, Speaker};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::Value;

/// Between two looks while something is under way, in milliseconds: it grows from the first to the
/// last while nothing happens.
const FIRST: u64 = 1_000;
const LAST: u64 = 4_000;
/// While nobody looks.
const HIDDEN: u64 = 15_000;
/// Looks that found the chat at rest with nothing new, until its run counts as over: its status may
/// still be the last run's, or "ready" for an instant between two others.
const CALM: u32 = 2;
const CALM_UNMOVED: u32 = 6;

#[derive(Clone, Debug, Default)]
pub(super) struct Polling {
    every: u64,
    /// The vendor has no list of messages.
    no_messages: bool,
    /// A run of before the reload may be going on.
    caught_up: bool,
}

impl Agentok {
    pub(super) fn poll_soon(&mut self, cx: &mut Context) {
        self.polling.every = FIRST;
        if self.run.is_some() || self.asked || self.lost {
            cx.wake_after(POLL, FIRST);
        }
    }

    /// Another chat: nothing is known of it.
    pub(super) fn look_anew(&mut self) {
        self.polling.caught_up = false;
        self.polling.every = FIRST;
    }

    /// Looks anew, whatever look is under way.
    pub(super) fn look_now(&mut self, cx: &mut Context) {
        self.calls.retain(|(call, job)| {
            let looks = matches!(job, Job::Status | Job::Messages);
            if looks {
                cx.abort(*call);
            }
            !looks
        });
        self.poll(cx);
    }

    fn is_stopped(&self) -> bool {
        self.run.as_ref().is_some_and(|run| run.stopped)
    }

    /// Looks, unless a look is under way.
    pub(super) fn poll(&mut self, cx: &mut Context) {
        let looks = self.is_under_way(&Job::Status) || self.is_under_way(&Job::Messages);
        if looks || self.chat.is_empty() {
            return;
        }
        // The messages first: what they say stands at least as long as the status read after them.
        if self.polling.no_messages {
            let path = self.path(&[&self.chat.clone()]);
            self.call(cx, Job::Status, "GET", &path, None, QUICK);
        } else {
            let path = self.path(&[&self.chat.clone(), "messages"]);
            self.call(cx, Job::Messages, "GET", &path, None, QUICK);
        }
    }

    pub(super) fn polled(
        &mut self,
        cx: &mut Context,
        job: &Job,
        head: &Head,
        json: &Value,
        failure: Option<Failure>,
    ) {
        if *job == Job::Messages && head.status == 405 {
            self.polling.no_messages = true;
            return self.poll(cx);
        }
        if let Some(failure) = failure {
            if self.is_stopped() {
                self.end_run(cx, None);
            }
            self.looked_in_vain(cx, &failure);
            return self.look_failed(cx, head, failure);
        }
        self.backoff.healthy(cx.now);
        if std::mem::take(&mut self.lost) {
            cx.emit(Event::Link(Link::Restored));
        }
        if *job == Job::Messages {
            let news = self.take_in(cx, json);
            if news {
                self.polling.every = FIRST;
                if let Some(run) = &mut self.run {
                    run.calm = 0;
                }
            }
            self.looked(cx);
            let path = self.path(&[&self.chat.clone()]);
            return self.call(cx, Job::Status, "GET", &path, None, QUICK);
        }
        self.looked(cx);
        self.judge(cx, messages::status(json).unwrap_or(Stands::Running));
        self.look_again(cx);
    }

    fn look_failed(&mut self, cx: &mut Context, head: &Head, failure: Failure) {
        if failure == Failure::Missing {
            // Deleted elsewhere: the next words, or the same again, begin another chat.
            self.chat.clear();
            self.seen.clear();
            self.keep(cx);
            let detail = String::new();
            self.end_run(cx, Some(Failure::Agent { detail }));
            return;
        }
        let wait = self.backoff.failed(cx.now, cx.chance, head.retry_after);
        self.lost = true;
        let attempt = self.backoff.failures();
        cx.emit(Event::Link(Link::Lost { attempt }));
        cx.wake_after(POLL, wait.max(FIRST));
    }

    fn look_again(&mut self, cx: &mut Context) {
        if self.run.is_none() && self.polling.caught_up {
            // Somebody else may answer, or nobody in time.
            if self.asked {
                cx.wake_after(POLL, HIDDEN);
            }
            return;
        }
        let every = self.polling.every.clamp(FIRST, LAST);
        self.polling.every = (every + every / 4).min(LAST);
        cx.wake_after(POLL, if cx.hidden { HIDDEN } else { every });
    }

    /// What the status means for the run.
    fn judge(&mut self, cx: &mut Context, stands: Stands) {
        if self.is_stopped() {
            self.polling.caught_up = true;
            return self.end_run(cx, None);
        }
        if stands == Stands::Waiting {
            self.polling.caught_up = true;
            if let Some(run) = &mut self.run {
                // It may still be the wait that was just answered.
                run.calm += 1;
                if run.calm < CALM {
                    return;
                }
            }
            return self.prompt(cx, "");
        }
        if self.run.is_none() && std::mem::take(&mut self.asked) {
            cx.tell(VendorEvent::Prompt(None));
            // What goes on now is to be seen.
            self.polling.caught_up = false;
        }
        if stands == Stands::Running {
            if let Some(run) = &mut self.run {
                run.moved = true;
                self.delivered(cx);
            }
            return;
        }
        self.polling.caught_up = true;
        let Some(run) = &mut self.run else { return };
        run.calm += 1;
        let enough = if run.moved { CALM } else { CALM_UNMOVED };
        if run.calm < enough {
            return;
        }
        let failed = matches!(stands, Stands::Failed | Stands::Aborted);
        let failure = failed.then(|| Failure::Agent {
            detail: String::new(),
        });
        self.end_run(cx, failure);
    }

    /// Tells what is new; whether anything was.
    fn take_in(&mut self, cx: &mut Context, json: &Value) -> bool {
        let mut news = false;
        for message in messages::read(json) {
            if self.seen.insert(message.id.clone()) {
                news = true;
                self.tell(cx, message);
            }
        }
        news
    }

    fn tell(&mut self, cx: &mut Context, message: Message) {
        let at = if message.at > 0.0 { message.at } else { cx.now };
        let entry = EntryId::from([&self.chat, "-", &message.id].concat().as_str());
        if let Some(run) = &mut self.run
            && !matches!(message.what, What::Visitor(_))
        {
            run.moved = true;
        }
        match message.what {
            What::Visitor(text) => {
                let ours = self.echoed.iter().position(|(_, said)| same(said, &text));
                // What stands for an empty line is the vendor's to say.
                let blank = |it: &(EntryId, String)| it.1.trim().is_empty();
                let ours = ours.or_else(|| self.echoed.iter().position(blank));
                if let Some(at) = ours {
                    let (said, _) = self.echoed.remove(at);
                    if let Some(run) = self.run.as_mut().filter(|run| run.entry == said) {
                        run.listed = true;
                        self.delivered(cx);
                    }
                    return;
                }
                if self.arrived(cx, &text) {
                    return;
                }
                // Said in another tab, or before the reload.
                self.say(cx, &entry, Speaker::Visitor, at, without_about(&text));
            }
            What::Agent(text) => {
                self.delivered(cx);
                self.say(cx, &entry, Speaker::Agent, at, &text);
                if let Some(from) = message.from {
                    let to = message.to;
                    cx.tell(VendorEvent::Author { entry, from, to });
                }
            }
            What::Call { call, name, input } => {
                cx.emit(Event::ToolStarted {
                    entry: entry.clone(),
                    name,
                    kind: Activity::Tool,
                    at,
                });
                if !input.is_empty() {
                    cx.emit(Event::ToolInput {
                        entry: entry.clone(),
                        delta: input,
                    });
                }
                self.tools.insert(call, entry);
            }
            What::Result { call, content } => {
                let entry = self.tools.remove(&call).unwrap_or_else(|| {
                    cx.emit(Event::ToolStarted {
                        entry: entry.clone(),
                        name: call,
                        kind: Activity::Tool,
                        at,
                    });
                    entry
                });
                cx.emit(Event::ToolResult { entry, content });
            }
            What::Summary(text) => {
                cx.emit(Event::ToolStarted {
                    entry: entry.clone(),
                    name: String::new(),
                    kind: Activity::Summary,
                    at,
                });
                cx.emit(Event::ToolInput {
                    entry: entry.clone(),
                    delta: text,
                });
                cx.emit(Event::ToolEnded { entry });
            }
            What::Marker(marker) => self.marked(cx, marker),
            What::Nothing => {}
        }
    }

    fn say(&self, cx: &mut Context, entry: &EntryId, speaker: Speaker, at: f64, text: &str) {
        cx.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker,
            at,
        });
        cx.emit(Event::MessageDelta {
            entry: entry.clone(),
            text: text.to_owned(),
        });
        let entry = entry.clone();
        cx.emit(Event::MessageEnded { entry });
    }

    fn marked(&mut self, cx: &mut Context, marker: Marker) {
        // What stands before our message tells of a run that is over; of now, the status tells.
        let Some(run) = &mut self.run else { return };
        match marker {
            // An answer is not listed as a message everywhere.
            Marker::Received => run.listed = true,
            Marker::Waiting(question) if run.listed => self.prompt(cx, &question),
            Marker::Completed(well) if run.listed => {
                let failure = (!well).then(|| Failure::Agent {
                    detail: String::new(),
                });
                self.end_run(cx, failure);
            }
            _ => {}
        }
    }
}

/// Vendors trim.
fn same(ours: &str, theirs: &str) -> bool {
    ours == theirs || ours.trim() == theirs.trim()
}

/// The visitor's words without what we told the agents of them.
fn without_about(text: &str) -> &str {
    match text
        .strip_prefix(ABOUT)
        .and_then(|rest| rest.split_once(")\n\n"))
    {
        Some((_, words)) => words,
        None => text,
    }
}
