//! Every phase at three sizes, light and dark: nothing clipped, nothing scrolls sideways, the
//! console is silent. The pictures land in `target/gallery` for a person to look at.

mod languages;
mod paper;
mod pulse;
mod vendors;

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::json;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::{self, PATIENCE};
use vivavoce_e2e::{axe, clipped};

const SIZES: [(u32, u32); 3] = [(320, 300), (400, 600), (1200, 800)];
const ADA: &str = "userName=Ada&userEmail=ada@example.com";

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/gallery"))
}

/// Controls that a visitor could not reach: outside the window and not inside anything that scrolls.
const CLIPPED: &str = "\
    const wide = document.documentElement.scrollWidth > innerWidth + 1;\
    const out = [...document.querySelectorAll('[data-control]')].filter((e) => {\
      if (!e.checkVisibility()) return false;\
      const box = e.getBoundingClientRect();\
      const scrolls = (axis) => {\
        let up = e.parentElement;\
        while (up && !/auto|scroll/.test(getComputedStyle(up)[axis])) up = up.parentElement;\
        return up && up !== document.scrollingElement ? up : null;\
      };\
      const row = scrolls('overflowX');\
      const sideways = row?.matches('.cards, .choices');\
      if (!sideways && (box.left < -1 || box.right > innerWidth + 1)) return true;\
      if (scrolls('overflowY')) return false;\
      return box.bottom > innerHeight + 1 && getComputedStyle(document.scrollingElement).overflowY === 'hidden';\
    }).map((e) => e.dataset.control);\
    return { wide, out };";

async fn picture(stage: &Stage, name: &str) -> Result<()> {
    // Entries rise for 200 ms; a picture of the movement shows nothing.
    tokio::time::sleep(Duration::from_millis(300)).await;
    let embed = Embed::plain(&stage.chrome);
    stage
        .chrome
        .screenshot(&folder().join(format!("{name}.png")))
        .await?;
    let found = embed.script(CLIPPED, vec![]).await?;
    ensure!(found["wide"] == json!(false), "{name} scrolls sideways");
    ensure!(found["out"] == json!([]), "{name} clips {}", found["out"]);
    let clipped = clipped::found(&embed).await?;
    ensure!(clipped.is_empty(), "{name}: {clipped:#?}");
    // What it finds does not change with the size, but for what is hidden at some, nor with the language.
    if !name.contains("1200x800") && !name.contains(languages::IN) {
        let found = axe::violations(&stage.chrome).await?;
        ensure!(found.is_empty(), "{name}: {found:#?}");
    }
    Ok(())
}

async fn walk(stage: &Stage, scenario: &str, style: &str, suffix: &str, query: &str) -> Result<()> {
    let path = if style == "full" {
        "/embed".to_owned()
    } else {
        format!("/embed/{style}")
    };
    let embed = Embed::plain(&stage.chrome);
    let open = |address: String| async move { stage.chrome.client.goto(&address).await };

    open(stage.embed(&format!("{path}/{scenario}?{query}"))).await?;
    if style == "minimal" {
        embed.click("start").await?;
    }
    embed.phase_is("credentials").await?;
    picture(stage, &format!("{style}-credentials-{suffix}")).await?;

    open(stage.embed(&format!("{path}/{scenario}?{ADA}&{query}"))).await?;
    embed.phase_is("ready").await?;
    picture(stage, &format!("{style}-ready-{suffix}")).await?;
    embed.click("start").await?;
    embed.answered(1, PATIENCE).await?;
    picture(stage, &format!("{style}-live-first-{suffix}")).await?;
    embed.say("Show me everything you can, please.").await?;
    // The markdown parser comes after the first screen.
    wait::until("markdown", PATIENCE, || async {
        let tables = embed
            .script("return document.querySelectorAll('table').length", vec![])
            .await?;
        Ok((tables != json!(0)).then_some(()))
    })
    .await?;
    picture(stage, &format!("{style}-live-{suffix}")).await?;
    embed.end().await?;
    if style == "full" {
        embed.phase_is("review").await?;
        picture(stage, &format!("{style}-review-{suffix}")).await?;
        embed.click("submit").await?;
        embed.phase_is("submitted").await?;
        embed.says("Clarity").await?;
    } else {
        embed.phase_is("submitted").await?;
    }
    picture(stage, &format!("{style}-submitted-{suffix}")).await
}

