//! The pulse while an agent thinks, speaks, pauses and rests: it follows the pace of the words, and
//! looks otherwise in every frame. The frames land in `target/gallery` as strips.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use futures_util::{StreamExt as _, stream};
use serde::Deserialize;
use serde_json::json;
use tokio::time::sleep;
use vivavoce_e2e::chrome::Chrome;
use vivavoce_e2e::embed::Embed;
use vivavoce_e2e::story::Stage;
use vivavoce_e2e::wait::PATIENCE;

use super::{ADA, folder};

/// Milliseconds of the reply: thought, then three times words and a pause.
const THOUGHT: u64 = 2_500;
const WORDS: f64 = 3_000.0;
const PAUSE: f64 = 1_200.0;
const TIMES: usize = 3;

/// What is said, and how long after the piece before.
fn speech() -> Vec<(Duration, String)> {
    let words = "It is said that whoever speaks well also knows when to be silent for a while ";
    let words: Vec<&str> = words.split_inclusive(' ').collect();
    let mut said = vec![(Duration::from_millis(THOUGHT), "Well. ".to_owned())];
    let (mut time, mut times) = (0.0_f64, 0);
    for word in words.into_iter().cycle() {
        // About 60 characters a second, now quicker and now slower.
        let rate = 60.0 * (1.0 + 0.6 * (time / 400.0).sin());
        let mut wait = 1_000.0 * word.len() as f64 / rate;
        time += wait;
        if time > WORDS {
            times += 1;
            if times == TIMES {
                break;
            }
            (time, wait) = (0.0, wait + PAUSE);
        }
        said.push((Duration::from_secs_f64(wait / 1_000.0), word.to_owned()));
    }
    said
}

async fn complete() -> Response {
    let pieces = stream::iter(speech()).then(|(wait, word)| async move {
        sleep(wait).await;
        let chunk = json!({ "choices": [{ "delta": { "content": word } }] });
        Ok::<_, Infallible>(Bytes::from(format!("data: {chunk}\n\n")))
    });
    let done = stream::iter([Ok(Bytes::from_static(b"data: [DONE]\n\n"))]);
    let headers = [(CONTENT_TYPE, "text/event-stream")];
    (headers, Body::from_stream(pieces.chain(done))).into_response()
}

/// Notes the level and how much is said, every 50 ms.
const WATCH: &str = "window.told = [];\
    setInterval(() => {\
      const avatar = document.querySelector('.bar .avatar');\
      const said = [...document.querySelectorAll('[data-speaker=agent] .text')].at(-1);\
      const level = Number(avatar?.style.getPropertyValue('--level') ?? 0);\
      told.push({ at: performance.now(), level, said: said?.textContent.length ?? 0 });\
    }, 50)";

#[derive(Clone, Copy, Debug, Deserialize)]
struct Told {
    at: f64,
    level: f64,
    said: f64,
}

/// How well the level follows the characters of the 300 ms around.
fn correlation(told: &[Told]) -> f64 {
    let said = |at: f64| {
        let before = told.iter().rev().find(|one| one.at <= at);
        before.map_or(0.0, |one| one.said)
    };
    let pairs: Vec<(f64, f64)> = told
        .iter()
        .map(|one| (one.level, said(one.at + 150.0) - said(one.at - 150.0)))
        .collect();
    let count = pairs.len() as f64;
    let level = pairs.iter().map(|pair| pair.0).sum::<f64>() / count;
    let pace = pairs.iter().map(|pair| pair.1).sum::<f64>() / count;
    let sum = |of: &dyn Fn(f64, f64) -> f64| -> f64 {
        pairs.iter().map(|(x, y)| of(x - level, y - pace)).sum()
    };
    sum(&|x, y| x * y) / (sum(&|x, _| x * x) * sum(&|_, y| y * y)).sqrt()
}

