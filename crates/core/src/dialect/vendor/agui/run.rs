//! One run, as its events come in.

use super::events::{self, Said};
use super::memory::{self, Line, Memory};
use super::text::Texts;
use super::tools::Tools;
use super::{AgUi, Context, Interrupt, prompt};
use crate::agui;
use crate::dialect::Event;
use crate::dialect::vendor::{Activity, too_long};
use crate::event::EntryId;
use crate::failure::Failure;
use crate::json::{Look, Value};
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
    texts: Texts,
    tools: Tools,
    /// Rows of steps, reasoning and activities that are open, by what names them.
    rows: Vec<(EntryId, String)>,
    /// The state it began with, as text.
    state: String,
    /// What LangGraph waits for.
    asks: Vec<Value>,
    /// What it answers, as its last snapshot has it.
    asked: Option<Line>,
    /// What is the answer, where the run ends without another.
    unsaid: Option<Line>,
    over: bool,
}

impl Run {
    pub fn new(entry: EntryId, number: u32, state: String) -> Self {
        Self {
            number,
            parser: Parser::new(CAP),
            texts: Texts::of(&entry),
            tools: Tools::of(&entry),
            rows: Vec::new(),
            state,
            asks: Vec::new(),
            asked: None,
            unsaid: None,
            over: false,
            entry,
        }
    }

    pub fn is_over(&self) -> bool {
        self.over
    }

    /// Something was said, and nothing is under way.
    fn is_whole(&self) -> bool {
        self.texts.is_whole() && self.tools.is_whole() && self.rows.is_empty()
    }

    /// A row that is no tool's; `key` finds it again.
    fn row(
        &mut self,
        cx: &mut Context,
        memory: &mut Memory,
        kind: Activity,
        name: &str,
        key: &str,
    ) -> EntryId {
        let wanted = [self.entry.as_str(), "-row-", &self.number.to_string()].concat();
        let entry = EntryId::from(memory.ids.take(&wanted).as_str());
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
}

impl AgUi {
    pub(super) fn feed(&mut self, cx: &mut Context, bytes: &[u8]) {
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        for message in run.parser.feed(bytes) {
            let Ok(message) = message else {
                return self.fail(cx, too_long());
            };
            for event in agui::events(&message) {
                self.take(cx, &event);
            }
            // An end in the way of model endpoints, where nothing says that something is missing.
            let whole = self.run.as_ref().is_some_and(Run::is_whole);
            if agui::is_done(&message) && whole {
                self.finished(cx, &Value::Null);
            }
        }
    }

    pub(super) fn fail(&mut self, cx: &mut Context, failure: Failure) {
        self.finish(cx, Some(failure), false);
        self.keep(cx);
    }

    /// Closes what is open and tells how the run ended.
    pub(super) fn finish(&mut self, cx: &mut Context, failure: Option<Failure>, cancelled: bool) {
        let memory = &mut self.memory;
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        run.over = true;
        run.tools.finish(cx, memory);
        for (entry, _) in std::mem::take(&mut run.rows) {
            cx.emit(Event::ToolEnded { entry });
        }
        let state = memory.state_text();
        if self.show.state && state != run.state {
            let entry = run.row(cx, memory, Activity::State, "", "state");
            Run::input(cx, entry, state);
            run.end_row(cx, "state");
        }
        run.texts.finish(cx, memory, failure.is_some(), cancelled);
        let entry = run.entry.clone();
        cx.emit(match failure {
            Some(failure) => Event::RunFailed {
                run: entry,
                failure,
                again: true,
            },
            None => Event::RunFinished {
                run: entry,
                cancelled,
            },
        });
    }

    /// The agent says that this is all, or what it wants to know before it goes on.
    fn finished(&mut self, cx: &mut Context, said: &Value) {
        let Some(run) = self.run.as_ref().filter(|run| !run.over) else {
            return;
        };
        let mut asked = prompt::interrupts(said);
        if asked.is_empty() {
            asked = run.asks.iter().map(Interrupt::command).collect();
        }
        self.answered.clear();
        let cancelled = said.at("outcome").at("type").as_str() == Some("cancelled")
            || said.at("result").at("status").as_str() == Some("cancelled");
        if asked.is_empty() && !cancelled {
            self.answer_listed(cx);
        }
        self.finish(cx, None, cancelled);
        self.wait_for(&asked);
        self.asked = asked.into();
        self.prompt(cx);
        self.keep(cx);
    }

