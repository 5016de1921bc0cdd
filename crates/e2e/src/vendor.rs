//! A stand-in for the systems behind the relay. It answers as Tovie, Agentok, Totebot, AG-UI and
//! Talkio do, well enough for a conversation, and on request in one way that nobody should.
//!
//! What it tells is built when it is asked, in the mood it is in then: once it is well again, what
//! it keeps is well, too.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Result;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{Html, IntoResponse as _, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::wait::{self, PATIENCE};

mod agentok;
mod agui;
mod lure;
mod spoil;
mod talkio;
mod totebot;
mod tovie;

/// How it answers, whatever it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Well,
    /// Types, statuses and members nobody has heard of stand between the known ones.
    Unknown,
    /// Every member is of another type than it should be.
    Mistyped,
    /// Half of the answer, as if it were all of it.
    Halved,
    /// Half of the answer, and the connection breaks.
    Torn,
    /// Ten megabytes in one piece.
    Lump,
    /// Ten megabytes in small pieces; where there are no pieces, as much as is let through.
    Flood,
    /// Addresses that run something, or fetch something from elsewhere.
    Links,
    /// HTML that runs something, in every text.
    Markup,
    /// A good second late.
    Late,
    /// A few bytes at a time.
    Dripping,
    /// Never; the connection breaks once the mood changes.
    Silent,
    /// Connections are closed without a word.
    Resetting,
    /// Nobody listens.
    Gone,
    /// 500, with a page.
    Page,
    /// 200, with a page.
    Portal,
    /// 200, with an error inside.
    Error,
    /// Talkio: the login link leads to somebody else's site.
    Astray,
}

/// What the agent says to `words`.
pub fn reply_to(words: &str) -> String {
    format!("You said: {words}.")
}

/// On this machine until dropped.
pub struct Vendor {
    pub port: u16,
    shared: Arc<Shared>,
    task: Mutex<JoinHandle<()>>,
}

struct Shared {
    port: u16,
    mood: watch::Sender<Mood>,
    spoiled: AtomicU32,
    numbers: AtomicU32,
    lured: Mutex<Vec<String>>,
    tovie: Mutex<Vec<tovie::Exchange>>,
    told: Notify,
    agentok: Mutex<BTreeMap<u64, Vec<String>>>,
    totebot: Mutex<BTreeMap<String, Vec<String>>>,
}

/// A request as the vendors' stand-ins read it.
struct Asked {
    method: Method,
    /// Below the vendor's own prefix.
    path: String,
    query: HashMap<String, String>,
    body: Value,
}

/// What a vendor that is well would answer.
enum Answer {
    Json(u16, Value),
    /// A stream of frames.
    Events(Vec<Value>),
}

/// A story that failed elsewhere still wants to read what is here.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Vendor {
    pub async fn start() -> Result<Vendor> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let shared = Arc::new(Shared {
            port,
            mood: watch::Sender::new(Mood::Well),
            spoiled: AtomicU32::new(0),
            numbers: AtomicU32::new(0),
            lured: Mutex::default(),
            tovie: Mutex::default(),
            told: Notify::new(),
            agentok: Mutex::default(),
            totebot: Mutex::default(),
        });
        let task = Mutex::new(serve(listener, Arc::clone(&shared)));
        Ok(Vendor { port, shared, task })
    }

    /// The vendor's address, as a `url` of a backend's entry.
    pub fn address(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// From now on it answers in this mood.
    pub async fn turn(&self, mood: Mood) -> Result<()> {
        self.shared.spoiled.store(0, Ordering::SeqCst);
        let before = self.shared.mood.send_replace(mood);
        if mood == Mood::Gone {
            held(&self.task).abort();
        } else if before == Mood::Gone {
            let address = ("127.0.0.1", self.port);
            let listener = wait::until("the vendor's own port", PATIENCE, || async {
                Ok(Some(TcpListener::bind(address).await?))
            })
            .await?;
            *held(&self.task) = serve(listener, Arc::clone(&self.shared));
        }
        Ok(())
    }

    /// How many answers it has spoiled in this mood. Of a port nobody listens on, nobody can tell.
    pub fn spoiled(&self) -> u32 {
        match *self.shared.mood.borrow() {
            Mood::Gone => u32::MAX,
            _ => self.shared.spoiled.load(Ordering::SeqCst),
        }
    }

    /// What was fetched from the address that nobody should fetch anything from.
    pub fn lured(&self) -> Vec<String> {
        held(&self.shared.lured).clone()
    }
}

