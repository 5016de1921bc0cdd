//! How an event changes a transcript.

use super::{Body, Change, Entry, EntryId, Message, Tool, Transcript};
use crate::event::{Delivery, Event, Millis, Speaker};
use crate::wire::Choice;

impl Transcript {
    pub(super) fn take(&mut self, event: &Event, changes: &mut Vec<Change>) {
        match event {
            Event::Connected { session, .. } if session.started_at > 0 => {
                self.started_at = Some(session.started_at as Millis);
            }
            Event::RunStarted { .. } => self.reply = None,
            Event::RunFinished { cancelled, .. } => self.end_run(*cancelled, *cancelled, changes),
            Event::RunFailed { .. } => self.end_run(true, true, changes),
            Event::Ended { .. } => self.end_run(true, false, changes),
            Event::MessageStarted { entry, speaker, at } => {
                self.start_message(entry, *speaker, *at, changes);
            }
            Event::ToolStarted {
                entry,
                name,
                kind,
                at,
            } if self.position(entry).is_none() => {
                let tool = Tool {
                    name: name.clone(),
                    input: String::new(),
                    result: None,
                    open: true,
                    kind: *kind,
                };
                self.add(entry, *at, Body::Tool(tool), changes);
            }
            Event::MessageDelta { entry, text } => self.grow(entry, text, changes),
            Event::ToolInput { entry, delta } => self.grow(entry, delta, changes),
            Event::MessageEnded { entry } | Event::ToolEnded { entry } => {
                self.update(entry, changes, |body| std::mem::take(open(body)));
            }
            Event::ToolResult { entry, content } => {
                self.update(entry, changes, |body| match body {
                    Body::Tool(tool) if tool.result.is_none() => {
                        tool.result = Some(content.clone());
                        tool.open = false;
                        true
                    }
                    _ => false,
                });
            }
            Event::Delivery { entry, delivery } => self.deliver(entry, delivery, changes),
            Event::Offered { entry, choices } => self.offer(entry, choices, changes),
            Event::Text { entry, text } => self.update(entry, changes, |body| match body {
                Body::Message(message) if message.text != *text => {
                    text.clone_into(&mut message.text);
                    message.withdrawals += u32::from(text.is_empty());
                    true
                }
                _ => false,
            }),
            Event::Anew => {
                let started_at = self.started_at;
                self.clear();
                self.started_at = started_at;
            }
            _ => {}
        }
    }

    /// Deltas go to the newest entries, so the search from the end is short.
    pub(super) fn position(&self, id: &EntryId) -> Option<usize> {
        self.entries.iter().rposition(|entry| &entry.id == id)
    }

    fn is_local(&self, position: usize) -> bool {
        position + self.local >= self.entries.len()
    }

    /// What the log tells goes before the local echoes.
    fn add(&mut self, id: &EntryId, at: Millis, body: Body, changes: &mut Vec<Change>) {
        let position = self.entries.len() - self.local.min(self.entries.len());
        let before = self.entries.get(position).map(|entry| entry.id.clone());
        let id = id.clone();
        self.entries.insert(
            position,
            Entry {
                id: id.clone(),
                at,
                body,
            },
        );
        changes.push(Change::Added { entry: id, before });
    }

    fn start_message(
        &mut self,
        id: &EntryId,
        speaker: Speaker,
        at: Millis,
        changes: &mut Vec<Change>,
    ) {
        if let Some(position) = self.position(id) {
            self.store(position, changes);
        } else {
            let message = Message {
                speaker,
                text: String::new(),
                withdrawals: 0,
                open: true,
                cut: false,
                delivery: None,
                choices: Vec::new(),
                choices_used: false,
            };
            self.add(id, at, Body::Message(message), changes);
        }
        match speaker {
            Speaker::Agent => self.reply = Some(id.clone()),
            Speaker::Visitor => self.use_choices(changes),
        }
    }

    /// The log has a local echo: it takes its place behind what the log had before.
    fn store(&mut self, position: usize, changes: &mut Vec<Change>) {
        if !self.is_local(position) {
            return;
        }
        let target = self.entries.len() - self.local.min(self.entries.len());
        self.local -= 1;
        if position != target {
            let entry = self.entries.remove(position);
            let id = entry.id.clone();
            self.entries.insert(target, entry);
            let before = self.entries.get(target + 1).map(|next| next.id.clone());
            changes.push(Change::Moved { entry: id, before });
        }
    }