    /// A run that shows nothing has its answer in the snapshot, be it the words of an earlier one.
    fn answer_listed(&mut self, cx: &mut Context) {
        if let Some(run) = &mut self.run
            && let Some(line) = run.unsaid.take()
            && run.texts.is_silent()
            && run.tools.is_silent()
        {
            run.texts.show(cx, &mut self.memory, &line);
        }
    }

    /// Calls that `asked` is about are remembered though nothing came of them yet: whoever goes on with
    /// them must find them. Those it was about before are settled or gone.
    fn wait_for(&mut self, asked: &[Interrupt]) {
        let named = |call: &str| asked.iter().any(|it| it.call.as_deref() == Some(call));
        for (call, _) in &self.waiting {
            if !named(call) {
                self.memory.forget(call);
            }
        }
        self.waiting.retain(|(call, _)| named(call));
        let Some(run) = &self.run else { return };
        let known = |call: &str| self.waiting.iter().any(|(it, _)| it == call);
        let open = run.tools.unanswered();
        let open: Vec<_> = open
            .filter(|it| named(&it.call) && !known(&it.call))
            .collect();
        let mut new = Vec::new();
        for tool in &open {
            if !self.memory.is_open(&tool.call) {
                self.memory.rename(&tool.call);
                new.push((tool.call.as_str(), tool.name.as_str(), tool.input.as_str()));
            }
        }
        self.memory.calls(&new);
        let entries = open
            .iter()
            .map(|it| (it.call.clone(), EntryId::from(it.id.as_str())));
        self.waiting.extend(entries);
    }

    /// What came of a call the visitor had to decide of.
    fn settled(&mut self, cx: &mut Context, call: &str, content: String) {
        if let Some(at) = self.waiting.iter().position(|(it, _)| it == call)
            && self.memory.result(call, &content)
        {
            let (_, entry) = self.waiting.remove(at);
            cx.emit(Event::ToolResult { entry, content });
        }
    }

    /// `MESSAGES_SNAPSHOT`. An agent that streams nothing says it here; others list what was
    /// streamed, before or now, often under other names.
    fn listed(&mut self, cx: &mut Context, messages: &[Value]) {
        let memory = &mut self.memory;
        let Some(run) = self.run.as_mut() else { return };
        let messages = &memory.ids.named(messages, run.entry.as_str());
        let before = memory.lines();
        memory.replace(messages);
        let lines: Vec<_> = messages.iter().map(memory::line).collect();
        // What the run answers: whatever stands behind it is of this run.
        let turn = self.turn.as_ref();
        let is_ours = |it: &Line| {
            it.id == run.entry.as_str() || turn.is_some_and(|turn| turn.text == it.text)
        };
        let visitors = || lines.iter().flatten().filter(|it| it.visitor);
        let is_asked = turn.is_some_and(|turn| turn.resume.is_none());
        // Some agents put words of their own to it: what is new is meant, where it is not there.
        let is_new = |it: &Line| {
            let old = |old: &Line| old.visitor && memory::same(&old.text, &it.text);
            is_asked
                && run.asked.is_none()
                && !memory.ids.knows(&it.id)
                && !before.iter().any(old)
                && !visitors().any(is_ours)
        };
        let again = |it: &Line| {
            let asked = run.asked.as_ref();
            asked.is_some_and(|asked| asked.id == it.id || asked.text == it.text)
        };
        let now = visitors()
            .next_back()
            .filter(|it| is_ours(it) || again(it) || is_new(it));
        let asked = now.map(|now| now.id.clone());
        // Of a list without the visitor's words, the last of it may be the answer.
        let unsaid = lines.last().cloned().flatten();
        let unsaid = unsaid.filter(|_| is_asked && visitors().next().is_none());
        let is_whole = now.is_some_and(is_ours);
        let now = now.cloned();
        run.asked = now.or_else(|| run.asked.take());
        run.unsaid = unsaid;
        // It is the whole of what was said: what stood in it and does no more was withdrawn.
        if is_whole {
            run.texts.withdraw(cx, behind(messages));
        }
        let mut is_now = false;
        for line in lines.iter().flatten() {
            if line.visitor {
                is_now = asked.as_ref() == Some(&line.id);
                continue;
            }
            let is_before = before.iter().any(|it| {
                !it.visitor && memory::same(&it.text, &line.text) && (!is_now || it.id == line.id)
            });
            let known = is_before || (!is_now && memory.ids.knows(&line.id));
            let is_past = asked.is_some() && !is_now;
            if !known && (is_past || !run.texts.lists(line, is_now)) {
                run.texts.show(cx, memory, line);
            } else if known && !is_past {
                run.texts.lists(line, is_now);
            }
        }
        run.tools.note_listed(memory);
        // Some tell results here alone.
        for (call, content) in behind(messages).iter().filter_map(memory::result) {
            if run.tools.result_listed(cx, memory, &call, &content) {
                continue;
            }
            if let Some(at) = self.waiting.iter().position(|(it, _)| *it == call) {
                let (_, entry) = self.waiting.remove(at);
                cx.emit(Event::ToolResult { entry, content });
            }
        }
        memory.note_ids();
    }

