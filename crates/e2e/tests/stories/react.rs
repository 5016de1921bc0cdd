//! The element in a React application under StrictMode, which runs every effect twice.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::tags::page;
use vivavoce_e2e::wait::{self, PATIENCE};

async fn told(stage: &Stage, name: &str) -> Result<Vec<String>> {
    let four = json!(["Start", "Stop", "Terminated", "Submit"]);
    let script = format!(
        "return told.filter((one) => one.name === {} && {four}.includes(one.event)).map((one) => one.event)",
        json!(name)
    );
    Ok(serde_json::from_value(page(stage, &script).await?)?)
}

#[tokio::test]
async fn a_component_keeps_its_conversation_wherever_react_puts_it() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Shall we talk about {{ topic }}?" }, { "ask": "Why {{ topic }}?" },
            { "ask": "Since when?" }, { "ask": "I see." }
        ]}}))
        .await?;
    stage.chrome.viewport(500, 900).await?;
    let mut address = url::Url::parse(&stage.host.origin())?;
    address.set_path("/react");
    address
        .query_pairs_mut()
        .append_pair("server", &stage.embed(""))
        .append_pair("scenario", &scenario);
    stage.chrome.client.goto(address.as_str()).await?;

    // One frame, loaded once, with the variables it was given.
    let embed = Embed::within(&stage.chrome, "#tea iframe");
    embed.phase_is("ready").await?;
    let state = page(&stage, "return commands.tea.current.start()").await?;
    ensure!(
        state["phase"] == "connecting" || state["phase"] == "live",
        "{state}"
    );
    embed.answered(1, PATIENCE).await?;
    embed.says("Shall we talk about tea?").await?;
    embed.say("Gladly.").await?;
    let before = embed.transcript().await?;

    // Another parent: React throws the element away and makes a new one.
    page(&stage, "window.first = tag; show('right', 'coffee')").await?;
    wait::until("the transcript to be back", PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    let same = page(&stage, "return first === document.querySelector('#tea')").await?;
    ensure!(same == json!(false), "a new element");
    let coffee = Embed::within(&stage.chrome, "#coffee iframe");
    coffee.click("start").await?;
    coffee.answered(1, PATIENCE).await?;
    coffee.says("Shall we talk about coffee?").await?;
    page(&stage, "return commands.tea.current.send('Since always.')").await?;
    embed.answered(3, PATIENCE).await?;
    ensure!(
        told(&stage, "tea").await? == ["Start"],
        "{:?}",
        told(&stage, "tea").await?
    );

    // Gone for good.
    page(&stage, "show(null, 'coffee')").await?;
    wait::until("onStop of the component that went", PATIENCE, || async {
        Ok((told(&stage, "tea").await? == ["Start", "Stop"]).then_some(()))
    })
    .await?;
    ensure!(
        told(&stage, "coffee").await? == ["Start"],
        "the other goes on"
    );
    coffee.say("Gladly.").await?;
    let id: Value = page(
        &stage,
        "return told.find((one) => one.event === 'Stop').detail.sessionId",
    )
    .await?;
    let path = format!("/api/public/sessions/{}", id.as_str().unwrap_or_default());
    wait::until("the server to know", PATIENCE, || async {
        let stored = stage.server.get(&path).await?;
        Ok((stored["status"] == "completed").then_some(()))
    })
    .await?;
    stage.chrome.close().await
}

/// react/react#23381, vercel/next.js#84091. What a server rendered does nothing until React has come to
/// it, however late, and then has its variables and listeners.
#[tokio::test]
async fn what_a_server_rendered_is_hydrated_and_begins_only_then() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [{ "ask": "Shall we talk about {{ topic }}?" }] } }))
        .await?;
    stage.chrome.viewport(500, 900).await?;
    for version in ["19", "18"] {
        let mut address = url::Url::parse(&stage.host.origin())?;
        address.set_path("/react");
        address
            .query_pairs_mut()
            .append_pair("server", &stage.embed(""))
            .append_pair("scenario", &scenario)
            .append_pair("version", version)
            .append_pair("hydrate", "");
        stage.chrome.client.goto(address.as_str()).await?;
        wait::until("the page", PATIENCE, || async {
            let stands = page(&stage, "return !!window.hydrate").await?;
            Ok((stands == json!(true)).then_some(()))
        })
        .await?;
        let inert = page(
            &stage,
            "await new Promise((done) => setTimeout(done));\
             return [element.matches(':defined'), element.shadowRoot.querySelector('iframe') === null]",
        )
        .await?;
        ensure!(inert == json!([true, true]), "{version}: {inert}");
        page(&stage, "hydrate()").await?;
        let embed = Embed::within(&stage.chrome, "#tea iframe");
        embed.answered(1, PATIENCE).await?;
        embed.says("Shall we talk about tea?").await?;
        let state = page(&stage, "return [wrong, element === tag]").await?;
        ensure!(state == json!([[], true]), "{version}: {state}");
        ensure!(
            told(&stage, "tea").await? == ["Start"],
            "{version}: {:?}",
            told(&stage, "tea").await?
        );
    }
    stage.chrome.close().await
}
