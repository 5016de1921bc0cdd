//! The queue: what happened waits in it, and one thing at a time is taken by the parts; then, with
//! nothing borrowed, what they want done is done.
//!
//! A host's listener, an event or a dropped driver may come straight back: what they bring waits here.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use super::{Fixed, Given, Happened, Loaders, Parts};

pub(in crate::session) struct Engine {
    queue: RefCell<VecDeque<Happened>>,
    working: Cell<bool>,
    parts: RefCell<Parts>,
}

/// Where what happens is dropped; nothing comes of it once the engine is gone.
#[derive(Clone)]
pub(in crate::session) struct Inbox(Weak<Engine>);

impl Engine {
    /// `draft`: what was typed before we came; `lost`: a conversation was lost in a reload.
    pub fn new(
        fixed: Fixed,
        loaders: Loaders,
        given: Given,
        draft: String,
        lost: bool,
    ) -> Rc<Engine> {
        Rc::new_cyclic(|me| {
            let inbox = Inbox(me.clone());
            let parts = Parts::new(&inbox, fixed, loaders, given, draft, lost);
            Engine {
                queue: RefCell::default(),
                working: Cell::new(false),
                parts: RefCell::new(parts),
            }
        })
    }

    pub fn happen(&self, happened: Happened) {
        self.queue.borrow_mut().push_back(happened);
        if self.working.replace(true) {
            return;
        }
        loop {
            // A borrow inside the loop's head would last through the body.
            let next = self.queue.borrow_mut().pop_front();
            let Some(next) = next else { break };
            let effects = self.with_parts(|parts| parts.take(next));
            for effect in effects {
                self.carry_out(effect);
            }
        }
        self.working.set(false);
        // Commands that waited are verbs of their own, each done before the next is looked at.
        let settled = self.with_parts(|parts| match std::mem::take(&mut parts.unsettled) {
            true => parts.line.port().cloned(),
            false => None,
        });
        if let Some(port) = settled {
            port.settled();
        }
    }

    /// For what takes no time and comes back to nobody.
    pub fn with_parts<T>(&self, act: impl FnOnce(&mut Parts) -> T) -> T {
        act(&mut self.parts.borrow_mut())
    }

    /// `None` while the parts are at work.
    pub fn ask<T>(&self, ask: impl FnOnce(&Parts) -> T) -> Option<T> {
        self.parts.try_borrow().ok().map(|parts| ask(&parts))
    }
}

impl Inbox {
    pub fn happen(&self, happened: Happened) {
        if let Some(engine) = self.0.upgrade() {
            engine.happen(happened);
        }
    }
}
