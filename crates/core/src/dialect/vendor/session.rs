//! Our session around a vendor's conversation: from its creation to its results.

use std::collections::VecDeque;

use super::{Context, Heard, Protocol, Start};
use crate::dialect::vivavoce::Vivavoce;
use crate::dialect::{
    CallId, Delivery, Dialect, Event, Head, Input, Link, Network, Open, Output, Speaker, Timer,
    Verb, What,
};
use crate::event::EntryId;
use crate::failure::Failure;

/// Timers below are our session's; each conversation has as many of its own.
const TIMERS: u32 = 64;

/// A dialect whose session is ours and whose talk is a [`Protocol`]'s.
///
/// Our session's own machine does what it does for every session: it creates or resumes it, keeps in
/// contact (the server counts ten minutes without as lost), notices its end, stops and submits it.
/// The protocol begins once the session stands, and is left before it ends. A second session begins
/// with a new protocol.
pub struct VendorDialect {
    outputs: VecDeque<Output>,
    session: Vivavoce,
    make: fn() -> Box<dyn Protocol>,
    /// `None` before the conversation began and after it was left.
    protocol: Option<Box<dyn Protocol>>,
    context: Context,
    open: Open,
    /// Our session stands, but its log has not been read to its end.
    start: Option<Start>,
    /// Nothing more is said in this session.
    over: bool,
    /// What was wanted before the conversation began.
    waiting: Vec<Verb>,
    /// The protocol's calls under way.
    calls: Vec<CallId>,
    /// Entries whose sending has not come out well or badly.
    sending: Vec<EntryId>,
    /// Which of the two links is lost: our session's, the vendor's.
    lost: (bool, bool),
}

impl VendorDialect {
    /// A dialect that speaks `P`'s wire format.
    pub fn speaking<P: Protocol + Default + 'static>() -> VendorDialect {
        VendorDialect {
            outputs: VecDeque::new(),
            session: Vivavoce::aside(),
            make: || Box::new(P::default()),
            protocol: None,
            context: Context::default(),
            open: Open::default(),
            start: None,
            over: false,
            waiting: Vec::new(),
            calls: Vec::new(),
            sending: Vec::new(),
            lost: (false, false),
        }
    }
}

impl Dialect for VendorDialect {
    fn handle(&mut self, input: Input<'_>) {
        self.context.now = input.now;
        self.context.chance = input.chance;
        match input.what {
            What::Do(verb) => self.act(verb),
            What::Network(network) => self.network(network),
            What::Wake { timer } if timer.0 >= TIMERS => self.woken(timer),
            what => match self.theirs(what) {
                Ok((heard, refused)) => {
                    self.with_protocol(|protocol, cx| protocol.hear(cx, heard));
                    if refused {
                        self.session.next_call = self.context.next_call;
                        self.session.look();
                        self.session_did();
                    }
                }
                Err(what) => self.ask_session(what),
            },
        }
    }

    fn poll(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}

impl VendorDialect {
    fn act(&mut self, verb: Verb) {
        match verb {
            Verb::Open(open) => self.begin_session(open),
            Verb::Stop { reason } => {
                self.part();
                self.ask_session(What::Do(Verb::Stop { reason }));
            }
            Verb::Submit { .. } | Verb::Bearer(_) => self.ask_session(What::Do(verb)),
            // Ours keeps what the host noted, whatever the vendor makes of it.
            Verb::Notes(_) | Verb::RetryNow => {
                self.ask_session(What::Do(verb.clone()));
                self.ask_protocol(verb);
            }
            Verb::Send { .. } | Verb::Resend { .. } | Verb::Cancel | Verb::Vendor(_) => {
                self.ask_protocol(verb);
            }
        }
    }

    fn begin_session(&mut self, open: Box<Open>) {
        if !self.session.can_open() {
            return;
        }
        self.part();
        self.over = false;
        self.start = None;
        self.waiting.clear();
        self.lost = (false, false);
        self.open = Open::clone(&open);
        self.ask_session(What::Do(Verb::Open(open)));
    }

