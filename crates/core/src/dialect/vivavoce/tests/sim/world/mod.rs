//! Time and the network: carries calls to the server and what it says back.

use std::collections::{BTreeMap, HashMap};

use super::network::{Calamity, Fault, Middle};
use super::server::Server;
use super::visitor::Visitor;
use super::{Rng, is_unsent};
use crate::dialect::vivavoce::Vivavoce;
use crate::dialect::{Call, CallId, Dialect, Event, Head, Input, Network, Output, Timer, What};
use crate::transcript::Transcript;

mod carrier;

/// Nothing takes longer: whoever waits at this time waits for ever. In milliseconds.
const PATIENCE: u64 = 3_600_000;
const HEARTBEAT: u64 = 15_000;

pub(crate) struct World {
    pub(crate) now: u64,
    pub(crate) rng: Rng,
    pub(crate) server: Server,
    pub(crate) transcript: Transcript,
    /// Everything the dialect told.
    pub(crate) told: Vec<Event>,
    pub(crate) visitor: Visitor,
    middle: Middle,
    /// By the number of the request they happen to.
    faults: BTreeMap<u32, Fault>,
    dialect: Vivavoce,
    agenda: BTreeMap<(u64, u64), Happening>,
    ties: u64,
    calls: HashMap<CallId, Exchange>,
    timers: HashMap<Timer, u64>,
    requests: u32,
    down_until: u64,
    offline_until: u64,
    frozen_until: u64,
    skew: i64,
    /// Until when the server asked not to be asked, by what was asked.
    held: HashMap<String, u64>,
    pub(crate) log: Vec<String>,
}

enum Happening {
    Arrives(Call, Option<Fault>),
    Reaches(CallId, Delivery),
    TimesOut(CallId),
    Wakes(Timer, u64),
    ServerSpeaks,
    Strikes(Calamity),
    Network(Network),
    Reloads,
    Visits,
}

enum Delivery {
    Answer(Head, Vec<u8>),
    Opened(Head),
    Chunk(Vec<u8>),
    Closed,
    Broken,
}

/// A call as the network sees it.
struct Exchange {
    lane: String,
    /// Its head has come.
    headed: bool,
    /// Bytes keep their order.
    last_at: u64,
    reader: Option<Reader>,
}

/// Someone who reads a session's log.
struct Reader {
    session: usize,
    after: u64,
    /// `None`: a stream. Otherwise a long poll until then.
    until: Option<u64>,
    beat_at: u64,
    sent: usize,
    fault: Option<Fault>,
}

impl World {
    pub(crate) fn new(seed: u64, visitor: Visitor) -> Self {
        let mut rng = Rng(seed);
        World {
            now: 1_000_000,
            server: Server::new(rng.next()),
            transcript: Transcript::default(),
            told: Vec::new(),
            visitor,
            middle: Middle::Nothing,
            faults: BTreeMap::new(),
            dialect: Vivavoce::default(),
            agenda: BTreeMap::new(),
            ties: 0,
            calls: HashMap::new(),
            timers: HashMap::new(),
            requests: 0,
            down_until: 0,
            offline_until: 0,
            frozen_until: 0,
            skew: 0,
            held: HashMap::new(),
            log: Vec::new(),
            rng,
        }
    }

    /// Up to five things go wrong.
    pub(crate) fn with_chaos(mut self) -> Self {
        self.middle = Middle::draw(&mut self.rng);
        for _ in 0..self.rng.between(0, 6) {
            if self.rng.one_in(3) {
                let at = self.now + self.rng.between(0, 60_000);
                let calamity = Calamity::draw(&mut self.rng);
                self.note(|| format!("at {at}: {calamity:?}"));
                self.plan(at, Happening::Strikes(calamity));
            } else {
                let request = self.rng.between(0, 25) as u32;
                let fault = Fault::draw(&mut self.rng);
                self.note(|| format!("request {request}: {fault:?}"));
                self.faults.insert(request, fault);
            }
        }
        self
    }

    /// The page is loaded anew at `at`, or as soon after that as nothing is being sent.
    pub(crate) fn with_reload(mut self, at: u64) -> Self {
        self.plan(self.now + at, Happening::Reloads);
        self
    }

