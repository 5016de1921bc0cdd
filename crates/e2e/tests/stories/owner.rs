//! An owner's way: a scenario is made, integrated, talked to; its session is read; a key is made
//! and revoked.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::page::Page;
use vivavoce_e2e::server::KEY;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

use super::playground::shot;

#[tokio::test]
async fn an_owner_makes_a_scenario_and_reads_what_was_said_in_it() -> Result<()> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(1200, 1000).await?;
    stage.chrome.client.goto(&stage.embed("/scenarios")).await?;
    let (page, embed) = (Page(&stage.chrome), Embed::framed(&stage.chrome));
    page.says("It opens with one of its API keys").await?;
    shot(&stage, "locked", 768, "light").await?;
    page.fill("API key", KEY).await?;
    page.press("button", "Use this key").await?;
    page.says("Your scenarios").await?;
    shot(&stage, "scenarios", 1200, "light").await?;
    stage.chrome.viewport(1200, 1000).await?;

    page.press("link", "New scenario").await?;
    page.press("button", "Create").await?;
    page.says("needs a name and instructions").await?;
    page.fill("Name", "Buying a lamp").await?;
    page.fill("What visitors read before they start", "You sell lamps.")
        .await?;
    page.fill(
        "Instructions for the agent",
        "You want a lamp from {{ shop }}. Ask about its price and its light.",
    )
    .await?;
    page.says("Variables found: shop").await?;
    page.fill("Rubric", "Greets\nNames a price").await?;
    page.press("button", "Create").await?;
    page.says("The scenario is created.").await?;
    page.says("Nobody has talked yet").await?;
    shot(&stage, "scenario", 1200, "dark").await?;
    shot(&stage, "scenario", 320, "light").await?;
    stage.chrome.viewport(1200, 1000).await?;

    page.press("link", "Integration").await?;
    page.says("Integrate “Buying a lamp”").await?;
    page.press("choice", "Phone").await?;
    page.fill("shop", "Lumen & Sons").await?;
    embed.phase_is("credentials").await?;
    embed.fill("name", "Ada").await?;
    embed.fill("email", "ada@example.com").await?;
    embed.click("continue").await?;
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("Good morning! This one costs 40 euros.").await?;
    embed.end().await?;
    embed.click("submit").await?;
    embed.phase_is("submitted").await?;
    stage.chrome.top().await?;

    page.press("link", "Back to the scenario").await?;
    page.press("link", "Ada").await?;
    page.says("This one costs 40 euros.").await?;
    page.says("Preview: counted nowhere").await?;
    page.says("shop = Lumen & Sons").await?;
    wait::until("the results", PATIENCE, || async {
        let shown = page.text("[aria-labelledby=results-title]").await?;
        if shown.contains("Visitor’s turns") {
            return Ok(Some(()));
        }
        page.press("button", "Refresh").await?;
        Ok(None)
    })
    .await?;
    shot(&stage, "session", 1200, "light").await?;
    shot(&stage, "session", 320, "dark").await?;
    stage.chrome.viewport(1200, 1000).await?;

    // What was saved is there; what is removed is gone with its sessions.
    page.press("link", "Back to the scenario").await?;
    page.fill("Name", "Buying two lamps").await?;
    page.press("button", "Save").await?;
    page.says("Saved.").await?;
    page.press("button", "Remove the scenario …").await?;
    page.press("button", "Remove it").await?;
    page.says("The scenario is removed.").await?;
    let all = stage.server.get("/api/public/scenarios").await?;
    ensure!(!all.to_string().contains("Buying"), "{all}");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_key_is_shown_once_and_opens_nothing_once_it_is_revoked() -> Result<()> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(1200, 1000).await?;
    stage.chrome.client.goto(&stage.embed("/keys")).await?;
    let page = Page(&stage.chrome);
    page.fill("API key", KEY).await?;
    page.press("button", "Use this key").await?;
    page.fill("What it is for", "the web shop").await?;
    page.press("button", "Make a key").await?;
    page.says("This is the only time the key is shown.").await?;
    let key = page.text(".fresh-key").await?;
    ensure!(key.starts_with("vv_") && key.len() > 40, "{key}");
    shot(&stage, "keys", 1200, "light").await?;
    shot(&stage, "keys", 320, "dark").await?;
    stage.chrome.viewport(1200, 1000).await?;
    let status = async |key: &str| -> Result<u16> {
        let asked = reqwest::Client::new()
            .get(stage.server.address("/api/public/balance"))
            .bearer_auth(key)
            .send()
            .await?;
        Ok(asked.status().as_u16())
    };
    ensure!(status(&key).await? == 200);

    page.press("button", "I have it").await?;
    ensure!(
        !page.kept().await?.contains(&key),
        "the key is still on the page"
    );
    page.press("button", "Revoke the web shop …").await?;
    page.press("button", "Revoke it").await?;
    page.says("The key is revoked.").await?;
    page.holds(
        "the key's state",
        "return document.body.innerText.includes('revoked')",
    )
    .await?;
    ensure!(status(&key).await? == 401);
    ensure!(!stage.server.log().contains(&key));

    // Back and Forward walk through the pages, with the key that was entered.
    page.press("link", "Scenarios").await?;
    page.says("Your scenarios").await?;
    stage.chrome.client.back().await?;
    page.says("Make a key").await?;
    let title = page.script("return document.title", vec![]).await?;
    ensure!(title == json!("Keys – Viva Voce"), "{title}");
    page.press("button", "Forget key").await?;
    page.says("It opens with one of its API keys").await?;
    let said = stage.chrome.console().await?;
    ensure!(said.is_empty(), "the console said {said:?}");
    stage.chrome.close().await.context("closing")
}