impl Drop for Vendor {
    fn drop(&mut self) {
        held(&self.task).abort();
    }
}

fn serve(listener: TcpListener, shared: Arc<Shared>) -> JoinHandle<()> {
    let router = Router::new().fallback(answer).with_state(shared);
    tokio::spawn(async move {
        if let Err(error) = axum::serve(listener, router).await {
            eprintln!("the vendor's server ended: {error}");
        }
    })
}

impl Shared {
    fn mood(&self) -> Mood {
        *self.mood.borrow()
    }

    /// Ids and what else must never come twice.
    fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::SeqCst)
    }

    fn spoil(&self) {
        self.spoiled.fetch_add(1, Ordering::SeqCst);
    }

    /// Returns once the mood is one of those in which connections break.
    async fn broken(&self) {
        let breaks = |mood: &Mood| matches!(mood, Mood::Gone | Mood::Resetting);
        let _ = self.mood.subscribe().wait_for(breaks).await;
    }

    /// The agent's words to `words`, with what its mood adds to them.
    fn said(&self, words: &str) -> String {
        let reply = reply_to(words);
        match self.mood() {
            Mood::Links => format!("{reply}\n\n{}", lure::markdown(self.port)),
            Mood::Markup => format!("{reply} {}", lure::MARKUP),
            _ => reply,
        }
    }

    /// A name or title: as `plain` says, or something that would be run.
    fn named(&self, plain: &str) -> String {
        match self.mood() {
            Mood::Markup => format!("{plain} {}", lure::MARKUP),
            _ => plain.to_owned(),
        }
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    if path.starts_with("/lure") {
        held(&shared.lured).push(parts.uri.to_string());
        return "lured".into_response();
    }
    if path.starts_with("/authentication") {
        return Html("<!doctype html><title>School</title><h1>The school</h1>").into_response();
    }
    let body = to_bytes(body, 1 << 24).await.unwrap_or_default();
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let (vendor, rest) = path.trim_start_matches('/').split_once('/').map_or_else(
        || (path.trim_start_matches('/').to_owned(), String::new()),
        |(vendor, rest)| (vendor.to_owned(), format!("/{rest}")),
    );
    let asked = Asked {
        method: parts.method,
        path: rest,
        query: query.into_owned().collect(),
        body: serde_json::from_slice(&body).unwrap_or_default(),
    };
    match shared.mood() {
        Mood::Resetting | Mood::Gone => return reset(&shared),
        Mood::Silent => {
            shared.spoil();
            let changes = |mood: &Mood| *mood != Mood::Silent;
            let _ = shared.mood.subscribe().wait_for(changes).await;
            return reset(&shared);
        }
        Mood::Page => {
            shared.spoil();
            let page = format!("<h1>Internal Server Error</h1>{}", lure::MARKUP);
            return (StatusCode::INTERNAL_SERVER_ERROR, Html(page)).into_response();
        }
        Mood::Portal => {
            shared.spoil();
            return Html(format!("<h1>Log in</h1>{}", lure::MARKUP)).into_response();
        }
        Mood::Late => {
            shared.spoil();
            tokio::time::sleep(Duration::from_millis(1_200)).await;
        }
        _ => {}
    }
    let answer = match vendor.as_str() {
        "tovie" => tovie::answer(&shared, &asked).await,
        "agentok" => agentok::answer(&shared, &asked),
        "totebot" => totebot::answer(&shared, &asked),
        "ag-ui" => agui::answer(&shared, &asked),
        "talkio" => talkio::answer(&shared, &asked),
        _ => Some(Answer::Json(
            404,
            serde_json::json!({ "message": "No such vendor." }),
        )),
    };
    match answer {
        Some(answer) => spoil::respond(&shared, answer),
        None => reset(&shared),
    }
}

/// Ends this connection's task and nothing else.
fn reset(shared: &Shared) -> Response {
    shared.spoil();
    std::panic::resume_unwind(Box::new("by the story"))
}
