//! A school on our own server: a partner's link signs a user in, alone and in a frame across sites;
//! they talk, come back, and find their settings.

use std::path::PathBuf;

use anyhow::{Context as _, Result, ensure};
use fantoccini::Locator;
use serde_json::{Value, json};
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

const BASE: &str = "/api/partner/v3/organizations/school";

/// A call as the partner's server makes it.
async fn ask(stage: &Stage, key: &str, method: &str, path: &str, body: Value) -> Result<Value> {
    let address = format!("http://127.0.0.1:{}{BASE}{path}", stage.server.port);
    let method = method.parse::<reqwest::Method>()?;
    let request = reqwest::Client::new()
        .request(method, address)
        .header("x-api-key", key)
        .header("x-provider", "partner");
    let request = if body.is_null() {
        request
    } else {
        request.json(&body)
    };
    let answer = request.send().await?;
    ensure!(
        answer.status().is_success(),
        "{path}: {}",
        answer.text().await?
    );
    Ok(answer.json().await?)
}

/// A school with one user; returns its partner's key.
async fn school(stage: &Stage) -> Result<String> {
    let made = json!({ "slug": "school", "name": "My School", "provider": "partner" });
    stage
        .server
        .post("/api/public/organizations", &made)
        .await?;
    let wanted = json!({ "api": "talkio", "provider": "partner" });
    let key = stage.server.post("/api/public/keys", &wanted).await?;
    let key = key["key"].as_str().context("a key")?.to_owned();
    let user = json!({ "id": "u", "userName": "Ada Lovelace", "userType": "member" });
    ask(stage, &key, "POST", "/users", user).await?;
    Ok(key)
}

async fn link(stage: &Stage, key: &str, more: &str) -> Result<String> {
    let made = ask(stage, key, "GET", "/users/u/token", Value::Null).await?;
    let link = made["link"].as_str().context("a link")?;
    let (_, path) = link.split_once("/authentication").context("an address")?;
    Ok(stage.embed(&format!("/authentication{path}{more}")))
}

async fn picture(stage: &Stage, name: &str) -> Result<()> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/gallery"));
    std::fs::create_dir_all(&folder)?;
    stage.chrome.top().await?;
    stage
        .chrome
        .screenshot(&folder.join(format!("school-{name}.png")))
        .await
}

