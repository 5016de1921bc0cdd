//! What axe finds in the page or frame the driver points at.

use anyhow::{Context as _, Result, ensure};
use serde_json::{Value, json};

use crate::chrome::Chrome;

/// Where `cargo xtask` put axe.
const FILE: &str = "VIVAVOCE_AXE";

const RUN: &str = "\
    const done = arguments[arguments.length - 1];\
    axe.run(document, { resultTypes: ['violations'], elementRef: false }).then(\
      ({ violations, passes }) => done({ passes: passes.length, violations: violations.map(\
        ({ id, help, nodes }) => [id, help, ...nodes.slice(0, 3).map(({ html }) => html.slice(0, 200))].join(' | ')) }),\
      (error) => done({ error: String(error) }));";

/// Every violation of any rule axe knows, with where it is; none is the aim.
pub async fn violations(chrome: &Chrome) -> Result<Vec<String>> {
    let there = chrome.client.execute("return typeof axe", vec![]).await?;
    if there != json!("object") {
        let file = std::env::var_os(FILE)
            .with_context(|| format!("{FILE} must name axe.min.js; `cargo xtask test` sets it"))?;
        let source = std::fs::read_to_string(file)?;
        // As the driver's script, which no policy of the page keeps out.
        let global = format!("(function () {{ {source} }}).call(window);");
        chrome.client.execute(&global, vec![]).await?;
    }
    let found = chrome.client.execute_async(RUN, vec![]).await?;
    ensure!(
        found["passes"].as_u64().is_some_and(|passes| passes > 3),
        "axe did not run: {found}"
    );
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Ok(found["violations"]
        .as_array()
        .into_iter()
        .flatten()
        .map(text)
        .collect())
}