/// Pictures of the avatar and what is around it, one after the other.
async fn frames(chrome: &Chrome, count: usize, every: u64) -> Result<Vec<String>> {
    let find = "const box = document.querySelector('.bar .avatar').getBoundingClientRect();\
        const more = Math.min(box.width * 0.5, box.x);\
        return { x: box.x - more, y: box.y - Math.min(more, box.y), width: box.width + 2 * more,\
          height: box.height + 2 * Math.min(more, box.y), scale: 2 }";
    let clip = chrome.client.execute(find, vec![]).await?;
    let mut frames = Vec::new();
    for _ in 0..count {
        let asked = json!({ "format": "png", "clip": clip });
        let taken = chrome.cdp("Page.captureScreenshot", asked).await?;
        let picture = taken["data"].as_str().context("a picture was taken")?;
        frames.push(picture.to_owned());
        sleep(Duration::from_millis(every)).await;
    }
    Ok(frames)
}

/// Rows of frames, as one picture.
async fn strip(chrome: &Chrome, rows: &[Vec<String>], ground: &str, name: &str) -> Result<()> {
    chrome.viewport(1200, 320).await?;
    chrome.client.goto("about:blank").await?;
    let show = "document.body.style.cssText = `margin:0;background:${arguments[1]}`;\
        for (const row of arguments[0]) {\
          const line = document.body.appendChild(document.createElement('div'));\
          line.style.cssText = 'display:flex';\
          for (const frame of row) {\
            const picture = line.appendChild(document.createElement('img'));\
            picture.src = `data:image/png;base64,${frame}`;\
            picture.style.cssText = 'inline-size:8.33%';\
          }\
        }\
        return Promise.all([...document.images].map((picture) => picture.decode())).then(() => true)";
    let arguments = vec![json!(rows), json!(ground)];
    chrome.client.execute(show, arguments).await?;
    chrome
        .screenshot(&folder().join(format!("{name}.png")))
        .await
}

#[tokio::test]
async fn the_pulse_follows_the_pace_of_the_words() -> Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let router = Router::new().route("/chat/completions", post(complete));
    let model = tokio::spawn(async move { axum::serve(listener, router).await });
    let toml = format!("[agent.model]\nurl = \"{url}\"\nname = \"m\"\n");
    let stage = Stage::set_with(&toml, &[]).await?;
    let scenario = stage.scenario(json!({ "name": "Ann" })).await?;
    let address = stage.embed(&format!("/embed/{scenario}?{ADA}"));
    let chrome = &stage.chrome;
    let embed = Embed::plain(chrome);
    for (width, height, scheme, ground) in [
        (400, 600, "light", "#fff"),
        (1200, 800, "light", "#fff"),
        (1200, 800, "dark", "#020617"),
    ] {
        chrome.viewport(width, height).await?;
        chrome.scheme(scheme).await?;
        chrome.client.goto(&address).await?;
        embed.phase_is("ready").await?;
        embed.click("start").await?;
        embed.phase_is("live").await?;
        embed.pulse_is("thinking").await?;
        let thinking = frames(chrome, 5, 60).await?;
        embed.pulse_is("speaking").await?;
        chrome.client.execute(WATCH, vec![]).await?;
        let speaking = frames(chrome, 12, 60).await?;
        embed.answered(1, PATIENCE).await?;
        let told = chrome.client.execute("return told", vec![]).await?;
        embed.pulse_is("idle").await?;
        let idle = frames(chrome, 12, 400).await?;

        let told: Vec<Told> = serde_json::from_value(told)?;
        let found = correlation(&told);
        ensure!(
            found >= 0.6,
            "the level follows the pace by {found:.2} only: {told:?}"
        );
        let mut silences = 0;
        for one in &told {
            let since = told.iter().find(|other| other.said == one.said);
            let silent = since.is_some_and(|since| one.at - since.at >= 650.0);
            silences += usize::from(silent);
            ensure!(!silent || one.level < 0.2, "{one:?} in a pause");
        }
        ensure!(silences > 0, "it never paused");
        for (what, frames) in [
            ("thinking", &thinking),
            ("speaking", &speaking),
            ("idle", &idle),
        ] {
            let looks = frames.iter().collect::<BTreeSet<_>>().len();
            ensure!(
                looks * 4 >= frames.len() * 3,
                "{what}: {looks} looks of {}",
                frames.len()
            );
        }
        let name = format!("pulse-{width}x{height}-{scheme}");
        strip(chrome, &[idle, thinking, speaking], ground, &name).await?;
    }
    model.abort();
    stage.chrome.close().await
}
