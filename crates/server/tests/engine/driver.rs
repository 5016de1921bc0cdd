//! The widget's own protocol machine, performed against the router.
//!
//! Its clock runs [`PACE`] times as fast as ours, so that its pauses and retries take no time; what
//! it asks of the network can be made to fail.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tower::ServiceExt as _;
use vivavoce_core::dialect::vivavoce::Vivavoce;
use vivavoce_core::dialect::{
    Call, CallId, Dialect, Event, Head, Input, Open, Output, Reading, Timer, Verb, What,
};
use vivavoce_core::transcript::{Body as Said, EntryId, Transcript};
use vivavoce_protocol::wire::CreateSession;

/// A call is given up after so much less of our time, too: more, and a slow machine answers none.
const PACE: u32 = 10;

/// What a call can meet, beside its answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// It never arrives.
    Lost,
    /// It arrives; its answer does not.
    Unanswered,
    /// Its answer ends after so many bytes.
    CutAfter(usize),
}

/// Where calls go. `None`: nobody listens.
pub type Network = Arc<Mutex<Option<Router>>>;

pub struct Driver<D: Dialect = Vivavoce> {
    machine: D,
    network: Network,
    begun: Instant,
    /// What its clock showed then, in Unix milliseconds.
    pub since: f64,
    chance: StdRng,
    /// Per cent of the calls that meet a fault.
    pub faults: u32,
    calls: HashMap<CallId, JoinHandle<()>>,
    timers: HashMap<Timer, JoinHandle<()>>,
    inbox: mpsc::UnboundedReceiver<Happened>,
    happens: mpsc::UnboundedSender<Happened>,
    pub transcript: Transcript,
    pub events: Vec<Event>,
    /// Every call's method, path and status.
    pub statuses: Arc<Mutex<Vec<(String, u16)>>>,
}

/// An owned [`What`].
enum Happened {
    Answer(CallId, Head, Vec<u8>),
    Opened(CallId, Head),
    Chunk(CallId, Vec<u8>),
    Closed(CallId),
    Broken(CallId),
    Wake(Timer),
}

impl<D: Dialect> Drop for Driver<D> {
    fn drop(&mut self) {
        self.calls
            .values()
            .chain(self.timers.values())
            .for_each(JoinHandle::abort);
    }
}

impl Driver {
    pub fn new(router: Router, seed: u64) -> Self {
        Self::on(Arc::new(Mutex::new(Some(router))), seed)
    }

    pub fn on(network: Network, seed: u64) -> Self {
        Self::speaking(Vivavoce::default(), network, seed)
    }

    pub fn open(&mut self, scenario: &str) {
        let create = CreateSession {
            scenario_id: scenario.to_owned(),
            style: "full".to_owned(),
            ..CreateSession::default()
        };
        self.act(Verb::Open(Box::new(Open {
            create,
            ..Open::default()
        })));
    }
}

impl<D: Dialect> Driver<D> {
    /// With another system's protocol.
    pub fn speaking(machine: D, network: Network, seed: u64) -> Self {
        let (happens, inbox) = mpsc::unbounded_channel();
        Driver {
            machine,
            network,
            begun: Instant::now(),
            since: 1.7e12,
            chance: StdRng::seed_from_u64(seed),
            faults: 0,
            calls: HashMap::new(),
            timers: HashMap::new(),
            inbox,
            happens,
            transcript: Transcript::default(),
            events: Vec::new(),
            statuses: Arc::default(),
        }
    }

    pub fn send(&mut self, entry: &str, text: &str) {
        let (entry, text) = (EntryId::from(entry), text.to_owned());
        self.act(Verb::Send {
            entry,
            text,
            choice: None,
        });
    }

    pub fn act(&mut self, verb: Verb) {
        self.input(What::Do(verb));
    }

