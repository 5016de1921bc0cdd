//! One run, as its events come in.

use super::events::{self, Said};
use super::memory::Memory;
use super::{AgUi, Context, prompt};
use crate::dialect::vendor::{Activity, too_long};
use crate::dialect::{Event, Speaker};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{Look, Value, parse};
use crate::sse::Parser;

/// Bytes one event may have: a snapshot carries a whole conversation.
const CAP: usize = 4 << 20;

#[derive(Debug)]
pub(super) struct Run {
    /// The visitor's entry it answers.
    pub entry: EntryId,
    /// Tells its rows from other runs'.
    number: u32,
    parser: Parser,
    messages: Vec<Message>,
    tools: Vec<Tool>,
    /// Rows of steps, reasoning and activities that are open, by what names them.
    rows: Vec<(EntryId, String)>,
    named: u32,
    state_changed: bool,
    over: bool,
}

#[derive(Debug)]
struct Message {
    id: String,
    text: String,
    open: bool,
}

#[derive(Debug)]
struct Tool {
    call: String,
    name: String,
    input: String,
    open: bool,
}

impl Run {
    pub fn new(entry: EntryId, number: u32) -> Self {
        Self {
            entry,
            number,
            parser: Parser::new(CAP),
            messages: Vec::new(),
            tools: Vec::new(),
            rows: Vec::new(),
            named: 0,
            state_changed: false,
            over: false,
        }
    }

    pub fn is_over(&self) -> bool {
        self.over
    }

    fn start_message(&mut self, cx: &mut Context, id: &str) {
        if self.messages.iter().any(|it| it.id == id) {
            return;
        }
        cx.emit(Event::MessageStarted {
            entry: EntryId::from(id),
            speaker: Speaker::Agent,
            at: cx.now,
        });
        self.messages.push(Message {
            id: id.to_owned(),
            text: String::new(),
            open: true,
        });
    }

    fn text(&mut self, cx: &mut Context, message: Option<String>, delta: String, start: bool) {
        let open = self.messages.iter().rev().find(|it| it.open);
        let id = match message.or_else(|| open.map(|it| it.id.clone())) {
            Some(id) => id,
            None if start => self.name("text"),
            None => return,
        };
        if start {
            self.start_message(cx, &id);
        }
        // What was never begun is not the assistant's.
        let Some(known) = self.messages.iter_mut().find(|it| it.id == id) else {
            return;
        };
        known.text.push_str(&delta);
        let entry = EntryId::from(id.as_str());
        cx.emit(Event::MessageDelta { entry, text: delta });
    }

    fn end_message(&mut self, cx: &mut Context, memory: &mut Memory, id: &str) {
        let found = self.messages.iter_mut().find(|it| it.id == id && it.open);
        let Some(message) = found else { return };
        message.open = false;
        memory.say(&message.id, "assistant", &message.text);
        let entry = EntryId::from(id);
        cx.emit(Event::MessageEnded { entry });
    }

    fn start_tool(&mut self, cx: &mut Context, call: &str, name: String) {
        if self.tools.iter().any(|it| it.call == call) {
            return;
        }
        cx.emit(Event::ToolStarted {
            entry: EntryId::from(call),
            name: name.clone(),
            kind: Activity::Tool,
            at: cx.now,
        });
        self.tools.push(Tool {
            call: call.to_owned(),
            name,
            input: String::new(),
            open: true,
        });
    }

    fn tool_input(
        &mut self,
        cx: &mut Context,
        call: Option<String>,
        name: Option<String>,
        delta: String,
    ) {
        let open = self.tools.iter().rev().find(|it| it.open);
        let Some(call) = call.or_else(|| open.map(|it| it.call.clone())) else {
            return;
        };
        if let Some(name) = name {
            self.start_tool(cx, &call, name);
        }
        if let Some(tool) = self.tools.iter_mut().find(|it| it.call == call) {
            tool.input.push_str(&delta);
            let entry = EntryId::from(call.as_str());
            cx.emit(Event::ToolInput { entry, delta });
        }
    }

