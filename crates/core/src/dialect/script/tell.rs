//! How a story writes down what comes out, and short what goes in.

use serde_json::{Value, json};

use super::cut;
use crate::dialect::{Activity, Call, Delivery, Event, Link, Reading, Speaker};
use crate::json;
use crate::wire::Results;

/// An event of our log in short: `run id`, `done id`, `cancelled id`, `cut id`, `error id text`, `agent id`,
/// `visitor id`, `say id text`, `end id`, `tool id name`, `input id text`, `called id`,
/// `result id text`, `choices id a,b`, `started at`, `stopped reason`, `submitted`, `analyzed`, or
/// JSON to be taken as it is.
pub(crate) fn log_event(seq: u64, now: f64, text: &str) -> Value {
    let (what, rest) = cut(text);
    let (id, text) = cut(rest);
    let custom = |name: &str, value: Value| json!({"type": "CUSTOM", "name": name, "value": value});
    let mut event = match what {
        "run" => json!({"type": "RUN_STARTED", "runId": id}),
        "done" => json!({"type": "RUN_FINISHED", "runId": id}),
        "cancelled" => {
            json!({"type": "RUN_FINISHED", "runId": id, "result": {"status": "cancelled"}})
        }
        "cut" => json!({"type": "RUN_FINISHED", "runId": id, "result": {"status": "cut"}}),
        "error" => {
            json!({"type": "RUN_ERROR", "runId": id, "message": text, "code": "interrupted"})
        }
        "agent" => json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "assistant"}),
        "visitor" => json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "user"}),
        "system" => json!({"type": "TEXT_MESSAGE_START", "messageId": id, "role": "system"}),
        "say" => json!({"type": "TEXT_MESSAGE_CONTENT", "messageId": id, "delta": text}),
        "end" => json!({"type": "TEXT_MESSAGE_END", "messageId": id}),
        "tool" => json!({"type": "TOOL_CALL_START", "toolCallId": id, "toolCallName": text}),
        "input" => json!({"type": "TOOL_CALL_ARGS", "toolCallId": id, "delta": text}),
        "called" => json!({"type": "TOOL_CALL_END", "toolCallId": id}),
        "result" => json!({"type": "TOOL_CALL_RESULT", "toolCallId": id, "content": text}),
        "choices" => {
            let choices: Vec<Value> = text
                .split(',')
                .map(|it| json!({"id": it, "text": it}))
                .collect();
            custom("choices", json!({"messageId": id, "choices": choices}))
        }
        "started" => custom(
            "session.started",
            json!({"started_at": id.parse().unwrap_or(0)}),
        ),
        "stopped" => custom("session.stopped", json!({"reason": id})),
        "submitted" => custom("session.submitted", json!({})),
        "analyzed" => custom("session.analyzed", json!({})),
        _ => serde_json::from_str(&format!("{what} {rest}")).unwrap(),
    };
    event["seq"] = seq.into();
    event["timestamp"] = (now as i64).into();
    event
}

pub(super) fn show_call(number: usize, call: &Call) -> String {
    let mut line = format!("> #{number} {} {}", call.method, call.path);
    for (name, value) in &call.headers {
        match *name {
            "authorization" => line += &format!(" [{value}]"),
            "idempotency-key" => line += &format!(" [{value}]"),
            _ => {}
        }
    }
    line += if call.keepalive { " [keepalive]" } else { "" };
    line += if call.reading == Reading::Stream {
        " [stream]"
    } else {
        ""
    };
    if let Some(body) = &call.body {
        line += " ";
        line += body;
    }
    line
}

pub(super) fn show_event(event: &Event) -> String {
    match event {
        Event::Connected { session, resumed } => format!(
            "connected {} started={} resumed={resumed}",
            session.session_id, session.started_at
        ),
        Event::RunStarted { run } => format!("run {run}"),
        Event::RunFinished {
            run,
            cancelled: false,
        } => format!("done {run}"),
        Event::RunFinished {
            run,
            cancelled: true,
        } => format!("cancelled {run}"),
        Event::RunFailed {
            run,
            failure,
            again,
        } => {
            let final_ = if *again { "" } else { " for good" };
            format!("run {run} failed{final_}: {failure:?}")
        }
        Event::MessageStarted {
            entry,
            speaker: Speaker::Agent,
            ..
        } => format!("agent {entry}"),
        Event::MessageStarted { entry, .. } => format!("visitor {entry}"),
        Event::MessageDelta { entry, text } => format!("say {entry} {text:?}"),
        Event::MessageEnded { entry } => format!("end {entry}"),
        Event::Delivery { entry, delivery } => match delivery {
            Delivery::Sending => format!("sending {entry}"),
            Delivery::Sent => format!("sent {entry}"),
            Delivery::Failed(failure) => format!("unsent {entry}: {failure:?}"),
        },
        Event::ToolStarted {
            entry,
            name,
            kind: Activity::Tool,
            ..
        } => format!("tool {entry} {name}"),
        Event::ToolStarted {
            entry, name, kind, ..
        } => format!("{kind:?} {entry} {name}"),
        Event::Text { entry, text } => format!("text {entry} {text:?}"),
        Event::Anew => "anew".to_owned(),
        Event::ToolInput { entry, delta } => format!("input {entry} {delta:?}"),
        Event::ToolEnded { entry } => format!("called {entry}"),
        Event::ToolResult { entry, content } => format!("result {entry} {content:?}"),
        Event::Offered { entry, choices } => {
            let choices: Vec<&str> = choices.iter().map(|it| it.text.as_str()).collect();
            format!("offered {entry} {}", choices.join(","))
        }
        Event::Link(Link::Lost { attempt }) => format!("link lost ({attempt})"),
        Event::Link(Link::Restored) => "link restored".to_owned(),
        Event::Ended { reason, .. } => format!("ended {reason:?}"),
        Event::Submitted => "submitted".to_owned(),
        Event::Results(outcome) => {
            let results: Option<Results> = json::of(&outcome.results);
            let score = results.and_then(|results| results.score);
            format!("results {:?} {score:?}", outcome.status)
        }
        Event::Failed(failure) => format!("failed: {failure:?}"),
        Event::Vendor(told) => super::vendor::show(told),
    }
}