    pub(crate) fn with_middle(mut self, middle: Middle) -> Self {
        self.middle = middle;
        self
    }

    /// Runs until the visitor has nothing more to do.
    pub(crate) fn run(&mut self) {
        let start = self.now;
        let first = self.visitor.opens();
        self.feed(What::Do(first));
        self.plan(self.now + 500, Happening::Visits);
        while !self.visitor.is_done() {
            let Some(((at, tie), happening)) = self.agenda.pop_first() else {
                panic!("nothing will ever happen again\n{}", self.log.join("\n"));
            };
            assert!(
                at < start + PATIENCE,
                "endless wait\n{}",
                self.log.join("\n")
            );
            let is_remote = matches!(
                happening,
                Happening::Arrives(..) | Happening::ServerSpeaks | Happening::Strikes(_)
            );
            if at < self.frozen_until && !is_remote {
                self.agenda.insert((self.frozen_until, tie), happening);
                continue;
            }
            self.now = at;
            self.happen(happening);
        }
    }

    /// What the log of the visitor's session holds, as [`super::spoken`] shows a transcript.
    pub(crate) fn stored(&self) -> Vec<String> {
        let id = self.told.iter().find_map(|event| match event {
            Event::Connected { session, .. } => Some(session.session_id.as_str()),
            _ => None,
        });
        let number = id
            .and_then(|id| id.strip_prefix('s'))
            .unwrap()
            .parse::<usize>()
            .unwrap();
        self.server.stored(number)
    }

    pub(crate) fn note(&mut self, text: impl FnOnce() -> String) {
        let now = self.now;
        self.log.push(format!("{now} {}", text()));
    }

    fn plan(&mut self, at: u64, happening: Happening) {
        self.ties += 1;
        self.agenda.insert((at.max(self.now), self.ties), happening);
    }

    fn happen(&mut self, happening: Happening) {
        match happening {
            Happening::Arrives(call, fault) => self.arrive(&call, fault),
            Happening::Reaches(call, delivery) => self.reach(call, delivery),
            Happening::TimesOut(call) => {
                if self.calls.get(&call).is_some_and(|it| !it.headed) {
                    self.reach(call, Delivery::Broken);
                }
            }
            Happening::Wakes(timer, generation) => {
                if self.timers.get(&timer) == Some(&generation) {
                    self.timers.remove(&timer);
                    self.feed(What::Wake { timer });
                }
            }
            Happening::ServerSpeaks => self.speak(),
            Happening::Strikes(calamity) => self.strike(calamity),
            Happening::Network(network) => self.feed(What::Network(network)),
            Happening::Reloads => self.reload(),
            Happening::Visits => {
                for verb in self.visitor.acts(&self.transcript, &mut self.rng) {
                    self.feed(What::Do(verb));
                }
                let pause = self.rng.between(300, 2_500);
                self.plan(self.now + pause, Happening::Visits);
            }
        }
    }

    fn strike(&mut self, calamity: Calamity) {
        self.note(|| format!("{calamity:?}"));
        match calamity {
            Calamity::Restart(down) => {
                self.server.die(self.now);
                self.down_until = self.now + down;
                self.break_everything();
            }
            Calamity::Offline(span) => {
                self.offline_until = self.now + span;
                self.break_everything();
                self.feed(What::Network(Network::Offline));
                self.plan(self.offline_until, Happening::Network(Network::Online));
            }
            Calamity::Hidden(span) => {
                self.feed(What::Network(Network::Hidden));
                self.plan(self.now + span, Happening::Network(Network::Visible));
            }
            Calamity::Frozen(span) => self.frozen_until = self.now + span,
            Calamity::Clock(jump) => self.skew += jump,
        }
    }

    /// Everything of the frame is gone except the session's id and token.
    fn reload(&mut self) {
        let sending = self.transcript.entries().iter().any(is_unsent);
        let Some(resume) = self.visitor.reload(sending) else {
            self.plan(self.now + 50, Happening::Reloads);
            return;
        };
        self.note(|| "reload".to_owned());
        self.calls.clear();
        self.timers.clear();
        // The new frame cannot know what the old one was asked.
        self.held.clear();
        self.dialect = Vivavoce::default();
        self.transcript.clear();
        self.told.clear();
        self.feed(What::Do(resume));
    }