/// Nothing reaches over the side, at the size a narrow frame has.
async fn fits(stage: &Stage, name: &str) -> Result<()> {
    for (width, height, scheme) in [(320, 640, "light"), (1200, 800, "dark")] {
        stage.chrome.viewport(width, height).await?;
        stage.chrome.scheme(scheme).await?;
        stage.chrome.top().await?;
        let script = "return [document.documentElement.scrollWidth, innerWidth]";
        let sizes = stage.chrome.client.execute(script, vec![]).await?;
        ensure!(
            sizes[0].as_u64() <= sizes[1].as_u64(),
            "{name} at {width}: {sizes}"
        );
        picture(stage, &format!("{name}-{width}")).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_learner_comes_by_a_link_talks_and_comes_back() -> Result<()> {
    let stage = Stage::set().await?;
    let key = school(&stage).await?;
    let chrome = &stage.chrome;
    chrome.viewport(1200, 800).await?;
    chrome.client.goto(&link(&stage, &key, "").await?).await?;
    // The introduction first, once.
    wait::until("the introduction", PATIENCE, || async {
        let address = chrome.client.current_url().await?;
        Ok(address.path().ends_with("/app/introduction").then_some(()))
    })
    .await?;
    fits(&stage, "introduction").await?;
    chrome
        .client
        .find(Locator::Css("form .solid"))
        .await?
        .click()
        .await?;
    chrome
        .client
        .wait()
        .for_element(Locator::Css(".topic"))
        .await?;
    fits(&stage, "home").await?;

    let link_to = "&path=app/chat?t=demo-interview";
    chrome
        .client
        .goto(&link(&stage, &key, link_to).await?)
        .await?;
    let embed = Embed::framed(chrome);
    embed
        .phase_is("live")
        .await
        .context("the embed begins by itself")?;
    embed.answered(1, PATIENCE).await?;
    embed.say("I worked as an engineer for six years.").await?;
    let before = embed.transcript().await?;
    fits(&stage, "chat").await?;
    chrome.top().await?;
    chrome.client.refresh().await?;
    embed.phase_is("live").await?;
    wait::until("what was said before", PATIENCE, || async {
        Ok((embed.transcript().await?.len() >= before.len()).then_some(()))
    })
    .await?;
    // Another browser session, so to say: nothing is kept in this one but the cookie.
    chrome.top().await?;
    chrome
        .client
        .execute("sessionStorage.clear()", vec![])
        .await?;
    chrome
        .client
        .goto(&stage.embed("/app/chat?t=demo-interview"))
        .await?;
    embed.phase_is("live").await?;
    wait::until("the same conversation", PATIENCE, || async {
        let all = embed.transcript().await?;
        Ok(all
            .iter()
            .any(|it| it.text.contains("six years"))
            .then_some(()))
    })
    .await?;
    let talks = ask(&stage, &key, "GET", "/users/u/conversations", Value::Null).await?;
    ensure!(talks["total"] == 1, "{talks}");

    // Settings change by their page and are the partner's to see.
    chrome.top().await?;
    chrome.client.goto(&stage.embed("/app/settings")).await?;
    fits(&stage, "settings").await?;
    let tutor = chrome
        .client
        .find(Locator::Css("[name=defaultTutor]"))
        .await?;
    tutor.clear().await?;
    tutor.send_keys("Jo").await?;
    chrome
        .client
        .find(Locator::Css("form .solid"))
        .await?
        .click()
        .await?;
    chrome
        .client
        .wait()
        .for_element(Locator::Css(".done"))
        .await?;
    let settings = ask(&stage, &key, "GET", "/users/u/settings", Value::Null).await?;
    ensure!(settings["defaultTutor"] == "Jo", "{settings}");

    // After the end it can be read, and the list beside it leads there.
    chrome
        .client
        .goto(&stage.embed("/app/chat?t=demo-interview"))
        .await?;
    embed.phase_is("live").await?;
    embed.end().await?;
    embed.phase_is("review").await?;
    chrome.top().await?;
    chrome.client.refresh().await?;
    chrome.client.find(Locator::Css(".talks a")).await?;
    let id = talks["data"][0]["id"].as_str().context("an id")?;
    chrome
        .client
        .goto(&stage.embed(&format!("/app/chat/{id}")))
        .await?;
    let read = chrome
        .client
        .find(Locator::Css(".read"))
        .await?
        .text()
        .await?;
    ensure!(read.contains("six years"), "{read}");
    fits(&stage, "read").await?;

    let out = chrome.client.find(Locator::Css(".places button")).await?;
    out.click().await?;
    chrome
        .client
        .wait()
        .for_url(&stage.embed("/authentication/left").parse()?)
        .await?;
    chrome.client.goto(&stage.embed("/app")).await?;
    let page = chrome.client.source().await?;
    ensure!(page.contains("You are not signed in"), "{page}");
    let errors: Vec<_> = chrome
        .console()
        .await?
        .into_iter()
        .filter(|(_, text)| !text.contains("401"))
        .collect();
    ensure!(errors.is_empty(), "{errors:?}");
    stage.chrome.close().await
}

#[tokio::test]
async fn a_partners_page_on_another_site_frames_it_without_its_chrome() -> Result<()> {
    let stage = Stage::set().await?;
    let key = school(&stage).await?;
    let path = "&path=app%2Fchat%3Ft%3Ddemo-interview&hide-chat-sidebar=true";
    let link = link(&stage, &key, path).await?;
    stage.open_sized(&link, 400, 640).await?;
    let chrome = &stage.chrome;
    let frame = chrome.client.find(Locator::Css("#embed")).await?;
    frame.enter_frame().await?;
    let inner = chrome
        .client
        .wait()
        .for_element(Locator::Css("#embed"))
        .await?;
    let script = "return [getComputedStyle(document.querySelector('.chrome')).display, \
                  document.querySelector('.sidebar') === null, location.pathname]";
    let seen = chrome.client.execute(script, vec![]).await?;
    ensure!(seen == json!(["none", true, "/app/chat"]), "{seen}");
    inner.enter_frame().await?;
    wait::until("the conversation", PATIENCE, || async {
        let phase = "return document.querySelector('main')?.dataset.phase";
        let phase = chrome.client.execute(phase, vec![]).await?;
        Ok((phase == json!("live")).then_some(()))
    })
    .await?;
    picture(&stage, "framed").await?;
    stage.chrome.close().await
}
