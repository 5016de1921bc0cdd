//! Connections break and servers die; nothing is lost, doubled or reordered.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::{Embed, Shown};
use vivavoce_e2e::host::Host;
use vivavoce_e2e::proxy::Proxy;
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::{Stage, embed_address};
use vivavoce_e2e::wait::{self, PATIENCE};

/// Milliseconds a word: slow enough that a reply of sixty words is still under way at the fifth cut,
/// whatever the waits between them came to.
const SLOW: [(&str, &str); 1] = [("VIVAVOCE_AGENT_PACE", "250")];

/// Numbered words, with letters of two, three and four bytes, so that a loss shows and a cut can
/// fall inside a character.
fn long_reply() -> String {
    (1..=60)
        .map(|number| format!("wörd{number}✔🎈"))
        .collect::<Vec<_>>()
        .join(" ")
}

/// A scenario whose second reply is the long one.
async fn long_talk(stage: &Stage) -> Result<String> {
    stage
        .scenario(json!({ "script": { "steps": [
            { "ask": "Hello." }, { "ask": long_reply() },
            { "ask": "Goodbye." }
        ]}}))
        .await
}

async fn stage_behind_proxy() -> Result<(Stage, Proxy, String)> {
    let stage = Stage::set_with("", &SLOW).await?;
    let proxy = Proxy::to(stage.server.port).await?;
    let scenario = long_talk(&stage).await?;
    let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
    stage.open(&embed_address(proxy.port, &path)).await?;
    Ok((stage, proxy, scenario))
}

fn texts(shown: &[Shown]) -> Vec<&str> {
    shown.iter().map(|entry| entry.text.as_str()).collect()
}

#[tokio::test]
async fn five_cuts_in_one_reply_lose_double_and_reorder_nothing() -> Result<()> {
    let (stage, proxy, _) = stage_behind_proxy().await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.fill("message", "Tell me.").await?;
    embed.click("send").await?;
    // Uneven steps, so that cuts fall into events, between them, and inside characters.
    for (cut, bytes) in [611, 97, 1_003, 350, 5].into_iter().enumerate() {
        proxy.cut_stream_after(bytes);
        wait::until("a cut", PATIENCE, || async {
            Ok((proxy.cuts() > u32::try_from(cut)?).then_some(()))
        })
        .await?;
    }
    embed.answered(2, Duration::from_secs(120)).await?;
    let reply = long_reply();
    let shown = embed.transcript().await?;
    ensure!(
        texts(&shown) == ["Hello.", "Tell me.", reply.as_str()],
        "{shown:#?}"
    );
    embed.say("Bye.").await?;
    let shown = embed.transcript().await?;
    ensure!(
        texts(&shown) == ["Hello.", "Tell me.", reply.as_str(), "Bye.", "Goodbye."],
        "{shown:#?}"
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn a_server_killed_mid_reply_and_started_again_leaves_no_spinner_and_loses_nothing()
-> Result<()> {
    let mut stage = Stage::set_with("", &SLOW).await?;
    let scenario = long_talk(&stage).await?;
    let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
    stage.open(&stage.embed(&path)).await?;
    {
        let embed = Embed::framed(&stage.chrome);
        embed.click("start").await?;
        embed.answered(1, PATIENCE).await?;
        embed.fill("message", "Tell me.").await?;
        embed.click("send").await?;
        embed.says("wörd9✔").await?;
    }
    let before = Embed::framed(&stage.chrome).transcript().await?;
    stage.server.kill();
    tokio::time::sleep(Duration::from_secs(2)).await;
    stage.server.launch().await?;

    let embed = Embed::framed(&stage.chrome);
    wait::until(
        "the broken reply to end",
        Duration::from_secs(120),
        || async { Ok((!embed.has("cancel").await?).then_some(())) },
    )
    .await?;
    let after = embed.transcript().await?;
    ensure!(texts(&after)[..2] == ["Hello.", "Tell me."], "{after:#?}");
    let (kept, had) = (&after[2].text, &before[2].text);
    ensure!(
        long_reply().starts_with(kept.as_str()),
        "a prefix, nothing doubled: {kept}"
    );
    ensure!(
        kept.len() >= had.len().saturating_sub(200),
        "what was acknowledged is there"
    );
    embed
        .say_within("Still there?", Duration::from_secs(120))
        .await?;
    let ids: Vec<String> = embed
        .transcript()
        .await?
        .into_iter()
        .map(|shown| shown.entry)
        .collect();
    let mut unique = ids.clone();
    unique.sort();
    unique.dedup();
    ensure!(unique.len() == ids.len(), "no entry twice: {ids:?}");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_message_sent_while_offline_goes_out_once_when_the_network_returns() -> Result<()> {
    let (stage, proxy, scenario) = stage_behind_proxy().await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    proxy.refuse(true);
    proxy.sever();
    embed.fill("message", "Anyone?").await?;
    embed.click("send").await?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    ensure!(
        texts(&embed.transcript().await?) == ["Hello.", "Anyone?"],
        "kept on the screen"
    );
    proxy.refuse(false);
    embed.answered(2, Duration::from_secs(120)).await?;
    embed.end().await?;
    let sessions = stage
        .server
        .get(&format!("/api/public/sessions?scenario_id={scenario}"))
        .await?;
    let id = sessions["sessions"][0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let stored = stage
        .server
        .get(&format!("/api/public/sessions/{id}"))
        .await?;
    let said = stored["transcript"].as_array().map_or(0, |all| {
        all.iter()
            .filter(|said| said["content"] == "Anyone?")
            .count()
    });
    ensure!(said == 1, "{stored:#}");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_frame_whose_server_is_gone_says_so() -> Result<()> {
    let mut server = Server::start().await?;
    let host = Host::start().await?;
    let chrome = Chrome::start().await?;
    let path = "/embed/demo-interview?userName=Ada&userEmail=ada@example.com";
    chrome
        .client
        .goto(&host.embedding(&embed_address(server.port, path), 400, 600))
        .await?;
    let embed = Embed::framed(&chrome);
    embed.phase_is("ready").await?;
    server.kill();
    embed.click("start").await?;
    wait::until(
        "a visible, retryable failure",
        Duration::from_secs(120),
        || async {
            Ok((embed.phase().await? == "failed" && embed.offers("retry").await?).then_some(()))
        },
    )
    .await?;
    server.launch().await?;
    embed.click("retry").await?;
    embed.phase_is("live").await?;
    chrome.close().await
}
