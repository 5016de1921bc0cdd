//! The widget's machine for AG-UI, performed over plain HTTP: what it sends is what the widget sends, and what it
//! makes of the answers is what a visitor sees.

use std::collections::HashMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, bail};
use vivavoce_core::dialect::vendor::agui::AgUi;
use vivavoce_core::dialect::vendor::{Prompt, VendorDialect, VendorEvent};
use vivavoce_core::dialect::{
    Call, CallId, Delivery, Dialect as _, Event, Head, Input, Open, Output, Reading, Timer, Verb,
    What,
};
use vivavoce_core::event::Speaker;
use vivavoce_core::failure::Failure;
use vivavoce_core::transcript::{Body, EntryId, Transcript};
use vivavoce_core::wire::{BackendFacts, CreateSession};

/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A visitor with a conversation of their own.
pub struct Widget {
    machine: VendorDialect,
    /// `127.0.0.1:PORT`.
    address: String,
    happens: Sender<Happened>,
    inbox: Receiver<Happened>,
    calls: HashMap<CallId, TcpStream>,
    timers: Vec<(Instant, Timer)>,
    transcript: Transcript,
    asked: Option<Prompt>,
    /// Runs that ended, and how those did that failed.
    ended: u32,
    failures: Vec<String>,
    connected: bool,
    said: u32,
    /// The bodies sent to the relay.
    pub sent: Vec<String>,
}

/// An owned [`What`].
enum Happened {
    Answer(CallId, Head, Vec<u8>),
    Opened(CallId, Head),
    Chunk(CallId, Vec<u8>),
    Closed(CallId),
    Broken(CallId),
}

impl Widget {
    /// Opens `/embed/agent?backend=…` at a server.
    pub fn open(address: &str, backend: &str) -> Result<Self> {
        let (happens, inbox) = channel();
        let mut widget = Self {
            machine: VendorDialect::speaking::<AgUi>(),
            address: address.to_owned(),
            happens,
            inbox,
            calls: HashMap::new(),
            timers: Vec::new(),
            transcript: Transcript::default(),
            asked: None,
            ended: 0,
            failures: Vec::new(),
            connected: false,
            said: 0,
            sent: Vec::new(),
        };
        let open = Open {
            create: CreateSession {
                scenario_id: "agent".to_owned(),
                style: "full".to_owned(),
                backend: Some(backend.to_owned()),
                ..CreateSession::default()
            },
            backend: BackendFacts {
                name: backend.to_owned(),
                dialect: "ag-ui".to_owned(),
                ..BackendFacts::default()
            },
            seed: "0".repeat(32),
            ..Open::default()
        };
        widget.input(What::Do(Verb::Open(Box::new(open))));
        widget.until("the session", |it| it.connected)?;
        Ok(widget)
    }

    /// Says something, or presses the button that says so, and waits until it is answered.
    pub fn say(&mut self, text: &str) -> Result<()> {
        self.said += 1;
        let entry = EntryId::from(format!("{:024x}", self.said).as_str());
        let choices = self.asked.iter().flat_map(|asked| &asked.choices);
        let mut choices = choices.filter(|choice| choice.text == text);
        let choice = choices.next().map(|choice| choice.id.clone());
        let before = self.ended;
        self.input(What::Do(Verb::Send {
            entry,
            text: text.to_owned(),
            choice,
        }));
        self.until(&format!("an answer to “{text}”"), |it| {
            it.ended > before
        })
    }

    /// What is on the screen, line by line.
    pub fn shown(&self) -> Vec<String> {
        let entries = self.transcript.entries().iter();
        let mut lines: Vec<String> = entries.map(|entry| line(&entry.body)).collect();
        lines.extend(self.failures.iter().map(|it| format!("failed: {it}")));
        if let Some(asked) = &self.asked {
            let choices: Vec<&str> = asked.choices.iter().map(|it| it.text.as_str()).collect();
            lines.push(format!("asked: {} [{}]", asked.text, choices.join(" | ")));
        }
        lines
    }

