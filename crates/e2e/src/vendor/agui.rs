//! AG-UI: a run is a stream of events.

use serde_json::{Value, json};

use super::{Answer, Asked, Mood, Shared};

const PIECE: usize = 16 << 10;

pub fn answer(shared: &Shared, asked: &Asked) -> Option<Answer> {
    let mood = shared.mood();
    let messages = asked.body["messages"].as_array();
    let words = messages.and_then(|all| all.last()?["content"].as_str());
    let said = shared.said(words.unwrap_or_default());
    let number = shared.number();
    let (message, tool) = (format!("message-{number}"), format!("tool-{number}"));
    let ids = json!({ "threadId": asked.body["threadId"], "runId": asked.body["runId"] });
    let event = |kind: &str, more: Value| {
        let mut event = json!({ "type": kind });
        if let (Some(event), Value::Object(more)) = (event.as_object_mut(), more) {
            event.extend(more);
        }
        event
    };
    let begun = event("RUN_STARTED", ids.clone());
    if mood == Mood::Error {
        let failed = event(
            "RUN_ERROR",
            json!({ "message": "Out of order.", "code": "x" }),
        );
        return Some(Answer::Events(vec![begun, failed]));
    }
    let name = shared.named("check_stock");
    let text = |delta: &str| {
        event(
            "TEXT_MESSAGE_CONTENT",
            json!({ "messageId": message, "delta": delta }),
        )
    };
    let (head, rest) = said.split_at("You said".len());
    let mut events = vec![
        begun,
        event("STEP_STARTED", json!({ "stepName": name })),
        event(
            "TOOL_CALL_START",
            json!({ "toolCallId": tool, "toolCallName": name }),
        ),
        event(
            "TOOL_CALL_ARGS",
            json!({ "toolCallId": tool, "delta": name }),
        ),
        event("TOOL_CALL_END", json!({ "toolCallId": tool })),
        event(
            "TOOL_CALL_RESULT",
            json!({ "toolCallId": tool, "messageId": format!("{tool}-r"), "content": name }),
        ),
        event("STEP_FINISHED", json!({ "stepName": name })),
        event(
            "TEXT_MESSAGE_START",
            json!({ "messageId": message, "role": "assistant" }),
        ),
        text(head),
        text(rest),
    ];
    match mood {
        Mood::Unknown => {
            let odd = [
                event(
                    "SPARKLE",
                    json!({ "messageId": message, "delta": "NEVER SHOWN" }),
                ),
                event(
                    "CUSTOM",
                    json!({ "name": "nobody knows", "value": "NEVER SHOWN" }),
                ),
                event("RAW", json!({ "event": { "type": "NEVER SHOWN" } })),
                json!({ "delta": "NEVER SHOWN" }),
                json!(["NEVER SHOWN"]),
            ];
            events.splice(1..1, odd);
        }
        Mood::Links => {
            let links = super::lure::addresses(shared.port);
            let choices: Vec<Value> = (links.iter())
                .map(|url| json!({ "id": url, "text": "Pay", "url": url }))
                .collect();
            let value = json!({ "messageId": message, "choices": choices });
            events.push(event(
                "CUSTOM",
                json!({ "name": "choices", "value": value }),
            ));
        }
        Mood::Markup => {
            let choices = json!([{ "id": "a", "text": name }]);
            let value = json!({ "messageId": message, "choices": choices });
            events.push(event(
                "CUSTOM",
                json!({ "name": "choices", "value": value }),
            ));
            events.push(event(
                "STATE_SNAPSHOT",
                json!({ "snapshot": { "of": name, "n": number } }),
            ));
            events.push(event("REASONING_START", json!({ "title": name })));
            events.push(event("REASONING_MESSAGE_CONTENT", json!({ "delta": name })));
            events.push(event("REASONING_END", json!({})));
        }
        Mood::Flood => {
            let piece = "lamp ".repeat(PIECE / 5);
            events.extend((0..640).map(|_| text(&piece)));
        }
        _ => {}
    }
    events.push(event("TEXT_MESSAGE_END", json!({ "messageId": message })));
    events.push(event("RUN_FINISHED", ids));
    Some(Answer::Events(events))
}
