//! An embed goes: by removal, by navigation, with its tab. The server hears of one stop, and so does
//! a page that lives on. And ten of them at once.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::tags::{four, open, page, session};
use vivavoce_e2e::wait::{self, PATIENCE};

/// Longer than the server gives a page to come back.
const GRACE: Duration = Duration::from_secs(120);

fn tag(id: &str, scenario: &str) -> String {
    format!(
        "<viva-voce id={id} scenario={scenario} user-name=Ada user-email=ada@example.com t_topic={id}></viva-voce>"
    )
}

async fn stage() -> Result<(Stage, String)> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Shall we talk about {{ topic }}?" }, { "ask": "Why {{ topic }}?" }, { "ask": "I see." }
        ]}}))
        .await?;
    stage.chrome.viewport(400, 700).await?;
    Ok((stage, scenario))
}

/// Opens a page with one element and talks in it; answers the session.
async fn talking(stage: &Stage, scenario: &str) -> Result<String> {
    open(stage, &tag("a", scenario)).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("Yes.").await?;
    session(stage, "a").await
}

/// Waits until the session has ended and its results stand; answers how.
async fn ended(stage: &Stage, id: &str, limit: Duration) -> Result<Value> {
    wait::until("the server to know", limit, || async {
        let stored = stage
            .server
            .get(&format!("/api/public/sessions/{id}"))
            .await?;
        let running = stored["status"] == "active" || stored["status"] == "started";
        let settled = !running && stored["is_analyzing"] == false;
        Ok((settled && !stored["status"].is_null()).then_some(stored))
    })
    .await
}

#[tokio::test]
async fn a_removed_element_stops_its_session_once_everywhere() -> Result<()> {
    let (stage, scenario) = stage().await?;
    let id = talking(&stage, &scenario).await?;
    page(&stage, "tag.remove()").await?;
    let stored = ended(&stage, &id, PATIENCE).await?;
    ensure!(stored["status"] == "completed", "{stored}");
    // The frame's own leaving adds nothing to it.
    tokio::time::sleep(Duration::from_secs(28)).await;
    let later = stage
        .server
        .get(&format!("/api/public/sessions/{id}"))
        .await?;
    ensure!(later == stored, "{stored}\nthen {later}");
    ensure!(
        four(&stage, "a").await? == ["start", "stop"],
        "{:?}",
        four(&stage, "a").await?
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn a_page_that_goes_elsewhere_and_a_tab_that_closes_end_their_sessions() -> Result<()> {
    let (stage, scenario) = stage().await?;
    let first = talking(&stage, &scenario).await?;
    stage.chrome.top().await?;
    stage
        .chrome
        .client
        .goto(&format!("{}/elsewhere", stage.host.origin()))
        .await?;

    let home = stage.chrome.client.window().await?;
    let tab = stage.chrome.client.new_window(true).await?;
    stage.chrome.client.switch_to_window(tab.handle).await?;
    let second = talking(&stage, &scenario).await?;
    stage.chrome.client.close_window().await?;
    stage.chrome.client.switch_to_window(home).await?;

    for id in [first, second] {
        let stored = ended(&stage, &id, GRACE).await?;
        ensure!(stored["status"] == "terminated", "{stored}");
    }
    stage.chrome.close().await
}

#[tokio::test]
async fn a_page_that_is_loaded_anew_keeps_its_session() -> Result<()> {
    let (stage, scenario) = stage().await?;
    let id = talking(&stage, &scenario).await?;
    let embed = Embed::framed(&stage.chrome);
    let before = embed.transcript().await?;
    embed.script("location.reload()", vec![]).await?;
    wait::until("the transcript to be back", PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    tokio::time::sleep(Duration::from_secs(29)).await;
    embed.say("Because.").await?;
    ensure!(
        four(&stage, "a").await? == ["start"],
        "{:?}",
        four(&stage, "a").await?
    );
    let stored = stage
        .server
        .get(&format!("/api/public/sessions/{id}"))
        .await?;
    ensure!(stored["status"] != "terminated", "{stored}");
    stage.chrome.close().await
}

#[tokio::test]
async fn ten_on_one_page_talk_at_once() -> Result<()> {
    let (stage, scenario) = stage().await?;
    stage.chrome.viewport(1_200, 900).await?;
    let ids: Vec<String> = (0..10).map(|n| format!("talk{n}")).collect();
    let all: String = ids.iter().map(|id| tag(id, &scenario)).collect();
    open(&stage, &all).await?;
    let states = page(
        &stage,
        "await customElements.whenDefined('viva-voce');\
         const all = [...document.querySelectorAll('viva-voce')];\
         await Promise.all(all.map((one) => one.getState()));\
         return Promise.all(all.map((one) => one.start()))",
    )
    .await?;
    ensure!(
        states.as_array().is_some_and(|all| all.len() == 10),
        "{states}"
    );
    let limit = PATIENCE * 2;
    let selectors: Vec<String> = ids.iter().map(|id| format!("#{id} iframe")).collect();
    let embeds: Vec<Embed<'_>> = selectors
        .iter()
        .map(|selector| Embed::within(&stage.chrome, selector))
        .collect();
    for embed in &embeds {
        embed.answered(1, limit).await?;
    }
    for (turn, text) in ["Yes.", "Because."].into_iter().enumerate() {
        let sent = page(
            &stage,
            &format!(
                "return Promise.all([...document.querySelectorAll('viva-voce')].map((one) => one.send({})))",
                json!(text)
            ),
        )
        .await?;
        ensure!(sent.as_array().is_some_and(|all| all.len() == 10), "{sent}");
        for embed in &embeds {
            embed.answered(turn + 2, limit).await?;
        }
    }
    let mut sessions = Vec::new();
    for (id, embed) in ids.iter().zip(&embeds) {
        let shown = embed.transcript().await?;
        ensure!(shown.len() == 5, "{id}: {shown:?}");
        ensure!(
            shown[0].text == format!("Shall we talk about {id}?"),
            "{shown:?}"
        );
        sessions.push(session(&stage, id).await.with_context(|| id.clone())?);
    }
    sessions.sort();
    sessions.dedup();
    ensure!(sessions.len() == 10, "ten sessions: {sessions:?}");
    stage.chrome.close().await
}
