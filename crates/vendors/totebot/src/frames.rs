//! A run's events in this API's words. Pure: events in, stream events out.

use std::collections::HashMap;

use serde_json::Value;
use vivavoce_protocol::wire::{Choices, Event, custom};

use super::shapes::{ChatEvent, Choice};

/// Between two messages of one reply, so that what came in pieces is what `completed` repeats.
const BETWEEN: &str = "\n\n";

/// Follows one run through a session's log.
pub struct Frames {
    conversation_id: String,
    run_id: String,
    inside: bool,
    /// All that was said so far.
    text: String,
    /// Bytes of it that were said before the newest message.
    before: usize,
    /// The agent's newest message.
    message_id: Option<String>,
    /// A message has begun and nothing of it was said yet.
    is_new: bool,
    /// Tools that were not announced yet: name and arguments so far.
    tools: HashMap<String, (String, String)>,
    /// Names of tools that were announced.
    announced: HashMap<String, String>,
    choices: Vec<Choice>,
    done: bool,
}

impl Frames {
    pub fn new(conversation_id: &str, run_id: &str) -> Self {
        Self {
            conversation_id: conversation_id.to_owned(),
            run_id: run_id.to_owned(),
            inside: false,
            text: String::new(),
            before: 0,
            message_id: None,
            is_new: false,
            tools: HashMap::new(),
            announced: HashMap::new(),
            choices: Vec::new(),
            done: false,
        }
    }

    /// The run has ended: nothing more comes.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// What to tell of the next event of the log.
    pub fn take(&mut self, event: &Event) -> Vec<ChatEvent> {
        if let Event::RunStarted { run_id, .. } = event {
            self.inside = *run_id == self.run_id;
        }
        if !self.inside || self.done {
            return Vec::new();
        }
        match event {
            Event::TextMessageStart { message_id, role } if role != "user" => {
                self.message_id = Some(message_id.clone());
                self.before = self.text.len();
                self.is_new = true;
                Vec::new()
            }
            Event::TextMessageContent { message_id, delta } => self.said(message_id, delta),
            Event::ToolCallStart {
                tool_call_id,
                tool_call_name,
                ..
            } => {
                let tool = (tool_call_name.clone(), String::new());
                self.tools.insert(tool_call_id.clone(), tool);
                Vec::new()
            }
            Event::ToolCallArgs {
                tool_call_id,
                delta,
            } => {
                if let Some((_, arguments)) = self.tools.get_mut(tool_call_id) {
                    arguments.push_str(delta);
                }
                Vec::new()
            }
            Event::ToolCallEnd { tool_call_id } => self.called(tool_call_id),
            Event::ToolCallResult {
                tool_call_id,
                content,
                ..
            } => {
                let mut told = self.called(tool_call_id);
                if let Some(name) = self.announced.remove(tool_call_id) {
                    let mut event = self.event("action_completed");
                    event.id = Some(tool_call_id.clone());
                    event.action = Some(name);
                    event.result = Some(value(content));
                    told.push(event);
                }
                told
            }
            Event::Custom { name, value } if name == custom::CHOICES => {
                let offered = serde_json::from_value::<Choices>(value.clone());
                self.choices = offered
                    .map(|offered| offered.choices)
                    .unwrap_or_default()
                    .into_iter()
                    .map(|it| Choice {
                        id: it.id,
                        text: it.text,
                        url: it.url,
                    })
                    .collect();
                Vec::new()
            }
            Event::RunFinished { result, .. } => vec![self.finished(result.as_ref())],
            Event::RunError { message, code, .. } => {
                self.done = true;
                let mut event = self.event("error");
                event.message = Some(message.clone());
                event.code = code.clone();
                vec![event]
            }
            event => {
                if event.withdrawn().is_some() && event.withdrawn() == self.message_id.as_deref() {
                    self.text.truncate(self.before);
                    self.is_new = true;
                }
                Vec::new()
            }
        }
    }

