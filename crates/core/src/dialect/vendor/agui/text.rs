//! The texts of a run: what the agent says in it, message by message.

use super::super::lenient::id;
use super::memory::{self, Line, Memory, dense, same};
use super::{Context, Event};
use crate::dialect::Speaker;
use crate::event::EntryId;
use crate::json::Value;
use crate::text::is_blank;

#[derive(Debug, Default)]
pub(super) struct Texts {
    all: Vec<Message>,
    /// Messages that are not the assistant's, by the agent's name for them.
    others: Vec<String>,
    /// What a message without a name is called.
    unnamed: String,
}

#[derive(Debug)]
struct Message {
    /// The agent's name for it, which another may have had; empty: none.
    name: String,
    /// Its entry's.
    id: String,
    text: String,
    /// An entry of the transcript, from the first visible character on.
    shown: bool,
    open: bool,
    /// It came in the short form: what else begins ends it.
    chunk: bool,
    /// A snapshot lists it, under this name.
    listed: Option<String>,
}

impl Texts {
    pub fn of(entry: &EntryId) -> Self {
        Self {
            unnamed: [entry.as_str(), "-text"].concat(),
            ..Self::default()
        }
    }

    /// A message begins. A name that an ended one had is a new one's.
    pub fn start(&mut self, memory: &mut Memory, name: &str) {
        self.others.retain(|other| other != name);
        if !name.is_empty() && self.all.iter().any(|it| it.open && it.name == name) {
            return;
        }
        let wanted = if name.is_empty() { &self.unnamed } else { name };
        self.all.push(Message {
            name: name.to_owned(),
            id: memory.ids.take(wanted),
            text: String::new(),
            shown: false,
            open: true,
            chunk: false,
            listed: None,
        });
    }

    /// Somebody else's message begins: nothing of it is said here.
    pub fn others_start(&mut self, name: &str) {
        self.others.push(name.to_owned());
    }

    /// A piece of a message; of one that nobody began or that has ended, the first of a new one.
    pub fn say(
        &mut self,
        cx: &mut Context,
        memory: &mut Memory,
        name: &str,
        delta: &str,
        chunk: bool,
    ) {
        if self.others.iter().any(|other| other == name) {
            return;
        }
        let meant = |it: &Message| it.open && (name.is_empty() || it.name == name);
        if !self.all.iter().any(meant) {
            self.end_chunks(cx, memory);
            self.start(memory, name);
        }
        let Some(message) = self.all.iter_mut().rfind(|it| meant(it)) else {
            return;
        };
        message.chunk = chunk;
        message.text.push_str(delta);
        let entry = EntryId::from(message.id.as_str());
        let mut text = delta;
        if !message.shown {
            if is_blank(&message.text) {
                return;
            }
            message.shown = true;
            text = &message.text;
            cx.emit(Event::MessageStarted {
                entry: entry.clone(),
                speaker: Speaker::Agent,
                at: cx.now,
            });
        }
        if !text.is_empty() {
            let text = text.to_owned();
            cx.emit(Event::MessageDelta { entry, text });
        }
    }

    pub fn end(&mut self, cx: &mut Context, memory: &mut Memory, name: &str) {
        let meant = |it: &&mut Message| it.open && (name.is_empty() || it.name == name);
        if let Some(message) = self.all.iter_mut().rfind(meant) {
            message.end(cx, memory);
        }
    }

    /// What is open in the short form ends: something else begins.
    pub fn end_chunks(&mut self, cx: &mut Context, memory: &mut Memory) {
        for message in self.all.iter_mut().filter(|it| it.open && it.chunk) {
            message.end(cx, memory);
        }
    }

    /// The run ends. What breaks off stays open, so that the transcript shows it as cut.
    pub fn finish(&mut self, cx: &mut Context, memory: &mut Memory, failed: bool, cancelled: bool) {
        for message in self.all.iter_mut().filter(|it| it.open) {
            if cancelled {
                // What was read was said.
                message.remember(memory);
            } else if !failed {
                // What failed is asked for again, and then told from the start.
                message.end(cx, memory);
            }
        }
    }

    /// Whether a snapshot's message is one of the run's, which agents list under other names, and in one
    /// what they streamed under one name.
    /// `now`: it stands behind what the run answers.
    pub fn lists(&mut self, line: &Line, now: bool) -> bool {
        let of_name = |name: &str| -> String {
            let named = self.all.iter().filter(|it| it.name == name);
            named.map(|it| it.text.as_str()).collect()
        };
        let is_it = |it: &Message| {
            it.name == line.id
                || it.id == line.id
                || same(&it.text, &line.text)
                || (now && it.open && it.shown && line.text.starts_with(&it.text))
                || same(&of_name(&it.name), &line.text)
        };
        let Some(at) = self.all.iter().rposition(is_it) else {
            return false;
        };
        if let Some(message) = self.all.get_mut(at) {
            message.listed = Some(line.id.clone());
        }
        true
    }

    /// All that was said in this run, as a snapshot lists it: what was said to its end and is left out
    /// is taken back.
    pub fn withdraw(&mut self, cx: &mut Context, listed: &[Value]) {
        let is_there = |it: &Message| {
            let named = |id: String| id == it.name || id == it.id;
            let holds = |line: Line| dense(&line.text).contains(&dense(&it.text));
            listed.iter().any(|message| {
                id(message, &["id"]).is_some_and(named) || memory::line(message).is_some_and(holds)
            })
        };
        self.all.retain(|it| {
            let stays = it.open || !it.shown || is_there(it);
            if !stays {
                let entry = EntryId::from(it.id.as_str());
                let text = String::new();
                cx.emit(Event::Text { entry, text });
            }
            stays
        });
    }

    /// Shows a snapshot's message, which was not streamed.
    pub fn show(&mut self, cx: &mut Context, memory: &mut Memory, line: &Line) {
        self.start(memory, &line.id);
        self.say(cx, memory, &line.id, &line.text, false);
        if let Some(message) = self.all.last_mut() {
            message.listed = Some(line.id.clone());
            message.end(cx, memory);
        }
    }

    /// The entry of the message that the agent calls so; of the last one without a name.
    pub fn entry(&self, name: Option<&str>) -> Option<EntryId> {
        let mut shown = self.all.iter().rev().filter(|it| it.shown);
        let found = shown.find(|it| name.is_none_or(|name| it.name == name || it.id == name));
        found.map(|it| EntryId::from(it.id.as_str()))
    }

    /// Nothing was said.
    pub fn is_silent(&self) -> bool {
        self.all.iter().all(|it| !it.shown)
    }

    /// Something was said, and all of it to its end.
    pub fn is_whole(&self) -> bool {
        self.all.iter().any(|it| it.shown) && self.all.iter().all(|it| !it.open || it.chunk)
    }
}

impl Message {
    fn end(&mut self, cx: &mut Context, memory: &mut Memory) {
        self.open = false;
        self.remember(memory);
        if self.shown {
            let entry = EntryId::from(self.id.as_str());
            cx.emit(Event::MessageEnded { entry });
        }
    }

    /// A message that shows nothing was not said.
    fn remember(&self, memory: &mut Memory) {
        if self.shown {
            let id = self.listed.as_ref().unwrap_or(&self.id);
            memory.say(id, &self.text);
        }
    }
}
