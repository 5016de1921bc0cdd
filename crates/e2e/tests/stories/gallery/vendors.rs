//! What only conversations with other systems show, from vendors that say a bit of everything.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse as _, Response};
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

use super::{ADA, SIZES, picture};

const ROAST: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" width="480" height="270">
<rect width="480" height="270" fill="#7aa2c9"/><circle cx="240" cy="135" r="80" fill="#f4d35e"/></svg>"##;

/// A Tovie channel: every reply at once, then a person.
fn tovie(words: &str, origin: &str) -> Value {
    let picture = format!("{origin}/roast.svg");
    let replies = if words.contains("person") {
        json!([
            { "type": "text", "text": "One moment, I am handing you over." },
            { "type": "switch", "firstMessage": "Ann is joining you.", "destination": "The shop",
              "closeChatPhrases": ["Back to the agent"], "appendCloseChatButton": true }
        ])
    } else {
        json!([
            { "type": "text", "text": "Good morning! Here is what we roast this week." },
            { "type": "image", "imageUrl": picture, "text": "This week's roast" },
            { "type": "audio", "audioUrl": "https://example.com/roast.mp3", "text": "How it sounds" },
            { "type": "file", "fileUrl": "https://example.com/prices.pdf", "fileName": "prices.pdf" },
            { "type": "carousel", "text": "From the shelf", "content": [
                { "title": "Ethiopia Guji", "description": "Peach, jasmine, a long finish",
                  "image": picture, "btnText": "Tell me more", "url": "https://example.com/guji" },
                { "title": "Colombia Huila", "description": "Caramel and red apple",
                  "image": picture, "btnText": "Tell me more" },
                { "title": "House blend", "description": "For the moka pot", "btnText": "Choose" }
            ]},
            { "type": "buttons", "buttons": [
                { "text": "Order" }, { "text": "Opening hours" }, { "text": "Talk to a person" }
            ]}
        ])
    };
    json!({
        "data": { "replies": replies, "answer": "" },
        "questionId": words, "timestamp": "2026-11-21T10:00:00.000", "clientId": "ada",
    })
}

