//! A Totebot agent behind the relay.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode};

use super::*;

const BACKEND: &str = "dialect = \"totebot\"\nurl = \"URL\"";

#[tokio::test]
async fn a_totebot_agent_talks_acts_and_takes_a_thumb() -> Result<()> {
    let bridge = Bridge::built(BACKEND, Some(json!({ "api": "totebot" }))).await?;
    let embed = bridge.begun("shop").await?;
    two_turns(&embed).await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;

    let last = "const all = document.querySelectorAll('[data-control=good]');\
                const last = all[all.length - 1];\
                if (arguments[0]) last.click();\
                return last?.ariaPressed ?? last?.getAttribute('aria-pressed') ?? ''";
    shows(&embed, "[data-control=good]").await?;
    embed.script(last, vec![json!(true)]).await?;
    wait::until("the pressed thumb", PATIENCE, || async {
        let pressed = embed.script(last, vec![json!(false)]).await?;
        Ok((pressed == json!("true")).then_some(()))
    })
    .await?;
    let bearer = format!("Bearer {}", bridge.key);
    let headers = [("authorization", bearer.as_str())];
    wait::until("the thumb at the vendor", PATIENCE, || async {
        let talks = bridge.told("/v1/conversations", &headers).await?;
        let id = talks["data"][0]["id"]
            .as_str()
            .context("a conversation")?
            .to_owned();
        let path = format!("/v1/conversations/{id}");
        let talk = bridge.told(&path, &headers).await?;
        ensure!(talk["customer"]["name"] == "Ada", "{talk}");
        let messages = talk["messages"].as_array().context("messages")?;
        Ok((messages.last().context("one")?["feedback"] == "POSITIVE").then_some(()))
    })
    .await?;
    reloaded(&embed).await?;
    bridge.closed().await
}

#[tokio::test]
async fn a_totebot_visitor_turns_to_an_earlier_conversation_and_goes_on_with_it() -> Result<()> {
    let bridge = Bridge::built(BACKEND, Some(json!({ "api": "totebot" }))).await?;
    let embed = bridge.begun("shop").await?;
    two_turns(&embed).await?;
    let first = said(&embed).await?;

    embed.click("conversations").await?;
    embed.click("new").await?;
    holds(&embed, &[]).await?;
    embed.say("Good evening").await?;
    embed.says(FIRST).await?;

    embed.click("conversations").await?;
    reads(&embed, ".conversation[aria-current=true]", "Good evening").await?;
    let rows = texts(&embed, ".conversation").await?;
    ensure!(rows.len() == 2, "{rows:?}");
    press(&embed, ".conversation", "Hello").await?;
    gone(&embed, ".drawer").await?;
    holds(&embed, &first).await?;
    // It goes on where it stood, not where the other one does.
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    reloaded(&embed).await?;

    let bearer = format!("Bearer {}", bridge.key);
    let headers = [("authorization", bearer.as_str())];
    let talks = bridge.told("/v1/conversations", &headers).await?;
    let talks = talks["data"].as_array().context("conversations")?;
    ensure!(talks.len() == 2, "{talks:?}");
    bridge.closed().await
}

/// A vendor in front of the vendor, which is too busy for the next so many messages.
#[derive(Clone)]
struct Busy {
    vendor: String,
    refuses: Arc<AtomicUsize>,
    /// Seconds it asks to be left alone.
    rest: u64,
}

impl Busy {
    /// With its address.
    async fn before(vendor: &Server, rest: u64) -> Result<(Busy, String)> {
        let busy = Busy {
            vendor: vendor.address(""),
            refuses: Arc::default(),
            rest,
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let address = format!("http://{}", listener.local_addr()?);
        let router = axum::Router::new().fallback(pass).with_state(busy.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok((busy, address))
    }
}

async fn pass(State(busy): State<Busy>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let takes = |left: usize| left.checked_sub(1);
    let order = Ordering::SeqCst;
    if parts.method == "POST" && busy.refuses.fetch_update(order, order, takes).is_ok() {
        return Response::builder()
            .status(StatusCode::TOO_MANY_REQUESTS)
            .header("retry-after", busy.rest)
            .header("content-type", "application/json")
            .body(Body::from(r#"{"statusCode":429,"message":"Too many"}"#))
            .unwrap();
    }
    let body = to_bytes(body, 1 << 20).await.unwrap();
    let answer = reqwest::Client::new()
        .request(parts.method, format!("{}{}", busy.vendor, parts.uri))
        .header("authorization", parts.headers["authorization"].clone())
        .header("content-type", "application/json")
        .body(body)
        .send()
        .await
        .unwrap();
    let mut response = Response::builder().status(answer.status());
    if let Some(kind) = answer.headers().get("content-type") {
        response = response.header("content-type", kind);
    }
    let body = Body::from_stream(answer.bytes_stream());
    response.body(body).unwrap()
}

#[tokio::test]
async fn a_busy_totebot_is_told_and_waited_for_and_no_word_is_lost() -> Result<()> {
    let vendor = Server::start().await?;
    let made = vendor.post("/api/public/scenarios", &shop()).await?;
    let wanted = json!({ "api": "totebot", "scenario_id": made["id"] });
    let made = vendor.post("/api/public/keys", &wanted).await?;
    let key = made["key"].as_str().context("a key")?.to_owned();
    let (busy, address) = Busy::before(&vendor, 12).await?;
    let backend = format!("dialect = \"totebot\"\nurl = \"{address}\"");
    let bridge = Bridge::to(vendor, String::new(), key, &backend).await?;
    let embed = bridge.begun("shop").await?;
    embed.say("Hello").await?;
    embed.says(FIRST).await?;

    busy.refuses.store(1, Ordering::SeqCst);
    let sent = Instant::now();
    embed.fill("message", "A lamp").await?;
    embed.click("send").await?;
    embed
        .says("The service is busy. Your message is sent in")
        .await?;
    shows(&embed, "[data-speaker=visitor][data-delivery=sending]").await?;
    embed.says(HELD).await?;
    ensure!(sent.elapsed() >= Duration::from_secs(12), "it did not wait");
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    let whole = [
        ("visitor", "Hello"),
        ("agent", FIRST),
        ("visitor", "A lamp"),
        ("agent", HELD),
        ("visitor", "Yes, please"),
        ("agent", KEPT),
    ];
    holds(&embed, &lines(&whole)).await?;
    bridge.closed().await
}
