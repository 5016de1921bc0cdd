//! Wrong parameters, wrong passcodes, blocked storage: a clear message or a documented default,
//! never a blank frame, nothing typed is lost.

use anyhow::{Result, ensure};
use serde_json::json;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::PATIENCE;

const ADA: &str = "userName=Ada&userEmail=ada@example.com";

#[tokio::test]
async fn wrong_parameters_give_defaults_and_never_a_blank_frame() -> Result<()> {
    let stage = Stage::set().await?;
    let long = "x".repeat(100_000);
    for (query, phase) in [
        (
            format!("{ADA}&color=nonsense&background=%23zzz&showPulse=maybe"),
            "ready",
        ),
        (format!("{ADA}&name={}", "y".repeat(40_000)), "ready"),
        (
            format!("{ADA}&t_role=%7B%7B%20x%20%7D%7D&t_x=%3Cscript%3E"),
            "ready",
        ),
        (format!("{ADA}&%E0%A4%A&%=%&&&==&t_="), "ready"),
        (
            "userEmail=not-an-address&userName=Ada".to_owned(),
            "credentials",
        ),
    ] {
        stage
            .open(&stage.embed(&format!("/embed/demo-interview?{query}")))
            .await?;
        let embed = Embed::framed(&stage.chrome);
        embed.phase_is(phase).await?;
        ensure!(
            !embed.body().await?.trim().is_empty(),
            "a blank frame for {query:.80}"
        );
    }
    // Longer than any server takes: still a sentence, not the browser's own error page. The frame
    // is pointed there by script, since the host page's own address could not carry it either.
    let too_long = stage.embed(&format!("/embed/demo-interview?name={long}"));
    stage.chrome.top().await?;
    let point = "document.getElementById('embed').src = arguments[0]";
    stage
        .chrome
        .client
        .execute(point, vec![json!(too_long)])
        .await?;
    Embed::framed(&stage.chrome).says("too long").await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn an_unknown_scenario_is_told_plainly() -> Result<()> {
    let stage = Stage::set().await?;
    stage
        .open(&stage.embed("/embed/0123456789abcdef01234567"))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("failed").await?;
    ensure!(embed.body().await?.trim().len() > 20, "a sentence");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_wrong_passcode_keeps_the_form_and_the_right_one_opens() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage.scenario(json!({ "passcode": "sesame" })).await?;
    stage
        .open(&stage.embed(&format!("/embed/{scenario}?{ADA}")))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("locked").await?;
    embed.fill("passcode", "wrong").await?;
    embed.click("unlock").await?;
    embed.says("passcode").await?;
    embed.phase_is("locked").await?;
    embed.fill("passcode", "sesame").await?;
    embed.click("unlock").await?;
    embed.phase_is("ready").await?;
    embed.click("start").await?;
    embed.phase_is("live").await?;
    embed.answered(1, PATIENCE).await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn a_private_scenario_opens_with_a_token_and_the_token_leaves_the_address() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage.scenario(json!({ "is_public": false })).await?;
    stage
        .open(&stage.embed(&format!("/embed/{scenario}?{ADA}")))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("locked").await?;
    let token = stage.token(&scenario).await?;
    let address = stage.embed(&format!(
        "/embed/{scenario}?{ADA}&scenarioAccessToken={token}"
    ));
    stage.open(&address).await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("ready").await?;
    let now = embed.script("return location.href", vec![]).await?;
    ensure!(
        !now.as_str().unwrap_or_default().contains(&token),
        "scrubbed: {now}"
    );
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn a_sandboxed_frame_without_storage_or_origin_still_talks() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Hello." }, { "ask": "Yes." }
        ]}}))
        .await?;
    let src = stage.embed(&format!("/embed/{scenario}?{ADA}"));
    stage
        .chrome
        .client
        .goto(&stage.host.sandboxing(&src, "allow-scripts allow-forms"))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("Can you hear me?").await?;
    ensure!(
        embed.transcript().await?.len() == 3,
        "two replies and a message"
    );
    stage.chrome.close().await
}
