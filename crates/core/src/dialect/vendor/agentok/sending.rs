//! From the visitor's words to the agents: a chat is made for the first ones, and one message is
//! answered at a time.

use serde::Serialize;

use super::{ABOUT, Agentok, Context, Job, QUICK, Run, Turn, VendorEvent, WORK};
use crate::dialect::vendor::lenient::id;
use crate::dialect::{Delivery, Event, Head};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{self, Look, Value};

/// Characters of a chat's name.
const TITLE: usize = 60;

/// In the words of all three generations.
#[derive(Serialize)]
struct Message<'a> {
    message: &'a str,
    content: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    chat: &'a str,
    owner: &'a str,
}

#[derive(Serialize)]
struct Chat<'a> {
    name: &'a str,
    from_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_project: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_flow: Option<&'a str>,
    user_id: &'a str,
    owner: &'a str,
}

impl Agentok {
    pub(super) fn send(&mut self, cx: &mut Context, turn: Turn) {
        cx.emit(Event::Delivery {
            entry: turn.entry.clone(),
            delivery: Delivery::Sending,
        });
        let look = !self.chat.is_empty() && self.doubt.look_for(&turn.entry);
        self.waiting.push(turn);
        if look {
            return self.poll(cx);
        }
        self.next(cx);
    }

    /// Says what waits, once there is a chat and nothing else is being answered: a message during a
    /// run would end it.
    pub(super) fn next(&mut self, cx: &mut Context) {
        if self.waiting.is_empty() || self.run.is_some() || self.doubt.is_looking() {
            return;
        }
        if self.chat.is_empty() {
            if !self.is_under_way(&Job::Create) {
                self.create(cx);
            }
            return;
        }
        let turn = self.waiting.remove(0);
        let is_first = self.seen.is_empty() && self.echoed.is_empty();
        let mut text = turn.text.clone();
        if is_first && !self.about.is_empty() {
            text = [ABOUT, &self.about.join("; "), ")\n\n", &text].concat();
        }
        let body = json::text(&Message {
            message: &text,
            content: &text,
            kind: "user",
            chat: &self.chat,
            owner: "",
        });
        let answers = std::mem::take(&mut self.asked);
        let path = self.path(&[
            &self.chat.clone(),
            if answers { "input" } else { "messages" },
        ]);
        if answers {
            cx.tell(VendorEvent::Prompt(None));
        }
        let entry = turn.entry;
        self.echoed.push((entry.clone(), text));
        self.call(cx, Job::Say(entry.clone()), "POST", &path, Some(body), WORK);
        cx.emit(Event::RunStarted { run: entry.clone() });
        self.run = Some(Run::of(entry));
        self.poll_soon(cx);
    }

    pub(super) fn create(&mut self, cx: &mut Context) {
        let first = self.waiting.first().map(|turn| turn.text.as_str());
        let name = title(first.unwrap_or_default()).unwrap_or_else(|| self.scenario.clone());
        // A project's id is a number; anything else is what the vendor's page calls a flow.
        let number = self.scenario.parse().ok();
        let project = number.filter(|_| !self.first_generation);
        let body = json::text(&Chat {
            name: &name,
            from_type: if project.is_some() { "project" } else { "flow" },
            from_project: project,
            from_flow: project.is_none().then_some(&*self.scenario),
            user_id: "",
            owner: "",
        });
        let path = self.path(&[]);
        self.call(cx, Job::Create, "POST", &path, Some(body), QUICK);
    }

    pub(super) fn created(&mut self, cx: &mut Context, json: &Value, failure: Option<Failure>) {
        let inner = json.at("data");
        let chat = if inner.is_object() { inner } else { json };
        match (id(chat, &["id", "chat_id"]), failure) {
            (Some(chat), None) => {
                self.chat = chat;
                self.keep(cx);
                self.next(cx);
            }
            (_, failure) => {
                let failure = failure.unwrap_or(Failure::Protocol);
                for turn in std::mem::take(&mut self.waiting) {
                    let entry = turn.entry;
                    let delivery = Delivery::Failed(failure.clone());
                    cx.emit(Event::Delivery { entry, delivery });
                }
            }
        }
    }

    /// What the call that sent a message came to: at once, at the run's end, or never.
    pub(super) fn posted(
        &mut self,
        cx: &mut Context,
        entry: &EntryId,
        head: &Head,
        failure: Option<Failure>,
    ) {
        let Some(run) = self.run.as_mut().filter(|run| run.entry == *entry) else {
            return;
        };
        match failure {
            None => {
                run.moved = true;
                self.delivered(cx);
                self.poll_soon(cx);
            }
            // Gateways give up on a call that takes as long as the work; the work goes on.
            Some(_) if run.sent || matches!(head.status, 0 | 502 | 504) && run.moved => {}
            Some(failure) => {
                let entry = run.entry.clone();
                let echoed = self.echoed.iter().position(|(echoed, _)| *echoed == entry);
                if let Some(at) = echoed {
                    let (entry, words) = self.echoed.remove(at);
                    self.doubt.note(head, entry, words);
                }
                self.run = None;
                let delivery = Delivery::Failed(failure);
                cx.emit(Event::RunFinished {
                    run: entry.clone(),
                    cancelled: false,
                });
                cx.emit(Event::Delivery { entry, delivery });
                self.next(cx);
            }
        }
    }

    /// The vendor has the message of the run under way.
    pub(super) fn delivered(&mut self, cx: &mut Context) {
        if let Some(run) = self.run.as_mut().filter(|run| !run.sent) {
            run.sent = true;
            cx.emit(Event::Delivery {
                entry: run.entry.clone(),
                delivery: Delivery::Sent,
            });
        }
    }
}

/// A chat is found again by what was said first in it.
fn title(text: &str) -> Option<String> {
    let line = text.lines().find(|line| !line.trim().is_empty())?;
    Some(line.trim().chars().take(TITLE).collect())
}