    fn said(&mut self, message_id: &str, delta: &str) -> Vec<ChatEvent> {
        // The visitor's own words stand in the same run.
        if self.message_id.as_deref() != Some(message_id) || delta.is_empty() {
            return Vec::new();
        }
        let mut piece = String::new();
        if std::mem::take(&mut self.is_new) && !self.text.is_empty() {
            piece.push_str(BETWEEN);
        }
        piece.push_str(delta);
        self.text.push_str(&piece);
        let mut event = self.event("chunk");
        event.message_id = Some(message_id.to_owned());
        event.content = Some(piece);
        vec![event]
    }

    /// Announces a tool whose arguments are whole; once.
    fn called(&mut self, tool_call_id: &str) -> Vec<ChatEvent> {
        let Some((name, arguments)) = self.tools.remove(tool_call_id) else {
            return Vec::new();
        };
        self.announced.insert(tool_call_id.to_owned(), name.clone());
        let mut call = self.event("tool_call");
        call.id = Some(tool_call_id.to_owned());
        call.name = Some(name.clone());
        call.arguments = Some(match arguments.trim() {
            "" => Value::Object(serde_json::Map::new()),
            arguments => value(arguments),
        });
        let mut started = self.event("action_started");
        started.id = Some(tool_call_id.to_owned());
        started.action = Some(name);
        vec![call, started]
    }

    fn finished(&mut self, result: Option<&Value>) -> ChatEvent {
        self.done = true;
        let status = result.and_then(|result| result.get("status"));
        let mut event = self.event("completed");
        event.message_id = self.message_id.clone();
        event.content = Some(std::mem::take(&mut self.text));
        event.choices = std::mem::take(&mut self.choices);
        event.cancelled = status.is_some_and(|it| it == "cancelled").then_some(true);
        event
    }

    fn event(&self, kind: &'static str) -> ChatEvent {
        ChatEvent {
            kind,
            conversation_id: self.conversation_id.clone(),
            message_id: None,
            content: None,
            id: None,
            name: None,
            arguments: None,
            action: None,
            result: None,
            choices: Vec::new(),
            cancelled: None,
            ended: None,
            message: None,
            code: None,
        }
    }
}

