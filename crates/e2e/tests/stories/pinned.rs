//! Today's frame in a page that loads yesterday's `<viva-voce>` by its integrity.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::tags::{four, page, said, session};
use vivavoce_e2e::wait::{self, PATIENCE};

/// As their pages have it.
const SCRIPT: &str = "<script src=/said.js></script>\
    <script type=module crossorigin src=/pinned.js integrity=sha384-+qiPBawb6dg5KdpWSZRhBPulXgLQBxS0REgM0rusMkY1Y9O9CpR6mtUZ1btn0sv4></script>";

/// Opens a page with an element for `scenario`; `more` are further attributes.
async fn open(stage: &Stage, scenario: &str, more: &str) -> Result<()> {
    let server = stage.embed("/");
    let tag = format!(
        "<viva-voce id=a scenario={scenario} server={server} user-name=Ada \
         user-email=ada@example.com {more}></viva-voce>"
    );
    stage.chrome.viewport(500, 900).await?;
    let address = stage.host.pasting(&[SCRIPT, &tag].concat(), "", "");
    stage.chrome.client.goto(&address).await?;
    page(stage, "await customElements.whenDefined('viva-voce')").await?;
    Ok(())
}

/// The names of an object's members, in order.
fn names(object: &Value) -> Vec<&str> {
    let members = object.as_object().into_iter().flatten();
    members.map(|(name, _)| name.as_str()).collect()
}

#[tokio::test]
async fn a_pinned_loader_goes_through_a_whole_conversation() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Shall we talk about {{ topic }}?" }, { "ask": "Why {{ topic }}?" }, { "ask": "I see." }
        ]}}))
        .await?;
    open(
        &stage,
        &scenario,
        "auto-height style=height:auto t_topic=tea",
    )
    .await?;
    let embed = Embed::framed(&stage.chrome);
    // Commands, each answered with the state it led to.
    let state = page(&stage, "return tag.getState()").await?;
    ensure!(
        state == json!({ "phase": "ready", "scenarioId": scenario }),
        "{state}"
    );
    page(&stage, "await tag.setVariables({ topic: 'cocoa' })").await?;
    page(
        &stage,
        "await tag.setUser({ name: 'Bea', email: undefined })",
    )
    .await?;
    page(&stage, "await tag.setTheme({ color: 'amber-300' })").await?;
    let accent = "return getComputedStyle(document.documentElement).getPropertyValue('--accent')";
    let accent = embed.script(accent, vec![]).await?;
    ensure!(
        accent.as_str().is_some_and(|it| it.trim() == "#fcd34d"),
        "{accent}"
    );
    page(
        &stage,
        "tag.sendNotes([{ text: 'Looks at prices', source: 'shop' }])",
    )
    .await?;
    let state = page(&stage, "return tag.start()").await?;
    ensure!(state["phase"] == "connecting", "{state}");
    embed.says("Shall we talk about cocoa?").await?;
    page(&stage, "await tag.send('Because of its smell.')").await?;
    embed.answered(2, PATIENCE).await?;
    page(&stage, "await tag.prefill('And')").await?;
    ensure!(embed.value("message").await? == "And", "prefilled");
    let refused = page(&stage, "await tag.send(' ')").await?;
    ensure!(refused["error"] == "invalid", "{refused}");
    let refused = page(&stage, "await tag.setTheme({ color: 7 })").await?;
    ensure!(refused["error"] == "invalid", "{refused}");
    // It has grown with its content, and goes on where it is moved.
    ensure!(
        !said(&stage, "a", &["resize"]).await?.is_empty(),
        "told how tall"
    );
    let id = session(&stage, "a").await?;
    let before = embed.transcript().await?;
    page(
        &stage,
        "const box = document.createElement('div'); document.body.append(box); box.append(tag)",
    )
    .await?;
    wait::until("the transcript to be back", PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    let state = page(&stage, "return tag.stop()").await?;
    ensure!(state["sessionId"] == json!(id), "{state}");
    embed.phase_is("review").await?;
    embed.click("submit").await?;
    wait::until("vv-submit", PATIENCE, || async {
        let told = four(&stage, "a").await?;
        Ok((told.len() == 3).then_some(told))
    })
    .await?;
    let told = said(&stage, "a", &["start", "stop", "submit"]).await?;
    for (place, event) in ["onStart", "onStop", "onSubmit"].into_iter().enumerate() {
        let (_, detail) = &told[place];
        ensure!(
            names(detail) == ["event", "sessionId", "timestamp"],
            "{detail}"
        );
        ensure!(
            detail["event"] == event && detail["sessionId"] == json!(id),
            "{detail}"
        );
        ensure!(detail["timestamp"].is_u64(), "{detail}");
    }
    let ready = said(&stage, "a", &["ready"]).await?;
    let data = &ready[0].1["data"];
    ensure!(*data == json!({ "scenario_id": scenario }), "{data}");
    page(&stage, "await tag.destroy()").await?;
    ensure!(
        four(&stage, "a").await? == ["start", "stop", "submit"],
        "nothing twice"
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn a_pinned_loader_is_asked_for_a_token_and_stops_what_is_removed() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(
            json!({ "is_public": false, "script": { "steps": [{ "ask": "Who goes there?" }] } }),
        )
        .await?;
    let token = stage.token(&scenario).await?;
    open(&stage, &scenario, "").await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("locked").await?;
    page(
        &stage,
        &format!("tag.getToken = async () => {}", json!(token)),
    )
    .await?;
    embed.phase_is("ready").await?;
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    let id = session(&stage, "a").await?;
    page(&stage, "window.gone = tag; tag.remove()").await?;
    wait::until("vv-stop", PATIENCE, || async {
        Ok((four(&stage, "a").await? == ["start", "stop"]).then_some(()))
    })
    .await?;
    // By the ticket it was given, and not by the frame, which only left.
    wait::until("the server to know", PATIENCE, || async {
        let path = format!("/api/public/sessions/{id}");
        let stored = stage.server.get(&path).await?;
        Ok((stored["status"] == "completed").then_some(()))
    })
    .await?;
    stage.chrome.close().await
}
