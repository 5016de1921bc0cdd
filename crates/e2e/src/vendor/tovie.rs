//! Tovie: words go out asynchronously, everything comes back by a long poll.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::{Answer, Asked, Mood, Shared, held, lure};

/// What a client said, and when.
pub struct Exchange {
    client: String,
    question: String,
    words: String,
    /// Milliseconds since 1970.
    at: u64,
}

/// `None`: the connection breaks.
pub async fn answer(shared: &Shared, asked: &Asked) -> Option<Answer> {
    let path = asked.path.trim_start_matches("/chatapi/stand-in-channel");
    let answer = match (asked.method.as_str(), path) {
        _ if shared.mood() == Mood::Error => json!({
            "timestamp": "2022-09-28T12:32:13.262", "status": 500, "error": "Internal Server Error",
            "exception": "java.lang.NullPointerException", "message": "Out of order.",
        }),
        ("POST", "/async") => {
            let text = |name: &str| asked.body[name].as_str().unwrap_or_default().to_owned();
            let question = format!("question-{}", shared.number());
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            held(&shared.tovie).push(Exchange {
                client: text("clientId"),
                question: question.clone(),
                words: text("query"),
                at: now.map_or(0, |now| now.as_millis() as u64),
            });
            shared.told.notify_waiters();
            json!({ "questionId": question })
        }
        ("GET", "/events") => return events(shared, asked).await,
        ("GET", path) if path.ends_with("/history") => {
            let client = path.split('/').nth(2).unwrap_or_default();
            let from = asked.query.get("from").and_then(|at| at.parse().ok());
            json!({ "messages": exchanges(shared, client, from.unwrap_or(0)) })
        }
        ("GET", path) if path.ends_with("-count") => json!({ "count": 0 }),
        (_, path) if path.contains("status") => json!({ "status": "READ" }),
        _ => return Some(Answer::Json(404, json!({ "message": "Not here." }))),
    };
    Some(Answer::Json(200, answer))
}

async fn events(shared: &Shared, asked: &Asked) -> Option<Answer> {
    let client = asked.query.get("clientId").map_or("", String::as_str);
    let from = asked.query.get("ts").and_then(|at| at.parse().ok());
    let end = tokio::time::sleep(Duration::from_secs(20));
    tokio::pin!(end);
    loop {
        let told = shared.told.notified();
        let all = exchanges(shared, client, from.unwrap_or(0));
        if !all.is_empty() {
            let kind = if shared.mood() == Mood::Unknown {
                "sparkle"
            } else {
                "botResponse"
            };
            let wrapped = all.iter().map(|one| json!({ "type": kind, "event": one }));
            return Some(Answer::Json(
                200,
                json!({ "events": wrapped.collect::<Vec<_>>() }),
            ));
        }
        tokio::select! {
            () = told => {}
            () = &mut end => return Some(Answer::Json(200, json!({ "events": [] }))),
            () = shared.broken() => return None,
        }
    }
}

fn exchanges(shared: &Shared, client: &str, from: u64) -> Vec<Value> {
    let all = held(&shared.tovie);
    let own = all.iter().filter(|it| it.client == client && it.at >= from);
    // All of them at that length would be more than is let through.
    let last = all.last().map(|it| it.question.as_str());
    own.map(|it| envelope(shared, it, last == Some(&it.question)))
        .collect()
}

fn envelope(shared: &Shared, exchange: &Exchange, is_last: bool) -> Value {
    json!({
        "clientId": exchange.client,
        "questionId": exchange.question,
        "query": exchange.words,
        "timestamp": exchange.at,
        "data": { "replies": replies(shared, &exchange.words, is_last), "nlpClass": "/Lamps", "confidence": 1.0 },
        "blockForm": false,
    })
}

fn replies(shared: &Shared, words: &str, is_last: bool) -> Vec<Value> {
    let mut said = shared.said(words);
    let mood = shared.mood();
    if mood == Mood::Flood && is_last {
        said.push_str(&" lamp".repeat(760_000));
    }
    let mut replies = vec![json!({ "type": "text", "text": said })];
    let port = shared.port;
    match mood {
        Mood::Unknown => replies.extend([
            json!({ "type": "hologram", "shape": "NEVER SHOWN" }),
            json!({ "type": "telegramPayment", "title": "NEVER SHOWN" }),
            json!({ "type": "buttons", "buttons": [{ "colour": "NEVER SHOWN" }] }),
            json!({ "kind": "no type at all" }),
        ]),
        Mood::Links => {
            replies.push(json!({ "type": "text", "markup": "html", "text": lure::html(port) }));
            replies.push(
                json!({ "type": "image", "imageUrl": lure::picture(port), "text": "A lamp" }),
            );
            let buttons: Vec<Value> = (lure::addresses(port).iter())
                .map(|url| json!({ "text": "Pay", "url": url }))
                .collect();
            let cards: Vec<Value> = (lure::addresses(port).iter())
                .map(|url| json!({ "title": "A lamp", "btnText": "Pay", "url": url, "image": url }))
                .collect();
            for url in lure::addresses(port) {
                replies.push(json!({ "type": "image", "imageUrl": url, "text": "A lamp" }));
                replies.push(json!({ "type": "audio", "audioUrl": url, "audioName": "A song" }));
                replies.push(json!({ "type": "file", "fileUrl": url, "fileName": "A file" }));
            }
            replies.push(json!({ "type": "carousel", "text": "Lamps", "content": cards }));
            replies.push(json!({ "type": "inlineButtons", "buttons": buttons }));
        }
        Mood::Markup => {
            let markup = lure::MARKUP;
            replies.extend([
                json!({ "type": "text", "markup": "html", "text": markup }),
                json!({ "type": "image", "imageUrl": lure::picture(port), "text": markup }),
                json!({ "type": "audio", "audioUrl": lure::picture(port), "audioName": markup }),
                json!({ "type": "file", "fileUrl": lure::picture(port), "fileName": markup }),
                json!({ "type": "carousel", "text": markup, "content": [
                    { "title": markup, "description": markup, "btnText": markup },
                ]}),
                json!({ "type": "buttons", "buttons": [{ "text": markup }] }),
                json!({ "type": "raw", "body": { "text": markup } }),
            ]);
        }
        _ => {}
    }
    replies
}
