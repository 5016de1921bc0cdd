//! The page around us: what is posted to it, what it says, and its loader's line with commands, the
//! session the loader keeps for us, and our height.

mod host_commands;
mod loader_port;
mod posting;
mod wrong;

use std::cell::RefCell;
use std::rc::Rc;

use vivavoce_core::config::Config;
use vivavoce_core::host::{Fit, Hello, Inbound, Keeping, Post, Request};

use crate::browser::clock::now;
use crate::browser::host::{Heard, Port, RawPort};
use crate::browser::page;
use crate::browser::scroll::SizeWatch;
use crate::session::parts::HostPort;
use crate::session::{Kept, Session};
use posting::Posting;
use wrong::Told;

/// Begins it, for as long as the session goes on.
pub fn begin(session: Session) -> Rc<dyn HostPort> {
    let wrong = wrong::tell(session);
    Rc::new_cyclic(|me| Line {
        me: me.clone(),
        session,
        posting: Posting::new(session),
        port: RefCell::default(),
        watch: RefCell::default(),
        heights: RefCell::default(),
        queued: RefCell::default(),
        styled: RefCell::new(Config::clone(&session.config())),
        wrong: RefCell::new(wrong),
    })
}

struct Line {
    me: std::rc::Weak<Line>,
    session: Session,
    posting: Posting,
    port: RefCell<Option<Port>>,
    /// While the host wants to know how tall we are.
    watch: RefCell<Option<SizeWatch>>,
    heights: RefCell<Fit>,
    /// Commands that came too early.
    queued: RefCell<Vec<Request>>,
    /// The address's config in the colours the host asked for since.
    styled: RefCell<Config>,
    /// What is wrong with our parameters, for an element that says it once in its page.
    wrong: RefCell<Vec<String>>,
}

impl Line {
    /// A loader said hello. One that says it again has lost its old port.
    fn greeted(&self, port: RawPort, hello: &Hello) {
        let me = self.me.clone();
        let port = Port::open(port, move |message| {
            if let Some(line) = me.upgrade() {
                line.request(message);
            }
        });
        port.post(&hello.welcome());
        if !hello.is_spoken() {
            return;
        }
        if !self.wrong.borrow().is_empty() {
            port.post(&Told {
                wrong: self.wrong.take(),
            });
        }
        self.port.replace(Some(port));
        if let Some(kept) = self.session.kept() {
            self.keep(Some(&kept));
        }
        self.fit(hello.resize);
    }
}

impl HostPort for Line {
    fn heard(&self, message: Heard) {
        if !self.posting.hears(&message.origin) {
            return;
        }
        let inbound = message
            .plain()
            .and_then(|plain| Inbound::read(&message.kind, plain.read(), now() as i64));
        match inbound {
            Some(Inbound::Notes(notes, warning)) => {
                if let Some(warning) = warning {
                    page::warn(&warning);
                }
                if !notes.is_empty() {
                    self.session.note(notes);
                }
            }
            Some(Inbound::Hello(hello)) => {
                self.posting.greeted(&message.origin);
                if let Some(port) = message.port() {
                    self.greeted(port, &hello);
                }
            }
            None => {}
        }
    }

    fn tell(&self, post: Post) {
        self.posting.tell(post);
    }

    fn settled(&self) {
        for request in self.queued.take() {
            self.take(request);
        }
    }

    fn keep(&self, kept: Option<&Kept>) {
        self.hand(kept);
    }

    fn keeping(&self, kept: &Kept) -> Option<Keeping> {
        let is_open = self.port.borrow().is_some();
        is_open.then(|| self.keeps(kept))
    }
}