    fn end_tool(&mut self, cx: &mut Context, call: &str) {
        let found = self.tools.iter_mut().find(|it| it.call == call);
        if found.is_some_and(|tool| std::mem::take(&mut tool.open)) {
            let entry = EntryId::from(call);
            cx.emit(Event::ToolEnded { entry });
        }
    }

    fn tool_result(&mut self, cx: &mut Context, memory: &mut Memory, call: &str, content: String) {
        let Some(tool) = self.tools.iter_mut().find(|it| it.call == call) else {
            return;
        };
        tool.open = false;
        memory.tool(call, &tool.name, &tool.input, &content);
        let entry = EntryId::from(call);
        cx.emit(Event::ToolResult { entry, content });
    }

    fn name(&mut self, what: &str) -> String {
        self.named += 1;
        let (run, row) = (self.number.to_string(), self.named.to_string());
        [self.entry.as_str(), "-", what, "-", &run, "-", &row].concat()
    }

    /// A row that is no tool's; `key` finds it again.
    fn row(&mut self, cx: &mut Context, kind: Activity, name: &str, key: &str) -> EntryId {
        let entry = EntryId::from(self.name("row").as_str());
        cx.emit(Event::ToolStarted {
            entry: entry.clone(),
            name: name.to_owned(),
            kind,
            at: cx.now,
        });
        self.rows.push((entry.clone(), key.to_owned()));
        entry
    }

    fn end_row(&mut self, cx: &mut Context, key: &str) {
        if let Some(at) = self.rows.iter().rposition(|(_, known)| known == key) {
            let (entry, _) = self.rows.remove(at);
            cx.emit(Event::ToolEnded { entry });
        }
    }

    fn input(cx: &mut Context, entry: EntryId, delta: String) {
        if !delta.is_empty() {
            cx.emit(Event::ToolInput { entry, delta });
        }
    }

    /// Closes what is open and tells how the run ended.
    pub fn end(
        mut self,
        cx: &mut Context,
        memory: &mut Memory,
        failure: Option<Failure>,
        cancelled: bool,
    ) {
        self.finish(cx, memory, failure, cancelled);
    }

    fn finish(
        &mut self,
        cx: &mut Context,
        memory: &mut Memory,
        failure: Option<Failure>,
        cancelled: bool,
    ) {
        self.over = true;
        let calls: Vec<String> = self.tools.iter().map(|it| it.call.clone()).collect();
        for call in calls {
            self.end_tool(cx, &call);
        }
        for (entry, _) in std::mem::take(&mut self.rows) {
            cx.emit(Event::ToolEnded { entry });
        }
        if self.state_changed {
            let entry = self.row(cx, Activity::State, "", "state");
            Self::input(cx, entry, memory.state_text());
            self.end_row(cx, "state");
        }
        let open = self.messages.iter().filter(|it| it.open);
        let open: Vec<String> = open.map(|it| it.id.clone()).collect();
        for id in open {
            if failure.is_some() {
                // It is asked for again, and then told from the start.
                continue;
            }
            if !cancelled {
                self.end_message(cx, memory, &id);
            } else if let Some(message) = self.messages.iter().find(|it| it.id == id) {
                // What was read was said; the transcript shows that it broke off.
                memory.say(&id, "assistant", &message.text);
            }
        }
        let run = self.entry.clone();
        cx.emit(match failure {
            Some(failure) => Event::RunFailed {
                run,
                failure,
                again: true,
            },
            None => Event::RunFinished { run, cancelled },
        });
    }
}

impl AgUi {
    pub(super) fn feed(&mut self, cx: &mut Context, bytes: &[u8]) {
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        for message in run.parser.feed(bytes) {
            match message {
                Ok(message) => {
                    if let Some(json) = parse(&message.data) {
                        self.take(cx, &json);
                    }
                }
                Err(_) => self.over(cx, Some(too_long())),
            }
        }
    }

