//! What becomes of an answer on its way out.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use serde_json::{Value, json};

use super::{Answer, Mood, Shared};

const LUMP: usize = 10 << 20;

/// In place of `value`, something of another type. `is_id`: nor anything else that names something.
fn wrong(value: &Value, is_id: bool, number: usize) -> Value {
    let all = [
        json!(null),
        json!(7),
        json!(-1.5e300),
        json!(true),
        json!([]),
        json!({}),
        json!([[[null, "x"]]]),
        json!({ "text": { "content": [7] }, "id": [] }),
        json!("<img src=x onerror=\"window.__executed='mistyped'\">"),
    ];
    let fits = |it: &&Value| {
        let names = it.is_string() || it.is_number();
        std::mem::discriminant(*it) != std::mem::discriminant(value) && !(is_id && names)
    };
    let found = all.iter().cycle().skip(number % all.len()).find(fits);
    found.cloned().unwrap_or_default()
}

/// `value` with other types in it: every member as a whole, or only what is innermost.
fn mistyped(value: &Value, number: usize) -> Value {
    let whole = number.is_multiple_of(2);
    let member = |at: usize, name: &str, inner: &Value| match inner {
        Value::Array(_) | Value::Object(_) if !whole => mistyped(inner, number + at),
        _ => wrong(inner, name.to_lowercase().ends_with("id"), number + at),
    };
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = (items.iter().enumerate())
                .map(|(at, item)| mistyped(item, number + at))
                .collect();
            let object = json!({});
            items.extend((0..9).map(|at| wrong(&object, false, at)));
            Value::Array(items)
        }
        Value::Object(members) => (members.iter().enumerate())
            .map(|(at, (name, inner))| (name.clone(), member(at, name, inner)))
            .collect(),
        _ => wrong(value, false, number),
    }
}

/// Each frame in nine wrong forms, first with the type it had.
fn mistyped_frames(frames: &[Value]) -> Vec<Value> {
    let mut all = Vec::new();
    for keeps_type in [true, false] {
        for frame in frames {
            for number in 0..18 {
                let mut spoiled = mistyped(frame, number);
                if keeps_type && let Some(members) = spoiled.as_object_mut() {
                    members.insert("type".to_owned(), frame["type"].clone());
                }
                all.push(spoiled);
            }
        }
    }
    all
}

pub fn respond(shared: &Shared, answer: Answer) -> Response {
    let mood = shared.mood();
    if mood != Mood::Well {
        shared.spoil();
    }
    let (status, kind, bytes) = match answer {
        Answer::Json(status, mut value) => {
            match (mood, &mut value) {
                (Mood::Mistyped, _) => value = mistyped(&value, shared.number() as usize),
                (Mood::Lump, Value::Array(items)) => items.push(json!("x".repeat(LUMP))),
                (Mood::Lump, Value::Object(members)) => {
                    members.insert("padding".to_owned(), json!("x".repeat(LUMP)));
                }
                (Mood::Lump, value) => *value = json!("x".repeat(LUMP)),
                _ => {}
            }
            (status, "application/json", value.to_string())
        }
        Answer::Events(mut frames) => {
            match mood {
                Mood::Mistyped => frames = mistyped_frames(&frames),
                Mood::Lump => {
                    let last = frames.len().saturating_sub(1);
                    let lump = "x".repeat(LUMP);
                    for name in ["content", "delta", "message"] {
                        frames[last][name] = json!(lump);
                    }
                }
                _ => {}
            }
            let frames = frames.iter().map(|frame| format!("data: {frame}\n\n"));
            (200, "text/event-stream", frames.collect())
        }
    };
    let bytes = bytes.into_bytes();
    let half = bytes.len() / 2;
    let body = match mood {
        Mood::Halved => Body::from(bytes[..half].to_vec()),
        Mood::Torn => torn(bytes[..half].to_vec()),
        Mood::Dripping => dripping(bytes),
        _ => Body::from(bytes),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if mood == Mood::Torn {
        headers.remove(CONTENT_LENGTH);
    }
    response
}

/// `bytes`, and then the connection breaks.
fn torn(bytes: Vec<u8>) -> Body {
    let broken = Err(std::io::Error::other("torn by the story"));
    // The first part is to be on its way before the second breaks the connection.
    let parts = [Ok(Bytes::from(bytes)), broken].into_iter().enumerate();
    Body::from_stream(stream::unfold(parts, |mut parts| async move {
        let (at, part) = parts.next()?;
        if at > 0 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Some((part, parts))
    }))
}

/// In some thirty pieces, over most of a second.
fn dripping(bytes: Vec<u8>) -> Body {
    let size = (bytes.len() / 30).max(1);
    Body::from_stream(stream::unfold(
        Bytes::from(bytes),
        move |mut rest| async move {
            if rest.is_empty() {
                return None;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
            let piece = rest.split_to(size.min(rest.len()));
            Some((Ok::<_, Infallible>(piece), rest))
        },
    ))
}
