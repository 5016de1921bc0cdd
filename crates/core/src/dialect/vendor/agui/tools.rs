//! The calls of tools in a run.

use super::memory::Memory;
use super::{Context, Event};
use crate::dialect::vendor::Activity;
use crate::event::EntryId;
use crate::json::parse;
use crate::text::is_blank;

use super::memory::is_object;

#[derive(Debug, Default)]
pub(super) struct Tools {
    all: Vec<Tool>,
    /// What a call without a name is called.
    unnamed: String,
}

#[derive(Debug)]
pub(super) struct Tool {
    /// The agent's name for the call, which another may have had; empty: none.
    pub call: String,
    /// Its entry's, and the call's in what the agent is told.
    pub id: String,
    pub name: String,
    pub input: String,
    open: bool,
    /// It came in the short form: what else begins ends it.
    chunk: bool,
    /// What came of it; kept back while its arguments are still coming.
    result: Option<String>,
    told: bool,
    /// A snapshot lists it, under this name.
    listed: Option<String>,
}

impl Tools {
    pub fn of(entry: &EntryId) -> Self {
        Self {
            unnamed: [entry.as_str(), "-call"].concat(),
            ..Self::default()
        }
    }

    /// A call begins. A name that an ended one had is a new one's, as is one whose arguments are all
    /// there, or that is another tool's: some agents tell no end.
    pub fn start(&mut self, cx: &mut Context, memory: &mut Memory, call: &str, name: String) {
        let open = |it: &&mut Tool| it.open && it.call == call && !call.is_empty();
        if let Some(tool) = self.all.iter_mut().rfind(open) {
            let is_other = !name.is_empty() && name != tool.name;
            if !is_other && !is_object(&tool.input) {
                return;
            }
            tool.end(cx, memory);
        }
        self.end_chunks(cx, memory);
        let wanted = if call.is_empty() { &self.unnamed } else { call };
        let id = memory.ids.take(wanted);
        cx.emit(Event::ToolStarted {
            entry: EntryId::from(id.as_str()),
            name: name.clone(),
            kind: Activity::Tool,
            at: cx.now,
        });
        self.all.push(Tool {
            call: call.to_owned(),
            id,
            name,
            input: String::new(),
            open: true,
            chunk: false,
            result: None,
            told: false,
            listed: None,
        });
    }

    /// A piece of a call's arguments; with a name, the first of a call that is not open.
    pub fn input(
        &mut self,
        cx: &mut Context,
        memory: &mut Memory,
        call: &str,
        name: Option<String>,
        delta: String,
    ) {
        let chunk = name.is_some();
        if let Some(name) = name {
            // Each piece may have the name.
            let goes_on =
                |it: &Tool| it.open && it.call == call && it.name == name && !call.is_empty();
            if !is_blank(&delta) || !self.all.iter().any(goes_on) {
                self.start(cx, memory, call, name);
            }
        }
        let open = |it: &Tool| it.open && (call.is_empty() || it.call == call);
        // What comes after its end is still a part of it.
        let ended = |it: &Tool| it.call == call && it.result.is_none();
        let at = self.all.iter().rposition(open);
        let at = at.or_else(|| self.all.iter().rposition(ended));
        if let Some(tool) = at.and_then(|at| self.all.get_mut(at)) {
            tool.chunk |= chunk;
            tool.input.push_str(&delta);
            let entry = EntryId::from(tool.id.as_str());
            if !delta.is_empty() {
                cx.emit(Event::ToolInput { entry, delta });
            }
        }
    }

    pub fn end(&mut self, cx: &mut Context, memory: &mut Memory, call: &str) {
        let meant = |it: &&mut Tool| it.open && (call.is_empty() || it.call == call);
        if let Some(tool) = self.all.iter_mut().rfind(meant) {
            tool.end(cx, memory);
        }
    }

    /// What is open in the short form ends: something else begins.
    pub fn end_chunks(&mut self, cx: &mut Context, memory: &mut Memory) {
        for tool in self.all.iter_mut().filter(|it| it.open && it.chunk) {
            tool.end(cx, memory);
        }
    }

    pub fn finish(&mut self, cx: &mut Context, memory: &mut Memory) {
        for tool in self.all.iter_mut().filter(|it| it.open) {
            tool.end(cx, memory);
        }
    }

    /// What came of a call, of the first by this name that has nothing yet; `false`: there is none.
    pub fn result(
        &mut self,
        cx: &mut Context,
        memory: &mut Memory,
        call: &str,
        content: &str,
    ) -> bool {
        let meant = |it: &&mut Tool| (call.is_empty() || it.call == call) && it.result.is_none();
        let Some(tool) = self.all.iter_mut().find(meant) else {
            return false;
        };
        tool.result = Some(content.to_owned());
        // Told ahead of the arguments' end: they would be cut.
        let half = tool.open && !tool.input.is_empty() && parse(&tool.input).is_none();
        if !half {
            tool.tell(cx, memory);
        }
        true
    }

    /// As [`Tools::result`], of a call that a snapshot lists with its result.
    pub fn result_listed(
        &mut self,
        cx: &mut Context,
        memory: &mut Memory,
        call: &str,
        content: &str,
    ) -> bool {
        let is_listed = |it: &Tool| it.listed.as_deref() == Some(call);
        self.all.iter().any(is_listed) && self.result(cx, memory, call, content)
    }

    /// A snapshot took the place of what was remembered.
    pub fn note_listed(&mut self, memory: &Memory) {
        for tool in &mut self.all {
            let listed = memory.has_made(&tool.call);
            tool.listed = listed.then(|| tool.call.clone());
        }
    }

    /// Calls nothing came of.
    pub fn unanswered(&self) -> impl Iterator<Item = &Tool> {
        self.all.iter().filter(|it| it.result.is_none())
    }

    /// Nothing was called.
    pub fn is_silent(&self) -> bool {
        self.all.is_empty()
    }

    /// Nothing is under way.
    pub fn is_whole(&self) -> bool {
        self.all.iter().all(|it| !it.open)
    }
}

impl Tool {
    fn end(&mut self, cx: &mut Context, memory: &mut Memory) {
        self.open = false;
        let entry = EntryId::from(self.id.as_str());
        cx.emit(Event::ToolEnded { entry });
        self.tell(cx, memory);
    }

    fn tell(&mut self, cx: &mut Context, memory: &mut Memory) {
        if self.told {
            return;
        }
        let Some(content) = self.result.clone() else {
            return;
        };
        self.told = true;
        self.open = false;
        let id = self.listed.as_ref().unwrap_or(&self.id);
        memory.tool(id, &self.name, &self.input, &content);
        let entry = EntryId::from(self.id.as_str());
        cx.emit(Event::ToolResult { entry, content });
    }
}
