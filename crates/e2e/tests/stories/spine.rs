//! A host page embeds a scenario, a visitor talks, the host hears it.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::host;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

/// A scenario with variables, a rubric and three questions.
fn interview() -> Value {
    json!({
        "name": "Interview at {{ company_name }}",
        "user_friendly_description": "Three questions, then your results.",
        "ai_instructions": "Interview the candidate for {{ company_name }}.",
        "rubrik": "Motivation: says why they want this job\nExperience: names a project",
        "script": { "steps": [
            { "ask": "Welcome to {{ company_name }}, shall we begin?" },
            { "ask": "Why do you want the job as {{ role }}?" },
            { "ask": "Which project are you proud of?" },
            { "ask": "Thank you, that is all I wanted to know." }
        ]}
    })
}

const VARIABLES: &str = "t_company_name=Acme%20Corp&t_role=Manager";

async fn talk_through(style: &str, path: &str) -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage.scenario(interview()).await?;
    stage
        .open(&stage.embed(&format!("{path}/{scenario}?{VARIABLES}")))
        .await?;
    let embed = Embed::framed(&stage.chrome);

    // Minimal is its button until that is pressed.
    if style == "minimal" {
        embed.phase_is("ready").await?;
        embed.click("start").await?;
    }
    embed.phase_is("credentials").await?;
    embed.fill("name", "Ada Lovelace").await?;
    embed.fill("email", "ada@example.com").await?;
    embed.click("continue").await?;
    if style != "minimal" {
        embed.phase_is("ready").await?;
        embed.click("start").await?;
    }
    embed.phase_is("live").await?;
    embed.answered(1, PATIENCE).await?;
    embed.says("Welcome to Acme Corp").await?;
    for answer in [
        "Yes, gladly.",
        "I want this job because I like people.",
        "A project of mine.",
    ] {
        embed.say(answer).await?;
    }
    embed.says("Why do you want the job as Manager?").await?;
    let on_screen: Vec<(String, String)> = embed
        .transcript()
        .await?
        .into_iter()
        .map(|shown| (shown.speaker, shown.text))
        .collect();
    ensure!(
        on_screen.len() == 7,
        "four of the agent's, three of the visitor's: {on_screen:?}"
    );

    embed.end().await?;
    if style == "full" {
        embed.phase_is("review").await?;
        embed.click("submit").await?;
    }
    embed.phase_is("submitted").await?;
    if style == "full" {
        embed.says("Motivation").await?;
    }

    let events = wait::until("onSubmit", PATIENCE, || async {
        let events = stage.events().await?;
        Ok((events.len() >= 3).then_some(events))
    })
    .await?;
    let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).collect();
    ensure!(
        names == ["onStart", "onStop", "onSubmit"],
        "heard {names:?}"
    );
    let session = events[0].1.clone();
    ensure!(
        events.iter().all(|(_, id)| *id == session),
        "one session id: {events:?}"
    );
    for message in host::heard(&stage.chrome).await? {
        let data = message["data"]
            .as_object()
            .context("every message is an object")?;
        let keys: Vec<&str> = data.keys().map(String::as_str).collect();
        match data.get("event") {
            Some(_) => {
                ensure!(
                    keys == ["event", "sessionId", "timestamp"],
                    "exactly three: {keys:?}"
                );
                ensure!(
                    data["timestamp"].as_f64().is_some_and(|at| at > 1.6e12),
                    "milliseconds"
                );
            }
            None => ensure!(
                keys == ["data", "type"],
                "extras in their own form: {keys:?}"
            ),
        }
    }

    let stored = stage
        .server
        .get(&format!("/api/public/sessions/{session}"))
        .await?;
    ensure!(stored["status"] == "completed", "{stored}");
    ensure!(stored["user_email"] == "ada@example.com", "{stored}");
    let kept: Vec<(String, String)> = stored["transcript"]
        .as_array()
        .context("a transcript")?
        .iter()
        .map(|said| {
            let speaker = if said["role"] == "user" {
                "visitor"
            } else {
                "agent"
            };
            (
                speaker.to_owned(),
                said["content"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    ensure!(
        kept == on_screen,
        "stored {kept:#?}\non screen {on_screen:#?}"
    );
    ensure!(
        !stored["evaluation_results"].is_null(),
        "measured figures are always there"
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn full_goes_from_credentials_to_scores_and_the_host_hears_it() -> Result<()> {
    talk_through("full", "/embed").await
}

#[tokio::test]
async fn basic_submits_by_itself_on_stop() -> Result<()> {
    talk_through("basic", "/embed/basic").await
}

#[tokio::test]
async fn minimal_opens_into_the_conversation_and_submits_by_itself() -> Result<()> {
    talk_through("minimal", "/embed/minimal").await
}

#[tokio::test]
async fn the_embed_page_opens_plainly_and_posts_nothing() -> Result<()> {
    let stage = Stage::set().await?;
    let address = stage.embed("/embed/demo-interview?userName=Ada&userEmail=ada@example.com");
    stage.chrome.client.goto(&address).await?;
    let embed = Embed::plain(&stage.chrome);
    embed
        .script(
            "window.heard = []; addEventListener('message', (e) => heard.push(e.data))",
            vec![],
        )
        .await?;
    embed.click("start").await?;
    embed.phase_is("live").await?;
    embed.answered(1, PATIENCE).await?;
    embed.end().await?;
    embed.phase_is("review").await?;
    let heard = embed.script("return window.heard", vec![]).await?;
    ensure!(heard == json!([]), "{heard}");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_reload_carries_on_where_the_visitor_was() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage.scenario(interview()).await?;
    let query = format!("{VARIABLES}&userName=Ada&userEmail=ada@example.com");
    stage
        .open(&stage.embed(&format!("/embed/{scenario}?{query}")))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("Yes.").await?;
    let before = embed.transcript().await?;
    embed.fill("message", "half a sentence").await?;
    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    let after = wait::until("the transcript to be back", PATIENCE, || async {
        let shown = embed.transcript().await?;
        Ok((shown.len() >= before.len()).then_some(shown))
    })
    .await?;
    ensure!(after == before, "before {before:#?}\nafter {after:#?}");
    ensure!(
        embed.value("message").await? == "half a sentence",
        "the draft is kept"
    );
    embed.say("I like people.").await?;
    let starts = stage
        .events()
        .await?
        .iter()
        .filter(|(name, _)| name == "onStart")
        .count();
    ensure!(starts == 1, "a resumed session sends no second onStart");
    stage.chrome.close().await
}
