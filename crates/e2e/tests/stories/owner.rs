//! An owner's way: a scenario is made, integrated, talked to; its session is read; a key is made
//! and revoked.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use vivavoce_e2e::axe;
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
    page.says("Your page fills: shop").await?;
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

/// Presses a button of the question that stands over the page.
async fn answered(page: &Page<'_>, answer: &str) -> Result<()> {
    page.says("There are unsaved changes").await?;
    let press = "[...document.querySelectorAll('dialog button')].find((it) => it.innerText === arguments[0]).click()";
    page.script(press, vec![json!(answer)]).await?;
    Ok(())
}

#[tokio::test]
async fn what_was_edited_is_not_lost_without_a_question() -> Result<()> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(1200, 1000).await?;
    let scenario = stage
        .scenario(json!({ "name": "Tea", "slug": "tea-time", "ai_instructions": "Sell tea to {{ who }}." }))
        .await?;
    stage.chrome.client.goto(&stage.embed("/scenarios")).await?;
    let page = Page(&stage.chrome);
    page.fill("API key", KEY).await?;
    page.press("button", "Use this key").await?;
    page.press("link", "Tea").await?;
    page.says("Your page fills: who").await?;
    let here = "return location.pathname === '/scenarios/tea-time'";

    page.fill("Name", "Green tea").await?;
    page.says("Unsaved changes").await?;
    // By a link, by another page of ours, by the browser, by what hides the page.
    for (role, name) in [
        ("link", "All scenarios"),
        ("link", "API"),
        ("button", "Forget key"),
    ] {
        page.press(role, name).await?;
        answered(&page, "Stay").await?;
        page.holds("the same page", here).await?;
    }
    stage.chrome.client.back().await?;
    answered(&page, "Stay").await?;
    page.holds("the same page", here).await?;
    let guarded = "const leaving = new Event('beforeunload', { cancelable: true }); dispatchEvent(leaving); return leaving.defaultPrevented";
    ensure!(
        page.script(guarded, vec![]).await? == json!(true),
        "closing loses it"
    );

    page.press("link", "All scenarios").await?;
    answered(&page, "Save").await?;
    page.says("Your scenarios").await?;
    page.press("link", "Green tea").await?;
    page.fill("Name", "Black tea").await?;
    page.press("link", "Keys").await?;
    answered(&page, "Discard").await?;
    page.says("Make a key").await?;
    ensure!(
        page.script(guarded, vec![]).await? == json!(false),
        "nothing is edited any more"
    );
    let kept = stage
        .server
        .get(&format!("/api/public/scenarios/{scenario}"))
        .await?;
    ensure!(kept["name"] == json!("Green tea"), "{kept}");
    stage.chrome.close().await
}

#[tokio::test]
async fn the_editor_shows_the_script_that_is_played_and_takes_a_passcode_away() -> Result<()> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(1200, 1000).await?;
    stage
        .chrome
        .client
        .goto(&stage.embed("/scenarios/demo-markdown"))
        .await?;
    let page = Page(&stage.chrome);
    page.fill("API key", KEY).await?;
    page.press("button", "Use this key").await?;
    page.says("its instructions are not used while it has one")
        .await?;
    let before = stage
        .server
        .get("/api/public/scenarios/demo-markdown")
        .await?;
    ensure!(
        !page.text("body").await?.contains("Unsaved changes"),
        "it was not touched"
    );
    for other in ["user_first_name", "drink", "said"] {
        let fills = page.text(".editor").await?;
        ensure!(
            !fills.contains(&format!("Your page fills: {other}")),
            "{fills}"
        );
    }

    // Saved as it is, it stays as it is.
    page.press("button", "Save").await?;
    page.says("Saved.").await?;
    let after = stage
        .server
        .get("/api/public/scenarios/demo-markdown")
        .await?;
    for member in [
        "name",
        "slug",
        "script",
        "ai_instructions",
        "description",
        "starts_at",
        "rubrik",
    ] {
        ensure!(
            before[member] == after[member],
            "{member}: {} {}",
            before[member],
            after[member]
        );
    }

    page.fill("Script, as JSON", "{ \"steps\": [").await?;
    page.says("The script is not valid JSON").await?;
    page.fill("Script, as JSON", r#"{ "steps": [{ "sya": "Hello" }] }"#)
        .await?;
    page.press("button", "Save").await?;
    page.says("unknown field `sya`").await?;
    page.fill(
        "Script, as JSON",
        r#"{ "steps": [{ "ask": "A new beginning?" }] }"#,
    )
    .await?;
    page.fill("Passcode", "lamplight").await?;
    page.press("button", "Save").await?;
    page.says("One is set.").await?;
    let saved = stage
        .server
        .get("/api/public/scenarios/demo-markdown")
        .await?;
    ensure!(
        saved["script"]["steps"][0]["ask"] == json!("A new beginning?"),
        "{saved}"
    );
    ensure!(saved["requires_passcode"] == json!(true), "{saved}");

    page.press("choice", "Remove the passcode").await?;
    page.press("button", "Save").await?;
    page.holds(
        "the passcode gone",
        "return !document.body.innerText.includes('Remove the passcode')",
    )
    .await?;
    let saved = stage
        .server
        .get("/api/public/scenarios/demo-markdown")
        .await?;
    ensure!(saved["requires_passcode"] == json!(false), "{saved}");
    let found = axe::violations(&stage.chrome).await?;
    ensure!(found.is_empty(), "{found:#?}");
    shot(&stage, "editor", 1200, "light").await?;
    shot(&stage, "editor", 400, "dark").await?;
    stage.chrome.close().await
}
