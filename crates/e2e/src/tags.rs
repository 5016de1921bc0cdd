//! What a host page does with its `<viva-voce>` elements, and hears from them.

use anyhow::Result;
use serde_json::{Value, json};

use crate::story::Stage;
use crate::wait::{self, PATIENCE};

/// Runs a script in the host page, where `tag` is the first element; a promise it returns is awaited.
/// An error comes as `{error}` with its code.
pub async fn page(stage: &Stage, script: &str) -> Result<Value> {
    stage.chrome.top().await?;
    let script = format!(
        "const done = arguments[arguments.length - 1];\
         const tag = document.querySelector('viva-voce');\
         (async () => {{ {script} }})().then(done, (e) => done({{ error: e.code ?? String(e) }}));"
    );
    Ok(stage.chrome.client.execute_async(&script, vec![]).await?)
}

/// Opens a page with these elements, as written in HTML. What each says is recorded from the
/// beginning, as `{id, name, detail}` in the page's `said`.
pub async fn open(stage: &Stage, elements: &str) -> Result<()> {
    let script = stage.embed("/viva-voce.js");
    let page_with = format!("<script src=/said.js></script>{elements}");
    let address = stage.host.tagging(&script, &page_with);
    stage.chrome.client.goto(&address).await?;
    Ok(())
}

/// What the element `id` said of `names`, oldest first.
pub async fn said(stage: &Stage, id: &str, names: &[&str]) -> Result<Vec<(String, Value)>> {
    let script = format!(
        "return said.filter((one) => one.id === {} && {}.includes(one.name))\
         .map((one) => [one.name, one.detail])",
        json!(id),
        json!(names)
    );
    Ok(serde_json::from_value(page(stage, &script).await?)?)
}

/// The names alone of what the element `id` said of the documented four.
pub async fn four(stage: &Stage, id: &str) -> Result<Vec<String>> {
    let said = said(stage, id, &["start", "stop", "terminated", "submit"]).await?;
    Ok(said.into_iter().map(|(name, _)| name).collect())
}

/// The session the element `id` has started.
pub async fn session(stage: &Stage, id: &str) -> Result<String> {
    wait::until("vv-start", PATIENCE, || async {
        let started = said(stage, id, &["start"]).await?;
        Ok(started
            .last()
            .and_then(|(_, detail)| detail["sessionId"].as_str().map(str::to_owned)))
    })
    .await
}
