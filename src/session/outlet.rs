//! What the page around us is told, and by which name it is known.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use vivavoce_core::failure::Failure;
use vivavoce_core::host::{About, Extra, HostEvent, Post, Surroundings};
use vivavoce_core::wire::Deployment;

use super::Fixed;
use crate::browser::{address, host};

pub(super) struct Outlet {
    scenario: String,
    own: String,
    deployment: Arc<Deployment>,
    is_top: bool,
    ancestor: Option<String>,
    hello: RefCell<Option<String>>,
    /// What `onReady` said, or would have said had anyone been known to hear it.
    ready: RefCell<Option<About>>,
    ready_sent: Cell<bool>,
}

impl Outlet {
    pub fn new(fixed: &Fixed) -> Outlet {
        Outlet {
            scenario: fixed.scenario.clone(),
            own: address::read().origin,
            deployment: Arc::clone(&fixed.deployment),
            is_top: !host::is_framed(),
            ancestor: host::ancestor(),
            hello: RefCell::default(),
            ready: RefCell::default(),
            ready_sent: Cell::new(false),
        }
    }

    fn with_surroundings<T>(&self, ask: impl FnOnce(Surroundings<'_>) -> T) -> T {
        let hello = self.hello.borrow();
        ask(Surroundings {
            is_top: self.is_top,
            ancestor: self.ancestor.as_deref(),
            hello: hello.as_deref(),
            own: &self.own,
            allowed: &self.deployment.allowed_hosts,
        })
    }

    /// Whether a message from the parent window with this origin is listened to.
    pub fn hears(&self, origin: &str) -> bool {
        self.with_surroundings(|surroundings| surroundings.hears(origin))
    }

    /// The page around us introduced itself; what it could not hear before it hears now.
    pub fn greeted(&self, origin: String) {
        self.hello.replace(Some(origin));
        if !self.ready_sent.get()
            && let Some(about) = self.ready.borrow().clone()
        {
            self.ready_sent.set(self.send(&Extra::Ready(about).into()));
        }
    }

    pub fn post(&self, event: &HostEvent) {
        self.send(&event.clone().into());
    }

    /// Only the first time counts.
    pub fn ready(&self, session_id: Option<String>) {
        if self.ready.borrow().is_some() {
            return;
        }
        let about = self.about(session_id);
        self.ready.replace(Some(about.clone()));
        self.ready_sent.set(self.send(&Extra::Ready(about).into()));
    }

    pub fn clicked(&self, session_id: Option<String>) {
        self.send(&Extra::Click(self.about(session_id)).into());
    }

    /// To a host that asked for it.
    pub fn resized(&self, height: u32, session_id: Option<String>) {
        let about = self.about(session_id);
        self.send(&Extra::Resize { about, height }.into());
    }

    pub fn token_needed(&self) {
        self.send(&Extra::TokenNeeded(self.about(None)).into());
    }

    pub fn error(&self, failure: Option<&Failure>, session_id: Option<String>) {
        let (code, message) = match failure {
            Some(Failure::Offline) => ("offline", "The visitor's browser is offline."),
            Some(Failure::Unreachable) => ("unreachable", "The server could not be reached."),
            Some(Failure::Refused) => ("refused", "Access was refused, or it has expired."),
            Some(Failure::Missing) => ("missing", "There is no such scenario or session."),
            Some(Failure::Busy { .. }) => ("busy", "The server asks to try again later."),
            Some(Failure::Rejected { detail }) => ("rejected", detail.as_str()),
            Some(Failure::Agent { detail }) => ("agent", detail.as_str()),
            _ => (
                "protocol",
                "The server answered in a way that was not understood.",
            ),
        };
        let error = Extra::Error {
            about: self.about(session_id),
            code: code.to_owned(),
            message: message.to_owned(),
        };
        self.send(&error.into());
    }

    pub fn about(&self, session_id: Option<String>) -> About {
        About {
            scenario_id: self.scenario.clone(),
            session_id,
        }
    }

    /// Whether anyone was addressed.
    fn send(&self, post: &Post) -> bool {
        let target = self.with_surroundings(|surroundings| surroundings.target());
        let origins = post.origins(&target);
        for origin in origins {
            host::post(post, origin);
        }
        !origins.is_empty()
    }
}
