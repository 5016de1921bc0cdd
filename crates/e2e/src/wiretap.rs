//! An HTTP proxy that notes every request, breaks answers by rule, and puts scripts into pages.
//!
//! What it puts in is for the story alone: the product holds no hook for it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, HOST, TRANSFER_ENCODING,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Where a page finds the script of [`Wiretap::inject`].
const INJECTED: &str = "/injected-by-the-story.js";

/// Stands before a server on this machine until dropped.
pub struct Wiretap {
    pub port: u16,
    shared: Arc<Shared>,
    task: tokio::task::JoinHandle<()>,
}

/// One request as it was made.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    /// With its query.
    pub path: String,
    /// In lower case, values as sent.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Asked {
    /// Everything that went over the wire, for a search.
    pub fn text(&self) -> String {
        let mut text = format!("{} {}\n", self.method, self.path);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        text + "\n" + &self.body
    }
}

/// What becomes of an answer.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// Another status, with the HTML page a gateway would send.
    Status(u16),
    /// Another `Content-Type`.
    Kind(&'static str),
    /// The connection ends in the middle of the body.
    Cut,
    /// Half of the body, as if it were all of it.
    Half,
    /// Some bytes in the middle are others.
    Corrupt,
    /// No answer; the connection ends with [`Wiretap::hang_up`].
    Stall,
    /// The connection ends before the answer.
    Drop,
    /// The answer's content security policy with one part exchanged.
    Policy(&'static str, &'static str),
    /// The page or the script names assets of a build that is gone.
    OldNames,
    /// A page that somebody on the way puts markup into, before the end of its body.
    Markup(&'static str),
    /// A page whose files are not pinned, so that another rule may change them.
    Unpinned,
}

/// Which answers: those to paths with this beginning and this end (the query is no part of it).
#[derive(Clone, Copy, Debug)]
pub struct Rule(pub &'static str, pub &'static str, pub Fault);

struct Shared {
    target: u16,
    http: reqwest::Client,
    asked: Mutex<Vec<Asked>>,
    rules: Mutex<Vec<Rule>>,
    script: Mutex<String>,
    hung_up: watch::Sender<bool>,
}

/// A story that failed elsewhere still wants to read what is here.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Wiretap {
    pub async fn before(target: u16) -> Result<Wiretap> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            target,
            http: reqwest::Client::builder()
                .redirect(reqwest::redirect::Policy::none())
                .build()?,
            asked: Mutex::default(),
            rules: Mutex::default(),
            script: Mutex::default(),
            hung_up: watch::Sender::new(false),
        });
        let router = Router::new().fallback(pass).with_state(Arc::clone(&shared));
        let task = tokio::spawn(async move {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            if let Err(error) = axum::serve(listener, service).await {
                eprintln!("the wiretap ended: {error}");
            }
        });
        Ok(Wiretap { port, shared, task })
    }

    /// From now on these answers are broken, and no others.
    pub fn break_with(&self, rules: &[Rule]) {
        self.shared.hung_up.send_replace(false);
        *held(&self.shared.rules) = rules.to_vec();
    }

    /// Ends the connections that get no answer.
    pub fn hang_up(&self) {
        self.shared.hung_up.send_replace(true);
    }

    pub fn mend(&self) {
        self.break_with(&[]);
    }

    /// Pages get this script, before any other of theirs; empty: none.
    pub fn inject(&self, script: &str) {
        script.clone_into(&mut held(&self.shared.script));
    }

    /// Every request so far, oldest first.
    pub fn asked(&self) -> Vec<Asked> {
        held(&self.shared.asked).clone()
    }
}

impl Drop for Wiretap {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn pass(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    if path == INJECTED {
        let script = held(&shared.script).clone();
        return ([(CONTENT_TYPE, "text/javascript")], script).into_response();
    }
    let body = to_bytes(body, 1 << 24).await.unwrap_or_default();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    held(&shared.asked).push(Asked {
        method: parts.method.to_string(),
        path: parts.uri.to_string(),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| (name.to_string(), text(value)))
            .collect(),
        body: String::from_utf8_lossy(&body).into_owned(),
    });
    let rule = held(&shared.rules)
        .iter()
        .find(|Rule(start, end, _)| path.starts_with(start) && path.ends_with(end))
        .copied();
    let fault = rule.map(|Rule(_, _, fault)| fault);
    if let Some(Fault::Stall) = fault {
        let _ = shared
            .hung_up
            .subscribe()
            .wait_for(|hung_up| *hung_up)
            .await;
    }
    match fault {
        // Ends this connection's task and nothing else.
        Some(Fault::Stall | Fault::Drop) => std::panic::resume_unwind(Box::new("by the story")),
        Some(Fault::Status(status)) => {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
            return (status, axum::response::Html("<h1>The gateway says no</h1>")).into_response();
        }
        _ => {}
    }
    let address = format!("http://127.0.0.1:{}{}", shared.target, parts.uri);
    let mut headers: HeaderMap = parts.headers;
    headers.remove(CONNECTION);
    headers.remove(CONTENT_LENGTH);
    let script = held(&shared.script).clone();
    if fault.is_some() || !script.is_empty() {
        // What is to be changed must come as it is.
        headers.remove(ACCEPT_ENCODING);
    }
    debug_assert!(
        headers.contains_key(HOST),
        "the server learns its own name from it"
    );
    let sent = shared
        .http
        .request(parts.method, address)
        .headers(headers)
        .body(body)
        .send()
        .await;
    match sent {
        Ok(answer) => changed(answer, fault, &script).await,
        Err(error) => (StatusCode::BAD_GATEWAY, error.to_string()).into_response(),
    }
}

