//! The loop that performs what a dialect says.
//!
//! One input at a time: what happens while one is being handled waits in a queue, so a dialect is
//! never entered twice, and events come out in the order their causes went in.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use vivavoce_core::dialect::{
    Call, CallId, Dialect, Event, Head, Input, Network, Output, Reading, Timer, Verb, What,
};

use crate::browser::clock::now;
use crate::browser::fetch::{self, Request};
use crate::browser::random::chance;
use crate::browser::task::Task;
use crate::browser::timer::Timeout;

/// Drives one dialect for one session. Dropping it aborts its requests and stops its timers;
/// nothing more comes out of it.
pub struct Driver(Handle);

/// Reaches a driver without keeping it going: once the driver is dropped, nothing happens.
#[derive(Clone)]
pub struct Handle(Rc<Inner>);

/// Takes what the dialect reports: every event one input caused, in order.
pub type Sink = Box<dyn Fn(Vec<Event>)>;

struct Inner {
    dialect: RefCell<Box<dyn Dialect>>,
    /// Where `Call::path` begins: an origin, perhaps with a path, without a slash at its end.
    base: String,
    /// The one address beside `base` that a path may begin with.
    direct: Option<String>,
    sink: Sink,
    queue: RefCell<VecDeque<Happened>>,
    working: Cell<bool>,
    /// The driver is gone, though a loop further up the stack still holds this.
    dropped: Cell<bool>,
    calls: RefCell<Vec<(CallId, Task)>>,
    timers: RefCell<Vec<(Timer, Timeout)>>,
}

/// A [`What`] that owns its bytes, so that it can wait.
enum Happened {
    Do(Verb),
    Answer(CallId, Head, Vec<u8>),
    Opened(CallId, Head),
    Chunk(CallId, Vec<u8>),
    Closed(CallId),
    Broken(CallId),
    Wake(Timer),
    Network(Network),
}

impl Driver {
    pub fn new(dialect: Box<dyn Dialect>, base: String, sink: Sink) -> Driver {
        Driver(Handle(Rc::new(Inner {
            dialect: RefCell::new(dialect),
            base,
            direct: None,
            sink,
            queue: RefCell::default(),
            working: Cell::new(false),
            dropped: Cell::new(false),
            calls: RefCell::default(),
            timers: RefCell::default(),
        })))
    }

    pub fn handle(&self) -> Handle {
        self.0.clone()
    }

    /// Lets calls go to `address` too, which the deployment has named; every other path stays below
    /// the base. To be said before anything else is.
    pub fn also_at(mut self, address: Option<String>) -> Driver {
        if let Some(inner) = Rc::get_mut(&mut self.0.0) {
            inner.direct = address.map(|it| it.trim_end_matches('/').to_owned());
        }
        self
    }
}

impl Handle {
    /// What the visitor or the host wants.
    pub fn act(&self, verb: Verb) {
        self.0.take(Happened::Do(verb));
    }

    pub fn network(&self, network: Network) {
        self.0.take(Happened::Network(network));
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let Handle(inner) = &self.0;
        inner.dropped.set(true);
        let calls = inner.calls.take();
        let timers = inner.timers.take();
        drop((calls, timers));
    }
}

impl Inner {
    fn take(self: &Rc<Self>, happened: Happened) {
        if self.dropped.get() || happened.call().is_some_and(|call| !self.knows(call)) {
            return;
        }
        self.queue.borrow_mut().push_back(happened);
        if self.working.replace(true) {
            return;
        }
        loop {
            // A borrow inside the loop's head would last through the body.
            let next = self.queue.borrow_mut().pop_front();
            let Some(next) = next else { break };
            let events = self.handle(next);
            if !events.is_empty() {
                // May come back with a verb, or drop the driver; neither meets a borrow.
                (self.sink)(events);
            }
            if self.dropped.get() {
                break;
            }
        }
        self.working.set(false);
    }

