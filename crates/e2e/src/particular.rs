//! Host pages that single stories need.

use axum::Router;
use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use serde::Deserialize;

pub fn routes() -> Router {
    let script = "text/javascript";
    Router::new()
        .route(
            "/said.js",
            get(move || async move { ([("content-type", script)], SAID) }),
        )
        .route(
            "/pinned.js",
            get(move || async move { ([("content-type", script)], PINNED) }),
        )
        .route("/react", get(react_page))
        .route("/react.js", get(react))
        .route("/embed/{scenario}", get(elder))
        .route(
            "/elder.js",
            get(move || async move { ([("content-type", script)], ELDER) }),
        )
        .route(
            "/elsewhere",
            get(async || Html("<!doctype html><title>Elsewhere</title>")),
        )
}

/// The loader as it was at 48f6ec7, which pages load by its integrity: it never changes.
const PINNED: &str = include_str!("../frozen/viva-voce-48f6ec7.js");

/// On the window: an element created later is heard too. One that was removed bubbles nowhere, so
/// each is listened to itself as soon as it is there.
const SAID: &str = "\
window.said = [];
{
const names = ['ready', 'click', 'start', 'stop', 'terminated', 'submit', 'error', 'resize', 'tokenneeded'];
const heard = new WeakSet();
const listen = () => document.querySelectorAll('viva-voce').forEach((tag) => {
  if (heard.has(tag)) return;
  heard.add(tag);
  for (const name of names) {
    tag.addEventListener(`vv-${name}`, ({ detail }) => said.push({ id: tag.id, name, detail }));
  }
});
new MutationObserver(listen).observe(document, { childList: true, subtree: true });
}
";

/// A page of one of the versions of React that there is a bundle for.
#[derive(Deserialize)]
struct React {
    #[serde(default)]
    version: String,
}

async fn react_page(Query(React { version }): Query<React>) -> impl IntoResponse {
    let version = if version == "18" { "18" } else { "19" };
    Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A shop in React</title>\
         <style>body{{margin:0}}</style><body>\
         <script type=module src=\"/react.js?version={version}\"></script>"
    ))
}

/// The bundle `cargo xtask host` makes.
async fn react(Query(React { version }): Query<React>) -> impl IntoResponse {
    let Some(file) = std::env::var_os("VIVAVOCE_REACT_PAGE") else {
        let sentence = "VIVAVOCE_REACT_PAGE is not set; cargo xtask host makes the page";
        return (StatusCode::NOT_FOUND, sentence).into_response();
    };
    let file = std::path::PathBuf::from(file).with_file_name(match &*version {
        "18" => "page-18.bundle.js",
        _ => "page.bundle.js",
    });
    match std::fs::read(&file) {
        Ok(script) => ([("content-type", "text/javascript")], script).into_response(),
        Err(error) => (
            StatusCode::NOT_FOUND,
            format!("{}: {error}", file.display()),
        )
            .into_response(),
    }
}

/// A frame that speaks the version its scenario names, and no other.
async fn elder(Path(version): Path<String>) -> impl IntoResponse {
    Html(format!(
        "<!doctype html><title>Another age</title><script data-version=\"{}\" src=/elder.js></script>",
        version.replace('"', "")
    ))
}

const ELDER: &str = "\
const version = Number(document.currentScript.dataset.version);
addEventListener('message', ({ data, ports }) => {
  if (data?.type !== 'vivavoce.hello') return;
  ports[0].postMessage({ version });
  ports[0].onmessage = ({ data: { id } }) => ports[0].postMessage({ id, state: { phase: 'ready', scenarioId: 'x' } });
});
";
