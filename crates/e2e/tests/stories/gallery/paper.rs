//! What a printer gets: all of it, however little of it the window shows.

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::clipped;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;

use super::ADA;

/// Pages of what would be printed.
async fn pages(stage: &Stage) -> Result<u64> {
    let printed = stage.chrome.cdp("Page.printToPDF", json!({})).await?;
    let count = "return (atob(arguments[0]).match(/\\/Type\\s*\\/Page\\b/g) ?? []).length";
    let count = stage
        .chrome
        .client
        .execute(count, vec![printed["data"].clone()]);
    Ok(count.await?.as_u64().unwrap_or_default())
}

/// As on paper: nothing scrolls, nothing is cut, nothing is there to be pressed, and the last words are.
const WHOLE: &str = "\
    const seen = (e) => e.checkVisibility({ visibilityProperty: true });\
    const all = [...document.querySelectorAll('main, main *')];\
    const inside = all.filter((e) => !e.closest('.unseen') && e.scrollHeight > e.clientHeight + 2 && e.clientHeight > 1\
      && getComputedStyle(e).overflowY !== 'visible');\
    const pressed = [...document.querySelectorAll('button, textarea')].filter(seen);\
    const entries = [...document.querySelectorAll('article:not(.empty)')];\
    const height = document.documentElement.scrollHeight;\
    return {\
      scrolls: inside.map((e) => e.className),\
      pressed: pressed.map((e) => e.outerHTML.slice(0, 80)),\
      hidden: entries.filter((e) => !seen(e) || e.getBoundingClientRect().bottom > height + 1).length,\
    };";

async fn check(stage: &Stage, name: &str, fewest: u64) -> Result<()> {
    let embed = Embed::plain(&stage.chrome);
    let pages = pages(stage).await?;
    ensure!(pages >= fewest, "{name}: {pages} pages");
    stage
        .chrome
        .cdp("Emulation.setEmulatedMedia", json!({ "media": "print" }))
        .await?;
    let found: Value = embed.script(WHOLE, vec![]).await?;
    let clipped = clipped::found(&embed).await?;
    stage
        .chrome
        .cdp("Emulation.setEmulatedMedia", json!({ "media": "" }))
        .await?;
    let nothing = json!({ "scrolls": [], "pressed": [], "hidden": 0 });
    ensure!(found == nothing, "{name}: {found}");
    ensure!(clipped.is_empty(), "{name}: {clipped:#?}");
    Ok(())
}

#[tokio::test]
async fn a_long_conversation_prints_whole_while_it_runs_and_afterwards() -> Result<()> {
    let stage = Stage::set().await?;
    let long =
        "A conversation is a thing made by two people. Listen for what is not said.\n\n".repeat(12);
    let scenario = stage
        .scenario(json!({
            "rubrik": "Clarity: says what is wanted",
            "script": { "steps": [{ "ask": long }, { "ask": long }, { "ask": long }] }
        }))
        .await?;
    stage.chrome.viewport(400, 600).await?;
    stage.chrome.scheme("dark").await?;
    let embed = Embed::plain(&stage.chrome);
    let address = stage.embed(&format!("/embed/{scenario}?{ADA}"));
    stage.chrome.client.goto(&address).await?;
    embed.phase_is("ready").await?;
    embed.click("start").await?;
    embed.answered(1, vivavoce_e2e::wait::PATIENCE).await?;
    embed.say("And then?").await?;
    embed.say("The very last words.").await?;
    check(&stage, "live", 2).await?;
    embed.end().await?;
    embed.phase_is("review").await?;
    check(&stage, "review", 2).await?;
    embed.click("submit").await?;
    embed.phase_is("submitted").await?;
    embed.says("Clarity").await?;
    check(&stage, "results", 3).await?;
    stage.chrome.close().await
}