    fn handle(self: &Rc<Self>, happened: Happened) -> Vec<Event> {
        let what = match &happened {
            Happened::Do(verb) => What::Do(verb.clone()),
            Happened::Answer(call, head, body) => What::Answer {
                call: *call,
                head: head.clone(),
                body,
            },
            Happened::Opened(call, head) => What::Opened {
                call: *call,
                head: head.clone(),
            },
            Happened::Chunk(call, bytes) => What::Chunk { call: *call, bytes },
            Happened::Closed(call) => What::Closed { call: *call },
            Happened::Broken(call) => What::Broken { call: *call },
            Happened::Wake(timer) => What::Wake { timer: *timer },
            Happened::Network(network) => What::Network(*network),
        };
        let finished = match &happened {
            Happened::Answer(call, ..) | Happened::Closed(call) | Happened::Broken(call) => {
                Some(*call)
            }
            _ => None,
        };
        if let Some(call) = finished {
            self.forget(call);
        }
        let mut dialect = self.dialect.borrow_mut();
        dialect.handle(Input {
            now: now(),
            chance: chance(),
            what,
        });
        let mut events = Vec::new();
        while let Some(output) = dialect.poll() {
            match output {
                Output::Call(call) => self.call(call),
                Output::Abort(call) => self.forget(call),
                Output::WakeAfter { timer, after } => self.wake_after(timer, after),
                Output::Event(event) => events.push(event),
            }
        }
        events
    }

    fn knows(&self, call: CallId) -> bool {
        let calls = self.calls.borrow();
        calls.iter().any(|(known, _)| *known == call)
    }

    /// Drops the call's task: a no-op for a finished one, an abort for any other.
    fn forget(&self, call: CallId) {
        let mut calls = self.calls.borrow_mut();
        let at = calls.iter().position(|(known, _)| *known == call);
        let task = at.map(|at| calls.swap_remove(at));
        // The abort runs with nothing borrowed.
        drop(calls);
        drop(task);
        // What it had already delivered but was not yet handled is not wanted either.
        self.queue
            .borrow_mut()
            .retain(|happened| happened.call() != Some(call));
    }

    fn wake_after(self: &Rc<Self>, timer: Timer, after: u64) {
        let inner = Rc::downgrade(self);
        let timeout = Timeout::new(after, move || {
            if let Some(inner) = inner.upgrade() {
                inner.take(Happened::Wake(timer));
            }
        });
        let mut timers = self.timers.borrow_mut();
        match timers.iter_mut().find(|(known, _)| *known == timer) {
            Some(set) => set.1 = timeout,
            None => timers.push((timer, timeout)),
        }
    }

    fn is_direct(&self, path: &str) -> bool {
        let direct = self.direct.as_deref();
        let rest = direct.and_then(|direct| path.strip_prefix(direct));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    }

    fn call(self: &Rc<Self>, call: Call) {
        let mut address = self.base.clone();
        if self.is_direct(&call.path) {
            address.clear();
        }
        address.push_str(&call.path);
        let request = Request {
            method: call.method,
            address,
            headers: call.headers,
            body: call.body,
            keepalive: call.keepalive,
        };
        let inner = Rc::downgrade(self);
        let task = Task::start(perform(inner, call.id, request, call.reading, call.timeout));
        self.calls.borrow_mut().push((call.id, task));
    }
}

impl Happened {
    /// The call it came from.
    fn call(&self) -> Option<CallId> {
        match self {
            Happened::Answer(call, ..)
            | Happened::Opened(call, _)
            | Happened::Chunk(call, _)
            | Happened::Closed(call)
            | Happened::Broken(call) => Some(*call),
            Happened::Do(_) | Happened::Wake(_) | Happened::Network(_) => None,
        }
    }
}

async fn perform(
    inner: Weak<Inner>,
    call: CallId,
    request: Request,
    reading: Reading,
    timeout: u64,
) {
    let report = |happened| {
        if let Some(inner) = inner.upgrade() {
            inner.take(happened);
        }
    };
    if reading == Reading::Whole {
        report(match fetch::whole(&request, timeout).await {
            Some((head, body)) => Happened::Answer(call, head, body),
            None => Happened::Broken(call),
        });
        return;
    }
    let Some(answer) = fetch::within(timeout, fetch::open(&request))
        .await
        .flatten()
    else {
        report(Happened::Broken(call));
        return;
    };
    let success = matches!(answer.head.status, 200..=299);
    report(Happened::Opened(call, answer.head.clone()));
    // An error's body says nothing a stream's reader could use; dropping it frees the socket.
    let complete = !success
        || answer
            .stream(|bytes| report(Happened::Chunk(call, bytes)))
            .await;
    report(if complete {
        Happened::Closed(call)
    } else {
        Happened::Broken(call)
    });
}