    fn ask_protocol(&mut self, verb: Verb) {
        if self.protocol.is_some() {
            self.with_protocol(|protocol, cx| protocol.act(cx, verb));
        } else if !self.over {
            self.waiting.push(verb);
        } else if let Verb::Send { entry, text, .. } = verb {
            // What was typed is not lost, and not promised either.
            self.context.echo(&entry, &text);
            self.context.emit(Event::Delivery {
                entry,
                delivery: Delivery::Failed(Failure::Unreachable),
            });
            self.protocol_did(false);
        }
    }

    fn network(&mut self, network: Network) {
        match network {
            Network::Online => self.context.offline = false,
            Network::Offline => self.context.offline = true,
            Network::Visible => self.context.hidden = false,
            Network::Hidden => self.context.hidden = true,
        }
        self.ask_session(What::Network(network));
        self.with_protocol(|protocol, cx| protocol.network(cx, network));
    }

    fn woken(&mut self, timer: Timer) {
        // One of an earlier conversation's may still go off.
        let number = timer.0.checked_sub(self.context.first_timer);
        if let Some(number) = number.filter(|number| *number < TIMERS) {
            self.with_protocol(|protocol, cx| protocol.hear(cx, Heard::Wake(number)));
        }
    }

    /// What came of a call of the protocol's, and whether the relay refused it; `Err`: it is our
    /// session's.
    fn theirs<'a>(&mut self, what: What<'a>) -> Result<(Heard<'a>, bool), What<'a>> {
        let (call, ends) = match &what {
            What::Answer { call, .. } | What::Closed { call } | What::Broken { call } => {
                (*call, true)
            }
            What::Opened { call, .. } | What::Chunk { call, .. } => (*call, false),
            What::Do(_) | What::Wake { .. } | What::Network(_) => return Err(what),
        };
        if !self.calls.contains(&call) {
            return Err(what);
        }
        if ends {
            self.calls.retain(|known| *known != call);
        }
        let relayed = !self.context.token.is_empty();
        let refused = |head: &Head| relayed && matches!(head.status, 401 | 403 | 404 | 409 | 410);
        Ok(match what {
            What::Answer { call, head, body } => {
                let refused = refused(&head);
                (Heard::Answer { call, head, body }, refused)
            }
            What::Opened { call, head } => {
                let refused = refused(&head);
                (Heard::Opened { call, head }, refused)
            }
            What::Chunk { call, bytes } => (Heard::Chunk { call, bytes }, false),
            What::Closed { call } => (Heard::Closed { call }, false),
            What::Broken { call } => (Heard::Broken { call }, false),
            what => return Err(what),
        })
    }

    fn ask_session(&mut self, what: What<'_>) {
        self.session.next_call = self.context.next_call;
        self.session.handle(Input {
            now: self.context.now,
            chance: self.context.chance,
            what,
        });
        self.session_did();
    }

    fn session_did(&mut self) {
        while let Some(output) = self.session.poll() {
            match output {
                Output::Event(Event::Link(link)) => {
                    let now = (matches!(link, Link::Lost { .. }), self.lost.1);
                    self.tell_link(link, now);
                }
                Output::Event(event) => {
                    match &event {
                        Event::Connected { session, resumed } => {
                            self.start = Some(Start {
                                open: std::mem::take(&mut self.open),
                                session_id: session.session_id.clone(),
                                resumed: *resumed,
                            });
                        }
                        Event::Ended { .. } => self.part(),
                        _ => {}
                    }
                    self.outputs.push_back(Output::Event(event));
                }
                output => self.outputs.push_back(output),
            }
        }
        self.context.next_call = self.session.next_call;
        if self.session.is_live()
            && !self.over
            && let Some(start) = self.start.take()
        {
            self.begin(&start);
        }
        if !self.context.direct {
            self.context.token = self.session.token().to_owned();
        }
    }

    fn begin(&mut self, start: &Start) {
        let backend = &start.open.backend;
        self.context.direct = backend.address.is_some();
        self.context.token = String::new();
        if !self.context.direct {
            self.context.token = self.session.token().to_owned();
        }
        self.context.base = match &backend.address {
            Some(address) => address.trim_end_matches('/').to_owned(),
            None => ["/relay/", &backend.name].concat(),
        };
        self.context.first_timer += TIMERS;
        self.protocol = Some((self.make)());
        self.with_protocol(|protocol, cx| protocol.begin(cx, start));
        for verb in std::mem::take(&mut self.waiting) {
            self.ask_protocol(verb);
        }
    }

    /// Leaves the vendor's conversation: nothing more is heard of it.
    fn part(&mut self) {
        self.over = true;
        let Some(mut protocol) = self.protocol.take() else {
            return;
        };
        let calls = std::mem::take(&mut self.calls);
        self.outputs.extend(calls.into_iter().map(Output::Abort));
        self.context.next_call = self.context.next_call.max(self.session.next_call);
        protocol.leave(&mut self.context);
        self.protocol_did(true);
        self.session.next_call = self.context.next_call;
        let failure = match self.context.offline {
            true => Failure::Offline,
            false => Failure::Unreachable,
        };
        for entry in std::mem::take(&mut self.sending) {
            let delivery = Delivery::Failed(failure.clone());
            let event = Event::Delivery { entry, delivery };
            self.outputs.push_back(Output::Event(event));
        }
    }

    fn with_protocol(&mut self, act: impl FnOnce(&mut dyn Protocol, &mut Context)) {
        if let Some(mut protocol) = self.protocol.take() {
            act(protocol.as_mut(), &mut self.context);
            self.protocol = Some(protocol);
            self.protocol_did(false);
        }
    }

    /// Passes on what the protocol said and asked for.
    fn protocol_did(&mut self, leaving: bool) {
        let mut stop = None;
        for output in std::mem::take(&mut self.context.outputs) {
            match output {
                Output::Call(mut call) => {
                    // Nobody waits for what is said in the door.
                    call.keepalive |= leaving;
                    if !leaving {
                        self.calls.push(call.id);
                    }
                    self.outputs.push_back(Output::Call(call));
                }
                Output::Abort(call) => {
                    let before = self.calls.len();
                    self.calls.retain(|known| *known != call);
                    if self.calls.len() < before {
                        self.outputs.push_back(Output::Abort(call));
                    }
                }
                Output::Event(Event::Ended { reason, .. }) => stop = Some(reason),
                Output::Event(Event::Link(link)) => {
                    let now = (self.lost.0, matches!(link, Link::Lost { .. }));
                    self.tell_link(link, now);
                }
                // The vendor is not where it should be, or not understood; our session stands, and so
                // does the way to try again.
                Output::Event(Event::Failed(Failure::Missing | Failure::Protocol)) => {
                    let event = Event::Failed(Failure::Unreachable);
                    self.outputs.push_back(Output::Event(event));
                }
                // Our session's own words.
                Output::Event(Event::Connected { .. } | Event::Submitted | Event::Results(_)) => {}
                Output::Event(event) => {
                    let settled = self.sent(&event);
                    self.outputs.push_back(Output::Event(event));
                    self.outputs.extend(settled.map(Output::Event));
                }
                output => self.outputs.push_back(output),
            }
        }
        if let Some(reason) = stop {
            self.act(Verb::Stop { reason });
        }
    }

    /// Notes how sending goes. A vendor has no log that says where an entry belongs: it stands where
    /// it was sent, before all that comes of it.
    fn sent(&mut self, event: &Event) -> Option<Event> {
        let Event::Delivery { entry, delivery } = event else {
            return None;
        };
        self.sending.retain(|known| known != entry);
        if *delivery != Delivery::Sending {
            return None;
        }
        self.sending.push(entry.clone());
        Some(Event::MessageStarted {
            entry: entry.clone(),
            speaker: Speaker::Visitor,
            at: self.context.now,
        })
    }

    /// For the visitor there is one link, good again when both are.
    fn tell_link(&mut self, link: Link, now: (bool, bool)) {
        let before = std::mem::replace(&mut self.lost, now);
        let is_lost = |lost: (bool, bool)| lost.0 || lost.1;
        if link != Link::Restored || (is_lost(before) && !is_lost(now)) {
            self.outputs.push_back(Output::Event(Event::Link(link)));
        }
    }
}

impl Context {
    /// Shows what the visitor said. Its [`Event::Delivery`] is the protocol's to tell.
    pub fn echo(&mut self, entry: &EntryId, text: &str) {
        self.emit(Event::MessageStarted {
            entry: entry.clone(),
            speaker: Speaker::Visitor,
            at: self.now,
        });
        self.emit(Event::MessageDelta {
            entry: entry.clone(),
            text: text.to_owned(),
        });
        let entry = entry.clone();
        self.emit(Event::MessageEnded { entry });
    }
}