    fn take(&mut self, cx: &mut Context, event: &agui::Event) {
        let memory = &mut self.memory;
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        let said = events::read(event);
        match &said {
            Said::TextStart(_) | Said::Text { .. } => run.tools.end_chunks(cx, memory),
            Said::ToolStart { .. } | Said::ToolInput { .. } | Said::ToolResult { .. } => {
                run.texts.end_chunks(cx, memory);
            }
            _ => {}
        }
        match said {
            Said::TextStart(message) => run.texts.start(memory, &message),
            Said::OthersStart(message) => run.texts.others_start(&message),
            Said::Text {
                message,
                delta,
                chunk,
            } => run.texts.say(cx, memory, &message, &delta, chunk),
            Said::TextEnd(message) => run.texts.end(cx, memory, &message),
            Said::ToolStart { call, name } => run.tools.start(cx, memory, &call, name),
            Said::ToolInput { call, name, delta } => {
                run.tools.input(cx, memory, &call, name, delta);
            }
            Said::ToolEnd(call) => run.tools.end(cx, memory, &call),
            Said::ToolResult { call, content } => {
                if !run.tools.result(cx, memory, &call, &content) {
                    self.settled(cx, &call, content);
                }
            }
            Said::StepStart(name) if self.show.steps => {
                run.row(
                    cx,
                    memory,
                    Activity::Step,
                    &name,
                    &["step ", &name].concat(),
                );
            }
            Said::StepStart(_) => {}
            Said::StepEnd(name) => run.end_row(cx, &["step ", &name].concat()),
            Said::ReasoningStart(title) => {
                run.row(cx, memory, Activity::Reasoning, &title, "reasoning");
            }
            Said::Reasoning(delta) => {
                let open = run.rows.iter().rev().find(|(_, key)| key == "reasoning");
                let entry = match open {
                    Some((entry, _)) => entry.clone(),
                    None => run.row(cx, memory, Activity::Reasoning, "", "reasoning"),
                };
                Run::input(cx, entry, delta);
            }
            Said::ReasoningEnd => run.end_row(cx, "reasoning"),
            Said::State(state) => memory.state = state,
            Said::StateDelta(patch) => {
                if let Some(state) = super::patch::apply(&memory.state, &patch) {
                    memory.state = state;
                }
            }
            Said::Messages(messages) => self.listed(cx, &messages),
            Said::Activity { id, kind, content } => {
                let entry = run.row(cx, memory, Activity::Action, &kind, &id);
                Run::input(cx, entry, content);
                run.end_row(cx, &id);
            }
            Said::Choices { message, choices } => {
                let known = run.texts.entry(message.as_deref());
                let named = || message.as_deref().map(EntryId::from);
                if let Some(entry) = known.or_else(named) {
                    cx.emit(Event::Offered { entry, choices });
                }
            }
            Said::Asked(value) => {
                if !run.asks.contains(&value) {
                    run.asks.push(value);
                }
            }
            Said::Finished(said) => self.finished(cx, &said),
            Said::Failed(detail) => self.fail(cx, Failure::Agent { detail }),
            Said::Nothing => {}
        }
    }
}

/// What a snapshot lists behind the visitor's last message; all, where it lists none.
fn behind(messages: &[Value]) -> &[Value] {
    let visitor = |it: &Value| memory::line(it).is_some_and(|it| it.visitor);
    messages.rsplit(visitor).next().unwrap_or_default()
}
