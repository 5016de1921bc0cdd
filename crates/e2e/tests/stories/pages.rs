//! Every page there is, as a browser sees it: no other host is asked, nothing is stored before the
//! visitor acts, no policy is violated, nobody is kept out.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::axe;
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::host::Host;
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::{Stage, embed_address};
use vivavoce_e2e::wait::{self, PATIENCE};
use vivavoce_e2e::wiretap::{Fault, Rule, Wiretap};

const LISTEN: &str = "\
    window.violations = [];\
    addEventListener('securitypolicyviolation', (event) => \
      window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));";

const KEPT: &str = "\
    const done = arguments[arguments.length - 1];\
    (async () => ({\
      violations: window.violations,\
      kept: [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,\
        ...(await indexedDB.databases()).map(({ name }) => name), ...(await caches.keys()),\
        ...(await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope)].filter(Boolean),\
      state: history.state,\
    }))().then(done, (error) => done({ error: String(error) }));";

const PAGES: [&str; 9] = [
    "/",
    "/api",
    "/docs",
    "/docs/embedding",
    "/embed/demo-interview",
    "/embed/basic/demo-support",
    "/embed/minimal/demo-markdown",
    "/embed/no-such-scenario",
    "/nowhere",
];

#[tokio::test]
async fn no_page_asks_another_host_keeps_anything_or_violates_its_policy() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let log = folder.path().join("net.json");
    let arguments = [format!("--log-net-log={}", log.display())];
    let stage = Stage {
        server: Server::start().await?,
        host: Host::start().await?,
        chrome: Chrome::start_as(json!({}), &arguments, "normal").await?,
    };
    let tap = Wiretap::before(stage.server.port).await?;
    tap.inject(LISTEN);
    for path in PAGES {
        stage
            .chrome
            .client
            .goto(&embed_address(tap.port, path))
            .await?;
        tokio::time::sleep(Duration::from_millis(1_500)).await;
        let kept = stage.chrome.client.execute_async(KEPT, vec![]).await?;
        // A page without scripts lets none of the story's in either.
        let violations = if path == "/nowhere" {
            json!(null)
        } else {
            json!([])
        };
        let clean = json!({ "violations": violations, "kept": [], "state": null });
        ensure!(kept == clean, "{path}: {kept}");
    }
    let loud: Vec<_> = stage
        .chrome
        .console()
        .await?
        .into_iter()
        // The pages of what does not exist are 404s, and the browser says so.
        .filter(|(level, text)| level == "SEVERE" && !text.contains("404"))
        .filter(|(_, text)| !text.contains("by-the-story"))
        .collect();
    ensure!(loud.is_empty(), "{loud:#?}");
    stage.chrome.close().await?;

    // What the whole browser asked for, whichever frame or worker it was for.
    let log = wait::until("the network log", PATIENCE, || async {
        Ok(Some(serde_json::from_slice::<Value>(&std::fs::read(
            &log,
        )?)?))
    })
    .await?;
    let mut hosts: Vec<String> = log["events"]
        .as_array()
        .into_iter()
        .flatten()
        // The browser's own errands have no page that started them.
        .filter(|event| {
            event["params"]["initiator"]
                .as_str()
                .is_some_and(|by| by.contains("localhost"))
        })
        .filter_map(|event| url::Url::parse(event["params"]["url"].as_str()?).ok())
        .filter_map(|address| address.host_str().map(str::to_owned))
        .collect();
    hosts.sort();
    hosts.dedup();
    ensure!(hosts == ["embed.localhost"], "{hosts:?} were asked");
    Ok(())
}

/// A page with a few well-known mistakes: axe must see them, or its silence elsewhere says nothing.
const BAD: &str = "data:text/html,<html><img src='data:,'><input><button></button>\
    <p style='color:%23aaa;background:%23bbb'>Who can read this?</p></html>";

#[tokio::test]
async fn axe_finds_nothing_in_what_the_gallery_does_not_show() -> Result<()> {
    let stage = Stage::set().await?;
    let tap = Wiretap::before(stage.server.port).await?;
    stage.chrome.client.goto(BAD).await?;
    let found = axe::violations(&stage.chrome).await?;
    for known in [
        "image-alt",
        "label",
        "button-name",
        "color-contrast",
        "html-has-lang",
    ] {
        ensure!(
            found.iter().any(|one| one.starts_with(known)),
            "axe overlooks {known}: {found:#?}"
        );
    }
    for scheme in ["light", "dark"] {
        stage.chrome.scheme(scheme).await?;
        for path in [
            "/",
            "/scenarios",
            "/keys",
            "/docs",
            "/docs/api",
            "/api",
            "/nowhere",
        ] {
            stage.chrome.client.goto(&stage.embed(path)).await?;
            tokio::time::sleep(Duration::from_millis(1_500)).await;
            let found = axe::violations(&stage.chrome).await?;
            ensure!(found.is_empty(), "{path}, {scheme}: {found:#?}");
        }
        // The guard's own message.
        let embed = Embed::plain(&stage.chrome);
        tap.break_with(&[Rule("/assets/vivavoce-", ".wasm", Fault::Status(404))]);
        stage
            .chrome
            .client
            .goto(&embed_address(tap.port, "/embed/demo-interview"))
            .await?;
        embed.says("The conversation could not be loaded.").await?;
        let found = axe::violations(&stage.chrome).await?;
        ensure!(
            found.is_empty(),
            "the guard's message, {scheme}: {found:#?}"
        );
    }
    stage.chrome.close().await
}

#[tokio::test]
async fn every_page_of_ours_leads_to_every_other() -> Result<()> {
    let stage = Stage::set().await?;
    let mut before: Option<Value> = None;
    for path in ["/", "/scenarios", "/keys", "/docs", "/docs/events", "/api"] {
        stage.chrome.client.goto(&stage.embed(path)).await?;
        let links = wait::until("the places", PATIENCE, || async {
            let links = "return [...document.querySelectorAll('header a')].map((it) => [it.getAttribute('href'), it.innerText.trim()])";
            let links = stage.chrome.client.execute(links, vec![]).await?;
            Ok((links != json!([])).then_some(links))
        })
        .await?;
        let here =
            "return document.querySelector('header [aria-current=page]')?.getAttribute('href')";
        let here = stage.chrome.client.execute(here, vec![]).await?;
        ensure!(
            here.as_str()
                .is_some_and(|here| here == path || (here != "/" && path.starts_with(here))),
            "{path}: {here}"
        );
        ensure!(
            before.as_ref().is_none_or(|it| *it == links),
            "{path}: {links}"
        );
        before = Some(links);
    }
    stage.chrome.close().await
}
