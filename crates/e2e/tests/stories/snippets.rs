//! What the pages for site owners tell them to copy, pasted into a page as it stands there.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::tags::page;
use vivavoce_e2e::wait::{self, PATIENCE};

const PAGES: [&str; 5] = ["embedding", "events", "commands", "theming", "security"];

/// The fenced blocks of this kind in all pages, each with its place.
fn snippets(kind: &str) -> Result<Vec<(String, String)>> {
    let mut found = Vec::new();
    for page in PAGES {
        let path = format!("{}/../../docs/{page}.md", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).context(path)?;
        let mut lines = text.lines().enumerate();
        while let Some((at, line)) = lines.next() {
            let Some(is) = line.strip_prefix("```") else {
                continue;
            };
            let inside = lines.by_ref().map(|(_, line)| line);
            let inside: Vec<&str> = inside.take_while(|line| *line != "```").collect();
            if is == kind {
                found.push((format!("docs/{page}.md:{}", at + 1), inside.join("\n")));
            }
        }
    }
    Ok(found)
}

/// Nothing the page ran was thrown out of it.
async fn quiet(stage: &Stage, place: &str) -> Result<()> {
    let said = stage.chrome.console().await?;
    let thrown: Vec<_> = said
        .iter()
        .filter(|(_, message)| message.contains("Uncaught"))
        .collect();
    ensure!(thrown.is_empty(), "{place}: {thrown:?}");
    Ok(())
}

#[tokio::test]
async fn every_embed_of_the_pages_appears_where_it_is_pasted() -> Result<()> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(800, 1000).await?;
    let private = stage.scenario(json!({ "is_public": false })).await?;
    let open = stage.scenario(json!({})).await?;
    let element = format!(
        "<script type=\"module\" src=\"{}\" crossorigin></script>",
        stage.embed("/viva-voce.js")
    );
    let found = snippets("html")?;
    ensure!(found.len() > 10, "{} snippets", found.len());
    for (place, text) in found {
        let token = stage.token(&private).await?;
        let is_private = text.contains("oken");
        let mut html = text
            .replace("https://embed.example", &stage.embed(""))
            .replace("SCENARIO_ID", if is_private { &private } else { &open })
            .replace("ACCESS_TOKEN", &token);
        if html.contains("<viva-voce") && !html.contains("/viva-voce.js") {
            html += &element;
        }
        // The reader's own server, which knows who may talk.
        let own = format!(
            "<script>window.fetch = async () => new Response({})</script>",
            json!(token)
        );
        let pasted = stage.host.pasting(&(own + &html), "", "");
        stage.chrome.top().await?;
        stage.chrome.client.goto(&pasted).await?;
        let frames = text.matches("<iframe").count().max(1);
        for at in 1..=frames {
            let selector = format!("iframe:nth-of-type({at})");
            let embed = Embed::within(&stage.chrome, &selector);
            wait::until("the first screen", PATIENCE, || async {
                let phase = embed.phase().await?;
                let stands = ["credentials", "ready"].contains(&phase.as_str());
                Ok(stands.then_some(()))
            })
            .await
            .with_context(|| place.clone())?;
        }
        quiet(&stage, &place).await?;
    }
    stage.chrome.close().await
}

#[tokio::test]
async fn every_script_of_the_pages_runs_beside_a_conversation() -> Result<()> {
    let stage = Stage::set().await?;
    stage.chrome.viewport(800, 1000).await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [{ "ask": "Yes?" }, { "ask": "I see." }] } }))
        .await?;
    let tag = format!(
        "<viva-voce scenario=\"{scenario}\" user-name=\"Ada\" user-email=\"ada@example.com\"></viva-voce>"
    );
    let mut count = 0;
    for (place, text) in snippets("js")? {
        // A message that is only shown, and what runs on the reader's server.
        if text.starts_with('{') || text.contains("process.env") {
            continue;
        }
        count += 1;
        let address = stage.host.tagging(&stage.embed("/viva-voce.js"), &tag);
        stage.chrome.top().await?;
        stage.chrome.client.goto(&address).await?;
        Embed::framed(&stage.chrome).phase_is("ready").await?;
        let frame = "globalThis.frame = tag.shadowRoot.querySelector('iframe');";
        let text = text.replace("https://embed.example", &stage.embed(""));
        let answer = page(&stage, &format!("{frame}\n{text}\n")).await?;
        ensure!(answer == Value::Null, "{place}: {answer}");
        if text.contains("setTheme({ color") {
            let accent = "return getComputedStyle(document.documentElement).getPropertyValue('--accent').trim()";
            let embed = Embed::framed(&stage.chrome);
            wait::until("the new accent", PATIENCE, || async {
                let found = embed.script(accent, vec![]).await?;
                Ok((found == json!("#fcd34d")).then_some(()))
            })
            .await?;
        }
        quiet(&stage, &place).await?;
    }
    ensure!(count > 7, "{count} scripts");
    stage.chrome.close().await
}
