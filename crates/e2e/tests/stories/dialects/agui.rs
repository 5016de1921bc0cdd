//! An AG-UI agent behind the relay.

use std::time::{Duration, Instant};

use super::*;

const BACKEND: &str = "dialect = \"ag-ui\"\nurl = \"URL/ag-ui\"";

#[tokio::test]
async fn an_ag_ui_agent_asks_in_an_interrupt_and_is_answered() -> Result<()> {
    let bridge = Bridge::built(BACKEND, None).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    two_turns(&embed).await?;
    shows(&embed, ".prompt .question").await?;
    // What is asked outlives a reload.
    reload(&embed).await?;
    shows(&embed, ".prompt .question").await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    gone(&embed, ".prompt").await?;
    // What was answered is not asked again, and the thread goes on.
    reloaded(&embed).await?;
    gone(&embed, ".prompt").await?;
    bridge.closed().await
}

#[tokio::test]
async fn an_ag_ui_run_is_stopped_and_the_thread_goes_on() -> Result<()> {
    let slow = agent(&json!([
        { "say": "Let me look." },
        // Longer than this story waits for anything.
        { "wait": 10_000 }, { "wait": 10_000 }, { "wait": 10_000 },
        { "ask": HELD },
        { "label": "more", "ask": KEPT, "again": MORE },
        { "goto": "more" }
    ]));
    let bridge = Bridge::of(&slow, BACKEND, None).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    embed.fill("message", "Hello").await?;
    embed.click("send").await?;
    embed.says("Let me look.").await?;
    embed.click("cancel").await?;
    gone(&embed, "[data-control=cancel]").await?;
    // An agent still at work would answer only after that.
    let stopped = Instant::now();
    embed.say("Just keep one").await?;
    embed.says(KEPT).await?;
    let waited = stopped.elapsed();
    ensure!(waited < Duration::from_secs(25), "not stopped: {waited:?}");
    ensure!(!embed.body().await?.contains(HELD), "it went on");
    reloaded(&embed).await?;
    bridge.closed().await
}

#[tokio::test]
async fn a_message_to_an_ag_ui_agent_outlives_a_reload_before_its_answer() -> Result<()> {
    let slow = agent(&json!([
        { "ask": FIRST },
        { "wait": 10_000 }, { "wait": 10_000 }, { "wait": 10_000 },
        { "ask": HELD },
        { "label": "more", "ask": KEPT, "again": MORE },
        { "goto": "more" }
    ]));
    let bridge = Bridge::of(&slow, BACKEND, None).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    embed.say("Hello").await?;
    embed.fill("message", "A lamp").await?;
    embed.click("send").await?;
    shows(&embed, "[data-delivery=sent] ~ [data-delivery=sent]").await?;
    reload(&embed).await?;
    let whole = [
        ("visitor", "Hello"),
        ("agent", FIRST),
        ("visitor", "A lamp"),
    ];
    holds(&embed, &lines(&whole)).await?;
    embed.say("Just keep one").await?;
    embed.says(KEPT).await?;
    bridge.closed().await
}

#[tokio::test]
async fn two_tabs_with_an_ag_ui_agent_keep_their_own_threads() -> Result<()> {
    let bridge = Bridge::built(BACKEND, None).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    two_turns(&embed).await?;
    let first = said(&embed).await?;
    let tab = bridge.new_tab().await?;
    let embed = bridge.begun(&bridge.agent).await?;
    embed.say("Good evening").await?;
    embed.says(FIRST).await?;
    let second = said(&embed).await?;

    let tab = bridge.to_tab(tab).await?;
    holds(&embed, &first).await?;
    reload(&embed).await?;
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    bridge.to_tab(tab).await?;
    holds(&embed, &second).await?;
    reload(&embed).await?;
    bridge.closed().await
}
