//! A model that does not answer: the visitor hears of it, and can ask again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use serde_json::json;
use tokio::net::TcpListener;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

async fn answer(State(away): State<Arc<AtomicBool>>) -> Response {
    if away.load(Ordering::SeqCst) {
        return (StatusCode::UNAUTHORIZED, "no").into_response();
    }
    let chunk = json!({ "choices": [{ "delta": { "content": "I am back." } }] });
    let lines = format!("data: {chunk}\n\ndata: [DONE]\n\n");
    ([(CONTENT_TYPE, "text/event-stream")], lines).into_response()
}

#[tokio::test]
async fn a_model_that_is_away_is_told_and_asked_again() -> Result<()> {
    let away = Arc::new(AtomicBool::new(true));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new()
        .route("/chat/completions", post(answer))
        .with_state(away.clone());
    let model = tokio::spawn(async move { axum::serve(listener, router).await });
    let toml = format!("[agent.model]\nurl = \"{url}\"\nname = \"m\"\n");
    let stage = Stage::set_with(&toml, &[]).await?;
    let scenario = stage.scenario(json!({})).await?;
    let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
    stage.open(&stage.embed(&path)).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("ready").await?;
    embed.click("start").await?;
    embed.phase_is("live").await?;

    // A greeting that fails is told, and can be asked for again until somebody has spoken.
    let told = async |retries: usize| {
        wait::until("what went wrong", PATIENCE, || async {
            let script = "const line = document.querySelector('.broken [role=alert]');\
                return [!!line?.innerText, document.querySelectorAll('.broken [data-control=retry]').length]";
            let shown = embed.script(script, vec![]).await?;
            Ok((shown == json!([true, retries])).then_some(()))
        })
        .await
        .context(embed.body().await.unwrap_or_default())
    };
    told(1).await?;
    embed.fill("message", "Are you there?").await?;
    embed.click("send").await?;
    told(1).await?;
    // It outlives a reload, as what was said does.
    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    embed.says("Are you there?").await?;
    told(1).await?;

    away.store(false, Ordering::SeqCst);
    let retry = "document.querySelector('.broken [data-control=retry]').click()";
    embed.script(retry, vec![]).await?;
    embed.says("I am back.").await?;
    let left = embed
        .script(
            "return document.querySelectorAll('.broken > *').length",
            vec![],
        )
        .await?;
    ensure!(left == json!(0), "the failure stands beside the answer");
    let said = embed.transcript().await?;
    let asked = said.iter().filter(|it| it.text == "Are you there?").count();
    ensure!(asked == 1, "{said:?}");
    model.abort();
    stage.chrome.close().await
}
