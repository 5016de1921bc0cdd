//! Cut anywhere and resumed, a log tells the same: as a stream, as pages, as long polls.

use serde_json::Value;

use super::sim::{Rng, frame};
use crate::dialect::script::log_event;
use crate::dialect::vivavoce::Vivavoce;
use crate::dialect::{Call, Dialect, Event, Head, Input, Output, Reading, Timer, Verb, What};

/// The machine with what it asked for.
#[derive(Clone, Default)]
struct Client {
    dialect: Vivavoce,
    now: f64,
    call: Option<Call>,
    timers: Vec<(Timer, f64)>,
    told: Vec<Event>,
}

impl Client {
    /// Connected and reading: a stream, or long polls where those are blocked.
    fn reading(streams: bool) -> Client {
        let mut client = Client::default();
        client.feed(What::Do(Verb::Open(Box::default())));
        client.answer(br#"{"session_id":"s","session_token":"t"}"#);
        if !streams {
            client.head();
            client.wake_until(|client| !client.streams());
            client.answer(br#"{"events":[],"last_seq":0,"running":true}"#);
            client.wake_until(|client| client.call.is_some());
            assert!(client.call.as_ref().unwrap().path.contains("wait="));
        }
        client
    }

    fn feed(&mut self, what: What<'_>) {
        self.dialect.handle(Input {
            now: self.now,
            chance: 0.5,
            what,
        });
        while let Some(output) = self.dialect.poll() {
            match output {
                // One at a time, for who only reads.
                Output::Call(call) => self.call = Some(call),
                Output::Abort(id) => self.call = self.call.take().filter(|call| call.id != id),
                Output::WakeAfter { timer, after } => {
                    self.timers.retain(|(other, _)| *other != timer);
                    self.timers.push((timer, self.now + after as f64));
                }
                Output::Event(Event::Link(_)) => {}
                Output::Event(event) => self.told.push(event),
            }
        }
    }

    fn streams(&self) -> bool {
        self.call
            .as_ref()
            .is_some_and(|call| call.reading == Reading::Stream)
    }

    fn head(&mut self) {
        let call = self.call.as_ref().unwrap().id;
        let content_type = "text/event-stream".to_owned();
        let head = Head {
            status: 200,
            content_type,
            retry_after: None,
        };
        self.feed(What::Opened { call, head });
    }

    fn chunk(&mut self, bytes: &[u8]) {
        let call = self.call.as_ref().unwrap().id;
        self.feed(What::Chunk { call, bytes });
    }

    fn answer(&mut self, body: &[u8]) {
        let call = self.call.take().unwrap().id;
        let head = Head {
            status: 200,
            ..Head::default()
        };
        self.feed(What::Answer { call, head, body });
    }

    fn broken(&mut self) {
        let call = self.call.take().unwrap().id;
        self.feed(What::Broken { call });
    }

    fn wake_until(&mut self, done: impl Fn(&Client) -> bool) {
        while !done(self) {
            let next = self
                .timers
                .iter()
                .copied()
                .min_by(|a, b| a.1.total_cmp(&b.1));
            let (timer, at) = next.expect("it waits for nothing");
            self.timers.retain(|(other, _)| *other != timer);
            self.now = self.now.max(at);
            self.feed(What::Wake { timer });
        }
    }

    /// Serves whatever it asks for until the log is read.
    fn read_to_the_end(&mut self, log: &[Value]) {
        while !matches!(self.told.last(), Some(Event::Ended { .. })) {
            self.wake_until(|client| client.call.is_some());
            let path = self.call.as_ref().unwrap().path.clone();
            let query = path.split_once("after=").unwrap().1;
            let after: usize = query.split('&').next().unwrap().parse().unwrap();
            if self.streams() {
                self.head();
                self.chunk(stream_after(log, after).as_bytes());
            } else {
                self.answer(page_after(log, after, log.len()).as_bytes());
            }
        }
    }
}

fn stream_after(log: &[Value], after: usize) -> String {
    let frames: String = log.iter().skip(after).map(frame).collect();
    format!(": welcome\n\n{frames}")
}

fn page_after(log: &[Value], after: usize, until: usize) -> String {
    let events = &log[after.min(until)..until];
    serde_json::json!({"events": events, "last_seq": until, "running": true}).to_string()
}

/// A conversation as a log holds it, of about `replies` replies.
fn conversation(seed: u64, replies: u64) -> Vec<Value> {
    let mut rng = Rng(seed);
    let mut lines = vec!["started 0".to_owned()];
    for n in 0..replies {
        let run = format!("{n:024x}");
        lines.push(format!("run {run}"));
        if n > 0 {
            lines.push(format!("visitor {run}"));
            lines.push(format!("say {run} Frage «{n}» – ✔"));
            lines.push(format!("end {run}"));
        }
        if rng.one_in(2) {
            lines.push(format!("tool t{n} search"));
            lines.push(format!("input t{n} {{\"q\":{n}}}"));
            lines.push(format!("called t{n}"));
            lines.push(format!("result t{n} ü"));
        }
        lines.push(format!("agent m{n}"));
        for word in 0..rng.between(1, 4) {
            lines.push(format!("say m{n} w{word} 😀"));
        }
        match rng.between(0, 4) {
            0 => lines.push(format!("error {run} Interrupted")),
            1 => lines.push(format!("cancelled {run}")),
            2 => lines.extend([format!("end m{n}"), format!("done {run}")]),
            _ => lines.extend([
                format!("end m{n}"),
                format!("choices m{n} yes,no"),
                format!("done {run}"),
            ]),
        }
        if rng.one_in(3) {
            lines.push(r#"{"type":"SOMETHING_NEW","x":"é"}"#.to_owned());
        }
    }
    lines.push("stopped agent".to_owned());
    let events = lines.iter().zip(1..);
    events
        .map(|(line, seq)| log_event(seq, 1_000.0 * seq as f64, line))
        .collect()
}

fn is_proving() -> bool {
    std::env::var_os("VIVAVOCE_PROVE").is_some()
}

fn conversations() -> impl Iterator<Item = Vec<Value>> {
    let (count, replies) = if is_proving() { (50, 4) } else { (3, 3) };
    (0..count).map(move |n| conversation(n, replies))
}

fn uncut(streams: bool, log: &[Value]) -> Vec<Event> {
    let mut client = Client::reading(streams);
    client.read_to_the_end(log);
    assert!(client.told.len() > 5);
    client.told
}

#[test]
fn a_stream_cut_at_any_byte_tells_the_same() {
    let mut cuts = 0;
    for log in conversations() {
        let whole = uncut(true, &log);
        let stream = stream_after(&log, 0).into_bytes();
        let mut client = Client::reading(true);
        client.head();
        for (cut, byte) in stream.iter().enumerate() {
            let mut broken = client.clone();
            broken.broken();
            broken.read_to_the_end(&log);
            assert_eq!(broken.told, whole, "cut at byte {cut}");
            if client.call.is_some() {
                client.chunk(&[*byte]);
            }
        }
        assert_eq!(client.told, whole, "byte by byte");
        cuts += stream.len();
    }
    let wanted = if is_proving() { 200_000 } else { 8_000 };
    assert!(cuts >= wanted, "only {cuts} cuts");
}

#[test]
fn a_page_cut_at_any_byte_tells_the_same() {
    // Where streams are blocked, and what answers is cut without anyone noticing but us.
    let reading = Client::reading(false);
    let every = if is_proving() { 9 } else { 18 };
    for log in conversations().take(12) {
        let whole = uncut(false, &log);
        for until in 0..log.len() {
            let page = page_after(&log, 0, until).into_bytes();
            // Every cut of some pages and some cuts of every page.
            let step = if until % every == 4 { 1 } else { 97 };
            for cut in (0..page.len()).step_by(step) {
                let mut client = reading.clone();
                client.answer(&page[..cut]);
                client.read_to_the_end(&log);
                assert_eq!(client.told, whole, "{until} events, cut at byte {cut}");
            }
        }
    }
}

#[test]
fn pages_of_any_length_tell_the_same() {
    for log in conversations() {
        for streams in [true, false] {
            let whole = uncut(streams, &log);
            for until in 1..log.len() {
                let mut client = Client::reading(streams);
                if streams {
                    client.head();
                    let frames: String = log[..until].iter().map(frame).collect();
                    client.chunk(frames.as_bytes());
                    client.broken();
                } else {
                    client.answer(page_after(&log, 0, until).as_bytes());
                }
                client.read_to_the_end(&log);
                assert_eq!(client.told, whole, "{until} events at first");
            }
        }
    }
}