async fn changed(answer: reqwest::Response, fault: Option<Fault>, script: &str) -> Response {
    let status = answer.status();
    let mut headers = answer.headers().clone();
    headers.remove(TRANSFER_ENCODING);
    headers.remove(CONNECTION);
    // From the browser's cache no fault could reach it.
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let kind = |headers: &HeaderMap, kind: &str| {
        let given = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
        given.is_some_and(|given| given.starts_with(kind))
    };
    let is_page = kind(&headers, "text/html");
    if fault.is_none() && (script.is_empty() || !is_page) {
        // Streams pass as they come.
        return (status, headers, Body::from_stream(answer.bytes_stream())).into_response();
    }
    let bytes = answer.bytes().await.unwrap_or_default();
    let length = bytes.len();
    let mut bytes: Vec<u8> = bytes.into();
    match fault {
        Some(Fault::Kind(kind)) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        Some(Fault::Cut) => {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
            let half = Bytes::copy_from_slice(&bytes[..length / 2]);
            let broken = std::io::Error::other("cut by the story");
            let parts = [Ok(half), Err(broken)];
            return (status, headers, Body::from_stream(Parts(parts.into_iter()))).into_response();
        }
        Some(Fault::Half) => bytes.truncate(length / 2),
        Some(Fault::Corrupt) => {
            // An answer to HEAD has none.
            for byte in bytes.iter_mut().skip(length / 2).take(64) {
                *byte = !*byte;
            }
        }
        Some(Fault::Policy(from, to)) => exchange(&mut headers, CONTENT_SECURITY_POLICY, from, to),
        Some(Fault::Markup(markup)) => {
            let page = String::from_utf8_lossy(&bytes);
            bytes = page
                .replace("</body>", &format!("{markup}</body>"))
                .into_bytes();
        }
        Some(Fault::Unpinned) => {
            let page = String::from_utf8_lossy(&bytes);
            bytes = page.replace(" integrity=", " data-integrity=").into_bytes();
        }
        Some(Fault::OldNames) => bytes = old_names(&String::from_utf8_lossy(&bytes)).into_bytes(),
        _ => {}
    }
    if is_page && !script.is_empty() {
        let page = String::from_utf8_lossy(&bytes);
        let tag = format!("<head><script src=\"{INJECTED}\"></script>");
        bytes = page.replacen("<head>", &tag, 1).into_bytes();
    }
    headers.remove(CONTENT_LENGTH);
    (status, headers, bytes).into_response()
}

/// A body in two parts, the second of which is an error.
struct Parts(std::array::IntoIter<Result<Bytes, std::io::Error>, 2>);

impl futures_util::Stream for Parts {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(self.0.next())
    }
}

fn exchange(headers: &mut HeaderMap, name: HeaderName, from: &str, to: &str) {
    let text = headers.get(&name).and_then(|value| value.to_str().ok());
    if let Some(value) = text.and_then(|text| HeaderValue::from_str(&text.replace(from, to)).ok()) {
        headers.insert(name, value);
    }
}

/// `name-0123456789ab.js` becomes `name-000000000000.js`.
fn old_names(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    for (index, piece) in page.split('-').enumerate() {
        if index > 0 {
            out.push('-');
        }
        let is_hash = piece.len() > 12
            && piece.as_bytes()[12] == b'.'
            && piece.as_bytes()[..12].iter().all(u8::is_ascii_hexdigit);
        match piece.get(12..).filter(|_| is_hash) {
            Some(rest) => {
                out.push_str("000000000000");
                out.push_str(rest);
            }
            None => out.push_str(piece),
        }
    }
    out
}