    /// Runs until `is_done`; panics with what was seen if that takes too long.
    #[track_caller]
    pub fn until<'a>(
        &'a mut self,
        what: &'a str,
        is_done: impl Fn(&Self) -> bool + 'a,
    ) -> impl Future<Output = ()> + 'a {
        let caller = std::panic::Location::caller();
        async move {
            let deadline = tokio::time::sleep(Duration::from_secs(120));
            tokio::pin!(deadline);
            while !is_done(self) {
                tokio::select! {
                    Some(happened) = self.inbox.recv() => self.happened(happened),
                    () = &mut deadline => panic!(
                        "{caller}: no {what}\n{}\n{:#?}\n{:?}",
                        self.told(), self.events, self.statuses.lock().unwrap()
                    ),
                }
            }
        }
    }

    pub fn saw(&self, test: impl Fn(&Event) -> bool) -> usize {
        self.events.iter().filter(|event| test(event)).count()
    }

    /// The transcript on screen: one line per message.
    pub fn told(&self) -> String {
        let lines = self
            .transcript
            .entries()
            .iter()
            .filter_map(|entry| match &entry.body {
                Said::Message(message) => {
                    let cut = if message.cut { "…" } else { "" };
                    let open = if message.open { " (open)" } else { "" };
                    Some(format!(
                        "{:?}: {}{cut}{open}",
                        message.speaker, message.text
                    ))
                }
                Said::Tool(_) => None,
            });
        lines.collect::<Vec<_>>().join("\n")
    }

    fn happened(&mut self, happened: Happened) {
        match happened {
            Happened::Answer(call, head, body) => {
                self.input(What::Answer {
                    call,
                    head,
                    body: &body,
                });
            }
            Happened::Opened(call, head) => self.input(What::Opened { call, head }),
            Happened::Chunk(call, bytes) => self.input(What::Chunk {
                call,
                bytes: &bytes,
            }),
            Happened::Closed(call) => self.input(What::Closed { call }),
            Happened::Broken(call) => self.input(What::Broken { call }),
            Happened::Wake(timer) => self.input(What::Wake { timer }),
        }
    }

    fn input(&mut self, what: What<'_>) {
        let now = self.since + self.begun.elapsed().as_secs_f64() * 1e3 * f64::from(PACE);
        let chance = self.chance.random();
        self.machine.handle(Input { now, chance, what });
        while let Some(output) = self.machine.poll() {
            match output {
                Output::Event(event) => {
                    self.transcript.apply(&event);
                    self.events.push(event);
                }
                Output::Call(call) => self.call(call),
                Output::Abort(call) => {
                    if let Some(task) = self.calls.remove(&call) {
                        task.abort();
                    }
                }
                Output::WakeAfter { timer, after } => {
                    let happens = self.happens.clone();
                    let pause = Duration::from_millis(after) / PACE;
                    let task = tokio::spawn(async move {
                        tokio::time::sleep(pause).await;
                        happens.send(Happened::Wake(timer)).ok();
                    });
                    if let Some(earlier) = self.timers.insert(timer, task) {
                        earlier.abort();
                    }
                }
            }
        }
    }

    fn call(&mut self, call: Call) {
        let fault = (self.chance.random_range(0..100) < self.faults).then(|| {
            match self.chance.random_range(0..4) {
                0 => Fault::Lost,
                1 => Fault::Unanswered,
                _ => Fault::CutAfter(self.chance.random_range(0..2_000)),
            }
        });
        let (id, network, happens) = (call.id, self.network.clone(), self.happens.clone());
        let statuses = self.statuses.clone();
        let task = tokio::spawn(async move {
            let end = perform(call, fault, &network, &happens, &statuses).await;
            happens.send(end.unwrap_or(Happened::Broken(id))).ok();
        });
        self.calls.insert(id, task);
    }
}

/// `None`: it broke.
async fn perform(
    call: Call,
    fault: Option<Fault>,
    network: &Network,
    happens: &mpsc::UnboundedSender<Happened>,
    statuses: &Mutex<Vec<(String, u16)>>,
) -> Option<Happened> {
    let router = network.lock().unwrap().clone()?;
    if fault == Some(Fault::Lost) {
        return None;
    }
    let mut request = Request::builder().method(call.method).uri(&call.path);
    for (name, value) in &call.headers {
        request = request.header(*name, value);
    }
    let body = call.body.map(Body::from).unwrap_or_default();
    let response = router.oneshot(request.body(body).unwrap()).await.unwrap();
    let status = response.status().as_u16();
    statuses
        .lock()
        .unwrap()
        .push((format!("{} {}", call.method, call.path), status));
    if fault == Some(Fault::Unanswered) {
        return None;
    }
    let head = head_of(response.headers(), status);
    let mut left = match fault {
        Some(Fault::CutAfter(bytes)) => bytes,
        _ => usize::MAX,
    };
    let mut body = response.into_body();
    if call.reading == Reading::Whole {
        let bytes = body.collect().await.ok()?.to_bytes();
        return (bytes.len() <= left).then(|| Happened::Answer(call.id, head, bytes.to_vec()));
    }
    happens.send(Happened::Opened(call.id, head)).ok();
    while let Some(frame) = body.frame().await {
        let bytes = frame.ok()?.into_data().unwrap_or_default();
        let part = bytes.slice(..bytes.len().min(left));
        left -= part.len();
        // Any cut of the bytes must do.
        for piece in part.chunks(7) {
            happens.send(Happened::Chunk(call.id, piece.to_vec())).ok();
        }
        if part.len() < bytes.len() {
            return None;
        }
    }
    Some(Happened::Closed(call.id))
}

fn head_of(headers: &HeaderMap, status: u16) -> Head {
    let header = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(value.split(';').next().unwrap_or_default().to_owned())
    };
    let seconds = header("retry-after").and_then(|it| it.parse::<u64>().ok());
    Head {
        status,
        content_type: header("content-type").unwrap_or_default(),
        retry_after: seconds.map(|seconds| seconds * 1_000),
    }
}
