//! Messages as an endpoint takes them.

use serde_json::{Value, json};

use super::habits::Form;
use super::quirk::Quirk;

/// Characters of a tool's name that endpoints take.
const LONGEST_NAME: usize = 64;
/// Stands between the instructions and what the visitor said, where they share a message.
const SAID: &str = "# What was said";

/// A streamed request of `messages` in this form, without a word about tools.
pub(super) fn body(name: &str, form: &Form, messages: Vec<Value>) -> Value {
    let mut body = json!({ "model": name, "messages": shaped(messages, form) });
    if !form.has(Quirk::Stream) {
        body["stream"] = json!(true);
        if !form.has(Quirk::Usage) {
            body["stream_options"] = json!({ "include_usage": true });
        }
    }
    body
}

fn shaped(messages: Vec<Value>, form: &Form) -> Vec<Value> {
    let mut shaped: Vec<Value> = Vec::new();
    let in_words = form.has(Quirk::Tools) || form.has(Quirk::ToolRole);
    let mut instructions = String::new();
    let mut messages = messages.into_iter().peekable();
    while let Some(mut message) = messages.next() {
        let role = message["role"].as_str().unwrap_or_default().to_owned();
        match role.as_str() {
            "system" if form.has(Quirk::SystemRole) => {
                instructions = text(&message).to_owned();
            }
            "assistant" if message["tool_calls"].is_array() => {
                tidy_names(&mut message);
                if text(&message).trim().is_empty() {
                    message["content"] = match form.has(Quirk::NullContent) {
                        true => json!(""),
                        false => Value::Null,
                    };
                }
                if in_words {
                    if !text(&message).is_empty() {
                        say(&mut shaped, "assistant", text(&message));
                    }
                    continue;
                }
                let mut results = Vec::new();
                while let Some(result) = messages.next_if(|it| it["role"] == "tool") {
                    results.push(result);
                }
                if form.has(Quirk::OneCall) {
                    shaped.extend(one_by_one(&message, results, form));
                } else {
                    shaped.push(message);
                    shaped.extend(results);
                }
            }
            "tool" if in_words => {
                let told = format!("(A tool told the agent: {})", text(&message));
                say(&mut shaped, "user", &told);
            }
            "user" | "assistant" => say(&mut shaped, &role, text(&message)),
            _ => shaped.push(message),
        }
    }
    if !instructions.is_empty() {
        match shaped.first_mut().filter(|it| it["role"] == "user") {
            Some(first) => {
                first["content"] = json!(format!("{instructions}\n\n{SAID}\n{}", text(first)));
            }
            None => shaped.insert(0, json!({ "role": "user", "content": instructions })),
        }
    }
    if form.has(Quirk::CallIds) {
        number_calls(&mut shaped);
    }
    shaped
}

/// Gives calls ids of nine letters and digits, and their results the same.
fn number_calls(messages: &mut [Value]) {
    let mut count = 0;
    let mut ids: Vec<(Value, String)> = Vec::new();
    for message in messages {
        if message["role"] == "tool" {
            let known = ids.iter().find(|(id, _)| *id == message["tool_call_id"]);
            if let Some((_, id)) = known {
                message["tool_call_id"] = json!(id);
            }
            continue;
        }
        // The same id may stand in another round for another call.
        ids.clear();
        if let Some(calls) = message.get_mut("tool_calls").and_then(Value::as_array_mut) {
            for call in calls {
                count += 1;
                let id = format!("call{count:05}");
                ids.push((call["id"].take(), id.clone()));
                call["id"] = json!(id);
            }
        }
    }
}

fn text(message: &Value) -> &str {
    message["content"].as_str().unwrap_or_default()
}

/// Endpoints that check their roles want them to alternate.
pub(super) fn say(messages: &mut Vec<Value>, role: &str, text: &str) {
    let last = messages.last_mut();
    let same = last.filter(|last| last["role"] == role && last["tool_calls"].is_null());
    match same {
        Some(last) => last["content"] = json!(format!("{}\n\n{text}", self::text(last))),
        None => messages.push(json!({ "role": role, "content": text })),
    }
}

/// Each call with its result, in messages of their own.
fn one_by_one(message: &Value, results: Vec<Value>, form: &Form) -> Vec<Value> {
    let mut all = Vec::new();
    let calls = message["tool_calls"].as_array().into_iter().flatten();
    for call in calls {
        let mut one = message.clone();
        one["tool_calls"] = json!([call]);
        if !all.is_empty() {
            one["content"] = match form.has(Quirk::NullContent) {
                true => json!(""),
                false => Value::Null,
            };
        }
        all.push(one);
        let of_it = results.iter().find(|it| it["tool_call_id"] == call["id"]);
        all.extend(of_it.cloned());
    }
    all
}

/// A model's calls are repeated to it; what is no name is refused for ever.
fn tidy_names(message: &mut Value) {
    for call in message["tool_calls"].as_array_mut().into_iter().flatten() {
        let function = &mut call["function"];
        let name = function["name"].as_str().unwrap_or_default();
        let is_sayable = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let name: String = name.chars().filter(is_sayable).take(LONGEST_NAME).collect();
        function["name"] = json!(if name.is_empty() { "unknown" } else { &name });
    }
}
