//! The page comes, what it needs does not: a sentence and a way back, never a blank frame, and the
//! host hears of it once.

use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::{Embed, Shown};
use vivavoce_e2e::host::{Holding, Host};
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::{Stage, embed_address};
use vivavoce_e2e::wait::{self, PATIENCE};
use vivavoce_e2e::wiretap::{Fault, Rule, Wiretap};

const WASM: (&str, &str) = ("/assets/vivavoce-", ".wasm");
const GLUE: (&str, &str) = ("/assets/vivavoce-", ".js");
const BOOT: (&str, &str) = ("/assets/boot-", ".js");
const GUARD: (&str, &str) = ("/assets/guard-", ".js");
const STYLE: (&str, &str) = ("/assets/embed-", ".css");
const MARKDOWN: (&str, &str) = ("/assets/markdown-", ".wasm");
const PAGE: (&str, &str) = ("/embed/", "");

const LOAD: (&str, &str) = ("The conversation could not be loaded.", "load");
const OLD: (&str, &str) = ("This browser is too old", "unsupported");
const POLICY: (&str, &str) = ("This page does not let the conversation start.", "policy");
const SLOW: (&str, &str) = ("This is taking longer than usual.", "load");

const DRAFT: &str = "half a sentence";

/// Milliseconds of a document's life within which a failure is told, on a slow and busy machine, too.
const SOON: f64 = 20_000.0;

fn rule((start, end): (&'static str, &'static str), fault: Fault) -> Rule {
    Rule(start, end, fault)
}

struct Broken {
    name: &'static str,
    rules: Vec<Rule>,
    /// Runs before everything else in the page.
    script: &'static str,
    /// The sentence, and the `code` the host hears.
    told: (&'static str, &'static str),
}

fn broken(name: &'static str, rules: Vec<Rule>, told: (&'static str, &'static str)) -> Broken {
    Broken {
        name,
        rules,
        script: "",
        told,
    }
}

async fn stage() -> Result<(Stage, Wiretap, String)> {
    let stage = Stage {
        server: Server::start().await?,
        host: Host::start().await?,
        // Some of these pages never finish loading.
        chrome: Chrome::start_as(json!({}), &[], "none").await?,
    };
    let tap = Wiretap::before(stage.server.port).await?;
    let scenario = stage
        .scenario(json!({ "script": { "steps": [{ "ask": "Hello." }, { "ask": "I see." }] } }))
        .await?;
    let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
    let address = embed_address(tap.port, &path);
    Ok((stage, tap, address))
}

/// A conversation of one reply, with a draft in the composer.
async fn begin(stage: &Stage, address: &str, site: &str) -> Result<Vec<Shown>> {
    let how = Holding {
        site,
        ..Holding::default()
    };
    stage.chrome.top().await?;
    stage
        .chrome
        .client
        .goto(&stage.host.holding(address, how))
        .await?;
    let embed = Embed::framed(&stage.chrome);
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    embed.fill("message", DRAFT).await?;
    // A draft is kept once the typing rests.
    tokio::time::sleep(Duration::from_millis(2_000)).await;
    embed.transcript().await
}

/// The words and a Retry that can be seen and that assistive technology is told of; since when, in
/// milliseconds of the document's life; and whether anything was painted.
const NOTICE: &str = "\
    const told = document.querySelector('[role=alert], .loading-word[role=status]');\
    const retry = document.querySelector('button[data-control=retry]');\
    if (!told?.checkVisibility() || !retry?.checkVisibility() || retry.disabled) return null;\
    return { text: document.body.innerText, label: retry.textContent, at: performance.now(),\
      painted: performance.getEntriesByName('first-contentful-paint').length > 0 };";

async fn notice(stage: &Stage, name: &str) -> Result<Value> {
    let embed = Embed::framed(&stage.chrome);
    let notice = wait::until(&format!("a notice of {name}"), PATIENCE, || async {
        let notice = embed.script(NOTICE, vec![]).await?;
        let there = notice["painted"] == json!(true);
        Ok(there.then_some(notice))
    })
    .await;
    notice.with_context(|| format!("{name}: no notice"))
}

