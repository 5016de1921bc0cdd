//! Posting: whom the page around us is, what it may hear, and whether it is listened to.

use std::cell::RefCell;
use std::sync::Arc;

use vivavoce_core::host::{Extra, Post, Surroundings};
use vivavoce_core::wire::Deployment;

use crate::browser::{address, host};
use crate::session::Session;

pub(super) struct Posting {
    own: String,
    deployment: Arc<Deployment>,
    is_top: bool,
    ancestor: Option<String>,
    hello: RefCell<Option<String>>,
    /// `onReady`, while nobody is known who may hear it.
    ready: RefCell<Option<Post>>,
}

impl Posting {
    pub fn new(session: Session) -> Posting {
        Posting {
            own: address::read().origin,
            deployment: session.deployment(),
            is_top: !host::is_framed(),
            ancestor: host::ancestor(),
            hello: RefCell::default(),
            ready: RefCell::default(),
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

    /// Whether the deployment names the page around us.
    pub fn is_named(&self) -> bool {
        self.with_surroundings(|surroundings| surroundings.is_named())
    }

    /// The page around us introduced itself; what it could not hear before it hears now.
    pub fn greeted(&self, origin: &str) {
        self.hello.replace(Some(origin.to_owned()));
        let ready = self.ready.take();
        if let Some(ready) = ready {
            self.tell(ready);
        }
    }

    pub fn tell(&self, post: Post) {
        let target = self.with_surroundings(|surroundings| surroundings.target());
        let origins = post.origins(&target);
        for origin in origins {
            host::post(&post, origin);
        }
        if origins.is_empty() && matches!(post, Post::Extra(Extra::Ready(_))) {
            self.ready.replace(Some(post));
        }
    }
}
