//! An Agentok chat behind the relay.

use super::*;

const BACKEND: &str = "dialect = \"agentok\"\nurl = \"URL\"";

impl Bridge {
    async fn chatting(played: &Value) -> Result<Bridge> {
        Bridge::of(played, BACKEND, Some(json!({ "api": "agentok" }))).await
    }

    /// The chats as the vendor has them, newest first.
    async fn chats(&self) -> Result<Vec<Value>> {
        let all = self.told("/v1/chats", &[("x-api-key", &self.key)]).await?;
        Ok(all.as_array().context("chats")?.clone())
    }

    /// Waits until the newest chat stands so.
    async fn chat_is(&self, status: &str) -> Result<()> {
        let what = format!("the chat {status} at the vendor");
        wait::until(&what, PATIENCE, || async {
            let chats = self.chats().await?;
            Ok((chats.first().context("a chat")?["status"] == status).then_some(()))
        })
        .await
    }
}

#[tokio::test]
async fn an_agentok_chat_waits_for_human_input_and_gets_it() -> Result<()> {
    let bridge = Bridge::chatting(&shop()).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    two_turns(&embed).await?;
    shows(&embed, ".prompt .question").await?;
    bridge.chat_is("wait_for_human_input").await?;
    // Who speaks, and to whom.
    let author = text(&embed, "[data-speaker=agent] .author").await?;
    let names = author.contains("A shop's agent") && author.contains("User");
    ensure!(names, "{author:?}");
    // What the agents did.
    let open = "const row = document.querySelector('details.activity[data-kind=tool]');\
                row.open = true;\
                return row.innerText";
    let row = embed.script(open, vec![]).await?;
    let row = row.as_str().unwrap_or_default();
    for part in ["check_stock", "lamp", "3 in stock"] {
        ensure!(row.contains(part), "{part}: {row:?}");
    }
    embed.say("Yes, please").await?;
    embed.says(KEPT).await?;
    shows(&embed, "details.activity[data-kind=summary]").await?;
    reloaded(&embed).await?;
    let page = embed.body().await?;
    ensure!(!page.contains("__STATUS"), "a marker is shown: {page}");
    bridge.closed().await
}

#[tokio::test]
async fn an_agentok_chats_quick_answers_go_on_and_leave() -> Result<()> {
    let waiting = agent(&json!([
        { "ask": HELD, "hold": true },
        { "label": "more", "ask": KEPT, "again": MORE, "hold": true },
        { "goto": "more" }
    ]));
    let bridge = Bridge::chatting(&waiting).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    embed.say("Hello").await?;
    embed.says(HELD).await?;
    shows(&embed, ".prompt .question").await?;
    let answers = texts(&embed, "[data-control=answer]").await?;
    ensure!(answers == ["Continue", "Exit"], "{answers:?}");
    press(&embed, "[data-control=answer]", "Continue").await?;
    embed.says(KEPT).await?;
    shows(&embed, ".prompt .question").await?;
    // One word of the visitor's, now and after a reload.
    let whole = lines(&[
        ("visitor", "Hello"),
        ("agent", HELD),
        ("visitor", "Continue"),
        ("agent", KEPT),
    ]);
    holds(&embed, &whole).await?;
    reload(&embed).await?;
    shows(&embed, ".prompt .question").await?;
    holds(&embed, &whole).await?;

    press(&embed, "[data-control=answer]", "Exit").await?;
    bridge.chat_is("completed").await?;
    gone(&embed, ".prompt").await?;
    // The chat goes on with the next word.
    embed.say("Hello again").await?;
    bridge.chat_is("wait_for_human_input").await?;
    shows(&embed, ".prompt .question").await?;
    ensure!(bridge.chats().await?.len() == 1, "another chat was made");
    bridge.closed().await
}

#[tokio::test]
async fn stopping_an_agentok_run_aborts_it_at_the_vendor() -> Result<()> {
    let slow = agent(&json!([
        { "ask": FIRST },
        { "say": "Let me look." },
        { "wait": 10_000 }, { "wait": 10_000 }, { "wait": 10_000 },
        { "ask": HELD },
        { "label": "more", "ask": KEPT, "again": MORE },
        { "goto": "more" }
    ]));
    let bridge = Bridge::chatting(&slow).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    embed.say("Hello").await?;
    embed.fill("message", "A lamp").await?;
    embed.click("send").await?;
    shows(&embed, "[data-delivery=sent] ~ [data-delivery=sent]").await?;
    bridge.chat_is("running").await?;
    embed.click("cancel").await?;
    bridge.chat_is("aborted").await?;
    gone(&embed, "[data-control=cancel]").await?;
    embed.say("Just keep one").await?;
    embed.says(KEPT).await?;
    ensure!(!embed.body().await?.contains(HELD), "it went on");
    reloaded(&embed).await?;
    bridge.closed().await
}

#[tokio::test]
async fn an_agentok_chat_that_is_deleted_is_gone_at_the_vendor_too() -> Result<()> {
    let bridge = Bridge::chatting(&shop()).await?;
    let embed = bridge.begun(&bridge.agent).await?;
    embed.say("Hello").await?;
    embed.says(FIRST).await?;
    embed.click("conversations").await?;
    embed.click("new").await?;
    holds(&embed, &[]).await?;
    embed.say("Good evening").await?;
    embed.says(FIRST).await?;
    let second = said(&embed).await?;
    ensure!(bridge.chats().await?.len() == 2, "two chats");

    // The list calls them by what was said first in them.
    embed.click("conversations").await?;
    let earlier = ".conversations li:has([aria-current]) ~ li [data-control=delete]";
    press(&embed, earlier, "Delete").await?;
    reads(&embed, ".sure", "Hello").await?;
    embed.click("delete-sure").await?;
    wait::until("one chat at the vendor", PATIENCE, || async {
        let chats = bridge.chats().await?;
        let left = chats.iter().map(|chat| chat["name"].clone());
        Ok((left.collect::<Vec<_>>() == ["Good evening"]).then_some(()))
    })
    .await?;
    wait::until("one row", PATIENCE, || async {
        Ok((texts(&embed, ".conversation").await?.len() == 1).then_some(()))
    })
    .await?;
    // The other one was not touched; without it there is none.
    holds(&embed, &second).await?;
    embed.click("delete").await?;
    embed.click("delete-sure").await?;
    holds(&embed, &[]).await?;
    wait::until("no chat at the vendor", PATIENCE, || async {
        Ok(bridge.chats().await?.is_empty().then_some(()))
    })
    .await?;
    embed.click("close").await?;
    embed.say("Hello").await?;
    embed.says(FIRST).await?;
    bridge.closed().await
}
