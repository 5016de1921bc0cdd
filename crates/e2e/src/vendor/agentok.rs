//! Agentok: a chat is asked how it stands. Its runs are over as soon as they began.

use serde_json::{Value, json};

use super::{Answer, Asked, Mood, Shared, held};

pub fn answer(shared: &Shared, asked: &Asked) -> Option<Answer> {
    let mood = shared.mood();
    if mood == Mood::Error {
        return Some(Answer::Json(200, json!({ "error": "Out of order." })));
    }
    let mut chats = held(&shared.agentok);
    let segments: Vec<&str> = asked.path.split('/').skip(2).collect();
    let number = segments.get(1).and_then(|id| id.parse::<u64>().ok());
    let named = number.unwrap_or_default();
    let answer = match (asked.method.as_str(), segments.as_slice()) {
        ("POST", ["chats"]) => {
            let id = u64::from(shared.number()) + 100;
            chats.insert(id, Vec::new());
            json!({ "id": id, "name": "Lamps", "status": "ready" })
        }
        ("GET", ["chats"]) => {
            let name = shared.named("Lamps");
            let rows = chats.keys().map(|id| json!({ "id": id, "name": name }));
            json!(rows.collect::<Vec<_>>())
        }
        ("GET", ["chats", _]) => {
            let status = if mood == Mood::Unknown {
                "pondering"
            } else {
                "completed"
            };
            json!({ "id": named, "name": shared.named("Lamps"), "status": status })
        }
        ("POST", ["chats", _, "messages"]) => {
            let words = asked.body["content"].as_str().unwrap_or_default();
            chats.entry(named).or_default().push(words.to_owned());
            Value::Null
        }
        ("GET", ["chats", _, "messages"]) => {
            let all = chats.get(&named).cloned().unwrap_or_default();
            json!(messages(shared, mood, &all))
        }
        ("POST", ["chats", _, "abort"]) => json!({ "detail": "Terminated." }),
        _ => return Some(Answer::Json(404, json!({ "detail": "Chat not found." }))),
    };
    Some(Answer::Json(200, answer))
}

fn messages(shared: &Shared, mood: Mood, all: &[String]) -> Vec<Value> {
    let mut rows = Vec::new();
    for (at, words) in all.iter().enumerate() {
        let is_last = at + 1 == all.len();
        let row = |offset: usize, kind: &str, content: &str| {
            json!({
                "id": at * 10 + offset, "type": kind, "content": content,
                "sender": null, "receiver": null, "metadata": null,
            })
        };
        rows.push(row(1, "user", words));
        let tool = shared.named("check_stock");
        let mut call = row(2, "assistant", "");
        call["metadata"] = json!({ "tool_info": {
            "type": "suggested_tool_call", "meta": format!("call-{at}"), "tool": tool, "arguments": { "of": tool },
        }});
        let mut result = row(3, "assistant", &tool);
        result["metadata"] =
            json!({ "tool_info": { "type": "tool_response", "meta": format!("call-{at}") } });
        // The visitor's first words come with what is told of the visitor.
        let words = words.rsplit("\n\n").next().unwrap_or_default();
        let mut said = shared.said(words);
        if is_last && mood == Mood::Flood {
            said.push_str(&" lamp".repeat(760_000));
        }
        let mut reply = row(4, "assistant", &said);
        reply["sender"] = json!(shared.named("Seller"));
        reply["receiver"] = json!(shared.named("Customer"));
        rows.extend([call, result, reply]);
        if is_last && mood == Mood::Unknown {
            rows.push(row(5, "assistant", "__STATUS_DREAMING__ of NEVER SHOWN"));
            rows.push(json!({ "id": at * 10 + 6, "type": "hologram", "shape": "NEVER SHOWN" }));
        } else {
            rows.push(row(9, "assistant", "__STATUS_COMPLETED__ DONE"));
        }
    }
    rows
}