/// JSON where it is some, the text otherwise.
fn value(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

/// An event as the stream carries it. JSON has no raw line breaks, so its data is one line.
pub fn written(event: &ChatEvent) -> String {
    let json = serde_json::to_string(event).unwrap_or_default();
    format!("data: {json}\n\n")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(events: Value, expected: Value) {
        let mut frames = Frames::new("c", "run");
        let mut told = Vec::new();
        for event in events.as_array().unwrap() {
            let event: Event = serde_json::from_value(event.clone()).unwrap();
            for one in frames.take(&event) {
                let text = written(&one);
                let data = text.strip_prefix("data: ").unwrap().trim_end();
                let mut value: Value = serde_json::from_str(data).unwrap();
                assert_eq!(value["conversationId"], "c");
                value.as_object_mut().unwrap().remove("conversationId");
                told.push(value);
            }
        }
        assert_eq!(Value::from(told), expected);
    }

    #[test]
    fn a_run_is_told_in_the_vendors_words() {
        check(
            json!([
                {"type": "RUN_STARTED", "threadId": "c", "runId": "before"},
                {"type": "TEXT_MESSAGE_START", "messageId": "m0"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m0", "delta": "another's"},
                {"type": "RUN_FINISHED", "threadId": "c", "runId": "before"},
                {"type": "RUN_STARTED", "threadId": "c", "runId": "run"},
                {"type": "TEXT_MESSAGE_START", "messageId": "run", "role": "user"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "run", "delta": "Hi"},
                {"type": "TEXT_MESSAGE_END", "messageId": "run"},
                {"type": "TEXT_MESSAGE_START", "messageId": "m1"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m1", "delta": "Let me "},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m1", "delta": "see."},
                {"type": "TEXT_MESSAGE_END", "messageId": "m1"},
                {"type": "TOOL_CALL_START", "toolCallId": "t1", "toolCallName": "search"},
                {"type": "TOOL_CALL_ARGS", "toolCallId": "t1", "delta": "{\"q\":"},
                {"type": "TOOL_CALL_ARGS", "toolCallId": "t1", "delta": "\"mug\"}"},
                {"type": "TOOL_CALL_END", "toolCallId": "t1"},
                {"type": "TOOL_CALL_RESULT", "toolCallId": "t1", "content": "[1]"},
                {"type": "TOOL_CALL_START", "toolCallId": "t2", "toolCallName": "look"},
                {"type": "TOOL_CALL_RESULT", "toolCallId": "t2", "content": "no JSON"},
                {"type": "TEXT_MESSAGE_START", "messageId": "m2"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m2", "delta": "Here."},
                {"type": "CUSTOM", "name": "choices", "value": {"messageId": "m2", "choices": [{"id": "a", "text": "A"}]}},
                {"type": "RUN_FINISHED", "threadId": "c", "runId": "run"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m2", "delta": "too late"},
            ]),
            json!([
                {"type": "chunk", "messageId": "m1", "content": "Let me "},
                {"type": "chunk", "messageId": "m1", "content": "see."},
                {"type": "tool_call", "id": "t1", "name": "search", "arguments": {"q": "mug"}},
                {"type": "action_started", "id": "t1", "action": "search"},
                {"type": "action_completed", "id": "t1", "action": "search", "result": [1]},
                {"type": "tool_call", "id": "t2", "name": "look", "arguments": {}},
                {"type": "action_started", "id": "t2", "action": "look"},
                {"type": "action_completed", "id": "t2", "action": "look", "result": "no JSON"},
                {"type": "chunk", "messageId": "m2", "content": "\n\nHere."},
                {"type": "completed", "messageId": "m2", "content": "Let me see.\n\nHere.", "choices": [{"id": "a", "text": "A"}]},
            ]),
        );
        check(
            json!([
                {"type": "RUN_STARTED", "threadId": "c", "runId": "run"},
                {"type": "TEXT_MESSAGE_START", "messageId": "m1"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m1", "delta": "Half"},
                {"type": "RUN_ERROR", "message": "It broke.", "code": "timeout", "runId": "run"},
            ]),
            json!([
                {"type": "chunk", "messageId": "m1", "content": "Half"},
                {"type": "error", "message": "It broke.", "code": "timeout"},
            ]),
        );
        check(
            json!([
                {"type": "RUN_STARTED", "threadId": "c", "runId": "run"},
                {"type": "RUN_FINISHED", "threadId": "c", "runId": "run", "result": {"status": "cancelled"}},
            ]),
            json!([{"type": "completed", "content": "", "cancelled": true}]),
        );
        // Chunks cannot be taken back; what holds is what `completed` repeats.
        check(
            json!([
                {"type": "RUN_STARTED", "threadId": "c", "runId": "run"},
                {"type": "TEXT_MESSAGE_START", "messageId": "m1"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m1", "delta": "One."},
                {"type": "TEXT_MESSAGE_START", "messageId": "m2"},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m2", "delta": "Hm."},
                {"type": "CUSTOM", "name": "withdrawn", "value": {"messageId": "m2"}},
                {"type": "TEXT_MESSAGE_CONTENT", "messageId": "m2", "delta": "Two."},
                {"type": "RUN_FINISHED", "threadId": "c", "runId": "run"},
            ]),
            json!([
                {"type": "chunk", "messageId": "m1", "content": "One."},
                {"type": "chunk", "messageId": "m2", "content": "\n\nHm."},
                {"type": "chunk", "messageId": "m2", "content": "\n\nTwo."},
                {"type": "completed", "messageId": "m2", "content": "One.\n\nTwo."},
            ]),
        );
    }
}
