//! The site that embeds us: one page, on another site, that records every message it hears.

use anyhow::Result;
use axum::Router;
use axum::extract::Query;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{Html, IntoResponse};
use axum::routing::get;
use serde::Deserialize;
use serde_json::Value;

use crate::chrome::Chrome;

/// Serves pages until dropped.
pub struct Host {
    pub port: u16,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Deserialize)]
struct Page {
    /// Address of the frame.
    src: String,
    #[serde(default)]
    width: String,
    #[serde(default)]
    height: String,
    #[serde(default)]
    sandbox: Option<String>,
    /// The page's own `Cross-Origin-Embedder-Policy`.
    #[serde(default)]
    coep: Option<String>,
    #[serde(default)]
    credentialless: bool,
}

/// How a page holds the frame, where it is not as plainly as in [`Host::embedding`].
#[derive(Clone, Copy, Default)]
pub struct Holding<'a> {
    /// The page's host name; `host.localhost` where it is empty.
    pub site: &'a str,
    pub sandbox: Option<&'a str>,
    pub coep: Option<&'a str>,
    pub credentialless: bool,
}

const RECORDER: &str = "\
window.heard = [];
addEventListener('message', (event) => {
  window.heard.push({ origin: event.origin, data: event.data });
});
";

async fn page(Query(page): Query<Page>) -> impl IntoResponse {
    let escape = |text: &str| {
        text.replace('&', "&amp;")
            .replace('"', "&quot;")
            .replace('<', "&lt;")
    };
    let or = |text: &str, default: &str| escape(if text.is_empty() { default } else { text });
    let sandbox = page
        .sandbox
        .map_or(String::new(), |s| format!(" sandbox=\"{}\"", escape(&s)));
    let credentialless = if page.credentialless {
        " credentialless"
    } else {
        ""
    };
    let mut headers = HeaderMap::new();
    if let Some(coep) = page.coep.and_then(|coep| HeaderValue::from_str(&coep).ok()) {
        headers.insert("cross-origin-embedder-policy", coep);
    }
    let body = Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A shop</title>\
         <script src=/recorder.js></script><style>body{{margin:0}}iframe{{border:0;display:block}}</style>\
         <iframe id=embed title=Conversation src=\"{}\" width=\"{}\" height=\"{}\" \
         allow=\"microphone; screen-wake-lock\"{sandbox}{credentialless}></iframe>",
        escape(&page.src),
        or(&page.width, "100%"),
        or(&page.height, "600"),
    ));
    (headers, body)
}

/// A page with the tag instead of an iframe.
#[derive(Deserialize)]
struct Tagged {
    /// Address of the element's script.
    script: String,
    /// The element, as written in the page.
    tag: String,
}

/// On the element itself: what it says after it was removed reaches nobody else.
const TAG_RECORDER: &str = "\
window.told = [];
const names = ['ready', 'click', 'start', 'stop', 'terminated', 'submit', 'error', 'tokenneeded'];
addEventListener('DOMContentLoaded', () => {
  const tag = document.querySelector('viva-voce');
  for (const name of names) {
    tag.addEventListener(`vv-${name}`, (event) => told.push({ name, detail: event.detail }));
  }
});
";

async fn tagged(Query(Tagged { script, tag }): Query<Tagged>) -> impl IntoResponse {
    Html(format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A shop</title>\
         <script src=/recorder.js></script><script src=/tag-recorder.js></script>\
         <link rel=stylesheet href=/tag.css>{tag}\
         <script type=module src=\"{script}\" crossorigin></script>"
    ))
}

/// What somebody pasted into a page of theirs, under the headers they were told to send.
#[derive(Deserialize)]
struct Pasted {
    html: String,
    #[serde(default)]
    script: String,
    /// `Name: value` lines.
    #[serde(default)]
    headers: String,
}