    fn break_everything(&mut self) {
        let mut calls: Vec<CallId> = self.calls.keys().copied().collect();
        calls.sort();
        for call in calls {
            if let Some(exchange) = self.calls.get_mut(&call) {
                exchange.reader = None;
            }
            self.deliver(call, Delivery::Broken);
        }
    }

    /// Lets the dialect work, and does what it says.
    fn feed(&mut self, what: What<'_>) {
        if let What::Do(verb) = &what {
            let text = format!("{verb:?}");
            self.note(|| text.chars().take(90).collect());
        }
        let chance = self.rng.chance();
        let now = (self.now as i64 + self.skew) as f64;
        self.dialect.handle(Input { now, chance, what });
        while let Some(output) = self.dialect.poll() {
            match output {
                Output::Call(call) => self.send(call),
                Output::Abort(call) => {
                    self.calls.remove(&call);
                }
                Output::WakeAfter { timer, after } => {
                    self.ties += 1;
                    self.timers.insert(timer, self.ties);
                    let generation = self.ties;
                    self.plan(self.now + after, Happening::Wakes(timer, generation));
                }
                Output::Event(event) => {
                    self.note(|| format!("= {event:?}"));
                    self.transcript.apply(&event);
                    self.visitor.hears(&event);
                    self.told.push(event);
                }
            }
        }
    }

    fn send(&mut self, call: Call) {
        let number = self.requests;
        self.requests += 1;
        let fault = self.faults.remove(&number);
        self.note(|| format!("> {number} {} {} {fault:?}", call.method, call.path));
        let lane = call.path.split('?').next().unwrap().to_owned();
        if let Some(until) = self.held.get(&lane) {
            assert!(
                self.now >= *until,
                "Retry-After undercut\n{}",
                self.log.join("\n")
            );
        }
        let exchange = Exchange {
            lane,
            headed: false,
            last_at: self.now,
            reader: None,
        };
        assert!(
            self.calls.insert(call.id, exchange).is_none(),
            "a call id was used twice"
        );
        self.plan(self.now + call.timeout, Happening::TimesOut(call.id));
        let mut latency = self.rng.between(5, 120);
        match fault {
            Some(Fault::RequestLost) => return self.deliver(call.id, Delivery::Broken),
            Some(Fault::Hangs) => return,
            Some(Fault::Slow(by)) => latency += by,
            _ if self.now < self.offline_until => {
                return self.deliver(call.id, Delivery::Broken);
            }
            _ => {}
        }
        self.plan(self.now + latency, Happening::Arrives(call, fault));
    }

    /// Sends something to the visitor; what belongs to one call keeps its order.
    fn deliver(&mut self, call: CallId, delivery: Delivery) {
        let latency = self.rng.between(1, 80);
        let Some(exchange) = self.calls.get_mut(&call) else {
            return;
        };
        exchange.last_at = exchange.last_at.max(self.now + latency);
        let at = exchange.last_at;
        self.plan(at, Happening::Reaches(call, delivery));
    }

    fn reach(&mut self, call: CallId, delivery: Delivery) {
        let Some(exchange) = self.calls.get_mut(&call) else {
            return;
        };
        let lane = exchange.lane.clone();
        exchange.headed = true;
        if !matches!(delivery, Delivery::Opened(_) | Delivery::Chunk(_)) {
            self.calls.remove(&call);
        }
        if let Delivery::Answer(head, _) | Delivery::Opened(head) = &delivery
            && let Some(wait) = head.retry_after
        {
            self.held.insert(lane, self.now + wait);
        }
        match delivery {
            Delivery::Answer(head, body) => self.feed(What::Answer {
                call,
                head,
                body: &body,
            }),
            Delivery::Opened(head) => self.feed(What::Opened { call, head }),
            Delivery::Chunk(bytes) => self.feed(What::Chunk {
                call,
                bytes: &bytes,
            }),
            Delivery::Closed => self.feed(What::Closed { call }),
            Delivery::Broken => self.feed(What::Broken { call }),
        }
    }
}
