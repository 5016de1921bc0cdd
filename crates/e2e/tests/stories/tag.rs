//! `<viva-voce>` in a page: events, commands, live attributes, removal.

use anyhow::{Result, ensure};
use serde_json::json;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::tags::page;
use vivavoce_e2e::wait::{self, PATIENCE};

const TALK: &str = r#"<viva-voce scenario="ID" user-name="Ada" user-email="ada@example.com"
    t_topic="tea" color="teal-500" title="Support"></viva-voce>"#;

async fn stage() -> Result<Stage> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Shall we talk about {{ topic }}?" }, { "ask": "Why {{ topic }}?" }, { "ask": "I see." }
        ]}}))
        .await?;
    stage.chrome.viewport(400, 600).await?;
    let page = stage.host.tagging(
        &stage.embed("/viva-voce.js"),
        &TALK.replace("ID", &scenario),
    );
    stage.chrome.client.goto(&page).await?;
    Ok(stage)
}

async fn told(stage: &Stage) -> Result<Vec<String>> {
    let names = page(stage, "return told.map((one) => one.name)").await?;
    Ok(serde_json::from_value(names)?)
}

#[tokio::test]
async fn commands_given_before_the_frame_listens_are_carried_out() -> Result<()> {
    let stage = stage().await?;
    let state = page(
        &stage,
        "await customElements.whenDefined('viva-voce'); return tag.getState()",
    )
    .await?;
    ensure!(state["phase"] == "ready", "{state}");
    page(&stage, "await tag.start()").await?;
    let embed = Embed::framed(&stage.chrome);
    embed.says("Shall we talk about tea?").await?;
    page(&stage, "await tag.send('Yes, please.')").await?;
    embed.answered(2, PATIENCE).await?;
    page(&stage, "await tag.prefill('Because')").await?;
    ensure!(embed.value("message").await? == "Because", "prefilled");
    let refused = page(&stage, "await tag.send('   ')").await?;
    ensure!(refused["error"] == "invalid", "{refused}");
    let state = page(&stage, "return tag.stop()").await?;
    ensure!(
        state["sessionId"].as_str().is_some_and(|id| id.len() == 24),
        "{state}"
    );
    embed.phase_is("review").await?;
    embed.click("submit").await?;
    let names = wait::until("vv-submit", PATIENCE, || async {
        let names = told(&stage).await?;
        Ok(names.contains(&"submit".to_owned()).then_some(names))
    })
    .await?;
    let four: Vec<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| ["start", "stop", "terminated", "submit"].contains(name))
        .collect();
    ensure!(four == ["start", "stop", "submit"], "{names:?}");
    stage.chrome.close().await
}

#[tokio::test]
async fn an_element_removed_mid_session_says_stop_once_and_moving_it_does_not() -> Result<()> {
    let stage = stage().await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    page(
        &stage,
        "const box = document.createElement('div'); document.body.append(box); box.append(tag)",
    )
    .await?;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    ensure!(
        !told(&stage).await?.contains(&"stop".to_owned()),
        "moved, not removed"
    );
    page(&stage, "tag.remove()").await?;
    wait::until("the stop", PATIENCE, || async {
        let names = told(&stage).await?;
        Ok(names.contains(&"stop".to_owned()).then_some(()))
    })
    .await?;
    tokio::time::sleep(std::time::Duration::from_millis(800)).await;
    let stops = told(&stage)
        .await?
        .iter()
        .filter(|name| *name == "stop")
        .count();
    ensure!(stops == 1, "{:?}", told(&stage).await?);
    stage.chrome.close().await
}

#[tokio::test]
async fn an_accent_set_on_the_element_changes_the_frame_without_loading_it_anew() -> Result<()> {
    let stage = stage().await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("ready").await?;
    page(&stage, "await tag.getState()").await?;
    embed.script("window.same = true", vec![]).await?;
    page(&stage, "tag.setAttribute('color', 'amber-300')").await?;
    wait::until("the new accent", PATIENCE, || async {
        let accent =
            "return getComputedStyle(document.documentElement).getPropertyValue('--accent')";
        let accent = embed.script(accent, vec![]).await?;
        Ok((accent.as_str().unwrap_or_default().trim() == "#fcd34d").then_some(()))
    })
    .await?;
    ensure!(
        embed.script("return window.same", vec![]).await? == json!(true),
        "the same document"
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn a_private_scenario_opens_by_the_pages_callback_and_no_address_holds_the_token()
-> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage.scenario(json!({ "is_public": false })).await?;
    let token = stage.token(&scenario).await?;
    stage.chrome.viewport(400, 600).await?;
    let tag = TALK.replace("ID", &scenario);
    stage
        .chrome
        .client
        .goto(&stage.host.tagging(&stage.embed("/viva-voce.js"), &tag))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("locked").await?;
    page(
        &stage,
        &format!("tag.getToken = async () => {}", json!(token)),
    )
    .await?;
    embed.phase_is("ready").await?;
    let src = page(&stage, "return tag.shadowRoot.querySelector('iframe').src").await?;
    ensure!(!src.as_str().unwrap_or_default().contains(&token), "{src}");
    stage.chrome.close().await
}