async fn pasted(Query(pasted): Query<Pasted>) -> impl IntoResponse {
    let mut headers = HeaderMap::new();
    for line in pasted.headers.lines() {
        let (name, value) = line.split_once(": ").unwrap_or((line, ""));
        if let (Ok(name), Ok(value)) = (
            http::HeaderName::try_from(name),
            HeaderValue::try_from(value),
        ) {
            headers.insert(name, value);
        }
    }
    let script = format!("/pasted.js?text={}", encoded(&pasted.script));
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>A shop</title>\
         <script src=/recorder.js></script>{}<script src=\"{script}\" defer></script>",
        pasted.html
    );
    (headers, Html(page))
}

#[derive(Deserialize)]
struct Script {
    text: String,
}

async fn pasted_script(Query(script): Query<Script>) -> impl IntoResponse {
    ([("content-type", "text/javascript")], script.text)
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    ([("content-type", kind)], text)
}

impl Host {
    pub async fn start() -> Result<Host> {
        let script = "text/javascript";
        let style = "body{margin:0}viva-voce{height:600px}";
        let router = Router::new()
            .route("/", get(page))
            .route("/tagged", get(tagged))
            .route("/pasted", get(pasted))
            .route("/pasted.js", get(pasted_script))
            .route(
                "/recorder.js",
                get(move || async move { file(script, RECORDER) }),
            )
            .route(
                "/tag-recorder.js",
                get(move || async move { file(script, TAG_RECORDER) }),
            )
            .route(
                "/tag.css",
                get(move || async move { file("text/css", style) }),
            );
        let router = router.merge(crate::particular::routes());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                eprintln!("the host page's server ended: {error}");
            }
        });
        Ok(Host { port, task })
    }

    pub fn origin(&self) -> String {
        format!("http://host.localhost:{}", self.port)
    }

    /// The page's address with a frame showing `src`.
    pub fn embedding(&self, src: &str, width: u32, height: u32) -> String {
        let mut address = url::Url::parse(&self.origin()).expect("our own origin");
        address
            .query_pairs_mut()
            .append_pair("src", src)
            .append_pair("width", &width.to_string())
            .append_pair("height", &height.to_string());
        address.into()
    }

    /// The address of a page that holds a frame showing `src` in its own way.
    pub fn holding(&self, src: &str, how: Holding<'_>) -> String {
        let mut address = url::Url::parse(&self.embedding(src, 400, 600)).expect("our own address");
        if !how.site.is_empty() {
            address.set_host(Some(how.site)).expect("a host name");
        }
        {
            let mut query = address.query_pairs_mut();
            if let Some(sandbox) = how.sandbox {
                query.append_pair("sandbox", sandbox);
            }
            if let Some(coep) = how.coep {
                query.append_pair("coep", coep);
            }
            if how.credentialless {
                query.append_pair("credentialless", "true");
            }
        }
        address.into()
    }

    /// The address of a page that loads `script` and holds `tag`.
    pub fn tagging(&self, script: &str, tag: &str) -> String {
        let mut address = url::Url::parse(&self.origin()).expect("our own origin");
        address.set_path("/tagged");
        address
            .query_pairs_mut()
            .append_pair("script", script)
            .append_pair("tag", tag);
        address.into()
    }

    /// The address of a page that holds `html` and runs `script` under these headers.
    pub fn pasting(&self, html: &str, script: &str, headers: &str) -> String {
        let mut address = url::Url::parse(&self.origin()).expect("our own origin");
        address.set_path("/pasted");
        address
            .query_pairs_mut()
            .append_pair("html", html)
            .append_pair("script", script)
            .append_pair("headers", headers);
        address.into()
    }

    /// The same, with a `sandbox` attribute.
    pub fn sandboxing(&self, src: &str, sandbox: &str) -> String {
        let how = Holding {
            sandbox: Some(sandbox),
            ..Holding::default()
        };
        self.holding(src, how)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Every message the host page heard, `{origin, data}`, oldest first. Call from inside the frame
/// or the page; leaves the driver in the top page.
pub async fn heard(chrome: &Chrome) -> Result<Vec<Value>> {
    chrome.top().await?;
    let list = chrome.client.execute("return window.heard", vec![]).await?;
    Ok(list.as_array().cloned().unwrap_or_default())
}