/// Waits for the one `onError` and gives its code.
async fn code(stage: &Stage) -> Result<String> {
    let heard = wait::until("an onError", PATIENCE, || async {
        Ok(stage.errors().await?.into_iter().next())
    })
    .await?;
    ensure!(
        heard["message"]
            .as_str()
            .is_some_and(|text| text.len() > 10),
        "{heard}"
    );
    Ok(heard["code"].as_str().unwrap_or_default().to_owned())
}

/// The conversation is there again, with what was in the composer.
async fn restored(stage: &Stage, name: &str, before: &[Shown]) -> Result<()> {
    let embed = Embed::framed(&stage.chrome);
    embed
        .phase_is("live")
        .await
        .with_context(|| name.to_owned())?;
    wait::until(&format!("{name}: the transcript"), PATIENCE, || async {
        Ok((embed.transcript().await? == before).then_some(()))
    })
    .await?;
    let draft = embed.value("message").await?;
    ensure!(draft == DRAFT, "{name}: the draft is {draft:?}");
    Ok(())
}

#[tokio::test]
async fn whatever_fails_to_load_is_said_within_five_seconds_and_retry_restores_the_session()
-> Result<()> {
    let (stage, tap, address) = stage().await?;
    let embed = Embed::framed(&stage.chrome);
    for case in [
        broken(
            "404 of the Wasm",
            vec![rule(WASM, Fault::Status(404))],
            LOAD,
        ),
        broken(
            "404 of the boot script",
            vec![rule(BOOT, Fault::Status(404))],
            LOAD,
        ),
        broken(
            "500 of the Wasm",
            vec![rule(WASM, Fault::Status(500))],
            LOAD,
        ),
        broken(
            "500 of everything",
            vec![rule(("/assets/v", ""), Fault::Status(500))],
            LOAD,
        ),
        broken(
            "wrong MIME of the glue",
            vec![rule(GLUE, Fault::Kind("text/plain"))],
            LOAD,
        ),
        broken(
            "truncated by the connection",
            vec![rule(WASM, Fault::Cut)],
            LOAD,
        ),
        broken("truncated on the way", vec![rule(WASM, Fault::Half)], LOAD),
        broken("corrupted Wasm", vec![rule(WASM, Fault::Corrupt)], LOAD),
        broken(
            "corrupted boot script",
            vec![rule(BOOT, Fault::Corrupt)],
            LOAD,
        ),
        Broken {
            script: "delete window.WebAssembly",
            ..broken("no WebAssembly", vec![], OLD)
        },
        Broken {
            script: "WebAssembly.validate = () => false;\
                     WebAssembly.instantiateStreaming = async () => { throw new WebAssembly.CompileError('no externref') };\
                     WebAssembly.instantiate = WebAssembly.instantiateStreaming;",
            ..broken("a WebAssembly of the first days", vec![], OLD)
        },
        broken(
            "a policy without wasm-unsafe-eval",
            vec![rule(PAGE, Fault::Policy(" 'wasm-unsafe-eval'", ""))],
            POLICY,
        ),
        broken("glue missing", vec![rule(GLUE, Fault::Status(404))], LOAD),
        broken(
            "an old page with new assets",
            vec![rule(PAGE, Fault::OldNames)],
            LOAD,
        ),
        broken(
            "the connection dropped",
            vec![rule(WASM, Fault::Drop), rule(GLUE, Fault::Drop)],
            LOAD,
        ),
        broken("a stall of the Wasm", vec![rule(WASM, Fault::Stall)], SLOW),
        broken(
            "a stall of the style sheet",
            vec![rule(STYLE, Fault::Stall), rule(WASM, Fault::Stall)],
            SLOW,
        ),
    ] {
        let name = case.name;
        let before = begin(&stage, &address, "")
            .await
            .with_context(|| name.to_owned())?;
        tap.break_with(&case.rules);
        tap.inject(case.script);
        embed.script("location.reload()", vec![]).await?;
        let notice = notice(&stage, name).await?;
        let at = notice["at"].as_f64().unwrap_or(f64::MAX);
        println!("{name}: after {at:.0} ms");
        ensure!(at <= SOON, "{name}: said after {at} ms");
        let text = notice["text"].as_str().unwrap_or_default();
        ensure!(text.contains(case.told.0), "{name} says {text:?}");
        ensure!(notice["label"] == "Retry", "{name}: {notice}");
        let code = code(&stage).await.with_context(|| name.to_owned())?;
        ensure!(code == case.told.1, "{name}: the host heard {code}");
        tap.mend();
        tap.inject("");
        embed.click("retry").await?;
        restored(&stage, name, &before).await?;
        let errors = stage.errors().await?;
        ensure!(errors.len() == 1, "{name}: one onError, not {errors:?}");
    }
    stage.chrome.close().await
}

