//! Vendors that remember what they were asked, and visitors who ask.

mod agui;
mod allowed;
mod faults;
mod pages;
mod streams;
mod visitors;

use std::convert::Infallible;
use std::io::Write;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpListener;

use vivavoce_server::{settings::Flags, settings::Settings};
use vivavoce_test_server::{Answer, Site};

pub const JSON: &str = "content-type: application/json";
pub const SECRET: &str = "CANARY-secret:0123456789";

/// A request as a vendor got it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `METHOD /path?query`.
    pub line: String,
    pub headers: HeaderMap,
    pub body: Value,
}

/// A vendor on this machine.
pub struct Vendor {
    pub url: String,
    seen: Arc<Mutex<Vec<Asked>>>,
}

impl Vendor {
    /// One that answers as `answer` says.
    pub async fn serve(answer: impl Fn(&Asked) -> Response + Send + Sync + 'static) -> Vendor {
        let seen: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let answer = Arc::new(answer);
        let noted = seen.clone();
        let handle = move |request: Request| {
            let (noted, answer) = (noted.clone(), answer.clone());
            async move {
                let line = format!("{} {}", request.method(), request.uri());
                let headers = request.headers().clone();
                let bytes = to_bytes(request.into_body(), 2_000_000).await.unwrap();
                let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
                let asked = Asked {
                    line,
                    headers,
                    body,
                };
                noted.lock().unwrap().push(asked.clone());
                Ok::<_, Infallible>(answer(&asked))
            }
        };
        let router = Router::new().fallback(handle);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Vendor { url, seen }
    }

    pub fn seen(&self) -> Vec<Asked> {
        self.seen.lock().unwrap().clone()
    }

    /// `METHOD /path?query` of everything it was asked.
    pub fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|asked| asked.line).collect()
    }
}

pub fn reply(status: u16, body: &Value) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, axum::Json(body.clone())).into_response()
}

/// A whole event stream.
pub fn events(frames: &[Value]) -> Response {
    let text: String = frames
        .iter()
        .map(|frame| format!("data: {frame}\n\n"))
        .collect();
    ([("content-type", "text/event-stream")], text).into_response()
}

pub fn settings(source: &str) -> Settings {
    let environment = |name: &str| (name == "SECRET").then(|| SECRET.to_owned());
    Settings::from_sources(&Flags::default(), &environment, "vivavoce.toml", source).unwrap()
}

/// `[backends.shop]` of a dialect; `more` are further lines.
pub fn shop(dialect: &str, url: &str, more: &str) -> Settings {
    let mut settings = settings(&format!(
        "[backends.shop]\ndialect = \"{dialect}\"\nurl = \"{url}\"\nsecret = \"env:SECRET\"\n{more}\n\
         [backends.other]\ndialect = \"{dialect}\"\nurl = \"{url}\"\nsecret = \"env:SECRET\"\n{more}"
    ));
    let all = vivavoce_engine::settings::Rate {
        burst: 100_000,
        per_minute: 100_000,
    };
    settings.engine.limits.relay_per_session = all;
    settings.engine.limits.sessions_per_address = all;
    settings
}

/// Somebody with a session.
pub struct Guest<'a> {
    pub site: &'a Site,
    pub session: String,
    pub bearer: String,
    /// What their device keeps.
    pub key: Option<String>,
}

impl<'a> Guest<'a> {
    pub async fn new(site: &'a Site, scenario: &str) -> Guest<'a> {
        Guest::back(site, "shop", scenario, None).await
    }

    /// With what an earlier session left on the device.
    pub async fn back(
        site: &'a Site,
        backend: &str,
        scenario: &str,
        key: Option<&str>,
    ) -> Guest<'a> {
        let begin = json!({
            "scenario_id": scenario,
            "style": "full",
            "backend": backend,
            "visitor": key,
            "user": { "name": "Ada", "email": "ada@example.com" },
        });
        let begun = site
            .ask("POST /api/embed/sessions", &[JSON], begin.to_string())
            .await
            .with(StatusCode::CREATED);
        let text = |name: &str| begun[name].as_str().map(str::to_owned);
        Guest {
            site,
            session: text("session_id").unwrap(),
            bearer: format!("authorization: Bearer {}", text("session_token").unwrap()),
            key: text("visitor"),
        }
    }

    /// `line` is `METHOD /path` below the backend.
    pub async fn call(&self, line: &str, body: impl Into<Option<Value>>) -> Answer {
        let (method, path) = line.split_once(' ').unwrap();
        let line = format!("{method} /relay/shop{path}");
        let body = body.into().map(|body| body.to_string()).unwrap_or_default();
        self.site.ask(&line, &[&self.bearer, JSON], body).await
    }

    /// The answer with its body still to be read.
    pub async fn open(&self, line: &str, body: Value) -> Response {
        let (method, path) = line.split_once(' ').unwrap();
        let line = format!("{method} /relay/shop{path}");
        self.site
            .respond(&line, &[&self.bearer, JSON], body.to_string())
            .await
    }
}

/// Reads what somebody asks of a vendor that answers by hand.
pub async fn heard(stream: &mut tokio::net::TcpStream) {
    use tokio::io::AsyncReadExt as _;
    let mut asked = [0; 4_096];
    let length = stream.read(&mut asked).await.unwrap_or_default();
    assert!(length > 0, "nobody asked anything");
}

/// The next piece of a body; `Err`: it broke off.
pub async fn piece(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    use http_body_util::BodyExt as _;
    let frame = body.frame().await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

/// One that writes `bytes` to whoever connects and closes the connection.
pub async fn raw(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            heard(&mut stream).await;
            stream.write_all(bytes).await.ok();
        }
    });
    url
}

/// What the server logs, in a test that runs in one thread.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Listens until the guard is dropped.
    pub fn open() -> (Log, tracing::subscriber::DefaultGuard) {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    /// What other tests log first, in threads without a subscriber, would stay silent.
    pub fn listen() {
        tracing::callsite::rebuild_interest_cache();
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    /// What was logged since the last time.
    pub fn taken(&self) -> String {
        let text = self.text();
        self.0.lock().unwrap().clear();
        text
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