    fn deliver(&mut self, id: &EntryId, delivery: &Delivery, changes: &mut Vec<Change>) {
        let Some(position) = self.position(id) else {
            return;
        };
        // The first word about sending tells that the entry is a local echo: what comes from the
        // log has no delivery of its own. It was just added, in front of the other local echoes.
        let is_new = matches!(
            self.entries.get(position).map(|entry| &entry.body),
            Some(Body::Message(message))
                if message.delivery.is_none() && message.speaker == Speaker::Visitor
        );
        if is_new && !self.is_local(position) && *delivery == Delivery::Sending {
            self.local += 1;
            if position + 1 < self.entries.len() {
                let entry = self.entries.remove(position);
                self.entries.push(entry);
                changes.push(Change::Moved {
                    entry: id.clone(),
                    before: None,
                });
            }
        }
        self.update(id, changes, |body| match body {
            Body::Message(message) if message.delivery.as_ref() != Some(delivery) => {
                message.delivery = Some(delivery.clone());
                true
            }
            _ => false,
        });
    }

    fn offer(&mut self, id: &EntryId, choices: &[Choice], changes: &mut Vec<Change>) {
        // Whoever has already written something did not wait for these buttons.
        let answered = self.entries.iter().rev().take(self.local).any(|entry| {
            matches!(&entry.body, Body::Message(message)
                if !matches!(message.delivery, Some(Delivery::Failed(_))))
        });
        let mut offered = false;
        self.update(id, changes, |body| match body {
            Body::Message(message) if message.choices != choices => {
                message.choices = choices.to_vec();
                message.choices_used = answered;
                offered = true;
                true
            }
            _ => false,
        });
        if offered && !answered {
            self.offering.push(id.clone());
        }
    }

    /// A visitor's entry, written or pressed, settles every offer before it.
    fn use_choices(&mut self, changes: &mut Vec<Change>) {
        for id in std::mem::take(&mut self.offering) {
            self.update(&id, changes, |body| match body {
                Body::Message(message) => !std::mem::replace(&mut message.choices_used, true),
                Body::Tool(_) => false,
            });
        }
    }

    /// Nothing grows after its run: what is open closes. `cut_open`, `cut_reply`: what was open,
    /// or the run's last message even if the server closed it, is shorter than it would be.
    fn end_run(&mut self, cut_open: bool, cut_reply: bool, changes: &mut Vec<Change>) {
        let reply = self.reply.take();
        let stored = self.entries.len() - self.local.min(self.entries.len());
        for entry in self.entries.iter_mut().take(stored).rev() {
            let was_open = std::mem::take(open(&mut entry.body));
            let mut changed = was_open;
            if let Body::Message(message) = &mut entry.body {
                // A run begins with the visitor's message: what stands before it is long closed.
                if message.speaker == Speaker::Visitor {
                    break;
                }
                let is_reply = reply.as_ref() == Some(&entry.id);
                let cut = (cut_open && was_open) || (cut_reply && is_reply);
                changed |= cut && !message.cut;
                message.cut |= cut;
            }
            if changed {
                changes.push(Change::Updated {
                    entry: entry.id.clone(),
                });
            }
        }
    }

    fn grow(&mut self, id: &EntryId, delta: &str, changes: &mut Vec<Change>) {
        let Some(position) = self.position(id) else {
            return;
        };
        let Some(entry) = self.entries.get_mut(position) else {
            return;
        };
        // A closed entry is complete; its text coming again is the log catching up with an echo.
        if delta.is_empty() || !*open(&mut entry.body) {
            return;
        }
        match &mut entry.body {
            Body::Message(message) => message.text.push_str(delta),
            Body::Tool(tool) => tool.input.push_str(delta),
        }
        changes.push(Change::Grew {
            entry: entry.id.clone(),
            delta: delta.to_owned(),
        });
    }

    pub(super) fn update(
        &mut self,
        id: &EntryId,
        changes: &mut Vec<Change>,
        change: impl FnOnce(&mut Body) -> bool,
    ) {
        let position = self.position(id);
        let entry = position.and_then(|position| self.entries.get_mut(position));
        if let Some(entry) = entry
            && change(&mut entry.body)
        {
            changes.push(Change::Updated {
                entry: entry.id.clone(),
            });
        }
    }
}

fn open(body: &mut Body) -> &mut bool {
    match body {
        Body::Message(message) => &mut message.open,
        Body::Tool(tool) => &mut tool.open,
    }
}