    fn until(&mut self, what: &str, is_done: impl Fn(&Self) -> bool) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !is_done(self) {
            let now = Instant::now();
            if now >= deadline {
                bail!("{what} did not come; on the screen: {:#?}", self.shown());
            }
            if let Some(due) = self.timers.iter().position(|(at, _)| *at <= now) {
                let (_, timer) = self.timers.swap_remove(due);
                self.input(What::Wake { timer });
                continue;
            }
            let next = self.timers.iter().map(|(at, _)| *at).min();
            let next = next.unwrap_or(deadline).min(deadline);
            match self.inbox.recv_timeout(next - now) {
                Ok(happened) => self.happened(happened),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => bail!("nothing can come any more"),
            }
        }
        Ok(())
    }

    fn happened(&mut self, happened: Happened) {
        match happened {
            Happened::Answer(call, head, body) => self.input(What::Answer {
                call,
                head,
                body: &body,
            }),
            Happened::Opened(call, head) => self.input(What::Opened { call, head }),
            Happened::Chunk(call, bytes) => self.input(What::Chunk {
                call,
                bytes: &bytes,
            }),
            Happened::Closed(call) => self.input(What::Closed { call }),
            Happened::Broken(call) => self.input(What::Broken { call }),
        }
    }

    fn input(&mut self, what: What<'_>) {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = since.unwrap_or_default().as_secs_f64() * 1e3;
        self.machine.handle(Input {
            now,
            chance: 0.5,
            what,
        });
        while let Some(output) = self.machine.poll() {
            match output {
                Output::Event(event) => self.told(event),
                Output::Call(call) => self.call(call),
                Output::Abort(call) => {
                    if let Some(stream) = self.calls.remove(&call) {
                        stream.shutdown(Shutdown::Both).ok();
                    }
                }
                Output::WakeAfter { timer, after } => {
                    self.timers.retain(|(_, known)| *known != timer);
                    let at = Instant::now() + Duration::from_millis(after);
                    self.timers.push((at, timer));
                }
            }
        }
    }

    fn told(&mut self, event: Event) {
        self.transcript.apply(&event);
        match event {
            Event::Connected { .. } => self.connected = true,
            Event::RunFinished { .. } => self.ended += 1,
            Event::RunFailed { failure, .. } => {
                self.ended += 1;
                self.failures.push(sentence(failure));
            }
            Event::Delivery {
                delivery: Delivery::Failed(failure),
                ..
            } => {
                self.ended += 1;
                self.failures.push(sentence(failure));
            }
            Event::Vendor(VendorEvent::Prompt(asked)) => self.asked = asked,
            _ => {}
        }
    }

    fn call(&mut self, call: Call) {
        if call.path.starts_with("/relay/") {
            self.sent.extend(call.body.clone());
        }
        let (id, happens) = (call.id, self.happens.clone());
        let Ok(stream) = TcpStream::connect(&self.address) else {
            happens.send(Happened::Broken(id)).ok();
            return;
        };
        if let Ok(stream) = stream.try_clone() {
            self.calls.insert(id, stream);
        }
        let host = self.address.clone();
        thread::spawn(move || {
            let end = perform(call, stream, &host, &happens);
            happens.send(end.unwrap_or(Happened::Broken(id))).ok();
        });
    }
}

fn sentence(failure: Failure) -> String {
    match failure {
        Failure::Agent { detail } => detail,
        other => format!("{other:?}"),
    }
}

fn line(body: &Body) -> String {
    match body {
        Body::Message(message) => {
            let speaker = match message.speaker {
                Speaker::Visitor => "visitor",
                Speaker::Agent => "agent",
            };
            let cut = if message.cut { " (cut)" } else { "" };
            format!("{speaker}: {}{cut}", message.text)
        }
        Body::Tool(tool) => {
            let result = tool.result.as_ref();
            let result = result.map(|it| format!(" → {it}")).unwrap_or_default();
            format!("{:?}: {}({}){result}", tool.kind, tool.name, tool.input)
        }
    }
}

/// Asks in HTTP/1.0, whose answers end where the connection does.
fn perform(
    call: Call,
    mut stream: TcpStream,
    host: &str,
    happens: &Sender<Happened>,
) -> Result<Happened> {
    let body = call.body.unwrap_or_default();
    let mut request = format!("{} {} HTTP/1.0\r\nHost: {host}\r\n", call.method, call.path);
    for (name, value) in &call.headers {
        request += &format!("{name}: {value}\r\n");
    }
    request += &format!("content-length: {}\r\n\r\n{body}", body.len());
    stream.write_all(request.as_bytes())?;
    let mut answer = BufReader::new(stream);
    let head = head(&mut answer)?;
    if call.reading == Reading::Whole {
        let mut body = Vec::new();
        answer.read_to_end(&mut body)?;
        return Ok(Happened::Answer(call.id, head, body));
    }
    happens.send(Happened::Opened(call.id, head)).ok();
    let mut bytes = [0; 4096];
    loop {
        let read = answer.read(&mut bytes)?;
        if read == 0 {
            return Ok(Happened::Closed(call.id));
        }
        let chunk = bytes.get(..read).unwrap_or_default().to_vec();
        happens.send(Happened::Chunk(call.id, chunk)).ok();
    }
}

fn head(answer: &mut BufReader<TcpStream>) -> Result<Head> {
    let mut head = Head::default();
    let mut line = String::new();
    answer.read_line(&mut line)?;
    let status = line.split(' ').nth(1).context("a status")?;
    head.status = status.parse()?;
    loop {
        line.clear();
        answer.read_line(&mut line)?;
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(head);
        };
        let value = value.trim();
        match name.to_lowercase().as_str() {
            "content-type" => {
                let value = value.split(';').next().unwrap_or_default();
                head.content_type = value.to_lowercase();
            }
            "retry-after" => {
                let seconds: Option<u64> = value.parse().ok();
                head.retry_after = seconds.map(|it| it * 1_000);
            }
            _ => {}
        }
    }
}
