//! Totebot: a message is answered by a stream of frames.

use serde_json::{Value, json};

use super::{Answer, Asked, Mood, Shared, held, reply_to};

const PIECE: usize = 16 << 10;

pub fn answer(shared: &Shared, asked: &Asked) -> Option<Answer> {
    let talks = held(&shared.totebot);
    let path = asked.path.as_str();
    let answer = match (asked.method.as_str(), path) {
        ("GET", "/v1/agent") => json!({
            // The relay keeps it for a while: it is what it is in every mood.
            "name": format!("Lamps {}", super::lure::MARKUP),
            "model": "<script>window.__executed='model'</script>",
            "avatarUrl": super::lure::picture(shared.port),
        }),
        ("GET", "/v1/conversations") => {
            let rows = talks
                .keys()
                .map(|id| json!({ "id": id, "title": shared.named("Lamps") }));
            json!({ "data": rows.collect::<Vec<_>>() })
        }
        ("POST", "/v1/chat") => {
            drop(talks);
            return Some(chat(shared, &asked.body));
        }
        ("GET", path) if path.ends_with("/messages") => {
            let id = path.split('/').nth(3).unwrap_or_default();
            let words = talks.get(id).cloned().unwrap_or_default();
            let rows = words.iter().enumerate().flat_map(|(at, words)| {
                [
                    json!({ "id": format!("{id}-{at}-u"), "role": "user", "content": words }),
                    json!({ "id": format!("{id}-{at}-a"), "role": "assistant", "content": shared.said(words) }),
                ]
            });
            json!({ "data": rows.collect::<Vec<_>>() })
        }
        _ => return Some(Answer::Json(404, json!({ "message": "Not found" }))),
    };
    Some(match shared.mood() {
        Mood::Error => error(),
        _ => Answer::Json(200, answer),
    })
}

fn error() -> Answer {
    let said =
        json!({ "statusCode": 500, "message": "Out of order.", "error": "Internal Server Error" });
    Answer::Json(200, said)
}

fn chat(shared: &Shared, body: &Value) -> Answer {
    let mood = shared.mood();
    if mood == Mood::Error {
        return error();
    }
    let words = body["message"].as_str().unwrap_or_default().to_owned();
    let given = body["conversationId"].as_str();
    let number = shared.number();
    let id = given.map_or_else(|| format!("talk-{number}-0123456789"), str::to_owned);
    let message = format!("message-{number}");
    held(&shared.totebot)
        .entry(id.clone())
        .or_default()
        .push(words.clone());

    let frame = |kind: &str, more: Value| {
        let mut frame = json!({ "type": kind, "conversationId": id, "messageId": message });
        if let (Some(frame), Value::Object(more)) = (frame.as_object_mut(), more) {
            frame.extend(more);
        }
        frame
    };
    let said = shared.said(&words);
    let tool = shared.named("check_stock");
    let (head, rest) = said.split_at("You said".len());
    let mut frames = vec![
        frame("chunk", json!({ "content": head })),
        frame(
            "tool_call",
            json!({ "id": "t1", "name": tool, "arguments": { "of": tool } }),
        ),
        frame("action_started", json!({ "id": "a1", "action": tool })),
        frame(
            "action_completed",
            json!({ "id": "a1", "action": tool, "result": tool }),
        ),
        frame("chunk", json!({ "content": rest })),
    ];
    let links = super::lure::addresses(shared.port);
    let choices: Vec<Value> = (links.iter())
        .map(|url| json!({ "id": url, "text": "Pay", "url": url }))
        .collect();
    let mut last = json!({ "content": said });
    match mood {
        Mood::Unknown => {
            let odd = [
                frame("sparkle", json!({ "content": "NEVER SHOWN" })),
                json!({ "type": "status", "status": "pondering" }),
                json!({ "type": "chunk", "sparkle": "NEVER SHOWN" }),
            ];
            frames.splice(1..1, odd);
            frames.push(frame("completing", json!({ "percent": 99 })));
        }
        Mood::Links => last["choices"] = json!(choices),
        Mood::Flood => {
            let piece = "lamp ".repeat(PIECE / 5);
            frames.extend((0..640).map(|_| frame("chunk", json!({ "content": piece }))));
            last = json!({});
        }
        _ => {}
    }
    debug_assert!(said.starts_with(&reply_to(&words)));
    frames.push(frame("completed", last));
    Answer::Events(frames)
}