const SHOWN: &str = "Here is **everything** at once, with `code` and a [link](https://example.com).\n\n\
    | Plan | Seats | Price |\n|---|--:|--:|\n| Small | 5 | 12 € |\n| Large | 50 | 90 € |\n\n\
    - [x] done\n- [ ] to do\n    1. nested\n    2. twice\n\n> A quiet quote.\n\n\
    ```rust\nfn main() { println!(\"hello\"); }\n```\n";

/// What the gallery shows: scenarios that anybody may open, behind a passcode, and by invitation.
struct Shown {
    open: String,
    passcode: String,
    private: String,
}

impl Shown {
    async fn on(stage: &Stage) -> Result<Shown> {
        let open = stage.scenario(json!({
            "name": "Everything on one table",
            "user_friendly_description": "See how a conversation looks before you embed it.",
            "rubrik": "Clarity: says what is wanted\nPatience: lets the other one finish",
            "is_recording": true,
            "script": { "steps": [
                { "ask": "Hello! What would you like to see?" },
                { "ask": SHOWN }
            ]}
        }));
        let passcode = stage.scenario(json!({ "name": "Behind a word", "passcode": "sesame" }));
        let private = stage.scenario(json!({ "name": "Invited only", "is_public": false }));
        Ok(Shown {
            open: open.await?,
            passcode: passcode.await?,
            private: private.await?,
        })
    }

    /// The screens of those who do not get in.
    async fn closed(&self, stage: &Stage, suffix: &str, query: &str) -> Result<()> {
        let embed = Embed::plain(&stage.chrome);
        for (name, scenario, phase) in [
            ("passcode", self.passcode.as_str(), "locked"),
            ("locked", &self.private, "locked"),
            ("missing", "no-such-scenario", "failed"),
        ] {
            let address = stage.embed(&format!("/embed/{scenario}?{query}"));
            stage.chrome.client.goto(&address).await?;
            embed.phase_is(phase).await?;
            picture(stage, &format!("full-{name}-{suffix}")).await?;
        }
        Ok(())
    }
}

#[tokio::test]
async fn every_phase_fits_every_size_in_light_and_dark() -> Result<()> {
    let stage = Stage::set().await?;
    let shown = Shown::on(&stage).await?;
    for (width, height) in SIZES {
        stage.chrome.viewport(width, height).await?;
        for scheme in ["light", "dark"] {
            stage.chrome.scheme(scheme).await?;
            let suffix = format!("{width}x{height}-{scheme}");
            for style in ["full", "basic", "minimal"] {
                walk(&stage, &shown.open, style, &suffix, "").await?;
            }
            shown.closed(&stage, &suffix, "").await?;
        }
    }
    let loud: Vec<_> = stage
        .chrome
        .console()
        .await?
        .into_iter()
        // The page of a scenario that does not exist is a 404, and the browser says so.
        .filter(|(level, text)| level == "SEVERE" && !text.contains("404"))
        .collect();
    ensure!(loud.is_empty(), "{loud:#?}");
    stage.chrome.close().await
}

#[tokio::test]
async fn any_accent_and_background_can_be_read() -> Result<()> {
    let stage = Stage::set().await?;
    let scenario = stage
        .scenario(json!({
            "name": "Colours",
            "user_friendly_description": "One talk, many colours.",
            "rubrik": "Clarity: says what is wanted",
            "script": { "steps": [{ "ask": "Hello!" }, { "ask": SHOWN }] }
        }))
        .await?;
    stage.chrome.viewport(400, 600).await?;
    for (name, query) in [
        ("amber-on-black", "color=amber-300&background=black"),
        ("slate-on-white", "color=slate-900&background=%23fdfffe"),
        ("lime-on-lime", "color=lime-400&background=lime-300"),
        ("pink-on-blue", "color=hotpink&bg=blue-900"),
        ("transparent", "color=teal-500&background=transparent"),
    ] {
        walk(&stage, &scenario, "full", name, query).await?;
    }
    stage.chrome.close().await
}
