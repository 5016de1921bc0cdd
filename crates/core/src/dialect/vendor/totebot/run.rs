//! One reply, as its stream comes in.

use super::frame::{self, What};
use super::{Context, Failure, Job, Totebot};
use crate::dialect::vendor::{Activity, too_long, unreadable};
use crate::dialect::{Event, Speaker};
use crate::event::EntryId;
use crate::json::parse;
use crate::sse::Parser;

/// Bytes one event, or a whole answer that is no stream, may have.
const CAP: usize = 1 << 20;

#[derive(Debug)]
pub(super) struct Run {
    /// The visitor's entry it answers.
    pub entry: EntryId,
    parser: Parser,
    /// The beginning of the line that is coming.
    line: Vec<u8>,
    /// An answer in one piece instead of a stream.
    whole: Option<Vec<u8>>,
    /// The message that is being written.
    message: Option<EntryId>,
    text: String,
    /// Rows begun and not ended: entry and the vendor's name of the action.
    open: Vec<(EntryId, String)>,
    /// Names are never used again, not for the same turn's next reply either.
    names: usize,
    /// How many of them were given before this run.
    named_before: usize,
    /// The vendor's id of the reply.
    id: Option<String>,
    over: bool,
}

impl Run {
    /// `named`: names given in earlier runs.
    pub fn new(entry: EntryId, named: usize, is_json: bool) -> Self {
        Self {
            entry,
            parser: Parser::new(CAP),
            line: Vec::new(),
            whole: is_json.then(Vec::new),
            message: None,
            text: String::new(),
            open: Vec::new(),
            names: named,
            named_before: named,
            id: None,
            over: false,
        }
    }

    /// Gives each event named `error` a line of data: NestJS writes none where the error has no message, and an
    /// event without data is none.
    fn with_errors(&mut self, bytes: &[u8]) -> Vec<u8> {
        const LONGEST: usize = 16;
        let mut all = Vec::with_capacity(bytes.len());
        for &byte in bytes {
            all.push(byte);
            if byte == b'\n' {
                let line = self.line.trim_ascii_end();
                let name = line.strip_prefix(b"event:").map(<[u8]>::trim_ascii_start);
                if name == Some(b"error") {
                    all.extend(b"data:\n");
                }
                self.line.clear();
            } else if self.line.len() < LONGEST {
                self.line.push(byte);
            }
        }
        all
    }

    fn named(&mut self, what: &str) -> EntryId {
        self.names += 1;
        let name = [self.entry.as_str(), what, &self.names.to_string()].concat();
        EntryId::from(name.as_str())
    }

    fn say(&mut self, cx: &mut Context, text: &str) {
        if text.is_empty() {
            return;
        }
        let entry = match &self.message {
            Some(entry) => entry.clone(),
            None => {
                let entry = self.named("-reply-");
                self.message = Some(entry.clone());
                cx.emit(Event::MessageStarted {
                    entry: entry.clone(),
                    speaker: Speaker::Agent,
                    at: cx.now,
                });
                entry
            }
        };
        self.text.push_str(text);
        let text = text.to_owned();
        cx.emit(Event::MessageDelta { entry, text });
    }

    /// The vendor's word for the whole reply counts, whatever the chunks were.
    fn settle(&mut self, cx: &mut Context, whole: &str) {
        if let Some(rest) = whole.strip_prefix(self.text.as_str()) {
            let rest = rest.to_owned();
            self.say(cx, &rest);
        } else if let Some(entry) = self.message.clone() {
            self.text = whole.to_owned();
            let text = whole.to_owned();
            cx.emit(Event::Text { entry, text });
        }
    }

    fn row(&mut self, cx: &mut Context, kind: Activity, id: Option<String>, name: &str) -> EntryId {
        let entry = self.named("-row-");
        cx.emit(Event::ToolStarted {
            entry: entry.clone(),
            name: name.to_owned(),
            kind,
            at: cx.now,
        });
        let id = id.unwrap_or_else(|| name.to_owned());
        self.open.push((entry.clone(), id));
        entry
    }

    fn input(cx: &mut Context, entry: &EntryId, input: String) {
        if !input.is_empty() {
            cx.emit(Event::ToolInput {
                entry: entry.clone(),
                delta: input,
            });
        }
    }

    /// Takes one frame; `true` once the reply is complete.
    fn take(&mut self, cx: &mut Context, what: What) -> bool {
        match what {
            What::Chunk(text) => self.say(cx, &text),
            What::Tool { id, name, input } => {
                let entry = self.row(cx, Activity::Tool, id, &name);
                Self::input(cx, &entry, input);
            }
            What::ActionStarted { id, name, input } => {
                let entry = self.row(cx, Activity::Action, id, &name);
                Self::input(cx, &entry, input);
            }
            What::ActionCompleted { id, name, result } => {
                let wanted = id.clone().unwrap_or_else(|| name.clone());
                let at = self.open.iter().rposition(|(_, known)| *known == wanted);
                // Some vendors name neither: then it is the last that began.
                let at = at.or(self.open.len().checked_sub(1).filter(|_| wanted.is_empty()));
                let entry = match at {
                    Some(at) => self.open.remove(at).0,
                    None => {
                        let entry = self.row(cx, Activity::Action, id, &name);
                        self.open.pop();
                        entry
                    }
                };
                cx.emit(Event::ToolResult {
                    entry,
                    content: result,
                });
            }
            What::Completed(whole) => {
                if let Some(whole) = whole {
                    self.settle(cx, &whole);
                }
                self.complete(cx);
                return true;
            }
            What::Error(detail) => {
                self.end(cx, Some(Failure::Agent { detail }), false);
                return true;
            }
            What::Done => {
                self.complete(cx);
                return true;
            }
            What::Other => {}
        }
        false
    }