#[tokio::test]
async fn what_is_blocked_in_the_browser_and_a_network_that_goes_are_told_too() -> Result<()> {
    let (stage, tap, address) = stage().await?;
    let embed = Embed::framed(&stage.chrome);
    // Of the same site, so that the frame shares the page's target and with it the switches.
    let site = "shop.embed.localhost";
    stage.chrome.cdp("Network.enable", json!({})).await?;
    let blocked = |urls: Value| {
        stage
            .chrome
            .cdp("Network.setBlockedURLs", json!({ "urls": urls }))
    };
    let offline = |offline: bool| {
        let network = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        stage
            .chrome
            .cdp("Network.emulateNetworkConditions", network)
    };

    let before = begin(&stage, &address, site).await?;
    blocked(json!(["*/assets/vivavoce-*"])).await?;
    embed.script("location.reload()", vec![]).await?;
    let told = notice(&stage, "blocked").await?;
    ensure!(told["at"].as_f64().is_some_and(|at| at <= SOON), "{told}");
    ensure!(
        told["text"]
            .as_str()
            .is_some_and(|text| text.contains(LOAD.0)),
        "{told}"
    );
    ensure!(
        code(&stage).await? == "load",
        "the host heard {:?}",
        stage.errors().await?
    );
    blocked(json!([])).await?;
    embed.click("retry").await?;
    restored(&stage, "blocked", &before).await?;
    ensure!(
        stage.errors().await?.len() == 1,
        "{:?}",
        stage.errors().await?
    );

    let before = begin(&stage, &address, site).await?;
    tap.break_with(&[rule(WASM, Fault::Stall)]);
    embed.script("location.reload()", vec![]).await?;
    wait::until("the page to wait", PATIENCE, || async {
        let loading = "return document.readyState !== 'loading' && !!window.vivavoceReady";
        Ok((embed.phase().await? == "loading"
            && embed.script(loading, vec![]).await? == json!(true))
        .then_some(()))
    })
    .await?;
    offline(true).await?;
    tap.hang_up();
    let told = notice(&stage, "offline").await?;
    ensure!(told["at"].as_f64().is_some_and(|at| at <= SOON), "{told}");
    ensure!(
        told["text"]
            .as_str()
            .is_some_and(|text| text.contains("You seem to be offline.")),
        "{told}"
    );
    ensure!(
        code(&stage).await? == "offline",
        "the host heard {:?}",
        stage.errors().await?
    );
    tap.mend();
    // It comes back by itself when the network does.
    offline(false).await?;
    restored(&stage, "offline", &before).await?;
    ensure!(
        stage.errors().await?.len() == 1,
        "{:?}",
        stage.errors().await?
    );
    stage.chrome.close().await
}

#[tokio::test]
async fn what_the_conversation_can_do_without_does_not_stop_it() -> Result<()> {
    let (stage, tap, address) = stage().await?;
    let embed = Embed::framed(&stage.chrome);
    for (name, rules) in [
        (
            "wrong MIME of the Wasm",
            vec![rule(WASM, Fault::Kind("text/html"))],
        ),
        ("no style sheet", vec![rule(STYLE, Fault::Status(404))]),
        ("no markdown", vec![rule(MARKDOWN, Fault::Status(404))]),
        ("no guard", vec![rule(GUARD, Fault::Status(404))]),
    ] {
        let before = begin(&stage, &address, "")
            .await
            .with_context(|| name.to_owned())?;
        tap.break_with(&rules);
        embed.script("location.reload()", vec![]).await?;
        restored(&stage, name, &before).await?;
        tap.mend();
        ensure!(
            stage.errors().await?.is_empty(),
            "{name}: {:?}",
            stage.errors().await?
        );
    }
    // Without the guard there is still a sentence.
    tap.break_with(&[
        rule(GUARD, Fault::Status(404)),
        rule(WASM, Fault::Status(404)),
    ]);
    stage.open(&address).await?;
    embed.says(LOAD.0).await?;
    stage.chrome.close().await
}
