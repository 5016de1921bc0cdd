//! Every way a page may hold the embed, and all a visitor does in it: six rows, four columns.

use anyhow::{Context as _, Result, ensure};
use serde_json::json;
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::host::{Holding, Host};
use vivavoce_e2e::server::Server;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};

struct Row {
    name: &'static str,
    how: Holding<'static>,
    /// A reload carries on; otherwise it begins anew and says so.
    resumes: bool,
    /// Whether the frame may set a plain third-party cookie: a probe that the row is what it says.
    cookies: Option<bool>,
}

/// Sets a cookie as a frame of another site would and looks for it.
const COOKIE: &str = "\
    try { document.cookie = 'probe=1; Secure; SameSite=None; Path=/' } catch { return 'refused' }\
    return document.cookie.includes('probe=1');";

const STEPS: [&str; 7] = ["One?", "Two?", "Three?", "Four?", "Five?", "Six?", "Seven?"];

async fn stage(chrome: Chrome) -> Result<(Stage, String)> {
    let stage = Stage {
        server: Server::start().await?,
        host: Host::start().await?,
        chrome,
    };
    let steps: Vec<_> = STEPS.iter().map(|ask| json!({ "ask": ask })).collect();
    let scenario = stage
        .scenario(json!({ "script": { "steps": steps } }))
        .await?;
    let path = format!("/embed/{scenario}?userName=Ada&userEmail=ada@example.com");
    let address = stage.embed(&path);
    Ok((stage, address))
}

async fn walk(stage: &Stage, address: &str, row: &Row) -> Result<()> {
    let embed = Embed::framed(&stage.chrome);
    stage.chrome.top().await?;
    stage
        .chrome
        .client
        .goto(&stage.host.holding(address, row.how))
        .await?;

    embed.phase_is("ready").await.context("boot")?;
    if let Some(cookies) = row.cookies {
        let found = embed.script(COOKIE, vec![]).await?;
        ensure!(found == json!(cookies), "boot: cookies are {found}");
    }
    if let Some(coep) = row.how.coep {
        stage.chrome.top().await?;
        let isolated = stage
            .chrome
            .client
            .execute("return crossOriginIsolated", vec![])
            .await?;
        // Isolation needs COOP too; what can be seen is that the frame was let in at all.
        ensure!(isolated == json!(false), "{coep}: {isolated}");
    }
    if row.how.credentialless {
        let found = embed.script("return window.credentialless", vec![]).await?;
        ensure!(found == json!(true), "boot: not credentialless");
    }

    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    for turn in 1..=5 {
        embed
            .say(&format!("Answer {turn}."))
            .await
            .with_context(|| format!("turn {turn}"))?;
    }
    let before = embed.transcript().await?;
    ensure!(before.len() == 11, "five turns: {before:#?}");

    embed.script("location.reload()", vec![]).await?;
    if row.resumes {
        wait::until("the transcript to be back", PATIENCE, || async {
            Ok(
                (embed.phase().await? == "live" && embed.transcript().await? == before)
                    .then_some(()),
            )
        })
        .await
        .context("reload")?;
    } else {
        embed.phase_is("ready").await.context("reload")?;
        embed
            .says("Your earlier conversation could not be continued here.")
            .await?;
        embed.click("start").await?;
        embed.answered(1, PATIENCE).await.context("reload")?;
    }

    embed.end().await?;
    embed.phase_is("review").await.context("stop")?;
    let starts = if row.resumes { 1 } else { 2 };
    let names: Vec<String> = stage
        .events()
        .await?
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let of = |name: &str| names.iter().filter(|one| *one == name).count();
    // A session that nobody can come back to ends with its document.
    ensure!(of("onStart") == starts, "stop: {names:?}");
    ensure!(
        of("onStop") + of("onTerminated") == starts,
        "stop: {names:?}"
    );
    ensure!(
        stage.errors().await?.is_empty(),
        "{:?}",
        stage.errors().await?
    );
    Ok(())
}

async fn walk_all(stage: &Stage, address: &str, rows: &[Row]) -> Result<()> {
    for row in rows {
        walk(stage, address, row).await.with_context(|| row.name)?;
        println!("{}: boot, five turns, reload, stop", row.name);
    }
    Ok(())
}

#[tokio::test]
async fn it_works_however_a_page_holds_it() -> Result<()> {
    // Said outright, whatever this version of the browser does by itself.
    let allowed = json!({
        "profile.block_third_party_cookies": false,
        "profile.cookie_controls_mode": 0,
    });
    let (stage, address) = stage(Chrome::start_with(allowed).await?).await?;
    let plain = Holding::default();
    let rows = [
        Row {
            name: "same-site",
            how: Holding {
                site: "shop.embed.localhost",
                ..plain
            },
            resumes: true,
            cookies: Some(true),
        },
        Row {
            name: "cross-site",
            how: plain,
            resumes: true,
            // The control for the row where they are blocked.
            cookies: Some(true),
        },
        Row {
            name: "sandbox without allow-same-origin",
            how: Holding {
                sandbox: Some("allow-scripts allow-forms"),
                ..plain
            },
            resumes: false,
            cookies: None,
        },
        Row {
            name: "COEP host",
            how: Holding {
                coep: Some("require-corp"),
                ..plain
            },
            resumes: true,
            cookies: None,
        },
        Row {
            name: "credentialless",
            how: Holding {
                coep: Some("credentialless"),
                credentialless: true,
                ..plain
            },
            resumes: true,
            cookies: None,
        },
    ];
    walk_all(&stage, &address, &rows).await?;
    stage.chrome.close().await
}

#[tokio::test]
async fn it_works_where_third_party_cookies_are_blocked() -> Result<()> {
    let (stage, address) = stage(Chrome::without_third_party_cookies().await?).await?;
    let row = Row {
        name: "third-party cookies blocked",
        how: Holding::default(),
        resumes: true,
        cookies: Some(false),
    };
    walk_all(&stage, &address, &[row]).await?;
    stage.chrome.close().await
}