    /// The vendor says that this is all. A reply of nothing is none.
    fn complete(&mut self, cx: &mut Context) {
        let is_empty = self.names == self.named_before;
        let failure = is_empty.then(|| Failure::Agent {
            detail: String::new(),
        });
        self.end(cx, failure, false);
    }

    /// Closes what is open and tells how the run ended.
    pub fn end(&mut self, cx: &mut Context, failure: Option<Failure>, cancelled: bool) {
        for (entry, _) in std::mem::take(&mut self.open) {
            cx.emit(Event::ToolEnded { entry });
        }
        // A broken reply stays open: the transcript marks it as cut.
        if failure.is_none()
            && !cancelled
            && let Some(entry) = self.message.clone()
        {
            cx.emit(Event::MessageEnded { entry });
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
        self.over = true;
    }
}

impl Totebot {
    pub(super) fn feed(&mut self, cx: &mut Context, bytes: &[u8]) {
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        if let Some(whole) = &mut run.whole {
            if whole.len() + bytes.len() <= CAP {
                whole.extend_from_slice(bytes);
            }
            return;
        }
        let bytes = run.with_errors(bytes);
        for message in run.parser.feed(&bytes) {
            let Ok(message) = message else {
                return self.give_up(cx, too_long());
            };
            self.frame(cx, &message.event, &message.data);
        }
    }

    fn frame(&mut self, cx: &mut Context, event: &str, data: &str) {
        let frame = frame::read(event, data);
        if let Some(conversation) = frame.conversation
            && self.conversation != conversation
        {
            let said = self.turn.as_ref().map(|turn| turn.text.clone());
            self.title(&conversation, &said.unwrap_or_default());
            self.conversation = conversation;
            self.keep(cx);
        }
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        run.id = frame.message.or(run.id.take());
        if run.take(cx, frame.what) {
            self.completed(cx);
        }
    }

    /// The stream ended as the vendor wished, completed or not.
    pub(super) fn closed(&mut self, cx: &mut Context) {
        let whole = self.run.as_mut().and_then(|run| run.whole.take());
        if let Some(whole) = whole {
            match std::str::from_utf8(&whole) {
                Ok(text) => self.frame(cx, "completed", text),
                Err(_) => self.give_up(cx, unreadable()),
            }
        }
        self.last(cx);
        let Some(run) = self.run.as_mut() else { return };
        if !run.over {
            // What arrived is the reply; nothing at all is none.
            let failure = run.text.is_empty().then_some(Failure::Unreachable);
            run.end(cx, failure, false);
            self.completed(cx);
        }
        self.forget_run();
        self.turn = None;
        self.next(cx);
    }

    /// The last event of some streams has no blank line behind it, and is all there; half of one says nothing.
    fn last(&mut self, cx: &mut Context) {
        let Some(run) = self.run.as_mut().filter(|run| !run.over) else {
            return;
        };
        let end = run.with_errors(b"\n\n");
        for message in run.parser.feed(&end).into_iter().flatten() {
            let is_json = message.data.trim_start().starts_with(['{', '[', '"']);
            if !is_json || message.data.trim() == "[DONE]" || parse(&message.data).is_some() {
                self.frame(cx, &message.event, &message.data);
            }
        }
    }

    /// The connection broke.
    pub(super) fn broken(&mut self, cx: &mut Context) {
        let failure = if cx.offline {
            Failure::Offline
        } else {
            Failure::Unreachable
        };
        match self.forget_run() {
            Some(mut run) => {
                if !run.over {
                    run.end(cx, Some(failure), false);
                }
                self.turn = None;
                self.next(cx);
            }
            None => self.unsent(cx, failure),
        }
    }

    pub(super) fn forget_run(&mut self) -> Option<Run> {
        let run = self.run.take();
        self.named = run.as_ref().map_or(self.named, |run| run.names);
        run
    }

    fn give_up(&mut self, cx: &mut Context, failure: Failure) {
        if let Some(run) = self.run.as_mut().filter(|run| !run.over) {
            run.end(cx, Some(failure), false);
        }
    }

    /// The reply is complete though its stream is not: whoever has more to say does not wait for that.
    pub(super) fn let_go(&mut self, cx: &mut Context) {
        if !self.run.as_ref().is_some_and(|run| run.over) {
            return;
        }
        let chat = self.calls.iter().find(|(_, job)| *job == Job::Chat);
        if let Some(&(call, _)) = chat {
            self.finish(call);
            cx.abort(call);
        }
        self.forget_run();
        self.turn = None;
    }

    /// The reply stands: what can be done with it now.
    fn completed(&mut self, cx: &mut Context) {
        let Some(run) = &self.run else { return };
        if let (Some(entry), Some(id)) = (run.message.clone(), run.id.clone())
            && !self.conversation.is_empty()
        {
            self.rateable(cx, entry, id, None);
        }
    }
}