    fn over(&mut self, cx: &mut Context, failure: Option<Failure>) {
        if let Some(run) = self.run.as_mut().filter(|run| !run.over) {
            run.finish(cx, &mut self.memory, failure, false);
            self.keep(cx);
        }
    }

    fn take(&mut self, cx: &mut Context, json: &Value) {
        let memory = &mut self.memory;
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        match events::read(json) {
            Said::TextStart(id) if id.is_empty() => {}
            Said::TextStart(id) => run.start_message(cx, &id),
            Said::Text {
                message,
                delta,
                start,
            } => run.text(cx, message, delta, start),
            Said::TextEnd(id) => run.end_message(cx, memory, &id),
            Said::ToolStart { call, name } => run.start_tool(cx, &call, name),
            Said::ToolInput { call, name, delta } => run.tool_input(cx, call, name, delta),
            Said::ToolEnd(call) => run.end_tool(cx, &call),
            Said::ToolResult { call, content } => run.tool_result(cx, memory, &call, content),
            Said::StepStart(name) => {
                run.row(cx, Activity::Step, &name, &["step ", &name].concat());
            }
            Said::StepEnd(name) => run.end_row(cx, &["step ", &name].concat()),
            Said::ReasoningStart(title) => {
                run.row(cx, Activity::Reasoning, &title, "reasoning");
            }
            Said::Reasoning(delta) => {
                let open = run.rows.iter().rev().find(|(_, key)| key == "reasoning");
                let entry = match open {
                    Some((entry, _)) => entry.clone(),
                    None => run.row(cx, Activity::Reasoning, "", "reasoning"),
                };
                Run::input(cx, entry, delta);
            }
            Said::ReasoningEnd => run.end_row(cx, "reasoning"),
            Said::State(state) => {
                run.state_changed |= state != memory.state;
                memory.state = state;
            }
            Said::StateDelta(patch) => {
                if let Some(state) = super::patch::apply(&memory.state, &patch) {
                    run.state_changed |= state != memory.state;
                    memory.state = state;
                }
            }
            Said::Messages(messages) => {
                memory.replace(&messages);
                for line in memory.lines() {
                    // An agent that streams nothing says it here.
                    let is_new = !line.visitor && run.messages.iter().all(|it| it.id != line.id);
                    if is_new && !self.shown.contains(&line.id) {
                        run.start_message(cx, &line.id);
                        run.text(cx, Some(line.id.clone()), line.text, false);
                        run.end_message(cx, memory, &line.id);
                    }
                }
            }
            Said::Activity { id, kind, content } => {
                let entry = run.row(cx, Activity::Action, &kind, &id);
                Run::input(cx, entry, content);
                run.end_row(cx, &id);
            }
            Said::Choices { message, choices } => {
                let last = run.messages.last().map(|it| it.id.clone());
                if let Some(entry) = message.or(last) {
                    let entry = EntryId::from(entry.as_str());
                    cx.emit(Event::Offered { entry, choices });
                }
            }
            Said::Finished(finished) => {
                self.asked = prompt::interrupts(&finished).into();
                self.answered.clear();
                let cancelled = finished.at("outcome").at("type").as_str() == Some("cancelled")
                    || finished.at("result").at("status").as_str() == Some("cancelled");
                run.finish(cx, memory, None, cancelled);
                self.prompt(cx);
                self.keep(cx);
            }
            Said::Failed(detail) => self.over(cx, Some(Failure::Agent { detail })),
            Said::Nothing => {}
        }
        if let Some(run) = &self.run {
            let ids = run.messages.iter().map(|it| &it.id);
            for id in ids {
                if !self.shown.contains(id) {
                    self.shown.push(id.clone());
                }
            }
        }
    }
}
