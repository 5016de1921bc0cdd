//! Messages of a conversation, as `MESSAGES_SNAPSHOT` tells them. Source: AG-UI's documentation ("Messages").

use std::collections::HashMap;

use serde_json::{Value, json};
use vivavoce_protocol::wire::{Event, LogEvent};

/// All that was said in a log, in order: the visitor's and the agent's messages, calls of tools and what
/// they told. What was withdrawn and what is empty is left out.
pub fn messages(log: &[LogEvent]) -> Vec<Value> {
    let mut messages: Vec<Value> = Vec::new();
    // Where what grows stands: a message's text or a call's arguments, by its id.
    let mut places: HashMap<&str, (usize, &str)> = HashMap::new();
    for entry in log {
        let (id, delta) = match &entry.event {
            Event::TextMessageStart { message_id, role } => {
                places.insert(message_id, (messages.len(), "/content"));
                messages.push(json!({ "id": message_id, "role": role, "content": "" }));
                continue;
            }
            Event::ToolCallStart {
                tool_call_id,
                tool_call_name,
                ..
            } => {
                let arguments = "/toolCalls/0/function/arguments";
                places.insert(tool_call_id, (messages.len(), arguments));
                messages.push(
                    json!({ "id": tool_call_id, "role": "assistant", "toolCalls": [{
                    "id": tool_call_id, "type": "function",
                    "function": { "name": tool_call_name, "arguments": "" },
                }] }),
                );
                continue;
            }
            Event::ToolCallResult {
                message_id,
                tool_call_id,
                content,
            } => {
                messages.push(json!({
                    "id": message_id, "role": "tool", "toolCallId": tool_call_id, "content": content,
                }));
                continue;
            }
            Event::TextMessageContent { message_id, delta } => (message_id.as_str(), Some(delta)),
            Event::ToolCallArgs {
                tool_call_id,
                delta,
            } => (tool_call_id.as_str(), Some(delta)),
            event => match event.withdrawn() {
                Some(id) => (id, None),
                None => continue,
            },
        };
        let place = places.get(id).copied();
        let grown = place.and_then(|(at, path)| messages.get_mut(at)?.pointer_mut(path));
        if let Some(Value::String(text)) = grown {
            match delta {
                Some(delta) => text.push_str(delta),
                None => text.clear(),
            }
        }
    }
    let is_empty = |message: &Value| message["role"] != "tool" && message["content"] == "";
    messages.retain(|message| !is_empty(message));
    messages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_has_what_was_said_and_not_what_was_withdrawn() {
        let told = [
            json!({"type": "TEXT_MESSAGE_START", "messageId": "u", "role": "user"}),
            json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "u", "delta": "Hi"}),
            json!({"type": "TEXT_MESSAGE_START", "messageId": "m", "role": "assistant"}),
            json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "m", "delta": "Let me "}),
            json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "m", "delta": "see."}),
            json!({"type": "TOOL_CALL_START", "toolCallId": "t", "toolCallName": "look"}),
            json!({"type": "TOOL_CALL_ARGS", "toolCallId": "t", "delta": "{}"}),
            json!({"type": "TOOL_CALL_RESULT", "messageId": "r", "toolCallId": "t", "content": ""}),
            json!({"type": "TEXT_MESSAGE_START", "messageId": "n", "role": "assistant"}),
            json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": "n", "delta": "Hm, they greet."}),
            json!({"type": "CUSTOM", "name": "withdrawn", "value": {"messageId": "n"}}),
        ];
        let mut log: Vec<LogEvent> = (1..)
            .zip(told)
            .map(|(seq, event)| LogEvent {
                seq,
                timestamp: 0,
                event: Event::try_from(event).unwrap(),
            })
            .collect();
        let before = [
            json!({"id": "u", "role": "user", "content": "Hi"}),
            json!({"id": "m", "role": "assistant", "content": "Let me see."}),
            json!({"id": "t", "role": "assistant", "toolCalls": [
                {"id": "t", "type": "function", "function": {"name": "look", "arguments": "{}"}}]}),
            json!({"id": "r", "role": "tool", "toolCallId": "t", "content": ""}),
        ];
        assert_eq!(messages(&log), before);
        log.push(LogEvent {
            seq: 12,
            timestamp: 0,
            event: Event::TextMessageContent {
                message_id: "n".to_owned(),
                delta: "Hello!".to_owned(),
            },
        });
        let last = messages(&log).pop();
        assert_eq!(
            last,
            Some(json!({"id": "n", "role": "assistant", "content": "Hello!"}))
        );
    }
}