/// An AG-UI run that thinks, steps, calls a tool, keeps something in mind and asks.
fn ag_ui() -> Vec<Value> {
    let mut events = vec![
        json!({ "type": "RUN_STARTED", "threadId": "t", "runId": "r" }),
        json!({ "type": "THINKING_START", "title": "Thinking" }),
        json!({ "type": "THINKING_TEXT_MESSAGE_START" }),
        json!({ "type": "THINKING_TEXT_MESSAGE_CONTENT", "delta": "A table for two; look for one." }),
        json!({ "type": "THINKING_TEXT_MESSAGE_END" }),
        json!({ "type": "THINKING_END" }),
        json!({ "type": "STEP_STARTED", "stepName": "Look for a table" }),
        json!({ "type": "TOOL_CALL_START", "toolCallId": "c", "toolCallName": "find_table" }),
        json!({ "type": "TOOL_CALL_ARGS", "toolCallId": "c", "delta": r#"{"day":"Friday","people":2}"# }),
        json!({ "type": "TOOL_CALL_END", "toolCallId": "c" }),
        json!({ "type": "TOOL_CALL_RESULT", "messageId": "m", "toolCallId": "c", "content": r#"["19:00","20:30"]"# }),
        json!({ "type": "STEP_FINISHED", "stepName": "Look for a table" }),
        json!({ "type": "STATE_SNAPSHOT", "snapshot": { "day": "Friday", "people": 2 } }),
        json!({ "type": "TEXT_MESSAGE_START", "messageId": "a", "role": "assistant" }),
    ];
    let text = "There are **two** tables left on Friday: 19:00 and 20:30.";
    events.extend([
        json!({ "type": "TEXT_MESSAGE_CONTENT", "messageId": "a", "delta": text }),
        json!({ "type": "TEXT_MESSAGE_END", "messageId": "a" }),
        json!({ "type": "RUN_FINISHED", "threadId": "t", "runId": "r", "outcome": {
            "type": "interrupt", "interrupts": [{
                "id": "i", "reason": "input_required", "message": "Which one shall I book?",
                "responseSchema": { "type": "string", "enum": ["19:00", "20:30", "Neither"] },
            }]
        }}),
    ]);
    events
}

/// A Totebot agent that uses a tool and an action.
fn totebot() -> Vec<Value> {
    vec![
        json!({ "type": "tool_call", "conversationId": "c1", "id": "1", "name": "search_products", "arguments": { "for": "moka" } }),
        json!({ "type": "action_started", "conversationId": "c1", "id": "2", "action": "check_stock" }),
        json!({ "type": "action_completed", "conversationId": "c1", "id": "2", "action": "check_stock", "result": { "stock": 12 } }),
        json!({ "type": "chunk", "conversationId": "c1", "messageId": "m1", "content": "We have **12 bags** of the house blend." }),
        json!({ "type": "completed", "conversationId": "c1", "messageId": "m1", "content": "We have **12 bags** of the house blend." }),
    ]
}

fn stream(events: &[Value]) -> Response {
    let lines: String = events.iter().map(|it| format!("data: {it}\n\n")).collect();
    ([(CONTENT_TYPE, "text/event-stream")], lines).into_response()
}

async fn answer(request: Request) -> Response {
    let host = request.headers().get("host").cloned();
    let host = host
        .as_ref()
        .and_then(|it| it.to_str().ok())
        .unwrap_or_default();
    let origin = format!("http://{host}");
    let (head, body) = request.into_parts();
    let body = axum::body::to_bytes(body, 1 << 20)
        .await
        .unwrap_or_default();
    let body: Value = serde_json::from_slice(&body).unwrap_or_default();
    let path = head.uri.path().to_owned();
    let day = "2026-11-20T10:00:00.000Z";
    match (head.method.as_str(), path.as_str()) {
        ("GET", "/roast.svg") => ([(CONTENT_TYPE, "image/svg+xml")], ROAST).into_response(),
        ("POST", "/tovie/shop") => {
            let words = body["query"].as_str().unwrap_or_default();
            Json(tovie(words, &origin)).into_response()
        }
        ("POST", "/ag-ui/lamps") => stream(&ag_ui()),
        ("POST", "/totebot/v1/chat") => stream(&totebot()),
        ("GET", "/totebot/v1/agent") => {
            Json(json!({ "name": "Mira", "model": "small-model 3", "status": "TRAINED" }))
                .into_response()
        }
        ("GET", "/totebot/v1/conversations") => Json(json!({
            "data": [{ "id": "c1", "title": "Beans for a moka pot", "createdAt": day }],
            "page": 1, "limit": 250, "total": 1,
        }))
        .into_response(),
        ("GET", path) if path.ends_with("/token") => Json(json!({
            "token": "t", "expiresAt": "2036-11-20T10:00:00.000Z",
            "link": format!("{origin}/authentication/partner/?token=t"),
        }))
        .into_response(),
        ("GET", "/authentication/partner/") => {
            Html("<!doctype html><html lang='en'><title>School</title><h1>The school</h1>")
                .into_response()
        }
        ("GET", path) if path.ends_with("/settings") => Json(json!({
            "practiceLanguage": "en-US", "readAloudSpeed": 1, "showChatTranslations": true,
            "defaultTutor": "Emma",
        }))
        .into_response(),
        ("GET", path) if path.ends_with("/usage/stats") => Json(json!({
            "totalMinutes": 12, "wordsPerMinute": 74, "messages": 31,
        }))
        .into_response(),
        ("GET", path) if path.ends_with("/conversations") => Json(json!({
            "data": [{ "id": "k1", "title": "At the market", "createdAt": day }],
            "page": 1, "limit": 10, "total": 1,
        }))
        .into_response(),
        ("POST" | "PUT", path) if path.starts_with("/talkio/") => {
            Json(json!({ "id": body["id"], "userName": "Ada" })).into_response()
        }
        _ => (
            http::StatusCode::NOT_FOUND,
            Json(json!({ "message": "Not here." })),
        )
            .into_response(),
    }
}

struct Room {
    stage: Stage,
    /// What is wrong with pictures, all of it at once: a look costs a minute.
    wrong: std::cell::RefCell<Vec<String>>,
    vendor: tokio::task::JoinHandle<std::io::Result<()>>,
}

impl Room {
    async fn open() -> Result<Room> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let vendor =
            tokio::spawn(
                async move { axum::serve(listener, Router::new().fallback(answer)).await },
            );
        let mut toml = format!("[embed]\nimage_hosts = [\"{origin}\"]\n");
        for (dialect, more) in [
            ("tovie", "/shop\""),
            ("ag-ui", "\"\nshow = [\"state\", \"steps\"]"),
            ("totebot", "\"\nsecret = \"env:VENDOR_KEY\""),
            (
                "talkio",
                "\"\nsecret = \"env:VENDOR_KEY\"\nprovider = \"partner\"\norganization = \"school\"",
            ),
        ] {
            toml += &format!(
                "[backends.{dialect}]\ntitle = \"Harbour Coffee\"\ndialect = \"{dialect}\"\n\
                 url = \"{origin}/{dialect}{more}\n"
            );
        }
        let stage = Stage::set_with(&toml, &[("VENDOR_KEY", "secret-key")]).await?;
        Ok(Room {
            stage,
            wrong: Default::default(),
            vendor,
        })
    }

    async fn begin(&self, backend: &str) -> Result<Embed<'_>> {
        let address = format!("/embed/lamps?backend={backend}&{ADA}");
        self.stage
            .chrome
            .client
            .goto(&self.stage.embed(&address))
            .await?;
        let embed = Embed::plain(&self.stage.chrome);
        embed.phase_is("ready").await?;
        embed.click("start").await?;
        embed.phase_is("live").await?;
        Ok(embed)
    }

    /// Pictures of what is shown now, at every size, light and dark.
    async fn pictures(&self, name: &str) -> Result<()> {
        for (width, height) in SIZES {
            self.stage.chrome.viewport(width, height).await?;
            for scheme in ["light", "dark"] {
                self.stage.chrome.scheme(scheme).await?;
                let name = format!("guest-{name}-{width}x{height}-{scheme}");
                if let Err(error) = picture(&self.stage, &name).await {
                    self.wrong.borrow_mut().push(error.to_string());
                }
            }
        }
        Ok(())
    }
}

async fn shows(embed: &Embed<'_>, selector: &str) -> Result<()> {
    wait::until(selector, PATIENCE, || async {
        let script = "return document.querySelector(arguments[0])?.checkVisibility() ?? false";
        let found = embed.script(script, vec![json!(selector)]).await?;
        Ok((found == json!(true)).then_some(()))
    })
    .await
    .context(embed.body().await.unwrap_or_default())
}

#[tokio::test]
async fn what_other_systems_say_fits_every_size_in_light_and_dark() -> Result<()> {
    let room = Room::open().await?;
    room.stage.chrome.viewport(400, 600).await?;

    let embed = room.begin("tovie").await?;
    shows(&embed, "[data-control=choice]").await?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    room.pictures("replies").await?;
    embed.say("A person, please").await?;
    embed.says("handing you over").await?;
    room.pictures("person").await?;

    let embed = room.begin("ag-ui").await?;
    embed.fill("message", "A table for two on Friday").await?;
    embed.click("send").await?;
    shows(&embed, ".prompt .question").await?;
    room.pictures("prompt").await?;
    let open = "document.querySelectorAll('details').forEach((one) => { one.open = true })";
    embed.script(open, vec![]).await?;
    room.pictures("activity").await?;

    let embed = room.begin("totebot").await?;
    embed.fill("message", "Beans for a moka pot?").await?;
    embed.click("send").await?;
    shows(&embed, "[data-control=good]").await?;
    room.pictures("thumbs").await?;
    embed.click("conversations").await?;
    shows(&embed, "[data-control=conversation]").await?;
    room.pictures("conversations").await?;

    let embed = room.begin("talkio").await?;
    shows(&embed, "[data-control=frame]").await?;
    let room_for_it = "const high = (what) => document.querySelector(what).getBoundingClientRect().height;\
        return high('.middle') - high('[data-control=frame]')";
    let left = embed.script(room_for_it, vec![]).await?;
    ensure!(
        left == json!(0),
        "{left} px below the vendor's page are empty"
    );
    room.pictures("framed").await?;
    embed.click("details").await?;
    shows(&embed, "[data-field]").await?;
    room.pictures("details").await?;

    let wrong = room.wrong.take();
    ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
    let console = room.stage.chrome.console().await?;
    let loud: Vec<_> = console
        .into_iter()
        // A call the vendor does not have is a 404, and the browser says so.
        .filter(|(level, text)| level == "SEVERE" && !text.contains("404"))
        .collect();
    ensure!(loud.is_empty(), "{loud:#?}");
    room.vendor.abort();
    room.stage.chrome.close().await
}
