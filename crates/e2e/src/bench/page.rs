//! A page, loaded as on a telephone: 1.6 Mbit/s, 150 ms, a quarter of this machine's speed.

use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::json;

use super::Told;
use crate::chrome::Chrome;
use crate::wait;

const SCRIPT: &str = include_str!("page.js");
const BYTES_A_SECOND: u32 = 1_600_000 / 8;
const LATENCY: u32 = 150;
const SLOWER: u32 = 4;
/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What is measured in a page; selectors.
#[derive(Clone, Copy, Debug)]
pub enum Until {
    /// `press` was clicked and the page became `settled`.
    Press {
        press: &'static str,
        settled: &'static str,
    },
    /// What is typed into `field` is still there some time after the page became `settled`.
    Key {
        field: &'static str,
        settled: &'static str,
    },
}

/// Loads a page in a browser that has never seen it. No other host than this machine is reached.
pub async fn load(address: &str, until: Until) -> Result<Told> {
    let alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";
    let chrome = Chrome::start_as(json!({}), &[alone.to_owned()], "none").await?;
    chrome.viewport(412, 823).await?;
    chrome.cdp("Network.enable", json!({})).await?;
    let network = json!({
        "offline": false,
        "latency": LATENCY,
        "downloadThroughput": BYTES_A_SECOND,
        "uploadThroughput": BYTES_A_SECOND,
    });
    chrome
        .cdp("Network.emulateNetworkConditions", network)
        .await?;
    let slower = json!({ "rate": SLOWER });
    chrome.cdp("Emulation.setCPUThrottlingRate", slower).await?;
    let measure = match until {
        Until::Press { press, settled } => json!({ "press": press, "settled": settled }),
        Until::Key { field, settled } => json!({ "field": field, "settled": settled }),
    };
    let script = SCRIPT.replace("MEASURE", &measure.to_string());
    chrome
        .cdp(
            "Page.addScriptToEvaluateOnNewDocument",
            json!({ "source": script }),
        )
        .await?;
    chrome.client.goto(address).await?;
    let told = wait::until("the page to be measured", PATIENCE, || async {
        // Seldom: each question takes the page some of its time.
        tokio::time::sleep(Duration::from_millis(400)).await;
        let told = "return window.measured?.done ? window.measured : null";
        let told = chrome.client.execute(told, vec![]).await?;
        Ok((!told.is_null()).then_some(told))
    })
    .await
    .with_context(|| address.to_owned())?;
    chrome.close().await?;
    Ok(serde_json::from_value(told)?)
}
