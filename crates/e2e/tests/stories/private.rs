//! A private, passcode-protected, recorded scenario, for a visitor whose browser gives frames of
//! other sites no cookies.

use anyhow::{Result, ensure};
use serde_json::json;
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::host::Host;
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

async fn stage() -> Result<(Stage, String)> {
    let stage = Stage {
        server: Server::start().await?,
        host: Host::start().await?,
        chrome: Chrome::without_third_party_cookies().await?,
    };
    let scenario = stage
        .scenario(json!({
            "name": "Behind two doors",
            "is_public": false,
            "passcode": "sesame",
            "is_recording": true,
            "script": { "steps": [{ "ask": "Who goes there?" }, { "ask": "Welcome." }] }
        }))
        .await?;
    Ok((stage, scenario))
}

/// From the dialog through a turn, a reload in the middle, to the submission.
async fn talk(stage: &Stage) -> Result<()> {
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("credentials").await?;
    embed.says("recorded").await?;
    embed.fill("name", "Ada").await?;
    embed.fill("email", "ada@example.com").await?;
    embed.click("continue").await?;
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.say("A friend.").await?;
    let before = embed.transcript().await?;
    embed.script("location.reload()", vec![]).await?;
    embed.phase_is("live").await?;
    wait::until("the transcript to be back", PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    embed.end().await?;
    embed.phase_is("review").await?;
    embed.click("submit").await?;
    embed.phase_is("submitted").await?;
    let names = wait::until("onSubmit", PATIENCE, || async {
        let events = stage.events().await?;
        let names: Vec<String> = events.into_iter().map(|(name, _)| name).collect();
        Ok(names.contains(&"onSubmit".to_owned()).then_some(names))
    })
    .await?;
    ensure!(names == ["onStart", "onStop", "onSubmit"], "{names:?}");
    Ok(())
}

#[tokio::test]
async fn a_passcode_opens_it_without_third_party_cookies() -> Result<()> {
    let (stage, scenario) = stage().await?;
    stage
        .open(&stage.embed(&format!("/embed/{scenario}")))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.phase_is("locked").await?;
    embed.fill("passcode", "sesame").await?;
    embed.click("unlock").await?;
    talk(&stage).await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn an_access_token_opens_it_without_third_party_cookies() -> Result<()> {
    let (stage, scenario) = stage().await?;
    let token = stage.token(&scenario).await?;
    let address = stage.embed(&format!("/embed/{scenario}?scenarioAccessToken={token}"));
    stage.open(&address).await?;
    talk(&stage).await?;
    stage.chrome.close().await
}
